"""Listings as `luac -l` shows them."""

import pytest

from interpreter.compiler.codegen import compile_chunk
from interpreter.compiler.disassembler import ListedRow, constant_text, disassemble_proto


def rows(source: bytes) -> list[ListedRow]:
    return list(disassemble_proto(compile_chunk(source, b"=test")).functions[0].rows)


def comments(source: bytes) -> list[str]:
    return [row.comment for row in rows(source)]


def test_a_row_has_address_line_and_operands():
    assert ListedRow(pc=1, line=2, op="LOADI", operands="0 -7", comment="") == rows(b"\nlocal a = -7")[0]


def test_comments_say_what_operands_stand_for():
    assert ['_ENV "print"', '"hi\\n"', "", ""] == comments(b"print 'hi\\n'")
    assert ["", "f <1,1>", "a", '_ENV "x"', ""] == comments(b"local a local function f() return a end x = a")[1:6]


def test_comments_of_jumps_give_the_address():
    assert ["", "to 4", "", ""] == comments(b"local a if a then a = 1 end")


def test_an_immediate_operand_is_signed():
    assert "0 -5 2" == rows(b"local a if a < -5 then return end")[1].operands


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nil"),
        (True, "true"),
        (3, "3"),
        (3.0, "3.0"),
        (0.1, "0.1"),
        (1e300, "1e+300"),
        (float("inf"), "1e9999"),
        (b'a"\n\x01', '"a\\"\\n\\x01"'),
        (b"\xff", '"\\\\xff"'),
    ],
)
def test_constants_are_shown_as_lua_writes_them(value, text):
    assert text == constant_text(value)


def test_inner_functions_follow():
    listing = disassemble_proto(
        compile_chunk(b"local function f(a, ...) return function() end end\nfunction t.g() end", b"=x")
    )
    assert ["main", "f", "?", "t.g"] == [function.name for function in listing.functions]


def test_the_text_is_aligned():
    text = disassemble_proto(compile_chunk(b"local a = 1\nreturn a", b"=test")).text()
    assert [
        "main <0,0> (3 instructions)",
        "0+ params, 2 registers, 1 upvalue, 1 local, 0 constants",
        "\t1\t[1]\tLOADI     \t0 1",
        "\t2\t[2]\tRETURN1   \t0",
        "\t3\t[2]\tRETURN0   \t",
        "constants (0):",
        "locals (1):",
        "\t0\ta 0 2 4",
        "upvalues (1):",
        "\t0\t_ENV",
    ] == text.splitlines()
