-- Strings as operands of arithmetic: converted, kind kept.
print("10" + 5, "10" + 5.0, "0x10" + 0, "1e1" + 0, " 7 " + 0, "\t3\n" * 2, "3" * "4")
-- expect: 15	15.0	16	10.0	7	6	12
print("10" / 2, "7" // 2, "7.0" // 2, "7" % 4, "2" ^ 3, -"2", -"2.0", - -"0x1p4")
-- expect: 5.0	3	3.0	3	8.0	-2	-2.0	16.0
print(10 .. 20, 1.5 .. "|", -1 .. "", 2 ^ 53 .. "") -- expect: 1020	1.5|	-1	9.007199254741e+15
print(math.type("10" + 0), math.type("10.0" + 0), math.type("1e1" + 0), math.type("10" * 1.0))
-- expect: integer	float	float	float
print("9223372036854775807" + 0, "9223372036854775808" + 0, "-9223372036854775808" + 0, "0xffffffffffffffff" + 0)
-- expect: 9223372036854775807	9.2233720368548e+18	-9223372036854775808	-1
local s, n = "5", 2
print(s + n, n + s, s - n, n - s, s * n, s / n, s // n, s % n, s ^ n, -s, s + 1, 1 + s, s - 1, s * 1.5)
-- expect: 7	7	3	-3	10	2.5	2	1	25.0	-5	6	6	4	7.5
local function bad(c) print(select(2, pcall(load("local s, t, n = 'x', {}, nil " .. c, "=x")))) end
bad "return 'abc' + 1" -- expect: x:1: attempt to add a 'string' with a 'number'
bad "return 1 + 'abc'" -- expect: x:1: attempt to add a 'number' with a 'string'
bad "return '' + 1" -- expect: x:1: attempt to add a 'string' with a 'number'
bad "return ' ' * 1" -- expect: x:1: attempt to mul a 'string' with a 'number'
bad "return '1 2' + 1" -- expect: x:1: attempt to add a 'string' with a 'number'
bad "return '0x' + 1" -- expect: x:1: attempt to add a 'string' with a 'number'
bad "return s + 1" -- expect: x:1: attempt to add a 'string' with a 'number'
bad "return -s" -- expect: x:1: attempt to unm a 'string' with a 'string'
bad "return 'inf' + 1" -- expect: x:1: attempt to add a 'string' with a 'number'
bad "return 'nan' * 1" -- expect: x:1: attempt to mul a 'string' with a 'number'
bad "return '1' + t" -- expect: x:1: attempt to add a 'string' with a 'table'
bad "return t - '1'" -- expect: x:1: attempt to sub a 'table' with a 'string'
bad "return '1' + n" -- expect: x:1: attempt to add a 'string' with a 'nil'
bad "return s .. t" -- expect: x:1: attempt to concatenate a table value (local 't')
bad "return '1' .. n" -- expect: x:1: attempt to concatenate a nil value (local 'n')
bad "return s < 1" -- expect: x:1: attempt to compare string with number
bad "return 1 < '2'" -- expect: x:1: attempt to compare number with string
bad "return '1' % '0'" -- expect: attempt to perform 'n%0'
bad "return '1' // 0" -- expect: attempt to divide by zero
print("1" // 0.0, "-1" // 0.0, "10" == 10, "abc" < "abd", "10" < "9")
-- expect: inf	-inf	false	true	true
