-- __call: arguments, chains of callables, results, tail position.
local c = setmetatable({}, {__call = function(self, ...) return self, select("#", ...), ... end})
print(select(2, c())) print(select(2, c(1, nil))) print((c()) == c)
-- expect: 0
-- expect: 2	1	nil
-- expect: true
local d = setmetatable({}, {__call = c}) local s, n, x, y = d(5) print(s == c, n, x == d, y)
-- expect: true	2	true	5
local function tail(...) return c(...) end print(select(2, tail(1, 2))) -- expect: 2	1	2
print(select(3, pcall(c, "via pcall"))) print(select(2, c "str")) print(type(select(3, c {})))
-- expect: 1	via pcall
-- expect: 1	str
-- expect: table
local deep = function(...) return select("#", ...) end
for i = 1, 10 do deep = setmetatable({}, {__call = deep}) end
print(deep("x")) -- expect: 11
local o = {m = setmetatable({}, {__call = function(self, recv, a) return recv.tag, a end}), tag = "recv"}
print(o:m(7)) -- expect: recv	7
print(pcall(setmetatable({}, {__call = 5}))) -- expect: false	attempt to call a number value
print(pcall(function() local notcallable = {} notcallable() end))
-- expect: false	call.lua:20: attempt to call a table value (local 'notcallable')
print(pcall(function() setmetatable({}, {__call = {}})() end))
-- expect: false	call.lua:22: attempt to call a table value
for i in setmetatable({}, {__call = function(_, s, c) c = (c or 0) + 1 if c <= 3 then return c end end}) do io.write(i, " ") end
print "." -- expect: 1 2 3 .
print(table.concat({pcall(string.gsub, "abc", "%w", setmetatable({}, {__index = function(_, k) return k:upper() end}))} and {"ok"}))
-- expect: ok
local class = setmetatable({}, {__call = function(cls, v) return setmetatable({v = v}, cls) end})
class.__index = class function class:get() return self.v end
print(class(3):get()) -- expect: 3
local counter = setmetatable({n = 0}, {__call = function(self) self.n = self.n + 1 return self.n end})
counter() counter() print(counter(), counter.n) -- expect: 3	3
print(select("#", setmetatable({}, {__call = function() end})()), setmetatable({}, {__call = function(_, ...) return ... end})(1, 2, 3))
-- expect: 0	1	2	3
local co = coroutine.wrap(setmetatable({}, {__call = function() end}) and function() return "needs a function" end)
print(co()) -- expect: needs a function
print(pcall(coroutine.wrap, c)) print(xpcall(c, print, 1) == true, select(4, xpcall(c, print, "arg")))
-- expect: false	bad argument #1 to 'coroutine.wrap' (function expected, got table)
-- expect: true	arg
