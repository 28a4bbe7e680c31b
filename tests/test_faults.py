"""Every allocation of the VM may fail: the program ends with "not enough memory" or as if nothing had been.

A fault is set from outside: the n-th allocation fails, alone or with all that follow it. Each program runs with each of
its allocations failing in turn, in every pool mode; afterwards the counters' identities hold and the state still works.
"""

from pathlib import Path

import pytest

from expectations import POOL_MODES, read_expectations, read_program
from identities import assert_identities
from interpreter import Interpreter, RunResult

PROGRAMS = Path(__file__).parent / "lua"

# No error is caught in these: a run that succeeds has written what it writes without a fault.
PLAIN = {
    "strings": """
        local t = {}
        for i = 1, 60 do t[#t + 1] = ("%d:%s"):format(i, ("x"):rep(i)) .. i .. tostring(i / 3) end
        local s = table.concat(t, ",")
        print(#s, s:gsub("x+", function(m) return #m end):sub(1, 40), s:upper():find("X:", 1, true))
        print(#string.pack("s4z", s, "abc"), string.unpack("s4z", string.pack("s4z", s, "abc")) == s)
        for w in s:gmatch("%d+:x") do t[w] = w end
        print(s:byte(1, -1) == s:byte(), utf8.char(228, 8364, 0x10FFFF), #s:reverse(), #("%q"):format(s:sub(1, 60)))
    """,
    "tables": """
        local t, n = {}, 0
        for i = 1, 300 do t[i] = {i, k = i} t["k" .. i] = i t[i + 0.5] = true end
        for i = 1, 300, 2 do t[i] = nil t["k" .. i] = nil end
        for _ in pairs(t) do n = n + 1 end
        local list = table.pack(table.unpack({1, 2, 3}, 1, 200))
        table.sort(list, function(a, b) return (a or 9) < (b or 9) end)
        table.insert(list, 1, "x") table.remove(list, 2)
        print(n, list.n, #table.move(list, 1, 200, 7, {}), select("#", table.unpack(list, 1, 250)))
        print(next(setmetatable({}, {__mode = "k"})), #setmetatable({}, {__len = function() return 7 end}))
    """,
    "closures, varargs, coroutines": """
        local function deep(n, ...) if n == 0 then return select("#", ...) end return (deep(n - 1, n, ...)) end
        local made = {}
        for i = 1, 80 do local j = i made[i] = function(...) j = j + i return j, ... end end
        local sum = 0
        for i = 1, 80 do sum = sum + made[i](i, i, i) end
        local co = coroutine.wrap(function(...) for i = 1, 20 do coroutine.yield(i, ...) end return deep(30) end)
        for i = 1, 20 do co(i, {}) end
        print(sum, deep(60), co(), select("#", deep(3, table.unpack({}, 1, 100))))
        local many = {}
        for i = 1, 90 do many[i] = "local u" .. i .. " = " .. i end
        for i = 1, 90 do many[i + 90] = (i == 1 and "return function() return u" or " + u") .. i end
        print(load(table.concat(many, " ") .. " end")()())
    """,
    "closers and metamethods": """
        local log = {}
        local mt = {__close = function(x) log[#log + 1] = x.n end}
        mt.__index = function(_, k) return k .. "!" end
        mt.__add = function(a, b) return setmetatable({n = a.n + b.n}, mt) end
        mt.__concat = function(a, b) return "cat" end
        mt.__call = function(self, ...) return select("#", ...) end
        local function new(n) return setmetatable({n = n}, mt) end
        local function f(...)
          local a <close>, b = new(1), 2
          for i = 1, 25 do local c <close> = new(i) do local d <close> = new(-i) end end
          for _, v in next, {1, 2}, nil, new(99) do b = b + v end
          return b, ...
        end
        print(f(1, 2, 3), (new(1) + new(2)).n, new(1) .. "x", new(3)(1, 2), new(1).field, table.concat(log, " "))
    """,
    "collections": """
        local weak, eph = setmetatable({}, {__mode = "v"}), setmetatable({}, {__mode = "k"})
        local count = 0
        local mt = {__gc = function() count = count + 1 end}
        for i = 1, 400 do
          local key = {i}
          weak[i], eph[key] = key, {key, setmetatable({}, mt)}
          if i % 7 == 0 then eph[i] = key end
        end
        local chain for i = 1, 3000 do chain = {chain} end
        collectgarbage() collectgarbage()
        local n, m = 0, 0
        for _ in pairs(weak) do n = n + 1 end
        for _ in pairs(eph) do m = m + 1 end
        print(n <= 400, m <= 457, count <= 400)
    """,
    "libraries": """
        local d = string.dump(function(a, ...) local b = {...} return a, #b, function() return b end end)
        print(load(d)(1, 2, 3) == 1, #d > 50, debug.traceback("here"):sub(1, 20))
        local info = debug.getinfo(print) print(info.what, info.short_src)
        local lines = debug.getinfo(function() return 1 end, "L").activelines print(next(lines) ~= nil)
        print(os.date("!*t", 0).year, os.date("!%Y-%m-%d", 0), os.time({year = 2000, month = 1, day = 1}) > 0)
        local file = assert(io.tmpfile()) file:write(("line\\n"):rep(100)) file:seek("set")
        local n = 0 for l in file:lines() do n = n + #l end print(n, file:seek("set"), #file:read("a")) file:close()
        print(package.searchpath("no.such", "./?.lua;./?/init.lua") == nil)
        io.write("written", "\\n")
    """,
}

# These catch errors themselves, so that any of their lines may be missing.
CATCHING = (
    "errors/levels", "tbc/errors", "coroutines/yield_across", "gc/finalizers", "stdlib/base_load", "stdlib/string_dump",
    "tbc/coroutine_close", "varargs/select",
)  # fmt: skip

MOST_FAULTS = 100_000


def run_with_fault(mode: str, source: str | bytes, n: int, lasts: bool) -> tuple[RunResult, bytes, bool]:
    """Run with the n-th allocation failing: how it went, what was written, whether there were so many."""
    written: list[bytes] = []
    with Interpreter(pools=mode, stdout=written.append, stderr=lambda _: None) as lua:
        lua._state.set_fault(n, lasts)
        result = lua.run(source, "=faulty", snapshots=False)
        reached = not lua._state.fault_waits()
        lua._state.set_fault(0, False)
        assert lua.run("globals = {} for k in pairs(_G) do globals[k] = tostring(k) .. 'x' end").ok
        lua.collect()
        assert_identities(lua.snapshot(), at_rest=False)
        return result, b"".join(written), reached


def numbers(last: int) -> list[int]:
    """Return which allocations fail: each of the first ones, then fewer and fewer."""
    chosen, n = [], 1
    while n <= last:
        chosen.append(n)
        n += 1 + n // 40
    return chosen


@pytest.mark.parametrize("lasts", [False, True], ids=["one", "all"])
@pytest.mark.parametrize("mode", POOL_MODES)
@pytest.mark.parametrize("name", PLAIN)
def test_a_failing_allocation_is_an_error_or_does_not_matter(name, mode, lasts):
    expected, written, _ = run_with_fault(mode, PLAIN[name], 0, False)
    assert expected.ok, expected.error
    failed = 0
    for n in numbers(MOST_FAULTS):
        result, output, reached = run_with_fault(mode, PLAIN[name], n, lasts)
        if result.ok:
            assert written == output, n
        else:
            assert result.error.kind == "memory", (n, result.error)
            failed += 1
        if not reached:
            break
    assert failed


@pytest.mark.slow
@pytest.mark.parametrize("mode", POOL_MODES)
@pytest.mark.parametrize("name", CATCHING)
def test_a_failing_allocation_leaves_the_state_whole(name, mode):
    path = PROGRAMS / f"{name}.lua"
    if mode in read_expectations(path.read_bytes(), path.name).skipped_modes:
        pytest.skip(f"the program says that it does not run with pools {mode}")
    for n in numbers(MOST_FAULTS):
        if not run_with_fault(mode, read_program(path), n, n % 2 == 0)[2]:
            break


@pytest.mark.parametrize("lasts", [False, True], ids=["one", "all"])
def test_slabs_and_arenas_may_fail(lasts):
    source = "local t = {} for i = 1, 100000 do t[i] = {} end return #t"
    outcomes = set()
    for n in range(1, 400):
        result, _, reached = run_with_fault("on", source, n, lasts)
        outcomes.add(result.values if result.ok else result.error.kind)
        if not reached:
            break
    assert outcomes == {(100000,), "memory"}
    assert not reached


@pytest.mark.parametrize("mode", POOL_MODES)
@pytest.mark.parametrize(
    "source",
    [
        "local function f(n) return 1 + f(n) end return f(1)",
        "local function f(...) return 1 + f(1, 2, 3, ...) end return f()",
        "local function f(...) return select('#', ...) end return f(table.unpack({}, 1, 400000))",
        "local function f() local x <close> = setmetatable({}, {__close = print}) return 1 + f() end return f()",
        "local t = {} for i = 1, 1e9 do t[i] = coroutine.wrap(function() coroutine.yield() end) t[i]() end",
    ],
)
def test_what_the_pools_hold_counts_towards_the_memory_limit(source, mode):
    with Interpreter(pools=mode) as lua:
        lua.limits.memory_bytes = 8 << 20
        result = lua.run("print = function() end " + source)
        assert not result.ok
        assert result.error.kind == "memory"
        assert lua.run("return 1").values == (1,)


def test_no_message_handler_is_called_without_memory():
    with Interpreter() as lua:
        lua.limits.memory_bytes = 4 << 20
        result = lua.run("return xpcall(string.rep, function() return 'handled' end, 'x', 1 << 30)")
        assert result.values == (False, b"not enough memory")
