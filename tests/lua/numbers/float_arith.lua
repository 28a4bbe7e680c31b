-- Float arithmetic, infinities, NaN, signed zeros.
local inf, nan = math.huge, 0 / 0
print(1 / 2, 4 / 2, -1 / 2, 1 / 3, 2 / 3) -- expect: 0.5	2.0	-0.5	0.33333333333333	0.66666666666667
print(1 / 0, -1 / 0, 1 / 0.0, 1 / -0.0, 0 / 0 ~= 0 / 0) -- expect: inf	-inf	inf	-inf	true
print(inf + inf, inf - 1, -inf, inf * -1, inf / 2, 1 / inf, -1 / inf)
-- expect: inf	inf	-inf	-inf	inf	0.0	-0.0
print(inf - inf ~= inf - inf, inf * 0 ~= inf * 0, inf / inf ~= 0) -- expect: true	true	true
print(0.0, -0.0, 0.0 == -0.0, 1 / -0.0, -0.0 + 0.0, -(0.0), 0 * -1.0)
-- expect: 0.0	-0.0	true	-inf	0.0	-0.0	-0.0
print(7.5 // 2, -7.5 // 2, 7.5 // -2, -7.5 // -2, 1e300 // 1e-300, 5 // 0.0, -5 // 0.0, 0.0 / 1)
-- expect: 3.0	-4.0	-4.0	3.0	inf	inf	-inf	0.0
print(7.5 % 2, -7.5 % 2, 7.5 % -2, -7.5 % -2, 5 % inf, -5 % inf, 5 % -inf, -5 % -inf)
-- expect: 1.5	0.5	-0.5	-1.5	5.0	inf	-inf	-5.0
print(5.0 % 3, -5.0 % 3, 5 % 3.0, 5.3 % 1 > 0.29, -0.0 % 5, 6.0 % 3, -6.0 % 3)
-- expect: 2.0	1.0	2.0	true	-0.0	0.0	-0.0
print((5 % 0.0) ~= (5 % 0.0), (0.0 // 0.0) ~= 0, (inf % 2) ~= (inf % 2)) -- expect: true	true	true
print(2 ^ 10, 2 ^ 0.5, 2 ^ -1, (-2) ^ 2, (-2) ^ 3, 0 ^ 0, inf ^ 0, 0 ^ -1, (-8) ^ (1 / 3) ~= 0)
-- expect: 1024.0	1.4142135623731	0.5	4.0	-8.0	1.0	1.0	inf	true
print(1 + 0.5, 1.5 + 1.5, 2 - 0.5, 3 * 0.5, 0.1 + 0.2, 0.1 + 0.2 == 0.3, 1e16 + 1)
-- expect: 1.5	3.0	1.5	1.5	0.3	false	1e+16
print(2 ^ 53, 2 ^ 53 + 1, 2 ^ 63, 2 ^ 64, -(2 ^ 63))
-- expect: 9.007199254741e+15	9.007199254741e+15	9.2233720368548e+18	1.844674407371e+19	-9.2233720368548e+18
print(1e308 * 10, -1e308 * 10, 5e-324 / 2, 1e-310) -- expect: inf	-inf	0.0	1e-310
print(nan ~= nan, nan == nan, nan < nan, nan <= nan, nan > nan, not (nan >= nan))
-- expect: true	false	false	false	false	true
print(math.type(1.0 + 1), math.type(1 + 1.0), math.type(2.0 // 1), math.type(5.0 % 2), math.type(-1.0))
-- expect: float	float	float	float	float
local f = 2.5
print(f + 1, 1 + f, f - 1, 1 - f, f * 2, 2 * f, f / 2, 5 / f, f // 1, 6 // f, f % 1, 6 % f, f ^ 2, 2 ^ f)
-- expect: 3.5	3.5	1.5	-1.5	5.0	5.0	1.25	2.0	2.0	2.0	0.5	1.0	6.25	5.6568542494924
