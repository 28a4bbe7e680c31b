-- Without __le, a <= b asks __lt for not (b < a), as the usual builds of Lua 5.4 do.
local log = {}
local mt = {} mt.__lt = function(a, b) log[#log + 1] = a.name .. "<" .. b.name return a.x < b.x end
local function new(name, x) return setmetatable({name = name, x = x}, mt) end
local a, b, c = new("a", 1), new("b", 2), new("c", 2)
print(a <= b, b <= a, b <= c, c >= b, not (b <= a)) -- expect: true	false	true	true	true
print(table.concat(log, " ")) -- expect: b<a a<b c<b c<b a<b
if a <= b then print("then") else print("else") end -- expect: then
if b <= a then print("then") else print("else") end -- expect: else
if a > b then print("then") else print("else") end -- expect: else
-- __le comes first, also the second operand's.
local le = setmetatable({name = "le", x = 0}, {__le = function() return "yes" end, __lt = error})
print(le <= a, a <= le) -- expect: true	true
-- It may yield, fail, and stand in for immediate operands.
local slow = setmetatable({}, {__lt = function(x, y) return coroutine.yield(type(x), type(y)) end})
local co = coroutine.wrap(function() return slow <= 7, 7 <= slow, slow >= 7 end)
print(co()) -- expect: number	table
print(co(false)) -- expect: table	number
print(co(true)) -- expect: table	number
print(co(nil)) -- expect: true	false	true
local bad = setmetatable({}, {__lt = function() error("no order", 0) end})
print(pcall(function() return bad <= 1 end)) -- expect: false	no order
print(select(2, pcall(function() return {} <= {} end)):match(" (.*)")) -- expect: attempt to compare two table values
print(select(2, pcall(function() return {} <= 1 end)):match(" (.*)")) -- expect: attempt to compare table with number
