-- io: files written, read in every format, positioned, closed.
local name = os.tmpname() local f = assert(io.open(name, "w"))
print(io.type(f), io.type(5), tostring(f):match("^file %(") ~= nil, f:write("line one\n", 2, " ", 3.5, "\nlast") == f, f:close(), io.type(f), tostring(f))
-- expect: file	nil	true	true	true	closed file	file (closed)
for l in io.lines(name) do io.write("[", l, "]") end
print "." -- expect: [line one][2 3.5][last].
for l in io.lines(name, "L") do io.write((l:gsub("\n", "$"))) end
print "." -- expect: line one$2 3.5$last.
f = io.open(name) print(f:read("l", "n", "n", "l", "a")) -- expect: line one	2	3.5		last
print(f:read("a") == "", f:read("l"), f:read(0), f:read("n")) -- expect: true	nil	nil	nil
print(f:seek("set", 5), f:read(3), f:seek("cur"), f:seek("end"), f:read(1)) -- expect: 5	one	8	19	nil
f:close() print(pcall(f.read, f)) print(pcall(function() return f:write("x") end))
-- expect: false	attempt to use a closed file
-- expect: false	io_files.lua:12: attempt to use a closed file
for a, b in io.lines(name, 1, 2) do io.write(a, "|", b or "nil", " ") break end
print "." -- expect: l|in .
f = io.open(name, "a") f:write("\nmore") f:close() f = io.open(name, "r+") f:write("LINE")
f:seek("set", 0) print(f:read()) f:close() -- expect: LINE one
do local g <close> = io.open(name) print(g:read(4)) f = g end -- expect: LINE
print(io.type(f)) -- expect: closed file
print(select("#", io.open("/nonexistent/file")), (io.open("/nonexistent/file"))) -- expect: 3	nil
print(pcall(io.open, name, "bad")) -- expect: false	bad argument #2 to 'io.open' (invalid mode)
print(pcall(io.lines, "/nonexistent/file"))
-- expect: false	cannot open file '/nonexistent/file' (No such file or directory)
io.output(name) io.write("via default") io.close() io.output(io.stdout) io.input(name)
print(io.read("a")) -- expect: via default
io.close(io.input()) io.input(io.stdin) f = io.open(name, "w")
print(f:setvbuf("full", 1024), f:setvbuf("no"), f:flush() == f) -- expect: true	true	false
f:write("0x1F -7 1e2 abc") f:close() f = io.open(name)
print(f:read("n", "n", "n", "n")) -- expect: 31	-7	100.0	nil
f:close() print(pcall(io.read, "x")) f = io.open(name)
-- expect: false	bad argument #1 to 'io.read' (invalid format)
print(pcall(f.read, f, "*x")) -- expect: false	bad argument #2 to '?' (invalid format)
print(f:read("*l")) -- expect: 0x1F -7 1e2 abc
f:close() os.remove(name)
