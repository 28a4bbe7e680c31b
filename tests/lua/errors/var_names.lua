-- Runtime messages name the variable: local, upvalue, global, field, method, constant.
local function bad(s) print(select(2, pcall(load(s, "=x")))) end
bad "local a; a.x = 1" -- expect: x:1: attempt to index a nil value (local 'a')
bad "local a; return a.x" -- expect: x:1: attempt to index a nil value (local 'a')
bad "local a; return a[1]" -- expect: x:1: attempt to index a nil value (local 'a')
bad "local a; a()" -- expect: x:1: attempt to call a nil value (local 'a')
bad "return a.x" -- expect: x:1: attempt to index a nil value (global 'a')
bad "a.x = 1" -- expect: x:1: attempt to index a nil value (global 'a')
bad "a()" -- expect: x:1: attempt to call a nil value (global 'a')
bad "a.b()" -- expect: x:1: attempt to index a nil value (global 'a')
bad "a = {} a.b()" -- expect: x:1: attempt to call a nil value (field 'b')
bad "a = {} a.b.c()" -- expect: x:1: attempt to index a nil value (field 'b')
bad "a = {} a:b()" -- expect: x:1: attempt to call a nil value (method 'b')
bad "a = {b = {}} a.b:c()" -- expect: x:1: attempt to call a nil value (method 'c')
bad "a = {} a[1]()" -- expect: x:1: attempt to call a nil value (field 'integer index')
bad "a = {} a['x y']()" -- expect: x:1: attempt to call a nil value (field 'x y')
bad "local a = {} local k = 'key' a[k]()" -- expect: x:1: attempt to call a nil value (field '?')
bad "local a = {} local k = 'key' return a[k].x"
-- expect: x:1: attempt to index a nil value (field '?')
bad "local a; local function f() return a.x end f()"
-- expect: x:1: attempt to index a nil value (upvalue 'a')
bad "local a; local function f() a() end f()"
-- expect: x:1: attempt to call a nil value (upvalue 'a')
bad "local a; local function f() a.b.c = 1 end f()"
-- expect: x:1: attempt to index a nil value (upvalue 'a')
bad "local a = {} local function f() return a.b.c end f()"
-- expect: x:1: attempt to index a nil value (field 'b')
bad "local t = {} return t.x.y.z" -- expect: x:1: attempt to index a nil value (field 'x')
bad "local t = {x = {}} return t.x.y.z" -- expect: x:1: attempt to index a nil value (field 'y')
bad "return ('x').y.z" -- expect: x:1: attempt to index a nil value (field 'y')
bad "return ('x'):nomethod()" -- expect: x:1: attempt to call a nil value (method 'nomethod')
bad "local s = 'x' s:nomethod()" -- expect: x:1: attempt to call a nil value (method 'nomethod')
bad "(nil)()" -- expect: x:1: attempt to call a nil value
bad "(1)()" -- expect: x:1: attempt to call a number value
bad "('s')()" -- expect: x:1: attempt to call a string value (constant 's')
bad "({})()" -- expect: x:1: attempt to call a table value
bad "local t = {} t[1][2] = 3" -- expect: x:1: attempt to index a nil value (field 'integer index')
bad "local t = {} t[1][2].x = 3" -- expect: x:1: attempt to index a nil value (field 'integer index')
bad "local t = {} t[{}].x = 3" -- expect: x:1: attempt to index a nil value (field '?')
bad "return (function() end)().x" -- expect: x:1: attempt to index a nil value
bad "return (nil).x" -- expect: x:1: attempt to index a nil value
bad "return -{}" -- expect: x:1: attempt to perform arithmetic on a table value
bad "local a = {} return a.x + 1"
-- expect: x:1: attempt to perform arithmetic on a nil value (field 'x')
bad "local a = {} return 2 * a.x"
-- expect: x:1: attempt to perform arithmetic on a nil value (field 'x')
bad "local a return a + 1" -- expect: x:1: attempt to perform arithmetic on a nil value (local 'a')
bad "return b + 1" -- expect: x:1: attempt to perform arithmetic on a nil value (global 'b')
bad "local a = 'x' return a + 1" -- expect: x:1: attempt to add a 'string' with a 'number'
bad "local a = {} return a .. 'x'" -- expect: x:1: attempt to concatenate a table value (local 'a')
bad "local a = {} return 'x' .. a.y" -- expect: x:1: attempt to concatenate a nil value (field 'y')
bad "return 'x' .. zz" -- expect: x:1: attempt to concatenate a nil value (global 'zz')
bad "local u local function f() return u + 1 end f()"
-- expect: x:1: attempt to perform arithmetic on a nil value (upvalue 'u')
bad "local u local function f() return u .. 'x' end f()"
-- expect: x:1: attempt to concatenate a nil value (upvalue 'u')
bad "local u = {} local function f() return u < 1 end f()"
-- expect: x:1: attempt to compare table with number
bad "local a return #a" -- expect: x:1: attempt to get length of a nil value (local 'a')
bad "return #b" -- expect: x:1: attempt to get length of a nil value (global 'b')
bad "local t = {} return #t.x" -- expect: x:1: attempt to get length of a nil value (field 'x')
bad "local a = 1 a.b = 2" -- expect: x:1: attempt to index a number value (local 'a')
bad "local a = true return a.b" -- expect: x:1: attempt to index a boolean value (local 'a')
bad "string.nofunction('x')" -- expect: x:1: attempt to call a nil value (field 'nofunction')
bad "math.x.y()" -- expect: x:1: attempt to index a nil value (field 'x')
bad "local t = setmetatable({}, {__index = function(t, k) return nil end}) t.foo.bar()"
-- expect: x:1: attempt to index a nil value (field 'foo')
bad "local a <const> = nil; a.x = 1" -- expect: x:1: attempt to index a nil value
bad "local a <const> = 5; a()" -- expect: x:1: attempt to call a number value
bad "local a <const> = 'str'; return a + {}" -- expect: x:1: attempt to add a 'string' with a 'table'
bad "local _ENV = nil; x = 1" -- expect: x:1: attempt to index a nil value (local '_ENV')
bad "local _ENV = {}; x()" -- expect: x:1: attempt to call a nil value (global 'x')
bad "local function f(p) p.q = 1 end f()" -- expect: x:1: attempt to index a nil value (local 'p')
bad "local function f(...) (...)() end f(5)" -- expect: x:1: attempt to call a number value
bad "for i = 1, 2 do i() end" -- expect: x:1: attempt to call a number value (local 'i')
bad "for k, v in pairs({1}) do v.x = 1 end"
-- expect: x:1: attempt to index a number value (local 'v')
bad "local a, b = {} return a.x.y, b" -- expect: x:1: attempt to index a nil value (field 'x')
bad "return 1 & 1.5" -- expect: x:1: number has no integer representation
bad "local a = 1.5 return a | 2" -- expect: x:1: number (local 'a') has no integer representation
bad "return 1 < {}" -- expect: x:1: attempt to compare number with table
bad "local a, b = {}, {} return a < b" -- expect: x:1: attempt to compare two table values
