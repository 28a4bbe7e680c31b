"""Once a program has run, running it again asks the system for nothing that comes with a call."""

import pytest

from identities import assert_identities
from interpreter import Interpreter, PoolSnapshot, RunResult

FIB = """
local function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end
function program() return fib(30) end
"""

PROGRAMS = {
    "arguments": """
        local function count(...) return select("#", ...) end
        local function deeper(n, ...) if n == 0 then return count(...) end return (deeper(n - 1, n, ...)) end
        function program() return deeper(40) end
    """,
    "closing": """
        local guard = setmetatable({}, {__close = function() end})
        local function nest(n) local held <close> = guard; if n > 0 then nest(n - 1) end; return n end
        function program() return nest(40) end
    """,
    "errors": """
        local function fall(n, ...) if n == 0 then error("caught", 0) end; fall(n - 1, ...); return n end
        function program() return select(2, pcall(fall, 40, 1, 2, 3)) end
    """,
    "coroutines": """
        local function walk(n) if n == 0 then coroutine.yield(7) else walk(n - 1) end end
        function program() local co = coroutine.wrap(walk); local seven = co(40); co(); return seven end
    """,
    "metamethods": """
        local Sum = {}
        Sum.__add = function(a, b) return setmetatable({a[1] + b[1]}, Sum) end
        Sum.__index = function(_, n) return n end
        function program() return (setmetatable({1}, Sum) + setmetatable({2}, Sum))[40] end
    """,
    "callbacks": """
        function program() return (string.gsub("pool", "o", function(o) return string.upper(o) end)) end
    """,
}
VALUES = {"arguments": 40, "closing": 40, "errors": b"caught", "coroutines": 7, "metamethods": 40, "callbacks": b"pOOl"}

COME_WITH_A_CALL = ("frames", "locals[", "varargs[", "tbc", "block closers")


def second_run(definition: str, mode: str) -> RunResult:
    """Define `program` and run it twice, compiled once; return how the second run went."""
    with Interpreter(pools=mode) as interpreter:
        assert interpreter.run(definition).ok
        program = interpreter.load("return program()")
        assert interpreter.run_function(program).ok
        result = interpreter.run_function(program)
    for snapshot in (result.before, result.after):
        assert_identities(snapshot, at_rest=True)
    return result


def fresh(traffic: PoolSnapshot) -> dict[str, int]:
    """Return what was allocated anew, by pool."""
    return {p.name: p.misses for p in traffic.pools if p.name.startswith(COME_WITH_A_CALL) and p.misses}


@pytest.mark.parametrize("mode", ["on", "poison"])
def test_fib_30_again_needs_no_fresh_frame_and_no_fresh_array(mode):
    result = second_run(FIB, mode)
    assert (832040,) == result.values
    assert {} == fresh(result.traffic)
    assert 2_692_537 < result.traffic.frames.entered == result.traffic.frames.reused < 2_692_545


def test_fib_30_again_grows_the_heap_by_less_than_200_bytes():
    result = second_run(FIB, "on")
    assert result.after.heap.collections == result.before.heap.collections  # else growth could hide behind one
    assert 0 <= result.after.heap.bytes_used - result.before.heap.bytes_used < 200


@pytest.mark.parametrize("mode", ["on", "poison"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_every_kind_of_call_finds_what_the_first_run_left(name, mode):
    result = second_run(PROGRAMS[name], mode)
    assert (VALUES[name],) == result.values
    assert {} == fresh(result.traffic)


@pytest.mark.parametrize("name", PROGRAMS)
def test_without_pools_everything_is_fresh(name):
    result = second_run(PROGRAMS[name], "off")
    assert (VALUES[name],) == result.values
    rented = {p.name: p.rents for p in result.traffic.pools if p.name.startswith(COME_WITH_A_CALL) and p.rents}
    assert rented == fresh(result.traffic)
    assert rented["frames"] > 0
