-- The math library.
print(math.pi, math.huge, math.maxinteger, math.mininteger)
-- expect: 3.1415926535898	inf	9223372036854775807	-9223372036854775808
print(math.abs(-5), math.abs(5.5), math.abs(-0.0), math.abs(math.mininteger), math.abs("-3"))
-- expect: 5	5.5	0.0	-9223372036854775808	3.0
print(math.ceil(1.2), math.ceil(-1.2), math.ceil(3), math.ceil(1e100), math.floor(1.7), math.floor(-1.7), math.floor(-0.0), math.floor(2 ^ 62), math.floor(1e100))
-- expect: 2	-1	3	1e+100	1	-2	0	4611686018427387904	1e+100
print(math.max(1, 2.5, -1), math.max(3), math.max(1, 1.0), math.max(1.0, 1), math.min(1, 2), math.min(2.5, 1), math.min(-0.0, 0), pcall(math.max, "10", 9))
-- expect: 2.5	3	1	1.0	1	1	-0.0	false	attempt to compare string with number
print(math.sqrt(16), math.sqrt(2), math.exp(0), math.log(1), math.log(8, 2), math.log(100, 10), math.log(27, 3), math.log(0), math.sin(0), math.cos(0), math.tan(0), math.asin(1), math.acos(1), math.atan(1), math.atan(1, 0), math.atan(-1, -1))
-- expect: 4.0	1.4142135623731	1.0	0.0	3.0	2.0	3.0	-inf	0.0	1.0	0.0	1.5707963267949	0.0	0.78539816339745	1.5707963267949	-2.3561944901923
print(math.fmod(7, 3), math.fmod(-7, 3), math.fmod(7, -3), math.fmod(7.5, 2), math.fmod(-7.5, 2), math.fmod(math.mininteger, -1), math.fmod(5, math.huge))
-- expect: 1	-1	1	1.5	-1.5	0	5.0
print(pcall(math.fmod, 1, 0)) -- expect: false	bad argument #2 to 'math.fmod' (zero)
print(math.fmod(1, 0.0) ~= math.fmod(1, 0.0)) -- expect: true
print(math.modf(3.7)) -- expect: 3	0.7
print(math.modf(-3.7)) -- expect: -3	-0.7
print(math.modf(5)) -- expect: 5	0.0
print(math.modf(math.huge)) -- expect: inf	0.0
print(math.modf(-math.huge)) -- expect: -inf	0.0
print(math.type(1), math.type(1.0), math.type("1"), math.type(nil), math.type({}))
-- expect: integer	float	nil	nil	nil
print(pcall(math.type)) -- expect: false	bad argument #1 to 'math.type' (value expected)
print(math.tointeger(3.0), math.tointeger(3.5), math.tointeger("8"), math.tointeger(2 ^ 63), math.tointeger(-2 ^ 63), math.tointeger(0 / 0), math.tointeger(math.huge), math.tointeger({}))
-- expect: 3	nil	8	nil	-9223372036854775808	nil	nil	nil
print(math.ult(1, 2), math.ult(-1, 1), math.ult(1, -1), math.ult(0, 0))
-- expect: true	false	true	false
print(math.deg(math.pi), math.rad(180), math.deg(0)) -- expect: 180.0	3.1415926535898	0.0
math.randomseed(42) local a, b = math.random(100), math.random() math.randomseed(42)
print(a == math.random(100), b == math.random(), b >= 0 and b < 1) -- expect: true	true	true
for i = 1, 200 do local r = math.random(5) if r < 1 or r > 5 then print("out", r) end r = math.random(-3, 3) if r < -3 or r > 3 then print("out", r) end end
print(math.random(7, 7), math.type(math.random(0)), math.random(math.mininteger, math.maxinteger) ~= nil)
-- expect: 7	integer	true
print(pcall(math.random, 0 - 1)) -- expect: false	bad argument #1 to 'math.random' (interval is empty)
print(pcall(math.random, 2, 1)) -- expect: false	bad argument #1 to 'math.random' (interval is empty)
print(pcall(math.random, 1, 2, 3)) -- expect: false	wrong number of arguments
print(pcall(math.random, 1.5))
-- expect: false	bad argument #1 to 'math.random' (number has no integer representation)
print(pcall(math.floor))
-- expect: false	bad argument #1 to 'math.floor' (number expected, got no value)
print(pcall(math.floor, "a"))
-- expect: false	bad argument #1 to 'math.floor' (number expected, got string)
print(pcall(math.max)) -- expect: false	bad argument #1 to 'math.max' (value expected)
print(pcall(math.sqrt, nil))
-- expect: false	bad argument #1 to 'math.sqrt' (number expected, got nil)
print(pcall(math.tointeger)) -- expect: false	bad argument #1 to 'math.tointeger' (value expected)
print(pcall(math.ult, 1.5, 2))
-- expect: false	bad argument #1 to 'math.ult' (number has no integer representation)
print(pcall(math.abs, {})) -- expect: false	bad argument #1 to 'math.abs' (number expected, got table)
