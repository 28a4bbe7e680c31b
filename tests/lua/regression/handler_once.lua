-- The handler runs once for each error, with the stack of the error still there.
local n = 0
local function handler(e) n = n + 1 return e end
local function fail(k) if k == 0 then error("leaf", 0) end fail(k - 1) end
for i = 1, 10 do xpcall(fail, handler, i) end
print(n) -- expect: 10
xpcall(function() pcall(fail, 3) return xpcall(fail, handler, 2) end, handler)
print(n) -- expect: 11
print(xpcall(function() coroutine.wrap(fail)(2) end, handler), n) -- expect: false	12
