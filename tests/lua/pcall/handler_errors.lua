-- Errors inside a message handler.
local n = 0
local ok, e = xpcall(error, function(e) n = n + 1 if n < 3 then error("again " .. n, 0) end return "settled on " .. tostring(e) end, "first", 0)
print(ok, e, n) -- expect: false	settled on again 2	3
ok, e = xpcall(error, function(e) error(e, 0) end, "always") print(ok, type(e))
-- expect: false	string
ok, e = xpcall(error, function(e) local x = nil; return x.y end, "runtime error in handler")
print(ok, type(e)) -- expect: false	string
ok, e = xpcall(error, error, "handler is error") print(ok, type(e)) -- expect: false	string
n = 0
ok, e = xpcall(function() local function r() return 1 + r() end return r() end, function(m) return m:match "stack overflow" end)
print(ok, e) -- expect: false	stack overflow
local depth = 0
ok, e = xpcall(error, function(m) depth = depth + 1 local ok2, e2 = pcall(error, "inner", 0) return m .. " " .. e2 end, "outer", 0)
print(ok, e, depth) -- expect: false	outer inner	1
ok, e = xpcall(error, function(m) return coroutine.wrap(function() coroutine.yield("from coroutine in handler") end)() end, "x")
print(ok, e) -- expect: false	from coroutine in handler
print((pcall(xpcall, error, function() error("escapes?", 0) end))) -- expect: true
local t = {} ok, e = xpcall(error, function(v) t[1] = v return v end, t) print(e == t, t[1] == t)
-- expect: true	true
local co = coroutine.wrap(function() return xpcall(function() coroutine.yield("y1") error("after yield", 0) end, function(m) return "handled " .. m end) end)
print(co()) -- expect: y1
print(co()) -- expect: false	handled after yield
co = coroutine.wrap(function() return xpcall(error, function(m) coroutine.yield("in handler") return m end, "x", 0) end)
print((co())) -- expect: false
