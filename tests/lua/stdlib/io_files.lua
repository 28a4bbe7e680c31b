-- io: opening, modes, writing, positions, buffers, closing, defaults, and what is said of wrong uses.
local name = os.tmpname()
local function message(f, ...)
  return (select(2, pcall(f, ...)):gsub(name, "NAME"))
end

for _, mode in ipairs({"r", "w", "a", "r+", "w+", "a+", "rb", "w+b", "rbb", "", "x", "rw", "+", "rb+", "r +"}) do
  print(mode, pcall(function() return io.type(io.open(name, mode)) end))
-- expect: r	true	file
-- expect: w	true	file
-- expect: a	true	file
-- expect: r+	true	file
-- expect: w+	true	file
-- expect: a+	true	file
-- expect: rb	true	file
-- expect: w+b	true	file
-- expect: rbb	true	file
-- expect: 	false	io_files.lua:8: bad argument #2 to 'open' (invalid mode)
-- expect: x	false	io_files.lua:8: bad argument #2 to 'open' (invalid mode)
-- expect: rw	false	io_files.lua:8: bad argument #2 to 'open' (invalid mode)
-- expect: +	false	io_files.lua:8: bad argument #2 to 'open' (invalid mode)
-- expect: rb+	false	io_files.lua:8: bad argument #2 to 'open' (invalid mode)
-- expect: r +	false	io_files.lua:8: bad argument #2 to 'open' (invalid mode)
end
print(message(io.open)) -- expect: bad argument #1 to 'io.open' (string expected, got no value)
print(message(io.open, {})) -- expect: bad argument #1 to 'io.open' (string expected, got table)
print(message(io.open, name, {})) -- expect: bad argument #2 to 'io.open' (string expected, got table)
print(message(io.open, name, 1)) -- expect: bad argument #2 to 'io.open' (invalid mode)
print(io.open("/nowhere/x", "w")) -- expect: nil	/nowhere/x: No such file or directory	2
print(io.open("", "r")) -- expect: nil	: No such file or directory	2
print(io.open(".", "w")) -- expect: nil	.: Is a directory	21

local file = io.open(name, "w+")
print(file:write("a", 1, 2.5, -0.0, 1e100, 3.0, math.mininteger) == file) -- expect: true
print(file:seek("set"), file:read("a")) -- expect: 0	a12.5-01e+1003-9223372036854775808
print(message(function() file:write({}) end))
-- expect: io_files.lua:36: bad argument #1 to 'write' (string expected, got table)
print(message(function() file:write("x", nil) end))
-- expect: io_files.lua:38: bad argument #2 to 'write' (string expected, got nil)
print(message(function() file.write("x") end))
-- expect: io_files.lua:40: bad argument #1 to 'write' (FILE* expected, got string)
print(file:seek("set", 1), file:seek("cur", 3), file:seek("end"), file:seek("end", -2), file:seek())
-- expect: 1	4	35	33	33
print(file:seek("set", -1)) -- expect: nil	Invalid argument	22
print(message(function() file:seek("bad") end))
-- expect: io_files.lua:45: bad argument #1 to 'seek' (invalid option 'bad')
print(message(function() file:seek("set", "x") end))
-- expect: io_files.lua:47: bad argument #2 to 'seek' (number expected, got string)
print(message(function() file:seek("set", 1.5) end))
-- expect: io_files.lua:49: bad argument #2 to 'seek' (number has no integer representation)
print(message(function() file:setvbuf() end))
-- expect: io_files.lua:51: bad argument #1 to 'setvbuf' (string expected, got no value)
print(message(function() file:setvbuf("x") end))
-- expect: io_files.lua:53: bad argument #1 to 'setvbuf' (invalid option 'x')
print(file:setvbuf("no"), file:setvbuf("full", 10), file:setvbuf("line")) -- expect: true	true	true
print(file:flush()) -- expect: true
print(io.type(file), file:close(), io.type(file), file) -- expect: file	true	closed file	file (closed)
print(message(function() file:close() end)) -- expect: io_files.lua:58: attempt to use a closed file
print(message(function() file:write("x") end)) -- expect: io_files.lua:59: attempt to use a closed file
print(message(function() file:seek() end)) -- expect: io_files.lua:60: attempt to use a closed file
print(message(function() file:lines() end)) -- expect: io_files.lua:61: attempt to use a closed file
print(io.type(1), io.type(nil), io.type({}), io.type(io.stdout)) -- expect: nil	nil	nil	file
print(message(io.type)) -- expect: bad argument #1 to 'io.type' (value expected)

-- what is written and what is read share one position
file = io.open(name, "w+")
file:write("abc\n")
file:seek("set")
print(file:read(1), file:seek("cur", 0), file:write("X") == file, file:seek("set"), file:read("a"))
-- expect: a	1	true	0	aXc
-- expect:
file:close()
file = io.open(name, "a+")
file:write("end")
file:seek("set")
print(file:read("l", "a")) -- expect: aXc	end
file:close()

-- lines
print(io.lines(name)()) -- expect: aXc
for first, rest in io.lines(name, 1, "l") do
  print(first, rest)
-- expect: a	Xc
-- expect: e	nd
end
local step, state, control, closed = io.lines(name)
print(state, control, io.type(closed), step(), step(), step(), io.type(closed))
-- expect: nil	nil	file	aXc	end	nil	closed file
print(message(step)) -- expect: file is already closed
print(message(function() for _ in io.lines("/nowhere") do end end))
-- expect: io_files.lua:90: cannot open file '/nowhere' (No such file or directory)
print(message(function() for _ in io.lines(name, "x") do end end))
-- expect: io_files.lua:92: bad argument #2 to 'for iterator' (invalid format)
print(message(io.lines, {})) -- expect: bad argument #1 to 'io.lines' (string expected, got table)
print(message(io.lines, name, table.unpack({}, 1, 251))) -- expect: bad argument #252 to 'io.lines' (too many arguments)
file = io.open(name)
step = file:lines("L")
print(step() == "aXc\n") -- expect: true
file:close()
print(message(step)) -- expect: file is already closed

-- the default files
local output = io.output()
print(io.output(name) == io.output(), io.write("out") == io.output(), io.close()) -- expect: true	true	true
print(message(io.write)) -- expect: default output file is closed
print(message(io.close)) -- expect: attempt to use a closed file
print(message(io.flush)) -- expect: default output file is closed
print(message(io.output, "/nowhere/x")) -- expect: cannot open file '/nowhere/x' (No such file or directory)
print(message(io.output, {})) -- expect: bad argument #1 to 'io.output' (FILE* expected, got table)
io.output(output)
print(io.input(name) == io.input(), io.read(), io.read(), io.close(io.input())) -- expect: true	out	nil	true
print(message(io.read)) -- expect: default input file is closed
print(message(io.lines)) -- expect: attempt to use a closed file
print(message(io.input, "/nowhere/x")) -- expect: cannot open file '/nowhere/x' (No such file or directory)
print(message(io.input, print)) -- expect: bad argument #1 to 'io.input' (FILE* expected, got function)
io.input(io.stdin)
print(io.stdout:close()) -- expect: nil	cannot close standard file

-- metatable, scopes
local meta = getmetatable(io.stdout)
print(meta.__name, type(meta.__index), meta.__gc == nil, meta.__close == nil, meta.__metatable)
-- expect: FILE*	table	false	false	nil
print(message(meta.__tostring, 1)) -- expect: bad argument #1 to '?' (FILE* expected, got number)
print(message(meta.__gc, {})) -- expect: bad argument #1 to '?' (FILE* expected, got table)
do
  local scoped <close> = io.open(name)
  file = scoped
end
print(file, meta.__gc(file), (tostring(io.stdout):gsub("0x%x+", "ADDRESS"))) -- expect: file (closed)	nil	file (ADDRESS)
print(message(function() io.stdout.x = 1 end))
-- expect: io_files.lua:130: attempt to index a FILE* value (field 'stdout')
print(message(function() return #io.stdout end))
-- expect: io_files.lua:132: attempt to get length of a FILE* value (field 'stdout')
print(message(function() io.stdout:nosuch() end))
-- expect: io_files.lua:134: attempt to call a nil value (method 'nosuch')

-- a full disk
local full = io.open("/dev/full", "w")
if full then
  full:write("x")
  print(full:flush()) -- expect: nil	No space left on device	28
  print(full:close()) -- expect: true
end
os.remove(name)
