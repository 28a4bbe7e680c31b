"""Metamethods: each event with operands of every kind, chains of them, and classes made with them."""

from random import Random

from tests.differential.template import SHOW, Template, filled, generated, lines, written

BINARY = {
    "add": "+",
    "sub": "-",
    "mul": "*",
    "div": "/",
    "mod": "%",
    "pow": "^",
    "idiv": "//",
    "band": "&",
    "bor": "|",
    "bxor": "~",
    "shl": "<<",
    "shr": ">>",
    "concat": "..",
}
COMPARISONS = {"eq": "==", "lt": "<", "le": "<="}
NAMED = "local function name(v) return type(v) == 'table' and (rawget(v, 'name') or '?') or tostring(v) end\n"


def arithmetic(random: Random) -> str:
    """Give two objects some of the events, and use them with each other and with plain values."""
    rows = ["local A, B = {}, {}", "local a, b = setmetatable({name = 'a'}, A), setmetatable({name = 'b'}, B)"]
    for event in BINARY:
        for which in "AB":
            if random.random() < 0.6:
                rows.append(
                    f"{which}.__{event} = function(x, y, z) io.write('{which}.{event} ', name(x), ' ', name(y), ' ', tostring(z), ': ') return {random.choice(('1', 'name(x) .. name(y)', 'nil', '1, 2', 'x'))} end"
                )
    for which in "AB":
        rows.append(
            f"{which}.__unm = function(x, y) io.write('unm ', name(x), ' ', name(y), ': ') return '-' .. name(x) end"
        )
        rows.append(
            f"{which}.__bnot = function(x, y) io.write('bnot ', name(x), name(y), ': ') return {random.choice(('0', 'x'))} end"
        )
    for _ in range(22):
        operator = random.choice(list(BINARY.values()))
        left, right = (
            random.choice(("a", "b", "1", "'s'", "2.5", "nil", "a", "b")),
            random.choice(("a", "b", "10", "'t'", "true", "a", "b")),
        )
        rows.append(f"try(function() return {left} {operator} {right} end)")
    return lines([*rows, "try(function() return -a, -b, ~a, ~b end)"])


def comparisons(random: Random) -> str:
    rows = [
        "local A, B = {}, {}",
        "local a, b, c = setmetatable({name = 'a'}, A), setmetatable({name = 'b'}, B), setmetatable({name = 'c'}, A)",
    ]
    for event in COMPARISONS:
        for which in "AB":
            if random.random() < 0.7 or event == "le":  # builds for compatibility take __lt where there is no __le
                rows.append(
                    f"{which}.__{event} = function(x, y) io.write('{which}.{event} ', name(x), ' ', name(y), ': ') return {random.choice(('true', 'false', 'nil', '1', '0', 'name(x) < name(y)'))} end"
                )
    for _ in range(12):
        left, right = random.choice("abc"), random.choice(("a", "b", "c", "1", "'s'", "nil"))
        if random.random() < 0.4:
            left, right = right, left
        operator = random.choice(("<", "<=", ">", ">=", "==", "~="))
        rows.append(
            f"try(function() return {left} {operator} {right} end) try(function() if not ({left} {operator} {right}) then return 'not' else return 'so' end end)"
        )
    return lines(rows)


def index_chains(random: Random) -> str:
    rows = []
    depth = random.randint(2, 6)
    rows.append("local t1 = {k1 = 'v1', f = function(self, x) return 'f', x end}")
    for level in range(2, depth + 1):
        kind = random.choice(("table", "function", "both"))
        index = (
            f"t{level - 1}"
            if kind == "table"
            else f"function(t, k) io.write('{level}:', tostring(k), ' ') return t{level - 1}[k] end"
        )
        newindex = random.choice(
            (
                "",
                f", __newindex = t{level - 1}",
                f", __newindex = function(t, k, v) io.write('set', {level}, ' ') rawset(t, k, v) end",
                f", __newindex = function(t, k, v) t{level - 1}[k] = v end",
            )
        )
        rows.append(f"local t{level} = setmetatable({{k{level} = 'v{level}'}}, {{__index = {index}{newindex}}})")
    for number in range(14):
        place, key = (
            random.randint(1, depth),
            random.choice((*(f"k{n}" for n in range(1, depth + 1)), "new", "f", "gone")),
        )
        rows.append(
            random.choice(
                (
                    f"show(t{place}.{key})",
                    f"show(t{place}['{key}'], rawget(t{place}, '{key}'))",
                    f"t{place}.{key} = {number} show(rawget(t{place}, '{key}'), t{depth}.{key})",
                    f"try(function() return t{place}:f({number}) end)",
                    f"t{place}[{number}] = {number} show(t{depth}[{number}])",
                )
            )
        )
    return lines(rows)


def callables(random: Random) -> str:
    rows = [
        "local C = {__call = function(self, ...) return name(self), select('#', ...), ... end}",
        "local c = setmetatable({name = 'c'}, C)",
        "local d = setmetatable({name = 'd'}, {__call = c})",
        "local e = setmetatable({name = 'e'}, {__call = d})",
    ]
    for _ in range(12):
        x = random.choice("cde")
        rows.append(
            random.choice(
                (
                    f"show({x}())",
                    f"show({x}(1, nil))",
                    f"show({x}'text')",
                    f"show(pcall({x}, 1))",
                    f"local function tail(...) return {x}(...) end show(tail(1, 2))",
                    f"show(select(2, {x}(7, 8)))",
                    f"for a, b, n in {x}, 1, nil do show(a, b, n) break end",
                    f"show(({x}){{}})",
                    f"local o = {{m = {x}}} show(o:m(5))",
                    f"show(table.unpack({{{x}(1)}}))",
                    f"local w = coroutine.wrap(function(...) show({x}(...)) end) w(1, 2)",
                    f"show(xpcall({x}, print, 'arg'))",
                    f"print(string.gsub('ab', '.', function(s) return (select(3, {x}(s))) end))",
                )
            )
        )
    return lines(rows)


EVENTS = r"""
local t = setmetatable({}, {__len = function(x, y) io.write(tostring(x == y), " ") return $case end})
try(function() return #t end) try(function() return #t + 1 end) try(table.unpack, t) try(table.concat, t)
try(table.insert, t, "x") try(table.remove, t) try(table.sort, t) try(function() return t[#t] end) show(rawlen(t))
"""
EVENT_CASES = """
0
----
3
----
-1
----
"2"
----
2.0
----
1.5
----
nil
----
"x"
----
{}
----
math.maxinteger
----
1, 2, 3
----
true
"""

TOSTRINGS = r"""
local t = setmetatable({}, $case)
local function text(f, ...) local r = table.pack(pcall(f, ...)) for i = 1, r.n
do r[i] = tostring(r[i]):gsub("0x%x+", "ADDR") end print(table.concat(r, " ")) end
text(tostring, t) text(string.format, "%s|%10.3s", t, "abc") text(function() return "x" .. t
end) text(error, t) text(io.write, t)
text(string.rep, t) text(function() return #t, t.x end) text(table.concat, {t})
"""
TOSTRING_CASES = """
{__tostring = function() return "shown" end}
----
{__tostring = function() return 5 end}
----
{__tostring = function() end}
----
{__name = "Some.Name"}
----
{__name = 12}
----
{__name = "N", __tostring = function(x) return "T" .. select("#", x) end}
----
{__tostring = function() error("in tostring") end}
----
{__tostring = setmetatable({}, {__call = function() return "called" end})}
----
{__tostring = "no function"}
----
{__concat = function(a, b) return type(a) .. type(b) end, __len = function() return 7 end, __index = {x = "ix"}}
----
{__metatable = "locked", __tostring = function(x) return tostring(getmetatable(x)) end}
"""

CLASSES = r"""
local Account = {} Account.__index = Account function Account.new(b) return setmetatable({balance = b}, Account) end
function Account:deposit(v) self.balance = self.balance + v return self end
local a = Account.new(10) print(a:deposit(5):deposit(7).balance, a.nothing, getmetatable(a) == Account)
try(function() a:withdraw(1) end) try(function() Account.deposit(nil, 1) end) try(a.deposit, a, nil)
----
local Base = {} Base.__index = Base function Base:name() return "base " .. self.n end local Derived =
setmetatable({}, {__index = Base}) Derived.__index = Derived function Derived:name()
return "derived " .. Base.name(self) end
print(setmetatable({n = 1}, Base):name(), setmetatable({n = 2}, Derived):name()) try(function() return
setmetatable({}, Derived):name() end)
----
local V = {} V.__index = V local function vec(x, y) return setmetatable({x = x, y = y}, V) end V.__add =
function(a, b) return vec(a.x + b.x, a.y + b.y) end V.__mul = function(a, b) if type(a) == "number" then
return vec(a * b.x, a * b.y) elseif type(b) == "number" then return b * a end return a.x * b.x + a.y * b.y
end V.__eq = function(a, b) return a.x == b.x and a.y == b.y end V.__tostring = function(v)
return "(" .. v.x .. ", " .. v.y .. ")" end V.__unm = function(v) return vec(-v.x, -v.y) end V.__len = function()
return 2 end V.__lt = function(a, b) return a.x < b.x end V.__le = function(a, b) return a.x <= b.x end
local a, b = vec(1, 2), vec(3, 4) print(tostring(a + b), tostring(2 * a), tostring(a * 2), a * b, a == vec(1, 2), a ~=
b, tostring(-a), #a, a < b, a <= b, a > b) try(function() return a + 1 end) try(function() return a < 1 end)
----
local log = {} local p = setmetatable({}, {__index = function(_, k) log[#log + 1] = "r" .. k return k * 2
end, __newindex = function(_, k, v) log[#log + 1] = "w" .. k .. v end}) p[1] = p[2] + p[3] p[4], p[5] = p[6], p[7]
print(table.concat(log, " "))
----
local d = setmetatable({}, {__index = function(t, k) local v = k * k rawset(t, k, v) return v end})
print(d[3], rawget(d, 3), d[4], rawget(d, 5))
----
local ro = setmetatable({}, {__index = {a = 1}, __newindex = function(t, k) error("read-only " .. k, 2)
end, __metatable = false}) print(ro.a, getmetatable(ro)) try(function() ro.b = 1 end)
try(setmetatable, ro, {}) rawset(ro, "b", 2) print(ro.b)
----
setmetatable(_G, {__index = function(_, k) error("undefined " .. k, 2) end, __newindex =
function(t, k, v) rawset(t, k, v) end}) try(function() return nothing end) something = 1 print(something)
try(function() nothing.x = 1 end)
----
local mt = {__eq = function() io.write "eq " return true end} local a, b = setmetatable({}, mt), setmetatable({}, mt)
print(a == b, a == a, rawequal(a, b), a ~= b, a == 1, a == setmetatable({}, {})) local t = {[a] = 1} print(t[b], t[a])
----
local s = setmetatable({}, {__index = function(t, k) return k end}) print(s.x, s[1], s[true], s.a.b)
print(select("#", s.q))
----
local t = setmetatable({}, {__close = function(_, e) print("closed", e) end, __gc = true}) do local x <close> = t
print "in" end try(function() local x <close> = t error("e", 0) end)
----
local c = setmetatable({}, {__concat = function(a, b) return (type(a) == "table" and "T" or
a) .. "," .. (type(b) == "table" and "T" or b) end}) print(c .. 1, 1 .. c, c .. c, "a" .. "b" .. c, "a" .. c .. "b",
c .. "a" .. "b", 1 .. 2 .. c)
----
local t = setmetatable({}, {__index = string}) show(t.format == string.format) local u = setmetatable({}, {__index =
setmetatable({}, {__index = setmetatable({deep = "found"}, {})})}) show(u.deep, u.none)
----
local loop = {} setmetatable(loop, {__index = loop, __newindex = loop}) try(function() return loop.x end)
try(function() loop.x = 1 end) local a, b = {}, {} setmetatable(a, {__index = b}) setmetatable(b, {__index = a})
try(function() return a.z end)
----
local m = {} local t = setmetatable({}, m) try(function() return t() end) m.__call = function(_, x) return x end
show(t(5)) m.__call = nil try(function() return t() end) m.__add = rawequal show(t + t, t + 1) m.__index = rawget
show(t.x) m.__lt = rawequal show(t < t)
----
local n = debug.getmetatable(1) debug.setmetatable(1, {__index = {double = function(x) return x * 2 end}, __call =
function(f, x) return f + x end, __len = function(x) return -x end}) show((5):double(), (5)(6), #5)
debug.setmetatable(1, nil) try(function() return (5):double() end)
----
debug.setmetatable(nil, {__index = function(_, k) return k end, __add = function() return "nil+" end})
show((nil).x, nil + 1) local u show(u.y) debug.setmetatable(nil, nil)
debug.setmetatable(print, {__index = {name = "fn"}, __concat = function(a, b) return "cat" end}) show(print.name,
print .. print) debug.setmetatable(print, nil)
----
local count = 0 local mt = {__index = function(t, k) count = count + 1 if count > 150 then return nil end return t[k]
end} local t = setmetatable({}, mt) show(t.x, count)
----
local t = setmetatable({}, {__mode = "k", __name = "Weak"}) show(getmetatable(t).__mode) try(function() return t + 1
end) try(function() return t < t end) try(function() return #t .. t end) try(string.rep, t) try(ipairs)
try(math.floor, t) try(function() t() end)
----
local order = {} local mt mt = {__lt = function(a, b) order[#order + 1] = a.v .. "<" .. b.v return a.v < b.v end}
local list = {} for i, v in ipairs {3, 1, 2} do list[i] = setmetatable({v = v}, mt) end table.sort(list)
for _, x in ipairs(list) do io.write(x.v, " ") end print(#order > 0)
----
local t = setmetatable({}, {__div = function(a, b) return "div" end, __idiv = function() return "idiv" end, __mod =
function() return "mod" end, __pow = function() return "pow" end, __shl = function() return "shl" end, __band =
function() return "band" end}) show(t / 1, 1 // t, t % t, 2 ^ t, t << 1, "a" & t, t & 1.5)
"""

TEMPLATES: tuple[Template, ...] = (
    generated("metamethods/arithmetic", arithmetic, before=SHOW + NAMED),
    generated("metamethods/comparisons", comparisons, before=SHOW + NAMED),
    generated("metamethods/index_chains", index_chains, before=SHOW),
    generated("metamethods/callables", callables, before=SHOW + NAMED),
    filled("metamethods/lengths", SHOW + EVENTS, EVENT_CASES),
    filled("metamethods/texts", TOSTRINGS, TOSTRING_CASES),
    written("metamethods/classes", CLASSES, before=SHOW),
)
