-- __tostring and __name of metatables of types.
local strings = getmetatable("")
strings.__tostring = function(s) return "<" .. s .. ">" end
print("a", ("%s|%5s"):format("b", "c"), #tostring("abc"))
strings.__tostring = nil
strings.__name = "STR"
print(pcall(math.floor, "x"))
print(pcall(function() return "x" + {} end))
print(tostring("x"))
strings.__name = nil
debug.setmetatable(1, {__tostring = function(n) return "number" end, __name = "NUM"})
print(1, 1.5, tostring(2), ("%s"):format(3))
print(pcall(setmetatable, 1))
debug.setmetatable(1, nil)
debug.setmetatable(nil, {__tostring = function() return "nothing" end})
print(nil, tostring(nil))
debug.setmetatable(nil, nil)
print(pcall(string.rep, debug.upvalueid(function() return print end, 1)))
-- expect: <a>	<<b>|  <c>>	5
-- expect: false	bad argument #1 to 'math.floor' (number expected, got STR)
-- expect: false	tostring_of_all_types.lua:8: attempt to add a 'string' with a 'table'
-- expect: x
-- expect: number	number	number	number
-- expect: false	bad argument #1 to 'setmetatable' (table expected, got NUM)
-- expect: nothing	nothing
-- expect: false	bad argument #1 to 'string.rep' (string expected, got light userdata)
