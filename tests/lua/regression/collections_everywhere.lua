-- Collections in finalizers, weak tables, traversals, varargs, open results, sort, gsub and concat.
local function junk(n) local t = {} for i = 1, n or 20 do t[i] = {i .. "x"} end collectgarbage() end
-- resurrect
local saved
do local t = setmetatable({"res" .. 1}, {__gc = function(o) saved = o o[2] = "more" .. 2 end}) end
junk() junk() print(saved[1], saved[2]) -- expect: res1	more2
saved = nil junk()
-- finalizers that err, allocate, collect, resurrect into tables, create coroutines
local n = 0
for i = 1, 30 do
  setmetatable({}, {__gc = function(o)
    n = n + 1
    if i % 3 == 0 then error("gc error " .. i) end
    if i % 3 == 1 then collectgarbage() end
    local co = coroutine.wrap(function() coroutine.yield({}) end) co()
    setmetatable(o, {__gc = function() n = n + 1 end})
  end})
end
junk() junk() junk()
print(n) -- expect: 50
-- finalizer while an error is on its way
local mt = {__gc = function() junk(3) pcall(error, {"inner"}) junk(3) end}
for i = 1, 10 do
  setmetatable({}, mt)
  local ok, e = xpcall(function() setmetatable({}, mt) error({"err" .. i}) end, function(e) setmetatable({}, mt) local v = e[1] e = nil collectgarbage() junk(4) return {v .. "!"} end)
  assert(e[1] == "err" .. i .. "!")
  local ok, e = xpcall(function() setmetatable({}, mt) error({"err" .. i}) end, function(...) local v = (...)[1] collectgarbage() junk(4) error({v}) end)
  assert(not ok)
end
-- ephemerons
local e = setmetatable({}, {__mode = "k"})
do local head = {} local k = head for i = 1, 100 do local nk = {} e[k] = nk k = nk end saved = head end
junk() local c = 0 for _ in pairs(e) do c = c + 1 end print(c) -- expect: 100
saved = nil junk() c = 0 for _ in pairs(e) do c = c + 1 end print(c) -- expect: 0
-- weak values/kv with strings
local w = setmetatable({}, {__mode = "v"}) for i = 1, 50 do w[i] = {i} w["k" .. i] = {} w["s" .. i] = "str" .. i end
local kv = setmetatable({}, {__mode = "kv"}) for i = 1, 50 do kv["key" .. i] = "val" .. i kv[{}] = i kv[i] = {} kv[("long"):rep(20) .. i] = ("v"):rep(60) .. i end
junk()
c = 0 for k, v in pairs(w) do c = c + 1 end print(c) -- expect: 50
c = 0 for k, v in pairs(kv) do c = c + 1 assert(type(k) == "string" and #v > 0) end print(c) -- expect: 100
-- clearing during traversal, with collections: dead keys
local t = {} for i = 1, 200 do t["k" .. i] = {} t[{}] = i t[i] = "v" end
c = 0 for k in next, t do t[k] = nil c = c + 1 if c % 20 == 0 then k = nil junk(5) end end
print(c, next(t)) -- expect: 600	nil
-- traversal with assignments to existing, growth of other tables
local t = {} for i = 1, 100 do t["a" .. i] = i end
for k, v in pairs(t) do t[k] = {v} local o = {} for i = 1, 40 do o["z" .. i] = i end if v % 10 == 0 then collectgarbage() end end
c = 0 for k, v in pairs(t) do c = c + v[1] end print(c) -- expect: 5050
-- coroutine collected while suspended inside pcall, metamethod, iterator, sort callback...
for i = 1, 40 do
  local co = coroutine.create(function(...)
    local x = ("up"):rep(30) .. i
    local t = setmetatable({}, {__index = function(_, k) coroutine.yield(k, x) return k end, __add = function(a, b) coroutine.yield(x) return b end,
      __concat = function(a, b) coroutine.yield(x) return b end})
    return pcall(function(...) for k in (function() return t.abc end) do local y = 1 + t .. "a" .. t .. x end end, ...)
  end)
  for j = 1, i % 6 + 1 do coroutine.resume(co, i, "arg" .. i) end
  if i % 4 == 0 then junk(3) end
end
junk()
-- stress string table growth and shrink
local s = {} for i = 1, 20000 do s[i] = "str" .. i end s = nil junk() s = {} for i = 1, 5000 do s[i] = "str" .. i end
print(s[5000]) -- expect: str5000
-- gsub/gmatch/concat/sort/format with collections
print((("a b c"):gsub("%a", function(c) junk(2) return c:rep(2) .. #c end))) -- expect: aa1 bb1 cc1
print((("a b c"):gsub("%a", setmetatable({}, {__index = function(_, k) junk(2) return k .. k end})))) -- expect: aa bb cc
for k, v in ("a=1, b=2, c=3"):gmatch("(%w+)=(%w+)") do junk(2) io.write(k .. v, ";") end print() -- expect: a1;b2;c3;
print(("%s|%s|%5s"):format(setmetatable({}, {__tostring = function() junk(2) return "T" .. 1 end}), "x" .. 1, setmetatable({}, {__tostring = function() junk(2) return "U" .. 1 end}))) -- expect: T1|x1|   U1
local t = {} for i = 1, 60 do t[i] = "w" .. (i * 37 % 61) end
table.sort(t, function(a, b) if a == "w5" then junk(2) end return #a < #b or #a == #b and a < b end)
print(t[1], t[60]) -- expect: w1	w60
-- sort whose comparator shrinks/grows the table
local t = {} for i = 1, 50 do t[i] = {i * 13 % 51} end
pcall(table.sort, t, function(a, b) t[#t + 1] = {1} t[1] = nil for i = 1, 10 do t[#t] = nil end collectgarbage() return (a and a[1] or 0) < (b and b[1] or 0) end)
local t = {} for i = 1, 50 do t[i] = {i * 13 % 51} end
pcall(table.sort, t, function(a, b) for i = 51, 300 do t[i] = {i} end collectgarbage() return a[1] < b[1] end)
-- varargs
local function va(...) local a, b = ... junk(2) local t = {...} junk(2) return select("#", ...), #t, a, b, ... end
print(va("x" .. 1, "y" .. 2, nil, "z" .. 3)) -- expect: 4	4	x1	y2	x1	y2	nil	z3
local function rec(n, ...) if n == 0 then junk(1) return ... end return rec(n - 1, n .. "n", ...) end
print(select("#", rec(100)), (rec(100))) -- expect: 100	1n
local function cc(...) return ("a" .. ...) .. "b", table.pack(...).n end
print(cc("q" .. 1, 2)) -- expect: aq1b	2
-- big unpack and calls with many results across gc
local big = {} for i = 1, 5000 do big[i] = "b" .. i end
local function id(...) junk(1) return ... end
local r = {id(table.unpack(big))} print(#r, r[5000]) -- expect: 5000	b5000
print(select("#", coroutine.wrap(function(...) junk(1) coroutine.yield(...) end)(table.unpack(big)))) -- expect: 5000
local co = coroutine.wrap(function(...) local t = {...} while true do junk(1) t = {coroutine.yield(table.unpack(t))} end end)
print(select("#", co(table.unpack(big)))) print(select("#", co(1, 2, 3)))
-- expect: 5000
-- expect: 3
print(pcall(error)) -- expect: false	nil
collectgarbage("stop") for i = 1, 1000 do local x = {} end collectgarbage("restart")
for _, m in ipairs {"incremental", "generational", "incremental"} do collectgarbage(m) end
for i = 1, 50 do collectgarbage("step") end
