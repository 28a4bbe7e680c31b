"""Turn an attribution into a profile: where a cell's instructions, frames and heap bytes go, by function and by line.

Pure functions over frozen records. Shares are of the instructions executed: counts, not times, so that a profile of
the same cell is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from . import charts
from .charts import Bar
from .display import DIM, Bundle, Table, bundle, byte_size, count, element, escape, percentage, place_text

if TYPE_CHECKING:
    from interpreter import Allocations, Attribution

Costs = Sequence[tuple[tuple[str, ...], "Allocations"]]
"""What names a place, and what was done there."""


def profile_bundle(attribution: Attribution, source: str, chunk: str, top: int) -> Bundle:
    """Return the functions and the lines that execute most, with what they rent and allocate."""
    total = attribution.total.executions
    functions = _most(((_function(*place), done) for place, done in attribution.by_function().items()), top)
    texts = source.split("\n")
    lines = _most(((_line(*place, texts, chunk), done) for place, done in attribution.by_line().items()), top)
    rows = [Bar(" ".join(place[:1]), done.executions, percentage(done.executions, total)) for place, done in functions]
    tables = (
        _table("by function", ("function", "defined at"), functions, total),
        _table("by line", ("line", "source"), lines, total),
    )
    line = f"{count(total)} instructions; counting them one by one made this run slower"
    plain = "\n\n".join([line, charts.bars_text(rows), *(table.plain() for table in tables)])
    drawing = charts.bars("share of the instructions, by function", rows, charts.THEMED)
    return bundle(plain, element("div", escape(line), style=DIM) + drawing + "".join(table.html() for table in tables))


def _most(costs: Iterable[tuple[tuple[str, ...], Allocations]], top: int) -> Costs:
    return sorted(costs, key=lambda cost: -cost[1].executions)[:top]


def _function(source: str, name: str, line: int) -> tuple[str, str]:
    return name or "anonymous", place_text(source, line)


def _line(source: str, line: int, texts: Sequence[str], chunk: str) -> tuple[str, str]:
    """Return a line's place, and its text where it is the cell's own."""
    is_own = source == chunk and 1 <= line <= len(texts)
    return f"{source}:{line}", texts[line - 1].strip() if is_own else ""


_HEADINGS = ("instructions", "share", "frames", "fresh", "locals", "heap")


def _table(caption: str, places: tuple[str, str], costs: Costs, total: int) -> Table:
    rows = [(*place, *_figures(done, total)) for place, done in costs]
    return Table(caption, (*places, *_HEADINGS), rows, left=frozenset([0, 1]))


def _figures(done: Allocations, total: int) -> tuple[str, ...]:
    counts = (count(done.executions), percentage(done.executions, total), count(done.frames), count(done.fresh))
    return (*counts, byte_size(done.locals_bytes), byte_size(done.heap_bytes))
