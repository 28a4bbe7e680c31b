-- Array parts: filling, reading, swapping. size=1000000
local N = tonumber(arg and arg[1]) or 1000000
local t, once = {}, 0
for i = 1, N do t[i] = (i * 7919) % 1000003 once = once + t[i] end
local sum = 0
for round = 1, 8 do
  for i = 1, math.floor(#t / 2) do t[i], t[#t - i + 1] = t[#t - i + 1], t[i] end
  for i = 1, #t do sum = (sum + t[i] * round) % 1000000007 end
end
assert(#t == N and t[1] == 7919 and sum == once * 36 % 1000000007)
print(#t, sum)
