"""Tables: constructors, keys, borders, and the table library, with its metamethods and its errors."""

from random import Random

from tests.differential.template import SHOW, Template, generated, lines, written

DUMP = r"""
local function dump(t)
  local keys = {}
  for k in pairs(t) do keys[#keys + 1] = k end
  table.sort(keys, function(a, b)
    local x, y = math.type(a) and 1 or type(a) == "string" and 2 or 3, math.type(b) and 1 or type(b) == "string" and 2
or 3
    if x ~= y then return x < y elseif x == 3 then return tostring(a) < tostring(b) end return a < b end)
  local r = {}
  for i, k in ipairs(keys) do r[i] = (math.type(k) or type(k)) .. ":" .. tostring(k) .. "=" .. (type(t[k]) == "table"
and "table" or tostring(t[k])) end
  print(#keys, table.concat(r, " "))
end
"""

KEYS = (
    "1",
    "2",
    "3",
    "-1",
    "0",
    "1.0",
    "2^53",
    "1.5",
    "'1'",
    "'x'",
    "'name'",
    "true",
    "false",
    "-0.0",
    "10",
    "100",
    "1 << 40",
    "math.maxinteger",
    "1/0",
)
ITEMS = (
    "1",
    "'v'",
    "nil",
    "false",
    "2.5",
    "{}",
    "...",
    "f()",
    "(f())",
    "[2] = 'k'",
    "x = 1",
    "['y z'] = 2",
    "[1.0] = 'one'",
    "[-1] = 0",
    "[f()] = 'g'",
)


def constructors(random: Random) -> str:
    rows = ["local function f() return 'a', 'b', 'c' end", "local function make(...)"]
    for _ in range(12):
        separators = [random.choice((",", ";")) for _ in range(6)]
        items = [random.choice(ITEMS) for _ in range(random.randint(0, 6))]
        body = "".join(f"{item}{mark} " for item, mark in zip(items, separators, strict=False))
        rows.append(f"  do local t = {{{body.rstrip(' ,;') if random.random() < 0.7 else body}}} dump(t) end")
    return lines([*rows, "end", f"make({random.choice(('', '1', 'nil, 2', '1, 2, 3, 4'))})"])


def keys(random: Random) -> str:
    rows = ["local t = {}"]
    for number in range(15):
        kind = random.random()
        key = random.choice(KEYS)
        if kind < 0.6:
            rows.append(f"t[{key}] = {random.choice((str(number), 'nil', 'true'))}")
        elif kind < 0.8:
            rows.append(f"show(t[{key}], rawget(t, {key}), rawequal(t[{key}], t[{random.choice(KEYS)}]))")
        else:
            rows.append(f"rawset(t, {key}, 'raw{number}') dump(t)")
    rows.append(
        f"try(function() t[{random.choice(('nil', '0/0'))}] = 1 end) try(rawset, t, {random.choice(('nil', '0/0'))}, 1) show(t[nil], t[0/0]) dump(t)"
    )
    return lines(rows)


def editing(random: Random) -> str:
    """Insert and remove at random places."""
    rows = [f"local t = {{{', '.join(str(random.randint(1, 99)) for _ in range(random.randint(0, 8)))}}}"]
    for number in range(18):
        place = random.choice(("1", "2", "#t", "#t + 1", "#t + 2", "0", "-1", "3", "'2'", "2.0", "1.5"))
        rows.append(
            random.choice(
                (
                    f"table.insert(t, {number})",
                    f"try(table.insert, t, {place}, {number})",
                    "show(table.remove(t))",
                    "show(table.remove(t, #t))",
                    "if #t > 4 then show(table.remove(t, 1), table.remove(t, #t // 2)) end",
                )
            )
        )
        if number % 4 == 3:
            rows.append("show(#t, table.unpack(t))")
    return lines([*rows, "show(table.unpack(t))"])


def sorting(random: Random) -> str:
    kind = random.choice(("numbers", "strings", "records", "mixed", "many"))
    count = {"many": 150, "mixed": 5}.get(kind, random.randint(3, 25))
    numbers = [random.randint(-50, 50) if kind != "many" else random.randint(0, 9999) for _ in range(count)]
    if kind == "records":
        data = ", ".join(f"{{k = {n}, i = {i}}}" for i, n in enumerate(numbers))
        order = random.choice(
            (
                "a.k < b.k or a.k == b.k and a.i < b.i",
                "a.k > b.k or a.k == b.k and a.i > b.i",
                "a.i % 5 * 1000 + a.i < b.i % 5 * 1000 + b.i",
            )
        )
        return lines(
            [
                f"local t = {{{data}}}",
                f"table.sort(t, function(a, b) return {order} end)",
                "for i, v in ipairs(t) do io.write(v.k, ':', v.i, ' ') end print()",
            ]
        )
    items = {
        "numbers": [str(n / 2 if n % 3 else n) for n in numbers],
        "many": [str(n) for n in numbers],
        "strings": [f"'{chr(97 + n % 26)}{abs(n)}'" for n in numbers],
    }
    data = ", ".join(items.get(kind, [random.choice(("1", "'a'", "true", "{}", "2.5")) for _ in range(count)]))
    order = random.choice(
        (
            "",
            ", function(a, b) return a > b end",
            ", function(a, b) return #tostring(a) * 1000 < #tostring(b) * 1000 end" if kind == "mixed" else "",
        )
    )
    if kind == "mixed":
        return lines(
            [
                f"print((pcall(table.sort, {{{data}}}{order})))",
                f"try(table.sort, {{1, {random.choice(('{}', 'true', 'nil'))}, 2, 'x'}})",
            ]
        )
    return lines(
        [
            f"local t = {{{data}}}",
            f"table.sort(t{order})",
            "print(table.concat(t, ' '))",
            "local calls = 0",
            "table.sort(t, function(a, b) calls = calls + 1 return a < b end)",
            "print(table.concat(t, ' '), calls > 0)",
        ]
    )


def moving(random: Random) -> str:
    rows = []
    for _ in range(12):
        size = random.randint(0, 7)
        first, last, to = (
            random.randint(-1, 4),
            random.randint(-1, 8),
            random.choice((*range(-2, 9), "math.maxinteger", "math.mininteger")),
        )
        rows.append(
            f"do local t = {{{', '.join(map(str, range(10, 10 + size)))}}} local ok, r = pcall(table.move, t, {first}, {last}, {to}{random.choice(('', ', {}', ', {1, 2, 3}'))}) print(ok, ok and r == t or type(r)) if ok then dump(r) else show(r) end end"
        )
    return lines(rows)


def joining(random: Random) -> str:
    rows = []
    for _ in range(16):
        items = ", ".join(
            random.choice(("1", "'a'", "2.5", "'b'", "10", random.choice(("nil", "{}", "true", "'c'"))))
            for _ in range(random.randint(0, 6))
        )
        bounds = random.choice(
            ("", ", 1", ", 2", ", 2, 3", ", 1, 1", ", 3, 2", ", -1, 2", ", 1, 10", ", '1', '2'", ", 1.5")
        )
        rows.append(
            f"try(table.concat, {{{items}}}, {random.choice(('nil', '', chr(39) + ', ' + chr(39), '1', chr(39) * 2)) or 'nil'}{bounds})"
        )
        rows.append(
            f"try(table.unpack, {{{items}}}{random.choice(('', ', 2', ', 1, 3', ', -1, 1', ', 3, 1', ', 1, 4'))})"
        )
    return lines(rows)


def borders(random: Random) -> str:
    """Grow and shrink sequences without holes; every length is determined."""
    rows = [
        "local t = {}",
        "local function check() local n = 0 for i, v in ipairs(t) do n = i end print(#t, n, #t == n, t[#t], t[#t + 1]) end",
    ]
    for _ in range(10):
        rows.append(
            random.choice(
                (
                    f"for i = #t + 1, #t + {random.randint(1, 40)} do t[i] = i * 2 end",
                    f"for i = #t, math.max(1, #t - {random.randint(1, 20)}), -1 do t[i] = nil end",
                    "t[#t + 1] = 'end'",
                    "if #t > 0 then t[#t] = nil end",
                    "t.x = 1 t.y = nil",
                    "for i = 1, #t // 2 do t[i], t[#t - i + 1] = t[#t - i + 1], t[i] end",
                    f"t = table.pack(table.unpack(t, 1, {random.randint(0, 10)})) t.n = nil while t[#t] == nil and #t > 0 do t[#t] = nil end",
                    "table.move({7, 8, 9}, 1, 3, #t + 1, t)",
                )
            )
            + " check()"
        )
    return lines(rows)


def through_metamethods(random: Random) -> str:
    """Give the library a proxy instead of a table, and log what it does."""
    calls = (
        "table.insert(p, 'x')",
        "table.insert(p, 1, 'first')",
        "show(table.remove(p))",
        "show(table.remove(p, 1))",
        "show(table.concat(p, ','))",
        "show(table.unpack(p))",
        "table.move(p, 1, 2, 3)",
        "show(table.unpack(p, 2, 3))",
        "table.move({7, 8}, 1, 2, 2, p)",
        "table.sort(p)",
        "show(#p, p[1], p[99])",
        "p[1] = 'w'",
        "show(next(p), rawlen(p))",
        "for i, v in ipairs(p) do io.write(i, '=', tostring(v), ' ') end print()",
    )
    return lines(
        [
            f"local real = {{{', '.join(chr(39) + random.choice('abcdef') + chr(39) for _ in range(random.randint(11, 13)))}}}",
            "local p = setmetatable({}, {__index = function(_, k) io.write('get ', tostring(k), ';') return real[k] end,",
            "  __newindex = function(_, k, v) io.write('set ', tostring(k), '=', tostring(v), ';') real[k] = v end, __len = function() io.write 'len;' return #real end})",
            *(f"{random.choice(calls)} print(table.concat(real, '|'))" for _ in range(9)),
        ]
    )


TRAVERSALS = r"""
local t = {10, 20, 30, x = 1, y = 2} local n, s = 0, 0 for k, v in pairs(t) do n = n + 1 s = s + v end print(n, s)
----
local t = {} for i = 1, 100 do t[i] = i end for k in pairs(t) do t[k] = nil end print(next(t), #t)
----
local t = {} for i = 1, 50 do t["k" .. i] = i end local n = 0 for k, v in pairs(t) do t[k] = v * 2 n = n + v end
local m = 0 for _, v in pairs(t) do m = m + v end print(n, m)
----
try(next, {}, "nope") try(next, {1, 2}, 3) show(next({})) show(next({5})) show(next({5}, 1)) try(next) try(next, 1)
----
for i, v in ipairs {1, 2, nil, 4} do io.write(i, "=", v, " ") end print() for i in ipairs {} do print(i) end
for i, v in ipairs "abc" do print(i, v) end
----
local t = setmetatable({}, {__index = function(_, i) if i <= 5 then return i * i end end}) for i, v in ipairs(t) do
io.write(i, ":", v, " ") end print(#t)
----
local t = setmetatable({}, {__pairs = function(self) return function(_, k) k = (k or 0) + 1 if k <= 3 then
return k, k * 10 end end, self, nil end}) for k, v in pairs(t) do print(k, v) end
----
try(pairs) try(pairs, nil) try(ipairs) try(ipairs, nil) show(select("#", pairs {}), select("#", ipairs {}))
show(select(2, ipairs("x")))
----
local t = {n = 0} for i = 1, 10 do t[#t + 1] = t end print(#t, t[1] == t, t[10][5][3] == t)
----
local a = {} a[1.0] = "one" a[2^53] = "big" a["1"] = "string" print(a[1], a[1 << 53], a["1"], next({[3.0] = true}))
print(math.type(next({[3.0] = true})))
----
local t = {1, 2, 3} t[#t + 1], t[#t + 2] = "a", "b" print(#t, t[4], t[5]) local i = 1 i, t[i] = 2, "x"
print(i, t[1], t[2])
----
local t = table.pack() print(t.n, #t) t = table.pack(nil, nil) print(t.n, t[1]) t = table.pack(1, nil, 3)
print(t.n, t[3]) print(select("#", table.unpack(t, 1, t.n)))
----
local t = {} t.a = {} t.a.b = {c = "deep"} print(t.a.b.c, t["a"]["b"]["c"]) t.a.b = nil try(function() return t.a.b.c
end) try(function() t.a.b.c = 1 end)
----
print(#{1, 2, 3, nil}, #{n = 1}, #{[1] = 1, [2] = 2}, #{{}, {}}, #{"a", "b", x = 1, "c"})
print(rawlen {1, 2}, rawlen "abc") try(rawlen, 5) try(rawlen)
----
print(rawequal({}, {}), rawequal("a", "a"), rawequal(1, 1.0)) try(rawequal, 1) try(rawget, 1, 2)
try(rawset, "x", 1, 2) show(rawget({a = 1}, "a")) show(rawset({}, 1, 2)[1])
----
local big = {} for i = 1, 3000 do big[i] = i end print(#big, select("#", table.unpack(big)), (select(3000,
table.unpack(big)))) for i = 3000, 1, -1 do big[i] = nil end print(#big, next(big))
----
try(table.unpack, {}, 1, 1e8) try(table.unpack, {}, math.mininteger, math.maxinteger) try(table.unpack, {}, 1, 1e7)
show(table.unpack({}, math.maxinteger, math.maxinteger)) show(table.unpack({1, 2}, 2, 1))
----
try(table.insert, {}, 1, 2, 3) try(table.insert, {}) try(table.insert, {1, 2}, 5, 1) try(table.insert, {}, 0, 1)
show(table.remove({}, 0)) show(table.remove({[0] = "z"}, 0)) show(table.remove({}))
----
try(table.sort, {3, 1, 2}, function() return true end) try(table.sort, {1, 2, 3, 4, 5, 6, 7, 8}, function()
return true end) try(table.sort, {"a", 1}) try(table.sort, {1, 2}, 5) try(table.sort, {{}, {}}) try(table.sort,
setmetatable({}, {__len = function() return 1 << 40 end}))
----
try(table.concat, {1, {}, 3}) try(table.concat, {1, 2}, ",", 1, 3) try(table.concat, {}, {})
show(table.concat({}, "x")) show(table.concat({1, 2, 3}, ", ", 2, 3)) try(table.move, {}, 1, math.maxinteger, 2)
try(table.move, {}, -1, math.maxinteger, 2) try(table.move, {}, 1, 2, math.maxinteger) try(table.move, {}, 1, 2)
"""

TEMPLATES: tuple[Template, ...] = (
    generated("tables/constructors", constructors, before=DUMP),
    generated("tables/keys", keys, before=SHOW + DUMP),
    generated("tables/editing", editing, before=SHOW),
    generated("tables/sorting", sorting, before=SHOW),
    generated("tables/moving", moving, before=SHOW + DUMP),
    generated("tables/joining", joining, before=SHOW),
    generated("tables/borders", borders),
    generated("tables/through_metamethods", through_metamethods, before=SHOW),
    written("tables/traversals", TRAVERSALS, before=SHOW),
)
