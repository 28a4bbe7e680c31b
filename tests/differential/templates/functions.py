"""Functions: closures and their upvalues, varargs, recursion, tail calls, multiple results."""

from random import Random

from tests.differential.template import SHOW, Template, generated, lines, written


def nested_closures(random: Random) -> str:
    """Nest functions that read and write variables of all levels around them."""
    names: list[str] = []
    rows = []
    depth = random.randint(2, 5)
    for level in range(depth):
        name = f"v{level}"
        rows.append("  " * level + f"local {name} = {random.randint(1, 9)}")
        names.append(name)
        rows.append("  " * level + f"local function f{level}({random.choice(('x', 'x, y', '...'))})")
        for _ in range(random.randint(1, 3)):
            rows.append(
                "  " * (level + 1)
                + f"{random.choice(names)} = {random.choice(names)} * {random.randint(2, 3)} + {random.choice(names)} % 1000"
            )
    rows.append("  " * depth + f"show({', '.join(names)})")
    for level in reversed(range(depth)):
        if level < depth - 1:
            rows.append(
                "  " * (level + 1)
                + f"f{level + 1}(1, 2) {random.choice(('', f'f{level + 1}(3)', f'if v{level} < 500 then f{level + 1}() end'))}"
            )
        rows.append("  " * level + "end")
    return lines([*rows, *["f0(1)"] * random.randint(1, 3), "show(v0)"])


def fresh_variables(random: Random) -> str:
    """Collect closures in loops: each iteration has its own variables."""
    loop = random.choice(
        (
            "for i = 1, 4 do",
            "for i, w in ipairs {'a', 'b', 'c', 'd'} do",
            "local i = 0 while i < 4 do i = i + 1",
            "local i = 0 repeat i = i + 1",
            "for i = 4, 1, -1 do",
            "for i = 1.0, 2.5, 0.5 do",
        )
    )
    end = "until i >= 4" if "repeat" in loop else "end"
    return lines(
        [
            "local list = {}",
            loop,
            f"  local j = i * {random.randint(2, 9)}",
            "  local k",
            f"  list[#list + 1] = function(x) j = j + (x or {random.choice(('0', '1', 'i'))}) k = (k or 0) + 1 {random.choice(('', 'i = i + 1'))} return i, j, k end",
            random.choice(("", "  if i == 3 then goto skip end", "  j = j + 100")),
            "  list[#list + 1] = function() return j, k end" if random.random() < 0.7 else "",
            "  ::skip::" if "repeat" not in loop else "",
            end,
            *(f"show(list[{random.randint(1, 4)}]({random.choice(('', '5', '-1'))}))" for _ in range(10)),
        ]
    ).replace("if i == 3 then goto skip end" if "repeat" in loop else "\0", "")


def selections(random: Random) -> str:
    rows = [
        "local function count(...) return select('#', ...) end",
        "local function pass(...) return ... end",
        "local function first(...) return (...) end",
        "local function rest(_, ...) return ... end",
        "local function twice(...) return ..., ... end",
    ]
    for _ in range(18):
        arguments = ", ".join(
            random.choice(
                (
                    "1",
                    "nil",
                    "'a'",
                    "pass(1, 2)",
                    "pass()",
                    "(pass(3, 4))",
                    "false",
                    "first(5)",
                    "rest(6, 7, 8)",
                    "twice(9)",
                    "table.unpack({1, nil, 3}, 1, 3)",
                )
            )
            for _ in range(random.randint(0, 4))
        )
        rows.append(
            f"show({random.choice(('count', 'pass', 'first', 'rest', 'twice', 'table.pack', 'select', 'math.max'))}({arguments}))"
            if random.random() < 0.75
            else f"show({{{arguments}}}, #{{{arguments or '1'}, 'end'}})"
        )
        if rows[-1].startswith(("show(select", "show(math")):
            rows[-1] = f"try({rows[-1].removeprefix('show(').split('(')[0]}{', ' if arguments else ''}{arguments})"
    return lines(rows)


def adjustments(random: Random) -> str:
    """Assign and return more or fewer values than there are places."""
    calls = ("f0()", "f1()", "f3()", "...", "(f3())", "1", "nil", "(...)")
    rows = [
        "local function f0() end local function f1() return 'x' end local function f3() return 1, 2, 3 end",
        "local function main(...)",
        "  local t = {}",
    ]
    for _ in range(12):
        names = random.sample(("a", "b", "c", "t.x", "t[1]", "g"), random.randint(1, 4))
        values = [random.choice(calls) for _ in range(random.randint(1, 4))]
        rows.append(
            f"  do local a, b, c = 'a', 'b', 'c' {', '.join(names)} = {', '.join(values)} show(a, b, c, t.x, t[1], g) end"
        )
        rows.append(
            f"  do local {', '.join(f'l{i}' for i in range(random.randint(1, 4)))} = {', '.join(random.choice(calls) for _ in range(random.randint(1, 3)))} show(l0, l1, l2, l3) end"
        )
        rows.append(
            f"  show((function(...) return {', '.join(random.choice(calls) for _ in range(random.randint(1, 3)))} end)(7, 8))"
        )
    return lines([*rows, "end", f"main({random.choice(('', '10', '10, 20', '10, nil, 30'))})"])


def call_trees(random: Random) -> str:
    """Functions that call each other, some in tail position, all printing their way."""
    count = random.randint(3, 6)
    rows = ["local steps = 0", "local f = {}"]
    for number in range(1, count + 1):
        target, other = random.randint(1, count), random.randint(1, count)
        body = random.choice(
            (
                f"return f[{target}](n - 1, ...)",
                f"local a, b = f[{target}](n - 1) return b, a",
                f"return 1 + (f[{target}](n - 1, n) or 0), n",
                f"f[{other}](n - 2) return f[{target}](n - 1)",
                f"return select(2, f[{target}](n - 1), n)",
                f"return (f[{target}](n - 1))",
            )
        )
        rows.append(
            f"f[{number}] = function(n, ...) steps = steps + 1 if n <= 0 or steps > 300 then return {number}, ... end {body} end"
        )
    return lines(
        [
            *rows,
            *(
                f"steps = 0 show(f[{random.randint(1, count)}]({random.randint(1, 8)}, 'v')) print(steps)"
                for _ in range(6)
            ),
        ]
    )


USES = r"""
local function counter() local n = 0 return function() n = n + 1 return n end, function() n = 0 end end
local a, reset = counter() local b = counter() print(a(), a(), b(), a(), reset(), a(), b())
----
local function curry(f, n) n = n or 2 if n < 2 then return f end local function helper(args, left) return function(x)
local new = {table.unpack(args)} new[#new + 1] = x if left == 1 then return f(table.unpack(new)) end
return helper(new, left - 1) end end return helper({}, n) end print(curry(function(a, b, c) return a + b * c
end, 3)(1)(2)(3))
----
local function compose(f, ...) if not f then return function(...) return ... end end local g = compose(...) return
function(...) return f(g(...)) end end print(compose(tostring, math.sqrt, function(x) return x * x end)(3))
----
local function loop(n, acc) if n == 0 then return acc end return loop(n - 1, acc + n) end print(loop(100000, 0)) local
function even(n) if n == 0 then return true end return odd(n - 1) end function odd(n) if n == 0 then return false end
return even(n - 1) end print(even(10000), odd(777))
----
local memo = setmetatable({}, {__mode = "k"}) local function memoize(f) local cache = {} return function(x)
local v = cache[x] if v == nil then v = f(x) cache[x] = v end return v end end local fib fib = memoize(function(n)
if n < 2 then return n end return fib(n - 1) + fib(n - 2) end) print(fib(80))
----
local Y = function(f) return (function(x) return x(x) end)(function(x) return f(function(...) return x(x)(...) end)
end) end print(Y(function(self) return function(n) if n == 0 then return 1 end return n * self(n - 1) end end)(10))
----
local function map(f, t) local r = {} for i, v in ipairs(t) do r[i] = f(v) end return r end local
function fold(f, a, t) for _, v in ipairs(t) do a = f(a, v) end return a end print(table.concat(map(function(x)
return x * x end, {1, 2, 3}), ","), fold(math.max, 0, {3, 9, 2}), fold(function(a, b) return a .. b
end, "", {"x", "y"}))
----
local t = {} function t.a.b() end
----
local o = {n = 1, sub = {n = 2}} function o.sub:get(...) return self.n, ... end function o.plain(self) return self.n
end function o:method() return self.n end print(o.sub:get(5), o:plain(), o.plain(o), o:method(), o.method(o.sub))
local s = "x" print(s:rep(3), ("y"):rep(2))
----
local function v(...) local a, b = ... local t = {...} local n = select("#", ...) return n, a, b, #t, (...) end
show(v()) show(v(1)) show(v(nil, nil)) show(v(1, 2, 3)) show(v(table.unpack({}, 1, 50)))
----
local function va(...) return function() return ... end end
----
local function sum(...) local s = 0 for _, x in ipairs {...} do s = s + x end return s end
print(sum(), sum(1), sum(1, 2, 3), sum(table.unpack({4, 5, 6}))) local big = {} for i = 1, 250 do big[i] = i end
print(sum(table.unpack(big)), select("#", table.unpack(big)), select(-1, table.unpack(big)))
----
local function f(a, b, ...) return a, b, ... end show(f()) show(f(1)) show(f(1, 2)) show(f(1, 2, 3, 4))
show((f(1, 2))) show({f(1, 2, 3)}, f(9)) print(#{f(1, 2, 3)}, #{f(1, 2, 3), 5}, #{(f(1, 2, 3))})
----
local a <const> = 5 local b <const>, c = "k", 2 local function use() return a + c, b end c = 3 show(use())
local t <const> = {1} t[1] = 2 show(t[1], a, b) do local a = 7 show(a) end show(a)
----
local x = 1 do local x = x + 1 do local x = x * 10 show(x) end show(x) end show(x) local function x() return x end
show(x() == x) local x, x = 1, 2 show(x)
----
local function outer() local a = 1 local function set(v) a = v end local function get() return a end return set, get
end local s1, g1 = outer() local s2, g2 = outer() s1(10) s2(20) print(g1(), g2()) print(debug.upvalueid(s1, 1) ==
debug.upvalueid(g1, 1), debug.upvalueid(s1, 1) == debug.upvalueid(s2, 1))
----
local fs = {} for i = 1, 3 do local x <close> = setmetatable({}, {__close = function() io.write("c", i, " ")
end}) fs[i] = function() return i, x ~= nil end end print() for i = 1, 3 do show(fs[i]()) end
----
print((function(...) return select("#", ...) end)(nil, nil, nil)) print(pcall(function(...) return ... end, 1, nil))
print((function() return 1, 2 end)()) print((function() end)() == nil, (function() end)() or 1) try(function() return type((function()
end)()) end)
----
local function deep(n) if n == 0 then return "bottom" end local r = deep(n - 1) return r end
print(deep(150), #deep(1)) local function wide(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p) return p, o, n, m, a
end print(wide(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17))
----
local env = {print = print, tostring = tostring} local function f() local _ENV = env x = 5 return x, _ENV == env, y
end show(f()) show(x, env.x) local function g(_ENV) return a, b end show(g {a = 1, b = 2}) do local _ENV = {show =
show} show(print) end try(function() local _ENV = nil return x end) try(function() local _ENV <const> = {} return x.y
end)
"""

TEMPLATES: tuple[Template, ...] = (
    generated("functions/nested_closures", nested_closures, before=SHOW),
    generated("functions/fresh_variables", fresh_variables, before=SHOW),
    generated("functions/selections", selections, before=SHOW),
    generated("functions/adjustments", adjustments, before=SHOW),
    generated("functions/call_trees", call_trees, before=SHOW),
    written("functions/uses", USES, before=SHOW),
)
