-- Collections inside closers, on every way out of a block, with results, errors and yields waiting.
local function junk(n) local t = {} for i = 1, n or 20 do t[i] = {i .. "x"} end collectgarbage() end
local function C(name, f) return setmetatable({name}, {__close = function(o, e) junk(3) if f then f(o, e) end end}) end
-- results kept while closers run
local function f() local a <close> = C("a") local b <close> = C("b") return ("x"):rep(50), {1}, "y" .. 1, nil end
for i = 1, 5 do local a, b, c, d = f() assert(a == ("x"):rep(50) and b[1] == 1 and c == "y1" and d == nil) end
print(select("#", f())) -- expect: 4
-- open results through closers
local function g(...) local a <close> = C("a") return ... end
local t = {}
for i = 1, 300 do t[i] = "v" .. i end
print(select("#", g(table.unpack(t))), (select(300, g(table.unpack(t))))) -- expect: 300	v300
-- error in closers replaced
local log = {}
local ok, e = pcall(function()
  local a <close> = C("a", function(_, e) log[#log + 1] = "a:" .. tostring(e) error({"E" .. 1}) end)
  local b <close> = C("b", function(_, e) log[#log + 1] = "b:" .. tostring(e) error("b" .. #log, 0) end)
  error("first" .. 1, 0)
end)
print(ok, e[1], table.concat(log, " ")) -- expect: false	E1	b:first1 a:b1
-- return from a generic for with a closing value, tail position
local function iter(close) return function(_, i) i = (i or 0) + 1 if i < 4 then return i, "v" .. i end end, nil, nil, close end
local closed = 0
local cl = setmetatable({}, {__close = function() closed = closed + 1 junk(2) end})
local function h() for i, v in iter(cl) do if i == 2 then return tostring(v .. closed) end end end
print(h(), closed) -- expect: v20	1
local function h2() for i in iter(cl) do return h() end end
print(h2(), closed) -- expect: v21	3
local function h3() for i in iter(cl) do goto out end ::out:: return closed end
print(h3()) -- expect: 4
-- closers in coroutines, suspended inside the closer
local co = coroutine.wrap(function()
  local a <close> = setmetatable({}, {__close = function() coroutine.yield("closing" .. 1) junk(3) coroutine.yield("closing" .. 2) end})
  local b <close> = C("b")
  coroutine.yield("body" .. 1)
  return "r" .. 1, "r" .. 2
end)
junk() print(co()) junk() print(co()) junk() print(co()) junk() print(co())
-- expect: body1
-- expect: closing1
-- expect: closing2
-- expect: r1	r2
-- suspended coroutines with pending closers collected
for i = 1, 50 do
  local c = coroutine.create(function(...) local a <close> = C("x") local t <const> = {...} local b <close> = C("y") coroutine.yield(#t, ...) end)
  coroutine.resume(c, i, "s" .. i, {i})
  if i % 3 == 0 then assert(coroutine.close(c)) end
  if i % 5 == 0 then junk() end
end
-- close with an error in the closer
local c = coroutine.create(function() local a <close> = C("x", function(_, e) error("E" .. tostring(e), 0) end) local b <close> = C("y", function(_, e) error({tag = "T" .. tostring(e)}) end) coroutine.yield() end)
coroutine.resume(c)
local ok, e = coroutine.close(c)
print(ok, (tostring(e):gsub("0x%x+", "PTR"))) -- expect: false	Etable: PTR
print(coroutine.status(c)) -- expect: dead
-- wrap failing closes at once
local seen
local w = coroutine.wrap(function() local a <close> = C("x", function(_, e) seen = e end) error({"boom" .. 1}) end)
local ok, e = pcall(w) print(ok, e[1], seen == e) -- expect: false	boom1	true
-- error through many frames with closers
local n = 0
local function deep(k) local a <close> = C("d", function() n = n + 1 end) if k == 0 then error("bottom" .. 0, 0) end return (deep(k - 1)) end
print(pcall(deep, 40)) -- expect: false	bottom0
print(n) -- expect: 41
-- yields in closers during error unwinding, through pcall
local co = coroutine.wrap(function()
  return pcall(function()
    local a <close> = setmetatable({}, {__close = function(_, e) coroutine.yield("u:" .. e) junk(2) end})
    local b <close> = setmetatable({}, {__close = function(_, e) coroutine.yield("v:" .. e) junk(2) error("second" .. 2, 0) end})
    error("first" .. 1, 0)
  end)
end)
print(co()) junk() print(co()) junk() print(co())
-- expect: v:first1
-- expect: u:second2
-- expect: false	second2
-- captured tbc variable, many tbc in one block (more than 10)
local order = {}
do
  local function mk(i) return setmetatable({}, {__close = function() order[#order + 1] = i end}) end
  local a1 <close>, a2, a3 = mk(1) local b1 <close> = mk(2) local c1 <close> = mk(3) local d1 <close> = mk(4) local e1 <close> = mk(5)
  local f1 <close> = mk(6) local g1 <close> = mk(7) local h1 <close> = mk(8) local i1 <close> = mk(9) local j1 <close> = mk(10)
  local k1 <close> = mk(11) local l1 <close> = mk(12)
  local fn = function() return a1, l1 end
  junk()
end
print(table.concat(order, " ")) -- expect: 12 11 10 9 8 7 6 5 4 3 2 1
-- __close builtin
do local x <close> = setmetatable({}, {__close = print and collectgarbage and function() collectgarbage() end}) end
-- __close removed meanwhile
print(pcall(function() local x <close> = setmetatable({}, {__close = function() end}) getmetatable(x).__close = nil end) == false) -- expect: true
