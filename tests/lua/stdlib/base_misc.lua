-- type, assert, print, _G, _VERSION, warn and the rest of the base library.
print(type(nil), type(true), type(1), type("s"), type({}), type(print), type(function() end), type(coroutine.create(print)), type(io.stdout))
-- expect: nil	boolean	number	string	table	function	function	thread	userdata
print(_VERSION, _G._G == _G, _ENV == _G, type(_G)) -- expect: Lua 5.4	true	true	table
print() -- expect:
print(nil) -- expect: nil
print(nil, nil) -- expect: nil	nil
print(1, "a", true, 1.5) -- expect: 1	a	true	1.5
print("a", "b", "\tc") -- expect: a	b		c
print((print()))
-- expect:
-- expect: nil
g_one = 1 print(_G.g_one, rawget(_G, "g_one"), _G["g_one"]) _G.g_one = nil -- expect: 1	1	1
print(g_one) -- expect: nil
setmetatable(_G, {__index = function(_, k) return "missing " .. k end})
print(no_such_global) -- expect: missing no_such_global
setmetatable(_G, nil) do local _ENV = {print = print} print(type, pairs) end -- expect: nil	nil
local function sandbox() local _ENV <const> = {x = 1, print = print} print(x) x = 2 print(x) end
sandbox() print(x) local function f(_ENV) return a + b end
-- expect: 1
-- expect: 2
-- expect: nil
print(f {a = 1, b = 2}) -- expect: 3
io.write("a", 1, 2.5, "\n") io.write() print(io.write("") == io.stdout)
-- expect: a12.5
-- expect: true
print(pcall(io.write, {})) -- expect: false	bad argument #1 to 'io.write' (string expected, got table)
print(pcall(io.write, nil)) -- expect: false	bad argument #1 to 'io.write' (string expected, got nil)
io.write(2.0, " ", 1e15, " ", -0.0, " ", 2 ^ 63, "\n") -- expect: 2 1e+15 -0 9.2233720368548e+18
print(pcall(type)) -- expect: false	bad argument #1 to 'type' (value expected)
print(pcall(ipairs)) -- expect: false	bad argument #1 to 'ipairs' (value expected)
print(rawequal("a" .. "b", "ab"), rawequal({}, {}), rawlen({1, 2}), rawget({5}, 1))
-- expect: true	false	2	5
for i, v in ipairs(table.pack("a", "b")) do io.write(i, v, " ") end
print "." -- expect: 1a 2b .
print(select("#", ipairs({})), type((ipairs({}))), select(2, pairs({5}))[1], select(3, ipairs({})))
-- expect: 3	function	5	0
