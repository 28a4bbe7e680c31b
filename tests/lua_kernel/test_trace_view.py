import json
import re

import pytest

from interpreter import Interpreter, disassemble
from lua_kernel.trace_view import player_data, trace_bundle

SOURCE = "local text = '<b>'\nlocal function twice(n) return n + n, text end\nlocal four = twice(2)\nreturn four"


@pytest.fixture(scope="module")
def shown():
    with Interpreter() as interpreter:
        interpreter.start_trace(100)
        assert interpreter.run(SOURCE, "=cell[1]").error is None
        yield trace_bundle(interpreter.stop_trace(), SOURCE, "cell[1]")


def step_of(shown, words):
    """Return the text of the first step with these words."""
    return next(line for line in shown["text/plain"].split("\n") if words in line)


def test_a_step_names_locals_and_what_they_hold(shown):
    step = step_of(shown, " ADD ")
    assert "n = 2" in step
    assert "text* = \"<b>\"" in step_of(shown, "CLOSURE")


def test_every_step_shows_the_pools(shown):
    steps = shown["text/plain"].split("\n")[2:-1]
    assert all("rented" in step and "free" in step for step in steps)


def test_html_has_the_source_above_its_steps_escaped(shown):
    markup = shown["text/html"]
    assert "<b>&lt;b&gt;" not in markup
    assert "local text = &#x27;&lt;b&gt;&#x27;" in markup
    assert markup.count('scope="rowgroup"') >= 4


def test_what_is_new_since_the_step_before_is_bold(shown):
    assert "<b>text* = &quot;&lt;b&gt;&quot;</b>" in shown["text/html"]


def test_an_empty_trace_says_so():
    with Interpreter() as interpreter:
        interpreter.start_trace(5)
        assert trace_bundle(interpreter.stop_trace(), "", "cell[1]")["text/plain"].startswith("no instruction ran")


# ---------------------------------------------------------------------------------------------------------- the player


@pytest.fixture(scope="module")
def played():
    with Interpreter() as interpreter:
        interpreter.start_trace(100)
        assert interpreter.run(SOURCE, "=cell[1]").error is None
        yield player_data(interpreter.stop_trace(), SOURCE, "cell[1]", disassemble(SOURCE, "=cell[1]"))


def test_the_player_has_every_step_with_source_instruction_registers_and_pools(played, shown):
    assert played["source"] == SOURCE.split("\n")
    assert len(played["steps"]) == len(shown["text/plain"].split("\n")) - 3
    step = next(step for step in played["steps"] if " ADD " in step["instruction"])
    assert (step["line"], step["where"], step["instruction"], step["function"]) == (2, "line 2", "1 ADD 1 0 0", "twice")
    assert step["effect"] == "r1 := n + n"
    assert step["registers"] == [("n", "2", True, False), ("r1", "nil", False, False)]
    assert step["pools"][:3] == [("frames", 3, 0), ("locals[4]", 3, 0), ("locals[8]", 0, 0)]
    json.dumps(played)


def test_the_player_names_operands_only_where_the_listing_has_the_same_instruction():
    source = "local t = {function() return 1 end, function() return 2 end}\nt[1]()"
    with Interpreter() as interpreter:
        interpreter.start_trace(100)
        interpreter.run(source, "=c")
        steps = player_data(interpreter.stop_trace(), source, "c", disassemble(source, "=c"))["steps"]
    assert next(step["instruction"] for step in steps if step["function"] == "function at 1") == "1 LOADI"
    assert next(step["effect"] for step in steps if step["function"] == "function at 1") == "R[a] := (integer) sbx"


def test_the_player_stands_in_the_output_with_its_script_and_the_open_list(quiet):
    cell = quiet.run("%%trace\nlocal x = 1 -- </script><b>&\nreturn x")
    assert not cell.of("comm_open")
    (shown,) = cell.shown
    assert set(shown) == {"text/plain", "text/html"}
    assert "LOADI" in shown["text/plain"]
    name, drawn = re.fullmatch(r'<div class="(lua-trace-\w+)"><div></div>(.*)</div>', shown["text/html"], re.S).groups()
    strip, script = drawn.split("<script>")
    assert "<details open>" in strip
    assert "<code" in strip
    assert script.endswith("})();</script>")
    script = script.removesuffix("</script>")
    assert "</" not in script.split("play(")[-1]
    data = re.search(rf'play\("{name}", (.*)\);\n', script)[1]
    assert [step["line"] for step in json.loads(data)["steps"]] == [2, 3]
    assert json.loads(data)["source"][1] == "local x = 1 -- </script><b>&"
    assert not re.search(r"https?://|import\(|fetch\(|import .* from|XMLHttp|WebSocket", script)
