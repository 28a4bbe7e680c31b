"""What could stand at the cursor: (code, cursor, world) → matches.

Tables are read raw and nothing is called or created. A match is the whole dotted name from where it begins, as
`string.format`, so that a page need not know what a name is.
"""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from .magics import find, magic_names
from .magics.record import Magic
from .tokens import KEYWORDS, all_tokens
from .world import World, kind_of

_CHAIN = re.compile(r"(?P<path>(?:[A-Za-z_]\w*[.:])*)(?P<stem>[A-Za-z_]\w*|)\Z", re.ASCII)
_STRING_METHOD = re.compile(r"(?:[\"']\s*\)?|\]=*\]\s*\)?)\s*:(?P<stem>\w*)\Z", re.ASCII)
_MAGIC = re.compile(r"(?:\A|\n)[ \t]*(?:--[ \t]*(?=%%))?(?P<stem>%%?\w*)\Z", re.ASCII)
_OPTION = re.compile(
    r"(?:\A|\n)[ \t]*(?:--[ \t]*(?=%%))?(?P<name>%%?\w+)[ \t]+(?P<before>(?:\S+[ \t]+)*)(?P<stem>\S*)\Z", re.ASCII
)

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


def complete(code: str, cursor: int, world: World) -> Completions:
    """Return what could stand at the cursor."""
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
        return _completions(world.members(world.index_of(b""), ":"), method["stem"], "", cursor)
    chain = _CHAIN.search(text)
    if chain is None or not _is_code(text) or text[: chain.start()].endswith((".", ":", "?")):
        return Completions((), (), cursor, cursor)
    path, stem = chain["path"], chain["stem"]
    if not path:
        kept = [(name, kind_of(value)) for name, value in world.local_values.items()]
        return _completions([*world.members(world.global_table, "."), *_keywords(), *kept], stem, "", cursor)
    owner = world.resolve(path[:-1])
    return _completions(world.members(world.index_of(owner), path[-1]), stem, path, cursor)


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
