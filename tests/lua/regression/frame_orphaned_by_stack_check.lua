-- A failed stack check must not orphan the frame it was about to enter.
local function over(...) return 1 + over(...) end
for i = 1, 2 do print((pcall(over, 1, 2, 3))) end
-- expect: false
-- expect: false
local function fine(n) if n == 0 then return "fine" end return fine(n - 1), nil end
print((fine(1000))) -- expect: fine
