-- byte, char, sub, len, rep, reverse, upper, lower.
print(("abc"):byte(), ("abc"):byte(2), ("abc"):byte(-1), ("abc"):byte(10), ("abc"):byte(1, -1))
-- expect: 97	98	99	nil	97	98	99
print(select("#", ("abc"):byte(10)), select("#", (""):byte()), ("abc"):byte(0), select("#", ("abc"):byte(-10, 10)))
-- expect: 0	0	nil	3
print(string.char(), string.char(72, 105), #string.char(0, 255), string.char(65.0)) -- expect: 	Hi	2	A
print(pcall(string.char, 256)) -- expect: false	bad argument #1 to 'string.char' (value out of range)
print(pcall(string.char, -1)) -- expect: false	bad argument #1 to 'string.char' (value out of range)
print(pcall(string.char, 1.5))
-- expect: false	bad argument #1 to 'string.char' (number has no integer representation)
local s = "hello"
print(s:sub(2), s:sub(2, 3), s:sub(-3), s:sub(-3, -2), s:sub(0), s:sub(10) == "", s:sub(3, 2) == "", s:sub(-100, 100), s:sub(1, 0) == "", s:sub(5, 5))
-- expect: ello	el	llo	ll	hello	true	true	hello	true	o
print(s:sub(math.mininteger, math.maxinteger), s:sub(math.maxinteger) == "", s:sub(2.0, "3"))
-- expect: hello	true	el
print(#s, s:len(), #"", #"a\0b", ("\0"):len()) -- expect: 5	5	0	3	1
print(("ab"):rep(3), ("ab"):rep(3, "-"), ("ab"):rep(0) == "", ("ab"):rep(-1) == "", (""):rep(1000000) == "", ("x"):rep(1, "sep"), #("x"):rep(1000, ","))
-- expect: ababab	ab-ab-ab	true	true	true	x	1999
print(s:reverse(), (""):reverse() == "", s:upper(), ("MiXeD1"):lower(), ("a\0b"):reverse() == "b\0a", s:upper():lower() == s)
-- expect: olleh	true	HELLO	mixed1	true	true
