"""The magic about what a cell may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import display
from ..display import Bundle
from .record import Magic, MagicError, not_understood

if TYPE_CHECKING:
    from ..session import Session

LIMITS_USAGE = (
    "%limits, %limits none, %limits NAME=NUMBER|none …; names: instructions, seconds, memory, output, string, "
    "coroutines, stack, levels; bytes may end in K, M or G"
)

_NAMES = {
    "instructions": "instructions",
    "seconds": "seconds",
    "memory": "memory_bytes",
    "output": "output_bytes",
    "string": "string_bytes",
    "coroutines": "coroutines",
    "stack": "stack_frames",
    "levels": "c_levels",
}
"""What the interpreter calls each limit."""

_IN_BYTES = ("memory", "output", "string")
_UNITS = {"K": 2**10, "M": 2**20, "G": 2**30}

_MEANINGS = {
    "instructions": ("of a cell, counted at calls and jumps back", "ends the cell"),
    "seconds": ("of a cell, by the clock", "ends the cell"),
    "memory": ("of everything that lives", "not enough memory"),
    "output": ("that a cell may write", "ends the cell"),
    "string": ("of one string", "string size limit exceeded"),
    "coroutines": ("alive at once", "too many coroutines"),
    "stack": ("calls inside each other", "stack overflow"),
    "levels": ("calls from library functions inside each other", "C stack overflow"),
}


def run_limits(session: Session, words: tuple[str, ...]) -> Bundle:
    """Show the limits, after changing those that are given."""
    if words:
        session.refuse_where_restricted("%limits")
        changes = dict.fromkeys(_NAMES.values()) if words == ("none",) else dict(_change(word) for word in words)
        try:
            session.set_limits(changes)
        except ValueError as error:
            raise MagicError(f"{error}; usage: {LIMITS_USAGE}") from None
    return _shown(session)


def _change(word: str) -> tuple[str, int | float | None]:
    name, _, text = word.partition("=")
    limit = _number(name, text)
    if name not in _NAMES or (limit is None and text != "none"):
        raise not_understood((word,), LIMITS_USAGE)
    return _NAMES[name], limit


def _number(name: str, text: str) -> int | float | None:
    """Return the number of a text, or None for what is none."""
    unit = _UNITS.get(text[-1:].upper(), 1) if name in _IN_BYTES else 1
    digits = text if unit == 1 else text[:-1]
    try:
        return float(digits) if name == "seconds" else int(digits) * unit
    except ValueError:
        return None


def _shown(session: Session) -> Bundle:
    limits = session.interpreter.limits.as_dict()
    rows = [
        (name, _amount(name, limits[_NAMES[name]]), meaning, effect) for name, (meaning, effect) in _MEANINGS.items()
    ]
    caption = "limits of each cell; what ends a cell is caught by no pcall, the other errors are ordinary ones"
    return display.Table(caption, ("limit", "value", "meaning", "beyond it"), rows, left=frozenset([0, 2, 3])).bundle()


def _amount(name: str, limit: int | float | None) -> str:
    if limit is None:
        return "none"
    if name in _IN_BYTES:
        return display.byte_size(int(limit))
    return f"{limit:g} s" if name == "seconds" else f"{limit:,}"


MAGICS = (
    Magic(
        "limits",
        LIMITS_USAGE,
        "what a cell may use: shows and changes it",
        "%limits seconds=60 memory=2G",
        run=run_limits,
        options={"": ("none", *(f"{name}=" for name in _NAMES))},
    ),
)
