"""Draw the dashboard: what the pools hold and the heap weighs while cells run → MIME bundle.

Pure functions over samples; the same drawing and table stand in the widget and, when it is closed, in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from . import charts
from .charts import Palette
from .display import Bundle, Table, byte_size, count, counted, duration, percentage

if TYPE_CHECKING:
    from interpreter import PoolSnapshot, PoolStats

_POOLS = ("frames", "locals[", "varargs[", "tbc", "block closers", "scratch")


@dataclass(frozen=True, slots=True)
class Sample:
    """The session at one moment."""

    label: str
    """The number of the cell that runs or ran last; nothing before the first."""
    is_running: bool
    """Whether it runs still."""
    elapsed_s: float
    """How long it has run."""
    before: PoolSnapshot
    """The counters at its start."""
    now: PoolSnapshot
    """The counters at this moment."""

    @property
    def traffic(self) -> PoolSnapshot:
        """What the cell rented and returned so far."""
        return self.now.since(self.before)

    @property
    def heading(self) -> str:
        """Say in one line what goes on."""
        if not self.label:
            return "the pools now"
        moment = f"cell[{self.label}] runs: {duration(self.elapsed_s)}"
        if not self.is_running:
            moment = f"after cell[{self.label}]: {duration(self.elapsed_s)}"
        heap = f"heap {byte_size(self.now.heap.bytes_used)}, {counted(self.traffic.heap.collections, 'collection')}"
        return f"{moment}, {counted(self.traffic.instructions, 'instruction')}, {heap}"


def live_bundle(samples: Sequence[Sample], note: str = "") -> Bundle:
    """Return the last moment as a table, and all of them as a chart above it; a note stands below."""
    table = replace(live_table(samples[-1]), note=note)
    drawing, plain = (lambda palette: live_chart(samples, palette)), live_text(samples)
    return charts.chart_bundle(drawing, f"{plain}\n\n{table.plain()}", table)


def live_table(sample: Sample) -> Table:
    """Return each pool of frames, arrays and records: what it holds now, what the cell did with it."""
    traffic = sample.traffic
    used = [pool for pool in traffic.pools if pool.live or pool.retained or pool.rents]
    shown = [pool for pool in used if pool.name.startswith(_POOLS)]
    headings = ("pool", "rented now", "free", "peak", "rents", "returns", "fresh", "reused")
    return Table(sample.heading, headings, [_row(pool) for pool in shown])


def _row(pool: PoolStats) -> tuple[str, ...]:
    held = (count(pool.live), count(pool.retained), count(max(pool.high_water, pool.live)))
    moved = (count(pool.rents), count(pool.returns), count(pool.misses))
    return (pool.name, *held, *moved, percentage(pool.hits, pool.rents))


# ------------------------------------------------------------------------------------------------------------ chart


@dataclass(frozen=True, slots=True)
class _Line:
    """One figure over the samples."""

    title: str
    values: Sequence[int]
    text: Callable[[int], str]
    colour: str


_HEIGHT, _TOP, _GAP = 44, 20, 24


def _lines(samples: Sequence[Sample]) -> tuple[_Line, _Line, _Line]:
    entered = _steps([sample.now.frames.entered for sample in samples])
    return (
        _Line("frames rented now", [sample.now.frames.live for sample in samples], count, "busy"),
        _Line("frames entered since the look before", entered, count, "busy"),
        _Line("heap", [sample.now.heap.bytes_used for sample in samples], byte_size, "alert"),
    )


def _steps(totals: Sequence[int]) -> list[int]:
    """Return by how much each total exceeds the one before it; less after a reset of the counters is nothing."""
    return [max(0, later - earlier) for earlier, later in zip([totals[0], *totals], totals, strict=False)]


def live_chart(samples: Sequence[Sample], palette: Palette) -> str:
    """Return one line a figure, the oldest sample at the left."""
    lines = _lines(samples)
    marks = [_drawn(line, number * (_HEIGHT + _GAP) + _TOP, palette) for number, line in enumerate(lines)]
    description = "; ".join(f"{line.title}: {line.text(line.values[-1])}" for line in lines)
    height = len(lines) * (_HEIGHT + _GAP) + _TOP
    marks += [charts.label(0, height - 6, _looks(samples), palette.text, extra=charts.SMALL)]
    marks += [charts.label(charts.WIDTH, height - 6, "now", palette.text, anchor="end", extra=charts.SMALL)]
    return charts.drawing("the pools live", description, charts.WIDTH, height, *marks)


def _looks(samples: Sequence[Sample]) -> str:
    return f"{counted(len(samples) - 1, 'look')} ago, ten a second while a cell runs"


def _drawn(line: _Line, y: float, palette: Palette) -> str:
    highest = max(line.values)
    heading = f"{line.title}: {line.text(line.values[-1])}, at most {line.text(highest)}"
    step = charts.WIDTH / max(1, len(line.values) - 1)
    places = (f"{place * step:.1f} {y + _HEIGHT * (1 - value / (highest or 1)):.1f}" for place, value in _edges(line))
    colour = getattr(palette, line.colour)
    base = charts.path(f"M0 {y + _HEIGHT:g}H{charts.WIDTH}", palette.line)
    curve = charts.path("M" + "L".join(places), colour, extra="stroke-width:1.5;stroke-linejoin:round")
    return charts.label(0, y - 6, heading, palette.text) + base + curve


def _edges(line: _Line) -> list[tuple[int, int]]:
    """Return the points of a curve; a single sample is a level line."""
    values = list(line.values) * (2 if len(line.values) == 1 else 1)
    return list(enumerate(values))


def live_text(samples: Sequence[Sample]) -> str:
    """Return the twin of the chart for consoles."""
    lines = _lines(samples)
    width = max(len(line.title) for line in lines)
    rows = ((line.title.ljust(width), line.text(line.values[-1]), charts.sparkline(line.values)) for line in lines)
    return "\n".join("  ".join(row).rstrip() for row in rows)
