import math

import pytest

from interpreter.errors import LuaSyntaxError
from interpreter.syntax import chunkid, parse, tokens
from interpreter.syntax.ast import Number, String


def literal(text: bytes):
    """Return the value of one literal."""
    (statement,) = parse(b"return " + text).main.body.statements
    (value,) = statement.values
    assert isinstance(value, (Number, String))
    return value.value


def message(source: bytes) -> str:
    with pytest.raises(LuaSyntaxError) as caught:
        parse(source, b"=input")
    assert caught.value.value == caught.value.message.encode()
    return caught.value.message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"0", 0),
        (b"3", 3),
        (b"9223372036854775807", 2**63 - 1),
        (b"00000000000000000000000000000007", 7),
        (b"0xff", 255),
        (b"0XA", 10),
        (b"0xffffffffffffffff", -1),
        (b"0x1ffffffffffffffff", -1),
        (b"0x10000000000000000", 0),
    ],
)
def test_integers_that_fit_or_are_hexadecimal_stay_integers(text, value):
    assert (type(literal(text)), literal(text)) == (int, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"3.", 3.0),
        (b".5", 0.5),
        (b"3e2", 300.0),
        (b"3.5E-1", 0.35),
        (b"9223372036854775808", 2.0**63),
        (b"1e999", math.inf),
        (b"0x.8", 0.5),
        (b"0xA.8p1", 21.0),
        (b"0x1P-2", 0.25),
        (b"0x1p99999", math.inf),
        (b"0x1p-99999", 0.0),
    ],
)
def test_other_numerals_are_floats(text, value):
    assert (type(literal(text)), literal(text)) == (float, value)


@pytest.mark.parametrize(
    "text",
    [
        b"3x",
        b"1..2",
        b"0x",
        b"0x.",
        b"0x1p",
        b"3e",
        b"3e+",
        b"1_",
        b".0x1",
        b"0xep1p1",
        b"1.2.3",
        b"0x1p99999x",
        b"0x1..p1",
    ],
)
def test_malformed_numerals_are_shown_whole(text):
    assert message(b"return " + text) == f"input:1: malformed number near '{text.decode()}'"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"'a\\'b\"'", b"a'b\""),
        (rb'"\a\b\f\n\r\t\v\\\"' + b'"', b'\a\b\f\n\r\t\v\\"'),
        (rb"'\x41\xfF'", b"A\xff"),
        (rb"'\65\0651\0'", b"AA1\0"),
        (rb"'\u{41}\u{20AC}\u{D800}\u{7FFFFFFF}'", b"A\xe2\x82\xac\xed\xa0\x80\xfd\xbf\xbf\xbf\xbf\xbf"),
        (rb"'\u{7f}\u{80}\u{7ff}\u{800}\u{10ffff}'", "\x7f\x80\u07ff\u0800\U0010ffff".encode()),
        (b"'a\\\nb\\\r\nc\\\n\rd'", b"a\nb\nc\nd"),
        (b"'a\\z \t\v\f\r\n  b'", b"ab"),
        (b"'\0\xff'", b"\0\xff"),
        (b"[[a\\n]]", b"a\\n"),
        (b"[[\r\nfirst\rsecond\n\rthird\r\n]]", b"first\nsecond\nthird\n"),
        (b"[==[ ]] ]=] ]]==]", b" ]] ]=] ]"),
        (b"[=[]]=]", b"]"),
        (b"[[\0]]", b"\0"),
    ],
)
def test_strings_resolve_escapes_and_line_breaks(text, value):
    assert literal(text) == value


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"x = 'abc", "input:1: unfinished string near <eof>"),
        (b'x = "abc\nd"', "input:1: unfinished string near '\"abc'"),
        (b"x = 'ab\\65\n'", "input:1: unfinished string near ''abA'"),
        (b"x = 'a\\q'", "input:1: invalid escape sequence near ''a\\q'"),
        (b"x = '\\xag'", "input:1: hexadecimal digit expected near ''\\xag'"),
        (b"x = '\\256'", "input:1: decimal escape too large near ''\\256''"),
        (b"x = '\\u41'", "input:1: missing '{' near ''\\u4'"),
        (b"x = '\\u{}'", "input:1: hexadecimal digit expected near ''\\u{}'"),
        (b"x = '\\u{41'", "input:1: missing '}' near ''\\u{41''"),
        (b"x = '\\u{80000000}'", "input:1: UTF-8 value too large near ''\\u{80000000'"),
        (b"x = '\\", "input:1: unfinished string near <eof>"),
        (b"\n[==[\n\n", "input:4: unfinished long string (starting at line 2) near <eof>"),
        (b"--[[\n\n", "input:3: unfinished long comment (starting at line 1) near <eof>"),
        (b"x = [=", "input:1: invalid long string delimiter near '[='"),
        (b"x = [==a", "input:1: invalid long string delimiter near '[=='"),
        (b"x = $", "input:1: unexpected symbol near '$'"),
        (b"x = \xe9", "input:1: unexpected symbol near '<\\233>'"),
        (b"x = \x01", "input:1: unexpected symbol near '<\\1>'"),
        (b"x = \0", "input:1: unexpected symbol"),
        (b"x = = 'a\\0b'", "input:1: unexpected symbol near '='"),
        (b"x 'a\\0b' 'c' = 1", "input:1: syntax error near '='"),
        (b"= 'a'", "input:1: unexpected symbol near '='"),
        (b"x = 1 'a\\0b'", "input:1: unexpected symbol near ''a'"),
        (b"x = 1 [==[\na]==]", "input:2: unexpected symbol near '[==[a]==]'"),
    ],
)
def test_errors_show_the_token_as_puc_does(source, expected):
    assert message(source) == expected


def test_only_an_error_at_the_end_is_incomplete():
    for source, incomplete in [
        (b"x = ", True),
        (b"x = 'a", True),
        (b"x = 'a\n", False),
        (b"goto x", False),
        (b"x y", False),
    ]:
        with pytest.raises(LuaSyntaxError) as caught:
            parse(source)
        assert caught.value.incomplete is incomplete


def test_every_kind_of_line_break_counts_once():
    assert message(b"\n\r\n\r\n\n\r\r\r x = ") == "input:7: unexpected symbol near <eof>"


def test_comments_end_with_their_line_or_bracket():
    chunk = parse(b"-- one\nx = 1 --[==[ two\n]] ]==] y = 2 --[=x\n--[[]]z = 3--")
    assert [statement.targets[0].name for statement in chunk.main.body.statements] == [b"x", b"y", b"z"]


def test_tokens_tell_kind_text_line_and_span():
    source = b"local x = 0x10 -- hi\nf[[a\nb]] >= '\\n'"
    assert tokens(source) == [
        ("keyword", b"local", 1, 0, 5),
        ("name", b"x", 1, 6, 7),
        ("symbol", b"=", 1, 8, 9),
        ("number", b"0x10", 1, 10, 14),
        ("comment", b"-- hi", 1, 15, 20),
        ("name", b"f", 2, 21, 22),
        ("string", b"[[a\nb]]", 2, 22, 29),
        ("symbol", b">=", 3, 30, 32),
        ("string", b"'\\n'", 3, 33, 37),
    ]


def test_tokens_know_every_keyword_and_symbol():
    words = (
        b"and break do else elseif end false for function goto if in "
        b"local nil not or repeat return then true until while"
    ).split()
    signs = b"+ - * / % ^ # & ~ | << >> // == ~= <= >= < > = ( ) { } [ ] :: ; : , . .. ...".split()
    assert [(kind, text) for kind, text, *_ in tokens(b" ".join(words))] == [("keyword", word) for word in words]
    assert [(kind, text) for kind, text, *_ in tokens(b" ".join(signs))] == [("symbol", sign) for sign in signs]


def test_near_keywords_are_names():
    names = b"an breaks d e els elsei en fals fo func got i ig loca ni no o repeats returns the tru unti whil End _"
    assert {kind for kind, *_ in tokens(names)} == {"name"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"=stdin", b"stdin"),
        (b"=" + b"x" * 70, b"x" * 59),
        (b"@file.lua", b"file.lua"),
        (b"@" + b"x" * 59, b"x" * 59),
        (b"@" + b"a" * 10 + b"x" * 56, b"..." + b"x" * 56),
        (b"return 1", b'[string "return 1"]'),
        (b"", b'[string ""]'),
        (b"x = 1\ny = 2", b'[string "x = 1..."]'),
        (b"x" * 44, b'[string "' + b"x" * 44 + b'"]'),
        (b"x" * 45, b'[string "' + b"x" * 45 + b'..."]'),
        (b"x" * 60, b'[string "' + b"x" * 45 + b'..."]'),
        (b"=a\0b", b"a"),
    ],
)
def test_chunk_names_are_cut_to_fit(name, shown):
    assert chunkid(name) == shown
