-- find and match: plain, init, anchors, captures, positions.
print(("hello world"):find("wor")) -- expect: 7	9
print(("hello"):find("l")) -- expect: 3	3
print(("hello"):find("xyz")) -- expect: nil
print(("hello"):find("")) -- expect: 1	0
print(("hello"):find("", 6)) -- expect: 6	5
print(("hello"):find("", 7)) -- expect: nil
print(("hello"):find("l", -2)) -- expect: 4	4
print(("hello"):find("h", 2)) -- expect: nil
print(("a.b"):find(".", 2, true)) -- expect: 2	2
print(("a.b"):find("%.")) -- expect: 2	2
print(("a+b"):find("+", 1, true)) -- expect: 2	2
print((""):find("")) -- expect: 1	0
print((""):find("x")) -- expect: nil
print(("hello"):find("(l)(l)")) -- expect: 3	4	l	l
print(("hello"):find("()ll()")) -- expect: 3	4	3	5
print(("key = value"):match("(%w+)%s*=%s*(%w+)")) -- expect: key	value
print(("2024-01-15"):match("(%d+)-(%d+)-(%d+)")) -- expect: 2024	01	15
print(("hello"):match("l+")) -- expect: ll
print(("hello"):match("x*")) -- expect:
print(("hello"):match("^h")) -- expect: h
print(("hello"):match("^e")) -- expect: nil
print(("hello"):match("o$")) -- expect: o
print(("hello"):match("l$")) -- expect: nil
print(("a$b"):match("a$b")) -- expect: a$b
print(("^a"):match("^^a")) -- expect: ^a
print(("hello"):match(".-l")) -- expect: hel
print(("hello"):match(".*l")) -- expect: hell
print(("hello"):match("h?e?x?l")) -- expect: hel
print(("hello"):match("()")) -- expect: 1
print(("hello"):match("(h)(e)(l)(l)(o)")) -- expect: h	e	l	l	o
print(("abc"):match("b", 3)) -- expect: nil
print(("abc"):match("^b", 2)) -- expect: b
print(("  trim  "):match("^%s*(.-)%s*$") .. "|") -- expect: trim|
print(("x=1,y=2"):match("y=(%d)")) -- expect: 2
print(("[tag]"):match("%[(.-)%]")) -- expect: tag
print(("a-b"):match("a%-b")) -- expect: a-b
print(("((a)(b))"):match("%b()")) -- expect: ((a)(b))
print(("f(a(b)c)d"):match("%b()")) -- expect: (a(b)c)
print(("unbalanced (("):match("%b()")) -- expect: nil
print(("THE (quick) fox"):find("%((%a+)%)")) -- expect: 5	11	quick
print(("aXb"):match("%u"), ("abc"):match("%u")) -- expect: X	nil
print(("abc123"):match("%a+()%d+")) -- expect: 4
print(("==a=="):match("^(=*)a%1$")) -- expect: ==
print(("'it' \"x\""):match([[(["'])(.-)%1]])) -- expect: '	it
print(("abab"):match("(ab)%1"), ("abac"):match("(ab)%1")) -- expect: ab	nil
print(("THE (quick) fox"):gsub("%f[%a]%a+", string.lower)) -- expect: the (quick) fox	3
print(("foo.bar"):match("%f[%w]%w+$")) -- expect: bar
print(("aaa"):find("a-", 2)) -- expect: 2	1
print(("aaa"):find("a-$")) -- expect: 1	3
print(("\0a\0"):find("%z"), ("a\0b"):match("a%zb") ~= nil, ("a\0b"):find("\0")) -- expect: 1	true	2	2
print(pcall(string.find, "a"))
-- expect: false	bad argument #2 to 'string.find' (string expected, got no value)
print(pcall(string.find, nil, "a"))
-- expect: false	bad argument #1 to 'string.find' (string expected, got nil)
print(string.find("12", 1)) -- expect: 1	1
