"""Show one value richly: tables as foldable trees, arrays of records as tables, matrices as grids → MIME bundle.

Pure functions over Lua values, bounded in depth, width and total like their text; nothing here calls Lua. What fits one
line stays a line of text.
"""

from __future__ import annotations

from collections.abc import Sequence

from interpreter import LuaValue

from . import display
from .display import MAX_DEPTH, MAX_ITEMS, MAX_TOTAL, Bundle, Table, bundle, element, escape

MAX_COLUMNS = 20
MAX_CELL = 200
"""How many bytes of a string stand in a cell."""

_CODE = f"{display.MONOSPACE};white-space:pre-wrap"
_INSIDE = "margin-left:1.4em"


def value_bundle(value: object) -> Bundle:
    """Return a value as text and, where that has several lines, as HTML."""
    plain = display.value_text(value)
    if not isinstance(value, LuaValue) or value.type != "table" or "\n" not in plain:
        return bundle(plain)
    table = _records(value) or _matrix(value)
    return bundle(plain, TreeWriter().write(value)) if table is None else table.bundle()


# ----------------------------------------------------------------------------------------------- records and grids


def _rows(table: LuaValue) -> list[dict[object, object]]:
    """Return the fields of each item of an array of tables that hold no tables; none for anything else."""
    pairs = table.items(MAX_ITEMS + 1)
    keys = [key for key, _ in pairs]
    if len(pairs) < 2 or set(keys) != set(range(1, len(keys) + 1)) or any(isinstance(key, bool) for key in keys):
        return []
    rows = []
    for _, item in sorted(pairs, key=lambda pair: display.key_order(pair[0])):
        if not isinstance(item, LuaValue) or item.type != "table" or item.metatable is not None:
            return []
        rows.append(dict(item.items(MAX_COLUMNS + 1)))
    return rows if all(row and not any(map(_is_table, row.values())) for row in rows) else []


def _is_table(value: object) -> bool:
    return isinstance(value, LuaValue) and value.type == "table"


def _records(table: LuaValue) -> Table | None:
    """Return an array of records as a table with a column for each field, or None for what is no such array."""
    rows = _rows(table)
    names = {key for row in rows for key in row}
    if not rows or len(names) > MAX_COLUMNS or not all(isinstance(name, bytes) for name in names):
        return None
    columns = sorted(names, key=display.key_order)
    return _grid(table, rows, columns, [_cell_text(name) for name in columns])


def _matrix(table: LuaValue) -> Table | None:
    """Return an array of equally long arrays as a grid, or None for what is no such array."""
    rows = _rows(table)
    width = len(rows[0]) if rows else 0
    columns: list[object] = list(range(1, width + 1))
    if not 2 <= width <= MAX_COLUMNS or any(set(row) != set(columns) for row in rows):
        return None
    return _grid(table, rows, columns, [str(column) for column in columns])


def _grid(table: LuaValue, rows: list[dict[object, object]], columns: Sequence[object], headings: list[str]) -> Table:
    shown = rows[:MAX_ITEMS]
    cells = [(str(number), *(_cell(row.get(column)) for column in columns)) for number, row in enumerate(shown, 1)]
    texts = {
        place for place, column in enumerate(columns, 1) if any(isinstance(row.get(column), bytes) for row in shown)
    }  # fmt: skip
    caption = f"{display.counted(table.length, 'row')}, {display.counted(len(columns), 'column')}"
    note = display.more_text(table.length) if len(rows) > MAX_ITEMS else ""
    return Table(caption, ("", *headings), cells, left=frozenset([0]) | texts, note=note)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return _cell_text(value) if isinstance(value, bytes) else display.value_text(value)


def _cell_text(data: object) -> str:
    """Return a string without its quotes, on one line."""
    assert isinstance(data, bytes)
    return display.quoted(data[:MAX_CELL])[1:-1] + ("…" if len(data) > MAX_CELL else "")


# ------------------------------------------------------------------------------------------------------------ trees


class TreeWriter:
    """Write one table as HTML that folds, bounded like its text."""

    def __init__(self) -> None:
        self._left = MAX_TOTAL

    def write(self, table: LuaValue) -> str:
        """Return the table, unfolded one level."""
        return element("div", self._item("", table, 0, ()), style=_CODE)

    def _item(self, key: str, value: object, depth: int, around: tuple[int, ...]) -> str:
        """Return one field, `depth` levels down, inside the tables at the addresses `around`."""
        self._left -= 1
        if not isinstance(value, LuaValue) or value.type != "table":
            return _line(key, display.ValueWriter().write(value, depth=1))
        if value.address in around:
            return _line(key, display.cycle_text(len(around) - around.index(value.address)))
        pairs = value.items(MAX_ITEMS + 1)
        if not pairs or depth >= MAX_DEPTH or self._left <= 0:
            return _line(key, "{…}" if pairs else "{}")
        return self._fold(key, value, pairs, depth, (*around, value.address))

    def _fold(
        self, key: str, table: LuaValue, pairs: list[tuple[object, object]], depth: int, around: tuple[int, ...]
    ) -> str:
        items = [
            self._item(display.key_text(name), value, depth + 1, around)
            for _, name, value in display.in_order(pairs[:MAX_ITEMS])
        ]
        if len(pairs) > MAX_ITEMS:
            items.append(_line("", display.more_text(table.length)))
        summary = f"{key + ' = ' if key else ''}{_size(pairs)}"
        return display.foldable(summary, element("div", *items, style=_INSIDE), is_open=depth == 0)


def _line(key: str, text: str) -> str:
    return element("div", escape(f"{key} = {text}" if key else text))


def _size(pairs: Sequence[object]) -> str:
    items = f"more than {MAX_ITEMS} items" if len(pairs) > MAX_ITEMS else display.counted(len(pairs), "item")
    return f"table, {items}"
