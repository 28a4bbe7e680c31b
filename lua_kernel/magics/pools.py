"""Magics about the pools: their statistics below cells, their modes, the frames a cell entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import display
from ..allocations import allocations_bundle
from ..display import Bundle
from .record import CellPlan, CellRun, Magic, MagicError, no_options, number_option

if TYPE_CHECKING:
    from ..session import Session

VIEWS = ("on", "short", "off")
MODES = ("on", "off", "poison")
TOP_FUNCTIONS = 20

POOLS_USAGE = "%pools [on|short|off], %pools mode on|off|poison, %pools trim, %pools reset"
CELL_POOLS_USAGE = "%%pools, on the first line of a cell"
FRAMES_USAGE = "%%frames [top=N]"
ALLOCS_USAGE = "%%allocs [top=N]"


def plan_pools(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Show the pool table below this cell."""
    no_options(words, CELL_POOLS_USAGE)
    plan.view = "on"


def run_pools(session: Session, words: tuple[str, ...]) -> Bundle | None:
    """Show the pools' totals, or change what is shown or how they work."""
    match words:
        case ():
            return display.pools_now(session.interpreter.snapshot(), session.view)
        case (view,) if view in VIEWS:
            session.view = view
            return None
        case ("mode", mode) if mode in MODES:
            session.interpreter.pools.mode = mode
            return display.bundle(f"pools are {mode}")
        case ("trim",):
            return _trim(session)
        case ("reset",):
            session.interpreter.pools.reset_counters()
            return display.bundle("the pools' counters begin again at zero")
    raise MagicError(f"{' '.join(words)!r} is not understood; usage: {POOLS_USAGE}")


def _trim(session: Session) -> Bundle:
    before = _retained_bytes(session)
    session.interpreter.pools.trim()
    given_back = before - _retained_bytes(session)
    return display.bundle(f"{display.byte_size(max(0, given_back))} of free objects given back to the system")


def _retained_bytes(session: Session) -> int:
    return sum(pool.bytes_retained for pool in session.interpreter.snapshot().pools)


def plan_frames(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Show the frames this cell entered, by kind and by function."""
    top = number_option(words, "top", TOP_FUNCTIONS, FRAMES_USAGE)
    plan.counts_functions = True
    plan.views.append(lambda run: _frames(run, top))


def _frames(run: CellRun, top: int) -> Bundle | None:
    traffic = run.result.traffic if run.result else None
    if traffic is None:
        return None
    return display.tables_bundle([display.frames_table(traffic), display.functions_table(traffic, top)])


def plan_allocs(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Show the cell's lines with what each rented and allocated."""
    top = number_option(words, "top", 0, ALLOCS_USAGE) or None
    plan.attributes = True
    plan.views.append(lambda run: _allocations(run, top))


def _allocations(run: CellRun, top: int | None) -> Bundle | None:
    if run.attribution is None:
        return None
    return allocations_bundle(run.attribution, run.source, run.chunk_name.removeprefix("="), top)


MAGICS = (
    Magic(
        "pools", POOLS_USAGE, "the pools' statistics below this cell (%%) or each cell (%); their modes",
        run=run_pools, plan=plan_pools,
    ),
    Magic("frames", FRAMES_USAGE, "the frames this cell enters, by kind and by function", plan=plan_frames),
    Magic("allocs", ALLOCS_USAGE, "what each line of this cell rents and allocates", plan=plan_allocs),
)  # fmt: skip
