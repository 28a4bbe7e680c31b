-- Generators: many switches, many short coroutines. size=2000000
local N = tonumber(arg and arg[1]) or 2000000
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local sum = 0
for i in range(N) do sum = sum + i end
for _ = 1, math.floor(N / 20) do for i in range(3) do sum = sum + i end end
assert(sum == N * (N + 1) / 2 + math.floor(N / 20) * 6)
print(sum)
