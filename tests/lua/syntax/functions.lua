-- Function forms: parameters, missing and extra arguments, names, recursion.
local function f(a, b) return a, b end
print(f()) print(f(1)) print(f(1, 2)) print(f(1, 2, 3))
-- expect: nil	nil
-- expect: 1	nil
-- expect: 1	2
-- expect: 1	2
print((f(1, 2))) -- expect: 1
local function none() end
print(none()) print((none()))
-- expect:
-- expect: nil
print(type((none())), 1) -- expect: nil	1
