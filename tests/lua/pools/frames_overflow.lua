-- Caught stack overflows leave nothing rented.
local function r() return 1 + r() end
local function shallow(n) if n == 0 then return 0 end return 1 + shallow(n - 1) end
print(shallow(500)) -- expect: 500
local co = coroutine.create(function() return pcall(r) end)
print(select(2, coroutine.resume(co)), coroutine.status(co)) -- expect: false	dead
for i = 1, 2 do local ok, e = pcall(function() local function c() return coroutine.wrap(function() return c() end)() end return c() end) if ok then print "uncaught" end end
print "done" -- expect: done
