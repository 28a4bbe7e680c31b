"""Faults planted in the pools show at once, with the line that rented; mended, everything is back."""

import subprocess
import sys

import pytest

from expectations import POOL_MODES
from identities import assert_identities, broken_identities
from interpreter import Interpreter, PoolSnapshot
from interpreter.results import FAULTY_POOLS

PROGRAM = """\
local function plain(a) return a end
local function varied(...) return ... end
local function closing() local c <close> = setmetatable({}, {__close = print}) end
for i = 1, 10 do
  plain(i)
end
for i = 1, 4 do varied(i, i) end
print = function() end
closing()
"""


@pytest.fixture(params=["on", "off"])
def lua(request):
    with Interpreter(pools=request.param) as interpreter:
        yield interpreter


def traffic(lua: Interpreter, source: str = PROGRAM) -> PoolSnapshot:
    before = lua.snapshot()
    result = lua.run(source, "=cell[3]")
    assert result.error is None, result.error
    return lua.snapshot().since(before)


def live(snapshot: PoolSnapshot, pool: str) -> int:
    return sum(one.live for one in snapshot.pools if one.name.split("[")[0] == pool)


@pytest.mark.parametrize("mode", POOL_MODES)
@pytest.mark.parametrize(
    ("pool", "function", "line", "count"),
    [("frames", "plain", 5, 10), ("locals", "plain", 5, 10), ("varargs", "varied", 7, 4), ("tbc", "", 3, 1)],
)
def test_what_is_not_returned_is_live_and_its_line_is_named(mode, pool, function, line, count):
    with Interpreter(pools=mode) as lua:
        lua.pools.fault(pool, "no_return")
        seen = traffic(lua)
        assert live(seen, pool) >= count
        assert (pool, "no_return", "cell[3]", line, function, count) in [
            (loss.pool, loss.fault, loss.source, loss.line, loss.function, loss.count) for loss in seen.losses
        ]
        assert list(broken_identities(seen, at_rest=True))
        lua.pools.fault(pool, "off")
        assert_identities(lua.snapshot(), at_rest=True)


@pytest.mark.parametrize("pool", ["frames", "locals", "varargs", "tbc"])
def test_what_is_returned_twice_is_live_less_than_nothing(lua, pool):
    lua.pools.fault(pool, "double_return")
    seen = traffic(lua)
    assert live(seen, pool) < 0
    assert {pool} == {loss.pool for loss in seen.losses}
    assert traffic(lua, "local function f(...) return ... end return f(1, 2, 3)").losses or pool == "tbc"
    lua.pools.fault(pool, "off")
    assert_identities(lua.snapshot(), at_rest=True)
    assert () == traffic(lua).losses


def test_block_closers_are_counted_too(lua):
    lua.pools.fault("block closers", "no_return")
    seen = traffic(lua, "local mt = {__close = function() end} do local a <close> = setmetatable({}, mt) end")
    assert 1 == live(seen, "block closers")
    assert [("block closers", 1, 1)] == [(loss.pool, loss.line, loss.count) for loss in seen.losses]


def test_buffers_are_lost_with_the_line_that_used_them(lua):
    lua.pools.fault("scratch", "no_return")
    seen = traffic(lua, "local s = 0\nfor i = 1, 5 do\n s = s + #table.concat({i, i}) end return s")
    assert 5 == live(seen, "scratch")
    assert [("scratch", "no_return", "cell[3]", 3, 5)] == [
        (loss.pool, loss.fault, loss.source, loss.line, loss.count) for loss in seen.losses
    ]
    lua.pools.fault("scratch", "double_return")
    seen = traffic(lua, "return ('x'):rep(3, ','), table.concat({1, 2})")
    assert live(seen, "scratch") < 0
    lua.pools.fault("scratch", "off")
    assert_identities(lua.snapshot(), at_rest=True)


def test_errors_and_coroutines_lose_theirs_too(lua):
    lua.pools.fault("frames", "no_return")
    seen = traffic(lua, "local function f() error('x') end pcall(f) coroutine.wrap(function() f = nil end)()")
    assert ("f", 1) in [(loss.function, loss.count) for loss in seen.losses]
    assert live(seen, "frames") == seen["frames"].rents
    lua.pools.fault("frames", "off")
    assert_identities(lua.snapshot(), at_rest=True)


def test_programs_run_as_ever_under_a_fault(lua):
    for pool in FAULTY_POOLS:
        lua.pools.fault(pool, "no_return")
    assert (55,) == lua.run("local function fib(n) return n < 2 and n or fib(n-1) + fib(n-2) end return fib(10)").values


def test_a_lost_frame_is_freed_with_the_interpreter():
    lua = Interpreter()
    lua.pools.fault("frames", "no_return")
    assert lua.run(PROGRAM).ok
    lua.close()


PLANTED = """
from interpreter import Interpreter
lua = Interpreter(pools="poison")
lua.pools.fault({pool!r}, {fault!r})
lua.run("local function culprit(...) local x <close> = nil; local c <close> = setmetatable({{}}, {{__close = type}}) end "
        "for i = 1, 3 do culprit(i) table.concat({{i, i}}) end")
print("not found")
"""


@pytest.mark.parametrize(
    ("pool", "fault", "message"),
    [
        ("frames", "double_return", "pool frames: a frame was returned twice"),
        ("locals", "double_return", "pool locals: an array was returned twice"),
        ("varargs", "double_return", "an array was returned twice"),
        ("tbc", "double_return", "pool tbc: a closer list was returned twice"),
        ("frames", "use_after_return", "pool frames: a returned frame was written to"),
        ("locals", "use_after_return", "pool locals: a returned array was written to"),
        ("scratch", "double_return", "pool scratch: a buffer was returned twice"),
        ("scratch", "use_after_return", "pool scratch: a returned buffer was written to"),
    ],
)
def test_poison_mode_finds_it(pool, fault, message):
    done = subprocess.run(
        [sys.executable, "-c", PLANTED.format(pool=pool, fault=fault)], capture_output=True, text=True
    )
    assert done.returncode < 0
    assert f"internal error: {message}" in done.stderr or message in done.stderr
    assert ", in function " in done.stderr
    assert "not found" not in done.stdout


@pytest.mark.parametrize(
    ("pool", "fault", "message"),
    [
        (
            "frame",
            "off",
            "pool is 'frame'; a fault may be planted in frames, locals, varargs, tbc, block closers, scratch",
        ),
        ("frames", "leak", "fault is 'leak'; it may be off, no_return, double_return, use_after_return"),
        ("frames", "use_after_return", "'use_after_return' would do harm unless pools are poisoned"),
    ],
)
def test_what_cannot_be_planted_is_refused(lua, pool, fault, message):
    with pytest.raises(ValueError, match=message):
        lua.pools.fault(pool, fault)
