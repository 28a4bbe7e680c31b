import pytest

from lua_kernel.scope import scope_at
from lua_kernel.tokens import code_tokens


def scope(marked):
    """Return what is visible at the `|`, a place between words."""
    text = marked.replace("|", "")
    return scope_at(code_tokens(text), marked.index("|"))


@pytest.mark.parametrize(
    ("marked", "visible"),
    [
        ("local one = 1\n|", ["one"]),
        ("local one = |", []),
        ("local one = |one", []),
        ("local one = 1 + |", []),
        ("local one, two <const> = f(), {}\n|", ["one", "two"]),
        ("local one; |", ["one"]),
        ("local one |", ["one"]),
        ("local on|", []),
        ("local f = function() |", []),
        ("local f = function() return 1 end\n|", ["f"]),
        ("local function f(a, b, ...) |", ["f", "a", "b"]),
        ("local function f(a) end |", ["f"]),
        ("function f(a) |", ["a"]),
        ("function t.f(a) |", ["a"]),
        ("function t:f(a) |", ["self", "a"]),
        ("x = function(a) |", ["a"]),
        ("for i = 1, |", []),
        ("for i = 1, 9 do |", ["i"]),
        ("for i = 1, 9 do end |", []),
        ("for k, v in pairs(t) do local w = v |", ["k", "v", "w"]),
        ("for k in (function() for i = 1, 2 do end end)() do |", ["k"]),
        ("do local inner = 1 end |", []),
        ("do local inner = 1\n|", ["inner"]),
        ("if x then local a = 1 else local b = 2\n|", ["b"]),
        ("if x then local a = 1 elseif y then |", []),
        ("repeat local n = 1 until |", ["n"]),
        ("repeat local n = 1 until n > 1\n|", []),
        ("while x do local n = 1\n|", ["n"]),
        ("local t = {f = function(a) return |", ["a"]),
        ("local t = {1, 2, |", []),
        ("local a = 1 local a = 2 |", ["a"]),
        ("local a = 1\nf(|", ["a"]),
        ("local a = f 'x'\n|", ["a"]),
        ("end end ) } local a = 1 |", ["a"]),
        ("local a = 1 | local b = 2", ["a"]),
        ("local a = 1 -- local c\n|", ["a"]),
        ("local a = 'local b = 1'\n|", ["a"]),
        ("local a = [[\nlocal b\n]]\n|", ["a"]),
        ("", []),
    ],
)
def test_the_locals_in_scope(marked, visible):
    assert sorted(scope(marked if "|" in marked else "|").locals) == sorted(visible)


@pytest.mark.parametrize(
    ("marked", "labels"),
    [
        ("goto | ::there::", ["there"]),
        ("for i = 1, 2 do goto | ::continue:: end", ["continue"]),
        ("do ::inner:: end goto |", []),
        ("::outer:: function f() goto | ::own:: end", ["own"]),
        ("::outer:: do goto | end", ["outer"]),
    ],
)
def test_the_labels_that_a_goto_reaches(marked, labels):
    assert list(scope(marked).labels) == labels


@pytest.mark.parametrize(
    ("text", "what", "path", "parameters"),
    [
        ("local x = 'a'", "string", "", ""),
        ("local x = {}", "table", "", ""),
        ("local x = 1", "value", "", ""),
        ("local x = io.open('a')", "call", "io.open", ""),
        ("local x = require 'a'", "call", "require", ""),
        ("local x = string.format", "name", "string.format", ""),
        ("local x = function(a, ...) end", "function", "", "a, ..."),
        ("local function x(a, b) end", "function", "", "a, b"),
        ("local x", "", "", ""),
    ],
)
def test_what_is_seen_of_a_locals_value(text, what, path, parameters):
    found = scope(text + "\n|").locals["x"]
    assert (found.what, found.path, found.parameters) == (what, path, parameters)


def test_the_fields_that_a_text_assigns():
    text = """
    local Point = {x = 1, inner = {deep = 2}}
    function Point.new() total = 1 end
    function Point:move() end
    Point.inner.more = function() end
    function global() end
    """
    assert scope(text + "|").fields == {
        "Point": {"x": "variable", "inner": "variable", "new": "function", "move": "function"},
        "Point.inner": {"deep": "variable", "more": "function"},
        "": {"total": "variable", "global": "function"},
    }


def test_a_text_of_any_kind_is_read():
    for text in ("function", "local function", "function (", "for", "for do", "local", "::", ":: x", "until", "local x <", "}"):
        assert scope(text + " |").locals.keys() <= {"x"}
