-- Names and options of any length are whole in messages.
local name = ("v"):rep(300)
local function message(source) return (select(2, pcall(load(source, "=x")))) end
print(message("local " .. name .. " = nil; " .. name .. ".x = 1") == "x:1: attempt to index a nil value (local '" .. name .. "')")
-- expect: true
print(message("local " .. name .. " = 1.5; return 1 | " .. name) == "x:1: number (local '" .. name .. "') has no integer representation")
-- expect: true
print(message("local _ = 1 + " .. name) == "x:1: attempt to perform arithmetic on a nil value (global '" .. name .. "')")
-- expect: true
print(message("local _ENV = {} local _ = 1 + " .. name) == "x:1: attempt to perform arithmetic on a nil value (global '" .. name .. "')")
-- expect: true
print(message("local t = {} local _ = 1 + t." .. name) == "x:1: attempt to perform arithmetic on a nil value (field '" .. name .. "')")
-- expect: true
print(select(2, pcall(collectgarbage, name)) == "bad argument #1 to 'collectgarbage' (invalid option '" .. name .. "')")
-- expect: true
print(select(2, pcall(string.rep, setmetatable({}, {__name = name}))) == "bad argument #1 to 'string.rep' (string expected, got " .. name .. ")")
-- expect: true
