"""Loops, goto and to-be-closed variables."""

from random import Random

from tests.differential.template import SHOW, Template, generated, lines, written

BOUNDS = (
    "1",
    "3",
    "-3",
    "10",
    "0",
    "1.0",
    "2.5",
    "-1.5",
    "math.maxinteger",
    "math.mininteger",
    "math.maxinteger - 2",
    "math.mininteger + 2",
    "2^53",
    "1e308",
    "1/0",
    "-1/0",
    "0/0",
    "3.999",
    "-0.0",
)
STEPS = (
    "1",
    "-1",
    "2",
    "-2",
    "3",
    "0.5",
    "-0.25",
    "math.maxinteger",
    "math.mininteger",
    "1e308",
    "0",
    "0.0",
    "1/0",
    "-1/0",
    "100",
    "1 << 62",
)
BAD_BOUNDS = ("nil", "'1'", "'x'", "{}", "true", "print", "'10'", "setmetatable({}, {__name = 'My.Type'})")


def numeric(random: Random) -> str:
    rows = []
    for _ in range(14):
        step = random.choice(("", ", " + random.choice(STEPS), ", " + random.choice(STEPS)))
        rows.append(
            f"try(function() local n = 0 for i = {random.choice(BOUNDS)}, {random.choice(BOUNDS)}{step} do n = n + 1 if n > 3 then break end io.write(tostring(i == i and i), ' ') end return n end)"
        )
    return lines(rows)


def numeric_variables(random: Random) -> str:
    """Loop with bounds that the compiler does not know, and with wrong ones."""
    rows = [
        "local function run(a, b, c) local n = 0 for i = a, b, c do n = n + 1 if n > 4 then break end io.write(math.type(i), ' ', tostring(i), ' ') end return n end"
    ]
    for _ in range(14):
        values = [random.choice(BOUNDS), random.choice(BOUNDS), random.choice(STEPS)]
        if random.random() < 0.4:
            values[random.randrange(3)] = random.choice(BAD_BOUNDS)
        rows.append(f"try(run, {', '.join(values).replace('0/0', '1')})")
    return lines(rows)


def nested_loops(random: Random) -> str:
    """Nest loops of all kinds with breaks, gotos out and continues."""
    counter = iter(range(100))

    def loop(depth: int) -> list[str]:
        name = f"i{next(counter)}"
        inner = loop(depth - 1) if depth else [f"out[#out + 1] = {name}"]
        label = f"continue_{name}"
        leave = random.choice(
            (
                "",
                f"if {name} == 2 then break end",
                f"if {name} % 2 == 0 then goto {label} end",
                "if #out > 60 then return end",
            )
        )
        kind = random.choice(("for", "while", "repeat", "ipairs", "down"))
        body = [leave, *inner, f"::{label}::"]
        if kind == "for":
            return [f"for {name} = 1, {random.randint(2, 4)} do", *body, "end"]
        if kind == "down":
            return [f"for {name} = {random.randint(3, 6)}, 1, -2 do", *body, "end"]
        if kind == "ipairs":
            return [f"for _, {name} in ipairs {{3, 1, 2}} do", *body, "end"]
        if kind == "while":
            return [f"local {name} = 0 while {name} < 3 do {name} = {name} + 1", *body, "end"]
        return [f"local {name} = 0 repeat {name} = {name} + 1 do", *body, f"end until {name} >= 3"]

    return lines(
        [
            "local out = {}",
            "local function run()",
            *loop(random.randint(1, 3)),
            "end",
            "run()",
            "print(#out, table.concat(out, ' '))",
        ]
    )


def state_machines(random: Random) -> str:
    """Jump between labels as a table of random transitions says."""
    count = random.randint(3, 6)
    rows = [f"local x, steps, trace = {random.randint(1, 50)}, 0, {{}}", "goto s1"]
    for state in range(1, count + 1):
        rows += [
            f"::s{state}::",
            f"trace[#trace + 1] = {state} steps = steps + 1 if steps > 25 then goto done end",
            f"x = (x * {random.randint(2, 9)} + {random.randint(1, 9)}) % 97",
        ]
        for _ in range(random.randint(1, 2)):
            rows.append(
                f"if x % {random.randint(2, 5)} == {random.randint(0, 1)} then goto s{random.randint(1, count)} end"
            )
        rows.append(f"goto s{random.randint(1, count)}" if random.random() < 0.5 else "")
    return lines([*rows, "::done::", "print(steps, x, table.concat(trace, ' '))"]).replace("\n\n", "\n")


def closers(random: Random) -> str:
    """Open variables with __close in blocks that end in every way."""
    rows = [
        "local function open(name, act) return setmetatable({}, {__close = function(_, e) io.write('close ', name, ' ', type(e) == 'table' and 'object' or tostring(e), '; ') if act then act(e) end end}) end"
    ]
    for number in range(8):
        names = [f"v{number}{letter}" for letter in "abc"[: random.randint(1, 3)]]
        body = []
        for name in names:
            act = random.choice(
                (
                    "",
                    "",
                    f", function() error('from {name}', 0) end",
                    ", function(e) io.write('saw ', type(e), ' ') end",
                )
            )
            body.append(
                random.choice(
                    (
                        f"local {name} <close> = open('{name}'{act})",
                        f"local {name} <close> = {random.choice(('nil', 'false'))}",
                        f"do local {name} <close> = open('{name}'{act}) end",
                        f"local {name} <close> = open('{name}'{act})",
                    )
                )
            )
        leave = random.choice(
            (
                "return 1, 2",
                "error('thrown', 0)",
                "error({})",
                "",
                "return (select('#', 1, 2))",
                "goto out",
                "break",
                "local n = nil n()",
                "return table.unpack({7, 8, 9})",
                "return string.rep('x', 3)",
                "do return end",
            )
        )
        if leave in ("goto out", "break"):
            rows.append(
                f"try(function() for i = 1, 2 do {' '.join(body)} io.write('in; ') {leave} end ::out:: return 'after' end)"
            )
        else:
            rows.append(f"try(function() {' '.join(body)} io.write('in; ') {leave} end)")
    return lines(rows)


def generic(random: Random) -> str:
    rows = [
        "local function iterator(n) return function(s, c) c = (c or 0) + 1 if c <= n then return c, s end end end",
        "local function closing(name) return setmetatable({}, {__close = function(_, e) io.write('closed ', name, ' ', tostring(e), '; ') end}) end",
    ]
    for number in range(10):
        source = random.choice(
            (
                f"iterator({random.randint(0, 4)}), 's{number}', nil",
                f"iterator(3), 's', nil, closing('c{number}')",
                "ipairs {5, 6, 7}",
                "next, {42}",
                "pairs {9}",
                "string.gmatch('a1b2', '%a%d')",
                f"iterator(5), nil, {random.randint(1, 4)}",
                "utf8.codes('xé')",
                "coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i, i * i) end end)",
                "iterator(2), 's', nil, nil",
                "iterator(2), 's', nil, 5",
                "io.lines('program.lua')",
            )
        )
        leave = random.choice(
            (
                "",
                "",
                "if a == 2 then break end",
                "if a == 2 then error('stop', 0) end",
                "if a == 2 then return a, b end",
            )
        )
        if "io.lines" in source:
            leave = "n = n + 1 if n > 2 then break end"
        rows.append(f"try(function() local n = 0 for a, b in {source} do show(a, b) {leave} end end)")
    return lines(rows)


USES = r"""
for i = 1, 3 do for j = 1, 3 do if j == 2 then goto continue end io.write(i, j, " ") ::continue:: end end print()
----
local i = 1 ::top:: io.write(i, " ") i = i + 1 if i <= 5 then goto top end print() do goto skip local x = 1 ::skip::
end print "ok"
----
local fs = {} do local i = 1 ::again:: local x = i * 10 fs[i] = function() x = x + 1 return x end i = i + 1
if i <= 3 then goto again end end print(fs[1](), fs[1](), fs[2](), fs[3]())
----
local n = 0 repeat local done = n >= 3 n = n + 1 until done print(n) repeat local x = 5 until x == 5 repeat n = n - 1
if n == 1 then break end until false print(n)
----
while true do do break end end print "out" for i = 1, 10 do if i == 3 then break end io.write(i, " ") end print()
while nil do end repeat until true for i = 5, 1 do print(i) end
----
for i = math.maxinteger - 1, math.maxinteger do io.write(i, " ") end for i = math.mininteger + 1, math.mininteger, -1
do io.write(i, " ") end print() for i = 1, 0 do print "never" end for i = 3, 1, -1 do io.write(i, " ") end print()
----
for i = 1, 3 do local j = i i = i * 10 io.write(i, " ", j, " ") end print() for i = 1.0, 3 do io.write(i, " ") end
for i = 1, 2, 0.5 do io.write(i, " ") end print() for i = 0.1, 0.5, 0.1 do io.write(i, " ") end print()
----
local c = setmetatable({}, {__close = function() print "closed" end}) for i = 1, 2 do local x <close> = c
if i == 1 then goto next end print "second" ::next:: end print "end"
----
local function f() local a <close> = setmetatable({}, {__close = function() print "a" end}) local b <close> =
setmetatable({}, {__close = function() print "b" end}) return "result", print "evaluated" end print(f())
----
local function f() local a <close> = setmetatable({}, {__close = function(_, e) print("a", e) error("a2", 0) end})
local b <close> = setmetatable({}, {__close = function(_, e) print("b", e) error("b2", 0) end}) error("first", 0) end
print(pcall(f))
----
local co = coroutine.wrap(function() local x <close> = setmetatable({}, {__close = function()
coroutine.yield("in close") print "resumed" end}) coroutine.yield "body" return "done" end) print(co()) print(co())
print(co())
----
local co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function(_, e)
print("closing", e) end}) coroutine.yield(1) end) print(coroutine.resume(co)) print(coroutine.close(co),
coroutine.status(co)) co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function()
error("bad", 0) end}) coroutine.yield(1) end) coroutine.resume(co) print(coroutine.close(co))
print(coroutine.status(co))
----
local t = {} for i = 1, 5 do t[i] = i end for i, v in ipairs(t) do if v == 3 then table.remove(t, i) end
io.write(v, " ") end print(#t) for k, v in next, {10} do print(k, v) end
----
local x <close> = setmetatable({}, {__close = function(...) print("main closed", select("#", ...)) end}) print "body"
local y <close> = nil
----
local x <close> = setmetatable({}, {__close = function(_, e) print("main closed", (tostring(e):gsub("\n.*", "")))
end}) error "out"
----
local x <close> = setmetatable({}, {__close = function(_, e) error("in closer") end}) local y <close> =
setmetatable({}, {__close = function(_, e) print(e ~= nil) end}) error({code = 2})
----
do local function f(n) local x <close> = setmetatable({}, {__close = function() io.write("u", n, " ") end})
if n > 0 then return f(n - 1) end return "bottom" end print(f(5)) end local s = 0 for i = 10, 1, -3 do s = s + i end
print(s)
----
goto a ::b:: print "b" goto c ::a:: print "a" goto b ::c:: print "c" do goto d end ::d:: ::e:: print "d" if true then
goto f end print "skipped" ::f::
----
local i = 0 while i < 3 do i = i + 1 local k = i if k == 2 then goto continue end print(k) ::continue:: end
for _, v in ipairs {1, 2, 3} do do if v == 2 then goto inner end print(v) end ::inner:: end
----
for a, b, c, d, e in (function() local n = 0 return function() n = n + 1 if n < 3 then return n, n * 2, nil, n * 4 end
end end)() do show(a, b, c, d, e) end local t = setmetatable({}, {__call = function(self, s, c) c = c + 1
if c < 4 then return c end end}) for i in t, nil, 0 do io.write(i, " ") end print()
"""

TEMPLATES: tuple[Template, ...] = (
    generated("flow/numeric", numeric, before=SHOW),
    generated("flow/numeric_variables", numeric_variables, before=SHOW),
    generated("flow/nested_loops", nested_loops),
    generated("flow/state_machines", state_machines),
    generated("flow/closers", closers, before=SHOW),
    generated("flow/generic", generic, before=SHOW),
    written("flow/uses", USES, before=SHOW),
)
