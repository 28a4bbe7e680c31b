"""Programs of Lua made at random, which do the same in every right implementation, and end.

They prefer what is hard for a virtual machine: functions that live in a block only, captured variables of loops, goto,
repeat-until, varargs, tail calls, coroutines suspended anywhere, closers, metamethods, errors, and the debug library
handing out functions whose block has ended. `tick` counts down everywhere, so that none runs long.
"""

from __future__ import annotations

from random import Random

from tests.fuzz import known

PRELUDE = r"""
local fuel, kept, lines = 0, {}, {}
local function shown(v)
  local kind = math.type(v) or type(v)
  if kind == "string" then return ("%q"):format(v) end
  if kind == "nil" or kind == "boolean" or kind == "integer" then return tostring(v) end
  if kind == "float" then return v == v and ("%.14g"):format(v) .. "f" or "nan" end
  return kind
end
function show(...)
  local list = table.pack(...)
  for i = 1, list.n do list[i] = shown(list[i]) end
  if #lines < 2000 then lines[#lines + 1] = table.concat(list, ",", 1, list.n) end
end
function tick() fuel = fuel - 1 if fuel < 0 then error("out of fuel", 0) end end
function keep(f) if #kept < 50 then kept[#kept + 1] = f end return f end
function rub() local t = {} for i = 1, 40 do t[i] = function() return t, i end end collectgarbage("step") end
function closer(n) return setmetatable({}, {__close = function(_, e) show("close", n, e) end}) end
function bad_closer(n) return setmetatable({}, {__close = function(_, e) show("bad", n, e) error("in closer " .. n, 0) end}) end
function object(n)
  return setmetatable({n = n}, {
    __add = function(a, b) tick() return (type(a) == "table" and a.n or a) + (type(b) == "table" and b.n or b) end,
    __index = function(_, k) tick() return k end, __call = function(s, ...) tick() return s.n, ... end,
    __lt = function(a, b) tick() return true end, __len = function(s) return s.n end,
    __concat = function(a, b) tick() return "cat" end, __eq = function() return true end,
  })
end
function steps(f, ...)
  local co = coroutine.create(f)
  local got = table.pack(coroutine.resume(co, ...))
  for _ = 1, 5 do
    tick()
    show("resumed", coroutine.status(co), table.unpack(got, 1, got.n))
    if coroutine.status(co) ~= "suspended" then return got[2] end
    got = table.pack(coroutine.resume(co, 1))
  end
  show("closed", coroutine.close(co))
  return got[2]
end
function pass(...) if coroutine.isyieldable() then return coroutine.yield(...) end return ... end
function self_of() return keep(debug.getinfo(2, "f").func) end
function local_functions()
  for i = 1, 30 do
    local name, value = debug.getlocal(2, i)
    if not name then return end
    if type(value) == "function" then keep(value) end
  end
end
function watched(f, ...)
  debug.sethook(function() local i = debug.getinfo(2, "f") if i then keep(i.func) end end, "c")
  local got = table.pack(pcall(f, ...))
  debug.sethook()
  return table.unpack(got, 1, got.n)
end
function run_program(source)
  fuel, kept, lines = 3000, {}, {}
  local f, message = load(source, "=p")
  if not f then return "syntax: " .. message end
  show("end", xpcall(f, function(m) return m end, 1, 2, 3))
  debug.sethook()
  for i = 1, #kept do
    if i % 3 == 0 then rub() end
    fuel = 200
    local mine = kept[i]
    show("kept", i, pcall(mine, 1, 2))
    debug.sethook()
  end
  collectgarbage()
  return table.concat(lines, "\n")
end
"""
"""What every program finds; a program is a text given to `run_program`, which returns all that it showed."""

NUMBERS = ("0", "1", "2", "3", "-1", "7", "0.5", "2.0", "1e15", "math.maxinteger", "math.mininteger", "1/0")
TEXTS = ("'a'", "'10'", "''", "'x y'", "'0x10'")
RISKY = ("/", "//", "%", "^", "..", "<", "<=", ">", ">=", "&", "|", "~", "<<", ">>")
BINARY = ("+", "-", "*", "==", "~=", "and", "or", "or", *RISKY[:2])
UNARY = ("-", "not", "not", "#")
DEEPEST = 5


class Maker:
    """Write one program."""

    def __init__(self, random: Random) -> None:
        """Draw from `random`."""
        self.random = random
        self.values: list[str] = ["..."]
        self.functions: list[str] = []
        self.constants: set[str] = set()
        self.depth = 0
        self.loops = 0
        self.names = 0
        self.varargs = [True]

    def program(self) -> str:
        """Return the text of a program."""
        parts = [self.part() for _ in range(self.random.randint(2, 5))]
        return "\n".join([line for part in parts for line in part]) + "\nreturn ...\n"

    def part(self) -> list[str]:
        """Return statements whose error does not end the program."""
        return ["show(pcall(function(...)", "tick()", *self.block(self.random.randint(3, 8)), f"return {self.returned()}", "end, 1, 2, 3))"]

    # ------------------------------------------------------------------------------------------------- statements

    def block(self, count: int) -> list[str]:
        """Return some statements in a scope of their own."""
        scope = len(self.values), len(self.functions)
        self.depth += 1
        written = [line for _ in range(count) for line in self.statement()]
        self.depth -= 1
        del self.values[scope[0] :], self.functions[scope[1] :]
        return written

    def few(self) -> list[str]:
        """Return a small block."""
        return self.block(self.random.randint(1, 3 if self.depth < DEEPEST else 1))

    def statement(self) -> list[str]:
        """Return one statement."""
        simple = [
            (4, self.local), (3, self.assignment), (4, self.call), (2, self.show), (1, self.many), (1, self.rub),
            (1, self.handed_out), (1, self.failing), (1, self.field),
        ]  # fmt: skip
        nested = [
            (6, self.function), (2, self.recursion), (2, self.condition), (2, self.numeric), (2, self.generic),
            (2, self.repeating), (2, self.continuing), (1, self.scope), (2, self.protected), (2, self.coroutine),
            (2, self.closing), (1, self.watched), (1, self.backward), (1, self.method), (1, self.mutual),
        ]  # fmt: skip
        choices = simple if self.depth > DEEPEST else simple + nested
        weights, makers = zip(*choices, strict=True)
        return self.random.choices(makers, weights)[0]()

    def name(self, letter: str) -> str:
        """Return a new name, or now and then one that hides another."""
        self.names += 1
        return f"{letter}{self.random.randint(1, 4) if letter in 'vi' and self.random.random() < 0.1 else self.names}"

    def local(self) -> list[str]:
        """Declare a local variable."""
        name, value = self.name("v"), self.expression()
        self.values.append(name)
        self.constants.discard(name)
        if self.random.random() < 0.1:
            self.constants.add(name)
            return [f"local {name} <const> = {value}"]
        return [f"local {name} = {value}"]

    def many(self) -> list[str]:
        """Declare several at once, from a call or varargs."""
        names, source = [self.name("v") for _ in range(3)], self.called() if self.random.random() < 0.5 else self.rest()
        self.values += names
        self.constants.difference_update(names)
        return [f"local {', '.join(names)} = {source}"]

    def assignment(self) -> list[str]:
        """Assign to a variable."""
        names = [name for name in self.values if name != "..." and name not in self.constants]
        return [f"{self.random.choice(names)} = {self.expression()}"] if names else self.local()

    def field(self) -> list[str]:
        """Keep a value, often a function, in a table or a global: it escapes."""
        value = self.random.choice(self.functions) if self.functions else self.expression()
        return [self.random.choice([f"G = {value}", f"local t = {{{value}, f = {value}}} show(t[1] == t.f)", f"keep({value})"])]

    def show(self) -> list[str]:
        return [f"show({self.expression()}, {self.expression()})"]

    def rub(self) -> list[str]:
        return [self.random.choice(["rub()", "collectgarbage()", "collectgarbage('step')"])]

    def handed_out(self) -> list[str]:
        """Let the debug library hand out the running function or the local ones."""
        return [self.random.choice(["self_of()", "local_functions()", "keep(debug.getinfo(1, 'f').func)"])]

    def failing(self) -> list[str]:
        return [f"if {self.expression()} == {self.random.randint(0, 3)} then error({self.expression()}, {self.random.randint(0, 2)}) end"]

    def call(self) -> list[str]:
        return [f"show({self.called()})"] if self.random.random() < 0.7 else [f"local _ = {self.called()}"]

    def function(self) -> list[str]:
        """Declare a local function that mostly is only called."""
        name = self.name("f")
        written = [f"local function {name}({self.parameters()})", *self.body(), "end"]
        self.functions.append(name)
        self._hide(name)
        calls = [f"show({name}({self.expression()}))" for _ in range(self.random.randint(0, 2))]
        return written + calls

    def _hide(self, name: str) -> None:
        self.values = [value for value in self.values if value != name]

    def recursion(self) -> list[str]:
        """Declare a function that calls itself, in a tail or not."""
        name, inner = self.name("f"), self.expression()
        self.functions.append(name)
        step = self.random.choice([f"return {name}(n - 1, ...)", f"return (n + ({name}(n - 1)  or 0))", f"{name}(n - 1)"])
        made = self.random.choice([f"local function {name}(n, ...)", f"local {name} {name} = function(n, ...)"])
        count = self.random.randint(1, 6)
        return [made, f"tick() if n <= 0 then return {inner} end", *self.inside(["n"], self.few), step, "end",
                f"show({name}({count}, 4, 5))"]  # fmt: skip

    def mutual(self) -> list[str]:
        """Declare two functions that call each other."""
        one, two = self.name("f"), self.name("f")
        self.functions += [one]
        return [f"local {one}, {two}", f"function {one}(n) tick() if n <= 0 then return {self.random.choice(NUMBERS)} end return {two}(n - 1) end",
                f"function {two}(n) tick() local m = n return {one}(m - 1) end", f"show({one}({self.random.randint(0, 5)}))"]  # fmt: skip

    def method(self) -> list[str]:
        name = self.name("v")
        self.values.append(name)
        self.constants.add(name)
        return [f"local {name} = object({self.random.randint(0, 5)})", f"function {name}:m(...) tick() return self.n, ... end",
                f"show({name}:m({self.expression()}))"]  # fmt: skip

    def parameters(self) -> str:
        return self.random.choice(["", "a", "a, b", "...", "a, ..."])

    def body(self) -> list[str]:
        """Return a function's body."""
        return ["tick()", *self.inside([], lambda: [*self.few(), f"return {self.returned()}"])]

    def inside(self, names: list[str], make: object) -> list[str]:
        """Write something where some names more are known, in a function of its own without varargs."""
        known = len(self.values)
        self.values += names
        self.varargs.append(False)
        loops, self.loops = self.loops, 0
        written = make()  # type: ignore[operator]
        self.loops = loops
        self.varargs.pop()
        del self.values[known:]
        return written

    def returned(self) -> str:
        return self.random.choice([self.expression(), self.called(), f"{self.expression()}, {self.expression()}", ""])

    def condition(self) -> list[str]:
        lines = [f"if {self.expression()} then", *self.few()]
        if self.random.random() < 0.5:
            lines += ["else", *self.few()]
        return [*lines, "end"]

    def numeric(self) -> list[str]:
        name = self.name("i")
        bounds = self.random.choice(["1, 3", "3, 1, -1", "1, 2, 0.5", "2, 1", "1, 4, 2"])
        return [f"for {name} = {bounds} do tick()", *self.looped([name]), "end"]

    def generic(self) -> list[str]:
        name = self.name("i")
        what = self.random.choice(
            ["ipairs({5, 6, 7})", "pairs({8, 9})", "coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end)",
             "next, {1, 2}", "function(_, i) i = (i or 0) + 1 if i < 4 then return i end end, nil, nil, closer('for')"]
        )  # fmt: skip
        mark = f" {known.MARK}" if "closer" in what else ""
        return [f"for {name} in {what} do tick()", *self.looped([name], mark), "end"]

    def looped(self, names: list[str], mark: str = "") -> list[str]:
        """Return a loop's body, with a break at times."""
        known = len(self.values)
        self.values += names
        self.loops += 1
        lines = self.few()
        if self.random.random() < 0.3:
            lines.append(f"if {self.expression()} == 2 then break{mark} end")
        self.loops -= 1
        del self.values[known:]
        return lines

    def repeating(self) -> list[str]:
        """Return a loop whose condition sees the body's locals and functions."""
        count, seen, f = self.name("n"), self.name("v"), self.name("f")
        self.constants.add(count)
        until = self.random.choice([f"{seen} or {count} > 2", f"{count} > 2 or {f}()", f"{f}() and {count} > 1"])
        return [f"local {count} = 0", "repeat tick()", f"{count} = {count} + 1", f"local {seen} = {count} > 3",
                f"local function {f}() return {seen} or {count} > 2 end", *self.looped([seen]), f"until {until}"]  # fmt: skip

    def continuing(self) -> list[str]:
        """Return a loop with `goto continue`."""
        name, f = self.name("i"), self.name("f")
        jump = f"if {f}({name}) then goto continue end"
        return [f"for {name} = 1, 4 do tick()", "do", f"local function {f}(x) return x == {self.random.randint(1, 4)} end", jump,
                *self.looped([name]), "end", "::continue::", "end"]  # fmt: skip

    def backward(self) -> list[str]:
        """Return a loop made of goto, with captured variables."""
        count, label, f = self.name("n"), self.name("l"), self.name("f")
        self.constants.add(count)
        return ["do", f"local {count} = 0", f"::{label}::", "tick()", f"local {f} = function() {count} = {count} + 1 return {count} end",
                *self.scope(), f"if {f}() < {self.random.randint(1, 4)} then goto {label} end", "end"]  # fmt: skip

    def scope(self) -> list[str]:
        return ["do", *self.few(), "end"]

    def protected(self) -> list[str]:
        call = self.random.choice(["pcall(", "xpcall(", "select('#', pcall("])
        handler = ", function(m) return m" + self.random.choice(["", " .. '!'"]) + " end" if call == "xpcall(" else ""
        body = ["tick()", *self.inside([], self.few), f"return {self.returned()}", f"end{handler})"]
        return [f"show({call}function(...)", *body, (")" if call.startswith("select") else "") + ")"]

    def coroutine(self) -> list[str]:
        """Run a coroutine that is suspended in the middle of its blocks, or dropped."""
        start = self.random.choice(["show(steps(", "keep(coroutine.wrap(", "show(pcall(coroutine.wrap("])
        lines = ["tick()", *self.inside([], self.few), f"local y = pass({self.expression()})", *self.inside(["y"], self.few)]
        brackets = ")" * start.count("(")
        return [f"{start}function(...)", *lines, f"return {self.returned()}", f"end{brackets}"]

    def closing(self) -> list[str]:
        name = self.name("c")
        kind = self.random.choice(["closer", "closer", "bad_closer"])
        local = f"local {name} <close> = {self.random.choice([f'{kind}({self.names})', 'nil', 'false'])}"
        return ["do", local, *self.few(), "end"] if self.random.random() < 0.7 else [local]

    def watched(self) -> list[str]:
        return ["show(watched(function()", "tick()", *self.inside([], self.few), "end))"]

    # ------------------------------------------------------------------------------------------------ expressions

    def called(self) -> str:
        """Return a call, of a local function if there is one."""
        if self.functions and self.random.random() < 0.8:
            given = ", ".join(self.expression(2) for _ in range(self.random.randint(0, 2)))
            return f"{self.random.choice(self.functions)}({given})"
        return self.random.choice(
            [f"object(3)({self.expression(2)})", "select('#', 1, nil)", f"pass({self.expression(2)})", "tostring(1.5)",
             f"tonumber({self.expression(2)})", f"math.max(1, {self.expression(2)})", f"({self.expression(2)})()",
             f"(function(...) return ... end)({self.expression(2)}, 2)", f"rawequal({self.expression(2)}, 1)",
             f"string.rep({self.expression(2)}, 2)"]
        )  # fmt: skip

    def rest(self) -> str:
        return "..." if self.varargs[-1] else "nil"

    def expression(self, deep: int = 0) -> str:
        """Return an expression."""
        kind = self.random.random()
        if deep > 2 or kind < 0.3:
            return self.leaf()
        if kind < 0.55:
            return f"({self.expression(deep + 1)} {self.random.choice(RISKY if self.random.random() < 0.08 else BINARY)} {self.expression(deep + 1)})"
        if kind < 0.6:
            return f"({self.random.choice(UNARY)} {self.leaf()})"
        if kind < 0.75 and deep < 2:
            return self.called()
        if kind < 0.8:
            return f"object({self.leaf()})"
        if kind < 0.85:
            return f"({{{self.leaf()}, {self.leaf()}, n = {self.leaf()}}}){self.random.choice(['[1]', '.n', '[2]', '.x'])}"
        if kind < 0.9 and deep < 2:
            captured = self.leaf() if not self.varargs[-1] else self.random.choice(NUMBERS)
            return f"(function(a, b) tick() return {captured} end)({self.leaf()})"
        return self.leaf()

    def leaf(self) -> str:
        names = [name for name in self.values if name != "..."]
        if names and self.random.random() < 0.6:
            return self.random.choice(names)
        if self.random.random() < 0.85:
            return self.random.choice(NUMBERS[:8])
        return self.random.choice([*NUMBERS, *TEXTS, "nil", "true", "false", "{}", self.rest(), "G", "undefined"])


def program(seed: str) -> str:
    """Return the program of a seed."""
    return Maker(Random(seed)).program()  # noqa: S311


def quoted(text: str) -> str:
    """Return a text as a Lua string."""
    level = "=" * 3
    return f"[{level}[\n{text}]{level}]"


def batch(seeds: list[str], reference: str) -> str:
    """Return a script that runs the programs of some seeds, fit for a reference, and prints what each showed."""
    texts = {seed: quoted(known.program(program(seed), reference)) for seed in seeds}
    runs = [f'print("-- {seed}")\nprint(run_program({text}))' for seed, text in texts.items()]
    return PRELUDE + "\n".join(runs) + "\n"
