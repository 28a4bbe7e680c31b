-- Result counts in the remaining places.
local function none() end local function three() return 1, 2, 3 end
for i = (three()), 2 do io.write(i, " ") end print "." -- expect: 1 2 .
local t = {} t[three()] = "k" print(t[1]) t.a, t.b, t.c = three() print(t.a, t.b, t.c)
-- expect: k
-- expect: 1	2	3
local function tail() return three() end local function paren() return (three()) end
local function middle() return three(), 9 end local function last() return 9, three() end
print(tail()) print(paren()) print(middle()) print(last()) print(pcall(three)) print(select(2, pcall(three)))
-- expect: 1	2	3
-- expect: 1
-- expect: 1	9
-- expect: 9	1	2	3
-- expect: true	1	2	3
-- expect: 1	2	3
print(("%d %d %d"):format(three())) print(#("x"):rep(three())) print(math.max(three()), math.max(5, three()))
-- expect: 1 2 3
-- expect: 1
-- expect: 3	5
local function va(...) return select("#", ...) end
print(va(three()), va(three(), nil), va((three())), va(none()), va((none())), va(none(), 1), va({three()}))
-- expect: 3	2	1	0	1	2	1
print(va(pcall(none)), va(pcall(three)), va(tostring(1)), va(pcall(error)), va(string.find("abc", "b")), va(("x"):gsub("x", "y")))
-- expect: 1	4	1	2	2	2
local o = {f = three, g = function(self, ...) return ... end}
print(o.f()) -- expect: 1	2	3
print(o:g(three())) -- expect: 1	2	3
print((o:g(three()))) -- expect: 1
local mt = setmetatable({}, {__index = three, __add = three, __call = three, __len = three, __concat = three, __unm = three, __eq = three, __lt = three})
print(mt.x) -- expect: 1
print(mt + 1) -- expect: 1
print(mt()) -- expect: 1	2	3
print(#mt) -- expect: 1
print(mt .. "") -- expect: 1
print(-mt) -- expect: 1
print(mt < mt, mt == setmetatable({}, getmetatable(mt))) -- expect: true	true
print(va(mt.x), va(mt + 1), va(mt()), va(-mt)) -- expect: 1	1	3	1
return three()
