-- Array parts: filling, reading, swapping.
local t = {}
for i = 1, 1000000 do t[i] = (i * 7919) % 1000003 end
local sum = 0
for round = 1, 8 do
  for i = 1, #t // 2 do t[i], t[#t - i + 1] = t[#t - i + 1], t[i] end
  for i = 1, #t do sum = (sum + t[i] * round) % 1000000007 end
end
print(#t, sum)
