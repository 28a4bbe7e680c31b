-- A chunk is a vararg function.
print(select("#", ...)) -- expect: 0
local f = load("return select('#', ...), ...")
print(f()) print(f(1, nil, 3)) print(f(nil))
-- expect: 0
-- expect: 3	1	nil	3
-- expect: 1	nil
local g = load("local a, b = ... return b, a")
print(g("x", "y")) -- expect: y	x
print(load("return ...")(1, 2, 3)) -- expect: 1	2	3
print((load("return ...")(1, 2, 3))) -- expect: 1
print(load("local function f() return 1 end return f(...)")(5)) -- expect: 1
