-- Equality and table keys across the two number kinds.
print(1 == 1.0, 0 == -0.0, 2 ^ 53 == 2 ^ 53 | 0, math.maxinteger == math.maxinteger + 0.0)
-- expect: true	true	true	false
print(math.mininteger == math.mininteger + 0.0, math.maxinteger + 0.0 == 2 ^ 63) -- expect: true	true
print(9007199254740993 == 9007199254740992.0, 9007199254740992 == 9007199254740992.0)
-- expect: false	true
print(1 == "1", "1" == 1, 1 == true, 0 == false, "" == false, nil == false)
-- expect: false	false	false	false	false	false
print(rawequal(1, 1.0), rawequal(0.0, -0.0), math.type(1) == math.type(1.0))
-- expect: true	true	false
local t = {}
t[1] = "a" t[1.0] = "b" t[2.0] = "c" t[2 ^ 53] = "d" t[-0.0] = "z" t[1.5] = "h"
print(t[1], t[2], t[9007199254740992], t[0], t[0.0], t[1.5], #t) -- expect: b	c	d	z	z	h	2
for k in pairs({[3.0] = true}) do print(k, math.type(k)) end -- expect: 3	integer
t[2 ^ 63] = "big" print(t[2 ^ 63], t[math.mininteger], t[math.maxinteger]) -- expect: big	nil	nil
t[math.huge] = "inf" t[-math.huge] = "-inf" print(t[math.huge], t[-math.huge], t[1 / 0])
-- expect: inf	-inf	inf
print(t[0 / 0], pcall(rawset, t, 0 / 0, 1)) -- expect: nil	false	table index is NaN
print(next({[1e15] = 1}), next({[2 ^ 31] = 1})) -- expect: 1000000000000000	2147483648	1
local k = 10
local u = {[k] = "ten", [k / 4] = "two and a half", [k // 5 + 0.0] = "two"}
print(u[10.0], u[2.5], u[2]) -- expect: ten	two and a half	two
