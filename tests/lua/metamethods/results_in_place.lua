-- Results of metamethods and of `return ...` go where they are wanted, whatever number of them is.
local function all(...) return ... end
local function closing(...) local x <close> = setmetatable({}, {__close = function() print "closed" end}) return ... end
print(all(1, 2, 3)) print((all(1, 2, 3))) print(select("#", all())) print(select("#", all(nil, nil)))
-- expect: 1	2	3
-- expect: 1
-- expect: 0
-- expect: 2
print(closing(1, 2, 3)) print(closing())
-- expect: closed
-- expect: 1	2	3
-- expect: closed
-- expect: 
print(pcall(all, 1, 2)) print(coroutine.wrap(all)(1, 2)) -- expect: true	1	2
-- expect: 1	2
local t = setmetatable({}, {__index = function(_, k) return all(k, 2) end, __call = all, __add = all, __unm = all})
print(t.x, t[1], t(1, 2) == t, select("#", t(1, 2)), -t == t, t + 1 == t)
-- expect: x	1	true	3	true	true
print(setmetatable({}, {__index = function(...) end}).x, type(setmetatable({}, {__index = all}).x))
-- expect: nil	table
local function counting(self, s, c) c = (c or 0) + 1 if c < 3 then return c, s end end
for a, b in setmetatable({}, {__call = counting}), "s" do print(a, b) end
-- expect: 1	s
-- expect: 2	s
print(pcall(setmetatable({}, {__call = function(...) error("x" .. select("#", ...), 0) end}), 1, 2))
-- expect: false	x3
local deep = setmetatable({}, {__call = function(self, n) return n == 0 and "end" or (self(n - 1)) end})
print(deep(10000)) -- expect: end
