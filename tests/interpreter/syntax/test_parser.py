import contextlib
import gc

import pytest

from interpreter.errors import LuaSyntaxError
from interpreter.syntax import ast, parse


def statements(source: bytes) -> list:
    return parse(source).main.body.statements


def expression(source: bytes):
    (statement,) = statements(b"return " + source)
    (value,) = statement.values
    return value


def message(source: bytes) -> str:
    with pytest.raises(LuaSyntaxError) as caught:
        parse(source, b"=input")
    return caught.value.message


OPERATORS = {
    ast.ADD: "+", ast.SUB: "-", ast.MUL: "*", ast.DIV: "/", ast.MOD: "%", ast.POW: "^", ast.IDIV: "//", ast.BAND: "&",
    ast.BOR: "|", ast.BXOR: "~", ast.SHL: "<<", ast.SHR: ">>", ast.CONCAT: "..", ast.EQ: "==", ast.NE: "~=",
    ast.LT: "<", ast.LE: "<=", ast.GT: ">", ast.GE: ">=",
}  # fmt: skip
UNARY = {ast.NEG: "-", ast.NOT: "not ", ast.LEN: "#", ast.BNOT: "~"}


def shape(node) -> str:
    """Write an expression of names and operators with all its parentheses."""
    if isinstance(node, ast.GlobalRef):
        return node.name.decode()
    if isinstance(node, ast.Unary):
        return f"({UNARY[node.op]}{shape(node.operand)})"
    sign = {ast.And: "and", ast.Or: "or"}.get(type(node)) or OPERATORS[node.op]
    return f"({shape(node.left)} {sign} {shape(node.right)})"


# --- expressions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"a + b * c", "(a + (b * c))"),
        (b"(a + b) * c", "((a + b) * c)"),
        (b"a - b - c", "((a - b) - c)"),
        (b"a .. b .. c", "(a .. (b .. c))"),
        (b"a ^ b ^ c", "(a ^ (b ^ c))"),
        (b"-a ^ b", "(-(a ^ b))"),
        (b"a ^ -b", "(a ^ (-b))"),
        (b"not a == b", "((not a) == b)"),
        (b"#a + ~b", "((#a) + (~b))"),
        (b"a or b and c", "(a or (b and c))"),
        (b"a < b == c", "((a < b) == c)"),
        (b"a | b ~ c & d << e .. f + g * h", "(a | (b ~ (c & (d << (e .. (f + (g * h)))))))"),
        (b"a * b + c .. d >> e & f ~ g | h", "(((((((a * b) + c) .. d) >> e) & f) ~ g) | h)"),
        (b"a // b % c / d", "(((a // b) % c) / d)"),
        (b"a >= b ~= c > d <= e", "((((a >= b) ~= c) > d) <= e)"),
    ],
)
def test_operators_bind_as_the_manual_says(source, expected):
    assert shape(expression(source)) == expected


def test_parentheses_stay_only_where_they_cut_values():
    assert isinstance(expression(b"(f())"), ast.Parenthesized)
    assert isinstance(expression(b"(o:m())"), ast.Parenthesized)
    assert isinstance(expression(b"(...)"), ast.Parenthesized)
    assert isinstance(expression(b"((a))"), ast.GlobalRef)
    assert isinstance(expression(b"(f()).x"), ast.Index)


def test_suffixes_and_arguments_of_every_form():
    call = expression(b"a.b['c']:d{1}'e'(f, ...)")
    assert [type(argument) for argument in call.arguments] == [ast.GlobalRef, ast.Vararg]
    assert call.function.arguments[0].value == b"e"
    method = call.function.function
    assert (type(method), method.name, type(method.arguments[0])) == (ast.MethodCall, b"d", ast.Table)
    assert method.object.key.value == b"c"
    assert method.object.object.key.value == b"b"


def test_table_items_are_positional_or_keyed():
    table = expression(b"{1, a = 2; ['b'] = 3, a, f(),}")
    assert [item.kind for item in table.items] == [0, 1, 1, 0, 0]
    assert [item.key and item.key.value for item in table.items] == [None, b"a", b"b", None, None]


def test_lines_are_those_of_pucs_instructions():
    (call,) = statements(b"f\n(\n1 +\na\n.b,\n-\nc)")
    assert (call.line, call.call.line) == (1, 2)
    binary, unary = call.call.arguments
    assert (binary.line, binary.right.line, unary.line) == (3, 5, 6)
    (assign,) = statements(b"a\n=\n{\n}")
    assert assign.line == 4
    (loop,) = statements(b"for\ni in\nf\n()\ndo end")
    assert (loop.line, loop.do_line) == (3, 5)
    (function,) = statements(b"\nfunction f()\n\nend")
    assert (function.line, function.function.body.line, function.function.body.last_line) == (2, 2, 4)


def test_spans_cover_the_source_text():
    source = b"  local x = (a + b) * c ;  f (x).y = 1"
    first, second = statements(source)
    assert source[first.start : first.end] == b"local x = (a + b) * c"
    assert source[first.values[0].start : first.values[0].end] == b"(a + b) * c"
    assert source[second.start : second.end] == b"f (x).y = 1"
    assert source[second.targets[0].start : second.targets[0].end] == b"f (x).y"


# --- names -----------------------------------------------------------------------------------------


def test_names_become_locals_upvalues_and_globals():
    first, second = statements(b"local a; function f(b) return a, b, c end")
    (a,) = first.variables
    body = second.function.body
    values = body.body.statements[0].values
    assert [type(value) for value in values] == [ast.UpvalueRef, ast.LocalRef, ast.GlobalRef]
    assert [upvalue.name for upvalue in body.upvalues] == [b"a", b"_ENV"]
    assert (body.upvalues[0].variable is a, body.upvalues[0].from_parent_local, a.captured) == (True, True, True)
    assert (body.upvalues[1].from_parent_local, body.upvalues[1].index) == (False, 0)
    assert values[1].variable is body.parameters[0]
    assert not body.parameters[0].captured


def test_an_upvalue_passes_through_the_functions_between():
    local, outer = statements(b"local a; function f() return function() a = 1 end end")
    middle = outer.function.body
    inner = middle.body.statements[0].values[0].body
    assert [upvalue.name for upvalue in middle.upvalues] == [b"a"]
    assert (inner.upvalues[0].from_parent_local, inner.upvalues[0].variable) == (False, local.variables[0])
    assert local.variables[0].assigned


def test_a_local_is_visible_after_its_own_statement():
    first, second = statements(b"local x = x; local function g() return g end")
    assert isinstance(first.values[0], ast.GlobalRef)
    assert second.function.body.upvalues[0].variable is second.variable


def test_until_sees_the_locals_of_its_block():
    (loop,) = statements(b"repeat local done = f() until done")
    assert loop.condition.variable is loop.block.variables[0]


def test_globals_go_through_the_visible_environment():
    chunk = parse(b"x = 1; local _ENV = {}; y = 2; function f(_ENV) return z end")
    first, _, third, fourth = chunk.main.body.statements
    assert [upvalue.name for upvalue in chunk.main.upvalues] == [b"_ENV"]
    assert type(first.targets[0].environment) is ast.UpvalueRef
    assert third.targets[0].environment.variable is chunk.main.body.variables[0]
    body = fourth.function.body
    assert body.body.statements[0].values[0].environment.variable is body.parameters[0]


def test_methods_have_self_first_and_a_full_name():
    (statement,) = statements(b"function a.b:c(x, ...) end")
    body = statement.function.body
    assert ([p.name for p in body.parameters], body.is_method, body.is_vararg) == ([b"self", b"x"], True, True)
    assert (body.name, statement.target.key.value) == (b"a.b:c", b"c")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (b"5", 5),
        (b"'s'", b"s"),
        (b"nil", None),
        (b"not nil", True),
        (b"2 ^ 3 + 1", 9.0),
        (b"7 // -2", -4),
        (b"7 % -2.0", -1.0),
        (b"1 // 0.1", 10.0),
        (b"0x7fffffffffffffff + 1", -(2**63)),
        (b"1 << 63 >> 63", 1),
        (b"1 << 64", 0),
        (b"-1 >> 60", 15),
        (b"~3.0 & 0xff", 252),
        (b"nil or 4", 4),
        (b"1 and 'x'", b"x"),
        (b"other * 2", 42),
    ],
)
def test_a_const_local_of_constant_value_takes_no_register(source, value):
    last = statements(b"local other <const> = 21; local x <const> = " + source)[-1].variables[0]
    assert (last.is_const_value, type(last.const_value), last.const_value) == (True, type(value), value)


@pytest.mark.parametrize(
    "source", [b"1 // 0", b"0 / 0", b"0.0", b"-0.0", b"2.5 | 1", b"'a' .. 'b'", b"1 < 2", b"{}", b"-'1'"]
)
def test_what_may_fail_or_is_no_number_is_not_folded(source):
    variable = statements(b"local x <const> = " + source)[0].variables[0]
    assert variable.is_const_value == (source == b"0.0")


def test_constants_need_no_upvalue():
    chunk = parse(b"local x <const> = 3; return function() return function() return x end end")
    body = chunk.main.body.statements[1].values[0].body
    assert body.upvalues == []
    assert not chunk.main.body.variables[0].captured


def test_close_variables_mark_block_and_function():
    main = parse(b"do local x <close> = f() end; return function() local y <close> = g() end").main
    assert (main.has_close, main.body.has_close, main.body.statements[0].block.has_close) == (True, False, True)
    assert main.body.statements[1].values[0].body.has_close


# --- labels ----------------------------------------------------------------------------------------


def test_gotos_find_their_labels():
    back, loop, _ = statements(b"::top:: while true do if a then goto continue end goto top; ::continue:: end goto top")
    inner = loop.block.statements
    assert inner[0].blocks[0].statements[0].label is inner[2]
    assert inner[1].label is back
    assert (inner[2].block is loop.block, loop.block.is_loop) == (True, True)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"goto x", "input:1: no visible label 'x' for <goto> at line 1"),
        (b"do ::x:: end\ngoto x", "input:2: no visible label 'x' for <goto> at line 2"),
        (b"goto x; do ::x:: end", "input:1: no visible label 'x' for <goto> at line 1"),
        (b"::x:: function f() goto x end", "input:1: no visible label 'x' for <goto> at line 1"),
        (b"goto x; local a; ::x:: f()", "input:1: <goto x> at line 1 jumps into the scope of local 'a'"),
        (b"repeat goto x; local a; ::x:: until a", "input:1: <goto x> at line 1 jumps into the scope of local 'a'"),
        (b"::x::\n::x::", "input:2: label 'x' already defined on line 2"),
        (b"::x::\ndo ::x:: end", "input:2: label 'x' already defined on line 1"),
        (b"break", "input:1: break outside loop at line 1"),
        (b"while 1 do local function f()\nbreak end end", "input:2: break outside loop at line 2"),
    ],
)
def test_label_errors(source, expected):
    assert message(source) == expected


def test_a_goto_may_reach_a_label_at_the_end_of_its_block():
    (block,) = statements(b"do goto done; local a; ::done:: ; ::also:: end")
    goto, _, also, done = block.block.statements
    assert (goto.label is done, also.name) == (True, b"also")


# --- errors ----------------------------------------------------------------------------------------


def assigned(count: int) -> bytes:
    return b"local " + b",".join(b"v%d" % i for i in range(count))


MANY_UPVALUES = (
    b"\nlocal function outer()\n" + assigned(198) + b"\nlocal function middle()\n" + assigned(100).replace(b"v", b"w")
    + b"\nreturn function()\n" + b"".join(b"v%d = 1 " % i for i in range(198))
    + b"".join(b"w%d = 1 " % i for i in range(100)) + b"\nend end end"
)  # fmt: skip

ERRORS = [
    (b"x", "input:1: syntax error near <eof>"),
    (b"x y", "input:1: syntax error near 'y'"),
    (b"x = x x", "input:1: syntax error near <eof>"),
    (b"f() = 1", "input:1: syntax error near '='"),
    (b"(a) = 1", "input:1: syntax error near '='"),
    (b"(f())", "input:1: syntax error near <eof>"),
    (b"a, f() = 1", "input:1: syntax error near '='"),
    (b"a.b:c = 1", "input:1: function arguments expected near '='"),
    (b"x = }", "input:1: unexpected symbol near '}'"),
    (b"x = 'a' .. then", "input:1: unexpected symbol near 'then'"),
    (b"end", "input:1: <eof> expected near 'end'"),
    (b"return 1 x = 2", "input:1: <eof> expected near 'x'"),
    (b"if a then", "input:1: 'end' expected near <eof>"),
    (b"if a then\n\nx = 1", "input:3: 'end' expected (to close 'if' at line 1) near <eof>"),
    (b"if a x", "input:1: 'then' expected near 'x'"),
    (b"while a\nx", "input:2: 'do' expected near 'x'"),
    (b"for x", "input:1: '=' or 'in' expected near <eof>"),
    (b"for 1", "input:1: <name> expected near '1'"),
    (b"for i = 1 do", "input:1: ',' expected near 'do'"),
    (b"for a, b = 1", "input:1: 'in' expected near '='"),
    (b"repeat\nx = 1\nend", "input:3: 'until' expected (to close 'repeat' at line 1) near 'end'"),
    (b"f(\n1", "input:2: ')' expected (to close '(' at line 1) near <eof>"),
    (b"x = {1\n2}", "input:2: '}' expected (to close '{' at line 1) near '2'"),
    (b"x = {[1] 2}", "input:1: '=' expected near '2'"),
    (b"x = a[1", "input:1: ']' expected near <eof>"),
    (b"local function 1", "input:1: <name> expected near '1'"),
    (b"function f(a, 1) end", "input:1: <name> or '...' expected near '1'"),
    (b"function f(..., a) end", "input:1: ')' expected near ','"),
    (b"function f()\nreturn ... end", "input:2: cannot use '...' outside a vararg function near '...'"),
    (b"function f\n()\n", "input:3: 'end' expected (to close 'function' at line 1) near <eof>"),
    (b"local x <const> = 1\nx = 2", "input:2: attempt to assign to const variable 'x'"),
    (b"local x <const> = f(); function x() end", "input:1: attempt to assign to const variable 'x'"),
    (b"local x <close> = f(); function g() x = 2 end", "input:1: attempt to assign to const variable 'x'"),
    (b"local x <foo> = 1", "input:1: unknown attribute 'foo'"),
    (b"local x <const = 1", "input:1: '>' expected near '='"),
    (b"local a <close>, b <close> = 1", "input:1: multiple to-be-closed variables in local list"),
    (b"goto 1", "input:1: <name> expected near '1'"),
    (b"::a:", "input:1: '::' expected near ':'"),
    (b"x = not", "input:1: unexpected symbol near <eof>"),
    (b"x = 1 + function", "input:1: '(' expected near <eof>"),
    (assigned(201), "input:1: too many local variables (limit is 200) in main function near <eof>"),
    (assigned(201) + b" = 1", "input:1: too many local variables (limit is 200) in main function near '='"),
    (b"\nfunction f()\n" + assigned(198) + b"\nfor i = 1, 2 do end end",
     "input:4: too many local variables (limit is 200) in function at line 2 near '='"),
    (MANY_UPVALUES, "input:7: too many upvalues (limit is 255) in function at line 6 near '='"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), ERRORS)
def test_errors_in_pucs_words(source, expected):
    assert message(source) == expected


def test_an_error_knows_its_line_and_chunk():
    with pytest.raises(LuaSyntaxError) as caught:
        parse(b"\n\nx", b"@some/file.lua")
    error = caught.value
    assert (error.line, error.incomplete, error.value) == (3, True, b"some/file.lua:3: syntax error near <eof>")


def test_limits_are_exact():
    parse(assigned(200))
    parse(b"return " + b"(" * 195 + b"1" + b")" * 195)
    assert message(b"return " + b"(" * 196 + b"1" + b")" * 196) == "C stack overflow"


@pytest.mark.parametrize(
    "piece", [b"(", b"{", b"a[", b"f(", b"not ", b"- ", b"a..", b"a^", b"function() return ", b"1 .. -", b"{{"]
)
def test_deep_nesting_is_an_error(piece):
    assert message(b"return " + piece * 10**6) == "C stack overflow"


@pytest.mark.parametrize(
    "piece", [b"do ", b"if a then ", b"while a do ", b"repeat ", b"a,", b"for i = 1, 2 do local function f() "]
)
def test_deep_statements_are_an_error(piece):
    assert message(piece * 10**5) == "C stack overflow"


@pytest.mark.parametrize("piece", [b" + a", b" and a", b".b", b"()", b"[1]", b":m()", b"'s'", b" == a"])
def test_long_chains_to_the_left_are_read_and_freed_without_recursion(piece):
    chunk = parse(b"return a" + piece * 10**5)
    assert len(chunk.main.body.statements) == 1
    del chunk
    gc.collect()


def test_long_lists_are_read_in_a_loop():
    (statement,) = statements(b"if a then " + b"elseif b then " * 10**5 + b"end")
    assert (len(statement.conditions), len(statement.blocks), statement.orelse) == (10**5 + 1, 10**5 + 1, None)
    (local,) = statements(b"local x <const> = 1" + b" + 1" * 10**5)
    assert local.variables[0].const_value == 10**5 + 1


def test_any_bytes_give_a_tree_or_a_syntax_error():
    for first in range(256):
        for second in range(256):
            with contextlib.suppress(LuaSyntaxError):
                parse(bytes((first, second)))


def test_parsing_leaves_the_collector_as_it_was():
    parse(b"x = 1")
    assert gc.isenabled()
    gc.disable()
    try:
        parse(b"x = 1")
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize("begin", [b"", b"do ", b"local function f() return function() repeat "])
def test_a_text_with_an_error_leaves_no_tree_behind(begin):
    gc.collect()
    gc.disable()  # a cycle would keep the tree
    try:
        before = len(gc.get_objects())
        with contextlib.suppress(LuaSyntaxError):
            parse(begin + b"x = 1 " * 10_000 + b"= 1")
        left = len(gc.get_objects()) - before
    finally:
        gc.enable()
    assert left < 1000


def test_the_collector_does_not_walk_the_tree_of_a_text_with_an_error():
    walked = []

    def watch(phase, _):
        if phase == "start":
            walked.append(len(gc.get_objects(generation=0)))

    gc.collect()
    gc.callbacks.append(watch)
    try:
        with contextlib.suppress(LuaSyntaxError):
            parse(b"x = 1 " * 10_000 + b"= 1")
        _ = [[] for _ in range(1000)]  # a collection that is due comes now
    finally:
        gc.callbacks.remove(watch)
    assert max(walked, default=0) < 10_000
