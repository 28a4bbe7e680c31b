-- table.move and table.concat.
local function show(t) local r = {} for i = 1, 8 do r[i] = tostring(t[i]) end print(table.concat(r, " ")) end
show(table.move({1, 2, 3}, 1, 3, 3)) show(table.move({1, 2, 3, 4}, 2, 4, 1))
-- expect: 1 2 1 2 3 nil nil nil
-- expect: 2 3 4 4 nil nil nil nil
show(table.move({1, 2, 3}, 1, 3, 1)) show(table.move({1, 2, 3}, 1, 0, 5))
-- expect: 1 2 3 nil nil nil nil nil
-- expect: 1 2 3 nil nil nil nil nil
show(table.move({1, 2, 3}, 2, 3, 1, {})) -- expect: 2 3 nil nil nil nil nil nil
show(table.move({1, 2, 3}, 1, 3, 2, {"a", "b", "c", "d", "e"})) -- expect: a 1 2 3 e nil nil nil
show(table.move({}, 1, 3, 1, {"x", "y", "z"})) show(table.move({1, 2, 3, 4, 5}, 1, 4, 2))
-- expect: nil nil nil nil nil nil nil nil
-- expect: 1 1 2 3 4 nil nil nil
show(table.move({1, 2, 3, 4, 5}, 2, 5, 1)) -- expect: 2 3 4 5 5 nil nil nil
print(pcall(table.move, {}, 1, math.maxinteger, 2))
-- expect: false	bad argument #4 to 'table.move' (destination wrap around)
print(pcall(table.move, {}, math.mininteger, 0, 1))
-- expect: false	bad argument #3 to 'table.move' (too many elements to move)
print(pcall(table.move, {}, 1, 2))
-- expect: false	bad argument #4 to 'table.move' (number expected, got no value)
print(pcall(table.move, 1, 1, 2, 3))
-- expect: false	bad argument #1 to 'table.move' (table expected, got number)
print(pcall(table.move, {}, 1, 2, 3, 5))
-- expect: false	bad argument #5 to 'table.move' (table expected, got number)
print(pcall(table.move, {}, "a", 2, 3))
-- expect: false	bad argument #2 to 'table.move' (number expected, got string)
print(pcall(table.move, {}, -1, math.maxinteger, 0))
-- expect: false	bad argument #3 to 'table.move' (too many elements to move)
print(table.move({[math.maxinteger] = "max"}, math.maxinteger, math.maxinteger, 1)[1]) -- expect: max
local log = {}
table.move(setmetatable({}, {__index = function(_, k) log[#log + 1] = "g" .. k return k end}), 1, 3, 2, setmetatable({}, {__newindex = function(_, k) log[#log + 1] = "s" .. k end}))
print(table.concat(log, " ")) -- expect: g1 s2 g2 s3 g3 s4
print(table.concat({}), table.concat({1, 2, 3}), table.concat({1, 2, 3}, ", "), table.concat({1, 2, 3}, ", ", 2), table.concat({1, 2, 3}, ", ", 2, 2), table.concat({1, 2}, "-", 3) == "", table.concat({"a", 1, 2.5}, "|"), table.concat({}, "x") == "")
-- expect: 	123	1, 2, 3	2, 3	2	true	a|1|2.5	true
print(table.concat({1, 2, 3}, 0), table.concat({[5] = "five"}, ",", 5, 5), table.concat({1, 2, 3}, "", 1, 2), #table.concat({("x"):rep(5000), ("y"):rep(5000)}, "z"))
-- expect: 10203	five	12	10001
print(pcall(table.concat, {1, nil, 3}, ",", 1, 3))
-- expect: false	invalid value (nil) at index 2 in table for 'concat'
print(pcall(table.concat, {true}))
-- expect: false	invalid value (boolean) at index 1 in table for 'concat'
print(pcall(table.concat, {{}}, ","))
-- expect: false	invalid value (table) at index 1 in table for 'concat'
print(pcall(table.concat, {1, 2}, {}))
-- expect: false	bad argument #2 to 'table.concat' (string expected, got table)
print(pcall(table.concat, {}, "", "a"))
-- expect: false	bad argument #3 to 'table.concat' (number expected, got string)
print(table.concat(setmetatable({}, {__index = function(_, k) return "v" .. k end, __len = function() return 3 end}), ";"))
-- expect: v1;v2;v3
print(pcall(table.concat, {print}))
-- expect: false	invalid value (function) at index 1 in table for 'concat'
local t = {} for i = 1, 3000 do t[i] = i % 10 end print(#table.concat(t), #table.concat(t, ", "))
-- expect: 3000	8998
print(table.concat({1, 2, 3}, ",", -1, -2) == "", pcall(table.concat, {1}, ",", 0, 1))
-- expect: true	false	invalid value (nil) at index 0 in table for 'concat'
