"""Programs in which all that calls Lua calls all else: the pool modes must print the same.

Closers, coroutines, hooks, finalizers, metamethods, iterators and library functions stand inside each other, yield
where they may and where they may not, fail, are closed while they run, and change each other's locals and upvalues by
`debug`. There is no reference: PUC Lua lets a closer yield once an error has left a library function, where ours is
still inside it, and 5.4.4 crashes on some of these programs.
"""

from __future__ import annotations

import random
import re

from tests.fuzz import differential

DEEPEST = 3
VALUES = ("1", "-2.5", "nil", "'s'", "{}", "a", "b", "...")
PRELUDE = """
local KNOWN = {["nil"] = true, boolean = true, number = true, string = true}
local lines, ticks, held = {}, 0, {}
local function show(...)
  local all = table.pack(...)
  for i = 1, all.n do all[i] = KNOWN[type(all[i])] and tostring(all[i]) or type(all[i]) end
  lines[#lines + 1] = table.concat(all, " ")
end
local function tick() ticks = ticks + 1 if ticks > 2000 then error("ticks", 0) end end
local function closing(f) return setmetatable({}, {__close = function(o, e) show("close", e) return f(e) end}) end
local function dying(f) setmetatable({}, {__gc = function(o) held[#held % 5 + 1] = o pcall(f) end}) end
local function object(event, f) return setmetatable({}, {[event] = f}) end
"""
OWN_TICK = "local n = 0 local function tick() n = n + 1 if n > 100 then error('ticks', 0) end end"
"""Of a finalizer: when it runs is each mode's own, and must not be seen."""
LAST = (
    "do return <value> end",
    "do return a, ... end",
    "do return coroutine.yield(<value>) end",
    "error(<error>, 0)",
    "do return <function>(<value>) end",
)
STATEMENTS = (
    "a = <value>",
    "if coroutine.isyieldable() then show('yield', coroutine.yield(<value>)) end",
    "show(pcall(coroutine.yield, <value>))",
    "show(coroutine.status(coroutine.running()), select(2, coroutine.running()))",
    "local c <close> = closing(<function>)",
    "show(pcall(<function>, <value>))",
    "show(xpcall(<function>, <function>, <value>))",
    "do local wrapped = coroutine.wrap(<function>) for i = 1, 3 do show(pcall(wrapped, i)) end end",
    "b = coroutine.create(<function>) show(coroutine.resume(b, <value>))",
    "show(pcall(coroutine.close, b))",
    "do local co = coroutine.create(<function>) show(coroutine.resume(co)) show(pcall(coroutine.close, co)) end",
    "show(pcall(coroutine.close, (coroutine.running()))) show(pcall(coroutine.resume, (coroutine.running())))",
    "do local me = coroutine.running() show(pcall(coroutine.wrap(function(...) show(pcall(coroutine.close, me)) <block> end))) end",
    "for a = 1, 2 do <block> end",
    "for a in <function>, nil, nil, closing(<function>) do <block> if ticks % 3 == 0 then break end end",
    "do local n = 0 ::again:: do local c <close> = closing(<function>) n = n + 1 if n < 2 then goto again end end end",
    "debug.sethook(function() end, <mask>, <count>) <block> debug.sethook()",
    "debug.sethook(function() debug.sethook() pcall(<function>) end, <mask>, <count>)",
    "pcall(function(...) local a, b = 1, 2 debug.setlocal(1, 1, <value>) debug.setlocal(1, -1, <value>) show(a, b, ...) end, 3, 4)",
    "do local x, y = 1, 2 local f, g = function() return x end, function() return y end debug.upvaluejoin(f, 1, g, 1) y = <value> show(f(), g()) end",
    "dying(<silent>) collectgarbage()",
    "dying(function() collectgarbage() end) collectgarbage('step')",
    "do local weak = object('__mode', 'k') do local key = {} weak[key] = {key} end collectgarbage() show(next(weak)) end",
    "show(pcall(table.sort, {3, 1, 2, 5, 4}, <function>))",
    "show(pcall(string.gsub, 'abc', '.', <function>))",
    "show(pcall(tostring, object('__tostring', <function>)))",
    "show(pcall(table.concat, setmetatable({}, {__len = function() return 3 end, __index = <function>})))",
    "show(pcall(table.unpack, object('__index', <function>), 1, 3))",
    "show(pcall(load, <function>))",
    "show(pcall(function() return object('__add', <function>) + 1 end))",
    "show(pcall(function() return object('__lt', <function>) < {} end))",
    "show(pcall(function() return object('__concat', <function>) .. 1 end))",
    "show(pcall(function() object('__newindex', <function>).x = 1 end))",
    "show(pcall(object('__call', <function>), 1, 2))",
    "for key in pairs(object('__pairs', <function>)) do <block> end",
)


class Maker:
    """Make one program."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)  # noqa: S311 - no secrets here
        self.fillers = {
            "value": lambda depth: self.random.choice(VALUES),
            "error": lambda depth: self.random.choice(("'error'", "nil", "{}", "a")),
            "mask": lambda depth: self.random.choice(("'c'", "'r'", "'l'", "'crl'", "''")),
            "count": lambda depth: self.random.choice(("0", "1", "7")),
            "block": self.block,
            "function": self.function,
            "silent": lambda depth: re.sub(r"\bshow\(", "type(", f"function() {OWN_TICK} {self.function(depth)}() end"),
        }

    def block(self, depth: int) -> str:
        """Return some statements."""
        few = depth > DEEPEST
        made = [self.filled(self.random.choice(STATEMENTS[: 4 if few else None]), depth) for _ in range(1 if few else 3)]
        if self.random.random() < 0.4:
            made.append(self.filled(self.random.choice(LAST[: 4 if few else None]), depth))
        return "\n".join(["tick()", *made])

    def function(self, depth: int) -> str:
        """Return a function."""
        return f"(function(a, ...) local b {self.block(depth)} end)"

    def filled(self, template: str, depth: int) -> str:
        """Return a template with its places filled."""
        return re.sub(r"<(\w+)>(?! =)", lambda place: self.fillers[place[1]](depth + 1), template)


def program(seed: str) -> str:
    """Return the program of a seed."""
    body = Maker(seed).block(0)
    run = f"show(pcall(coroutine.wrap(function(a, ...) local b {body} end), 1, 2))"
    return f"{PRELUDE}{run}\ndebug.sethook() return table.concat(lines, '\\n')"


def batch(seeds: list[str]) -> str:
    """Return a script that runs the programs of some seeds; its last line says that none ended it."""
    runs = (f"print(pcall(assert(load([======[{program(seed)}]======], '=p')))) collectgarbage()" for seed in seeds)
    return "\n".join([*runs, "print 'whole'"])


def run_batch(seeds: list[str], mode: dict[str, str]) -> list[str]:
    """Run the programs of some seeds plainly and in a mode; return what differs or does not end well."""
    plain, other = (differential.output_of(differential.OURS, batch(seeds), one) for one in ({}, mode))
    if plain == other and plain.endswith("whole\n"):
        return []
    if len(seeds) == 1:
        return [f"seed {seeds[0]} {mode}: {other[-500:]!r}, not {plain[-500:]!r}"]
    return [found for seed in seeds for found in run_batch([seed], mode)]
