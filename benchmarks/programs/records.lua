-- Many small tables with named fields; garbage.
local total = 0
for i = 1, 1500000 do
  local p = {x = i, y = i * 2, next = false}
  p.next = {x = p.y, y = p.x}
  total = total + p.next.x - p.x
end
print(total)
