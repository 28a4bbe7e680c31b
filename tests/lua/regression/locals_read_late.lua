-- A local is an operand of the instruction itself: what the other operand's code assigns to it is seen.
local a
local function set(v) a = v return 1 end
a = 1 print(a + set(10), a)
a = 1 print(a * set(10) + a)
a = 1 print(a .. set(10))
a = 1 print(a < set(10), a == set(1), a ~= set(3), a >= set(0))
a = 1 print(-a + set(10), (a + 1) * set(3) + a)
local t
local function swap() t = {"new"} return 1 end
t = {"old"} print(t[swap()])
t = {"old"} t[swap()] = "x" print(t[1])
t = {"old"} local old = t t[1] = swap() print(old[1], t[1])
t = {"old"} old = t old[2], t[3] = 5, swap() print(old[3], t[3])
local key, u = 1, {}
local function rekey() key = 2 return "v" end
u[key] = rekey() print(u[1], u[2])
key, u = 1, {} u[key], u[key + 5] = rekey(), key print(u[1], u[2], u[6], u[7])
local function upvalues()
  a = 1 print(a + set(10))
  t = {"old"} print(t[swap()])
  t = {"old"} old = t t[swap()] = "set" print(old[1], t[1])
  t = {"old"} old = t t.x = swap() print(old.x, t.x)
  key, u = 1, {} u[key] = rekey() print(u[1], u[2])
end
upvalues()
a = 1 print(a, set(5), a)
a = 1 print(select("#", a, set(2)), (select(1, a, set(9))))
-- expect: 11	10
-- expect: 20
-- expect: 11
-- expect: false	true	true	false
-- expect: 0	14
-- expect: new
-- expect: x
-- expect: old	1
-- expect: nil	1
-- expect: nil	v
-- expect: nil	v	2	nil
-- expect: 2
-- expect: new
-- expect: old	set
-- expect: nil	1
-- expect: v	nil
-- expect: 1	1	5
-- expect: 2	2
