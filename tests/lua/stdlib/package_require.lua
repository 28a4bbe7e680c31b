-- package: paths, searchers, what require returns and what it says.
local folder = os.tmpname()
os.remove(folder)
os.execute("mkdir " .. folder .. " " .. folder .. "/sub " .. folder .. "/folder.lua")
local function write(name, text)
  local file = assert(io.open(folder .. "/" .. name, "w"))
  file:write(text)
  file:close()
end
local function shown(...)
  local values = table.pack(...)
  for i = 1, values.n do values[i] = tostring(values[i]):gsub(folder, "FOLDER"):gsub("table: 0x%x+", "table") end
  return table.concat(values, " ", 1, values.n)
end
local function try(name)
  return shown(pcall(require, name))
end

print((package.config:gsub("\n", ","))) -- expect: /,;,?,!,-,
print(package.loaded._G == _G, package.loaded.package == package, #package.searchers) -- expect: true	true	4
print(shown(package.searchpath("x", "?.lua;./?/init.lua")))
-- expect: nil no file 'x.lua'
-- expect: 	no file './x/init.lua'
print(shown(package.searchpath("a.b", "?.lua;?.x")))
-- expect: nil no file 'a/b.lua'
-- expect: 	no file 'a/b.x'
print(shown(package.searchpath("a.b", "?.lua", ""))) -- expect: nil no file 'a.b.lua'
print(shown(package.searchpath("a-b", "?.lua", "-", "+"))) -- expect: nil no file 'a+b.lua'
print(shown(package.searchpath("x", "a;;b")))
-- expect: nil no file 'a'
-- expect: 	no file ''
-- expect: 	no file 'b'
print(shown(package.searchpath("x", ""))) -- expect: nil no file ''
print(select(2, pcall(package.searchpath)))
-- expect: bad argument #2 to 'package.searchpath' (string expected, got no value)
print(select(2, pcall(package.searchpath, "a", {})))
-- expect: bad argument #2 to 'package.searchpath' (string expected, got table)

package.path = folder .. "/?.lua;" .. folder .. "/?/init.lua"
package.cpath = folder .. "/?.so"
write("bad.lua", "x =")
write("fails.lua", "error('at run time')")
write("throws.lua", "error({})")
write("none.lua", "return nil")
write("no.lua", "return false")
write("two.lua", "return ..., 2")
write("sets.lua", "package.loaded[...] = 5 return nil")
write("again.lua", "package.loaded[...] = 6 return require('again')")
write("sub/init.lua", "return ...")
write("sub/inner.lua", "return ...")
for _, name in ipairs({"bad", "fails", "throws", "none", "no", "two", "sets", "again", "folder", "sub", "sub.inner"}) do
  print(name, try(name), package.loaded[name])
-- expect: bad	false error loading module 'bad' from file 'FOLDER/bad.lua':
-- expect: 	FOLDER/bad.lua:1: unexpected symbol near <eof>	nil
-- expect: fails	false FOLDER/fails.lua:1: at run time	nil
-- expect: throws	false table	nil
-- expect: none	true true FOLDER/none.lua	true
-- expect: no	true false FOLDER/no.lua	false
-- expect: two	true two FOLDER/two.lua	two
-- expect: sets	true 5 FOLDER/sets.lua	5
-- expect: again	true 6 FOLDER/again.lua	6
-- expect: folder	false error loading module 'folder' from file 'FOLDER/folder.lua':
-- expect: 	cannot read FOLDER/folder.lua: Is a directory	nil
-- expect: sub	true sub FOLDER/sub/init.lua	sub
-- expect: sub.inner	true sub.inner FOLDER/sub/inner.lua	sub.inner
end
print(try("two"), select("#", require("two"))) -- expect: true two	1
print(try("no.such"))
-- expect: false module 'no.such' not found:
-- expect: 	no field package.preload['no.such']
-- expect: 	no file 'FOLDER/no/such.lua'
-- expect: 	no file 'FOLDER/no/such/init.lua'
-- expect: 	no file 'FOLDER/no/such.so'
-- expect: 	no file 'FOLDER/no.so'
print(try("with-mark"))
-- expect: false module 'with-mark' not found:
-- expect: 	no field package.preload['with-mark']
-- expect: 	no file 'FOLDER/with-mark.lua'
-- expect: 	no file 'FOLDER/with-mark/init.lua'
-- expect: 	no file 'FOLDER/with-mark.so'
print(try(12))
-- expect: false module '12' not found:
-- expect: 	no field package.preload['12']
-- expect: 	no file 'FOLDER/12.lua'
-- expect: 	no file 'FOLDER/12/init.lua'
-- expect: 	no file 'FOLDER/12.so'
print(try({})) -- expect: false bad argument #1 to 'require' (string expected, got table)
print(try()) -- expect: false bad argument #1 to 'require' (string expected, got nil)
package.path = nil
print(try("x")) -- expect: false 'package.path' must be a string
package.path = "?.q"
package.cpath = {}
print(try("x")) -- expect: false 'package.cpath' must be a string
package.cpath = ""
print(try("x.y"))
-- expect: false module 'x.y' not found:
-- expect: 	no field package.preload['x.y']
-- expect: 	no file 'x/y.q'
-- expect: 	no file ''
-- expect: 	no file ''

local searchers = package.searchers
package.searchers = nil
print(try("x")) -- expect: false 'package.searchers' must be a table
package.searchers = {}
print(try("x")) -- expect: false module 'x' not found:
package.searchers = {
  function() return "one" end, function() return 2 end, function() return nil end, function() return {} end,
  function() return "\n\tthree" end,
}
print(try("x"))
-- expect: false module 'x' not found:
-- expect: 	one
-- expect: 	2
-- expect: 	
-- expect: 	three
package.searchers = {1}
print(try("x")) -- expect: false attempt to call a number value
package.searchers = {function() error("searched", 0) end}
print(try("x")) -- expect: false searched
package.searchers = {function(name) return function(...) return shown(...) end, "data of " .. name end}
print(try("loaded")) -- expect: true loaded data of loaded data of loaded
package.searchers = {function() return function(name) package.loaded[name] = "set" end end}
print(try("setting")) -- expect: true set nil
package.searchers = {function() return function(name) return require(name) end end}
print(try("endless")) -- expect: false C stack overflow
package.searchers = searchers
package.preload.early = function(...) return shown(...) end
print(try("early")) -- expect: true early :preload: :preload:
package.preload.early = nil
package.preload.number = 12
print(try("number"))
-- expect: false module 'number' not found:
-- expect: 	12
-- expect: 	no file 'number.q'
-- expect: 	no file ''
package.preload.number = nil
package.path = folder .. "/?.lua"
print(shown(pcall(searchers[1], "x"))) -- expect: true no field package.preload['x']
print(shown(pcall(searchers[2], "x"))) -- expect: true no file 'FOLDER/x.lua'
print(shown(pcall(searchers[4], "x"))) -- expect: true
print(shown(pcall(searchers[4], "x.y"))) -- expect: true no file ''
print(shown(pcall(searchers[2]))) -- expect: false bad argument #1 to '?' (string expected, got no value)
print((shown(pcall(function() searchers[2]("bad") end)):gsub("lua:%d+: error", "lua:LINE: error")))
-- expect: false package_require.lua:LINE: error loading module 'bad' from file 'FOLDER/bad.lua':
-- expect: 	FOLDER/bad.lua:1: unexpected symbol near <eof>
print(shown(pcall(loadfile, folder .. "/bad.lua"))) -- expect: true nil FOLDER/bad.lua:1: unexpected symbol near <eof>
print(shown(pcall(loadfile, folder .. "/nowhere.lua")))
-- expect: true nil cannot open FOLDER/nowhere.lua: No such file or directory
print(shown(pcall(loadfile, folder .. "/none.lua", "b"))) -- expect: true nil attempt to load a text chunk (mode is 'b')
print(shown(pcall(dofile, folder .. "/fails.lua"))) -- expect: false FOLDER/fails.lua:1: at run time
print(shown(pcall(dofile, folder .. "/folder.lua"))) -- expect: false cannot read FOLDER/folder.lua: Is a directory
os.execute("rm -r " .. folder)
