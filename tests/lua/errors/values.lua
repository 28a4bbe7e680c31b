-- Any value is an error value, passed on unchanged.
local t = {} local f = function() end local co = coroutine.create(f)
for _, v in ipairs {1, 2.5, "s", true, false, t, f, co, io.stdout} do local ok, e = pcall(error, v) if not rawequal(e, v) then print("changed", v) end end
print(pcall(error)) -- expect: false	nil
print(pcall(error, nil)) -- expect: false	nil
print(pcall(error, nil, 2)) -- expect: false	nil
print(select("#", pcall(error))) -- expect: 2
print(pcall(error, "msg", 0)) -- expect: false	msg
print(pcall(error, 12, 0)) -- expect: false	12
print(math.type(select(2, pcall(error, 12))), math.type(select(2, pcall(error, 12.0))))
-- expect: integer	float
print(pcall(error, setmetatable({}, {__tostring = function() return "custom error" end})))
-- expect: false	custom error
local ok, e = pcall(function() error({code = 42}) end)
print(ok, type(e), e.code) -- expect: false	table	42
ok, e = pcall(function() error(e) end) print(e.code) -- expect: 42
ok, e = pcall(function() error(t) end) print(e == t) -- expect: true
ok, e = pcall(function() local ok, e = pcall(error, t) error(e) end)
print(e == t) -- expect: true
local _, z = pcall(error, "a\0b", 0) print(#z) -- expect: 3
print(pcall(assert, false)) -- expect: false	assertion failed!
print(pcall(assert, nil, "message")) -- expect: false	message
print(pcall(assert, false, t) == false, select(2, pcall(assert, false, t)) == t) -- expect: true	true
print(pcall(assert, nil, nil)) -- expect: false	nil
print(assert(1, 2, 3)) -- expect: 1	2	3
print(select("#", assert(true, nil, nil))) -- expect: 3
print(pcall(assert)) -- expect: false	bad argument #1 to 'assert' (value expected)
print(select(2, pcall(assert, false, 42)), math.type(select(2, pcall(assert, false, 42))))
-- expect: 42	integer
print(assert(0), #assert("")) -- expect: 0	0
