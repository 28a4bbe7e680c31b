-- Strings as values: identity, equality, indexing by methods, numbers where strings are expected.
print(("x"):rep(3) == "xxx", "a" .. "b" == "ab", #(12 .. ""), (12 .. ""):len(), string.len(123), string.rep(1.5, 2), string.upper(10), string.sub(12345, 2, 3), string.reverse(123), string.byte(7))
-- expect: true	true	2	2	3	1.51.5	10	23	321	55
local t = {} t["a" .. "b"] = 1 print(t.ab) t[("long"):rep(20)] = 2 -- expect: 1
print(t[("long"):rep(20)]) -- expect: 2
local k = ("z"):rep(41) t[k] = 3 print(t[("z"):rep(40) .. "z"], rawequal(k, ("z"):rep(41)))
-- expect: 3	true
print("a" < "b", "a\0b" == "a\0b", "a\0b" == "a\0c", #"\0\0\0", ("a\0b"):byte(1, -1))
-- expect: true	true	false	3	97	0	98
print(pcall(string.len))
-- expect: false	bad argument #1 to 'string.len' (string expected, got no value)
print(pcall(string.len, nil))
-- expect: false	bad argument #1 to 'string.len' (string expected, got nil)
print(pcall(string.rep, "x"))
-- expect: false	bad argument #2 to 'string.rep' (number expected, got no value)
print(pcall(string.sub))
-- expect: false	bad argument #1 to 'string.sub' (string expected, got no value)
print(pcall(string.upper, {}))
-- expect: false	bad argument #1 to 'string.upper' (string expected, got table)
print(pcall(string.byte, "x", "y"))
-- expect: false	bad argument #2 to 'string.byte' (number expected, got string)
print(pcall(string.rep, "x", 1e10) == false) -- expect: true
local parts = {} for i = 1, 100 do parts[i] = string.char(96 + i % 26 + 1) end
local s = table.concat(parts) print(#s, s:sub(1, 26), s:byte(-1)) local acc = ""
-- expect: 100	bcdefghijklmnopqrstuvwxyza	119
for i = 1, 200 do acc = acc .. i end print(#acc, acc:sub(-6)) -- expect: 492	199200
for i = 1, 3 do io.write(("%d"):rep(i, " "):format(1, 2, 3), ";") end
print "." -- expect: 1;1 2;1 2 3;.
print(("x"):rep(10):gsub("x", "yy")) -- expect: yyyyyyyyyyyyyyyyyyyy	10
print(#("é"), ("é"):byte(1, -1)) -- expect: 2	195	169
print(tostring("s") == "s", ("s").len("abc"), ("%s"):format("q"), ("a,b"):find(",", 1, true))
-- expect: true	3	q	2	2
