-- load: strings, reader functions, modes, environments, chunk names.
print(load("return 1 + 1")()) -- expect: 2
print(load("syntax error here"))
-- expect: nil	[string "syntax error here"]:1: syntax error near 'error'
print(load("return 1", "=name", "t")()) -- expect: 1
print(load("return 1", "name", "b")) -- expect: nil	attempt to load a text chunk (mode is 'b')
print(load("x = 1", "name", "t", {})()) -- expect:
local env = {} load("y = 5 z = y", "n", "t", env)()
print(env.y, env.z, y) -- expect: 5	5	nil
local parts, i = {"return ", "1", " + ", "41", nil}, 0
print(load(function() i = i + 1 return parts[i] end)()) -- expect: 42
i = 0 parts = {"return 7", "", "never"} print(load(function() i = i + 1 return parts[i] end)())
-- expect: 7
print(type(load(function() return nil end))) -- expect: function
print(pcall(load, function() return true end))
-- expect: true	nil	reader function must return a string
print(pcall(load, function() error("reader failed", 0) end)) -- expect: true	nil	reader failed
print(pcall(load, function() return {} end)) -- expect: true	nil	reader function must return a string
local one = "return 'x'" local p = 0 print(load(function() p = p + 1 return one:sub(p, p) end)())
-- expect: x
print(pcall(load("local t = nil; return t.x", "=mychunk")))
-- expect: false	mychunk:1: attempt to index a nil value (local 't')
print(pcall(load("error 'e'", "@f.lua"))) -- expect: false	f.lua:1: e
print(load("return _ENV", "c", "t", env)() == env) -- expect: true
print(load("return _ENV", "c", "t", nil)()) -- expect: nil
print(pcall(load("return print", "c", "t", {}))) -- expect: true	nil
print(load("return ...", "c")(1, 2, 3)) -- expect: 1	2	3
print(load(string.dump(function() return "dumped" end), "d", "b")()) -- expect: dumped
print(load(string.dump(function() return 1 end), "d", "t"))
-- expect: nil	attempt to load a binary chunk (mode is 't')
print((load(string.dump(function(a, b) return a + b end)))(2, 3)) -- expect: 5
local up = 5 local f = load(string.dump(function() return up end))
print(select("#", f()), f() ~= 5) -- expect: 1	true
print(load("\27bad", "x", "t")) -- expect: nil	attempt to load a binary chunk (mode is 't')
print((load("\27bad", "x", "b"))) -- expect: nil
print(dofile == nil or type(dofile), type(loadfile)) -- expect: function	function
print(load("")()) -- expect:
print(load("-- only a comment")())
-- expect:
print(load("return", "r")()) -- expect:
print(select("#", load("return nil")())) -- expect: 1
print(load("goto x ::x:: return 'goto'")()) -- expect: goto
print(pcall(load, "return 1", "n", "x"))
-- expect: true	nil	attempt to load a text chunk (mode is 'x')
print(load("return 1", "n", "bt")()) -- expect: 1
print(load("local a <const> = 3 return a")()) -- expect: 3
for k = 1, 3 do io.write(load("return " .. k .. " * 2")(), " ") end
print "." -- expect: 2 4 6 .
print(load(("x = x or 0 x = x + 1 "):rep(200) .. " return x")()) -- expect: 200
x = nil
print(select(2, load("x = ", "=(load)"))) -- expect: (load):1: unexpected symbol near <eof>
print(select(2, load("x = ", "@dir/file.lua")))
-- expect: dir/file.lua:1: unexpected symbol near <eof>
print(select(2, load("for", "line one\nline two")))
-- expect: [string "line one..."]:1: <name> expected near <eof>
print(select(2, load("x =\n\n\n=", "=n"))) -- expect: n:4: unexpected symbol near '='
