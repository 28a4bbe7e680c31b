local N = ... -- rounds
local c = setmetatable({}, {__close = function() end})
local function f(...) local a <close> = c local b <close> = c return ... end
for n = 1, N / 4 do do local a <close> = c end f(n) f() local x = {f(1, n)}
  for i in function(_, i) if not i then return 1 end end, nil, nil, c do if n % 2 == 0 then break end end
  if n % 8 == 0 then pcall(function() local a <close> = c error(n) end) end end
