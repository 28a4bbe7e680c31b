local N = ... -- rounds
local function f(n, ...) if n == 0 then return ... end return f(n - 1, ...) end
local function g(n) if n == 0 then return 0 end return g(n - 1) end
f(N, 1, 2) g(N) local t = setmetatable({}, {__call = function(self, n) if n == 0 then return 0 end return self(n - 1) end}) t(N)
