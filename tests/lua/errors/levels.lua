-- error levels: which line is named.
local function at(level) error("msg", level) end
print(pcall(at)) -- expect: false	levels.lua:2: msg
print(pcall(at, 0)) -- expect: false	msg
print(pcall(at, 1)) -- expect: false	levels.lua:2: msg
local function caller(level)
  at(level)
end
print(pcall(caller, 1)) -- expect: false	levels.lua:2: msg
print(pcall(caller, 2)) -- expect: false	levels.lua:7: msg
print(pcall(caller, 3)) -- expect: false	msg
local function outer(level)
  caller(level)
  return 1
end
print(pcall(outer, 3)) -- expect: false	levels.lua:13: msg
print(pcall(outer, 2)) -- expect: false	levels.lua:7: msg
print(pcall(outer, 99)) -- expect: false	msg
print(pcall(error, "direct")) -- expect: false	direct
print(pcall(error, "direct", 1)) -- expect: false	direct
print(pcall(error, "direct", 2)) -- expect: false	levels.lua:21: direct
print(pcall(function() error("here") end)) -- expect: false	levels.lua:22: here
print(pcall(function() error("x", 2) end)) -- expect: false	x
print(pcall(function() return error("tail") end)) -- expect: false	levels.lua:24: tail
print(pcall(load("error('in chunk')", "=name"))) -- expect: false	name:1: in chunk
print(pcall(load("error('in chunk')", "@file.lua"))) -- expect: false	file.lua:1: in chunk
print(pcall(load("\n\nerror('third line')", "some code\nsecond line")))
-- expect: false	[string "some code..."]:3: third line
print(pcall(load("error('long')", ("x"):rep(100))))
-- expect: false	[string "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..."]:1: long
print(pcall(load("error('long file')", "@" .. ("y"):rep(100))))
-- expect: false	...yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy:1: long file
print(pcall(load("error('long name')", "=" .. ("z"):rep(100))))
-- expect: false	zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz:1: long name
print(pcall(load("local x = nil; x()", "")))
-- expect: false	[string ""]:1: attempt to call a nil value (local 'x')
print(pcall(error, "level as float", 1.0)) -- expect: false	level as float
print(pcall(error, "level", "2")) -- expect: false	levels.lua:38: level
print(pcall(error, "level", {}))
-- expect: false	bad argument #2 to 'error' (number expected, got table)
print(pcall(error, {}, 2) == false) -- expect: true
