from lua_kernel.input import LineSource


def source(*lines):
    waiting = list(lines)

    def ask():
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    return LineSource(ask)


def test_a_line_comes_with_its_newline():
    lines = source("one", "", "tré")
    assert [lines.readline() for _ in range(4)] == [b"one\n", b"\n", "tré\n".encode(), b""]


def test_a_limit_cuts_a_line_and_keeps_its_rest():
    lines = source("abcdef")
    assert [lines.readline(4), lines.readline(4), lines.readline()] == [b"abcd", b"ef\n", b""]


def test_bytes_are_read_across_lines():
    lines = source("ab", "cd")
    assert [lines.read(1), lines.read(3), lines.read(9), lines.read(1)] == [b"a", b"b\nc", b"d\n", b""]


def test_reading_nothing_asks_nothing():
    assert source().read(0) == b""


def test_reading_all_ends_with_an_empty_line_or_the_end():
    lines = source("a", "b", "", "c")
    assert [lines.read(), lines.read()] == [b"a\nb\n", b"c\n"]


def test_reading_all_from_lua_asks_no_further_once_the_end_was_typed():
    from interpreter import Interpreter

    assert Interpreter(stdin=source("a", "b", "", "c")).run("return io.read('a'), io.read()").values == (
        b"a\nb\n",
        b"c",
    )
