-- Stack overflows are ordinary errors, again and again, in every shape.
local function r(n) return 1 + r(n + 1) end local ok, e = pcall(r, 1)
print(ok, e:match "^overflow.lua:%d+: stack overflow") -- expect: false	overflow.lua:2: stack overflow
ok, e = pcall(function() local t = setmetatable({}, {__index = function(t, k) return t[k + 1] end}) return t[1] end)
print(ok, e:match "overflow") -- expect: false	overflow
ok, e = pcall(string.gsub, "x", "x", function() local function g(s) return (s:gsub("x", g)) end return g "x" end)
print(ok, e:match "overflow") -- expect: false	overflow
ok, e = pcall(function() local function s(t) table.sort({1, 2}, function(a, b) s() return a < b end) end s() end)
print(ok, tostring(e):match "overflow") -- expect: false	overflow
local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end
print(deep(15000)) -- expect: 15000
local function mutual(n) return n == 0 and "end" or (function(m) return (mutual(m)) end)(n - 1) end
print(mutual(5000)) -- expect: end
local n = 0 local function p() n = n + 1 local ok, e = pcall(p) return ok end p()
print(n > 50) -- expect: true
ok, e = pcall(function() return load("return " .. ("("):rep(1000) .. "1" .. (")"):rep(1000)) end)
print(ok) -- expect: true
print(pcall(string.rep, "x", 1 << 62) == false, pcall(string.rep, "xx", math.maxinteger))
-- expect: true	false	resulting string too large
print(select(2, pcall(table.unpack, {}, 1, 1 << 30))) -- expect: too many results to unpack
local nest = "1" for i = 1, 150 do nest = "{" .. nest .. "}" end
print(type(load("return " .. nest)())) -- expect: table
local ifs = ("if true then "):rep(150) .. "x = 1 " .. ("end "):rep(150)
print(load(ifs) ~= nil) -- expect: true
print(deep(10)) -- expect: 10

print "still alive" -- expect: still alive
