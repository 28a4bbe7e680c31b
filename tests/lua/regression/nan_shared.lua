-- NaN stays unequal to itself wherever the value travelled.
local nan = 0 / 0
local t, up = {nan}, nan
local function get() return up end
print(nan == nan, t[1] == t[1], get() == get(), rawequal(nan, nan), (function(...) local a = ... return a == ... end)(nan))
-- expect: false	false	false	false	false
local co = coroutine.wrap(function(x) while true do x = coroutine.yield(x == x) end end)
print(co(nan), co(1), co(nan), select(2, nan, nan) == nan, table.unpack({nan}) == nan)
-- expect: false	true	false	false	false
