-- Arguments of the basic functions: order of checks, zeros in messages, what the low bits say.
print(#select(2, pcall(assert, false, "a\0b"))) -- expect: 3
print(pcall(function() assert(nil, "message") end)) -- expect: false	base_arguments.lua:3: message
print(pcall(next, {1, 2, 3}, 2.0)) -- expect: false	invalid key to 'next'
print(pcall(next, {1, 2, 3}, 2)) -- expect: true	3	3
print(pcall(function() error("level", 4294967297) end)) -- expect: false	base_arguments.lua:6: level
print(pcall(load, 1, {}, {})) -- expect: false	bad argument #3 to 'load' (string expected, got table)
print(pcall(load, true, {})) -- expect: false	bad argument #2 to 'load' (string expected, got table)
print(pcall(load, true, "name")) -- expect: false	bad argument #1 to 'load' (function expected, got boolean)
local n = 0
print(load(function() n = n + 1 return n == 1 and "return " or n == 2 and 5 or n == 3 and 6.5 or nil end)())
-- expect: 56.5
print(pcall(math.fmod, {}, "x")) -- expect: false	bad argument #2 to 'math.fmod' (number expected, got string)
print(pcall(math.fmod, {}, 1)) -- expect: false	bad argument #1 to 'math.fmod' (number expected, got table)
