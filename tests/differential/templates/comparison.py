"""Comparisons and conditions: of numbers, strings and wrong types, with constants, and as branches or values."""

from random import Random

from tests.differential.template import SHOW, Template, filled, generated, lines

NUMBERS = (
    "0",
    "-0.0",
    "1",
    "1.0",
    "-1",
    "2^53",
    "2^53 + 1",
    "9007199254740993",
    "math.maxinteger",
    "math.mininteger",
    "math.maxinteger + 0.0",
    "-2^63",
    "2^63",
    "1e308",
    "-1e308",
    "1/0",
    "-1/0",
    "0/0",
    "0.5",
    "-0.5",
    "127",
    "128",
    "-128",
    "32767",
    "32768",
    "-32768",
    "-32769",
    "100.5",
    "3.0",
    "2147483648",
)
STRINGS = (
    "''",
    "'a'",
    "'b'",
    "'ab'",
    "'A'",
    "'a\\0'",
    "'a\\0b'",
    "'\\0'",
    "'\\xff'",
    "'10'",
    "'9'",
    "'abc'",
    "'abd'",
    "'é'",
)
OTHERS = ("nil", "true", "false", "{}", "print", "'1'", "io.stdout")
OPERATORS = ("<", "<=", ">", ">=", "==", "~=")


def _pairs(random: Random, pool: tuple[str, ...], count: int) -> str:
    rows = []
    for _ in range(count):
        a, b = random.choice(pool), random.choice(pool)
        rows.append(f"do local a, b = {a}, {b} show(a < b, a <= b, a > b, a >= b, a == b, a ~= b) end")
    return lines(rows)


def numbers(random: Random) -> str:
    return _pairs(random, NUMBERS, 25)


def strings(random: Random) -> str:
    return _pairs(random, STRINGS, 25)


def with_constants(random: Random) -> str:
    """Compare with constants on either side, as a branch and as a value."""
    rows = []
    for _ in range(12):
        a, k, operator = random.choice(NUMBERS), random.choice(NUMBERS), random.choice(OPERATORS)
        rows += [
            f"do local a = {a}",
            f"  if a {operator} {k} then io.write 'y' else io.write 'n' end",
            f"  if {k} {operator} a then io.write 'y' else io.write 'n' end",
            f"  if not (a {operator} {k}) then io.write 'y' else io.write 'n' end",
            f"  local c = a {operator} {k} local d = not ({k} {operator} a) print(c, d, a {operator} {k} and 1 or 2)",
            "end",
        ]
    return lines(rows)


def wrong_types(random: Random) -> str:
    rows = []
    for _ in range(18):
        pair = [random.choice(OTHERS), random.choice(OTHERS + NUMBERS + STRINGS)]
        random.shuffle(pair)
        rows.append(f"try(function() local a, b = {pair[0]}, {pair[1]} return a {random.choice(OPERATORS)} b end)")
    return lines(rows)


def condition(random: Random, depth: int) -> str:
    """Return a condition of `and`, `or`, `not` and comparisons of a, b, c."""
    if depth == 0 or random.random() < 0.15:
        name = random.choice("abc")
        return random.choice(
            (name, f"not {name}", f"{name} == nil", f"{name} ~= 1", f"{name} == 'x'", "true", "false", "nil")
        )
    left, right = condition(random, depth - 1), condition(random, depth - 1)
    return random.choice(
        (f"({left} and {right})", f"({left} or {right})", f"not ({left} and {right})", f"({left}) == ({right})")
    )


def logic(random: Random) -> str:
    rows = [
        "for _, v in ipairs {{1, nil, 'x'}, {false, 2, true}, {nil, nil, 0}, {'x', 1, false}} do local a, b, c = v[1], v[2], v[3]"
    ]
    for _ in range(10):
        expression = condition(random, 3)
        rows.append(f"  show({expression}) if {expression} then print 'then' else print 'else' end")
    return lines([*rows, "end"])


def branches(random: Random) -> str:
    """Nest if, elseif and else."""

    def block(depth: int) -> list[str]:
        if depth == 0:
            return [f"  print('leaf {random.randint(1, 999)}', i)"]
        rows = [f"if {test()} then", *block(depth - 1)]
        for _ in range(random.randint(0, 2)):
            rows += [f"elseif {test()} then", *block(depth - 1)]
        if random.random() < 0.7:
            rows += ["else", *block(depth - 1)]
        return [*rows, "end"]

    def test() -> str:
        return random.choice(
            (
                f"i % {random.randint(2, 5)} == {random.randint(0, 2)}",
                f"i > {random.randint(1, 12)}",
                f"i <= {random.randint(1, 12)}",
                f"i < {random.randint(1, 9)}.5",
                "i & 1 == 0 and i ~= 6",
                f"not (i >= {random.randint(1, 12)})",
                "i * i > 50 or i == 2",
            )
        )

    return lines(["for i = 1, 12 do", *block(3), "end"])


def ranks(random: Random) -> str:
    """Sort by comparisons and print the order."""
    pool = random.choice((NUMBERS, STRINGS))
    chosen = [item for item in random.sample(pool, 10) if item != "0/0"]
    return lines(
        [
            f"local list = {{{', '.join(chosen)}}}",
            "for i = 2, #list do local x, j = list[i], i - 1 while j > 0 and list[j] > x do list[j + 1] = list[j] j = j - 1 end list[j + 1] = x end",
            "show(table.unpack(list))",
            "local most = list[1] for _, v in ipairs(list) do if v >= most then most = v end end show(most)",
            "for i = 1, #list - 1 do io.write(tostring(list[i] <= list[i + 1]), ' ', tostring(list[i + 1] < list[i]), ';') end print()",
        ]
    )


EQUALITY = r"""
local values = {$case}
for i = 1, #values do
  local row = {}
  for j = 1, #values do row[j] = values[i] == values[j] and "=" or rawequal(values[i], values[j]) and "?" or "." end
  print(table.concat(row))
end
local seen, n = {}, 0
for i = 1, #values do if values[i] == values[i] and not seen[values[i]] then seen[values[i]] = true n = n + 1 end end
print(n)
"""
EQUALITY_CASES = """
1, 1.0, 2, "1", "2", 2.0, true, false
----
0, -0.0, 0.0, "0", false
----
2^53, 9007199254740992, 9007199254740993, 2^53 + 1
----
"a", "a".."", ("a"):rep(1), "A", "\\97", "\\x61", "\\u{61}"
----
("x"):rep(40), ("x"):rep(39) .. "x", ("x"):rep(41), ("xx"):rep(20)
----
math.huge, -math.huge, 1/0, 1e999, 2^1024
----
print, print, tostring, function() end, function() end
----
{}, {}, _G, _ENV, _G._G, string, ("").len, string.len
----
math.maxinteger, math.maxinteger + 0.0, 2^63, math.mininteger, -2^63
----
0/0, 0/0, 1, 1
----
"", [[]], "\\0", "\\z   ", '' .. ''
----
coroutine.running(), coroutine.running(), coroutine.create(print)
"""

TEMPLATES: tuple[Template, ...] = (
    generated("comparison/numbers", numbers, before=SHOW),
    generated("comparison/strings", strings, before=SHOW),
    generated("comparison/with_constants", with_constants),
    generated("comparison/wrong_types", wrong_types, before=SHOW),
    generated("comparison/logic", logic, before=SHOW),
    generated("comparison/branches", branches),
    generated("comparison/ranks", ranks, before=SHOW),
    filled("comparison/equality", EQUALITY, EQUALITY_CASES),
)
