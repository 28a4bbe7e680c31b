"""Traces: a record of each instruction, which changes nothing of the run."""

import pytest

from interpreter import Interpreter

FACTORIAL = """\
local function factorial(n)
  if n <= 1 then return 1 end
  return n * factorial(n - 1)
end
local total = factorial(4)
local shared = {}
local function reader() return shared end
return total, "abc"
"""


@pytest.fixture(params=["on", "off", "poison"])
def interpreter(request):
    with Interpreter(pools=request.param) as made:
        yield made


def traced(interpreter, source=FACTORIAL, limit=1000):
    interpreter.start_trace(limit)
    result = interpreter.run(source, "=traced")
    return result, interpreter.stop_trace()


def test_steps_are_the_instructions_in_their_order(interpreter):
    result, trace = traced(interpreter, "local a = 1\nlocal b = a + 2\nreturn b")
    assert result.values == (3,)
    assert [(step.line, step.opcode) for step in trace.steps] == [(1, "LOADI"), (2, "ADDI"), (3, "RETURN1")]
    assert [step.place for step in trace.steps] == [0, 1, 2]
    assert not trace.truncated


def test_as_many_steps_as_attribution_counts_executions(interpreter):
    interpreter.attribute(True)
    _, trace = traced(interpreter)
    interpreter.attribute(False)
    assert len(trace.steps) == interpreter.attribution().total.executions


def test_registers_are_the_locals_that_debug_getlocal_shows(interpreter):
    names = []
    interpreter.set_global("note", lambda name, value: names.append((name, value)))
    source = "local a, b = 5, 'x'\nlocal i = 1\nwhile true do local n, v = debug.getlocal(1, i) if not n or i > 2 then break end note(n, v) i = i + 1 end\nreturn a, b"
    _, trace = traced(interpreter, source)
    last = trace.steps[-1]
    assert [(register.name, register.text) for register in last.registers[:2]] == [("a", "5"), ("b", '"x"')]
    assert names == [(b"a", 5), (b"b", b"x")]


def test_a_call_shows_depth_and_the_frames_taken_from_the_pool(interpreter):
    _, trace = traced(interpreter)
    depths = [step.depth for step in trace.steps]
    assert max(depths) - min(depths) == 4
    lives = {step.depth: step.frames[0] for step in trace.steps}
    assert [lives[depth + 1] - lives[depth] for depth in range(min(depths), max(depths))] == [1, 1, 1, 1]
    assert all(free >= 0 for step in trace.steps for _, free in (step.frames, *step.locals))


@pytest.mark.pooled
def test_the_pools_in_the_last_step_are_those_of_a_snapshot():
    with Interpreter() as interpreter:
        interpreter.run(FACTORIAL)
        _, trace = traced(interpreter)
        after = interpreter.snapshot()
        frames = trace.steps[-1].frames
        assert frames[1] + frames[0] == after["frames"].retained + after["frames"].live


def test_a_captured_local_shows_what_its_cell_holds(interpreter):
    _, trace = traced(interpreter)
    shown = [register for step in trace.steps for register in step.registers if register.name == "shared"]
    shown = [register for register in shown if register.captured]
    assert shown[-1].text.startswith("table: 0x")


def test_a_limit_cuts_the_trace_not_the_run(interpreter):
    result, trace = traced(interpreter, "local s = 0 for i = 1, 1000 do s = s + i end return s", limit=10)
    assert result.values == (500500,)
    assert len(trace.steps) == 10
    assert trace.truncated


def test_tracing_changes_no_counter(interpreter):
    interpreter.run(FACTORIAL, "=traced")
    plain = interpreter.run(FACTORIAL, "=traced")
    result, _ = traced(interpreter)
    assert result.values == plain.values
    assert [(pool.name, pool.rents, pool.hits) for pool in result.traffic.pools] == [
        (pool.name, pool.rents, pool.hits) for pool in plain.traffic.pools
    ]


def test_values_are_shown_as_tostring_would(interpreter):
    source = "local a, b, c, d, e = nil, true, 1.0, -0.5, ('y'):rep(50)\nreturn print"
    _, trace = traced(interpreter, source)
    assert [register.text for register in trace.steps[-1].registers[:5]] == [
        "nil", "true", "1.0", "-0.5", '"' + "y" * 40 + '..." (50 bytes)',
    ]  # fmt: skip


def test_an_error_keeps_the_steps_before_it(interpreter):
    result, trace = traced(interpreter, "local t\nreturn t.x")
    assert result.error is not None
    assert trace.steps[-1].line == 2


def test_coroutines_and_hooks_are_traced_too(interpreter):
    source = "local n = 0\ndebug.sethook(function() n = n + 1 end, 'l')\nlocal co = coroutine.wrap(function() coroutine.yield(1) end)\nco()\ndebug.sethook()\nreturn n > 0"
    result, trace = traced(interpreter, source)
    assert result.values == (True,)
    assert len({step.function_line for step in trace.steps}) >= 3


def test_a_limit_below_one_is_refused(interpreter):
    with pytest.raises(ValueError, match="limit is 0; it may be 1 or more"):
        interpreter.start_trace(0)
