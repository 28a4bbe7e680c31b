"""Magics about the pools: their statistics below cells, their modes, their board and history, a cell's frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interpreter import byte_count

from .. import display, pools_view
from ..display import Bundle
from .record import CellPlan, CellRun, Magic, MagicError, is_number, no_options, not_understood, number_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interpreter import PoolSnapshot

    from ..session import Session

VIEWS = ("on", "short", "off")
MODES = ("on", "off", "poison")
TOP_FUNCTIONS = 20

POOLS_USAGE = (
    "%pools [on|short|off], %pools mode on|off|poison, %pools live [off], %pools board, %pools history, "
    "%pools trim, %pools reset, %pools capacity NAME=N|SIZE, %pools fault NAME=FAULT, %pools export FILE.json|FILE.csv"
)
CELL_POOLS_USAGE = "%%pools, on the first line of a cell"
FRAMES_USAGE = "%%frames [top=N]"
ALLOCS_USAGE = "%%allocs [top=N]"
LIVE_USAGE = "%pools live [off]"
CAPACITY_USAGE = "%pools capacity NAME=N|SIZE"
FAULT_USAGE = "%pools fault NAME=FAULT"
EXPORT_USAGE = "%pools export FILE.json|FILE.csv"


def plan_pools(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Show the pool table below this cell."""
    no_options(words, CELL_POOLS_USAGE)
    plan.view = "on"


def run_pools(session: Session, words: tuple[str, ...]) -> Bundle | None:
    """Show the pools' totals, or change what is shown or how they work."""
    match words:
        case ():
            return pools_view.pools_now(session.interpreter.snapshot(), session.view)
        case (view,) if view in VIEWS:
            session.view = view
            return None
        case ("mode", mode) if mode in MODES:
            return _set_mode(session, mode)
        case ("live", *rest):
            return _live(session, tuple(rest))
        case ("capacity", *rest):
            return _set_capacity(session, " ".join(rest))
        case ("fault", *rest):
            return _plant_fault(session, " ".join(rest))
        case ("export", *rest):
            return _export(session, " ".join(rest))
        case (action,) if action in _ACTIONS:
            return _ACTIONS[action](session)
    raise not_understood(words, POOLS_USAGE)


def _live(session: Session, words: tuple[str, ...]) -> Bundle | None:
    """Open the dashboard, or close it."""
    if words not in ((), ("off",)):
        raise not_understood(("live", *words), LIVE_USAGE)
    if words:
        session.watch(None)
        return None
    from ..dashboard import Dashboard  # not needed by a session without one

    session.watch(None)
    session.watch(Dashboard(session.ports, session.peek))
    return None


def _trim(session: Session) -> Bundle:
    before = _retained_bytes(session)
    session.interpreter.pools.trim()
    given_back = before - _retained_bytes(session)
    return display.bundle(f"{display.byte_size(max(0, given_back))} of free objects given back to the system")


def _retained_bytes(session: Session) -> int:
    return sum(pool.bytes_retained for pool in session.interpreter.snapshot().pools)


def _reset(session: Session) -> Bundle:
    session.interpreter.pools.reset_counters()
    return display.bundle("the pools' counters begin again at zero")


def _set_capacity(session: Session, setting: str) -> Bundle:
    name, _, most = (part.strip() for part in setting.partition("="))
    number = int(most) if is_number(most) else byte_count(most)
    if not name or number is None:
        raise not_understood(("capacity", setting), CAPACITY_USAGE)
    try:
        session.set_capacity(name, number if is_number(most) else most)
    except ValueError as error:
        raise MagicError(f"{error}; usage: {CAPACITY_USAGE}") from None
    return display.bundle("\n".join(_capacities(session.interpreter.snapshot(), name)))


def _capacities(snapshot: PoolSnapshot, name: str) -> Iterator[str]:
    """Yield a line for each pool whose capacity was set."""
    for pool in snapshot.pools:
        if pool.name != name and (not pool.name.startswith(f"{name}[") or pool.name.endswith("[large]")):
            continue
        retained = display.counted(pool.capacity, f"free {pool.unit}")
        yield f"{pool.name} retains at most {retained}, {display.byte_size(pool.capacity_bytes)}"


# ----------------------------------------------------------------------------------------------- modes and faults

FAULTS = {
    "no_return": "what leaves is not given back",
    "double_return": "what leaves is given back twice",
    "off": "works again: what was lost is given back",
}
_POISON_ENDS = "poison mode would end the kernel's process at the second return; use %pools mode on or off"


def _set_mode(session: Session, mode: str) -> Bundle:
    if mode == "poison" and "double_return" in session.faults.values():
        raise MagicError(f"a fault double_return is planted, and {_POISON_ENDS}")
    session.interpreter.pools.mode = mode
    return display.bundle("pools are poisoned" if mode == "poison" else f"pools are {mode}")


def _plant_fault(session: Session, setting: str) -> Bundle:
    """Let a pool fail, for the statistics to show it."""
    name, _, fault = (part.strip() for part in setting.partition("="))
    if not name or not fault:
        raise not_understood(("fault", setting), FAULT_USAGE)
    if fault not in FAULTS:
        raise MagicError(f"fault is {fault!r}; it may be {', '.join(FAULTS)}; usage: {FAULT_USAGE}")
    if fault == "double_return" and session.interpreter.pools.mode == "poison":
        raise MagicError(_POISON_ENDS)
    try:
        session.plant_fault(name, fault)
    except ValueError as error:
        raise MagicError(f"{error}; usage: {FAULT_USAGE}") from None
    return display.bundle(f"{name}: {FAULTS[fault]}")


# ---------------------------------------------------------------------------------------- board, history and export

_NO_CELLS = "no cell's statistics are known yet: they are kept while they are shown, with %pools short or on"


def _board(session: Session) -> Bundle:
    from ..charts import pools_board  # not needed by a session that draws nothing

    now = session.interpreter.snapshot()
    if session.traffic and _holds_the_same(now, session.traffic[-1].after):
        last = session.traffic[-1]
        return pools_board(last.traffic, f"the pools after cell[{last.label}]")
    return pools_board(session.interpreter.snapshot().since(now), "the pools now")


def _holds_the_same(one: PoolSnapshot, other: PoolSnapshot) -> bool:
    return [(p.live, p.retained) for p in one.pools] == [(p.live, p.retained) for p in other.pools]


def _history(session: Session) -> Bundle:
    from ..charts import history_bundle

    return history_bundle(tuple(session.traffic)) if session.traffic else display.bundle(_NO_CELLS)


def _export(session: Session, file: str) -> Bundle:
    from ..export import writer_for

    session.refuse_where_restricted("%pools export")
    write = writer_for(file)
    if write is None:
        raise not_understood(("export", file), EXPORT_USAGE)
    if not session.traffic:
        raise MagicError(_NO_CELLS)
    try:
        size_bytes = write(tuple(session.traffic), file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise MagicError(f"{file} cannot be written: {reason}; usage: {EXPORT_USAGE}") from None
    return display.bundle(
        f"{file}: {display.count(len(session.traffic))} cells, {display.byte_size(size_bytes)} written"
    )


_ACTIONS = {"board": _board, "history": _history, "trim": _trim, "reset": _reset}


# ----------------------------------------------------------------------------------------------- frames, allocations


def plan_frames(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Show the frames this cell entered, by kind and by function."""
    top = number_option(words, "top", TOP_FUNCTIONS, FRAMES_USAGE)
    plan.counts_functions = plan.attributes = True
    plan.views.append(lambda run: _frames(run, top))


def _frames(run: CellRun, top: int) -> Bundle | None:
    traffic = run.result.traffic if run.result else None
    if traffic is None or run.attribution is None or run.call_tree is None:
        return None
    from ..frames_view import frames_bundle

    return frames_bundle(traffic, run.attribution, run.call_tree, top)


def plan_allocs(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Show the cell's lines with what each rented and allocated."""
    top = number_option(words, "top", 0, ALLOCS_USAGE) or None
    plan.attributes = True
    plan.views.append(lambda run: _allocations(run, top))


def _allocations(run: CellRun, top: int | None) -> Bundle | None:
    if run.attribution is None:
        return None
    from ..allocations import allocations_bundle

    return allocations_bundle(run.attribution, run.source, run.chunk_name.removeprefix("="), top)


_CAPACITIES = ("frames=", "locals=", "locals[4]=", "locals[8]=", "varargs=", "varargs[4]=", "tbc=", "chunks=")
_POOLS_OPTIONS = {
    "": (*VIEWS, "mode", "live", *_ACTIONS, "capacity", "fault", "export"),
    "fault": tuple(f"{pool}={fault}" for pool in ("frames", "locals", "varargs", "tbc") for fault in FAULTS),
    "mode": MODES, "live": ("off",), "capacity": _CAPACITIES,
}  # fmt: skip

MAGICS = (
    Magic(
        "pools", POOLS_USAGE, "the pools' statistics below this cell (%%) or each cell (%); their modes",
        "%%pools\nlocal function sum(...) return select('#', ...) end\nsum(1, 2, 3)",
        run=run_pools, plan=plan_pools, options=_POOLS_OPTIONS,
    ),
    Magic(
        "frames", FRAMES_USAGE, "the frames this cell enters, by kind, by function and as a call tree",
        "%%frames top=5\nlocal function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end\nfib(10)",
        plan=plan_frames, options={"": ("top=",)},
    ),
    Magic(
        "allocs", ALLOCS_USAGE, "what each line of this cell rents and allocates",
        "%%allocs\nlocal t = {}\nfor i = 1, 3 do t[i] = {i} end",
        plan=plan_allocs, options={"": ("top=",)},
    ),
)  # fmt: skip
