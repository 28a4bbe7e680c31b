"""Magics about the session itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interpreter import LuaValue

from .. import display
from ..display import Bundle
from ..stage import type_name
from .record import Magic, no_options, not_understood

if TYPE_CHECKING:
    from ..session import Session

RESET_USAGE = "%reset [out]"
LOCALS_USAGE = "%locals [on|off]"

WHO_USAGE = "%who [TYPE …]"
WHOS_USAGE = "%whos [TYPE …]"

_TYPES = ("boolean", "function", "nil", "number", "string", "table", "thread", "userdata")
_NOTHING = "no variables yet: the libraries and results are not listed"
_KEPT = "stay visible in later cells"
_LOST = "end with their cell"
_MOST_CHARACTERS = 80
"""Of a value in a table of variables."""


def run_reset(session: Session, words: tuple[str, ...]) -> Bundle:
    """Forget every variable."""
    if words == ("out",):
        session.forget_results()
        return display.bundle("Out is empty")
    no_options(words, RESET_USAGE)
    session.reset()
    return display.bundle("the session begins again: its variables are gone, its settings stay")


def run_locals(session: Session, words: tuple[str, ...]) -> Bundle:
    """Choose whether cells see the locals of earlier ones, or show these."""
    if words in (("on",), ("off",)):
        session.set_keeps_locals(words == ("on",))
        return display.bundle(f"top-level locals {_KEPT if session.keeps_locals else _LOST}")
    no_options(words, LOCALS_USAGE)
    kept = session.interpreter.kept_locals
    rows = [(display.decode(name), type_name(value), _value_text(value)) for name, value in kept.items()]
    caption = f"top-level locals {_KEPT if session.keeps_locals else _LOST}"
    return display.Table(caption, ("local", "type", "value"), rows, left=frozenset([0, 1, 2])).bundle()


def run_who(session: Session, words: tuple[str, ...]) -> Bundle:
    """Show the names of what cells have made."""
    names = [name for name, _, _ in _own(session, words, WHO_USAGE)]
    return display.bundle("  ".join(names) or _NOTHING)


def run_whos(session: Session, words: tuple[str, ...]) -> Bundle:
    """Show what cells have made, with types and values."""
    own = _own(session, words, WHOS_USAGE)
    rows = [(name, where, type_name(value), _value_text(value)) for name, where, value in own]
    if not rows:
        return display.bundle(_NOTHING)
    caption = "what cells have made; a local hides a global of its name"
    return display.Table(caption, ("name", "kind", "type", "value"), rows, left=frozenset(range(4))).bundle()


def _own(session: Session, types: tuple[str, ...], usage: str) -> list[tuple[str, str, object]]:
    """Return the variables that cells have made, of some types where any are given."""
    if not set(types) <= set(_TYPES):
        raise not_understood(types, usage)
    return [row for row in session.own_variables() if not types or type_name(row[2]) in types]


def _value_text(value: object) -> str:
    """Return a value on one line; of a function its parameters and where it is from: more than an address tells."""
    if not isinstance(value, LuaValue) or value.type != "function":
        text = " ".join(line.strip() for line in display.value_text(value).split("\n"))
        return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS].rstrip()} …"
    facts = value.function_info()
    if facts["what"] == "C":
        return "builtin"
    return f"{display.parameter_list(facts)} from {facts['source'].lstrip('=@')}:{facts['line']}"


MAGICS = (
    Magic(
        "locals",
        LOCALS_USAGE,
        "whether cells see earlier cells' top-level locals, and which there are",
        "%locals off",
        run=run_locals,
        options={"": ("on", "off")},
    ),
    Magic(
        "reset",
        RESET_USAGE,
        "begin again with new variables; settings stay",
        "%reset",
        run=run_reset,
        options={"": ("out",)},
    ),
    Magic(
        "who",
        WHO_USAGE,
        "the names of the variables that cells have made",
        "%who number string",
        run=run_who,
        options={"": _TYPES},
    ),
    Magic(
        "whos",
        WHOS_USAGE,
        "the variables that cells have made, with types and values",
        "%whos",
        run=run_whos,
        options={"": _TYPES},
    ),
)
