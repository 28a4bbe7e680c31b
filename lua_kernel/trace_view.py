"""Turn a trace into a strip of steps: for each instruction its source, the registers before it, and the pools.

Pure functions over frozen records, after Python Tutor. What changed since the step before stands out, in words' weight
and not by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .display import CAPTION, DIM, LEFT, MONOSPACE, RULE, Bundle, Table, bundle, count, element, escape

if TYPE_CHECKING:
    from interpreter import ListedRow, Listing, Trace, TraceStep

HEADINGS = ("step", "line", "instruction", "in", "depth", "registers", "frames", "local arrays")
_FLUSH_LEFT = frozenset([2, 3, 5])


@dataclass(frozen=True, slots=True)
class Row:
    """One step as shown."""

    cells: tuple[str, ...]
    """As many as there are headings."""
    registers: tuple[tuple[str, bool], ...]
    """Each register's text, and whether it is new since the frame's step before."""
    line: int
    """Its line of the cell; 0 in another chunk."""


def trace_bundle(trace: Trace, source: str, chunk: str) -> Bundle:
    """Return the steps of a run of the cell `chunk` with that source."""
    rows = _rows(trace.steps, chunk)
    caption = _caption(trace)
    return bundle(_plain(caption, rows), _html(caption, rows, source.split("\n")))


def player_data(trace: Trace, source: str, chunk: str, listing: Listing) -> dict[str, Any]:
    """Return the same steps in a form that a page's script reads; `listing` tells the instructions' operands."""
    rows, listed = _rows(trace.steps, chunk), _listed(listing)
    steps = [_player_step(step, row, listed) for step, row in zip(trace.steps, rows, strict=True)]
    return {"caption": _caption(trace), "source": source.split("\n"), "steps": steps}


_Place = tuple[int, str, int]
"""Line and name of a function, and the place of an instruction in it."""


def _listed(listing: Listing) -> dict[_Place, ListedRow]:
    """Return the instructions by place; not those of functions that share line and name."""
    rows: dict[_Place, ListedRow] = {}
    names = [(function.line, function.name) for function in listing.functions]
    for function, (line, name) in zip(listing.functions, names, strict=True):
        if names.count((line, name)) == 1:
            rows |= {(line, _TRACED_NAMES.get(name, name), row.pc - 1): row for row in function.rows}
    return rows


_TRACED_NAMES = {"main": "main chunk", "?": ""}


def _instruction(step: TraceStep, row: Row, listed: Mapping[_Place, ListedRow]) -> tuple[str, str]:
    """Return a step's instruction and what it does, with its operands where the listing has the same one there."""
    found = listed.get((step.function_line, step.function, step.place)) if row.line else None
    if found is None or found.op != step.opcode:
        return f"{step.place + 1} {step.opcode}", step.effect
    return " ".join(filter(None, (str(found.pc), step.opcode, found.operands))), found.effect


def _player_step(step: TraceStep, row: Row, listed: Mapping[_Place, ListedRow]) -> dict[str, Any]:
    """Return a step with its registers as (name, text, is new, is captured) and its pools as (name, rented, free)."""
    registers = [
        (register.name or f"r{place}", register.text, is_new, register.captured)
        for place, (register, (_, is_new)) in enumerate(zip(step.registers, row.registers, strict=True))
    ]
    arrays = [(f"locals[{size}]", *pool) for size, pool in zip(_ARRAY_SIZES, step.locals, strict=True)]
    instruction, effect = _instruction(step, row, listed)
    return {
        "line": row.line,
        "where": f"line {step.line}" if row.line else f"{step.source}:{step.line}",
        "instruction": instruction,
        "effect": effect,
        "function": _function(step),
        "depth": step.depth,
        "registers": registers,
        "pools": [("frames", *step.frames), *arrays],
    }


_ARRAY_SIZES = (4, 8, 16, 32, 64, 128, 256)


def _caption(trace: Trace) -> str:
    if not trace.steps:
        return "no instruction ran"
    more = "; the run went on after them" if trace.truncated else ""
    return f"{count(len(trace.steps))} instructions, each with what stood in registers and pools before it{more}"


def _rows(steps: Sequence[TraceStep], chunk: str) -> list[Row]:
    before: dict[int, tuple[str, ...]] = {}
    rows = []
    for number, step in enumerate(steps, 1):
        texts = tuple(_register_text(step, index) for index in range(len(step.registers)))
        known = before.get(step.depth) or [text for text in texts if text.endswith(" = nil")]  # a frame begins with nil
        shown = tuple((text, text not in known) for text in texts)
        before = {depth: seen for depth, seen in before.items() if depth < step.depth} | {step.depth: texts}
        rows.append(Row(_cells(number, step, texts, chunk), shown, step.line if step.source == chunk else 0))
    return rows


def _register_text(step: TraceStep, index: int) -> str:
    register = step.registers[index]
    name = register.name or f"r{index}"
    return f"{name}{'*' if register.captured else ''} = {register.text}"


def _cells(number: int, step: TraceStep, texts: Sequence[str], chunk: str) -> tuple[str, ...]:
    where = str(step.line) if step.source == chunk else f"{step.source}:{step.line}"
    arrays = (sum(live for live, _ in step.locals), sum(free for _, free in step.locals))
    return (
        str(number), where, f"{step.place + 1} {step.opcode}", _function(step), str(step.depth), ", ".join(texts),
        _live_free(*step.frames), _live_free(*arrays),
    )  # fmt: skip


def _function(step: TraceStep) -> str:
    return step.function or f"function at {step.function_line}"


def _live_free(live: int, free: int) -> str:
    return f"{count(live)} rented, {count(free)} free"


def _plain(caption: str, rows: Sequence[Row]) -> str:
    return Table(caption, HEADINGS, [row.cells for row in rows], left=_FLUSH_LEFT, note=_NOTE).plain()


_NOTE = "* shared with an inner function: the variable lives in a cell"


def _html(caption: str, rows: Sequence[Row], lines: Sequence[str]) -> str:
    head = element("tr", *(_heading(place, text) for place, text in enumerate(HEADINGS)))
    parts, shown_line = [], 0
    for row in rows:
        if row.line != shown_line and 1 <= row.line <= len(lines):
            parts.append(_source_row(row.line, lines[row.line - 1]))
        shown_line = row.line
        parts.append(_row_html(row))
    style = "margin:0.3em 0;table-layout:auto;border-collapse:collapse;text-align:right"
    title = element("caption", escape(caption), style=CAPTION)
    table = element("table", title, element("thead", head), element("tbody", *parts), style=style)
    return element("div", table, style="max-height:32em;overflow:auto") + element("div", escape(_NOTE), style=DIM)


def _heading(place: int, text: str) -> str:
    return element("th", escape(text), style=LEFT if place in _FLUSH_LEFT else "", attributes='scope="col"')


def _source_row(number: int, text: str) -> str:
    code = element("code", escape(text), style="white-space:pre")
    attributes = f'colspan="{len(HEADINGS)}" scope="rowgroup"'
    return element("tr", element("th", f"{number}&ensp;{code}", style=f"{LEFT};{RULE}", attributes=attributes))


def _row_html(row: Row) -> str:
    number = element("th", row.cells[0], style="font-weight:normal", attributes='scope="row"')
    cells = [element("td", _cell_html(row, place), style=_style(place)) for place in range(1, len(HEADINGS))]
    return element("tr", number, *cells)


def _style(place: int) -> str:
    if place == HEADINGS.index("registers"):
        return f"{LEFT};{MONOSPACE}"
    return LEFT if place in _FLUSH_LEFT else ""


def _cell_html(row: Row, place: int) -> str:
    if place != HEADINGS.index("registers"):
        return escape(row.cells[place])
    return ", ".join(element("b", escape(text)) if is_new else escape(text) for text, is_new in row.registers)
