import pytest

from lua_kernel.tokens import all_tokens, code_tokens, open_levels


def kinds(text):
    return [(token.kind, token.text) for token in all_tokens(text)]


def test_names_keywords_numbers_and_symbols_are_told_apart():
    number = ["number", "symbol", "number"]
    tokens = kinds("local x = 0x1p4 // 2.5e-3")
    assert tokens == list(
        zip(["keyword", "name", "symbol", *number], ["local", "x", "=", "0x1p4", "//", "2.5e-3"], strict=True)
    )


@pytest.mark.parametrize("text", ["'a\\'b'", '"a\\\nb"', "[[a\n]b]]", "[==[ ]] ]==]", "'\\z  \n  x'"])
def test_a_string_is_one_token(text):
    assert kinds(text) == [("string", text)]


@pytest.mark.parametrize("text", ["-- a 'quote", "--[[ two\nlines ]]", "--[==[ ]] ]==]"])
def test_a_comment_is_one_token_and_no_code(text):
    assert kinds(text) == [("comment", text)]
    assert code_tokens(text) == []


@pytest.mark.parametrize(
    ("text", "closed"),
    [("'a", False), ("'a'", True), ("'", False), ("[[a", False), ("[[a]]", True), ("[=[a]]", False), ("'a\\'", False)],
)
def test_an_unfinished_string_is_known(text, closed):
    assert next(all_tokens(text)).is_closed == closed


@pytest.mark.parametrize(
    ("text", "unfinished"),
    [("--[[a", True), ("--[==[a]]", True), ("--[[a]]", False), ("--[ a", False), ("-- [[a", False), ("'a", False)],
)
def test_an_unfinished_comment_is_known(text, unfinished):
    assert next(all_tokens(text)).is_unfinished == unfinished


def test_places_count_code_points():
    assert [token.start for token in all_tokens("'é' .. x")] == [0, 4, 7]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("if x then", 1),
        ("if x then y() else", 1),
        ("if x then y() elseif z then", 1),
        ("for i = 1, 2 do if x then", 1),
        ("for i = 1, 2 do\n  if x then", 2),
        ("while x do", 1),
        ("f(function()", 1),
        ("f(function()\n  x()\nend", 1),
        ("f(function()\n  g{\n    x = 1", 2),
        ("repeat x() until", 0),
        ("t = {", 1),
        ("f() end", 0),
        ("x = '('", 0),
    ],
)
def test_lines_that_leave_blocks_and_brackets_open_are_counted(text, levels):
    assert open_levels(text) == levels
