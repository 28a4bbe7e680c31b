"""The `plua` command: scripts, one-liners and a prompt, with the options of the `lua` command.

It uses the front door like any host. What each option does, in which order, and what is written where follow PUC's
lua.c (manual §7); `--pools`, `--pool-stats` and the variable PLUA_POOLS are ours. Texts are bytes throughout, as the
system hands them over. It imports little: much of what a one-liner costs is start-up.
"""

from __future__ import annotations

import os
import signal
import sys

from interpreter import Interpreter, LuaError, LuaValue, __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from interpreter import PoolSnapshot

    Act = Callable[[], tuple[object, ...]]

PROGRAM = b"plua"
LANGUAGE = b"Lua 5.4.8  Copyright (C) 1994-2025 Lua.org, PUC-Rio"
BANNER = b"plua %s on pooled frames; the language is %s\n" % (__version__.encode(), LANGUAGE)
OPTIONS = b"""Options, as of the lua command:
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

_INIT_VARIABLES = ("LUA_INIT_5_4", "LUA_INIT")
_PATH_VARIABLES = ("LUA_PATH_5_4", "LUA_PATH", "LUA_CPATH_5_4", "LUA_CPATH")
_SIGNALS = ("SIGINT", "SIGPIPE", "SIGXFSZ")
_SEPARATOR = os.sep.encode()
_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")
_FAILURE = 1
_BINARY_MARK = b"\x1b"


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
    """One invocation of plua. A step that fails reports why and returns False; os.exit raises SystemExit."""

    def __init__(self, argv: list[bytes], options: Options) -> None:
        """Make the interpreter that the options ask for; raise UsageError if the environment names no mode."""
        self.argv = argv
        self.options = options
        self.interpreter = self._new_interpreter()
        self._set_arguments()

    def run(self) -> bool:
        """Do all that was asked for, in PUC's order."""
        options = self.options
        if options.reads_environment and not self._run_init():
            return False
        if not all(self._run_action(kind, text) for kind, text in options.actions):
            return False
        if options.script and not self._run_script():
            return False
        return self._run_rest()

    def end(self) -> None:
        """Run the remaining finalizers and free everything."""
        status = self.interpreter.close()
        if status is not None:
            raise SystemExit(status)

    def show_stats(self) -> None:
        """Print the counters if the options say so."""
        if self.options.shows_stats:
            self.interpreter.flush()
            write_error(stats_text(self.interpreter.snapshot()).encode())

    # ------------------------------------------------------------------------------------------------------- steps

    def _new_interpreter(self) -> Interpreter:
        """Make the interpreter; without the environment, `package` finds no paths there while it is set up."""
        hidden = {}
        if not self.options.reads_environment:
            hidden = {name: os.environ.pop(name) for name in _PATH_VARIABLES if name in os.environ}
        try:
            interpreter = Interpreter(pools=self._pools(), owns_process=True)
        finally:
            os.environ.update(hidden)
        interpreter.offer_pools()
        return interpreter

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
            if name in os.environ:
                text = os.fsencode(os.environ[name])
                return self._run_file(text[1:]) if text[:1] == b"@" else self._run_text(text, b"=" + name.encode())
        return True

    def _run_action(self, kind: bytes, text: bytes) -> bool:
        if kind == b"e":
            return self._run_text(text, b"=(command line)")
        if kind == b"l":
            return self._require(text)
        self.interpreter.set_warnings(True)
        return True

    def _require(self, text: bytes) -> bool:
        """Do `name = require(module)`; without a name of its own it is the module's, up to a "-"."""
        name, equals, module = text.partition(b"=")
        variable = name if equals else name.partition(b"-")[0]

        def act() -> tuple[object, ...]:
            interpreter = self.interpreter
            values = interpreter.call(interpreter.read_global(b"require"), module if equals else text)
            interpreter.assign_global(variable, values[0] if values else None)
            return ()

        return self._attempt(act) is not None

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
            self._run_file(None)
            return True  # whatever came of it
        write_out(BANNER)
        return self._prompt()

    def _prompt(self) -> bool:
        """Prompt; what fails outside of the statements read, such as a prompt's __tostring, ends the command."""
        from interpreter.prompt import Prompt

        def attempt_quietly(act: Act) -> tuple[object, ...] | None:
            return attempt(act, self.interpreter, b"")

        def act() -> tuple[object, ...]:
            prompt.run()
            return ()

        prompt = Prompt(self.interpreter, attempt_quietly, write_out, write_error)
        try:
            return attempt_quietly(act) is not None
        finally:
            prompt.end()

    # ----------------------------------------------------------------------------------------------- running chunks

    def _run_text(self, text: bytes, chunkname: bytes, *, with_arguments: bool = False) -> bool:
        def act() -> tuple[object, ...]:
            function = self.interpreter.load(text, chunkname)
            return self.interpreter.call(function, *(self._arguments() if with_arguments else ()))

        return self._attempt(act) is not None

    def _run_file(self, name: bytes | None, *, with_arguments: bool = False) -> bool:
        """Run a file; None: standard input."""
        try:
            text = self.interpreter.read_stdin() if name is None else read_file(name)
        except OSError as error:
            report(_file_message(name, error), b"", self.argv[0])
            return False
        chunkname = b"=stdin" if name is None else b"@" + name
        return self._run_text(without_first_comment(text), chunkname, with_arguments=with_arguments)

    def _arguments(self) -> tuple[object, ...]:
        """Return the script's arguments: what the table `arg` holds by now."""
        table = self.interpreter.read_global(b"arg")
        if not isinstance(table, LuaValue) or table.type != "table":
            raise LuaError(b"'arg' is not a table")
        return tuple(table.get(index) for index in range(1, table.length + 1))

    def _attempt(self, act: Act) -> tuple[object, ...] | None:
        return attempt(act, self.interpreter, self.argv[0])


# ----------------------------------------------------------------------------------------------- files and messages


def read_file(name: bytes) -> bytes:
    """Return a file's bytes; raise OSError."""
    with open(name, "rb") as file:
        return file.read()


def _file_message(name: bytes | None, error: OSError) -> bytes:
    act = "read" if name is None or isinstance(error, IsADirectoryError) else "open"
    reason = error.strerror or str(error)
    return b"cannot %s %s: %s" % (act.encode(), b"stdin" if name is None else name, reason.encode())


def without_first_comment(text: bytes) -> bytes:
    """Return a file's text as Lua reads it: no UTF-8 mark, and a first line that begins with "#" is blank.

    Before a binary chunk that line is gone.
    """
    text = text.removeprefix(b"\xef\xbb\xbf")
    if text[:1] != b"#":
        return text
    rest = text.partition(b"\n")[2]
    return rest if rest[:1] == _BINARY_MARK else b"\n" + rest


def attempt(act: Act, interpreter: Interpreter, program: bytes) -> tuple[object, ...] | None:
    """Return what an act gives; report its error and return None. An os.exit closes the state if asked to."""
    try:
        return act()
    except LuaError as error:
        if error.kind != "exit":
            report(error.raw_message, error.raw_traceback, program)
            return None
        status = interpreter.close() if error.closes else None
        raise SystemExit(error.exit_code if status is None else status) from None


def report(message: bytes, traceback: bytes, program: bytes) -> None:
    """Write an error to stderr: the program's name before it, unless a person types; the traceback below."""
    lines = message.partition(b"\0")[0] + (b"\n" + traceback if traceback else b"")  # C's strings end there
    write_error((program + b": " if program else b"") + lines.removesuffix(b"\n") + b"\n")


def write_out(text: bytes) -> None:
    """Write to standard output at once."""
    _write(1, text)


def write_error(text: bytes) -> None:
    """Write to standard error at once."""
    _write(2, text)


def _write(descriptor: int, text: bytes) -> None:
    """Write all of a text. A stream that takes nothing more, or is closed, is nobody's error, as in PUC's lua."""
    while text:
        try:
            text = text[os.write(descriptor, text) :]
        except OSError:
            return


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
    for name in _SIGNALS:  # as in any C program, and in those that Lua starts
        if hasattr(signal, name):  # Windows has the first only
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    forget_coerced_locale()
    argv = [os.fsencode(argument) for argument in sys.argv]
    argv[0] = program_name(argv[0], os.fsencode(os.environ.get("PATH", "")))
    return run_command(argv)


def forget_coerced_locale() -> None:
    """Take back the LC_CTYPE that Python gives to a process without a locale: programs that Lua starts would get it."""
    if os.environ.get("LC_CTYPE") not in _COERCED:
        return
    try:
        with open("/proc/self/environ", "rb") as file:
            given = file.read().split(b"\0")
    except OSError:  # a system that does not tell: then it stays
        return
    if not any(entry.startswith(b"LC_CTYPE=") for entry in given):
        del os.environ["LC_CTYPE"]


def program_name(path: bytes, search_path: bytes) -> bytes:
    """Return what was typed to start the program.

    The system hands a script the path where it found it. If that is where a search finds the bare name, that was typed.
    """
    folder, _, name = path.rpartition(_SEPARATOR)
    if name == b"__main__.py":  # python -m interpreter
        return PROGRAM
    for searched in search_path.split(os.pathsep.encode()):
        if os.access(searched + _SEPARATOR + name, os.X_OK):
            return name if searched == folder else path
    return path


def run_command(argv: list[bytes]) -> int:
    """Run plua with these arguments, its own name first; return its exit status."""
    options = None
    try:
        options = read_options(argv)
        if options.shows_version:
            write_out(BANNER)
        command = Command(argv, options)
    except UsageError as error:
        message: bytes = error.args[0]
        report(message, usage(argv[0]) if options is None else b"", argv[0])
        return _FAILURE
    try:
        succeeded = command.run()
    finally:
        command.show_stats()
    command.end()
    return 0 if succeeded else _FAILURE


def usage(program: bytes) -> bytes:
    """Return what the command takes."""
    return b"usage: %s [options] [script [args]]\n" % program + OPTIONS


if __name__ == "__main__":
    sys.exit(main())
