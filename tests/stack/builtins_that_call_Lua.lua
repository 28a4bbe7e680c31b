local N = ... -- rounds
local t = {3, 1, 2} local less = function(a, b) return a < b end local o = setmetatable({}, {__tostring = function() return "o" end})
for n = 1, N / 16 do table.sort(t, less) string.gsub("abc", ".", less and function(c) return c end) tostring(o) table.concat(t) select(-1, 1)
  string.format("%s", o) load("return 1") end
