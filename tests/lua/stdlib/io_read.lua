-- io: reading by every format, numerals above all, the ends of files, and what is no format.
local name = os.tmpname()
local function holding(text)
  local file = assert(io.open(name, "wb"))
  file:write(text)
  file:close()
  return assert(io.open(name, "rb"))
end
local function numerals(text)
  local file = holding(text)
  for _ = 1, 20 do
    local number = file:read("n")
    print(number, number == nil and file:read("l"))
-- expect: 12	false
-- expect: -16.0	false
-- expect: 0.5	false
-- expect: 5.0	false
-- expect: 1.0	false
-- expect: 100000.0	false
-- expect: 153	false
-- expect: nil	 0x nan
-- expect: 1e+20	false
-- expect: -1	false
-- expect: nil	 7 +7 42abc
-- expect: 1	false
-- expect: nil	G 1..2
-- expect: 0.01	false
-- expect: nil	e 08 -0 -.5e-1 0xA.8 0x.p1 .e5
-- expect: 1	false
-- expect: 2	false
-- expect: 3	false
    if file:read(0) == nil then break end
  end
  file:close()
end

numerals("12 -0x1p4 .5 5. 0x.8p1 1e5 0x99 1e+ 0x nan")
numerals("99999999999999999999 0xfffffffffffffffff - 7 +7 42abc")
numerals("0x1G 1..2")
numerals("1e-2e 08 -0 -.5e-1 0xA.8 0x.p1 .e5")
numerals("\t\n  1\n2 \v\f\r3")
-- at most 200 bytes
print(holding(("1"):rep(200)):read("n")) -- expect: 1.1111111111111e+199
print(holding(("1"):rep(201) .. "23"):read("n")) -- expect: nil
local file = holding(("0"):rep(250) .. "5")
print(file:read("n"), #file:read("a")) -- expect: nil	51
print(holding((" "):rep(300) .. "7 8"):read("n", "n", "n")) -- expect: 7	8	nil

print(holding("a\nb\nc"):read("l", "L", "l", "l", "l"))
-- expect: a	b
-- expect: 	c	nil
print(holding("a\nb"):read("L", "L", "L"))
-- expect: a
-- expect: 	b	nil
print(holding("1\n2,3"):read("n", "n", 1, "n", "n")) -- expect: 1	2	,	3	nil
print(holding("abc"):read(0, 1, 0, 5, 0)) -- expect: 	a		bc	nil
print(holding("abc"):read("a", "a", "l")) -- expect: abc		nil
print(holding("abc"):read(2, "a", 0)) -- expect: ab	c	nil
print(holding("x\ny\nz"):read("*l", "*L", "*a"))
-- expect: x	y
-- expect: 	z
print(holding("12 z"):read("*number", "all")) -- expect: 12	 z
print(#holding("\0\0a\0\nb\0"):read("l")) -- expect: 4
print(holding("a\r\nb"):read() == "a\r") -- expect: true
print(holding(""):read("a") == "", holding(""):read("l"), holding(""):read(0), holding(""):read("n"))
-- expect: true	nil	nil	nil
print(holding("abc"):read(2.0)) -- expect: ab
print(#holding(("x"):rep(100000) .. "\ny"):read("L")) -- expect: 100001

file = holding("text")
for _, format in ipairs({"x", "*", "", "**l", true, 1.5, "1", {}, "N"}) do
  print(select(2, pcall(function() return file:read(format) end)))
-- expect: io_read.lua:72: bad argument #1 to 'read' (invalid format)
-- expect: io_read.lua:72: bad argument #1 to 'read' (invalid format)
-- expect: io_read.lua:72: bad argument #1 to 'read' (invalid format)
-- expect: io_read.lua:72: bad argument #1 to 'read' (invalid format)
-- expect: io_read.lua:72: bad argument #1 to 'read' (string expected, got boolean)
-- expect: io_read.lua:72: bad argument #1 to 'read' (number has no integer representation)
-- expect: io_read.lua:72: bad argument #1 to 'read' (invalid format)
-- expect: io_read.lua:72: bad argument #1 to 'read' (string expected, got table)
-- expect: io_read.lua:72: bad argument #1 to 'read' (invalid format)
end
print(select(2, pcall(file.read))) -- expect: bad argument #1 to '?' (FILE* expected, got no value)
print(select(2, pcall(function() file.read(io) end)))
-- expect: io_read.lua:84: bad argument #1 to 'read' (FILE* expected, got table)
print(select(2, pcall(function() file.read() end)))
-- expect: io_read.lua:86: bad argument #1 to 'read' (FILE* expected, got no value)
file:close()
print(select(2, pcall(function() file:read() end))) -- expect: io_read.lua:89: attempt to use a closed file

-- a file that is written or read only
local writer = io.open(name, "w")
print(writer:read()) -- expect: nil	Bad file descriptor	9
print(writer:read("a")) -- expect: nil	Bad file descriptor	9
print(writer:read(0)) -- expect: nil	Bad file descriptor	9
print(writer:read("n")) -- expect: nil	Bad file descriptor	9
writer:close()
print(io.open(name):write("x")) -- expect: nil	Bad file descriptor	9
print(io.open("."):read(1)) -- expect: nil	Is a directory	21
print(io.open("."):read("a")) -- expect: nil	Is a directory	21
os.remove(name)
