-- __eq, __lt, __le: when they are asked, how results become booleans.
local log, kinds = {}, nil
local mt = {__eq = function(a, b) log[#log + 1] = "eq" return a.v == b.v end, __lt = function(a, b) log[#log + 1] = "lt" return a.v < b.v end, __le = function(a, b) log[#log + 1] = "le" return a.v <= b.v end}
local function new(v) return setmetatable({v = v}, mt) end
local a, b, c = new(1), new(1), new(2)
print(a == b, a == a, a ~= b, a == c, a ~= c, a == 1, 1 == a, a == "x", a == nil)
-- expect: true	true	false	false	true	false	false	false	false
print(table.concat(log, " ")) -- expect: eq eq eq eq
log = {}
print(a < b, a < c, c < a, a > c, a >= b, a <= b, c <= a, c >= a) print(table.concat(log, " "))
-- expect: false	true	false	false	true	true	false	true
-- expect: lt lt lt lt le le le le
print(rawequal(a, b), rawequal(a, a), a == {v = 1}, {v = 1} == a) -- expect: false	true	true	true
local m2 = {__lt = function(x, y) return 1 end, __le = function() return nil end, __eq = function() return "true" end}
local p, q = setmetatable({}, m2), setmetatable({}, m2)
print(p < q, p <= q, p == q, p > q, p >= q, p ~= q, not (p < q))
-- expect: true	false	true	true	false	false	false
local mixed = setmetatable({}, {__lt = function(x, y) return type(x) .. type(y) end, __le = function(x, y) kinds = type(x) .. type(y) return true end})
print(mixed < 1, 1 < mixed, mixed > 1, mixed < "s", "s" < mixed, mixed < nil, 1.5 >= mixed) print(kinds)
-- expect: true	true	true	true	true	true	true
-- expect: tablenumber
local left = setmetatable({}, {__eq = function() return true end})
local right = setmetatable({}, {}) print(left == right, right == left, left == {}, right == {})
-- expect: true	true	true	false
local lt_only = setmetatable({}, {__lt = function() return true end})
print(pcall(function() return lt_only <= lt_only end))
-- expect: true	false
if a < c then print "branch" end if not (a == b) then print "no" else print "else branch" end
-- expect: branch
-- expect: else branch
while c < a do end local n = a == b and "and" or "or"
print(n) -- expect: and
local k = setmetatable({}, {__lt = function(_, x) return x == 5 end, __le = function(_, x) return x == 6 end, __eq = function() return true end})
print(k < 5, k < 4, k <= 6, k > 5, k >= 6, k == 5, 5 > k)
-- expect: true	false	true	false	false	false	true
local function bad(s) print(select(2, pcall(load("local t, u, n = {}, {}, nil " .. s, "=x")))) end
bad "return t < u" bad "return t <= 1" bad "return 1 > t" bad "return n < 1" bad "return 1 <= n"
-- expect: x:1: attempt to compare two table values
-- expect: x:1: attempt to compare table with number
-- expect: x:1: attempt to compare table with number
-- expect: x:1: attempt to compare nil with number
-- expect: x:1: attempt to compare number with nil
bad "return 'a' < 1" bad "return 1 >= 'a'" bad "return true < false" bad "return n > n"
-- expect: x:1: attempt to compare string with number
-- expect: x:1: attempt to compare string with number
-- expect: x:1: attempt to compare two boolean values
-- expect: x:1: attempt to compare two nil values
bad "return print < t" bad "return 1.5 < 'x'" bad "return t >= 'x'" bad "return {} < 2.5"
-- expect: x:1: attempt to compare function with table
-- expect: x:1: attempt to compare number with string
-- expect: x:1: attempt to compare string with table
-- expect: x:1: attempt to compare table with number
table.sort({c, a, b, new(0)}) local s = {new(3), new(1), new(2)} table.sort(s) print(s[1].v, s[2].v, s[3].v)
-- expect: 1	2	3
