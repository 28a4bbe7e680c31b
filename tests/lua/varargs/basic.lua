-- Vararg expressions: adjustment in every position.
local function f(...) return ... end
print(f()) print(f(nil)) print(f(1, 2, 3)) print((f(1, 2, 3))) print(f(1, 2), f(3, 4)) print(f(), f(), f())
-- expect:
-- expect: nil
-- expect: 1	2	3
-- expect: 1
-- expect: 1	3	4
-- expect: nil	nil
local function g(a, b, ...) return a, b, select("#", ...), ... end
print(g()) print(g(1)) print(g(1, 2)) print(g(1, 2, 3)) print(g(1, 2, nil, nil))
-- expect: nil	nil	0
-- expect: 1	nil	0
-- expect: 1	2	0
-- expect: 1	2	1	3
-- expect: 1	2	2	nil	nil
local function h(...) local a, b = ... local c = (...) local t = {..., "last"} return a, b, c, #t, t[1], t[2] end
print(h()) print(h(1)) print(h(1, 2, 3))
-- expect: nil	nil	nil	2	nil	last
-- expect: 1	nil	1	2	1	last
-- expect: 1	2	1	2	1	last
local function i(...) return {...}, select("#", ...), ... == nil, (...) end
print(select(2, i())) print(select(2, i(1, 2)))
-- expect: 0	true	nil
-- expect: 2	false	1
local function j(...) local t = {n = select("#", ...), ...} return #t, t.n end print(j(1, 2, 3))
-- expect: 3	3
local function k(...) return f(...), f(...) end print(k(1, 2)) -- expect: 1	1	2
print(#{f(1, 2), f(1, 2)}, #{f(1, 2), (f(1, 2))}) -- expect: 3	2
local function l(...) for i, v in ipairs({...}) do io.write(i, v, " ") end print(...) end l("a", "b")
-- expect: 1a 2b a	b
local function m(...) local function inner(...) return select("#", ...) end return inner(...), inner(..., 1), inner(1, ...), inner((...)) end
print(m(1, 2, 3)) -- expect: 3	2	4	1
print(m()) -- expect: 0	2	1	1
