-- Vararg functions: snapshots, assignment from ..., conditions, nesting.
local function f(...) local a, b, c = 0, ... return a, b, c end print(f(1)) print(f(1, 2, 3))
-- expect: 0	1	nil
-- expect: 0	1	2
local function g(...) if ... then return "true " .. tostring((...)) else return "false" end end
print(g(), g(false), g(1), g(nil, 1)) -- expect: false	false	true 1	false
local function h(...) return ... and "yes" or "no", not ..., ... == 1, -(...), #{...} end
print(h(1)) -- expect: yes	false	true	-1	1
print(h(2, 3)) -- expect: yes	false	false	-2	2
local function i(...) return (... or "none") .. "!", ... .. "", 1 + ... end print(i(5, 6))
-- expect: 5!	5	6
local function snap(a, ...) local t = {...} a = "changed" t[1] = "changed" return a, ... end
print(snap(1, 2, 3)) -- expect: changed	2	3
local function later(...) local n, first = select("#", ...), ... return function() return n, first end end
print(later(7, 8, 9)()) -- expect: 3	7
local function pass(...) return pcall(pcall, pcall, f, ...) end print(pass(1, 2))
-- expect: true	true	true	0	1	2
local function recur(n, ...) if n == 0 then return select("#", ...) end return recur(n - 1, n, ...) end
print(recur(100)) -- expect: 100
local function rev(...) local n = select("#", ...) if n == 0 then return end local function go(i, ...) if i == 0 then return ... end end local t = table.pack(...) for i = 1, n // 2 do t[i], t[n - i + 1] = t[n - i + 1], t[i] end return table.unpack(t, 1, n) end
print(rev(1, nil, 3, nil)) -- expect: nil	3	nil	1
local o = {} function o:m(...) return self == o, select("#", ...), ... end print(o:m(1, 2)) print(o.m(o))
-- expect: true	2	1	2
-- expect: true	0
local v = (function(...) return function(...) return ... end end)(1)(2) print(v) -- expect: 2
print((function(...) return select(-1, ...) end)(1, 2, 3)) -- expect: 3
local function swap(a, b, ...) return b, a, ... end print(swap(swap(swap(1, 2, 3, 4))))
-- expect: 2	1	3	4
local function keep(...) local saved = table.pack(...) collectgarbage() return function() return table.unpack(saved, 1, saved.n) end end
print(keep(nil, "x", nil)()) -- expect: nil	x	nil
local t = {(function(...) return ... end)(1, 2, 3), x = (function(...) return ... end)(4, 5)} print(#t, t.x)
-- expect: 1	4
print(load("local x <const> = ... return x")(9, 8)) -- expect: 9
