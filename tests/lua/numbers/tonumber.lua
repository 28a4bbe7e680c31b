-- tonumber with and without a base.
print(tonumber("10"), tonumber("10.0"), tonumber("1e2"), tonumber("0x1F"), tonumber("0x.8p1"), tonumber("  5  "))
-- expect: 10	10.0	100.0	31	1.0	5
print(tonumber(5), tonumber(5.5), tonumber("-7"), tonumber("- 7"), tonumber("--7"), tonumber("+7"), tonumber("+-7"))
-- expect: 5	5.5	-7	nil	nil	7	nil
print(tonumber(""), tonumber(" "), tonumber("abc"), tonumber("5x"), tonumber("0x"), tonumber("1e"), tonumber("."))
-- expect: nil	nil	nil	nil	nil	nil	nil
print(tonumber("inf"), tonumber("nan"), tonumber("1 2"), tonumber("1\0"), tonumber("\t\n\v\f\r 8 \n"), tonumber("0b1"))
-- expect: nil	nil	nil	nil	8	nil
print(tonumber("5."), tonumber(".5"), tonumber("0x5."), tonumber("-.5"), tonumber("-0x10"), tonumber("-0"), tonumber("-0.0"))
-- expect: 5.0	0.5	5.0	-0.5	-16	0	-0.0
print(tonumber(nil), tonumber({}), tonumber(true), tonumber(print)) -- expect: nil	nil	nil	nil
print(tonumber("10", 2), tonumber("ff", 16), tonumber("FF", 16), tonumber("zz", 36), tonumber("7", 8), tonumber("8", 8))
-- expect: 2	255	255	1295	7	nil
print(tonumber("  11  ", 2), tonumber("-101", 2), tonumber("1 1", 2), tonumber("", 10), tonumber("1.0", 10), tonumber("0x10", 16))
-- expect: 3	-5	nil	nil	nil	nil
print(tonumber("7fffffffffffffff", 16), tonumber("ffffffffffffffff", 16), tonumber("10000000000000000", 16))
-- expect: 9223372036854775807	-1	0
print(tonumber("9223372036854775807"), tonumber("9223372036854775808"), tonumber("-9223372036854775809"))
-- expect: 9223372036854775807	9.2233720368548e+18	-9.2233720368548e+18
print(tonumber("1e400"), tonumber("-1e400"), tonumber("1e-400"), tonumber("0x1p-1074") == 5e-324)
-- expect: inf	-inf	0.0	true
print(pcall(tonumber)) -- expect: false	bad argument #1 to 'tonumber' (value expected)
print(pcall(tonumber, 10, 16))
-- expect: false	bad argument #1 to 'tonumber' (string expected, got number)
print(pcall(tonumber, "10", 1)) -- expect: false	bad argument #2 to 'tonumber' (base out of range)
print(pcall(tonumber, "10", 37)) -- expect: false	bad argument #2 to 'tonumber' (base out of range)
print(pcall(tonumber, {}, 10))
-- expect: false	bad argument #1 to 'tonumber' (string expected, got table)
print(pcall(tonumber, nil, 10))
-- expect: false	bad argument #1 to 'tonumber' (string expected, got nil)
print(pcall(tonumber, "10", "x"))
-- expect: false	bad argument #2 to 'tonumber' (number expected, got string)
print(tonumber("10", "16"), tonumber("1" .. ("0"):rep(30)), tonumber(("9"):rep(400)))
-- expect: 16	1e+30	inf
print(math.tointeger("8"), math.tointeger(8.0), math.tointeger(8.5), math.tointeger("x"), math.tointeger({}))
-- expect: 8	8	nil	nil	nil
