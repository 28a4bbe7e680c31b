-- io.popen and os.execute: results, directions, what a child sees.
print(io.popen("exit 3"):close()) -- expect: nil	exit	3
print(io.popen("true"):close()) -- expect: true	exit	0
print(io.popen("kill -9 $$"):close()) -- expect: nil	signal	9
print(io.popen("kill -TERM $$", "w"):close()) -- expect: nil	signal	15
print(io.popen("echo a; echo b"):read("l", "l", "l")) -- expect: a	b	nil
for line in io.popen("echo c; echo d"):lines() do
  print(line)
-- expect: c
-- expect: d
end
for _, mode in ipairs({"x", "rw", "r+", "", "rb"}) do
  print(mode, select(2, pcall(io.popen, "true", mode)))
-- expect: x	bad argument #2 to 'io.popen' (invalid mode)
-- expect: rw	bad argument #2 to 'io.popen' (invalid mode)
-- expect: r+	bad argument #2 to 'io.popen' (invalid mode)
-- expect: 	bad argument #2 to 'io.popen' (invalid mode)
-- expect: rb	bad argument #2 to 'io.popen' (invalid mode)
end
print(select(2, pcall(io.popen))) -- expect: bad argument #1 to 'io.popen' (string expected, got no value)
local name = os.tmpname()
local process = io.popen("cat > " .. name, "w")
print(io.type(process), process:write("to", " cat") == process, process:close()) -- expect: file	true	true	exit	0
print(io.lines(name)(), process) -- expect: to cat	file (closed)

print(os.execute()) -- expect: true
print(os.execute("true")) -- expect: true	exit	0
print(os.execute("exit 7")) -- expect: nil	exit	7
print(os.execute("kill -9 $$")) -- expect: nil	signal	9
print(os.execute("")) -- expect: true	exit	0
print(select(2, pcall(os.execute, {}))) -- expect: bad argument #1 to 'os.execute' (string expected, got table)

-- a child sees what has left the buffer: before popen, everything
local file = io.open(name, "w")
file:write("one")
print(io.popen("cat " .. name):read("a")) -- expect: one
file:write("two")
os.execute("cp " .. name .. " " .. name .. ".copy")
print(io.lines(name .. ".copy")()) -- expect: one
file:flush()
os.execute("cp " .. name .. " " .. name .. ".copy")
print(io.lines(name .. ".copy")()) -- expect: onetwo
file:close()
os.remove(name .. ".copy")
os.remove(name)
