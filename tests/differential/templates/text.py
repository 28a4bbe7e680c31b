"""Strings: the library without patterns, escapes, concatenation and conversions."""

from random import Random

from tests.differential.template import SHOW, Template, generated, lines, written

WORDS = (
    "''",
    "'a'",
    "'hello'",
    "'Hello World'",
    "'0123456789'",
    "'a\\0b'",
    "'\\255\\128'",
    "('ab'):rep(30)",
    "'tab\\tnew\\nline'",
    "'naïve'",
)
PLACES = (
    "0",
    "1",
    "-1",
    "2",
    "-2",
    "3",
    "5",
    "-5",
    "10",
    "-10",
    "100",
    "-100",
    "math.maxinteger",
    "math.mininteger",
    "2.0",
    "'3'",
)


def slices(random: Random) -> str:
    rows = []
    for _ in range(20):
        word, i, j = random.choice(WORDS), random.choice(PLACES), random.choice(PLACES)
        rows.append(f"do local s = {word} show(s:sub({i}), s:sub({i}, {j})) try(string.byte, s, {i}, {j}) end")
    return lines(rows)


def repeats(random: Random) -> str:
    rows = []
    for _ in range(15):
        word, separator = random.choice(WORDS), random.choice(WORDS)
        rows.append(f"try(string.rep, {word}, {random.randint(-2, 6)}, {separator})")
        rows.append(f"show(({word}):reverse(), ({word}):upper(), ({word}):lower(), ({word}):len(), #{word})")
    return lines(rows)


def plain_searches(random: Random) -> str:
    hay = "".join(random.choice("ab.%-") for _ in range(30))
    rows = [f"local hay = '{hay}'"]
    for _ in range(20):
        needle = "".join(random.choice("ab.%-") for _ in range(random.randint(0, 3)))
        rows.append(f"show(hay:find('{needle}', {random.choice(PLACES)}, true))")
    return lines(rows)


def concatenations(random: Random) -> str:
    parts = ("a", "b", "1", "2.5", "-0.0", "'x'", "n", "''", "1e15", "2^63", "math.mininteger", "('y'):rep(50)", "t")
    joined = "(x == t and 'T' or tostring(x)) .. '+' .. (y == t and 'T' or tostring(y))"
    rows = [
        "local a, b, n = 'first', 'second', 10",
        f"local t t = setmetatable({{}}, {{__concat = function(x, y) return {joined} end}})",
    ]
    for _ in range(16):
        chosen = [random.choice(parts) for _ in range(random.randint(2, 7))]
        rows.append(f"try(function() return {' .. '.join(chosen)} end)")
    rows.append("local s = '' for i = 1, 40 do s = s .. i .. ',' end print(#s, s)")
    return lines(rows)


def wrong_concatenations(random: Random) -> str:
    wrong = ("nil", "true", "{}", "print", "io.stdout", "coroutine.create(print)")
    rows = ["local t = {field = {}}", "up = nil"]
    for _ in range(14):
        a, b = (
            random.choice(("'a'", "1", "t.field", "up", "t.x")),
            random.choice((*wrong, "t", "t.field", "up", "t.none")),
        )
        pair = [a, b]
        random.shuffle(pair)
        rows.append(
            f"try(function() local v = {random.choice(wrong)} return {pair[0]} .. {pair[1]} .. {random.choice(('v', '1', pair[0]))} end)"
        )
    return lines(rows)


def escapes(random: Random) -> str:
    pieces = (
        "\\n",
        "\\t",
        "\\\\",
        "\\'",
        '\\"',
        "\\a",
        "\\b",
        "\\f",
        "\\r",
        "\\v",
        "\\x41",
        "\\x00",
        "\\xfF",
        "\\65",
        "\\065",
        "\\0",
        "\\10",
        "\\255",
        "\\u{41}",
        "\\u{20AC}",
        "\\u{10FFFF}",
        "\\u{7FFFFFFF}",
        "\\z  \n   ",
        "\\\n",
        "abc",
        " ",
        "é",
        "]]",
    )
    rows = []
    for _ in range(12):
        text = "".join(random.choice(pieces) for _ in range(random.randint(1, 8)))
        rows.append(f'do local s = "{text}" print(#s, s:byte(1, -1)) show(s) end')
    return lines(rows)


def long_brackets(random: Random) -> str:
    rows = []
    for _ in range(12):
        level = "=" * random.randint(0, 3)
        parts = ("]", "[[", "]=]" if level != "=" else "x", "a\\n", "'", '"', "--", "\t", "]==", "é")
        body = "".join(random.choice(parts) for _ in range(random.randint(0, 6))).replace(f"]{level}]", "")
        if not level:
            body = body.replace("[[", "[ [").replace("]]", "] ]")
        body = body.rstrip("]=") if body.endswith(("]", "=")) else body
        start = random.choice(("", "\n", "\n\n", "\r\n", "\r"))
        rows.append(f"show([{level}[{start}{body}]{level}])")
        rows.append(f"--[{level}[ comment {body}]{level}] show('after')")
    return lines(rows)


def to_numbers(random: Random) -> str:
    digits = "0123456789abcxyzABCXYZ"
    rows = []
    for _ in range(14):
        text = (
            random.choice(("", "-", " ", "+"))
            + "".join(random.choice(digits) for _ in range(random.randint(0, 5)))
            + random.choice(("", " ", "x", "."))
        )
        rows.append(f"show(tonumber('{text}'), tonumber('{text}', {random.choice((2, 8, 10, 16, 30, 36))}))")
    for _ in range(10):
        rows.append(
            f"try(tonumber, {random.choice(WORDS)}, {random.choice(('1', '37', '0', '-1', '10', '2.5', 'nil', '36'))})"
        )
    return lines(rows)


def number_texts(random: Random) -> str:
    parts = (
        "0x",
        "0X",
        "1",
        "12",
        ".",
        "5",
        "e",
        "E",
        "p",
        "P",
        "+",
        "-",
        "a",
        "f",
        " ",
        "\\t",
        "1e5",
        "0x.8",
        "inf",
        "nan",
        "_",
        "\\0",
    )
    rows = []
    for _ in range(30):
        text = "".join(random.choice(parts) for _ in range(random.randint(1, 5)))
        rows.append(f"show(tonumber('{text}'), math.type(tonumber('{text}')))")
    return lines(rows)


METHODS = r"""
print(("abc"):len(), #"abc", ("x").rep("y", 3), ("%d"):format(7), ("abc"):upper():lower():reverse())
----
local s = "abc" show(s.len, s.nothing, s[1], s["sub"](s, 2)) try(function() s.x = 1 end) try(function() return s.a.b
end)
----
local n = 12 try(function() return n:len() end) try(function() return (12):type() end)
----
try(function() return (12):rep(2) end) try(function() return ("12"):rep(2) + 1 end) show(("5") * "2", 10 .. 20)
----
local m = getmetatable("") show(m.__index == string, m.__name, m.__add ~= nil)
show(getmetatable("a") == getmetatable("b"))
----
string.twice = function(s) return s .. s end print(("ab"):twice(), ("x"):twice():twice())
----
local m = getmetatable("") m.__index = function(s, k) return type(k) == "number" and s:sub(k, k) or string[k] end
print(("hello")[1], ("hello")[-1], ("hello"):len()) m.__index = string
----
local m = getmetatable("") m.__call = function(s, ...) return s:format(...) end
print(("%d-%s")(1, "a")) m.__call = nil try(function() return ("x")() end)
----
local m = getmetatable("") m.__unm = function(s) return s:reverse() end print(-"abc", -"10") m.__unm = nil
----
for _, v in ipairs {1, 1.0, -0.0, 1e15, 1e16, 1e100, 123456789012, 0.1, 1/3, 2^63, -2^63, 2^24} do
print(v, tostring(v), #tostring(v)) end
----
print(tostring(nil), tostring(true), tostring("x"), tostring(12), tostring(1.5)) try(tostring)
----
show(("x"):rep(0), ("x"):rep(-1), ("x"):rep(3, ","), (""):rep(100), (""):rep(3, "-")) try(string.rep, "x", 1 << 62)
try(string.rep, "x", 1 << 40, ("y"):rep(1 << 20))
----
show(string.char(), string.char(72, 105), string.char(0, 255)) try(string.char, 256) try(string.char, -1)
try(string.char, 65, "66", 67.0) try(string.char, 65.5)
----
show(string.byte("")) show(string.byte("abc", 10)) show(string.byte("abc", 0)) show(string.byte("abc", -2, -1))
show(("abc"):byte(1, 3))
----
local t = {} for w in ("one two  three"):gmatch "%S+" do t[#t + 1] = w end print(#t, table.concat(t, "|"))
----
local long = ("x"):rep(1000) local t = {[long] = 1} print(t[("x"):rep(999) .. "x"], t[("x"):rep(1001)], #long)
----
print(#"\u{10FFFF}", #"\u{7FF}", #"\u{800}", "\u{48}\u{49}", #"\z

   x")
----
print(("a,b,,c"):find(",", 1, true), ("a.b"):find(".", 1, true), ("a.b"):find("."), ("abc"):find("",
10), ("abc"):find("", 4), (""):find(""))
"""

TEMPLATES: tuple[Template, ...] = (
    generated("text/slices", slices, before=SHOW),
    generated("text/repeats", repeats, before=SHOW),
    generated("text/plain_searches", plain_searches, before=SHOW),
    generated("text/concatenations", concatenations, before=SHOW),
    generated("text/wrong_concatenations", wrong_concatenations, before=SHOW),
    generated("text/escapes", escapes, before=SHOW),
    generated("text/long_brackets", long_brackets, before=SHOW),
    generated("text/to_numbers", to_numbers, before=SHOW),
    generated("text/number_texts", number_texts, before=SHOW),
    written("text/methods", METHODS, before=SHOW),
)
