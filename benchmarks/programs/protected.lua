-- pcall, error, and variables to be closed.
local closed = 0
local resource = setmetatable({}, {__close = function() closed = closed + 1 end})
local function work(i) local r <close> = resource if i % 3 == 0 then error("no", 0) end return i end
local good = 0
for i = 1, 1000000 do if pcall(work, i) then good = good + 1 end end
print(good, closed)
