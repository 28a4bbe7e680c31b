-- Nested coroutines, many coroutines, recursion inside, generators of generators.
local function nest(n) if n == 0 then return "bottom" end return (coroutine.wrap(function() return nest(n - 1) end)()) end
print(nest(50)) -- expect: bottom
local function chain(n) return coroutine.wrap(function() if n == 0 then coroutine.yield("leaf") return end for v in chain(n - 1) do coroutine.yield(v .. n) end end) end
for v in chain(10) do print(v) end -- expect: leaf12345678910
local ok, e = pcall(function() local function over() return coroutine.wrap(function() return over() end)() end return over() end)
print(ok, tostring(e):match "C stack overflow") -- expect: false	C stack overflow
local cos = {}
for i = 1, 500 do cos[i] = coroutine.wrap(function(a) while true do a = a + coroutine.yield(a) end end) end
local s = 0 for r = 1, 3 do for i = 1, 500 do s = s + cos[i](i) end end
print(s) -- expect: 751500
cos = nil collectgarbage()
local function permgen(a, n) n = n or #a if n <= 1 then coroutine.yield(table.concat(a)) else for i = 1, n do a[n], a[i] = a[i], a[n] permgen(a, n - 1) a[n], a[i] = a[i], a[n] end end end
local all = {}
for p in coroutine.wrap(function() permgen {"a", "b", "c"} end) do all[#all + 1] = p end
table.sort(all) print(#all, table.concat(all, " ")) -- expect: 6	abc acb bac bca cab cba
local function tree(l, v, r) return {l, v, r} end
local t = tree(tree(nil, 1, nil), 2, tree(tree(nil, 3, nil), 4, nil))
local function walk(n) if n then walk(n[1]) coroutine.yield(n[2]) walk(n[3]) end end
for v in coroutine.wrap(function() walk(t) end) do io.write(v, " ") end
print "." -- expect: 1 2 3 4 .
local function filter(p, g) return coroutine.wrap(function() while true do local n = g() if n == nil then return end if n % p ~= 0 then coroutine.yield(n) end end end) end
local x = coroutine.wrap(function() for i = 2, 60 do coroutine.yield(i) end end) local primes = {}
while true do local n = x() if n == nil then break end primes[#primes + 1] = n x = filter(n, x) end
print(table.concat(primes, " ")) -- expect: 2 3 5 7 11 13 17 19 23 29 31 37 41 43 47 53 59
local prod = coroutine.create(function() for i = 1, 3 do coroutine.yield("item" .. i) end end)
local got = {}
while true do local _, v = coroutine.resume(prod) if not v then break end got[#got + 1] = v end
print(table.concat(got, " "), coroutine.status(prod)) -- expect: item1 item2 item3	dead
print(coroutine.resume(coroutine.create(function() local function r(n) if n == 0 then coroutine.yield(n) return 0 end return 1 + r(n - 1) end return r(5000) end)))
-- expect: true	0
local co = coroutine.wrap(function() local function r(n) if n == 0 then coroutine.yield("deep") return 0 end return 1 + r(n - 1) end return r(5000) end)
print(co(), co()) -- expect: deep	5000
ok, e = pcall(coroutine.wrap(function() local function r() return 1 + r() end return r() end))
print(ok, tostring(e):match "stack overflow") -- expect: false	stack overflow
for i = 1, 300 do local c = coroutine.wrap(function() coroutine.yield(i) error("e" .. i, 0) end) c() local ok, e = pcall(c) if e ~= "e" .. i then print("bad", e) end end
print "300 failed coroutines" -- expect: 300 failed coroutines
