-- No position at level 0.
print "before" -- expect: before
local t <close> = setmetatable({}, {__close = function(_, e) print("closing", type(e)) end})
error("no position", 0) -- expect: closing	string
-- expect error: no position
