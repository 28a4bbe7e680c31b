-- print converts an argument before it writes the tab in front of it.
local t = setmetatable({}, {__tostring = function() print("inner", 1) return "T" end})
print(1, t, 2)
-- expect: 1inner	1
-- expect: 	T	2
print(pcall(print, 1, setmetatable({}, {__tostring = function() error("E", 0) end}))) -- expect: 1false	E
