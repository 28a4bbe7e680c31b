import pytest

from interpreter import Interpreter
from lua_kernel.inspection import inspect, name_at

CELL = """
-- Add two numbers.
-- Nothing more.
function add(a, b, ...)
  return a + b
end
shape = {area = add, sides = 4}
title = "é<b>"
"""


@pytest.fixture(scope="module")
def globals_():
    with Interpreter(stdout=lambda data: None) as interpreter:
        assert interpreter.run(CELL, "=cell[7]").error is None
        yield interpreter.globals


def look(globals_, code, cursor=None, detail=0):
    position = len(code) if cursor is None else cursor
    return inspect(code, position, globals_, {"7": CELL}.get, detail)


@pytest.mark.parametrize(
    ("code", "cursor", "name"),
    [
        ("print", 3, "print"),
        ("string.format", 9, "string.format"),
        ("string.format", 3, "string"),
        ("add(1, 2)", 6, "add"),
        ("x = shape.area(add(1), ", 23, "shape.area"),
        ("f(1) + g(", 9, "g"),
        ("('x')", 3, ""),
        ("f()[1].name", 9, ""),
        ("if (", 4, ""),
        ("", 0, ""),
    ],
)
def test_the_name_at_the_cursor(code, cursor, name):
    assert name_at(code, cursor) == name


def test_a_function_shows_signature_place_and_comment(globals_):
    plain = look(globals_, "add(")["text/plain"]
    assert plain == (
        "add(a, b, ...)\ntype: function\ndefined: cell[7], lines 4–6\n\n-- Add two numbers.\n-- Nothing more."
    )  # fmt: skip


def test_more_detail_shows_the_source(globals_):
    assert look(globals_, "shape.area", detail=1)["text/plain"].endswith("function add(a, b, ...)\n  return a + b\nend")


def test_a_builtin_is_called_one(globals_):
    assert look(globals_, "string.upper")["text/plain"] == "string.upper(…)\ntype: function (builtin)"


def test_values_show_type_and_value(globals_):
    assert look(globals_, "shape.sides")["text/plain"] == "shape.sides\ntype: number (integer)\nvalue: 4"
    assert look(globals_, "math.pi")["text/plain"].startswith("math.pi\ntype: number (float)\nvalue: 3.14159")
    assert "type: table\nlength: 0\nmetatable: no\n" in look(globals_, "shape")["text/plain"]


def test_html_is_escaped(globals_):
    assert "é&lt;b&gt;" in look(globals_, "title")["text/html"]


@pytest.mark.parametrize("code", ["nothing", "shape.nothing", "1 + ", "local"])
def test_what_is_not_known_gives_nothing(globals_, code):
    assert look(globals_, code) is None
