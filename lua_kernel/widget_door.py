"""What Lua may do with Python's objects where the door to Python is shut: use widgets, by their traits, nothing else.

A widget's class, its methods at large and whatever its traits hold lead to all of Python, so that an object is only a
name here unless it is a widget; of that the public traits and a few harmless methods are given out, and containers as
Lua's own tables.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from interpreter import CallError

from .conversion import table_of
from .display import python_text
from .python_bridge import PythonBridge, Ready
from .widget_bridge import Method

_METHODS = frozenset(
    ["append_stderr", "append_stdout", "blur", "click", "close", "focus", "get_title", "set_title"]
)  # fmt: skip


class WidgetDoor(PythonBridge):
    """Make the metamethods of Python's objects for a session without Python."""

    def metatable(self) -> dict[str, Callable[..., object]]:
        """Return the metamethods that widgets need."""
        return {
            "__index": self._guarded(self._index),
            "__newindex": self._guarded(self._assign),
            "__call": self._call_object,
            "__eq": self._guarded(lambda one, other: one is other),
            "__tostring": self._guarded(lambda value, *_: python_text(value) if _is_widget(value) else "python"),
        }

    def _index(self, value: Any, name: Any) -> Any:
        if isinstance(value, Mapping) and isinstance(name, str):  # what a callback is told of a change
            return _given_out(value.get(name))
        own = self._own_method(value, name) if isinstance(name, str) else None
        if own is not None:
            return own
        if _is_widget(value) and name in _METHODS and hasattr(value, name):
            return Method(value, getattr(value, name))
        _check_trait(value, name)
        return _given_out(getattr(value, name))

    def _assign(self, value: Any, name: Any, item: Any) -> None:
        if isinstance(name, str) and self._own_assignment(value, name, item):
            return
        _check_trait(value, name)
        setattr(value, name, item)

    def _call_object(self, target: object, *given: object) -> object:
        if not isinstance(self._py(target), Method):
            raise CallError("a Python object cannot be called: this session has no Python")
        return super()._call_object(target, *given)


def _given_out(value: Any) -> Any:
    """Return a trait's value with nothing in it that can be asked further but widgets."""
    return Ready(table_of(value)) if isinstance(value, dict | list | tuple | set | frozenset) else value


def _is_widget(value: Any) -> bool:
    package = sys.modules.get("ipywidgets")
    return package is not None and isinstance(value, package.Widget)


def _check_trait(value: Any, name: Any) -> None:
    """Raise CallError for what is no public trait of a widget."""
    if not _is_widget(value):
        raise CallError("a Python object has no fields here: this session has no Python")
    known = sorted(trait for trait in value.trait_names() if not trait.startswith("_"))
    if name not in known:
        raise CallError(f"{type(value).__name__} has no trait {name!r}; it has {', '.join(known)}")
