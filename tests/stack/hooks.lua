local N = ... -- rounds
local function f(...) return ... end local n = 0
debug.sethook(function() n = n + 1 end, "crl", 10) for i = 1, N / 16 do f(i) local t = {f(i)} pcall(f) for k in pairs(t) do end end debug.sethook()
