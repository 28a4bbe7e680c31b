-- A library function that cannot call Lua any more says so without a position, as PUC's, whose current function it is.
local t = setmetatable({}, {__tostring = function(x) return tostring(x) end})
print(pcall(tostring, t)) -- expect: false	C stack overflow
local function sort() table.sort({3, 2, 1}, function(a, b) sort() return a < b end) end
print(pcall(sort)) -- expect: false	C stack overflow
local function gsub() return (("x"):gsub("x", gsub)) end
print(pcall(gsub)) -- expect: false	C stack overflow
