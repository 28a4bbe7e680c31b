local N = ... -- rounds
local a, b, c = 7, 3, 1.5 local x
for n = 1, N do x = a + b x = a - c x = a * b x = a / b x = a % b x = a ^ 2 x = a // b x = a & b x = a | b x = a ~ b
  x = a << b x = a >> b x = a + 1 x = a - 1 x = a * 2 x = a / 2 x = a % 2 x = a // 2 x = a & 1 x = a | 1 x = a ~ 1
  x = a << 1 x = a >> 1 x = -a x = ~a x = not a x = "3" + n x = c + 1 x = 2 * c end
