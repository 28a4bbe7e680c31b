"""What Lua asks a page's reader, in a real kernel."""

import pytest


class Reader:
    """Somebody who types lines when a kernel asks."""

    def __init__(self, page, *lines):
        self.page = page
        self.lines = list(lines)
        self.asked = []

    def run(self, code):
        request = self.page.send(code, allow_stdin=True)
        for line in self.lines:
            self.asked.append(self.page.client.get_stdin_msg(timeout=60)["content"])
            self.page.client.input(line)
        return self.page.collect(request)


EOF = "\x04"


@pytest.mark.parametrize(
    ("code", "lines", "result"),
    [
        ("io.read()", ["one"], '"one"'),
        ("io.read('l', 'L')", ["one", "two"], '"one"\t"two\\n"'),
        ("io.read('n')", [" 0x10 rest"], "16"),
        ("io.read('n', 'n', 'l')", ["1", "2.5 é"], '1\t2.5\t" é"'),
        ("io.read('n')", ["word"], "nil"),
        ("io.read(5, 'l')", ["ab", "cdé"], '"ab\\ncd"\t"é"'),
        ("io.read(0)", ["x"], '""'),
        ("io.read('a')", ["one", "two", ""], '"one\\ntwo\\n"'),
        ("io.read('a')", ["one", EOF], '"one\\n"'),
        ("io.read()", [EOF], "nil"),
        ("io.read(3)", [EOF], "nil"),
        ("io.stdin:read('l')", [""], '""'),
        ("local t = {} for line in io.lines() do t[#t + 1] = line end return table.concat(t, '+')", ["a", "", EOF], '"a+"'),
        ("local f = io.stdin:lines('n') return f(), f()", ["1 2"], "1\t2"),
        ("io.read() or io.read()", [EOF, "again"], '"again"'),
        ("input()", ["one"], '"one"'),
        ("input('p') or 'end'", [EOF], '"end"'),
    ],
)  # fmt: skip
def test_lines_arrive_in_every_format(quiet, code, lines, result):
    reader = Reader(quiet, *lines)
    shown = reader.run(f"rest = nil\n{code}").result
    assert shown == result or (shown is None and result == "nil")
    quiet.run("io.read('L')", answer="")  # what is left of the last line


def test_what_was_printed_stands_before_the_question(quiet):
    reader = Reader(quiet, "Ada")
    assert reader.run("io.write('name? ')\nreturn io.read()").stdout == "name? "
    assert reader.asked == [{"prompt": "", "password": False}]


def test_input_has_a_prompt_and_a_password_is_hidden(quiet):
    reader = Reader(quiet, "Ada", "secret")
    cell = reader.run("local name, key = input('náme: '), input.password('key: ')\nreturn name, #key")
    assert cell.result == '"Ada"\t6'
    assert reader.asked == [{"prompt": "náme: ", "password": False}, {"prompt": "key: ", "password": True}]
    assert [kind for kind, _ in cell.messages] == ["execute_input", "execute_result"]


def test_input_is_a_library(quiet):
    assert quiet.run("require 'input' == input, tostring(input):match '^%a+'").result == 'true\t"input"'


@pytest.mark.parametrize("call", ["input({})", "input(nil)", "input(1)"])
def test_a_prompt_that_is_none_is_refused_with_its_place(quiet, call):
    error = quiet.run(f"\n{call}", allow_stdin=True).error["evalue"]
    assert error.startswith("cell[")
    assert ":2: bad argument #1 to 'input' (string expected, got " in error


@pytest.mark.parametrize("call", ["io.read()", "io.read('a')", "io.lines()()", "input('x')", "input.password('x')"])
def test_input_is_refused_where_the_front_end_takes_none(quiet, call):
    cell = quiet.run(f"local ok, why = pcall(function() return {call} end)\nprint(ok, why)\n{call}", allow_stdin=False)
    assert cell.reply["status"] == "error"
    _, message = cell.error["evalue"].split("]", 1)
    assert message == ":3: no input: this front end takes none here (allow_stdin is false)"
    assert cell.stdout.startswith("false\t")
    assert quiet.run("1").result == "1"


@pytest.mark.parametrize("content", [{}, {"value": None}, {"value": 5}, {"value": ["x"]}])
def test_a_reply_that_is_no_text_is_an_empty_line(quiet, content):
    request = quiet.send("io.read()", allow_stdin=True)
    quiet.client.get_stdin_msg(timeout=60)
    quiet.client.stdin_channel.send(quiet.client.session.msg("input_reply", content))
    assert quiet.collect(request).result == '""'


def test_a_reply_that_nobody_asked_for_answers_nothing(quiet):
    quiet.client.input("stale")
    assert quiet.run("1").result == "1"
    assert Reader(quiet, "fresh").run("io.read()").result == '"fresh"'


@pytest.mark.parametrize("call", ["input('x')", "input.password('x')", "io.read('n')"])
def test_an_interrupt_ends_the_waiting_and_no_pcall_catches_it(quiet, call):
    request = quiet.send(f"pcall(function() {call} end)\nreached = true", allow_stdin=True)
    quiet.client.get_stdin_msg(timeout=60)
    quiet.manager.interrupt_kernel()
    assert quiet.collect(request).reply["ename"] == "Interrupt"
    assert quiet.run("reached").result in (None, "nil")
