-- Bitwise operators: 64 bits, logical shifts, floats with exact integer values.
print(0xF0 & 0x3C, 0xF0 | 0x0F, 0xF0 ~ 0xFF, ~0, ~5, ~ -1) -- expect: 48	255	15	-1	-6	0
print(1 << 0, 1 << 1, 1 << 62, 1 << 63, 1 << 64, 1 << 65, 1 << 1000)
-- expect: 1	2	4611686018427387904	-9223372036854775808	0	0	0
print(1 >> 0, 1 >> 1, -1 >> 1, -1 >> 63, -1 >> 64, -1 >> 1000)
-- expect: 1	0	9223372036854775807	1	0	0
print(1 << -1, 2 << -1, 1 >> -1, 1 >> -63, 1 >> -64, -1 << -60, 1 << math.mininteger, 1 >> math.mininteger)
-- expect: 0	1	2	-9223372036854775808	0	15	0	0
print(3.0 & 1, 2.0 | 1, 2 ^ 53 | 0, 1.0 << 2, 1 << 2.0, ~0.0, -0.0 | 0)
-- expect: 1	3	9007199254740992	4	4	-1	0
print(math.maxinteger | 0, math.mininteger | 0, math.mininteger + 0.0 | 0)
-- expect: 9223372036854775807	-9223372036854775808	-9223372036854775808
local a, b = 12, 10
print(a & b, a | b, a ~ b, a << 2, a >> 2, ~a, a & 7, 7 & a, a | 1, 1 | a, a ~ 1, 1 ~ a, 1 << a, 1024 >> a)
-- expect: 8	14	6	48	3	-13	4	4	13	13	13	13	4096	0
print(a & 0xFFFFFFFF, a | 0x100000000, 0x123456789ABCDEF & a) -- expect: 12	4294967308	12
local function bad(s, ...) print(select(2, pcall(load(s, "=x"), ...))) end
bad "return 1.5 | 1" -- expect: x:1: number has no integer representation
bad "return 1 & 2.5" -- expect: x:1: number has no integer representation
bad "return ~1.5" -- expect: x:1: number has no integer representation
bad "return 2 ^ 63 | 0" -- expect: x:1: number has no integer representation
bad "return 1e100 << 1" -- expect: x:1: number has no integer representation
bad "return (0 / 0) & 1" -- expect: x:1: number has no integer representation
bad "return math.huge ~ 1" -- expect: x:1: number (field 'huge') has no integer representation
bad "local a = 1.5 return a & 1" -- expect: x:1: number (local 'a') has no integer representation
bad "local t = {x = 2.5} return 1 | t.x"
-- expect: x:1: number (field 'x') has no integer representation
bad "return 'a' & 1"
-- expect: x:1: attempt to perform bitwise operation on a string value (constant 'a')
bad "return '3' & 1"
-- expect: x:1: attempt to perform bitwise operation on a string value (constant '3')
bad "return 1 << {}" -- expect: x:1: attempt to perform bitwise operation on a table value
bad "return nil | 1" -- expect: x:1: attempt to perform bitwise operation on a nil value
bad "return ~{}" -- expect: x:1: attempt to perform bitwise operation on a table value
bad "local s = 'x' return ~s"
-- expect: x:1: attempt to perform bitwise operation on a string value (local 's')
bad "return true ~ 1" -- expect: x:1: attempt to perform bitwise operation on a boolean value
