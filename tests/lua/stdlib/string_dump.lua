-- string.dump and binary chunks: modes, environments, upvalues, stripped code, messages of damaged ones.
local function again(f, strip) return assert(load(string.dump(f, strip), "=again", "b")) end
print(again(function(a, b, ...) return a + b, select("#", ...) end)(1, 2, 3, 4)) -- expect: 3	2
local data = string.dump(function() return "binary", [[\0]], 1 << 40, -0.0, 1e300 end)
print(select('#', load(data)()), load(data)()) -- expect: 5	binary	\0	1099511627776	-0.0	1e+300
local p = 0
print(load(function() p = p + 1 return data:sub(p, p) end, "=pieces", "b")() == "binary") -- expect: true
print(load(data, "name", "t")) -- expect: nil	attempt to load a binary chunk (mode is 't')
print(#string.dump(again(load "return 1")) == #string.dump(load "return 1")) -- expect: true

-- the first upvalue is the environment, whatever it was; the others are fresh
local a, b = 10, 20
local function both(x) if x then a, b = x, x + 1 end return a, b end
local copy = again(both)
print(copy() == _G, select(2, copy())) -- expect: true	nil
copy(5) print(copy()) -- expect: 5	6
print(both()) -- expect: 10	20
print(load(string.dump(both), "=e", "b", "env")()) -- expect: env	nil
print(debug.getupvalue(copy, 1)) -- expect: a	5
print(debug.getupvalue(again(both, true), 2)) -- expect: (no name)	nil
local function global() return print ~= nil end
print(again(global)(), pcall(load(string.dump(global), "g", "b", {}))) -- expect: true	true	false

-- names and lines stay, unless stripped
local bad = load("local t = nil\nreturn t.x", "@bad.lua")
print(pcall(again(bad))) -- expect: false	bad.lua:2: attempt to index a nil value (local 't')
print(pcall(again(bad, true))) -- expect: false	?:-1: attempt to index a nil value
print(pcall(again(load "x.y.z = 1", true))) -- expect: false	?:-1: attempt to index a nil value (field 'x')
print(pcall(again(load "error 'no position'", true))) -- expect: false	no position
print(pcall(again(load "string.rep()", true)))
-- expect: false	bad argument #1 to 'rep' (string expected, got no value)
print(pcall(again(load "local x return (function() return x.y end)()", true)))
-- expect: false	?:-1: attempt to index a nil value (upvalue '?')
local info = debug.getinfo(again(both, true), "Slu")
print(info.source, info.short_src, info.linedefined, info.nups) -- expect: =?	?	13	2
print(select(2, xpcall(again(load "local n = nil + 1", true), debug.traceback)):match("\n[^\n]*\n[^\n]*"))
-- expect: 
-- expect: stack traceback:
-- expect: 	?: in main chunk

-- inner functions, loops, closers
local counter = again(function()
  local n, log = 0, {}
  local function step(...) n = n + select("#", ...) return n end
  for i = 1, 3 do local c <close> = setmetatable({}, {__close = function() log[#log + 1] = i end}) step(i, i) end
  for k, v in pairs {x = 1} do step(k, v, log) end
  return n, table.concat(log, " ")
end, true)
print(counter()) -- expect: 9	1 2 3
print(coroutine.wrap(again(function(x) while true do x = x + coroutine.yield(x) end end))(4)) -- expect: 4

-- what is no function of Lua's, and what is no dump
print(pcall(string.dump, print)) -- expect: false	unable to dump given function
print(pcall(string.dump, coroutine.wrap(print))) -- expect: false	unable to dump given function
print(select(2, pcall(string.dump)):match("%b()")) -- expect: (function expected, got no value)
print(load("\27")) -- expect: nil	binary string: bad binary format (truncated chunk)
print(load("\27Lua\1", "=name")) -- expect: nil	name: bad binary format (version mismatch)
print(load("\27Not", "@name")) -- expect: nil	name: bad binary format (not a binary chunk)
print(load(data:sub(1, -2), "some text")) -- expect: nil	some text: bad binary format (truncated chunk)
print(load(data:sub(1, -2) .. "?", "=dump")) -- expect: nil	dump: bad binary format (corrupted chunk)
local refused = 0
for i = 1, #data do
  local changed = data:sub(1, i - 1) .. string.char((data:byte(i) + 1) % 256) .. data:sub(i + 1)
  if not load(changed) then refused = refused + 1 end
end
print(refused == #data) -- expect: true
