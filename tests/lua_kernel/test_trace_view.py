import pytest

from interpreter import Interpreter
from lua_kernel.trace_view import trace_bundle

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
