"""Integers and floats: texts of numbers, conversions between them, and the libraries math and utf8."""

from random import Random

from tests.differential.template import SHOW, Template, generated, lines, written


def literals(random: Random) -> str:
    """Write numbers in every form."""
    rows = []
    for _ in range(30):
        kind = random.random()
        if kind < 0.3:
            text = "".join(random.choice("0123456789") for _ in range(random.randint(1, 21)))
        elif kind < 0.55:
            text = f"{random.randint(0, 99999)}.{random.choice(('', str(random.randint(0, 10**9))))}{random.choice(('', f'e{random.randint(-320, 310)}', f'E+{random.randint(0, 20)}'))}"
        elif kind < 0.8:
            text = random.choice(("0x", "0X")) + "".join(
                random.choice("0123456789abcdefABCDEF") for _ in range(random.randint(1, 20))
            )
        else:
            text = f"0x{random.randint(0, 255):x}.{random.randint(0, 65535):x}{random.choice(('', f'p{random.randint(-1080, 1030)}', f'P+{random.randint(0, 9)}'))}"
        rows.append(f"show({text}, -{text}, tonumber('{text}'))")
    return lines(rows)


def shown_floats(random: Random) -> str:
    rows = []
    for _ in range(25):
        value = random.choice(
            (
                random.uniform(-1, 1),
                random.uniform(-1e6, 1e6),
                random.uniform(1, 10) * 10.0 ** random.randint(-300, 300),
                float(random.randint(-(10**17), 10**17)),
                random.randint(-999, 999) / 8,
            )
        )
        rows.append(
            f"do local x = {value!r} show(x, -x, x // 1, x % 1) print(x, ('%.17g'):format(x), math.tointeger(x), x == math.floor(x)) end"
        )
    return lines(rows)


VALUES = (
    "0",
    "-0.0",
    "1",
    "-1",
    "2.5",
    "-2.5",
    "0.5",
    "1e15",
    "1e16",
    "2^53",
    "2^63",
    "-2^63",
    "2^62",
    "1e308",
    "1/0",
    "-1/0",
    "'10'",
    "'0x10'",
    "'1e1'",
    "' 5 '",
    "'x'",
    "math.maxinteger",
    "math.mininteger",
    "math.pi",
    "3.0",
    "'3.0'",
    "nil",
    "{}",
    "true",
    "'9223372036854775807'",
    "'9223372036854775808'",
    "'-9223372036854775809'",
)


def to_integers(random: Random) -> str:
    functions = (
        "math.tointeger",
        "math.floor",
        "math.ceil",
        "math.type",
        "math.abs",
        "tonumber",
        "tostring",
        "math.modf",
        "string.char",
        "math.ult",
        "utf8.char",
        "select",
        "(function(x) return x | 0 end)",
        "(function(x) return 1 << x end)",
        "(function(x) return ({10, 20, 30})[x] end)",
        "(function(x) local n = 0 for i = x, x do n = n + 1 if n > 3 then break end end return n end)",
        "(function(x) return x // 1 end)",
        "(function(x) return x + 0 end)",
        "(function(x) return ('a'):rep(x) == 'a' end)",
    )
    rows = []
    for _ in range(30):
        f = random.choice(functions)
        chosen = [v for v in VALUES if v != "{}"] if f == "tostring" else list(VALUES)
        if "rep" in f:
            chosen = ["1", "1.0", "'1'", "1.5", "'x'", "nil", "-1", "0"]
        rows.append(
            f"try({f}, {random.choice(chosen)}{', ' + random.choice(chosen) if f in ('math.ult', 'select') else ''})"
        )
    return lines(rows)


def mathematics(random: Random) -> str:
    one = (
        "sqrt",
        "sin",
        "cos",
        "tan",
        "asin",
        "acos",
        "exp",
        "floor",
        "ceil",
        "abs",
        "deg",
        "rad",
        "modf",
        "log",
        "atan",
    )
    two = ("max", "min", "ult", "log", "atan", "fmod")
    numbers = (
        "0",
        "1",
        "-1",
        "0.5",
        "2",
        "10",
        "100",
        "-0.0",
        "1e10",
        "7",
        "3.7",
        "-3.7",
        "math.maxinteger",
        "math.mininteger",
        "2^60",
        "1/0",
        "1024",
    )
    rows = []
    for _ in range(22):
        rows.append(f"try(math.{random.choice(one)}, {random.choice(numbers)})")
        rows.append(
            f"try(math.{random.choice(two)}, {random.choice(numbers)}, {random.choice(numbers)}{random.choice(('', ', 3'))})"
        )
    return lines(rows)


def random_sequences(random: Random) -> str:
    """Seed the generator, and print what it draws in every form."""
    rows = [
        f"math.randomseed({random.choice((str(random.randint(-999, 999)), f'{random.randint(0, 99)}, {random.randint(0, 99)}', f'{random.randint(0, 10**6)}.0', 'math.mininteger', '2^70', '1.5', '-0.0'))})"
    ]
    for _ in range(14):
        low = random.randint(-(10**6), 10**6)
        rows.append(
            random.choice(
                (
                    "print(math.random())",
                    f"print(math.random({random.randint(1, 10**9)}))",
                    f"print(math.random({low}, {low + random.randint(0, 10**7)}))",
                    "print(math.random(0))",
                    "print(math.random(math.mininteger, math.maxinteger))",
                    "print(math.random(3.0))",
                    "local t = {} for i = 1, 12 do t[i] = math.random(6) end print(table.concat(t, ' '))",
                    "print(('%.17g'):format(math.random()))",
                    "print(math.random(1 << 40))",
                    "print(math.random(-5, 5), math.random(7, 7))",
                    "try(math.random, 0.5)",
                    "try(math.random, 2, 1)",
                    "try(math.random, 1, 2, 3)",
                    "try(math.random, math.mininteger, 0)",
                    "print(math.random(math.mininteger, -1) < 0)",
                )
            )
        )
    return lines(rows)


MATH_USES = r"""
print(math.pi, math.huge, -math.huge, math.maxinteger, math.mininteger, math.maxinteger + 1 == math.mininteger,
math.maxinteger * 2)
----
show(math.floor(3.7), math.floor(-3.7), math.ceil(3.2), math.ceil(-3.2), math.floor(2^70), math.ceil(-2^70),
math.floor(5), math.floor(1e308)) try(math.floor, 1/0) show(math.floor(-0.0), math.ceil(-0.5))
----
show(math.fmod(7, 3), math.fmod(-7, 3), math.fmod(7, -3), math.fmod(7.5, 2), math.fmod(-7.5, 2), math.fmod(1, 1/0))
try(math.fmod, 1, 0) show(math.fmod(1, 0.0) ~= math.fmod(1, 0.0))
show(math.fmod(math.mininteger, -1), math.fmod(5, math.mininteger))
----
show(math.modf(3.7)) show(math.modf(-3.7)) show(math.modf(5)) show(math.modf(1/0)) show(math.modf(-1/0))
show(math.modf(2^60)) show(math.modf(-0.0))
----
show(math.max(1, 2.5), math.max(2, 2.0), math.min(3, 1, 2), math.max(-0.0, 0), math.min("1" + 0, 2)) try(math.max)
try(math.min) try(math.max, 1, "x") show(math.max(10, 9)) show(math.max(1/0, 5), math.min(-1/0, 5))
----
show(math.tointeger(3.0), math.tointeger(3.5), math.tointeger("8"), math.tointeger("x"), math.tointeger({}),
math.tointeger(2^63), math.tointeger(-2^63)) try(math.tointeger)
show(math.type(1), math.type(1.0), math.type("1"), math.type(nil)) try(math.type)
----
show(math.abs(-5), math.abs(-5.5), math.abs(math.mininteger), math.abs(-0.0), math.abs("-3"))
show(math.ult(1, 2), math.ult(-1, 2), math.ult(2, -1), math.ult(0, 0))
show(math.sqrt(16), math.sqrt(2), math.sqrt(-1) ~= math.sqrt(-1))
----
show(math.log(8, 2), math.log(100, 10), math.log(1), math.log(0), math.log(27, 3), math.log(2, 0.5),
math.log(math.exp(2))) show(math.exp(0), math.exp(-1/0), math.log(-1) ~= math.log(-1))
----
for _, f in ipairs {"sin", "cos", "tan", "asin", "acos", "atan"} do
print(f, ("%.12f %.12f"):format(math[f](0.5), math[f](-0.25))) end
print(("%.12f"):format(math.atan(1, -1)), math.atan(0, -1) == math.pi, math.deg(math.pi), math.rad(180))
----
local names = {} for _, n in ipairs {"abs", "ceil", "floor", "max", "min", "random", "sqrt", "type", "ult", "fmod", "modf", "tointeger", "exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "deg", "rad", "randomseed"} do names[#names + 1] = n .. "=" .. type(math[n]) end print(table.concat(names, " "))
----
math.randomseed(42) local a, b = math.random(), math.random(100) math.randomseed(42)
print(a == math.random(), b == math.random(100)) math.randomseed() print(math.random() < 1) local c, d = {}, 0
for i = 1, 1000 do local x = math.random(10) c[x] = (c[x] or 0) + 1 end for i = 1, 10 do d = d + c[i] end print(d)
----
show(7 // 2, -7 // 2, 7 // -2, 7.0 // 2, -7 % 3, 7 % -3, -7.5 % 2, 5 % 1/0, -5 % math.huge, 5 % -math.huge, 0.0 / 1, 3
/ 2, 4 / 2, 2^2, 10 // 0.3)
----
show(1e15, 1e16, 123456789012345678, 0.1 + 0.2, 100 * 1.1, 1e100, 2^53, 2^63, -2^63, 1e-7, 123456.7, 5e-324,
1.7976931348623157e308, 3.14159265358979)
----
show("10" + 5, "0x10" + 0, "1e1" + 0, " 7 " * 1, "3" // "2", "7" % "4", -"2", "10" / 2, "2" ^ "3", 10 .. "",
1.0 .. "", -0.0 .. "", 2^31 .. "") try(function() return "a" + 1 end) try(function() return "1" + {} end)
----
show(math.pow(2, 10), math.pow(2, 0.5), math.log10(1000), math.atan2(1, -1), math.cosh(0), math.sinh(0), math.tanh(0), math.ldexp(0.5,
4), math.frexp(8), math.frexp(-0.3)) show(math.frexp(0)) try(math.pow, 1) try(math.ldexp, 1, "x")
show(math.ldexp(1, 2000), math.frexp(1/0))
----
show(1 == 1.0, "1" == 1, 0 == -0.0, 1/0 == -1/0, 2^53 == 2^53 + 1, math.maxinteger == math.maxinteger + 0.0,
math.maxinteger < math.maxinteger + 0.0, math.mininteger == -2^63, 1 < 1.5, 9007199254740993 < 9007199254740992.0)
----
show(3 | 4, 3 & 6, 3 ~ 5, ~0, 1 << 63, 1 << 64, 1 >> 1, -1 >> 63, -1 << 1, 1 << -1, 2 >> -1, 1 << math.mininteger, "3"
| 0, 2.0 | 1) try(function() return 1.5 | 1 end) try(function() return "1.5" | 1 end) try(function() return 2^64 | 1
end) try(function() return "a" | 1 end) try(function() return 1 | {} end)
"""

CODES = (
    "0x41",
    "0x7f",
    "0x80",
    "0x7ff",
    "0x800",
    "0xffff",
    "0x10000",
    "0x10ffff",
    "0x110000",
    "0x7fffffff",
    "0xd800",
    "0x20ac",
    "0",
    "0xdfff",
    "0x3ff",
)
WHOLE = ("a", "\\xc3\\xa9", "\\xe2\\x82\\xac", "\\xf0\\x9f\\x98\\x80", "\\0", "z", "é", "日本")
BYTES = (
    "a",
    "\\xc3\\xa9",
    "\\xe2\\x82\\xac",
    "\\xf0\\x9f\\x98\\x80",
    "\\x80",
    "\\xff",
    "\\xc3",
    "\\xe2\\x82",
    "\\xed\\xa0\\x80",
    "\\xf4\\x90\\x80\\x80",
    "\\0",
    "z",
    "\\xc0\\x80",
    "\\u{7FFFFFFF}",
    "é",
    "日本",
)


def unicode_texts(random: Random) -> str:
    rows = []
    for _ in range(8):
        pieces = random.choice((WHOLE, BYTES))
        text = "".join(random.choice(pieces) for _ in range(random.randint(0, 7)))
        codes = (
            f"  try(function() for p, c in utf8.codes(s{random.choice(('', ', true'))}) do show(p, c) end end)"
            if pieces == WHOLE
            else ""
        )
        place, other = random.randint(-4, 8), random.randint(-4, 8)
        lax = random.choice(("", ", true", ", false"))
        rows += [
            f"do local s = '{text}'",
            f"  try(utf8.len, s) try(utf8.len, s, {place}) try(utf8.len, s, {place}, {other}{lax})",
            f"  try(utf8.codepoint, s, {place}, {other}{lax}) try(utf8.codepoint, s, 1, -1, true)",
            f"  try(utf8.offset, s, {random.randint(-4, 6)}) try(utf8.offset, s, {random.randint(-3, 3)}, {place})",
            codes,
            "  try(function() for c in s:gmatch(utf8.charpattern) do io.write(#c, ' ') end print() end)",
            "end",
        ]
    return lines(rows)


def unicode_characters(random: Random) -> str:
    rows = []
    for _ in range(16):
        codes = ", ".join(random.choice(CODES) for _ in range(random.randint(0, 4)))
        rows.append(
            f"do local ok, s = pcall(utf8.char{', ' if codes else ''}{codes}) show(ok, s) if ok then show(utf8.len(s, 1, -1, true)) show(utf8.codepoint(s, 1, #s, true)) try(utf8.codepoint, s, 1, #s) try(utf8.len, s) end end"
        )
    return lines(
        [*rows, f"try(utf8.char, {random.choice(('-1', '0x80000000', '1.5', chr(39) + 'x' + chr(39), '2^40', 'nil'))})"]
    )


UNICODE_USES = r"""
print(utf8.charpattern == "[\0-\x7F\xC2-\xFD][\x80-\xBF]*", utf8.char(), utf8.char(72, 228, 8364, 128512),
utf8.len("häß€😀"))
----
for p, c in utf8.codes("aé€😀") do print(p, c, utf8.char(c)) end try(function() for p, c in utf8.codes("\xe2\x82") do
end end) try(function() for p, c in utf8.codes("\u{D800}") do end end) for p, c in utf8.codes("\u{D800}", true) do
print(p, c) end
----
local s = "aé€😀z" for i = -6, 6 do show(i, utf8.offset(s, i)) end try(utf8.offset, s, 1, 3) try(utf8.offset, s, 1, 20)
try(utf8.offset, s, -1, 0) show(utf8.offset(s, 0, 3), utf8.offset(s, 0, 6), utf8.offset(s, 2, 2))
try(utf8.offset, s, 0, 100) try(utf8.offset, s)
----
show(utf8.len("")) show(utf8.len("abc", 4)) try(utf8.len, "abc", 5) try(utf8.len, "abc", 1, 4)
show(utf8.len("abc", -1)) show(utf8.len("\xff")) show(utf8.len("é", 2)) show(utf8.len("ab\x80cd"))
show(utf8.len("\u{7FFFFFFF}")) show(utf8.len("\u{7FFFFFFF}", 1, -1, true)) try(utf8.len, "a", 0) try(utf8.len, {})
----
show(utf8.codepoint("é")) show(utf8.codepoint("aé", 1, -1)) try(utf8.codepoint, "a", 2) try(utf8.codepoint, "a", 0)
try(utf8.codepoint, "\xff") try(utf8.codepoint, "é", 2) show(utf8.codepoint("abc", 3, 1))
try(utf8.codepoint, "\u{110000}") show(utf8.codepoint("\u{110000}", 1, 1, true)) try(utf8.codepoint)
----
local t = {} for c in ("日本語 text"):gmatch(utf8.charpattern) do t[#t + 1] = c end print(#t, table.concat(t, "|"))
local r = {} for _, c in utf8.codes("añb") do table.insert(r, 1, utf8.char(c)) end print(table.concat(r))
----
try(utf8.char, -1) try(utf8.char, 1 << 31) try(utf8.char, "x") try(utf8.char, {}) try(utf8.codes) try(utf8.codes, {})
try(utf8.offset, "a", "x") try(utf8.len) try(function() return utf8.codes("abc")("abc", 10) end)
show(utf8.codes("abc")("abc", 0))
"""

TEMPLATES: tuple[Template, ...] = (
    generated("conversions/literals", literals, before=SHOW),
    generated("conversions/shown_floats", shown_floats, before=SHOW),
    generated("conversions/to_integers", to_integers, before=SHOW),
    generated("conversions/mathematics", mathematics, before=SHOW),
    generated("conversions/random_sequences", random_sequences, before=SHOW),
    written("conversions/math_uses", MATH_USES, before=SHOW),
    generated("conversions/unicode_texts", unicode_texts, before=SHOW),
    generated("conversions/unicode_characters", unicode_characters, before=SHOW),
    written("conversions/unicode_uses", UNICODE_USES, before=SHOW),
)
