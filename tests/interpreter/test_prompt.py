"""Completion at the prompt; the prompt itself is tested with the command."""

import pytest

from interpreter import Interpreter
from interpreter.prompt import Completer


class Editor:
    """A line that is being edited, as the readline module shows it."""

    def __init__(self, line):
        self.line = line

    def get_line_buffer(self):
        return self.line

    def get_begidx(self):
        return len(self.line)

    def insert_text(self, text):
        self.line += text

    def redisplay(self):
        pass


@pytest.fixture
def completer():
    lua = Interpreter()
    lua.run("""
    account = setmetatable({balance = 1, [1] = 2, ["no name"] = 3}, {__index = {deposit = print, child = {inner = 1}}})
    trap = setmetatable({}, {__index = function() error("called") end})
    text = "abc"
    """)
    return Completer(lua, Editor(""))


@pytest.mark.parametrize(
    ("word", "matches"),
    [
        ("acc", ["account"]),
        ("account.", ["account.balance", "account.child", "account.deposit"]),
        ("account:de", ["account:deposit"]),
        ("account.child.", ["account.child.inner"]),
        ("string.re", ["string.rep", "string.reverse"]),
        ("text:up", ["text:upper"]),
        ("whi", ["while"]),
        ("trap.x.", []),
        ("nothing.", []),
        ("print.", []),
        ("xyz", []),
    ],
)
def test_words_become_names(completer, word, matches):
    assert matches == completer.matches(word)


def test_matches_are_given_one_by_one(completer):
    assert ["string.rep", "string.reverse", None] == [completer.match("string.re", state) for state in range(3)]


def test_a_tab_where_nothing_stands_is_a_tab(completer):
    assert completer.match("", 0) is None
    assert "\t" == completer._editor.line
    completer._editor.line = "x = "
    assert "_G" == completer.match("", 0)
