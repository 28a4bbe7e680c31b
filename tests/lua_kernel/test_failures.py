import re

import pytest

from interpreter import ErrorReport
from lua_kernel.failures import failure
from tests.lua_kernel.records import record

ANSI = re.compile(r"\x1b\[[0-9;]*m")


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


@pytest.mark.parametrize(
    ("line", "message", "below"),
    [
        ("print(math.floor('x'))", "bad argument #1 to 'floor' (number expected, got string)", "           ^^^^^"),
        ("goto nope", "no visible label 'nope' for <goto> at line 1", "     ^^^^"),
        ("local x <foo> = 1", "unknown attribute 'foo'", "         ^^^"),
        ("local x <close> = 42", "variable 'x' got a non-closable value", "      ^"),
    ],
)
def test_a_caret_stands_below_what_else_a_message_names(line, message, below):
    assert excerpt(line, message) == (f"--->   1 {line}", " " * len("--->   1 ") + below)


@pytest.mark.parametrize("line", ["print(x .. x)", "print(x, 'x is ' .. x.y, x.z)"])
def test_a_caret_stands_nowhere_where_it_could_be_either(line):
    told = text(failure(report("cell[3]:1: attempt to index a nil value (global 'x')"), {"3": line}.get))
    assert "^" not in told


@pytest.mark.parametrize("message", ["cell[99]:1: gone", "cell[3]:77: beyond", "other:1: file", ""])
def test_a_place_without_source_is_no_trouble(message):
    assert text(failure(report(message), SOURCES)) == f"LuaError: {message}"


def test_bytes_that_are_no_utf8_are_shown():
    assert failure(record(ErrorReport, kind="error", message=b"bad \xff"), SOURCES).evalue == "bad \\xff"


def test_our_own_mistakes_say_so():
    assert "a mistake in the interpreter" in text(failure(report("lost", kind="internal"), SOURCES))
