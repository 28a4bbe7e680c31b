-- An error on its way survives the finalizers that a collection in its handler or closers runs, even if they fail.
local function allocate() for i = 1, 15000 do local _ = {{}} end end -- a collection comes by itself: none on demand in __gc
local failing = {__gc = function() local ok = pcall(error, {"inner"}) allocate() error {"lost"} end}
local function garbage() for i = 1, 2 do setmetatable({}, failing) end end
local function collect() local t = {} for i = 1, 50 do t[i] = {i .. "x"} end t = nil collectgarbage() for i = 1, 200 do local _ = {{}} end collectgarbage() end
local seen = {}
for i = 1, 5 do
  garbage()
  local ok, e = xpcall(function() garbage() error {"e" .. i} end, function(...)
    local text = (...)[1]
    garbage() collect()
    return {text .. "!"}
  end)
  seen[e[1]] = true
end
for i = 1, 5 do -- nothing but the VM holds this message
  garbage()
  local ok, e = xpcall(function() local t = {} return t["a name of some length " .. i] .. i end, function() garbage() collect() return "x" end)
  assert(e == "x")
end
local n = 0 for _ in pairs(seen) do n = n + 1 end
print(n, seen["e1!"], seen["e5!"]) -- expect: 5	true	true
for i = 1, 5 do
  local ok, e = pcall(function()
    local a <close> = setmetatable({}, {__close = function(_, e) garbage() collect() end})
    local b <close> = setmetatable({}, {__close = function(_, e) garbage() e = nil collect() end})
    garbage() error({"x" .. i})
  end)
  assert(e[1] == "x" .. i)
end
local co = coroutine.create(function() local a <close> = setmetatable({}, {__close = function() garbage() collect() end}) error({"in co"}) end)
assert(not coroutine.resume(co)) collect()
local ok, e = coroutine.close(co)
print(ok, e[1]) -- expect: false	in co
