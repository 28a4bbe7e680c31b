"""Values between the two languages: what Lua hands over in Python's form, and the other way.

A Lua string is a `str` where it is UTF-8, else `bytes`. A table is copied: a sequence becomes a list, any other a dict.
What Python gives becomes Lua's own where Lua has the like (None, numbers of 64 bits, text, bytes), else a userdata that
holds the object. Metatables are not asked.
"""

from __future__ import annotations

import math
import sys
from typing import Any

from interpreter import CallError, Interpreter, LuaError, LuaValue, PythonObject

MAX_DEPTH = 100
_LEAST, _MOST = -(2**63), 2**63 - 1


def text_or_bytes(data: bytes) -> str | bytes:
    """Return a Lua string in Python's form."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data


class LuaFunction:
    """A Lua function as Python calls it, from any thread: one run of Lua at a time, the others wait."""

    def __init__(self, lua: Interpreter, function: LuaValue) -> None:
        """Hold `function` of `lua`."""
        self._lua = lua
        self.lua_value = function

    def __call__(self, *arguments: object, **named: object) -> Any:
        """Return what the function returns: None, a value, or a tuple of several; keywords come as a last table."""
        given = [to_lua(one) for one in arguments] + ([{k: to_lua(v) for k, v in named.items()}] if named else [])
        try:
            with self._lua.lock:
                results = tuple(to_python(self._lua, value) for value in self._lua.call(self.lua_value, *given))
        except LuaError as error:
            if error.kind == "interrupt":
                raise KeyboardInterrupt from None
            raise
        return results[0] if len(results) == 1 else results or None

    def __repr__(self) -> str:
        return f"<Lua {self.lua_value.text().decode('utf-8', 'backslashreplace')}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LuaFunction) and self.lua_value == other.lua_value

    def __hash__(self) -> int:
        return hash(self.lua_value)


def to_python(lua: Interpreter, value: object, depth: int = 0) -> Any:
    """Return what a Lua value is in Python; raise CallError for tables nested too deep, or in themselves."""
    if isinstance(value, bytes):
        return text_or_bytes(value)
    if isinstance(value, PythonObject):
        return value.value
    if not isinstance(value, LuaValue):
        return value
    if value.type == "function":
        return LuaFunction(lua, value)
    return _container(lua, value, depth + 1) if value.type == "table" else value


def _container(lua: Interpreter, table: LuaValue, depth: int) -> list[Any] | dict[Any, Any]:
    if depth > MAX_DEPTH:
        raise CallError("a table that is nested too deep, or in itself, has no form in Python")
    pairs = table.items()
    if all(type(key) is int for key, _ in pairs) and {key for key, _ in pairs} == set(range(1, len(pairs) + 1)):
        return [to_python(lua, item, depth) for _, item in sorted(pairs, key=lambda pair: pair[0])]
    return {to_python(lua, key, depth): to_python(lua, item, depth) for key, item in pairs}


def to_lua(value: Any) -> object:
    """Return what an interpreter turns into the Lua form of a Python value."""
    if value is None or isinstance(value, bool | float | bytes | LuaValue | PythonObject):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape" if _has_escapes(value) else "surrogatepass")
    if isinstance(value, int):
        return int(value) if _LEAST <= value <= _MOST else held(value)
    if isinstance(value, LuaFunction):
        return value.lua_value
    if isinstance(value, memoryview) and value.format == "B":  # what a page sends to a widget as bytes
        return value.tobytes()
    scalar = _scalar(value)
    return held(value) if scalar is None else to_lua(scalar)


def held(value: Any) -> PythonObject:
    """Return an object as Lua holds it; a large one makes Lua collect sooner."""
    size = getattr(value, "nbytes", None)
    return PythonObject(value, size if isinstance(size, int) and size > 0 else sys.getsizeof(value, 0))


def _scalar(value: Any) -> Any:
    """Return the Python number, text or truth of one of numpy's, or None for anything else."""
    if getattr(value, "shape", None) != () or not hasattr(value, "dtype") or not hasattr(value, "item"):
        return None
    found = value.item()
    return found if isinstance(found, bool | int | float | str | bytes) else None


def _has_escapes(text: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in text)


def table_of(value: Any, depth: int = 0) -> object:
    """Return containers as Lua tables, at every level; raise ValueError for what is nested too deep."""
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep for a table")
    if hasattr(value, "tolist") and hasattr(value, "dtype"):  # numpy's arrays, pandas' series
        value = value.tolist()
    if isinstance(value, dict):
        return {_key(key): table_of(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset | range):
        return [table_of(item, depth + 1) for item in value]
    return to_lua(value)


def _key(key: object) -> object:
    found = to_lua(key)
    if found is None or (isinstance(found, float) and math.isnan(found)):
        raise ValueError(f"a table has no key {key!r}")
    return found
