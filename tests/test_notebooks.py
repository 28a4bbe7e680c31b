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
NAMES = ("tour", "pools")
TIMEOUT_S = 120
KERNELSPEC = {"display_name": "Lua 5.4 (pooled)", "language": "lua", "name": "lua"}

LINE = re.compile(
    r"([\d,]+) frames rented, ([\d,]+) returned, ([\d,]+) live, ([\d,]+) fresh.*? · "
    r"([\d,]+) local arrays, ([\d,]+) fresh · heap "
)
MEASURED = re.compile(r"(?:heap [+−])?\d[\d.,]* (?:B|[KMG]iB|ns|µs|ms|s)\b")
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
            if not columns[-1][:1].isdigit():
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


# -------------------------------------------------------------------------------------------------------- both


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_valid_and_asks_for_our_kernel(name):
    notebook = read(name)
    nbformat.validate(notebook)
    assert KERNELSPEC == notebook.metadata.kernelspec
    assert notebook.metadata.language_info.name == "lua"


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_opens_with_a_question_and_lets_the_reader_guess(name):
    first, *others = (cell.source for cell in read(name).cells if cell.cell_type == "markdown")
    assert first.startswith("# ")
    assert first.split("\n")[0].endswith("?")
    assert len([text for text in (first, *others) if "**Guess" in text]) >= 4


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_runs_and_fails_only_where_it_says_so(name, run):
    cells = run(name)
    assert list(range(1, len(cells) + 1)) == [cell.count for cell in cells]
    assert [cell.source for cell in cells if cell.errors] == [c.source for c in cells if "raises-exception" in c.tags]


@pytest.mark.parametrize("name", NAMES)
def test_statistics_stand_below_every_cell_that_ran_lua(name, run):
    for cell in run(name):
        is_listing = cell.source.startswith("%%bytecode")
        has_lua = any(not line.startswith("%") for line in cell.source.split("\n"))
        assert (has_lua and not is_listing) == bool(LINE.search(cell.shown)), cell.source


@pytest.mark.parametrize("name", NAMES)
def test_what_the_committed_outputs_say_is_what_the_cells_give(name, run):
    # Times and bytes differ by machine and version, and `make notebooks` renews them.
    stored = [visible(cell) for cell in code_cells(read(name))]
    assert [visible(cell) for cell in run(name)] == stored, "if the new outputs are right: `make notebooks`"


def visible(cell: Cell) -> tuple[str, ...]:
    line = LINE.search(cell.shown)
    counts = MEASURED.sub("…", line[0]) if line else ""
    return (cell.source, cell.printed, cell.result, cell.traceback, counts)


# -------------------------------------------------------------------------------------------------------- tour


def test_the_tour_has_ten_cells(tour):
    assert len(tour) == 10


def test_the_tour_begins_with_text_and_values(tour):
    assert tour[0].printed == "Hello from Lua 5.4\n"
    assert tour[0].result == '42\t3.5\t{10, 20, place = "here"}'
    assert {"rented": 2, "returned": 2, "live": 0, "fresh": 2}.items() <= tour[0].counts().items()


def test_the_tour_shows_that_fib_30_needs_thirty_frames_and_a_second_time_none(tour):
    first, second = (cell for cell in tour if "fib(30)" in cell.source)
    assert first.source == second.source
    assert {"rented": 2_692_539, "returned": 2_692_539, "live": 0, "fresh": 30}.items() <= first.counts().items()
    again = {"rented": 2_692_539, "returned": 2_692_539, "live": 0, "fresh": 0, "fresh arrays": 0}
    assert again.items() <= second.counts().items()
    value, growth = re.match(r"fib\(30\) = (\d+), and the heap grew by (\d+) bytes", second.printed).groups()
    assert value == "832040"
    assert 0 <= int(growth) < 200


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
    assert "MUL" in cell.shown
    assert cell.printed == ""


def test_the_tour_compares_pools_off_and_on(tour):
    off, on = only(tour, "%pools mode off"), only(tour, "%pools mode on")
    assert off.result == on.result == "75025"
    assert off.counts()["fresh"] == off.counts()["rented"] == on.counts()["rented"] == 242_787
    assert off.counts()["fresh arrays"] == 242_787
    assert (27, 27) == (on.counts()["fresh"], on.counts()["fresh arrays"])
    assert 0 == off.counts()["live"] == on.counts()["live"]


# ------------------------------------------------------------------------------------------------------- pools


def test_one_frames_life(pools):
    assert 2 == only(pools, "function once").counts()["fresh"]
    assert [1, 0] == [cell.counts()["fresh"] for cell in pools if cell.source == "%%frames\nonce()"]


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
    assert pools[-1].source == "%pools"
    for pool in ("frames", "locals[4]", "locals[8]", "varargs[4]", "varargs[8]", "tbc", "block closers"):
        assert pools[-1].row(pool)["live"] == "0", pool
    assert "!" not in pools[-1].shown


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
