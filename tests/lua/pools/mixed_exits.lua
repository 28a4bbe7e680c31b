-- Every way out of a frame, mixed: return, tail call, error, close, goto, break, yield, abandoned iterators.
local mt = {__close = function() end, __index = function(_, k) if k == "fail" then error("index", 0) end return k end, __add = function(a, b) return 1 end, __call = function(self, ...) return select("#", ...) end}
local o = setmetatable({}, mt) local stats = {ok = 0, err = 0}
local function tally(ok) if ok then stats.ok = stats.ok + 1 else stats.err = stats.err + 1 end end
local acts = {function(...) return ... end, function(...) return select("#", ...) end, function() error "e" end, function() local x <close> = o return 1 end, function() local x <close> = o error "e" end, function() return o.fail end, function() return o.x, o + 1, o(1, 2) end, function() for i in next, {1, 2}, nil, o do return i end end, function() for i = 1, 3 do local y <close> = o if i == 2 then goto out end end ::out:: return 1 end, function() return (coroutine.wrap(function() coroutine.yield(1) end)()) end, function() local co = coroutine.wrap(function() error "in co" end) return co() end, function(...) local t = {...} return pcall(error, t) end, function() return pcall(function() return o.fail end) end, function() return table.unpack({1, 2, 3}) end, function() local n n() end, function() while true do local z <close> = o if o.x then break end end end, function() return xpcall(error, function(m) return m end, "h") end, function() return tostring(nil), load("return ...")(5) end, function() string.rep() end}
for round = 1, 40 do for i, f in ipairs(acts) do tally(pcall(f, round, i)) tally(pcall(coroutine.wrap(f), i)) tally(pcall(pcall, f)) end end
print(stats.ok, stats.err) -- expect: 1800	480
collectgarbage()
local function nest(n) if n == 0 then return #acts end local f = acts[n % #acts + 1] pcall(f, n) return nest(n - 1) end
print(nest(500)) -- expect: 19
local function inner(n) local x <close> = o local ok = pcall(acts[n % #acts + 1], n) if n > 0 then return inner(n - 1) end return "bottom" end
print(inner(100)) -- expect: bottom
