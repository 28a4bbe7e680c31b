import time

import pytest

from lua_kernel.cells import Chunk, Question, chunk_of, completeness, misplaced_magic, question_of, read_cell

GUARD = "do local _cell_ <close> = nil return {}\nend"


@pytest.mark.parametrize(
    ("lua", "listed"),
    [
        ("1 + 1", "return 1 + 1"),
        ("x", "return x"),
        ("1, 'a', {}", "return 1, 'a', {}"),
        ("1 +\n  2", "return 1 +\n  2"),
        ("x = 5\nx * 2", "x = 5\nreturn x * 2"),
        ("x = 5 x * 2", "x = 5 return x * 2"),
        ("local a, b = 1, 2\na, b", "local a, b = 1, 2\nreturn a, b"),
        ("f() g() + 1", "f() return g() + 1"),
        ("f() -1", "return f() -1"),
        ("f() g() and 1", "f() return g() and 1"),
        ("f() andy", "f() return andy"),
        ("f(); -1", "f(); return -1"),
        ("f() ...", "f() return ..."),
        ("do f() end g .. 1 .. 2", "do f() end return g .. 1 .. 2"),
        ("if x then y() end\n'text'", "if x then y() end\nreturn 'text'"),
        ("function f() return 1 end\nf", "function f() return 1 end\nreturn f"),
        ("local t = {1}\n#t", "local t = {1}\nreturn #t"),
        ("t = {1}\nnot t -- no", "t = {1}\nreturn not t -- no"),
        ("x = 1 -- é\nx .. 'é'", "x = 1 -- é\nreturn x .. 'é'"),
        ("x = 1; {1, 2}", "x = 1; return {1, 2}"),
        ("function() return 1 end", "return function() return 1 end"),
        ("goto done\n::done::\n7", "goto done\n::done::\nreturn 7"),
    ],
)
def test_a_last_expression_is_returned(lua, listed):
    assert chunk_of(lua) == Chunk(listed, listed, shows=True)


@pytest.mark.parametrize(
    ("lua", "before", "call"),
    [
        ("f()", "", "f()"),
        ("x = 1 f{x}", "x = 1 ", "f{x}"),
        ("local s = 'é'\ns:upper() -- é", "local s = 'é'\n", "s:upper() -- é"),
        ("(f or g)(1)", "", "(f or g)(1)"),
        ("goto l\nlocal x\n::l:: f()", "goto l\nlocal x\n::l:: ", None),
    ],
)
def test_a_last_call_is_returned_without_a_tail_call(lua, before, call):
    if call is None:  # not Lua: the goto jumps into the scope of x once a statement follows
        assert chunk_of(lua).text == lua
    else:
        guarded = before + GUARD.format(call)
        assert chunk_of(lua) == Chunk(guarded, lua, shows=True, is_call=True)


@pytest.mark.parametrize(
    "lua",
    ["x = 1", "return 1", "return (f())", "return f(), 1", "local x", "for i = 1, 2 do f() end", "", "-- nothing", "do f() end"],
)
def test_a_cell_that_ends_with_another_statement_is_left_alone(lua):
    assert chunk_of(lua) == Chunk(lua, lua, shows=True)


@pytest.mark.parametrize("call", ["f()", "t:m(1)", "f 'x'", "f() -- é"])
def test_a_call_that_is_returned_is_no_tail_call_either(call):
    lua = f"x = 'é'\nreturn {call}"
    guarded = f"x = 'é'\ndo local _cell_ <close> = nil return {call}\nend"
    assert chunk_of(lua) == Chunk(guarded, lua, shows=True)


@pytest.mark.parametrize("lua", ["x = = 1", "1 +", "f(", "x = 1 end", "'unfinished", "y = 1 ) 2", ")" * 50])
def test_a_cell_that_does_not_parse_is_left_alone(lua):
    assert chunk_of(lua).text == lua


@pytest.mark.parametrize(
    ("lua", "text"),
    [
        ("1 + 1;", "return 1 + 1;"),
        ("x = 1\nx; -- hidden", "x = 1\nreturn x; -- hidden"),
        ("f();", "f();"),
        ("f() ; --[[ hidden ]]", "f() ; --[[ hidden ]]"),
        ("return 1;", "return 1;"),
    ],
)
def test_a_last_semicolon_hides_the_result(lua, text):
    assert chunk_of(lua) == Chunk(text, text, shows=False)


@pytest.mark.parametrize("lua", ["x -- no;", "x --[[;]]", "';'", "return ';'", "f() -- ;"])
def test_a_semicolon_in_a_text_or_a_comment_hides_nothing(lua):
    assert chunk_of(lua).shows


def test_a_semicolon_hides_the_result_of_a_large_cell():
    lua = "f(';')\n" * 100_000 + "x"
    assert chunk_of(lua).shows
    assert not chunk_of(f"{lua};").shows


def seconds(function, *given):
    started_s = time.process_time()
    function(*given)
    return time.process_time() - started_s


def test_the_last_expression_of_a_large_cell_is_read_alone():
    large = "t = {1, 2, {x = 3}}\n" * 20_000
    for _ in range(5):
        without = min(seconds(chunk_of, large) for _ in range(3))
        if min(seconds(chunk_of, large + "t[1] + 1") for _ in range(3)) < 1.2 * without:
            return
    pytest.fail("reading a last expression costs as much as reading the cell again")


def test_two_hundred_locals_leave_the_last_call_without_a_guard():
    lua = "".join(f"local a{n}\n" for n in range(200)) + "print()"
    assert chunk_of(lua).text == lua.replace("print()", "return print()")


def test_deep_parentheses_are_left_to_lua():
    lua = "(" * 100_000
    assert chunk_of(lua).text == lua


def test_magics_become_empty_lines():
    cell = read_cell("\n%%pools\n-- %%frames top=3\n%pools mode off\nprint(1)\n%%time")
    assert [(m.shown_name, m.words, m.line) for m in cell.magics] == [
        ("%%pools", (), 2),
        ("%%frames", ("top=3",), 3),
        ("%pools", ("mode", "off"), 4),
    ]
    assert cell.lua == "\n\n\n\nprint(1)\n%%time"
    magic = misplaced_magic(cell.lua)
    assert (magic.shown_name, magic.line) == ("%%time", 6)


@pytest.mark.parametrize(
    ("code", "lua"),
    [
        ("=1 + 1", " 1 + 1"),
        (" = 1, 2\n", "   1, 2\n"),
        ("%%time\n\n= x == y", "\n\n  x == y"),
        ("x = 1\n= 2", "x = 1\n= 2"),
        ("==1", " =1"),
        ("#!/usr/bin/env lua\nprint(1)", "\nprint(1)"),
        ("#!lua\n= 1", "\n  1"),
        ("\n#!lua", "\n#!lua"),
        ("\ufeffx = 1", "x = 1"),
        ("\ufeff#!lua\nx = 1", "\nx = 1"),
        ("# GET /hello\nprint(1)", "\nprint(1)"),
        ("# ResponseInfo  POST /a/:id\nprint(1)\n# POST /a/:id\n= 1", "\nprint(1)\n\n= 1"),
        ("#GET / 2", "#GET / 2"),
        ("# GET", "# GET"),
        ("#names", "#names"),
        ("x = 1\n# GET /hello", "x = 1\n# GET /hello"),
    ],
)
def test_what_files_and_prompts_may_begin_with_is_no_lua(code, lua):
    assert read_cell(code).lua == lua


@pytest.mark.parametrize(
    "code", ["x = 7\n% 2", "-- %pools on\nx = 1", "-- 100 %% sure", "x = 1 -- %%pools", "x = 7\n%y"]
)
def test_other_per_cent_signs_are_no_magics(code):
    assert read_cell(code).magics == ()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = 1", ("complete", "")),
        ("1 + 1", ("complete", "")),
        ("x = 1\nx", ("complete", "")),
        ("", ("complete", "")),
        ("%pools on", ("complete", "")),
        ("%%pools", ("incomplete", "")),
        ("%%pools\nf()", ("complete", "")),
        ("%%pools\nif x then", ("incomplete", "    ")),
        ("for i = 1, 2 do", ("incomplete", "    ")),
        ("for i = 1, 2 do\n    if i then", ("incomplete", "        ")),
        ("f(1,", ("incomplete", "    ")),
        ("x = [[text", ("incomplete", "")),
        ("function f()\n    x = [==[text]]\n", ("incomplete", "")),
        ("--[[ a comment", ("incomplete", "")),
        ("function f() --[==[ a comment ]]", ("incomplete", "")),
        ("x = 'text\\", ("incomplete", "")),
        ("x = 'text\\z", ("incomplete", "")),
        ("x = 'text\\\\", ("invalid", "")),
        ("repeat", ("incomplete", "    ")),
        ("repeat\n    f()\nuntil", ("incomplete", "")),
        ("while x do", ("incomplete", "    ")),
        ("if x then f() else", ("incomplete", "    ")),
        ("if x then\n    f()\nelseif y then", ("incomplete", "    ")),
        ("function f(a, b)", ("incomplete", "    ")),
        ("f(function(a)", ("incomplete", "    ")),
        ("f(function(a)\n    g()\nend", ("incomplete", "    ")),
        ("t = {\n    f = function()", ("incomplete", "        ")),
        ("do", ("incomplete", "    ")),
        ("local x =", ("incomplete", "")),
        ("function f()\n    return 1\nend", ("complete", "")),
        ("::label", ("incomplete", "")),
        ("1 +", ("incomplete", "")),
        ("x = = 1", ("invalid", "")),
        ("end", ("invalid", "")),
        ("x = 'text", ("invalid", "")),
        ("= 1 +", ("incomplete", "")),
        ("= f(1)", ("complete", "")),
        ("#!lua\nif x then", ("incomplete", "    ")),
    ],
)
def test_completeness(code, expected):
    assert completeness(code) == expected


@pytest.mark.parametrize(
    ("code", "question"),
    [
        ("name?", Question("name", 0)),
        ("?string.format", Question("string.format", 0)),
        (" file:read ??\n", Question("file:read", 1)),
        ("??while", Question("while", 1)),
        ("name", None),
        ("'name?'", None),
        ("x = 1\nname?", None),
        ("%time?", None),
        ("f()?", None),
    ],
)
def test_what_a_cell_asks(code, question):
    assert question_of(code) == question
