-- What PUC runs on its C stack counts as a level: 200 of them are "C stack overflow", with a position where Lua code asked.
local function depth(f)
  local n = 0
  local function go() n = n + 1 return f(go) end
  pcall(go)
  return n
end
print(depth(pcall), depth(function(g) local a = pcall(g) end), depth(function(g) xpcall(g, print) end))
print(depth(function(g) local x = setmetatable({}, {__index = g}).x end), depth(function(g) local x = setmetatable({}, {__add = g}) + 1 end))
print(depth(function(g) local x <close> = setmetatable({}, {__close = g}) end), depth(function(g) pairs(setmetatable({}, {__pairs = g})) end))
print(depth(function(g) string.gsub("x", "x", g) end), depth(function(g) coroutine.wrap(g)() end))
print(depth(function(g) tostring(setmetatable({}, {__tostring = g})) end), depth(function(g) load(g) end))
local t = setmetatable({}, {})
getmetatable(t).__index = function(t, k) return t[k] end
print(pcall(function() return t.x end))
getmetatable(t).__lt = function(a, b) return not (a < b) end
print(pcall(function() return t < 1 end))
getmetatable(t).__tostring = function(a) return tostring(a) end
print(pcall(tostring, t))
local function p() return pcall(p) end
print(select("#", p()), select(-1, p()))
local n = 0
print(xpcall(error, function(m) n = n + 1 error(m) end, "x"))
print(n)
-- a yield and an error caught in a coroutine give the levels up
local co = coroutine.wrap(function()
  local function nest(k) if k == 0 then coroutine.yield("deep") return "back" end return select(2, pcall(nest, k - 1)) end
  return nest(150), depth(pcall)
end)
print(co())
print(co())
-- expect: C stack overflow
-- expect: 197	197	197
-- expect: 197	197
-- expect: 197	197
-- expect: 197	197
-- expect: 197	197
-- expect: false	c_levels.lua:14: C stack overflow
-- expect: false	c_levels.lua:16: C stack overflow
-- expect: false	C stack overflow
-- expect: 199	C stack overflow
-- expect: false	error in error handling
-- expect: 215
-- expect: deep
-- expect: back	196
