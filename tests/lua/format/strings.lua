-- string.format: %s and %q.
local f = string.format print(f("%s %s %s %s", "str", 12, true, nil)) -- expect: str 12 true nil
print(f("%10s|%-10s|%.2s|%5.1s|", "abc", "abc", "abc", "abc"))
-- expect:        abc|abc       |ab|    a|
print(f("%s", setmetatable({}, {__tostring = function() return "via tostring" end})))
-- expect: via tostring
print((f("%s", {}):gsub("0x%x+", "ADDR"))) -- expect: table: ADDR
print(pcall(f, "%s")) -- expect: false	bad argument #2 to 'string.format' (no value)
print(pcall(f, "%s", setmetatable({}, {__tostring = function() return 5 end}))) -- expect: true	5
print(pcall(f, "%s", setmetatable({}, {__tostring = function() return {} end})))
-- expect: false	'__tostring' must return a string
print(#f("%s", "a\0b"), #f("%s", ("x"):rep(1000)), pcall(f, "%10s", "a\0b"))
-- expect: 3	1000	false	bad argument #2 to 'string.format' (string contains zeros)
print(f("%.20s", ("y"):rep(50)), f("%.0s", "gone") == "", f("%-5s|", "toolong"))
-- expect: yyyyyyyyyyyyyyyyyyyy	true	toolong|
print(f("%q", 'he said "hi"\n\\'), f("%q", "tab\tnul\0end\r\1272"), f("%q", 42), f("%q", -5), f("%q", math.mininteger), f("%q", 0.5), f("%q", true), f("%q", nil), f("%q", 1e100), f("%q", math.huge), f("%q", -math.huge), f("%q", "\200") == '"\200"')
-- expect: "he said \"hi\"\
-- expect: \\"	"tab\9nul\0end\13\1272"	42	-5	0x8000000000000000	0x1p-1	true	nil	0x1.249ad2594c37dp+332	1e9999	-1e9999	true
print(f("%q", 0 / 0)) -- expect: (0/0)
print(pcall(f, "%q", {}))
-- expect: false	bad argument #2 to 'string.format' (value has no literal form)
print(pcall(f, "%q", print))
-- expect: false	bad argument #2 to 'string.format' (value has no literal form)
print(pcall(f, "%5q", "x")) -- expect: false	specifier '%q' cannot have modifiers
for _, v in ipairs {"a\0001", "x\ny", 0.1, 1 / 3, 2 ^ 63, math.maxinteger, false, "\\\"'"} do if load("return " .. f("%q", v))() ~= v then print("not restored", v) end end
print(f("%p", 1), f("%p", "x") ~= nil, f("%p", {}):match("^0x%x+$") ~= nil, f("%p", nil), f("%5p|", true))
-- expect: (null)	true	true	(null)	(null)|
local t = {} print(f("%p", t) == f("%p", t), tostring(t) == "table: " .. f("%p", t))
-- expect: true	true
print(f("%s|%d|%5.1f|%x|%q", "mix", 1, 2.5, 255, "q")) -- expect: mix|1|  2.5|ff|"q"
print(("%s=%s"):format("k", "v"), ("%5s"):rep(3, "|"):format(1, 2, 3))
-- expect: k=v	    1|    2|    3
print(f(("%d "):rep(20), table.unpack({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})):sub(1, -2))
-- expect: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20
print(pcall(f, ("%d"):rep(5), 1, 2, 3)) -- expect: false	bad argument #5 to 'string.format' (no value)
