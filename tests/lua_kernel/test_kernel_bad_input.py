"""What a kernel must survive: each gets an answer in Lua's words, and the session goes on."""

import pytest

ALIVE = "'alive'"


@pytest.fixture(autouse=True)
def _kernel_lives(quiet):
    quiet.run("kept = 'kept'")
    yield
    assert quiet.run("kept").result == '"kept"'
    assert quiet.is_alive()


def test_a_syntax_error(quiet):
    cell = quiet.run("x = = 1")
    assert cell.error["ename"] == "LuaSyntaxError"
    assert cell.error["evalue"].endswith(":1: unexpected symbol near '='")


def test_a_file_that_cannot_be_opened(quiet):
    cell = quiet.run("assert(io.open('no_such_file.lua'))")
    assert cell.error["evalue"].endswith("no_such_file.lua: No such file or directory")


def test_a_missing_file(quiet):
    cell = quiet.run("dofile('no_such_file.lua')")
    assert "cannot open no_such_file.lua" in cell.error["evalue"]


def test_deep_recursion(quiet):
    cell = quiet.run("function down() return 1 + down() end\ndown()")
    assert "stack overflow" in cell.error["evalue"]


def test_a_million_nested_parentheses(quiet):
    cell = quiet.run("x = " + "(" * 1_000_000 + "1" + ")" * 1_000_000)
    assert cell.error["ename"] == "LuaSyntaxError"
    assert cell.error["evalue"]


@pytest.mark.parametrize("text", ["(" * 1_000_000, "{" * 1_000_000, "return " + "- " * 100_000 + "1"])
def test_nesting_of_every_kind(quiet, text):
    assert quiet.run(text).reply["status"] == "error"


def test_bytes_that_are_no_utf8_in_a_result(quiet):
    assert quiet.run(r"'a\xff\0b'").result == r'"a\xff\x00b"'


def test_bytes_that_are_no_utf8_in_an_error(quiet):
    assert quiet.run(r"error('bad \xff', 0)").error["evalue"] == r"bad \xff"


def test_bytes_that_are_no_utf8_in_output(quiet):
    assert quiet.run(r"io.write('\xff\xc3')").stdout == r"\xff\xc3"


def test_bytes_that_are_no_utf8_in_table_keys(quiet):
    assert quiet.run(r"{['\xff'] = 1}").result == r'{["\xff"] = 1}'


@pytest.mark.parametrize("value", ["nil", "{code = 1}", "print", "true"])
def test_errors_that_are_no_strings(quiet, value):
    cell = quiet.run(f"error({value})")
    assert cell.reply["status"] == "error"
    assert isinstance(cell.error["evalue"], str)


def test_a_cell_that_spoils_the_globals(quiet):
    spoil = "saved = {print, tostring, error, string.upper} print, tostring, error, string.upper = nil"
    assert quiet.run(f"{spoil}\nreturn 1").result == "1"
    assert quiet.complete("strin")["matches"] == ["string"]
    assert quiet.run("print(1)").error["evalue"].endswith("attempt to call a nil value (global 'print')")
    quiet.run("print, tostring, error, string.upper = table.unpack(saved)")


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("complete_request", {"code": "((((", "cursor_pos": 400}),
        ("complete_request", {"code": "'é", "cursor_pos": 0}),
        ("inspect_request", {"code": "", "cursor_pos": 5, "detail_level": 7}),
        ("is_complete_request", {"code": "(" * 100_000}),
        ("history_request", {"hist_access_type": "range", "output": True, "raw": True}),
    ],
)
def test_odd_questions_get_an_answer(quiet, kind, content):
    assert "status" in quiet.ask(kind, content)


def test_an_unknown_message_is_ignored(quiet):
    quiet.client.shell_channel.send(quiet.client.session.msg("nonsense_request", {"x": 1}))
    quiet.client.shell_channel.send(quiet.client.session.msg("comm_msg", {"comm_id": "gone", "data": {}}))


def test_a_cell_with_nul_bytes(quiet):
    assert quiet.run("#'\0é'").result == "3"


def test_a_large_cell(quiet):
    assert quiet.run("--" + "x" * 5_000_000 + "\n1").result == "1"
