"""Magics about what a cell compiles to."""

from .. import display
from ..display import Bundle
from .record import CellPlan, CellRun, Magic, MagicError

BYTECODE_USAGE = "%%bytecode [run]"


def plan_bytecode(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Show the cell's instructions; run the cell only when asked."""
    if words not in ((), ("run",)):
        raise MagicError(f"{' '.join(words)!r} is not understood; usage: {BYTECODE_USAGE}")
    plan.executes = words == ("run",)
    plan.views.append(_listing)


def _listing(run: CellRun) -> Bundle:
    from interpreter import disassemble  # not needed by a session that lists nothing

    listing = disassemble(run.source.encode("utf-8", "surrogatepass"), run.chunk_name)
    return display.listing_bundle(listing, run.source)


MAGICS = (
    Magic("bytecode", BYTECODE_USAGE, "the instructions the cell compiles to, line by line", plan=plan_bytecode),
)
