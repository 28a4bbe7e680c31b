"""The module `pools`: figures of the pools as tables, for Lua code."""

import pytest

from expectations import POOL_MODES
from interpreter import Interpreter

MEASURE = """
local pools = pools or require "pools"
local before = pools.snapshot()
local function f(...) return ... end
for i = 1, 10 do f(i) end
local seen = pools.since(before)
"""


@pytest.fixture(params=POOL_MODES)
def lua(request):
    with Interpreter(pools=request.param) as interpreter:
        interpreter.offer_pools()
        yield interpreter


def values(lua, source):
    result = lua.run(source)
    assert result.error is None, result.error
    return result.values


def test_since_gives_the_traffic_and_what_is_there_now(lua):
    source = MEASURE + "local p = seen.pools return p.frames.rents, p.frames.returns, p['varargs[4]'].rents, p.frames.live"
    assert (11, 11, 10) == values(lua, source)[:3]
    assert values(lua, source)[3] >= 1
    assert (lua.snapshot().mode.encode(),) == values(lua, MEASURE + "return seen.mode")


def test_a_snapshot_has_what_python_sees(lua):
    there = lua.peek()
    names = values(lua, "local t = {} for name in pairs(require 'pools'.snapshot().pools) do t[#t + 1] = name end return table.concat(t, ',')")
    assert set(there.pool_names) == set(names[0].decode().split(","))
    assert {"rents", "returns", "hits", "misses", "live", "retained"} <= set(there.figures()["pools"]["frames"])


def test_a_snapshot_changes_no_counter(lua):
    source = MEASURE.replace("for i = 1, 10 do f(i) end", "") + "return seen.pools.frames.rents, seen.heap.collections"
    assert (1, 0) == values(lua, source)  # the call of pools.since itself


def test_anything_else_is_no_snapshot(lua):
    expected = (False, b"bad argument #1 to 'since' (a snapshot of 'pools.snapshot' expected)")
    for argument in ("3", "{}", "nil"):
        found, message = values(lua, f"return pcall(require 'pools'.since, {argument})")
        assert expected == (found, message)


def test_it_is_a_global_only_where_the_host_says_so(lua):
    assert (None,) == values(lua, "return pools")
    lua.offer_pools(as_global=True)
    assert (True,) == values(lua, "return pools == require 'pools'")
