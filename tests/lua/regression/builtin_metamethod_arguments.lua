-- A builtin as a metamethod keeps its arguments while it calls Lua, which runs other metamethods and collects.
local function junk() local t = {} for i = 1, 20 do t[i] = {i .. "x"} end collectgarbage() end
local other = setmetatable({}, {__sub = function() junk() return 1 end, __lt = function() junk() return true end})
local list = setmetatable({5, 3, 9, 1, 7, 2}, {__add = table.sort})
local _ = list + function(a, b) local _ = other - other, other < other return a < b end
print(table.concat(list, ",")) -- expect: 1,2,3,5,7,9
local proxy = setmetatable({}, {__mul = table.concat, __len = function() local _ = other - 1 return 4 end,
  __index = function(_, i) local _ = other - other return "v" .. i end})
print(proxy * ("s" .. "ep"):rep(2):sub(1, 3)) -- expect: v1sepv2sepv3sepv4
getmetatable("").__pow = function(s, f) return (string.gsub(s, ".", f)) end
print(("abc"):rep(2) ^ function(c) local _ = other - other return c .. c end) -- expect: aabbccaabbcc
getmetatable("").__pow = nil
-- called from a builtin without a frame
local meta = {__lt = table.concat, __index = function(_, i) junk() local _ = other - other return tostring(i) end, __len = function() return 2 end}
local objects = {setmetatable({}, meta), setmetatable({}, meta)}
print((pcall(table.sort, objects))) -- expect: false
meta.__lt = nil meta.__tostring = table.concat
print(tostring(objects[1]), #("%s"):format(objects[2])) -- expect: 12	2
-- arguments that only the builtin in between knows: captures of gsub, handed to a builtin that indexes them
local strings = getmetatable("") local index = strings.__index
strings.__index = function(s, k) if type(k) == "string" then return index[k] end s = s:sub(k, k) .. #s junk() return s end
local text = ("x"):rep(50) .. " " .. ("y"):rep(60)
print((text:gsub("%a+", table.unpack))) -- expect: x50 y60
strings.__index = index
