-- __len and __concat, also in long concatenations.
local t = setmetatable({1, 2, 3}, {__len = function(self) return 42 end})
print(#t, rawlen(t), #{1, 2}, #"abc") -- expect: 42	3	2	3
print(#setmetatable({}, {__len = function() return "text" end}), #setmetatable({}, {__len = function() return nil end}), (#setmetatable({}, {__len = function() return 1, 2 end})))
-- expect: text	nil	1
print(pcall(function() return #setmetatable({}, {__len = function() error("no length", 0) end}) end))
-- expect: false	no length
print(pcall(ipairs(setmetatable({}, {__len = 3})))) -- expect: true	nil
local C = {}
C.__concat = function(a, b) local l = type(a) == "table" and a.s or a local r = type(b) == "table" and b.s or b return setmetatable({s = "(" .. l .. r .. ")"}, C) end
local x = setmetatable({s = "x"}, C)
print((x .. 1).s, (1 .. x).s, (x .. x).s, ("a" .. x .. "b").s, ("a" .. "b" .. x).s, (x .. "a" .. "b").s, ("a" .. x .. "b" .. x .. "c").s, (1 .. 2 .. x .. 3 .. 4).s)
-- expect: (x1)	(1x)	(xx)	(a(xb))	(a(bx))	(xab)	(a(x(b(xc))))	(1(2(x34)))
print((x .. "y" .. "z" .. 1 .. 2.5).s, (2.5 .. x).s) -- expect: (xyz12.5)	(2.5x)
local s = setmetatable({}, {__concat = function(a, b) return "S" end})
print(s .. 1, 1 .. s, s .. s, "a" .. s .. "b", s .. "a" .. s) -- expect: S	S	S	aS	S
print(pcall(function() return {} .. "x" end))
-- expect: false	len_concat.lua:17: attempt to concatenate a table value
print(pcall(function() return "x" .. {} .. "y" end))
-- expect: false	len_concat.lua:19: attempt to concatenate a table value
print(pcall(function() return 1 .. true end))
-- expect: false	len_concat.lua:21: attempt to concatenate a boolean value
print(pcall(function() local z return "a" .. "b" .. z end))
-- expect: false	len_concat.lua:23: attempt to concatenate a nil value (local 'z')
print("a" .. 1 .. 2.0 .. -0.0 .. "z", ("x" .. ""):len(), "" .. "" == "", 1 .. "")
-- expect: a12.0-0.0z	1	true	1
local big = {} for i = 1, 150 do big[i] = "'" .. i .. "'" end
print(#load("return " .. table.concat(big, " .. "))()) -- expect: 342
local n = 0 local cnt = setmetatable({}, {__concat = function(a, b) n = n + 1 return "r" end})
local _ = "1" .. "2" .. cnt .. "3" .. "4" print(n, _) -- expect: 1	12r
print(pcall(table.concat, {1, {}, 3})) print(#setmetatable({}, {__index = function() return 1 end}))
-- expect: false	invalid value (table) at index 2 in table for 'concat'
-- expect: 0
