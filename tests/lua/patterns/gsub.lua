-- gsub with strings, tables, functions, limits, anchors, empty matches.
print(("hello"):gsub("l", "L")) -- expect: heLLo	2
print(("hello"):gsub("l", "L", 1)) -- expect: heLlo	1
print(("hello"):gsub("l", "L", 0)) -- expect: hello	0
print(("hello"):gsub("", "-")) -- expect: -h-e-l-l-o-	6
print(("hello"):gsub("x*", "-")) -- expect: -h-e-l-l-o-	6
print(("abc"):gsub("%w", "%0%0")) -- expect: aabbcc	3
print(("abc"):gsub("(%w)(%w)", "%2%1")) -- expect: bac	1
print(("hello world"):gsub("o", {o = "0"})) -- expect: hell0 w0rld	2
print(("$name is $age"):gsub("%$(%w+)", {name = "Bob", age = 42})) -- expect: Bob is 42	2
print(("abc"):gsub("%w", {a = "1", b = true and false})) -- expect: 1bc	3
print(("abc"):gsub("%w", function(c) if c == "b" then return "[" .. c .. "]" end end))
-- expect: a[b]c	3
print(("abc"):gsub("(a)(b)", function(x, y) return y .. x end)) -- expect: bac	1
print(("abc"):gsub("()", function(p) return p end)) -- expect: 1a2b3c4	4
print(("abc"):gsub("^a", "x")) -- expect: xbc	1
print(("aaa"):gsub("^a", "x")) -- expect: xaa	1
print(("abc"):gsub("c$", "x")) -- expect: abx	1
print(("a b c"):gsub("%s+", "")) -- expect: abc	2
print(("x"):gsub("x", "%%")) -- expect: %	1
print(("abc def"):gsub("%f[%w]%w+", "<%0>")) -- expect: <abc> <def>	2
print(("abc"):gsub("b*", "-")) -- expect: -a-c-	3
print((""):gsub("", "x")) -- expect: x	1
print(("abc"):gsub(".", {a = 1, b = 2.5, c = "z"})) -- expect: 12.5z	3
print(pcall(string.gsub, "a", "a", function() return {} end))
-- expect: false	invalid replacement value (a table)
print(pcall(string.gsub, "a", "a", {a = {}})) -- expect: false	invalid replacement value (a table)
print(pcall(string.gsub, "a", "a"))
-- expect: false	bad argument #3 to 'string.gsub' (string/function/table expected, got no value)
print(pcall(string.gsub, "a", "a", true))
-- expect: false	bad argument #3 to 'string.gsub' (string/function/table expected, got boolean)
print(pcall(string.gsub, "abc", "b", function() error("in callback", 0) end))
-- expect: false	in callback
print(pcall(string.gsub, "a", "a", "b", "x"))
-- expect: false	bad argument #4 to 'string.gsub' (number expected, got string)
print(("a"):gsub("a", 5), ("abc"):gsub("b", setmetatable({}, {__index = function(_, k) return "<" .. k .. ">" end})))
-- expect: 5	a<b>c	1
print(("one two"):gsub("(%w+) (%w+)", "%2 %1 %0")) -- expect: two one one two	1
print(("a,b,,c"):gsub(",", ";", 2)) -- expect: a;b;,c	2
print(("x = 1"):gsub("%s*=%s*", "=")) -- expect: x=1	1
local n = 0 print(("aXbXc"):gsub("X", function() n = n + 1 return n end)) -- expect: a1b2c	2
print(("nested"):gsub("%w+", function(w) return (w:gsub("e", "E")) end)) -- expect: nEstEd	1
print(select("#", ("x"):gsub("y", ""))) -- expect: 2
print((("a"):rep(10000):gsub("a", "bc")):len(), ("x"):rep(3):gsub("x", "", -1)) -- expect: 20000	xxx	0
print(("abc"):gsub("", function() end), ("äöü"):gsub("[\128-\255]+", "?")) -- expect: abc	?	1
print(("hello"):gsub("l+", function(...) return select("#", ...) end)) -- expect: he1o	1
