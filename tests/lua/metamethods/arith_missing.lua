-- Arithmetic without a handler: the message names the culprit operand.
local t, n, f, s = {}, nil, print, "x"
local function bad(c) print(select(2, pcall(load("local t, n, f, s = ... local u = {v = {}} " .. c, "=x"), t, n, f, s))) end
bad "return t + 1" -- expect: x:1: attempt to perform arithmetic on a table value (local 't')
bad "return 1 + t" -- expect: x:1: attempt to perform arithmetic on a table value (local 't')
bad "return 1.5 - n" -- expect: x:1: attempt to perform arithmetic on a nil value (local 'n')
bad "return n * n" -- expect: x:1: attempt to perform arithmetic on a nil value (local 'n')
bad "return f / 2" -- expect: x:1: attempt to perform arithmetic on a function value (local 'f')
bad "return t ^ f" -- expect: x:1: attempt to perform arithmetic on a table value (local 't')
bad "return -t" -- expect: x:1: attempt to perform arithmetic on a table value (local 't')
bad "return -n" -- expect: x:1: attempt to perform arithmetic on a nil value (local 'n')
bad "return u.v // 1" -- expect: x:1: attempt to perform arithmetic on a table value (field 'v')
bad "return 1 % u.w" -- expect: x:1: attempt to perform arithmetic on a nil value (field 'w')
bad "return u.v.w.z" -- expect: x:1: attempt to index a nil value (field 'w')
bad "return g + 1" -- expect: x:1: attempt to perform arithmetic on a nil value (global 'g')
bad "return 1 + g.h" -- expect: x:1: attempt to index a nil value (global 'g')
bad "return (t)[1] + 2"
-- expect: x:1: attempt to perform arithmetic on a nil value (field 'integer index')
bad "return {} + {}" -- expect: x:1: attempt to perform arithmetic on a table value
bad "return true + 1" -- expect: x:1: attempt to perform arithmetic on a boolean value
bad "return t .. 'x'" -- expect: x:1: attempt to concatenate a table value (local 't')
bad "return 'x' .. n" -- expect: x:1: attempt to concatenate a nil value (local 'n')
bad "return 1 .. u.v" -- expect: x:1: attempt to concatenate a table value (field 'v')
bad "return 'a' .. 'b' .. t .. 'c'" -- expect: x:1: attempt to concatenate a table value (local 't')
bad "return #n" -- expect: x:1: attempt to get length of a nil value (local 'n')
bad "return #5" -- expect: x:1: attempt to get length of a number value
bad "return #u.w" -- expect: x:1: attempt to get length of a nil value (field 'w')
bad "return t & 1" -- expect: x:1: attempt to perform bitwise operation on a table value (local 't')
bad "return 1 | n" -- expect: x:1: attempt to perform bitwise operation on a nil value (local 'n')
bad "return ~f" -- expect: x:1: attempt to perform bitwise operation on a function value (local 'f')
bad "return 1 << u.v"
-- expect: x:1: attempt to perform bitwise operation on a table value (field 'v')
local mt = setmetatable({}, {__add = 5}) print(pcall(function() return mt + 1 end))
-- expect: false	arith_missing.lua:33: attempt to call a number value (metamethod 'add')
mt = setmetatable({}, {__add = setmetatable({}, {__call = function(self, a, b) return "callable handler", b end})})
print(mt + 1) -- expect: callable handler
mt = setmetatable({}, {__unm = false}) print(pcall(function() return -mt end))
-- expect: false	arith_missing.lua:37: attempt to call a boolean value (metamethod 'unm')
