"""The magics about files and the process round a session, in a session and in a real kernel."""

import os
import re
import stat

import pytest

from lua_kernel.magics import system


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Let each test have a folder of its own, and leave no variable behind."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "environ", os.environ)
    return tmp_path


def failure(notebook, code):
    return notebook.mistake(code)


# ---------------------------------------------------------------------------------------------------------- writefile


def test_writefile_writes_the_cell_as_it_stands_and_runs_nothing(notebook, folder):
    outcome = notebook.run("%%writefile a b.txt\n%%time\n\n  x = = 1 -- é")
    assert (outcome.failure, outcome.result, outcome.views) == (None, None, ())
    assert (folder / "a b.txt").read_text(encoding="utf-8") == "%%time\n\n  x = = 1 -- é\n"
    assert notebook.shown[-1]["text/plain"] == "a b.txt: 24 B written"


def test_writefile_replaces_or_appends(notebook, folder):
    for code in ("%%writefile x.lua\nlong = 'text'", "%%writefile x.lua\na = 1", "%%writefile -a x.lua\nb = 2\n"):
        assert notebook.run(code).failure is None
    assert (folder / "x.lua").read_text(encoding="utf-8") == "a = 1\nb = 2\n"
    assert notebook.shown[-1]["text/plain"] == "x.lua: 6 B appended"


def test_writefile_of_nothing_makes_an_empty_file(notebook, folder):
    assert notebook.run("%%writefile empty").failure is None
    assert (folder / "empty").read_bytes() == b""


@pytest.mark.parametrize("options", ["", " -a", ' ""'])
def test_writefile_without_a_name_says_its_usage(notebook, options):
    assert failure(notebook, f"%%writefile{options}\nx = 1").endswith("usage: %%writefile [-a] FILE")


@pytest.mark.parametrize(
    ("file", "why"),
    [("nowhere/x", "No such file or directory"), (".", "Is a directory"), ("a\0b", "embedded null byte")],
)
def test_what_writefile_cannot_write_says_why(notebook, file, why):
    text = failure(notebook, f"%%writefile {file}\nx = 1")
    assert text == f"{file} cannot be written: {why}; usage: %%writefile [-a] FILE"


def test_writefile_stands_alone_among_cell_magics(notebook, folder):
    text = failure(notebook, "%%time\n%%writefile x.lua\nx = 1")
    assert text == "%%writefile takes the cell as a text, so %%time has nothing to do; leave one of them out"
    assert list(folder.iterdir()) == []


def test_a_console_goes_on_below_writefile_until_an_empty_line(quiet):
    def asked(code):
        return quiet.ask("is_complete_request", {"code": code})["status"]

    assert [asked(code) for code in ("%%writefile x", "%%writefile x\nif x then", "%%writefile x\nif x then\n")] == [
        "incomplete",
        "incomplete",
        "complete",
    ]


# --------------------------------------------------------------------------------------------------------------- load


def test_load_puts_the_file_in_the_cells_place(quiet, folder):
    (folder / "x.lua").write_bytes("\ufeffprint 'a'\r\nprint 'é'\n".encode())
    cell = quiet.run(f"%load {folder}/x.lua")
    assert cell.reply["payload"] == [{"source": "set_next_input", "text": "print 'a'\nprint 'é'\n", "replace": True}]
    assert cell.shown[0]["text/plain"] == f"{folder}/x.lua: 2 lines put in the place of this cell"
    assert quiet.run("x = 1").reply["payload"] == []


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("nowhere.lua", "nowhere.lua cannot be read: No such file or directory; usage: %load FILE"),
        (".", ". cannot be read: Is a directory; usage: %load FILE"),
        ("bytes", "bytes cannot be put in a cell: it is no text in UTF-8 at byte 2"),
        ("large", "large has 1.0 MiB, too much for a cell; `%run large` runs it where it is"),
        ("", "'' is not understood; usage: %load FILE"),
    ],
)
def test_what_load_cannot_load_says_why(notebook, folder, file, why):
    (folder / "bytes").write_bytes(b"x\xff")
    (folder / "large").write_bytes(b"-" * (1 << 20))
    assert failure(notebook, f"%load {file}") == why


# ---------------------------------------------------------------------------------------------------------------- run


def program(folder, text, name="prog.lua"):
    (folder / name).write_text(text, encoding="utf-8")


def test_run_runs_a_file_with_its_arguments_among_the_cells_globals(notebook, folder):
    program(
        folder,
        "#!/usr/bin/lua\nlocal a, b = ...\nmade = (made or 0) + 1\nprint(a, b, select('#', ...), arg[0], arg[2])\n",
    )
    notebook.run("made = 41; arg = 'mine'")
    assert notebook.run('%run prog.lua 3 "two  words"\nprint(made, arg, a)').failure is None
    assert notebook.printed == b"3\ttwo  words\t2\tprog.lua\ttwo  words\n42\tmine\tnil\n"


def test_run_shows_what_the_file_rents(notebook, folder):
    program(folder, "local function f() end f() f()")
    notebook.session.view = "short"
    notebook.run("%run prog.lua")
    assert re.match(r"(\d+) frames rented, \1 returned, 0 live", notebook.shown[-1]["text/plain"])


def test_an_error_in_a_file_names_its_line_and_shows_its_lines(notebook, folder):
    program(folder, "local t\n\nprint(t.x)\n")
    ended = notebook.run("%run prog.lua\nran = 1").failure
    assert ended.evalue == "prog.lua:3: attempt to index a nil value (local 't')"
    text = re.sub(r"\x1b\[\d*m", "", "\n".join(ended.traceback))
    assert "prog.lua, line 3:\n       1 local t\n       2 \n--->   3 print(t.x)\n               ^" in text
    assert "in main chunk" in text
    assert "  4 " not in text  # the newline at its end begins no line
    assert notebook.result("ran") == "nil"


def test_an_error_in_a_file_with_a_long_name_shows_its_lines_too(notebook, folder):
    deep = folder / ("d" * 60)
    deep.mkdir()
    program(deep, "error 'here'")
    ended = notebook.run(f"%run {deep}/prog.lua").failure
    assert re.search(r"\.\.\.d+/prog\.lua.*, line 1:", "\n".join(ended.traceback))


def test_a_syntax_error_in_a_file_names_its_line(notebook, folder):
    program(folder, "x = 1\ny = = 2\n")
    ended = notebook.run("%run prog.lua").failure
    assert (ended.ename, ended.evalue) == ("LuaSyntaxError", "prog.lua:2: unexpected symbol near '='")


def test_an_error_that_a_files_function_raises_later_shows_the_files_lines(notebook, folder):
    program(folder, "function later()\n  error 'late'\nend")
    notebook.run("%run prog.lua")
    ended = notebook.run("later()").failure
    assert "error 'late'" in "\n".join(ended.traceback)


@pytest.mark.parametrize("file", ["prog.lua", "other.lua"])
def test_a_message_that_names_a_file_which_was_not_run_shows_none_of_it(notebook, folder, file):
    program(folder, "secret = 1")
    ended = notebook.run(f"error('{file}:1: look', 0)").failure
    assert "secret" not in "\n".join(ended.traceback)
    assert "error('" in "\n".join(ended.traceback)  # the cell's own line


def test_os_exit_ends_a_file_and_a_bad_status_is_told(notebook, folder):
    program(folder, "os.exit(tonumber(...))")
    assert notebook.run("%run prog.lua 0").failure is None
    assert notebook.run("%run prog.lua 3").failure.ename == "Exit"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "'' is not understood; usage: %run FILE [ARGUMENT …]"),
        ("nowhere.lua", "nowhere.lua cannot be read: No such file or directory; usage: %run FILE [ARGUMENT …]"),
    ],
)
def test_what_run_cannot_run_says_why(notebook, words, why):
    assert failure(notebook, f"%run {words}") == why


def _wait_for_output(page, request):
    while True:
        message = page.client.get_iopub_msg(timeout=60)
        if (message["header"]["msg_type"], message["parent_header"].get("msg_id")) == ("stream", request):
            return


def test_a_file_is_interrupted_as_a_cell_is(quiet, folder):
    program(folder, "print 'begun' while true do end")
    request = quiet.send(f"%run {folder}/prog.lua\nprint 'not reached'")
    _wait_for_output(quiet, request)
    quiet.manager.interrupt_kernel()
    cell = quiet.collect(request)
    assert cell.reply["ename"] == "Interrupt"
    assert "not reached" not in cell.stdout
    assert quiet.run("1 + 1").result == "2"


# -------------------------------------------------------------------------------------------------------- cd, pwd, env


def test_cd_goes_where_files_are_read_from(notebook, folder, monkeypatch):
    (folder / "sub dir").mkdir()
    monkeypatch.setenv("HOME", str(folder))
    assert notebook.magic("%cd sub dir")["text/plain"] == f"{folder}/sub dir"
    notebook.run("io.open('here', 'w'):close()")
    assert (folder / "sub dir" / "here").exists()
    assert notebook.magic("%cd")["text/plain"] == str(folder)
    assert notebook.magic("%cd '~/sub dir'")["text/plain"] == f"{folder}/sub dir"
    assert notebook.magic("%pwd")["text/plain"] == f"{folder}/sub dir"


@pytest.mark.parametrize(
    ("there", "why"),
    [("nowhere", "No such file or directory"), ("file", "Not a directory"), ("a\0b", "embedded null byte")],
)
def test_where_cd_cannot_go_says_why(notebook, folder, there, why):
    (folder / "file").touch()
    assert failure(notebook, f"%cd {there}") == f"{there} cannot be gone to: {why}; usage: %cd [FOLDER]"


def test_env_gives_variables_to_lua_and_to_programs(notebook, monkeypatch):
    monkeypatch.setenv("OURS", "before")
    assert notebook.magic("%env OURS")["text/plain"] == "OURS=before"
    assert notebook.magic("%env OURS='two  words'")["text/plain"] == "OURS=two  words"
    assert notebook.result("os.getenv 'OURS'") == '"two  words"'
    assert notebook.result("io.popen('printenv OURS'):read()") == '"two  words"'
    assert notebook.magic("%env OURS=")["text/plain"] == "OURS="


def test_env_alone_lists_all_and_hides_what_looks_secret(notebook, monkeypatch):
    monkeypatch.setenv("OURS", "shown")
    monkeypatch.setenv("OUR_API_TOKEN", "hidden-1")
    text = notebook.magic("%env")["text/plain"]
    assert re.search(r"^OURS +shown", text, re.MULTILINE)
    assert re.search(r"^OUR_API_TOKEN +\(hidden\)", text, re.MULTILINE)
    assert "hidden-1" not in text
    assert notebook.magic("%env OUR_API_TOKEN")["text/plain"] == "OUR_API_TOKEN=hidden-1"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("NOT_SET_AT_ALL", "NOT_SET_AT_ALL is not set; usage: %env [NAME[=VALUE]]"),
        ("a b=1", "'a b=1' is not understood; usage: %env [NAME[=VALUE]]"),
        ("=1", "'=1' is not understood; usage: %env [NAME[=VALUE]]"),
        ("A=b\0c", "A cannot be set: embedded null byte; usage: %env [NAME[=VALUE]]"),
    ],
)
def test_what_env_does_not_understand_says_its_usage(notebook, words, why):
    assert failure(notebook, f"%env {words}") == why


# ----------------------------------------------------------------------------------------------------------- luarocks


@pytest.fixture
def tree(folder, monkeypatch):
    """Make a tree as LuaRocks does, with one rock of two modules, in the user's folder."""
    monkeypatch.setenv("HOME", str(folder))
    share = folder / ".luarocks" / "share" / "lua" / "5.4"
    (share / "greet").mkdir(parents=True)
    (share / "greet" / "init.lua").write_text("return {words = require 'greet.words', path = select(2, ...)}", "utf-8")
    (share / "greet" / "words.lua").write_text("return {'hello', 'world'}", "utf-8")
    return share


@pytest.fixture
def luarocks(folder, monkeypatch):
    """Put a program of that name on PATH that tells what it was given."""
    program = folder / "bin" / "luarocks"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "given: $*"\nif test "$2" = fail; then echo bad >&2; exit 4; fi\n', "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return program


def test_require_finds_rocks_of_a_tree_on_package_path(notebook, tree):
    notebook.run(f"package.path = package.path .. ';{tree}/?.lua;{tree}/?/init.lua'")
    assert notebook.result("table.concat(require 'greet'.words, ' ')") == '"hello world"'
    assert notebook.result("require 'greet'.path") == f'"{tree}/greet/init.lua"'
    assert re.search(
        rf"^{re.escape(str(tree))}/\?\.lua +there$", notebook.magic("%luarocks")["text/plain"], re.MULTILINE
    )


def test_lua_path_in_the_environment_names_trees(open_page, tree):
    page = open_page(LUA_PATH_5_4=f"{tree}/?.lua;{tree}/?/init.lua;;")
    assert page.run("require 'greet'.words[2]").result == '"world"'


def test_luarocks_runs_with_its_output_and_its_trees_are_found_at_once(notebook, tree, luarocks):
    shown = notebook.magic("%luarocks install 'two words' greet")["text/plain"].split("\n")
    assert notebook.printed == b"given: --lua-version=5.4 install two words greet\n"
    assert shown[:3] == ["now on package.path:", f"{tree}/?.lua", f"{tree}/?/init.lua"]
    assert notebook.result("require 'greet'.words[1]") == '"hello"'
    notebook.shown.clear()
    assert notebook.run("%luarocks list").failure is None
    assert notebook.shown == []


def test_a_command_that_fails_is_told_with_what_it_said(notebook, luarocks):
    assert failure(notebook, "%luarocks fail") == "luarocks ended with status 4; what it said stands above"
    assert notebook.printed.endswith(b"bad\n")


def test_luarocks_that_is_not_installed_is_told(notebook, monkeypatch):
    monkeypatch.setattr(system.shutil, "which", lambda name: None)
    assert failure(notebook, "%luarocks install x").startswith("luarocks is not installed")
    assert "luarocks is not installed" in notebook.magic("%luarocks")["text/plain"]


@pytest.mark.parametrize("value", ["package.path = nil", "package = nil", "package.path = 1"])
def test_luarocks_shows_what_is_left_of_a_damaged_package(notebook, value):
    notebook.run(value)
    assert "require tries these files in order" in notebook.magic("%luarocks")["text/plain"]


def test_a_command_is_interrupted(open_page, luarocks):
    luarocks.write_text("#!/bin/sh\necho begun\nexec sleep 600\n", encoding="utf-8")
    page = open_page(PATH=os.environ["PATH"])
    request = page.send("%luarocks install x")
    _wait_for_output(page, request)
    page.manager.interrupt_kernel()
    assert page.collect(request).reply["ename"] == "Interrupt"
    assert page.run("1 + 1").result == "2"


# ---------------------------------------------------------------------------------------------------------------- who


def test_who_names_what_cells_have_made(notebook):
    assert notebook.magic("%who")["text/plain"] == "no variables yet: the libraries and results are not listed"
    notebook.run("local kept = 'text'\nn, f = 3, function() end")
    notebook.run("function print() end\n7")
    assert notebook.magic("%who")["text/plain"] == "f  kept  n  print"
    assert notebook.magic("%who number string")["text/plain"] == "kept  n"
    notebook.run("%reset")
    assert notebook.magic("%who")["text/plain"].startswith("no variables yet")


@pytest.mark.parametrize("magic", ["%whos", "%locals"])
def test_a_variable_has_one_line_however_large_it_is(notebook, magic):
    notebook.run("local long = {} for i = 1, 100 do long[i] = {i, (' '):rep(3)} end local text = ('x'):rep(1000)")
    shown = notebook.magic(magic)["text/plain"].split("\n")
    assert 4 == len(shown)
    assert '{ {1, "   "}, {2, "   "}, {3, "   "}, ' in shown[2]
    assert shown[3].endswith("x" * 79 + " …")


def test_whos_shows_types_and_values(notebook):
    notebook.run("local kept <const> = 'text'\nn = 3\nfunction f(a, ...) end g = print")
    assert notebook.magic("%whos")["text/plain"].split("\n")[1:] == [
        "name  kind    type      value",
        "f     global  function  (a, ...) from cell[1]:3",
        "g     global  function  builtin",
        'kept  local   string    "text"',
        "n     global  number    3",
    ]
    assert notebook.magic("%whos table")["text/plain"].startswith("no variables yet")


# --------------------------------------------------------------------------------------------------------- restricted


@pytest.mark.parametrize("code", ["%load x", "%run x", "%%writefile x\ny", "%cd .", "%env", "%luarocks"])
def test_a_restricted_session_refuses_what_reaches_out(folder, code):
    from notebook_session import Notebook

    notebook = Notebook(sandbox="restricted")
    assert failure(notebook, code).endswith("is refused here: this session is restricted")
    assert list(folder.iterdir()) == []
    notebook.session.close()
