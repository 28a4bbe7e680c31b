-- Trees that stay while others die: what the collector must look at again and again. size=250
local N = tonumber(arg and arg[1]) or 250
local function tree(depth) return depth > 0 and {tree(depth - 1), tree(depth - 1)} or {} end
local function count(node) return node[1] and 1 + count(node[1]) + count(node[2]) or 1 end
local kept, dropped = {}, 0
for i = 1, N do
  kept[i] = tree(9)
  for _ = 1, 4 do dropped = dropped + count(tree(9)) end
end
local left = 0
for i = 1, N do left = left + count(kept[i]) end
assert(left == N * 1023 and dropped == 4 * left)
print(left, dropped)
