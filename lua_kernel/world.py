"""What a session's names stand for: the globals, the locals that cells have left, the notebook's own libraries.

Completion and inspection look here. Tables are read raw, and nothing is called or created.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from interpreter import LuaValue, PythonObject

from .tokens import KEYWORDS

MAX_MEMBERS = 10_000
"""How many fields of one table are looked at."""
INDEX_DEPTH = 20
"""How many __index tables are followed from one value, in case they form a ring."""

_NAME = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Found:
    """What a dotted name leads to."""

    value: object
    """The value; None where there is none, but one is made when it is asked for."""
    title: str
    """The name under which the value is documented, or nothing."""


@dataclass(frozen=True, slots=True)
class World:
    """What a cell's names stand for when it is run."""

    global_table: LuaValue
    """The globals."""
    local_values: Mapping[str, object] = field(default_factory=dict)
    """The locals that earlier cells have left."""
    titles: Mapping[LuaValue, str] = field(default_factory=dict)
    """The names under which the notebook's own functions and the libraries' tables are documented."""
    folder: str | None = None
    """The only folder in which files are looked for; None: they are looked for everywhere."""

    def find(self, path: str) -> Found | None:
        """Return what a dotted name leads to, or None."""
        names = re.split("[.:]", path)
        owner: object = self.global_table
        value: object = owner
        if names[0] in self.local_values:
            value, names = self.local_values[names[0]], names[1:]
        elif names[0] == "_ENV":
            names = names[1:]
        for name in names:
            owner, value = value, self._field(self.index_of(value), name)
            if value is None:
                return self._made_when_asked(owner, name) if name == names[-1] else None
        return Found(value, self._title_of_field(owner, names[-1] if names else "", value))

    def find_field(self, owner: object, name: str) -> Found | None:
        """Return the field of a value, or None."""
        value = self._field(self.index_of(owner), name)
        return None if value is None else Found(value, self._title_of_field(owner, name, value))

    def resolve(self, path: str) -> object:
        """Return the value that a dotted name leads to, or None."""
        found = self.find(path)
        return found and found.value

    def _made_when_asked(self, owner: object, name: str) -> Found | None:
        """Return a widget's constructor, which stands in no table before it is asked for."""
        is_library = isinstance(owner, LuaValue) and self.titles.get(owner) == "widgets"
        return Found(None, f"widgets.{name}") if is_library else None

    def _title(self, value: object) -> str:
        if not isinstance(value, LuaValue) or value.type not in ("function", "table"):
            return ""
        if value in self.titles or value.type == "table":
            return self.titles.get(value, "")
        return _title_of_builtin(value)

    def _title_of_field(self, owner: object, name: str, value: object) -> str:
        """Return under which name a value is documented that stands in `owner`: its own, or that of its place."""
        title = self._title(value)
        is_global = owner == self.global_table
        place = name if is_global else f"{self._title(owner)}.{name}"
        if title:
            return place if _TWO_NAMES.get(place) == title else title
        is_named = isinstance(value, LuaValue) and value.type in ("function", "table") and value != self.global_table
        return place if not is_named or (self._title(owner) and kind_of(value) == "module") else ""

    def index_of(self, value: object) -> object:
        """Return the table in which a value's fields are looked up first: itself, or its metatable's __index."""
        if isinstance(value, bytes):
            return self.global_table.get("string")
        if isinstance(value, LuaValue) and value.type != "table":
            return _next_index(value)
        return value

    def _field(self, table: object, name: str) -> object:
        if isinstance(table, PythonObject):
            from .python_names import attribute

            return attribute(table.value, name)
        for holder in _index_chain(table):
            value = holder.get(name)
            if value is not None:
                return value
        return None

    def members(self, table: object, separator: str) -> Iterator[tuple[str, str]]:
        """Yield (name, kind) of a table's fields, those of its __index tables included; after `:` only functions."""
        if isinstance(table, PythonObject):
            from .python_names import members

            yield from ((name, kind) for name, kind in members(table.value) if separator == "." or kind == "function")
        for holder in _index_chain(table):
            for key, value in holder.items(MAX_MEMBERS):
                if isinstance(key, bytes) and _NAME.fullmatch(key) and key.decode() not in KEYWORDS:
                    kind = kind_of(value)
                    if separator == "." or kind == "function":
                        yield key.decode(), kind


def kind_of(value: object) -> str:
    """Return what a page calls a value."""
    if not isinstance(value, LuaValue):
        return "variable"
    return {"function": "function", "table": "module"}.get(value.type, "variable")


def _title_of_builtin(function: LuaValue) -> str:
    """Return a library function's name in the documentation; a file's methods know no library."""
    facts = function.function_info()
    name = str(facts["name"])
    return f"file:{name}" if facts["what"] == "C" and name in _FILE_METHODS else name if facts["what"] == "C" else ""


_TWO_NAMES = {"math.atan2": "math.atan"}
_FILE_METHODS = frozenset(["close", "flush", "lines", "read", "seek", "setvbuf", "write"])


def _next_index(value: LuaValue) -> LuaValue | None:
    metatable = value.metatable
    index = metatable.get("__index") if metatable is not None else None
    return index if isinstance(index, LuaValue) and index.type == "table" else None


def _index_chain(table: object) -> Iterator[LuaValue]:
    """Yield a table and the tables its __index leads to."""
    for _ in range(INDEX_DEPTH):
        if not isinstance(table, LuaValue) or table.type != "table":
            return
        yield table
        table = _next_index(table)


# ----------------------------------------------------------------------------------------------------------- titles

_LIBRARIES = ("string", "table", "math", "io", "os", "coroutine", "utf8", "debug", "package")
_OWN = ("display", "input", "plot", "python", "widgets", "pools", "ilua")


def titles_of(global_table: LuaValue) -> dict[LuaValue, str]:
    """Return the names of the libraries' tables, and of the notebook's own functions with theirs, as they begin."""
    titles: dict[LuaValue, str] = {}
    for name in _LIBRARIES:
        table = global_table.get(name)
        if isinstance(table, LuaValue):
            titles[table] = name
    for name in (*_OWN, "progress", "Out"):
        _add_titles(global_table.get(name), name, titles)
    return titles


def _add_titles(value: object, name: str, titles: dict[LuaValue, str]) -> None:
    if not isinstance(value, LuaValue) or value in titles:
        return
    titles[value] = name
    if value.type == "table":
        for key, item in value.items():
            if isinstance(key, bytes):
                _add_titles(item, f"{name}.{key.decode()}", titles)
