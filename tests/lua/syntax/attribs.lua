-- Local attributes.
local a <const> = 5
local b <const>, c = "s", 2
local d <close> = nil
local e <close> = false
print(a, b, c, d, e) -- expect: 5	s	2	nil	false
c = 3 print(c) -- expect: 3
local function f() return a + c end print(f()) -- expect: 8
local x < const > = 1.5
local y<const>, z<const> = -3, true
print(x, y, z, a * 2, b .. b, x + y) -- expect: 1.5	-3	true	10	ss	-1.5
local t <const> = {} t.field = 1 print(t.field) -- expect: 1
local undef <const> = nil print(undef) -- expect: nil
local function bad(s) print(select(2, load(s, "=x"))) end
bad "local a <const> = 1; a = 2" -- expect: x:1: attempt to assign to const variable 'a'
bad "local a <const> = 1; local function f() a = 2 end"
-- expect: x:1: attempt to assign to const variable 'a'
bad "local a <close> = nil; a = 2" -- expect: x:1: attempt to assign to const variable 'a'
bad "local a <const>, b = 1, 2; b, a = 1, 2" -- expect: x:1: attempt to assign to const variable 'a'
bad "local a <weird> = 1" -- expect: x:1: unknown attribute 'weird'
bad "local a <close>, b <close> = nil, nil"
-- expect: x:1: multiple to-be-closed variables in local list
bad "local a <const = 1" -- expect: x:1: '>' expected near '='
bad "local function f <const> () end" -- expect: x:1: '(' expected near '<'
bad "local a <const> = 1; for a.b = 1, 2 do end" -- expect: x:1: '=' or 'in' expected near '.'
bad "local a <const> = 1; function a() end" -- expect: x:1: attempt to assign to const variable 'a'
do local a <const> = 1 do local a = 2 a = 3 print(a) end print(a) end
-- expect: 3
-- expect: 1
for i = 1, 1 do local k <const> = i * 2 print(k) end -- expect: 2
