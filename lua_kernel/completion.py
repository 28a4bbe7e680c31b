"""What could stand at the cursor: (code, cursor, world) → matches.

Tables are read raw and nothing is called or created. A match is the whole dotted name from where it begins, as
`string.format`, so that a page need not know what a name is. Locals come first, then what the session has.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TypeGuard

from interpreter import LuaValue

from .cells import MAGIC_INDENT
from .file_names import files_at, modules_at
from .magics import find, magic_names
from .magics.record import Magic
from .scope import MAX_SCANNED, scope_at
from .tokens import KEYWORDS, Token, all_tokens, dotted_before, joined
from .view import View
from .world import MAX_MEMBERS, World, kind_of

Candidates = Iterable[tuple[str, str]]
"""Names and their kinds."""

_STEM = re.compile(r"(?:[A-Za-z_]\w*|)\Z", re.ASCII)
_MAGIC = re.compile(rf"(?:\A|\n){MAGIC_INDENT}(?P<stem>%%?\w*)\Z", re.ASCII)
_OPTION = re.compile(
    rf"(?:\A|\n){MAGIC_INDENT}(?P<name>%%?\w+)[ \t]+(?P<before>(?:\S+[ \t]+)*)(?P<stem>\S*)\Z", re.ASCII
)
_FILE_TAKERS = frozenset(
    ["dofile", "loadfile", "io.open", "io.lines", "io.input", "io.output", "os.remove", "os.rename"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Completions:
    """What could replace the text from start to end."""

    matches: tuple[str, ...]
    """Whole names, best first."""
    kinds: tuple[str, ...]
    """What each match is: function, keyword, module, variable, label, path, magic or option."""
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
        return _completions(_after_magic(called, option, world), option["stem"], "", cursor)
    cut = max(0, cursor - MAX_SCANNED)
    place = Place(code[cut : cursor + MAX_SCANNED], min(cursor, len(code)) - cut, world)
    found = place.completions()
    return Completions(found.matches, found.kinds, found.start + cut, found.end + cut)


class Place:
    """A place in a text of Lua, and what could stand there."""

    def __init__(self, text: str, cursor: int, world: World) -> None:
        self._cursor = cursor
        self._world = world
        self._tokens = list(all_tokens(text))
        self._before = _tokens_before(self._tokens, text, cursor)
        self._stem = ""

    def completions(self) -> Completions:
        """Return what could stand here."""
        last = self._before[-1] if self._before else None
        touches = last is not None and last.end == self._cursor
        if last is None or not touches or last.kind in ("name", "keyword", "symbol"):
            return self._names()
        if last.kind == "string" and not last.is_closed:
            return self._files(last)
        return self._nothing() if last.kind == "number" or not last.is_closed else self._names()

    def _nothing(self) -> Completions:
        return Completions((), (), self._cursor, self._cursor)

    # ------------------------------------------------------------------------------------------------------- names

    def _names(self) -> Completions:
        """Return the names that could stand here, whole dotted ones where one is being written."""
        before = [token for token in self._before if token.kind != "comment"]
        if before and before[-1].kind in ("name", "keyword") and before[-1].end == self._cursor:
            self._stem = before.pop().text
        start = self._cursor - len(self._stem)
        self._view = View(self._world, scope_at([token for token in self._tokens if token.kind != "comment"], start))
        if not before or before[-1].text not in (".", ":"):
            return self._matching(self._free_names(before), "", start)
        dotted = dotted_before(before)
        if not dotted:
            return self._matching(self._members_of_expression(before), "", start)
        path = joined(dotted)
        return self._matching(self._members(path[:-1], path[-1]), path, dotted[0].start)

    def _matching(self, candidates: Candidates, path: str, start: int) -> Completions:
        visible = frozenset([*self._view.scope.locals, *self._world.local_values]) if not path else frozenset[str]()
        found = _completions(candidates, self._stem, path, self._cursor, visible)
        return Completions(found.matches, found.kinds, start, self._cursor)

    def _free_names(self, before: list[Token]) -> Candidates:
        """Yield what can stand alone: locals, globals, keywords; labels after goto."""
        previous = before[-1].text if before else ""
        if previous == "goto":
            return [(name, "label") for name in self._view.scope.labels]
        if previous == "local":
            return [("function", "keyword")]
        if previous == "<" and _is_declaration(before[:-1]):
            return [("const", "keyword"), ("close", "keyword")]
        locals_ = [(name, _LOCAL_KINDS.get(one.what, "variable")) for name, one in self._view.scope.locals.items()]
        kept = [(name, kind_of(value)) for name, value in self._world.local_values.items()]
        written = self._view.scope.fields.get("", {}).items()
        return chain(reversed(locals_), kept, self._world.members(self._world.global_table, "."), written, _KEYWORDS)

    def _members(self, owner: str, separator: str) -> Iterator[tuple[str, str]]:
        """Yield the fields of what a dotted name stands for, as it is or as the text makes it."""
        yield from self._world.members(self._world.index_of(self._view.value(owner)), separator)
        if self._view.title(owner) == "widgets":
            yield from _controls()
        for path in {owner.replace(":", "."), self._view.other_name(owner)}:
            for name, kind in self._view.scope.fields.get(path, {}).items():
                if separator == "." or kind == "function":
                    yield name, kind

    def _members_of_expression(self, before: list[Token]) -> Candidates:
        """Yield the methods of a string that is written out, and of what a library's function returns."""
        separator, last = before[-1].text, before[-2] if len(before) > 1 else None
        if last is None or (last.kind != "string" and last.text != ")"):
            return ()
        if last.kind == "string":
            value: object = b""
        else:
            value = self._value_of_brackets(before[:-1])
        return self._world.members(self._world.index_of(value), separator)

    def _value_of_brackets(self, tokens: list[Token]) -> object:
        """Return an example of the value of a call or of a string in brackets, which ends with the last token."""
        depth = 0
        for index in range(len(tokens) - 1, -1, -1):
            depth += {")": 1, "(": -1}.get(tokens[index].text, 0)
            if depth == 0:
                called = dotted_before(tokens[:index], ends_with_name=True)
                if called:
                    return self._view.result_of(joined(called))
                return b"" if index == len(tokens) - 3 and tokens[index + 1].kind == "string" else None
        return None

    # ------------------------------------------------------------------------------------------------------- files

    def _files(self, literal: Token) -> Completions:
        """Return the files or modules that a string could name: a path, or what is given to a taker of files."""
        opening = _OPENING.match(literal.text)
        written = literal.text[opening.end() :] if opening else ""
        if "\\" in written or "\n" in written:
            return self._nothing()
        called = [token for token in self._before if token.kind != "comment"][:-1]
        if called and called[-1].text == "(":
            called.pop()
        view = View(self._world, scope_at(called, self._cursor))
        title = view.title(joined(dotted_before(called, ends_with_name=True)))
        start = self._cursor - len(written)
        if title == "require":
            return _found(self._modules(written), "module", start, self._cursor)
        is_path = title in _FILE_TAKERS or "/" in written or written.startswith(".")
        return _found(files_at(written, self._world.folder) if is_path else [], "path", start, self._cursor)

    def _modules(self, written: str) -> list[str]:
        """Return the modules that are loaded, ready to be, or found by package.path."""
        tables = [self._world.resolve(f"package.{field}") for field in ("loaded", "preload")]
        keys = [key for table in tables if _is_table(table) for key, _ in table.items(MAX_MEMBERS)]
        known = [key.decode("utf-8", "replace") for key in keys if isinstance(key, bytes)]
        path = self._world.resolve("package.path")
        places = path.decode("utf-8", "surrogateescape") if isinstance(path, bytes) else ""
        found = {name for name in known if name.startswith(written)}
        return sorted(found | set(modules_at(written, places, self._world.folder)))


_KEYWORDS = [(word, "keyword") for word in sorted(KEYWORDS)]
_LOCAL_KINDS = {"function": "function", "table": "module"}
_OPENING = re.compile(r"""["']|\[=*\[""")


def _tokens_before(tokens: list[Token], text: str, cursor: int) -> list[Token]:
    """Return the tokens of the text up to the cursor: where it is within one, what of it stands before."""
    count = bisect_right(tokens, cursor, key=lambda token: token.end)
    if count == len(tokens) or tokens[count].start >= cursor:
        return tokens[:count]
    start = tokens[count].start
    return tokens[:count] + [Token(kind, part, start + at) for kind, part, at in all_tokens(text[start:cursor])]


def _is_table(value: object) -> TypeGuard[LuaValue]:
    return isinstance(value, LuaValue) and value.type == "table"


def _controls() -> Candidates:
    """Return the names in `widgets`, which come with the first that is asked for."""
    from .reference import LIBRARY

    owner = "widgets."
    return [(name.removeprefix(owner), "function") for name in LIBRARY if name.startswith(owner)]


def _is_declaration(tokens: list[Token]) -> bool:
    """Say whether tokens end with names that a local statement declares."""
    for token in reversed(tokens):
        if token.text == "local":
            return True
        if token.kind != "name" and token.text not in (",", "<", ">"):
            return False
    return False


def _completions(
    candidates: Candidates, stem: str, path: str, cursor: int, first: frozenset[str] = frozenset()
) -> Completions:
    """Return the candidates that go on with the stem: those of `first` before others, those that begin with _ last."""
    kinds: dict[str, str] = {}
    for name, kind in candidates:
        if name.startswith(stem) and name != stem:
            kinds.setdefault(name, kind)
    names = sorted(kinds, key=lambda name: (name.startswith("_"), name not in first, name))
    return Completions(
        tuple(path + name for name in names),
        tuple(kinds[name] for name in names),
        cursor - len(stem) - len(path),
        cursor,
    )


def _found(names: list[str], kind: str, start: int, end: int) -> Completions:
    return Completions(tuple(names), (kind,) * len(names), start, end)


_TAKES_FILE = re.compile(r"%%?\w+ (?:\[-\w\] )?\[?(FILE|FOLDER)\b")


def _after_magic(magic: Magic, option: re.Match[str], world: World) -> Candidates:
    """Return what may follow a magic and what is typed so far: options, those given left out, and files."""
    if option["name"] not in magic.written[:1]:
        return []  # of a magic with two forms, the line form has the options
    words = option["before"].split()
    first = words[0] if words else ""
    names = magic.options.get(first, ()) if "=" not in first else magic.options[""]
    given = {word.partition("=")[0] for word in words}
    takes = _TAKES_FILE.match(magic.usage)
    takes_file = takes and all(word.startswith("-") for word in words)
    files = files_at(option["stem"], world.folder, folders_only=takes[1] == "FOLDER") if takes and takes_file else []
    return [(name, "option") for name in names if name.rstrip("=") not in given] + [(name, "path") for name in files]
