-- table.insert and table.remove.
local t = {} table.insert(t, "a") table.insert(t, 1, "b") table.insert(t, 2, "c")
table.insert(t, #t + 1, "d")
print(table.concat(t, " "), table.remove(t), table.remove(t, 1), table.concat(t, " "), #t)
-- expect: b c a d	d	b	c a	2
print(table.remove({}), table.remove({}, 0), table.remove({}, nil), #t, table.remove(t, #t + 1), select("#", table.remove({})), select("#", table.insert({}, 1)))
-- expect: nil	nil	nil	2	nil	1	0
print(table.remove({[0] = "zero"}, 0), table.remove({1, 2, 3}, 1), table.remove({1, 2, 3}, 2), table.remove({1, 2, 3}, 3), table.remove({1, 2, 3}, 4))
-- expect: zero	1	2	3	nil
print(pcall(table.insert, {1, 2}, 4, "x"))
-- expect: false	bad argument #2 to 'table.insert' (position out of bounds)
print(pcall(table.insert, {1, 2}, 0, "x"))
-- expect: false	bad argument #2 to 'table.insert' (position out of bounds)
print(pcall(table.insert, {1, 2}, -1, "x"))
-- expect: false	bad argument #2 to 'table.insert' (position out of bounds)
print(pcall(table.insert, {})) -- expect: false	wrong number of arguments to 'insert'
print(pcall(table.insert, {}, 1, 2, 3)) -- expect: false	wrong number of arguments to 'insert'
print(pcall(table.remove, {1, 2}, 5))
-- expect: false	bad argument #2 to 'table.remove' (position out of bounds)
print(pcall(table.remove, {1, 2}, -1))
-- expect: false	bad argument #2 to 'table.remove' (position out of bounds)
print(pcall(table.insert, 5, 1))
-- expect: false	bad argument #1 to 'table.insert' (table expected, got number)
print(pcall(table.insert, {}, 1.5, 1))
-- expect: false	bad argument #2 to 'table.insert' (number has no integer representation)
print(pcall(table.insert, {}, "1", "ok")) -- expect: true
local q = {} for i = 1, 10 do table.insert(q, 1, i) end
print(table.concat(q, " ")) -- expect: 10 9 8 7 6 5 4 3 2 1
for i = 1, 5 do io.write(table.remove(q, 3), " ") end
print(#q, q[1], q[#q]) -- expect: 8 7 6 5 4 5	10	1
local s = {} for i = 1, 1000 do s[#s + 1] = i end for i = 1, 999 do table.remove(s) end
print(#s, s[1]) -- expect: 1	1
local log = {}
local p = setmetatable({}, {__index = function(_, k) log[#log + 1] = "get" .. k return k end, __newindex = function(_, k, v) log[#log + 1] = "set" .. k .. "=" .. tostring(v) end, __len = function() return 3 end})
table.insert(p, "end") table.insert(p, 2, "mid") print(table.concat(log, " ")) log = {}
-- expect: set4=end get3 set4=3 get2 set3=2 set2=mid
print(table.remove(p), table.remove(p, 2), table.concat(log, " "))
-- expect: 3	2	get3 set3=nil get2 get3 set2=3 set3=nil
table.insert(t, nil) print(#t) local n = {1, 2, nil} n[#n + 1] = "x" -- expect: 2
print(n[3]) -- expect: x
local big = {} for i = 1, 100 do big[i] = i end
for i = 1, 100 do if big[i] % 2 == 0 then big[i] = false end end
print(#big, big[2], big[99]) -- expect: 100	false	99
local u = table.move({1, 2, 3}, 1, 3, 2) print(u[1], u[2], u[3], u[4]) -- expect: 1	1	2	3
