-- A coroutine left suspended inside closers, pcalls and loops, then dropped and collected.
local closed = 0
local function leave(kind) local co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() closed = closed + 1 end}) if kind == 1 then coroutine.yield() elseif kind == 2 then pcall(function() coroutine.yield() end) elseif kind == 3 then for _ in next, {1, 2} do coroutine.yield() end elseif kind == 4 then local t = setmetatable({}, {__index = function() return coroutine.yield() end}) local _ = t.x else (function(...) coroutine.yield(...) end)(1, 2, 3, 4, 5, 6, 7, 8, 9) end end) coroutine.resume(co) return coroutine.status(co) end
for i = 1, 5 do io.write(leave(i), " ") end print "." collectgarbage() collectgarbage()
-- expect: suspended suspended suspended suspended suspended .
print(closed) -- expect: 0
for i = 1, 100 do leave(i % 5 + 1) end collectgarbage()
print(closed) -- expect: 0
local outer = coroutine.create(function() local inner = coroutine.create(function() coroutine.yield() end) coroutine.resume(inner) coroutine.yield(inner) end)
print(coroutine.resume(outer) == true, coroutine.status(outer)) -- expect: true	suspended
outer = nil collectgarbage() collectgarbage() print "collected" -- expect: collected
