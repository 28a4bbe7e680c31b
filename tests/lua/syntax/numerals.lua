-- How numerals are read.
print(0, 00, 007, 1, 10, 9223372036854775807) -- expect: 0	0	7	1	10	9223372036854775807
print(0x0, 0xff, 0XFF, 0xABCDEF, 0x7fffffffffffffff, 0xffffffffffffffff)
-- expect: 0	255	255	11259375	9223372036854775807	-1
print(0x1ffffffffffffffff, 0x10000000000000000) -- expect: -1	0
print(9223372036854775808, 18446744073709551616) -- expect: 9.2233720368548e+18	1.844674407371e+19
print(3.0, 3., .5, 0.5, 3e2, 3E+2, 3e-2, .5e1, 5.e1)
-- expect: 3.0	3.0	0.5	0.5	300.0	300.0	0.03	5.0	50.0
print(0x.8, 0x8., 0xA.8p0, 0x1p4, 0x1P-2, 0x.1p4, 0xap1) -- expect: 0.5	8.0	10.5	16.0	0.25	1.0	20.0
print(1e308, 1e309, -1e309, 5e-324, 1e-400) -- expect: 1e+308	inf	-inf	4.9406564584125e-324	0.0
print(math.type(1), math.type(1.), math.type(1e0), math.type(0x1), math.type(0x1p0))
-- expect: integer	float	float	integer	float
print(1//1, 3|4, 1 ..2, 0xep1) -- expect: 1	7	12	28.0
print(100 // 1e0, 1e1, 1e15, 1e16, 123456789012345678)
-- expect: 100.0	10.0	1e+15	1e+16	123456789012345678
local function bad(s) print(select(2, load("return " .. s, "=x"))) end
bad "3x" -- expect: x:1: malformed number near '3x'
bad "0x" -- expect: x:1: malformed number near '0x'
bad "0xg" -- expect: x:1: malformed number near '0xg'
bad "1e" -- expect: x:1: malformed number near '1e'
bad "1e+" -- expect: x:1: malformed number near '1e+'
bad "0x1p" -- expect: x:1: malformed number near '0x1p'
bad "1..2" -- expect: x:1: malformed number near '1..2'
bad "1.2.3" -- expect: x:1: malformed number near '1.2.3'
bad "12abc" -- expect: x:1: malformed number near '12abc'
bad "0x1.8.2" -- expect: x:1: malformed number near '0x1.8.2'
bad "3_000" -- expect: x:1: malformed number near '3_'
