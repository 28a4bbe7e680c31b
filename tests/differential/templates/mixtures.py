"""Whole random programs: statements of every kind over a few variables, functions and tables."""

from collections.abc import Callable
from random import Random

from tests.differential.template import SHOW, Template, generated, lines


class Writer:
    """Write one random program that ends, prints its way and fails only inside protected calls."""

    def __init__(self, random: Random, features: tuple[str, ...]) -> None:
        """Use these features: names of the methods that write a statement."""
        self.random = random
        self.features = features
        self.locals = ["a", "b", "c"]
        self.functions: list[str] = []
        self.count = 0

    def program(self) -> str:
        """Return the program."""
        rows = ["local a, b, c = 1, 2, 3", "local list, map = {1, 2, 3}, {x = 1, y = 2}", "local budget = 400"]
        for _ in range(12):
            rows += self.statement(3)
        return lines([*rows, "show(a, b, c, #list, map.x, map.y)", "show(table.unpack(list, 1, 8))"])

    def name(self, stem: str) -> str:
        """Return a name that is not used yet."""
        self.count += 1
        return f"{stem}{self.count}"

    def number(self) -> str:
        """Return an expression that is a small integer, whatever the variables hold."""
        choose = self.random.choice
        leaf = choose(
            (
                str(self.random.randint(-9, 99)),
                f"({choose(self.locals)} % 1000)",
                "#list",
                "(map.x or 0)",
                "(list[1] or 7)",
            )
        )
        if self.random.random() < 0.45:
            return f"({leaf} {choose('+-*&|~')} {self.random.randint(1, 50)}) % 10007"
        if self.functions and self.random.random() < 0.25:
            return f"({choose(self.functions)}({leaf}) % 997)"
        return leaf

    def test(self) -> str:
        """Return a condition."""
        choose = self.random.choice
        plain = f"{self.number()} {choose(('<', '<=', '>', '>=', '==', '~='))} {self.number()}"
        return choose(
            (
                plain,
                plain,
                f"not ({plain})",
                f"{plain} and {choose(self.locals)} > 3",
                f"{plain} or map.{choose('xyz')}",
                f"map[{choose(('1', chr(39) + 'x' + chr(39)))}] == nil",
            )
        )

    def statement(self, depth: int) -> list[str]:
        """Return the lines of one statement."""
        kind = self.random.choice(self.features)
        if depth == 0 and kind in ("branch", "loop", "function", "protected", "coroutine", "block"):
            kind = "assignment"
        rows: list[str] = getattr(self, kind)(depth)
        return rows

    def body(self, depth: int) -> list[str]:
        """Return a block; its locals end with it."""
        outer, functions = list(self.locals), list(self.functions)
        rows = [row for _ in range(self.random.randint(1, 3)) for row in self.statement(depth - 1)]
        self.locals, self.functions = outer, functions
        return ["  " + row for row in rows]

    def assignment(self, _: int) -> list[str]:
        """Assign to variables and fields."""
        choose = self.random.choice
        first = f"{choose(self.locals)} = {self.number()}"
        return [
            choose(
                (
                    first,
                    first,
                    f"{choose(self.locals)}, map.{choose('xy')} = {self.number()}, {self.number()}",
                    f"map.{choose('xyz')} = {self.number()}",
                    f"list[#list + 1] = {self.number()}",
                    f"list[{self.random.randint(1, 3)}] = {self.number()}",
                )
            )
        ]

    def show(self, _: int) -> list[str]:
        """Print."""
        return [f"show({', '.join(self.number() for _ in range(self.random.randint(1, 3)))})"]

    def local(self, _: int) -> list[str]:
        """Declare a local."""
        name = self.name("v")
        row = f"local {name}{self.random.choice(('', '', ' <const>'))} = {self.number()}"
        if "<const>" not in row:
            self.locals = [*self.locals, name]
        return [row, f"show({name})"]

    def branch(self, depth: int) -> list[str]:
        """Choose."""
        rows = [f"if {self.test()} then", *self.body(depth)]
        if self.random.random() < 0.4:
            rows += [f"elseif {self.test()} then", *self.body(depth)]
        if self.random.random() < 0.6:
            rows += ["else", *self.body(depth)]
        return [*rows, "end"]

    def loop(self, depth: int) -> list[str]:
        """Repeat a few times; the budget ends what would go on."""
        name = self.name("i")
        guard = "  budget = budget - 1 if budget < 0 then break end"
        kind = self.random.choice(("for", "while", "ipairs", "down"))
        if kind == "for":
            return [f"for {name} = 1, {self.random.randint(1, 5)} do", guard, *self.body(depth), "end"]
        if kind == "down":
            return [
                f"for {name} = {self.random.randint(3, 8)}, 1, -{self.random.randint(1, 3)} do",
                guard,
                f"  a = a + {name}",
                *self.body(depth),
                "end",
            ]
        if kind == "ipairs":
            return [
                f"for {name}, w{name} in ipairs {{{self.number()}, {self.number()}}} do",
                guard,
                f"  b = (b + {name} * w{name}) % 9973",
                *self.body(depth),
                "end",
            ]
        return [
            f"local {name} = 0",
            f"while {name} < {self.random.randint(1, 4)} do {name} = {name} + 1",
            guard,
            *self.body(depth),
            "end",
        ]

    def function(self, depth: int) -> list[str]:
        """Declare a function of one parameter that returns a number."""
        name, parameter = self.name("f"), self.name("p")
        outer, functions = self.locals, self.functions
        self.locals, self.functions = [*outer, parameter], []
        rows = [
            f"local function {name}({parameter})",
            "  budget = budget - 1 if budget < 0 then return 0 end",
            *self.body(depth),
            f"  return {self.number()}",
            "end",
        ]
        self.locals, self.functions = outer, [*functions, name]
        return [*rows, f"show({name}({self.number()}))"]

    def protected(self, depth: int) -> list[str]:
        """Catch an error, or none."""
        failure = self.random.choice(
            (
                "",
                "",
                f"error('e{self.count}')",
                f"error({self.number()}, 0)",
                "local n = nil n.x = 1",
                "list.x.y = 1",
                "local s = {} .. 'x'",
                "return #a",
                "undefined()",
                "error(map)",
                "return a < map",
            )
        )
        return [
            "try(function()",
            *self.body(depth),
            f"  if {self.test()} then {failure} end",
            f"  return {self.number()}",
            "end)",
        ]

    def coroutine(self, depth: int) -> list[str]:
        """Run a coroutine to its end."""
        name = self.name("co")
        return [
            f"local {name} = coroutine.create(function(x)",
            *self.body(depth),
            f"  x = coroutine.yield({self.number()})",
            *self.body(depth),
            "  return x",
            "end)",
            f"show(coroutine.resume({name}, 1)) show(coroutine.resume({name}, {self.number()})) show(coroutine.resume({name})) show(coroutine.status({name}))",
        ]

    def block(self, depth: int) -> list[str]:
        """Open a block, with a variable to close or a label."""
        name = self.name("x")
        closing = f"  local {name} <close> = setmetatable({{}}, {{__close = function() show('{name}', a, b) a = (a + 1) % 100 end}})"
        return [
            "do",
            self.random.choice((closing, "", f"  if {self.test()} then goto {name} end")),
            *self.body(depth),
            f"  ::{name}::",
            "end",
        ]

    def library(self, _: int) -> list[str]:
        """Use a library on the list or a text."""
        choose = self.random.choice
        return [
            choose(
                (
                    "table.sort(list)",
                    "table.insert(list, 1, 0)",
                    "show(table.remove(list))",
                    "show(table.concat(list, '-'))",
                    f"show(('x'):rep({self.number()} % 5), tostring({self.number()}))",
                    f"show(string.format('%d %5.2f %s', {self.number()}, {self.number()} / 4, a))",
                    f"show(select('#', table.unpack(list, 1, {self.random.randint(0, 5)})))",
                    f"show(math.max({self.number()}, {self.number()}), math.floor({self.number()} / 3))",
                    "show((tostring(a) .. b .. c):gsub('%d', {['1'] = 'one'}))",
                    f"show(next({{[{self.number()}] = 1}}))",
                    "show(#list, rawlen(list), rawget(map, 'x'))",
                    f"show(({self.number()}) // 7, {self.number()} / 8, ({self.number()}) >> 1)",
                    "table.move(list, 1, 2, 2)",
                    f"setmetatable(map, {{__index = function(_, k) return k == 'z' and {self.number()} or nil end}})",
                )
            )
        ]


PLAIN = ("assignment", "assignment", "show", "local", "branch", "loop")
KINDS: dict[str, tuple[str, ...]] = {
    "plain": PLAIN,
    "functions": (*PLAIN, "function", "function"),
    "protected": (*PLAIN, "protected", "protected", "function"),
    "coroutines": (*PLAIN, "coroutine", "coroutine", "protected"),
    "blocks": (*PLAIN, "block", "block", "function"),
    "libraries": (*PLAIN, "library", "library", "library"),
    "everything": (*PLAIN, "function", "protected", "coroutine", "block", "library"),
    "deep": ("branch", "loop", "block", "protected", "function", "assignment", "show"),
}


def mixture(features: tuple[str, ...]) -> Callable[[Random], str]:
    """Return a maker of programs with these features."""
    return lambda random: Writer(random, features).program()


TEMPLATES: tuple[Template, ...] = tuple(
    generated(f"mixtures/{name}", mixture(features), before=SHOW) for name, features in KINDS.items()
)
