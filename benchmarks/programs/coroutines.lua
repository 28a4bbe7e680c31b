-- Generators: many switches, many short coroutines.
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local sum = 0
for i in range(2000000) do sum = sum + i end
for _ = 1, 100000 do for i in range(3) do sum = sum + i end end
print(sum)
