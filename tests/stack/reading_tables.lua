local N = ... -- rounds
local t = {10, 20, x = 1} local k, i, s = "x", 2, "abc" local up = {x = 1}
local child = setmetatable({}, {__index = setmetatable({}, {__index = {y = 1, m = function(self) return self end}})})
local function f() return up.x end
for n = 1, N do local a = t.x a = t[k] a = t[i] a = t[1] a = t.none a = child.y a = child:m() a = s.len a = #t a = #s
  if n % 8 == 0 then f() a = math a = none end end
