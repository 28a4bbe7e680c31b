"""What a magic is, and what it may ask of a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..display import Bundle

if TYPE_CHECKING:
    from interpreter import Attribution, CallTree, ErrorReport, RunResult, Trace

    from ..session import Session


class MagicError(Exception):
    """A magic was called in a way it does not understand; its text is one line that says the usage."""


@dataclass(frozen=True, slots=True)
class CellRun:
    """A cell that has run, as views see it."""

    written: str
    """Its Lua as it was written, magic lines left empty."""
    source: str
    """The same with the `return` of its last expression."""
    chunk_name: str
    """Its name in messages, as Lua's load takes it."""
    result: RunResult | None
    """What came of it; None where it was not run."""
    attribution: Attribution | None = None
    """Which instruction rented and allocated what, where a magic asked for it."""
    call_tree: CallTree | None = None
    """Who called whom, where a magic asked for it."""
    trace: Trace | None = None
    """Its first instructions, where a magic asked for them."""
    kept: list[tuple[Any, ...]] | None = None
    """What the compiler was told of the locals that earlier cells have left, where a magic asked for it."""


View = Callable[[CellRun], Bundle | None]
"""Turns a cell that has run into something to show below it."""


class RunFailedError(Exception):
    """A further run of a cell failed."""

    def __init__(self, error: ErrorReport, hint: str = "") -> None:
        super().__init__(error.message)
        self.error = error
        """How it failed."""
        self.hint = hint
        """A line below the error: what the reader can do."""


TakesText = Callable[[str], Bundle]
"""Does something with a cell's text; may raise MagicError."""

Measure = Callable[["Session", CellRun], Bundle]
"""Runs a cell further times, after the run that shows its results or in its place; may raise RunFailedError."""


@dataclass(slots=True)
class CellPlan:
    """What a cell's magics want of it; filled in by them before it runs."""

    view: str = ""
    """The pools' statistics below the cell: on, short or off; nothing for what the session shows."""
    is_replaced: bool = False
    """Whether a magic does something else with the cell than run it in the session."""
    runs_anyway: bool = False
    """Whether it is run in the session nevertheless."""
    counts_functions: bool = False
    """Whether calls are counted function by function while it runs."""
    attributes: bool = False
    """Whether what it rents and allocates is attributed to instructions."""
    traced_steps: int = 0
    """How many of its first instructions are recorded."""
    shows_code: bool = False
    """Whether what it compiles to is shown."""
    views: list[View] = field(default_factory=list)
    """What is shown below the cell, in order."""
    measures: list[Measure] = field(default_factory=list)
    """What runs the cell further times, once its own run has ended well."""
    takes_text: TakesText | None = None
    """What is done with a cell that is a text, in place of running it."""

    @property
    def executes(self) -> bool:
        """Whether the cell's Lua is run in the session."""
        return self.runs_anyway or not self.is_replaced


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
    example: str
    """A cell that uses it."""
    run: Run | None = None
    """As a line magic: acts at once."""
    plan: Plan | None = None
    """As a cell magic: says what is wanted of the cell."""
    takes_lua: bool = False
    """Whether an expression follows its name."""
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What may follow its name and, by each option that takes more, what may follow that."""

    @property
    def written(self) -> tuple[str, ...]:
        """Return its name as it is written, with per cent signs."""
        return ("%" + self.name,) * (self.run is not None) + ("%%" + self.name,) * (self.plan is not None)


def number_option(words: tuple[str, ...], name: str, default: int, usage: str) -> int:
    """Return the value of the one option `name=number`, or its default; raise MagicError with the usage."""
    return number_options(words, {name: default}, usage)[name]


def number_options(words: tuple[str, ...], defaults: Mapping[str, int], usage: str) -> dict[str, int]:
    """Return the values of options `name=number`, each given at most once; raise MagicError with the usage."""
    given = {}
    for word in words:
        key, _, value = word.partition("=")
        if key not in defaults or key in given or not is_number(value) or int(value) == 0:
            raise not_understood(words, usage)
        given[key] = int(value)
    return {**defaults, **given}


_MOST_DIGITS = 9


def is_number(text: str) -> bool:
    """Say whether a text is a whole number as options take it."""
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def not_understood(words: tuple[str, ...], usage: str) -> MagicError:
    """Return the error for options that are none, with the usage of what they begin like, where it has its own."""
    ways = usage.replace(", %", "\n%").split("\n")
    near = [way for way in ways if words and way.split()[1:2] == [words[0]]]
    return MagicError(f"{' '.join(words).strip()!r} is not understood; usage: {', '.join(near or ways)}")


def no_options(words: tuple[str, ...], usage: str) -> None:
    """Raise MagicError with the usage where there are options."""
    if words:
        raise not_understood(words, usage)
