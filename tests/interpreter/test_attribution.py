"""Attribution: each instruction is credited with what it rents and allocates, and nothing is lost."""

import pytest

from interpreter import Interpreter

PROGRAM = """\
local function sum(...)
  local s = 0
  for _, x in ipairs({...}) do s = s + x end
  return s
end
local rows = {}
for i = 1, 50 do rows[i] = {i, sum(i, i + 1)} end
table.sort(rows, function(a, b) return a[2] > b[2] end)
do
  local guard <close> = setmetatable({}, {__close = function() end})
end
local text = ""
for i = 1, 30 do text = text .. i .. "," end
local fs = {}
for i = 1, 7 do fs[i] = function() return i end end
local co = coroutine.wrap(function(a) while true do a = coroutine.yield({a}) end end)
for i = 1, 5 do co(i) end
pcall(error, "x")
return #text
"""

COUNTED = {"tables": "tables", "closures": "closures", "cells": "upvalue cells", "strings": "strings", "coroutines": "coroutines"}


@pytest.fixture(params=["on", "off", "poison"])
def interpreter(request):
    with Interpreter(pools=request.param) as made:
        yield made


def attributed(interpreter, source=PROGRAM, chunk="=program"):
    """Run a program and return its result and its attribution."""
    interpreter.attribute(True)
    result = interpreter.run(source, chunk)
    interpreter.attribute(False)
    assert result.error is None, result.error
    return result, interpreter.attribution()


def line(attribution, number, chunk="program"):
    return attribution.by_line()[chunk, number]


def test_sums_equal_the_runs_traffic(interpreter):
    result, attribution = attributed(interpreter)
    total = attribution.total
    traffic = result.traffic
    assert {name: getattr(total, name) for name in COUNTED} == {name: traffic[pool].rents for name, pool in COUNTED.items()}
    assert (total.frames, total.fresh) == (traffic.frames.entered, traffic.frames.fresh)
    assert total.varargs == sum(pool.rents for pool in traffic.pools if pool.name.startswith("varargs"))
    assert total.closers == traffic["tbc"].rents + traffic["block closers"].rents
    assert total == sum(attribution.by_line().values(), attribution.elsewhere)
    assert total == sum(attribution.by_function().values(), attribution.elsewhere)


def test_lines_are_credited_with_what_they_do(interpreter):
    _, attribution = attributed(interpreter)
    assert (line(attribution, 7).tables, line(attribution, 7).frames, line(attribution, 7).varargs) == (50, 50, 50)
    assert line(attribution, 3).tables == 50
    assert line(attribution, 8).frames > 50
    assert line(attribution, 10).closers == 2
    assert (line(attribution, 15).closures, line(attribution, 15).cells) == (7, 7)
    assert (line(attribution, 16).coroutines, line(attribution, 16).tables) == (1, 5)
    assert line(attribution, 12).heap_bytes == 0


def test_the_heaps_growth_is_the_sum_even_across_collections():
    with Interpreter() as made:
        source = "for i = 1, 200 do local t = {i, i} if i % 50 == 0 then collectgarbage() end end"
        _, attribution = attributed(made, source)
        assert line(attribution, 1).tables == 200
        assert line(attribution, 1).heap_bytes >= 200 * (48 + 2 * 16)


def test_what_a_library_function_makes_after_a_callback_is_its_own(interpreter):
    source = "local function twice(c)\nreturn c .. c\nend\nlocal long = ('x'):rep(40)\nlocal s = long:gsub('x', twice)\nreturn #s"
    result, attribution = attributed(interpreter, source)
    assert result.values == (80,)
    assert line(attribution, 5).strings == 1
    assert line(attribution, 2).heap_bytes < 80


def test_executions_count_single_instructions(interpreter):
    _, attribution = attributed(interpreter, "local n = 0\nfor i = 1, 10 do\nn = n + i\nend\nreturn n")
    assert line(attribution, 3).executions == 10
    loops = [one for one in attribution.instructions if one.opcode == "FORLOOP"]
    assert [one.counts.executions for one in loops] == [10]


def test_a_line_hook_sees_the_same_lines():
    source = "local lines = 0\ndebug.sethook(function() lines = lines + 1 end, 'l')\nlocal t = {}\nt[1] = {}\ndebug.sethook()\nreturn lines"
    with Interpreter() as made:
        plain = made.run(source, "=hooked").values
        result, attribution = attributed(made, source, "=hooked")
        assert result.values == plain
        assert (line(attribution, 3, "hooked").tables, line(attribution, 4, "hooked").tables) == (1, 1)


def test_functions_that_are_gone_keep_their_counts(interpreter):
    source = "load('local t = {} t = {} t = {}', '=inner')()\ncollectgarbage()\ncollectgarbage()"
    _, attribution = attributed(interpreter, source)
    assert line(attribution, 1, "inner").tables == 3


def test_switching_on_again_begins_from_zero(interpreter):
    attributed(interpreter)
    _, attribution = attributed(interpreter, "return 1", "=second")
    assert {one.source for one in attribution.instructions} == {"second"}


def test_off_means_off(interpreter):
    attributed(interpreter, "return 1", "=first")
    before = interpreter.attribution()
    assert interpreter.run(PROGRAM).error is None
    assert interpreter.attribution() == before


def test_an_error_leaves_the_counts(interpreter):
    interpreter.attribute(True)
    result = interpreter.run("local t = {}\nerror('x')", "=failing")
    interpreter.attribute(False)
    assert result.error is not None
    assert line(interpreter.attribution(), 1, "failing").tables == 1


def test_results_do_not_depend_on_attribution(interpreter):
    assert attributed(interpreter)[0].values == interpreter.run(PROGRAM).values


def test_closing_while_it_is_on_frees_everything():
    made = Interpreter()
    made.attribute(True)
    assert made.run(PROGRAM).error is None
    made.close()
