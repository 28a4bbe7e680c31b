"""What is known of the name at the cursor: (code, cursor, globals) → MIME bundle.

The name is the one under the cursor or, inside the brackets of a call, the called one. Nothing is called.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from interpreter import LuaValue

from . import display
from .completion import resolve
from .display import Bundle
from .magics import find, help_for
from .tokens import KEYWORDS, Token, code_tokens

_CELL = re.compile(r"cell\[(\w+)\]")
SourceOf = Callable[[str], str | None]


def inspect(
    code: str,
    cursor: int,
    global_table: LuaValue,
    source_of: SourceOf,
    detail: int,
    local_values: Mapping[str, object] = MappingProxyType({}),
) -> Bundle | None:
    """Return the documentation of the name at the cursor, or None where there is none or nothing is known."""
    magic = _magic_at(code, cursor)
    if magic is not None:
        return help_for(magic)
    name = name_at(code, cursor)
    value = resolve(re.split("[.:]", name), global_table, local_values) if name else None
    if value is None:
        return None
    heading, rows, source = _describe(name, value, source_of, detail)
    plain = "\n".join([heading, *(f"{label}: {text}" for label, text in rows)])
    return display.bundle(f"{plain}\n\n{source}" if source else plain, _html(heading, rows, source))


_MAGIC_LINE = re.compile(r"[ \t]*(?:--[ \t]*(?=%%))?(%%?\w+)", re.ASCII)


def _magic_at(code: str, cursor: int) -> str | None:
    """Return the magic that the cursor's line calls, as it is written."""
    start = code.rfind("\n", 0, cursor) + 1
    found = _MAGIC_LINE.match(code, start)
    return found[1] if found and cursor <= found.end() and find(found[1]) is not None else None


def name_at(code: str, cursor: int) -> str:
    """Return the dotted name at the cursor, else the name of the call whose brackets hold it, else nothing."""
    tokens = code_tokens(code)
    at = [i for i, token in enumerate(tokens) if token.kind == "name" and token.start <= cursor <= token.end]
    if at:
        return _chain(tokens, at[-1])
    depth = 0
    before = [i for i, token in enumerate(tokens) if token.end <= cursor]
    for index in reversed(before):
        depth += {")": 1, "(": -1}.get(tokens[index].text, 0)
        if depth < 0:
            return _chain(tokens, index - 1) if index > 0 else ""
    return ""


def _chain(tokens: list[Token], last: int) -> str:
    """Return the dotted name that ends with a token, or nothing where it does not begin with a name."""
    parts: list[str] = []
    index = last
    while index >= 0 and tokens[index].kind == "name" and tokens[index].text not in KEYWORDS:
        parts.insert(0, tokens[index].text)
        if index < 2 or tokens[index - 1].text not in (".", ":"):
            return "".join(parts)
        parts.insert(0, tokens[index - 1].text)
        index -= 2
    return ""


def _describe(name: str, value: object, source_of: SourceOf, detail: int) -> tuple[str, list[tuple[str, str]], str]:
    """Return a heading, labelled facts and, for a cell's function, its source or the comment above it."""
    if isinstance(value, LuaValue) and value.type == "function":
        return _describe_function(name, value, source_of, detail)
    rows = [("type", _type_name(value)), ("value", display.value_text(value))]
    if isinstance(value, LuaValue) and value.type == "table":
        rows.insert(1, ("length", display.count(value.length)))
        rows.insert(2, ("metatable", "yes" if value.metatable is not None else "no"))
    return name, rows, ""


def _type_name(value: object) -> str:
    if isinstance(value, LuaValue):
        return str(value.type)
    names = {bool: "boolean", int: "number (integer)", float: "number (float)", bytes: "string"}
    return names[type(value)]


def _describe_function(
    name: str, function: LuaValue, source_of: SourceOf, detail: int
) -> tuple[str, list[tuple[str, str]], str]:
    facts = function.function_info()
    if facts["what"] == "C":
        return f"{name}(…)", [("type", "function (builtin)")], ""
    parameters = ", ".join([*facts["parameters"], *(["..."] if facts["is_vararg"] else [])])
    rows = [("type", "function"), ("defined", _place(facts))]
    return f"{name}({parameters})", rows, _source(facts, source_of, detail)


def _place(facts: dict[str, object]) -> str:
    return f"{_text(facts['source']).lstrip('=@')}, lines {facts['line']}–{facts['last_line']}"


def _text(value: object) -> str:
    return display.decode(value) if isinstance(value, bytes) else str(value)


def _source(facts: dict[str, object], source_of: SourceOf, detail: int) -> str:
    """Return the comment above a cell's function; with detail, the function's lines too."""
    cell = _CELL.search(_text(facts["source"]))
    text = source_of(cell[1]) if cell else None
    if text is None:
        return ""
    lines = text.split("\n")
    first, last = int(str(facts["line"])) - 1, int(str(facts["last_line"]))
    top = first
    while top > 0 and lines[top - 1].lstrip().startswith("--") and not lines[top - 1].lstrip().startswith("-- %%"):
        top -= 1
    return "\n".join(lines[top : last if detail else first])


def _html(heading: str, rows: list[tuple[str, str]], source: str) -> str:
    """Return the HTML of a tooltip: the heading and the source in the code's font."""
    facts = "".join(_fact_html(label, text) for label, text in rows)
    code = display.element("pre", display.escape(source)) if source else ""
    return display.element("pre", display.element("b", display.escape(heading))) + facts + code


def _fact_html(label: str, text: str) -> str:
    value = display.element("code", display.escape(text), style="white-space:pre-wrap")
    return display.element("div", display.escape(f"{label}: "), value)
