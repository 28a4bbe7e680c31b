import xml.etree.ElementTree as ET

import pytest

from interpreter import Interpreter
from lua_kernel.graph import MAX_OBJECTS, Spot, _lowest, _road_back, graph_bundle


@pytest.fixture(scope="module")
def graph():
    with Interpreter() as interpreter:
        yield lambda source: graph_bundle(
            interpreter.run(source).values[0], "it", interpreter.globals, lambda function: []
        )


def text(shown):
    return shown["text/plain"].split("\n")


def test_fields_come_in_order_and_objects_are_numbered(graph):
    assert text(graph("return {b = {}, a = 'x', 10, [true] = 2.5}")) == [
        "it: 2 objects",
        "#1 table, length 1",
        "  [1] = 10",
        '  a = "x"',
        "  b = #2 table, length 0",
        "  [true] = 2.5",
    ]


def test_a_cycle_is_marked_and_a_shared_object_is_one_box(graph):
    shown = text(graph("local s = {} local t = {x = s, y = s} t.z = t return t"))
    assert shown[2:] == ["  x = #2 table, length 0", "  y = #2 (shared)", "  z = #1 (cycle)"]


def test_a_cycle_that_no_path_from_the_value_shows_is_found(graph):
    shown = text(graph("local b, c = {}, {} b.c, c.b = c, b return {b = b, c = c}"))
    assert "    c = #3 (cycle)" in shown
    assert "    b = #2 (cycle)" in shown


def test_metatables_and_functions_are_objects(graph):
    shown = text(graph("local m = {} return setmetatable({print = print, f = function() end}, m)"))
    assert "  metatable = #4 table, length 0" in shown
    assert "  f = #2 function anonymous, line 1" in shown
    assert "  print = #3 print (builtin)" in shown


def test_a_large_table_is_cut(graph):
    shown = text(graph("local t = {} for i = 1, 1000 do t[i] = i end return t"))
    assert shown[-1] == "  …"
    assert len(shown) == 11


def test_a_large_graph_is_cut(graph):
    shown = text(graph("local function grow(n) return n > 0 and {grow(n - 1), grow(n - 1)} or {} end return grow(9)"))
    assert shown[0] == f"it: {MAX_OBJECTS} objects"
    assert any(line.endswith("table, length 2 …") for line in shown)


def test_a_long_chain_is_cut_at_its_depth(graph):
    shown = text(graph("local t = {} for _ = 1, 1e5 do t = {t} end return t"))
    assert len(shown) == 9
    assert shown[-1].endswith("…")


def test_nothing_is_called(graph):
    source = "return setmetatable({}, {__index = error, __pairs = error, __len = error, __tostring = error})"
    assert text(graph(source))[1] == "#1 table, length 0"


def test_the_drawing_is_xml_and_names_are_escaped(graph):
    shown = graph("local t = {['<script>'] = '&', s = '\\0\\xff'} t.me = t return t")
    root = ET.fromstring(shown["image/svg+xml"])  # noqa: S314 - our own text
    assert root.get("role") == "img"
    assert root[1].text
    assert "stroke-dasharray" in shown["image/svg+xml"]
    assert "<script>" not in shown["text/html"]
    assert "<table" in shown["text/html"]


def test_captured_variables_are_fields_and_the_globals_stay_closed(notebook):
    notebook.run("local n, t = 1, {} function f() t.f = f n = n + 1 return print(n) end")
    shown = notebook.magic("%heap f")["text/plain"].split("\n")
    assert shown == [
        "f: 2 objects",
        "#1 function f, line 1",
        "  t = #2 table, length 0",
        "  _ENV = the table of globals",
        "  n = 1",
    ]


def test_captured_variables_are_left_out_where_debug_is_gone(notebook):
    notebook.run("local t = {} function f() return t end debug = nil")
    assert notebook.magic("%heap f")["text/plain"] == "f: 1 object\n#1 function f, line 1"


def test_an_arrow_back_passes_below_the_boxes_between():
    start, between, end = Spot(564, 4, 40), Spot(284, 4, 90), Spot(4, 4, 60)
    assert _road_back(start, end, _lowest(start, end, [start, between, end]), 16) == "H798V101H238V16H224"
    assert _road_back(start, between, _lowest(start, between, [start, between, end]), 16) == "H798V51H518V16H504"
    assert _road_back(end, end, _lowest(end, end, [start, between, end]), 16) == "H238V16H224"
