-- Cooperative scheduling, state kept in locals across switches, errors isolated.
local queue, log = {}, {}
local function spawn(name, f) queue[#queue + 1] = {name = name, co = coroutine.create(f)} end
local function loop() while #queue > 0 do local t = table.remove(queue, 1) local r = table.pack(coroutine.resume(t.co, t.name)) if not r[1] then log[#log + 1] = t.name .. " failed: " .. tostring(r[2]) elseif coroutine.status(t.co) == "suspended" then log[#log + 1] = t.name .. " " .. tostring(r[2]) queue[#queue + 1] = t else log[#log + 1] = t.name .. " returned " .. tostring(r[2]) end end end
spawn("A", function(n) for i = 1, 3 do coroutine.yield(i) end return "done" end)
spawn("B", function(n) coroutine.yield("one") error("broke", 0) end)
spawn("C", function(n) local sum = 0 for i = 1, 2 do sum = sum + i coroutine.yield(sum) end spawn("D", function(n) return "child of C" end) return sum end)
loop() for _, l in ipairs(log) do print(l) end
-- expect: A 1
-- expect: B one
-- expect: C 1
-- expect: A 2
-- expect: B failed: broke
-- expect: C 3
-- expect: A 3
-- expect: C returned 3
-- expect: A returned done
-- expect: D returned child of C
local a, b
a = coroutine.create(function() for i = 1, 2 do local _, v = coroutine.resume(b, "from a" .. i) print("a got", v) end end)
b = coroutine.create(function(v) while true do print("b got", v) v = coroutine.yield("from b") end end)
coroutine.resume(a) print(coroutine.status(a), coroutine.status(b)) coroutine.close(b)
-- expect: b got	from a1
-- expect: a got	from b
-- expect: b got	from a2
-- expect: a got	from b
-- expect: dead	suspended
local function channel() local buf = {} return function(v) buf[#buf + 1] = v coroutine.yield() end, function() while #buf == 0 do coroutine.yield() end return table.remove(buf, 1) end end
local send, recv = channel() local out = {}
local p = coroutine.create(function() for i = 1, 3 do send(i * i) end end)
local q = coroutine.create(function() for i = 1, 3 do out[#out + 1] = recv() end end)
while coroutine.status(p) ~= "dead" or coroutine.status(q) ~= "dead" do coroutine.resume(p) coroutine.resume(q) end
print(table.concat(out, " ")) -- expect: 1 4 9
local up = 0 local fs = {}
for i = 1, 3 do fs[i] = coroutine.wrap(function() while true do up = up + i coroutine.yield(up) end end) end
print(fs[1](), fs[2](), fs[3](), fs[1](), up) -- expect: 1	3	6	7	7
