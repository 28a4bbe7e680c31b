"""string.format: each conversion with flags, widths and precisions, %q, and what it refuses."""

from random import Random

from tests.differential.template import SHOW, Template, generated, lines, written

INTEGERS = (
    "0",
    "1",
    "-1",
    "42",
    "-42",
    "123456789",
    "math.maxinteger",
    "math.mininteger",
    "3.0",
    "'17'",
    "'0x10'",
    "1e3",
)
FLOATS = (
    "0.0",
    "-0.0",
    "1.5",
    "-2.25",
    "1/3",
    "100",
    "1e10",
    "1e-10",
    "1e100",
    "5e-324",
    "1e308",
    "1/0",
    "-1/0",
    "2^53",
    "123456.789",
    "'0.1'",
)
TEXTS = ("''", "'x'", "'hello'", "'a longer text with blanks'", "12", "1.5", "nil", "true", "'é'", "('z'):rep(110)")


def _spec(random: Random, flags: str, letters: str, precise: bool) -> str:
    chosen = "".join(random.sample(flags, random.randint(0, min(2, len(flags)))))
    width = random.choice(("", "", "1", "5", "10", "20", "99"))
    precision = random.choice(("", "", ".", ".0", ".1", ".3", ".10", ".20", ".99")) if precise else ""
    return f"%{chosen}{width}{precision}{random.choice(letters)}"


def integers(random: Random) -> str:
    return lines(
        f"try(string.format, '[{_spec(random, flags, letters, True)}]', {random.choice(INTEGERS)})"
        for flags, letters in (random.choice((("-+0 ", "di"), ("-#0", "xXo"), ("-0", "u"))) for _ in range(30))
    )


def floats(random: Random) -> str:
    return lines(
        f"try(string.format, '[{_spec(random, '-+#0 ', 'fFeEgG', True)}]', {random.choice(FLOATS)})" for _ in range(30)
    )


def hexadecimal_floats(random: Random) -> str:
    return lines(
        f"try(string.format, '[{_spec(random, '-+#0 ', 'aA', True)}]', {random.choice(FLOATS)})" for _ in range(25)
    )


def texts(random: Random) -> str:
    rows = [f"try(string.format, '[{_spec(random, '-', 's', True)}]', {random.choice(TEXTS)})" for _ in range(18)]
    return lines(
        [
            *rows,
            *(
                f"try(string.format, '[{_spec(random, '-', 'c', False)}]', {random.choice(('65', '0', '255', '97.0'))})"
                for _ in range(6)
            ),
        ]
    )


def wrong_specs(random: Random) -> str:
    parts = (
        "%",
        "-",
        "+",
        "#",
        "0",
        " ",
        "1",
        "12",
        "123",
        ".",
        ".1",
        ".123",
        "d",
        "s",
        "q",
        "x",
        "y",
        "n",
        "p",
        "c",
        "u",
        "i",
        "a",
        "g",
        "*",
        "l",
        "\\n",
        "$",
    )
    rows = []
    for _ in range(30):
        spec = "%" + "".join(random.choice(parts) for _ in range(random.randint(1, 4)))
        if not spec.rstrip("0123456789").endswith("p"):
            rows.append(f"try(string.format, '{spec}', {random.choice(INTEGERS + FLOATS + TEXTS)}, 1)")
    return lines(rows)


def wrong_values(random: Random) -> str:
    values = ("nil", "true", "'abc'", "1.5", "'1.5'", "2^63", "1/0", "0/0", "''", "'0x'")
    rows = []
    for _ in range(25):
        letter = random.choice("dixXocfegaAsqui")
        value = random.choice(values if letter in "sq" else (*values, "{}", "print"))
        rows.append(f"try(string.format, '%{letter}'{random.choice((f', {value}', f', {value}', ''))})")
    return lines(rows)


def quoted(random: Random) -> str:
    values = (
        "'plain'",
        "'a\\nb'",
        "'\\0'",
        "'\\0001'",
        "'\\r\\t\\\\'",
        "'\"quoted\"'",
        "'\\200\\255'",
        "1",
        "-1",
        "math.mininteger",
        "math.maxinteger",
        "1.5",
        "0.1",
        "-0.0",
        "1e100",
        "1/0",
        "-1/0",
        "0/0",
        "true",
        "false",
        "nil",
        "2^53",
        "3.0",
        "'é'",
        "5e-324",
    )
    rows = []
    for _ in range(14):
        value = random.choice(values)
        rows += [
            f"do local text = ('%q'):format({value}) print(text)",
            f"  local back = load('return ' .. text)() print(back == {value}, math.type(back)) end",
        ]
    rows.append(
        f"try(string.format, '%q', {random.choice(('{}', 'print', 'io.stdout', 'coroutine.create(print)'))}) try(string.format, '{random.choice(('%10q', '%-q', '%.3q'))}', 'x')"
    )
    return lines(rows)


def several(random: Random) -> str:
    """Several conversions and texts in one format."""
    rows = []
    for _ in range(10):
        specs, values = [], []
        for _ in range(random.randint(2, 6)):
            kind = random.choice("dfs")
            specs.append(
                {"d": _spec(random, "-+0 ", "d", False), "f": _spec(random, "-+", "fg", True), "s": "%s"}[kind]
            )
            values.append(random.choice({"d": INTEGERS, "f": FLOATS, "s": TEXTS}[kind]))
        rows.append(
            f"try(string.format, '{random.choice(('|', ' %% ', ',', ''))}{random.choice((' ', ':', '%%'))}{' '.join(specs)}', {', '.join(values[: random.choice((len(values), len(values), len(values) - 1))])})"
        )
    return lines(rows)


USES = r"""
print(("%5d|%-5d|%05d|%+d|% d"):format(42, 42, 42, 42, 42)) print(("%x %X %#x %o"):format(255, 255, 255, 8))
print(("%x"):format(-1))
----
print(("%5.1f|%-8.3f|%08.2f|%+.0f"):format(3.14159, 2.71828, -1.5, 0.5))
print(("%g %g %g %g"):format(1e20, 0.1, 100000, 1000000))
----
print(("%s %s %s"):format(nil, true, setmetatable({}, {__tostring = function() return "obj" end})))
print(("%10s|%-10s|%.2s"):format("abc", "abc", "abc"))
----
try(string.format, "%s", setmetatable({}, {__tostring = function() return 1 end}))
print((("%s"):format(setmetatable({}, {__name = "My.Type"})):gsub("0x%x+", "ADDR")))
----
print(("%c%c%c"):format(76, 117, 97)) show(("%c"):format(0)) print(("%5c|%-5c|"):format(65, 66))
print(("100%%"):format())
----
try(string.format) try(string.format, 1) try(string.format, {}) try(string.format, "%d")
try(string.format, "%d %d", 1) try(string.format, "%d", "x") try(string.format, "%") try(string.format, "%d %", 1)
----
print(("%.14g|%.17g|%.3g"):format(0.1, 0.1, 0.1)) print(("%.0f %.0f %.0f %.0f"):format(0.5, 1.5, 2.5, 3.5))
print(("%e %E"):format(12345.678, 0.00012))
----
print(("%i"):format(3.0)) try(string.format, "%d", 3.5) try(string.format, "%d", "3.5") try(string.format, "%x", 2^64)
try(string.format, "%c", 1.5)
----
print(("%a %A"):format(1, 0.5)) print(("%.2a"):format(1/3)) print(("%20a|%-20a|"):format(1.5, 1.5))
print(("%a"):format(0/0 ~= 0/0 and 0 or 1))
----
print(#("%99d"):format(1), #("%-99s"):format("x"), #("%.99f"):format(1/3)) try(string.format, "%100d", 1)
try(string.format, "%.100f", 1) try(string.format, "%0100d", 1)
----
print((("%p"):format({}):gsub("0x%x+", "ADDR"))) print(("%p"):format(1), ("%p"):format(nil), ("%p"):format(true))
print(("%p"):format("x") == ("%p"):format("x"), ("%p"):format(print) == ("%p"):format(print), ("%p"):format({}) == ("%p"):format({})) print(#("%30p"):format(1), ("%-30p|"):format(1.5))
----
print(("%q"):format("line\nbreak\r\0end\1272")) print(("%q"):format(1/3), ("%q"):format(255), ("%q"):format(math.mininteger)) print(("%q %q %q"):format(true, nil, "\200"))
----
print(("%-+8d|%+-8.3d|%08.3d|% 5d"):format(7, 7, 7, 7)) print(("%#o %#x %#X %#.3x"):format(8, 0, 255, 10))
print(("%.0d|%.d"):format(0, 0))
----
local t = {} for i = 1, 20 do t[i] = ("%02d:%s"):format(i, ("x"):rep(i % 4)) end print(table.concat(t, " "))
"""

TEMPLATES: tuple[Template, ...] = (
    generated("formats/integers", integers, before=SHOW),
    generated("formats/floats", floats, before=SHOW),
    generated("formats/hexadecimal_floats", hexadecimal_floats, before=SHOW),
    generated("formats/texts", texts, before=SHOW),
    generated("formats/wrong_specs", wrong_specs, before=SHOW),
    generated("formats/wrong_values", wrong_values, before=SHOW),
    generated("formats/quoted", quoted, before=SHOW),
    generated("formats/several", several, before=SHOW),
    written("formats/uses", USES, before=SHOW),
)
