-- Integer and float loops without calls. size=15000000
local N = tonumber(arg and arg[1]) or 15000000
local n, x = 0, 0.0
for i = 1, N do
  if i % 7 == 3 then n = n + i // 2 else n = n ~ i end
  x = x * 0.5 + i
end
assert(math.abs(x - 2 * (N - 1)) < 1e-3 and math.type(n) == "integer")
print(n, ("%.3f"):format(x))
