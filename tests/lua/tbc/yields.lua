-- Yields inside closers, on every kind of exit.
local y = coroutine.yield
local function c(n) return setmetatable({}, {__close = function(_, e) y("closing " .. n .. " " .. tostring(e)) y("closed " .. n) end}) end
local function drive(f) local co = coroutine.wrap(function() return "result", f() end) local r repeat r = table.pack(co()) io.write(tostring(r[1]), "; ") until r[1] == "result" or r[1] == nil print(table.unpack(r, 2, r.n)) end
drive(function() local a <close> = c "a" local b <close> = c "b" return 1, 2, 3 end)
-- expect: closing b nil; closed b; closing a nil; closed a; result; 1	2	3
drive(function() do local a <close> = c "block" end return "after" end)
-- expect: closing block nil; closed block; result; after
drive(function() for i = 1, 2 do local a <close> = c("i" .. i) end return "loop" end)
-- expect: closing i1 nil; closed i1; closing i2 nil; closed i2; result; loop
drive(function() while true do local a <close> = c "w" break end return "break" end)
-- expect: closing w nil; closed w; result; break
drive(function() do local a <close> = c "g" goto out end ::out:: return "goto" end)
-- expect: closing g nil; closed g; result; goto
drive(function() return pcall(function() local a <close> = c "p" local b <close> = c "q" error("E", 0) end) end)
-- expect: closing q E; closed q; closing p E; closed p; result; false	E
drive(function() return pcall(function() local a <close> = c "p" local b <close> = setmetatable({}, {__close = function(_, e) y("mid") error(e .. "2", 0) end}) error("E1", 0) end) end)
-- expect: mid; closing p E12; closed p; result; false	E12
drive(function() for k in next, {1}, nil, c "for" do end return "for" end)
-- expect: closing for nil; closed for; result; for
drive(function() for k in next, {1}, nil, c "for" do return "returned", k end end)
-- expect: closing for nil; closed for; result; returned	1
drive(function() local function inner() local a <close> = c "tail" return select("#", 1, nil), "x" end return inner() end)
-- expect: closing tail nil; closed tail; result; 2	x
drive(function() return (function(...) local a <close> = c "va" return ... end)(1, nil, 3) end)
-- expect: closing va nil; closed va; result; 1	nil	3
drive(function() local t = {} for i = 1, 100 do t[i] = i end return select("#", (function() local a <close> = c "many" return table.unpack(t) end)()) end)
-- expect: closing many nil; closed many; result; 100
local co = coroutine.create(function() local a <close> = setmetatable({}, {__close = function() print(pcall(y, "no")) end}) y "suspended" end)
print(coroutine.resume(co)) -- expect: true	suspended
print(coroutine.close(co), coroutine.status(co))
-- expect: false	attempt to yield across a C-call boundary
-- expect: true	dead
co = coroutine.wrap(function() local a <close> = setmetatable({}, {__close = function() y(1) y(2) error("close failed", 0) end}) return "lost" end)
print(co(), co(), pcall(co)) -- expect: 1	2	false	close failed
