"""What is known of the name at the cursor: (code, cursor, world) → MIME bundle.

The name is the one under the cursor or, inside the brackets of a call, the called one. What the libraries have is
documented in `reference`; of a value one sees what can be seen without calling anything, of a function its source.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from interpreter import LuaValue, PythonObject

from . import display
from .cells import MAGIC_INDENT
from .display import Bundle, ValueWriter
from .magics import find, help_for
from .python_names import documentation, signature
from .reference import LIBRARY, WORDS, Entry
from .scope import MAX_SCANNED, Scope, scope_at
from .tokens import KEYWORDS, Token, all_tokens, code_tokens, dotted_before, joined
from .view import View
from .world import Found, World

SourceOf = Callable[[str], str | None]
"""Gives the text that a chunk name stands for, or None."""

PREVIEW_LINES = 12
DOCUMENTATION_LINES = 30


@dataclass(frozen=True, slots=True)
class Facts:
    """What is shown of one name."""

    heading: str
    """The name, of a function with its signature."""
    text: str = ""
    """What it is for."""
    rows: tuple[tuple[str, str], ...] = ()
    """Labelled facts."""
    source: str = ""
    """Lines of code: an example, a comment, a definition."""


def inspect(code: str, cursor: int, world: World, source_of: SourceOf, detail: int) -> Bundle | None:
    """Return the documentation of the name at the cursor, or None where there is none or nothing is known."""
    magic = _magic_at(code, cursor)
    if magic is not None:
        return help_for(magic)
    begin = max(0, cursor - MAX_SCANNED)
    name = name_at(code[begin : cursor + MAX_SCANNED], cursor - begin)
    if not name:
        return None
    view = View(world, scope_at(code_tokens(code), cursor) if len(code) <= MAX_SCANNED else Scope({}, (), {}))
    facts = _word_facts(name) or _local_facts(name, view, code, detail) or _facts(name, view, source_of, detail)
    return None if facts is None else _bundle(facts)


_MAGIC_LINE = re.compile(MAGIC_INDENT + r"(%%?\w+)", re.ASCII)


def _magic_at(code: str, cursor: int) -> str | None:
    """Return the magic that the cursor's line calls, as it is written."""
    start = code.rfind("\n", 0, cursor) + 1
    found = _MAGIC_LINE.match(code, start)
    return found[1] if found and cursor <= found.end() and find(found[1]) is not None else None


# ------------------------------------------------------------------------------------------- which name is asked for


def name_at(code: str, cursor: int) -> str:
    """Return the dotted name or the word at the cursor, else the name of the call whose brackets hold it, else nothing.

    A method whose object has no name comes as `:name`, of a string as `string:name`.
    """
    tokens = list(all_tokens(code))
    at = [i for i, token in enumerate(tokens) if token.start <= cursor <= token.end]
    if any(tokens[i].kind == "comment" and cursor > tokens[i].start for i in at):
        return ""
    tokens = [token for token in tokens if token.kind != "comment"]
    words = [i for i, token in enumerate(tokens) if token.start <= cursor <= token.end and _is_word(token)]
    return _word(tokens, words[-1]) if words else _called(tokens, cursor)


def _is_word(token: Token) -> bool:
    return token.kind in ("name", "keyword")


def _word(tokens: list[Token], index: int) -> str:
    """Return the dotted name that ends with a token, a keyword, or an attribute of a local with its angle brackets."""
    token = tokens[index]
    around = [one.text for one in tokens[max(0, index - 1) : index + 2]]
    if "".join(around) in WORDS:
        return "".join(around)
    return token.text if token.kind == "keyword" else _dotted_name(tokens, index)


def _dotted_name(tokens: list[Token], last: int) -> str:
    """Return the dotted name that ends with a token; where it does not begin with a name, the method or nothing."""
    dotted = dotted_before(tokens[: last + 1], ends_with_name=True)
    if dotted or last < 2 or tokens[last - 1].text != ":":
        return joined(dotted)
    return ("string:" if _is_string(tokens, last - 2) else ":") + tokens[last].text


def _is_string(tokens: list[Token], index: int) -> bool:
    """Say whether a token ends a string: a literal, alone or in brackets that are not those of a call."""
    if tokens[index].kind == "string":
        return True
    before = tokens[max(0, index - 3) : index + 1]
    if len(before) < 3 or before[-2].kind != "string" or [before[-3].text, before[-1].text] != ["(", ")"]:
        return False
    return len(before) < 4 or not (before[0].kind == "name" or before[0].text in (")", "]"))


_DEPTHS = {")": 1, "}": 1, "]": 1, "(": -1, "{": -1, "[": -1}


def _called(tokens: list[Token], cursor: int) -> str:
    """Return the name of the innermost call that is open at the cursor: its brackets, braces or string."""
    depth = 0
    for index in reversed([i for i, token in enumerate(tokens) if token.start < cursor]):
        token = tokens[index]
        is_open = token.end > cursor or not token.is_closed
        if token.kind == "string" and is_open and _follows_name(tokens, index):
            return _dotted_name(tokens, index - 1)
        depth += _DEPTHS.get(token.text, 0)
        if depth < 0 and token.text != "[" and _follows_name(tokens, index):
            return _dotted_name(tokens, index - 1)
        depth = max(0, depth)
    return ""


def _follows_name(tokens: list[Token], index: int) -> bool:
    return index > 0 and tokens[index - 1].kind == "name"


# --------------------------------------------------------------------------------------------------- what is known


def _word_facts(name: str) -> Facts | None:
    return _documented(WORDS[name]) if name in KEYWORDS or name.startswith("<") else None


def _local_facts(name: str, view: View, code: str, detail: int) -> Facts | None:
    """Return what the text tells of a local of its own, unless it is only another name of something."""
    local = view.local(view.other_name(name))
    if local is None or local.name != view.other_name(name):
        return None
    line = code.count("\n", 0, local.start)
    lines = code.split("\n")
    rows = (("declared", f"in this cell, line {line + 1}"),)
    source = lines[_top_of_comment(lines, line) : line + 1]
    if local.what == "function":
        return Facts(
            f"{name}({local.parameters})",
            "",
            (("type", "function"), *rows),
            "\n".join(source[: None if detail else -1]),
        )
    return Facts(name, "a local", rows, "\n".join(source))


def _facts(name: str, view: View, source_of: SourceOf, detail: int) -> Facts | None:
    found = None if name[0] == ":" else _found(name, view)
    if found is None:
        return _method_facts(name)
    entry = LIBRARY.get(found.title)
    if isinstance(found.value, LuaValue) and found.value.type == "function":
        return _documented(entry) if entry else _function_facts(name, found.value, source_of, detail)
    if entry is not None:
        return _documented(entry, () if found.value is None else _value_rows(found.value))
    if isinstance(found.value, PythonObject):
        return _python_facts(name, found.value.value, detail)
    return None if found.value is None else Facts(name, rows=_value_rows(found.value))


def _python_facts(name: str, value: object, detail: int) -> Facts:
    """Return what Python's own documentation says of an object, the beginning of it or with detail all."""
    lines = documentation(value).split("\n")
    shown = lines if detail or len(lines) <= DOCUMENTATION_LINES else [*lines[:DOCUMENTATION_LINES], "…"]
    return Facts(f"{name}{signature(value)}", "", (("type", _type_name(PythonObject(value))),), "\n".join(shown))


def _found(name: str, view: View) -> Found | None:
    """Return what a dotted name leads to; of a local of the text one sees at most whether it is some string or file."""
    if view.local(view.other_name(name)) is None:
        return view.world.find(view.other_name(name))
    parts = re.split("([.:])", name)
    value = view.value("".join(parts[:-2]))
    return None if value is None else view.world.find_field(value, parts[-1])


def _method_facts(name: str) -> Facts | None:
    """Return what a method's name tells where nobody knows its object: those of files and strings have few names."""
    owner, _, method = name.rpartition(":")
    kinds = ("string",) if owner == "string" else ("file", "string")
    entries = (LIBRARY.get(f"{kind}{':' if kind == 'file' else '.'}{method}") for kind in kinds)
    entry = next(filter(None, entries), None) if owner or name[:1] == ":" else None
    return entry and _documented(entry)


def _documented(entry: Entry, rows: tuple[tuple[str, str], ...] = ()) -> Facts:
    example = entry.example
    if entry.result:
        example += "\n" + "\n".join(f"--> {line}" for line in entry.result.split("\n"))
    return Facts(entry.signature, entry.text, rows, example)


def _value_rows(value: object) -> tuple[tuple[str, str], ...]:
    rows = [("type", _type_name(value))]
    if isinstance(value, bytes):
        rows.append(("size", _size_of_string(value)))
    elif isinstance(value, LuaValue) and value.type == "table":
        rows += [("size", _size_of_table(value)), ("metatable", _metatable_text(value.metatable))]
    lines = Preview().write(value).split("\n")
    shown = lines if len(lines) <= PREVIEW_LINES else [*lines[: PREVIEW_LINES - 1], "…"]
    return (*rows, ("value", "\n".join(shown)))


class Preview(ValueWriter):
    """Write a value as a result is written, without asking Python's objects for their text."""

    def write(self, value: object, depth: int = 0, around: tuple[int, ...] = ()) -> str:
        """Return the text of a value."""
        if isinstance(value, PythonObject):
            return f"<Python {_class_name(value.value)}>"
        return super().write(value, depth, around)


def _class_name(value: object) -> str:
    kind = type(value)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _type_name(value: object) -> str:
    if isinstance(value, PythonObject):
        return f"userdata (Python {_class_name(value.value)})"
    if isinstance(value, LuaValue):
        name = _metafield(value.metatable, "__name")
        return f"{value.type} ({display.decode(name)})" if isinstance(name, bytes) else str(value.type)
    names = {bool: "boolean", int: "number (integer)", float: "number (float)", bytes: "string"}
    return names[type(value)]


def _metafield(metatable: LuaValue | None, name: str) -> object:
    return metatable.get(name) if metatable is not None else None


def _size_of_string(value: bytes) -> str:
    text = display.decode(value)
    characters = "" if len(text) == len(value) or "\\x" in text else f", {display.count(len(text))} characters"
    return f"{display.count(len(value))} bytes{characters}"


_MOST_FIELDS = 10_000


def _size_of_table(table: LuaValue) -> str:
    fields = len(table.items(_MOST_FIELDS))
    more = "at least " if fields == _MOST_FIELDS else ""
    return f"length {display.count(table.length)}, {more}{display.counted(fields, 'field')}"


def _metatable_text(metatable: LuaValue | None) -> str:
    if metatable is None:
        return "none"
    names = sorted(display.decode(key) for key, _ in metatable.items(_MOST_FIELDS) if isinstance(key, bytes))
    return ", ".join(name for name in names if name.startswith("__")) or "one without metamethods"


# -------------------------------------------------------------------------------------------------- user's functions


def _function_facts(name: str, function: LuaValue, source_of: SourceOf, detail: int) -> Facts:
    facts = function.function_info()
    if facts["what"] == "C":
        return Facts(f"{name}(…)", rows=(("type", "function (builtin)"),))
    rows = (("type", "function"), ("defined", _place(facts)))
    return Facts(f"{name}{display.parameter_list(facts)}", "", rows, _source(facts, source_of, detail))


def _place(facts: dict[str, object]) -> str:
    source, first, last = str(facts["source"]), facts["line"], facts["last_line"]
    where = source[1:] if source[:1] in ("=", "@") else "a loaded string"
    return f"{where}, line {first}" if first == last else f"{where}, lines {first}–{last}"


def _source(facts: dict[str, object], source_of: SourceOf, detail: int) -> str:
    """Return the comment above a function; with detail, the function's lines too."""
    text = source_of(str(facts["source"]))
    if text is None:
        return ""
    if facts["what"] == "main":
        return text if detail else ""
    lines = text.split("\n")
    first, last = int(str(facts["line"])) - 1, int(str(facts["last_line"]))
    if "function" not in "".join(lines[first : first + 1]):
        return ""  # the text was changed since, or load was given a name that is not the text
    return "\n".join(lines[_top_of_comment(lines, first) : last if detail else first])


def _top_of_comment(lines: list[str], line: int) -> int:
    """Return where the comment begins that stands above a line, counted from 0; the line itself where there is none."""
    while line > 0 and lines[line - 1].lstrip().startswith("--") and not lines[line - 1].lstrip().startswith("-- %%"):
        line -= 1
    return line


# ------------------------------------------------------------------------------------------------------------ bundle


def _bundle(facts: Facts) -> Bundle:
    rows = "\n".join(f"{label}: {_hanging(text)}" for label, text in facts.rows)
    plain = "\n\n".join(filter(None, ["\n".join(filter(None, [facts.heading, facts.text, rows])), facts.source]))
    return display.bundle(plain, _html(facts))


def _hanging(text: str) -> str:
    return "\n" + text if "\n" in text else text


def _html(facts: Facts) -> str:
    """Return the HTML of a tooltip: the heading and the code in the code's font."""
    heading = display.element("pre", display.element("b", display.escape(facts.heading)))
    text = display.element("div", display.escape(facts.text)) if facts.text else ""
    rows = "".join(_row_html(label, value) for label, value in facts.rows)
    return heading + text + rows + (display.element("pre", display.escape(facts.source)) if facts.source else "")


def _row_html(label: str, text: str) -> str:
    value = display.element("code", display.escape(text), style="white-space:pre-wrap")
    return display.element("div", display.escape(f"{label}: "), value)
