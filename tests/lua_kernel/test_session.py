import pytest

from lua_kernel.input import LineSource
from lua_kernel.ports import Ports
from lua_kernel.session import Session
from notebook_session import Notebook


def views(outcome):
    return [view["text/plain"] for view in outcome.views]


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("1 + 1", "2"),
        ("x = 5\nx * 2", "10"),
        ("local a = 3\na", "3"),
        ("return 1, 'a', nil", '1\t"a"\tnil'),
        ("nil", "nil"),
        ("(function() return 1, 2 end)()", "1\t2"),
        ("function f() return 7 end\nf()", "7"),
        ("print()", None),
        ("io.write('x')", None),
        ("x = 1", None),
        ("1 + 1;", None),
        ("math.type(1);", None),
        ("", None),
        ("-- only a comment", None),
        ("'a' ..\n  'b'", '"ab"'),
    ],
)
def test_results(notebook, code, result):
    assert notebook.result(code) == result


def test_globals_and_top_level_locals_live_on(notebook):
    notebook.run("a = 1 local b = 2 do local c = 3 end")
    assert notebook.result("a, b, c") == "1\t2\tnil"


def test_results_are_found_in_out_and_by_underscores(notebook):
    notebook.run("6 * 7, 'more'")
    assert notebook.result("_, _1, Out[1]") == "42\t42\t42"
    notebook.run("nil")
    assert notebook.result("_2, Out[3]") == "42\tnil"
    notebook.run("%reset out")
    assert notebook.result("_, _1, next(Out)") == "nil\tnil\tnil"


def test_the_last_hundred_results_are_kept(notebook):
    for number in range(102):
        notebook.run(str(number))
    assert notebook.result("_1, _2, _3, Out[3]") == "nil\tnil\t2\t2"


def test_an_underscore_of_the_readers_own_stays(notebook):
    notebook.run("1")
    notebook.run("_ = 'mine'")
    notebook.run("2")
    assert notebook.result("_") == '"mine"'


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("prnt(1)", "did you mean 'print'?"),
        ("Print(1)", "did you mean 'print'?"),
        ("stirng.rep('x', 2)", "did you mean 'string'?"),
        ("local counter = 1\ncountr()", "did you mean 'counter'?"),
        ("return mth.pi", "did you mean 'math'?"),
    ],
)
def test_a_misspelt_global_is_named(notebook, code, hint):
    assert notebook.run(code).failure.traceback[-1] == hint


def test_an_error_of_a_hook_says_how_to_be_rid_of_it(notebook):
    notebook.run("debug.sethook(function() error('mine') end, 'c')")
    assert "%reset begins again without it" in notebook.run("print(1)").failure.traceback[-1]
    notebook.run("%reset")
    assert notebook.run("print(1)").failure is None


def test_a_global_like_no_other_gets_no_hint(notebook):
    assert "did you mean" not in "".join(notebook.run("nothing_of_the_kind()").failure.traceback)


def test_locals_end_with_their_cell_where_that_is_wanted():
    notebook = Notebook(keeps_locals=False)
    notebook.run("a = 1 local b = 2")
    assert notebook.result("a, b") == "1\tnil"
    notebook.session.close()


def test_the_magic_locals_lists_and_forgets_them(notebook):
    notebook.run("local b, name = 2, 'x'")
    assert 'name   string  "x"' in notebook.magic("%locals")["text/plain"]
    assert notebook.magic("%locals off")["text/plain"] == "top-level locals end with their cell"
    assert notebook.result("b") == "nil"
    notebook.run("%locals on\nlocal b = 3")
    assert notebook.result("b") == "3"
    notebook.run("%reset")
    assert notebook.result("b") == "nil"


def test_magics_and_expressions_beside_a_cell_see_kept_locals(notebook):
    notebook.run("local b = 2")
    assert notebook.session.evaluate("b + 1") == {"text/plain": "3"}
    assert "b is 2" in notebook.magic("%heap b")["text/plain"]
    assert notebook.run("%%timeit\nassert(b == 2)").failure is None


def test_kept_locals_are_completed_and_inspected(notebook):
    notebook.run("local station = {name = 'x', find = function() end}")
    session = notebook.session
    assert session.complete("stat", 4).matches == ("station",)
    assert session.complete("station:", 8).matches == ("station:find",)
    assert "table" in session.inspect("station", 3, 0)["text/plain"]


def test_a_value_may_describe_itself(notebook):
    assert notebook.result("setmetatable({}, {__tostring = function() return 'a thing' end})") == "a thing"
    broken = notebook.result("setmetatable({}, {__tostring = function() error('no', 0) end})")
    assert broken.startswith("table: ")
    assert broken.endswith("(error in __tostring: no)")


def test_an_error_names_cell_and_line(notebook):
    outcome = notebook.run("local x = 1\nerror('boom')")
    assert outcome.failure.evalue == "cell[1]:2: boom"
    assert outcome.result is None


@pytest.mark.parametrize("call", ["f()", "return f()"])
def test_the_cell_of_a_last_call_stays_in_the_stack(notebook, call):
    notebook.run("function f() error('boom') end")
    assert "cell[2]:2: in main chunk" in "\n".join(notebook.run(f"\n{call}").failure.traceback)


@pytest.mark.parametrize("call", ["f()", "return f()"])
def test_an_error_of_level_two_names_the_calling_line(notebook, call):
    notebook.run("function f() error('boom', 2) end")
    assert notebook.mistake(f"\n\n{call}") == "cell[2]:3: boom"


@pytest.mark.parametrize("error", ["y = nothing.x", "y = = 1"])
def test_an_error_of_a_large_cell_shows_its_line(notebook, error):
    traceback = notebook.run("x = 1\n" * 50_000 + error).failure.traceback
    assert any(f"50001\x1b[0m {error}" in block for block in traceback)


def test_texts_of_cells_are_dropped_when_they_are_large_together(notebook, monkeypatch):
    monkeypatch.setattr("lua_kernel.session.KEPT_CHARACTERS", 1000)
    notebook.session.run_cell("function first() end", "1")
    notebook.session.run_cell("function second() end", "2")
    notebook.session.run_cell("x = 1 --" + "-" * 990, "3")
    notebook.session.run_cell("x = 1 --" + "-" * 990, "3")
    assert [notebook.session.lua_of(label) for label in "12"] == [None, None]
    notebook.session.run_cell("function third() end", "4")
    notebook.session.run_cell("function fourth() end", "5")
    kept = [notebook.session.lua_of(label) for label in "345"]
    assert kept == [None, "function third() end", "function fourth() end"]


def test_lines_count_from_the_cells_first_line(notebook):
    assert notebook.mistake("%%time\n\nerror('x')") == "cell[1]:3: x"


def test_a_magic_in_the_wrong_place_is_explained(notebook):
    outcome = notebook.run("x = 1\n%%pools")
    assert "%%pools on line 2: a magic stands in the first lines of a cell" in outcome.failure.traceback[-1]


def test_os_exit_ends_the_cell_only(notebook):
    notebook.run("kept = 1")
    outcome = notebook.run("os.exit(0)\nkept = 2")
    assert outcome.failure is None
    assert outcome.notice.startswith("os.exit: the cell ends here and the session goes on")
    assert notebook.result("kept") == "1"


def test_os_exit_with_a_failure_is_an_error(notebook):
    failure = notebook.run("os.exit(3)").failure
    assert (failure.ename, failure.evalue.split(";")[0]) == ("Exit", "os.exit with status 3: the session goes on")


def test_expressions_beside_a_cell(notebook):
    notebook.run("x = 6")
    assert notebook.session.evaluate("x * 7") == {"text/plain": "42"}
    assert notebook.session.evaluate("x.y.z").ename == "LuaError"
    assert notebook.session.evaluate("x *").ename == "LuaSyntaxError"


# ------------------------------------------------------------------------------------------------------- magics


def test_the_short_line_follows_each_cell():
    notebook = Notebook(view="short")
    for code in ("x = 1", "error('x')", "1"):
        (line,) = views(notebook.run(code))
        assert "frames rented" in line
    assert views(notebook.run("")) == []
    notebook.session.close()


def test_pools_chooses_the_view(notebook):
    assert views(notebook.run("%pools on\nx = 1"))[0].count("\n") > 5
    assert "\n" not in views(notebook.run("%pools short\nx = 1"))[0]
    assert views(notebook.run("%pools off\nx = 1")) == []


def test_pools_on_one_cell(notebook):
    (shown,) = views(notebook.run("%%pools\nx = 1"))
    assert "this cell's traffic" in shown
    assert views(notebook.run("x = 1")) == []


def test_the_dashed_alias_works_too(notebook):
    assert len(views(notebook.run("-- %%pools\nx = 1"))) == 1


def test_a_failing_cell_still_shows_its_statistics(notebook):
    outcome = notebook.run("%%pools\nerror('x')")
    assert outcome.failure.evalue == "cell[1]:2: x"
    assert len(outcome.views) == 1


@pytest.mark.parametrize("mode", ["off", "poison", "on"])
def test_the_mode_changes_and_globals_stay(notebook, mode):
    notebook.run("kept = {1, 2}")
    assert notebook.run(f"%pools mode {mode}").failure is None
    assert notebook.session.interpreter.snapshot().mode == mode
    assert notebook.result("#kept") == "2"


@pytest.mark.plain
def test_pools_alone_shows_the_totals(notebook):
    notebook.run("print(1)")
    notebook.run("%pools")
    assert notebook.shown[0]["text/plain"].startswith("pools are on; statistics after each cell: off\n")
    assert "\nframes " in notebook.shown[0]["text/plain"]


@pytest.mark.parametrize("code", ["%pools trim", "%pools reset", "%lsmagic", "%pools mode off", "%reset"])
def test_magics_that_act_say_what_they_did(notebook, code):
    assert notebook.run(code).failure is None
    assert len(notebook.shown) == 1


def test_reset_forgets_globals_and_keeps_settings(notebook):
    notebook.run("%pools mode off\nx = 1")
    notebook.run("%reset")
    assert notebook.result("x") == "nil"
    assert notebook.session.interpreter.pools.mode == "off"


def test_lsmagic_lists_every_magic(notebook):
    notebook.run("%lsmagic")
    for name in ("%pools", "%%pools", "%%frames", "%%time", "%%bytecode", "%reset", "%lsmagic"):
        assert name in notebook.shown[0]["text/plain"]


def test_frames_counts_kinds_and_functions(notebook):
    notebook.run("function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end")
    (shown,) = views(notebook.run("%%frames\nfib(10)"))
    assert "frames entered, by kind" in shown
    assert any(line.split()[:1] == ["fib"] and " 177 " in line for line in shown.splitlines())


def test_time_shows_time_and_instructions(notebook):
    (shown,) = views(notebook.run("%%time\nfor i = 1, 1000 do end"))
    assert "elapsed" in shown
    assert "instructions" in shown


def test_bytecode_shows_instructions_and_does_not_run(notebook):
    (shown,) = views(notebook.run("%%bytecode\nran = 1"))
    assert "SETTABUP" in shown
    assert notebook.result("ran") == "nil"
    notebook.run("%%bytecode run\nran = 1")
    assert notebook.result("ran") == "1"


def test_bytecode_of_a_cell_that_does_not_parse_is_a_syntax_error(notebook):
    failure = notebook.run("%%bytecode\nx = = 1").failure
    assert (failure.ename, failure.evalue) == ("LuaSyntaxError", "cell[1]:2: unexpected symbol near '='")


def test_several_cell_magics_add_up(notebook):
    assert len(views(notebook.run("%%time\n%%pools\n%%frames\nx = 1"))) == 3


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("%poools", "there is no magic %poools; did you mean %pools? %lsmagic lists them all"),
        ("%%bytecodes\nx", "there is no magic %%bytecodes; did you mean %%bytecode? %lsmagic lists them all"),
        ("%time", "there is no magic %time; did you mean %%time? %lsmagic lists them all"),
        ("%zzzzzz", "there is no magic %zzzzzz; %lsmagic lists them all"),
        ("%pools maybe", "'maybe' is not understood; usage: %pools [on|short|off], "),
        ("%pools mode", "'mode' is not understood; usage: %pools mode on|off|poison"),
        ("%%pools now\nx = 1", "'now' is not understood; usage: %%pools"),
        ("%%frames top=0\nx = 1", "'top=0' is not understood; usage: %%frames [top=N]"),
        ("%%frames bottom=3\nx = 1", "'bottom=3' is not understood; usage: %%frames [top=N]"),
        ("%%time --fast\nx = 1", "'--fast' is not understood; usage: %%time"),
        ("%%pools\n%%pools\nx = 1", "%%pools stands twice in this cell; once is enough"),
    ],
)
def test_a_wrong_magic_is_one_line_and_runs_nothing(notebook, code, message):
    outcome = notebook.run(code)
    assert outcome.failure.ename == "MagicError"
    assert outcome.failure.evalue.startswith(message)
    assert "\n" not in outcome.failure.evalue
    assert notebook.result("x") == "nil"


@pytest.mark.parametrize("code", ["%%pools", "%%frames", "%%time", "%%bytecode"])
def test_cell_magics_on_an_empty_cell_are_no_trouble(notebook, code):
    assert notebook.run(code).failure is None


def test_allocs_shows_the_cells_lines_even_after_an_error(notebook):
    outcome = notebook.run("%%allocs\nlocal t = {{}, {}}\nerror('stop')")
    assert outcome.failure.ename == "LuaError"
    (view,) = views(outcome)
    assert view.startswith("what each line of cell[1] rented and allocated\n")
    (row,) = [line for line in view.split("\n") if line.endswith("local t = {{}, {}}")]
    assert row.split()[0] == "2"
    assert views(notebook.run("%%allocs top=1\nx = {}"))[0].count("\n") == 4


def test_allocs_with_a_wrong_option_says_its_usage(notebook):
    assert "usage: %%allocs [top=N]" in notebook.mistake("%%allocs 5\nx = 1")


def test_allocs_of_a_cell_that_does_not_compile_shows_the_error(notebook):
    assert notebook.run("%%allocs\nx = = 1").failure.ename == "LuaSyntaxError"


def test_trace_shows_the_first_instructions_and_the_run_goes_on(notebook):
    outcome = notebook.run("%%trace steps=3\nlocal a = 1\nfor i = 1, 100 do a = a + i end\nreturn a")
    assert outcome.result["text/plain"] == "5051"
    (view,) = views(outcome)
    caption, headings, *steps, note = view.split("\n")
    assert caption.endswith("the run went on after them")
    assert headings.split()[:3] == ["step", "line", "instruction"]
    assert [step.split()[:2] for step in steps] == [["1", "2"], ["2", "3"], ["3", "3"]]
    assert note.startswith("* shared")


@pytest.mark.parametrize("options", ["steps=0", "steps=x", "5", "steps=1000000"])
def test_trace_with_wrong_options_says_its_usage(notebook, options):
    assert notebook.mistake(f"%%trace {options}\nx = 1").endswith("usage: %%trace [steps=N]")


BUSY = """
t, objects, deep = {}, {}, {a = {b = {}}}
function f(a, b) return a end
co = coroutine.create(function() while true do coroutine.yield({}) end end)
local i, kept = 0, {}
while true do
  i = i + 1
  local x = setmetatable({i, tostring(i)}, {__index = t, __gc = function() end})
  t["k" .. i % 50], objects[i % 100 + 1], deep.a = {v = x}, x, {b = {c = x}}
  coroutine.resume(co)
  pcall(error, ("x"):rep(i % 100) .. i)
  kept[i % 10] = function() return x end
end
"""
ASKED = ("t.", "t.k1.v", "string.format(", "co", "objects[1].", "deep.a.", "f(", "f", "_G", "local x = t x.")


@pytest.mark.parametrize("pools", ["on", "off", "poison"])
def test_questions_are_answered_in_the_middle_of_a_run(pools):
    looks = []

    def look():
        for code in ASKED:
            session.inspect(code, len(code), 1)
            looks.append(session.complete(code, len(code)).matches)
        if len(looks) >= 10 * len(ASKED):
            session.interrupt()

    ports = Ports(lambda data: None, lambda data: None, LineSource(str), lambda shown: None, look=look)
    session = Session(ports, view="off", pools=pools)
    assert session.run_cell(BUSY, "1").failure.ename == "Interrupt"
    assert "t.k1" in looks[-len(ASKED)]
    assert session.run_cell("return f(7)", "2").result["text/plain"] == "7"
    session.close()
