"""Chunks that go on with the locals of the chunks before them."""

import pytest

from interpreter import Interpreter, disassemble, parse


class Cells:
    """Run chunks one after the other, each in the scope that the ones before it have left."""

    def __init__(self, **options):
        self.printed = []
        self.lua = Interpreter(stdout=self.printed.append, **options)

    def run(self, source):
        return self.lua.run(source, "=cell", keeps_locals=True)

    def values(self, source):
        result = self.run(source)
        assert result.error is None, result.error
        return result.values

    def message(self, source):
        return self.run(source).error.message


@pytest.fixture(params=["on", "off", "poison"])
def cells(request):
    made = Cells(pools=request.param)
    yield made
    made.lua.close()


def test_a_local_is_seen_and_assigned_by_later_chunks(cells):
    cells.values("local x, y = 1, 'a'")
    cells.values("x = x + 1")
    assert cells.values("return x, y") == (2, b"a")


def test_other_runs_do_not_see_it(cells):
    cells.values("local x = 1")
    assert cells.lua.run("return x").values == (None,)


def test_a_variable_is_shared_with_the_closures_that_have_it(cells):
    cells.values("local n = 0 local function more() n = n + 1 return n end")
    cells.values("more() n = n + 10")
    assert cells.values("return more(), n") == (12, 12)


def test_a_closure_of_a_later_chunk_shares_it_too(cells):
    cells.values("local n = 1")
    cells.values("function get() return n end")
    cells.values("n = 2")
    assert cells.values("return get()") == (2,)


def test_a_new_local_of_that_name_is_another_variable(cells):
    cells.values("local x = 1 function get() return x end")
    assert cells.values("local x = 2 return x, get()") == (2, 1)
    cells.values("x = 3")
    assert cells.values("return x, get()") == (3, 1)


def test_what_is_to_be_closed_is_closed_at_the_chunks_end(cells):
    closing = "setmetatable({}, {__close = function() closed = true end})"
    assert cells.values(f"local h <close> = {closing}; local k = 1 return closed") == (None,)
    assert cells.values("return closed, h, k") == (True, None, 1)


@pytest.mark.parametrize("value", ["5", "{}", "'text'", "nil"])
def test_a_constant_stays_one(cells, value):
    cells.values(f"local c <const> = {value}")
    assert cells.message("c = 1") == b"cell:1: attempt to assign to const variable 'c'"
    assert cells.message("function f() c = 1 end") == b"cell:1: attempt to assign to const variable 'c'"


def test_a_constant_is_seen_by_inner_functions(cells):
    cells.values("local c <const> = 5")
    assert cells.values("return (function() return c end)()") == (5,)


def test_what_a_failed_chunk_has_declared_and_assigned_stays(cells):
    cells.values("local x = 1")
    assert cells.message("x = 2 local y = 3 error('no') local z = 4") == b"cell:1: no"
    assert cells.values("return x, y, z") == (2, 3, None)


def test_a_failed_chunk_leaves_closures_and_their_variables(cells):
    cells.message("local n = 0 local function f() n = n + 1 return n end f() error('no')")
    assert cells.values("return f(), n") == (2, 2)


def test_a_chunk_that_does_not_compile_changes_nothing(cells):
    cells.values("local x = 1")
    assert b"syntax error" in cells.message("local x = 2 x x")
    assert cells.values("return x") == (1,)


def test_locals_of_inner_blocks_end_with_them(cells):
    cells.values("do local a = 1 end for b = 1, 2 do end local c = 3")
    assert cells.values("return a, b, c") == (None, None, 3)


def test_an_environment_of_its_own_is_not_kept(cells):
    cells.values("local _ENV = {} x = 1")
    assert cells.values("return x, print ~= nil") == (None, True)


def test_kept_locals_do_not_count_for_the_limit(cells):
    many = [f"a{i}" for i in range(150)]
    cells.values("\n".join(f"local {name} = 1" for name in many))
    cells.values("\n".join(f"local b{i} = 2" for i in range(199)))
    assert cells.values(f"local sum = {' + '.join(many)} return sum, b150") == (150, 2)
    own = "\n".join(f"local c{i} = {many[i % 150]}" for i in range(200))
    assert cells.values(f"{own}\nreturn c199, a149") == (1, 1)


def test_many_of_them_are_assigned_in_one_chunk(cells):
    many = [f"a{i}" for i in range(150)]
    cells.values("\n".join(f"local {name} = 1" for name in many))
    cells.values(" ".join(f"{name} = {name} + 1" for name in many))
    assert cells.values(f"return {' + '.join(many)}") == (300,)


def test_they_survive_collections(cells):
    cells.values("local t = {1, 2, 3} local f = function() return t end")
    cells.values("collectgarbage() local u = {t} collectgarbage()")
    cells.lua.collect()
    assert cells.values("collectgarbage() return #t, u[1] == t, f() == t") == (3, True, True)


def test_what_is_assigned_nil_is_collected(cells):
    cells.values("local t, other = {}, 1 weak = setmetatable({t}, {__mode = 'v'})")
    cells.values("t = nil")
    cells.lua.collect()
    assert cells.values("return #weak") == (0,)


def test_it_is_garbage_as_soon_as_it_is_assigned_over(cells):
    cells.values("local t = {} weak = setmetatable({t}, {__mode = 'v'})")
    assert cells.values("t = nil collectgarbage() return #weak") == (0,)


def test_a_returned_call_is_made_in_the_chunks_own_frame(cells):
    cells.values("local x = 1")
    assert cells.values("local y = x + 1 return tostring(y)") == (b"2",)
    cells.values("local function f() return x end local z = 7 return f()")
    assert cells.values("return y, z, f()") == (2, 7, 1)


def test_an_exit_and_an_interrupt_leave_them(cells):
    cells.run("local a = 1 os.exit()")
    cells.lua.limits.instructions = 10_000
    cells.run("local b = 2 while true do b = b + 1 end")
    cells.lua.limits.instructions = None
    assert cells.values("return a, b > 2") == (1, True)


def test_their_values_are_told_by_name(cells):
    cells.values("local x, c = 1, 'a' local k <const> = 5 local function f() return x end")
    kept = cells.lua.kept_locals
    assert list(kept) == [b"x", b"c", b"k", b"f"]
    assert (kept[b"x"], kept[b"c"], kept[b"k"], kept[b"f"].type) == (1, b"a", 5, "function")


def test_they_can_be_forgotten(cells):
    cells.values("local x = 1")
    cells.lua.forget_locals()
    assert cells.lua.kept_locals == {}
    assert cells.values("return x") == (None,)


def test_a_loaded_chunk_runs_more_than_once(cells):
    cells.values("local n = 0 local m = 0 function get() return m end")
    chunk = cells.lua.load("n = n + 1 m = m + 1", "=cell", keeps_locals=True)
    for _ in range(3):
        cells.lua.call(chunk)
    assert cells.values("return n, m, get()") == (3, 3, 3)


def test_a_chunk_is_read_as_it_would_be_run(cells):
    cells.run("local x = 1 local y = 2 function f() return y end")
    source = "return x + y"
    rows = disassemble(source, kept=cells.lua.kept_for(source)).functions[0].rows
    assert [(row.op, row.comment) for row in rows[:2]] == [("GETUPVAL", "y"), ("ADD", "")]
    (returned,) = parse(source, kept=cells.lua.kept_for(source)).main.body.statements
    assert type(returned.values[0].left).__name__ == "LocalRef"
    assert cells.lua.kept_locals == {b"x": 1, b"y": 2}


def test_a_chunk_loaded_while_lua_runs_sees_no_kept_locals(cells):
    cells.run("local x = 1")
    found = []
    cells.lua.set_global("ask", lambda: found.append(cells.lua.kept_for("return x")))
    cells.run("ask()")
    assert found == [None]
