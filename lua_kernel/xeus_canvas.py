"""xeus-lua's canvas, drawn by ipycanvas: places and sizes are tables of two numbers too.

Imported, and ipycanvas with it, by the first canvas.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, ClassVar

import ipycanvas  # type: ignore[import-untyped]

from interpreter import CallError

from .conversion import table_of
from .python_bridge import Ready

_DRAWS = (
    "fill_rect", "stroke_rect", "clear_rect", "fill_arc", "fill_circle", "stroke_arc", "stroke_circle", "stroke_line",
    "begin_path", "close_path", "stroke", "fill", "move_to", "line_to", "rect", "arc", "ellipse", "arc_to",
    "quadratic_curve_to", "bezier_curve_to", "clip", "save", "restore", "translate", "rotate", "clear",
    "fill_text", "stroke_text", "scale", "set_line_dash",
)  # fmt: skip


_CHANCE = random.Random()  # noqa: S311 - colours are no secret


def _drawing(name: str) -> Callable[..., None]:
    """Return a method that takes points as tables too: their numbers are the arguments."""
    method = getattr(ipycanvas.Canvas, name)

    def draw(canvas: Any, *given: Any) -> None:
        spread: list[Any] = []
        for one in given:
            spread += one if isinstance(one, list) and name != "set_line_dash" else [one]
        method(canvas, *spread)

    return draw


def _cache(canvas: Any) -> None:
    """Hold back what is drawn until it is flushed."""
    if canvas.held is None:
        canvas.held = ipycanvas.hold_canvas()
        canvas.held.__enter__()


def _flush(canvas: Any) -> None:
    held, canvas.held = canvas.held, None
    if held is None:
        canvas.flush()
    else:
        held.__exit__(None, None, None)


def _with(canvas: Any, options: Any = None, function: Any = None) -> None:
    """Call a function while traits have other values: all of them, or none where one is refused."""
    changed = _traits(canvas, options)
    if not callable(function):
        raise CallError("with takes a table of traits and a function")
    before = {name: getattr(canvas, name) for name in changed}
    try:
        _assign(canvas, changed)
        function()
    finally:
        for name, value in before.items():
            setattr(canvas, name, value)


def _traits(canvas: Any, options: Any) -> dict[str, Any]:
    """Return what Lua gave as traits and their values."""
    if not options and isinstance(options, dict | list | None):
        return {}
    if not isinstance(options, dict):
        raise CallError("a canvas takes its traits by name, such as {fill_style = \"red\"}")
    wrong = next((n for n in options if not isinstance(n, str) or n[:1] == "_" or not canvas.has_trait(n)), None)
    if wrong is not None:
        raise CallError(f"Canvas has no trait {wrong!r}")
    return options


def _assign(canvas: Any, traits: dict[str, Any]) -> None:
    for name, value in traits.items():
        try:
            setattr(canvas, name, value)
        except Exception as error:
            raise CallError(str(error)) from None


def _with_save_and_restore(canvas: Any, options: Any = None, function: Any = None) -> None:
    def saved() -> None:
        canvas.save()
        try:
            function()
        finally:
            canvas.restore()

    _with(canvas, options, saved if callable(function) else None)


def _rotate_around(canvas: Any, point: Any, angle: float) -> None:
    x, y = point
    canvas.translate(x, y)
    canvas.rotate(angle)
    canvas.translate(-x, -y)


def _fill_background(canvas: Any, options: Any = None) -> None:
    _with(canvas, options, lambda: canvas.fill_rect(0, 0, canvas.width, canvas.height))


def _random_place(canvas: Any) -> Ready:
    return Ready(table_of([_CHANCE.randint(1, canvas.width), _CHANCE.randint(1, canvas.height)]))


def _random_color(canvas: Any) -> str:
    return f"rgb({_CHANCE.randint(50, 200)}, {_CHANCE.randint(50, 200)}, {_CHANCE.randint(50, 200)})"


class Canvas(ipycanvas.Canvas):  # type: ignore[misc]
    """A canvas as notebooks of xeus-lua draw on it."""

    held: Any = None
    """What holds back what is drawn; None: nothing does."""

    lua_methods: ClassVar[dict[str, Callable[..., Any]]] = {name: _drawing(name) for name in _DRAWS} | {
        "cache": _cache,
        "flush": _flush,
        "with": _with,
        "with_save_and_restore": _with_save_and_restore,
        "rotate_arround": _rotate_around,
        "fill_bg": _fill_background,
        "rand_coord": _random_place,
        "rand_color": _random_color,
    }
