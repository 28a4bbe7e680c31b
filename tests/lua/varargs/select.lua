-- select: counts, negative indices, errors.
print(select("#"), select("#", nil), select("#", nil, nil), select("#", 1, nil)) -- expect: 0	1	2	2
print(select(1, "a", "b", "c")) -- expect: a	b	c
print(select(2, "a", "b", "c")) -- expect: b	c
print(select(3, "a", "b", "c")) -- expect: c
print(select(4, "a", "b", "c")) -- expect:
print(select(-1, "a", "b", "c")) print(select(-2, "a", "b", "c")) print(select(-3, "a", "b", "c"))
-- expect: c
-- expect: b	c
-- expect: a	b	c
print(select(100)) print(select(2.0, "a", "b")) print(select("2", "a", "b"))
-- expect:
-- expect: b
-- expect: b
print((select(2, "a", "b", "c"))) -- expect: b
print(pcall(select)) print(pcall(select, 0)) print(pcall(select, -1)) print(pcall(select, -4, 1, 2, 3))
-- expect: false	bad argument #1 to 'select' (number expected, got no value)
-- expect: false	bad argument #1 to 'select' (index out of range)
-- expect: false	bad argument #1 to 'select' (index out of range)
-- expect: false	bad argument #1 to 'select' (index out of range)
print(pcall(select, "x", 1)) print(pcall(select, 1.5, 1)) print(pcall(select, nil)) print(pcall(select, {}))
-- expect: false	bad argument #1 to 'select' (number expected, got string)
-- expect: false	bad argument #1 to 'select' (number has no integer representation)
-- expect: false	bad argument #1 to 'select' (number expected, got nil)
-- expect: false	bad argument #1 to 'select' (number expected, got table)
local function sum(...) local s = 0 for i = 1, select("#", ...) do s = s + (select(i, ...) or 0) end return s end
print(sum(1, nil, 3, nil), sum(), sum(10)) -- expect: 4	0	10
print(select("#", table.unpack({}, 1, 100)), select(100, table.unpack({[100] = "x"}, 1, 100)))
-- expect: 100	x
