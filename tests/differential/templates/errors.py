"""Error messages: what is named in them for each kind of operand, and every library function with bad arguments."""

from collections.abc import Callable
from random import Random

from tests.differential.template import SHOW, Template, generated, lines, written

# A place that holds the bad value, as (statements before, expression).
PLACES = (
    ("local x = {v}", "x"),
    ("x = {v}", "x"),
    ("local t = {{f = {v}}}", "t.f"),
    ("t = {{f = {v}}}", "t.f"),
    ("local t = {{{v}}}", "t[1]"),
    ("local t, k = {{k1 = {v}}}, 'k1'", "t[k]"),
    ("local t, i = {{[7] = {v}}}, 7", "t[i]"),
    ("local t = {{a = {{b = {v}}}}}", "t.a.b"),
    ("local function f() return {v} end", "f()"),
    ("local function f() return {v} end", "(f())"),
    ("local up = {v}", "(function() return up end)()"),
    ("local t = {{[2.5] = {v}}}", "t[2.5]"),
    ("local t = {{[true] = {v}}}", "t[true]"),
    ("_ENV.some = {v}", "some"),
    ("local t <const> = {{n = {v}}}", "t.n"),
    ("local long = {{['a key with blanks'] = {v}}}", "long['a key with blanks']"),
    ("", "({v})"),
)
BAD = ("nil", "true", "{}", "print", "'text'", "12", "1.5")


def _operation(random: Random, make: Callable[[Random, str], str], bad: tuple[str, ...] = BAD) -> str:
    rows = []
    for _ in range(14):
        before, expression = random.choice(PLACES)
        value = random.choice(bad)
        shown = expression.format(v=value)
        upvalue = random.random() < 0.25 and before.startswith("local x")
        body = make(random, shown)
        rows.append(
            f"do {before.format(v=value)} "
            + (
                f"try(function() {body} end) end"
                if upvalue
                else f"try(function() {before.format(v=value)} {body} end) end"
            )
        )
    return lines(rows)


def indexing(random: Random) -> str:
    def make(random: Random, x: str) -> str:
        return random.choice(
            (
                f"return ({x}).y",
                f"return {x}.y.z",
                f"return {x}[1]",
                f"return {x}['a b']",
                f"local k = {{}} return {x}[k]",
                f"return {x}[1.5]",
                f"return ({x})[nil]",
                f"local name = 'n' return {x}[name]",
            )
        )

    return _operation(random, make, ("nil", "true", "12", "print"))


def assigning(random: Random) -> str:
    def make(random: Random, x: str) -> str:
        x = x if x[-1] not in ")" else "y"
        return random.choice(
            (
                f"{x}.y = 1",
                f"{x}.y.z = 1",
                f"{x}[1] = 1",
                f"{x}['a b'] = nil",
                f"{x}[nil] = 1",
                f"{x}[0/0] = 1",
                f"local v = 1 {x}[v] = v",
                f"function {x}.y() end" if "[" not in x else f"{x}.y = 1",
            )
        )

    return _operation(random, make, ("nil", "true", "12", "print", "{}"))


def calling(random: Random) -> str:
    def make(random: Random, x: str) -> str:
        return random.choice(
            (
                f"{x}()" if x[0] != "(" else f"return {x}()",
                f"return {x}(1, 2)",
                f"return ({x})()",
                f"local r = {x}'s' return r",
                f"return {x}:m()",
                f"local a = {x}:m(1).z return a",
                f"return {x}.g()",
                f"for i in {x} do end",
            )
        )

    return _operation(random, make, ("nil", "true", "{}", "'text'", "12"))


def calculating(random: Random) -> str:
    def make(random: Random, x: str) -> str:
        operator = random.choice(("+", "-", "*", "/", "%", "^", "//", "&", "|", "~", "<<", ">>"))
        return random.choice(
            (
                f"return {x} {operator} 2",
                f"return 2 {operator} {x}",
                f"local one = 1 return {x} {operator} one",
                f"local s = {{}} return {x} {operator} s",
                f"return -{x}",
                f"return ~{x}",
                f"return {x} {operator} 'a'",
                f"return {x} {operator} 1.5",
                f"return 'x' {operator} {x}",
            )
        )

    return _operation(random, make)


def joining(random: Random) -> str:
    def make(random: Random, x: str) -> str:
        return random.choice(
            (
                f"return {x} .. 'a'",
                f"return 'a' .. {x}",
                f"return 1 .. {x} .. 2",
                f"local s = 's' return s .. {x} .. s",
                f"return {x} .. {x}",
                f"return #{x}",
                f"return #{x} + 1",
                f"local n = -#{x} return n",
            )
        )

    return _operation(random, make, ("nil", "true", "{}", "print", "1"))


def comparing(random: Random) -> str:
    def make(random: Random, x: str) -> str:
        operator = random.choice(("<", "<=", ">", ">="))
        return random.choice(
            (
                f"return {x} {operator} 1",
                f"return 1 {operator} {x}",
                f"return {x} {operator} 'a'",
                f"if {x} {operator} {x} then return 1 end",
                f"local o = {{}} return {x} {operator} o",
                f"while nil {operator} {x} do end",
            )
        )

    return _operation(random, make)


def named_by_methods(random: Random) -> str:
    """Methods, fields of self, upvalues and globals of functions at several depths."""
    rows = [
        "local C = {} C.__index = C",
        "local up, missing = {}, nil",
        "function C:get() return self.inner.value end",
        "function C:call() self.inner:run() end",
        "function C:up() return up.a.b end",
        "function C:global() return someglobal.x end",
        "function C.static(x) return x.y.z end",
        "function C:add() return self.n + 1 end",
        "function C:cat() return self.n .. 'x' end",
        "function C:vararg(...) local a = ... return a.x end",
        "function C:cmp() return self.n < 1 end",
        "function C:missing() return missing() end",
        "function C:len() return #self.n end",
    ]
    for _ in range(14):
        name = random.choice(
            ("get", "call", "up", "global", "static", "add", "cat", "vararg", "cmp", "missing", "len", "nothing")
        )
        rows.append(
            random.choice(
                (
                    f"try(function() local o = setmetatable({{}}, C) return o:{name}() end)",
                    f"o = setmetatable({{}}, C) try(function() return o:{name}(nil) end)",
                    f"try(C.{name}, {{}})",
                    f"try(function() local o = setmetatable({{n = {{}}}}, C) o.{name}(o) end)",
                )
            )
        )
    return lines(rows)


def thrown(random: Random) -> str:
    """Errors of every type, level and depth."""
    values = (
        "'message'",
        "'with ' .. 1",
        "nil",
        "12",
        "2.5",
        "true",
        "{code = 1}",
        "setmetatable({}, {__tostring = function() return 'object' end})",
        "print",
        "'\\0zero'",
        "''",
        "'line\\nbreak'",
    )
    rows = [
        "local function a(...) error(...) end",
        "local function b(...) a(...) end",
        "local function c(...) b(...) return 1 end",
        "local function d(...) return c(...) end",
    ]
    for _ in range(12):
        rows.append(
            f"try({random.choice('abcd')}, {random.choice(values)}{random.choice(('', ', 0', ', 1', ', 2', ', 3', ', 4', ', 20'))})"
        )
    for _ in range(4):
        value = random.choice(values)
        rows.append(
            f"show(xpcall({random.choice('abcd')}, function(m) return m == {value if value[0] in chr(39) + '12t' else 'nil'}, type(m) end, {value}, {random.choice('0123')}))"
        )
    return lines(rows)


GARBAGE = (
    "nil",
    "true",
    "false",
    "{}",
    "print",
    "'x'",
    "'10'",
    "1.5",
    "-1",
    "0",
    "1",
    "2^53",
    "'1.5'",
    "math.huge",
    "io.stdout",
    "''",
    "math.mininteger",
    "'%'",
    "function() end",
    "coroutine.create(print)",
    "setmetatable({}, {__name = 'My.Type'})",
)

# Functions that print addresses, stop the program or wait are not here.
LIBRARIES = {
    "base": (
        "assert",
        "error",
        "getmetatable",
        "ipairs",
        "load",
        "next",
        "pairs",
        "pcall",
        "rawequal",
        "rawget",
        "rawlen",
        "rawset",
        "select",
        "setmetatable",
        "tonumber",
        "type",
        "dofile",
        "loadfile",
    ),
    "strings": (
        "string.byte",
        "string.char",
        "string.find",
        "string.format",
        "string.gmatch",
        "string.gsub",
        "string.len",
        "string.lower",
        "string.match",
        "string.rep",
        "string.reverse",
        "string.sub",
        "string.upper",
        "string.pack",
        "string.packsize",
        "string.unpack",
        "string.dump",
    ),
    "tables": ("table.concat", "table.insert", "table.move", "table.pack", "table.sort", "table.unpack"),
    "numbers": (
        "math.abs",
        "math.ceil",
        "math.floor",
        "math.max",
        "math.min",
        "math.modf",
        "math.sqrt",
        "math.tointeger",
        "math.type",
        "math.ult",
        "math.exp",
        "math.log",
        "math.sin",
        "math.cos",
        "math.tan",
        "math.asin",
        "math.acos",
        "math.deg",
        "math.rad",
    ),
    "unicode": ("utf8.char", "utf8.codepoint", "utf8.len", "utf8.offset", "utf8.codes"),
    "coroutines": (
        "coroutine.create",
        "coroutine.close",
        "coroutine.resume",
        "coroutine.status",
        "coroutine.wrap",
        "coroutine.isyieldable",
        "coroutine.running",
        "coroutine.yield",
    ),
    "system": (
        "os.date",
        "os.difftime",
        "os.getenv",
        "os.remove",
        "os.rename",
        "os.setlocale",
        "os.time",
        "io.open",
        "io.close",
        "io.type",
        "io.lines",
        "io.input",
        "io.output",
        "io.popen",
        "io.stdout.seek",
        "io.stdout.setvbuf",
        "io.stdout.flush",
        "io.stdout.lines",
        "io.stdout.write",
    ),
    "introspection": (
        "debug.getinfo",
        "debug.getlocal",
        "debug.getmetatable",
        "debug.getupvalue",
        "debug.setlocal",
        "debug.setmetatable",
        "debug.setupvalue",
        "debug.sethook",
        "debug.gethook",
        "debug.traceback",
        "debug.upvalueid",
        "debug.upvaluejoin",
        "debug.getuservalue",
        "debug.setuservalue",
    ),
    "packages": ("package.loadlib", "collectgarbage", "warn"),
}


def bad_arguments(functions: tuple[str, ...]) -> Callable[[Random], str]:
    """Return a maker of programs that call these functions with random arguments and print only the errors."""

    def make(random: Random) -> str:
        rows = [
            "local function call(name, f, ...) local ok, message = pcall(f, ...) if not ok then show(name, message) end end"
        ]
        for _ in range(25):
            name = random.choice(functions)
            arguments = [random.choice(GARBAGE) for _ in range(random.choice((0, 1, 1, 2, 2, 3, 4)))]
            rows.append(f"call({', '.join([repr(name), name, *arguments])})")
        return lines(rows)

    return make


METHODS = r"""
try(function() ("x"):rep({}) end) try(function() ("x"):rep() end) try(function() string.rep() end)
try(function() ("x"):bad() end)
----
try(function() io.stdout:write({}) end) try(function() io.stdout.write({}) end) try(function() io.stdout:seek("bad")
end) try(function() io.stdout:lines("bad") end) try(function() io.stdout:nothing() end)
----
local t = setmetatable({}, {__index = string}) try(function() t:rep(2) end) try(function() t:upper() end)
try(function() t.rep(2) end) try(function() t.upper() end)
----
local o = {f = string.rep, g = {h = math.floor}} try(function() o.f() end) try(function() o:f(1) end)
try(function() o.g.h("x") end) try(function() o.g:h() end)
----
local floor, rep = math.floor, string.rep try(function() floor() end) try(function() floor({}) end)
try(function() rep("x", "y") end) try(function() return floor({}) end) try(floor, {})
----
local co = coroutine.wrap(function() local t = nil; t.x = 1 end) try(co) try(coroutine.wrap(function() error("in co")
end)) try(coroutine.wrap(function() error({}) end)) show(coroutine.resume(coroutine.create(function() string.rep()
end)))
----
for _, f in ipairs {function() return 1 + nil end, function() return {} .. "x" end, function() return #nil end,
function() return -{} end, function() return nil > 1 end, function() return {} < {} end, function() return 2^53 | 1.5
end} do try(f) end
----
a = {} try(function() a.b.c.d = 1 end) try(function() return a.b.c end) try(function() a.b() end) try(function() a:b()
end) try(function() a.b:c() end) try(function() return a.b.c.d end)
----
local a = {} try(function() return a.x + 1 end) try(function() return a.x .. "s" end) try(function() return a[1] + 1
end) try(function() return a["x y"] + 1 end) try(function() local k = "z" return a[k] + 1 end) try(function()
return a[a] + 1 end)
----
try(setmetatable, 1, {}) try(setmetatable, {}, 1) try(setmetatable, setmetatable({}, {__metatable = 1}), {})
try(getmetatable) show(getmetatable(setmetatable({}, {__metatable = "locked"})))
----
local t = setmetatable({}, {__index = function(t, k) error("no field " .. k, 2) end}) try(function() return t.x end)
local u = setmetatable({}, {__newindex = function(t, k) error("read only") end}) try(function() u.x = 1 end)
----
local t = setmetatable({}, {__add = 1, __index = 2, __call = 3, __concat = {}, __len = true, __unm = "x", __lt = 5,
__eq = 7}) try(function() return t + 1 end) try(function() return t.x end) try(function() return t() end)
try(function() return t .. 1 end) try(function() return #t end) try(function() return -t end) try(function()
return t < t end)
----
try(assert, false) try(assert, nil, "told") try(assert, false, {1}) try(assert, 1, 2, 3) try(assert)
try(assert, nil, nil) try(error) try(error, nil) try(error, "x", 0) try(error, setmetatable({}, {}))
----
try(select, 0) try(select, -5, 1) try(select, "x") try(select) show(select(-1, 1, 2)) show(select(2, "a", "b", "c"))
show(select("#")) show(select("#", nil, nil)) try(select, 1.5, 1)
----
try(function() for i = 1, 10, 0 do end end) try(function() for i = "x", 10 do end end) try(function() for i = 1, {} do
end end) try(function() for i = 1, 2, nil do end end) try(function() for i = 1.5, "2" do end end)
----
try(function() for x in 5 do end end) try(function() for x in nil do end end) try(function() for x in {} do end end)
try(function() local f for x in f do end end) try(function() for x in pairs(nil) do end end) try(function()
for x in undefined.field do end end)
----
try(string.rep, "x", -1) try(("x").rep, "x", 1e10) try(string.rep, "x", 2^40 // 1 | 0, "y") try(load, 5) try(load,
function() return {} end) try(load, function() error("reader") end) try(load, "x =", "name", "q")
----
try(xpcall) try(xpcall, print) show(xpcall(error, print, "x")) show(xpcall(error, function(m) error(m) end, "again"))
show(xpcall(error, nil, "x")) show(pcall(pcall)) show(pcall(pcall, error, "e"))
----
local t = {} t.t = t try(function() t.t.t.x.y = 1 end) try(function() t:nope() end) try(function() t.t.t:nope() end)
try(function() t[t] () end) try(function() (t)() end) try(function() t.t["nope"]() end)
----
try(function() local a <close> = 5 end) try(function() local a <close> = {} end) try(function() local a <close> = nil
local b <close> = false end) try(function() local name <close> = setmetatable({}, {__close = 1}) end)
"""

TEMPLATES: tuple[Template, ...] = (
    generated("errors/indexing", indexing, before=SHOW),
    generated("errors/assigning", assigning, before=SHOW),
    generated("errors/calling", calling, before=SHOW),
    generated("errors/calculating", calculating, before=SHOW),
    generated("errors/joining", joining, before=SHOW),
    generated("errors/comparing", comparing, before=SHOW),
    generated("errors/named_by_methods", named_by_methods, before=SHOW),
    generated("errors/thrown", thrown, before=SHOW),
    *(
        generated(f"errors/bad_arguments_of_{name}", bad_arguments(functions), before=SHOW)
        for name, functions in LIBRARIES.items()
    ),
    written("errors/methods", METHODS, before=SHOW),
)
