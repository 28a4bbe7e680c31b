"""What a call rented is given back on every way out of it, in every mode.

`body` rents a frame, registers, a buffer for `...`, a list of closers and the record of an inner block, and goes on
with `leave`; each path is one way of leaving it.  The closers count themselves, so a path that skips them is found too.
"""

import threading

import pytest

from expectations import POOL_MODES
from identities import assert_identities
from interpreter import Interpreter

HELD = ("frames", "locals[", "varargs[", "tbc", "block closers")

PREPARE = """
closed = 0
local function guard(fail)
  return setmetatable({}, {__close = function() closed = closed + 1 if fail then error(fail, 0) end end})
end
function body(leave, ...)
  local outer <close> = guard()
  for i = 1, 1 do
    local inner <close> = guard()
    return leave(...), "not a tail call"
  end
end
function failing(leave, ...)
  local outer <close> = guard("outer")
  do
    local inner <close> = guard("inner")
    return leave(...), "not a tail call"
  end
end
function jumping(how, ...)
  local outer <close> = guard()
  for i = 1, 3 do
    local inner <close> = guard()
    if how == "break" then break end
    if how == "goto" then goto continue end
    if how == "out" then goto out end
    ::continue::
  end
  ::out::
  return ...
end
function tail(n, ...)
  do local inner <close> = guard() end
  if n == 0 then return ... end
  return tail(n - 1, ...)
end
function endless() while true do end end
function hungry() local t = {} for i = 1, 1e9 do t[i] = {i} end end
function deep(...) return deep(...) + 1 end
function nested() coroutine.wrap(body)(coroutine.yield, 1) coroutine.yield() end
function stopped() interrupt() endless() end
function fail(...) error({...}) end
"""

# name: (source, closers that run, kind of error that the run ends with)
PATHS = {
    "return": ("body(function(...) return ... end, 1, 2, 3)", 2, None),
    "error": ("pcall(body, fail, 1, 2, 3)", 2, None),
    "error that nothing catches": ("body(fail, 1, 2, 3)", 2, "error"),
    "error in a closer": ("pcall(failing, print, 1)", 2, None),
    "error in a closer after an error": ("pcall(failing, fail, 1, 2, 3)", 2, None),
    "error in a handler": ("xpcall(body, function() error('again') end, fail, 1)", 2, None),
    "error in a handler that always fails": ("xpcall(body, function(m) return fail(m) end, fail, 1)", 2, None),
    "error in a metamethod": ("pcall(body, function(t) return t.x end, setmetatable({}, {__index = fail}))", 2, None),
    "error in an iterator": ("pcall(body, function() for _ in fail do end end, 1)", 2, None),
    "error in a comparator": ("pcall(body, table.sort, {3, 2, 1}, fail)", 2, None),
    "tail call": ("tail(5, 1, 2, 3)", 6, None),
    "tail call of a function that fails": ("pcall(function(...) return body(fail, ...) end, 1, 2)", 2, None),
    "break": ("jumping('break', 1, 2)", 2, None),
    "goto in the loop": ("jumping('goto', 1, 2)", 4, None),
    "goto out of the block": ("jumping('out', 1, 2)", 2, None),
    "coroutine that ends": ("local f = coroutine.wrap(body) f(coroutine.yield, 1, 2) f()", 2, None),
    "coroutine closed": ("local c = coroutine.create(body) coroutine.resume(c, coroutine.yield, 1, 2) coroutine.close(c)", 2, None),
    "coroutine closed with a failing closer": (
        "local c = coroutine.create(failing) coroutine.resume(c, coroutine.yield, 1) coroutine.close(c)", 2, None,
    ),
    "coroutine that failed, closed": ("local c = coroutine.create(body) coroutine.resume(c, fail, 1) coroutine.close(c)", 2, None),
    "coroutine of wrap that failed": ("pcall(coroutine.wrap(body), fail, 1, 2)", 2, None),
    "coroutine collected": ("do local c = coroutine.create(body) coroutine.resume(c, coroutine.yield, 1, 2) end collectgarbage()", 0, None),
    "coroutine that failed, collected": ("do local c = coroutine.create(body) coroutine.resume(c, fail, 1) end collectgarbage()", 0, None),
    "coroutine in a coroutine closed": (
        "local c = coroutine.create(body) coroutine.resume(c, nested, 1) coroutine.close(c) collectgarbage()", None, None,
    ),
    "instruction limit": ("pcall(body, endless, 1, 2)", 2, "limit"),
    "instruction limit in a coroutine": ("pcall(coroutine.wrap(body), endless, 1, 2)", None, "limit"),
    "time limit": ("pcall(body, endless, 1, 2)", 2, "limit"),
    "interrupt": ("pcall(body, stopped, 1, 2)", 2, "interrupt"),
    "interrupt in a coroutine": ("pcall(coroutine.wrap(body), stopped, 1, 2)", None, "interrupt"),
    "memory limit": ("pcall(body, hungry, 1, 2)", 2, None),
    "memory limit that nothing catches": ("body(hungry, 1, 2)", 2, "memory"),
    "stack overflow": ("pcall(body, deep, 1, 2)", 2, None),
    "os.exit": ("pcall(body, os.exit, 3)", None, "exit"),
    "os.exit in a coroutine": ("pcall(coroutine.wrap(body), os.exit, 3)", None, "exit"),
    "exception of the host": ("pcall(body, raises, 1, 2)", 2, None),
    "error that passes the host": ("pcall(body, passes, 1, 2)", 4, None),
    "syntax error": ("pcall(body, function() return assert(load('x =')) end, 1, 2)", 2, None),
}  # fmt: skip

# A coroutine that an error ended keeps its frames for a traceback until it is closed or collected.
LEFT_TO_THE_COLLECTOR = ("instruction limit in a coroutine", "interrupt in a coroutine", "os.exit in a coroutine")


def raises(*_):
    raise OSError("no such thing")


@pytest.fixture(params=POOL_MODES)
def lua(request):
    with Interpreter(pools=request.param, stdout=lambda _: None) as interpreter:
        interpreter.set_global("raises", raises)
        interpreter.set_global("passes", lambda *_: interpreter.call(interpreter.load("body(fail, 1, 2)")))
        interpreter.set_global("interrupt", interpreter.interrupt)
        assert interpreter.run(PREPARE).ok
        yield interpreter


def limit(lua, name):
    if name.startswith("instruction"):
        lua.limits.instructions = 300_000
    if name.startswith("time"):
        lua.limits.seconds = 0.02
    if name.startswith("memory"):
        lua.limits.memory_bytes = 3_000_000


@pytest.mark.parametrize("name", PATHS)
def test_every_way_out_gives_back_what_was_rented(lua, name):
    source, closers, kind = PATHS[name]
    limit(lua, name)
    for _ in range(3):
        lua.set_global("closed", 0)
        result = lua.run(source)
        assert kind == (result.error and result.error.kind), result.error
        assert_identities(result.after, at_rest=name not in LEFT_TO_THE_COLLECTOR)
        lua.collect()
        held = [pool for pool in lua.snapshot().since(result.before).pools if pool.name.startswith(HELD)]
        rented = {pool.name: pool.rents for pool in held}
        assert rented == {pool.name: pool.returns for pool in held}
        assert all(rented[pool] for pool in ("frames", "tbc", "block closers")), rented
        assert closers in (None, lua.read_global("closed"))


def test_a_suspended_coroutine_keeps_what_it_rented(lua):
    source = "kept = coroutine.create(body) coroutine.resume(kept, coroutine.yield, 1, 2)"
    after = lua.run(source).after
    assert (1, 1, 2) == tuple(after[name].live for name in ("varargs[4]", "tbc", "block closers"))
    assert after["frames"].live > 0
    assert_identities(after, at_rest=False)
    assert_identities(lua.run("kept = coroutine.close(kept)").after, at_rest=True)


def test_an_interrupt_of_another_thread_gives_all_back(lua):
    timer = threading.Timer(0.05, lua.interrupt)
    timer.start()
    result = lua.run("pcall(body, endless, 1, 2)")
    timer.join()
    assert ("interrupt", 2) == (result.error.kind, lua.read_global("closed"))
    assert_identities(result.after, at_rest=True)


def test_what_is_suspended_when_the_state_is_closed_is_freed(lua):
    assert lua.run("for i = 1, 20 do local c = coroutine.create(body) coroutine.resume(c, coroutine.yield, i) end").ok
    lua.close()
