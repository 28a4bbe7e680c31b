-- Each arithmetic instruction some hundred thousand times in one loop: a handler that calls the next fills the C stack.
local x, y, z = 7, 3, 2.5
local a, f
for i = 1, 300000 do
  a = x + y a = x - y a = x * y a = x // y a = x % y a = x & y a = x | y a = x ~ y a = x << y a = x >> y
  f = x / y f = x ^ 2 f = z + x f = z - x f = z * x f = z // x f = z % x f = -z f = ~x
  a = x + 9 a = x - 9 a = x * 9 a = x // 9 a = x % 9 a = x & 9 a = x | 9 a = x ~ 9 a = x << 9 a = x >> 9
  f = x / 9 f = x ^ 3 f = z // 9 f = z % 9
  a = 9 + x a = 9 - x a = 9 * x a = 9 // x a = 9 % x a = 9 & x a = 9 | x a = 9 ~ x a = 9 << x a = 9 >> x
  f = 9 / x f = 2 ^ x f = 9.5 // z f = 9.5 % z
end
print(a, f) -- expect: 0	2.0
