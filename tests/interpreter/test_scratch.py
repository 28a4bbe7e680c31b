"""What builtins and hosts rent from the pool `scratch` goes back on every way out, and its misuse is told."""

import pytest

from expectations import POOL_MODES
from identities import assert_identities
from interpreter import Interpreter, LuaError


@pytest.fixture(params=POOL_MODES)
def lua(request):
    with Interpreter(pools=request.param) as interpreter:
        yield interpreter


def scratch(lua):
    snapshot = lua.snapshot()
    assert_identities(snapshot, at_rest=False)
    return snapshot["scratch"]


def test_a_buffer_keeps_what_is_written_and_goes_back_at_the_end_of_its_block(lua):
    with lua.pools.buffer() as text:
        assert 3 == text.write(b"abc")
        text.write(b"x" * 1000)
        assert 1003 == len(text)
        assert b"abcxx" == text.value()[:5]
        text.clear()
        assert b"" == text.value()
        assert 1 == scratch(lua).live
    assert 0 == scratch(lua).live


@pytest.mark.pooled
def test_the_next_buffer_is_the_one_that_went_back():
    with Interpreter() as lua:
        with lua.pools.buffer():
            pass
        before = scratch(lua)
        with lua.pools.buffer():
            pass
        after = scratch(lua).since(before)
        assert (1, 1, 0, 1) == (after.rents, after.hits, after.misses, after.returns)


@pytest.mark.parametrize("ending", [OSError, KeyboardInterrupt, GeneratorExit])
def test_a_buffer_goes_back_whatever_ends_the_block(lua, ending):
    def end():
        with lua.pools.buffer() as text:
            text.write(b"abc")
            raise ending

    with pytest.raises(ending):
        end()
    assert 0 == scratch(lua).live


def test_a_buffer_goes_back_when_lua_fails_or_collects_in_the_block(lua):
    def fail():
        with lua.pools.buffer() as text:
            lua.collect()
            text.write(b"abc")
            lua.call(lua.load("collectgarbage() error('broken')"))

    with pytest.raises(LuaError, match="broken"):
        fail()
    assert 0 == scratch(lua).live


def test_a_buffer_may_be_rented_while_lua_runs(lua):
    def join(*parts):
        with lua.pools.buffer() as text:
            for part in parts:
                text.write(part)
            return text.value()

    lua.set_global("join", join)
    assert (b"abc", b"d") == lua.call(lua.load("return join('a', 'b', 'c'), join('d')"))
    assert 0 == scratch(lua).live


def test_a_buffer_that_went_back_is_of_no_use(lua):
    text = lua.pools.buffer()
    text.give_back()
    for use in (text.value, text.clear, lambda: text.write(b"x"), lambda: len(text), text.__enter__):
        with pytest.raises(ValueError, match="this buffer was given back; rent another"):
            use()
    with pytest.raises(ValueError, match="this buffer was given back already"):
        text.give_back()
    assert 0 == scratch(lua).live


def test_a_buffer_given_back_within_its_block_is_not_given_back_twice(lua):
    with lua.pools.buffer() as text:
        text.give_back()
    assert 0 == scratch(lua).live


def forget(held):
    with pytest.warns(ResourceWarning, match="a rented buffer was dropped"):
        held.clear()


def test_a_forgotten_buffer_is_told_of_and_goes_back(lua):
    held = [lua.pools.buffer()]
    assert 1 == scratch(lua).live
    forget(held)
    assert 0 == scratch(lua).live


def test_a_buffer_forgotten_while_lua_runs_goes_back_at_the_end(lua):
    held = [lua.pools.buffer()]
    lua.set_global("forget", lambda: forget(held))
    lua.call(lua.load("forget()"))
    assert 0 == scratch(lua).live


def test_a_buffer_may_outlive_its_interpreter():
    lua = Interpreter()
    text = lua.pools.buffer()
    lua.close()
    with pytest.raises(LuaError, match="the interpreter is closed"):
        text.write(b"x")
    text.give_back()


def test_what_is_beyond_the_memory_limit_is_refused(lua):
    lua.limits.memory_bytes = 4 << 20
    with lua.pools.buffer() as text:
        with pytest.raises(MemoryError):
            text.write(b"x" * (8 << 20))
        text.clear()
        text.write(b"abc")
        assert b"abc" == text.value()
    assert 0 == scratch(lua).live


def test_buffers_are_made_by_renting():
    with Interpreter() as lua, lua.pools.buffer() as text, pytest.raises(TypeError, match="buffers are rented"):
        type(text)()


@pytest.mark.pooled
def test_arguments_and_results_of_the_host_are_rented():
    with Interpreter() as lua:
        lua.set_global("swap", lambda a, b: (b, a))
        swap = lua.load("return swap(...)")
        assert (2, 1) == lua.call(swap, 1, 2)
        before = scratch(lua)
        assert (2, 1) == lua.call(swap, 1, 2)
        after = scratch(lua).since(before)
        assert (2, 2, 2, 0) == (after.rents, after.hits, after.returns, after.live)


def test_many_arguments_have_room(lua):
    assert tuple(range(5000)) == lua.call(lua.load("return ..."), *range(5000))
    assert 0 == scratch(lua).live


def test_arguments_go_back_after_every_error(lua):
    def call_again(*arguments):
        return lua.call(lua.load("return ..."), *arguments, object())

    lua.set_global("again", call_again)
    for source in ("error('x')", "again(1, 2)", "string.rep()", "again(again)"):
        with pytest.raises(LuaError):
            lua.call(lua.load(source), 1, 2, 3)
        assert 0 == scratch(lua).live
    with pytest.raises(TypeError):
        lua.call(lua.load("return ..."), 1, object())
    assert 0 == scratch(lua).live


# ---------------------------------------------------------------- memory that is short


DEEP = (
    "local function deep(n, ...) if n == 0 then return select('#', ...) end return (deep(n - 1, ...)) end return deep"
)


@pytest.mark.pooled
def test_what_other_pools_retain_is_given_up_before_memory_runs_out():
    with Interpreter() as lua:
        (deep,) = lua.call(lua.load(DEEP))
        lua.call(lua.load("for i = 1, 60 do (function(...) return ... end)(1, 2, 3, 4, 5, 6, 7, 8, 9) end"))
        assert (0,) == lua.call(deep, 3)
        before = lua.snapshot()
        retained = sum(pool.retained for pool in before.pools)
        lua._state.set_fault(1, False)
        assert (3,) == lua.call(deep, 100, 1, 2, 3)
        after = lua.snapshot().since(before)
        assert not lua._state.fault_waits()
        assert 0 < sum(pool.trims for pool in after.pools) <= retained
        assert_identities(lua.snapshot(), at_rest=True)


@pytest.mark.parametrize("mode", POOL_MODES)
def test_memory_that_stays_short_is_an_error_and_nothing_is_lost(mode):
    with Interpreter(pools=mode) as lua:
        (deep,) = lua.call(lua.load(DEEP))
        lua.snapshot()
        lua._state.set_fault(1, True)
        with pytest.raises(LuaError, match="not enough memory"):
            lua.call(deep, 100)
        lua._state.set_fault(0, False)
        assert (2,) == lua.call(deep, 100, 1, 2)
        lua.collect()
        assert_identities(lua.snapshot(), at_rest=True)


@pytest.mark.pooled
def test_large_buffers_are_kept_up_to_so_many_bytes():
    with Interpreter() as lua:
        held = [lua.pools.buffer() for _ in range(8)]
        for text in held:
            text.write(b"x" * 900_000)
        for text in held:
            text.give_back()
        before = lua.snapshot()["scratch"]
        assert 0 < before.bytes_retained <= before.capacity_bytes == 4 << 20
        assert 8 == before.retained + before.trims


def test_the_pools_own_snapshot_is_the_interpreters():
    with Interpreter() as lua:
        lua.run("return (function(...) return ... end)(1)")
        lua.snapshot()
        assert lua.pools.snapshot() == lua.snapshot()
        assert 64 * lua.pools.snapshot()["frames"].capacity == lua.pools.snapshot()["frames"].capacity_bytes
