-- A replacement string with its escapes at the ends, side by side, alone, or none; and matches side by side.
print((("abc"):gsub(".", "%0"))) -- expect: abc
print(#("abc"):gsub("%w", "")) -- expect: 0
print((("abc"):gsub("b", "%%"))) -- expect: a%c
print((("abc"):gsub("(b)", "%1%0%%"))) -- expect: abb%c
print((("abc"):gsub("(.)(.)", "<%2%1>"))) -- expect: <ba>c
print((("abc"):gsub("", "-"))) -- expect: -a-b-c-
print((("abc"):gsub("", ""))) -- expect: abc
print((("abc"):gsub("()", "%1"))) -- expect: 1a2b3c4
print((("a\0b"):gsub("%z", "\0%0\0") == "a\0\0\0b")) -- expect: true
print(pcall(string.gsub, "abc", "b", "x%")) -- expect: false	invalid use of '%' in replacement string
print(pcall(string.gsub, "abc", "b", "%")) -- expect: false	invalid use of '%' in replacement string
print(pcall(string.gsub, "abc", "b", "%2")) -- expect: false	invalid capture index %2
