"""Turn what a cell gives back into MIME bundles: values, tables of figures, times, listings.

Pure functions over frozen records and Lua values; errors and pools have modules of their own, made of what is here.
Every bundle has a text/plain that reads well in a console; HTML takes its colours from the front end's `--jp-*`
variables, with fallbacks for pages that have none. Text becomes HTML in one place, `escape`. Nothing here calls Lua:
metamethods are the session's to call.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from interpreter import LuaValue, PythonObject

from .tokens import KEYWORDS

if TYPE_CHECKING:
    from interpreter import ListedFunction, Listing

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


def tables_bundle(tables: Iterable[Table]) -> Bundle:
    """Return several tables below each other."""
    shown = [table for table in tables if table.rows]
    return bundle("\n\n".join(table.plain() for table in shown), "".join(table.html() for table in shown))


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
