-- `...` is a snapshot: later changes to parameters or the packed table do not show.
local function f(a, ...) local t = {...} local g = function(...) return ... end a, t[1] = "new", "new" return a, ..., g(...) end
print(f(1, 2, 3)) -- expect: new	2	2	3
local src = {1, 2, 3}
local function h(...) src[1] = "changed" return ... end
print(h(table.unpack(src))) -- expect: 1	2	3
local function kept(...) local p = {...} return function() return table.unpack(p) end end
local k1, k2 = kept(1, 2), kept(3, 4)
print(k1()) print(k2()) print(k1())
-- expect: 1	2
-- expect: 3	4
-- expect: 1	2
local co = coroutine.wrap(function(...) coroutine.yield() return ... end)
co("a", "b") kept("x", "y", "z") print(co()) -- expect: a	b
