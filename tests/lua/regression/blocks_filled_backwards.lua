-- A table filled in blocks from their ends, as by assigning several elements at once, takes time that grows with it,
-- not with its square, whether or not its hash part holds integer keys as well.
local function pairwise(t, n)
  for i = 1, n, 4 do t[i], t[i + 1], t[i + 2], t[i + 3] = i, i + 1, i + 2, i + 3 end
end

local function backwards(t, n, block)
  for i = 1, n, block do
    for j = i + block - 1, i, -1 do t[j] = j end
  end
end

local function cost(fill, n, ...)
  local t, start = {[0] = 0, [-7] = -7}, os.clock()
  fill(t, n, ...)
  local took, sum = os.clock() - start, 0
  for k, v in pairs(t) do assert(k == v) sum = sum + 1 end
  assert(#t == n and sum == n + 2)
  return took
end

for _, block in ipairs {4, 50, 1000, 20000} do
  cost(backwards, 20000, block)
end
print(cost(pairwise, 64000) < 16 * cost(pairwise, 16000) + 0.05) -- expect: true
print(cost(backwards, 64000, 100) < 16 * cost(backwards, 16000, 100) + 0.05) -- expect: true

-- Empty entries of the hash part give way, full ones keep their keys.
local t = {1, 2, 3, 4, [9] = "nine", [-1] = "minus"}
t[12] = "twelve"
t[9] = nil
t[20] = "twenty"
t[8] = "eight"
local keys = {}
for k in pairs(t) do keys[#keys + 1] = k end
table.sort(keys)
print(table.concat(keys, " ")) -- expect: -1 1 2 3 4 8 12 20
for k in pairs(t) do t[k] = nil end
print(next(t)) -- expect: nil
