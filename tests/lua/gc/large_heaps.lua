-- A heap of many slabs grows, shrinks and grows again with objects of other sizes; what is left stays as it was.
local function fill(n, make)
  local list = {}
  for i = 1, n do list[i] = make(i) end
  return list
end
local makers = {
  function(i) return {i} end,
  function(i) return {key = i, name = "n" .. i} end,
  function(i) return function() return i end end,
  function(i) return ("x"):rep(i % 400) .. i end,
}
local kept = {}
for round = 1, 8 do
  local list = fill(30000, makers[round % #makers + 1])
  for i = 1, #list, 1000 do kept[#kept + 1] = list[i] end
  list = nil
  collectgarbage()
end
local sum = 0
for _, value in ipairs(kept) do
  if type(value) == "table" then sum = sum + (value.key or value[1])
  elseif type(value) == "function" then sum = sum + value()
  else sum = sum + #value end
end
print(#kept, sum)                             -- expect: 240	2616514
local before = collectgarbage("count")
kept = fill(200000, makers[1])
local full = collectgarbage("count")
kept = nil
collectgarbage()
print(full - before > 10000, collectgarbage("count") - before < 1000)  -- expect: true	true
