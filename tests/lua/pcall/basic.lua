-- pcall: results, nesting, errors of its own.
print(pcall(function() end)) -- expect: true
print(pcall(function() return nil end)) -- expect: true	nil
print(pcall(function(...) return ... end, 1, nil, 3)) -- expect: true	1	nil	3
print(pcall(function() return 1, 2, 3 end)) -- expect: true	1	2	3
print((pcall(function() return 1 end))) -- expect: true
print(pcall(pcall)) -- expect: false	bad argument #1 to 'pcall' (value expected)
print(pcall(pcall, error)) -- expect: true	false	nil
print(pcall(pcall, error, "e")) -- expect: true	false	e
print(pcall(pcall, pcall, pcall, error, "deep")) -- expect: true	true	true	false	deep
print(pcall(nil)) -- expect: false	attempt to call a nil value
print(pcall(5)) -- expect: false	attempt to call a number value
print(pcall({})) -- expect: false	attempt to call a table value
print(pcall("str")) -- expect: false	attempt to call a string value
print(pcall(print, "inside"))
-- expect: inside
-- expect: true
print(pcall(string.upper, "x")) -- expect: true	X
print(select("#", pcall(print)))
-- expect:
-- expect: 1
print(pcall(select, "#", nil, nil)) -- expect: true	2
local function nest(n) if n == 0 then error("bottom", 0) end local ok, e = pcall(nest, n - 1) error(e .. n, 0) end
print(pcall(nest, 5)) -- expect: false	bottom12345
local function deep(n) if n == 0 then return "ok" end return select(2, pcall(deep, n - 1)) end
print(deep(100)) -- expect: ok
local n = 0 for i = 1, 1000 do if not pcall(error) then n = n + 1 end end print(n) -- expect: 1000
local ok, e = pcall(function() local t = nil; t.x = 1 end) print(ok, e)
-- expect: false	basic.lua:28: attempt to index a nil value (local 't')
local t = setmetatable({}, {__call = function(_, a) return "called", a end}) print(pcall(t, 1))
-- expect: true	called	1
local r = table.pack(pcall(table.unpack, {1, 2, nil, 4}, 1, 4))
print(r.n, r[5]) -- expect: 5	4
local function f() return pcall(error, "tail") end print(f()) -- expect: false	tail
for i = 1, 3 do local ok, e = pcall(function() if i == 2 then error(i) end return i end) io.write(tostring(ok), " ", e, " ") end
print "." -- expect: true 1 false 2 true 3 .
while pcall(function() n = n - 100 if n < 0 then error() end end) do end print(n) -- expect: -100
if pcall(error) then print "no" else print "handled" end print(not pcall(error), pcall(error) == false)
-- expect: handled
-- expect: true	true
