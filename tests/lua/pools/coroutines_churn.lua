-- Coroutines that end, fail, are closed, are abandoned.
local done = 0
for i = 1, 500 do local co = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) done = done + b end) co(i) co(i) end
print(done) -- expect: 125250
local failed = 0
for i = 1, 200 do local co = coroutine.create(function() local function deep(n) if n == 0 then error({n = i}) end deep(n - 1) end deep(i % 20) end) local ok, e = coroutine.resume(co) if not ok and e.n == i then failed = failed + 1 end coroutine.close(co) end
print(failed) -- expect: 200
local closed = 0
for i = 1, 200 do local co = coroutine.create(function() local function deep(n) if n == 0 then coroutine.yield() end deep(n - 1) end deep(i % 20) end) coroutine.resume(co) if coroutine.close(co) and coroutine.status(co) == "dead" then closed = closed + 1 end end
print(closed) -- expect: 200
local weak = setmetatable({}, {__mode = "v"})
for i = 1, 200 do local co = coroutine.create(function(...) local t = {...} local function va(...) coroutine.yield(...) end va(table.unpack(t)) end) coroutine.resume(co, 1, 2, i) weak[i] = co end
collectgarbage() collectgarbage() local alive = 0 for _ in pairs(weak) do alive = alive + 1 end
print(alive <= 1) -- expect: true
do local last = coroutine.wrap(function() coroutine.yield("again") end) print(last()) last() end
-- expect: again
local wraps = {}
for i = 1, 100 do wraps[i] = coroutine.wrap(function() for j = 1, 3 do coroutine.yield(i * j) end return "end" end) end
local s = 0 for j = 1, 3 do for i = 1, 100 do s = s + wraps[i]() end end
for i = 1, 100 do if wraps[i]() ~= "end" then print "wrong" end end
print(s) -- expect: 30300
for i = 1, 100 do local g = coroutine.wrap(function() error("gen " .. i, 0) end) local ok, e = pcall(g) if e ~= "gen " .. i then print(e) end end
print "end" -- expect: end
