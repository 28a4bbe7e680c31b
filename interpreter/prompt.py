"""The prompt of the `plua` command: statements and expressions, line by line, with history and completion.

How lines become statements, what is printed and where follow PUC's lua.c (doREPL). Lines are edited by Python's
readline module, which is GNU readline as in PUC's or libedit; without it the terminal's own editing is left. Where
nobody types, lines come from standard input as they are. Completion looks at tables without metamethods: it never
calls Lua.
"""

from __future__ import annotations

import os
import signal
import sys

from interpreter import LuaError, LuaSyntaxError, LuaValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from interpreter import Interpreter

    Attempt = Callable[[Callable[[], tuple[object, ...]]], tuple[object, ...] | None]
    Write = Callable[[bytes], None]

KEYWORDS = (
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local",
    "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
)  # fmt: skip
_HISTORY_LENGTH = 1000
_DELIMITERS = " \t\n\"\\'`@$><=;|&{}()[]+-*/%^#~,!?"
_INDEX_DEPTH = 10


class Prompt:
    """Read statements and expressions, run them, print what they give."""

    def __init__(self, interpreter: Interpreter, attempt: Attempt, write: Write, complain: Write) -> None:
        """Prompt for `interpreter`.

        `attempt` does an act, reports its error and then returns None; `write` and `complain` write to standard output
        and standard error.
        """
        self._interpreter = interpreter
        self._attempt = attempt
        self._write = write
        self._complain = complain
        self._is_terminal = os.isatty(0) and os.isatty(1)
        self._editor = line_editor(interpreter) if self._is_terminal else None
        self._was_interrupted = False

    def run(self) -> None:
        """Prompt until the input ends; raise LuaError for what fails outside of the statements read."""
        if self._is_terminal:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        may_continue = True
        while may_continue:
            try:
                may_continue = self._step()
            except KeyboardInterrupt:  # drops the statement that is being read
                self._was_interrupted = True
        self._interpreter.flush()
        self._write(b"\n")

    def end(self) -> None:
        """Keep the history."""
        if self._editor:
            try:
                save_history(self._editor)
            except OSError as error:
                self._complain(b"history not saved: " + os.fsencode(str(error)) + b"\n")

    def _step(self) -> bool:
        """Read one statement and run it; return whether there may be more."""
        if self._was_interrupted:
            self._was_interrupted = False
            self._write(b"\n")
        try:
            self._show(self._read_function())
        except EOFError:
            return False
        except LuaSyntaxError as error:
            self._complain(error.raw_message + b"\n")
        return True

    def _show(self, function: LuaValue) -> None:
        """Run what was read, and print what it returns by Lua's own print."""
        values = self._attempt(lambda: self._interpreter.call(function))
        if not values:
            return
        try:
            self._interpreter.call(self._interpreter.read_global(b"print"), *values)
        except LuaError as error:
            if error.kind == "exit":
                raise
            self._complain(b"error calling 'print' (%s)\n" % error.raw_message)

    # ----------------------------------------------------------------------------------------------- reading

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
        chosen = self._interpreter.read_global(variable)
        prompt = default if chosen is None else self._interpreter.tostring(chosen)
        self._interpreter.flush()
        if self._is_terminal:
            shown = prompt.decode(sys.stdout.encoding, "surrogateescape")
            return input(shown).encode(sys.stdin.encoding, "surrogateescape")
        self._write(prompt)
        line = self._interpreter.read_stdin(line=True)
        if not line:
            raise EOFError
        return line.removesuffix(b"\n")

    def _remember(self, text: bytes) -> None:
        if self._editor and text:
            self._editor.add_history(text.decode("ascii", "surrogateescape"))  # bytes as they are, in any locale


# ------------------------------------------------------------------------------------------------------- line editing


def line_editor(interpreter: Interpreter) -> ModuleType | None:
    """Return the readline module, set up with history and completion; None if this Python has none."""
    for stream in (sys.stdin, sys.stdout):  # Lua's strings are bytes, and may be no text
        stream.reconfigure(errors="surrogateescape")  # type: ignore[union-attr]
    try:
        import readline
    except ImportError:
        return None
    readline.set_auto_history(False)
    readline.set_completer_delims(_DELIMITERS)
    readline.set_completer(Completer(interpreter, readline).match)
    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
    try:
        readline.read_history_file(history_file())
    except OSError:  # none yet, or not ours to read: the prompt works without
        readline.clear_history()
    return readline


def save_history(editor: ModuleType) -> None:
    """Write the history; raise OSError."""
    os.makedirs(os.path.dirname(history_file()), exist_ok=True)
    editor.set_history_length(_HISTORY_LENGTH)
    editor.write_history_file(history_file())


def history_file() -> str:
    """Return the name of the file that keeps the history."""
    state = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    return os.path.join(state, "plua", "history")


class Completer:
    """Complete keywords, globals and fields."""

    def __init__(self, interpreter: Interpreter, editor: ModuleType) -> None:
        """Complete for `interpreter` in `editor`, a readline module."""
        self._interpreter = interpreter
        self._editor = editor
        self._matches: list[str] = []

    def match(self, word: str, state: int) -> str | None:
        """Return the match of that number, as readline asks for it; a tab where there is no word."""
        if state == 0:
            self._matches = self.matches(word) if word else self._tab()
        return self._matches[state] if state < len(self._matches) else None

    def matches(self, word: str) -> list[str]:
        """Return all that a word may become, sorted."""
        place = max(word.rfind("."), word.rfind(":")) + 1
        prefix, start = word[:place], word[place:]
        names = set(self._names(prefix))
        if not prefix:
            names.update(KEYWORDS)
        return sorted(prefix + name for name in names if name.startswith(start))

    def _tab(self) -> list[str]:
        if self._editor.get_line_buffer()[: self._editor.get_begidx()].strip():
            return self.matches("")
        self._editor.insert_text("\t")
        self._editor.redisplay()
        return []

    def _names(self, prefix: str) -> Iterator[str]:
        """Give the names of the fields of what a prefix such as `a.b:` leads to."""
        value: object = self._interpreter.globals
        for name in prefix.replace(":", ".").split(".")[:-1]:
            value = self._field(value, name.encode("utf-8", "surrogateescape"))
        for table in self._tables(value):
            for key, _ in table.items():
                name = key.decode() if isinstance(key, bytes) and key.isascii() else ""
                if name.isidentifier() and name not in KEYWORDS:
                    yield name

    def _field(self, value: object, name: bytes) -> object:
        found = (table.get(name) for table in self._tables(value))
        return next((field for field in found if field is not None), None)

    def _tables(self, value: object) -> Iterator[LuaValue]:
        """Give the tables in which a value's fields are looked up: itself, its metatable's __index, and so on."""
        if isinstance(value, bytes):
            value = self._interpreter.globals.get(b"string")
        for _ in range(_INDEX_DEPTH):
            if not isinstance(value, LuaValue):
                return
            if value.type == "table":
                yield value
            metatable = value.metatable
            value = metatable.get(b"__index") if metatable is not None else None
