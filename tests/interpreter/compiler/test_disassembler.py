"""Listings as `luac -l` shows them."""

import re
from pathlib import Path

import pytest

from interpreter.compiler.codegen import compile_chunk
from interpreter.compiler.disassembler import ListedRow, constant_text, disassemble_proto

PROGRAMS = Path(__file__).parents[3] / "benchmarks" / "programs"


def rows(source: bytes) -> list[ListedRow]:
    return list(disassemble_proto(compile_chunk(source, b"=test")).functions[0].rows)


def comments(source: bytes) -> list[str]:
    return [row.comment for row in rows(source)]


def test_a_row_has_address_line_and_operands():
    expected = ListedRow(pc=1, line=2, op="LOADI", operands="0 -7", comment="", effect="a := -7")
    assert expected == rows(b"\nlocal a = -7")[0]


def test_comments_say_what_operands_stand_for():
    assert ['_ENV "print"', '"hi\\n"', "", ""] == comments(b"print 'hi\\n'")
    assert ["", "f <1,1>", "a", '_ENV "x"', ""] == comments(b"local a local function f() return a end x = a")[1:6]


def test_comments_of_jumps_give_the_address():
    assert ["", "to 4", "", ""] == comments(b"local a if a then a = 1 end")


@pytest.mark.parametrize(
    ("source", "effects"),
    [
        ("local w local a = w * 2", ["w := nil", "a := w * 2"]),
        ("local a, b = f(1, 'x')", ['r0 := _ENV["f"]', "r1 := 1", 'r2 := "x"', "a, b := r0(r1, r2)"]),
        ("f()", ['r0 := _ENV["f"]', "r0()"]),
        ("f(...)", ['r0 := _ENV["f"]', "open := ...", "r0(open)"]),
        ("return f(1, ...)", ['r0 := _ENV["f"]', "r1 := 1", "open := ...", "return r0(r1, open)", "return open"]),
        ("local t = {1, 2}", ["r0 := {}", "r1 := 1", "r2 := 2", "append to r0: r1, r2"]),
        ("local t = {...}", ["r0 := {}", "open := ...", "append to r0: open"]),
        ("local a, b local c = a .. b .. 'x'", ["a, b := nil", "r2 := a", "r3 := b", 'r4 := "x"', "c := r2 .. r3 .. r4"]),
        ("local t t.x = t[3]", ["t := nil", "r1 := t[3]", 't["x"] := r1']),
        ("local a if a then a = -1.0 end", ["a := nil", "if not a then go to 4", "a := -1.0"]),
        ("local i while i < -3 do i = i + 1 end", ["i := nil", "if not (i < -3) then go to 5", "i := i + 1", "go to 2"]),
        ("local t t:m()", ["t := nil", 'r2 := t; r1 := t["m"]', "r1(r2)"]),
        ("local function f() end", ["f := closure(f)"]),
        ("f() local x = 2", ['r0 := _ENV["f"]', "r0()", "x := 2"]),
        ("local a, b = 1, g(2)", ["a := 1", 'r1 := _ENV["g"]', "r2 := 2", "b := r1(r2)"]),
        ("local a = x and 1", ['r0 := _ENV["x"]', "if not r0 then go to 4", "a := 1"]),
        ("local n, s = 1, 'x' return n, s, n, s", ["n := 1", 's := "x"', "r2 := n", "r3 := s", "r4 := n", "r5 := s",
                                                  "return r2, ..., r5"]),
    ],
)  # fmt: skip
def test_effects_say_what_an_instruction_does(source, effects):
    assert effects == [row.effect for row in rows(source.encode())][: len(effects)]


def test_every_effect_of_real_programs_is_complete():
    for program in sorted(PROGRAMS.glob("*.lua")):
        for function in disassemble_proto(compile_chunk(program.read_bytes(), b"=x")).functions:
            for row in function.rows:
                assert not re.search(r"\b[RKUF]\[|\bs?bx\b|\(i16\)|, ,|\(,", row.effect), (program.name, row)


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
        "\t1\t[1]\tLOADI     \t0 1           \t; a := 1",
        "\t2\t[2]\tRETURN1   \t0             \t; return a",
        "\t3\t[2]\tRETURN0   \t              \t; return",
        "constants (0):",
        "locals (1):",
        "\t0\ta 0 2 4",
        "upvalues (1):",
        "\t0\t_ENV",
    ] == text.splitlines()
