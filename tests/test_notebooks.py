"""The notebooks are run on the kernel, and what they say about their cells is compared with what the cells give."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from lua_kernel import install

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
NAMES = (
    "tour",
    "pools",
    "recursion_and_frames",
    "closures_and_upvalues",
    "varargs",
    "to_be_closed",
    "coroutines",
    "garbage_collection",
    "from_source_to_bytecode",
    "the_pool_that_never_returned",
)
BOOKS = ("lua", "jupyter")
"""Those about the language and the notebook: without statistics."""
NOT_RUN = ("%%bytecode", "%%ast", "%%tokens", "%%compare")
"""Cell magics under which the session itself runs nothing, so that there are no statistics."""
TIMEOUT_S = 120
KERNELSPEC = {"display_name": "Lua 5.4 (pooled)", "language": "lua", "name": "lua"}

LINE = re.compile(
    r"([\d,]+) frames rented, ([\d,]+) returned, ([\d,]+) live, ([\d,]+) fresh.*? · "
    r"([\d,]+) local arrays, ([\d,]+) fresh · heap "
)
MEASURED = re.compile(r"(?:heap [+−])?\d[\d.,]* (?:B|[KMG]iB|ns|µs|ms|s)\b")
ADDRESS = re.compile(r"0x[0-9a-f]+")
ANSI = re.compile(r"\x1b\[[\d;]*m")


class Cell:
    """What one executed cell gave, as text."""

    def __init__(self, cell: nbformat.NotebookNode) -> None:
        self.source = cell.source
        self.tags = cell.metadata.get("tags", [])
        self.count = cell.execution_count
        self.outputs = cell.outputs

    def texts(self, kind: str) -> list[str]:
        return [output.data["text/plain"] for output in self.outputs if output.output_type == kind]

    @property
    def printed(self) -> str:
        return "".join(output.text for output in self.outputs if output.output_type == "stream")

    @property
    def result(self) -> str:
        return "".join(self.texts("execute_result"))

    @property
    def shown(self) -> str:
        return "\n".join(self.texts("display_data"))

    @property
    def errors(self) -> list[str]:
        return [output.evalue for output in self.outputs if output.output_type == "error"]

    @property
    def traceback(self) -> str:
        blocks = (block for output in self.outputs if output.output_type == "error" for block in output.traceback)
        return ANSI.sub("", "\n".join(blocks))

    def counts(self) -> dict[str, int]:
        """Return the figures of the statistics line."""
        names = ("rented", "returned", "live", "fresh", "arrays", "fresh arrays")
        return dict(zip(names, map(number, LINE.search(self.shown).groups()), strict=True))

    def row(self, name: str) -> dict[str, str]:
        """Return a row of a table, by heading; of the first table that has such a row."""
        headings: list[str] = []
        for line in self.shown.split("\n"):
            columns = re.split(r"  +", line)
            if columns[0] == name and len(columns) == len(headings):
                return dict(zip(headings, columns, strict=True))
            if len(columns) > 1 and not columns[-1][:1].isdigit():
                headings = columns
        raise AssertionError(f"no row {name!r} in:\n{self.shown}")


def number(text: str) -> int:
    return int(text.replace(",", ""))


def code_cells(notebook: nbformat.NotebookNode) -> list[Cell]:
    return [Cell(cell) for cell in notebook.cells if cell.cell_type == "code"]


def read(name: str) -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory) -> Path:
    """Install the kernelspec for this Python, and return Jupyter's data directory."""
    prefix = tmp_path_factory.mktemp("prefix")
    assert install.main(["install", "--prefix", str(prefix)]) == 0
    return prefix / "share" / "jupyter"


@pytest.fixture(scope="module")
def run(jupyter):
    """Return a function that executes a notebook's copy and returns its code cells."""
    done: dict[str, list[Cell]] = {}

    def execute(name: str) -> list[Cell]:
        if name not in done:
            notebook = read(name)
            with pytest.MonkeyPatch.context() as patch:
                for variable, value in environment(jupyter).items():
                    patch.setenv(variable, value)
                NotebookClient(notebook, kernel_name="lua", timeout=TIMEOUT_S).execute(cwd=str(jupyter))
            done[name] = code_cells(notebook)
        return done[name]

    return execute


def environment(jupyter: Path) -> dict[str, str]:
    path = os.pathsep.join(filter(None, sys.path))
    own = {"LUA_KERNEL_HISTORY": ":memory:", "LUA_KERNEL_POOLS": "short", "JUPYTER_PATH": str(jupyter)}
    return own | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}


@pytest.fixture(scope="module")
def tour(run) -> list[Cell]:
    return run("tour")


@pytest.fixture(scope="module")
def pools(run) -> list[Cell]:
    return run("pools")


def only(cells: list[Cell], text: str) -> Cell:
    """Return the one cell whose source has the text."""
    found = [cell for cell in cells if text in cell.source]
    assert len(found) == 1
    return found[0]


# --------------------------------------------------------------------------------------------------------- all


@pytest.mark.parametrize("name", NAMES + BOOKS)
def test_a_notebook_is_valid_and_asks_for_our_kernel(name):
    notebook = read(name)
    nbformat.validate(notebook)
    assert KERNELSPEC == notebook.metadata.kernelspec
    assert notebook.metadata.language_info.name == "lua"


@pytest.mark.parametrize("name", NAMES + BOOKS)
def test_a_notebook_opens_with_a_question_and_lets_the_reader_guess(name):
    first, *others = (cell.source for cell in read(name).cells if cell.cell_type == "markdown")
    assert first.startswith("# ")
    assert first.split("\n")[0].endswith("?")
    assert len([text for text in (first, *others) if "**Guess" in text]) >= 4


@pytest.mark.parametrize("name", NAMES + BOOKS)
def test_every_cell_runs_and_fails_only_where_it_says_so(name, run):
    cells = run(name)
    assert list(range(1, len(cells) + 1)) == [cell.count for cell in cells]
    assert [cell.source for cell in cells if cell.errors] == [c.source for c in cells if "raises-exception" in c.tags]


@pytest.mark.parametrize("name", NAMES)
def test_statistics_stand_below_every_cell_that_ran_lua(name, run):
    for cell in run(name):
        has_lua = any(not line.startswith("%") for line in cell.source.split("\n"))
        assert (has_lua and not cell.source.startswith(NOT_RUN)) == bool(LINE.search(cell.shown)), cell.source


@pytest.mark.pooled
@pytest.mark.parametrize("name", NAMES + BOOKS)
def test_what_the_committed_outputs_say_is_what_the_cells_give(name, run):
    # Times and bytes differ by machine and version, and `make notebooks` renews them.
    stored = [visible(cell) for cell in code_cells(read(name))]
    assert [visible(cell) for cell in run(name)] == stored, "if the new outputs are right: `make notebooks`"


def visible(cell: Cell) -> tuple[str, ...]:
    line = LINE.search(cell.shown)
    counts = MEASURED.sub("…", line[0]) if line else ""
    return (cell.source, cell.printed, ADDRESS.sub("…", cell.result), cell.traceback, counts)


# -------------------------------------------------------------------------------------------------------- tour


def test_the_tour_has_ten_cells(tour):
    assert len(tour) == 10


def test_the_tour_begins_with_text_and_values(tour):
    assert tour[0].printed == "Hello from Lua 5.4\n"
    assert tour[0].result == '42\t3.5\t{10, 20, place = "here"}'
    assert {"rented": 2, "returned": 2, "live": 0, "fresh": 2}.items() <= tour[0].counts().items()


@pytest.mark.pooled
def test_the_tour_shows_that_fib_30_needs_thirty_frames_and_a_second_time_none(tour):
    first, second = (cell for cell in tour if "fib(30)" in cell.source)
    assert first.source == second.source
    assert {"rented": 2_692_539, "returned": 2_692_539, "live": 0, "fresh": 30}.items() <= first.counts().items()
    again = {"rented": 2_692_539, "returned": 2_692_539, "live": 0, "fresh": 0, "fresh arrays": 0}
    assert again.items() <= second.counts().items()
    value, growth = re.match(r"fib\(30\) = (\d+), and the heap grew by (\d+) bytes", second.printed).groups()
    assert value == "832040"
    assert 0 <= int(growth) < 200


@pytest.mark.pooled
def test_the_tour_shows_one_buffer_for_a_thousand_vararg_calls(tour):
    cell = only(tour, "%%pools")
    assert cell.result == "1501500"
    row = cell.row("varargs[4]")
    assert ("1,000", "1,000", "999", "1", "0") == tuple(row[k] for k in ("rents", "returns", "hits", "misses", "live"))
    assert cell.row("strings")["hits"] == "–"


def test_the_tour_shows_that_tail_calls_need_no_frames(tour):
    cell = only(tour, "%%frames")
    assert cell.result == '"lift-off"\t{"go", "pool", "frame", "register"}'
    assert cell.row("this cell")["tail"] == "1,000"
    assert number(cell.row("this cell")["peak depth"]) <= 4
    assert cell.row("countdown")["entries"] == "1,001"


def test_the_tours_error_loses_no_frame(tour):
    cell = only(tour, "no further")
    assert cell.errors == ["cell[7]:2: no further"]
    assert "stack traceback:" in cell.traceback
    counts = cell.counts()
    assert (103, 103, 0) == (counts["rented"], counts["returned"], counts["live"])


def test_the_tour_lists_instructions(tour):
    cell = only(tour, "%%bytecode")
    assert "; r2 := width * height\n" in cell.shown
    assert [6, 2] == [cell.shown.count("\t[5]\t") - 1, cell.shown.count("\t[3]\t")]  # RETURN0 has the last line, too
    assert cell.printed == ""


def test_the_tour_compares_pools_off_and_on(tour):
    off, on = only(tour, "%pools mode off"), only(tour, "%pools mode on")
    assert off.result == on.result == "75025"
    assert off.counts()["fresh"] == off.counts()["rented"] == on.counts()["rented"] == 242_787
    assert off.counts()["fresh arrays"] == 242_787
    assert (27, 27) == (on.counts()["fresh"], on.counts()["fresh arrays"])
    assert 0 == off.counts()["live"] == on.counts()["live"]


@pytest.mark.pooled
def test_the_pools_page_shows_how_large_a_pool_must_be(pools):
    shares = {
        cell.source.split("\n")[0].rpartition("=")[2]: [float(share) for share in re.findall(r"([\d.]+) % reused", cell.printed)]
        for cell in pools
        if cell.source.startswith("%pools capacity")
    }  # fmt: skip
    rounded = {capacity: [round(share) for share in both] for capacity, both in shares.items()}
    assert {"1": [50, 1], "16": [100, 16], "64": [100, 64]}.items() <= rounded.items()
    assert shares["65536"][0] == 100.0
    assert shares["65536"][1] > 99


# ------------------------------------------------------------------------------------------------------- pools


@pytest.mark.pooled
def test_one_frames_life(pools):
    assert 2 == only(pools, "function once").counts()["fresh"]
    assert [1, 0] == [cell.counts()["fresh"] for cell in pools if cell.source == "%%frames\nonce()"]


@pytest.mark.pooled
def test_recursion_needs_as_many_frames_as_calls_are_open(pools):
    fresh = [cell.counts()["fresh"] for cell in pools if re.search(r"^depth\(\d+\)$", cell.source, re.MULTILINE)]
    assert [50, 0, 30, 53] == fresh


def test_numbers_need_no_heap(pools):
    assert "sum = 250000250000.0, and the heap grew by 0 bytes\n" == only(pools, "sum + i / 2").printed


def test_varargs_rent_buffers_by_size_and_the_copy_stays(pools):
    cell = only(pools, "local function count")
    assert cell.printed == "0\t2\t6\n"
    assert ("1", "1") == (cell.row("varargs[4]")["rents"], cell.row("varargs[8]")["rents"])
    assert "{1, 2, 3}" == only(pools, "kept = keep").result


def test_to_be_closed_variables_are_closed_in_reverse_on_every_way_out(pools):
    cell = only(pools, "local function leave")
    ways = [f"close {which}, {way}" for way in ("break", "goto", "return") for which in ("inner", "outer")]
    failed = ["close inner, error: a mistake", "close outer, error: a mistake", "false\ta mistake"]
    assert [*ways, *failed] == cell.printed.splitlines()
    for pool in ("tbc", "block closers"):
        row = cell.row(pool)
        assert ("4", "4", "0") == (row["rents"], row["returns"], row["live"])


def test_a_coroutine_keeps_its_frames_until_it_ends_is_closed_or_collected(pools):
    waiting, done = only(pools, "walk = coroutine.wrap"), next(cell for cell in pools if cell.source == "walk()")
    assert (15, 2, 13) == tuple(waiting.counts()[name] for name in ("rented", "returned", "live"))
    assert waiting.row("frames")["live"] == "13 !"
    assert (2, 15, 0) == tuple(done.counts()[name] for name in ("rented", "returned", "live"))
    closed = only(pools, "coroutine.close")
    assert ("close resource\n", 0) == (closed.printed, closed.counts()["live"])
    assert 2 == only(pools, "forgotten = coroutine.wrap").counts()["live"]
    assert 0 == only(pools, "forgotten = nil").counts()["live"]


def test_an_error_gives_everything_back(pools):
    cell = only(pools, "local function fall")
    assert ["cell[17]:7: the ground"] == cell.errors
    assert "close halfway: cell[17]:7: the ground\n" == cell.printed
    for pool in ("frames", "locals[4]", "varargs[4]", "tbc", "block closers"):
        row = cell.row(pool)
        assert row["rents"] == row["returns"], pool
        assert row["live"] == "0", pool
    assert number(cell.row("varargs[4]")["rents"]) == 101


def test_the_whole_account_has_nothing_live(pools):
    (account,) = (cell for cell in pools if cell.source == "%pools")
    for pool in ("frames", "locals[4]", "locals[8]", "varargs[4]", "varargs[8]", "tbc", "block closers"):
        assert account.row(pool)["live"] == "0", pool
    assert "!" not in account.shown


# -------------------------------------------------------------------------------------------------------- lessons


def figures(cell: Cell, *names: str) -> tuple[int, ...]:
    return tuple(cell.counts()[name] for name in names)


def test_a_recursion_needs_frames_and_tail_calls_need_none(run):
    cells = run("recursion_and_frames")
    frames = {cell.source: cell.row("this cell") for cell in cells if cell.source.startswith("%%frames")}
    assert ("103", "0") == tuple(frames["%%frames\nsum(100)"][name] for name in ("peak depth", "tail"))
    assert ("3", "100") == tuple(frames["%%frames\nsum_onto(100, 0)"][name] for name in ("peak depth", "tail"))
    hands, fib = only(cells, "local is_odd"), only(cells, "fib(20)")
    assert ("3", "500,000") == tuple(hands.row("this cell")[name] for name in ("peak depth", "tail"))
    assert ("22", "21,891") == (fib.row("this cell")["peak depth"], fib.row("fib")["entries"])


def test_only_one_of_four_calls_is_a_tail_call(run):
    assert 1 == only(run("recursion_and_frames"), "%%bytecode").shown.count("TAILCALL")


@pytest.mark.pooled
def test_a_stack_overflow_is_caught_and_few_of_its_frames_are_kept(run):
    cells = run("recursion_and_frames")
    deep = only(cells, "fall()")
    assert "false\tcell[8]:2: stack overflow\ntrue\t3\n" == deep.printed
    assert deep.counts()["rented"] == deep.counts()["returned"] > 190_000
    assert ["capacity 65536, kept at most that: true", "freed again: true"] == cells[-1].printed.splitlines()


@pytest.mark.pooled
def test_closures_share_cells_and_those_nobody_can_keep_are_given_back(run):
    cells = run("closures_and_upvalues")
    assert "1\t2\t3\t1\n" == cells[0].printed
    account = only(cells, "local function account")
    assert ("42\n", "4", "2") == (
        account.printed,
        account.row("closures")["rents"],
        account.row("upvalue cells")["rents"],
    )
    assert "1\t2\t3\n4\t4\t4\n" == only(cells, "local each").printed
    assert [("called", "1000", "1000"), ("stored", "1000", "0"), ("handed on", "1000", "0")] == re.findall(
        r"^(.*?) +(\d+) made, +(\d+) given back$", only(cells, "function given_back").printed, re.MULTILINE
    )
    assert "false\ttrue\n" == only(cells, "f == g").printed


@pytest.mark.pooled
def test_varargs_wait_in_buffers_that_are_used_again(run):
    cells = run("varargs")
    assert cells[0].printed.startswith("0\t1\t4\n4\n")
    many = only(cells, "function third").row("varargs[4]")
    assert ("10,000", "10,000", "0", "1") == tuple(many[name] for name in ("rents", "hits", "misses", "peak"))
    sizes = only(cells, "table.unpack({}, 1, 100)")
    assert ["2", "1", "1"] == [sizes.row(f"varargs[{size}]")["rents"] for size in (4, 8, 128)]
    assert "2" == only(cells, "function inner").row("varargs[4]")["peak"]
    assert "3\t4\t1\n" == only(cells, "function three").printed
    assert '"a"\tnil\t"c"' == only(cells, "function later").result
    assert [
        "cell[8]:2: cannot use '...' outside a vararg function near '...'"
    ] == cells[-1].errors  # fmt: skip


def test_only_the_line_that_makes_a_table_of_its_varargs_allocates(run):
    lines = only(run("varargs"), "function by_table").shown.splitlines()
    table, select = (next(line for line in lines if text in line) for text in ("ipairs({...})", 'select("#", ...) do'))
    assert ["4", "1,800", "100", "9.4", "KiB"] == table.split()[:5]
    assert ["9", "2,500", "for"] == select.split()[:3]


@pytest.mark.pooled
def test_variables_are_closed_in_reverse_and_lists_are_used_again(run):
    cells = run("to_be_closed")
    assert ["at work", "close second\tnil", "close first\tnil"] == cells[0].printed.splitlines()
    assert ["close file\tdisk full", "false\tdisk full"] == only(cells, "disk full").printed.splitlines()
    later = "inner failed to close"
    assert [f"close outer\t{later}", f"false\t{later}"] == only(cells, "function failing").printed.splitlines()
    assert "1 2 3 close all three\tnil\n1 close only one\tnil\n" == only(cells, "function lines").printed
    assert "file\nclosed file\n" == only(cells, "next_line").printed
    work = only(cells, "local quiet")
    for pool in ("tbc", "block closers"):
        assert ("1,000", "1,000", "0") == tuple(work.row(pool)[name] for name in ("rents", "returns", "misses"))
    assert "0\t0\n" == only(cells, "now.tbc.rents").printed


def test_a_coroutine_is_closed_by_close_and_not_by_the_collector(run):
    cells = run("to_be_closed")
    assert ["true\twaiting", "close lock\tnil", "true\tdead"] == only(cells, '"waiting"').printed.splitlines()
    assert "frames live:\t3\n" == only(cells, "forgotten lock").printed
    assert ["cell[10]:1: variable 'number' got a non-closable value"] == cells[-1].errors


@pytest.mark.pooled
def test_a_coroutine_holds_its_frames_while_it_waits(run):
    cells = run("coroutines")
    assert (7, 2, 5) == figures(cells[0], "rented", "returned", "live")
    assert (2, 7, 0) == figures(cells[1], "rented", "returned", "live")
    assert "suspended\ttrue\ttrue\tnormal\trunning\ndead\n" == only(cells, "local outer").printed
    assert (5, 0) == figures(only(cells, "range(1000)"), "rented", "fresh")
    assert 0 == only(cells, "for _ = 1, 1000 do").counts()["fresh"]
    ways = only(cells, "local function try").printed.splitlines()
    barrier = "sort\tfalse\tattempt to yield across a C-call boundary"
    assert ["pcall\ttrue\tout", "metamethod\ttrue\tout", barrier] == ways
    assert (2, 14, 0) == figures(cells[-1], "rented", "returned", "live")


def test_the_collector_finds_what_nothing_leads_to(run):
    cells = run("garbage_collection")
    assert 3 <= int(re.match(r"(\d+) collections", cells[0].shown)[1]) <= 12
    assert re.search(r"^tables +100,000 ", cells[0].shown, re.MULTILINE)
    assert '"inner, kept"' == only(cells, "__mode").result
    assert [f"farewell from {name}" for name in ("third", "second", "first")] == only(
        cells, "function last_words"
    ).printed.splitlines()
    assert ["table\n", "nil\n"] == [cell.printed for cell in cells if "phoenix = nil" in cell.source]
    loop = only(cells, "%%timeit")
    assert ["1", "1"] == [loop.row(f"heap[{size} B]")["objects"] for size in (16, 48)]
    growth = dict(re.findall(r"(\w[\w ]*?) +(\d+) bytes a turn", only(cells, "function grown").printed))
    assert ["0", "0", "0", "48"] == [growth[name] for name in ("integers", "floats", "calls", "empty tables")]
    assert int(growth["strings"]) > 20
    assert "true\ttrue\n" == cells[-1].printed


def test_source_becomes_tokens_a_tree_and_instructions(run):
    cells = run("from_source_to_bytecode")
    assert 7 == sum(row.split()[1] != "comment" for row in cells[0].shown.splitlines()[2:])
    listings = [cell.shown for cell in cells if cell.source.startswith("%%bytecode")]
    assert [1, 1, 1, 0] == [len(re.findall(r"\tMULK? ", listing)) for listing in listings]
    assert 2 == listings[1].count("GETTABUP  ")
    steps = re.findall(r"^ +\d+ +\d+ +\d+ (\w+)", only(cells, "steps=14").shown, re.MULTILINE)
    assert ["MODK", "JNEK", "FORLOOP", "MODK", "JNEK", "ADD", "FORLOOP"] == steps[5:12]
    depths = re.findall(r"(?:main chunk|twice) +(\d)", only(cells, "steps=12").shown)
    assert list("2222332") == depths


@pytest.mark.pooled
def test_the_pool_that_never_returned_is_seen_in_two_counters(run):
    cells = run("the_pool_that_never_returned")
    assert "the result is right\t1001\t0\n" == only(cells, "local function call").printed
    runs = [cell for cell in cells if cell.source.endswith("\nfib(15)") or cell.source == "fib(15)"]
    healthy, again, faulty, table, mended, compared = runs
    assert ["610"] * 5 == [cell.result for cell in runs[:5]]
    for cell in (healthy, again, mended):
        assert (1975, 1975, 0) == figures(cell, "rented", "returned", "live")
    assert [0, 0] == [cell.counts()["fresh"] for cell in (again, mended)]
    assert (1975, 0, 1975) == figures(faulty, "rented", "returned", "live")
    assert "! frames: 1,975 never given back, live is 1,975 · rented 1,972× at cell[3]:3 (fib)" in faulty.shown
    for pool in ("frames", "locals[4]"):
        assert ("1,975", "0", "0 B") == tuple(table.row(pool)[name] for name in ("misses", "returns", "saved"))
    assert 4 == only(cells, "NumericLoops").printed.count("+104 B")
    assert ["1,975"] * 2 == [compared.row(name)["allocated off"] for name in ("frames", "local arrays")]


# ---------------------------------------------------------------------------------------------------------- books


def lines_of(cells: list[Cell], text: str) -> list[str]:
    return only(cells, text).printed.splitlines()


def test_the_language_has_types_strings_and_tables_as_the_text_says(run):
    cells = run("lua")
    assert '"number"\t"number"\t"string"\t"nil"\t"function"' == only(cells, "type(1.5)").result
    assert ["1.0\t3\t4.0\t7", "-4\t2"] == lines_of(cells, "7 // 2")[:2]
    assert "true\ttrue\tfalse\tfalse" == lines_of(cells, "truth(0)")[0]
    assert ["3\t2", "15\t105"] == lines_of(cells, "utf8.len")[:2]
    assert "key\ta=b" == lines_of(cells, "gmatch")[-1]
    assert ["a\tnil\t3", "1\t1\tnil", "changed\tfalse"] == lines_of(cells, "two words")
    assert ["1=one 2=two 3=three ", "4"] == lines_of(cells, "ipairs(things)")[:2]


def test_the_language_has_control_functions_and_objects_as_the_text_says(run):
    cells = run("lua")
    assert ["10 7 4 1", "3"] == lines_of(cells, "repeat local enough")
    assert ["1\t1", "1\t3", "2\t2", "3\t1"] == lines_of(cells, "goto continue")
    assert ["1\t1\t2", "1", "1\t2\tnil", "3"] == lines_of(cells, "local function both")
    assert "2\tb\tc" == lines_of(cells, "local function describe")[1]
    assert "1\t2\t1\n" == only(cells, "local function counter").printed
    assert "5.0\ttrue\t(6, 8)\n" == only(cells, "Vector.__eq").printed
    assert ["Rex says woof", "Tom says nothing"] == lines_of(cells, "local Animal")
    assert "144\t144\tnil\n" == only(cells, "rawget").printed


def test_the_language_has_coroutines_errors_and_modules_as_the_text_says(run):
    cells = run("lua")
    steps = ["got\tfirst", "true\thalf", "suspended", "got\tsecond", "true\tdone"]
    assert steps == lines_of(cells, "local worker")[:-1]
    assert '"0 1 1 2 3 5 8 13 21 34"' == only(cells, "fibonacci(50)").result
    assert ["false\ttable\t42", "false\tcell[20]:3: with a place", "false\twithout"] == lines_of(cells, "thrown")[:3]
    mistake = only(cells, "local function average")
    assert ["cell[21]:4: attempt to get length of a nil value (global 'lst')"] == mistake.errors
    assert mistake.traceback.endswith("did you mean 'list'?")
    assert ["closing file\tdisk full", "false\tdisk full"] == lines_of(cells, "<close>")
    assert ["loading", "3.14\ttrue"] == lines_of(cells, "package.preload")


def test_the_notebook_keeps_results_and_locals_as_the_text_says(run):
    cells = run("jupyter")
    assert ("four\n", '2\t"two"\t3') == (cells[0].printed, cells[0].result)
    assert "" == only(cells, "squares;").result
    assert ["43\t2\t42", "25\t5", "2\t1"] == [
        only(cells, text).result for text in ("Out[1]", "return squares[5]", "return n, old()")
    ]
    assert {"squares", "old", "n"} <= {line.split(" ")[0] for line in only(cells, "%locals").shown.splitlines()}


def test_the_notebook_stops_cells_as_the_text_says(run):
    cells = run("jupyter")
    (mistake,) = only(cells, "print(area").errors
    assert "cell[9]:2: attempt to perform arithmetic on a nil value (field 'heigth')" == mistake
    assert "the cell ends here and the session goes on" in only(cells, "os.exit()").printed
    assert ["cell[12]:3: instruction limit exceeded"] == only(cells, "local turns").errors
    assert "true\tfalse\tnot enough memory\n" == only(cells, "memory=64M").printed
    assert "268435456" == only(cells, "memory=4G").result


def test_the_notebook_shows_things_as_the_text_says(run):
    cells = run("jupyter")
    assert '{name = "node", self = <cycle: ' == only(cells, "node.self").result[:31]
    assert only(cells, "local planets").result.startswith("4 rows, 3 columns\n")
    assert "75 %" == only(cells, "__mime").result
    assert only(cells, "local light").shown.startswith('"red again"\ncrossing: ')
    assert "usage: %%time" in only(cells, "%time?").shown
    assert "true" == only(cells, "count > 10").result


# ---------------------------------------------------------------------------------------------------- run_tour


def run_tour(notebook: Path, page: Path, jupyter: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, str(NOTEBOOKS / "run_tour.py"), str(notebook), str(page)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=os.environ | environment(jupyter), timeout=TIMEOUT_S
    )


def write_notebook(path: Path, *sources: str) -> Path:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    notebook.metadata.kernelspec = KERNELSPEC
    nbformat.write(notebook, path)
    return path


def test_run_tour_prints_cells_results_and_statistics_and_writes_a_page(tmp_path, jupyter):
    notebook, page = write_notebook(tmp_path / "short.ipynb", "6 *\n  7"), tmp_path / "made" / "short.html"
    done = run_tour(notebook, page, jupyter)
    assert (0, "") == (done.returncode, done.stderr)
    assert "In [1]: 6 *\n          7\nOut[1]: 42\n2 frames rented, 2 returned, 0 live" in done.stdout
    assert "2 frames rented" in page.read_text(encoding="utf-8")


def test_run_tour_ends_with_status_1_when_a_cell_fails(tmp_path, jupyter):
    done = run_tour(
        write_notebook(tmp_path / "bad.ipynb", "error('oops')", "print('no')"), tmp_path / "p.html", jupyter
    )
    assert done.returncode == 1
    assert "a cell failed: LuaError: cell[1]:1: oops" in done.stderr
    assert "reached\n" not in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("text", [None, "not a notebook", "{}"])
def test_run_tour_says_in_one_line_what_it_cannot_read(tmp_path, text):
    notebook = tmp_path / "unreadable.ipynb"
    if text is not None:
        notebook.write_text(text)
    done = run_tour(notebook, tmp_path / "page.html", tmp_path)
    assert done.returncode == 2
    assert f"{notebook}: cannot be read as a notebook: " in done.stderr
    assert "Traceback" not in done.stderr
