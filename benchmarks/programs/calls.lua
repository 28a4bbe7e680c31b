-- Recursive calls. size=4
local N = tonumber(arg and arg[1]) or 4
local function ackermann(m, n)
  if m == 0 then return n + 1 end
  if n == 0 then return ackermann(m - 1, 1) end
  return ackermann(m - 1, ackermann(m, n - 1))
end
local function tak(x, y, z)
  if y >= x then return z end
  return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))
end
for _ = 1, N do assert(ackermann(2, 450) == 903 and tak(18, 12, 6) == 7 and tak(24, 16, 8) == 9) end
print(N)
