"""Charts from Lua's tables."""

import sys

import pytest

VEGALITE = "application/vnd.vegalite.v5+json"


def drawn(notebook, code):
    notebook.shown.clear()
    outcome = notebook.run(code)
    assert outcome.failure is None, outcome.failure
    (shown,) = notebook.shown
    return shown


def test_a_line_over_positions(notebook):
    shown = drawn(notebook, "plot.line{1, 4, 0/0, 9}")
    points = shown[VEGALITE]["data"]["values"]
    assert points == [{"x": 1, "y": 1}, {"x": 2, "y": 4}, {"x": 3, "y": None}, {"x": 4, "y": 9}]
    assert shown["text/plain"] == "line: 4 points\ny  ▂▄█  1 … 9"
    assert shown[VEGALITE]["mark"] == {"type": "line"}


def test_series_over_x_have_a_legend(notebook):
    chart = drawn(notebook, "plot.line({10, 20}, {a = {1, 2}, b = {3, 4}}, {title = 'T', ylabel = 'm'})")[VEGALITE]
    assert chart["data"]["values"][2] == {"x": 10, "y": 3, "series": "b"}
    assert (chart["encoding"]["color"]["field"], chart["title"]) == ("series", "T")
    assert chart["encoding"]["y"]["title"] == "m"


def test_records_by_the_names_of_their_fields(notebook):
    code = "plot.scatter({{t = 1, v = 2, who = 'a'}, {t = 2, v = 3, who = 'b'}}, {x = 't', y = 'v', by = 'who'})"
    chart = drawn(notebook, code)[VEGALITE]
    assert chart["data"]["values"][1] == {"x": 2, "y": 3, "series": "b"}
    assert (chart["encoding"]["x"]["title"], chart["encoding"]["y"]["title"]) == ("t", "v")


@pytest.mark.parametrize("data", ["{b = 1, a = 4}", "{'a', 'b'}, {4, 1}"])
def test_bars(notebook, data):
    shown = drawn(notebook, f"plot.bar({data})")
    assert shown[VEGALITE]["data"]["values"] == [{"x": "a", "y": 4}, {"x": "b", "y": 1}]
    assert shown["text/plain"].split("\n")[2] == f"b  {'██████'.ljust(24)} 1"


def test_a_histogram_counts_every_value(notebook):
    shown = drawn(notebook, "t = {} for i = 1, 100 do t[i] = i end plot.hist(t, {bins = 4})")
    assert [row["y"] for row in shown[VEGALITE]["data"]["values"]] == [25, 25, 25, 25]
    assert drawn(notebook, "plot.hist{7, 7}")[VEGALITE]["data"]["values"][0]["y"] == 2


def test_a_heatmap(notebook):
    shown = drawn(notebook, "plot.heatmap{{0, 1}, {2, 4}}")
    assert shown["text/plain"] == "heatmap: 2 rows, 0 … 4\n  ░░\n▒▒██"
    assert shown[VEGALITE]["data"]["values"][-1] == {"x": 2, "y": 2, "value": 4}


def test_arrays_of_numpy_are_data(notebook):
    pytest.importorskip("numpy")
    chart = drawn(notebook, "np = python.import 'numpy' plot.line(np.arange(3), np.array{1, 2, 3})")[VEGALITE]
    assert chart["data"]["values"][2] == {"x": 2, "y": 3}


def test_a_drawing_for_pages_that_draw_no_vegalite(notebook):
    pytest.importorskip("vl_convert")
    for code in ("line{1, 2}", "scatter{1, 2}", "bar{a = 1}", "hist{1, 2, 3}", "heatmap{{1, 2}}"):
        assert drawn(notebook, f"plot.{code}")["image/svg+xml"].startswith("<svg")


def test_without_the_extra_the_text_tells_how_to_install(notebook, monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    shown = drawn(notebook, "plot.line{1, 2}")
    assert set(shown) == {"text/plain", VEGALITE}
    assert "pip install 'lua-notebook[plots]'" in shown["text/plain"]


NO_FIELDS = "bad data for plot.line: records need the names of two of their fields: {x = 'name', y = 'name'}"
NO_OPTION = "plot.line has no option 'colour'; there are title, x, y, by, xlabel, ylabel, width, height, bins, log"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("line()", "bad data for plot.line: expected y, or x and y, as tables of numbers"),
        ("line('x')", "bad data for plot.line: y has to be a table of numbers"),
        ("line{}", "bad data for plot.line: y has to be a table of numbers"),
        ("line{1, 'x'}", "bad data for plot.line: y has to be numbers; one is 'x'"),
        ("scatter({1, 2}, {1})", "bad data for plot.scatter: x and y have to be equally long; there are 2 and 1"),
        ("line({{a = 1}})", NO_FIELDS),
        ("line({{a = 1}}, {x = 'a', y = 'b'})", "bad data for plot.line: the first record has no field 'b'"),
        ("hist({1}, {bins = 0})", "bad data for plot.hist: bins is 0; it may be 1 to 1000"),
        ("heatmap{1}", "bad data for plot.heatmap: expected a table of rows, each a table of numbers"),
        ("bar({a = 1}, {width = -1})", "bad data for plot.bar: width is -1; it may be 20 to 4000 pixels"),
        ("line({1}, {colour = 'red'})", NO_OPTION),
    ],
)  # fmt: skip
def test_mistakes_say_what_is_wanted(notebook, code, message):
    assert notebook.mistake(f"plot.{code}") == f"cell[1]:1: {message}"


def test_a_drawing_follows_the_page_it_is_part_of(notebook):
    pytest.importorskip("vl_convert")
    notebook.run("plot.line{1, 2, 3}")
    drawing = notebook.shown[-1]["image/svg+xml"]
    head, style, rest = drawing.split("style>", 2)
    assert 'class="marks lua-chart"' in head
    assert style.startswith("@supports (fill:var(--a)){.lua-chart>rect{fill:var(--jp-layout-color0,none)}")
    assert "var(--jp-content-font-color1,#7f7f7f)" in style  # read on black and on white, where the page gives no colours
    assert [mark for mark in ("<rect ", 'fill="white"', 'fill="#000"', 'stroke="#ddd"') if mark not in rest] == []


def test_voila_gets_the_drawing_alone(notebook, monkeypatch):
    pytest.importorskip("vl_convert")
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.13")
    notebook.run("plot.line{1, 2, 3}")
    assert sorted(notebook.shown[-1]) == ["image/svg+xml", "text/plain"]
    monkeypatch.setenv("SERVER_SOFTWARE", "other")
    notebook.run("plot.line{1, 2, 3}")
    assert VEGALITE in notebook.shown[-1]
