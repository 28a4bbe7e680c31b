"""What a sandbox lets through, and attempts to get out of it."""

import os
from pathlib import Path

import pytest

from interpreter import Interpreter


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the folder that the sandbox may use; `secret` and `module.lua` lie outside."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret").write_text("treasure")
    (tmp_path / "module.lua").write_text("return 'from outside'")
    (inside / "own.lua").write_text("return 'from inside'")
    (inside / "link").symlink_to(tmp_path / "secret")
    (inside / "up").symlink_to(tmp_path)
    (inside / "dangling").symlink_to(tmp_path / "new")
    monkeypatch.chdir(inside)
    return inside


@pytest.fixture
def lua(folder):
    with Interpreter(sandbox="restricted") as interpreter:
        yield interpreter


def values(lua: Interpreter, source: str) -> tuple:
    result = lua.run(source, snapshots=False)
    assert result.error is None, result.error
    return result.values


@pytest.mark.parametrize(
    "name",
    ["debug", "python", "os.execute", "os.setlocale", "io.popen", "package.loadlib", "package.cpath",
     "package.loaded.debug", "package.loaded._G.debug"],
)  # fmt: skip
def test_the_restricted_preset_takes_away_what_leads_out(lua, name):
    assert (None,) == values(lua, f"return {name}")


@pytest.mark.parametrize("module", ["debug", "os.execute", "ffi", "socket"])
def test_require_does_not_bring_it_back(lua, module):
    assert (False,) == values(lua, f"return (pcall(require, {module!r}))")


def test_a_module_that_is_nowhere_is_told_as_ever(lua):
    _, message = values(lua, "return pcall(require, 'nowhere')")
    assert message.startswith(b"module 'nowhere' not found:\n\tno field package.preload['nowhere']\n\tno file '")
    assert b".so" not in message


OUTSIDE = ["../secret", "link", "up/secret", "./../inside/../secret", "dangling", "up/inside/../secret", "/etc/passwd"]


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("mode", ["r", "w", "a", "r+", "w+", "rb"])
def test_no_file_outside_the_folder_is_opened(lua, folder, path, mode):
    path = path.replace("~", str(folder.parent))
    expected = (None, f"{path}: Permission denied".encode(), 13)
    assert expected == values(lua, f"return io.open({path!r}, {mode!r})")
    assert "treasure" == (folder.parent / "secret").read_text()
    assert not (folder.parent / "new").exists()


@pytest.mark.parametrize(
    "attempt",
    ["io.lines('../secret')", "io.input('../secret')", "io.output('../secret')", "assert(loadfile('../module.lua'))",
     "dofile('../module.lua')", "assert(os.remove('../secret'))", "assert(os.remove('link'))",
     "assert(os.rename('own.lua', '../stolen.lua'))", "assert(os.rename('../secret', 'mine'))",
     "assert(os.rename('up/secret', 'mine'))", "assert(io.tmpfile())", "os.tmpname()",
     "assert(io.open('../secret\\0/../own.lua'))"],
)  # fmt: skip
def test_no_other_way_to_a_file_leads_out(lua, folder, attempt):
    succeeded, message = values(lua, f"return pcall(function() return {attempt} end)")
    assert not succeeded
    assert b"denied" in message or b"unable to generate" in message
    assert "treasure" == (folder.parent / "secret").read_text()
    assert (folder / "own.lua").exists()


def test_the_folder_itself_stays(tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    with Interpreter(sandbox="restricted", filesystem=folder) as lua:
        assert (None, 13) == values(lua, f"local done, _, why = os.remove('{folder}') return done, why")
    assert folder.exists()


@pytest.mark.parametrize("path", ["../?.lua", "up/?.lua", "{}/?.lua"])
def test_require_finds_no_module_outside(lua, folder, path):
    path = path.format(folder.parent)
    source = f"package.path = {path!r} return package.searchpath('module', package.path), pcall(require, 'module')"
    found, succeeded, _ = values(lua, source)
    assert (None, False) == (found, succeeded)


@pytest.mark.timeout(60)
def test_a_path_longer_than_any_is_refused_at_once(lua):
    source = "local path = ('a/'):rep(100000) return io.open(path), pcall(require, ('a.'):rep(100000))"
    found, succeeded, _ = values(lua, source)
    assert (None, False) == (found, succeeded)


def test_files_inside_work_as_ever(lua):
    source = """
        local f <close> = assert(io.open("note", "w")) f:write("text") f:close()
        local read = io.open("note"):read("a")
        assert(os.rename("note", "other")) assert(os.remove("other"))
        return read, require "own", io.open("../inside/own.lua") ~= nil
    """
    assert (b"text", b"from inside", True) == values(lua, source)


@pytest.mark.parametrize(
    "attempt",
    ["load(dump)", "load(dump, 'x', 'b')", "load(dump, 'x', 'bt')", "load(function() local d = dump dump = nil return d end)",
     "loadfile('chunk')"],
)  # fmt: skip
def test_no_binary_chunk_is_loaded(lua, folder, attempt):
    with Interpreter() as other:
        (code,) = other.run("return string.dump(function() return 1 end)").values
    (folder / "chunk").write_bytes(code)
    lua.set_global("dump", code)
    assert (None, b"attempt to load a binary chunk (mode is 't')") == values(lua, f"return {attempt}")
    assert b"attempt to load a binary chunk (mode is 't')" == lua.run(code).error.message


def test_the_environment_is_empty_or_what_was_given(folder, monkeypatch):
    monkeypatch.setenv("SECRET", "treasure")
    monkeypatch.setenv("LUA_PATH", "/elsewhere/?.lua")
    with Interpreter(sandbox="restricted") as lua:
        assert (None, None) == values(lua, "return os.getenv('SECRET'), os.getenv('PATH')")
        assert (None,) == values(lua, "return (package.path:find('elsewhere'))")
    with Interpreter(environment={"NAME": "bär"}) as lua:
        assert (None, "bär".encode()) == values(lua, "return os.getenv('SECRET'), os.getenv('NAME')")


@pytest.mark.parametrize(
    "attempt",
    ["getmetatable('').__index.execute", "getmetatable('').__index.dump and nil", "getmetatable(io.stdout).__gc.x",
     "({coroutine.running()})[1].debug", "select(2, pcall(error, setmetatable({}, {__index = _G}))).debug",
     "(function(...) local e = select(2, xpcall(error, function(m) return m end)) return e and e.traceback end)()",
     "load('return debug')()", "load('return debug', 'x', 't', setmetatable({}, {__index = _G}))()",
     "coroutine.wrap(function() return debug end)()", "package.preload.debug",
     "package.searchers[3]('debug').x"],
)  # fmt: skip
def test_metatables_errors_coroutines_and_chunks_lead_nowhere(lua, attempt):
    succeeded, found = (*values(lua, f"return pcall(function() return {attempt} end)"), None)[:2]
    assert not succeeded or found is None


def test_a_finalizer_has_no_more_rights_than_the_rest(lua, folder):
    source = """
        setmetatable({}, {__gc = function() seen = {debug, io.popen, (io.open("../secret"))} end}) collectgarbage()
        return seen ~= nil, next(seen)
    """
    assert (True, None) == values(lua, source)
    lua.run("setmetatable({}, {__gc = function() io.open('../late', 'w') end})")
    lua.close()
    assert not (folder.parent / "late").exists()


def test_a_function_of_the_host_shows_nothing_of_python(lua):
    lua.set_global("host", lambda *given: len(given))
    attempts = ["host.__globals__", "host.x", "getmetatable(host)", "host:__class__()"]
    for attempt in attempts:
        succeeded, found = (*values(lua, f"return pcall(function() return {attempt} end)"), None)[:2]
        assert not succeeded or found is None, attempt
    assert (2,) == values(lua, "return host(1, 2)")
    assert (None,) == values(lua, "return (tostring(host):find('python'))")


def test_an_exception_of_the_host_shows_its_text_only(lua):
    def fails():
        raise OSError("no such thing")

    lua.set_global("host", fails)
    assert (b"string", b"OSError: no such thing") == values(lua, "local _, e = pcall(host) return type(e), e")


def test_libraries_can_be_chosen():
    with Interpreter(libraries=["string", "math"]) as lua:
        assert (None,) * 5 == values(lua, "return io, os, debug, require, package")
        assert (True,) == values(lua, "return string ~= nil and math ~= nil and print ~= nil")


@pytest.mark.parametrize("filesystem", [False, True])
def test_files_can_be_shut_or_open_altogether(folder, filesystem):
    with Interpreter(filesystem=filesystem) as lua:
        assert (filesystem, filesystem) == values(lua, "return io.open('own.lua') ~= nil, io.open('../secret') ~= nil")


def test_limits_can_be_given():
    with Interpreter(limits={"instructions": 10_000, "output_bytes": 5}) as lua:
        assert (10_000, 5, None) == (lua.limits.instructions, lua.limits.output_bytes, lua.limits.seconds)
        assert "limit" == lua.run("while true do end").error.kind


def test_the_notebook_preset_limits_memory_and_nothing_else():
    with Interpreter(sandbox="notebook") as lua:
        assert 1 < lua.limits.memory_bytes < os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        assert (True,) == values(lua, "return debug ~= nil and io.popen ~= nil and os.getenv('PATH') ~= nil")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sandbox": "tight"}, "sandbox is 'tight'; it may be: full, notebook, restricted"),
        ({"libraries": ["sockets"]}, ("libraries has 'sockets'; there are: base, coroutine, debug, io, math, os, package, "
                                      "string, table, utf8")),
        ({"filesystem": "/nowhere"}, "filesystem is '/nowhere'; it may be True, False or a folder that there is"),
        ({"limits": {"speed": 1}}, ("there is no limit 'speed'; there are: instructions, memory_bytes, seconds, "
                                    "output_bytes, string_bytes, coroutines, stack_frames, c_levels")),
        ({"limits": {"instructions": 0}},
         "limit of instructions is 0; it may be None or a whole number from 1 to 4611686018427387904"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_once(arguments, message):
    with pytest.raises(ValueError) as raised:
        Interpreter(**arguments)
    assert message == str(raised.value)


def test_what_the_caller_cannot_be_asked_about_is_refused(folder, monkeypatch):
    with Interpreter(sandbox="restricted") as lua:
        monkeypatch.setattr(os.path, "realpath", lambda path: 1 / 0)
        assert (None,) == values(lua, "return (io.open('own.lua'))")
    assert Path("own.lua").exists()
