-- __gc: order, once, resurrection, errors, set too late.
local log = {}
local function obj(name) return setmetatable({name = name}, {__gc = function(o) log[#log + 1] = o.name end}) end
local function show() print(table.concat(log, " ")) log = {} end
do local a, b, c = obj "1", obj "2", obj "3" end collectgarbage() show() collectgarbage() show()
-- expect: 3 2 1
-- expect:
do local a = obj "outer" a.child = obj "child" a.child.parent = a end collectgarbage() show()
-- expect: child outer
local saved
do local r = setmetatable({name = "res"}, {__gc = function(o) saved = o log[#log + 1] = "resurrected" end}) end
collectgarbage() show() print(saved.name) saved = nil collectgarbage() show()
-- expect: resurrected
-- expect: res
-- expect:
local again
again = {__gc = function(o) log[#log + 1] = "n" .. o.n o.n = o.n + 1 if o.n <= 3 then setmetatable(o, again) end end}
do local x = setmetatable({n = 1}, again) end collectgarbage() collectgarbage() collectgarbage()
collectgarbage() show() -- expect: n1 n2 n3
do local late = {} local x = setmetatable({}, late) late.__gc = function() log[#log + 1] = "late" end end
collectgarbage() show() -- expect:
do local mt = {__gc = true} local x = setmetatable({}, mt) mt.__gc = function() log[#log + 1] = "placeholder replaced" end end
collectgarbage() show() do local x = setmetatable({}, {__gc = 5}) end collectgarbage() show()
-- expect: placeholder replaced
-- expect:
do local w = setmetatable({}, {__mode = "v"}) local k = setmetatable({}, {__mode = "k"}) do local x = setmetatable({}, {__gc = function(o) log[#log + 1] = tostring(w[1]) .. " " .. tostring(k[o]) end}) w[1] = x k[x] = "key kept" end collectgarbage() show() end
-- expect: nil key kept
local n = 0 for i = 1, 500 do setmetatable({}, {__gc = function() n = n + 1 end}) end
collectgarbage() print(n) -- expect: 500
do local x = setmetatable({}, {__gc = function() local t = {} for i = 1, 100 do t[i] = {i} end log[#log + 1] = #t end}) end
collectgarbage() show() -- expect: 100
do local x = setmetatable({}, {__gc = function() log[#log + 1] = tostring(pcall(error, "inside")) end}) end
collectgarbage() show() -- expect: false
do local co = coroutine.wrap(function() local x = obj "held by coroutine" coroutine.yield() end) co() co = nil end
collectgarbage() show() -- expect: held by coroutine
do local c = function() local up = obj "up" return function() return up end end local f = c() f = nil end
collectgarbage() show() local t = {} t[1] = obj "cleared" t[1] = nil collectgarbage() show()
-- expect: up
-- expect: cleared
do local x = setmetatable({}, {__gc = function() log[#log + 1] = tostring(collectgarbage("count") > 0) end}) end
collectgarbage() show() -- expect:
