"""The `plua` command: scripts, one-liners and a prompt, with the options of the `lua` command.

It uses the front door like any host. What each option does, in which order, and what is written where follow PUC's
lua.c (manual §7); `--pools`, `--pool-stats` and the variable PLUA_POOLS are ours. Texts are bytes throughout, as the
system hands them over. It imports little: much of what a one-liner costs is start-up.
"""

from __future__ import annotations

import os
import signal
import sys

from interpreter import Interpreter, LuaError, LuaSyntaxError, LuaValue, __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType
    from typing import TextIO

    from interpreter import PoolSnapshot

    Act = Callable[[], tuple[object, ...]]

PROGRAM = b"plua"
BANNER = f"plua {__version__}, Lua 5.4 on pooled frames".encode()
USAGE = b"""usage: plua [options] [script [args]]
Options, as of the lua command:
  -e stat       run the statements 'stat'
  -i            prompt for more after the script
  -l mod        require 'mod' and keep it in the global 'mod'
  -l g=mod      require 'mod' and keep it in the global 'g'
  -v            print the version
  -E            ignore environment variables
  -W            turn warnings on
  --            no more options
  -             no more options, the script comes from stdin
Options of our own:
  --pools=MODE  on, off (every rent allocates) or poison (wrong uses are found)
  --pool-stats  print the pools' counters to stderr at the end
"""

_INIT_VARIABLES = (b"LUA_INIT_5_4", b"LUA_INIT")
_PATH_VARIABLES = (b"LUA_PATH_5_4", b"LUA_PATH", b"LUA_CPATH_5_4", b"LUA_CPATH")
_FAILURE = 1


class UsageError(Exception):
    """Options that cannot be read; the first argument is the message."""


class Options:
    """What the command line asks for."""

    __slots__ = ("actions", "is_interactive", "pools", "reads_environment", "script", "shows_stats", "shows_version")

    def __init__(self) -> None:
        """Ask for nothing."""
        self.actions: list[tuple[bytes, bytes]] = []
        """Options that run something, in order: (b"e", statements), (b"l", module), (b"W", b"")."""
        self.script = 0
        """Place of the script's name in the arguments, 0 if there is none."""
        self.is_interactive = False
        self.shows_version = False
        self.reads_environment = True
        self.pools: str | None = None
        self.shows_stats = False


def read_options(argv: list[bytes]) -> Options:
    """Read the options before the script; raise UsageError at the first bad one."""
    options = Options()
    place = 1
    while place < len(argv):
        argument = argv[place]
        if argument[:1] != b"-" or argument == b"-":
            options.script = place
            break
        if argument == b"--":
            options.script = place + 1 if place + 1 < len(argv) else 0
            break
        place += _read_option(options, argument, argv[place + 1 : place + 2])
    return options


def _read_option(options: Options, argument: bytes, following: list[bytes]) -> int:
    """Enter one option; return how many arguments it takes."""
    letter = argument[1:2]
    if letter == b"e" or letter == b"l":
        return _read_action(options, argument, following)
    if argument == b"-W":
        options.actions.append((b"W", b""))
    elif argument == b"-E":
        options.reads_environment = False
    elif argument == b"-i" or argument == b"-v":
        options.shows_version = True
        options.is_interactive |= argument == b"-i"
    elif argument == b"--pool-stats":
        options.shows_stats = True
    elif argument in (b"--pools=on", b"--pools=off", b"--pools=poison"):
        options.pools = argument[8:].decode()
    else:
        raise UsageError(b"unrecognized option '%s'" % argument)
    return 1


def _read_action(options: Options, argument: bytes, following: list[bytes]) -> int:
    """Enter -e or -l, whose text may be the next argument unless that is an option."""
    if len(argument) > 2:
        options.actions.append((argument[1:2], argument[2:]))
        return 1
    if not following or following[0][:1] == b"-":
        raise UsageError(b"'%s' needs argument" % argument)
    options.actions.append((argument[1:2], following[0]))
    return 2


class Command:
    """One invocation of plua. A step that fails reports why and returns False."""

    def __init__(self, argv: list[bytes], options: Options) -> None:
        """Make the interpreter that the options ask for; raise UsageError if the environment names no mode."""
        self.argv = argv
        self.options = options
        self.interpreter = self._new_interpreter()
        self._set_arguments()

    def run(self) -> bool:
        """Do all that was asked for, in PUC's order."""
        options = self.options
        if options.shows_version:
            write_out(BANNER + b"\n")
        if options.reads_environment and not self._run_init():
            return False
        if not all(self._run_action(kind, text) for kind, text in options.actions):
            return False
        if options.script and not self._run_script():
            return False
        return self._run_rest()

    def end(self) -> None:
        """Run the remaining finalizers and free everything."""
        self.interpreter.close()

    def show_stats(self) -> None:
        """Print the counters if the options say so."""
        if self.options.shows_stats:
            self.interpreter.flush()
            write_error(stats_text(self.interpreter.snapshot()).encode())

    # ------------------------------------------------------------------------------------------------------- steps

    def _new_interpreter(self) -> Interpreter:
        """Make the interpreter; without the environment, `package` finds no paths there while it is set up."""
        environment = os.environb
        hidden = {}
        if not self.options.reads_environment:
            hidden = {name: environment.pop(name) for name in _PATH_VARIABLES if name in environment}
        try:
            return Interpreter(pools=self._pools())
        finally:
            environment.update(hidden)

    def _pools(self) -> str:
        variable = os.environ.get("PLUA_POOLS", "") if self.options.reads_environment else ""
        mode = self.options.pools or variable or "on"
        if mode not in ("on", "off", "poison"):
            raise UsageError(b"PLUA_POOLS is '%s'; it may be on, off or poison" % os.fsencode(mode))
        return mode

    def _set_arguments(self) -> None:
        """Make the table `arg`: the script at 0, its arguments above, what comes before it below."""
        script = self.options.script
        self.interpreter.set_global("arg", {place - script: text for place, text in enumerate(self.argv)})

    def _run_init(self) -> bool:
        for name in _INIT_VARIABLES:
            text = os.environb.get(name)
            if text is not None:
                return self._run_file(text[1:]) if text[:1] == b"@" else self._run_text(text, b"=" + name)
        return True

    def _run_action(self, kind: bytes, text: bytes) -> bool:
        if kind == b"e":
            return self._run_text(text, b"=(command line)")
        if kind == b"l":
            return self._require(text)
        return self._attempt(lambda: self._call_global(b"warn", b"@on")) is not None

    def _require(self, text: bytes) -> bool:
        """Do `name = require(module)`; without a name of its own it is the module's, up to a "-"."""
        name, equals, module = text.partition(b"=")
        values = self._attempt(lambda: self._call_global(b"require", module if equals else text))
        if values is None:
            return False
        self.interpreter.set_global(name if equals else name.partition(b"-")[0], values[0] if values else None)
        return True

    def _run_script(self) -> bool:
        place = self.options.script
        name = self.argv[place]
        is_stdin = name == b"-" and self.argv[place - 1] != b"--"
        return self._run_file(None if is_stdin else name, with_arguments=True)

    def _run_rest(self) -> bool:
        """Prompt if asked to; if nothing else was asked for, run stdin, or prompt if it is a terminal."""
        options = self.options
        if options.is_interactive:
            return self._prompt()
        if options.script or options.shows_version or any(kind == b"e" for kind, _ in options.actions):
            return True
        if not os.isatty(0):
            return self._run_file(None)
        write_out(BANNER + b"\n")
        return self._prompt()

    def _prompt(self) -> bool:
        """Prompt; what fails outside of the statements read, such as a prompt's __tostring, ends the command."""
        return self._attempt(Prompt(self.interpreter).run) is not None

    # ----------------------------------------------------------------------------------------------- running chunks

    def _run_text(self, text: bytes, chunkname: bytes, *, with_arguments: bool = False) -> bool:
        def act() -> tuple[object, ...]:
            function = self.interpreter.load(text, chunkname)
            return self.interpreter.call(function, *(self._arguments() if with_arguments else ()))

        return self._attempt(act) is not None

    def _run_file(self, name: bytes | None, *, with_arguments: bool = False) -> bool:
        """Run a file; None: standard input."""
        try:
            text = read_stdin() if name is None else read_file(name)
        except OSError as error:
            report(_file_message(name, error), b"", PROGRAM)
            return False
        chunkname = b"=stdin" if name is None else b"@" + name
        return self._run_text(without_first_comment(text), chunkname, with_arguments=with_arguments)

    def _arguments(self) -> tuple[object, ...]:
        """Return the script's arguments: what the table `arg` holds by now."""
        table = self.interpreter.globals.get(b"arg")
        if not isinstance(table, LuaValue) or table.type != "table":
            raise LuaError(b"'arg' is not a table")
        return tuple(table.get(index) for index in range(1, table.length + 1))

    def _call_global(self, name: bytes, argument: bytes) -> tuple[object, ...]:
        return call_global(self.interpreter, name, argument)

    def _attempt(self, act: Act) -> tuple[object, ...] | None:
        return attempt(act, PROGRAM)


class Prompt:
    """Read statements and expressions, run them, print what they give."""

    def __init__(self, interpreter: Interpreter) -> None:
        """Prompt for `interpreter`."""
        self._interpreter = interpreter
        self._editor = _line_editor()
        self._was_interrupted = False

    def run(self) -> tuple[object, ...]:
        """Prompt until the input ends; return nothing."""
        may_continue = True
        while may_continue:
            try:
                may_continue = self._step()
            except KeyboardInterrupt:  # drops the statement that is being read
                self._was_interrupted = True
        self._interpreter.flush()
        write_out(b"\n")
        if self._editor:
            _save_history(self._editor)
        return ()

    def _step(self) -> bool:
        """Read one statement and run it; return whether there may be more."""
        if self._was_interrupted:
            self._was_interrupted = False
            write_out(b"\n")
        try:
            self._show(self._read_function())
        except EOFError:
            return False
        except LuaSyntaxError as error:
            report(raw_message(error), b"", b"")
        return True

    def _show(self, function: LuaValue) -> None:
        """Run what was read, and print what it returns by Lua's own print."""
        values = attempt(lambda: self._interpreter.call(function), b"")
        if not values:
            return
        try:
            call_global(self._interpreter, b"print", *values)
        except LuaError as error:
            _exit_if_asked(error)
            report(b"error calling 'print' (%s)" % raw_message(error), b"", b"")
        self._interpreter.flush()

    def _read_function(self) -> LuaValue:
        """Read lines up to a whole expression or statement; raise EOFError, or LuaSyntaxError as it stands."""
        text = self._read_line(b"_PROMPT", b"> ")
        if text[:1] == b"=":  # Lua 5.2's way to print an expression
            text = b"return " + text[1:]
        try:
            function = self._interpreter.load(b"return " + text + b";", b"=stdin")
        except LuaSyntaxError:
            return self._read_statement(text)
        self._remember(text)
        return function

    def _read_statement(self, text: bytes) -> LuaValue:
        while True:
            try:
                function = self._interpreter.load(text, b"=stdin")
            except LuaSyntaxError as error:
                following = self._read_more() if error.incomplete else None
                if following is None:
                    self._remember(text)
                    raise
                text += b"\n" + following
            else:
                self._remember(text)
                return function

    def _read_more(self) -> bytes | None:
        try:
            return self._read_line(b"_PROMPT2", b">> ")
        except EOFError:
            return None

    def _read_line(self, variable: bytes, default: bytes) -> bytes:
        """Prompt for a line and return it without its newline; raise EOFError."""
        chosen = self._interpreter.globals.get(variable)
        prompt = default if chosen is None else self._interpreter.tostring(chosen)
        self._interpreter.flush()
        if self._editor:
            return os.fsencode(input(os.fsdecode(prompt)))
        write_out(prompt)
        line = sys.stdin.buffer.readline() if sys.stdin else b""
        if not line:
            raise EOFError
        return line.removesuffix(b"\n")

    def _remember(self, text: bytes) -> None:
        if self._editor and text:
            self._editor.add_history(os.fsdecode(text))


# --------------------------------------------------------------------------------------------------- line editing


def _line_editor() -> ModuleType | None:
    """Return the readline module, set up with the history of earlier prompts, if a person types."""
    if not (os.isatty(0) and os.isatty(1)):
        return None
    try:
        import readline
    except ImportError:  # a Python without it
        return None
    readline.set_auto_history(False)
    readline.parse_and_bind("tab: tab-insert")
    try:
        readline.read_history_file(_history_file())
    except OSError:  # none yet, or not ours to read: the prompt works without
        readline.clear_history()
    return readline


def _save_history(editor: ModuleType) -> None:
    try:
        os.makedirs(os.path.dirname(_history_file()), exist_ok=True)
        editor.set_history_length(1000)
        editor.write_history_file(_history_file())
    except OSError as error:
        report(b"history not saved: " + os.fsencode(str(error)), b"", PROGRAM)


def _history_file() -> str:
    state = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    return os.path.join(state, "plua", "history")


# ----------------------------------------------------------------------------------------------- files and messages


def read_file(name: bytes) -> bytes:
    """Return a file's bytes; raise OSError."""
    with open(name, "rb") as file:
        return file.read()


def read_stdin() -> bytes:
    """Return all of standard input; raise OSError."""
    if sys.stdin is None:
        raise OSError("it is closed")
    return sys.stdin.buffer.read()


def _file_message(name: bytes | None, error: OSError) -> bytes:
    act = "read" if name is None or isinstance(error, IsADirectoryError) else "open"
    return b"cannot %s %s: %s" % (act.encode(), name or b"stdin", (error.strerror or str(error)).encode())


def without_first_comment(text: bytes) -> bytes:
    """Return a file's text as Lua reads it: no UTF-8 mark, and a first line that begins with "#" is blank."""
    text = text.removeprefix(b"\xef\xbb\xbf")
    if text[:1] != b"#":
        return text
    return b"\n" + text.partition(b"\n")[2]


def call_global(interpreter: Interpreter, name: bytes, *arguments: object) -> tuple[object, ...]:
    """Call a global function; raise LuaError."""
    function = interpreter.globals.get(name)
    if not isinstance(function, LuaValue):
        raise LuaError(b"attempt to call a %s value" % _type_name(function))
    return interpreter.call(function, *arguments)


def attempt(act: Act, program: bytes) -> tuple[object, ...] | None:
    """Return what an act gives; report its error and return None."""
    try:
        return act()
    except LuaError as error:
        _exit_if_asked(error)
        report(raw_message(error), os.fsencode(error.traceback), program)
        return None


def _exit_if_asked(error: LuaError) -> None:
    if error.kind == "exit":
        raise SystemExit(error.exit_code) from None


def raw_message(error: LuaError) -> bytes:
    """Return an error's message with the bytes it was made of."""
    return error.value if isinstance(error.value, bytes) else error.message.encode("utf-8", "surrogatepass")


def report(message: bytes, traceback: bytes, program: bytes) -> None:
    """Write an error to stderr: the program's name before it, unless a person types; the traceback below."""
    lines = message + (b"\n" + traceback if traceback else b"")
    write_error((program + b": " if program else b"") + lines.removesuffix(b"\n") + b"\n")


def write_out(text: bytes) -> None:
    """Write to standard output at once."""
    _write(sys.stdout, text)


def write_error(text: bytes) -> None:
    """Write to standard error at once."""
    _write(sys.stderr, text)


def _write(stream: TextIO | None, text: bytes) -> None:
    if stream is not None:  # the process may have been started without it
        stream.buffer.write(text)
        stream.buffer.flush()


def _type_name(value: object) -> bytes:
    names = ((bool, b"boolean"), ((int, float), b"number"), (bytes, b"string"))
    return next((name for kind, name in names if isinstance(value, kind)), b"nil")


# ------------------------------------------------------------------------------------------------------ statistics


def stats_text(snapshot: PoolSnapshot) -> str:
    """Return the counters as an aligned table: the pools that were used, then frames and heap."""
    rows = [("pool", "rents", "hits", "misses", "returns", "live", "peak", "retained", "saved"), *_pool_rows(snapshot)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(_aligned(row, widths)).rstrip() for row in rows]
    frames, heap = snapshot.frames, snapshot.heap
    lines.append(
        f"frames: {frames.entered} entered, {frames.fresh} fresh, {frames.reused} reused, {frames.tail} tail calls, "
        f"peak depth {frames.peak_depth}"
    )
    lines.append(
        f"heap: {heap.bytes_used} bytes, peak {heap.bytes_peak}, {heap.collections} collections in {heap.pause_s:.4f} s"
    )
    return f"pools {snapshot.mode}, {snapshot.instructions} instructions\n" + "\n".join(lines) + "\n"


def _pool_rows(snapshot: PoolSnapshot) -> Iterator[tuple[str, ...]]:
    for pool in snapshot.pools:
        if pool.rents:
            counts = (pool.rents, pool.hits, pool.misses, pool.returns, pool.live, pool.high_water, pool.retained)
            yield (pool.name, *map(str, counts), f"{pool.bytes_saved} B")


def _aligned(row: tuple[str, ...], widths: list[int]) -> Iterator[str]:
    yield row[0].ljust(widths[0])
    for text, width in zip(row[1:], widths[1:], strict=True):
        yield text.rjust(width)


# ------------------------------------------------------------------------------------------------------------ main


def main() -> int:
    """Run the command; return its exit status."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `plua … | head` ends quietly, and so do programs that Lua starts
    argv = [os.fsencode(argument) for argument in sys.argv]
    if os.path.basename(argv[0]) == b"__main__.py":  # python -m interpreter
        argv[0] = PROGRAM
    try:
        return run_command(argv)
    except KeyboardInterrupt:  # outside of Lua code
        report(b"interrupted!", b"", PROGRAM)
        return _FAILURE


def run_command(argv: list[bytes]) -> int:
    """Run plua with these arguments, its own name first; return its exit status."""
    options = None
    try:
        options = read_options(argv)
        command = Command(argv, options)
    except UsageError as error:
        message: bytes = error.args[0]
        report(message, USAGE if options is None else b"", PROGRAM)
        return _FAILURE
    try:
        succeeded = command.run()
    finally:
        command.show_stats()
    command.end()
    return 0 if succeeded else _FAILURE


if __name__ == "__main__":
    sys.exit(main())
