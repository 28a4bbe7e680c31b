"""An error as a page shows it: Lua's message, the lines around the place it names, the stack.

Pure functions over a run's report; the texts of cells and files are asked for by name. What a reader may have meant is
said elsewhere, in hints and slips.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from interpreter import LuaValue

from .display import decode, value_text
from .tokens import all_tokens

if TYPE_CHECKING:
    from interpreter import ErrorReport, LuaSyntaxError

ERROR_NAMES = {
    "error": "LuaError",
    "syntax": "LuaSyntaxError",
    "interrupt": "Interrupt",
    "limit": "LimitError",
    "memory": "MemoryError",
    "exit": "Exit",
    "internal": "InternalError",
}

_ENDED = {"interrupt": "was interrupted", "limit": "reached a limit"}

_PLACE = re.compile(
    r"(?:cell\[(?P<cell>\w+)\]|(?P<file>(?:[A-Za-z]:)?(?!\[)[^\s:][^:\n]*)):(?P<line>\d+):", re.ASCII
)
_NEAR = re.compile(r" near '?(.*?)'?$", re.DOTALL)
_NAMED = re.compile(
    r"(?:\((?:global|local|upvalue|field|method|constant)|label|variable|attribute|bad argument #\d+ to) '(\w+)'"
)
_CALLED = re.compile(r"""\s*(?:[({"']|\[=*\[)""")
_INDEXED = re.compile(r"\s*(?:\.(?!\.)|:(?!:)|\[(?!=*\[))")
_ASSIGNED = re.compile(r"\s*=(?!=)")
# Bold without a colour: red on the red that pages lay behind an error is hard to read in a dark theme.
_STRONG, _GREEN, _FAINT, _PLAIN = "\x1b[1m", "\x1b[32m", "\x1b[2m", "\x1b[0m"
_CONTEXT_LINES = 2


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as Jupyter's messages want it."""

    ename: str
    """The kind of error."""
    evalue: str
    """Lua's message."""
    traceback: tuple[str, ...]
    """Blocks of text with ANSI colours: the message, the cell's lines around the place, the stack."""

    @property
    def content(self) -> dict[str, Any]:
        """Return it as the content of a message."""
        return {"ename": self.ename, "evalue": self.evalue, "traceback": list(self.traceback)}


def plain_failure(ename: str, message: str) -> Failure:
    """Return an error that has no place in a cell."""
    return Failure(ename, message, (f"{_STRONG}{ename}{_PLAIN}: {message}",))


def failure(report: ErrorReport, source_of: Callable[[str], str | None]) -> Failure:
    """Return a run's error; `source_of` gives the text of the cell with a number, of a file behind `@`, or None."""
    ename = ERROR_NAMES.get(report.kind, "LuaError")
    message, stack = _message(report), decode(report.traceback).replace("\t", "    ")
    blocks = [f"{_STRONG}{ename}{_PLAIN}: {message}"]
    if report.kind == "internal":
        blocks.append("This is a mistake in the interpreter, not in your program. Please report it.")
    if isinstance(report.value, LuaValue) and report.value.type == "table":
        blocks.append(f"error value: {value_text(report.value)}")
    excerpt = _excerpt(message, stack, source_of, report.column)
    blocks += filter(None, [excerpt, f"{_FAINT}{stack}{_PLAIN}" if stack else ""])
    if report.hook_removed:
        blocks.append(f"the debug hook was removed because it {_ENDED[report.kind]}: set it again with debug.sethook")
    return Failure(ename, message, tuple(blocks))


def syntax_failure(error: LuaSyntaxError, source_of: Callable[[str], str | None]) -> Failure:
    """Return the error of a text that is read and not run."""
    ename, excerpt = ERROR_NAMES["syntax"], _excerpt(error.message, "", source_of, error.column)
    return Failure(ename, error.message, (f"{_STRONG}{ename}{_PLAIN}: {error.message}", *filter(None, [excerpt])))


def _message(report: ErrorReport) -> str:
    if report.kind == "exit":
        return f"os.exit with status {report.exit_code}: the session goes on; restart the kernel to begin again"
    return decode(report.message)


def line_named(message: str, source_of: Callable[[str], str | None]) -> tuple[str, str]:
    """Return the line of the place that a message names first, and the text it is in; empty where none is known."""
    place = _PLACE.match(message)
    text = source_of(place["cell"] or f"@{place['file']}") if place else None
    lines = text.split("\n") if text is not None else []
    number = int(place["line"]) if place else 0
    return (lines[number - 1], text or "") if 1 <= number <= len(lines) else ("", "")


def _excerpt(message: str, stack: str, source_of: Callable[[str], str | None], start: int) -> str:
    """Return the lines around the place a message, or else the stack, names first of those whose source is known."""
    named = _PLACE.match(message)
    for place in [*([named] if named else []), *_PLACE.finditer(stack)]:
        source = source_of(place["cell"] or f"@{place['file']}")
        if source is not None:
            return _lines_around(place, source.split("\n"), message if place is named else "", start)
    return ""


def _lines_around(place: re.Match[str], lines: list[str], message: str, start: int) -> str:
    """Return a source's lines around a place, with a caret below what the message is about: at byte `start`, or 0."""
    number = int(place["line"])
    if not 1 <= number <= len(lines):
        return ""
    first, last = max(1, number - _CONTEXT_LINES), min(len(lines), number + _CONTEXT_LINES)
    column = _column(message, lines[number - 1], start) if message else None
    shown = [_excerpt_line(n, lines[n - 1], column, is_place=n == number) for n in range(first, last + 1)]
    origin = f"cell[{place['cell']}]" if place["cell"] else place["file"]
    return "\n".join([f"{_GREEN}{origin}{_PLAIN}, line {number}:", *shown])


_MOST_OF_A_LINE = 200
"""How many characters of a line are shown: a minified program is one line."""


def _excerpt_line(number: int, line: str, column: tuple[int, int] | None, *, is_place: bool) -> str:
    """Return a line with its number and, if it is the place, with a caret below the column, as wide as it says."""
    arrow = f"{_STRONG}--->{_PLAIN}" if is_place else "    "
    start, width = column if is_place and column is not None else (0, 0)
    text, start = _window(line.rstrip("\r"), start)
    shown = f"{arrow} {_GREEN}{number:>3}{_PLAIN} {text}"
    if width == 0:
        return shown
    below = " " * len(f"---> {number:>3} ") + re.sub(r"[^\t]", " ", text[:start])
    return f"{shown}\n{below}{_STRONG}{'^' * max(1, min(width, len(text) - start))}{_PLAIN}"


def _window(line: str, column: int) -> tuple[str, int]:
    """Return what is shown of a line, and where a column is in that."""
    begin = max(0, column - _MOST_OF_A_LINE // 2) if len(line) > _MOST_OF_A_LINE else 0
    end = begin + _MOST_OF_A_LINE
    before, behind = "…" if begin else "", "…" if end < len(line) else ""
    return before + line[begin:end] + behind, column - begin + len(before)


def _column(message: str, line: str, start: int) -> tuple[int, int] | None:
    """Return where in the line the culprit stands, and its width; None where the message does not tell it."""
    near = _NEAR.search(message)
    if near and near[1] == "<eof>":
        return len(line.rstrip()), 1
    told = len(line.encode("utf-8", "surrogatepass")[: max(0, start - 1)].decode("utf-8", "ignore"))
    if near and start and re.fullmatch(r"<\\\d+>", near[1]):  # a byte that is no character of Lua's
        return told, 1
    named = _NAMED.search(message)
    word = near[1] if near else named[1] if named else ""
    pattern = rf"(?<!\w){re.escape(word)}(?!\w)" if word.isidentifier() else re.escape(word)
    places = [match.start() for match in re.finditer(pattern, line)] if word else []
    if not near and len(places) > 1:
        texts = [token for token in all_tokens(line) if token.kind in ("string", "comment")]
        places = [place for place in places if not any(text.start < place < text.end for text in texts)]
        places = [place for place in places if _is_done_at(message, line[place + len(word) :])]
    place = places[0] if len(places) == 1 else told if told in places and start else None
    return None if place is None else (place, len(word))


def _is_done_at(message: str, behind: str) -> bool:
    """Say whether what a message tells can happen to a name, by what stands behind it on its line."""
    if "attempt to call" in message or "bad argument" in message:
        return _CALLED.match(behind) is not None
    if "attempt to index" in message:
        return _INDEXED.match(behind) is not None
    if "const variable" in message:
        return _ASSIGNED.match(behind) is not None
    if "attempt to" not in message:
        return True
    return not any(pattern.match(behind) for pattern in (_CALLED, _INDEXED, _ASSIGNED))
