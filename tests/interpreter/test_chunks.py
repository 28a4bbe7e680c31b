"""The pool `chunks`: texts that were compiled and are loaded again."""

import pytest

from expectations import POOL_MODES
from identities import assert_identities
from interpreter import Interpreter, LuaSyntaxError

POOLED = ("on", "poison")


@pytest.fixture(params=POOL_MODES)
def lua(request):
    with Interpreter(pools=request.param) as interpreter:
        yield interpreter


def traffic(lua, source):
    result = lua.run(source)
    assert result.error is None, result.error
    assert_identities(result.after, at_rest=True)
    return result.traffic["chunks"]


def test_a_text_is_compiled_once(lua):
    source = "for _ = 1, 5 do assert(load('return 1 + 1', '=one')() == 2) end"
    expected = (6, 6, 0, 0) if lua.pools.mode == "off" else (6, 2, 4, 2)
    pool = traffic(lua, source)
    assert expected == (pool.rents, pool.misses, pool.hits, pool.retained)
    assert (6, 0) == (pool.returns, pool.live)
    assert (lua.pools.mode == "off") == (pool.bytes_saved == 0 == pool.bytes_retained)


def test_a_cell_run_again_is_not_compiled_again(lua):
    traffic(lua, "x = (x or 0) + 1")
    again = traffic(lua, "x = (x or 0) + 1")
    assert (1, lua.pools.mode != "off") == (again.rents, again.hits == 1)
    assert (2,) == lua.run("return x").values


def test_text_and_name_both_count(lua):
    traffic(lua, "load('return 1', '=a') load('return 1', '=b') load('return 2', '=a') load('return 1', 'return 1')")
    assert 0 == lua.snapshot()["chunks"].hits


def test_a_name_is_no_part_of_the_text(lua):
    source = "return load('return 1', '1')(), load('return 11', '')(), select('#', load('return ', '11')())"
    assert (1, 11, 0) == lua.run(source).values


def test_every_load_makes_a_closure_of_its_own(lua):
    source = """
        local text = "local n = 0 return function() n = n + 1 y = n return n end"
        local a, b = load(text), load(text, text, "t", {})
        local f, g = a(), b()
        return a == b, f == g, f(), f(), g(), y, debug.getupvalue(b, 1), select(2, debug.getupvalue(a, 1)) == _G"""
    assert (False, False, 1, 2, 1, 2, b"_ENV", True) == lua.run(source).values


def test_an_upvalue_that_was_set_or_joined_is_the_closures_own(lua):
    source = """
        local text = "return x"
        local a = load(text)
        debug.setupvalue(a, 1, {x = 1})
        local b = load(text)
        x = 2
        return a(), b(), load(text)()"""
    assert (1, 2, 2) == lua.run(source).values


def test_dump_and_debug_information_are_the_same(lua):
    source = """
        local text = "local a = 1\\nreturn function(b) return a + b end"
        local first, second = load(text, "@f"), load(text, "@f")
        local info = debug.getinfo(second, "SL")
        return string.dump(first) == string.dump(second), string.dump(first, true) == string.dump(second, true),
            load(string.dump(second, true))()(2), info.short_src, info.activelines[2]"""
    assert (True, True, 3, b"f", True) == lua.run(source).values


def test_a_text_that_does_not_compile_is_not_counted(lua):
    result = lua.run("return select(2, load('x =', '=bad')), select(2, load('x =', '=bad'))")
    assert (b"bad:1: unexpected symbol near <eof>",) * 2 == result.values
    assert 1 == result.traffic["chunks"].rents
    with pytest.raises(LuaSyntaxError):
        lua.load("x =")


def test_a_binary_chunk_is_not_kept(lua):
    pool = traffic(lua, "local d = string.dump(load('return 1')) for _ = 1, 3 do assert(load(d)() == 1) end")
    assert (2, 2) == (pool.rents, pool.misses)


def test_the_mode_of_load_is_still_looked_at(lua):
    source = "load('return 1') return load('return 1', 'return 1', 'b')"
    assert (None, b"attempt to load a text chunk (mode is 'b')") == lua.run(source).values


@pytest.mark.parametrize("mode", POOLED)
def test_what_was_loaded_longest_ago_is_dropped(mode):
    with Interpreter(pools=mode, capacities={"chunks": 3}) as lua:
        pool = traffic(lua, "for d in ('1213412'):gmatch('.') do load('a = ' .. d) end")
        assert (8, 2, 3, 3) == (pool.rents, pool.hits, pool.retained, pool.drops)


@pytest.mark.parametrize("mode", POOLED)
def test_bytes_are_bounded_too(mode):
    with Interpreter(pools=mode) as lua:
        pool = traffic(lua, "local long = (' '):rep(300000) for i = 1, 9 do load('return ' .. i .. long, '=long') end")
        assert 3 == pool.retained
        assert pool.bytes_retained <= 1 << 20
        pool = traffic(lua, "load('return 1' .. (' '):rep(2000000))")
        assert 4 == pool.retained  # the loop and this text, the last two of before


def test_no_capacity_keeps_nothing(lua):
    lua.pools.capacity("chunks", 0)
    pool = traffic(lua, "for _ = 1, 5 do load('return 1') end")
    assert (6, 6, 6, 0) == (pool.rents, pool.misses, pool.drops, pool.retained)


@pytest.mark.parametrize("mode", POOLED)
def test_trim_and_a_switch_free_what_is_kept(mode):
    with Interpreter(pools=mode) as lua:
        traffic(lua, "load('return 1')")
        lua.pools.trim("idle")
        assert 2 == lua.snapshot()["chunks"].retained
        lua.pools.trim()
        pool = lua.snapshot()["chunks"]
        assert (0, 0, 2) == (pool.retained, pool.bytes_retained, pool.trims)
        traffic(lua, "load('return 1')")
        lua.pools.mode = "off"
        assert 0 == lua.snapshot()["chunks"].retained
        lua.pools.reset_counters()
        assert_identities(lua.snapshot(), at_rest=True)


@pytest.mark.parametrize("mode", POOLED)
def test_what_is_kept_outlives_collections_and_no_value_outlives_them(mode):
    source = """
        local weak = setmetatable({}, {__mode = "v"})
        local text = "local t = {} local function f() return t end return t, f"
        for _ = 1, 3 do
          weak[#weak + 1], weak[#weak + 2] = load(text)()
          collectgarbage() collectgarbage()
        end
        local left = next(weak)
        return left == nil and load(text)() ~= nil"""
    with Interpreter(pools=mode) as lua:
        result = lua.run(source)
        assert (True,) == result.values
        assert 3 == result.traffic["chunks"].hits


@pytest.mark.parametrize("mode", POOLED)
def test_short_memory_frees_what_is_kept(mode):
    with Interpreter(pools=mode) as lua:
        traffic(lua, "for i = 1, 200 do load('return ' .. i .. (' '):rep(4000), '=n') end")
        assert lua.snapshot()["chunks"].retained > 100
        lua.limits.memory_bytes = lua.snapshot().heap.bytes_used + (1 << 20)
        pool = traffic(lua, "return #('x'):rep(1000000)")
        assert (0, True) == (pool.retained, pool.trims > 100)


def test_functions_of_a_text_are_counted_together(lua):
    lua.count_functions(True)
    source = "local function f() end for _ = 1, 3 do f() end"
    lua.run(source)
    (counted,) = [one for one in lua.run(source).traffic.functions if one.name == "f"]
    assert 3 == counted.entries
