"""Coroutines: transfers of values, status, errors, closing, and yields from everywhere they are allowed."""

from random import Random

from tests.differential.template import SHOW, Template, generated, lines, written


def conversations(random: Random) -> str:
    """Resume a body of random yields with random values."""
    body = []
    for number in range(random.randint(3, 8)):
        values = ", ".join(
            random.choice(("a", "b", str(number), "nil", "'y'", "...", "a, b")) for _ in range(random.randint(0, 3))
        )
        body.append(
            random.choice(
                (
                    f"a, b = coroutine.yield({values})",
                    f"show('got', coroutine.yield({values}))",
                    f"for i = 1, 2 do a = coroutine.yield(i, {values or 'nil'}) end",
                    f"if a then b = coroutine.yield({values}) end",
                    f"local t = {{coroutine.yield({values})}} show(#t)",
                )
            )
        )
    end = random.choice(
        (
            "return a, b",
            "return",
            "return ...",
            "error('end', 0)",
            "error({})",
            "local x = nil + 1",
            "return coroutine.yield('last')",
            "return select('#', ...)",
        )
    )
    rows = [
        "local co = coroutine.create(function(...)",
        "  local a, b = ...",
        *("  " + row for row in body),
        f"  {end}",
        "end)",
        "for i = 1, 12 do",
        f"  show(coroutine.resume(co, {random.choice(('i', 'i, i * 2', '', 'nil, i', 'i, nil, i'))}))",
        "  print(coroutine.status(co))",
        "  if coroutine.status(co) == 'dead' and i > 1 then break end",
        "end",
        "show(coroutine.resume(co)) show(coroutine.close(co)) show(coroutine.status(co))",
    ]
    return lines(rows).replace("(co, )", "(co)")


def pipelines(random: Random) -> str:
    """Chain generators through filters."""
    rows = [
        f"local function source() return coroutine.wrap(function() for i = 1, {random.randint(8, 20)} do coroutine.yield(i{random.choice(('', ' * i', ' + 0.5', ' % 5'))}) end end) end"
    ]
    stages = {
        "map": "for v in input do coroutine.yield(v * 3 - 1) end",
        "filter": "for v in input do if v % 2 == 1 then coroutine.yield(v) end end",
        "pairs": "for v in input do coroutine.yield(v) coroutine.yield(-v) end",
        "take": "local n = 0 for v in input do n = n + 1 if n > 6 then break end coroutine.yield(v) end",
        "sum": "local s = 0 for v in input do s = s + v coroutine.yield(s) end",
        "window": "local last for v in input do if last then coroutine.yield(last + v) end last = v end",
    }
    for name, body in stages.items():
        rows.append(f"local function {name}_(input) return coroutine.wrap(function() {body} end) end")
    for _ in range(4):
        expression = "source()"
        for name in random.choices(list(stages), k=random.randint(1, 4)):
            expression = f"{name}_({expression})"
        rows.append(f"do local r = {{}} for v in {expression} do r[#r + 1] = v end print(#r, table.concat(r, ' ')) end")
    return lines(rows)


def yields_within(random: Random) -> str:
    """Yield inside metamethods, iterators, protected calls, closers and library functions that allow it or not."""
    places = (
        "local t = setmetatable({}, {__index = function(_, k) return coroutine.yield('index ' .. k) end}) show(t.x)",
        "local t = setmetatable({}, {__newindex = function(_, k, v) coroutine.yield('set ' .. k) end}) t.y = 1 show(rawget(t, 'y'))",
        "local t = setmetatable({}, {__add = function(a, b) return coroutine.yield('add') end}) show(t + 1, 1 + t)",
        "local t = setmetatable({}, {__lt = function(a, b) return coroutine.yield('lt') end}) show(t < t, t > t, not (t < 1))",
        "local t = setmetatable({}, {__concat = function(a, b) return coroutine.yield('concat') end}) show('a' .. t .. 'b' .. 'c')",
        "local t = setmetatable({}, {__call = function(_, x) return coroutine.yield('call', x) end}) show(t(5))",
        "local t = setmetatable({}, {__len = function() return coroutine.yield('len') end}) show(#t)",
        "local t = setmetatable({}, {__eq = function() return coroutine.yield('eq') end}) show(t == setmetatable({}, getmetatable(t)))",
        "show(pcall(coroutine.yield, 'pcall'))",
        "show(pcall(function() local v = coroutine.yield('in pcall') error(v, 0) end))",
        "show(xpcall(function() coroutine.yield('xpcall') error('x', 0) end, function(m) return 'handled ' .. m end))",
        "for v in function() return coroutine.yield('iterator') end do show(v) break end",
        "local x <close> = setmetatable({}, {__close = function() show(coroutine.yield('closing')) end})",
        "show(pcall(string.gsub, 'ab', '.', function(c) return coroutine.yield(c) end))",
        "show(pcall(table.sort, {2, 1}, function(a, b) return coroutine.yield('sort') end))",
        "local t = setmetatable({}, {__pairs = function() coroutine.yield('pairs') return next, {7} end}) for k, v in pairs(t) do show(k, v) end",
        "show(select('#', coroutine.yield('select')))",
        "show(pcall(load, function() return coroutine.yield('load') end))",
        "show(pcall(pcall, pcall, coroutine.yield, 'deep'))",
        "local t = setmetatable({}, {__unm = function() return coroutine.yield('unm') end, __idiv = coroutine.yield}) show(-t, t // 3)",
        "show(coroutine.wrap(function() return coroutine.yield('inner') end)())",
        "local t = setmetatable({}, {__tostring = function() return coroutine.yield('tostring') end}) show(pcall(tostring, t))",
        "show(pcall(require, 'none') == false, coroutine.isyieldable())",
        "local t = setmetatable({}, {__index = coroutine.yield}) show(type(t.key))",
        "show(table.unpack({coroutine.yield('unpack')}))",
    )
    chosen = random.sample(places, 4)
    return lines(
        [
            "local co = coroutine.create(function(...)",
            *(f"  do {place} end" for place in chosen),
            f"  return {random.choice(('1', chr(39) + 'end' + chr(39), '...'))}",
            "end)",
            "local i = 0 repeat i = i + 1",
            f"  local r = table.pack(coroutine.resume(co, {random.choice(('i', 'i, i', 'true', 'nil', chr(39) + 's' + chr(39)))}))",
            "  for k = 1, r.n do if type(r[k]) == 'table' then r[k] = 'table' end end show(table.unpack(r, 1, r.n))",
            "until coroutine.status(co) == 'dead' or i > 25",
        ]
    )


def schedules(random: Random) -> str:
    """Run some coroutines in turn until all are dead."""
    rows = [
        "local log, tasks = {}, {}",
        "local function spawn(name, f) tasks[#tasks + 1] = {name = name, co = coroutine.create(f)} end",
    ]
    for name in "abcde"[: random.randint(2, 5)]:
        work = random.choice(
            (
                "coroutine.yield(i)",
                "if i % 2 == 0 then coroutine.yield(i) end",
                "pcall(coroutine.yield, i)",
                "coroutine.wrap(function() coroutine.yield() end)() coroutine.yield(i)",
                "if i == 3 then error('task', 0) end coroutine.yield(i)",
                "if i == 2 then spawn('child of ' .. me, function() coroutine.yield('c') end) end coroutine.yield(i)",
            )
        )
        rows.append(f"spawn('{name}', function(me) for i = 1, {random.randint(1, 5)} do {work} end return 'end' end)")
    return lines(
        [
            *rows,
            "local turn = 0",
            "while #tasks > 0 and turn < 100 do",
            f"  local k = {random.choice(('1', '#tasks', 'turn % #tasks + 1'))} turn = turn + 1",
            "  local task = table.remove(tasks, k)",
            "  local ok, v = coroutine.resume(task.co, task.name)",
            "  log[#log + 1] = task.name .. ':' .. tostring(ok) .. ':' .. tostring(v)",
            f"  if coroutine.status(task.co) ~= 'dead' then table.insert(tasks, {random.choice(('task', '1, task'))}) end",
            "end",
            "print(turn, table.concat(log, ' '))",
        ]
    )


USES = r"""
local co = coroutine.create(function(a, b) print(a, b) local c = coroutine.yield(a + b) print(c) local d, e =
coroutine.yield(a - b) print(d, e) return "done", d + e end) print(coroutine.resume(co, 3, 4))
print(coroutine.resume(co, "c")) print(coroutine.resume(co, 5, 6)) print(coroutine.resume(co))
print(coroutine.status(co))
----
print(coroutine.isyieldable(), select(2, coroutine.running())) coroutine.wrap(function()
print(coroutine.isyieldable(), select(2, coroutine.running()), coroutine.isyieldable(coroutine.running())) end)()
print(coroutine.status((coroutine.running())))
----
try(coroutine.yield) try(function() coroutine.yield(1) end) try(coroutine.resume, (coroutine.running()))
show(coroutine.resume(coroutine.running())) try(coroutine.close, (coroutine.running()))
----
local co co = coroutine.create(function() show(coroutine.resume(co)) print(coroutine.status(co))
show(pcall(coroutine.close, co)) local inner = coroutine.create(function() print(coroutine.status(co))
show(coroutine.resume(co)) show(pcall(coroutine.close, co)) end) show(coroutine.resume(inner)) end)
show(coroutine.resume(co)) print(coroutine.status(co))
----
local w = coroutine.wrap(function() error("plain") end) try(w) try(w) w = coroutine.wrap(function() error({1}) end)
try(w) w = coroutine.wrap(function() local x = nil; x.y = 1 end) try(w) w = coroutine.wrap(function()
error("level 2", 2) end) try(w) w = coroutine.wrap(function() error() end) try(w) w =
coroutine.wrap(print) w("direct") try(w)
----
local function gen(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end local
function permgen(a, n) if n <= 1 then coroutine.yield(a) else for i = 1, n
do a[n], a[i] = a[i], a[n] permgen(a, n - 1) a[n], a[i] = a[i], a[n] end end end for p in
coroutine.wrap(function() permgen({1, 2, 3}, 3) end) do print(table.concat(p, " ")) end for v in gen(3) do
io.write(v, " ") end print()
----
local co = coroutine.create(function() error("oops") end) print(coroutine.resume(co)) print(debug.traceback(co))
print(debug.traceback(co, "msg")) print(coroutine.close(co)) print(coroutine.status(co)) print(debug.traceback(co))
----
local co = coroutine.create(function() local function inner() coroutine.yield(1) end inner() end) coroutine.resume(co)
print(debug.traceback(co)) print(debug.traceback(co, nil)) print(debug.traceback(co, "m", 1))
print(debug.traceback(co, "m", 2)) print(debug.traceback(co, "m", 3)) print(debug.getinfo(co, 1, "l").currentline,
debug.getinfo(co, 0, "n").name)
----
local depth = 0 local function nest(n) if n == 0 then return coroutine.isyieldable() and "bottom" end return
coroutine.wrap(function() return nest(n - 1) end)() end print(nest(50)) print(pcall(nest, 150))
----
local function recurse() return coroutine.wrap(recurse)() end local ok, m = pcall(recurse)
print(ok, m:match "C stack overflow", #m < 200)
----
local t = setmetatable({}, {__index = function(_, k) return coroutine.yield(k) end}) local co =
coroutine.wrap(function() return t.a + t.b * t.c end) print(co()) print(co(1)) print(co(2)) print(co(3))
----
local co = coroutine.wrap(function(...) local n = select("#", ...) while true do n = n + select("#",
coroutine.yield(n)) end end) print(co(), co(1), co(1, 2), co(nil, nil, nil), co()) local co =
coroutine.wrap(function() return end) show(co()) show(pcall(co))
----
local co = coroutine.create(function() coroutine.yield() end) print(coroutine.close(co), coroutine.status(co))
print(coroutine.resume(co)) co = coroutine.create(print) print(coroutine.close(co)) print(coroutine.resume(co, 1))
try(coroutine.close, 5) try(coroutine.close, nil)
----
local function producer() return coroutine.create(function() for _, v in ipairs {"x", "y", "z"} do coroutine.yield(v)
end return nil end) end local function receive(p) local _, v = coroutine.resume(p) return v end local
function filter(p) return coroutine.create(function() local n = 1 while true do local x = receive(p) if not x then
return nil end coroutine.yield(("%d %s"):format(n, x)) n = n + 1 end end) end local f = filter(producer()) while true
do local v = receive(f) if not v then break end print(v) end
----
local co = coroutine.create(function() return pcall(function() local a <close> = setmetatable({}, {__close =
function(_, e) print("close", e) end}) coroutine.yield("y") error("after", 0) end) end) print(coroutine.resume(co))
print(coroutine.resume(co)) print(coroutine.status(co))
----
local outer = coroutine.wrap(function() local inner = coroutine.wrap(function() coroutine.yield(1) coroutine.yield(2)
end) coroutine.yield(inner()) coroutine.yield(inner()) inner() coroutine.yield(3) inner() end)
print(outer(), outer(), outer()) try(outer)
----
local co = coroutine.wrap(function() local ok, e = pcall(error, "caught") coroutine.yield(ok, e)
local ok, e = xpcall(function() coroutine.yield("inside") error("again") end, debug.traceback)
coroutine.yield(ok, (e:gsub("\n.*", ""))) end) print(co()) print(co()) print(co()) print(pcall(co)) print(pcall(co))
----
local main = coroutine.running() coroutine.wrap(function() print(coroutine.status(main), coroutine.running() ~= main)
print(pcall(coroutine.resume, main)) end)() print(type(main), tostring(main):match "^thread: ")
try(coroutine.resume, nil) try(coroutine.status, {}) try(coroutine.wrap, 1) try(coroutine.create)
----
local t = {} for i = 1, 100 do t[i] = coroutine.wrap(function(a) local b = coroutine.yield(a + i) return b * i end)
end local s = 0 for i = 1, 100 do s = s + t[i](i) end for i = 1, 100 do s = s + t[i](2) end print(s)
print(pcall(t[1]))
----
coroutine.wrap(function() error("uncaught in a coroutine") end)()
"""

TEMPLATES: tuple[Template, ...] = (
    generated("coroutines/conversations", conversations, before=SHOW),
    generated("coroutines/pipelines", pipelines),
    generated("coroutines/yields_within", yields_within, before=SHOW),
    generated("coroutines/schedules", schedules),
    written("coroutines/uses", USES, before=SHOW),
)
