"""The global `plot`: charts from Lua's tables, with nothing to import.

A chart is a Vega-Lite specification, which JupyterLab and Notebook draw themselves in the page's theme; a drawing by
vl-convert, where it is installed, for what cannot; and a text. Vega-Lite 5 is the newest that these pages draw.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from interpreter import CallError

from .charts import MIDTONE, bar_text, sparkline
from .conversion import to_python
from .display import Bundle, number_text
from .stage import Stage

VEGALITE = "application/vnd.vegalite.v5+json"
MAX_POINTS = 20_000
OPTIONS = ("title", "x", "y", "by", "xlabel", "ylabel", "width", "height", "bins", "log")
INSTALL = "pip install 'lua-notebook[plots]' gives a picture for pages that draw no Vega-Lite"

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_DRAWN_BY = "5.21"  # the newest Vega-Lite 5 of vl-convert
_THEMED = "lua-chart"
_THEME = (  # what knows no var() would paint all of it black, and knows no @supports either
    f"<style>@supports (fill:var(--a)){{.{_THEMED}>rect{{fill:var(--jp-layout-color0,none)}}"
    f'.{_THEMED} text[fill="#000"]{{fill:var(--jp-content-font-color1,{MIDTONE.text})}}'
    f'.{_THEMED} [stroke="#ddd"]{{stroke:var(--jp-border-color2,#8885)}}}}</style>'
)
_SHADES = " ░▒▓█"
_TEXT_WIDTH = 60
_LEVEL_LABELS = 12

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Points:
    """What is drawn: rows with x, y and, where there are several, the name of their series."""

    rows: Sequence[Row]
    """Each with "x" and "y"; with "series" in all or in none."""
    x_name: str = "x"
    y_name: str = "y"

    def series(self) -> dict[str, list[Row]]:
        """Return the rows of each series by its name."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(str(row.get("series", self.y_name)), []).append(row)
        return found


def draw(stage: Stage, name: str, given: tuple[object, ...]) -> None:
    """Draw the chart of that name from what Lua gave; raise CallError for what cannot be drawn."""
    with stage.interruptible():
        shown = _chart_of(stage, name, given)
    stage.present(shown)


def _chart_of(stage: Stage, name: str, given: tuple[object, ...]) -> Bundle:
    values = [_plain(to_python(stage.lua, value)) for value in given]
    options = values.pop() if len(values) > 1 and isinstance(values[-1], dict) and _are_options(values) else {}
    wrong = next((key for key in options if key not in OPTIONS), None)
    if wrong is not None:
        raise CallError(f"plot.{name} has no option {wrong!r}; there are {', '.join(OPTIONS)}")
    try:
        return _DRAWERS[name](values, options)
    except _UnfitError as unfit:
        raise CallError(f"bad data for plot.{name}: {unfit}") from None


class _UnfitError(ValueError):
    """Data that cannot be drawn; the text says what can."""


def _are_options(values: list[Any]) -> bool:
    """Say whether a last table is one of options: a table of series stands behind its x alone."""
    return not (len(values) == 2 and values[-1] and all(isinstance(value, list) for value in values[-1].values()))


def _plain(value: Any) -> Any:
    """Return numpy's arrays and pandas' columns as lists, at the first levels."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, tuple | range):
        value = list(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) if hasattr(item, "tolist") else item for item in value] if isinstance(value, list) else value


# ------------------------------------------------------------------------------------------------------------ points


def _points(data: list[Any], options: Row) -> Points:
    """Read y; x and y; x and a table of series; a table of series; or records with `x`, `y` and `by` as fields."""
    if len(data) == 1 and _is_records(data[0]):
        return _recorded(data[0], options)
    if not 1 <= len(data) <= 2:
        raise _UnfitError("expected y, or x and y, as tables of numbers")
    ys = data[-1]
    series = ys if isinstance(ys, dict) else {"": ys}
    rows = [row for name, values in sorted(series.items()) for row in _series_rows(name, values, data)]
    if len(rows) > MAX_POINTS:
        raise _UnfitError(f"{len(rows):,} points are more than the {MAX_POINTS:,} that a page draws; thin them out")
    return Points(rows)


def _series_rows(name: str, values: Any, data: list[Any]) -> list[Row]:
    ys = _numbers(values, "y")
    xs = data[0] if len(data) == 2 else list(range(1, len(ys) + 1))
    if not isinstance(xs, list) or len(xs) != len(ys):
        raise _UnfitError(f"x and y have to be equally long; there are {_size(xs)} and {len(ys)}")
    return [{"x": x, "y": y} | ({"series": name} if name else {}) for x, y in zip(xs, ys, strict=True)]


def _size(value: Any) -> str:
    return str(len(value)) if isinstance(value, list) else f"a {type(value).__name__}"


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _recorded(records: list[Row], options: Row) -> Points:
    x, y, by = options.get("x"), options.get("y"), options.get("by")
    if not isinstance(x, str) or not isinstance(y, str):
        raise _UnfitError("records need the names of two of their fields: {x = 'name', y = 'name'}")
    missing = next((name for name in (x, y, *([by] if by else [])) if name not in records[0]), None)
    if missing is not None:
        raise _UnfitError(f"the first record has no field {missing!r}")
    rows = [
        {"x": record.get(x), "y": _number(record.get(y), y)} | ({"series": str(record.get(by))} if by else {})
        for record in records
    ]
    return Points(rows, x, y)


def _numbers(values: Any, name: str) -> list[float | None]:
    if not isinstance(values, list) or not values:
        raise _UnfitError(f"{name} has to be a table of numbers")
    return [_number(value, name) for value in values]


def _number(value: Any, name: str) -> float | None:
    """Return a number; what is none in a number's form is a gap."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _UnfitError(f"{name} has to be numbers; one is {value!r}")
    return value


def _of_points(kind: str, data: list[Any], options: Row) -> Bundle:
    points = _points(data, options)
    mark = {"type": "line"} if kind == "line" else {"type": "point", "filled": True}
    is_number = all(isinstance(row["x"], int | float) for row in points.rows)
    x: Row = {"field": "x", "type": "ordinal", "sort": None}
    if is_number:
        x = {"field": "x", "type": "quantitative", "scale": {"zero": False}}
    y = {"field": "y", "type": "quantitative", "scale": {"zero": False}}
    return _chart(mark, points, x, y, options, _points_text(kind, points, options))


def _points_text(kind: str, points: Points, options: Row) -> str:
    """Return each series as a line of blocks with its range."""
    series = points.series()
    width = max(map(len, series))
    lines = [str(options.get("title") or f"{kind}: {len(points.rows):,} points")]
    for name, rows in series.items():
        if kind == "scatter" and all(isinstance(row["x"], int | float) for row in rows):
            rows = sorted(rows, key=lambda row: row["x"])
        ys = [row["y"] for row in rows if row["y"] is not None]
        low, high = min(ys, default=0), max(ys, default=0)
        picked = [ys[place * len(ys) // min(len(ys), _TEXT_WIDTH)] for place in range(min(len(ys), _TEXT_WIDTH))]
        blocks = sparkline([1 + 7 * (y - low) / ((high - low) or 1) for y in picked])
        lines.append(f"{name.ljust(width)}  {blocks}  {_short(low)} … {_short(high)}")
    return "\n".join(lines)


def _short(number: float) -> str:
    return number_text(number) if isinstance(number, int) else f"{number:.4g}"


# ------------------------------------------------------------------------------------------------------------- bars


def _bars(data: list[Any], options: Row) -> Bundle:
    """Draw values by label: a table of both, labels and values, values alone, or records."""
    if len(data) == 1 and isinstance(data[0], dict):
        data = [list(data[0]), list(data[0].values())]
        order = sorted(range(len(data[0])), key=lambda place: str(data[0][place]))
        data = [[one[place] for place in order] for one in data]
    points = _points(data, options)
    axis = {"labelAngle": 0} if len(points.rows) <= _LEVEL_LABELS else {}
    x = {"field": "x", "type": "nominal", "sort": None, "axis": axis}
    y = {"field": "y", "type": "quantitative"}
    extra = {"xOffset": {"field": "series"}} if "series" in points.rows[0] else {}
    labels = [f"{row['x']}" + (f" {row['series']}" if "series" in row else "") for row in points.rows]
    text = _bars_text(labels, [row["y"] or 0 for row in points.rows], options, "bars")
    return _chart({"type": "bar"}, points, x, y, options, text, extra)


def _bars_text(labels: Sequence[str], values: Sequence[float], options: Row, kind: str) -> str:
    width, highest = max(map(len, labels)), max(map(abs, values))
    lines = [str(options.get("title") or f"{kind}: {len(values)}")]
    bars = zip(labels, values, strict=True)
    return "\n".join(
        lines + [f"{label.rjust(width)}  {bar_text(abs(value), highest)} {_short(value)}" for label, value in bars]
    )


def _histogram(data: list[Any], options: Row) -> Bundle:
    """Draw how many of the values fall into each of `bins` equal intervals."""
    if len(data) != 1:
        raise _UnfitError("expected one table of numbers")
    values = [value for value in _numbers(data[0], "data") if value is not None]
    bins = options.get("bins", max(1, math.ceil(math.log2(len(values) + 1)) + 1))
    if isinstance(bins, bool) or not isinstance(bins, int) or not 1 <= bins <= 1000:
        raise _UnfitError(f"bins is {bins!r}; it may be 1 to 1000")
    low, high = min(values, default=0), max(values, default=0)
    step = (high - low) / bins or 1
    counts = [0] * bins
    for value in values:
        counts[min(bins - 1, int((value - low) / step))] += 1
    rows = [{"x": low + place * step, "x2": low + (place + 1) * step, "y": count} for place, count in enumerate(counts)]
    x = {"field": "x", "type": "quantitative", "bin": {"binned": True, "step": step}, "scale": {"zero": False}}
    labels = [f"{_short(row['x'])} … {_short(row['x2'])}" for row in rows]
    text = _bars_text(labels, counts, options, f"histogram of {len(values):,} values, bins")
    extra = {"x2": {"field": "x2"}}
    return _chart(
        {"type": "bar"}, Points(rows, "value", "count"), x, {"field": "y", "type": "quantitative"}, options, text, extra
    )


# ---------------------------------------------------------------------------------------------------------- heatmap


def _heatmap(data: list[Any], options: Row) -> Bundle:
    """Draw a matrix, its first row at the top."""
    if len(data) != 1 or not isinstance(data[0], list) or not all(isinstance(row, list) for row in data[0]):
        raise _UnfitError("expected a table of rows, each a table of numbers")
    rows = [_numbers(row, "a row") for row in data[0]]
    cells = [{"x": x, "y": y, "value": value} for y, row in enumerate(rows, 1) for x, value in enumerate(row, 1)]
    if not 1 <= len(cells) <= MAX_POINTS:
        raise _UnfitError(f"{len(cells):,} cells; 1 to {MAX_POINTS:,} are drawn")
    x = {"field": "x", "type": "ordinal", "axis": {"labelAngle": 0, "labelOverlap": True}}
    y = {"field": "y", "type": "ordinal", "axis": {"labelOverlap": True}}
    extra = {"color": {"field": "value", "type": "quantitative", "scale": {"scheme": "viridis"}, "title": None}}
    text = _heatmap_text(rows, options)
    return _chart({"type": "rect"}, Points(cells, "column", "row"), x, y, options, text, extra)


def _heatmap_text(rows: list[list[float | None]], options: Row) -> str:
    known = [value for value in chain.from_iterable(rows) if value is not None]
    low, high = min(known, default=0), max(known, default=0)
    lines = [str(options.get("title") or f"heatmap: {len(rows)} rows, {_short(low)} … {_short(high)}")]
    for row in rows[:_TEXT_WIDTH]:
        shades = (0 if value is None else round(4 * (value - low) / ((high - low) or 1)) for value in row[:_TEXT_WIDTH])
        lines.append("".join(_SHADES[shade] * 2 for shade in shades))
    return "\n".join(lines)


# ------------------------------------------------------------------------------------------------------------ charts


def _chart(mark: Row, points: Points, x: Row, y: Row, options: Row, text: str, extra: Row | None = None) -> Bundle:
    """Return a chart as specification, drawing and text."""
    encoding: Row = {
        "x": x | {"title": str(options.get("xlabel", points.x_name))},
        "y": y | {"title": str(options.get("ylabel", points.y_name))},
        "tooltip": [{"field": name} for name in points.rows[0]],
    }
    if options.get("log") and y["type"] == "quantitative":
        encoding["y"]["scale"] = {"type": "log"}
    if "series" in points.rows[0]:
        encoding["color"] = {"field": "series", "title": None}
    specification = {
        "$schema": _SCHEMA,
        "width": _extent(options, "width", 480),
        "height": _extent(options, "height", 280),
        "data": {"values": list(points.rows)},
        "mark": mark,
        "encoding": encoding | (extra or {}),
    } | ({"title": str(options["title"])} if "title" in options else {})
    drawing = _drawn(specification)
    plain = text if drawing else f"{text}\n({INSTALL})"
    return {"text/plain": plain} | _forms(specification, drawing)


def _extent(options: Row, name: str, default: int) -> int:
    value = options.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 20 <= value <= 4000:
        raise _UnfitError(f"{name} is {value!r}; it may be 20 to 4000 pixels")
    return int(value)


def _drawn(specification: Row) -> str:
    """Return a chart as SVG, or nothing where vl-convert is not installed."""
    try:
        import vl_convert
    except ImportError:
        return ""
    drawing: str = vl_convert.vegalite_to_svg(specification, vl_version=_DRAWN_BY)
    return _themed(drawing)


def _themed(drawing: str) -> str:
    """Return a drawing whose ground and texts follow the page it is part of, or else can be read on any ground.

    A page that shows it as a picture, as nbconvert's do, gives it no colours; what knows no var() draws black on white.
    """
    head, found, rest = drawing.partition(">")
    return head.replace('class="marks"', f'class="marks {_THEMED}"', 1) + found + _THEME + rest


def _forms(specification: Row, drawing: str) -> Bundle:
    """Return a chart's forms besides its text; Voila draws a specification with an error below it."""
    is_voila = os.environ.get("SERVER_SOFTWARE", "").startswith("voila/")
    drawn: Bundle = {"image/svg+xml": drawing} if drawing else {}
    return drawn if drawn and is_voila else {VEGALITE: specification} | drawn


_DRAWERS: dict[str, Callable[[list[Any], Row], Bundle]] = {
    "line": lambda data, options: _of_points("line", data, options),
    "scatter": lambda data, options: _of_points("scatter", data, options),
    "bar": _bars,
    "hist": _histogram,
    "heatmap": _heatmap,
}
