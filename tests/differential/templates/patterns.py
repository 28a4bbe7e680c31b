"""Pattern matching: find, match, gmatch, gsub with every item of a pattern, and malformed patterns."""

from random import Random

from tests.differential.template import SHOW, Template, generated, lines, written

SUBJECTS = (
    "'hello world'",
    "'aaa bbb'",
    "'key = value'",
    "'  trim me  '",
    "'2024-01-31'",
    "'(a(b)c)(d'",
    "'a.b.c'",
    "''",
    "'x'",
    "'THE (quick) fox'",
    "'a\\0b\\0'",
    "'\\t tab'",
    "'abcabcabc'",
    "'1,2,,3'",
    "'[[nested]]'",
    "'%d %s'",
    "'éà'",
)
SINGLE = (
    "a",
    "b",
    ".",
    "%a",
    "%d",
    "%s",
    "%w",
    "%p",
    "%l",
    "%u",
    "%x",
    "%c",
    "%g",
    "%A",
    "%S",
    "%W",
    "[abc]",
    "[^abc]",
    "[a-z]",
    "[%w_]",
    "[^%s]",
    "[]]",
    "[^]]",
    "[%]]",
    "[a-]",
    "%.",
    "%%",
    "%(",
    "[%a-z]",
    "[+-]",
)
REPEATS = ("", "", "*", "+", "-", "?")


def pattern(random: Random) -> str:
    """Return a well-formed pattern, nearly always."""
    parts = [random.choice(("^", "", "", ""))]
    captures = 0
    for _ in range(random.randint(1, 4)):
        kind = random.random()
        if kind < 0.6:
            parts.append(random.choice(SINGLE) + random.choice(REPEATS))
        elif kind < 0.8:
            captures += 1
            parts.append("(" + random.choice(SINGLE) + random.choice(REPEATS) + ")")
        elif kind < 0.86:
            captures += 1
            parts.append("()")
        elif kind < 0.9:
            parts.append("%b()")
        elif kind < 0.94:
            parts.append("%f" + random.choice(("[%w]", "[%W]", "[a]", "[^a]", "[%z]")))
        elif captures:
            parts.append(f"%{random.randint(1, captures)}")
    return "".join(parts) + random.choice(("$", "", "", ""))


def matches(random: Random) -> str:
    rows = []
    for _ in range(20):
        subject, text, place = random.choice(SUBJECTS), pattern(random), random.choice(("1", "2", "-3", "5", "100"))
        rows.append(f"try(string.find, {subject}, '{text}', {place}) try(string.match, {subject}, '{text}', {place})")
    return lines(rows)


def iterations(random: Random) -> str:
    rows = []
    for _ in range(12):
        subject, text = random.choice(SUBJECTS), pattern(random)
        rows.append(
            f"try(function() local n = 0 for a, b, c in string.gmatch({subject}, '{text}') do show(a, b, c) n = n + 1 if n > 20 then break end end return n end)"
        )
    return lines(rows)


REPLACEMENTS = (
    "'<%0>'",
    "'%1'",
    "'%%'",
    "'%1%1'",
    "''",
    "'x'",
    "'%2'",
    "'%9'",
    "'%a'",
    "'%'",
    "{a = 'A', hello = 1, b = false}",
    "{}",
    "string.upper",
    "function(...) return select('#', ...) .. (...) end",
    "function() end",
    "function() return false end",
    "function() return {} end",
    "function() return 1.5 end",
    "setmetatable({}, {__index = function(_, k) return '[' .. k .. ']' end})",
    "true",
    "12",
)


def substitutions(random: Random) -> str:
    rows = []
    for _ in range(16):
        subject, text, by = random.choice(SUBJECTS), pattern(random), random.choice(REPLACEMENTS)
        count = random.choice(("", "", ", 1", ", 0", ", 2", ", -1"))
        rows.append(f"try(string.gsub, {subject}, '{text}', {by}{count})")
    return lines(rows)


def malformed(random: Random) -> str:
    """Cut, double and swap characters of patterns until some are wrong."""
    rows = []
    special = "%[]()^$*+-?.bf0123456789a"
    for _ in range(25):
        text = list(
            pattern(random) + random.choice(("", "%", "[", "[a", "(", ")", "%b", "%bx", "%f", "[a-", "%1", "[^", "[%"))
        )
        for _ in range(random.randint(0, 2)):
            place = random.randrange(len(text) + 1)
            text[place:place] = random.choice(special)
        rows.append(f"try(string.find, {random.choice(SUBJECTS)}, '{''.join(text)}')")
    return lines(rows)


def classes(random: Random) -> str:
    """List the characters that belong to a set."""
    sets = [
        random.choice(
            (
                "%a",
                "%d",
                "%s",
                "%p",
                "%c",
                "%g",
                "%x",
                "%u",
                "%l",
                "%w",
                "a-z",
                "0-9",
                "_",
                "-",
                "%-",
                "%]",
                "\\128-\\255",
                "\\0",
                "z-a",
                "!-/",
            )
        )
        for _ in range(8)
    ]
    rows = ["local all = {} for i = 0, 255 do all[i + 1] = string.char(i) end all = table.concat(all)"]
    for k in range(0, 8, 2):
        for negated in ("", "^"):
            rows.append(
                f"do local r = {{}} for p in all:gmatch('()[{negated}{sets[k]}{sets[k + 1]}]') do r[#r + 1] = p - 1 end print(#r, table.concat(r, ' ')) end"
            )
    return lines(rows)


USES = r"""
local function trim(s) return s:match "^%s*(.-)%s*$" end for _, s in ipairs {"  a b ", "", "   ", "x", "\tx\n"} do
show(trim(s)) end
----
local function split(s, sep) local t = {} for part in (s .. sep):gmatch("(.-)" .. sep:gsub("%p", "%%%0"))
do t[#t + 1] = part end return t end
show(table.unpack(split("a,b,,c", ","))) show(table.unpack(split("a.b.c", "."))) show(table.unpack(split("", ";")))
----
print(("hello world from Lua"):gsub("(%w+) (%w+)", "%2 %1"))
print(("$name is $age"):gsub("%$(%w+)", {name = "Lua", age = 30}))
----
for k, v in ("a=1, b=2, c=3"):gmatch "(%w+)=(%w+)" do print(k, v) end
----
print(("THE (quick) fox"):find "%((%a+)%)") print(("THE (quick) fox"):gsub("%f[%a]%a+", string.lower))
print(("x^2 (y(z)) w"):match "%b()")
----
print(("abc"):gsub("", "-")) print(("abc"):gsub(".", "%0%0")) print((""):gsub("", "x")) print(("hello"):gsub("l*", "x"))
----
print(("0x1F, 0xff"):gsub("0x(%x+)", function(h) return tonumber(h, 16) end)) print(("%41%42"):gsub("%%(%x%x)",
function(h) return string.char(tonumber(h, 16)) end))
----
show(("abc"):match("()b()")) show(("abc"):find("()")) show(("aXb"):match("%u()"))
show(("abcabc"):match("(a)(b)(c)%1%2%3"))
----
local t = {} for a, b in ("k1=v1;k2=v2"):gmatch("(%w+)=(%w+)") do t[#t + 1] = b .. a end print(table.concat(t, " "))
for m in ("abc"):gmatch "^a" do print(m) end
----
for w in ("one two three"):gmatch("%a+", 5) do io.write(w, ";") end print() for w in ("abc"):gmatch("", -1) do
io.write("[", w, "]") end print() for p in ("aaa"):gmatch("()a", 10) do print(p) end
----
local s = ("a"):rep(100) print(#s:match("a-$"), s:find("a*a*a*b"), s:match("^(a*)(a)$") ~= nil)
print(("x"):rep(300):gsub("x?x?", "y"):len())
----
try(string.rep("(", 40) .. "x", "y") try(string.find, "x", ("(x)"):rep(33)) try(string.find, "x", ("(x?)"):rep(32))
try(string.find, "x", ("x?"):rep(300))
----
try(string.find, ("a"):rep(300000), (".-"):rep(300) .. "b")
try(string.match, ("x"):rep(250000), ("(x"):rep(1) .. "*)y?$")
----
print(("a\0b"):find "\0", ("a\0b"):match "[%z]", ("a\0b"):gsub("%z", "0"), ("a\0b"):find("b", 1, true))
----
try(string.gsub, "abc", "%w", "%2") try(string.gsub, "abc", "(%w)", "%2") try(string.gsub, "abc", "%w", "%e")
try(string.gsub, "abc", "b", function() return print end) try(string.gsub, "abc", "b", {b = true})
try(string.gsub, "x", "x")
----
print(string.gsub("hello", "l", "L", 1), string.gsub("hello", "l", "L", 0), string.gsub("hello", "l", "L", 100),
string.gsub("x", "x", 5), string.gsub("x", ".", "%%0"))
----
print(pcall(string.gsub, "alo", "(.", print)) print(pcall(string.gsub, "alo", ".)", print))
print(pcall(string.gsub, "alo", "(.)", "%9")) print(pcall(string.gsub, "alo", "%", "x"))
print(pcall(string.gsub, "alo", "[a", "x")) print(pcall(string.gsub, "alo", "%b", "x"))
print(pcall(string.gsub, "alo", "%f", "x")) print(pcall(string.gsub, "alo", "(()", "x"))
print(pcall(string.find, "a", "%1")) print(pcall(string.find, "a", "(%1)")) print(pcall(string.find, "a", "%0"))
----
print(("[a]"):match "[]]", ("a-b"):match "[a-]+", ("^x"):match "[%^x]+", ("x^"):match "[x^]+", ("]"):find "[^%]]", ("a]"):find "[]a]+$")
"""

TEMPLATES: tuple[Template, ...] = (
    generated("patterns/matches", matches, before=SHOW),
    generated("patterns/iterations", iterations, before=SHOW),
    generated("patterns/substitutions", substitutions, before=SHOW),
    generated("patterns/malformed", malformed, before=SHOW),
    generated("patterns/classes", classes, before=SHOW),
    written("patterns/uses", USES, before=SHOW),
)
