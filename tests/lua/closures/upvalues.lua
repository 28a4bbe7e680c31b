-- Captured locals: shared, independent, nested, surviving.
local function counter() local n = 0 return function() n = n + 1 return n end, function() return n end, function(v) n = v end end
local inc, get, set = counter()
local inc2, get2 = counter()
print(inc(), inc(), get(), inc2(), get2()) set(100) print(inc(), get(), get2())
-- expect: 1	2	2	1	1
-- expect: 101	101	1
local function deep() local a = 1 return function() local b = 2 return function() local c = 3 return function() a = a + 1 b = b + 1 c = c + 1 return a, b, c end end end end
local l1 = deep() local l2 = l1() local f, g = l2(), l2()
print(f()) print(f()) print(g()) print(l1()()())
-- expect: 2	3	4
-- expect: 3	4	5
-- expect: 4	5	4
-- expect: 5	3	4
local x = 1
local function read() return x end
local function write(v) x = v end
write(5) print(x, read()) x = 6 print(read())
-- expect: 5	5
-- expect: 6
local function params(a, ...) local t = {...} return function() a = a + #t return a end end
local p = params(1, "x", "y") print(p(), p()) -- expect: 3	5
local fs = {} for i = 1, 3 do fs[i] = function() i = i + 10 return i end end
print(fs[1](), fs[1](), fs[2](), fs[3]()) -- expect: 11	21	12	13
local acc = {} for k, v in pairs({a = 1}) do acc[1] = function() v = v + 1 return k, v end end
print(acc[1]()) -- expect: a	2
print(acc[1]()) -- expect: a	3
do local y = 1 inc = function() y = y + 1 return y end get = function() return y end end
print(inc(), inc(), get()) -- expect: 2	3	3
local function rec(n) if n == 0 then return {} end local t = rec(n - 1) t[#t + 1] = function() n = n + 0.5 return n end return t end
local r = rec(3) print(r[1](), r[2](), r[3](), r[1]()) -- expect: 1.5	2.5	3.5	2.0
