-- Integers in format: what converts and what does not.
local f = string.format print(f("%o %#o", 8, 8)) -- expect: 10 010
print(f("%d", 3.0), f("%d", "10"), f("%x", "0x1F"), f("%d", "3.0"), f("%d", -0.0))
-- expect: 3	10	1f	3	0
print(pcall(f, "%d", 3.5))
-- expect: false	bad argument #2 to 'string.format' (number has no integer representation)
print(pcall(f, "%d", "3.5"))
-- expect: false	bad argument #2 to 'string.format' (number has no integer representation)
print(pcall(f, "%d", "x"))
-- expect: false	bad argument #2 to 'string.format' (number expected, got string)
print(pcall(f, "%d", nil))
-- expect: false	bad argument #2 to 'string.format' (number expected, got nil)
print(pcall(f, "%d", 2 ^ 63))
-- expect: false	bad argument #2 to 'string.format' (number has no integer representation)
print(pcall(f, "%x", {}))
-- expect: false	bad argument #2 to 'string.format' (number expected, got table)
print(f("%c%c%c", 72, 105, 33), #f("%c", 0), f("%5c|%-5c|", 65, 66)) -- expect: Hi!	1	    A|B    |
print(f("%%"), f("100%%"), f("%d%%", 5)) -- expect: %	100%	5%
print(f("%5d|%-8d|%08d", -42, -42, -42)) -- expect:   -42|-42     |-0000042
print(f("%20d|%-20d|", math.maxinteger, math.mininteger))
-- expect:  9223372036854775807|-9223372036854775808|
print(f("%.20d", 5)) -- expect: 00000000000000000005
print(f("%+5d|%+-5d|% 5d", 3, 3, 3)) -- expect:    +3|+3   |    3
print(pcall(f, "%u", 1)) -- expect: true	1
print(pcall(f, "%y", 1)) -- expect: false	invalid conversion '%y' to 'format'
print(pcall(f, "%", 1)) -- expect: false	invalid conversion '%' to 'format'
print(pcall(f, "%123d", 1)) -- expect: false	invalid conversion specification: '%123d'
print(pcall(f, "%.123d", 1)) -- expect: false	invalid conversion specification: '%.123d'
print(pcall(f, "%#d", 1)) -- expect: false	invalid conversion specification: '%#d'
print(pcall(f, "%0c", 1)) -- expect: false	invalid conversion specification: '%0c'
print(pcall(f, "%d")) -- expect: false	bad argument #2 to 'string.format' (no value)
print(pcall(f, "%d %d", 1)) -- expect: false	bad argument #3 to 'string.format' (no value)
print(pcall(f)) -- expect: false	bad argument #1 to 'string.format' (string expected, got no value)
print(f("no args"), f("extra", 1, 2), f(""):len(), f(5)) -- expect: no args	extra	0	5
print(pcall(f, "%10.3q", 1)) -- expect: false	specifier '%q' cannot have modifiers
print(pcall(f, "%  d", 1)) -- expect: true	 1
print(pcall(f, "%--5d|", 1))
-- expect: true	1    |
