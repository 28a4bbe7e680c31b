-- package and require: preload, loaded, searchers, path searching, errors.
package.preload["my.mod"] = function(name, extra) print("loading", name, extra) return {v = 42} end
print(require("my.mod").v, select(2, require("my.mod")))
-- expect: loading	my.mod	:preload:
-- expect: 42
print(require("my.mod") == package.loaded["my.mod"], require("string") == string) -- expect: true	true
package.preload.none = function() end print(require("none"), package.loaded.none) -- expect: true	true
package.preload.fails = function() error("load failed", 0) end
print(pcall(require, "fails")) -- expect: false	load failed
print(package.loaded.fails) -- expect: nil
package.loaded.faked = "fake" print(require("faked")) -- expect: fake
package.path, package.cpath = "./?.nothing", "" local ok, e = pcall(require, "no.such.module")
print(ok, (e:gsub("\n%s*", " | ")))
-- expect: false	module 'no.such.module' not found: | no field package.preload['no.such.module'] | no file './no/such/module.nothing' | no file '' | no file ''
print(package.config:sub(1, 1), type(package.searchers), #package.searchers, package.searchpath("x.y", "./?.none;/?/z.none"))
-- expect: /	table	4	nil	no file './x/y.none'
-- expect: 	no file '/x/y/z.none'
table.insert(package.searchers, 2, function(n) if n:match "^virtual%." then return function(a, b) return a .. "/" .. tostring(b) end, "data" end return "no virtual '" .. n .. "'" end)
print(require("virtual.one")) -- expect: virtual.one/data	data
print((select(2, pcall(require, "plain")):gsub("\n%s*", " | ")))
-- expect: module 'plain' not found: | no field package.preload['plain'] | no virtual 'plain' | no file './plain.nothing' | no file ''
print(pcall(require)) -- expect: false	bad argument #1 to 'require' (string expected, got no value)
local name = os.tmpname() local f = io.open(name, "w") f:write("local n, p = ... return {n, p}")
f:close() package.path = name local m = require("anything")
print(m[1], m[2] == name) -- expect: anything	true
print(dofile(name)[1], loadfile(name)("x", "y")[2], loadfile("/nonexistent.lua") == nil)
-- expect: nil	y	true
os.remove(name)
