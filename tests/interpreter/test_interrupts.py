"""An interrupt by a signal comes between two calls, however long library functions take over each."""

import signal

import pytest

from interpreter import Interpreter

SOON_S = 0.02

# Each loop makes fewer calls than the budget is good for, and takes a second or more if it is let.
LOOPS = {
    "collections": "for i = 1, 3000 do collectgarbage() end",
    "steps of the collector": "for i = 1, 3000 do collectgarbage('step') end",
    "comparisons of long strings": "for i = 1, 3000 do local _ = long < longer end",
    "a byte that is not there": "for i = 1, 5000 do long:gsub('z+', '') end",
    "writing long strings": "for i = 1, 90000 do null:write(long) end",
    "processes": "for i = 1, 1500 do os.execute(':') end",
    "blocks of a file": "io.open('/dev/zero'):read(1 << 29)",
    "bytes of a line": "io.popen('head -c 300000000 /dev/zero'):read('l')",
    "pipes": "for i = 1, 1500 do io.popen(':'):close() end",
}
PREPARATION = """
long, longer = ('x'):rep(1 << 23), ('x'):rep(1 << 23) .. 'y'
null = io.open('/dev/null', 'w')
kept = {}
for i = 1, 100000 do kept[i] = {} end
"""


@pytest.fixture
def lua():
    """Return an interpreter that a signal will interrupt."""
    interpreter = Interpreter()
    assert interpreter.run(PREPARATION).error is None
    before = signal.signal(signal.SIGALRM, lambda *_: interpreter.interrupt())
    yield interpreter
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", LOOPS)
def test_a_signal_interrupts_a_loop_of(lua, name):
    signal.setitimer(signal.ITIMER_REAL, SOON_S)
    error = lua.run(LOOPS[name]).error
    assert (error and error.kind) == "interrupt"
