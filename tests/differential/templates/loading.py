"""load, dofile, require and string.dump."""

from random import Random

from tests.differential.template import SHOW, Template, generated, lines, written

BODIES = (
    "return 1, 'two', 3.5",
    "local a, b = ... return b, a",
    "x = (x or 0) + 1 return x",
    "return function(n) return n * 2 end",
    "local t = {...} return #t, select('#', ...)",
    "for i = 1, 3 do io.write(i, ' ') end",
    "error('inside')",
    "local x = nil; return x.y",
    "return _ENV == _G, _ENV ~= nil",
    "return ...",
    "local function f(n) if n < 2 then return n end return f(n - 1) + f(n - 2) end return f(10)",
    "return ('x'):rep(3), #'abc'",
    "y = 5 return y, x",
    "return (function(...) return select('#', ...) end)(1, nil, 3)",
    "goto a ::b:: do return 'b' end ::a:: goto b",
    "local a <const> = 10 local c <close> = setmetatable({}, {__close = function() print 'closing' end}) return a",
    "return 0x7fffffffffffffff, -1 << 63, 1e308 * 10, 2^-1074",
    "return 1 2",
    "x =",
    "return '\\u{48}\\x49\\74'",
    "local t = {1, 2, [10] = 'x', k = {}} return t[10], #t",
)


def environments(random: Random) -> str:
    rows = ["x = 100"]
    for number in range(8):
        body = random.choice(BODIES)
        environment = random.choice(
            ("", ", {}", ", _G", ", {x = 5, print = print}", ", setmetatable({}, {__index = _G})", ", nil", ", 5")
        )
        mode = random.choice(("nil", "'t'", "'bt'", "'b'", "'x'", "''"))
        name = random.choice(("nil", "'=chunk'", "'@file.lua'", "'text'"))
        rows.append(
            f"do local f, m = load([=[{body}]=], {name}, {mode}{environment}) show(f, m) if f then try(f, 1, {number}) try(f) end end show(x)"
        )
    return lines(rows)


def pieces(random: Random) -> str:
    """Hand the source to load in pieces."""
    rows = []
    for _ in range(6):
        text = random.choice(BODIES).replace("'", '"')
        cuts = sorted(random.sample(range(len(text)), min(len(text) - 1, random.randint(0, 4))))
        parts = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        ending = random.choice(
            (
                "nil",
                "''",
                "nil",
                "false" if random.random() < 0.2 else "nil",
                "{}" if random.random() < 0.4 else "nil",
                "error('reader failed')" if random.random() < 0.3 else "nil",
            )
        )
        quoted = ", ".join(f"[==[{part}]==]" for part in parts)
        rows.append(
            f"do local parts, i = {{{quoted}}}, 0 local calls = 0 local _, f, m = pcall(load, function() calls = calls + 1 i = i + 1 if i > #parts then return {ending} end return parts[i] end, {random.choice(('nil', chr(39) + '=p' + chr(39)))}) show(f, m, calls) if f then try(f, 1, 2) end end"
        )
    return lines(rows)


def dumps(random: Random) -> str:
    """Dump, load and run; never show the bytes."""
    rows = []
    for number in range(6):
        body = random.choice([b for b in BODIES if b not in ("return 1 2", "x =")])
        strip = random.choice(("", ", true", ", false"))
        rows.append(
            f"do local f = assert(load([=[{body}]=], '=d{number}')) local s = string.dump(f{strip}) print(type(s), s:byte(1), s:sub(2, 4)) local g, m = load(s, 'name', {random.choice(('nil', chr(39) + 'b' + chr(39), chr(39) + 'bt' + chr(39)))}) show(g, m) try(g, 3, 4) show(load(s, 'n', 't')) end"
        )
    rows.append(
        "do local up, up2 = 1, 2 local function f(a) up = up + (a or 0) return up, up2 end local g = load(string.dump(f)) try(g, 1) print(debug.setupvalue(g, 1, 10), debug.setupvalue(g, 2, 20)) show(g(5)) show(f(1)) end"
    )
    rows.append(
        f"try(string.dump, {random.choice(('print', 'nil', '5', 'coroutine.wrap(print)', 'string.format'))}) show((load('\\27' .. {random.choice((chr(39) * 2, chr(39) + 'Lua' + chr(39), chr(39) + 'Lux' + chr(39), chr(39) + 'garbage' + chr(39)))})) == nil)"
    )
    return lines(rows)


def files(random: Random) -> str:
    rows = ["local function put(name, text) local f = io.open(name, 'wb') f:write(text) f:close() end"]
    for number in range(6):
        first = random.choice(
            (
                "",
                "",
                "#!/usr/bin/env lua\\n",
                "# comment only",
                "\\xEF\\xBB\\xBF",
                "\\xEF\\xBB\\xBF# both\\n",
                "\\n\\n",
                "-- note\\n",
            )
        )
        body = random.choice(BODIES).replace("\\", "\\\\").replace("'", "\\'")
        rows.append(f"put('f{number}.lua', '{first}{body}')")
        rows.append(
            random.choice(
                (
                    f"try(dofile, 'f{number}.lua')",
                    f"do local f, m = loadfile('f{number}.lua') show(f, m) if f then try(f, 1, 2) end end",
                    f"do local f, m = loadfile('f{number}.lua', '{random.choice(('t', 'b', 'bt'))}', {{print = print, io = io}}) show(f, m) if f then try(f) end end",
                )
            )
        )
    return lines(
        [
            *rows,
            "try(dofile, 'absent.lua')",
            "show(loadfile('absent.lua'))",
            f"put('d.bin', string.dump(load('{random.choice(('return 7', 'local a = ... return a', 'print(...)'))}'))) try(loadfile('d.bin'), 'arg') try(dofile, 'd.bin') show(loadfile('d.bin', 't'))",
        ]
    )


def modules(random: Random) -> str:
    """Require modules from files, from package.preload and from searchers of our own."""
    rows = [
        "local function put(name, text) local f = io.open(name, 'wb') f:write(text) f:close() end",
        "package.path = './?.lua;./lib_?.lua' package.cpath = './?.so'",
    ]
    bodies = (
        "return {name = ...}",
        "local name, place = ... print('loading', name, place)",
        "return false",
        "return nil",
        "x = = 1",
        "error('failing module')",
        "error({})",
        "return 5, 6",
        "package.loaded[...] = 'by hand'",
        "local M = {} function M.f() return 'f' end return M",
        "return require('other')",
        "local self = require(...) return self",
    )
    for name in ("alpha", "beta", "gamma", "other"):
        rows.append(
            f"put('{random.choice(('', 'lib_'))}{name}.lua', [=[{random.choice(bodies[:-1]) if name != 'other' else 'return ' + chr(39) + 'other' + chr(39)}]=])"
        )
    if random.random() < 0.5:
        rows.append(
            f"package.preload.pre = function(...) print('preload', ...) {random.choice(('return 1', '', 'error(' + chr(39) + 'p' + chr(39) + ')'))} end"
        )
    if random.random() < 0.4:
        rows.append(
            f"table.insert(package.searchers, {random.choice(('1', '2', '5'))}, function(name) {random.choice(('return ' + chr(39) + ' told by a searcher' + chr(39), 'if name == ' + chr(39) + 'gamma' + chr(39) + ' then return function(...) print(...) return 8 end, ' + chr(39) + 'extra' + chr(39) + ' end', 'return nil', 'return 5'))} end)"
        )
    for _ in range(8):
        rows.append(
            random.choice(
                (
                    "local ok, v, e = pcall(require, 'NAME') show(ok, v, e)",
                    "show(pcall(require, 'NAME')) show(type(package.loaded.NAME))",
                    "package.loaded.NAME = nil",
                    "show(package.searchpath('NAME', package.path))",
                    "try(require, 'NAME')",
                )
            ).replace("NAME", random.choice(("alpha", "beta", "gamma", "pre", "absent", "other", "a.b")))
        )
    return lines(rows)


USES = r"""
show(package.config) show(type(package.path), type(package.cpath), type(package.preload), #package.searchers,
package.loaded._G == _G, package.loaded.string == string, package.loaded.package == package)
----
show(package.searchpath("a.b", "./?.lua;x/?/init.lua")) show(package.searchpath("a-b", "?", "-", "+"))
show(package.searchpath("a.b", "?.x", "")) show(package.searchpath("x", ""))
show(package.searchpath("program", "./?.lua")) try(package.searchpath, "x")
show(package.searchpath("a.b.c", "?;?.lua", ".", "_"))
----
show((package.loadlib("absent.so", "f"))) try(package.loadlib) show(select("#", package.loadlib("absent.so", "*")))
----
package.path, package.cpath = 5, "./?.so" try(require, "five") package.path = nil
try(require, "nothing") package.path = "" try(require, "empty") package.searchers = nil
try(require, "none") package.searchers = {} try(require, "no_searchers")
----
package.path = "./?.lua" package.cpath = "" package.preload["a.b"] = function(name, extra) return name .. ":" .. extra
end show(require "a.b") show(package.loaded["a.b"]) try(require, "c.d") package.cpath = nil try(require, "e")
----
package.path = "?.none" package.cpath = "./?.so;./lib?.so" try(require, "a.b.c") try(require, "v1-mod")
try(require, "") try(require) try(require, {})
----
local f = load("return ...") show(f(1, 2)) show(load("x = 1; return x")()) show(load("return 1 +")) show(load(""))
show(load("return nil")()) try(load) try(load, nil) show(load("return a", "c", "t", {a = 7})())
show(pcall(load, "x", {}))
----
local i = 0 show(load(function() i = i + 1 return ({"return ", "1", "+", "2"})[i] end)()) show(load(function()
return nil end)) show(load(function() return "" end)) try(load, function() return {} end) show(pcall(load, function()
error("r", 0) end)) show(select("#", pcall(load, function() error({}) end))) i = 0 show(load(function() i = i + 1
return ({"return ", 12, 3, nil})[i] end)())
----
print(dofile == nil, loadfile == nil, loadstring, unpack, setfenv, table.getn, math.mod, string.gfind)
print(_VERSION, _G._G == _G, type(_ENV))
----
local env = {} local f = load("x = 1 local function g() y = 2 end g() return _ENV", "c", "t", env)
show(f() == env, env.x, env.y, x) local g = load("local _ENV = {z = 3} return z") show(g()) local h = load("return x")
show(debug.setupvalue(h, 1, {x = "swapped"}), h()) show(debug.getupvalue(h, 1))
----
local s = string.dump(function(a, b) local c = a + b return c, "const", 1.5, nil, true end) local f = load(s)
show(f(1, 2)) show(load(s, "x", "t")) show(load(s, "x", "b") ~= nil)
local t = string.dump(load("local a = 1\nerror('e')", "@src.lua"), true) try(load(t))
try(load(string.dump(load("local a = 1\nerror('e')", "@src.lua"))))
----
local function nested() local u = 5 return function() return function(x) u = u + x return u end end end
local f = load(string.dump(nested)) local g = f()() show(g(1), g(2)) show(f()()(10))
local va = load(string.dump(function(...) return select("#", ...), ... end)) show(va(1, nil, 3))
----
show(load("\27")) show(load("\27Lua") == nil) show(load(string.dump(function() end):sub(1, 10)) == nil)
show(load("\27Lua", "b", "t")) show(load("return 1", "t", "b")) show((pcall(load("return 1"))))
----
local n = 0 for _, s in ipairs {"return 1", "x y", "return function() end", "for", "local a <const> = 1"} do local f, m = load(s, "=n") n = n + (f and 1 or 0) show(f, m) end print(n) show(load("return 'a\\\nb'")()) show(load("return 1 -- c\n")()) show(load("\n\n\nreturn debug.getinfo(1, 'l').currentline")())
"""

TEMPLATES: tuple[Template, ...] = (
    generated("loading/environments", environments, before=SHOW),
    generated("loading/pieces", pieces, before=SHOW),
    generated("loading/dumps", dumps, before=SHOW),
    generated("loading/files", files, before=SHOW),
    generated("loading/modules", modules, before=SHOW),
    written("loading/uses", USES, before=SHOW),
)
