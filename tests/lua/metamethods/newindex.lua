-- __newindex: called for absent keys only; tables redirect; rawset goes round.
local log = {}
local t = setmetatable({have = 1}, {__newindex = function(t, k, v) log[#log + 1] = tostring(k) .. "=" .. tostring(v) end})
t.have = 2 t.new = 3 t[1] = 4 t.new = nil t[1.5] = false
print(table.concat(log, " "), t.have, t.new, t[1], rawlen(t))
-- expect: new=3 1=4 new=nil 1.5=false	2	nil	nil	0
rawset(t, "new", 9) print(t.new) t.new = 10 print(t.new, #log)
-- expect: 9
-- expect: 10	4
t.have = nil t.have = 5 print(t.have, log[#log]) -- expect: nil	have=5
local store = {} local p = setmetatable({}, {__newindex = store, __index = store})
p.x = 1 p[1] = "one" print(rawget(p, "x"), store.x, p.x, p[1], #store) -- expect: nil	1	1	one	1
local chain = setmetatable({}, {__newindex = setmetatable({}, {__newindex = function(t, k, v) rawset(t, k, v .. "!") end})})
chain.k = "v" print(rawget(chain, "k"), getmetatable(chain).__newindex.k) -- expect: nil	v!
print(pcall(function() setmetatable({}, {__newindex = 5}).x = 1 end))
-- expect: false	newindex.lua:15: attempt to index a number value
local loop = {} setmetatable(loop, {__newindex = loop}) print(pcall(function() loop.x = 1 end))
-- expect: false	newindex.lua:17: '__newindex' chain too long; possible loop
print(pcall(function() t[nil] = 1 end), pcall(function() t[0 / 0] = 1 end)) -- expect: true	true
print(log[#log - 1]) -- expect: nil=1
print(pcall(function() local raw = {} raw[nil] = 1 end))
-- expect: false	newindex.lua:21: table index is nil
print(pcall(function() local raw = {} raw[0 / 0] = 1 end)) print(pcall(rawset, {}, nil, 1))
-- expect: false	newindex.lua:23: table index is NaN
-- expect: false	table index is nil
local ro = setmetatable({}, {__newindex = function(_, k) error("read only: " .. k, 2) end})
print(pcall(function() ro.f = 1 end)) -- expect: false	newindex.lua:27: read only: f
local multi = setmetatable({}, {__newindex = function(t, k, v) rawset(t, k, (v or "nil") .. "*") end})
multi.a, multi.b, multi.c = "x", "y" print(multi.a, multi.b, multi.c) -- expect: x*	y*	nil*
local w = setmetatable({}, {__newindex = function(t, k, v) rawset(t, k, "called " .. v) end})
w.z = "z" print(w.z) -- expect: called z
print(pcall(function() local s = "x" s.y = 1 end))
-- expect: false	newindex.lua:32: attempt to index a string value (local 's')
print(pcall(function() local n n.y = 1 end))
-- expect: false	newindex.lua:34: attempt to index a nil value (local 'n')
print(pcall(function() undefinedtable.x = 1 end))
-- expect: false	newindex.lua:36: attempt to index a nil value (global 'undefinedtable')
print(pcall(function() local a = {} a.b.c = 1 end))
-- expect: false	newindex.lua:38: attempt to index a nil value (field 'b')
print(pcall(function() (5)[1] = 2 end))
-- expect: false	newindex.lua:40: attempt to index a number value
