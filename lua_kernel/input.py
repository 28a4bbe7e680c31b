"""io.read and the global `input` in a notebook: lines that a page's reader types, handed to Lua as bytes."""

from collections.abc import Callable

from interpreter import CallError

from .stage import Stage, argument_error


class InputRefusedError(CallError):
    """The front end takes no input; its text is Lua's error message."""


class LineSource:
    """A file-like source of bytes that asks for one line at a time.

    An end-of-file mark (Ctrl-D) ends the input once; a later read asks again. Reading all ends with an empty line,
    since most pages have no Ctrl-D.
    """

    def __init__(self, ask: Callable[[], str]) -> None:
        """Keep `ask`, which returns one line without its newline, or raises EOFError or InputRefusedError."""
        self._ask = ask
        self._rest = b""

    def readline(self, limit: int = -1) -> bytes:
        """Return the next line with its newline, at most `limit` bytes of it; nothing at the end of the input."""
        line = self._rest or self._asked()
        end = line.find(b"\n") + 1 or len(line)
        return self._taken(line, end if limit < 0 else min(end, limit))

    def read(self, n: int = -1) -> bytes:
        """Return `n` bytes, fewer at the end of the input; every line up to an empty one for a negative `n`."""
        return self._read_all() if n < 0 else self._read_bytes(n)

    def _asked(self) -> bytes:
        try:
            return self._ask().encode("utf-8", "surrogatepass") + b"\n"
        except EOFError:
            return b""

    def _taken(self, data: bytes, end: int) -> bytes:
        self._rest = data[end:]
        return data[:end]

    def _read_bytes(self, n: int) -> bytes:
        data = self._rest
        while len(data) < n:
            line = self._asked()
            if not line:
                break
            data += line
        return self._taken(data, n)

    def _read_all(self) -> bytes:
        lines = [self._taken(self._rest, len(self._rest))]
        while (line := self._asked()) not in (b"", b"\n"):
            lines.append(line)
        return b"".join(lines)


class InputLibrary:
    """What the global `input` does: ask for a line with a prompt of its own, shown as typed or not."""

    def __init__(self, stage: Stage) -> None:
        """Ask the page of `stage`."""
        self._stage = stage

    def line(self, *given: object) -> bytes | None:
        """Return a line without its newline, or nothing at the end of the input."""
        return self._answer("input", given, is_password=False)

    def password(self, *given: object) -> bytes | None:
        """Return a line that the page hides while it is typed."""
        return self._answer("password", given, is_password=True)

    def _answer(self, function: str, given: tuple[object, ...], *, is_password: bool) -> bytes | None:
        prompt = given[0] if given else b""
        if not isinstance(prompt, bytes):
            raise argument_error(1, function, "string", prompt)
        self._stage.lua.flush()
        try:
            answer = self._stage.ask(prompt.decode("utf-8", "backslashreplace"), is_password)
        except EOFError:
            return None
        return answer.encode("utf-8", "surrogatepass")
