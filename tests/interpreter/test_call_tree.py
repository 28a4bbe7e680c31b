"""The call tree: who called whom, folded, in every pool mode."""

from collections import Counter

import pytest

from expectations import POOL_MODES
from interpreter import Interpreter

FIB = "local function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end\n"


@pytest.fixture(params=POOL_MODES)
def lua(request):
    with Interpreter(pools=request.param) as made:
        yield made


def counted(lua, source):
    """Run a chunk, and return its tree and its result."""
    lua.count_functions(True)
    result = lua.run(source, "=t")
    lua.count_functions(False)
    assert result.error is None, result.error
    return lua.call_tree(), result


def shape(tree):
    return [("  " * node.depth + (node.name or f"at {node.line}"), node.entries) for node in tree.nodes]


def sums(records):
    entries, fresh = Counter(), Counter()
    for one in records:
        entries[one.name, one.source, one.line] += one.entries
        fresh[one.name, one.source, one.line] += one.fresh
    return entries, fresh


def test_callees_stand_below_their_callers(lua):
    source = "local function a() end local function b() a() a() end b() a() b()"
    assert shape(counted(lua, source)[0]) == [("main chunk", 1), ("  b", 2), ("    a", 4), ("  a", 1)]


def test_recursion_is_one_row_with_its_depth(lua):
    tree, result = counted(lua, FIB + "fib(10)")
    assert shape(tree) == [("main chunk", 1), ("  fib", 177)]
    assert tree.nodes[1].deepest - tree.nodes[0].deepest == 10
    assert tree.nodes[1].deepest == result.traffic.frames.peak_depth


def test_recursion_by_way_of_another_function_is_folded_too(lua):
    source = """
    local odd
    local function even(n) if n == 0 then return true end local r = odd(n - 1) return r end
    function odd(n) if n == 0 then return false end local r = even(n - 1) return r end
    even(9)"""
    assert shape(counted(lua, source)[0]) == [("main chunk", 1), ("  even", 5), ("    odd", 5)]


def test_a_tail_call_stands_below_the_function_it_replaces(lua):
    tree, _ = counted(lua, "local function b() end local function a() return b() end a() a()")
    assert shape(tree) == [("main chunk", 1), ("  a", 2), ("    b", 2)]
    assert (tree.nodes[1].tails, tree.nodes[2].tails) == (0, 2)


def test_coroutines_that_take_turns_keep_their_places(lua):
    source = """
    local function leaf() end
    local function body() local function inner() for i = 1, 3 do leaf() coroutine.yield() end end inner() leaf() end
    local one, two = coroutine.wrap(body), coroutine.wrap(body)
    local function deep(n, co) if n == 0 then co() else deep(n - 1, co) end end
    for i = 1, 4 do deep(i, one) deep(5 - i, two) leaf() end"""
    assert shape(counted(lua, source)[0]) == [
        ("main chunk", 1), ("  deep", 28), ("    body", 2), ("      inner", 2), ("        leaf", 6), ("      leaf", 2),
        ("  leaf", 4),
    ]  # fmt: skip


def test_what_builtins_and_metamethods_call_stands_below_their_caller(lua):
    source = """
    local function less(a, b) return a < b end
    local function sorted() table.sort({2, 1}, less) end
    local object = setmetatable({}, {__index = function() return 1 end})
    sorted() pcall(sorted) return object.x"""
    tree, _ = counted(lua, source)
    assert [text for text, _ in shape(tree)] == ["main chunk", "  sorted", "    less", "  at 4"]


def test_the_tree_holds_every_entry_and_every_fresh_frame(lua):
    source = FIB + """
    local t = setmetatable({}, {__add = function() return fib(3) end, __close = function() fib(2) end})
    for i = 1, 5 do local x <close> = t local y = t + 1 pcall(fib, i) pcall(error) end
    local co = coroutine.wrap(function(...) for i = 1, 3 do coroutine.yield(fib(...)) end end)
    for i = 1, 3 do co(i) end
    string.gsub("abc", ".", function(c) return fib(#c) end)"""
    tree, result = counted(lua, source)
    assert tree.lost == 0
    assert sums(tree.nodes) == sums(result.traffic.functions)


def test_functions_that_die_meanwhile_stay_in_the_tree(lua):
    lua.pools.capacity("chunks", 0)
    source = """
    for i = 1, 20 do load("local function f() end f()", "=made")() collectgarbage() end
    for i = 1, 20 do local t = {} end collectgarbage()"""
    tree, _ = counted(lua, source)
    assert sum(node.entries for node in tree.nodes if node.name == "f") == 20


def test_entries_without_room_are_counted_as_lost(lua):
    lua.pools.capacity("chunks", 0)
    tree, _ = counted(lua, "for i = 1, 1500 do load('return function() end')()() end")
    assert len(tree.nodes) == 999
    assert sum(node.entries for node in tree.nodes) + tree.lost == 3001


def test_each_counting_begins_anew_and_none_has_no_tree(lua):
    assert lua.call_tree().nodes == ()
    counted(lua, FIB + "fib(5)")
    assert shape(counted(lua, "x = 1")[0]) == [("main chunk", 1)]
