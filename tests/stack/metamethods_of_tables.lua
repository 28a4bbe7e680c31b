local N = ... -- rounds
local t = {} local o = setmetatable({}, {__index = function(_, k) return k end, __newindex = function() end,
  __call = function(self, ...) return ... end, __pairs = function() return next, t end, __close = function() end})
local b = setmetatable({}, {__index = rawlen, __newindex = rawequal, __call = select and type})
local k = "k"
for n = 1, N / 4 do local x = o.x x = o[k] x = o[n] x = o[1] o.x = n o[k] = n o[n] = 1 o[1] = n x = o(1, 2) x = b.x b.x = 1 x = b()
  if n % 4 == 0 then for _ in pairs(o) do end end end
