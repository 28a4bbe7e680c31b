-- More function forms.
local function none() end
print(select("#", none()), select("#", (none())), none() == nil) -- expect: 0	1	true
print(pcall(type, none())) -- expect: false	bad argument #1 to 'type' (value expected)
local t = {}
function t.a() return "a" end
function t:b(x) return self == t, x end
t.c = function(...) return select("#", ...) end
print(t.a(), t:b(1), t.c(nil, nil)) -- expect: a	true	2
local fact = function(n) return n end
fact = function(n) if n <= 1 then return 1 end return n * fact(n - 1) end
print(fact(20)) -- expect: 2432902008176640000
local even, odd
function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
print(even(100), odd(7), even(7)) -- expect: true	true	false
print((function(...) return select("#", ...) end)(nil, nil, nil)) -- expect: 3
print((function() return 1, 2, 3 end)()) -- expect: 1	2	3
print(#{(function() return 1, 2, 3 end)()}) -- expect: 3
local many = {}
for i = 1, 100 do many[i] = "p" .. i end
local g = load("return function(" .. table.concat(many, ",") .. ") return p1, p100 end")()
local args = {}
for i = 1, 100 do args[i] = i end
print(g(table.unpack(args))) -- expect: 1	100
local function defaults(a, b) a = a or "A" b = b == nil and "B" or b return a, b end
print(defaults()) print(defaults(nil, false)) print(defaults(1, 2))
-- expect: A	B
-- expect: A	false
-- expect: 1	2
print(type(function() end), (function() end) == (function() end)) -- expect: function	false
local function y(g) return (function(x) return x(x) end)(function(x) return g(function(...) return x(x)(...) end) end) end
print(y(function(self) return function(n) return n < 2 and n or self(n - 1) + self(n - 2) end end)(12))
-- expect: 144
return "a chunk may return values", 2
