-- Many small tables with named fields; garbage. size=1500000
local N = tonumber(arg and arg[1]) or 1500000
local total = 0
for i = 1, N do
  local p = {x = i, y = i * 2, next = false}
  p.next = {x = p.y, y = p.x}
  total = total + p.next.x - p.x
end
assert(total == N * (N + 1) / 2)
print(total)
