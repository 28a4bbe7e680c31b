-- __tostring and __name of strings, numbers and the other types without a metatable of their own.
local strings = getmetatable("")
strings.__tostring = function(s) return "<" .. s .. ">" end
print("x", tostring("y"), string.format("%s|%q", "z", "w")) -- expect: <x>	<<y>>	<<z>|"w">
strings.__tostring = nil
strings.__name = "STR"
print("x", tostring("y"), pcall(math.floor, "x"))
-- expect: x	y	false	bad argument #1 to 'math.floor' (number expected, got STR)
print(pcall(function() return #1 .. "x" end))
-- expect: false	names_of_basic_types.lua:9: attempt to get length of a number value
strings.__name = nil
debug.setmetatable(1, {__tostring = function() return "num" end, __name = "NUM"})
print(1, tostring(2.5), string.format("%s", 3)) -- expect: num	num	num
print(pcall(table.concat, 5)) -- expect: false	bad argument #1 to 'table.concat' (table expected, got NUM)
print(pcall(function() return 1 < "x" end))
-- expect: false	names_of_basic_types.lua:15: attempt to compare number with string
debug.setmetatable(1, {__name = "NUM"})
print(1, tostring(2.5)) -- expect: 1	2.5
debug.setmetatable(1, nil)
debug.setmetatable(true, {__name = "BOOL"})
print(true, pcall(string.rep, true))
-- expect: true	false	bad argument #1 to 'string.rep' (string expected, got BOOL)
debug.setmetatable(true, nil)
