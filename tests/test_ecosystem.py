"""The tools round notebooks run ours: each is called as its users call it, on notebooks made here."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from lua_kernel import install

METADATA = {
    "kernelspec": {"name": "lua", "display_name": "Lua 5.4 (pooled)", "language": "lua"},
    "language_info": {"name": "lua", "file_extension": ".lua", "mimetype": "text/x-lua"},
}
TIMEOUT_S = 120
BIN = Path(sys.executable).parent
ROOT = Path(__file__).parent.parent


def notebook(*cells, **metadata):
    made = [nbformat.v4.new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    return nbformat.v4.new_notebook(cells=made, metadata=METADATA | metadata)


def write(folder, *cells, name="made.ipynb"):
    nbformat.write(notebook(*cells), folder / name)
    return folder / name


def outputs(path, *, kind="execute_result"):
    cells = nbformat.read(path, as_version=4).cells
    return [
        output.data["text/plain"] for cell in cells for output in cell.get("outputs", []) if output.output_type == kind
    ]


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Return variables with which Jupyter finds the kernel of this tree."""
    prefix = tmp_path_factory.mktemp("prefix")
    assert install.main(["install", "--prefix", str(prefix)]) == 0
    return os.environ | {
        "JUPYTER_PATH": str(prefix / "share" / "jupyter"),
        "JUPYTER_CONFIG_DIR": str(prefix / "config"),
        "IPYTHONDIR": str(prefix / "ipython"),
        "LUA_KERNEL_HISTORY": ":memory:",
        "LUA_KERNEL_POOLS": "off",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONWARNINGS": "ignore",
    }


@pytest.fixture
def tool(environment, tmp_path):
    """Return a function that runs a command which must go well, and returns what it printed."""

    def run(*command, status=0):
        done = subprocess.run(
            [BIN / command[0], *map(str, command[1:])],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=TIMEOUT_S,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


# ------------------------------------------------------------------------------------------------ nbclient, nbconvert


def test_nbclient_runs_a_notebook_and_names_the_error_that_ends_it(environment, tmp_path, monkeypatch):
    for variable in ("JUPYTER_PATH", "LUA_KERNEL_HISTORY", "LUA_KERNEL_POOLS", "PYTHONPATH"):
        monkeypatch.setenv(variable, environment[variable])
    book = notebook("local x = 20", "x + 1", "error('stop')", "not_reached = 1")
    with pytest.raises(CellExecutionError) as raised:
        NotebookClient(book, kernel_name="lua", timeout=TIMEOUT_S).execute(cwd=str(tmp_path))
    assert (raised.value.ename, raised.value.evalue) == ("LuaError", "cell[3]:1: stop")
    assert book.cells[1].outputs[0].data["text/plain"] == "21"
    assert book.cells[3].execution_count is None


def test_nbclient_gets_a_clear_error_for_input(environment, tmp_path, monkeypatch):
    for variable in ("JUPYTER_PATH", "LUA_KERNEL_HISTORY", "LUA_KERNEL_POOLS", "PYTHONPATH"):
        monkeypatch.setenv(variable, environment[variable])
    with pytest.raises(CellExecutionError) as raised:
        NotebookClient(notebook("io.read()"), kernel_name="lua", timeout=TIMEOUT_S).execute(cwd=str(tmp_path))
    assert "no input: this front end takes none here" in raised.value.evalue


def test_jupyter_execute_writes_the_outputs_into_the_notebook(tool, tmp_path):
    path = write(tmp_path, "greeting = 'hé'", "greeting")
    tool("jupyter-execute", "--inplace", path)
    assert outputs(path) == ['"hé"']


@pytest.mark.slow
def test_jupyter_execute_shows_where_a_cell_failed(tool, tmp_path):
    text = tool("jupyter-execute", write(tmp_path, "local t\nt.x = 1"), status=1)
    assert "cell[1]:2: attempt to index a nil value (local 't')" in re.sub(r"\x1b\[\d*m", "", text)


@pytest.mark.slow
def test_jupyter_run_runs_a_file(tool, tmp_path):
    (tmp_path / "made.lua").write_text("local x = 20\nfor i = 1, 2 do\n  print(i)\nend\nprint(x + 1)", "utf-8")
    assert tool("jupyter-run", "--kernel", "lua", "made.lua").startswith("1\n2\n21\n")


PROGRAM = (
    nbformat.v4.new_markdown_cell("# Sums"),
    "local function sum(a, b) return a + b end -- a < b & c",
    "print(sum(20, 1))",
)


def test_nbconvert_executes_and_makes_a_notebook_html_and_markdown(tool, tmp_path):
    path = write(tmp_path, *PROGRAM, "display.html('<b>bold</b>')", "{x = 1}")
    tool("jupyter-nbconvert", "--execute", "--to", "notebook", "--output", "done", path)
    assert nbformat.read(tmp_path / "done.ipynb", as_version=4).metadata.language_info == {
        "name": "lua",
        "version": "5.4",
        "mimetype": "text/x-lua",
        "file_extension": ".lua",
        "pygments_lexer": "lua",
        "codemirror_mode": "lua",
        "nbconvert_exporter": "script",
    }
    tool("jupyter-nbconvert", "--to", "html", "--output", "page", tmp_path / "done.ipynb")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert '<span class="kd">local</span>' in page  # coloured as Lua
    assert "<b>bold</b>" in page
    assert "<pre>21\n</pre>" in page
    tool("jupyter-nbconvert", "--to", "markdown", "--output", "page", tmp_path / "done.ipynb")
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "```lua\nprint(sum(20, 1))\n```" in text
    assert "\n    21\n" in text


def test_a_notebook_as_a_script_runs_in_plua(tool, tmp_path):
    tool("jupyter-nbconvert", "--to", "script", write(tmp_path, *PROGRAM))
    script = tmp_path / "made.lua"
    assert "# Sums" not in script.read_text(encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "interpreter", script], capture_output=True, text=True, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("21\n", "")


# ------------------------------------------------------------------------------------------------------------ jupytext


def test_jupytext_keeps_a_notebook_through_lua_percent_and_back(tool, tmp_path):
    cells = (*PROGRAM, "%%time\nfor i = 1, 3 do end", "%pools off", "-- %%gc\nx = {}")
    path = write(tmp_path, *cells)
    tool("jupytext", "--to", "lua:percent", "--output", tmp_path / "made.lua", path)
    script = (tmp_path / "made.lua").read_text(encoding="utf-8")
    assert "-- %%\nprint(sum(20, 1))" in script
    tool("jupytext", "--to", "ipynb", "--output", tmp_path / "back.ipynb", tmp_path / "made.lua")
    back = nbformat.read(tmp_path / "back.ipynb", as_version=4)
    assert [cell.source for cell in back.cells] == [cell.source for cell in notebook(*cells).cells]
    assert back.metadata.kernelspec.name == "lua"


# ----------------------------------------------------------------------------------------------------------- papermill

PARAMETERS = {
    "text": 'a "quote", a \\ and\na line; é 漢 \U0001f600 \x00\x01',
    "count": -3,
    "least": -(2**63),
    "ratio": 1e21,
    "whole": 2.0,
    "huge": float("inf"),
    "small": -float("inf"),
    "unknown": float("nan"),
    "yes": True,
    "nothing": None,
    "list": [1, [2, "x"], {"deep": []}],
    "table": {"plain": 1, "two words": 2, "end": 3, "nested": {"a": [True, None, 0.5]}},
    "my-name": "odd",
}
CHECKS = r"""
assert(text == 'a "quote", a \\ and\na line; é 漢 😀 \0\1')
assert(count == -3 and math.type(count) == 'integer' and least == math.mininteger)
assert(ratio == 1e21 and math.type(whole) == 'float' and whole == 2)
assert(huge == math.huge and small == -math.huge and unknown ~= unknown)
assert(yes == true and nothing == nil and default == 'kept')
assert(list[1] == 1 and list[2][2] == 'x' and #list[3].deep == 0)
assert(table_.plain == 1 and table_['two words'] == 2 and table_['end'] == 3)
assert(table_.nested.a[1] == true and table_.nested.a[2] == nil and table_.nested.a[3] == 0.5)
assert(_G['my-name'] == 'odd')
"""


def parameters_cell(source):
    return nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})


def test_papermill_hands_over_parameters_of_every_kind(environment, tmp_path, monkeypatch):
    papermill = pytest.importorskip("papermill")
    for variable in ("JUPYTER_PATH", "LUA_KERNEL_HISTORY", "LUA_KERNEL_POOLS", "PYTHONPATH"):
        monkeypatch.setenv(variable, environment[variable])
    values = {name + "_" * (name == "table"): value for name, value in PARAMETERS.items()}
    path = write(
        tmp_path, parameters_cell("local text, count = '', 0\ndefault = 'kept'"), f"{CHECKS}return 'all right'"
    )
    papermill.execute_notebook(str(path), str(tmp_path / "out.ipynb"), values, progress_bar=False)
    cells = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    assert cells[1].metadata.tags == ["injected-parameters"]
    assert cells[1].source.startswith("-- Parameters\ntext = ")
    assert outputs(tmp_path / "out.ipynb") == ['"all right"']


@pytest.mark.slow
def test_papermills_command_hands_over_parameters(tool, tmp_path):
    pytest.importorskip("papermill")
    path = write(tmp_path, parameters_cell("n = 1 -- how many\nname = 'x'"), "n + 1, name")
    tool("papermill", path, tmp_path / "out.ipynb", "-p", "n", "41", "-p", "name", "it's", "--no-progress-bar")
    assert outputs(tmp_path / "out.ipynb") == ['42\t"it\'s"']
    told = tool("papermill", "--help-notebook", path)
    assert re.search(r"n: number \(default 1\)\s+how many", told)
    assert re.search(r"name: string \(default 'x'\)", told)


@pytest.mark.slow
def test_papermill_tells_of_the_cell_that_failed(tool, tmp_path):
    pytest.importorskip("papermill")
    path = write(tmp_path, "local t\nt.x = 1")
    text = tool("papermill", path, tmp_path / "out.ipynb", "--no-progress-bar", status=1)
    assert "cell[1]:2: attempt to index a nil value (local 't')" in re.sub(r"\x1b\[\d*m", "", text)


# --------------------------------------------------------------------------------------------------------------- nbval

SAME = (
    "{x = 1, y = {2, 3}}",
    "print(math.pi)\nio.stderr:write('to stderr\\n')",
    "for _, k in ipairs {'b', 'a'} do display(k) end",
    "display.markdown('*x*')",
    "function f(a, b) return a end\nf, print, coroutine.create(f), io.stdout",
    "%whos function",
    "%%bytecode\nlocal x = 1",
    "for k, v in pairs {a = 1, b = 2, c = 3, d = 4} do print(k, v) end",
)


def test_nbval_finds_the_same_outputs_again_and_a_different_one(tool, tmp_path):
    pytest.importorskip("nbval")
    path = write(tmp_path, *SAME, "1 + 1")
    tool("jupyter-execute", "--inplace", path)
    book = nbformat.read(path, as_version=4)
    book.cells[-1].source = "1 + 2"
    nbformat.write(book, path)
    options = ("-p", "no:cacheprovider", "--nbval", "--nbval-kernel-name", "lua")
    text = tool("py.test", *options, "--nbval-sanitize-with", ROOT / "docs" / "nbval.cfg", path, status=1)
    assert f"1 failed, {len(SAME)} passed" in text
    assert "- 2\nE" in text.replace(" ", "") or re.search(r"'2' == '3'", text)


# ------------------------------------------------------------------------------------------------------------- console


def prompt(number):
    return rf"In \[\S*?{number}\S*?\]"  # with colours round the number


@pytest.fixture
def start_console(environment):
    """Return a function that starts `jupyter console` in a terminal."""
    pexpect = pytest.importorskip("pexpect")
    own = {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "COLUMNS": "120"}
    started = []

    def start(*options):
        command = [str(BIN / "jupyter-console"), ["--kernel", "lua", *options]]
        terminal = pexpect.spawn(*command, env=environment | own, encoding="utf-8", timeout=60, dimensions=(40, 120))
        started.append(terminal)
        terminal.expect(prompt(1))
        return terminal

    yield start
    for terminal in started:
        terminal.close(force=True)


def test_a_console_takes_a_cell_over_several_lines(start_console):
    console = start_console()
    console.send("for i = 1, 2 do\r")
    console.expect(r"\.\.\.: ")
    console.send("print('line' .. i)\r")
    console.expect(r"\.\.\.: ")
    console.send("end\r")
    console.expect("line1\r\nline2")
    console.expect(prompt(2))
    console.send("local t = {6, 7} t[1] * t[2]\r")
    console.expect(r"Out\[\S*2\S*\]: \S*42")


def test_a_console_is_left_by_exit(start_console):
    console = start_console()
    console.send("exit\r")
    console.expect("a console ends here")
    console.expect(pytest.importorskip("pexpect").EOF)


# Asked whether a cell is complete, the kernel is busy and idle; a console that reads that idle in the first 50 ms of
# the cell itself takes the cell for ended and never asks the user. So this one does not ask: empty lines end a cell.
NO_QUESTION = "--ZMQTerminalInteractiveShell.use_kernel_is_complete=False"


def test_a_console_answers_io_read_and_shows_tables_as_text(start_console):
    console = start_console(NO_QUESTION)
    console.send("print('na' .. 'me?') io.read() .. '!'\r\r\r")
    console.expect(r"name\?\r\n")
    console.send("Lua\r")
    console.expect(r'Out\[\S*1\S*\]: \S*"Lua!"')
    console.expect(prompt(2))
    console.send("%whos\r\r\r")
    console.expect(r"no variables yet")
