-- Tables built, grown, shrunk, dropped; nodes and arrays of many sizes.
local s = 0 for i = 1, 5000 do local t = {i, i + 1, x = i} s = s + t[1] + t.x + #t end
print(s) -- expect: 25015000
for n = 0, 12 do local t = {} for i = 1, 2 ^ n do t[i] = i end for i = 1, 2 ^ n do t["k" .. i] = i end for i = 2 ^ n // 1 | 0, 1, -1 do t[i] = nil end local c = 0 for _ in pairs(t) do c = c + 1 end if c ~= 2 ^ n then print("wrong", n, c) end end
print "sizes" -- expect: sizes
local function tree(d) if d == 0 then return {} end return {tree(d - 1), tree(d - 1)} end
local function count(t) if not t[1] then return 1 end return 1 + count(t[1]) + count(t[2]) end
print(count(tree(10))) -- expect: 2047
for i = 1, 20 do tree(6) end collectgarbage() local list
for i = 1, 20000 do list = {next = list, v = i} end s = 0
while list do s = s + list.v list = list.next end print(s) local q, head, tail = {}, 1, 0
-- expect: 200010000
for i = 1, 3000 do tail = tail + 1 q[tail] = i if i % 3 == 0 then q[head] = nil head = head + 1 end end
print(tail - head + 1) -- expect: 2000
local m = {} for i = 1, 3000 do m[i % 50 .. "k"] = {i} end s = 0
for _, v in pairs(m) do s = s + v[1] end print(s) -- expect: 148775
local g = setmetatable({}, {__gc = function() end})
for i = 1, 500 do setmetatable({}, getmetatable(g)) end collectgarbage()
for i = 1, 100 do local a, b = {}, {} a.b, b.a = b, a end collectgarbage()
print "end" -- expect: end
