-- An error on its way survives the finalizers that a collection in its handler or closers runs, even if they fail.
local failing = {__gc = function() local ok = pcall(error, {"inner"}) collectgarbage() error {"lost"} end}
local function garbage() for i = 1, 5 do setmetatable({}, failing) end end
local function collect() local t = {} for i = 1, 50 do t[i] = {i .. "x"} end t = nil collectgarbage() for i = 1, 200 do local _ = {{}} end collectgarbage() end
local seen = {}
for i = 1, 20 do
  garbage()
  local ok, e = xpcall(function() garbage() error {"e" .. i} end, function(...)
    local text = (...)[1]
    garbage() collect()
    return {text .. "!"}
  end)
  seen[e[1]] = true
end
for i = 1, 20 do -- nothing but the VM holds this message
  garbage()
  local ok, e = xpcall(function() local t = {} return t["a name of some length " .. i] .. i end, function() garbage() collect() return "x" end)
  assert(e == "x")
end
local n = 0 for _ in pairs(seen) do n = n + 1 end
print(n, seen["e1!"], seen["e20!"]) -- expect: 20	true	true
for i = 1, 20 do
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
