-- Error values cross pcall, coroutines, closers and handlers without being copied or turned to text.
local e = setmetatable({}, {__tostring = function() return "should not be used" end})
local function check(ok, v) io.write(tostring(ok), " ", tostring(rawequal(v, e)), "; ") end
check(pcall(error, e)) check(coroutine.resume(coroutine.create(error), e))
check(pcall(coroutine.wrap(error), e))
check(xpcall(error, function(m) return m end, e))
check(pcall(function() local x <close> = setmetatable({}, {__close = function(_, m) error(m) end}) error(e) end))
check(pcall(function() return setmetatable({}, {__index = function() error(e) end}).x end)) print "."
-- expect: false true; false true; false true; false true; false true; false true; .
