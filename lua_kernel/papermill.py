"""Papermill's parameters in Lua: Python's values as Lua text, and the parameters that a cell declares.

Papermill finds no translators of other packages by itself, but it loads the engines that packages announce; what is
announced for it here registers the translator and is its own engine. Papermill is not imported before it asks, nor is
the interpreter: papermill loads this for notebooks of every language.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .tokens import KEYWORDS

LANGUAGE = "lua"

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\"\\\ud800-\udfff]")
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_LEAST_INTEGER = -(2**63)
_TYPES = {
    "Number": "number", "Unary": "number", "String": "string", "Table": "table", "Function": "function",
    "True_": "boolean", "False_": "boolean", "Nil": "NoneType",
}  # fmt: skip
"""The type of a value, by its node in the syntax tree; papermill calls nil's so, and what is unknown "None"."""


def translated(value: object) -> str:
    """Return a value as Lua text; what Lua has nothing like is the string that Python makes of it."""
    match value:
        case None:
            return "nil"
        case bool():
            return "true" if value else "false"
        case int():
            return "math.mininteger" if value == _LEAST_INTEGER else str(value)
        case float():
            return _float(value)
        case bytes() | bytearray():
            return '"' + "".join(f"\\x{byte:02x}" for byte in value) + '"'
        case Mapping():
            return "{" + ", ".join(f"{_key(key)} = {translated(field)}" for key, field in value.items()) + "}"
        case list() | tuple():
            return "{" + ", ".join(translated(item) for item in value) + "}"
    return '"' + _UNSAFE.sub(_escape, str(value)) + '"'


def _float(value: float) -> str:
    if math.isinf(value):
        return "math.huge" if value > 0 else "-math.huge"
    return "-(0/0)" if math.isnan(value) else repr(value)


def _escape(unsafe: re.Match[str]) -> str:
    code = ord(unsafe[0])
    return _ESCAPES.get(unsafe[0]) or (f"\\u{{{code:X}}}" if code > 0xFF else f"\\{code:03}")


def _key(key: object) -> str:
    """Return a field's key as a table constructor takes it; raise ValueError for one that no table has."""
    if key is None or key != key:
        raise ValueError(f"a key is {key!r}; a Lua table has no such key")
    return str(key) if _is_name(key) else f"[{translated(key)}]"


def _is_name(key: object) -> bool:
    return isinstance(key, str) and _NAME.fullmatch(key) is not None and key not in KEYWORDS


class LuaTranslator:
    """Write and read cells of parameters, as papermill's own translators do for other languages."""

    @classmethod
    def codify(cls, parameters: Mapping[str, object], comment: str = "Parameters") -> str:
        """Return the cell that gives each parameter its value."""
        lines = [f"-- {line}".rstrip() for line in comment.splitlines()]
        lines += [f"{_variable(name)} = {translated(value)}" for name, value in parameters.items()]
        return "\n".join([*lines, ""])

    @classmethod
    def inspect(cls, parameters_cell: Any) -> list[Any]:
        """Return what a cell's assignments declare; nothing where it does not parse."""
        from papermill.models import Parameter

        return [Parameter(*declared) for declared in _declared(parameters_cell["source"])]


def _variable(name: str) -> str:
    return name if _is_name(name) else f"_G[{translated(name)}]"


def _declared(source: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, type, text of the value and comment of what a cell's assignments declare."""
    from interpreter import LuaSyntaxError, parse

    text = source.encode("utf-8", "surrogatepass")
    try:
        statements = parse(text).main.body.statements
    except LuaSyntaxError:
        return
    for statement in statements:
        targets = getattr(statement, "variables", None) or getattr(statement, "targets", None) or []
        for target, value in zip(targets, getattr(statement, "values", ()), strict=False):
            if hasattr(target, "name"):  # a field of a table is no parameter
                written = text[value.start : value.end].decode("utf-8", "surrogatepass")
                kind = _TYPES.get(type(value).__name__, "None")
                yield target.name.decode(), kind, written, _comment(text, statement.end)


def _comment(text: bytes, end: int) -> str:
    """Return the comment behind a statement on its line."""
    line = text[end:].partition(b"\n")[0].decode("utf-8", "surrogatepass")
    found = re.fullmatch(r"\s*[;,]?\s*--+\s*(.*?)\s*", line)
    return found[1] if found else ""


def __getattr__(name: str) -> Any:
    """Register the translator when papermill loads its engines, of which `engine` is announced as one."""
    if name != "engine":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from papermill.engines import NBClientEngine
    from papermill.translators import papermill_translators

    papermill_translators.register(LANGUAGE, LuaTranslator)
    return NBClientEngine
