-- __index: functions, tables, chains, raw access, non-tables.
local t = setmetatable({own = 1}, {__index = function(self, k) return k .. "!" end})
print(t.own, t.x, t["y z"], t[1], t[1.5], rawget(t, "x")) -- expect: 1	x!	y z!	1!	1.5!	nil
local base = {a = 1, f = function(self) return self.name end}
local mid = setmetatable({b = 2}, {__index = base})
local top = setmetatable({name = "top"}, {__index = mid})
print(top.a, top.b, top.c, top:f(), rawget(top, "a")) -- expect: 1	2	nil	top	nil
base.c = "late" print(top.c) mid.c = "nearer" print(top.c) top.c = "own" print(top.c)
-- expect: late
-- expect: nearer
-- expect: own
print(setmetatable({}, {__index = {10, 20}})[2], setmetatable({}, {__index = "abc"}).len == string.len)
-- expect: 20	true
local seen = {}
local spy = setmetatable({}, {__index = function(_, k) seen[#seen + 1] = tostring(k) return nil end})
local _ = spy.a, spy[1], spy[true], spy[2.0] print(table.concat(seen, " ")) -- expect: a 1 true 2.0
print(pcall(function() return spy[nil] end), pcall(function() return spy[0 / 0] end))
-- expect: true	true	nil
print(setmetatable({}, {__index = function(...) return select("#", ...), "second" end}).k)
-- expect: 2
local callable = setmetatable({}, {__call = function(_, obj, k) return "called " .. k end})
print(setmetatable({}, {__index = callable}).key) -- expect: nil
print(setmetatable({x = nil}, {__index = {x = "fallback"}}).x, setmetatable({x = false}, {__index = {x = "no"}}).x)
-- expect: fallback	false
print(pcall(function() return setmetatable({}, {__index = 5}).x end))
-- expect: false	index.lua:25: attempt to index a number value
local loop = {} setmetatable(loop, {__index = loop}) print(pcall(function() return loop.x end))
-- expect: false	index.lua:27: '__index' chain too long; possible loop
local long = {deep = "found"} for _ = 1, 50 do long = setmetatable({}, {__index = long}) end print(long.deep)
-- expect: found
print(("x").rep == string.rep, pcall(function() return (5).x end))
-- expect: true	false	index.lua:31: attempt to index a number value
