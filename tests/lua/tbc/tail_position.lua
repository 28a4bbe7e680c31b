-- A return inside a to-be-closed scope is no tail call: the closer runs after the call.
local log = {}
local function c(n) return setmetatable({}, {__close = function() log[#log + 1] = "close " .. n end}) end
local function work(x) log[#log + 1] = "work " .. x return x, x * 2 end
local function f() local a <close> = c "f" return work(1) end
print(f()) -- expect: 1	2
print(table.concat(log, ", ")) -- expect: work 1, close f
log = {}
local function g() do local a <close> = c "g" end return work(2) end
print(g()) -- expect: 2	4
print(table.concat(log, ", ")) -- expect: close g, work 2
log = {}
local function h(n) local a <close> = c(n) if n == 0 then return "done" end return h(n - 1) end
print(h(3)) -- expect: done
print(table.concat(log, ", ")) -- expect: close 0, close 1, close 2, close 3
log = {}
local function va(...) local a <close> = c "va" return ... end print(va(1, nil, 3)) print(select("#", va()))
-- expect: 1	nil	3
-- expect: 0
local function many() local a <close> = c "many" local t = {} for i = 1, 300 do t[i] = i end return table.unpack(t) end
print(select("#", many()), (select(300, many()))) -- expect: 300	300
local function results() local a <close> = setmetatable({}, {__close = function() local x, y, z = "these", "must", "not clobber" return x, y, z end}) return 1, 2, 3 end
print(results()) -- expect: 1	2	3
local function pc() local a <close> = c "pcall" return pcall(error, "e", 0) end print(pc())
-- expect: false	e
local function cap() local x = 1 local a <close> = setmetatable({}, {__close = function() x = x + 1 end}) return x, function() return x end end
local v, get = cap() print(v, get()) -- expect: 1	2
local obj = setmetatable({}, {__close = function(self, e) log[#log + 1] = self.name end})
obj.name = "self" do local a <close> = obj local b <close> = obj end
print(log[#log], log[#log - 1]) -- expect: self	self
do local a <close> = setmetatable({}, {__close = function(...) print(select("#", ...), (select(2, ...))) end}) end
-- expect: 2	nil
