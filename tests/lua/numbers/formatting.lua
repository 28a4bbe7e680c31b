-- Numbers as text: integers plain, floats always look like floats.
print(1, 1.0, -1, -1.0, 0, 0.0, 100, 100.0, 1e2, 1e100)
-- expect: 1	1.0	-1	-1.0	0	0.0	100	100.0	100.0	1e+100
print(1e14, 1e15, 1e16, 123456789012.0, 1234567890123456.0, 2 ^ 53, 2 ^ 63)
-- expect: 1e+14	1e+15	1e+16	123456789012.0	1.2345678901235e+15	9.007199254741e+15	9.2233720368548e+18
print(0.1, 1 / 3, 1e-5, 0.0001, 123.456, 3.14159265358979, 1e-10)
-- expect: 0.1	0.33333333333333	1e-05	0.0001	123.456	3.1415926535898	1e-10
print(1.5, 10.25, 1e15 + 0.5, 99999999999999.9, 999999999999999.9)
-- expect: 1.5	10.25	1e+15	1e+14	1e+15
print(tostring(1), tostring(1.0), tostring(-0.0), tostring(1e15), tostring(1e14))
-- expect: 1	1.0	-0.0	1e+15	1e+14
print(1 .. "", 1.0 .. "", -0.0 .. "", 2 ^ 31 .. "", 1e100 .. "")
-- expect: 1	1.0	-0.0	2147483648.0	1e+100
print(math.huge, -math.huge, tostring(math.huge), math.maxinteger + 0.0, math.mininteger + 0.0)
-- expect: inf	-inf	inf	9.2233720368548e+18	-9.2233720368548e+18
print((tostring(0 / 0):gsub("-", ""))) -- expect: nan
print(3 | 0, 3.0 | 0, 2 ^ 53 | 0, 7 // 2.0, 10 / 2) -- expect: 3	3	9007199254740992	3.0	5.0
print(255 // 1, 0xff, 1e1 // 1, 5 // 1 | 0) -- expect: 255	255	10.0	5
print(string.format("%d %s %s", 3, 3, 3.0), #tostring(12345), #tostring(12345.0))
-- expect: 3 3 3.0	5	7
print(table.concat({1, 2.0, 3.5, -0.0}, " ")) -- expect: 1 2.0 3.5 -0.0
for i = 0, 20, 5 do io.write(2.0 ^ i, " ") end print "." -- expect: 1 32 1024 32768 1048576 .
