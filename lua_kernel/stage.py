"""Where running Lua shows things: the page, by the session's ports, behind what was printed before.

What a library's function refuses it refuses here in one way: with a message that says what the function takes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interpreter import CallError, Interpreter, LuaValue, PythonObject

from .display import Bundle

if TYPE_CHECKING:
    from interpreter import ErrorReport


@dataclass(frozen=True, slots=True)
class Stage:
    """Show bundles while a cell runs."""

    lua: Interpreter
    """The interpreter whose cell runs."""
    show: Callable[[Bundle, str], None]
    """Shows a bundle under an identifier; "" is none."""
    update: Callable[[Bundle, str], None]
    """Shows a bundle in place of the one shown under that identifier."""
    clear: Callable[[bool], None]
    """Takes away what the cell has shown; True: when the next thing is shown."""
    flush: Callable[[], None]
    """Sends what was printed."""
    fail: Callable[[ErrorReport], None]
    """Shows what ended a run that no cell waits for."""
    ask: Callable[[str, bool], str]
    """Asks the reader for a line, with a prompt; True: hidden while typed. Raises EOFError or InputRefusedError."""

    def interruptible(self) -> AbstractContextManager[None]:
        """Let a signal end what is worked out for Lua meanwhile, which reads Lua's tables and shows nothing."""
        return self.lua.lent()

    def present(self, shown: Bundle, display_id: str = "") -> None:
        """Show a bundle, behind what was printed."""
        self.lua.flush()
        self.show(shown, display_id)

    def replace(self, shown: Bundle, display_id: str) -> None:
        """Show a bundle in place of another."""
        self.lua.flush()
        self.update(shown, display_id)

    def wipe(self, wait: bool) -> None:
        """Take away what the cell has shown."""
        self.lua.flush()
        self.clear(wait)


def type_name(value: object) -> str:
    """Return Lua's name of a value's type."""
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, bytes):
        return "string"
    return "userdata" if isinstance(value, PythonObject) else value.type if isinstance(value, LuaValue) else "function"


def argument_error(number: int, function: str, wanted: str, given: object) -> CallError:
    """Return the refusal of one argument."""
    return CallError(f"bad argument #{number} to '{function}' ({wanted} expected, got {type_name(given)})")


def string_argument(values: tuple[object, ...], number: int, function: str) -> bytes:
    """Return an argument that has to be a string."""
    value = _argument(values, number)
    if not isinstance(value, bytes):
        raise argument_error(number, function, "string", value)
    return value


def number_argument(values: tuple[object, ...], number: int, function: str) -> float:
    """Return an argument that has to be a number."""
    value = _argument(values, number)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise argument_error(number, function, "number", value)
    return value


def table_argument(values: tuple[object, ...], number: int, function: str) -> LuaValue:
    """Return an argument that has to be a table."""
    return _lua_argument(values, number, function, "table")


def function_argument(values: tuple[object, ...], number: int, function: str) -> LuaValue:
    """Return an argument that has to be a function of Lua."""
    return _lua_argument(values, number, function, "function")


def _lua_argument(values: tuple[object, ...], number: int, function: str, wanted: str) -> LuaValue:
    value = _argument(values, number)
    if not isinstance(value, LuaValue) or value.type != wanted:
        raise argument_error(number, function, wanted, value)
    return value


def _argument(values: tuple[object, ...], number: int) -> object:
    return values[number - 1] if len(values) >= number else None
