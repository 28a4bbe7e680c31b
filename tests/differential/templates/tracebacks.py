"""Uncaught errors: message and traceback on standard error, exit status; and debug.traceback."""

from random import Random

from tests.differential.template import Template, generated, lines, written

FAILURES = (
    "error('message')",
    "error('no position', 0)",
    "error('upwards', 2)",
    "error({})",
    "error(nil)",
    "error(12)",
    "error(1.5)",
    "error(true)",
    "local x = nil; x.y = 1",
    "return 1 + {}",
    "undefined()",
    "return #nil",
    "local t = {} t.f.g = 1",
    "local r = ('x'):rep({})",
    "string.rep()",
    "error(setmetatable({}, {__tostring = function() return 'object' end}))",
    "assert(false)",
    "assert(nil, 'told')",
    "assert(false, {})",
    "return {} < {}",
    "return 'a' .. {}",
    "local s = 'x' s.y.z = 1",
    "for i = 1, 10, 0 do end",
    "coroutine.yield()",
    "setmetatable(1, {})",
    "require('missing.module.' .. 1)",
    "return math.floor({})",
)


def uncaught(random: Random) -> str:
    """Fail at some depth of calls of every kind."""
    rows = ["local M = {} M.__index = M", "Global = {inner = {}}"]
    kinds = random.sample(
        (
            "local",
            "global",
            "field",
            "method",
            "upvalue",
            "tail",
            "nested",
            "anonymous",
            "metamethod",
            "pcall",
            "deep",
            "coroutine",
            "sort",
            "load",
            "xpcall",
            "builtin",
        ),
        random.randint(1, 5),
    )
    fail = random.choice([f for f in FAILURES if "missing" not in f])
    rows.append(f"local function fail() {random.choice(('', 'local filler = 1 '))}{fail} end")
    last = "fail"
    for number, kind in enumerate(kinds):
        name = f"call{number}"
        rows += {
            "local": [f"local function {name}(...)", f"  {last}(...)", "  return 1", "end"],
            "global": [f"function {name}() {last}() end"],
            "field": [
                f"function Global.{name}()",
                f"  {last}()",
                "end",
                f"local {name} = function() Global.{name}() end",
            ],
            "method": [
                f"function M:{name}() {last}() return self end",
                f"local {name} = function() setmetatable({{}}, M):{name}() return 0 end",
            ],
            "upvalue": [
                f"local inner{number} = function() {last}() return 2 end",
                f"local function {name}() inner{number}() return 3 end",
            ],
            "tail": [f"local function {name}() return {last}() end"],
            "nested": [
                f"function Global.inner.{name}() {last}() end",
                f"local function {name}() Global.inner.{name}() end",
            ],
            "anonymous": [f"local {name} = function() (function() {last}() end)() end"],
            "metamethod": [
                f"local o{number} = setmetatable({{}}, {{__index = function() {last}() return 1 end, __add = function() {last}() return 1 end}})",
                f"local function {name}() return {random.choice(('o%d.x', 'o%d + 1', '(o%d.y)')) % number} end",
            ],
            "pcall": [f"local function {name}() print(pcall(error)) {last}() end"],
            "deep": [
                f"local function {name}(n) n = n or {random.choice((3, 8, 30))} if n == 0 then {last}() end {name}(n - 1) return n end"
            ],
            "coroutine": [f"local function {name}() local co = coroutine.wrap(function() {last}() end) co() end"],
            "sort": [f"local function {name}() table.sort({{3, 2, 1}}, function(a, b) {last}() return a < b end) end"],
            "load": [f"local {name} = load('local f = ... return function() f() end', '=loaded')({last})"],
            "xpcall": [f"local function {name}() xpcall(print, print, 'x') {last}() end"],
            "builtin": [f"local function {name}() ('x'):gsub('.', function() {last}() end) end"],
        }[kind]
        last = name
    return lines([*rows, "print 'before'", f"{last}()"])


def described(random: Random) -> str:
    """Print debug.traceback from within calls, with messages and levels."""
    rows = ["local function show_it(...) print(debug.traceback(...)) end"]
    for number in range(5):
        arguments = random.choice(
            ("", "'m'", "'m', 1", "'m', 2", "'m', 3", "nil", "nil, 1", "'m', 0", "12, 1", "'m', 50", "{} and 'x', 2")
        )
        rows += random.choice(
            (
                [f"function g{number}() show_it({arguments}) end", f"g{number}()"],
                [f"local t{number} = {{}} function t{number}.f() show_it({arguments}) return 1 end", f"t{number}.f()"],
                [
                    f"local function r{number}(n) if n > 0 then r{number}(n - 1) else show_it({arguments}) end return n end",
                    f"r{number}({random.choice((2, 5, 25))})",
                ],
                [f"pcall(function() show_it({arguments}) end)"],
                [f"local function t{number}() return show_it({arguments}) end", f"t{number}()"],
                [f"coroutine.wrap(function() show_it({arguments}) end)()"],
                [f"print(xpcall(error, debug.traceback, {random.choice((chr(39) + 'e' + chr(39), '1', 'true'))}))"],
                [
                    f"local o{number} = setmetatable({{}}, {{__len = function() show_it({arguments}) return 1 end}})",
                    f"print(#o{number})",
                ],
                [f"for _ in function() show_it({arguments}) end do end"],
                [f"table.sort({{2, 1}}, function(a, b) show_it({arguments}) return a < b end)"],
                [f"string.gsub('x', '.', function() show_it({arguments}) end)"],
                [f"do local c <close> = setmetatable({{}}, {{__close = function() show_it({arguments}) end}}) end"],
                [f"load([[local f = ... f({arguments})]], '=chunk{number}')(show_it)"],
            )
        )
    return lines(rows)


ENDS = "\n----\n".join(f"print 'start'\n{failure}" for failure in FAILURES[:20])
MORE_ENDS = r"""
local function f() error("in f") end local function g() f() end local ok, m = xpcall(g, debug.traceback) print(m)
----
local co = coroutine.create(function() local function inner() error("inside") end inner() end)
print(coroutine.resume(co)) print(debug.traceback(co))
----
local t = setmetatable({}, {__index = function(t, k) error("no " .. k, 2) end}) local function use() return t.field
end use()
----
local function loop(n) if n == 0 then error("deep") end return (loop(n - 1)) end loop(40)
----
local function tail(n) if n == 0 then error("tail") end return tail(n - 1) end tail(10)
----
function outer() inner() end function inner() local x = y.z end outer()
----
local obj = {} function obj:method() self.missing() end obj:method()
----
local obj = {sub = {}} function obj.sub.fn() error("x") end obj.sub.fn()
----
string.format("%d", "x")
----
local f = string.format f("%d", {})
----
print(xpcall(function() error("first") end, function(m) return debug.traceback("handled: " .. m, 1) end))
----
print(xpcall(function() local x = {} ; x.a.b = 1 end, function(m) return m .. " / " .. debug.getinfo(2, "S").what end))
----
table.sort({1, 2, 3}, function(a, b) error("in sort") end)
----
for k in pairs(nil) do end
----
local x <close> = setmetatable({}, {__close = function() error("in close") end})
----
error("two\nlines")
----
error("")
----
local ok, e = pcall(error, setmetatable({}, {__tostring = function() return "str" end})) print(ok, tostring(e)) error(e)
----
error(setmetatable({}, {__tostring = function() return 5 end}))
----
local function a() error("level one", 1) end local function b() a() end local function c() b() return end c()
"""

TEMPLATES: tuple[Template, ...] = (
    generated("tracebacks/uncaught", uncaught),
    generated("tracebacks/described", described),
    written("tracebacks/ends", ENDS),
    written("tracebacks/more_ends", MORE_ENDS),
)
