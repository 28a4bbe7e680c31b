"""Closures and cells given back at their block's end: what the counters show of it, and what must stay."""

import pytest

from expectations import POOL_MODES
from identities import assert_identities
from interpreter import Interpreter

LOOP = """
local sum = 0
for i = 1, 100 do
  local count = 0
  local function add(k) count = count + k if k > 0 then add(k - 1) end end
  add(3)
  sum = sum + count
end
return sum
"""


@pytest.fixture(params=POOL_MODES)
def lua(request):
    with Interpreter(pools=request.param) as interpreter:
        yield interpreter


def released(lua: Interpreter, source: str) -> tuple[int, int]:
    """Return how many closures and cells a run gives back at the end of their block."""
    before = lua.snapshot()
    result = lua.run(source)
    assert result.error is None, result.error
    after = lua.snapshot()
    assert_identities(after, at_rest=True)
    heap = after.heap.since(before.heap)
    return heap.closures_released, heap.cells_released


def test_a_loop_gives_back_a_closure_and_its_cells_each_turn(lua):
    expected = (0, 0) if lua.snapshot().mode == "off" else (100, 200)
    assert expected == released(lua, LOOP)
    assert lua.run(LOOP).values == (600,)


def test_what_is_given_back_is_used_again(lua):
    if lua.snapshot().mode == "off":
        pytest.skip("off makes every object anew")
    lua.run(LOOP)
    before = lua.snapshot()
    lua.run(LOOP)
    traffic = lua.snapshot().since(before)
    assert 101 == traffic["closures"].rents
    assert 100 <= traffic["closures"].returns
    assert 0 == traffic.heap.collections
    assert before["upvalue cells"].live + 1 == traffic["upvalue cells"].live  # that of the chunk's _ENV


def test_every_way_out_gives_back(lua):
    program = """
    local ways = {
      function(f) do local n = 1 local function g() return n end f(g()) end end,
      function(f) while true do local n = 1 local function g() return n end f(g()) break end end,
      function(f) do local n = 1 local function g() return n end f(g()) goto out end ::out:: end,
      function(f) local n = 1 local function g() return n end f(g()) return 1 end,
      function(f) local n = 1 local function g() return n end f(g()) return 1, 2 end,
      function(f) local n = 1 local function g() return n end f(g()) return end,
      function(f) local n = 1 local function g() return n end f(g()) end,
      function(f) repeat local n = 1 local function g() return n end until f(g()) == nil end,
    }
    for i = 1, #ways do ways[i](function() end) end
    """
    assert ((0, 0) if lua.snapshot().mode == "off" else (8, 8)) == released(lua, program)


def test_ways_out_that_leave_it_to_the_collector(lua):
    program = """
    local function id(...) return ... end
    local ways = {
      function() local n = 1 local function g() return n end return g() end,
      function() local n = 1 local function g() return n end return id(g()) end,
      function() local n = 1 local function g() return n end error(g()) end,
      function() local c <close> = setmetatable({}, {__close = id}) local n = 1 local function g() return n end return g() + 1 end,
    }
    for i = 1, #ways do pcall(ways[i]) end
    """
    assert (0, 0) == released(lua, program)
    lua.collect()
    assert_identities(lua.snapshot(), at_rest=True)


def test_what_debug_hands_out_stays(lua):
    program = """
    local n = 1
    local function g() kept = debug.getinfo(1, "f").func n = n + 1 return n end
    g()
    """
    assert (0, 0) == released(lua, program)
    assert lua.run("collectgarbage() return kept()").values[0] == 3


def test_a_loaded_dump_gives_nothing_back(lua):
    lua.set_global("source", LOOP)
    assert (0, 0) == released(lua, "assert(load(string.dump(load(source))))()")


def test_a_mode_switched_in_the_middle_of_a_block_frees_nothing_twice():
    with Interpreter() as lua:
        lua.run("""
        co = coroutine.wrap(function()
          for i = 1, 6 do
            local n = i
            local function g() n = n + 1 coroutine.yield(n) end
            g()
          end
        end)
        """)
        for mode in ("off", "poison", "on", "off", "on", "poison"):
            assert lua.run("co() collectgarbage()").ok
            lua.pools.mode = mode
        assert lua.run("co()").ok
        assert_identities(lua.snapshot(), at_rest=True)
