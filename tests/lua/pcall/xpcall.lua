-- xpcall: the handler sees the original error, runs once, its result is returned.
print(xpcall(function() return 1, 2 end, print)) -- expect: true	1	2
print(xpcall(function(...) return select("#", ...), ... end, print, "a", nil)) -- expect: true	2	a	nil
print(xpcall(error, function(e) return "handled: " .. tostring(e) end, "msg", 0))
-- expect: false	handled: msg
print(xpcall(error, function(e) return e end)) -- expect: false	nil
print(xpcall(error, function() return 1, 2, 3 end)) -- expect: false	1
print(xpcall(error, function() end, "x")) -- expect: false	nil
local t = {} print(select(2, xpcall(error, function(e) return e end, t)) == t) -- expect: true
local n = 0 print(xpcall(function() local x = nil; x() end, function(e) n = n + 1 return e .. "!" end), n)
-- expect: false	1
print(xpcall(function() local a = 1 + {} end, function(e) return (e:gsub("^.-:%d+: ", "")) end))
-- expect: false	attempt to perform arithmetic on a table value
print(xpcall(function() error("outer") end, function(e) return select(2, xpcall(error, function(x) return "inner handler " .. x end, "in handler", 0)) end))
-- expect: false	inner handler in handler
local r = {xpcall(function() xpcall(error, function(e) n = n + 10 end, 1) error("second", 0) end, function(e) n = n + 100 return e end)}
print(r[1], r[2], n) -- expect: false	second	111
print(xpcall(function() pcall(error, "not handled by outer") return "fine" end, function() n = -1 end), n)
-- expect: true	111
local log = {}
print(xpcall(function() local c <close> = setmetatable({}, {__close = function() log[#log + 1] = "close" end}) error "e" end, function(e) log[#log + 1] = "handler" return "h" end))
-- expect: false	h
print(table.concat(log, " ")) -- expect: handler close
print(pcall(xpcall)) -- expect: false	bad argument #2 to 'xpcall' (function expected, got no value)
print(pcall(xpcall, print))
-- expect: false	bad argument #2 to 'xpcall' (function expected, got no value)
print(pcall(xpcall, print, nil))
-- expect: false	bad argument #2 to 'xpcall' (function expected, got nil)
print(pcall(xpcall, print, 1))
-- expect: false	bad argument #2 to 'xpcall' (function expected, got number)
print(xpcall(nil, function(e) return e end)) -- expect: false	attempt to call a nil value
print(xpcall(setmetatable({}, {__call = function() return "callable" end}), print))
-- expect: true	callable
print(xpcall(coroutine.wrap(function() error("in wrap", 0) end), function(e) return "H " .. e end))
-- expect: false	H in wrap
local co = coroutine.create(function() error("in co", 0) end)
print(xpcall(coroutine.resume, print, co)) -- expect: true	false	in co
local function handler(e) return {wrapped = e} end local ok, e = xpcall(error, handler, "v")
print(ok, e.wrapped) -- expect: false	v
print(xpcall(xpcall, print, error, function(e) return "in " .. e end, "x")) -- expect: true	false	in x
print(xpcall(string.rep, function(m) return "lib: " .. m end))
-- expect: false	lib: bad argument #1 to 'string.rep' (string expected, got no value)
print(select("#", xpcall(function() return nil, nil end, print))) -- expect: 3
local _, stack = xpcall(function() local marker = 5 error "x" end, function() local d = 0 while debug and debug.getinfo(d + 1) do d = d + 1 end return d > 2 end)
print(stack) -- expect: true
