-- Scratch buffers: concat, format, gsub, rep, sort, nested and left by errors.
local n = 0 for i = 1, 500 do n = n + #("a" .. i .. "b" .. i * 2 .. "c") end
print(n) -- expect: 4340
n = 0 for i = 1, 500 do n = n + #("%d:%s:%5.2f"):format(i, "x", i / 3) end
print(n) -- expect: 5593
n = 0
for i = 1, 100 do n = n + #(("abc"):rep(i):gsub("b", function(c) return c .. #("x"):rep(i):gsub("x", "yy") end)) end
print(n) -- expect: 29065
for i = 1, 100 do local ok, e = pcall(string.gsub, ("ab"):rep(i), "b", function() if i % 2 == 0 then error("stop " .. i, 0) end end) if ok == (i % 2 == 0) then print("wrong", i) end end
for i = 1, 50 do pcall(table.concat, {"a", "b", {}}) pcall(string.format, "%d %d", 1, "x") pcall(string.rep, "x", -1) pcall(table.sort, {3, 2, 1, 4}, function(a, b) if a == 4 or b == 4 then error "sort" end return a < b end) end
print "errors passed" -- expect: errors passed
local t = {} for i = 1, 200 do t[i] = ("k%03d"):format((i * 37) % 200) end
table.sort(t, function(a, b) return a .. "" < b .. "" end)
print(t[1], t[100], t[200]) -- expect: k000	k099	k199
print(#table.concat(t, ", ")) -- expect: 1198
local nested = ("abc"):gsub("%w", function(c) return (("xyz"):gsub("%w", function(d) return ("%s%s"):format(c, d) end)) end)
print(nested) -- expect: axayazbxbybzcxcycz
local s = "" for i = 1, 300 do s = s .. string.char(65 + i % 26) end
print(#s, s:sub(-5)) -- expect: 300	KLMNO
for w in ("many words here"):gmatch("%a+") do pcall(function() for c in w:gmatch(".") do if c == "r" then error() end end end) end
print((tostring(setmetatable({}, {__tostring = function() return ("%s"):format(table.concat({1, 2}, "-")) end}))))
-- expect: 1-2
