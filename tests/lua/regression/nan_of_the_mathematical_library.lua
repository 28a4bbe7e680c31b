-- A function without a result there gives the processor's own NaN, sign included, as 0/0 does at run time.
local zero = 0.0
local function same(x) return tostring(x) == tostring(zero / zero) end
print(same(math.log(-1)), same(math.log(-1, 2)), same(math.sqrt(-1)), same((-8.0) ^ 0.5)) -- expect: true	true	true	true
