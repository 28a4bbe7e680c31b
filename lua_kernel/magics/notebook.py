"""Magics about the session itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interpreter import LuaValue

from .. import display
from ..display import Bundle
from .record import Magic, no_options

if TYPE_CHECKING:
    from ..session import Session

RESET_USAGE = "%reset [out]"
LOCALS_USAGE = "%locals [on|off]"

_KEPT = "stay visible in later cells"
_LOST = "end with their cell"


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
    rows = [(display.decode(name), _type_name(value), display.value_text(value)) for name, value in kept.items()]
    caption = f"top-level locals {_KEPT if session.keeps_locals else _LOST}"
    return display.Table(caption, ("local", "type", "value"), rows, left=frozenset([0, 1, 2])).bundle()


def _type_name(value: object) -> str:
    names = {type(None): "nil", bool: "boolean", int: "number", float: "number", bytes: "string"}
    return value.type if isinstance(value, LuaValue) else names.get(type(value), "userdata")


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
)
