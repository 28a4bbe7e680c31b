"""Numbers: every operator on integers, floats, numeric strings and wrong types, folded and at run time."""

from random import Random

from tests.differential.template import SHOW, Template, filled, generated, lines, written

INTEGERS = (
    "0",
    "1",
    "-1",
    "2",
    "3",
    "-3",
    "7",
    "-7",
    "10",
    "-10",
    "63",
    "64",
    "65",
    "255",
    "-256",
    "1000003",
    "0x7fffffff",
    "-0x80000000",
    "0x100000000",
    "0xffffffffffffffff",
    "math.maxinteger",
    "math.mininteger",
    "math.maxinteger - 1",
    "math.mininteger + 1",
    "1 << 62",
    "0x5555555555555555",
)
FLOATS = (
    "0.0",
    "-0.0",
    "1.0",
    "-1.0",
    "0.5",
    "-0.5",
    "1.5",
    "2.0",
    "-2.5",
    "3.14159",
    "1e15",
    "1e16",
    "-1e16",
    "1e100",
    "1e-100",
    "1e308",
    "-1e308",
    "5e-324",
    "2^53",
    "2^53 + 1",
    "2^63",
    "-2^63",
    "1/0",
    "-1/0",
    "1e999",
    "123456.789",
)
STRINGS = ("'10'", "'-3'", "' 7 '", "'0x10'", "'1e2'", "'0x1p4'", "'3.0'", "'  -0x8\\n'", "'9223372036854775808'")
WRONG = (
    "'abc'",
    "''",
    "'1e'",
    "'0x'",
    "'1 2'",
    "nil",
    "true",
    "{}",
    "print",
    "'10x'",
    "'- 1'",
    "'1e+'",
    "'nan'",
    "'inf'",
)
ARITHMETIC = ("+", "-", "*", "/", "%", "^", "//")
BITWISE = ("&", "|", "~", "<<", ">>")


def tree(random: Random, leaves: tuple[str, ...], operators: tuple[str, ...], depth: int) -> str:
    """Return an expression with brackets."""
    if depth == 0 or random.random() < 0.2:
        return f"({random.choice(leaves)})"
    if random.random() < 0.15:
        return f"(-{tree(random, leaves, operators, depth - 1)})"
    left, right = (tree(random, leaves, operators, depth - 1) for _ in range(2))
    return f"({left} {random.choice(operators)} {right})"


def _tried(expressions: list[str]) -> str:
    return lines(f"try(function() return {expression} end)" for expression in expressions)


def integer_trees(random: Random) -> str:
    return _tried([tree(random, INTEGERS, ("+", "-", "*", "//", "%"), 3) for _ in range(20)])


def float_trees(random: Random) -> str:
    return _tried([tree(random, FLOATS, ARITHMETIC, 3) for _ in range(20)])


def mixed_trees(random: Random) -> str:
    return _tried([tree(random, INTEGERS + FLOATS + STRINGS, ARITHMETIC, 3) for _ in range(20)])


def bitwise_trees(random: Random) -> str:
    leaves = (*INTEGERS, "2.0", "-3.0", "2^53", "'7'", "'0x0f'", "1e3", "0.5", "2^63", "'1.5'", "'0x1p3'")
    return _tried([tree(random, leaves, BITWISE, 3) for _ in range(20)])


def through_registers(random: Random) -> str:
    """Do the same operation on locals, constants, upvalues, fields and globals."""
    operator = random.choice(ARITHMETIC + BITWISE)
    pool = INTEGERS + FLOATS + STRINGS
    rows = []
    for _ in range(6):
        a, b = random.choice(pool), random.choice(pool)
        rows += [
            f"do local a, b, t = {a}, {b}, {{x = {a}, [1] = {b}}}",
            "  g, h = a, b",
            f"  try(function() return a {operator} b end)",
            f"  try(function() local c, d = a, b return c {operator} d end)",
            f"  try(function() local c = a return c {operator} {b} end)",
            f"  try(function() local d = b return {a} {operator} d end)",
            f"  try(function() return t.x {operator} t[1] end)",
            f"  try(function() return g {operator} h end)",
            "end",
        ]
    return lines(rows)


def folded_or_not(random: Random) -> str:
    """Give the same expression with constants and with variables."""
    rows = []
    constants = [c for c in INTEGERS + FLOATS if "math" not in c]
    for _ in range(14):
        a, b = random.choice(constants), random.choice(constants)
        operator = random.choice(ARITHMETIC + BITWISE)
        rows += [
            f"do local a, b = {a}, {b}",
            f"  try(function() return ({a}) {operator} ({b}) end)",
            f"  try(function() return a {operator} b end)",
            "end",
        ]
    return lines(rows)


def wrong_operands(random: Random) -> str:
    rows = []
    for _ in range(16):
        pair = [random.choice(WRONG), random.choice(INTEGERS + FLOATS + STRINGS + WRONG)]
        random.shuffle(pair)
        operator = random.choice(ARITHMETIC + BITWISE)
        rows.append(f"try(function() local a, b = {pair[0]}, {pair[1]} return a {operator} b end)")
        rows.append(f"try(function() return ({pair[0]}) {operator} ({pair[1]}) end)")
    return lines(rows)


def unary_chains(random: Random) -> str:
    rows = []
    for _ in range(20):
        signs = "".join(random.choice(("- ", "~ ", "not ", "# ")) for _ in range(random.randint(1, 4)))
        operand = random.choice((*INTEGERS, *FLOATS, *STRINGS, "nil", "{}", "{1, 2}", "false", "'text'"))
        rows.append(f"try(function() local a = {operand} return {signs}a end)")
        rows.append(f"try(function() return {signs}({operand}) end)")
    return lines(rows)


def precedences(random: Random) -> str:
    """Expressions without brackets: precedence and associativity decide."""
    operators = (*ARITHMETIC, *BITWISE, "..", "<", "==", "~=", "and", "or", "<=", ">", ">=")
    rows = ["local a, b, c, d = 5, 3, 2, 7"]
    for _ in range(25):
        parts = [random.choice("abcd")]
        for _ in range(random.randint(2, 6)):
            prefix = random.choice(("", "", "", "-", "not ", "~"))
            parts += [random.choice(operators), prefix + random.choice(("a", "b", "c", "d", "2", "10", "0.5"))]
        rows.append(f"try(function() return {' '.join(parts)} end)")
    return lines(rows)


def accumulations(random: Random) -> str:
    """Run a loop of updates on a few variables."""
    names = ("x", "y", "z")
    rows = ["local x, y, z = " + ", ".join(random.choice(("1", "7", "-3", "2.5", "100", "1e3")) for _ in names)]
    rows.append(f"for i = 1, {random.randint(8, 30)} do")
    for _ in range(random.randint(2, 5)):
        target = random.choice(names)
        operator = random.choice(("+", "-", "*", "%", "//"))
        operand = random.choice((*names, "i", "3", "7", "0.5", "1000003"))
        rows.append(f"  {target} = ({random.choice((*names, 'i'))} {operator} ({operand} % 89 + 1)) % 1000007")
    rows += ["  if i % 5 == 0 then show(i, x, y, z) end", "end", "show(x, y, z)"]
    return lines(rows)


DIVISIONS = """
local f = function(a, b) return a // b end
local g = function(a, b) return a % b end
local $case
for _, a in ipairs(list) do for _, b in ipairs(other) do
  show(a, b) try(f, a, b) try(g, a, b)
end end
"""

DIVISION_CASES = """
list, other = {7, -7, 0, 1}, {2, -2, 3, -3}
----
list, other = {7.5, -7.5, 0.0, -0.0}, {2, -2, 0.5, -0.5}
----
list, other = {math.maxinteger, math.mininteger}, {-1, 1, 2, math.mininteger}
----
list, other = {1, -1, 0}, {0, 0.0, -0.0}
----
list, other = {1e308, -1e308, 5e-324}, {0.1, 3, -1e-300}
----
list, other = {1/0, -1/0, 0/0 ~= 0/0 and 1 or 2}, {1, -1, 1/0, -1/0}
----
list, other = {5, -5, 5.0, -5.0}, {1/0, -1/0, 3.0}
----
list, other = {"7", "-7.5", "0x10"}, {"2", 2, "0.5"}
----
list, other = {2^53, 2^53 + 1, -2^53}, {3, 3.0, 7}
----
list, other = {6, 6.0, "6"}, {0, "0", "0.0"}
"""

ALGORITHMS = r"""
local function gcd(a, b) while b ~= 0 do a, b = b, a % b end return a end
for i = 1, 20 do show(gcd(i * 12, 90), gcd(i * 7.0, 49)) end
----
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
for i = 0, 20 do io.write(fib(i), " ") end print()
----
local sieve, primes = {}, {}
for i = 2, 500 do
  if not sieve[i] then primes[#primes + 1] = i for j = i * i, 500, i do sieve[j] = true end end
end
print(#primes, table.concat(primes, " "))
----
for n = 1, 40 do local x, steps = n, 0 while x ~= 1 do x = x % 2 == 0 and x // 2 or 3 * x + 1 steps = steps + 1 end
io.write(steps, " ") end print()
----
local x = 12345
for i = 1, 30 do x = (x * 1103515245 + 12345) & 0x7fffffff io.write(x % 1000, i % 10 == 0 and "\n" or " ") end
----
local function multiply(a, b) local c = {} for i = 1, #a do c[i] = {} for j = 1, #b[1] do local s = 0 for k = 1, #b
do s = s + a[i][k] * b[k][j] end c[i][j] = s end end return c end
local m = {{1, 1}, {1, 0}} local p = m for i = 1, 30 do p = multiply(p, m) end print(p[1][1], p[1][2], p[2][1], p[2][2])
----
local f = 1 for i = 1, 25 do f = f * i print(i, f) end
----
local f = 1.0 for i = 1, 25 do f = f * i print(i, f) end
----
local function power(b, e, m) local r = 1 b = b % m while e > 0 do if e & 1 == 1 then r = r * b % m
end b = b * b % m e = e >> 1 end return r end
for i = 1, 12 do print(i, power(i, 65537, 1000003), power(3, i, 97)) end
----
local function sqrt(x) local g = x for _ = 1, 30 do g = (g + x / g) / 2 end return g end
for _, x in ipairs {2, 9, 100, 0.25, 1e10} do print(("%.12f"):format(sqrt(x))) end
----
local function digits(n, base) local t = {} repeat table.insert(t, 1, ("0123456789abcdefghijklmnopqrstuvwxyz"):sub(n %
base + 1, n % base + 1)) n = n // base until n == 0 return table.concat(t) end
for base = 2, 36, 5 do print(base, digits(123456789, base)) end
----
local crc = {} for i = 0, 255 do local c = i for _ = 1, 8 do c = c & 1 == 1 and (c >> 1) ~ 0xEDB88320 or c >> 1
end crc[i] = c end
local function sum(s) local c = 0xffffffff for i = 1, #s do c = crc[(c ~ s:byte(i)) & 255] ~ (c >> 8) end
return c ~ 0xffffffff end
print(("%08x %08x %08x"):format(sum "", sum "123456789", sum(("lua"):rep(100))))
----
local h = 14695981039346656037 for c in ("The quick brown fox"):gmatch "." do h = (h ~ c:byte()) * 1099511628211 end
print(h, ("%x"):format(h))
----
local pi, sign = 0, 1 for i = 0, 9999 do pi = pi + sign / (2 * i + 1) sign = -sign end print(("%.10f"):format(pi * 4))
----
local function ackermann(m, n) if m == 0 then return n + 1 elseif n == 0 then return ackermann(m - 1, 1) end
return ackermann(m - 1, ackermann(m, n - 1)) end
print(ackermann(1, 5), ackermann(2, 4), ackermann(2, 7))
----
local function hanoi(n, a, b, c) if n == 0 then return 0 end return hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
end
for n = 0, 10 do io.write(hanoi(n, 1, 2, 3), ";") end print()
----
local bits = 0 for i = 0, 63 do if i % 3 == 0 then bits = bits | 1 << i end end
local count, b = 0, bits while b ~= 0 do b = b & (b - 1) count = count + 1 end
print(bits, count, ("%016x"):format(bits))
----
local a, b = 0, 1 for i = 1, 95 do a, b = b, a + b end print(a, b, a < 0, a + 0.0)
----
local x, y = 0.1, 0 for i = 1, 50 do y = y + x end print(y, y == 5, ("%.17g"):format(y), y // 1, y % 1)
----
local queens, rows, d1, d2 = 0, {}, {}, {}
local function place(c) if c > 6 then queens = queens + 1 return end
  for r = 1, 6 do if not (rows[r] or d1[r + c] or d2[r - c]) then rows[r], d1[r + c], d2[r - c] = true, true, true
place(c + 1) rows[r], d1[r + c], d2[r - c] = nil, nil, nil end end end
place(1) print(queens)
"""

TEMPLATES: tuple[Template, ...] = (
    generated("arithmetic/integer_trees", integer_trees, before=SHOW),
    generated("arithmetic/float_trees", float_trees, before=SHOW),
    generated("arithmetic/mixed_trees", mixed_trees, before=SHOW),
    generated("arithmetic/bitwise_trees", bitwise_trees, before=SHOW),
    generated("arithmetic/through_registers", through_registers, before=SHOW),
    generated("arithmetic/folded_or_not", folded_or_not, before=SHOW),
    generated("arithmetic/wrong_operands", wrong_operands, before=SHOW),
    generated("arithmetic/unary_chains", unary_chains, before=SHOW),
    generated("arithmetic/precedences", precedences, before=SHOW),
    generated("arithmetic/accumulations", accumulations, before=SHOW),
    filled("arithmetic/divisions", SHOW + DIVISIONS, DIVISION_CASES),
    written("arithmetic/algorithms", ALGORITHMS, before=SHOW),
)
