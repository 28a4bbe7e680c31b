"""Draw the objects that a value leads to: boxes and arrows, and the same as indented text.

Tables are read raw, and nothing is called but what tells a function's upvalues. The graph is bounded in objects, depth
and fields, and says where it was cut. What is met a second time is one box, not two; an arrow that closes a cycle is
marked.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from interpreter import LuaValue

from . import charts
from .charts import Palette, drawing, label, path, rectangle
from .display import Bundle, Table, count, counted, decode, key_order, number_text, quoted, shortened, value_text

MAX_OBJECTS = 40
MAX_DEPTH = 6
MAX_FIELDS = 8
MAX_SORTED = 200
"""How many fields of one table are looked at to show the first."""
_MAX_TEXT = 24


@dataclass(frozen=True, slots=True)
class Arrow:
    """A field that leads to another object."""

    target: int
    """The number of that object, from 1."""
    is_first: bool
    """Whether the object was found by this arrow."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of an object's box."""

    key: str
    text: str
    """The value, where it is no object of the graph."""
    arrow: Arrow | None = None


@dataclass(slots=True)
class Box:
    """One object; its fields are filled in when its turn comes."""

    number: int
    """From 1, in the order found."""
    title: str
    depth: int
    """How many steps it is from the value."""
    fields: list[Field] = field(default_factory=list)
    is_cut: bool = False
    """Whether fields were left out."""


Upvalues = Callable[[LuaValue], Sequence[tuple[str, object]]]
"""Gives the names and values of the variables that a function has captured."""


class GraphBuilder:
    """Follow a value's references, breadth first; the table of globals is left closed, unless it is the value."""

    def __init__(self, root: LuaValue, global_table: LuaValue, upvalues: Upvalues) -> None:
        self._globals = global_table.address
        self._upvalues = upvalues
        self.boxes: list[Box] = []
        self._numbers: dict[int, int] = {}
        self._waiting: deque[tuple[Box, LuaValue]] = deque()
        self._enter(root, 0)
        while self._waiting:
            self._fill(*self._waiting.popleft())

    def _enter(self, value: LuaValue, depth: int) -> Box:
        box = Box(len(self.boxes) + 1, _title(value), depth)
        self.boxes.append(box)
        self._numbers[value.address] = box.number
        self._waiting.append((box, value))
        return box

    def _fill(self, box: Box, value: LuaValue) -> None:
        if value.type == "table":
            pairs = sorted(value.items(MAX_SORTED), key=lambda pair: key_order(pair[0]))
            box.is_cut = len(pairs) > MAX_FIELDS
            box.fields += [self._field(_key_text(key), one, box.depth) for key, one in pairs[:MAX_FIELDS]]
        elif value.type == "function":
            box.fields += [self._field(name, one, box.depth) for name, one in self._upvalues(value)]
        if value.type in ("table", "userdata") and value.metatable is not None:
            box.fields.append(self._field("metatable", value.metatable, box.depth))

    def _field(self, key: str, value: object, depth: int) -> Field:
        if not isinstance(value, LuaValue):
            return Field(key, _scalar_text(value))
        known = self._numbers.get(value.address)
        if known is not None:
            return Field(key, "", Arrow(known, is_first=False))
        if value.address == self._globals:
            return Field(key, "the table of globals")
        if len(self.boxes) >= MAX_OBJECTS or depth >= MAX_DEPTH:
            return Field(key, f"{_title(value)} …")
        return Field(key, "", Arrow(self._enter(value, depth + 1).number, is_first=True))


def _title(value: LuaValue) -> str:
    if value.type == "table":
        return f"table, length {count(value.length)}"
    if value.type == "function":
        facts = value.function_info()
        if facts["what"] == "C":
            return f"{facts['name'] if facts['name'] != '?' else 'function'} (builtin)"
        return f"function {facts['name'] or 'anonymous'}, line {facts['line']}"
    return decode(value.text())


def _scalar_text(value: object) -> str:
    if isinstance(value, bytes):
        return shortened(value, _MAX_TEXT)
    return number_text(value) if isinstance(value, int | float) and not isinstance(value, bool) else value_text(value)


def _key_text(key: object) -> str:
    if isinstance(key, bytes):
        text = quoted(key[:_MAX_TEXT])[1:-1]
        return text if len(key) <= _MAX_TEXT else text + "…"
    return f"[{decode(key.text()) if isinstance(key, LuaValue) else _scalar_text(key)}]"


def _arrows(boxes: Sequence[Box]) -> Iterator[tuple[Box, int, Arrow]]:
    """Yield (box, place of the field, arrow)."""
    for box in boxes:
        for place, one in enumerate(box.fields):
            if one.arrow is not None:
                yield box, place, one.arrow


def _reachable(boxes: Sequence[Box]) -> dict[int, set[int]]:
    """Return the numbers that each object's arrows lead to, however many steps away, itself only in a cycle."""
    next_to: dict[int, set[int]] = {box.number: set() for box in boxes}
    for box, _, arrow in _arrows(boxes):
        next_to[box.number].add(arrow.target)
    found: dict[int, set[int]] = {}
    for start in next_to:
        seen: set[int] = set()
        waiting = list(next_to[start])
        while waiting:
            number = waiting.pop()
            if number not in seen:
                seen.add(number)
                waiting += next_to[number]
        found[start] = seen
    return found


def _closing(boxes: Sequence[Box]) -> set[tuple[int, int]]:
    """Return the (from, to) of arrows that close a cycle: they lead back to where their own object came from."""
    reachable = _reachable(boxes)
    return {
        (box.number, arrow.target)
        for box, _, arrow in _arrows(boxes)
        if not arrow.is_first and (box.number in reachable[arrow.target] or box.number == arrow.target)
    }


# ------------------------------------------------------------------------------------------------------------- text


def graph_bundle(root: LuaValue, expression: str, global_table: LuaValue, upvalues: Upvalues) -> Bundle:
    """Return the objects a value leads to, as a drawing with its table, and as text."""
    boxes = GraphBuilder(root, global_table, upvalues).boxes
    title = f"{expression}: {counted(len(boxes), 'object')}"
    plain = "\n".join([title, *_lines(boxes)])
    return charts.chart_bundle(lambda palette: _draw(boxes, title, palette), plain, _table(boxes, title), folds=True)


def _lines(boxes: Sequence[Box]) -> Iterator[str]:
    """Yield the tree of first arrows as indented lines; other arrows name the object they lead to."""
    closing = _closing(boxes)
    waiting: list[tuple[str, Box | None, int]] = [(f"#1 {boxes[0].title}", boxes[0], 0)]
    while waiting:
        text, box, depth = waiting.pop()
        yield "  " * depth + text
        if box is not None:
            waiting += reversed([_line(one, box, boxes, closing, depth + 1) for one in box.fields])
            if box.is_cut:
                waiting.insert(len(waiting) - len(box.fields), ("…", None, depth + 1))


def _line(
    one: Field, box: Box, boxes: Sequence[Box], closing: set[tuple[int, int]], depth: int
) -> tuple[str, Box | None, int]:
    if one.arrow is None:
        return f"{one.key} = {one.text}", None, depth
    target = boxes[one.arrow.target - 1]
    if one.arrow.is_first:
        return f"{one.key} = #{target.number} {target.title}", target, depth
    return f"{one.key} = #{target.number} ({_mark(box, target, closing)})", None, depth


def _mark(box: Box, target: Box, closing: set[tuple[int, int]]) -> str:
    return "cycle" if (box.number, target.number) in closing else "shared"


def _table(boxes: Sequence[Box], title: str) -> Table:
    rows = [
        (f"#{box.number} {box.title}", one.key, one.text or _target_text(box, one, boxes))
        for box in boxes
        for one in box.fields
    ]
    return Table(title, ("object", "field", "value"), rows, left=frozenset([0, 1, 2]))


def _target_text(box: Box, one: Field, boxes: Sequence[Box]) -> str:
    assert one.arrow is not None
    mark = "" if one.arrow.is_first else f" ({_mark(box, boxes[one.arrow.target - 1], _closing(boxes))})"
    return f"→ #{one.arrow.target}{mark}"


# ---------------------------------------------------------------------------------------------------------- drawing

_DASHES = "stroke-dasharray:5 3"
_BOX_WIDTH, _GAP_X, _GAP_Y, _LINE = 220, 60, 16, 17
_TITLE_FITS, _LINE_FITS = 26, 29
"""How many characters of a wide font a box holds."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a box stands."""

    x: float
    y: float
    height: float


def _spots(boxes: Sequence[Box]) -> dict[int, Spot]:
    """Return each box's place: a column for each depth, from the top."""
    filled: dict[int, float] = {}
    spots = {}
    for box in boxes:
        height = _LINE * (1 + len(box.fields) + box.is_cut) + 8
        y = filled.get(box.depth, 4.0)
        spots[box.number] = Spot(4 + box.depth * (_BOX_WIDTH + _GAP_X), y, height)
        filled[box.depth] = y + height + _GAP_Y
    return spots


def _draw(boxes: Sequence[Box], title: str, palette: Palette) -> str:
    spots, closing = _spots(boxes), _closing(boxes)
    marks = [_box(box, spots[box.number], palette) for box in boxes]
    for box, place, arrow in _arrows(boxes):
        is_cycle = (box.number, arrow.target) in closing
        ends = (spots[box.number], spots[arrow.target])
        marks.append(_arrow(*ends, place, _lowest(*ends, spots.values()), palette, is_cycle=is_cycle))
    width = max(spot.x for spot in spots.values()) + _BOX_WIDTH + 40
    height = max(spot.y + spot.height for spot in spots.values()) + _BELOW + 2
    if closing:
        marks.append(_cycle_legend(height, palette))
        height += 22
    return drawing(title, "\n".join(_lines(boxes)).replace("\n", "; "), width, height, *marks)


def _cycle_legend(y: float, palette: Palette) -> str:
    line = path(f"M6 {y + 8:g}h30", palette.alert, extra=_DASHES)
    return line + label(42, y + 12, "closes a cycle", palette.text)


def _box(box: Box, spot: Spot, palette: Palette) -> str:
    title = _fitting(f"#{box.number} {box.title}", _TITLE_FITS)
    marks = [
        rectangle(spot.x, spot.y, _BOX_WIDTH, spot.height, "none", outline=palette.line, tip=box.title),
        label(spot.x + 6, spot.y + _LINE - 2, title, palette.text, extra="font-weight:bold"),
    ]
    for place, one in enumerate(box.fields):
        text = f"{one.key} = {one.text}" if one.arrow is None else one.key
        marks.append(label(spot.x + 6, _field_y(spot, place), _fitting(text, _LINE_FITS), palette.text))
    if box.is_cut:
        marks.append(label(spot.x + 6, _field_y(spot, len(box.fields)), "…", palette.text))
    return "".join(marks)


def _fitting(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _field_y(spot: Spot, place: int) -> float:
    return spot.y + _LINE * (place + 2) - 2


def _lowest(start: Spot, end: Spot, spots: Iterable[Spot]) -> float:
    """Return the lower side of what a road back passes below: its own box, or all of the columns it crosses."""
    columns = [spot for spot in spots if end.x < spot.x <= start.x]
    crossed = columns if any(spot.x < start.x for spot in columns) else [start]
    return max(spot.y + spot.height for spot in crossed)


def _arrow(start: Spot, end: Spot, place: int, lowest: float, palette: Palette, *, is_cycle: bool) -> str:
    """Return an arrow from a field to a box further right, else round to that box's right side."""
    x, y = start.x + _BOX_WIDTH - 8, _field_y(start, place) - 4
    forward = end.x > start.x
    to_x, to_y = (end.x, end.y + 12) if forward else (end.x + _BOX_WIDTH, end.y + 12)
    curve = f"C{x + 40:g} {y:g} {to_x - 40:g} {to_y:g} {to_x:g} {to_y:g}"
    road = curve if forward else _road_back(start, end, lowest, to_y)
    colour, dashes = (palette.alert, _DASHES) if is_cycle else (palette.busy, "")
    head = 6 if forward else -6
    tip = f"M{to_x - head:g} {to_y - 4:g}L{to_x:g} {to_y:g}L{to_x - head:g} {to_y + 4:g}"
    line = path(f"M{x:g} {y:g}{road}", colour, extra=dashes, tip="cycle" if is_cycle else "")
    return rectangle(x - 2, y - 2, 4, 4, colour) + line + path(tip, colour)


_AWAY, _BELOW = 14, 7
"""How far from the boxes' right sides and from their lower sides a road back goes."""


def _road_back(start: Spot, end: Spot, lowest: float, to_y: float) -> str:
    """Return a road through the gaps between boxes, so that it crosses no text."""
    out, side = start.x + _BOX_WIDTH + _AWAY, end.x + _BOX_WIDTH + _AWAY
    below = f"V{lowest + _BELOW:g}H{side:g}" if side < out else ""
    return f"H{out:g}{below}V{to_y:g}H{end.x + _BOX_WIDTH:g}"
