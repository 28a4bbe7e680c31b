-- The utf8 library.
print(utf8.char(), utf8.char(72, 228, 8364, 128512) == "H\u{E4}\u{20AC}\u{1F600}", #utf8.char(0x7FFFFFFF), utf8.charpattern == "[\0-\x7F\xC2-\xFD][\x80-\xBF]*")
-- expect: 	true	6	true
print(utf8.len(""), utf8.len("a\u{E4}\u{20AC}"), utf8.len("abc", 2), utf8.len("abc", 4), utf8.len("\xff"), utf8.len("ab\x80c"))
-- expect: 0	3	2	0	nil	nil	3
print(utf8.codepoint("a\u{E4}\u{20AC}", 1, -1)) -- expect: 97	228	8364
print(utf8.offset("a\u{E4}\u{20AC}z", 3), utf8.offset("a\u{E4}\u{20AC}z", -1), utf8.offset("abc", 5), utf8.offset("abc", 4), utf8.offset("a\u{E4}", 0, 3))
-- expect: 4	7	nil	4	2
for p, c in utf8.codes("a\u{E4}\u{20AC}") do io.write(p, ":", c, " ") end
print "." -- expect: 1:97 2:228 4:8364 .
for c in ("a\u{E4}b"):gmatch(utf8.charpattern) do io.write(#c, " ") end
print "." -- expect: 1 2 1 .
print(pcall(utf8.codepoint, "\xff")) -- expect: false	invalid UTF-8 code
print(pcall(utf8.len, "abc", 6))
-- expect: false	bad argument #2 to 'utf8.len' (initial position out of bounds)
print(pcall(utf8.char, -1)) -- expect: false	bad argument #1 to 'utf8.char' (value out of range)
print(pcall(utf8.offset, "a\u{E4}", 1, 3)) -- expect: false	initial position is a continuation byte
print(pcall(function() for _ in utf8.codes("a\xffb") do end end))
-- expect: false	utf8.lua:18: invalid UTF-8 code
print(pcall(utf8.codepoint, "abc", 1, 4))
-- expect: false	bad argument #3 to 'utf8.codepoint' (out of bounds)
print(utf8.len("\u{7FFFFFFF}"), utf8.len("\u{7FFFFFFF}", 1, -1, true), utf8.codepoint("\u{200000}", 1, 1, true))
-- expect: nil	1	2097152
print(utf8.len("\xed\xa0\x80"), (utf8.len("\xc0\x80"))) -- expect: nil	nil
