"""An interrupt by a signal comes between two calls, however long library functions take over each."""

import signal
import threading

import pytest

from interpreter import Interpreter, LuaError, parse

SOON_S = 0.02

# Each loop makes fewer calls than the budget is good for, and takes a second or more if it is let.
LOOPS = {
    "collections": "for i = 1, 3000 do collectgarbage() end",
    "steps of the collector": "for i = 1, 3000 do collectgarbage('step') end",
    "comparisons of long strings": "for i = 1, 3000 do local _ = long < longer end",
    "a byte that is not there": "for i = 1, 5000 do long:gsub('z+', '') end",
    "writing long strings": "for i = 1, 90000 do null:write(long) end",
    "processes": "for i = 1, 1500 do os.execute(':') end",
    "long names of variables": "for i = 1, 900 do os.getenv(long) end",
    "long names of locales": "for i = 1, 900 do os.setlocale(long) end",
    "blocks of a file": "io.open('/dev/zero'):read(1 << 29)",
    "bytes of a line": "io.popen('head -c 300000000 /dev/zero'):read('l')",
    "blanks before a number": "io.popen('yes \"\" | head -c 300000000'):read('n')",
    "pipes": "for i = 1, 1500 do io.popen(':'):close() end",
    "questions for a shell": "for i = 1, 1500 do os.execute() end",
    "temporary files": "for i = 1, 9000 do io.tmpfile():close() end",
    "names of temporary files": "for i = 1, 9000 do os.remove(os.tmpname()) end",
    "numbers of many digits": "for i = 1, 19000 do string.format('%99.99f', 1e308) end",
    "functions far below": "deep(150000, function() for i = 1, 2000 do debug.getinfo(149000) end end)",
    "locals far below": "deep(150000, function() for i = 1, 2000 do debug.getlocal(149000, 1) end end)",
    "errors far below": "deep(150000, function() for i = 1, 2000 do pcall(error, 'x', 149000) end end)",
    "lines of a long function": "for i = 1, 2000 do debug.getinfo(long_function, 'L') end",
    "dumps": "for i = 1, 4000 do string.dump(long_function) end",
    "dumps that are loaded": "local dump = string.dump(long_function) for i = 1, 900 do load(dump) end",
    "a text that is compiled": "load(('x = x + 1\\n'):rep(1 << 20))",
    "a long function that is compiled": "load('return function()' .. (' x = 1'):rep(1 << 20) .. ' end')",
    "a long table that is compiled": "load('return {' .. ('1, 2.5, '):rep(1 << 20) .. '}')",
    "a long comment": "load('--[[' .. ('\\n'):rep(1 << 28) .. ']]')",
    "a file without an end as a chunk": "loadfile('/dev/zero')",
    "lines without an end as a chunk": "load(io.lines('/dev/zero', 100))",
    "pieces without an end as a chunk": "load(function() return 'x = 1 ' end)",
}
PREPARATION = """
long, longer = ('x'):rep(1 << 23), ('x'):rep(1 << 23) .. 'y'
null = io.open('/dev/null', 'w')
kept = {}
for i = 1, 100000 do kept[i] = {} end
long_function = load(('x = 1 '):rep(20000))
function deep(levels, f) if levels > 0 then return (deep(levels - 1, f)) end f() end
"""


@pytest.fixture
def lua():
    """Return an interpreter that a signal will interrupt."""
    interpreter = Interpreter(limits={"memory_bytes": 4 << 30})
    assert interpreter.run(PREPARATION).error is None
    before = signal.signal(signal.SIGALRM, lambda *_: interpreter.interrupt())
    yield interpreter
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", LOOPS)
def test_a_signal_interrupts_a_loop_of(lua, name):
    signal.setitimer(signal.ITIMER_REAL, SOON_S, SOON_S)  # again, if it comes before the run begins
    error = lua.run(LOOPS[name]).error
    assert (error and error.kind) == "interrupt"


# ------------------------------------------------------------------------------------------------- compiling

# It ends in a mistake, so that nobody takes an interrupt of its run for one of its reading.
TEXT = b"do local a, b = f(1, 'x'), {2, 3} end\n" * 250_000 + b")"


def test_a_signal_interrupts_the_reading_of_a_chunk(lua):
    for keeps_locals in (False, True):
        signal.setitimer(signal.ITIMER_REAL, SOON_S, SOON_S)  # again, if it comes before the run begins
        assert lua.run(TEXT, keeps_locals=keeps_locals).error.kind == "interrupt"
    assert (7,) == lua.run("return 7").values


def test_another_thread_interrupts_the_reading_of_a_chunk():
    with Interpreter() as lua:
        is_over = threading.Event()

        def interrupt_again_and_again():
            while not is_over.wait(0.001):
                lua.interrupt()

        thread = threading.Thread(target=interrupt_again_and_again)
        thread.start()
        try:
            assert lua.run(TEXT).error.kind == "interrupt"
            with pytest.raises(LuaError) as raised:
                lua.load(TEXT)
            assert ("interrupt", "interrupted!") == (raised.value.kind, raised.value.message)
        finally:
            is_over.set()
            thread.join()
        assert (7,) == lua.run("return 7").values


def test_other_threads_go_on_while_a_chunk_is_read():
    rounds = []
    is_over = threading.Event()

    def count():
        while not is_over.is_set():
            rounds.append(1)
            is_over.wait(0.0001)

    thread = threading.Thread(target=count)
    with Interpreter() as lua:
        thread.start()
        while not rounds:
            pass
        before = len(rounds)
        lua.run(TEXT)
        after = len(rounds)
        is_over.set()
        thread.join()
    assert after - before > 2


def test_ctrl_c_ends_the_reading_of_a_text_for_its_tree():
    def give_up(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, give_up)
    try:
        signal.setitimer(signal.ITIMER_REAL, SOON_S)
        with pytest.raises(KeyboardInterrupt):
            parse(TEXT)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("program", ["return load(TEXT)", "return pcall(load, TEXT)"])
def test_the_limit_of_time_holds_for_the_reading_of_a_chunk(program):
    with Interpreter(limits={"seconds": 0.05}) as lua:
        lua.set_global("TEXT", TEXT)
        for error in (lua.run(program).error, lua.run(TEXT).error):
            assert ("limit", True) == (error.kind, error.message.endswith(b"time limit exceeded"))
        assert (7,) == lua.run("return 7").values
