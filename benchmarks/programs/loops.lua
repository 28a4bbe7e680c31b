-- Integer and float loops without calls.
local n, x = 0, 0.0
for i = 1, 15000000 do
  if i % 7 == 3 then n = n + i // 2 else n = n ~ i end
  x = x * 0.5 + i
end
print(n, ("%.3f"):format(x))
