"""string.pack, packsize and unpack: every option, alignment, byte orders, and what they refuse."""

from random import Random

from tests.differential.template import SHOW, Template, generated, lines, written

INTEGER_OPTIONS = (
    "b",
    "B",
    "h",
    "H",
    "i",
    "I",
    "l",
    "L",
    "j",
    "J",
    "T",
    "i1",
    "i2",
    "i3",
    "i7",
    "i8",
    "I3",
    "I5",
    "i16",
    "I16",
    "I9",
)
VALUES = (
    "0",
    "1",
    "-1",
    "127",
    "128",
    "-128",
    "-129",
    "255",
    "256",
    "32767",
    "65535",
    "65536",
    "-32769",
    "2^31 | 0",
    "math.maxinteger",
    "math.mininteger",
    "'7'",
    "3.0",
)
HEX = "local function hex(s) return (s:gsub('.', function(c) return ('%02x'):format(c:byte()) end)) end\n"


def integers(random: Random) -> str:
    rows = []
    for _ in range(22):
        layout = random.choice(("<", ">", "=", "")) + random.choice(INTEGER_OPTIONS)
        rows.append(
            f"do local ok, s = pcall(string.pack, '{layout}', {random.choice(VALUES)}) print('{layout}', ok, ok and hex(s) or s) if ok then show(string.unpack('{layout}', s)) end end"
        )
    return lines(rows)


def mixed_layouts(random: Random) -> str:
    """Pack several values and take them apart again."""
    rows = []
    for _ in range(8):
        layout, values = [random.choice(("<", ">", "!4<", "!8>", "!2", "!"))], []
        for _ in range(random.randint(2, 6)):
            kind = random.choice(("i", "n", "s", "z", "x", "X", "c"))
            if kind == "i":
                layout.append(random.choice(("b", "B", "h", "i4", "i8", "I2", "i3")))
                values.append(random.choice(("1", "100", "7", "0")))
            elif kind == "n":
                layout.append(random.choice("fdn"))
                values.append(random.choice(("1.5", "-0.0", "1e10", "0.1", "1/0", "3")))
            elif kind == "x":
                layout.append("x")
            elif kind == "X":
                layout.append("X" + random.choice(("i4", "h", "i8", "b", "d")))
            else:
                layout.append({"s": random.choice(("s", "s1", "s2", "s4")), "z": "z", "c": "c5"}[kind])
                values.append(random.choice(("'abc'", "''", "'x'")))
        text = " ".join(layout) if random.random() < 0.5 else "".join(layout)
        arguments = "".join(", " + value for value in values)
        rows.append(
            f"do local ok, s = pcall(string.pack, '{text}'{arguments}) print('{text}', ok, ok and hex(s) or s) if ok then show(string.unpack('{text}', s)) end try(string.packsize, '{text}') end"
        )
    return lines(rows)


def damaged_layouts(random: Random) -> str:
    parts = (
        "i",
        "I",
        "s",
        "c",
        "X",
        "!",
        "x",
        "z",
        "b",
        "<",
        ">",
        "=",
        " ",
        "0",
        "1",
        "16",
        "17",
        "20",
        "3",
        "y",
        "r",
        "d",
        "Xz",
        "Xs",
        "XX",
        "!3",
        "!32",
        "i0",
        "99999999999",
    )
    rows = []
    for _ in range(20):
        text = "".join(random.choice(parts) for _ in range(random.randint(1, 4)))
        rows.append(
            f"try(string.packsize, '{text}') try(string.pack, '{text}', 1, 2, 'x') try(string.unpack, '{text}', ('\\1'):rep(40))"
        )
    return lines(rows)


def short_data(random: Random) -> str:
    rows = []
    for _ in range(16):
        layout = random.choice(
            ("i4", "i8", "d", "f", "s1", "s2", "z", "c4", "i4i4", "b", "!8 b i8", ">I3", "s4", "i16", "j")
        )
        data = "".join(
            random.choice(("\\0", "\\1", "\\255", "a", "\\127", "\\3")) for _ in range(random.randint(0, 10))
        )
        place = random.choice(("", ", 1", ", 2", ", -1", ", -3", ", 20", ", 0"))
        rows.append(f"try(string.unpack, '{layout}', '{data}'{place})")
    return lines(rows)


USES = r"""
print(hex(string.pack("<i4 >i4 =I2", 1, 1, 1)), string.packsize("<i4 >i4 =I2"))
print(hex(string.pack("!4 i1 i4", 1, 2)), hex(string.pack("!4 i1 !2 i4", 1, 2)))
----
print(hex(string.pack("z s1 s2", "ab", "cd", "ef"))) show(string.unpack("z s1 s2",
string.pack("z s1 s2", "ab", "cd", "ef"))) try(string.pack, "z", "a\0b") try(string.pack, "s1", ("x"):rep(300))
----
print(hex(string.pack("c5", "ab")), hex(string.pack("c0", ""))) try(string.pack, "c2", "abc")
try(string.pack, "c", "abc") show(string.unpack("c3", "abcdef"))
----
for _, v in ipairs {0, 1, -1, 0.5, 1e300, 1/0, -1/0, 5e-324} do
print(hex(string.pack("<d", v)), hex(string.pack(">f", v)), string.unpack("<f", string.pack("<f", v))) end
----
try(string.unpack, "<i9", ("\255"):rep(9)) try(string.unpack, "<i9", ("\255"):rep(8) .. "\1")
try(string.unpack, "<I9", "\1" .. ("\0"):rep(8)) try(string.unpack, "<i16", ("\0"):rep(15) .. "\1")
----
local s = string.pack("<i4i4i4", 10, 20, 30) local p = 1 while p <= #s do local v v, p = string.unpack("<i4", s, p)
print(v, p) end try(string.unpack, "<i4", s, 14) try(string.unpack, "<i4", s, 13) show(string.unpack("", s, 13))
----
try(string.packsize, "s") try(string.packsize, "z") try(string.packsize, "i4 s1")
try(string.packsize, "c2147483647 c10") try(string.packsize, ("c214748364"):rep(11) .. "")
show(string.packsize(""), string.packsize("!8 b Xi8"), string.packsize("<! b d"))
----
try(string.pack, "i17", 1) try(string.pack, "i0", 1) try(string.pack, "!17 i4", 1) try(string.pack, "!3 i4", 1)
try(string.pack, "Xz") try(string.pack, "X") try(string.pack, "i3 Xi3", 1) try(string.pack, "!4 i3 Xi3", 1)
try(string.pack, "q", 1)
----
try(string.pack, "b", 128) try(string.pack, "B", 256) try(string.pack, "B", -1) try(string.pack, "i2", 40000)
try(string.pack, "I2", 70000) try(string.pack, "I2", -1) show(hex(string.pack("I8", -1)), hex(string.pack("J", -1)))
----
try(string.pack, "i4") try(string.pack, "i4", nil) try(string.pack, "i4", "x") try(string.pack, "i4", 1.5)
try(string.pack, "s", nil) try(string.pack, "d", "x") try(string.pack, "z", {}) try(string.pack)
try(string.unpack, "i4") try(string.unpack, {}, "") try(string.packsize)
----
show(string.unpack("<h", "\255\255")) show(string.unpack("<H", "\255\255")) show(string.unpack(">h", "\128\0"))
show(string.unpack("b B", "\200\200")) show(string.unpack("<j", ("\255"):rep(8)))
show(string.unpack("<J", ("\255"):rep(8)))
----
local function rotate(layout, ...) local s = string.pack(layout, ...) show(string.unpack(layout, s))
print(#s, string.len(s) == select("#", string.byte(s, 1, -1)))
end rotate("<i2i2", 1, -2) rotate(">s4z", "long", "zero") rotate("!8<bdbd", 1, 2, 3, 4) rotate("<fff", 1, 2.5, -3)
----
show(string.unpack("z", "abc\0def")) try(string.unpack, "z", "abc") show(string.unpack("z z", "a\0b\0"))
try(string.unpack, "s1", "\5abc") show(string.unpack("s1 s1", "\1a\0"))
----
print(hex(string.pack(" < i2 > i2 ", 1, 1))) print(hex(string.pack("xxBxx", 9)))
print(hex(string.pack("<!4 B x Xi4 B", 1, 2))) show(string.unpack("<!4 B x Xi4 B", "\1\0\0\0\2"))
"""

TEMPLATES: tuple[Template, ...] = (
    generated("packing/integers", integers, before=SHOW + HEX),
    generated("packing/mixed_layouts", mixed_layouts, before=SHOW + HEX),
    generated("packing/damaged_layouts", damaged_layouts, before=SHOW),
    generated("packing/short_data", short_data, before=SHOW),
    written("packing/uses", USES, before=SHOW + HEX),
)
