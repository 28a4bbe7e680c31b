-- Operations that a builtin does have no position and name no variable.
print(pcall(function() table.sort({1, "x"}) end))
print(pcall(function() return math.max(1, {}) end))
print(pcall(function() return math.max(1, "x") end))
print(pcall(function() return (table.unpack(nil)) end))
print(pcall(function() for i, v in ipairs(5) do end end))
print(pcall(function() string.gsub("x", "x", setmetatable({}, {__index = 5})) end))
print(pcall(function() return table.concat(setmetatable({}, {__len = function() return {} end})) end))
print(pcall(function() table.insert(setmetatable({}, {__newindex = 5}), 1) end))
print(pcall(function() return table.unpack(setmetatable({}, {__index = function(t, k) return t + k end}), 1, 1) end))
print(pcall(function() table.sort({3, 2, 1}, 5) end))
print(pcall(function() table.sort({3, 2, {}}) end))
print(pcall(function() return ("x"):rep(2) < {} end))
print(pcall(function() return "x" + 1 end))
print(pcall(function() return "10" // 0 end))
print(pcall(string.rep))
print(debug.getregistry()[2] == _G, debug.getregistry()[1] == coroutine.running())
-- expect: false	attempt to compare string with number
-- expect: false	attempt to compare number with table
-- expect: false	attempt to compare number with string
-- expect: false	attempt to get length of a nil value
-- expect: false	attempt to index a number value
-- expect: false	attempt to index a number value
-- expect: false	errors_of_builtins_operations.lua:8: object length is not an integer
-- expect: false	attempt to index a number value
-- expect: false	errors_of_builtins_operations.lua:10: attempt to perform arithmetic on a table value (local 't')
-- expect: false	errors_of_builtins_operations.lua:11: bad argument #2 to 'sort' (function expected, got number)
-- expect: false	attempt to compare table with number
-- expect: false	errors_of_builtins_operations.lua:13: attempt to compare string with table
-- expect: false	errors_of_builtins_operations.lua:14: attempt to add a 'string' with a 'number'
-- expect: false	attempt to divide by zero
-- expect: false	bad argument #1 to 'string.rep' (string expected, got no value)
-- expect: true	true
