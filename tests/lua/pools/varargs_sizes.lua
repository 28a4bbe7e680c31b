-- Vararg buffers of all sizes, nested, kept, left by errors and by yields.
local function count(...) return select("#", ...) end local function id(...) return ... end
local t = {} for i = 1, 1000 do t[i] = i end local s = 0
for n = 0, 300 do s = s + count(id(table.unpack(t, 1, n))) end
print(s) -- expect: 45150
local function rec(n, ...) if n == 0 then return count(...) end return rec(n - 1, n, ...) end
print(rec(150)) -- expect: 150
local function nontail(n, ...) if n == 0 then return count(...) end local r = nontail(n - 1, n, ...) return r + select("#", ...) end
print(nontail(100)) -- expect: 5050
for n = 1, 40 do local ok, e = pcall(function(...) error(select("#", ...), 0) end, table.unpack(t, 1, n * 5)) if e ~= n * 5 then print("wrong", e) end end
local cos = {}
for n = 1, 30 do cos[n] = coroutine.wrap(function(...) coroutine.yield(count(...)) return ... end) cos[n](table.unpack(t, 1, n * 3)) end
local sum = 0 for n = 1, 30 do sum = sum + count(cos[n]()) end
print(sum) -- expect: 1395
local kept = {}
for n = 1, 20 do kept[n] = (function(...) local p = table.pack(...) return function() return p.n, p[p.n] end end)(table.unpack(t, 1, n)) end
collectgarbage()
for n = 1, 20 do local c, l = kept[n]() if c ~= n or l ~= n then print("lost", n) end end
print(count(table.unpack(t, 1, 1000)), select(1000, id(table.unpack(t)))) -- expect: 1000	1000
local function close(...) local c <close> = setmetatable({}, {__close = function() s = s + 1 end}) return ... end
print(count(close(table.unpack(t, 1, 500)))) -- expect: 500
local function mutate(...) local a = {...} a[1] = "changed" return (...) end
print(mutate(table.unpack(t, 1, 20))) -- expect: 1
