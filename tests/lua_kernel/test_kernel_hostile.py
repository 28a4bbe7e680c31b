"""Cells that spoil what the kernel stands on: it answers, says what happened and goes on."""

import time

import pytest

from tests.lua_kernel.conftest import interrupt_by_message, interrupt_by_signal


def wait_until_it_prints(page):
    while page.client.get_iopub_msg(timeout=30)["header"]["msg_type"] != "stream":
        pass


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_closed_stream(quiet, stream):
    quiet.run(f"io.{stream}:close()")
    assert quiet.run("print('still here') return 1").result == "1"


def test_a_metatable_of_strings_that_is_replaced(quiet):
    quiet.run("saved = getmetatable('').__index getmetatable('').__index = error")
    assert quiet.run("'text'").result == '"text"'
    assert quiet.run("('x'):upper()").reply["status"] == "error"
    quiet.run("getmetatable('').__index = saved")
    assert quiet.run("('x'):upper()").result == '"X"'


def test_globals_that_are_emptied(fresh):
    fresh.run("local all = _G for name in pairs(all) do all[name] = nil end")
    assert fresh.run("1 + 1").result == "2"
    assert fresh.run("print(1)").reply["ename"] == "LuaError"
    assert fresh.complete("pri")["status"] == "ok"
    fresh.run("%reset")
    assert fresh.run("print('back')").stdout == "back\n"


def test_globals_that_refuse_to_be_read_or_set(quiet):
    strict = "setmetatable(_G, {__index = function(_, k) error('no ' .. k, 2) end, __newindex = error})"
    quiet.run(strict)
    assert quiet.run("1 + 1").result == "2"
    assert quiet.run("return missing").error["evalue"].endswith("no missing")
    assert quiet.complete("strin")["matches"] == ["string"]
    quiet.run("setmetatable(_G, nil)")


def test_print_that_is_redefined(quiet):
    quiet.run("old = print print = function() error('mine') end")
    assert quiet.run("1").result == "1"
    assert quiet.run("print('x')").error["evalue"].endswith("mine")
    quiet.run("print = old")


def test_an_exit_keeps_the_session(quiet):
    quiet.run("kept = 7")
    cell = quiet.run("os.exit()")
    assert cell.reply["status"] == "ok"
    assert "restart the kernel to begin again" in cell.stream("stderr")
    assert quiet.run("kept").result == "7"


@pytest.mark.parametrize("interrupt", [interrupt_by_signal, interrupt_by_message])
@pytest.mark.parametrize(
    "busy",
    [
        "local s = ('a'):rep(30) while true do s:find(('a?'):rep(30) .. ('a'):rep(30) .. 'b') end",
        "while true do local s = ('x'):rep(1 << 26) end",
        "local t = {} for i = 1, 1e6 do t[i] = i % 1000 end while true do table.sort(t) end",
        "coroutine.wrap(function() while true do end end)()",
        "ilua.time.sleep_ms(1e9)",
        "ilua.time.scheduled_ms(0, 10, function() end)",
    ],
)
def test_an_interrupt_ends_what_builtins_are_busy_with(quiet, busy, interrupt):
    request = quiet.send(f"print('running') io.flush() {busy}")
    wait_until_it_prints(quiet)
    began = time.monotonic()
    interrupt(quiet)
    cell = quiet.collect(request)
    assert cell.reply["ename"] == "Interrupt"
    assert time.monotonic() - began < 10
    assert quiet.run("1").result == "1"


@pytest.mark.parametrize("interrupt", [interrupt_by_signal, interrupt_by_message])
@pytest.mark.parametrize("waiting", ["os.execute('sleep 60')", "pipe:close()", "pipe:read()", "pipe:read('a')"])
def test_an_interrupt_ends_a_command_that_lua_waits_for(quiet, waiting, interrupt):
    request = quiet.send(f"pipe = io.popen('sleep 60') print('running') io.flush() {waiting} print('not interrupted')")
    wait_until_it_prints(quiet)
    time.sleep(0.5)  # until the command is there
    interrupt(quiet)
    began = time.monotonic()
    cell = quiet.collect(request)
    assert (cell.reply["status"], cell.stdout) == ("error", "")
    assert cell.reply["ename"] == "Interrupt"
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("interrupt", [interrupt_by_signal, interrupt_by_message])
def test_a_hook_that_was_interrupted_is_removed(quiet, interrupt):
    request = quiet.send("debug.sethook(function() print('hooked') io.flush() while true do end end, 'c') print(1)")
    wait_until_it_prints(quiet)
    interrupt(quiet)
    error = quiet.collect(request).error
    assert error["ename"] == "Interrupt"
    removed = "the debug hook was removed because it was interrupted: set it again with debug.sethook"
    assert error["traceback"][-1] == removed
    assert quiet.run("debug.gethook()").result == "nil"
    assert quiet.run("string.rep('x', 3)").result == '"xxx"'


def test_a_hook_that_reached_a_limit_is_removed(fresh):
    fresh.run("%limits seconds=0.2")
    error = fresh.run("debug.sethook(function() while true do end end, 'c') print(1)").error
    assert error["ename"] == "LimitError"
    assert "the debug hook was removed because it reached a limit" in error["traceback"][-1]
    assert fresh.run("string.rep('x', 3)").result == '"xxx"'


def test_a_hook_beside_an_interrupted_loop_stays(quiet):
    request = quiet.send("debug.sethook(function() end, 'c') print(1) io.flush() while true do end")
    wait_until_it_prints(quiet)
    interrupt_by_signal(quiet)
    assert "hook" not in quiet.collect(request).error["traceback"][-1]
    assert quiet.run("type(debug.gethook())").result == '"function"'
    quiet.run("debug.sethook()")
