-- table.pack and table.unpack, also with holes, ranges and thousands of values.
local p = table.pack() print(p.n, #p) p = table.pack(nil) -- expect: 0	0
print(p.n, p[1]) -- expect: 1	nil
p = table.pack(1, nil, 3, nil) print(p.n, p[1], p[2], p[3], p[4]) -- expect: 4	1	nil	3	nil
print(table.unpack({1, 2, 3})) -- expect: 1	2	3
print(table.unpack({1, 2, 3}, 2)) -- expect: 2	3
print(table.unpack({1, 2, 3}, 2, 3)) -- expect: 2	3
print(table.unpack({1, 2, 3}, 4)) -- expect:
print(table.unpack({1, 2}, 0, 3)) -- expect: nil	1	2	nil
print(table.unpack({}, 1, 3)) -- expect: nil	nil	nil
print(table.unpack({1, 2, 3}, -1, 1)) -- expect: nil	nil	1
print(table.unpack({1, 2, 3}, 3, 1)) -- expect:
print((table.unpack({1, 2, 3}))) -- expect: 1
print(table.unpack({n = 3, "a"}, 1, 3)) -- expect: a	nil	nil
print(table.unpack({"x"}, 1.0, 2.0)) -- expect: x	nil
print(table.unpack({[-1] = "m"}, -1, -1)) -- expect: m
print(table.unpack({}, math.maxinteger, math.maxinteger)) -- expect: nil
print(table.unpack({}, math.mininteger, math.mininteger)) -- expect: nil
print(pcall(table.unpack, {}, 1, 1e8)) -- expect: false	too many results to unpack
print(pcall(table.unpack, {}, math.mininteger, math.maxinteger))
-- expect: false	too many results to unpack
print(pcall(table.unpack, {}, 0, math.maxinteger)) -- expect: false	too many results to unpack
print(pcall(table.unpack)) -- expect: false	attempt to get length of a nil value
print(pcall(table.unpack, {}, "x"))
-- expect: false	bad argument #2 to 'table.unpack' (number expected, got string)
print(pcall(table.unpack, {}, 1.5))
-- expect: false	bad argument #2 to 'table.unpack' (number has no integer representation)
print(pcall(table.unpack, {}, 1, {}))
-- expect: false	bad argument #3 to 'table.unpack' (number expected, got table)
print(pcall(table.unpack, 5, 1, 2)) -- expect: false	attempt to index a number value
print(table.unpack("abc", 1, 2)) -- expect: nil	nil
print(table.unpack(setmetatable({}, {__index = function(_, k) return k * k end}), 1, 4))
-- expect: 1	4	9	16
print(table.unpack(setmetatable({}, {__len = function() return 2 end, __index = function() return "v" end})))
-- expect: v	v
local t = {} for i = 1, 5000 do t[i] = i end
local function last(...) return (select(select("#", ...), ...)) end
print(select("#", table.unpack(t)), last(table.unpack(t)), #{table.unpack(t)}, #table.pack(table.unpack(t)), (select(4000, table.unpack(t))))
-- expect: 5000	5000	5000	5000	4000
print(math.max(table.unpack(t)), #string.char(table.unpack(t, 1, 255)), #table.concat({table.unpack(t)}))
-- expect: 5000	255	18893
local function count(...) return select("#", ...) end
print(count(table.unpack(t), table.unpack(t)), count(0, table.unpack(t)), count((table.unpack(t))))
-- expect: 5001	5001	1
print(pcall(count, table.unpack(t))) print(select("#", pcall(table.unpack, t)))
-- expect: true	5000
-- expect: 5001
local co = coroutine.wrap(function(...) local n = select("#", ...) n = select("#", coroutine.yield(n)) return n, table.unpack(t, 1, 3) end)
print(co(table.unpack(t))) print(co(table.unpack(t, 1, 3000)))
-- expect: 5000
-- expect: 3000	1	2	3
