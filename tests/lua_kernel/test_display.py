import math
import re
from dataclasses import fields, replace

import pytest

from interpreter import (
    ErrorReport,
    FrameCounts,
    HeapStats,
    Interpreter,
    PoolSnapshot,
    PoolStats,
    PythonObject,
    disassemble,
)
from lua_kernel import display
from lua_kernel.display import CellTraffic, Table, failure, value_text

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def record(record_class, /, **given):
    """Make a record whose other fields are empty."""
    empty = {"str": "", "bytes": b"", "int": 0, "float": 0.0, "bool": False}
    blanks = {f.name: empty.get(str(getattr(f.type, "__name__", f.type)), ()) for f in fields(record_class)}
    return record_class(**(blanks | given))


def snapshot(frames=(0, 0), live=0, bytes_used=0, mode="on"):
    rents, hits = frames
    pools = (
        record(PoolStats, name="frames", rents=rents, hits=hits, misses=rents - hits, returns=rents - live, live=live),
        record(PoolStats, name="locals[4]", rents=rents, hits=rents, returns=rents, bytes_saved=2048),
        record(PoolStats, name="tbc"),
    )
    counts = record(FrameCounts, entered=rents, fresh=rents - hits, reused=hits, lua=rents, live=live)
    return record(
        PoolSnapshot, pools=pools, frames=counts, heap=record(HeapStats, bytes_used=bytes_used), mode=mode
    )  # fmt: skip


def cell(before, after, elapsed_s):
    return CellTraffic("1", before, after, elapsed_s)


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


def test_colours_come_from_the_theme_with_fallbacks():
    markup = display.pools_full(cell(snapshot(), snapshot((10, 9), live=1), 0.1))["text/html"]
    assert re.findall(r"(?<!,)#[0-9a-f]{3,6}", markup) == []
    variables = set(re.findall(r"var\((--[\w-]+)", markup))
    assert variables >= {"--jp-ui-font-color2", "--jp-ui-font-size1", "--jp-error-color1"}


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
    ],
)
def test_quantities(shown, expected):
    assert shown == expected


# --------------------------------------------------------------------------------------------------------- pools


def test_the_short_line_tells_the_cells_traffic():
    shown = display.pools_short(cell(snapshot((100, 90)), snapshot((112, 99), bytes_used=1024), 0.5))
    frames, arrays = "12 frames rented, 12 returned, 0 live, 3 fresh, 75 % reused", "12 local arrays, 0 fresh"
    assert shown["text/plain"] == f"{frames} · {arrays} · heap +1.0 KiB · 500 ms"
    assert shown["text/html"].startswith("<details><summary")
    assert "open" not in shown["text/html"].partition("<summary")[0]


def test_the_full_view_has_deltas_and_totals():
    shown = display.pools_full(cell(snapshot((100, 90)), snapshot((112, 99)), 0.5))
    assert re.search(r"^frames +12 +12 +9 +3 +75 %", shown["text/plain"], re.MULTILINE)
    assert "tbc" not in shown["text/plain"]
    assert "112" in shown["text/html"]


def test_frames_that_were_not_given_back_are_an_alarm():
    shown = display.pools_full(cell(snapshot(), snapshot((9, 9), live=2), 0.1))
    assert "color:var(--jp-error-color1" in shown["text/html"]
    assert re.search(r"^frames .* 2 ! ", shown["text/plain"], re.MULTILINE)
    assert "! rented and not given back" in shown["text/plain"]


def test_heap_kinds_share_cells_so_none_has_hits_of_its_own():
    before, after = snapshot(), snapshot((9, 9))
    tables = record(PoolStats, name="tables", rents=7, misses=7, live=7, high_water=7)
    shown = display.pools_full(cell(before, replace(after, pools=(*after.pools, tables)), 0.1))
    assert re.search(r"^tables +7 +0 +– +– +– +– +7 +7$", shown["text/plain"], re.MULTILINE)


def test_the_session_totals_name_the_settings():
    shown = display.pools_now(snapshot((1, 1), mode="poison"), "short")["text/plain"]
    assert shown.startswith("pools are poisoned; statistics after each cell: short\n")


# -------------------------------------------------------------------------------------------------------- errors


def report(message, kind="error", stack="", value=None):
    return record(ErrorReport, kind=kind, message=message.encode(), traceback=stack.encode(), value=value)


def text(failed):
    return ANSI.sub("", "\n".join(failed.traceback))


SOURCES = {"3": "x = 1\ny = nothing.field\nz = 2", "1": "function f()\n  error('no')\nend"}.get


def test_an_error_shows_the_cells_lines_and_a_caret():
    failed = failure(report("cell[3]:2: attempt to index a nil value (global 'nothing')"), SOURCES)
    assert (failed.ename, failed.evalue) == ("LuaError", "cell[3]:2: attempt to index a nil value (global 'nothing')")
    assert text(failed) == (
        "LuaError: cell[3]:2: attempt to index a nil value (global 'nothing')\n"
        "cell[3], line 2:\n"
        "       1 x = 1\n"
        "--->   2 y = nothing.field\n"
        "             ^^^^^^^\n"
        "       3 z = 2"
    )


def excerpt(line, message, number=1):
    """Return the shown line of an error, and what stands below it."""
    source = "\n" * (number - 1) + line
    shown = text(failure(report(f"cell[3]:{number}: {message}"), {"3": source}.get)).split("\n")
    place = next(row for row, found in enumerate(shown) if found.startswith("--->"))
    return shown[place], "".join(shown[place + 1 : place + 2])


def test_a_caret_stands_below_its_name_behind_tabs_and_long_numbers():
    assert excerpt("\tif\tx.y then", "attempt to index a nil value (global 'x')") == (
        "--->   1 \tif\tx.y then",
        "         \t  \t^",
    )
    shown, below = excerpt("y = nothing.x\r", "attempt to index a nil value (global 'nothing')", 12345)
    assert (shown, below) == ("---> 12345 y = nothing.x", "               ^^^^^^^")


def test_of_a_long_line_the_place_is_shown():
    message = "attempt to call a nil value (global 'nothing')"
    shown, below = excerpt("a()" * 1000 + "nothing()" + "b()" * 1000, message)
    assert (len(shown), shown[9:11], shown[-2:]) == (211, "…)", "b…")
    assert shown[below.index("^") : below.index("^") + 8] == "nothing("
    assert below.count("^") == 7
    shown, below = excerpt("x = '" + "z" * 1000, "unfinished string near ''" + "z" * 1000 + "'")
    assert (len(shown), len(below)) == (210, 210)
    assert excerpt("q" * 1000, "plain") == ("--->   1 " + "q" * 200 + "…", "")


def test_an_error_in_an_earlier_cells_function_shows_that_cell():
    stack = "stack traceback:\n\t[C]: in function 'error'\n\tcell[1]:2: in function 'f'\n\tcell[3]:1: in main chunk"
    shown = text(failure(report("cell[1]:2: no", stack=stack), SOURCES))
    assert "cell[1], line 2:" in shown
    assert "    cell[1]:2: in function 'f'" in shown


def test_an_error_without_a_place_takes_the_stacks():
    stack = "stack traceback:\n\tcell[3]:1: in main chunk"
    assert "--->   1 x = 1" in text(failure(report("plain", stack=stack), SOURCES))


@pytest.mark.parametrize(
    ("message", "caret"),
    [
        ("cell[3]:1: unexpected symbol near '='", "           ^"),
        ("cell[3]:3: '=' expected near <eof>", "              ^"),
    ],
)
def test_a_syntax_error_points_at_the_token(message, caret):
    assert caret in text(failure(report(message, kind="syntax"), SOURCES)).split("\n")


@pytest.mark.parametrize("message", ["cell[99]:1: gone", "cell[3]:77: beyond", "other:1: file", ""])
def test_a_place_without_source_is_no_trouble(message):
    assert text(failure(report(message), SOURCES)) == f"LuaError: {message}"


def test_bytes_that_are_no_utf8_are_shown():
    assert failure(record(ErrorReport, kind="error", message=b"bad \xff"), SOURCES).evalue == "bad \\xff"


def test_our_own_mistakes_say_so():
    assert "a mistake in the interpreter" in text(failure(report("lost", kind="internal"), SOURCES))


# ------------------------------------------------------------------------------------------------------ listings


def test_a_listing_shows_source_lines_above_instructions():
    source = "local x = 1\nprint(x < 2)"
    shown = display.listing_bundle(disassemble(source), source)
    assert "print(x &lt; 2)" in shown["text/html"]
    assert shown["text/plain"] == disassemble(source).text()


def test_rows_of_a_table_stand_in_groups_and_long_words_are_broken_where_asked_for():
    rows = [("a", "1"), ("b", "2"), ("c", "3")]
    table = display.Table("figures", ("name", "value"), rows, left=frozenset([0, 1]), groups=((1, "the <rest>"),))
    assert table.plain() == "figures\nname  value\na     1\nthe <rest>\nb     2\nc     3"
    assert re.findall(r'<th [^>]*colspan="2" scope="rowgroup">([^<]*)</th></tr><tr><th[^>]*>b<', table.html()) == [
        "the &lt;rest&gt;"
    ]
    assert "anywhere" not in table.html()
    assert replace(table, wide=frozenset([1])).html().count("overflow-wrap:anywhere") == 3


def test_heap_kinds_stand_below_the_pools():
    with Interpreter() as lua:
        before = lua.snapshot()
        lua.run("t = {} local function f() end f()")
        plain = display.traffic_table(lua.snapshot().since(before)).plain()
    own, heap = plain.split("on the heap, where the collector frees what nobody reaches\n")
    assert "frames" in own
    assert "tables" in heap
    assert "tables" not in own
