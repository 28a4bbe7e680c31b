-- What mutate_dumps.py damages: small functions that have every opcode between them, one after each line of dashes.
---- tables, loops, jumps
local a, b = ...
local t = {1, 2, 3, a, b, x = 1, y = {n = 2}, [10] = "ten", [a or 1] = 5}
for i = 1, 5 do t[i] = (t[i] or 0) + i * 2 - i // 3 end
for i = 3.0, 1, -0.5 do t[#t + 1] = i end
for k, v in pairs(t) do if type(v) == "number" and v > 2 then t[k] = v - 1 elseif not v then break end end
for i, v in ipairs(t) do t.x = t.x + i end
local s = "a" .. t.x .. "b" .. tostring(#t.y)
while #t > 3 do t[#t] = nil end
return s, #t, a == b, a ~= nil and b or s, not a
---- closures and varargs
local up, other = 1, {}
local function f(x, ...)
  up = up + 1
  local c = x
  local function g(...) c = (c or 0) + up return c, ... end
  return g
end
local function g(...) return select("#", ...), f(...) end
local list = {}
for i = 1, 4 do local j = i list[i] = function() j = j + i up = up + j return j end end
for _, h in ipairs(list) do h() end
repeat local z = up local k = function() return z end up = up + k() until z > 20
return g(f(1, 2, 3)(), list[1]()), up
---- variables to be closed
local log = {}
local function closer(n) return setmetatable({}, {__close = function(_, e) log[#log + 1] = n end}) end
local function work(n)
  local a <close> = closer(1)
  do local b <close> = closer(2) local c <close> = closer(3) if n then log[#log + 1] = 4 end end
  for i = 1, 3 do local d <close> = closer(i) if i == 2 then goto out end end
  ::out::
  local f = function() return a end
  return f(), n
end
work(true)
pcall(function() local x <close> = closer(9) error("x") end)
for k in next, {1, 2}, nil, closer(7) do log[#log + 1] = k end
local co = coroutine.wrap(function(...) local q <close> = closer(8) for i = 1, 3 do coroutine.yield(i, ...) end return work() end)
co(1) co() co()
return #log, table.unpack(log)
---- metamethods and operators
local mt = {__index = function(t, k) return k end, __newindex = function(t, k, v) rawset(t, k, v) end,
  __add = function(a, b) return 1 end, __concat = function(a, b) return "c" end, __eq = function() return true end,
  __lt = function() return true end, __le = function() return false end, __call = function(self, ...) return ... end,
  __len = function() return 3 end, __unm = function() return 4 end}
local o, p = setmetatable({}, mt), setmetatable({}, mt)
local r = {o.x, o[1], o + p, o .. p .. "x" .. 1, o == p, o < p, o <= p, #o, -o, o(1, 2, 3)}
o.a = 1 o[2] = 3 o["k" .. #r] = nil
local m = {v = 1} function m:get(d) return self.v + (d or 0) end
r[#r + 1] = m:get(2) + m:get()
if r[1] == "x" and (r[2] or r[3]) and not (r[4] == nil) or o < 5 or 3 >= #r then r.z = r[1] or r[2] and 3 end
local x = 1 < 2 local y = #r >= 3 == true
return (r[#r]), x, y, 7 & #r, #r << 2, 3 ~ #r, ~#r, #r % 3, #r / 2, 2 ^ #r, #r | 8, #r >> 1
---- calls, constructors, constants, environments
local function fact(n) if n <= 1 then return 1 end return n * fact(n - 1) end
local function loop(n, acc) if n == 0 then return acc end return loop(n - 1, acc + n) end
local function va(...) local a, b, c = ... return {..., n = select("#", ...)}, a, b, c, ... end
local t = {fact(5), loop(10, 0), va(1, nil, 3)}
local i = 0
::top:: i = i + 1
if i < 5 then local c = i local f = function() return c end t[i] = f() goto top end
local big = {1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,nil,va(4)}
local long = "a string that is longer than forty bytes, so that it is not interned"
t[long] = long big[long .. i] = i
x = {[long] = 1, ["k"] = long} y = x.k z, w = y, x
local e = _ENV local _ENV = {a = 1} b = a
local ok, err = e.pcall(e.error, {code = 2})
return #big, t[long] == long, va(e.table.unpack(big)), b, err.code
---- coroutines and callbacks
local co = {}
for i = 1, 3 do co[i] = coroutine.create(function(a, ...) local s = a for j = 1, 3 do s = s + coroutine.yield(j, ...) end return s end) end
local sum = 0
for r = 1, 5 do for i = 1, 3 do local ok, v = coroutine.resume(co[i], r, i) if ok and v then sum = sum + v end end end
local s = ("x"):rep(3):upper():gsub("X", function(c) return c .. sum end)
local words = {} for w in ("one two three"):gmatch("%a+") do words[#words + 1] = w end
table.sort(words, function(a, b) return a > b end)
local d = string.dump(function(...) local x = 1 return function() x = x + 1 return x end end)
local f = load(d) f()()
return sum, s, table.concat(words, ","), xpcall(function() local n = nil return n.x end, function(m) return type(m) end)
