local N = ... -- rounds
local t = {1, 2} local k, i, v = "x", 2, {} local up = {} local function f() up.x = v up.y = 1 end
local proxy = setmetatable({}, {__newindex = t})
for n = 1, N do t.x = n t.y = 1 t[k] = n t[k] = 2 t[i] = n t[i] = 3 t[1] = n t[2] = 4 g = n g = 5 proxy.z = n
  if n % 8 == 0 then f() t[n] = n t[n] = nil local l = {n, n, x = n} local m = {n, (f())} end end
