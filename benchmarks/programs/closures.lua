-- Closures made and called, shared captured locals, varargs. size=400000
local N = tonumber(arg and arg[1]) or 400000
local function accumulator()
  local sum = 0
  return function(...)
    for i = 1, select("#", ...) do sum = sum + (select(i, ...)) end
    return sum
  end
end
local last = 0
for i = 1, N do
  local add = accumulator()
  add(i) add(1, 2)
  last = add(3, 4, 5)
end
assert(last == N + 15)
print(last)
