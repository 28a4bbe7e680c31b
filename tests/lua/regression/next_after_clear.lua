-- Clearing fields while traversing, with collections in between, keeps `next` going.
local t = {} for i = 1, 300 do t[i] = i t["s" .. i] = i t[{}] = i end
local n = 0
for k, v in pairs(t) do t[k] = nil n = n + 1 if n % 100 == 0 then collectgarbage() end end
print(n, next(t)) -- expect: 900	nil
local w = setmetatable({}, {__mode = "k"}) for i = 1, 100 do w[{}] = i end
local seen = 0 for k in pairs(w) do seen = seen + 1 k = nil collectgarbage("step") end
print(seen <= 100) collectgarbage() print(next(w))
-- expect: true
-- expect: nil
