"""What a text declares that is still being typed: locals in scope at a place, labels, fields it assigns.

A tolerant scan of tokens: blocks may be open, statements unfinished. A local is in scope from the end of its statement
to the end of its block (manual §3.5); what its value will be is guessed from how its statement begins.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from .tokens import Token, ends_statement

MAX_SCANNED = 50_000
"""How much of a long text, before and behind the cursor, is worth a scan, in code points."""

_BRACKETS = {"(": ")", "{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Local:
    """A local that the text declares."""

    name: str
    """Its name."""
    start: int
    """Where its declaration stands, in code points."""
    what: str = ""
    """What its value will be, as far as one sees: string, table, function, value; call or name with `path`."""
    path: str = ""
    """The dotted name that it is given, or of the function whose result it is given."""
    parameters: str = ""
    """Of a function: its parameters, as they are written."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is visible at one place of a text."""

    locals: dict[str, Local]
    """By name; the innermost of each."""
    labels: tuple[str, ...]
    """Where a goto at that place may go."""
    fields: dict[str, dict[str, str]]
    """The kinds of the fields that the whole text gives a table, by the table's dotted name; "" for globals."""


@dataclass(slots=True)
class _Block:
    """A block or bracket that is open."""

    kind: str
    """The token that has opened it; "until" where a repeat's condition is being read."""
    locals: list[Local] = field(default_factory=list)
    waiting: list[Local] = field(default_factory=list)
    """Those whose statement has not ended."""
    labels: list[str] = field(default_factory=list)
    owner: str = ""
    """The dotted name of the table that a `{` makes."""


class _Scan:
    """Go through the tokens once, and note what is visible at one place."""

    def __init__(self, tokens: list[Token], place: int) -> None:
        self._tokens = tokens
        self._place = place
        self._blocks = [_Block("")]
        self._at_place: list[_Block] | None = None
        self._locals: dict[str, Local] = {}
        self.fields: dict[str, dict[str, str]] = defaultdict(dict)

    def run(self) -> Scope:
        """Return what is visible."""
        index = 0
        while index < len(self._tokens):
            self._settle(self._tokens[index], index)
            if self._at_place is None and self._tokens[index].end > self._place:
                self._note()
            index = self._take(index)
        if self._at_place is None:
            self._settle(None, index)
            self._note()
        return Scope(self._locals, self._labels(), dict(self.fields))

    def _note(self) -> None:
        """Remember what is visible here."""
        self._at_place = list(self._blocks)
        self._locals = {one.name: one for block in self._blocks for one in block.locals}

    def _labels(self) -> tuple[str, ...]:
        """Return the labels of the blocks around the place, up to the function; blocks know them at the end only."""
        found: list[str] = []
        for block in reversed(self._at_place or ()):
            found += block.labels
            if block.kind == "function":
                break
        return tuple(dict.fromkeys(found))

    # ------------------------------------------------------------------------------------------------------ tokens

    def _text_at(self, index: int) -> str:
        return self._tokens[index].text if 0 <= index < len(self._tokens) else ""

    def _is_name(self, index: int) -> bool:
        return 0 <= index < len(self._tokens) and self._tokens[index].kind == "name"

    def _settle(self, token: Token | None, index: int) -> None:
        """Let what waits for the end of a statement be visible where `token` begins another."""
        previous = self._tokens[index - 1] if index else None
        if previous is None or not ends_statement(previous, token):
            return
        while self._blocks[-1].kind == "until":
            self._blocks.pop()
        block = self._blocks[-1]
        if block.kind != "for":  # its variables wait for the `do`
            block.locals += block.waiting
            block.waiting = []

    def _take(self, index: int) -> int:
        """Read what a token begins; return the index of the token behind it."""
        text = self._text_at(index)
        taking = _TAKERS.get(text) if self._tokens[index].kind in ("keyword", "symbol") else None
        if taking is not None:
            return taking(self, index)
        if self._is_name(index) and self._text_at(index + 1) == "=":
            self._assign(index)
        return index + 1

    # ------------------------------------------------------------------------------------------------------ blocks

    def _open(self, index: int) -> int:
        text = self._text_at(index)
        if text == "do" and self._blocks[-1].kind == "for":
            block = self._blocks[-1]
            block.kind, block.locals, block.waiting = "do", block.waiting, []
            return index + 1
        self._blocks.append(_Block(text, owner=self._owner(index) if text == "{" else ""))
        return index + 1

    def _owner(self, index: int) -> str:
        """Return the dotted name that is given the table which begins here, or nothing."""
        if self._text_at(index - 1) != "=" or not self._is_name(index - 2):
            return ""
        return self._place_of(index - 2)

    def _close_bracket(self, index: int) -> int:
        if _BRACKETS.get(self._blocks[-1].kind) == self._text_at(index):
            self._blocks.pop()
        return index + 1

    def _close_block(self, index: int) -> int:
        """Close the innermost block, and what is left open in it."""
        while self._blocks[-1].kind in ("(", "{", "[", "for", "until"):
            self._blocks.pop()
        if len(self._blocks) > 1:
            self._blocks.pop()
        return index + 1

    def _else(self, index: int) -> int:
        self._close_block(index)
        if self._text_at(index) == "else":
            self._blocks.append(_Block("else"))
        return index + 1

    def _until(self, index: int) -> int:
        while self._blocks[-1].kind in ("(", "{", "["):
            self._blocks.pop()
        if self._blocks[-1].kind == "repeat":
            block = self._blocks[-1]
            block.locals += block.waiting
            block.kind, block.waiting = "until", []
        return index + 1

    # ------------------------------------------------------------------------------------------------ declarations

    def _for(self, index: int) -> int:
        names, behind = self._names(index + 1)
        self._blocks.append(_Block("for", waiting=[self._local(one) for one in names]))
        return behind

    def _names(self, index: int) -> tuple[list[int], int]:
        """Return where the names of a list stand, and the index of the token behind it; attributes are passed over."""
        names: list[int] = []
        while self._is_name(index):
            names.append(index)
            index += 1
            if self._text_at(index) == "<":
                index += 3 if self._text_at(index + 2) == ">" else 2 if self._is_name(index + 1) else 1
            if self._text_at(index) != ",":
                break
            index += 1
        return names, index

    def _local_statement(self, index: int) -> int:
        if self._text_at(index + 1) == "function":
            if not self._is_name(index + 2):
                return index + 2
            self._blocks[-1].locals.append(self._function(index + 2, index + 3))
            return self._function_body(index + 3, "")
        names, behind = self._names(index + 1)
        given = behind + 1 if self._text_at(behind) == "=" else 0
        declared = [self._local(name, given if place == 0 else 0) for place, name in enumerate(names)]
        if given:
            self._blocks[-1].waiting += declared
        elif names and (behind < len(self._tokens) or self._tokens[names[-1]].end < self._place):
            self._blocks[-1].locals += declared
        return behind

    def _local(self, index: int, value: int = 0) -> Local:
        """Return the local whose name stands there, with what is seen of its value, which begins at `value`."""
        name, start = self._text_at(index), self._tokens[index].start
        if not value or value >= len(self._tokens):
            return Local(name, start)
        token = self._tokens[value]
        if token.text == "function":
            return self._function(index, value + 1)
        if token.kind == "string" or token.text == "{":
            return Local(name, start, "table" if token.text == "{" else "string")
        if token.kind != "name":
            return Local(name, start, "value")
        path, behind = self._path(value)
        is_call = self._text_at(behind)[:1] in ("(", "{", "'", '"')
        return Local(name, start, "call" if is_call else "name", path)

    def _path(self, index: int) -> tuple[str, int]:
        """Return the dotted name that begins at a token, and the index of the token behind it."""
        parts = [self._text_at(index)]
        index += 1
        while self._text_at(index) in (".", ":") and self._is_name(index + 1):
            parts += [self._text_at(index), self._text_at(index + 1)]
            index += 2
        return "".join(parts), index

    def _function(self, name: int, brackets: int) -> Local:
        parameters, _ = self._parameters(brackets)
        listed = ", ".join(self._text_at(one) for one in parameters)
        return Local(self._text_at(name), self._tokens[name].start, "function", parameters=listed)

    def _parameters(self, index: int) -> tuple[list[int], int]:
        """Return where the parameters stand whose list begins at a token, and the index of the token behind it."""
        if self._text_at(index) != "(":
            return [], index
        names: list[int] = []
        index += 1
        while self._is_name(index) or self._text_at(index) in (",", "..."):
            names += [index] if self._text_at(index) != "," else []
            index += 1
        return names, index + (self._text_at(index) == ")")

    def _function_statement(self, index: int) -> int:
        if not self._is_name(index + 1):
            return self._function_body(index + 1, "")
        path, behind = self._path(index + 1)
        owner, _, name = path.replace(":", ".").rpartition(".")
        if owner or path not in self._visible():
            self.fields[owner][name] = "function"
        return self._function_body(behind, owner if ":" in path else "")

    def _function_body(self, index: int, owner: str) -> int:
        names, behind = self._parameters(index)
        block = _Block("function", [self._local(one) for one in names if self._is_name(one)])
        if owner:
            block.locals.insert(0, Local("self", self._tokens[min(index, len(self._tokens) - 1)].start, "name", owner))
        self._blocks.append(block)
        return behind

    def _visible(self) -> set[str]:
        return {one.name for block in self._blocks for one in block.locals}

    def _label(self, index: int) -> int:
        if self._is_name(index + 1) and self._text_at(index + 2) == "::":
            self._blocks[-1].labels.append(self._text_at(index + 1))
            return index + 3
        return index + 1

    # ------------------------------------------------------------------------------------------------- assignments

    def _assign(self, index: int) -> None:
        """Note the field or global that an assignment or a constructor gives a value."""
        owner, _, name = self._place_of(index).rpartition(".")
        is_function = self._text_at(index + 2) == "function"
        if self._blocks[-1].kind in ("(", "["):
            return
        if owner or (self._blocks[-1].kind != "{" and name not in self._visible()):
            self.fields[owner].setdefault(name, "function" if is_function else "variable")

    def _place_of(self, index: int) -> str:
        """Return the dotted name of what is assigned to, whose last name stands there."""
        parts = [self._text_at(index)]
        while self._text_at(index - 1) == "." and self._is_name(index - 2):
            index -= 2
            parts.insert(0, self._text_at(index))
        owner = self._blocks[-1].owner
        return ".".join([owner, *parts] if owner else parts)


_TAKERS: dict[str, Callable[[_Scan, int], int]] = {
    "local": _Scan._local_statement,
    "function": _Scan._function_statement,
    "for": _Scan._for,
    "do": _Scan._open,
    "then": _Scan._open,
    "repeat": _Scan._open,
    "(": _Scan._open,
    "{": _Scan._open,
    "[": _Scan._open,
    ")": _Scan._close_bracket,
    "}": _Scan._close_bracket,
    "]": _Scan._close_bracket,
    "end": _Scan._close_block,
    "else": _Scan._else,
    "elseif": _Scan._else,
    "until": _Scan._until,
    "::": _Scan._label,
}


def scope_at(tokens: list[Token], place: int) -> Scope:
    """Return what is visible at a place of a text, given its tokens without comments."""
    return _Scan(tokens, place).run()
