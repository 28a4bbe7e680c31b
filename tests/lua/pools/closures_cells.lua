-- Closures and cells by the thousand: escaping, not escaping, shared, collected.
local s = 0 for i = 1, 5000 do local x = i local f = function() return x end s = s + f() end
print(s) -- expect: 12502500
local fs = {}
for i = 1, 2000 do local a, b = i, -i fs[i] = {function() a = a + 1 return a end, function() b = b - 1 return a + b end} end
s = 0 for i = 1, 2000 do s = s + fs[i][1]() + fs[i][2]() end
print(s) -- expect: 2003000
fs = nil collectgarbage() local function adder(n) return function(m) return n + m end end s = 0
for i = 1, 3000 do s = s + adder(i)(1) end print(s) local keep -- expect: 4504500
for i = 1, 1000 do local v = i if i == 500 then keep = function() v = v + 1 return v end end local g = function() return v end g() end
collectgarbage() print(keep(), keep()) -- expect: 501	502
for i = 1, 200 do pcall(function() local y = i local h = function() return y end error(h) end) end
local _, h = pcall(function() local y = "survivor" error(function() return y end) end)
collectgarbage() print(h()) local stack = nil -- expect: survivor
for i = 1, 500 do local prev = stack stack = function() return prev and prev() + 1 or 1 end end
print((pcall(stack)), stack()) -- expect: true	500
local map = function(t, f) local r = {} for i, v in ipairs(t) do r[i] = f(v, i) end return r end
s = 0
for i = 1, 300 do for _, v in ipairs(map({1, 2, 3}, function(x) return x * i end)) do s = s + v end end
print(s) -- expect: 270900
local e = {}
for i = 1, 100 do local co = coroutine.wrap(function() local z = i e[i] = function() z = z + 1 return z end coroutine.yield() z = z * 2 end) co() co() end
s = 0 for i = 1, 100 do s = s + e[i]() end print(s) -- expect: 10200
