"""What cells gave: `Out`, `_` and `_1`, `_2` … in Lua's globals.

A cell's first value is kept; nil is none. Only the last ones are kept, so that a long session does not hold everything
it has ever shown.
"""

from collections import deque

from interpreter import Interpreter, LuaValue

KEPT_RESULTS = 100


class Results:
    """Keep the last results of one interpreter."""

    def __init__(self, lua: Interpreter) -> None:
        """Make the global `Out`."""
        self._lua = lua
        self._numbers: deque[int] = deque()
        self._last: object = None
        table = lua.make({})
        assert isinstance(table, LuaValue)
        self._table = table
        lua.set_global("Out", table)

    def add(self, number: int, value: object) -> None:
        """Keep the result of the cell with that number."""
        if value is None:
            return
        if number in self._numbers:
            self._numbers.remove(number)
        self._numbers.append(number)
        self._table.set(number, value)
        self._lua.set_global(f"_{number}", value)
        self._set_last(value)
        while len(self._numbers) > KEPT_RESULTS:
            self._drop(self._numbers.popleft())

    def clear(self) -> None:
        """Keep none of them."""
        while self._numbers:
            self._drop(self._numbers.popleft())
        self._set_last(None)

    def _drop(self, number: int) -> None:
        self._table.set(number, None)
        self._lua.set_global(f"_{number}", None)

    def _set_last(self, value: object) -> None:
        """Let `_` be the last result, unless a cell has made something else of it."""
        if self._lua.globals.get("_") in (None, self._last):
            self._lua.set_global("_", value)
            self._last = value
