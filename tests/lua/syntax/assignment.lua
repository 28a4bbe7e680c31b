-- Multiple assignment: everything right of = is evaluated before anything is stored.
local a, b, c = 1, 2
print(a, b, c) -- expect: 1	2	nil
a, b = b, a print(a, b) -- expect: 2	1
a, b, c = (function() return 7, 8, 9 end)() print(a, b, c) -- expect: 7	8	9
a, b, c = 0, (function() return 7, 8, 9 end)() print(a, b, c) -- expect: 0	7	8
a, b, c = (function() return 7, 8, 9 end)(), 10 print(a, b, c) -- expect: 7	10	nil
a, b = 1, 2, print("extra is evaluated") print(a, b)
-- expect: extra is evaluated
-- expect: 1	2
local i, t = 1, {}
i, t[i] = i + 1, 20 print(i, t[1], t[2]) -- expect: 2	20	nil
local u = {1, 2, 3}
local k = 1
k, u[k], u[k + 1] = 2, "x", "y" print(k, u[1], u[2], u[3]) -- expect: 2	x	y	3
local p = {}
p.x, p.y, p.z = 1, 2 print(p.x, p.y, p.z) -- expect: 1	2	nil
local q = {v = {}}
local alias = q
q, q.v = nil, 5 print(q, alias.v) -- expect: nil	5
do local a <const>, b = 1, 2; b = a + b print(b) end -- expect: 3
u[1], u[2], u[3] = u[3], u[1], u[2] print(u[1], u[2], u[3]) -- expect: 3	x	y
local function swap(x, y) x, y = y, x return x, y end print(swap(1, 2)) -- expect: 2	1
g1, g2 = "G1", "G2" g1, g2 = g2, g1 print(g1, g2) g1, g2 = nil -- expect: G2	G1
local s = {}
s.a, s["b"], s[1] = 1, 2, 3 print(s.a, s.b, s[1]) -- expect: 1	2	3
local log = {}
local w = setmetatable({}, {__newindex = function(_, k, v) rawset(log, #log + 1, k .. "=" .. tostring(v)) end})
w.x, w.y = 1 print(#log, log[1] ~= log[2]) -- expect: 2	true
local function ret(...) return ... end
local x, y = ret() print(x, y) -- expect: nil	nil
local m, n = ret(1, nil, 3) print(m, n) -- expect: 1	nil
local o <const> = ret(4, 5) print(o) -- expect: 4
do local up = 1 local function f() up, a = a, up end a = 2 f() print(up, a) end -- expect: 2	1
