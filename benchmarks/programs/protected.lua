-- pcall, error, and variables to be closed. size=1000000
local N = tonumber(arg and arg[1]) or 1000000
local closed = 0
local resource = setmetatable({}, {__close = function() closed = closed + 1 end})
local function work(i) local r <close> = resource if i % 3 == 0 then error("no", 0) end return i end
local good = 0
for i = 1, N do if pcall(work, i) then good = good + 1 end end
assert(good == N - math.floor(N / 3) and closed == N)
print(good, closed)
