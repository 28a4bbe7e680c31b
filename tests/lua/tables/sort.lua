-- table.sort: orders, comparators, errors from comparators, bad comparators.
local function s(t, f) table.sort(t, f) print(table.concat(t, " ")) end s {3, 1, 2} s {} s {1}
-- expect: 1 2 3
-- expect:
-- expect: 1
s {"b", "a", "C", "", "aa"} s({3, 1, 2}, function(a, b) return a > b end)
-- expect:  C a aa b
-- expect: 3 2 1
s {1.5, 1, 2, -1, 0.5, 2 ^ 40} s {5, 5, 5, 1, 5} local t = {}
-- expect: -1 0.5 1 1.5 2 1099511627776.0
-- expect: 1 5 5 5 5
for i = 1, 500 do t[i] = (i * 7919) % 1009 end table.sort(t)
for i = 2, #t do if t[i - 1] > t[i] then print("unsorted", i) end end
print(t[1], t[500]) -- expect: 1	1006
table.sort(t, function(a, b) return a > b end) print(t[1], t[500]) -- expect: 1006	1
for i = 1, 300 do t[i] = i end table.sort(t) print(t[1] <= t[2]) -- expect: true
for i = 1, 300 do t[i] = 300 - i end table.sort(t) print(t[1], t[2]) local w = {} -- expect: 0	1
for x in ("the quick brown fox jumps over the lazy dog"):gmatch "%a+" do w[#w + 1] = x end
table.sort(w, function(a, b) if #a ~= #b then return #a < #b end return a < b end)
print(table.concat(w, " ")) -- expect: dog fox the the lazy over brown jumps quick
local recs = {} for i, n in ipairs {"x", "y", "z"} do recs[i] = {n = n, k = -i} end
table.sort(recs, function(a, b) return a.k < b.k end)
print(recs[1].n, recs[2].n, recs[3].n) -- expect: z	y	x
print(pcall(table.sort, {1, "a", 2})) -- expect: false	attempt to compare string with number
print(pcall(table.sort, {{}, {}})) -- expect: false	attempt to compare two table values
print(pcall(table.sort, {3, nil, 1, 2}) == false or "nil may be at the border") -- expect: true
print(pcall(table.sort, {1, 2, 3}, function(a, b) error("in comparator", 0) end))
-- expect: false	in comparator
print(pcall(table.sort, {1, 2, 3}, function(a, b) return a.x < b end))
-- expect: false	sort.lua:29: attempt to index a number value (local 'a')
print(pcall(table.sort, {1, 2}, 5))
-- expect: false	bad argument #2 to 'table.sort' (function expected, got number)
print(pcall(table.sort, {1, 2}, {}))
-- expect: false	bad argument #2 to 'table.sort' (function expected, got table)
local bad = {} for i = 1, 100 do bad[i] = i end
print(pcall(table.sort, bad, function(a, b) return true end))
-- expect: false	invalid order function for sorting
print(pcall(table.sort, {1, 2, 3, 4, 5}, function() return true end))
-- expect: false	invalid order function for sorting
print((pcall(table.sort, {3, 2, 1}, function() end))) -- expect: true
s(setmetatable({3, 2, 1}, {__lt = 1})) local mt = {__lt = function(a, b) return a.v < b.v end}
-- expect: 1 2 3
local o = {} for i = 1, 5 do o[i] = setmetatable({v = (i * 3) % 7}, mt) end table.sort(o)
for i = 1, 5 do io.write(o[i].v, " ") end print "." local log, px = 0, nil -- expect: 1 2 3 5 6 .
px = setmetatable({}, {__len = function() return 3 end, __index = function(_, i) return ({30, 10, 20})[i] end, __newindex = function() log = log + 1 end})
table.sort(px) print(log > 0) -- expect: true
print(pcall(table.sort, setmetatable({}, {__len = function() return math.maxinteger end})))
-- expect: false	bad argument #1 to 'table.sort' (array too big)
print(select("#", table.sort({2, 1}))) -- expect: 0
local n = 0 table.sort({4, 3, 2, 1}, function(a, b) n = n + 1 return a < b end)
print(n > 3) -- expect: true
s({3, 1, 2}, setmetatable({}, {__call = function(_, a, b) return a < b end}) and function(a, b) return a < b end)
-- expect: 1 2 3
