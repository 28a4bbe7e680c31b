"""The `plua` command, run as a process."""

import os
import pty
import random
import re
import select
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

import interpreter
from interpreter import Interpreter
from interpreter.__main__ import UsageError, program_name, read_options, without_first_comment

ROOT = Path(__file__).parents[2]
PLUA = [sys.executable, "-m", "interpreter"]
FATAL = b"""stack traceback:
\t[C]: in function 'error'
\t%s: in main chunk
\t[C]: in ?
"""


# The library `package` is not there yet; once it is, this mark goes.
needs_package = pytest.mark.xfail(Interpreter().globals.get("package") is None, reason="no library `package` yet")


def plua(*arguments, stdin=b"", **variables):
    """Run the command; return status, output and errors."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("LUA_", "PLUA_"))}
    environment = {**kept, "PYTHONPATH": str(ROOT), **variables}
    done = subprocess.run([*PLUA, *arguments], input=stdin, capture_output=True, env=environment, timeout=60)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def script(tmp_path, monkeypatch):
    """Write a script into the current directory, and return its name."""
    monkeypatch.chdir(tmp_path)

    def write(text, name="script.lua"):
        (tmp_path / name).write_bytes(text)
        return name

    return write


# --------------------------------------------------------------------------------------------------------- options


def test_options_end_where_the_script_begins():
    options = read_options([b"plua", b"-e", b"x = 1", b"-ly", b"-W", b"s.lua", b"-v"])
    assert [(b"e", b"x = 1"), (b"l", b"y"), (b"W", b"")] == options.actions
    assert (5, False) == (options.script, options.shows_version)


def test_two_dashes_end_the_options():
    assert 2 == read_options([b"plua", b"--", b"-v"]).script
    assert 0 == read_options([b"plua", b"--"]).script


def test_a_dash_is_a_script():
    assert 2 == read_options([b"plua", b"-i", b"-", b"x"]).script


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([b"-x"], b"unrecognized option '-x'"),
        ([b"-vv"], b"unrecognized option '-vv'"),
        ([b"--version"], b"unrecognized option '--version'"),
        ([b"--pools=some"], b"unrecognized option '--pools=some'"),
        ([b"-e"], b"'-e' needs argument"),
        ([b"-l", b"-v"], b"'-l' needs argument"),
    ],
)
def test_a_bad_option_is_refused(arguments, message):
    with pytest.raises(UsageError) as refused:
        read_options([b"plua", *arguments])
    assert message == refused.value.args[0]


def test_a_bad_option_shows_the_usage():
    status, out, err = plua("-x")
    assert (1, b"") == (status, out)
    assert err.startswith(b"plua: unrecognized option '-x'\nusage: plua [options] [script [args]]\n")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (b"#!/bin/plua\nx", b"\nx"),
        (b"\xef\xbb\xbfx", b"x"),
        (b"\xef\xbb\xbf#y\nx", b"\nx"),
        (b"#", b"\n"),
        (b"x #", b"x #"),
    ],
)
def test_the_first_comment_is_blank(text, read):
    assert read == without_first_comment(text)


# ------------------------------------------------------------------------------------------------------- statements


def test_statements_run_in_order():
    assert (0, b"1\n3\n", b"") == plua("-e", "x = 1 print(x)", "-eprint(x + 2)")


def test_an_error_ends_the_command():
    trace = FATAL % b"(command line):1"
    assert (1, b"", b"plua: (command line):1: x\n" + trace) == plua("-e", "error('x')", "-e", "print(1)")


def test_a_syntax_error_has_no_traceback():
    assert (1, b"", b"plua: (command line):1: unexpected symbol near <eof>\n") == plua("-e", "x=")


def test_an_error_value_is_named_or_describes_itself():
    trace = FATAL % b"(command line):1"
    assert (1, b"", b"plua: (error object is a table value)\n" + trace) == plua("-e", "error{}")
    described = "error(setmetatable({}, {__tostring = function() return %s end}))"
    assert (1, b"", b"plua: hey\n") == plua("-e", described % "'hey'")
    assert (1, b"", b"plua: (error object is a table value)\n" + trace) == plua("-e", described % "1")


def test_an_error_describes_itself_on_top_of_what_failed(script):
    name = script(b"""local e = setmetatable({}, {__tostring = function()
  return debug.traceback('at', 1)
end})
error(e)""")
    levels = b"\n\t".join(
        [
            b"plua: at\nstack traceback:",
            b"script.lua:2: in function <script.lua:1>",
            b"[C]: in ?",
            b"[C]: in function 'error'",
            b"script.lua:4: in main chunk",
            b"[C]: in ?\n",
        ]
    )
    assert (1, b"", levels) == plua(name)


def test_an_error_in_the_description_is_the_one_reported():
    broken = "error(setmetatable({}, {__tostring = function() error('in') end}))"
    levels = b"\n\t".join(
        [
            b"plua: (command line):1: in\nstack traceback:",
            b"[C]: in function 'error'",
            b"(command line):1: in function <(command line):1>",
            b"[C]: in ?",
            b"[C]: in function 'error'",
            b"(command line):1: in main chunk",
            b"[C]: in ?\n",
        ]
    )
    assert (1, b"", levels) == plua("-e", broken)


def test_a_message_ends_at_a_nul():
    assert (1, b"", b"plua: a\n" + FATAL % b"(command line):1") == plua("-e", r"error('a\0b', 0)")
    assert (0, b"a\nstack traceback:\n", b"") == plua("-e", r"print(debug.traceback('a\0b', 9))")


def test_bytes_that_are_no_text_pass_through():
    status, out, err = plua("-e", r"io.write('\xfe') error('\xff', 0)")
    assert (1, b"\xfe", b"plua: \xff") == (status, out, err.splitlines()[0])


@needs_package
def test_a_module_becomes_a_global(script):
    script(b"return {n = ...}", "mod-v2.lua")
    assert (0, b"mod-v2\n", b"") == plua("-l", "mod-v2", "-e", "print(mod.n)")
    assert (0, b"mod-v2 nil\n", b"") == plua("-l", "g=mod-v2", "-e", "io.write(g.n, ' ', tostring(mod), '\\n')")


@needs_package
def test_a_missing_module_is_reported():
    status, _, err = plua("-l", "nowhere", "-e", "print(1)")
    assert 1 == status
    assert err.startswith(b"plua: module 'nowhere' not found:\n")


def test_warnings_can_be_turned_on():
    assert (0, b"", b"") == plua("-e", "warn('w')")
    assert (0, b"", b"Lua warning: w\n") == plua("-W", "-e", "warn('w')")


def test_the_version_is_printed():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert version == interpreter.__version__
    assert (0, HEAD, b"") == plua("-v")
    assert HEAD.startswith(f"plua {version} ".encode())
    assert HEAD.endswith(b"PUC-Rio\n")


def test_a_reader_that_fails_is_reported_to_the_command_too():
    source = "print(load(function() error('r', 0) end))"
    levels = [
        b"[C]: in function 'error'", b"(command line):1: in function <(command line):1>", b"[C]: in function 'load'",
        b"(command line):1: in main chunk", b"[C]: in ?",
    ]  # fmt: skip
    shown = b"nil\tr\nstack traceback:\n\t" + b"\n\t".join(levels) + b"\n"
    assert (0, shown, b"") == plua("-e", source)
    assert (0, b"true\tnil\tr\n", b"") == plua("-e", source.replace("load(", "pcall(load, "))


def test_os_exit_sets_the_status():
    assert (7, b"x", b"") == plua("-e", "io.write('x') pcall(os.exit, 7) print(1)")
    assert (1, b"", b"") == plua("-e", "os.exit(false)")
    assert (0, b"", b"") == plua("-e", "os.exit(true, true)", "-e", "print(1)")


def test_finalizers_run_at_the_end():
    assert (0, b"end\n", b"") == plua("-e", "setmetatable({}, {__gc = function() print('end') end})")


FINALIZERS = """
setmetatable({}, {__gc = function() print('first made, last called') end})
setmetatable({}, {__gc = function()
  setmetatable({}, {__gc = function() print('never') end})
  print(collectgarbage())
  %s
end})
"""


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("", (0, b"nil\nfirst made, last called\n", b"")),
        ("os.exit(5, true)", (5, b"nil\nfirst made, last called\n", b"")),
        ("os.exit(6)", (6, b"nil\n", b"")),
        ("error('x', 0)", (0, b"nil\nfirst made, last called\n", b"Lua warning: error in __gc (x)\n")),
    ],
)
def test_a_state_that_closes_makes_nothing_new_finalizable(last, expected):
    assert expected == plua("-W", "-e", FINALIZERS % last)


def test_a_finalizer_that_cannot_be_called_is_a_warning():
    called = b"Lua warning: error in __gc (attempt to call a number value (metamethod '__gc'))\n"
    assert (0, b"", called) == plua("-W", "-e", "setmetatable({}, {__gc = 1})")


@pytest.mark.parametrize(
    ("error", "told"),
    [("'a\\0b', 0", b"a"), ("1.5", b"error object is not a string"), ("nil", b"error object is not a string")],
)
def test_a_warning_shows_a_string_as_c_sees_it_and_nothing_else(error, told):
    warning = b"Lua warning: error in __gc (%s)\n" % told
    assert (0, b"", warning) == plua("-W", "-e", f"setmetatable({{}}, {{__gc = function() error({error}) end}})")


CLOSERS = """
local function closer(name, failure)
  return setmetatable({}, {__close = function(_, e)
    print(name, e)
    if failure then error(failure, 0) end
  end})
end
local a <close> = closer('a')
coroutine.wrap(function()
  local b <close> = closer('b')
  if in_coroutine then os.exit(5, in_coroutine == 1) end
end)()
pcall(function()
  local c <close> = closer('c')
  local d <close> = closer('d', 'failed')
  os.exit(4, closes)
end)
print('not reached')
"""


def test_os_exit_closes_the_state_only_if_told_to():
    assert (4, b"b\tnil\n", b"") == plua("-e", CLOSERS)
    assert (4, b"b\tnil\nd\tnil\nc\tfailed\na\tfailed\n", b"") == plua("-e", "closes = true", "-e", CLOSERS)


def test_os_exit_in_a_coroutine_closes_the_main_one():
    assert (5, b"a\tnil\n", b"") == plua("-e", "in_coroutine = 1", "-e", CLOSERS)
    assert (5, b"", b"") == plua("-e", "in_coroutine = 2", "-e", CLOSERS)


# ---------------------------------------------------------------------------------------------------------- scripts


def test_a_script_gets_its_arguments(script):
    name = script(b"#!/usr/bin/env plua\nprint(..., select('#', ...), arg[0], #arg, arg[-1])")
    assert (0, b"a\t2\tscript.lua\t2\tplua\n", b"") == plua(name, "a", "b")
    assert (0, b"-e\n", b"") == plua("-e", "", script(b"print(arg[-2])"))


def test_a_script_gets_what_arg_holds_by_then(script):
    name = script(b"print(...)")
    assert (0, b"x\ty\n", b"") == plua("-e", "arg = {'x', 'y'}", name, "a")
    assert (1, b"", b"plua: 'arg' is not a table\n") == plua("-e", "arg = nil", name)


def test_the_first_line_goes_before_a_binary_chunk(script):
    script(b"local f = io.open('b', 'wb') f:write('# comment\\n', string.dump(load('print(...)'))) f:close()")
    plua("script.lua")
    assert (0, b"a\n", b"") == plua("b", "a")


def test_the_name_of_the_program_is_what_was_typed(tmp_path):
    (tmp_path / "plua").write_text("")
    (tmp_path / "plua").chmod(0o755)
    path = os.fsencode(tmp_path / "plua")
    search_path = b"/nowhere:" + os.fsencode(tmp_path)
    assert b"plua" == program_name(path, search_path)
    assert path == program_name(path, b"/nowhere")
    assert b"./plua" == program_name(b"./plua", search_path)
    assert b"plua" == program_name(b"/x/interpreter/__main__.py", b"")


def test_globals_are_got_and_set_with_metamethods(script):
    script(b"return 7", "seven.lua")
    assign = "setmetatable(_G, {__newindex = function(t, k, v) rawset(t, k, v + 1) end})"
    assert (0, b"8\n", b"") == plua("-e", assign, "-l", "seven", "-e", "print(seven)")
    trace = b"stack traceback:\n\t[C]: in ?\n"
    assert (1, b"", b"plua: attempt to call a nil value\n" + trace) == plua("-e", "require = nil", "-l", "seven")


def test_lines_are_counted_below_a_first_comment(script):
    trace = FATAL % b"script.lua:2"
    assert (1, b"", b"plua: script.lua:2: x\n" + trace) == plua(script(b"#!plua\nerror('x')"))


def test_a_script_comes_from_stdin():
    assert (0, b"1\tstdin\n", b"") == plua(stdin=b"print(1, debug and 'stdin' or 'stdin')")
    assert (0, b"a\n", b"") == plua("-", "a", stdin=b"# comment\nprint(...)")
    assert (1, b"", b"plua: stdin:1: x\n" + FATAL % b"stdin:1") == plua("-", stdin=b"error('x')")


def test_a_file_called_dash_follows_two_dashes(script):
    assert (0, b"file\n", b"") == plua("--", script(b"print('file')", "-"), stdin=b"print('stdin')")


def test_a_file_that_cannot_be_read_is_reported(script):
    script(b"")
    assert (1, b"", b"plua: cannot open nofile.lua: No such file or directory\n") == plua("nofile.lua")
    assert (1, b"", b"plua: cannot read .: Is a directory\n") == plua(".")
    assert (1, b"", b"plua: cannot open : No such file or directory\n") == plua("")


# ------------------------------------------------------------------------------------------------------ environment


def test_the_init_variable_runs_first(script):
    name = script(b"print(x)")
    assert (0, b"1\n", b"") == plua(name, LUA_INIT="x = 1")
    assert (0, b"2\n", b"") == plua(name, LUA_INIT="x = 1", LUA_INIT_5_4="x = 2")
    assert (0, b"nil\n", b"") == plua("-E", name, LUA_INIT="x = 1")
    script(b"x = 3", "init.lua")
    assert (0, b"3\n", b"") == plua(name, LUA_INIT="@init.lua")


def test_an_error_in_the_init_variable_ends_the_command():
    trace = FATAL % b"LUA_INIT:1"
    assert (1, b"", b"plua: LUA_INIT:1: ini\n" + trace) == plua("-e", "print(1)", LUA_INIT="error('ini')")


@needs_package
def test_the_path_comes_from_the_environment_unless_told_not_to():
    assert (0, b"./here/?.lua\n", b"") == plua("-e", "print(package.path)", LUA_PATH="./here/?.lua")
    shown = plua("-E", "-e", "print(package.path) print(os.getenv('LUA_PATH'))", LUA_PATH="./here/?.lua")[1]
    assert b"here" not in shown.splitlines()[0]
    assert b"./here/?.lua" == shown.splitlines()[1]


@pytest.mark.parametrize("mode", ["on", "off", "poison"])
def test_pools_are_set_by_option_or_variable(mode):
    for status, out, err in (plua(f"--pools={mode}", "--pool-stats", "-e", "print(1)"),
                             plua("--pool-stats", "-e", "print(1)", PLUA_POOLS=mode)):  # fmt: skip
        assert (0, b"1\n") == (status, out)
        assert err.startswith(f"pools {mode}, ".encode())
        assert b"\nframes " in err


def test_a_bad_variable_is_refused():
    expected = (1, b"", b"plua: PLUA_POOLS is 'x'; it may be on, off or poison\n")
    assert expected == plua("-e", "print(1)", PLUA_POOLS="x")


# ------------------------------------------------------------------------------------------------------- the prompt

LANGUAGE = "Lua 5.4.8  Copyright (C) 1994-2025 Lua.org, PUC-Rio"
HEAD = f"plua {interpreter.__version__} on pooled frames; the language is {LANGUAGE}\n".encode()


def test_the_prompt_prints_values():
    assert (0, HEAD + b"> 1\ta\n> > 5\n> 6\n> \n", b"") == plua("-i", stdin=b"1, 'a'\nx = 6\n=5\nx")


def test_the_prompt_reads_on_until_a_statement_is_whole():
    assert (0, HEAD + b"> >> >> 3\n> \n", b"") == plua("-i", stdin=b"for i = 3, 3 do\nprint(i)\nend\n")


def test_the_prompt_goes_on_after_an_error():
    status, out, err = plua("-i", stdin=b"error('x')\nx = = 1\nerror()\nlocal")
    assert (0, HEAD + b"> > > > >> > \n") == (status, out)
    trace = FATAL % b"stdin:1"
    expected = (
        b"stdin:1: x\n" + trace + b"stdin:1: unexpected symbol near '='\n(error object is a nil value)\n" + trace
        + b"stdin:1: <name> expected near <eof>\n"
    )  # fmt: skip
    assert expected == err


def test_the_prompt_follows_a_script(script):
    assert (0, HEAD + b"9\n> 9\n> \n", b"") == plua("-i", script(b"x = 9 print(x)"), stdin=b"x")


def test_the_prompt_can_be_chosen_and_left():
    assert (3, HEAD + b"> ? ", b"") == plua("-i", stdin=b"_PROMPT = '? '\nos.exit(3)\n1")


def test_a_broken_prompt_ends_the_command():
    broken = b"_PROMPT = setmetatable({}, {__tostring = function() error('p', 0) end})\n1"
    assert (1, HEAD + b"> ", b"p\n") == plua("-i", stdin=broken)


@pytest.mark.parametrize(("arguments", "status"), [([], 0), (["-"], 1)])
def test_a_closed_input_is_reported(arguments, status):
    command = ["sh", "-c", '"$@" <&-', "sh", *PLUA, *arguments]
    done = subprocess.run(command, capture_output=True, cwd=ROOT)
    assert (status, b"plua: cannot read stdin: Bad file descriptor\n") == (done.returncode, done.stderr)


def test_an_error_in_stdin_counts_only_if_it_was_asked_for():
    assert 0 == plua(stdin=b"error('x')")[0]
    assert 1 == plua("-", stdin=b"error('x')")[0]


def test_a_closed_output_is_no_error():
    done = subprocess.run(["sh", "-c", '"$@" >&-', "sh", *PLUA, "-e", "print(1)"], capture_output=True, cwd=ROOT)
    assert (0, b"") == (done.returncode, done.stderr)


def test_a_broken_print_is_reported():
    assert b"error calling 'print' (stdin:1: p)\n" == plua("-i", stdin=b"function print() error('p') end\n1")[2]


# Ctrl-C on a terminal reaches the processes of the session that owns it.
OWN_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


class Terminal:
    """A prompt on a terminal of its own."""

    def __init__(self, folder, command=PLUA):
        self.master, slave = pty.openpty()
        self._seen = b""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb", "XDG_STATE_HOME": str(folder)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", OWN_TERMINAL, *command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        os.close(slave)

    def send(self, text):
        os.write(self.master, text)

    def wait_for(self, pattern, seconds=20):
        """Read until what came ends a match of the pattern, and forget it."""
        assert self._comes(pattern, seconds), self._seen

    def interrupt_until(self, pattern):
        """Press Ctrl-C until the pattern comes: the editor misses a signal that arrives between two keys."""
        for _ in range(10):
            self.send(b"\x03")
            if self._comes(pattern, 3):
                return
        raise AssertionError(self._seen)

    def _comes(self, pattern, seconds):
        end = time.monotonic() + seconds
        while not (match := re.search(pattern, self._seen)):
            if time.monotonic() > end:
                return False
            if select.select([self.master], [], [], 0.1)[0]:
                self._seen += os.read(self.master, 4096)
        self._seen = self._seen[match.end() :]
        return True

    def close(self):
        os.close(self.master)
        self.process.kill()
        self.process.wait()


@pytest.fixture
def terminal(tmp_path):
    made = Terminal(tmp_path)
    yield made
    made.close()


def test_a_terminal_gets_a_prompt_with_history_and_interrupts(terminal, tmp_path):
    terminal.wait_for(rb"Lua 5\.4.*\r\n.*> $")
    terminal.send(b"1 + 1\n")
    terminal.wait_for(rb"\r\n2\r\n.*> $")
    terminal.send(b"while true do end\n")
    time.sleep(0.5)
    terminal.send(b"\x03")
    terminal.wait_for(rb"stdin:1: interrupted!|interrupted!")
    terminal.wait_for(rb"> $")
    terminal.send(b"half a line")
    terminal.wait_for(rb"half a line$")
    terminal.interrupt_until(rb"\n> $")
    terminal.send(b"2 + 3\n")
    terminal.wait_for(rb"\r\n5\r\n.*> $")
    terminal.send(b"\x04")
    assert 0 == terminal.process.wait(20)
    history = (tmp_path / "plua" / "history").read_text().splitlines()
    assert ["1 + 1", "while true do end", "2 + 3"] == history


def test_a_terminal_takes_any_bytes(terminal):
    terminal.wait_for(rb"Lua 5\.4.*\r\n.*> $")
    terminal.send("s = 'é' .. '\\xff'\n".encode())
    terminal.wait_for(rb"> $")
    terminal.send(b"s, #s\n")
    terminal.wait_for(b"\r\n\xc3\xa9\xff\t3\r\n.*> $")
    terminal.send(b"_PROMPT = '\\xfe> '\n")
    terminal.wait_for(b"\r\n.*\xfe> $")
    terminal.send(b"\xfe\n")
    terminal.wait_for(rb"unexpected symbol near '<\\254>'")


def test_a_tab_completes_a_name(terminal):
    terminal.wait_for(rb"Lua 5\.4.*\r\n.*> $")
    terminal.send(b"math.ty\t(7)\n")
    terminal.wait_for(rb"\r\ninteger\r\n.*> $")


def test_a_statement_that_is_being_read_can_be_dropped_or_ended(terminal):
    terminal.wait_for(rb"Lua 5\.4.*\r\n.*> $")
    terminal.send(b"do\n")
    terminal.wait_for(rb">> $")
    terminal.interrupt_until(rb"\n> $")
    terminal.send(b"do\n")
    terminal.wait_for(rb">> $")
    terminal.send(b"\x04")
    terminal.wait_for(rb"'end' expected near <eof>")


def test_a_python_without_readline_prompts_too(tmp_path):
    code = "import sys; sys.modules['readline'] = None; from interpreter.__main__ import main; sys.exit(main())"
    terminal = Terminal(tmp_path, [sys.executable, "-c", code])
    try:
        terminal.wait_for(rb"Lua 5\.4.*\r\n.*> $")
        terminal.send("#'é'\n".encode())
        terminal.wait_for(rb"\r\n2\r\n.*> $")
        terminal.send(b"\x04")
        assert 0 == terminal.process.wait(20)
    finally:
        terminal.close()


# ---------------------------------------------------------------------------------------------------------- streams


def test_what_is_written_waits_in_the_buffer_of_c_and_printed_lines_do_not():
    """Whatever Python was told about buffers."""
    written = "local w = io.write w('a\\n') os.execute('echo b') w('c\\n') io.stderr:write('e')"
    written += " print('d') os.execute('echo f')"
    for unbuffered in ("", "1"):
        assert (0, b"b\na\nc\nd\nf\n", b"e") == plua("-e", written, PYTHONUNBUFFERED=unbuffered)


def test_the_standard_streams_can_be_positioned(script, tmp_path):
    name = script(b"io.write('abc') print(io.stdout:seek()) io.stdout:seek('set') io.write('X') print(io.read('a'))")
    with open(tmp_path / "out", "wb") as out, open(tmp_path / name, "rb") as stdin:
        stdin.seek(len("io.write('abc') print(io.stdout:seek()) "))
        subprocess.run([*PLUA, name], stdin=stdin, stdout=out, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60)
    assert b"Xio.stdout:seek('set') io.write('X') print(io.read('a'))\n" == (tmp_path / "out").read_bytes()


def test_a_full_disk_is_told_by_write_and_not_by_print():
    full = "print(1) io.stderr:write(tostring(select(2, io.write(('x'):rep(100000)))))"
    done = subprocess.run(["sh", "-c", '"$@" >/dev/full', "sh", *PLUA, "-e", full], capture_output=True, cwd=ROOT)
    assert (0, b"No space left on device") == (done.returncode, done.stderr)


def test_a_program_starts_in_the_c_locale():
    assert (0, b"C\n", b"") == plua("-e", "print(os.setlocale())", LC_ALL="C.UTF-8")


def test_programs_that_lua_starts_get_the_environment_as_it_was():
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PWD": "/"}
    started = [*PLUA, "-e", "os.execute('env')"]
    shown = subprocess.run(started, env=environment, capture_output=True, timeout=60).stdout
    assert b"LC_" not in shown


# ---------------------------------------------------------------------------------------------------------- signals


def interrupted(statements, count=1):
    """Run statements that print lines and go on; send a signal after each; return status, output and errors."""
    process = subprocess.Popen(
        ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *PLUA, "-e", statements],  # as what a shell runs in the background
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    out = b""
    try:
        for _ in range(count):  # two signals that come together are one
            out += process.stdout.readline()
            time.sleep(0.3)
            process.send_signal(signal.SIGINT)
        rest, err = process.communicate(timeout=60)
    finally:
        process.kill()
    return process.returncode, out + rest, err


def test_an_interrupt_is_an_error_that_pcall_catches():
    loop = "local function f() while true do end end print(0) print(pcall(function()\nf()\nend))"
    assert (0, b"0\nfalse\t(command line):2: interrupted!\n", b"") == interrupted(loop)
    loop = "print(0) print(pcall(function() while true do end end))"
    assert (0, b"0\nfalse\tinterrupted!\n", b"") == interrupted(loop)


def test_a_second_interrupt_ends_the_process():
    loop = "while true do end"
    loop = f"print(0) io.stdout:flush() pcall(function() {loop} end) print(1) io.stdout:flush() {loop}"
    assert (-signal.SIGINT, b"0\n1\n", b"") == interrupted(loop, 2)


def test_an_interrupt_stops_a_long_search():
    search = "print(0) print(pcall(string.find, ('a'):rep(1000000), '.*b'))"
    assert (0, b"0\nfalse\tinterrupted!\n", b"") == interrupted(search)


def test_an_interrupt_ends_a_script_with_a_message():
    process = subprocess.Popen(
        [*PLUA, "-e", "print(1) io.stdout:flush() while true do end"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert b"1\n" == process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert 1 == process.returncode
    # A signal that comes while `flush` still returns finds the script's line one level up, in PUC's lua too.
    assert err.startswith((b"plua: interrupted!\n", b"plua: (command line):1: interrupted!\n"))


def test_a_closed_pipe_ends_a_script_quietly():
    process = subprocess.Popen(
        [*PLUA, "-e", "while true do print(1) end"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert b"1\n" == process.stdout.readline()
    process.stdout.close()
    assert (-signal.SIGPIPE, b"") == (process.wait(20), process.stderr.read())
    process.stderr.close()


# --------------------------------------------------------------------------------------------------------- start-up


def test_a_one_liner_imports_no_slow_modules():
    code = "import sys; from interpreter.__main__ import run_command; run_command([b'plua', b'-e', b'x = 1'])"
    command = [sys.executable, "-c", code + "; print(*sys.modules)"]
    shown = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    slow = {"dataclasses", "typing", "inspect", "argparse", "threading", "readline", "interpreter.results"}
    assert set() == slow & set(shown.stdout.split())
    assert "interpreter.runtime" in shown.stdout


def test_any_bytes_are_a_script_that_runs_or_is_refused(script):
    chance = random.Random(7)  # noqa: S311
    for _ in range(12):
        kept = b"\x1bLuaT\x00" if chance.random() < 0.3 else b""
        name = script(kept + chance.randbytes(chance.randrange(1, 300)))
        status, _, errors = plua(name)
        assert (status, errors) == (0, b"") or (status, errors[:6]) == (1, b"plua: "), errors
        assert b"Traceback (most recent call last)" not in errors
