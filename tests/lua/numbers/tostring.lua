-- tostring of every type, __tostring and __name.
print(tostring(nil), tostring(true), tostring(false), tostring(12), tostring(1.5), tostring("s"))
-- expect: nil	true	false	12	1.5	s
print(tostring({}):match "^table: %S+$" ~= nil, tostring(print):match "^function: " ~= nil)
-- expect: true	true
print(tostring(function() end):match "^function: 0x" ~= nil, tostring(coroutine.create(print)):match "^thread: " ~= nil)
-- expect: true	true
local t = {} print(tostring(t) == tostring(t), tostring(t) ~= tostring({})) -- expect: true	true
print(tostring(setmetatable({}, {__tostring = function(self) return "custom" end}))) -- expect: custom
print(pcall(tostring, setmetatable({}, {__tostring = function() return 1 end}))) -- expect: true	1
print(pcall(tostring, setmetatable({}, {__tostring = function() return nil end})))
-- expect: false	'__tostring' must return a string
print(pcall(tostring, setmetatable({}, {__tostring = function() error("in tostring", 0) end})))
-- expect: false	in tostring
print(tostring(setmetatable({}, {__tostring = function() return "a", "b" end}))) -- expect: a
print((tostring(setmetatable({}, {__name = "My.Type"})):gsub("0x%x+", "ADDR")))
-- expect: My.Type: ADDR
print((tostring(setmetatable({}, {__name = 42})):gsub("0x%x+", "ADDR"))) -- expect: table: ADDR
print(setmetatable({}, {__tostring = function() return "printed" end}), 1) -- expect: printed	1
print(pcall(tostring)) -- expect: false	bad argument #1 to 'tostring' (value expected)
print(pcall(print, setmetatable({}, {__tostring = function() return {} end})))
-- expect: false	'__tostring' must return a string
print(#tostring("a\0b"), tostring("a\0b") == "a\0b") -- expect: 3	true
