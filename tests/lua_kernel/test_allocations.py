import re
import time

import pytest

from interpreter import Interpreter
from lua_kernel.allocations import allocations_bundle

SOURCE = "local t = {}\nfor i = 1, 3 do\n  t[i] = {i} -- <b>\nend\nt = nil"


@pytest.fixture(scope="module")
def attribution():
    with Interpreter() as interpreter:
        interpreter.attribute(True)
        assert interpreter.run(SOURCE, "=cell[1]").error is None
        interpreter.attribute(False)
        yield interpreter.attribution()


def shown(attribution, top=None):
    return allocations_bundle(attribution, SOURCE, "cell[1]", top)


def test_text_has_a_row_for_each_line_and_for_the_rest(attribution):
    rows = shown(attribution)["text/plain"].split("\n")[2:]
    assert [row.split()[0] for row in rows[:5]] == ["1", "2", "3", "4", "5"]
    assert rows[2].endswith("t[i] = {i} -- <b>")
    assert [row.strip().split("  ")[-1] for row in rows[5:]] == ["outside of the code", "total"]


def test_only_columns_with_figures_are_shown(attribution):
    headings = shown(attribution)["text/plain"].split("\n")[1]
    assert "tables" in headings
    assert "coroutines" not in headings


def test_html_is_escaped_shaded_and_unfolds_to_instructions(attribution):
    markup = shown(attribution)["text/html"]
    assert re.findall(r'<th [^>]*scope="col">(\w+)</th>', markup)[:4] == ["line", "source", "heap", "instructions"]
    assert "-- &lt;b&gt;" in markup
    assert "<b>" not in markup
    assert "NEWTABLE" in markup
    shades = [float(shade) for shade in re.findall(r"rgba\(255,152,0,([\d.]+)\)", markup)]
    assert max(shades) == 0.45
    assert len(shades) == 2


def test_top_shows_the_heaviest_lines_and_sums_the_others(attribution):
    rows = shown(attribution, top=1)["text/plain"].split("\n")[2:]
    assert rows[0].split()[0] == "3"
    assert rows[1].endswith("other lines")
    assert rows[-1].endswith("total")


def test_the_total_does_not_depend_on_what_is_shown(attribution):
    assert shown(attribution)["text/plain"].split("\n")[-1].split() == shown(attribution, 1)["text/plain"].split("\n")[-1].split()


@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    [
        "local function f(n) return n < 2 and n or f(n - 1) + f(n - 2) end f(25)",
        "local s = 0 for i = 1, 3e6 do s = s + i end",
        "local t = {} for i = 1, 200000 do t[i] = {i} end",
    ],
    ids=["calls", "loop", "tables"],
)
def test_attribution_takes_at_most_three_times_the_cells_time(notebook, code):
    def seconds(text):
        notebook.run("collectgarbage()")  # or the collector's phases fall to one side
        started_s = time.process_time()
        notebook.run(text)
        return time.process_time() - started_s

    def is_within():
        pairs = [(seconds(code), seconds(f"%%allocs\n{code}")) for _ in range(7)]
        return min(watched for _, watched in pairs) <= 3 * min(plain for plain, _ in pairs)

    assert any(is_within() for _ in range(5))
