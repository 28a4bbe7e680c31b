"""A cell's text: its magic lines, the chunk it becomes, whether it is complete.

Pure functions from text to records; nothing is run here. A cell's magic lines, the `#!` line of a script and the mark
of an HTTP endpoint stay in the chunk as empty lines, so that line numbers count from the cell's first line. The
last-expression rule: what stands last in a cell and is an expression is returned, unless a `;` follows it.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from interpreter import LuaSyntaxError, parse

from .tokens import all_tokens, code_tokens, open_levels

INDENT = "    "
TEXT_MAGICS = frozenset(["writefile"])
"""Cell magics whose cell is a text, not Lua: nothing below their line is read."""

_WORD = re.compile(r"""(?:"[^"]*"|'[^']*'|\S)+""")
MAGIC_INDENT = r"[^\S\n]*(?:--[^\S\n]*(?=%%))?"
"""What may stand before a magic on its line, as a pattern: white space, and `--` before two per cent signs."""

_MAGIC_LINE = re.compile(MAGIC_INDENT + r"(?P<mark>%%?)(?P<name>[A-Za-z_]\w*)(?P<rest>.*)")

_ENDPOINT = re.compile(r"#\s+(?:ResponseInfo\s+)?(?:GET|PUT|POST|DELETE)\s+/")
"""How Jupyter's kernel gateway marks a cell that answers HTTP requests: by Python's comment, whatever the language."""


@dataclass(frozen=True, slots=True)
class MagicLine:
    """One line that calls a magic."""

    name: str
    """The name without its per cent signs."""
    is_cell_magic: bool
    """Whether it was written with two per cent signs: about the whole cell."""
    words: tuple[str, ...]
    """Its options, cut at white space outside quotes."""
    line: int
    """Where it stands in the cell, from 1."""

    @property
    def shown_name(self) -> str:
        """Return the name as written, with its per cent signs."""
        return ("%%" if self.is_cell_magic else "%") + self.name

    @property
    def asks_help(self) -> bool:
        """Say whether it was written as `%name?`."""
        return self.words == ("?",)


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell cut into its magics and its Lua."""

    magics: tuple[MagicLine, ...]
    """The magics of its first lines, in order."""
    lua: str
    """The rest, with an empty line for each magic."""
    body: str = ""
    """What stands below a magic whose cell is a text, as it was written."""

    @property
    def has_lua(self) -> bool:
        """Say whether anything but white space and whole comments is left to run."""
        return bool(self.lua.strip()) and any(
            token.kind != "comment" or token.is_unfinished for token in all_tokens(self.lua)
        )


def read_cell(code: str) -> CellText:
    """Cut a cell into the magics of its first lines and its Lua."""
    lines = code.removeprefix("\ufeff").split("\n")
    if lines[0].startswith("#!"):
        lines[0] = ""
    elif _ENDPOINT.match(lines[0]):  # several cells of one endpoint come as one
        lines = ["" if _ENDPOINT.match(line) else line for line in lines]
    magics = []
    for index, line in enumerate(lines):
        magic = _magic_of(line, index + 1)
        if magic is None:
            if line.strip():
                lines[index] = _without_equals_sign(line)
                break
            continue
        magics.append(magic)
        if magic.is_cell_magic and magic.name in TEXT_MAGICS and not magic.asks_help:
            return CellText(tuple(magics), "", "\n".join(lines[index + 1 :]))
        lines[index] = ""
    return CellText(tuple(magics), "\n".join(lines))


def _without_equals_sign(line: str) -> str:
    """Return a cell's first line of Lua without the `=` before an expression: the prompt of `lua` takes one too."""
    return line.replace("=", " ", 1) if line.lstrip().startswith("=") else line


def _magic_of(line: str, number: int) -> MagicLine | None:
    found = _MAGIC_LINE.fullmatch(line.rstrip())
    if found is None:
        return None
    return MagicLine(found["name"], found["mark"] == "%%", tuple(_WORD.findall(found["rest"])), number)


@dataclass(frozen=True, slots=True)
class Question:
    """A cell that asks what a name is: `name?`, `?name`, or with two marks for more."""

    name: str
    """The name, as it is written."""
    detail: int
    """1 where more is wanted: the source of a function."""


_QUESTION = re.compile(r"(?P<before>\??\??)[ \t]*(?P<name>[A-Za-z_][\w.:]*)[ \t]*(?P<after>\??\??)", re.ASCII)
_MOST_OF_A_QUESTION = 1000


def question_of(code: str) -> Question | None:
    """Return what a cell asks, or None where it is not a question."""
    text = code.strip()
    found = _QUESTION.fullmatch(text) if "?" in text and len(text) <= _MOST_OF_A_QUESTION else None
    marks = found and found["before"] + found["after"]
    return Question(found["name"], int("??" in marks)) if found and marks else None


def asks_to_leave(code: str) -> bool:
    """Say whether a cell is the word by which a console is left."""
    return len(code) < _MOST_OF_A_QUESTION and code.strip() in ("exit", "quit", "exit()", "quit()")


_PER_CENT_LINE = re.compile(r"^[^\S\n]*%[^\n]*", re.MULTILINE)


def misplaced_magic(lua: str) -> MagicLine | None:
    """Return the first line of a cell's Lua that looks like a magic, or None."""
    for line in _PER_CENT_LINE.finditer(lua):
        magic = _magic_of(line[0], 0)
        if magic is not None:
            return replace(magic, line=lua.count("\n", 0, line.start()) + 1)
    return None


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is handed to the interpreter for a cell."""

    text: str
    """The chunk to run; its line numbers are the cell's."""
    listed_text: str
    """The chunk to show to a reader: the same without what we add to a last call."""
    shows: bool
    """Whether the values it returns are shown."""
    is_call: bool = False
    """Whether these values are those of a call that ends the cell."""


def chunk_of(lua: str) -> Chunk:
    """Make the chunk that returns a cell's last expression; text that does not parse is left as it is."""
    source = _encoded(lua)
    try:
        statements = parse(source).main.body.statements
    except LuaSyntaxError as error:
        return _chunk_with_last_expression(lua, source, _start_of_last(source, *error.statements))
    hidden = _ends_with_semicolon(source, statements)
    last = statements[-1] if statements and not hidden else None
    if last is None or not (_is_call(last) or _returns_call(last)):
        return Chunk(lua, lua, shows=not hidden)
    start = len(_decoded(source[: last.start]))
    return _returning_call(lua[:start], lua[start:], is_bare=_is_call(last))


def _is_call(statement: Any) -> bool:
    return type(statement).__name__ == "CallStatement"


def _returns_call(statement: Any) -> bool:
    """Say whether a statement is `return f(…)`, which would leave the cell's own line out of a traceback."""
    values = statement.values if type(statement).__name__ == "Return" else []
    return len(values) == 1 and type(values[0]).__name__ in ("Call", "MethodCall")


def _returning_call(before: str, call: str, *, is_bare: bool) -> Chunk:
    """Return the chunk that runs `before`, then returns the values of a call that stands there with `return` or bare.

    The call stands beside a to-be-closed variable that holds nil: it is no proper tail call then (manual §3.4.10), so
    the cell's own line stays in a traceback.
    """
    returned = f"return {call}" if is_bare else call
    guarded = f"{before}do local _cell_ <close> = nil {returned}\nend"
    text = guarded if _parses(guarded) else before + returned
    return Chunk(text, before + call, shows=True, is_call=is_bare)


_BINARY = re.compile(rb"[-+*/%^<>=~&|]|\.\.(?!\.)|(?:and|or)\b")


def _start_of_last(source: bytes, before: int, last: int) -> int:
    """Return where what stands last in a text begins, of its last two statements: `f() - 1` is read as two."""
    goes_on = _BINARY.match(source, last) is not None and source[before : before + 1] != b";"
    return before if goes_on else last


def _chunk_with_last_expression(lua: str, source: bytes, start: int) -> Chunk:
    """Make the chunk of a cell whose statement from byte `start` is none: it may be an expression."""
    expression = b"return " + source[start:]  # parsed alone: what stands before it is well-formed, and may be megabytes
    try:
        statements = parse(expression).main.body.statements
    except LuaSyntaxError:
        return Chunk(lua, lua, shows=True)
    text = _decoded(source[:start] + expression)
    return Chunk(text, text, shows=not _ends_with_semicolon(expression, statements))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decoded(source: bytes) -> str:
    return source.decode("utf-8", "surrogatepass")


def _parses(text: str) -> bool:
    try:
        parse(_encoded(text))
    except LuaSyntaxError:
        return False
    return True


def _ends_with_semicolon(source: bytes, statements: list[Any]) -> bool:
    """Say whether a `;` follows the last statement; that of a `return` is its own."""
    end = statements[-1].end if statements else 0
    return source[:end].endswith(b";") or any(token.text == ";" for token in code_tokens(_decoded(source[end:])))


def completeness(code: str) -> tuple[str, str]:
    """Say whether a cell is "complete", "incomplete" or "invalid", and how its next line is indented."""
    if question_of(code) is not None:
        return "complete", ""
    cell = read_cell(code)
    if not cell.has_lua:
        waits = any(magic.is_cell_magic for magic in cell.magics) and not code.endswith("\n")
        return ("incomplete", "") if waits else ("complete", "")
    error = _syntax_error(cell.lua)
    as_expression = error and _syntax_error(f"return {cell.lua}")
    if error is None or as_expression is None or chunk_of(cell.lua).text != cell.lua:
        return "complete", ""
    if not (error.incomplete or as_expression.incomplete) or _ends_in_quotes(cell.lua):
        return "invalid", ""
    last = list(all_tokens(cell.lua))[-1]
    is_in_text = last.is_unfinished or (last.kind == "string" and not last.is_closed)
    return "incomplete", "" if is_in_text else INDENT * open_levels(cell.lua)


def _ends_in_quotes(lua: str) -> bool:
    """Say whether the text ends within a string that a further line cannot close."""
    last = list(all_tokens(lua))[-1]
    goes_on = re.search(r"(?<!\\)(\\\\)*\\z?\s*\Z", lua) is not None
    return last.kind == "string" and last.text[0] != "[" and not last.is_closed and not goes_on


def _syntax_error(text: str) -> LuaSyntaxError | None:
    try:
        parse(_encoded(text))
    except LuaSyntaxError as error:
        return error
    return None
