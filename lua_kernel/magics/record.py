"""What a magic is, and what it may ask of a cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..display import Bundle

if TYPE_CHECKING:
    from interpreter import Attribution, RunResult, Trace

    from ..session import Session


class MagicError(Exception):
    """A magic was called in a way it does not understand; its text is one line that says the usage."""


@dataclass(frozen=True, slots=True)
class CellRun:
    """A cell that has run, as views see it."""

    source: str
    """Its Lua, with the `return` of its last expression."""
    chunk_name: str
    """Its name in messages, as Lua's load takes it."""
    result: RunResult | None
    """What came of it; None where it was not run."""
    attribution: Attribution | None = None
    """Which instruction rented and allocated what, where a magic asked for it."""
    trace: Trace | None = None
    """Its first instructions, where a magic asked for them."""


View = Callable[[CellRun], Bundle | None]
"""Turns a cell that has run into something to show below it."""


@dataclass(slots=True)
class CellPlan:
    """What a cell's magics want of it; filled in by them before it runs."""

    view: str
    """The pools' statistics below the cell: on, short or off."""
    executes: bool = True
    """Whether the cell's Lua is run at all."""
    counts_functions: bool = False
    """Whether calls are counted function by function while it runs."""
    attributes: bool = False
    """Whether what it rents and allocates is attributed to instructions."""
    traced_steps: int = 0
    """How many of its first instructions are recorded."""
    views: list[View] = field(default_factory=list)
    """What is shown below the cell, in order."""


Run = Callable[["Session", tuple[str, ...]], Bundle | None]
"""What a line magic does, given its options; what it returns is shown above the cell's own output."""

Plan = Callable[[CellPlan, tuple[str, ...]], None]
"""What a cell magic wants, given its options."""


@dataclass(frozen=True, slots=True)
class Magic:
    """One magic; it has a `run`, a `plan`, or both."""

    name: str
    """Without per cent signs."""
    usage: str
    """How it is called."""
    summary: str
    """What it does, in one line."""
    run: Run | None = None
    """As a line magic: acts at once."""
    plan: Plan | None = None
    """As a cell magic: says what is wanted of the cell."""


def number_option(words: tuple[str, ...], name: str, default: int, usage: str) -> int:
    """Return the value of the one option `name=number`, or its default; raise MagicError with the usage."""
    if not words:
        return default
    key, _, value = words[0].partition("=")
    if len(words) > 1 or key != name or not (value.isascii() and value.isdigit()) or int(value) == 0:
        raise MagicError(f"{' '.join(words)!r} is not understood; usage: {usage}")
    return int(value)


def no_options(words: tuple[str, ...], usage: str) -> None:
    """Raise MagicError with the usage where there are options."""
    if words:
        raise MagicError(f"{' '.join(words)!r} is not understood; usage: {usage}")
