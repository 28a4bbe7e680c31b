import csv
import json
import re

import pytest

from lua_kernel import display
from lua_kernel.magics import MAGICS, magic_names
from notebook_session import Notebook

FIB = "local function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end\n"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
CELL_MAGICS = [name for name in magic_names() if name.startswith("%%") and name != "%%writefile"]
TAKES_ANYTHING = {"%heap", "%load", "%run", "%%writefile", "%cd", "%luarocks"}  # an expression, a name, a command
PARTICULAR = [name for name in magic_names() if name not in TAKES_ANYTHING]


def row(shown, name):
    """Return the columns of the first line of a text that begins with a name."""
    lines = shown["text/plain"].split("\n")
    return re.split(r"  +", next(line for line in lines if re.match(rf"{re.escape(name)}(  |$)", line)).strip())


# --------------------------------------------------------------------------------------------------------- all of them


@pytest.mark.parametrize("magic", MAGICS, ids=lambda magic: magic.name)
def test_every_example_works_and_is_shown_as_text(notebook, magic, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hello.lua").write_text("print(...)\n", encoding="utf-8")
    notebook.session.view = "short"
    outcome = notebook.run(magic.example)
    assert outcome.failure is None
    for shown in [*outcome.views, *notebook.shown]:
        assert shown["text/plain"].strip()
    assert outcome.views or notebook.shown


@pytest.mark.parametrize("name", CELL_MAGICS)
@pytest.mark.parametrize("rest", ["", "\n\n", "\n-- only a comment"])
def test_a_cell_magic_without_lua_is_one_line_that_says_the_usage(notebook, name, rest):
    outcome = notebook.run(name + rest)
    usage = next(magic.usage for magic in MAGICS if magic.name == name[2:])
    assert (outcome.failure, outcome.views) == (None, ())
    assert outcome.notice == f"{name}: this cell has no Lua on the lines below; usage: {usage}\n"


@pytest.mark.parametrize("name", PARTICULAR)
def test_a_magic_with_a_wrong_option_is_one_line_that_says_the_usage(notebook, name):
    outcome = notebook.run(f"{name} <script>=1\nran = 1")
    assert outcome.failure.ename == "MagicError"
    assert "'<script>=1' is not understood; usage: %" in outcome.failure.evalue
    assert "\n" not in outcome.failure.evalue
    assert notebook.result("ran") == "nil"


@pytest.mark.parametrize("name", CELL_MAGICS)
def test_a_cell_magic_on_a_syntax_error_shows_the_error(notebook, name):
    failure = notebook.run(f"{name}\nx = 'abc\n").failure
    assert (failure.ename, failure.evalue) == ("LuaSyntaxError", "cell[1]:2: unfinished string near ''abc'")
    assert "   2 x = 'abc" in ANSI.sub("", failure.traceback[1])
    assert failure.traceback[2] == "a string in quotes ends on its line; [[…]] goes over lines"


@pytest.mark.parametrize("name", CELL_MAGICS)
def test_a_cell_magic_twice_is_one_line_that_says_the_usage(notebook, name):
    failure = notebook.run(f"{name}\n-- {name}\nx = 1").failure
    assert failure.evalue.startswith(f"{name} stands twice in this cell; once is enough; usage: %")


@pytest.mark.parametrize("name", magic_names())
def test_a_magic_in_the_middle_of_a_cell_is_explained(notebook, name):
    failure = notebook.run(f"x = 1\n{name}").failure
    assert failure.ename == ("LuaSyntaxError" if name.startswith("%%") else "LuaError")  # `1 %heap` is a remainder
    assert failure.traceback[-1].startswith(f"{name} on line 2: a magic stands in the first lines of a cell")


# What these show comes of the cell's text, or of further runs, of which there is none after a failure.
NOT_OF_THE_RUN = {"%%bytecode", "%%ast", "%%tokens", "%%timeit", "%%compare"}


@pytest.mark.parametrize("name", [name for name in CELL_MAGICS if name not in NOT_OF_THE_RUN])
def test_a_cell_that_fails_still_shows_its_statistics(notebook, name):
    outcome = notebook.run(f"{name}\nlocal t = {{}}\nerror('stop')")
    assert outcome.failure.evalue == "cell[1]:3: stop"
    assert len(outcome.views) == 1


@pytest.mark.parametrize("name", CELL_MAGICS)
def test_the_pools_line_stands_below_a_cell_that_fails(name):
    notebook = Notebook(view="short")
    outcome = notebook.run(f"{name}\nlocal t = {{}}\nerror('stop')")
    if name not in NOT_OF_THE_RUN - {"%%timeit"}:
        assert "2 frames rented, 2 returned, 0 live" in outcome.views[-1]["text/plain"]
    notebook.session.close()


@pytest.mark.parametrize("name", PARTICULAR)
def test_each_way_to_call_a_magic_says_its_own_usage(notebook, name):
    magic = next(magic for magic in MAGICS if magic.name == name.lstrip("%"))
    for way in magic.usage.replace(", %", "\n%").split("\n"):
        if way.startswith(name + " ") and way.split()[1].isalpha():
            failure = notebook.run(f"{name} {way.split()[1]} <script>\nx = 1").failure
            assert failure.evalue.endswith(f"is not understood; usage: {way}")


@pytest.mark.parametrize("name", magic_names())
def test_a_magic_with_a_letter_too_few_or_too_many_is_suggested(notebook, name):
    for misspelt in (name[:-1], name + "x", name[:-1] + name[-1] * 2, f"%{name.lstrip('%')}"):
        failure = notebook.run(f"{misspelt}\nx = 1").failure
        if misspelt not in magic_names() and len(misspelt) > len("%c"):
            assert re.match(rf"there is no magic {misspelt}; did you mean %%?{name.lstrip('%')}\? ", failure.evalue)
            assert "\n" not in failure.evalue


def test_what_resembles_no_magic_gets_no_suggestion(notebook):
    assert notebook.mistake("%foo") == "there is no magic %foo; %lsmagic lists them all"


@pytest.mark.parametrize(
    ("code", "way"),
    [("%%html\n<b>x</b>", "display.html [[…]] shows HTML"), ("%%bash\nls", "os.execute [[…]] runs commands of the system"),
     ("%matplotlib inline", "figures are shown without it"), ("%%python\nx", "python.exec [[…]] runs Python")],
)  # fmt: skip
def test_a_magic_of_python_is_answered_by_what_does_it_here(notebook, code, way):
    assert notebook.mistake(code) == f"there is no magic {code.split()[0]}; {way}; %lsmagic lists them all"


@pytest.mark.parametrize("code", ["%", "%%", "% pools", "%1", "\n%% time\nx = 1"])
def test_what_is_written_like_a_magic_but_is_none_is_explained(notebook, code):
    failure = notebook.run(code).failure
    assert failure.ename == "LuaSyntaxError"
    assert failure.traceback[-1].startswith("a magic is written %name or %%name")


@pytest.mark.parametrize("name", magic_names())
@pytest.mark.parametrize("question", ["{}?", "{} ?"])
def test_a_question_mark_asks_for_help(notebook, name, question):
    outcome = notebook.run(question.format(name) + "\nran = 1")
    assert (outcome.failure, outcome.views, outcome.notice) == (None, (), "")
    magic = next(magic for magic in MAGICS if magic.name == name.lstrip("%"))
    text = notebook.shown[0]["text/plain"].replace("\n    ", "\n")
    assert all(way in text for way in magic.usage.split(", "))
    assert magic.example in text
    assert "&lt;" in notebook.shown[0]["text/html"] or "<" not in magic.example
    assert notebook.result("ran") == "1"


def test_help_for_what_is_no_magic_suggests_the_nearest(notebook):
    assert notebook.mistake("%frame?").startswith("there is no magic %frame; did you mean %%frames?")


@pytest.mark.plain
def test_what_a_cell_magic_rejects_keeps_line_magics_from_acting(notebook):
    notebook.run("%pools off\n%%frames bad\nx = 1")
    notebook.run("%pools mode off\n%%frames bad\nx = 1")
    assert notebook.session.interpreter.pools.mode == "on"


def test_cell_magics_add_up(notebook):
    outcome = notebook.run("%%time\n%%timeit runs=1 loops=1\n%%gc\n%%profile\nx = 1")
    assert outcome.failure is None
    assert len(outcome.views) == 4


# -------------------------------------------------------------------------------------------------------------- timeit


def test_timeit_shows_the_first_runs_results_and_mutes_the_others(notebook):
    outcome = notebook.run("%%timeit runs=2 loops=5\nn = (n or 0) + 1\nprint('once')\nn")
    assert notebook.printed == b"once\n"
    assert outcome.result["text/plain"] == "1"
    assert notebook.result("n") == "12"
    assert re.match(r"\S+ .?s a loop \(median of 2 runs of 5 loops; ", outcome.views[0]["text/plain"])
    notebook.run("print('again')")
    assert notebook.printed == b"once\nagain\n"


@pytest.mark.pooled
def test_timeit_counts_what_a_loop_rents(notebook):
    shown = notebook.view(f"%%timeit runs=2 loops=1000\n{FIB}fib(5)")
    assert row(shown, "frames")[:3] == ["frames", "16", "0"]
    assert not re.search(r"^(varargs|scratch)", shown["text/plain"], re.MULTILINE)  # once in all: what measures rents it
    notebook.run("%pools mode off")
    assert row(notebook.view(f"%%timeit runs=2 loops=1000\n{FIB}fib(5)"), "frames")[:3] == ["frames", "16", "16"]


def test_timeit_chooses_its_loops(notebook):
    (loops,) = re.findall(r"median of 1 runs of ([\d,]+) loops", notebook.view("%%timeit runs=1\nx = 1")["text/plain"])
    assert loops.replace(",", "").rstrip("0") in ("1", "2", "5")
    assert int(loops.replace(",", "")) >= 1000


def test_timeit_shows_a_later_runs_error_and_prints_again_afterwards(notebook):
    outcome = notebook.run("%%timeit loops=10\nn = (n or 0) + 1\nif n > 5 then error('later') end")
    assert outcome.failure.evalue == "cell[1]:3: later"
    notebook.run("print('heard')")
    assert notebook.printed == b"heard\n"


# ------------------------------------------------------------------------------------------------------------- compare


def test_compare_measures_what_pooling_saves(notebook):
    shown = notebook.view(f"%%compare runs=2\n{FIB}print(fib(15))")
    assert notebook.printed == b"610\n"
    frames = row(shown, "frames")
    assert frames[:4] == ["frames", "1,975", "1,975", "17"]
    assert frames[4:7] == ["123.4 KiB", "1.1 KiB", "122.4 KiB (99 %)"]
    assert "both print the same" in shown["text/plain"]
    assert "in 2 pairs of runs" in shown["text/plain"]
    assert "<svg" in shown["text/html"]


@pytest.mark.pooled
def test_compare_saves_what_the_pools_say_they_saved(notebook):
    notebook.session.view = "on"
    shown = notebook.view(f"%%compare runs=1\n{FIB}fib(15)")
    notebook.run("%reset")
    traffic = notebook.run(f"{FIB}fib(15)") and notebook.session.traffic[-1].traffic
    rows = {name: row(shown, name) for name in ("frames", "local arrays")}
    allocated = {name: (int(r[2].replace(",", "")), int(r[3].replace(",", ""))) for name, r in rows.items()}
    arrays = [pool for pool in traffic.pools if pool.name.startswith("locals[")]
    assert allocated["frames"] == (traffic["frames"].rents, traffic["frames"].misses)
    assert allocated["local arrays"] == (sum(p.rents for p in arrays), sum(p.misses for p in arrays))


def test_compare_leaves_the_session_alone(notebook):
    notebook.view("%%compare runs=1\nx = 1")
    assert notebook.result("x") == "nil"


def test_compare_says_which_global_is_nil_there(notebook):
    notebook.run("function double(x) return 2 * x end")
    failure = notebook.run("%%compare\ndouble(2)").failure
    assert failure.evalue == "cell[2]:2: attempt to call a nil value (global 'double')"
    assert "where double is nil" in failure.traceback[-1]
    assert "setup=CELL" in failure.traceback[-1]


def test_compare_runs_a_saved_cell_first(notebook):
    notebook.run("print('setting up')\nfunction double(x) return 2 * x end")
    notebook.printed = b""
    shown = notebook.view("%%compare setup=1 runs=1\nprint(double(2))")
    assert notebook.printed == b"setting up\n4\n"
    assert row(shown, "frames")[1] == "3"


def test_compare_with_a_setup_that_is_none_says_so(notebook):
    failure = notebook.run("%%compare setup=7\nx = 1").failure
    assert failure.evalue == "setup=7: this session has no cell[7]; usage: %%compare [runs=N] [setup=CELL]"
    assert "is not understood" in notebook.mistake("%%compare setup=x\nx = 1")
    assert "is not understood" in notebook.mistake("%%compare setup=1 setup=2\nx = 1")


def test_compare_notices_output_that_differs(notebook):
    shown = notebook.view("%%compare runs=2\nprint({})")
    assert "! they print differently" in shown["text/plain"]


# ------------------------------------------------------------------------------------------------------------- profile


def test_profile_has_shares_by_function_and_by_line(notebook):
    shown = notebook.view("%%profile\nlocal function f(x) return {x} end\nfor i = 1, 100 do f(i) end")
    assert re.search(r"^f +█+\S* +5\d %$", shown["text/plain"], re.MULTILINE)
    by_function = next(line for line in shown["text/plain"].split("\n") if re.match(r"f +cell\[1\]:2 ", line))
    assert by_function.split()[2] == "400"
    assert re.search(r"^cell\[1\]:3 +for i = 1, 100 do f\(i\) end ", shown["text/plain"], re.MULTILINE)
    assert "<svg" in shown["text/html"]


def test_profile_shows_the_top_only(notebook):
    text = notebook.view("%%profile top=1\nlocal x = 1\nfor i = 1, 9 do x = x + i end")["text/plain"]
    assert len(re.findall(r"^cell\[1\]:\d+ ", text, re.MULTILINE)) == 1


def test_profile_escapes_source_and_names(notebook):
    code = "%%profile\nload('return 1', '=<script>')()\nlocal s = '<script>' .. '&'"
    markup = notebook.view(code)["text/html"]
    assert "<script>" not in markup
    assert markup.count("&lt;script&gt;") >= 3


# ---------------------------------------------------------------------------------------------------------- heap, gc


def test_heap_shows_kinds_and_sizes(notebook):
    notebook.run("t = {} for i = 1, 100 do t[i] = {} end")
    shown = notebook.magic("%heap")
    kinds = shown["text/plain"].partition("heap by kind")[2]
    assert int(re.search(r"^tables +(\d+)", kinds, re.MULTILINE)[1]) >= 100
    assert re.search(r"^48 B +\d+ +[1-9]\d\d", kinds, re.MULTILINE)
    assert set(shown) == {"text/plain", "text/html", "image/svg+xml"}


def test_heap_of_a_value_draws_its_graph(notebook):
    notebook.run("t = {1, {2}} t.me = t")
    shown = notebook.magic("%heap t")
    assert shown["text/plain"].split("\n")[0] == "t: 2 objects"
    assert "me = #1 (cycle)" in shown["text/plain"]
    assert notebook.magic("%heap t[2] or nil")["text/plain"].startswith("t[2] or nil: 1 object\n")


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("12", "12 is 12: it is kept in its register, not in the heap"),
        ("nothing", "nothing is nil: it is kept in its register, not in the heap"),
        ("'abc'", "'abc' is \"abc\": a string of 3 bytes, which refers to nothing"),
    ],
)
def test_heap_of_what_refers_to_nothing_says_so(notebook, expression, text):
    assert notebook.magic(f"%heap {expression}") == {"text/plain": text}


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("1 +", "1 +: expression:1: unexpected symbol near <eof>; usage: %heap [EXPRESSION]"),
        ("a.b", "a.b: expression:1: attempt to index a nil value (global 'a'); usage: %heap [EXPRESSION]"),
    ],
)
def test_heap_of_what_fails_is_one_line(notebook, expression, message):
    failure = notebook.run(f"%heap {expression}").failure
    assert (failure.ename, failure.evalue) == ("MagicError", message)


def test_gc_counts_collections_and_what_they_freed(notebook):
    shown = notebook.view("%%gc\nfor i = 1, 1000 do local t = {i} end\ncollectgarbage()")
    assert [shown["text/html"].count(f">{name}</text>") for name in ("before the cell", "at its peak")] == [1, 1]
    text = shown["text/plain"]
    assert re.match(r"1 collection, \S+ .?s in all \(\d+ % of the cell's time\)\n", text)
    assert re.search(r"heap: \S+ KiB before, \S+ KiB after, \S+ KiB at its peak; \S+ KiB of cells freed", text)
    made, freed = (int(n.replace(",", "")) for n in row({"text/plain": text}, "tables")[1:3])
    assert made == 1000
    assert freed >= 1000


def test_gc_without_a_collection_says_so(notebook):
    assert re.match(r"no collection: the heap stayed below \S+ [KM]iB\n", notebook.view("%%gc\nx = 1")["text/plain"])


# --------------------------------------------------------------------------------------------------------------- pools


def test_pools_history_draws_the_cells_so_far():
    notebook = Notebook(view="short")
    assert notebook.magic("%pools history")["text/plain"].startswith("no cell's statistics are known yet")
    notebook.run("x = 1")
    notebook.run("error('x')")
    notebook.run("print('<script>')")
    shown = notebook.magic("%pools history")
    assert [line.split()[0] for line in shown["text/plain"].split("\n")[-3:]] == ["2", "3", "4"]
    assert "<svg" in shown["text/html"]
    notebook.run("%reset")
    assert "no cell's statistics" in notebook.magic("%pools history")["text/plain"]
    notebook.session.close()


@pytest.mark.pooled
def test_pools_board_shows_the_last_cell_or_now(notebook):
    assert notebook.magic("%pools board")["text/plain"].startswith("the pools now")
    notebook.run("%%pools\nlocal function f(n) if n > 0 then f(n - 1) end end f(5)")
    shown = notebook.magic("%pools board")
    assert shown["text/plain"].startswith("the pools after cell[2]\n█ rented now  ▓ fresh")
    assert set(shown) == {"text/plain", "text/html", "image/svg+xml"}
    notebook.run("%heap (function() local function f(n) if n > 0 then f(n - 1) end end f(3) return {} end)()")
    notebook.run("%pools capacity frames=4")
    assert "\nframes     ░░░░\n" in notebook.magic("%pools board")["text/plain"]
    notebook.run("%pools trim")
    assert notebook.magic("%pools board")["text/plain"] == "the pools now: no pool has an object"


def test_the_whole_view_unfolds_to_the_board(notebook):
    markup = notebook.view("%%pools\nx = 1")["text/html"]
    assert "the pool board</summary><svg" in markup


@pytest.mark.pooled
def test_pools_capacity_bounds_a_pool_and_survives_a_reset(notebook):
    text = notebook.magic("%pools capacity frames=3")["text/plain"]
    assert text == "frames retains at most 3 free frames, 192 B"
    assert notebook.magic("%pools capacity block closers = 2")["text/plain"].startswith("block closers retains")
    for _ in range(2):
        notebook.run("local function f(n) if n > 0 then f(n - 1) end end f(20)")
        snapshot = notebook.session.interpreter.snapshot()
        assert (snapshot["frames"].capacity, snapshot["frames"].retained) == (3, 3)
        notebook.run("%reset")


@pytest.mark.pooled
def test_pools_capacity_takes_bytes(notebook):
    text = notebook.magic("%pools capacity locals=1KiB")["text/plain"]
    assert text.splitlines()[:3] == [
        "locals[4] retains at most 12 free arrays, 960 B",
        "locals[8] retains at most 7 free arrays, 1008 B",
        "locals[16] retains at most 3 free arrays, 816 B",
    ]
    assert notebook.magic("%pools capacity frames = 2 MiB")["text/plain"].endswith("32,768 free frames, 2.0 MiB")
    assert notebook.magic("%pools capacity scratch=10000 bytes")["text/plain"].endswith("64 free buffers, 9.8 KiB")
    for _ in range(2):
        notebook.run("local function f(n) if n > 0 then f(n - 1) end end f(50)")
        snapshot = notebook.session.interpreter.snapshot()
        assert (snapshot["locals[4]"].capacity, snapshot["locals[4]"].retained) == (12, 12)
        assert snapshot["scratch"].capacity_bytes == 10000
        notebook.run("%reset")


@pytest.mark.parametrize(
    "setting",
    ["", "frames", "frames=", "frames=-1", "frames=x", "=3", "frames=9999999999", "frames=KiB", "frames=1.5MiB",
     "frames=-1KiB", "frames=1KB"],
)  # fmt: skip
def test_pools_capacity_with_a_wrong_setting_says_its_usage(notebook, setting):
    failure = notebook.run(f"%pools capacity {setting}").failure
    assert failure.evalue.endswith("is not understood; usage: %pools capacity NAME=N|SIZE")


def test_pools_capacity_of_an_unknown_pool_names_those_there_are(notebook):
    failure = notebook.run("%pools capacity frame=3").failure
    assert failure.evalue.startswith("pool is 'frame'; those with a capacity are frames, locals[4], ")


@pytest.fixture
def measured(notebook):
    notebook.session.view = "short"
    notebook.run("x = {}")
    notebook.run(f"{FIB}fib(5)")
    return notebook


@pytest.mark.plain
def test_pools_export_writes_every_snapshot_as_json(measured, tmp_path):
    file = tmp_path / "a b.json"
    assert re.fullmatch(
        rf"{re.escape(str(file))}: 2 cells, \S+ KiB written", measured.magic(f"%pools export {file}")["text/plain"]
    )
    cells = json.loads(file.read_text(encoding="utf-8"))
    assert [cell["cell"] for cell in cells] == ["1", "2"]
    assert cells[1]["traffic"]["frames"]["entered"] == 17
    assert cells[1]["after"]["mode"] == "on"


def test_pools_export_writes_each_pools_traffic_as_csv(measured, tmp_path):
    file = tmp_path / "pools.CSV"
    measured.magic(f"%pools export {file}")
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    (frames,) = [one for one in rows if one["cell"] == "2" and one["pool"] == "frames"]
    assert (frames["rents"], frames["returns"], frames["live"]) == ("17", "17", "0")


def test_pools_export_to_a_bad_place_says_why(measured, tmp_path):
    failure = measured.run(f"%pools export {tmp_path}/nowhere/x.json").failure
    assert failure.evalue.startswith(f"{tmp_path}/nowhere/x.json cannot be written: No such file or directory; usage: ")
    (tmp_path / "folder.csv").mkdir()
    assert "Is a directory" in measured.mistake(f"%pools export {tmp_path}/folder.csv")
    assert "cannot be written" in measured.mistake("%pools export a\0b.json")


@pytest.mark.parametrize("file", ["", "x", "x.txt", ".json", "json"])
def test_pools_export_of_an_unknown_kind_says_its_usage(measured, file):
    failure = measured.run(f"%pools export {file}").failure
    assert failure.evalue.endswith("is not understood; usage: %pools export FILE.json|FILE.csv")


def test_pools_export_without_cells_writes_nothing(notebook, tmp_path):
    failure = notebook.run(f"%pools export {tmp_path}/x.json").failure
    assert failure.evalue.startswith("no cell's statistics are known yet")
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------------------------------------------------------- code


@pytest.mark.parametrize("name", ["%%ast", "%%tokens", "%%bytecode"])
def test_looking_at_a_cell_does_not_run_it_unless_asked(notebook, name):
    notebook.run(f"{name}\nran = 1")
    assert notebook.result("ran") == "nil"
    notebook.run(f"{name} run\nran = 1")
    assert notebook.result("ran") == "1"


def test_one_magic_that_asks_for_a_run_is_enough(notebook):
    notebook.run("%%ast\n%%tokens run\nran = 1")
    assert notebook.result("ran") == "1"


def test_places_count_from_the_cells_first_line(notebook):
    assert "3:1–3:5  Assign" in notebook.view("%%ast\n\nx = 1")["text/plain"]
    assert re.search(r"^3:1 +name +x$", notebook.view("%%tokens\n\nx = 1")["text/plain"], re.MULTILINE)


def test_tokens_of_a_cell_that_is_no_program_are_shown(notebook):
    assert notebook.view("%%tokens\nx = = 1")["text/plain"].startswith("4 tokens\n")


def test_inspecting_a_magic_shows_its_help(notebook):
    found = notebook.session.inspect("%%timeit runs=3\nx = 1", 4, 0)
    assert found["text/plain"].startswith("%%timeit: ")
    assert notebook.session.inspect("%%timeit runs=3\nprint(1)", 18, 0)["text/plain"].startswith("print(...)\n")


# ------------------------------------------------------------------------------------------------------ planted faults


def test_a_planted_fault_shows_below_the_cell_in_red_and_in_words(notebook):
    notebook.run("%pools short")
    assert notebook.magic("%pools fault locals=no_return")["text/plain"] == "locals: what leaves is not given back"
    shown = notebook.run("local function f() end\nfor i = 1, 12 do f() end").views[-1]
    line = shown["text/plain"].split("\n")[-1]
    assert line.startswith("! locals: ")
    assert "never given back, live is " in line
    assert re.search(r" · rented 12× at cell\[\d+\]:2 \(f\), 1× by the host", line)
    assert display.ALARM in shown["text/html"]
    assert notebook.magic("%pools fault locals=off")["text/plain"].startswith("locals: works again")
    assert "!" not in notebook.run("local x = 1").views[-1]["text/plain"]


@pytest.mark.plain
def test_a_double_return_is_not_planted_where_it_would_end_the_process(notebook):
    notebook.run("%pools fault frames=double_return")
    assert "would end the kernel's process" in notebook.mistake("%pools mode poison")
    notebook.run("%pools fault frames=off")
    notebook.run("%pools mode poison")
    assert "would end the kernel's process" in notebook.mistake("%pools fault frames=double_return")
    notebook.run("%pools mode on")


@pytest.mark.parametrize("setting", ["frames", "frames=leak", "", "=no_return"])
def test_a_fault_that_is_none_says_the_usage(notebook, setting):
    assert notebook.mistake(f"%pools fault {setting}").endswith("usage: %pools fault NAME=FAULT")


def test_a_pool_that_has_no_fault_is_named(notebook):
    failure = notebook.run("%pools fault tables=no_return").failure
    assert failure.evalue.startswith("pool is 'tables'; a fault may be planted in frames, locals, ")


def test_code_is_shown_as_it_is_compiled_among_the_locals_of_earlier_cells(notebook):
    notebook.run("local x, c <const> = 1, 7\nlocal y = 2\nfunction f() return y end")
    listing = notebook.view("%%bytecode\nreturn x + y + c + z")["text/plain"]
    assert "GETUPVAL  \t1 1           \t; r1 := y" in listing
    assert '_ENV["z"]' in listing
    assert '_ENV["x"]' not in listing
    tree = notebook.view("%%ast\nreturn x + y + c + z")["text/plain"]
    assert [line.split()[-2:] for line in tree.split("\n")[-4:]] == [
        ["LocalRef", "x"], ["UpvalueRef", "y"], ["LocalRef", "c"], ["GlobalRef", "z"],
    ]  # fmt: skip


def test_a_cell_that_runs_is_shown_as_it_was_compiled_before_it_left_locals(notebook):
    assert '_ENV["fresh"]' in notebook.view("%%bytecode run\nseen = fresh local fresh = 5")["text/plain"]
    assert '_ENV["fresh"]' not in notebook.view("%%bytecode run\nseen = fresh local fresh = 6")["text/plain"]


def test_code_is_shown_without_kept_locals_where_none_are_kept(notebook):
    notebook.run("local x = 1")
    notebook.run("%locals off\nlocal y = 1")
    assert '_ENV["x"]' in notebook.view("%%bytecode\nreturn x")["text/plain"]
