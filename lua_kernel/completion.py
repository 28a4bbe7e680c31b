"""What could stand at the cursor: (code, cursor, globals) → matches.

Tables are read raw and nothing is called or created. A match is the whole dotted name from where it begins, as
`string.format`, so that a page need not know what a name is.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from interpreter import LuaValue

from .magics import find, magic_names
from .magics.record import Magic
from .tokens import KEYWORDS, all_tokens

_CHAIN = re.compile(r"(?P<path>(?:[A-Za-z_]\w*[.:])*)(?P<stem>[A-Za-z_]\w*|)\Z", re.ASCII)
_STRING_METHOD = re.compile(r"(?:[\"']\s*\)?|\]=*\]\s*\)?)\s*:(?P<stem>\w*)\Z", re.ASCII)
_MAGIC = re.compile(r"(?:\A|\n)[ \t]*(?:--[ \t]*(?=%%))?(?P<stem>%%?\w*)\Z", re.ASCII)
_OPTION = re.compile(
    r"(?:\A|\n)[ \t]*(?:--[ \t]*(?=%%))?(?P<name>%%?\w+)[ \t]+(?P<before>(?:\S+[ \t]+)*)(?P<stem>\S*)\Z", re.ASCII
)
_NAME = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*")

_NO_LOCALS: Mapping[str, object] = MappingProxyType({})

MAX_MEMBERS = 10_000
"""How many fields of one table are looked at."""
INDEX_DEPTH = 20
"""How many __index tables are followed from one value, in case they form a ring."""


@dataclass(frozen=True, slots=True)
class Completions:
    """What could replace the text from start to end."""

    matches: tuple[str, ...]
    """Whole names, best first."""
    kinds: tuple[str, ...]
    """What each match is: function, keyword, module, variable, magic or option."""
    start: int
    """Where the replaced text begins, in code points."""
    end: int
    """Where it ends: the cursor."""


def complete(
    code: str, cursor: int, global_table: LuaValue, local_values: Mapping[str, object] = _NO_LOCALS
) -> Completions:
    """Return what could stand at the cursor; `local_values` are the locals that earlier cells have left."""
    text = code[:cursor]
    magic = _MAGIC.search(text)
    if magic:
        return _completions([(name, "magic") for name in magic_names()], magic["stem"], "", cursor)
    option = _OPTION.search(text)
    called = find(option["name"]) if option else None
    if option and called and not called.takes_lua:
        return _completions(_options(called, option["name"], option["before"].split()), option["stem"], "", cursor)
    method = _STRING_METHOD.search(text)
    if method and _is_code(text[: method.start("stem")]):
        return _completions(_members(_string_library(global_table), ":"), method["stem"], "", cursor)
    chain = _CHAIN.search(text)
    if chain is None or not _is_code(text) or text[: chain.start()].endswith((".", ":", "?")):
        return Completions((), (), cursor, cursor)
    path, stem = chain["path"], chain["stem"]
    if not path:
        kept = [(name, _kind(value)) for name, value in local_values.items()]
        return _completions([*_global_names(global_table), *_keywords(), *kept], stem, "", cursor)
    owner = resolve(re.split("[.:]", path[:-1]), global_table, local_values)
    members = _members(_index_of(owner, global_table), path[-1])
    return _completions(members, stem, path, cursor)


def _completions(candidates: Iterable[tuple[str, str]], stem: str, path: str, cursor: int) -> Completions:
    found = {name: kind for name, kind in candidates if name.startswith(stem) and name != stem}
    names = sorted(found, key=lambda name: (name.startswith("_"), name))
    kinds = tuple(found[name] for name in names)
    return Completions(tuple(path + name for name in names), kinds, cursor - len(stem) - len(path), cursor)


def _options(magic: Magic, written: str, words: list[str]) -> list[tuple[str, str]]:
    """Return the options that may follow a magic and the options typed so far, those given left out."""
    if written not in magic.written[:1]:
        return []  # of a magic with two forms, the line form has the options
    first = words[0] if words else ""
    names = magic.options.get(first, ()) if "=" not in first else magic.options[""]
    given = {word.partition("=")[0] for word in words}
    return [(name, "option") for name in names if name.rstrip("=") not in given]


def _is_code(text: str) -> bool:
    """Say whether what is typed at the text's end is code: not within a string or a comment, not a number."""
    last = next(iter(deque(all_tokens(text), maxlen=1)), None)
    if last is None or last.end < len(text):
        return True
    if last.kind == "comment":
        return last.is_closed
    return last.is_closed if last.kind == "string" else last.kind != "number"


def _keywords() -> list[tuple[str, str]]:
    return [(word, "keyword") for word in KEYWORDS]


def _global_names(global_table: LuaValue) -> Iterator[tuple[str, str]]:
    return _members(global_table, ".")


def resolve(names: list[str], global_table: LuaValue, local_values: Mapping[str, object] = _NO_LOCALS) -> object:
    """Return the value that a chain of names leads to, read raw and through __index tables; None where it ends."""
    value: object = global_table
    if names[0] in local_values:
        value = local_values[names[0]]
        names = names[1:]
    for name in names:
        value = _field(_index_of(value, global_table), name)
        if value is None:
            return None
    return value


def _index_of(value: object, global_table: LuaValue) -> object:
    """Return the table in which a value's fields are looked up first: itself, or a string's or handle's __index."""
    if isinstance(value, bytes):
        return _string_library(global_table)
    if isinstance(value, LuaValue) and value.type != "table":
        return _next_index(value)
    return value


def _string_library(global_table: LuaValue) -> object:
    return global_table.get("string")


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


def _field(table: object, name: str) -> object:
    for holder in _index_chain(table):
        value = holder.get(name)
        if value is not None:
            return value
    return None


def _members(table: object, separator: str) -> Iterator[tuple[str, str]]:
    """Yield (name, kind) of a table's fields, those of its __index tables included; after `:` only functions."""
    for holder in _index_chain(table):
        for key, value in holder.items(MAX_MEMBERS):
            if isinstance(key, bytes) and _NAME.fullmatch(key) and key.decode() not in KEYWORDS:
                kind = _kind(value)
                if separator == "." or kind == "function":
                    yield key.decode(), kind


def _kind(value: object) -> str:
    if not isinstance(value, LuaValue):
        return "variable"
    return {"function": "function", "table": "module"}.get(value.type, "variable")
