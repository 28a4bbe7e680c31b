-- Proper tail calls run in constant space.
local function loop(n) if n == 0 then return "done" end return loop(n - 1) end print(loop(200000))
-- expect: done
local a, b function a(n) if n == 0 then return "a" end return b(n - 1) end
function b(n) if n == 0 then return "b" end return a(n - 1) end
print(a(100001)) -- expect: b
local o = {} function o:m(n) if n == 0 then return self == o end return self:m(n - 1) end print(o:m(50000))
-- expect: true
local function va(n, ...) if n == 0 then return select("#", ...), ... end return va(n - 1, ...) end
print(va(10000, 1, nil, 3)) -- expect: 3	1	nil	3
local function grow(n, ...) if n == 0 then return select("#", ...) end return grow(n - 1, n, ...) end
print(grow(200)) -- expect: 200
local c = setmetatable({}, {__call = function(self, n) if n == 0 then return "callable" end return self(n - 1) end})
print(c(10000)) -- expect: callable
local function more(n, a, b, c, d, e, f, g, h) if n == 0 then return a, h end return more(n - 1, h, a, b, c, d, e, f, g) end
print(more(1000, 1, 2, 3, 4, 5, 6, 7, 8)) -- expect: 1	8
local function toc(x) return tostring(x) end print(toc(5), (toc(6))) -- expect: 5	6
local function top(f, ...) return pcall(f, ...) end
print(top(error, "tail pcall", 0)) -- expect: false	tail pcall
local function sel(...) return select(2, ...) end print(sel(1, 2, 3)) -- expect: 2	3
local function notail(n) if n == 0 then return 0 end return (notail(n - 1)) end
print(notail(1000)) -- expect: 0
local function arith(n) if n == 0 then return 0 end return 1 + arith(n - 1) end
print(arith(10000)) -- expect: 10000
local function andor(n) return n == 0 and "end" or andor(n - 1) end
print(andor(1000)) -- expect: end
local fs = {}
for i = 1, 100 do fs[i] = function(x) if i == 100 then return x end return fs[i + 1](x + i) end end
print(fs[1](0)) -- expect: 4950
local co = coroutine.wrap(function(n) local function l(n) if n == 0 then return coroutine.yield("mid") end return l(n - 1) end return l(n) end)
print(co(50000), co("result")) -- expect: mid	result
print(pcall(function() local function l(n) if n == 0 then error("at end", 0) end return l(n - 1) end return l(50000) end))
-- expect: false	at end
local function k(n, cont) if n == 0 then return cont(0) end return k(n - 1, function(v) return cont(v + n) end) end
print(k(1000, function(v) return v end)) -- expect: 500500
print(load("local function f(n) if n > 0 then return f(n - 1) end return 'loaded' end return f(...)")(30000))
-- expect: loaded
