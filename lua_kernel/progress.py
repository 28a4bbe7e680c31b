"""The global `progress`: a bar that goes with a loop, in pages, consoles and converted notebooks.

`for x in progress(iterable_or_n, "label") do`: one bar a loop, changed in place at most ten times a second, and ended
by the loop's to-be-closed value however the loop is left.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from interpreter import CallError, Interpreter, LuaValue, PythonObject

from .conversion import to_lua
from .display import Bundle, bundle, count, decode, duration, element, escape
from .stage import Stage, type_name

INTERVAL_S = 0.1
_CLOSER = "local setmetatable, close = ... return setmetatable({}, {__close = close})"


class Bar:
    """One loop's bar."""

    def __init__(self, stage: Stage, label: str, total: int | None) -> None:
        """Show a bar; `total` is None where nobody knows how many steps there are."""
        self._stage = stage
        self._label = label
        self._total = total
        self._done = 0
        self._display_id = uuid.uuid4().hex
        self._started_s = self._shown_s = time.monotonic()
        self._is_over = False
        stage.present(self._bundle("…"), self._display_id)

    def advance(self) -> None:
        """Count a step, and show it if it is time."""
        self._done += 1
        if time.monotonic() - self._shown_s >= INTERVAL_S:
            self._shown_s = time.monotonic()
            self._stage.replace(self._bundle("…"), self._display_id)

    def close(self) -> None:
        """Show how far the loop came."""
        if not self._is_over:
            self._is_over = True
            is_whole = self._total is None or self._done >= self._total
            self._stage.replace(self._bundle("" if is_whole else " (left early)"), self._display_id)

    def _bundle(self, state: str) -> Bundle:
        took = duration(time.monotonic() - self._started_s)
        total = "" if self._total is None else f"/{count(self._total)}"
        figures = f"{count(self._done)}{total}, {took}{state if self._is_over else self._left()}"
        head = f"{self._label}: " if self._label else ""
        if self._total is None:
            return bundle(f"{head}{figures}", element("div", escape(head + figures)))
        from .charts import bar_text  # by few sessions

        share = bar_text(min(self._done, self._total), self._total or 1, 30)
        meter = element("progress", attributes=f'value="{min(self._done, self._total)}" max="{self._total or 1}"')
        return bundle(f"{head}▕{share}▏ {figures}", element("div", escape(head), meter, escape(f" {figures}")))

    def _left(self) -> str:
        """Return the time that the rest will take, once a guess has a ground."""
        passed_s = time.monotonic() - self._started_s
        if not self._total or not self._done or passed_s < 1:
            return "…"
        return f", about {duration(passed_s / self._done * max(0, self._total - self._done))} left"


class ProgressLibrary:
    """Make the function `progress`."""

    def __init__(self, lua: Interpreter, stage: Stage) -> None:
        """Show the bars of loops in `lua` on `stage`."""
        self._lua = lua
        self._stage = stage
        self._setmetatable = lua.globals.get("setmetatable")  # whatever Lua makes of the global

    def start(self, what: object = None, label: object = None, *rest: object) -> tuple[object, ...]:
        """Return the four values of a generic `for`: iterator, state, first control value, closer.

        `what` is a number of steps, a table to go through as ipairs does, a Python object, or an iterator of its own,
        after which its state and control value may follow the label.
        """
        if label is not None and not isinstance(label, bytes):
            raise CallError(f"bad argument #2 to 'progress' (the label, a string, expected, got {type_name(label)})")
        steps, total = self._steps(what, rest)
        bar = Bar(self._stage, decode(label or b""), total)
        return self._counting(steps, bar), None, None, self._closed_by(bar)

    def _closed_by(self, bar: Bar) -> object:
        """Return a to-be-closed value of Lua's own: Python objects have no metamethods where there is no `python`."""
        closer = self._lua.load(_CLOSER, "=progress")
        return self._lua.call(closer, self._setmetatable, lambda *_: bar.close())[0]

    def _steps(self, what: object, rest: tuple[object, ...]) -> tuple[Callable[[], object], int | None]:
        if isinstance(what, int | float) and not isinstance(what, bool) and what == what // 1:
            return _next_of(iter(range(1, int(what) + 1))), max(0, int(what))
        if isinstance(what, LuaValue) and what.type == "table":
            return _next_of(_items(what)), what.length
        if isinstance(what, PythonObject):
            size = len(what.value) if hasattr(what.value, "__len__") else None
            return _next_of(to_lua(item) for item in what.value), size
        if isinstance(what, LuaValue) and what.type == "function":
            return self._calling(what, rest), None
        raise CallError(f"bad argument #1 to 'progress' (number, table or iterator expected, got {type_name(what)})")

    def _calling(self, function: LuaValue, rest: tuple[object, ...]) -> Callable[[], object]:
        state, control = (*rest, None, None)[:2]

        def step() -> object:
            nonlocal control
            values = self._lua.call(function, state, control)
            control = values[0] if values else None
            return values if len(values) > 1 else control

        return step

    def _counting(self, steps: Callable[[], object], bar: Bar) -> Callable[..., object]:
        started = False

        def step(*_: object) -> object:
            nonlocal started
            if started:  # the step before is over
                bar.advance()
            started = True
            return steps()

        return step


def _next_of(items: Iterator[Any]) -> Callable[[], object]:
    return lambda: next(items, None)


def _items(table: LuaValue) -> Iterator[tuple[object, ...]]:
    """Yield positions and items as ipairs does."""
    place = 1
    while (item := table.get(place)) is not None:
        yield place, item
        place += 1
