"""The outside: files, standard streams, processes, dates, exit statuses and warnings."""

from dataclasses import replace
from random import Random

from tests.differential.template import SHOW, Template, generated, lines, written

FORMATS = (
    "'n'",
    "'l'",
    "'L'",
    "'a'",
    "0",
    "1",
    "5",
    "100",
    "'*n'",
    "'*l'",
    "'*a'",
    "'n', 'l'",
    "'l', 'n'",
    "3, 'l'",
    "",
    "'n', 'n', 'n'",
    "'x'",
    "'L', 'a'",
    "-1",
    "1.5",
    "'2'",
)
CONTENTS = (
    "first\\nsecond\\nthird",
    "1 2 3\\n4.5 0x10 1e3\\n",
    "",
    "\\n\\n\\n",
    "no end",
    "  12abc 3\\n",
    "-7 +8 .5 5. 0x.8p1 1e+ nan",
    "a\\0b\\nc\\r\\nd",
    "99999999999999999999 0x1p-2 - 1",
    "x\\n" + "y" * 60,
)


def reading(random: Random) -> str:
    rows = [
        f"local f = assert(io.open('data.txt', 'wb')) f:write('{random.choice(CONTENTS)}', '\\n', '{random.choice(CONTENTS)}') f:close()"
    ]
    rows.append(f"f = assert(io.open('data.txt', '{random.choice(('r', 'rb', 'r+'))}'))")
    for _ in range(12):
        rows.append(
            random.choice(
                (
                    f"try(f.read, f{', ' if (chosen := random.choice(FORMATS)) else ''}{chosen})",
                    f"show(f:read({random.choice(FORMATS[:12])}))",
                    f"show(f:seek('{random.choice(('set', 'cur'))}', {random.randint(0, 6)}))",
                    "show(f:seek('cur'))",
                    "show(f:seek('end', -3))",
                    f"for a, b in f:lines({random.choice((*FORMATS[1:6], '2, 1'))}) do show(a, b) if not a or a == '' then break end end",
                )
            )
        )
    return lines(
        [
            *rows,
            "show(f:close())",
            "try(f.read, f)",
            f"try(function() for l in io.lines('data.txt'{random.choice(('', ', ' + random.choice(FORMATS[:4])))}) do show(l) if l == '' then break end end end)",
        ]
    )


def writing(random: Random) -> str:
    rows = [f"local f = assert(io.open('out.txt', '{random.choice(('w', 'w+', 'wb', 'a', 'a+'))}'))"]
    for _ in range(10):
        rows.append(
            random.choice(
                (
                    "show(io.type(f), f:write('a', 1, 2.5, '\\n') == f)",
                    f"show(f:seek('set', {random.randint(0, 5)}))",
                    f"f:write('{random.choice(CONTENTS)}')",
                    f"show(f:setvbuf('{random.choice(('no', 'full', 'line'))}'{random.choice(('', ', 1024'))}))",
                    "show(f:flush() == f)",
                    "try(f.write, f, {})",
                    "try(f.write, f, 'x', nil)",
                    "show(f:read(1))",
                    "show(f:seek('end'))",
                    "f:write(('z'):rep(100))",
                )
            )
        )
    rows += [
        "show(f:close(), io.type(f))",
        "local g = io.open('out.txt') local text = g:read 'a' g:close() show(#text, text)",
    ]
    if random.random() < 0.6:
        rows += [
            "f = io.open('out.txt', 'a') f:write('more') f:close()",
            "f = io.open('out.txt', 'r+') f:write('X') f:seek('end') f:write('Y') f:seek('set') show(f:read('a')) f:close()",
        ]
    rows.append(f"try(io.open, 'out.txt', '{random.choice(('rw', 'x', '', 'r++', 'br', 'w+b', 'rb+', 'ra'))}')")
    return lines([*rows, "show(os.remove('out.txt')) show(os.remove('out.txt'))"])


def default_streams(random: Random) -> str:
    rows = ["local f = io.open('in.txt', 'w') f:write('line 1\\nline 2\\n42\\nrest\\n') f:close()"]
    for _ in range(9):
        rows.append(
            random.choice(
                (
                    "io.input('in.txt')",
                    "show(io.read())",
                    "try(io.read, 'n')",
                    "show(io.type(io.input()), io.input() == io.stdin)",
                    "io.output('o.txt') io.write('kept ') io.close() io.output(io.stdout)",
                    "for l in io.lines() do io.write('[', l, ']') end print()",
                    "try(io.input, 'absent.txt')",
                    "try(io.lines, 'absent.txt')",
                    "try(io.output, 'absent/dir/x')",
                    "show(io.output() == io.stdout, io.write('') == io.stdout)",
                    "io.input(io.stdin) show(io.read('L'))",
                    "io.stdout:write('direct\\n')",
                    "try(io.close, io.input())",
                    "io.input('in.txt') io.input():close() try(io.read) io.input('in.txt')",
                    "try(io.input, 5)",
                    "try(io.lines, 'in.txt', 'q')",
                    "show(io.type(io.stderr), io.type(42), io.type({}))",
                )
            )
        )
    return lines(rows)


def exits(random: Random) -> str:
    argument = random.choice(
        (
            "",
            "0",
            "1",
            "3",
            "255",
            "256",
            "-1",
            "true",
            "false",
            "true, true",
            "false, true",
            "7, true",
            "2.0",
            "'4'",
            "nil",
            "1.5",
            "{}",
            "300, false",
        )
    )
    before = random.choice(
        (
            "",
            "io.write 'unflushed'",
            "local x <close> = setmetatable({}, {__close = function() print 'closed' end})",
            "setmetatable({}, {__gc = function() print 'collected' end})",
            "io.stderr:write('error text\\n')",
            "io.output():setvbuf 'full' io.write 'buffered'",
            "local co = coroutine.wrap(function() coroutine.yield() end) co()",
        )
    )
    how = random.choice(
        (
            "os.exit({})",
            "pcall(os.exit{})",
            "coroutine.wrap(function() os.exit({}) end)()",
            "local t = setmetatable({{}}, {{__index = function() os.exit({}) end}}) local _ = t.x",
            "table.sort({{2, 1}}, function() os.exit({}) end)",
            "load('os.exit(...)')({})",
            "do local c <close> = setmetatable({{}}, {{__close = function() os.exit({}) end}}) end",
            "xpcall(error, function() os.exit({}) end)",
        )
    )
    call = how.format(f", {argument}" if "pcall(os" in how and argument else "" if "pcall(os" in how else argument)
    return lines(["print 'start'", before, call, "print 'not reached, or failed'"])


def dates(random: Random) -> str:
    rows = []
    for _ in range(10):
        time_s = random.choice((0, 1, 86399, 951782400, 1700000000, 2**31, -1, 4102444800, random.randint(0, 2**33)))
        directive = "".join(
            random.choice(
                (
                    "%a",
                    "%A",
                    "%b",
                    "%B",
                    "%c",
                    "%d",
                    "%D",
                    "%e",
                    "%F",
                    "%g",
                    "%G",
                    "%h",
                    "%H",
                    "%I",
                    "%j",
                    "%m",
                    "%M",
                    "%n",
                    "%p",
                    "%r",
                    "%R",
                    "%S",
                    "%t",
                    "%T",
                    "%u",
                    "%U",
                    "%V",
                    "%w",
                    "%W",
                    "%x",
                    "%X",
                    "%y",
                    "%Y",
                    "%Z",
                    "%z",
                    "%%",
                    "%Ec",
                    "%Od",
                    "%Ey",
                    "%OH",
                    "text",
                )
            )
            + random.choice((" ", "", ":"))
            for _ in range(random.randint(1, 5))
        )
        rows.append(f"show(os.date('!{directive}', {time_s}), os.date('{directive}', {time_s}))")
        rows.append(
            f"do local t = os.date('{random.choice(('!*t', '*t'))}', {time_s}) print(t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst) end"
        )
    for _ in range(4):
        rows.append(
            f"try(os.date, '{random.choice(('%', '%E', '%Q', '%Ez', '%O', '%k', '%5d', '!%', '%é', '%Oy%!'))}', 0)"
        )
    rows.append(
        f"try(os.date, '*t', {random.choice(('1.5', chr(39) + 'x' + chr(39), '2^60', '{}', 'math.maxinteger', 'math.mininteger'))})"
    )
    return lines(rows)


def times(random: Random) -> str:
    """Let os.time put dates in order."""
    rows = []
    for _ in range(12):
        fields = {
            "year": random.randint(1970, 2100),
            "month": random.randint(-3, 20),
            "day": random.randint(-10, 60),
            "hour": random.randint(-30, 50),
            "min": random.randint(-70, 130),
            "sec": random.randint(-100, 200),
        }
        parts = [
            f"{name} = {value}"
            for name, value in fields.items()
            if name in ("year", "month", "day") or random.random() < 0.6
        ]
        if random.random() < 0.3:
            parts[random.randrange(len(parts))] = random.choice(
                (
                    "year = '2020'",
                    "month = 1.5",
                    "day = 'x'",
                    "hour = {}",
                    "year = 2^40 | 0",
                    "sec = math.maxinteger",
                    "isdst = true",
                    "month = nil",
                    "min = '07'",
                    "year = 1e3",
                    "isdst = 'yes'",
                )
            )
        rows.append(
            f"do local t = {{{', '.join(parts)}}} local ok, r = pcall(os.time, t) show(ok, r) if ok then print(t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst, os.date('!%F %T', r)) end end"
        )
    return lines(
        [
            *rows,
            f"show(os.difftime({random.randint(0, 99)}, {random.randint(0, 99)})) try(os.time, {random.choice(('{}', '1', '{year = 1}', '{year = 2020, month = 1}'))}) try(os.difftime) show(math.type(os.time()), math.type(os.clock()), os.clock() >= 0)",
        ]
    )


USES = r"""
local f = io.tmpfile() f:write("temporary\n", 42) f:seek("set") show(f:read("l", "n"))
show(tostring(f):match("^file %(0x") ~= nil) f:close() show(tostring(f), io.type(f)) try(f.write, f, "x")
try(f.close, f) try(function() for l in f:lines() do end end)
----
local name = os.tmpname() show(type(name)) local f = io.open(name, "w") f:write "x" f:close()
show(os.rename(name, name .. ".moved"), os.remove(name .. ".moved")) show(select(2,
os.remove("no such file")), select(3, os.remove("no such file"))) show(os.rename("absent", "other"))
----
local p = io.popen("echo from shell; exit 3") show(p:read("a")) show(p:close()) p =
io.popen("cat > copy.txt", "w") p:write("through cat\n") show(p:close()) for l in io.lines("copy.txt") do show(l) end
show(io.popen("exit 0"):close()) show(io.popen("kill -9 $$"):close()) try(io.popen, "x", "rw") try(io.popen)
----
show(os.execute()) show(os.execute("exit 0")) show(os.execute("exit 5")) show(os.execute("kill -15 $$"))
show(os.execute("echo executed >&2")) show(os.getenv("SET_BY_THE_TEST"), os.getenv("NOT_SET_ANYWHERE")) try(os.getenv)
----
show(os.setlocale()) show(os.setlocale("C")) show(os.setlocale(nil, "all")) show(os.setlocale("no_such_locale"))
show(os.setlocale("", "numeric") ~= false) try(os.setlocale, "C", "bad") show(os.setlocale("C", "collate"),
os.setlocale(nil, "time"), os.setlocale("POSIX", "ctype"), os.setlocale(nil, "monetary"))
----
local f = io.open("a.txt", "w") f:write("1\n2\n3\n") f:close() for a, b in io.lines("a.txt", "n", "l") do show(a, b)
end for c in io.lines("a.txt", 1) do io.write(c == "\n" and "|" or c) end print() local g =
io.lines("a.txt") g() g() g() show(g()) try(g) local many = {} for i = 1, 251 do many[i] = 1 end
try(io.lines, "a.txt", table.unpack(many)) show(pcall(os.time, {year = 1969, month = 12, day = 31, hour = 23, min =
59, sec = 59})) show(os.time({year = 1970, month = 1, day = 1, hour = 0}))
----
show(io.open("absent.txt")) show(io.open("/", "w")) try(io.lines, "absent.txt") try(io.input, "absent.txt")
try(io.open) try(io.open, {}) try(io.open, "x", "bad mode") show(pcall(io.open, "a\0b"))
----
local f <close> = io.open("c.txt", "w") show(getmetatable(f).__name, getmetatable(f).__index ==
getmetatable(f).__index) do local g <close> = f end show(io.type(f)) try(function() f:write("x") end) try(function()
return f .. "x" end) try(function() return #f end) try(function() return f < f end) show(f == f, f.nothing)
----
io.write("a", 1, 2.5, "\n") try(io.write, {}) try(io.write, nil) io.stdout:write("b", "c", "\n") show(io.write() ==
io.stdout) io.stderr:write("to stderr ", 1, "\n") print(io.stdout:seek("cur") == nil or true)
show(io.stdout:flush() == io.stdout, io.flush() == io.stdout)
----
print(pcall(io.close)) print("after close")
----
show(io.stdin:read("a")) show(io.stdin:read("a")) show(io.stdin:read("l")) show(io.read(0)) show(io.read("n"))
----
for l in io.stdin:lines() do show(l) end show(io.read()) io.stdin:close() try(io.read) show(io.type(io.stdin))
----
local f = io.open("x.txt", "w") f:write("abc") f:close() f = io.open("x.txt", "r") show(f:write("x"))
show(f:read(2), f:seek("cur", -1), f:read("a"), f:read("a"), f:read("l"), f:read(0)) try(f.seek, f, "bad")
try(f.seek, f, "set", "x") show(f:seek("set", -5)) f:close() f = io.open("x.txt", "w") show(f:read("a"))
----
local f = io.open("n.txt", "w") f:write("0x1F -5 +7 1e2 .5 5. 0x.8 12e 99 nan abc") f:close() f = io.open("n.txt")
for i = 1, 12 do show(f:read("n")) end show(f:read("a"))
----
print(os.date("!%Y-%m-%d %H:%M:%S", 0), os.date("!%c", 1e9 // 1 | 0))
show(os.time({year = 2000, month = 1, day = 1, hour = 0}), os.time({year = 2024, month = 2, day = 30})) local t =
os.date("*t", 86400) show(t.year, t.yday, t.isdst) show(os.date("!%%"), os.date(""), os.date("!"))
----
warn("hidden") warn("@on") warn("shown ", "in ", "pieces") warn("@off") warn("hidden again") warn("@unknown")
warn("@on") warn("@", "on") try(warn) try(warn, {}) try(warn, "a", {}) warn(12)
----
warn("@on") setmetatable({}, {__gc = function() error("in finalizer") end}) collectgarbage() setmetatable({}, {__gc =
function() error({}) end}) collectgarbage() setmetatable({}, {__gc = function() error() end}) collectgarbage()
print "after"
----
setmetatable({}, {__gc = function() error("silent") end}) collectgarbage() print "quiet" setmetatable({}, {__gc =
function() print "at exit" end}) setmetatable({}, {__gc = function() error "at exit too" end})
----
print(arg[0], arg[1], arg[2], #arg, arg[-1] ~= nil, ...) print(select("#", ...))
----
local r = {} for k, v in pairs(os) do r[#r + 1] = k end table.sort(r) print(table.concat(r, " ")) r = {}
for k in pairs(io) do r[#r + 1] = k end table.sort(r) print(table.concat(r, " ")) r = {}
for k in pairs(getmetatable(io.stdout).__index) do r[#r + 1] = k end table.sort(r) print(table.concat(r, " "))
"""

INPUT = b"typed line\n17 words\n\nlast without end"


def with_input(made: Template) -> Template:
    """Give the programs something on standard input, and arguments."""
    return Template(
        made.name, tuple(replace(program, stdin=INPUT, arguments=("one", "two words")) for program in made.programs)
    )


TEMPLATES: tuple[Template, ...] = (
    generated("system/reading", reading, before=SHOW),
    generated("system/writing", writing, before=SHOW),
    with_input(generated("system/default_streams", default_streams, before=SHOW)),
    generated("system/exits", exits),
    generated("system/dates", dates, before=SHOW),
    generated("system/times", times, before=SHOW),
    with_input(written("system/uses", USES, before=SHOW)),
)
