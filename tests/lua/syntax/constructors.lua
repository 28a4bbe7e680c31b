-- Table constructors: positions, names, keys, separators, order, adjustment.
local function three() return 1, 2, 3 end
print(#{}, #{1}, #{1, 2,}, #{1; 2; 3;}, #{three()}, #{three(), 10}, #{(three())}, #{10, three()})
-- expect: 0	1	2	3	3	2	1	4
local t = {1, 2, x = 3, ["y z"] = 4, [10] = 5, 6; [1.0] = nil}
print(t[1], t[2], t[3], t.x, t["y z"], t[10]) -- expect: 1	2	6	3	4	5
local u = {[1] = "a", "b"}
print(u[1]) -- expect: b
local v = {"b", [1] = "a", n = 1, n = 2}
print(v[1], v.n) -- expect: b	2
print(#{nil, nil, 3}, #{n = 1}, next({}), next({nil}), #{nil}) -- expect: 3	0	nil	nil	0
local w = {f = function() return "f" end, {1, {2, {3}}}, [{}] = 1, [print] = "p", [true] = "t", [1.5] = "half"}
print(w.f(), w[1][2][2][1], w[print], w[true], w[1.5]) -- expect: f	3	p	t	half
local order = {}
local function o(x) order[#order + 1] = x return x end
local z = {o(1), [o("k")] = o("v"), o(2), name = o("n"), o(3)}
print(table.concat(order, " "), z.k, z.name, #z) -- expect: 1 k v 2 n 3	v	n	3
print(pcall(load "return {[nil] = 1}"))
-- expect: false	[string "return {[nil] = 1}"]:1: table index is nil
print(pcall(load "return {[0/0] = 1}"))
-- expect: false	[string "return {[0/0] = 1}"]:1: table index is NaN
print(#{three(), three(), three()}, #{three(), nil}, select("#", table.unpack({three(), nil}, 1, 2)))
-- expect: 5	1	2
local big = {}
for i = 1, 300 do big[i] = i end
local src = "return {" .. table.concat(big, ",") .. "}"
local b = load(src)()
print(#b, b[1], b[50], b[51], b[300]) -- expect: 300	1	50	51	300
local function va(...) return {...}, {..., "end"}, {"first", ...}, {(...)} end
local a1, a2, a3, a4 = va(1, 2, 3)
print(#a1, #a2, #a3, #a4) -- expect: 3	2	4	1
