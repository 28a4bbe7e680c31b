-- A constant on the left of each operator, with values that are not known before the program runs.
local function each(x)
  print(7 + x, 7 - x, 7 * x, 7 / x, 7 % x, 7 ^ x, 7 // x)
  print(7.5 + x, 7.5 - x, 7.5 * x, 7.5 / x, 7.5 % x, 7.5 ^ x, 7.5 // x)
end
each(2)
each(-2)
each(2.5)
each(-0.5)
each("4")
local function bits(x) print(12 & x, 12 | x, 12 ~ x, 12 << x, 12 >> x) end
bits(10)
bits(-1)
bits(3.0)
print((select(2, pcall(bits, "2")):gsub("^.-:%d+: ", "")))
print((select(2, pcall(function(x) return 7 % x end, 0)):gsub("^.-:%d+: ", "")))
print((select(2, pcall(function(x) return 7 // x end, 0)):gsub("^.-:%d+: ", "")))
print(pcall(function(x) return math.mininteger // x, math.mininteger % x end, -1))
for _, source in ipairs { "1 + x", "2 - x", "3 * x", "4 / x", "5 % x", "6 ^ x", "7 // x", "8 & x", "9 | x", "1 ~ x", "2 << x", "3 >> x" } do
  local f = load("local x = ... return " .. source, "=x")
  print(pcall(f), (select(2, pcall(f, {}))))
end
local mt = {}
for _, event in ipairs { "add", "sub", "mul", "div", "mod", "pow", "idiv", "band", "bor", "bxor", "shl", "shr" } do
  mt["__" .. event] = function(a, b) return event .. " " .. tostring(a) .. " " .. type(b) end
end
local t = setmetatable({}, mt)
print(1 + t, 2 - t, 3 * t, 4 / t, 5 % t, 6 ^ t, 7 // t, 8 & t, 9 | t, 1 ~ t, 2 << t, 3 >> t)
print(1.5 & t, 2.5 | t, 0x7fffffffffff + t)
local co = coroutine.wrap(function()
  local y = setmetatable({}, { __sub = function(a, b) return coroutine.yield(a) end })
  return 10 - y
end)
print(co(), co("resumed"))
-- expect: 9	5	14	3.5	1	49.0	3
-- expect: 9.5	5.5	15.0	3.75	1.5	56.25	3.0
-- expect: 5	9	-14	-3.5	-1	0.020408163265306	-4
-- expect: 5.5	9.5	-15.0	-3.75	-0.5	0.017777777777778	-4.0
-- expect: 9.5	4.5	17.5	2.8	2.0	129.64181424216	2.0
-- expect: 10.0	5.0	18.75	3.0	0.0	154.04696929833	3.0
-- expect: 6.5	7.5	-3.5	-14.0	0.0	0.37796447300923	-14.0
-- expect: 7.0	8.0	-3.75	-15.0	0.0	0.36514837167011	-15.0
-- expect: 11	3	28	1.75	3	2401.0	1
-- expect: 11.5	3.5	30.0	1.875	3.5	3164.0625	1.0
-- expect: 8	14	6	12288	0
-- expect: 12	-1	-13	6	24
-- expect: 0	15	15	96	1
-- expect: attempt to perform bitwise operation on a string value (local 'x')
-- expect: attempt to perform 'n%0'
-- expect: attempt to divide by zero
-- expect: true	-9223372036854775808	0
-- expect: false	x:1: attempt to perform arithmetic on a table value (local 'x')
-- expect: false	x:1: attempt to perform arithmetic on a table value (local 'x')
-- expect: false	x:1: attempt to perform arithmetic on a table value (local 'x')
-- expect: false	x:1: attempt to perform arithmetic on a table value (local 'x')
-- expect: false	x:1: attempt to perform arithmetic on a table value (local 'x')
-- expect: false	x:1: attempt to perform arithmetic on a table value (local 'x')
-- expect: false	x:1: attempt to perform arithmetic on a table value (local 'x')
-- expect: false	x:1: attempt to perform bitwise operation on a table value (local 'x')
-- expect: false	x:1: attempt to perform bitwise operation on a table value (local 'x')
-- expect: false	x:1: attempt to perform bitwise operation on a table value (local 'x')
-- expect: false	x:1: attempt to perform bitwise operation on a table value (local 'x')
-- expect: false	x:1: attempt to perform bitwise operation on a table value (local 'x')
-- expect: add 1 table	sub 2 table	mul 3 table	div 4 table	mod 5 table	pow 6 table	idiv 7 table	band 8 table	bor 9 table	bxor 1 table	shl 2 table	shr 3 table
-- expect: band 1.5 table	bor 2.5 table	add 140737488355327 table
-- expect: 10	resumed
