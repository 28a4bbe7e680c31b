"""The instructions that characteristic snippets become."""

import gc
import struct

import pytest

from interpreter.compiler.codegen import compile_chunk
from interpreter.compiler.disassembler import disassemble_proto
from interpreter.compiler.opcodes import COMPILED, OPCODES
from interpreter.compiler.proto import Proto
from interpreter.errors import LuaSyntaxError

LONG = b"n" * 41  # bytes: no short string any more


def proto(source: bytes) -> Proto:
    return compile_chunk(source, b"=test")


def inner(source: bytes) -> Proto:
    """Return the Proto of the first function inside the chunk."""
    return proto(source).protos[0]


def rows(compiled: Proto) -> list[str]:
    """Return the instructions as text, without the final return."""
    listed = [f"{row.op} {row.operands}".strip() for row in disassemble_proto(compiled).functions[0].rows]
    assert listed[-1] == "RETURN0"
    return listed[:-1]


def code(source: bytes) -> list[str]:
    return rows(proto(source))


def names(source: bytes) -> list[str]:
    return [row.split()[0] for row in code(source)]


def body(parameters: bytes, source: bytes) -> list[str]:
    """Return the instructions of a function with these parameters, which are R0, R1, …, without the last."""
    return rows(inner(b"return function(" + parameters + b") " + source + b" end"))


def every(compiled: Proto):
    yield compiled
    for function in compiled.protos:
        yield from every(function)


# ---------------------------------------------------------------------------------------------------- registers


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"local c = a + b", ["ADD 2 0 1"]),
        (b"a = a + b", ["ADD 0 0 1"]),
        (b"a = a + b * a - b", ["MUL 2 1 0", "ADD 2 0 2", "SUB 0 2 1"]),
        (b"local c = a + b + a + b", ["ADD 2 0 1", "ADD 2 2 0", "ADD 2 2 1"]),
        (b"a = b", ["MOVE 0 1"]),
        (b"a = a", []),
        (b"return a", ["RETURN1 0"]),
        (b"a = a.x.y", ["GETFIELD 2 0 0", "GETFIELD 0 2 1"]),
        (b"local c = a.x[b]", ["GETFIELD 2 0 0", "GETINDEX 2 2 1"]),
        (b"a = #b", ["LEN 0 1"]),
        (b"local c = -(a + b)", ["ADD 2 0 1", "UNM 2 2"]),
        (b"a = ~b", ["BNOT 0 1"]),
        (b"a = not b", ["NOT 0 1"]),
        (b"a[b] = a", ["SETINDEX 0 1 0"]),
        (b"a = f(b)", ["GETTABUP 2 0 0", "MOVE 3 1", "CALL 2 1 1", "MOVE 0 2"]),
        (b"local c = f(b)", ["GETTABUP 2 0 0", "MOVE 3 1", "CALL 2 1 1"]),
    ],
)
def test_values_are_computed_in_place(source, expected):
    assert expected == body(b"a, b", source)


def test_swapping_two_locals_takes_three_moves():
    assert ["MOVE 2 1", "MOVE 1 0", "MOVE 0 2"] == body(b"a, b", b"a, b = b, a")


def test_a_local_used_as_table_or_key_is_saved_from_a_later_target():
    assert ["MOVE 2 1", "LOADI 3 20", "ADDI 1 1 1", "SETINDEX 0 2 3"] == body(b"t, i", b"t[i], i = 20, i + 1")
    assert ["MOVE 1 0", "LOADI 2 1", "NEWTABLE 0 0 0", "SETFIELD 1 0 2"] == body(b"a", b"a.x, a = 1, {}")


def test_a_local_used_as_key_after_its_own_target_is_not_saved():
    assert ["ADDI 2 0 1", "SETINDEXK 1 0 0", "MOVE 0 2"] == body(b"i, t", b"i, t[i] = i + 1, 20")


# ---------------------------------------------------------------------------------------------------- constants


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"a = a + 1", ["ADDI 0 0 1"]),
        (b"a = a + -32768", ["ADDI 0 0 -32768"]),
        (b"a = a + 32768", ["ADDK 0 0 0"]),
        (b"a = a - 1", ["SUBK 0 0 0"]),
        (b"a = a + 1.0", ["ADDK 0 0 0"]),
        (b"a = a // 2 % 3", ["IDIVK 2 0 0", "MODK 0 2 1"]),
        (b"a = a & 7", ["BANDK 0 0 0"]),
        (b"a = a & 7.0", ["LOADF 2 7", "BAND 0 0 2"]),
        (b"a = 2 * a", ["KMUL 0 0 0"]),
        (b"a = 1 + a", ["KADD 0 0 0"]),
        (b"a = 2 ^ (7 // a)", ["KIDIV 2 0 0", "KPOW 0 1 2"]),
        (b"a = 7 & a", ["KBAND 0 0 0"]),
        (b"a = 7.0 & a", ["LOADF 2 7", "BAND 0 2 0"]),
        (b"a = '1' + a", ["LOADK 2 0", "ADD 0 2 0"]),
        (b"a = 1e6", ["LOADF 0 1000000"]),
        (b"a = 5000000000", ["LOADK 0 0"]),
        (b"a = 0.5", ["LOADK 0 0"]),
        (b"a = a[1]", ["GETINT 0 0 1"]),
        (b"a = a[32767]", ["GETINT 0 0 32767"]),
        (b"a = a[32768]", ["LOADI 2 32768", "GETINDEX 0 0 2"]),
        (b"a = a[-1]", ["LOADI 2 -1", "GETINDEX 0 0 2"]),
        (b"a = a['x']", ["GETFIELD 0 0 0"]),
        (b"a[65535] = b", ["SETINT 0 65535 1"]),
        (b"a[65536] = b", ["LOADI 2 65536", "SETINDEX 0 2 1"]),
        (b"a.x = 1", ["SETFIELDK 0 0 1"]),
        (b"a.x = nil", ["SETFIELDK 0 0 1"]),
        (b"a[1] = 'x'", ["SETINTK 0 1 0"]),
        (b"a[b] = true", ["SETINDEXK 0 1 0"]),
        (b"x = 1", ["SETTABUPK 0 0 1"]),
        (b"x = a", ["SETTABUP 0 0 0"]),
    ],
)
def test_constants_stand_in_the_instruction(source, expected):
    assert expected == body(b"a, b", source)


@pytest.mark.parametrize(
    ("expression", "constants"),
    [
        (b"2 ^ 53", [2.0**53]),
        (b"100 * 1000 * 1000 * 1000", [10**11]),
        (b"1 << 62", [1 << 62]),
        (b"7 // 2 * 0.5", [1.5]),
        (b"-(3.5)", [-3.5]),
        (b"0.5 + 1 + 2", [3.5]),
    ],
)
def test_numeric_expressions_are_folded(expression, constants):
    compiled = proto(b"local x = " + expression)
    assert (["LOADK 0 0"], constants) == (rows(compiled), compiled.constants)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (b"1 // 0", ["LOADI 0 1", "IDIVK 0 0 0"]),
        (b"0.0 / 0.0", ["LOADF 0 0", "DIVK 0 0 0"]),
        (b"-0.0", ["LOADF 0 0", "UNM 0 0"]),
        (b"0.0 * 1", ["LOADF 0 0", "MULK 0 0 0"]),
        (b"1 | 1.5", ["LOADI 0 1", "LOADK 1 0", "BOR 0 0 1"]),
        (b"1 % 0", ["LOADI 0 1", "MODK 0 0 0"]),
    ],
)
def test_what_could_raise_or_lose_a_sign_is_not_folded(expression, expected):
    assert expected == code(b"local x = " + expression)


def test_constants_of_one_value_and_type_are_one():
    found = proto(b"t = 'a'; t = 'a'; t = 1; t = 1; t = 1.0; t = 1.0; t = true; t = true; t = nil; t = nil").constants
    assert ["b't'", "b'a'", "1", "1.0", "True", "None"] == [repr(constant) for constant in found]


def test_compile_time_constants_take_no_register():
    assert ["LOADI 0 6"] == code(b"local k <const> = 5; local x = k + 1")
    assert [("x", 0)] == [(n.decode(), r) for n, r, _, _ in proto(b"local k <const> = 5; local x = k + 1").locals]


def test_long_strings_are_no_fields():
    assert ["GETUPVAL 1 0", "LOADK 2 0", "GETINDEX 0 1 2"] == code(b"local a = " + LONG)
    assert ["LOADK 1 0", "GETINDEX 0 0 1"] == body(b"a", b"a = a." + LONG)
    assert ["MOVE 2 0", "LOADK 1 0", "GETINDEX 1 2 1", "CALL 1 1 0"] == body(b"a", b"a:" + LONG + b"()")
    assert ["LOADK 1 0", "JNE 0 1 2", "RETURN0"] == body(b"a", b"if a == '" + LONG + b"' then return end")


# ---------------------------------------------------------------------------------------------------- conditions


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (b"a", "JF 0 2"),
        (b"not a", "JT 0 2"),
        (b"not not a", "JF 0 2"),
        (b"a < b", "JNLT 0 1 2"),
        (b"a > b", "JNLT 1 0 2"),
        (b"not (a <= b)", "JLE 0 1 2"),
        (b"a >= b", "JNLE 1 0 2"),
        (b"a == b", "JNE 0 1 2"),
        (b"a ~= b", "JEQ 0 1 2"),
        (b"a < 5", "JNLTI 0 5 2"),
        (b"a <= -5", "JNLEI 0 -5 2"),
        (b"a > 32767", "JNGTI 0 32767 2"),
        (b"a >= -32768", "JNGEI 0 -32768 2"),
        (b"1 < a", "JNGTI 0 1 2"),
        (b"1 <= a", "JNGEI 0 1 2"),
        (b"1 > a", "JNLTI 0 1 2"),
        (b"not (1 >= a)", "JLEI 0 1 2"),
        (b"a == nil", "JNEK 0 0 2"),
        (b"true ~= a", "JEQK 0 0 2"),
        (b"a == 'x'", "JNEK 0 0 2"),
        (b"a == 1.5", "JNEK 0 0 2"),
        (b"a == -1", "JNEK 0 0 2"),
    ],
)
def test_conditions_are_fused_with_their_jumps(condition, expected):
    assert [expected, "RETURN0"] == body(b"a, b", b"if " + condition + b" then return end")


def test_float_constants_are_compared_in_registers():
    assert ["LOADF 2 1", "JNLT 0 2 2", "RETURN0"] == body(b"a, b", b"if a < 1.0 then return end")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (b"a and b", ["JF 0 3", "JF 1 2"]),
        (b"a or b", ["JT 0 2", "JF 1 2"]),
        (b"not (a and b)", ["JF 0 2", "JT 1 2"]),
        (b"(a or b) and c", ["JT 0 2", "JF 1 3", "JF 2 2"]),
        (b"a and b or c", ["JF 0 2", "JT 1 2", "JF 2 2"]),
        (b"a < b and a ~= 1", ["JNLT 0 1 3", "JEQK 0 0 2"]),
        (b"true", []),
        (b"a and true", ["JF 0 2"]),
        (b"nil", ["JMP 2"]),
    ],
)
def test_and_or_not_become_jumps(condition, expected):
    assert [*expected, "RETURN0"] == body(b"a, b, c", b"if " + condition + b" then return end")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (b"a and b", ["JFSET 3 0 2", "MOVE 3 1"]),
        (b"a or b", ["JTSET 3 0 2", "MOVE 3 1"]),
        (b"a and b or c", ["JF 0 2", "JTSET 3 1 2", "MOVE 3 2"]),
        (b"a.x or b", ["GETFIELD 3 0 0", "JT 3 2", "MOVE 3 1"]),
        (b"a or 1", ["JTSET 3 0 2", "LOADI 3 1"]),
        (b"a and 1 or 2", ["JF 0 3", "LOADI 3 1", "JMP 2", "LOADI 3 2"]),
        (b"a == b", ["JEQ 0 1 2", "LFALSESKIP 3", "LOADTRUE 3"]),
        (b"not (a < b)", ["JNLT 0 1 2", "LFALSESKIP 3", "LOADTRUE 3"]),
        (b"a < b or c", ["JLT 0 1 4", "MOVE 3 2", "JMP 3", "LFALSESKIP 3", "LOADTRUE 3"]),
        (b"not a", ["NOT 3 0"]),
        (b"not nil", ["LOADTRUE 3"]),
        (b"not 0", ["LOADFALSE 3"]),
    ],
)
def test_logical_values_end_in_one_register(expression, expected):
    assert expected == body(b"a, b, c", b"local d = " + expression)


def test_a_logical_value_may_use_its_own_target():
    assert ["JT 0 2", "MOVE 0 1"] == body(b"a, b", b"a = a or b")
    assert ["GETFIELD 2 1 0", "JFSET 0 2 2", "GETFIELD 0 0 0"] == body(b"a, b", b"a = b.x and a.x")


# ---------------------------------------------------------------------------------------------------- statements


def test_if_chain():
    assert ["JF 0 3", "SETTABUPK 0 0 1", "JMP 5", "JF 1 3", "SETTABUPK 0 0 2", "JMP 2", "SETTABUPK 0 0 3"] == body(
        b"a, b", b"if a then x = 1 elseif b then x = 2 else x = 3 end"
    )


def test_while_goes_back_by_loop():
    assert ["JNLTI 0 10 3", "ADDI 0 0 1", "LOOP -2"] == body(b"a", b"while a < 10 do a = a + 1 end")
    assert ["ADDI 0 0 1", "LOOP -1"] == body(b"a", b"while true do a = a + 1 end")


def test_repeat_leaves_forward():
    assert ["ADDI 0 0 1", "JGTI 0 10 2", "LOOP -2"] == body(b"a", b"repeat a = a + 1 until a > 10")


def test_break_as_a_whole_branch_is_one_jump():
    assert ["JT 0 2", "LOOP -1"] == body(b"a", b"while true do if a then break end end")


def test_numeric_for():
    assert ["LOADI 1 1", "MOVE 2 0", "LOADI 3 1", "FORPREP 1 3", "MOVE 0 4", "FORLOOP 1 -1"] == body(
        b"n", b"for i = 1, n do n = i end"
    )


def test_generic_for():
    expected = ["GETTABUP 1 0 0", "MOVE 2 0", "CALL 1 1 4", "TFORPREP 1 2", "MOVE 0 6"]
    expected += ["TFORCALL 5 2 2", "TFORLOOP 1 -2", "CLOSE 1"]
    assert expected == body(b"t", b"for k, v in pairs(t) do t = v end")


def test_goto_back_and_forward():
    assert ["JT 0 2", "LOOP -1"] == body(b"a", b"::top:: if not a then goto top end")
    assert ["JMP 2", "LOADNIL 0 1"] == body(b"a", b"do goto out end a = nil ::out::")


def test_goto_as_a_whole_branch_is_one_jump():
    assert ["JF 0 4", "JT 1 2", "SETTABUPK 0 0 1", "LOOP -3"] == body(
        b"a, b", b"while a do if b then goto next end x = 1 ::next:: end"
    )
    on_its_own_line = body(b"a, b", b"while a do if b then\ngoto next end x = 1 ::next:: end")
    assert ["JF 0 5", "JF 1 2", "LOOP -2", "SETTABUPK 0 0 1", "LOOP -4"] == on_its_own_line


def test_adjoining_nils_are_loaded_together():
    assert ["LOADNIL 0 4"] == code(b"local a; local b, c; local d")
    assert ["LOADNIL 0 1", "LOADNIL 1 1", "LOOP -1"] == code(b"local a; ::top:: do local b; end goto top")


# ---------------------------------------------------------------------------------------------------- cells


def test_captured_locals_live_in_cells():
    assert ["LOADI 0 1", "NEWCELL 0 1", "CLOSURE 1 0", "GETCELL 2 0", "ADDI 2 2 1", "SETCELL 0 2", "RELEASE 0 2"] == code(
        b"local a = 1; local function f() return a end a = a + 1"
    )
    assert ["GETUPVAL 0 0", "RETURN1 0"] == rows(inner(b"local a = 1; local function f() return a end"))
    assert ["GETUPVAL 0 0", "ADDI 0 0 1", "SETUPVAL 0 0"] == rows(
        inner(b"local a = 1; local function f() a = a + 1 end")
    )


def test_captured_parameters_get_cells_at_entry():
    assert ["NEWCELL 1 0", "CLOSURE 2 0", "RETURN1 2"] == body(b"a, b", b"return function() return b end")


def test_captured_loop_variables_get_a_cell_each_turn():
    assert ["LOADI 0 1", "LOADI 1 3", "LOADI 2 1", "FORPREP 0 5", "NEWCELL 3 0", "LOADNIL 4 1", "CLOSURE 4 0", "FORLOOP 0 -3"] == code(
        b"for i = 1, 3 do local f; f = function() return i end end"
    )


def test_a_recursive_local_function_has_its_cell_before_its_closure():
    assert ["LOADNIL 0 1", "NEWCELL 0 0", "CLOSURE 1 0", "SETCELL 0 1"] == code(b"local function f() return f end")
    assert ["CLOSURE 0 0", "RELEASE 0 1"] == code(b"local function f() end")


def releases(source: bytes) -> list[str]:
    return [row for row in code(source) if row.startswith("RELEASE")]


def test_a_closure_that_is_only_called_is_released_at_its_blocks_end():
    assert ["RELEASE 0 1"] == releases(b"do local function f() end f() end")
    assert ["RELEASE 0 1"] == releases(b"do local f <const> = function() end f(f()) end")
    assert ["RELEASE 1 1"] == releases(b"do local a, f = 1, function() end f() end")
    assert ["RELEASE 0 3"] == releases(b"do local n = 0; local function f() n = n + 1 end local function g() f() end g() end")
    assert ["RELEASE 0 1"] == releases(b"do local function f(n) return f(n - 1) end f(3) end")
    assert ["RELEASE 4 1"] == releases(b"for i = 1, 3 do local function f() end f() end")
    assert ["RELEASE 0 1"] == releases(b"repeat local function f() end until f()")[:1]


def test_a_closure_that_somebody_may_keep_is_not_released():
    for use in (b"g(f)", b"x = f", b"t.f = f", b"t[f] = 1", b"t = {f}", b"y = f == g", b"f = nil", b"f:g()", b"f.g()",
                b"for _ in f do end", b"local h = f", b"y = function() f() end", b"f(f)", b"y = -f", b"do return f end"):  # fmt: skip
        assert [] == releases(b"do local function f() end " + use + b" end")
    assert [] == releases(b"local f <close> = function() end")
    assert [] == releases(b"local f = g or function() end f()")
    assert [] == releases(b"do local function f() end local function g() f() end x = g end")
    assert [] == releases(b"do local function f() x = function() f() end end f() end")


def test_a_cell_is_released_when_none_of_its_closures_escapes():
    assert ["RELEASE 0 2"] == releases(b"do local n; local function f() n = 1 end f() end")
    assert [] == releases(b"do local n; local function f() n = 1 end x = f end")
    assert ["RELEASE 1 1"] == releases(b"do local n; local function f() n = 1 end x = function() n = 2 end f() end")
    assert ["RELEASE 3 2"] == releases(b"for i = 1, 3 do local function f() return i end f() end")


def test_every_way_out_of_a_block_releases():
    block = b"local function f() end if f() then %s end"
    assert ["RELEASE 0 1"] * 2 == releases(b"while x do " + block % b"break" + b" end")
    assert ["RELEASE 0 1"] * 2 == releases(b"do " + block % b"goto out" + b" end x = 1 ::out:: x = 2")
    assert ["RELEASE 0 1"] * 2 == releases(b"while x do " + block % b"goto continue" + b" ::continue:: end")
    assert ["RELEASE 0 1"] * 2 == releases(b"::top:: " + block % b"goto top")
    assert ["RELEASE 0 1"] * 2 == releases(block % b"return")
    assert ["RELEASE 0 1"] * 2 == releases(block % b"return 1")
    assert ["RELEASE 0 1"] * 2 == releases(block % b"return 1, 2")
    assert ["RELEASE 0 1"] == releases(block % b"return x()")
    assert ["RELEASE 0 2"] == releases(b"while x do local function f() end do local function g() end g(f()) break end end")[:1]
    assert ["RELEASE 1 1"] == releases(b"local function f() end ::top:: local function g() end if g() then goto top end f()")[:1]


def test_a_label_at_a_blocks_end_is_behind_the_release():
    rows = code(b"while x do if y then goto continue end local function f() end f() ::continue:: end")
    assert ["RELEASE 0 1", "LOOP"] == [rows[-2], rows[-1].split()[0]]
    jump = next(place for place, row in enumerate(rows) if row.startswith("JT"))
    assert "LOOP" == rows[jump + int(rows[jump].split()[2])].split()[0]


def test_upvalues_name_the_parent_register_or_upvalue():
    outer = inner(b"return function(a, b) return function() return b, x end end")
    assert [(b"_ENV", False, 0)] == outer.upvalues
    assert [(b"b", True, 1), (b"_ENV", False, 0)] == outer.protos[0].upvalues
    assert [(b"_ENV", True, 0)] == proto(b"").upvalues


# ---------------------------------------------------------------------------------------------------- calls


def test_open_results_are_consumed_by_the_next_instruction():
    assert ["GETTABUP 0 0 0", "GETTABUP 1 0 1", "CALL 1 0 -1", "CALLV 0 0 0"] == code(b"f(g())")
    assert ["GETTABUP 0 0 0", "LOADI 1 1", "VARARG 2 -1", "CALLV 0 1 0"] == code(b"f(1, ...)")
    assert ["NEWTABLE 0 1 0", "LOADI 1 1", "VARARG 2 -1", "SETLISTV 0 1 0"] == code(b"local t = {1, ...}")
    assert ["VARARG 0 -1", "RETURNV 0 0"] == code(b"return ...")
    assert ["LOADI 0 1", "GETTABUP 1 0 0", "CALL 1 0 -1", "RETURNV 0 1"] == code(b"return 1, f()")


def test_parentheses_and_adjustment_fix_the_number_of_results():
    assert ["GETTABUP 0 0 0", "CALL 0 0 1", "RETURN1 0"] == code(b"return (f())")
    assert ["GETTABUP 0 0 0", "CALL 0 0 3"] == code(b"local a, b, c = f()")
    assert ["VARARG 0 2"] == code(b"local a, b = ...")
    assert ["LOADI 0 1", "LOADNIL 1 1"] == code(b"local a, b = 1")
    assert ["LOADI 0 1", "GETTABUP 1 0 0", "CALL 1 0 0"] == code(b"local a = 1, f()")


def test_methods():
    assert ["SELF 1 0 0", "LOADI 3 1", "CALL 1 2 0"] == body(b"o", b"o:m(1)")
    assert ["SELF 1 0 0", "CALL 1 1 1", "SELF 1 1 1", "CALL 1 1 0"] == body(b"o", b"o:m():n()")


def test_tail_calls():
    assert ["GETTABUP 0 0 0", "LOADI 1 1", "TAILCALL 0 1", "RETURNV 0 0"] == [
        row.removesuffix(" -1") for row in code(b"return f(1)")
    ]
    assert "TAILCALLV" in names(b"return f(...)")


def test_no_tail_call_while_a_variable_is_to_be_closed():
    assert ["CALL", "RETURNV"] == names(b"local x <close> = nil; return f()")[-2:]
    assert "TAILCALL" not in names(b"for k in pairs(t) do return f() end")
    assert "TAILCALL" in names(b"do local x <close> = nil end return f()")


def test_concatenation_is_one_instruction():
    assert ["MOVE 2 0", "LOADK 3 0", "MOVE 4 1", "LOADI 5 1", "CONCAT 0 2 4"] == body(
        b"a, b", b"a = a .. 'x' .. b .. 1"
    )


def test_table_constructors():
    assert ["NEWTABLE 0 2 1", "LOADI 1 1", "SETFIELDK 0 0 1", "LOADI 2 2", "SETLIST 0 2 0"] == code(
        b"local t = {1, x = 3, 2}"
    )
    batches = [row for row in code(b"local t = {" + b"1," * 120 + b"}") if row.startswith("SETLIST")]
    assert ["SETLIST 0 50 0", "SETLIST 0 50 50", "SETLIST 0 20 100"] == batches


def test_large_tables_take_an_extra_word():
    found = code(b"local t = {" + b"1," * 70000 + b"}")
    assert ["NEWTABLE 0 65535 0", "EXTRA 70000"] == found[:2]
    assert ["SETLIST 0 50 -1", "EXTRA 69950"] == found[-2:]


# ---------------------------------------------------------------------------------------------------- to-be-closed


def test_blocks_close_on_every_way_out():
    assert ["MOVE 1 0", "TBC 1 1", "CLOSE 1"] == body(b"a", b"do local x <close> = a end")
    assert ["MOVE 1 0", "TBC 1 1", "JF 0 3", "CLOSE 1", "JMP 3", "CLOSE 1", "LOOP -6"] == body(
        b"a", b"while true do local x <close> = a; if a then break end end"
    )
    assert ["MOVE 1 0", "TBC 1 0", "CLOSE 1", "LOOP -3"] == body(b"a", b"::top:: local x <close> = a; goto top")
    assert ["MOVE 1 0", "TBC 1 1", "JT 0 3", "CLOSE 1", "LOOP -4", "CLOSE 1"] == body(
        b"a", b"repeat local x <close> = a until a"
    )


def test_a_captured_to_be_closed_variable_is_marked_as_a_cell():
    assert ["LOADNIL 0 1", "NEWCELL 0 1", "TBC 0 0", "CLOSURE 1 0"] == code(
        b"local x <close> = nil; local f = function() return x end"
    )


# ---------------------------------------------------------------------------------------------------- lines, locals


def test_lines_are_those_of_puc():
    source = b"local a = f(\n1,\n2)\nlocal b = a\n+\n{}\nfunction g()\nend\nwhile\na do\nb = nil\nend\n"
    compiled = proto(source)
    found = [(row.op, row.line) for row in disassemble_proto(compiled).functions[0].rows]
    assert [
        ("GETTABUP", 1), ("LOADI", 2), ("LOADI", 3), ("CALL", 1), ("NEWTABLE", 5), ("ADD", 5), ("CLOSURE", 8),
        ("SETTABUP", 7), ("JF", 10), ("LOADNIL", 11), ("LOOP", 11), ("RETURN0", 12),
    ] == found  # fmt: skip


def test_cells_have_the_line_of_what_follows():
    compiled = inner(b"return function(a)\n\n  return function() return a end\nend")
    assert [3, 3, 3, 4] == list(compiled.lines)


def test_locals_are_listed_with_their_extent():
    compiled = proto(b"local a = 1; do local b = 2 end for i = 1, 2 do local c end")
    assert [
        (b"a", 0, 1, 9), (b"b", 1, 2, 2), (b"(for state)", 1, 5, 8), (b"(for state)", 2, 5, 8),
        (b"(for state)", 3, 5, 8), (b"i", 4, 6, 7), (b"c", 5, 7, 7),
    ] == compiled.locals  # fmt: skip


def test_the_proto_describes_its_function():
    compiled = inner(b"\nlocal function f(a, b, ...)\n\nend")
    assert (2, True, 2, 2, 4, b"f", b"=test") == (
        compiled.parameters, compiled.is_vararg, compiled.registers, compiled.line, compiled.last_line, compiled.name,
        compiled.source,
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------------- live registers


def test_live_registers_cover_operands_and_results():
    compiled = inner(b"return function(a) local t = {a, f(a)} return a .. t end")
    assert [
        ("NEWTABLE 1 1 0", 2), ("MOVE 2 0", 3), ("GETTABUP 3 0 0", 4), ("MOVE 4 0", 5), ("CALL 3 1 -1", 5),
        ("SETLISTV 1 1 0", 3), ("MOVE 2 0", 3), ("MOVE 3 1", 4), ("CONCAT 2 2 2", 4), ("RETURN1 2", 3),
    ] == list(zip(rows(compiled), compiled.live, strict=False))  # fmt: skip


def test_results_of_calls_are_live():
    compiled = proto(b"local a, b, c = f()")
    assert [("GETTABUP 0 0 0", 1), ("CALL 0 0 3", 3)] == list(zip(rows(compiled), compiled.live, strict=False))


def test_registers_of_ended_blocks_are_not_live():
    compiled = proto(b"do local a, b, c = {}, {}, {} end collectgarbage()")
    assert [1, 2, 3, 1, 1, 0] == list(compiled.live)


# ---------------------------------------------------------------------------------------------------- limits

MANY = 100_000


@pytest.mark.parametrize("operator", [b"+", b"and", b"or", b"<", b"==", b"&"])
def test_long_chains_on_the_left(operator):
    compiled = proto(b"local a; return a" + (b" " + operator + b" a") * MANY)
    assert compiled.registers <= 3
    assert len(compiled.code) // 8 > MANY


@pytest.mark.parametrize("suffix", [b".b", b"()", b":b()", b"[1]"])
def test_long_chains_of_suffixes(suffix):
    assert len(proto(b"local a; return a" + suffix * MANY).code) // 8 > MANY


def test_too_many_registers():
    with pytest.raises(LuaSyntaxError) as caught:
        proto(b"\na = f(x" + b",x" * 260 + b")")
    assert "test:2: function or expression needs too many registers near 'x'" == caught.value.message
    assert 2 == caught.value.line


def jump_lands_on(compiled: Proto, pc: int) -> int:
    """Return where the jump at `pc` leads."""
    op, _, _, near = struct.unpack_from("<HHHh", compiled.code, pc * 8)
    (wide,) = struct.unpack_from("<i", compiled.code, pc * 8 + 4)
    return pc + (wide if "sbx" in OPCODES[op].format else near)


def test_a_conditional_jump_that_is_too_far_is_inverted_over_a_wide_one():
    compiled = inner(b"return function(a, b) if a < b then " + b"x = 1 " * 40_000 + b"end return a end")
    assert ["JLT 0 1 2", "JMP 40001", "SETTABUPK 0 0 1"] == rows(compiled)[:3]
    assert "RETURN1 0" == rows(compiled)[jump_lands_on(compiled, 1)]


def test_a_far_jump_with_a_value_moves_it():
    compiled = inner(b"return function(a, b) b = a or (b" + b" and f()" * 40_000 + b") return b end")
    assert ["JF 0 3", "MOVE 1 0"] == rows(compiled)[:2]
    assert "RETURN1 1" == rows(compiled)[jump_lands_on(compiled, 2)]


def test_constants_beyond_an_operand_are_loaded_first():
    many = b"".join(b"x = %d.5; " % n for n in range(33_000))
    assert ["LOADK 0 33001", "SETTABUP 0 0 0"] == code(many + b"x = 'last'")[-2:]
    assert ["LOADK 1 33002", "ADD 0 0 1"] == code(b"local a = b; " + many + b"a = a + 0.25")[-2:]
    assert ["LOADK 1 33001", "GETINDEX 0 0 1"] == code(b"local a; " + many + b"a = a.last")[-2:]


def test_every_instruction_may_stand_in_compiled_code():
    source = b"local a, b = ...; for i = 1, a do f(i, {a, b}) end return a and b"
    for compiled in every(proto(source)):
        numbers = {op for (op, _, _, _) in struct.iter_unpack("<HHHh", compiled.code)}
        assert max(numbers) < COMPILED
        assert len(compiled.code) == 8 * len(compiled.lines) == 8 * len(compiled.live)
        assert max(compiled.live) <= compiled.registers


def test_a_compiled_tree_leaves_nothing_to_pythons_cycle_collector():
    source = b"""
        local function outer(a) local t = {} local function inner() return a, t, inner end return inner end
        for i = 1, 3 do ::again:: local x = function() return i end if x() > 5 then goto again end goto continue ::continue:: end
        local function loop() return loop() end
    """
    gc.collect()
    gc.disable()
    try:
        compile_chunk(source, b"=test")
        assert gc.collect() == 0
    finally:
        gc.enable()
