-- Two closures over one variable see each other, also across coroutines and after errors.
local function pair() local v = 0 return function(x) v = x end, function() return v end end
local set, get = pair()
coroutine.wrap(function() set("from coroutine") end)() print(get()) -- expect: from coroutine
pcall(function() set("before error") error "x" end) print(get()) -- expect: before error
local co = coroutine.wrap(function() local mine = 1 local f = function() mine = mine + 1 return mine end coroutine.yield(f) coroutine.yield(mine) end)
local f = co() print(f(), f(), co()) -- expect: 2	3	3
local function leak() local v = "kept" local function get() return v end error(get) end
local _, e = pcall(leak) print(e()) -- expect: kept
local obj
do local private = {n = 0} obj = {inc = function() private.n = private.n + 1 return private.n end, peek = function() return private end} end
print(obj.inc(), obj.inc(), obj.peek().n) -- expect: 1	2	2
local function swap() local a, b = 1, 2 return function() a, b = b, a return a, b end end
local s = swap() print(s()) print(s())
-- expect: 2	1
-- expect: 1	2
local fns = {}
for i = 1, 2 do local shared = i * 10 fns[#fns + 1] = function() shared = shared + 1 return shared end fns[#fns + 1] = function() return shared end end
print(fns[1](), fns[2](), fns[3](), fns[4](), fns[1](), fns[2]()) -- expect: 11	11	21	21	12	12
local function make() local t = {} for i = 1, 3 do local j = i t[i] = function() j = j + i return j end end return t end
local a, b = make(), make() print(a[1](), a[1](), b[1](), a[3](), b[3](), b[3]())
-- expect: 2	3	2	6	6	9
local function selfref() local me me = function(n) if n == 0 then return me end return me(n - 1) end return me end
local m = selfref() print(m(5) == m) -- expect: true
local up = nil local function probe() return up end
print(probe()) -- expect: nil
up = false print(probe()) up = nil print(probe())
-- expect: false
-- expect: nil
