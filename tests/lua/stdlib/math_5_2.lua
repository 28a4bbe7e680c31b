-- The functions of Lua 5.2's math that the usual builds of 5.4 still have.
print(math.pow(2, 10), math.pow(2, 0.5), math.pow(-8, 1 / 3) ~= math.pow(-8, 1 / 3)) -- expect: 1024.0	1.4142135623731	true
print(math.frexp(8), math.frexp(0.3), math.frexp(-5), math.frexp(0)) -- expect: 0.5	0.6	-0.625	0.0	0
print(math.type(select(2, math.frexp(8))), select(2, math.frexp(1e300))) -- expect: integer	997
print(math.ldexp(0.5, 4), math.ldexp(1, -1074), math.ldexp(1, 1024)) -- expect: 8.0	4.9406564584125e-324	inf
print(math.log10(1000), math.log10(0)) -- expect: 3.0	-inf
print(math.cosh(0), math.sinh(0), math.tanh(0), math.tanh(100)) -- expect: 1.0	0.0	0.0	1.0
print(math.cosh(1), math.sinh(1)) -- expect: 1.5430806348152	1.1752011936438
print(pcall(math.pow, 1)) -- expect: false	bad argument #2 to 'math.pow' (number expected, got no value)
print(pcall(math.ldexp, 1, 0.5)) -- expect: false	bad argument #2 to 'math.ldexp' (number has no integer representation)
print(pcall(math.frexp, "x")) -- expect: false	bad argument #1 to 'math.frexp' (number expected, got string)
print(math.atan2(1, -1), math.atan2 == math.atan) -- expect: 2.3561944901923	true
print(pcall(math.atan)) -- expect: false	bad argument #1 to 'math.atan' (number expected, got no value)
