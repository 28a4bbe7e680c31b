import re

import pytest

from interpreter import LuaSyntaxError, parse, tokenize
from lua_kernel.trees import BINARY, MAX_DEPTH, UNARY, tokens_bundle, tree_bundle

EVERYTHING = """
local a <const>, b <close>, c = 1, nil, "x"
goto done
c, b.c = 1
do print(1) end
while a do break end
repeat until a
for i = 1, 2, 3 do end
for k, v in pairs(t) do end
if a then b() elseif c then d() else e() end
function a.b:c(...) return (...) end
local function f(x, ...) return x and a or not -x, {1, [k] = v, n = #x}, f, true, false, nil end
a:method("s")
::done::
"""


def tree(source):
    return tree_bundle(parse(source))["text/plain"].split("\n")[1:]


def test_a_tree_has_each_nodes_span_kind_and_detail():
    assert tree("x = 1 +\n  y") == [
        "1:1–2:3  Assign",
        "1:1–1:1    target: GlobalRef x",
        "1:5–2:3    value: Binary +",
        "1:5–1:5      left: Number 1",
        "2:3–2:3      right: GlobalRef y",
    ]


def test_columns_count_code_points():
    assert tree("f('é', x)")[-1] == "1:8–1:8      argument: GlobalRef x"


def test_every_kind_of_node_is_shown():
    kinds = {re.sub(r"^\S+ +(?:\w+: )?", "", line).split()[0] for line in tree(EVERYTHING)}
    assert kinds == {
        "And", "Assign", "Block", "Break", "Call", "CallStatement", "Do", "False", "Function", "FunctionStatement",
        "GenericFor", "GlobalRef", "Goto", "If", "Index", "Label", "LocalAssign", "LocalFunction", "LocalRef",
        "MethodCall", "Nil", "Number", "NumericFor", "Or", "Parenthesized", "Repeat", "Return", "String", "Table",
        "TableItem", "True", "Unary", "UpvalueRef", "Vararg", "While",
    }  # fmt: skip


@pytest.mark.parametrize("operator", BINARY)
def test_binary_operators_have_their_signs(operator):
    assert tree(f"return a {operator} b")[1].endswith(f"value: Binary {operator}")


@pytest.mark.parametrize("operator", UNARY)
def test_unary_operators_have_their_signs(operator):
    assert tree(f"return {operator} b")[1].endswith(f"value: Unary {operator}")


def test_roles_tell_the_parts_of_a_condition():
    roles = re.findall(r"(condition|then|else): ", "\n".join(tree("if a then b() elseif c then d() else e() end")))
    assert roles == ["condition", "then", "condition", "then", "else"]


def test_a_very_deep_tree_is_cut():
    shown = tree("return 1" + " + 1" * 100_000)
    assert len(shown) < 4 * MAX_DEPTH
    assert sum(line.endswith("…") for line in shown) >= 1


def test_a_very_long_chunk_is_cut():
    shown = tree_bundle(parse("x = 1\n" * 10_000))["text/plain"].split("\n")
    assert shown[0].endswith("; only the first 3,000 nodes")
    assert len(shown) == 3001


def test_html_of_a_tree_folds_and_escapes():
    markup = tree_bundle(parse("x = '<script>' .. \"&\""))["text/html"]
    assert "<script>" not in markup
    assert "&lt;script&gt;" in markup
    assert markup.count("<details") == 2


# ---------------------------------------------------------------------------------------------------------- tokens


def shown_tokens(source):
    return tokens_bundle(tokenize(source), source)


def test_tokens_have_place_kind_and_text():
    shown = shown_tokens(b"local x = [[\n]] -- c")["text/plain"].split("\n")
    assert shown[0] == "5 tokens"
    assert [line.split() for line in shown[2:]] == [
        ["1:1", "keyword", "local"],
        ["1:7", "name", "x"],
        ["1:9", "symbol", "="],
        ["1:11", "string", "[[⏎]]"],
        ["2:4", "comment", "--", "c"],
    ]


def test_html_of_tokens_is_the_whole_source_escaped():
    source = b"x = '<script>' --[[ & ]] y = 'abc\xe9'"
    markup = shown_tokens(source)["text/html"]
    assert "<script>" not in markup
    marked = re.sub(r"<[^>]+>", "", markup.partition("<pre")[2].partition("</pre>")[0]).partition(">")[2]
    assert marked == "x = &#x27;&lt;script&gt;&#x27; --[[ &amp; ]] y = &#x27;abc\\xe9&#x27;"


def test_many_tokens_are_cut_and_counted():
    assert shown_tokens(b"x = 1 " * 1000)["text/plain"].endswith("\n… 1,000 more")


def test_what_is_no_token_is_an_error_with_its_place():
    with pytest.raises(LuaSyntaxError) as caught:
        tokenize("x = 'abc\n", "=cell[1]")
    assert caught.value.message == "cell[1]:1: unfinished string near ''abc'"
