-- Integer arithmetic wraps around; floor division and modulo round down.
local max, min = math.maxinteger, math.mininteger
print(max, min, max + 1 == min, min - 1 == max, -min == min)
-- expect: 9223372036854775807	-9223372036854775808	true	true	true
print(max * 2, min * 2, max * max, min * min, min * -1) -- expect: -2	0	1	0	-9223372036854775808
print(7 // 2, -7 // 2, 7 // -2, -7 // -2, 0 // 5, 6 // 3, -6 // 3) -- expect: 3	-4	-4	3	0	2	-2
print(7 % 2, -7 % 2, 7 % -2, -7 % -2, 0 % 5, 6 % 3, -6 % 3) -- expect: 1	1	-1	-1	0	0	0
print(min // -1, min % -1, max // -1, min // 1, min % 1, min // max, min % max)
-- expect: -9223372036854775808	0	-9223372036854775807	-9223372036854775808	0	-2	9223372036854775806
for a = -5, 5 do for b = -3, 3 do
  if b ~= 0 and (a // b * b + a % b ~= a or (a % b ~= 0 and (a % b < 0) ~= (b < 0))) then print("bad", a, b) end
end end
print(pcall(load "return 1 // 0"))
-- expect: false	[string "return 1 // 0"]:1: attempt to divide by zero
print(pcall(load "return 1 % 0")) -- expect: false	[string "return 1 % 0"]:1: attempt to perform 'n%0'
print(pcall(load "local a, b = 1, 0 return a // b"))
-- expect: false	[string "local a, b = 1, 0 return a // b"]:1: attempt to divide by zero
print(pcall(load "local a, b = 1, 0 return a % b"))
-- expect: false	[string "local a, b = 1, 0 return a % b"]:1: attempt to perform 'n%0'
print(1 + 1, 1 - 2, 3 * -4, 5 + -5, -(-3), - -3) -- expect: 2	-1	-12	0	3	3
print(math.type(1 + 1), math.type(2 * 3), math.type(7 // 2), math.type(7 % 2), math.type(4 / 2), math.type(2 ^ 2))
-- expect: integer	integer	integer	integer	float	float
local a = 10
print(a + 1, 1 + a, a - 1, 1 - a, a * 3, 3 * a, a // 3, 100 // a, a % 3, 103 % a)
-- expect: 11	11	9	-9	30	30	3	10	1	3
print(a + 1000000, a - 1000000, 1000000 - a, a * 1000000, a % 1000000, -1000000 // a)
-- expect: 1000010	-999990	999990	10000000	10	-100000
print(12345678901 * 98765, 1 << 62, (1 << 62) * 2, (1 << 62) * 4)
-- expect: 1219320976657265	4611686018427387904	-9223372036854775808	0
