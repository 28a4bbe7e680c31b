-- Generic for: adjusted explists, nested loops, modification during traversal.
local log = {}
local function it(s, c) log[#log + 1] = tostring(s) .. "," .. tostring(c) end
for _ in it do end
for _ in it, "s" do end
for _ in it, "s", "c" do end
for _ in it, "s", "c", nil, "extra" do end
for _ in (function() return it, 1, 2 end)() do end
for _ in ((function() return it, 1, 2 end)()) do end
print(table.concat(log, " ")) -- expect: nil,nil s,nil s,c s,c 1,2 nil,nil
local t = {} for i = 1, 10 do t[i] = i t["k" .. i] = i end
for k in pairs(t) do t[k] = nil end print(next(t)) -- expect: nil
t = {a = 1, b = 2, c = 3}
local sum = 0 for k, v in pairs(t) do t[k] = v * 2 sum = sum + v end print(sum, t.a + t.b + t.c)
-- expect: 6	12
for i = 1, 3 do for j = 1, 3 do if j == 2 then break end io.write(i, j, " ") end end print "."
-- expect: 11 21 31 .
local function outer() for i = 1, 3 do for _, v in ipairs {5, 6, 7} do if i * v == 12 then return i, v end end end end
print(outer()) -- expect: 2	6
local keys = {} for k in pairs({10, 20, x = 1, [2.5] = 2}) do keys[#keys + 1] = tostring(k) end
table.sort(keys) print(table.concat(keys, " ")) -- expect: 1 2 2.5 x
local co = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i, i * i) end end)
for a, b in co do io.write(a, ":", b, " ") end print "." -- expect: 1:1 2:4 3:9 .
local names = {} for name in next, {p = 1} do names[1] = name end print(names[1]) -- expect: p
