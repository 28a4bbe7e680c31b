-- Large but legal programs and data.
local t = {}
for i = 1, 300 do t[#t + 1] = "local function f" .. i % 150 .. "() return " .. i .. " end" if i % 150 == 0 then t[#t + 1] = "do end" end end
local src = table.concat(t, "\n", 1, 150) .. "\nreturn f1() + f149()"
print(load(src)()) -- expect: 150
local ks = {} for i = 1, 1000 do ks[i] = "t.k" .. i .. " = " .. i .. ".5" end
print(load("local t = {} " .. table.concat(ks, " ") .. " return t.k1 + t.k1000")()) -- expect: 1002.0
local cs = {} for i = 1, 3000 do cs[i] = "'" .. "s" .. i .. "'" end
local arr = load("return {" .. table.concat(cs, ",") .. "}")()
print(#arr, arr[1], arr[256], arr[257], arr[3000]) -- expect: 3000	s1	s256	s257	s3000
local ps = {} for i = 1, 190 do ps[i] = "a" .. i end
local f = load("local " .. table.concat(ps, ",") .. " = ... return a1, a190")  local args = {}
for i = 1, 190 do args[i] = i end print(f(table.unpack(args))) local body = {} -- expect: 1	190
for i = 1, 2000 do body[i] = "if x == " .. i .. " then y = " .. i .. " end" end x = 1999
load(table.concat(body, "\n"))() print(y) x, y = nil -- expect: 1999
local s = {} for i = 1, 5000 do s[i] = "x = (x or 0) + " .. i end load(table.concat(s, "\n"))()
print(x) -- expect: 12502500
x = nil local loop = "local n = 0 for i = 1, 10 do " .. ("n = n + i "):rep(3000) .. "end return n"
print(load(loop)()) -- expect: 165000
local jump = "local n = 0 goto start ::back:: do return n end ::start:: " .. ("n = n + 1 "):rep(3000) .. " goto back"
print(load(jump)()) -- expect: 3000
local h = {} for i = 1, 20000 do h["key" .. i] = i end local sum = 0
for _, v in pairs(h) do sum = sum + v end print(sum) local a = {} for i = 1, 50000 do a[i] = i end
-- expect: 200010000
print(#a, a[50000]) -- expect: 50000	50000
local long = ("abc"):rep(100000) print(#long, long:sub(-3), #(long .. long)) local m = {}
-- expect: 300000	abc	600000
for i = 1, 200 do m[i] = {} for j = 1, 50 do m[i][j] = i * j end end
print(m[200][50]) -- expect: 10000
local ups = {} for i = 1, 120 do ups[i] = "local u" .. i .. " = " .. i end local names = {}
for i = 1, 120 do names[i] = "u" .. i end
print(load(table.concat(ups, " ") .. " return (function() return " .. table.concat(names, "+") .. " end)()")())
-- expect: 7260
print(#tostring(2 ^ 1023), 1e308 * 10 == math.huge) -- expect: 20	true
local e = load("return " .. ("1+"):rep(5000) .. "1")
print(e()) -- expect: 5001
print(#load("return '" .. ("\\65"):rep(1000) .. "'")()) -- expect: 1000
local elseif_ = {"local v = ... if v == 0 then return 0"}
for i = 1, 500 do elseif_[#elseif_ + 1] = "elseif v == " .. i .. " then return " .. i * 2 end
elseif_[#elseif_ + 1] = "end" print(load(table.concat(elseif_, " "))(500)) -- expect: 1000
