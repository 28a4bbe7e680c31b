-- A metamethod may be an object with __call, whose __call is such an object, and so on: each adds an argument.
local function chain(depth)
  local f = function(...) return select("#", ...) end
  for _ = 1, depth do f = setmetatable({}, {__call = f}) end
  return f
end
for _, depth in ipairs {0, 1, 3, 6, 40, 300} do
  local f = chain(depth)
  local mt = {__add = f, __concat = f, __unm = f, __len = f, __eq = f, __lt = f, __pairs = f}
  mt.__close = f
  local a, b = setmetatable({}, mt), setmetatable({}, mt)
  do local closed <close> = a end
  print(a + 1, a .. 1, -a, #a, a == b, a < b, (pairs(a)))
end
-- expect: 2	2	2	2	true	true	1
-- expect: 3	3	3	3	true	true	2
-- expect: 5	5	5	5	true	true	4
-- expect: 8	8	8	8	true	true	7
-- expect: 42	42	42	42	true	true	41
-- expect: 302	302	302	302	true	true	301

-- One that is its own __call never comes to an end.
local loop = setmetatable({}, {})
getmetatable(loop).__call = loop
print(pcall(function() local x = loop() end)) -- expect: false	callable_chains.lua:25: stack overflow
local holder = setmetatable({}, {__add = loop})
print(pcall(function() return holder + 1 end)) -- expect: false	callable_chains.lua:27: stack overflow
