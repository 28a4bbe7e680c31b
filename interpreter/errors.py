"""The two errors a host catches, LuaError and LuaSyntaxError, and the one that its own functions raise.

Messages are made elsewhere; these classes only carry them. Lua strings are bytes, so the exact message is `value`.
"""

from __future__ import annotations

ERROR_KINDS = ("error", "interrupt", "limit", "memory", "exit", "internal")
"""How a run may fail; a kind's place is its number in the VM."""

NO_MEMORY = b"not enough memory"
"""The message where memory is used up, in PUC's words."""


class LuaError(Exception):
    """An error that Lua code raised and did not catch."""

    message: str
    """The message as text; bytes that are not UTF-8 are shown as escapes."""
    value: object
    """The error value in Python form: bytes for a string, a LuaValue for a table, …"""
    traceback: str
    """Lua's "stack traceback:" text, or ""."""
    raw_traceback: bytes
    """The same as Lua made it."""
    kind: str
    """What it is, in the words of ErrorReport.kind: "error" unless the one who made it knows better."""
    exit_code: int
    """The status os.exit asked for, if the kind is "exit"."""
    closes: bool
    """Whether that os.exit asked for the state to be closed too."""

    def __init__(self, message: str | bytes, value: object = None, traceback: str = "") -> None:
        """Carry `message`; `value` defaults to its bytes."""
        self.kind = "error"
        self.exit_code = 0
        self.closes = False
        raw = message.encode("utf-8", "surrogateescape") if isinstance(message, str) else bytes(message)
        self.message = raw.decode("utf-8", "backslashreplace")
        self.value = raw if value is None else value
        self.traceback = traceback
        self.raw_traceback = traceback.encode("utf-8", "surrogatepass")
        super().__init__(self.message)

    def __reduce__(self) -> tuple[object, ...]:
        """Leave for another process with the message for a value that cannot go there, such as a table."""
        plain = isinstance(self.value, (bytes, str, int, float))
        return type(self), self.args, self.__dict__ | {"value": self.value if plain else self.raw_message}

    @property
    def raw_message(self) -> bytes:
        """The message with the bytes it was made of."""
        return self.value if isinstance(self.value, bytes) else self.message.encode("utf-8", "surrogatepass")


class CallError(Exception):
    """What a function of the host raises to refuse a call: Lua sees the message, with the call's place before it."""

    def __init__(self, message: str) -> None:
        """Carry `message`."""
        self.raw_message = message.encode("utf-8", "backslashreplace")
        super().__init__(message)


class LuaSyntaxError(LuaError):
    """Source text that is not Lua; `value` is the message as `load` returns it."""

    line: int
    """Line of the error, 0 if unknown."""
    incomplete: bool
    """The text ended too early: more lines could make it valid (the message ends with <eof>)."""
    column: int
    """Where on its line the token begins that the message is about, in bytes from 1; 0 if unknown."""
    statements: tuple[int, int]
    """Where the last two of the chunk's own statements begin, in bytes; the second is the one that cannot be read."""

    def __init__(self, message: str | bytes, line: int = 0, incomplete: bool = False) -> None:
        """Carry `message` for an error on `line`."""
        super().__init__(message)
        self.kind = "syntax"
        self.line = line
        self.incomplete = incomplete
        self.statements = (0, 0)
        self.column = 0
