-- __index on values that are not tables, and through upvalues, globals and methods.
print(pcall(function() return (5).x end))
-- expect: false	index2.lua:2: attempt to index a number value
print(pcall(function() local n = 5 return n.x end))
-- expect: false	index2.lua:4: attempt to index a number value (local 'n')
print(("abc").nothing) -- expect: nil
getmetatable("").__index = function(s, k) if type(k) == "number" then return string.sub(s, k, k) end return string[k] end
print(("hello")[2], ("x"):rep(3)) getmetatable("").__index = string -- expect: e	xxx
local env = setmetatable({}, {__index = _G, __newindex = function(t, k, v) rawset(t, k, v) end})
load("x = 1 y = x + 1 print(x, y)", "env", "t", env)() print(x, env.x, env.y)
-- expect: 1	2
-- expect: nil	1	2
setmetatable(_G, {__index = function(_, k) return "auto_" .. k end})
print(undefined_name) -- expect: auto_undefined_name
setmetatable(_G, nil) print(undefined_name) -- expect: nil
setmetatable(_G, {__index = function(_, k) error("undeclared " .. k, 2) end})
print(pcall(function() return undefined_name end))
-- expect: false	index2.lua:17: undeclared undefined_name
setmetatable(_G, nil)
local obj = setmetatable({}, {__index = {m = function(self, ...) return select("#", ...), ... end}})
print(obj:m(1, nil)) -- expect: 2	1	nil
print(obj.m(obj)) -- expect: 0
local calls = 0
local lazy = setmetatable({}, {__index = function(t, k) calls = calls + 1 local v = k * 2 rawset(t, k, v) return v end})
print(lazy[5], lazy[5], calls) -- expect: 10	10	1
local p = setmetatable({}, {__index = function(t, k) return setmetatable({k}, getmetatable(t)) end})
print(p.a[1], p.a.b.c[1]) -- expect: a	c
local mt = {} local o = setmetatable({}, mt) print(o.x) mt.__index = {x = 1} -- expect: nil
print(o.x) -- expect: 1
mt.__index = nil print(o.x) mt.__index = function() return 2 end -- expect: nil
print(o.x) -- expect: 2
setmetatable(o, nil) print(o.x) -- expect: nil
local err = setmetatable({}, {__index = function(t, k) error({code = k}) end})
local _, e = pcall(function() return err.boom end) print(e.code) -- expect: boom
print(select("#", obj.none), #{obj.none, 1 and nil}) -- expect: 1	0
for i = 1, 3 do local v = setmetatable({}, {__index = function(_, k) return k + i end})[10] io.write(v, " ") end
print "." -- expect: 11 12 13 .
