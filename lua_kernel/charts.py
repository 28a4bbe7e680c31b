"""Draw charts: figures → SVG, and a twin of block characters for consoles.

Pure functions over plain figures and frozen records; no chart needs a library. A drawing that is inlined in HTML takes
its colours from the page's theme; one that stands alone has tones that are readable on white and on black. Every
drawing has a title and a description, and no meaning lies in colour alone: marks differ in shape, and a table with
the same figures stands beside each.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from . import display
from .display import Bundle, Table, byte_size, count, duration, element, escape

if TYPE_CHECKING:
    from interpreter import PoolSnapshot, PoolStats

    from .pools_view import CellTraffic

# ---------------------------------------------------------------------------------------------------------- colours


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one drawing, by what they stand for."""

    text: str
    """Labels and figures."""
    line: str
    """Axes, outlines, what is there but idle."""
    calm: str
    """What is reused."""
    busy: str
    """What is in use."""
    alert: str
    """What had to be allocated."""


THEMED = Palette(
    text="var(--jp-ui-font-color1,currentColor)",
    line="var(--jp-ui-font-color2,#757575)",  # a border's colour is too faint in the dark theme
    calm="var(--jp-success-color1,#388e3c)",
    busy="var(--jp-brand-color1,#1976d2)",
    alert="var(--jp-warn-color1,#f57c00)",
)
"""Colours of the page's theme, with fallbacks for pages that have none."""

MIDTONE = Palette(text="#7f7f7f", line="#9a9a9a", calm="#43a047", busy="#1e88e5", alert="#ef7d00")
"""Colours that can be told from white and from black, for a drawing that knows nothing of the page around it."""

Draw = Callable[[Palette], str]
"""Makes a drawing in given colours."""

WIDTH = 720
_FONT = "font-family:var(--jp-ui-font-family,sans-serif);font-size:12px"


def chart_bundle(draw: Draw, plain: str, *tables: Table, folds: bool = False, heading: str = "") -> Bundle:
    """Return a chart as an output of its own: themed and with its tables, which may be folded, alone, and as text."""
    figures = "".join(table.html() for table in tables)
    title = element("div", escape(heading), style=display.DIM) if heading else ""
    markup = title + draw(THEMED) + (display.foldable("the figures as a table", figures) if folds else figures)
    return {"text/plain": plain, "text/html": markup, "image/svg+xml": draw(MIDTONE)}


# ------------------------------------------------------------------------------------------------------------ marks


def drawing(title: str, description: str, width: float, height: float, *marks: str) -> str:
    """Return a whole SVG document, which may stand alone or within HTML."""
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    attributes = f'xmlns="http://www.w3.org/2000/svg" role="img" {size}'
    head = element("title", escape(_printable(title))) + element("desc", escape(_printable(description)))
    return element("svg", head, *marks, style=f"max-width:100%;height:auto;{_FONT}", attributes=attributes)


def rectangle(
    x: float, y: float, width: float, height: float, fill: str, *, outline: str = "none", tip: str = ""
) -> str:
    """Return a rectangle; `tip` is what a page shows when a pointer rests on it."""
    place = f'x="{x:g}" y="{y:g}" width="{max(0, width):g}" height="{height:g}" rx="1"'
    title = element("title", escape(_printable(tip))) if tip else ""
    return element("rect", title, style=f"fill:{fill};stroke:{outline}", attributes=place)


def path(points: str, colour: str, *, extra: str = "", tip: str = "") -> str:
    """Return an open line along SVG path data."""
    title = element("title", escape(_printable(tip))) if tip else ""
    return element("path", title, style=f"fill:none;stroke:{colour};{extra}", attributes=f'd="{points}"')


def label(x: float, y: float, text: str, colour: str, *, anchor: str = "start", extra: str = "") -> str:
    """Return a line of text, its base line at y."""
    attributes = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}"'
    return element("text", escape(_printable(text)), style=f"fill:{colour};{extra}", attributes=attributes)


def _printable(text: str) -> str:
    """Return text without what XML forbids or a page cannot show."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


# ------------------------------------------------------------------------------------------------------ block charts

_LEVELS = "▁▂▃▄▅▆▇█"
_EIGHTHS = " ▏▎▍▌▋▊▉"


def sparkline(values: Sequence[float]) -> str:
    """Return one block character a value; zero is a blank."""
    highest = max(values, default=0)
    return "".join(_LEVELS[min(7, int(8 * value / highest))] if value > 0 else " " for value in values)


def bar_text(value: float, highest: float, width: int = 24) -> str:
    """Return a bar of block characters, padded to its full width; what is not zero is never empty."""
    eighths = max(1, round(8 * width * value / highest)) if value > 0 and highest > 0 else 0
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()).ljust(width)


# ------------------------------------------------------------------------------------------------------------- bars


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart."""

    name: str
    """What is measured."""
    value: float
    """Its figure; sets the length."""
    text: str
    """The figure as shown."""
    colour: str = "busy"
    """Which colour of the palette."""


_ROW, _NAMES, _FIGURES = 20, 200, 130
_LONGEST_NAME = 30


def bars(title: str, rows: Sequence[Bar], palette: Palette) -> str:
    """Return horizontal bars, one below the other."""
    highest = max((row.value for row in rows), default=0) or 1
    marks = [_bar(row, number * _ROW, highest, palette) for number, row in enumerate(rows)]
    description = "; ".join(f"{row.name}: {row.text}" for row in rows)
    return drawing(title, description, WIDTH, max(1, len(rows)) * _ROW + 4, *marks)


def _bar(row: Bar, y: float, highest: float, palette: Palette) -> str:
    length = (WIDTH - _NAMES - _FIGURES) * row.value / highest
    name = row.name if len(row.name) <= _LONGEST_NAME else row.name[: _LONGEST_NAME - 1] + "…"
    return (
        label(_NAMES - 8, y + 14, name, palette.text, anchor="end")
        + rectangle(
            _NAMES,
            y + 3,
            max(1, length) if row.value else 0,
            _ROW - 6,
            getattr(palette, row.colour),
            tip=f"{row.name}: {row.text}",
        )
        + label(_NAMES + length + 6, y + 14, row.text, palette.text)
    )


def bars_text(rows: Sequence[Bar]) -> str:
    """Return the twin of `bars` for consoles."""
    highest = max((row.value for row in rows), default=0)
    width = max((len(row.name) for row in rows), default=0)
    return "\n".join(f"{row.name.ljust(width)}  {bar_text(row.value, highest)}  {row.text}" for row in rows)


# ------------------------------------------------------------------------------------------------------- pool board


@dataclass(frozen=True, slots=True)
class Holding:
    """The objects one pool has, by what happened to them."""

    rented: int
    """Rented now."""
    fresh: int
    """Allocated by the cell, and free again."""
    reused: int
    """Free before the cell, rented during it, and free again."""
    free: int
    """Free all the time."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.rented + self.fresh + self.reused + self.free


_STATES = tuple(entry.name for entry in fields(Holding))
_BLOCKS = dict(zip(_STATES, "█▓▒░", strict=True))
_BOARD_POOLS = ("frames", "locals[", "varargs[", "tbc", "block closers", "scratch")
_LARGE = "[large]"


def holdings(traffic: PoolSnapshot) -> dict[str, Holding]:
    """Return what each pool of frames, arrays and records has, after a cell with that traffic."""
    shown = [pool for pool in traffic.pools if pool.name.startswith(_BOARD_POOLS) and not pool.name.endswith(_LARGE)]
    return {pool.name: _holding(pool) for pool in shown if pool.live or pool.retained}


def _holding(pool: PoolStats) -> Holding:
    """Sort one pool's objects: a pool is a stack, so as many were reused as were out at once."""
    fresh = min(pool.retained, max(0, pool.misses - max(0, pool.rents - pool.returns)))
    reused = min(pool.retained - fresh, max(0, pool.high_water - pool.live - fresh))
    return Holding(pool.live, fresh, reused, pool.retained - fresh - reused)


def board_table(pools: dict[str, Holding], caption: str) -> Table:
    """Return the board's figures."""
    rows = [(name, *(count(getattr(one, state)) for state in _STATES), count(one.total)) for name, one in pools.items()]
    return Table(caption, ("pool", *_STATES, "all"), rows)


_SQUARE, _ACROSS, _MOST_ROWS, _BOARD_NAMES = 12, 48, 4, 110
_MOST = _ACROSS * _MOST_ROWS


def board(pools: dict[str, Holding], title: str, palette: Palette) -> str:
    """Return one square for each object of each pool, and what the squares mean."""
    marks, y = [_legend(palette)], 28.0
    for name, one in pools.items():
        marks.append(
            label(_BOARD_NAMES - 8, y + 10, name, palette.text, anchor="end") + _squares(name, one, y, palette)
        )
        y += _SQUARE * math.ceil(max(1, min(one.total, _MOST)) / _ACROSS) + 6
    description = "; ".join(f"{name}: {_holding_text(one)}" for name, one in pools.items()) or "no pool has an object"
    return drawing(title, description, WIDTH, y, *marks)


def _legend(palette: Palette) -> str:
    marks = ""
    for number, (state, meaning) in enumerate(_MEANINGS.items()):
        x = _BOARD_NAMES + number * 145
        marks += _square(x, 4, state, palette, meaning) + label(x + 16, 14, meaning, palette.text)
    return marks


_MEANINGS = {
    "rented": "rented now",
    "fresh": "fresh, given back",
    "reused": "reused, given back",
    "free": "free throughout",
}


def _squares(name: str, one: Holding, y: float, palette: Palette) -> str:
    states = [state for state in _STATES for _ in range(min(getattr(one, state), _MOST))][:_MOST]
    marks = [
        _square(
            _BOARD_NAMES + _SQUARE * (place % _ACROSS),
            y + _SQUARE * (place // _ACROSS),
            state,
            palette,
            f"{name}: {state}",
        )
        for place, state in enumerate(states)
    ]
    if one.total > _MOST:
        x = _BOARD_NAMES + _SQUARE * _ACROSS + 4
        marks.append(label(x, y + _SQUARE * _MOST_ROWS - 2, f"+{count(one.total - _MOST)}", palette.text))
    return "".join(marks)


def _square(x: float, y: float, state: str, palette: Palette, tip: str) -> str:
    """Return a square whose inside, not only its colour, tells the state."""
    size = _SQUARE - 3
    if state == "rented":
        return rectangle(x, y, size, size, palette.busy, outline=palette.busy, tip=tip)
    if state == "fresh":
        slash = path(f"M{x:g} {y + size:g}L{x + size:g} {y:g}", palette.alert)
        return rectangle(x, y, size, size, "none", outline=palette.alert, tip=tip) + slash
    hollow = rectangle(x, y, size, size, "none", outline=palette.calm if state == "reused" else palette.line, tip=tip)
    return hollow + (rectangle(x + 2.5, y + 2.5, size - 5, size - 5, palette.calm) if state == "reused" else "")


def _holding_text(one: Holding) -> str:
    return ", ".join(f"{count(number)} {state}" for state in _STATES if (number := getattr(one, state)))


_TEXT_MOST = 60


def board_text(pools: dict[str, Holding], title: str) -> str:
    """Return the twin of `board` for consoles."""
    width = max((len(name) for name in pools), default=0)
    legend = "  ".join(f"{_BLOCKS[state]} {meaning}" for state, meaning in _MEANINGS.items())
    return "\n".join([title, legend, *(f"{name.ljust(width)}  {_blocks(one)}" for name, one in pools.items())])


def _blocks(one: Holding) -> str:
    text = "".join(_BLOCKS[state] * min(getattr(one, state), _TEXT_MOST) for state in _STATES)[:_TEXT_MOST]
    return text + (f" +{count(one.total - _TEXT_MOST)}" if one.total > _TEXT_MOST else "")


def board_parts(traffic: PoolSnapshot, title: str) -> tuple[Draw, str, Table]:
    """Return the board after a cell as a drawing, as text and as a table."""
    pools = holdings(traffic)
    return (lambda palette: board(pools, title, palette), board_text(pools, title), board_table(pools, title))


# ---------------------------------------------------------------------------------------------------------- history


@dataclass(frozen=True, slots=True)
class Panel:
    """One figure of all cells, drawn as bars over the cells."""

    title: str
    values: Sequence[float]
    """One for each cell."""
    text: Callable[[float], str]
    """Writes a figure."""
    colour: str
    """Which colour of the palette."""
    unit: float = 0
    """Where lengths grow with the logarithm, for figures that differ by powers of ten: the least figure that counts."""

    def heights(self) -> list[float]:
        """Return each figure's share of the highest, as drawn."""
        scaled = [math.log10(1 + value / self.unit) if self.unit else value for value in self.values]
        highest = max(scaled, default=0) or 1
        return [max(0.0, value) / highest for value in scaled]


_PANEL_HEIGHT, _BAR_HEIGHT, _LEFT, _WIDEST_STEP = 96, 48, 12, 60.0
SMALL = "font-size:10px"
"""Of labels beside a drawing's marks."""


def history_panels(cells: Sequence[CellTraffic]) -> list[Panel]:
    """Return what is worth drawing of the cells so far."""
    traffic = [cell.traffic for cell in cells]
    return [
        Panel("frames rented", [t.frames.entered for t in traffic], _whole, "busy", unit=1),
        Panel("of them fresh", [t.frames.fresh for t in traffic], _whole, "alert", unit=1),
        Panel("heap after the cell", [cell.after.heap.bytes_used for cell in cells], _bytes, "alert"),
        Panel("time", [cell.elapsed_s for cell in cells], duration, "line", unit=1e-6),
    ]


def _whole(number: float) -> str:
    return count(int(number))


def _bytes(number: float) -> str:
    return byte_size(int(number))


def history_chart(cells: Sequence[CellTraffic], palette: Palette) -> str:
    """Return the cells so far: one panel below the other, one bar a cell in each."""
    panels = history_panels(cells)
    marks = [
        _panel(panel, [cell.label for cell in cells], n * _PANEL_HEIGHT, palette) for n, panel in enumerate(panels)
    ]
    description = "; ".join(f"{panel.title}: at most {panel.text(max(panel.values, default=0))}" for panel in panels)
    return drawing("the cells so far", description, WIDTH, len(panels) * _PANEL_HEIGHT, *marks)


def _panel(panel: Panel, labels: Sequence[str], y: float, palette: Palette) -> str:
    step = min(_WIDEST_STEP, (WIDTH - 2 * _LEFT) / max(1, len(labels)))
    base = y + 30 + _BAR_HEIGHT
    scale = " (logarithmic)" if panel.unit else ""
    heading = f"{panel.title}{scale}, at most {panel.text(max(panel.values, default=0))}"
    marks = [label(_LEFT, y + 12, heading, palette.text)]
    for place, (name, height) in enumerate(zip(labels, panel.heights(), strict=True)):
        x, tip = _LEFT + place * step, f"cell {name}: {panel.text(panel.values[place])}"
        long = max(1.0, _BAR_HEIGHT * height) if panel.values[place] else 0
        marks.append(rectangle(x, base - long, step * 0.8, long, getattr(palette, panel.colour), tip=tip))
        if step == _WIDEST_STEP:  # else there is no room for figures
            figure, above = panel.text(panel.values[place]), base - long - 3
            marks.append(label(x + step * 0.4, above, figure, palette.text, anchor="middle", extra=SMALL))
    return (
        "".join(marks) + path(f"M{_LEFT} {base:g}H{WIDTH - _LEFT}", palette.line) + _ticks(labels, step, base, palette)
    )


def _ticks(labels: Sequence[str], step: float, base: float, palette: Palette) -> str:
    """Return the cells' numbers below an axis, as many as have room."""
    every = max(1, math.ceil(24 / step))
    places = range(0, len(labels), every)
    return "".join(
        label(_LEFT + place * step + step * 0.4, base + 11, labels[place], palette.text, anchor="middle", extra=SMALL)
        for place in places
    )


def history_table(cells: Sequence[CellTraffic]) -> Table:
    """Return the figures of the cells so far."""
    headings = ("cell", "frames", "fresh", "live", "heap after", "collections", "time")
    return Table("the cells so far", headings, [_history_row(cell, cell.traffic) for cell in cells])


def _history_row(cell: CellTraffic, traffic: PoolSnapshot) -> tuple[str, ...]:
    frames = traffic.frames
    counts = (count(frames.entered), count(frames.fresh), count(frames.live))
    heap = (byte_size(cell.after.heap.bytes_used), count(traffic.heap.collections))
    return (cell.label, *counts, *heap, duration(cell.elapsed_s))


def history_bundle(cells: Sequence[CellTraffic]) -> Bundle:
    """Return the cells so far as a chart with its table."""
    panels, table = history_panels(cells), history_table(cells)
    width = max(len(panel.title) for panel in panels)
    lines = [f"{panel.title.ljust(width)}  {sparkline(panel.heights())}" for panel in panels]
    plain = "\n".join([*lines, "", table.plain()])
    return chart_bundle(lambda palette: history_chart(cells, palette), plain, table, folds=True)


def pools_board(traffic: PoolSnapshot, title: str) -> Bundle:
    """Return the pool board as an output of its own."""
    draw, plain, table = board_parts(traffic, title)
    if not table.rows:
        return display.bundle(f"{title}: no pool has an object")
    counted = replace(table, caption="objects of each pool")
    return chart_bundle(draw, f"{plain}\n\n{table.plain()}", counted, heading=title)
