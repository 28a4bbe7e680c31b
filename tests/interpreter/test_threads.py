"""One lock an interpreter: whatever several threads do to it, one of them does it at a time."""

import random
import threading
import time

from identities import assert_identities
from interpreter import Interpreter, LuaError

SECONDS = 2

BUSY = """
    shared = {list = {}, name = "x", f = function(a) return a end}
    for i = 1, 2000 do
      shared.list[i % 50] = {i, tostring(i)} shared["k" .. i % 30] = i
      if i % 100 == 0 then collectgarbage() end
    end
    return shared
"""


def look(lua: Interpreter, drawn: random.Random, held: list) -> None:
    """Use one entry point of a value or the interpreter, and drop or keep handles."""
    shared = lua.globals.get("shared")
    if shared is None:
        return
    match drawn.randrange(9):
        case 0:
            held += shared.items(20)
        case 1:
            held.append(shared.get("list"))
        case 2:
            shared.set("from_python", [1, {"a": "b"}])
        case 3:
            assert 0 <= shared.get("list").length
        case 4:
            assert shared.text().startswith(b"table: ")
        case 5:
            assert "Lua" == shared.get("f").function_info()["what"]
        case 6:
            held.append(lua.make({"x": [1, 2]}))
        case 7:
            lua.collect()
        case _:
            lua.snapshot()
    if len(held) > 30:
        held.clear()


def test_threads_that_look_while_others_run():
    problems = []
    with Interpreter() as lua:
        lua.run(BUSY)
        end = time.monotonic() + SECONDS

        def worker(number):
            drawn, held = random.Random(number), []  # noqa: S311
            try:
                while time.monotonic() < end:
                    if number == 0:
                        error = lua.run(BUSY, snapshots=False).error
                        assert error is None or error.kind == "interrupt", error
                    elif number == 1:
                        time.sleep(0.003)
                        lua.interrupt()
                    else:
                        look(lua, drawn, held)
            except LuaError:
                pass  # an interrupt may strike a run that a look made
            except BaseException as error:
                problems.append(repr(error))

        threads = [threading.Thread(target=worker, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert [] == problems
        assert not any(thread.is_alive() for thread in threads)
        lua.run("")
        assert (1,) == lua.run("return 1").values
        lua.collect()
        assert_identities(lua.snapshot(), at_rest=True)


def test_a_value_waits_for_the_run_that_changes_it():
    seen = []
    with Interpreter() as lua:
        lua.run("t = {n = 0}")
        table = lua.globals.get("t")
        started = threading.Event()
        lua.set_global("started", started.set)
        runner = threading.Thread(target=lua.run, args=("t.n = 1 started() for i = 1, 3e6 do end t.n = 2",))
        runner.start()
        started.wait(10)
        seen.append(table.get("n"))
        runner.join(60)
    assert [2] == seen


def test_a_value_is_read_while_the_interpreter_is_lent():
    with Interpreter() as lua:
        lua.run("t = {n = 5}")
        table, seen = lua.globals.get("t"), []

        def ask():
            with lua.lent():
                thread = threading.Thread(target=lambda: seen.append(table.get("n")))
                thread.start()
                thread.join(10)

        lua.set_global("ask", ask)
        lua.run("ask()")
    assert [5] == seen


def test_an_interrupt_that_comes_just_before_lua_waits_for_the_host_ends_the_wait():
    with Interpreter() as lua:
        waited = []

        def wait():
            lua.interrupt()
            with lua.lent():
                waited.append(True)

        lua.set_global("wait", wait)
        assert "interrupt" == lua.run("wait()").error.kind
        assert [] == waited
        assert lua.run("return 1").ok
