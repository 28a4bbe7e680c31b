-- Float keys with integer values are the integer keys, however they are written.
local t = {} for x = 1.0, 10.0 do t[x] = x end
print(#t, t[3], math.type(next(t))) -- expect: 10	3.0	integer
local u = {[2 ^ 53] = "a", [-0.0] = "zero", [1e0] = "one"}
print(u[2 ^ 53 | 0], u[0], u[1], rawget(u, 1.0), rawlen(u)) -- expect: a	zero	one	one	1
rawset(u, 2.0, "two") table.insert(u, "three") print(#u, u[2], u[3]) -- expect: 3	two	three
for k in pairs(u) do if math.type(k) ~= "integer" then print("float key", k) end end
local s = setmetatable({}, {__newindex = function(_, k) print(math.type(k), k) end}) s[4.0] = 1
-- expect: float	4.0
