local N = ... -- rounds
local x = 0
for n = 1, N do local y = n local f = function() x = x + y y = x end f() if n % 16 == 0 then local z = f repeat local w = n f = function() return w end until w end end
