-- Weak tables: keys, values, both, ephemerons, strings never vanish.
local function count(t) local n = 0 for _ in pairs(t) do n = n + 1 end return n end
local v = setmetatable({}, {__mode = "v"}) local keep = {} v[1] = {} v[2] = keep v.s = "string"
v.n = 42 v.f = function() end v.b = true collectgarbage()
print(v[1], v[2] == keep, v.s, v.n, v.f, v.b) -- expect: nil	true	string	42	nil	true
local k = setmetatable({}, {__mode = "k"}) k[{}] = 1 k[keep] = 2 k.str = {} k[1] = {} k[true] = {}
collectgarbage() print(count(k), k[keep], type(k.str), type(k[1])) -- expect: 4	2	table	table
local kv = setmetatable({}, {__mode = "kv"}) kv[{}] = {} kv[keep] = {} kv[1] = keep kv[keep] = keep
collectgarbage() print(count(kv), kv[keep] == keep) -- expect: 2	true
local e = setmetatable({}, {__mode = "k"})
do local a, b, c = {}, {}, {} e[a] = b e[b] = c e[c] = a end collectgarbage()
print(count(e)) -- expect: 0
do local a = {} e[a] = {back = a} end collectgarbage()
print(count(e)) -- expect: 0
local root = {} do local x, y = {}, {} e[root] = x e[x] = y e[y] = "end" end collectgarbage()
print(count(e), e[e[e[root]]]) -- expect: 3	end
for i = 1, 1000 do v["k" .. i] = {} k[{}] = i end collectgarbage()
print(count(v), count(k)) -- expect: 4	4
local strong = {} for i = 1, 100 do strong[i] = {} v[i] = strong[i] end collectgarbage()
print(v[50] == strong[50], #strong) -- expect: true	100
strong = nil collectgarbage() print(v[50]) -- expect: nil
local late = {} late[1] = {} setmetatable(late, {__mode = "v"}) collectgarbage()
print(#late) -- expect: 0
local co = setmetatable({}, {__mode = "v"}) co[1] = coroutine.create(function() end)
co[2] = coroutine.wrap(function() end) collectgarbage()
print(co[1], co[2]) -- expect: nil	nil
local cache = setmetatable({}, {__mode = "k"})
local function get(o) cache[o] = cache[o] or {o = tostring(o)} return cache[o] end local o1 = {}
print(get(o1) == get(o1)) -- expect: true
o1 = nil collectgarbage() print(count(cache)) -- expect: 0
local t = setmetatable({}, {__mode = "v"}) for i = 1, 10 do t[i] = {} end collectgarbage()
for i = 1, 10 do if t[i] then print("kept", i) end end
print(next(t)) -- expect: nil
t.x = {1} local hold = t.x collectgarbage() print(t.x[1], hold[1]) -- expect: 1	1
local cyc = setmetatable({}, {__mode = "k"})
do local a, b = {}, {} a.b = b b.a = a cyc[a] = b cyc[b] = a end collectgarbage()
print(count(cyc)) -- expect: 0
local up = setmetatable({}, {__mode = "k"})
do local key = {} up[key] = function() return key end end collectgarbage()
print(count(up)) -- expect: 0
