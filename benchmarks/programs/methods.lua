-- Classes by __index, operators by metamethods. size=1500000
local N = tonumber(arg and arg[1]) or 1500000
local Point = {}
Point.__index = Point
local function new(x, y) return setmetatable({x = x, y = y}, Point) end
function Point:length2() return self.x * self.x + self.y * self.y end
Point.__add = function(a, b) return new(a.x + b.x, a.y + b.y) end
Point.__eq = function(a, b) return a.x == b.x and a.y == b.y end
local p, step, same = new(0, 0), new(1, 2), 0
for i = 1, N do
  p = p + step
  if p == new(i, 2 * i) then same = same + 1 end
  if p:length2() < 0 then print "never" end
end
assert(p.x == N and p.y == 2 * N and same == N)
print(p.x, p.y, same)
