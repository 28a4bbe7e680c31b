-- Errors and deep recursion inside metamethods, caught outside.
local function throwing(v) return setmetatable({}, setmetatable({}, {__index = function(_, e) return nil end}) and {__add = function() error(v, 0) end, __index = function() error(v, 0) end, __newindex = function() error(v, 0) end, __call = function() error(v, 0) end, __len = function() error(v, 0) end, __eq = function() error(v, 0) end, __lt = function() error(v, 0) end, __le = function() error(v, 0) end, __concat = function() error(v, 0) end, __unm = function() error(v, 0) end, __tostring = function() error(v, 0) end}) end
local t, u = throwing "thrown", throwing "thrown"
for _, s in ipairs {"t + 1", "t.x", "t()", "#t", "t == u", "t < u", "t <= u", "t .. 'x'", "-t", "tostring(t)", "'a' .. 'b' .. t"} do print(s, pcall(load("local t, u = ... return " .. s), t, u)) end
-- expect: t + 1	false	thrown
-- expect: t.x	false	thrown
-- expect: t()	false	thrown
-- expect: #t	false	thrown
-- expect: t == u	false	thrown
-- expect: t < u	false	thrown
-- expect: t <= u	false	thrown
-- expect: t .. 'x'	false	thrown
-- expect: -t	false	thrown
-- expect: tostring(t)	false	thrown
-- expect: 'a' .. 'b' .. t	false	thrown
print(pcall(function() t.x = 1 end)) -- expect: false	thrown
local rec = setmetatable({}, {__index = function(self, k) return self[k] end})
local ok, e = pcall(function() return rec.x end) print(ok, e:match "overflow")
-- expect: false	overflow
rec = setmetatable({}, {__add = function(a, b) return a + b end})
ok, e = pcall(function() return rec + 1 end) print(ok, e:match "overflow") -- expect: false	overflow
rec = setmetatable({}, {__tostring = function(s) return tostring(s) end})
ok, e = pcall(tostring, rec) print(ok, e:match "overflow") -- expect: false	overflow
rec = setmetatable({}, {__newindex = function(s, k, v) s[k] = v end})
ok, e = pcall(function() rec.x = 1 end) print(ok, e:match "overflow") -- expect: false	overflow
rec = setmetatable({}, {__call = function(s) return s() end}) local n = 0
rec = setmetatable({}, {__call = function(s) n = n + 1 if n < 10000 then return s() end return "tail called" end})
print(rec()) -- expect: tail called
rec = setmetatable({}, {__eq = function(a, b) return a == b end})
local r2 = setmetatable({}, getmetatable(rec)) ok, e = pcall(function() return rec == r2 end)
print(ok, e:match "overflow") -- expect: false	overflow
local fact = setmetatable({}, {__index = function(t, n) return n <= 1 and 1 or n * t[n - 1] end})
print(fact[20], fact[5]) -- expect: 2432902008176640000	120
local depth = setmetatable({}, {__sub = function(a, n) if n == 0 then return "bottom" end return a - (n - 1) end})
print(depth - 100) -- expect: bottom
