"""A restricted session: what its cells and magics may do."""

import logging

import pytest

from lua_kernel.kernel import LuaKernel
from lua_kernel.session import HARMLESS_MAGICS
from notebook_session import Notebook


@pytest.fixture
def restricted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notebook = Notebook(sandbox="restricted")
    yield notebook
    notebook.session.close()


@pytest.mark.parametrize("name", ["python", "debug", "io.popen", "os.execute", "package.loaded.python"])
def test_cells_find_no_way_out(restricted, name):
    assert "nil" == restricted.result(name)


def test_magics_that_reach_the_system_are_refused(restricted, monkeypatch):
    monkeypatch.setattr("lua_kernel.session.HARMLESS_MAGICS", HARMLESS_MAGICS - {"gc"})
    assert "%%gc is refused here: this session is restricted" == restricted.mistake("%%gc\nx = 1")


def test_parts_of_harmless_magics_are_refused(restricted, tmp_path):
    assert "%pools export is refused here: this session is restricted" == (
        restricted.mistake(f"%pools export {tmp_path}/x.json")
    )
    assert "%limits is refused here: this session is restricted" == restricted.mistake("%limits memory=9G")
    assert "instructions" in restricted.magic("%limits")["text/plain"]


def test_a_reset_keeps_the_bounds(restricted):
    restricted.run("%reset")
    assert "nil" == restricted.result("debug")
    assert "nil" == restricted.result("(io.open('/etc/passwd'))")


def test_a_python_object_in_a_restricted_session_is_only_a_name(restricted):
    lua = restricted.session.interpreter
    from interpreter import PythonObject

    lua.set_global("object", PythonObject(restricted))
    for attempt in ("object.run", "object.__class__", "object()", "#object", "object + 1", "object.x"):
        assert restricted.run(f"return {attempt}").failure is not None, attempt
    assert '"python"' == restricted.result("getmetatable(object)")


def test_display_hands_out_no_python(restricted):
    assert "true" == restricted.result("type(display.handle(1)) == 'table' and display.handle(1).__class__ == nil")


def test_charts_and_bars_of_progress_work_without_python(restricted):
    assert restricted.run("plot.line({1, 2})").failure is None
    assert "3" == restricted.result("local n = 0 for i in progress(5) do n = i if i == 3 then break end end return n")
    assert "(left early)" in restricted.shown[-1]["text/plain"]


def test_the_kernel_takes_the_preset_from_its_environment(monkeypatch, request):
    monkeypatch.setenv("LUA_KERNEL_SANDBOX", "restricted")
    page = request.getfixturevalue("fresh")
    assert "true" == page.run("debug == nil and python == nil").result


# ------------------------------------------------------------------------------------------------------------ limits


def test_limits_are_shown_and_changed():
    notebook = Notebook()
    assert "none" in notebook.magic("%limits")["text/plain"]
    shown = notebook.magic("%limits instructions=100000 memory=1G seconds=2.5")["text/plain"]
    assert ["100,000" in shown, "1.0 GiB" in shown, "2.5 s" in shown] == [True] * 3
    failure = notebook.run("while true do end").failure
    assert "cell[3]:1: instruction limit exceeded" == failure.evalue
    notebook.run("%reset")
    assert 100_000 == notebook.session.interpreter.limits.instructions
    notebook.magic("%limits none")
    assert notebook.session.interpreter.limits.instructions is None
    notebook.session.close()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("speed=1", "'speed=1' is not understood"),
        ("seconds=soon", "'seconds=soon' is not understood"),
        ("seconds", "'seconds' is not understood"),
        ("memory=1.5G", "'memory=1.5G' is not understood"),
        ("instructions=0", "limit of instructions is 0; it may be None or a whole number from 1 to 4611686018427387904"),
        ("stack=5", "limit of stack_frames is 5; it may be None or a whole number from 20 to 4611686018427387904"),
        ("seconds=-1", "limit of seconds is -1.0; it may be None or a number above 0"),
    ],
)
def test_a_wrong_limit_says_the_usage(words, message):
    notebook = Notebook()
    assert notebook.mistake(f"%limits {words}").startswith(f"{message}; usage: %limits, ")
    notebook.session.close()


def test_a_kernel_has_a_limit_of_memory_from_the_start(quiet):
    row = next(line for line in quiet.run("%limits").shown[0]["text/plain"].splitlines() if "memory " in line)
    assert "none" not in row.split("bytes")[0]


def test_memory_runs_out_in_a_kernel_and_the_session_lives(quiet):
    quiet.run("kept = 42")
    quiet.run("%limits memory=50M")
    error = quiet.run("do local t = {} for i = 1, 1e9 do t[i] = {} end end").error
    assert "not enough memory" in error["evalue"]
    assert "42" == quiet.run("kept").result
    quiet.run("%limits memory=none")


def test_limits_of_a_configuration_that_are_none_do_not_stop_the_kernel(caplog, monkeypatch):
    monkeypatch.setenv("LUA_KERNEL_HISTORY", ":memory:")
    kernel = LuaKernel(limits={"speed": 1}, log=logging.getLogger("kernel"))
    assert "there is no limit 'speed'" in caplog.text
    assert kernel.lua.interpreter.limits.seconds is None
    kernel.lua.close()
