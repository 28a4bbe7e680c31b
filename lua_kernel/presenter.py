"""Turn values into MIME bundles as they want to be shown: by __mime, __tostring and __name, by Python's own forms.

Unlike display, this calls Lua: metamethods, while nothing else runs or from the running cell. What they get wrong
becomes part of the text, never an error of the cell.
"""

from __future__ import annotations

from collections.abc import Sequence

from interpreter import Interpreter, LuaError, LuaValue, PythonObject

from . import display, python_view
from .display import Bundle, bundle, decode
from .values_view import value_bundle


class Presenter:
    """Show the values of one interpreter."""

    def __init__(self, lua: Interpreter) -> None:
        """Call the metamethods of `lua`."""
        self._lua = lua

    def values(self, values: Sequence[object]) -> Bundle:
        """Return what a cell's last expression gave; several values are a line of texts."""
        if len(values) == 1:
            return self.value(values[0])
        texts = [self.value(value)["text/plain"] for value in values]
        return bundle(("\n" if any("\n" in text for text in texts) else "\t").join(texts))

    def value(self, value: object) -> Bundle:
        """Return one value in every form it has."""
        if isinstance(value, PythonObject):
            return python_view.python_bundle(value.value)
        if not isinstance(value, LuaValue) or value.metatable is None:
            return value_bundle(value)
        described = self._described(value, value.metatable)
        if value.metatable.get("__mime") is None:
            return value_bundle(value) if described is None else bundle(described)
        plain = display.value_text(value) if described is None else described
        return bundle(plain) | self._own_forms(value, value.metatable.get("__mime"), plain)

    def _described(self, value: LuaValue, metatable: LuaValue) -> str | None:
        """Return the text that a value's __tostring or __name gives it, or None."""
        if metatable.get("__tostring") is None and metatable.get("__name") is None:
            return None
        try:
            return decode(self._lua.tostring(value))
        except LuaError as error:
            return f"{decode(value.text())} (error in __tostring: {error.message})"

    def _own_forms(self, value: LuaValue, method: object, plain: str) -> Bundle:
        """Return what __mime gives: a table of contents by MIME type."""
        try:
            given = self._lua.call(method, value)
        except LuaError as error:
            return bundle(f"{plain} (error in __mime: {error.message})")
        if not given or not isinstance(given[0], LuaValue) or given[0].type != "table":
            return bundle(f"{plain} (__mime gave no table of contents by MIME type)")
        return mime_forms(given[0])


def mime_forms(table: LuaValue) -> Bundle:
    """Return a Lua table of contents by MIME type as Python has it."""
    return {decode(kind): content_form(decode(kind), item) for kind, item in table.items() if isinstance(kind, bytes)}


def content_form(kind: str, value: object) -> object:
    """Return one content as a message carries it: JSON as it is, pictures in base64, anything else as text."""
    if kind.endswith("json"):
        return json_value(value)
    if not isinstance(value, bytes):
        return display.value_text(value)
    is_media = kind.startswith(("image/", "audio/", "video/")) and not kind.endswith("xml")
    is_binary = is_media or kind.endswith("/pdf")
    return python_view.encoded(value) if is_binary else decode(value)


def json_value(value: object, around: tuple[int, ...] = ()) -> object:
    """Return a Lua value as JSON; a table that holds itself is cut there, what JSON lacks becomes text."""
    if isinstance(value, bytes):
        return decode(value)
    if isinstance(value, PythonObject):
        return python_view.json_form(value.value)
    if not isinstance(value, LuaValue):
        return python_view.json_form(value)
    if value.type != "table" or value.address in around or len(around) >= _MAX_JSON_DEPTH:
        return decode(value.text())
    inner = (*around, value.address)
    pairs = value.items()
    if all(type(key) is int for key, _ in pairs) and {key for key, _ in pairs} == set(range(1, len(pairs) + 1)):
        in_order = sorted(pairs, key=lambda pair: display.key_order(pair[0]))
        return [json_value(item, inner) for _, item in in_order]
    return {_json_key(key): json_value(item, inner) for key, item in pairs}


_MAX_JSON_DEPTH = 100


def _json_key(key: object) -> str:
    return decode(key) if isinstance(key, bytes) else display.value_text(key)
