-- Small things of debug: sources cut at 45 bytes, levels as C ints, NULs in messages, pairs as a level.
for n = 43, 47 do print(debug.getinfo(load("", ("x"):rep(n)), "S").short_src) end
print((debug.getinfo(2^40, "S") or {}).what, debug.getlocal(1, 2^32 + 1) ~= nil)
print((debug.traceback("a\0b"):gsub("\n.*", "")))
local t = setmetatable({}, {__pairs = function() print((debug.traceback("in pairs"):gsub("debug_details", "this"))) return next, {} end})
for k in pairs(t) do end
local function overflow() return 1 + overflow() end
xpcall(overflow, function() return pcall(overflow) end)
print((select(2, xpcall(overflow, debug.traceback)):gsub("\n.*", "")))
print((xpcall(overflow, function() local function again() return 1 + again() end return again() end)))
local events = {}
debug.sethook(function(e) if e == "return" then events[#events + 1] = debug.getinfo(2, "r").ftransfer end end, "r")
local _ = math.floor(1.5) _ = tostring(1)
debug.sethook()
print(events[2], events[3])
-- expect: [string "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]
-- expect: [string "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]
-- expect: [string "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..."]
-- expect: [string "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..."]
-- expect: [string "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..."]
-- expect: C	true
-- expect: a
-- expect: in pairs
-- expect: stack traceback:
-- expect: 	this.lua:5: in function <this.lua:5>
-- expect: 	[C]: in function 'pairs'
-- expect: 	this.lua:6: in main chunk
-- expect: 	[C]: in ?
-- expect: debug_details.lua:7: stack overflow
-- expect: false
-- expect: 2	2
