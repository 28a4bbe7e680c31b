-- What a freshly built wheel has to manage, whatever compiled it: deep recursion, tail calls, closers, errors, patterns.
local function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end
assert(fib(20) == 6765)

local function count(n) if n == 0 then return "done" end return count(n - 1) end
assert(count(1000000) == "done")

local function deep(n) return n == 0 and 0 or 1 + deep(n - 1) end
assert(deep(100000) == 100000)

local closed = 0
for _ = 1, 3 do local _ <close> = setmetatable({}, {__close = function() closed = closed + 1 end}) end
assert(closed == 3)

local ok, why = pcall(function() local t; return t.x end)
assert(not ok and why:find("attempt to index a nil value %(local 't'%)"))

local steps = coroutine.wrap(function(...) for _, value in ipairs{...} do coroutine.yield(value) end end)
assert(steps(1, 2) == 1 and steps() == 2)
assert(("key = value"):gsub("(%w+) = (%w+)", "%2 = %1") == "value = key")
assert(string.format("%5.2f|%x|%q", 1 / 3, 255, "a\n") == ' 0.33|ff|"a\\\n"')
collectgarbage()
print(_VERSION, "works")
