-- What the VM finds wrong while a builtin runs has no position: only a Lua function has one.
print(pcall(function() return math.max(1, "a") end)) -- expect: false	attempt to compare number with string
print(pcall(function() return math.min({}, {}) end)) -- expect: false	attempt to compare two table values
print(pcall(function() return table.unpack() end)) -- expect: false	attempt to get length of a nil value
print(pcall(function() table.sort({1, "x"}) end)) -- expect: false	attempt to compare string with number
print(pcall(function() table.sort({1, 2, 3}, function(a, b) return a < nil end) end))
-- expect: false	builtin_errors_without_position.lua:6: attempt to compare number with nil
print(pcall(function() return select(2, 1, next({}, nil)) < 1 end))
-- expect: false	builtin_errors_without_position.lua:8: attempt to compare nil with number
print(pcall(function() table.insert(setmetatable({}, {__len = function() return 1 end, __newindex = function(t, k) return #k end}), 1) end))
-- expect: false	builtin_errors_without_position.lua:10: attempt to get length of a number value (local 'k')
print(pcall(function() table.concat(setmetatable({}, {__len = function() return 1 end, __index = setmetatable({}, {__index = function() return 1 + {} end})})) end))
-- expect: false	builtin_errors_without_position.lua:12: attempt to perform arithmetic on a table value
