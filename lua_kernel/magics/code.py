"""Magics about what a cell compiles to."""

from .. import display
from ..display import Bundle
from ..trace_view import trace_bundle
from .record import CellPlan, CellRun, Magic, MagicError, number_option

BYTECODE_USAGE = "%%bytecode [run]"
TRACE_USAGE = "%%trace [steps=N]"
TRACED_STEPS = 200
MOST_TRACED_STEPS = 10_000


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


def plan_trace(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Show the cell's first instructions with registers and pools before each."""
    steps = number_option(words, "steps", TRACED_STEPS, TRACE_USAGE)
    if steps > MOST_TRACED_STEPS:
        raise MagicError(f"steps={steps} is more than a page holds; at most {MOST_TRACED_STEPS}; usage: {TRACE_USAGE}")
    plan.traced_steps = steps
    plan.views.append(_trace)


def _trace(run: CellRun) -> Bundle | None:
    if run.trace is None:
        return None
    return trace_bundle(run.trace, run.source, run.chunk_name.removeprefix("="))


MAGICS = (
    Magic("bytecode", BYTECODE_USAGE, "the instructions the cell compiles to, line by line", plan=plan_bytecode),
    Magic("trace", TRACE_USAGE, "the cell's first instructions, with registers and pools before each", plan=plan_trace),
)
