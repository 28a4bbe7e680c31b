-- A table emptied and refilled many times does not grow without bound.
local t = {}
collectgarbage() local before = collectgarbage("count")
for round = 1, 50 do
  for i = 1, 200 do t["k" .. round .. "_" .. i] = i end
  for k in pairs(t) do t[k] = nil end
end
collectgarbage() collectgarbage()
print(next(t), collectgarbage("count") - before < 500) -- expect: nil	true
for i = 1, 10000 do t[i] = i end for i = 10000, 1, -1 do t[i] = nil end
print(next(t), #t) -- expect: nil	0
