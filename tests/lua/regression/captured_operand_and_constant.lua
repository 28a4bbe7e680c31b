-- A captured local before an operand that is folded to a number: the local is read all the same.
local x = 7
local function f() return x end
print(x // -1, x + -1, x - ~0, x * -(2), x % -4, x & ~1, x | -8, x << -1, x ^ -1) -- expect: -7	6	8	-14	-1	6	-1	3	0.14285714285714
print(x // -1 == -x, x + -1 < x, x == -(-7), x ~= -7, x < -(-8), x > -1, x <= ~(-8), -1 < x) -- expect: true	true	true	true	true	true	true	true
print(x + -1 + f(), x - -1 - x, (x + -x), x .. -1, #(x .. "")) -- expect: 13	1	0	7-1	1
local t = {[7] = "seven", [-7] = "minus"}
print(t[x], t[-x], t[x + -0], x == -1 and "yes" or "no") -- expect: seven	minus	seven	no
local function change() x = x + 1 return 1 end
print(x + change() + -1, x) -- expect: 8	8
