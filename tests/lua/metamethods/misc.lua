-- getmetatable, setmetatable, __metatable, __pairs, __name, raw functions.
local t = setmetatable({}, {__metatable = "locked"})
print(getmetatable(t), pcall(setmetatable, t, {}))
-- expect: locked	false	cannot change a protected metatable
print(getmetatable("").__index == string, getmetatable(1), getmetatable({}), getmetatable(print))
-- expect: true	nil	nil	nil
print(setmetatable(t and {}, nil) ~= nil, pcall(setmetatable, {}, 1))
-- expect: true	false	bad argument #2 to 'setmetatable' (nil or table expected, got number)
print(pcall(setmetatable, 1, {}))
-- expect: false	bad argument #1 to 'setmetatable' (table expected, got number)
print(pcall(setmetatable, {}))
-- expect: false	bad argument #2 to 'setmetatable' (nil or table expected, got no value)
print(pcall(getmetatable)) -- expect: false	bad argument #1 to 'getmetatable' (value expected)
local mt = {} local o = setmetatable({}, mt)
print(getmetatable(o) == mt, setmetatable(o, nil) == o, getmetatable(o)) -- expect: true	true	nil
print(getmetatable(setmetatable({}, {__metatable = false}))) -- expect: false
for k, v in pairs(setmetatable({}, {__pairs = function(t) return function(_, k) if not k then return "only", "one" end end, t, nil end})) do print(k, v) end
-- expect: only	one
for k, v in pairs(setmetatable({5}, {__pairs = function(t) return next, {a = 9}, nil, "fourth" end})) do print(k, v) end
-- expect: a	9
print(select("#", pairs(setmetatable({}, {__pairs = function() return 1, 2, 3, 4, 5 end}))))
-- expect: 3
print(select("#", pairs(setmetatable({}, {__pairs = function() end})))) -- expect: 3
print(pcall(pairs)) -- expect: false	bad argument #1 to 'pairs' (value expected)
for i, v in ipairs(setmetatable({}, {__index = function(_, i) if i <= 3 then return i * i end end})) do io.write(i, "=", v, " ") end
print "." -- expect: 1=1 2=4 3=9 .
print(rawget(setmetatable({}, {__index = {1}}), 1), rawlen({1, 2}), rawlen("abc"), rawequal("a", "a"), rawset({}, 1, 2)[1])
-- expect: nil	2	3	true	2
print(pcall(rawlen, 5))
-- expect: false	bad argument #1 to 'rawlen' (table or string expected, got number)
print(pcall(rawget, 5, 1)) -- expect: false	bad argument #1 to 'rawget' (table expected, got number)
print(pcall(rawset, {}, 1)) -- expect: false	bad argument #3 to 'rawset' (value expected)
print(pcall(rawequal, 1)) -- expect: false	bad argument #2 to 'rawequal' (value expected)
print(pcall(rawget, {})) -- expect: false	bad argument #2 to 'rawget' (value expected)
print(next({}), next({10}), rawequal(next, next), type(next)) -- expect: nil	1	true	function
print(pcall(next, {}, "nokey")) -- expect: false	invalid key to 'next'
print(pcall(next)) -- expect: false	bad argument #1 to 'next' (table expected, got no value)
print(next({1, 2, 3}, 3), (next({1, 2}, 1))) -- expect: nil	2
local function named(n) return setmetatable({}, {__name = n}) end
print(pcall(function() return named("Thing") + 1 end))
-- expect: false	misc.lua:40: attempt to perform arithmetic on a Thing value
print(pcall(function() return named("Thing") < named("Other") end))
-- expect: false	misc.lua:42: attempt to compare Thing with Other
print(pcall(function() return #named("T") < named("T") end))
-- expect: false	misc.lua:44: attempt to compare number with T
print(pcall(string.rep, named("Thing"), 1))
-- expect: false	bad argument #1 to 'string.rep' (string expected, got Thing)
print(pcall(function() named("Thing")() end))
-- expect: false	misc.lua:48: attempt to call a Thing value
print(pcall(function() local v = named("Thing") .. "x" end))
-- expect: false	misc.lua:50: attempt to concatenate a Thing value
print(pcall(ipairs)) -- expect: false	bad argument #1 to 'ipairs' (value expected)
local inh = setmetatable({}, {__index = function(t, k) return k end, __len = function() return 3 end})
print(table.concat(inh, ","), table.unpack(inh)) -- expect: 1,2,3	1	2	3
print(#inh, rawlen(inh), next(inh)) -- expect: 3	0	nil
