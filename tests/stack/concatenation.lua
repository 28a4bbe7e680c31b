local N = ... -- rounds
local s, x = "abc"
for n = 1, N / 2 do x = s .. n x = s .. "d" .. 1 .. s if n % 64 == 0 then x = ("x"):rep(60) .. n end end
