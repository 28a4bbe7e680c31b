-- next and pairs over arrays, hashes, mixtures; deletion while traversing.
local function collect(t) local r = {} for k, v in pairs(t) do r[#r + 1] = tostring(k) .. "=" .. tostring(v) end table.sort(r) return table.concat(r, " ") end
print(collect {1, 2, 3}) -- expect: 1=1 2=2 3=3
print(collect {a = 1, b = 2}) -- expect: a=1 b=2
print(collect {1, x = 2, [10] = 3, [2.5] = 4, [true] = 5}) -- expect: 10=3 1=1 2.5=4 true=5 x=2
print(collect {}) -- expect:
print(collect {nil, 2}) -- expect: 2=2
print(next({}), next({7}), next({7}, 1), next({a = 1}), next({a = 1}, "a")) -- expect: nil	1	nil	a	nil
local t = {} for i = 1, 100 do t[i] = i t["s" .. i] = i t[i + 0.5] = i end local n = 0
for k, v in pairs(t) do t[k] = nil n = n + 1 end print(n, next(t)) for i = 1, 50 do t[i] = i end
-- expect: 300	nil
for k in pairs(t) do if k % 2 == 0 then t[k] = nil end end n = 0 for _ in pairs(t) do n = n + 1 end
print(n) -- expect: 25
t = {} for i = 1, 64 do t[i] = true end n = 0 for k in pairs(t) do t[k] = false n = n + 1 end
print(n) -- expect: 64
t = {1, 2, 3} for i in ipairs(t) do if i < 3 then t[i + 3] = nil end end
print(#t) -- expect: 3
for i, v in ipairs(t) do if i < 6 then t[#t + 1] = v end end
print(#t) -- expect: 8
print(pcall(next, {1}, 2)) -- expect: false	invalid key to 'next'
print(pcall(next, {}, {})) -- expect: false	invalid key to 'next'
print(rawequal(next({[1] = "x"}), 1)) -- expect: true
local keys = 0 local k = nil repeat k = next({1, 2, 3, a = 1}, nil) keys = keys + 1 until k
keys = keys + 0 print(keys) -- expect: 1
t = {n = 0} for k, v in pairs(t) do t[k] = v + 1 end
print(t.n) -- expect: 1
local order = {} for k in pairs({10, 20, 30, 40}) do order[#order + 1] = k end
print(table.concat(order, " ")) -- expect: 1 2 3 4
t = {} t[3] = 3 t[2] = 2 t[1] = 1 print(#t, collect(t)) t = {} for i = 10, 1, -1 do t[i] = i end
-- expect: 3	1=1 2=2 3=3
print(#t) -- expect: 10
t[#t] = nil t[#t] = nil print(#t) for i = #t, 1, -1 do t[i] = nil end -- expect: 8
print(#t, next(t)) -- expect: 0	nil
t = {} for i = 1, 1000 do t[i] = i end for i = 1, 1000 do t[i] = nil end
print(#t, next(t)) -- expect: 0	nil
for i = 1, 10 do t[i] = i end print(#t) -- expect: 10
t = {} for i = 1, 200 do t["k" .. i] = i end for i = 1, 200 do t["k" .. i] = nil t["m" .. i] = i end
n = 0 for _, v in pairs(t) do n = n + v end print(n) t = {} for i = -5, 5 do t[i] = i end
-- expect: 20100
print(#t, t[-5], t[0]) -- expect: 5	-5	0
t = {[1] = 1, [2] = 2, [4] = 4} print(#t == 2 or #t == 4) -- expect: true
t = {[math.maxinteger] = 1, [math.mininteger] = 2} print(t[math.maxinteger], t[math.mininteger], #t)
-- expect: 1	2	0
print(pcall(function() for k in pairs({1, 2}) do local x = k .. nil end end))
-- expect: false	next_pairs.lua:44: attempt to concatenate a nil value
