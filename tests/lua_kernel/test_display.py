import math
import re
from dataclasses import replace

import pytest

from interpreter import Interpreter, PythonObject, disassemble
from lua_kernel import display
from lua_kernel.display import Table, value_text

# -------------------------------------------------------------------------------------------------------- values


@pytest.fixture(scope="module")
def lua():
    with Interpreter(stdout=lambda data: None) as interpreter:
        yield lambda expression: interpreter.run(f"return {expression}").values[0]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nil"),
        (True, "true"),
        (3, "3"),
        (3.0, "3.0"),
        (-0.0, "-0.0"),
        (0.1, "0.1"),
        (1e100, "1e+100"),
        (1e15, "1e+15"),
        (math.inf, "inf"),
        (-math.inf, "-inf"),
        (math.nan, "nan"),
        (b"a\n\"\\\0\xff", r'"a\n\"\\\x00\xff"'),
        ("é\u200b".encode(), '"é\u200b"'),
        ("\x85".encode(), r'"\u{85}"'),
    ],
)
def test_plain_values(value, text):
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("{}", "{}"),
        ("{1, 2, {3}}", "{1, 2, {3}}"),
        ("{1, nil, 3}", "{1, [3] = 3}"),
        ("{b = 1, a = 'x', [2.5] = 0, [10] = 0}", '{[2.5] = 0, [10] = 0, a = "x", b = 1}'),
        ("{['a b'] = 1, ['end'] = 2, [true] = 3}", '{["a b"] = 1, ["end"] = 2, [true] = 3}'),
        ("{{{{{{{}}}}}}}", "{{{{{{…}}}}}}"),
    ],
)
def test_tables_are_nested_text(lua, expression, text):
    assert value_text(lua(expression)) == text


def test_a_table_in_itself_is_marked(lua):
    assert value_text(lua("(function() local t = {1} t.me = t return t end)()")) == "{1, me = <cycle: this table>}"
    nested = value_text(lua("(function() local t = {} t.a = {b = {t, up = t}} t.a.b.own = t.a.b return t end)()"))
    assert nested == "{a = {b = {<cycle: 2 up>, own = <cycle: this table>, up = <cycle: 2 up>}}}"


def test_a_wide_table_is_cut(lua):
    text = value_text(lua("(function() local t = {} for i = 1, 1000 do t[i] = i end return t end)()"))
    assert text.splitlines()[1:3] == ["  1,", "  2,"]
    assert text.splitlines()[-2:] == ["  … 940 more", "}"]


def test_a_bushy_table_is_bounded(lua):
    grow = "local function f(d) local t = {d} if d > 0 then for i = 2, 20 do t[i] = f(d - 1) end end return t end"
    assert len(value_text(lua(f"(function() {grow} return f(4) end)()"))) < 100_000


def test_a_long_string_is_cut():
    assert value_text(b"x" * 200_000) == '"' + "x" * 100_000 + '"… (200,000 bytes)'


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("print", "builtin print"),
        ("string.rep", "builtin string.rep"),
        ("coroutine.wrap(print)", "builtin"),
        ("function() end", "function()"),
        ("function(a, ...) end", "function(a, ...)"),
        ("load('return 1')", "function(...)"),
        ("{f = function(a) end, print}", "{builtin print, f = function(a)}"),
    ],
)
def test_functions_show_what_they_are(lua, expression, text):
    assert value_text(lua(expression)) == text


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("local function f(a, b) end return f", "function f(a, b)"),
        ("local t = {} function t.run(a) end return t.run", "function t.run(a)"),
        ("local t = {} function t:walk(way) end return t.walk", "function t:walk(way)"),
    ],
)
def test_functions_have_their_names(lua, declared, text):
    assert value_text(lua(f"(function() {declared} end)()")) == text


def test_a_python_object_shows_its_repr():
    assert value_text(PythonObject([1, "a"])) == "[1, 'a']"


# -------------------------------------------------------------------------------------------------------- tables


TABLE = Table("things", ("name", "n"), [("a<b", "1"), ("long name", "1,000")], alarms=frozenset([(1, 1)]))


def test_a_table_is_aligned_in_plain_text():
    assert TABLE.plain() == "things\nname             n\na<b              1\nlong name  1,000 !"


def test_a_table_is_semantic_html():
    markup = TABLE.html()
    assert "<caption" in markup
    assert markup.count('scope="col"') == 2
    assert markup.count('scope="row"') == 2
    assert "a&lt;b" in markup
    assert "var(--jp-error-color1,#d32f2f)" in markup


def test_rows_of_a_table_stand_in_groups_and_long_words_are_broken_where_asked_for():
    rows = [("a", "1"), ("b", "2"), ("c", "3")]
    table = Table("figures", ("name", "value"), rows, left=frozenset([0, 1]), groups=((1, "the <rest>"),))
    assert table.plain() == "figures\nname  value\na     1\nthe <rest>\nb     2\nc     3"
    assert re.findall(r'<th [^>]*colspan="2" scope="rowgroup">([^<]*)</th></tr><tr><th[^>]*>b<', table.html()) == [
        "the &lt;rest&gt;"
    ]
    assert "anywhere" not in table.html()
    assert replace(table, wide=frozenset([1])).html().count("overflow-wrap:anywhere") == 3


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (display.byte_size(0), "0 B"),
        (display.byte_size(2048), "2.0 KiB"),
        (display.byte_size(5 << 30), "5.0 GiB"),
        (display.duration(0), "0 ns"),
        (display.duration(0.0123), "12.3 ms"),
        (display.duration(2), "2 s"),
        (display.percentage(9999, 10000), "99 %"),
        (display.percentage(1, 0), "–"),
        (display.count(1234567), "1,234,567"),
        (display.counted(1, "line"), "1 line"),
        (display.counted(1234, "line"), "1,234 lines"),
    ],
)
def test_quantities(shown, expected):
    assert shown == expected


# ------------------------------------------------------------------------------------------------------ listings


def test_a_listing_shows_source_lines_above_instructions():
    source = "local x = 1\nprint(x < 2)"
    shown = display.listing_bundle(disassemble(source), source)
    assert "print(x &lt; 2)" in shown["text/html"]
    assert shown["text/plain"] == disassemble(source).text()
