"""Turn what a cell gives back into MIME bundles: values, tables of figures, errors, snapshots, listings.

Pure functions over frozen records and Lua values. Every bundle has a text/plain that reads well in a console; HTML
takes its colours from the front end's `--jp-*` variables, with fallbacks for pages that have none. Text becomes HTML
in one place, `escape`. Nothing here calls Lua: metamethods are the session's to call.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from interpreter import LuaValue, PythonObject

from .tokens import KEYWORDS

if TYPE_CHECKING:
    from interpreter import ErrorReport, ListedFunction, Listing, Loss, PoolSnapshot, PoolStats

Bundle = dict[str, Any]
"""Content by MIME type, text for most; always with text/plain."""


class DescribedBundle(dict[str, Any]):
    """A bundle with more for pages to know, such as how wide a picture is shown."""

    def __init__(self, contents: Bundle, metadata: dict[str, Any]) -> None:
        """Describe contents by metadata, by MIME type or for all."""
        super().__init__(contents)
        self.metadata = metadata


def metadata_of(shown: Bundle) -> dict[str, Any]:
    """Return what a page is told beside a bundle; nothing for most."""
    return shown.metadata if isinstance(shown, DescribedBundle) else {}


def bundle(plain: str, markup: str = "") -> Bundle:
    """Return a bundle of a text and, where given, its HTML."""
    return {"text/plain": plain, "text/html": markup} if markup else {"text/plain": plain}


def parameter_list(facts: Mapping[str, Any]) -> str:
    """Return a function's parameters in brackets, from what `LuaValue.function_info` tells."""
    return f"({', '.join([*facts['parameters'], *['...'] * facts['is_vararg']])})"


def function_text(function: LuaValue) -> str:
    """Return a function's name and parameters, the same in every run where an address is not."""
    facts = function.function_info()
    if facts["what"] == "C":
        return f"builtin {facts['name']}".removesuffix(" ?")
    name = f" {facts['name']}" if facts["name"] and facts["what"] == "Lua" else ""
    given = facts["parameters"][":" in name :]  # who calls a method does not write `self`
    return f"function{name}{parameter_list(facts | {'parameters': given})}"


def decode(data: bytes) -> str:
    r"""Return Lua's bytes as text; a byte that is no UTF-8 becomes `\xNN`."""
    return data.decode("utf-8", "backslashreplace")


# ------------------------------------------------------------------------------------------------------------- HTML

DIM = "color:var(--jp-ui-font-color2,#777);font-size:var(--jp-ui-font-size1,13px)"
ALARM = "color:var(--jp-error-color1,#d32f2f);font-weight:bold"
LEFT = "text-align:left"
CAPTION = f"{LEFT};white-space:nowrap;{DIM}"
MONOSPACE = "font-family:var(--jp-code-font-family,monospace)"
RULE = "border-top:1px solid var(--jp-border-color2,#ccc)"


def escape(text: str) -> str:
    """Return text safe to stand in HTML, between tags or in an attribute's quotes."""
    return html.escape(text) if _MARKUP.search(text) else text


_MARKUP = re.compile("[&<>\"']")
"""What html.escape replaces; most texts are figures that have none of it."""


def element(name: str, *children: str, style: str = "", attributes: str = "") -> str:
    """Return an element around ready HTML."""
    styled = f' style="{style}"' if style else ""
    return f"<{name}{styled}{' ' + attributes if attributes else ''}>{''.join(children)}</{name}>"


def scrollable(markup: str) -> str:
    """Return HTML that gets a scroll bar of its own where a page is too narrow for it."""
    return element("div", markup, style="overflow-x:auto")


def place_text(source: str, line: int) -> str:
    """Return where a function is defined; a chunk itself is defined on no line."""
    return f"{source}:{line}" if line else source


def foldable(summary: str, body: str, *, is_open: bool = False) -> str:
    """Return a block that shows its summary (text) and unfolds to its body (HTML)."""
    head = element("summary", escape(summary), style=DIM + ";cursor:pointer")
    return element("details", head, body, attributes="open" if is_open else "")


# ------------------------------------------------------------------------------------------------ tables of figures


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of figures under headings: the one shape behind all statistics."""

    caption: str
    """What the table shows, for readers and screen readers."""
    headings: tuple[str, ...]
    """One for each column; the first column names the row."""
    rows: Sequence[tuple[str, ...]]
    """Cells as text, as many in a row as there are headings."""
    left: frozenset[int] = field(default=frozenset([0]))
    """Columns set flush left; the others are numbers."""
    alarms: frozenset[tuple[int, int]] = field(default=frozenset())
    """(row, column) of figures that should not be as they are; they get a `!` and a colour."""
    note: str = ""
    """A line below the table."""
    groups: tuple[tuple[int, str], ...] = ()
    """(row, title): rows that belong together, from that one on, and what they are."""
    wide: frozenset[int] = field(default=frozenset())
    """Columns whose long words may be broken."""

    def plain(self) -> str:
        """Return the caption and the columns, aligned for a fixed-width font."""
        rows = [[self._marked(number, column) for column in range(len(row))] for number, row in enumerate(self.rows)]
        widths = [max(len(line[column]) for line in [self.headings, *rows]) for column in range(len(self.headings))]
        titles, lines = dict(self.groups), [self.caption, self._aligned(self.headings, widths)]
        for number, row in enumerate(rows):
            lines += [titles.get(number, ""), self._aligned(row, widths)]
        return "\n".join(filter(None, [*lines, self.note]))

    def html(self) -> str:
        """Return a semantic HTML table."""
        head = element("tr", *(self._heading(column, text) for column, text in enumerate(self.headings)))
        body = "".join(self._row(number, row) for number, row in enumerate(self.rows))
        caption = element("caption", escape(self.caption), style=CAPTION) if self.caption else ""
        table_style = "margin:0.3em 0;table-layout:auto;border-collapse:collapse;text-align:right"
        table = element("table", caption, element("thead", head), element("tbody", body), style=table_style)
        return scrollable(table) + (element("div", escape(self.note), style=DIM) if self.note else "")

    def bundle(self) -> Bundle:
        """Return the table as a MIME bundle."""
        return bundle(self.plain(), self.html())

    def _aligned(self, line: Sequence[str], widths: Sequence[int]) -> str:
        cells = (
            text.ljust(width) if column in self.left else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        return "  ".join(cells).rstrip()

    def _marked(self, number: int, column: int) -> str:
        return self.rows[number][column] + (" !" if (number, column) in self.alarms else "")

    def _heading(self, column: int, text: str) -> str:
        return element("th", escape(text), style=LEFT if column in self.left else "", attributes='scope="col"')

    def _row(self, number: int, row: Sequence[str]) -> str:
        first = f'<th style="{LEFT};font-weight:normal" scope="row">{escape(row[0])}</th>'
        cells = [self._cell(number, column, row[column]) for column in range(1, len(row))]
        return f"{self._group(number)}<tr>{first}{''.join(cells)}</tr>"

    def _group(self, number: int) -> str:
        """Return the title that stands above a row, if there is one."""
        title = escape(dict(self.groups).get(number, ""))
        attributes = f'colspan="{len(self.headings)}" scope="rowgroup"'
        return element("tr", element("th", title, style=f"{LEFT};{DIM}", attributes=attributes)) if title else ""

    def _cell(self, number: int, column: int, text: str) -> str:
        if (number, column) in self.alarms:
            return element("td", escape(self._marked(number, column)), style=ALARM)
        style = f"{LEFT};{_WIDE}" if column in self.wide else LEFT
        return element("td", escape(text), style=style) if column in self.left else f"<td>{escape(text)}</td>"


_WIDE = "overflow-wrap:anywhere;min-width:20em"


# ------------------------------------------------------------------------------------------------------- quantities


def count(number: int) -> str:
    """Return a whole number with its thousands set apart."""
    return f"{number:,}"


def counted(number: int, word: str) -> str:
    """Return a number with the word for what it counts, in the plural unless there is one."""
    return f"{count(number)} {word}{'' if number == 1 else 's'}"


def byte_size(number: int) -> str:
    """Return a number of bytes in a unit that keeps it short."""
    size = float(number)
    for unit in ("B", "KiB", "MiB"):
        if abs(size) < 1024:
            return f"{number} B" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} GiB"


def duration(seconds: float) -> str:
    """Return a time in a unit that keeps it short."""
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}" if seconds < 1000 else f"{seconds:,.0f} s"
    return f"{seconds * 1e9:.0f} ns"


def percentage(part: int, whole: int) -> str:
    """Return part of whole in per cent; a part that is not the whole never rounds up to 100."""
    if whole == 0:
        return "–"
    share = 100 * part / whole
    return f"{math.floor(share) if share > 99 else round(share)} %"


# ------------------------------------------------------------------------------------------------------ Lua values

MAX_DEPTH = 5
MAX_ITEMS = 60
MAX_TOTAL = 1000
MAX_STRING = 100_000
MAX_NESTED_STRING = 500
LINE_WIDTH = 80

_NAME = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*")
_SPECIAL = re.compile('[\\x00-\\x1f"\\\\\\x7f-\\x9f\\udc80-\\udcff]')
_ESCAPES = {7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}


def quoted(data: bytes) -> str:
    """Return a string as a Lua literal, on one line, every byte told apart."""
    return '"' + _SPECIAL.sub(_escaped, data.decode("utf-8", "surrogateescape")) + '"'


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code in _ESCAPES:
        return _ESCAPES[code]
    if code >= 0xDC80:  # a byte that is no UTF-8, as surrogateescape keeps it
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{{{code:x}}}"


def shortened(data: bytes, limit: int) -> str:
    """Return a string as a Lua literal, cut where it is longer than `limit` bytes."""
    if len(data) <= limit:
        return quoted(data)
    return f"{quoted(data[:limit])}… ({count(len(data))} bytes)"


def number_text(number: int | float) -> str:
    """Return a number as Lua's tostring writes it."""
    if isinstance(number, int):
        return str(number)
    if math.isnan(number):
        return "-nan" if math.copysign(1, number) < 0 else "nan"
    text = f"{number:.14g}"
    return text + ".0" if text.lstrip("-").isdigit() else text


class ValueWriter:
    """Write one result as nested text, bounded in depth, width and total, with marks where a table holds itself."""

    def __init__(self) -> None:
        self._left = MAX_TOTAL

    def write(self, value: object, depth: int = 0, around: tuple[int, ...] = ()) -> str:
        """Return the text of a value that stands `depth` levels down, inside the tables at the addresses `around`."""
        self._left -= 1
        if value is None:
            return "nil"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return number_text(value)
        if isinstance(value, bytes):
            return shortened(value, MAX_NESTED_STRING if depth else MAX_STRING)
        if isinstance(value, PythonObject):
            return python_text(value.value)
        if not isinstance(value, LuaValue):
            raise TypeError(f"{value!r} is no Lua value in Python form")
        if value.type == "function":
            return function_text(value)
        return self._table(value, depth, around) if value.type == "table" else decode(value.text())

    def _table(self, table: LuaValue, depth: int, around: tuple[int, ...]) -> str:
        if table.address in around:
            return cycle_text(len(around) - around.index(table.address))
        pairs = list(table.items(MAX_ITEMS + 1))
        if not pairs:
            return "{}"
        if depth >= MAX_DEPTH or self._left <= 0:
            return "{…}"
        inner = (*around, table.address)
        parts = [self._pair(*pair, depth + 1, inner) for pair in in_order(pairs[:MAX_ITEMS])]
        if len(pairs) > MAX_ITEMS:
            parts.append(more_text(table.length))
        return _braced(parts)

    def _pair(self, position: int, key: object, value: object, depth: int, around: tuple[int, ...]) -> str:
        text = self.write(value, depth, around)
        if position:
            return text
        return f"{key_text(key)} = {text}"


def in_order(pairs: list[tuple[object, object]]) -> list[tuple[int, object, object]]:
    """Return (position or 0, key, value) of a table's pairs: the sequence first, then numbers, names and other keys."""
    by_key = {key: value for key, value in pairs if type(key) is int}
    ordered: list[tuple[int, object, object]] = []
    while len(ordered) + 1 in by_key:
        position = len(ordered) + 1
        ordered.append((position, position, by_key[position]))
    rest = [(0, k, v) for k, v in pairs if not (type(k) is int and 1 <= k <= len(ordered))]
    return ordered + sorted(rest, key=lambda pair: key_order(pair[1]))


def key_order(key: object) -> tuple[int, float, str]:
    """Return what sorts a table's keys: numbers by value, names by the alphabet, others last."""
    if isinstance(key, int | float) and not isinstance(key, bool):
        return (0, key, "")
    return (1, 0, decode(key)) if isinstance(key, bytes) else (2, 0, "")


def key_text(key: object) -> str:
    """Return a key as a table constructor has it: a name, or anything in brackets."""
    if isinstance(key, bytes) and _NAME.fullmatch(key) and key.decode() not in KEYWORDS:
        return key.decode()
    return f"[{decode(key.text()) if isinstance(key, LuaValue) else ValueWriter().write(key)}]"


def cycle_text(levels: int) -> str:
    """Return what stands for a table that contains itself, so many levels further in."""
    return "<cycle: this table>" if levels == 1 else f"<cycle: {levels - 1} up>"


def more_text(length: int) -> str:
    """Return what stands for the items that are left out of a table of that length."""
    return f"… {count(length - MAX_ITEMS)} more" if length > MAX_ITEMS else "… more"


def _braced(parts: list[str]) -> str:
    line = "{" + ", ".join(parts) + "}"
    if len(line) <= LINE_WIDTH and "\n" not in line:
        return line
    return "{\n" + ",\n".join("  " + part.replace("\n", "\n  ") for part in parts) + "\n}"


def value_text(value: object) -> str:
    """Return a Lua value, in Python form, as text."""
    return ValueWriter().write(value)


def python_text(value: object) -> str:
    """Return Python's own text of an object, whatever its class does."""
    try:
        return repr(value)
    except Exception as error:
        return f"<{type(value).__name__} object; its repr raised {type(error).__name__}>"


# ----------------------------------------------------------------------------------------------------------- errors

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
_VARIABLE = re.compile(r"\((?:global|local|upvalue|field|method|constant) '(\w+)'\)")
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


def plain_failure(ename: str, message: str) -> Failure:
    """Return an error that has no place in a cell."""
    return Failure(ename, message, (f"{_STRONG}{ename}{_PLAIN}: {message}",))


def failure(report: ErrorReport, source_of: Callable[[str], str | None]) -> Failure:
    """Return a run's error; `source_of` gives the text of the cell with a number, of a file behind `@`, or None."""
    ename = ERROR_NAMES.get(report.kind, "LuaError")
    message, stack = decode(report.message), decode(report.traceback).replace("\t", "    ")
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
    variable = _VARIABLE.search(message)
    word = near[1] if near else variable[1] if variable else ""
    pattern = rf"(?<!\w){re.escape(word)}(?!\w)" if word.isidentifier() else re.escape(word)
    places = [match.start() for match in re.finditer(pattern, line)] if word else []
    told = len(line.encode("utf-8", "surrogatepass")[: max(0, start - 1)].decode("utf-8", "ignore"))
    place = places[0] if len(places) == 1 else told if told in places and start else None
    return None if place is None else (place, len(word))


# ------------------------------------------------------------------------------------------------- pools and frames


@dataclass(frozen=True, slots=True)
class CellTraffic:
    """What one cell that ran did to the pools."""

    label: str
    """The cell's number."""
    before: PoolSnapshot
    """The counters before it."""
    after: PoolSnapshot
    """The counters after it."""
    elapsed_s: float
    """What it took by the clock."""

    @property
    def traffic(self) -> PoolSnapshot:
        """What it rented, returned and entered."""
        return self.after.since(self.before)

    @property
    def growth_bytes(self) -> int:
        """By how much the heap grew; negative where it shrank."""
        return self.after.heap.bytes_used - self.before.heap.bytes_used


def pools_line(traffic: PoolSnapshot, growth_bytes: int, elapsed_s: float) -> str:
    """Return one cell's traffic, and by how much the heap grew, in one line."""
    frames = traffic["frames"]
    reused = f", {percentage(frames.hits, frames.rents)} reused" if frames.rents else ""
    arrays = [pool for pool in traffic.pools if pool.name.startswith("locals[")]
    return (
        f"{count(frames.rents)} frames rented, {count(frames.returns)} returned, {count(frames.live)} live, "
        f"{count(frames.misses)} fresh{reused} · {count(sum(pool.rents for pool in arrays))} local arrays, "
        f"{count(sum(pool.misses for pool in arrays))} fresh · heap {'+' if growth_bytes >= 0 else '−'}"
        f"{byte_size(abs(growth_bytes))} · {duration(elapsed_s)}"
    )


_POOL_HEADINGS = ("pool", "rents", "returns", "hits", "misses", "reused", "saved", "live", "peak")
_RETURNING_POOLS = ("frames", "locals[", "varargs[", "tbc", "block closers", "scratch")
_HEAP_KINDS = frozenset({"closures", "upvalue cells", "tables", "table nodes", "strings", "coroutines", "protos"})


def traffic_table(traffic: PoolSnapshot) -> Table:
    """Return the pools that one cell moved."""
    return _pools_table(traffic, "this cell's traffic", len(_POOL_HEADINGS))


def totals_table(snapshot: PoolSnapshot) -> Table:
    """Return all pools ever used; without their peaks, which a snapshot knows only since the one before."""
    return _pools_table(snapshot, "since the session began", len(_POOL_HEADINGS) - 1)


def _pools_table(snapshot: PoolSnapshot, caption: str, columns: int) -> Table:
    """Return the pools that moved; of frames and arrays what is not given back is an alarm."""
    moved = [pool for pool in snapshot.pools if pool.rents or pool.returns or _is_held(pool)]
    alarms = {(number, _POOL_HEADINGS.index("live")) for number, pool in enumerate(moved) if _is_held(pool)}
    rows = [_pool_row(pool)[:columns] for pool in moved]
    heap = next((number for number, pool in enumerate(moved) if pool.name in _HEAP_KINDS), len(moved))
    groups = ((heap, _ON_HEAP),) if heap < len(moved) else ()
    note = _HELD if alarms else ""
    return Table(caption, _POOL_HEADINGS[:columns], rows, alarms=frozenset(alarms), note=note, groups=groups)


_ON_HEAP = "on the heap, where the collector frees what nobody reaches"
_HELD = "! rented and not given back: a suspended coroutine keeps what it rented; anything else should not"


def _is_held(pool: PoolStats) -> bool:
    """Say whether something is rented that its call should have given back; heap objects wait for the collector."""
    return pool.live != 0 and pool.name.startswith(_RETURNING_POOLS)


def _pool_row(pool: PoolStats) -> tuple[str, ...]:
    moved = (count(pool.rents), count(pool.returns))
    return (pool.name, *moved, *_pool_savings(pool), count(pool.live), count(pool.high_water))


def _pool_savings(pool: PoolStats) -> tuple[str, str, str, str]:
    if pool.name in _HEAP_KINDS:  # these share their cells by size: what one reuses, any of them may have left
        return ("–", "–", "–", "–")
    return (count(pool.hits), count(pool.misses), percentage(pool.hits, pool.rents), byte_size(pool.bytes_saved))


_FRAME_KINDS = ("entered", "fresh", "reused", "lua", "tail", "builtin", "metamethod", "pcall", "coroutine")


def frames_table(traffic: PoolSnapshot) -> Table:
    """Return one cell's frame counts by kind."""
    frames = traffic.frames
    counts = [*(getattr(frames, kind) for kind in _FRAME_KINDS), frames.peak_depth, frames.live]
    row = ("this cell", *map(count, counts))
    return Table("frames entered, by kind", ("frames", *_FRAME_KINDS, "peak depth", "live"), [row])


_SHOWN_LOSSES = 5
_DEEDS = {
    "no_return": "never given back", "double_return": "given back twice",
    "use_after_return": "written to after they were given back",
}  # fmt: skip


def loss_lines(traffic: PoolSnapshot) -> list[str]:
    """Return what planted faults did, a line for each pool: how much is live, and which lines rented it."""
    lines = []
    for pool, fault in dict.fromkeys((loss.pool, loss.fault) for loss in traffic.losses if loss.pool):
        losses = [loss for loss in traffic.losses if (loss.pool, loss.fault) == (pool, fault)]
        total = sum(loss.count for loss in losses)
        live = sum(one.live for one in traffic.pools if one.name == pool or one.name.startswith(f"{pool}["))
        shown = sorted(losses, key=lambda loss: -loss.count)[:_SHOWN_LOSSES]
        more = f", and {count(len(losses) - len(shown))} more lines" if len(losses) > len(shown) else ""
        rented = ", ".join(f"{count(loss.count)}× {_place(loss)}" for loss in shown)
        lines.append(f"! {pool}: {count(total)} {_DEEDS[fault]}, live is {count(live)} · rented {rented}{more}")
    return lines


def _place(loss: Loss) -> str:
    """Return where something was rented: the line, and the function that was entered there."""
    line = f"at {loss.source}:{loss.line}" if loss.line else f"in {loss.source}" if loss.source else "by the host"
    return f"{line} ({loss.function})" if loss.function else line


def _loss_markup(lines: list[str]) -> str:
    return "".join(element("div", escape(line), style=ALARM, attributes='role="alert"') for line in lines)


def pools_short(cell: CellTraffic) -> Bundle:
    """Return one foldable line: the cell's traffic, unfolding to the pools; what a planted fault did stands below."""
    traffic = cell.traffic
    line = pools_line(traffic, cell.growth_bytes, cell.elapsed_s)
    losses = loss_lines(traffic)
    tables = (traffic_table(traffic), frames_table(traffic))
    markup = foldable(line, "".join(table.html() for table in tables)) + _loss_markup(losses)
    return bundle("\n".join([line, *losses]), markup)


def pools_full(cell: CellTraffic) -> Bundle:
    """Return the cell's traffic pool by pool and by kind of frame; on unfolding, the pool board and the totals."""
    from . import charts  # drawn with what stands above, and by few sessions

    traffic = cell.traffic
    line = pools_line(traffic, cell.growth_bytes, cell.elapsed_s)
    tables = (traffic_table(traffic), frames_table(traffic))
    losses = loss_lines(traffic)
    plain = "\n\n".join(["\n".join([line, *losses]), *(table.plain() for table in tables)])
    markup = element("div", escape(line), style=DIM) + _loss_markup(losses) + "".join(table.html() for table in tables)
    draw, _, board = charts.board_parts(traffic, f"the pools after cell[{cell.label}]")
    unfolding = foldable("the pool board", draw(charts.THEMED) + board.html())
    return bundle(plain, markup + unfolding + foldable("the session's totals", totals_table(cell.after).html()))


def pools_now(snapshot: PoolSnapshot, view: str) -> Bundle:
    """Return the session's totals and its settings."""
    mode = "poisoned" if snapshot.mode == "poison" else snapshot.mode
    line = f"pools are {mode}; statistics after each cell: {view}"
    table = totals_table(snapshot)
    return bundle(f"{line}\n{table.plain()}", element("div", escape(line), style=DIM) + table.html())


def tables_bundle(tables: Iterable[Table]) -> Bundle:
    """Return several tables below each other."""
    shown = [table for table in tables if table.rows]
    return bundle("\n\n".join(table.plain() for table in shown), "".join(table.html() for table in shown))


# --------------------------------------------------------------------------------------------------- times, listings


def times_bundle(elapsed_s: float, cpu_s: float, instructions: int) -> Bundle:
    """Return what one run took."""
    rate = f" ({count(round(instructions / cpu_s / 1e6))} million a second)" if instructions > cpu_s * 1e6 > 0 else ""
    text = f"{duration(elapsed_s)} elapsed, {duration(cpu_s)} CPU, {count(instructions)} instructions{rate}"
    return bundle(text, element("div", escape(text), style=DIM))


def listing_bundle(listing: Listing, source: str) -> Bundle:
    """Return what a chunk compiles to: each source line above its instructions."""
    lines = source.split("\n")
    return bundle(listing.text(), "".join(_function_html(function, lines) for function in listing.functions))


def _function_html(function: ListedFunction, source: list[str]) -> str:
    title = f"{function.name}: {len(function.rows)} instructions, {function.registers} registers"
    rows, line = [], None
    for row in function.rows:
        if row.line != line and 1 <= row.line <= len(source):
            rows.append(_source_row(row.line, source[row.line - 1]))
        line = row.line
        cells = (str(row.pc), row.op, row.operands, _cut(row.effect))
        rows.append(element("tr", *(element("td", escape(cell), style=LEFT) for cell in cells)))
    caption = element("caption", escape(title), style=CAPTION)
    head = element("tr", *(element("th", name, style=f"{LEFT};{DIM}", attributes='scope="col"') for name in _LISTED))
    parts = (caption, element("thead", head), element("tbody", *rows))
    return element("table", *parts, style=f"margin:0.3em 0;table-layout:auto;{MONOSPACE}")


_LISTED = ("at", "opcode", "operands", "what it does")
_EFFECT_LENGTH = 120


def _cut(text: str) -> str:
    """Return a text without the end that would make a row too wide: of a long constant."""
    return text if len(text) <= _EFFECT_LENGTH else f"{text[: _EFFECT_LENGTH - 1]}…"


def _source_row(number: int, text: str) -> str:
    code = element("code", escape(text), style="white-space:pre")
    attributes = 'colspan="4" scope="rowgroup"'
    line = element("span", f"line {number}", style=f"{DIM};font-weight:normal")
    return element("tr", element("th", f"{line}&ensp;{code}", style=f"{LEFT};{RULE}", attributes=attributes))
