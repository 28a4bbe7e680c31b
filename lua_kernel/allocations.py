"""Turn an attribution into a cell's source, each line shaded by what it rented and allocated.

Pure functions over frozen records, after the annotated view of Cython. The rows' sum is the cell's total: what ran in
other chunks, and what no instruction did, have rows of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from interpreter import Allocations

from .display import (
    CAPTION,
    DIM,
    LEFT,
    MONOSPACE,
    RULE,
    Bundle,
    Table,
    bundle,
    byte_size,
    count,
    element,
    escape,
    scrollable,
)  # fmt: skip

if TYPE_CHECKING:
    from interpreter import Attribution, InstructionCounts


@dataclass(frozen=True, slots=True)
class Column:
    """One figure of an Allocations record."""

    heading: str
    field: str
    in_bytes: bool = False

    def text(self, counts: Allocations) -> str:
        """Return the figure as shown; nothing where it is zero."""
        number = getattr(counts, self.field)
        if number == 0:
            return ""
        return byte_size(number) if self.in_bytes else count(number)


COLUMNS = (
    Column("instructions", "executions"),
    Column("frames", "frames"),
    Column("fresh", "fresh"),
    Column("locals", "locals_bytes", in_bytes=True),
    Column("varargs", "varargs"),
    Column("closer lists", "closers"),
    Column("closures", "closures"),
    Column("cells", "cells"),
    Column("tables", "tables"),
    Column("strings", "strings"),
    Column("coroutines", "coroutines"),
    Column("heap", "heap_bytes", in_bytes=True),
)

_SHADE = "255,152,0"
_DEEPEST = 0.45
_TOP = "vertical-align:top;white-space:nowrap"
"""A line's figures stay beside its first line of text when it unfolds."""
_CODE = "white-space:pre-wrap;background:none"
"""The shade of its row is to be seen behind a line."""
_ROOM = "min-width:18em"
"""What a line has before it is broken."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the view: a line of the cell, or what belongs to no line of it."""

    number: str
    text: str
    counts: Allocations
    instructions: tuple[InstructionCounts, ...] = ()

    @property
    def weight(self) -> int:
        """Bytes rented and allocated: what the shade shows."""
        return _weight(self.counts)


def _weight(counts: Allocations) -> int:
    return max(0, counts.locals_bytes + counts.varargs_bytes + counts.heap_bytes)


def allocations_bundle(attribution: Attribution, source: str, chunk: str, top: int | None = None) -> Bundle:
    """Return the cell's lines with what each did; with `top` only that many, the heaviest first."""
    lines = _line_rows(attribution, source.split("\n"), chunk)
    if top is not None:
        lines = sorted((row for row in lines if row.weight), key=attrgetter("weight"), reverse=True)[:top]
    rows = [*lines, *_other_rows(attribution, chunk, lines)]
    columns = [column for column in COLUMNS if getattr(rows[-1].counts, column.field)]
    caption = f"what each line of {chunk} rented and allocated"
    return bundle(_plain(caption, columns, rows), _html(caption, columns, rows))


def _line_rows(attribution: Attribution, lines: Sequence[str], chunk: str) -> list[Row]:
    by_line: dict[int, list[InstructionCounts]] = {}
    for one in attribution.instructions:
        if one.source == chunk:
            by_line.setdefault(one.line, []).append(one)
    return [
        Row(str(number), text, _total(by_line.get(number, ())), tuple(by_line.get(number, ())))
        for number, text in enumerate(lines, 1)
    ]


def _other_rows(attribution: Attribution, chunk: str, shown: Iterable[Row]) -> Iterable[Row]:
    """Yield the rows that make the sum whole: lines not shown, other chunks, no instruction, the total."""
    lines = {row.number for row in shown}
    hidden = _total(one for one in attribution.instructions if one.source == chunk and str(one.line) not in lines)
    others = _total(one for one in attribution.instructions if one.source != chunk)
    rest = (("other lines", hidden), ("other chunks", others), ("outside of the code", attribution.elsewhere))
    for text, counts in rest:
        if counts != NOTHING:
            yield Row("", text, counts)
    yield Row("", "total", attribution.total)


NOTHING = Allocations(*(0 for _ in Allocations.__slots__))


def _total(instructions: Iterable[InstructionCounts]) -> Allocations:
    return Allocations.sum(one.counts for one in instructions)


# ------------------------------------------------------------------------------------------------------------- text


def _plain(caption: str, columns: Sequence[Column], rows: Sequence[Row]) -> str:
    headings = ("line", *(column.heading for column in columns), "source")
    cells = [(row.number, *(column.text(row.counts) for column in columns), row.text) for row in rows]
    return Table(caption, headings, cells, left=frozenset([len(headings) - 1])).plain()


# ------------------------------------------------------------------------------------------------------------- HTML


def _html(caption: str, columns: Sequence[Column], rows: Sequence[Row]) -> str:
    columns = sorted(columns, key=lambda column: column.field != "heap_bytes")  # beside the source: most look for it
    heaviest = max((row.weight for row in rows if row.number), default=0)
    head = element("tr", *(_heading(text) for text in ("line", "source", *(column.heading for column in columns))))
    body = "".join(_row_html(row, columns, heaviest) for row in rows)
    style = "margin:0.3em 0;table-layout:auto;border-collapse:collapse;text-align:right"
    title = element("caption", escape(caption), style=CAPTION)
    note = "the shade shows bytes rented and allocated; unfold a line to see its instructions"
    table = element("table", title, element("thead", head), element("tbody", body), style=style)
    return scrollable(table) + element("div", note, style=DIM)


def _heading(text: str) -> str:
    return element("th", escape(text), style=LEFT if text == "source" else "", attributes='scope="col"')


def _row_html(row: Row, columns: Sequence[Column], heaviest: int) -> str:
    number = element("th", row.number, style=f"font-weight:normal;{_TOP}", attributes='scope="row"')
    figures = (element("td", column.text(row.counts), style=_TOP) for column in columns)
    style = "" if row.number else RULE
    if row.number and row.weight:
        style = f"background:rgba({_SHADE},{_DEEPEST * row.weight / heaviest:.3f})"
    return element("tr", number, element("td", _source_html(row), style=f"{LEFT};{_ROOM}"), *figures, style=style)


def _source_html(row: Row) -> str:
    if not row.text.strip():
        return ""
    text = element("code", escape(row.text), style=_CODE) if row.number else element("em", escape(row.text))
    if not row.instructions:
        return text
    summary = element("summary", text, style="cursor:pointer")
    return element("details", summary, _instructions_html(row.instructions))


def _instructions_html(instructions: Sequence[InstructionCounts]) -> str:
    """Return a line's instructions, each with the figures that are not zero."""
    rows = "".join(
        element("tr", *(element("td", escape(text), style=f"{LEFT};{_TOP}") for text in _instruction_cells(one)))
        for one in instructions
    )
    return element("table", element("tbody", rows), style=f"margin:0 0 0 1em;{MONOSPACE}")


def _instruction_cells(one: InstructionCounts) -> tuple[str, str, str, str]:
    figures = (f"{text} {column.heading}" for column in COLUMNS[1:] if (text := column.text(one.counts)))
    times = f"{count(one.counts.executions)}×"
    return one.function or "anonymous", f"{one.place + 1} {one.opcode}", times, ", ".join(figures)
