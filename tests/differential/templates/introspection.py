"""The debug library, hooks, and what the collector lets a program see."""

from dataclasses import replace
from random import Random

from tests.differential.template import SHOW, Template, generated, lines, written


def infos(random: Random) -> str:
    """Ask getinfo about functions of every kind at every level."""
    rows = [
        "local up = 1",
        "local function plain(a, b) return a end",
        "local function vararg(a, ...) return up end",
        "local t = {m = function(self) return debug.getinfo(1, 'nSlut') end}",
        "function Global() return debug.getinfo(1, 'nt') end",
        "local function print_info(i) if not i then print(nil) return end local r = {} for k, v in pairs(i) do if type(v) ~= 'function' and type(v) ~= 'table' then r[#r + 1] = k .. '=' .. tostring(v) end end table.sort(r) print(table.concat(r, ' ')) end",
    ]
    for _ in range(14):
        options = "".join(random.sample("nSlutr", random.randint(1, 4)))
        rows.append(
            random.choice(
                (
                    f"print_info(debug.getinfo({random.choice(('plain', 'vararg', 'print', 't.m', 'Global', 'coroutine.wrap(plain)', 'load(' + chr(39) + 'return 1' + chr(39) + ', ' + chr(39) + '=c' + chr(39) + ')'))}, '{options}'))",
                    f"print_info(debug.getinfo({random.choice('0123')}, '{options}'))",
                    f";(function() print_info(debug.getinfo(1, '{options}')) end)()",
                    f"local function named() print_info(debug.getinfo(1, '{options}')) end named()",
                    "print_info(t:m())",
                    "print_info(Global())",
                    f"pcall(function() print_info(debug.getinfo(1, '{options}')) end)",
                    f"local o = setmetatable({{}}, {{__index = function() print_info(debug.getinfo(1, '{options}')) end, __add = function() print_info(debug.getinfo(1, '{options}')) end}}) local _ = o.x, o + 1",
                    f"for _ in function() print_info(debug.getinfo(1, '{options}')) end do end",
                    f"try(debug.getinfo, 1, '{random.choice(('X', '>', 'Sx', 'nS?', '>S'))}')",
                    f"local function tail() print_info(debug.getinfo(1, '{options}t')) end local function call() return tail() end call()",
                    f"coroutine.wrap(function() print_info(debug.getinfo(1, '{options}')) print_info(debug.getinfo(2, '{options}')) end)()",
                )
            )
        )
    return lines(rows)


def locals_seen(random: Random) -> str:
    """List and set the locals of functions on the stack."""
    rows = [
        "local function list(level) local r, i = {}, 1 while true do local n, v = debug.getlocal(level + 1, i) if not n then break end r[#r + 1] = n .. '=' .. (type(v) == 'table' and 'table' or type(v) == 'function' and 'function' or tostring(v)) i = i + 1 end print(table.concat(r, ' ')) end"
    ]
    for number in range(6):
        names = [f"v{i}" for i in range(random.randint(1, 4))]
        body = [
            f"local {name} = {random.choice(('1', chr(39) + 's' + chr(39), 'nil', 'true', '2.5'))}" for name in names
        ]
        inner = random.choice(
            (
                "do local inner = 'i' list(1) end",
                "for i = 1, 2 do list(1) end",
                "for k, w in ipairs {5} do list(1) end",
                "list(1)",
                "local function f(p) list(1) list(2) end f(7)",
                "local c <close> = nil list(1)",
                "while true do local w = 1 list(1) break end",
            )
        )
        change = f"print(debug.setlocal(1, {random.randint(1, len(names))}, 'changed{number}'))"
        rows.append(
            f";(function({random.choice(('', 'a', 'a, b', '...', 'a, ...'))}) {' '.join(body)} {inner} {change} list(1) print(debug.getlocal(1, {random.choice(('-1', '-2', '1', '50', '0'))})) end)(10, 20, 30)"
        )
    return lines(
        [
            *rows,
            "print(debug.getlocal(function(a, b, ...) end, 1), debug.getlocal(function(a, b) end, 2), debug.getlocal(function() end, 1), debug.getlocal(print, 1))",
            "try(debug.getlocal, 50, 1) try(debug.setlocal, 50, 1, 2)",
        ]
    )


def upvalues(random: Random) -> str:
    rows = [
        "local a, b, c = 1, 'two', {}",
        "local function f() return a, b end",
        "local function g() a = a + 1 return a end",
        "local function h() return c, print end",
    ]
    for _ in range(14):
        x, y = random.choice("fgh"), random.choice("fgh")
        rows.append(
            random.choice(
                (
                    f"show(debug.getupvalue({x}, {random.randint(0, 3)}))",
                    f"show(debug.setupvalue({x}, {random.randint(1, 3)}, {random.choice(('10', chr(39) + 'z' + chr(39)))}))"
                    if x != "h"
                    else "show(debug.getupvalue(h, 1))",
                    f"show(debug.upvalueid({x}, 1) == debug.upvalueid({y}, {random.randint(1, 2)}))",
                    f"try(debug.upvalueid, {x}, {random.choice('059')})",
                    "show(f())",
                    "try(g)",
                    "show(a, b, type(c))",
                    f"try(debug.upvaluejoin, {x}, {random.randint(1, 2)}, {y}, {random.randint(1, 2)})",
                    f"try(debug.upvaluejoin, {x}, 9, {y}, 1)",
                    "show(debug.getupvalue(print, 1))",
                    "try(debug.upvaluejoin, print, 1, f, 1)",
                    "show(debug.getupvalue(string.gmatch('x', 'y'), 1))",
                )
            )
        )
    return lines(rows)


def hooks(random: Random) -> str:
    """Record events while a little program runs."""
    body = random.sample(
        (
            "local x = 1\nx = x + 1",
            "for i = 1, 2 do\n  local y = i\nend",
            "local function f(n)\n  if n > 0 then\n    return f(n - 1)\n  end\n  return n\nend\nf(2)",
            "local t = {}\nt.x = #t\nprint(t.x)",
            "pcall(error, 'x')",
            "local s = ('abc'):upper()\nprint(s)",
            "local i = 0\nwhile i < 2 do\n  i = i + 1\nend",
            "repeat\n  local z = true\nuntil z",
            "goto l\n::l::\nprint 'label'",
            "local g = function(...)\n  return ...\nend\nprint(g(1, 2))",
            "if false then\n  print 'no'\nelse\n  print 'yes'\nend",
            "table.sort({2, 1}, function(a, b)\n  return a < b\nend)",
            "local co = coroutine.wrap(function()\n  coroutine.yield(1)\nend)\nco()",
            "local o = setmetatable({}, {__index = function(_, k)\n  return k\nend})\nprint(o.k)",
            "string.gsub('ab', '.', function(c)\n  return c\nend)",
            "for k, v in ipairs {7} do\n  print(k, v)\nend",
            "do\n  local c <close> = setmetatable({}, {__close = function()\n    print 'c'\n  end})\nend",
        ),
        4,
    )
    mask = random.choice(("l", "c", "r", "cr", "lc", "clr", "l"))
    line_filter = "if event == 'line' then log[#log + 1] = 'l' .. line" if "l" in mask else "if false then"
    return lines(
        [
            "local log = {}",
            f"local function hook(event, line) {line_filter} else local i = debug.getinfo(2, 'nS') log[#log + 1] = event .. ':' .. tostring(i.name) .. ':' .. i.what end end",
            f"debug.sethook(hook, '{mask}')",
            *body,
            "debug.sethook()",
            "print(#log)",
            "for i = 1, #log, 8 do print(table.concat(log, ' ', i, math.min(i + 7, #log))) end",
            "print(debug.gethook())",
        ]
    )


def weak_tables(random: Random) -> str:
    rows = [
        STOPPED,
        f"local t = setmetatable({{}}, {{__mode = '{random.choice(('k', 'v', 'kv', 'vk', 'x', 'K'))}'}})",
        "local kept = {}",
        "local function count() local n = 0 for _ in pairs(t) do n = n + 1 end return n end",
    ]
    for number in range(10):
        rows.append(
            random.choice(
                (
                    f"t[{number}] = {{}}",
                    f"t[{{}}] = {number}",
                    f"kept[{number}] = {{}} t[kept[{number}]] = {{}}",
                    f"kept[{number}] = {{}} t[{number}] = kept[{number}]",
                    f"t['s{number}'] = 'string'",
                    f"t[{number}] = function() return t end",
                    f"local o = {{}} kept[{number}] = o t[o] = {{o}}",
                    f"t[{number}.5] = coroutine.create(print)",
                    "do local k = {} t[k] = {k} end",
                    "t[{}] = kept",
                    f"t[{number}] = ('x'):rep({number + 40})",
                    f"kept[{random.randint(0, 9)}] = nil",
                )
            )
        )
        if number % 3 == 2:
            rows.append("collectgarbage() collectgarbage() print(count())")
    return lines([*rows, "kept = nil collectgarbage() collectgarbage() print(count())"])


def finalizers(random: Random) -> str:
    """Let finalizers run in the reverse order of marking, once, and at the end."""
    rows = [STOPPED, "local mt = {__gc = function(o) io.write('gc ', o.name, '; ') end}", "local keep = {}"]
    for number in range(10):
        rows.append(
            random.choice(
                (
                    f"setmetatable({{name = 'a{number}'}}, mt)",
                    f"keep[#keep + 1] = setmetatable({{name = 'k{number}'}}, mt)",
                    "keep[#keep] = nil",
                    f"setmetatable({{name = 'r{number}'}}, {{__gc = function(o) io.write('back ', o.name, '; ') keep.back = o end}})",
                    "collectgarbage() print()",
                    "keep.back = nil collectgarbage() print()",
                    f"local o = {{name = 'l{number}'}} setmetatable(o, {{__gc = function(o) io.write('re ', o.name, '; ') setmetatable(o, mt) end}}) o = nil",
                    f"setmetatable({{name = 'n{number}'}}, {{}}).__gc = mt.__gc",
                    f"do local x = setmetatable({{name = 'd{number}'}}, mt) x.pair = setmetatable({{name = 'p{number}', pair = x}}, mt) end",
                    f"setmetatable({{}}, {{__gc = {random.choice(('true', '5', chr(39) + 'x' + chr(39)))}}})",
                )
            )
        )
    return lines([*rows, "collectgarbage() print()", "print(#keep)"])


STOPPED = "collectgarbage 'stop'"
"""Without it the collector may run finalizers at any allocation."""

COLLECTIONS = """
show(collectgarbage(), collectgarbage("collect"), math.type(collectgarbage("count")))
show(collectgarbage("isrunning"), collectgarbage("restart"), collectgarbage("isrunning")) show(collectgarbage("stop"),
collectgarbage("isrunning"), collectgarbage("restart"), collectgarbage("isrunning")) try(collectgarbage, "bad")
try(collectgarbage, 1)
----
show(collectgarbage("incremental"), collectgarbage("generational"), collectgarbage("incremental"))
show(collectgarbage("generational", 20, 100)) show(collectgarbage("incremental", 100, 200, 10))
show(type(collectgarbage("step"))) show(type(collectgarbage("setpause", 200)), type(collectgarbage("setstepmul",
100)))
----
local t = {} for i = 1, 2000 do t[i] = {i} end local before = collectgarbage("count") t = nil collectgarbage()
print(collectgarbage("count") < before) print(collectgarbage("step"))
----
local weak = setmetatable({}, {__mode = "k"}) local key = {} weak[key] = {key = key} collectgarbage()
print(next(weak) ~= nil) key = nil collectgarbage() print(next(weak))
----
local chain = setmetatable({}, {__mode = "k"}) local first = {} local k = first for i = 1, 50 do
local nk = {} chain[k] = nk k = nk end k = nil collectgarbage() local n, x = 0, first while chain[x]
do x = chain[x] n = n + 1 end print(n) first, x = nil, nil collectgarbage() print(next(chain))
----
local order = {} for i = 1, 5 do setmetatable({}, {__gc = function() order[#order + 1] = i end}) end collectgarbage()
print(table.concat(order, " "))
----
local saved setmetatable({v = 1}, {__gc = function(o) saved = o end}) collectgarbage()
print(saved and saved.v) saved = nil collectgarbage() print(saved)
----
local t = setmetatable({}, {__gc = function(o) print("closed", o.x) end}) t.x = 5 t = nil collectgarbage()
setmetatable({}, {__gc = function() print "at end 1" end}) setmetatable({}, {__gc = function() print "at end 2"
end}) keep = setmetatable({}, {__gc = function() print "global at end" end})
----
local co = coroutine.create(function() local x = setmetatable({}, {__gc = function() print "in coroutine" end})
coroutine.yield() end) coroutine.resume(co) co = nil collectgarbage() print "after"
----
local v = setmetatable({}, {__mode = "v"}) v[1], v.x, v[2], v.s = {}, {}, "string", 5 v.f = print collectgarbage()
print(v[1], v.x, v[2], v.s, v.f == print)
----
local cache = setmetatable({}, {__mode = "v"}) local function get(k) local o = cache[k]
if not o then o = {k = k} cache[k] = o end return o end local a = get("a") print(get("a") == a) a = nil
collectgarbage() print(cache.a)
----
setmetatable({}, {__gc = function() setmetatable({}, {__gc = function() print "made in a finalizer" end}) end})
collectgarbage() collectgarbage() print "between" local x <close> = setmetatable({}, {__close = function()
print "close" end, __gc = function() print "gc" end})
----
print(collectgarbage("step", 0) ~= nil, collectgarbage("count") > 0) setmetatable({}, {__gc = function()
print(collectgarbage(), "inside") end}) collectgarbage()
----
local a, b = setmetatable({}, {__mode = "kv"}), {} a[b] = b a[1] = b b = nil collectgarbage() print(next(a)) local s =
setmetatable({}, {__mode = "k"}) s["str"] = 1 s[1] = 2 s[true] = 3 collectgarbage() print(s.str, s[1], s[true])
"""

USES = r"""
show(debug.getmetatable("").__index == string, debug.getmetatable(1), debug.getmetatable(nil), debug.getmetatable({}))
show(debug.setmetatable({}, nil) ~= nil) try(debug.setmetatable, 1, 2) try(debug.setmetatable) try(debug.getmetatable)
local t = setmetatable({}, {__metatable = "x"}) show(getmetatable(t), type(debug.getmetatable(t)))
----
show(debug.getuservalue(io.stdout, 1)) show(debug.getuservalue(io.stdout)) show(debug.getuservalue(1))
try(debug.setuservalue, 1, 2) try(debug.setuservalue, {}, 2) show(debug.setuservalue(io.stdout, 1))
show(type(debug.getregistry())) show(debug.getregistry()[2] == _G)
----
local function f(a, b) local c = 3 local info = debug.getinfo(1, "f") show(info.func == f) show(debug.getlocal(1, 1))
show(debug.getlocal(1, 3)) debug.setlocal(1, 2, "new") return b end show(f(1, 2))
----
local i = debug.getinfo(1, "SlL") print(i.source, i.short_src, i.what, i.currentline, i.linedefined,
i.lastlinedefined) local ls = {} for l in pairs(debug.getinfo(function() local a = 1
local b = 2
return a + b end, "L").activelines) do ls[#ls + 1] = l end table.sort(ls) print(table.concat(ls, " "))
----
for _, f in ipairs {print, string.rep, coroutine.yield, pcall} do local i = debug.getinfo(f)
print(i.what, i.short_src, i.source, i.currentline, i.linedefined, i.nups, i.nparams, i.isvararg, i.name, i.namewhat,
i.istailcall) end
----
local n = 0 debug.sethook(function(e) n = n + 1 end, "", 100) for i = 1, 1000 do local x = i * 2 end debug.sethook()
print(n > 10, n < 100) print(debug.gethook())
----
local lines = {} debug.sethook(function(_, l) lines[#lines + 1] = l end, "l")
local a = 1
if a == 1 then
  a = 2
end
debug.sethook()
print(table.concat(lines, " "))
----
local calls = {} debug.sethook(function(e) local i = debug.getinfo(2, "n") calls[#calls + 1] = e .. " " ..
tostring(i.name) end, "cr") local function g() return 1 end local function f() g() return g() end f() debug.sethook()
print(table.concat(calls, ", "))
----
debug.sethook(function() error("from hook") end, "l")
local ok = 1
print "unreached"
----
local co = coroutine.create(function() local x = 1
coroutine.yield()
x = 2 end) local log = {} debug.sethook(co, function(e, l) log[#log + 1] = l end, "l") coroutine.resume(co)
coroutine.resume(co) print(table.concat(log, " ")) print(debug.gethook(co) ~= nil, debug.gethook()) debug.sethook(co)
print(debug.gethook(co))
----
local f, m, c = debug.gethook() print(f, m, c) local h = function() end debug.sethook(h, "clr", 5) f, m, c =
debug.gethook() debug.sethook() print(f == h, m, c) debug.sethook(h, "") print(debug.gethook())
debug.sethook(nil, "l") print(debug.gethook()) try(debug.sethook, 5) try(debug.sethook, h)
----
local co = coroutine.create(function(a) local b = 2 coroutine.yield() end) coroutine.resume(co, 1)
print(debug.getlocal(co, 1, 1)) print(debug.getlocal(co, 1, 2)) print(debug.setlocal(co, 1, 1, 9),
debug.getlocal(co, 1, 1)) print(debug.getinfo(co, 1, "S").what, debug.getinfo(co, 0, "S").what, debug.getinfo(co, 5))
try(debug.getlocal, co, 9, 1)
----
local t = {} for _, k in ipairs {"debug", "gethook", "getinfo", "getlocal", "getmetatable", "getregistry", "getupvalue", "getuservalue", "sethook", "setlocal", "setmetatable", "setupvalue", "setuservalue", "traceback", "upvalueid", "upvaluejoin", "setcstacklimit"} do t[#t + 1] = k .. "=" .. type(debug[k]) end print(table.concat(t, " ")) show(debug.setcstacklimit(300), debug.setcstacklimit(200)) local function f() return t end try(debug.upvaluejoin, string.gmatch("x", "y"), 1, f, 1) try(debug.upvaluejoin, f, 1, string.gmatch("x", "y"), 1)
----
print(debug.traceback("m", 1)) print(debug.traceback(12)) print(debug.traceback(nil) == nil)
print(debug.traceback({}) ~= nil) print(debug.traceback(true)) local co = coroutine.create(function() end)
print(debug.traceback(co)) print(debug.traceback(co, "hi")) print(debug.traceback("deep", 100))
----
local x = 5 local function f() return x end local function g() return x end print(debug.upvalueid(f, 1) ==
debug.upvalueid(g, 1)) local y = 6 local function h() return y end debug.upvaluejoin(f, 1, h, 1) print(f(), g()) y = 7
print(f()) print(debug.upvalueid(f, 1) == debug.upvalueid(h, 1))
----
local function va(...) print(debug.getlocal(1, -1)) print(debug.getlocal(1, -3)) print(debug.setlocal(1, -1, "set"))
return ... end print(va("a", "b")) print((debug.getlocal(1, 1))) try(debug.getlocal, 1) try(debug.getlocal, "x", 1)
try(debug.getinfo) try(debug.getinfo, -1) try(debug.getinfo, {}) show(debug.getinfo(100))
----
local trans = {} debug.sethook(function(e) local i = debug.getinfo(2, "r") trans[#trans + 1] = e ..
i.ftransfer .. "," .. i.ntransfer end, "cr") local function f(a, b) return a, b, 3 end f(1, 2) debug.sethook()
print(table.concat(trans, " "))
----
print(select("#", debug.getinfo(1, "n")), debug.getinfo(1, "n").name, debug.getinfo(1, "t").istailcall) local
function named() return debug.getinfo(1, "n").name, debug.getinfo(1, "n").namewhat end
print(named()) t = {f = named, g = {h = named}} print(t.f()) print((t.f())) print((t.g.h())) print((t["f"]()))
function t:m() return (debug.getinfo(1, "n").namewhat) end print((t:m()))
"""

PROMPTS = r"""
local x = 5 debug.debug() print("after", y)
----
local function f() local inner = 1 debug.debug() return inner end print(f())
----
print(pcall(debug.debug)) coroutine.wrap(function() debug.debug() end)()
"""

TYPED = b"print(1 + 1)\ny = 7\nx =\nerror('typed')\nlocal z = nil + 1\ncont\nprint 'second prompt'\ncont\n"


def typed(made: Template) -> Template:
    """Give the programs what is typed at debug.debug's prompt."""
    return Template(made.name, tuple(replace(program, stdin=TYPED) for program in made.programs))


TEMPLATES: tuple[Template, ...] = (
    typed(written("introspection/prompts", PROMPTS)),
    generated("introspection/infos", infos, before=SHOW),
    generated("introspection/locals_seen", locals_seen, before=SHOW),
    generated("introspection/upvalues", upvalues, before=SHOW),
    generated("introspection/hooks", hooks),
    generated("introspection/weak_tables", weak_tables),
    generated("introspection/finalizers", finalizers),
    written("introspection/collections", COLLECTIONS, before=SHOW + STOPPED + "\n"),
    written("introspection/uses", USES, before=SHOW),
)
