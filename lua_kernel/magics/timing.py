"""Magics that run a cell to measure it: its time, its time over many runs, pools off and on, its profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from .. import display
from ..display import Bundle
from .record import (
    CellPlan,
    CellRun,
    Magic,
    MagicError,
    RunFailedError,
    is_number,
    no_options,
    not_understood,
    number_option,
    number_options,
)  # fmt: skip

if TYPE_CHECKING:
    from interpreter import LuaValue, PoolSnapshot, RunResult

    from ..measurements import Sample
    from ..session import Session

TIME_USAGE = "%%time, on the first line of a cell"
TIMEIT_USAGE = "%%timeit [runs=N] [loops=N]"
COMPARE_USAGE = "%%compare [runs=N] [setup=CELL]"
PROFILE_USAGE = "%%profile [top=N]"

RUNS = 7
LOOPS_TIME_S = 0.2
"""How long one run of %%timeit should take where it may choose its loops: long beside a clock's tick and a hiccup."""
COMPARED_RUNS = 5
TOP_PLACES = 15
_MOST_DECADES = 9


def plan_time(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Show how long this cell takes."""
    no_options(words, TIME_USAGE)
    plan.views.append(_times)


def _times(run: CellRun) -> Bundle | None:
    result = run.result
    if result is None or result.before is None or result.after is None:
        return None
    instructions = result.after.instructions - result.before.instructions
    return display.times_bundle(result.elapsed_s, result.cpu_s, instructions)


# -------------------------------------------------------------------------------------------------------- %%timeit

_REPEAT = b"local cell, loops = ... for _ = 1, loops do cell() end"


def plan_timeit(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Run the cell many times and show what one time takes."""
    options = number_options(words, {"runs": RUNS, "loops": 0}, TIMEIT_USAGE)
    plan.measures.append(lambda session, run: _timeit(session, run, **options))


def _timeit(session: Session, run: CellRun, runs: int, loops: int) -> Bundle:
    """Call the compiled cell in a Lua loop; its first run has shown its results, the others print nothing."""
    from ..measurements import Timing, timing_bundle

    cell = session.interpreter.load(run.source, run.chunk_name, keeps_locals=session.keeps_locals)
    repeat = session.interpreter.load(_REPEAT, "=timeit")
    with session.muted():
        _looped(session, repeat, cell, 1)  # allocates the frame that the loop itself stands on
        chosen = loops or _enough_loops(lambda times: _looped(session, repeat, cell, times)[0])
        taken = [_looped(session, repeat, cell, chosen) for _ in range(runs)]
    first, last = taken[0][1], taken[-1][2]
    return timing_bundle(Timing(chosen, tuple(seconds / chosen for seconds, _, _ in taken), last.since(first), last))


def _looped(session: Session, repeat: LuaValue, cell: LuaValue, loops: int) -> tuple[float, PoolSnapshot, PoolSnapshot]:
    """Return what so many loops take, with the counters around them."""
    result = session.interpreter.run_function(repeat, cell, loops)
    return (result.elapsed_s, *_snapshots(result))


def _snapshots(result: RunResult, hint: str = "") -> tuple[PoolSnapshot, PoolSnapshot]:
    """Return the counters around a run that went well; raise RunFailedError for another."""
    if result.error is not None:
        raise RunFailedError(result.error, hint)
    assert result.before is not None
    assert result.after is not None
    return result.before, result.after


def _enough_loops(seconds_of: Callable[[int], float]) -> int:
    """Return the first of 1, 2, 5, 10, 20, 50 … loops that takes long enough to be timed."""
    steps: Iterator[int] = (factor * 10**power for power in range(_MOST_DECADES) for factor in (1, 2, 5))
    return next((loops for loops in steps if seconds_of(loops) >= LOOPS_TIME_S), 10**_MOST_DECADES)


# ------------------------------------------------------------------------------------------------------- %%compare


def plan_compare(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Run the cell in fresh interpreters, pools off and on, and show the difference."""
    setups = [word.removeprefix("setup=") for word in words if word.startswith("setup=")]
    rest = tuple(word for word in words if not word.startswith("setup="))
    runs = number_option(rest, "runs", COMPARED_RUNS, COMPARE_USAGE)
    if len(setups) > 1 or not all(is_number(setup) for setup in setups):
        raise not_understood(words, COMPARE_USAGE)
    plan.is_replaced = True
    plan.measures.append(lambda session, run: _compare(session, run, runs, setups))


def _compare(session: Session, run: CellRun, runs: int, setups: list[str]) -> Bundle:
    """Take the runs in turns, so that what the machine does beside them meets both."""
    from ..measurements import comparison_bundle

    sources = [run.source, *(_saved(session, setup) for setup in setups)]
    names = [run.chunk_name, *(f"=cell[{setup}]" for setup in setups)]
    programs = list(zip(sources, names, strict=True))[::-1]
    samples: dict[str, list[Sample]] = {"on": [], "off": []}
    for turn in range(runs):
        for mode in ("off", "on") if turn % 2 else ("on", "off"):
            samples[mode].append(_sample(session, programs, mode, shows=not samples["on"]))
    return comparison_bundle(samples["off"], samples["on"])


def _saved(session: Session, label: str) -> str:
    lua = session.lua_of(label)
    if lua is None:
        raise MagicError(f"setup={label}: this session has no cell[{label}]; usage: {COMPARE_USAGE}")
    return lua


def _sample(session: Session, programs: list[tuple[str, str]], mode: str, *, shows: bool) -> Sample:
    """Run the programs in an interpreter of their own, and return what the last one took and rented."""
    from ..measurements import Sample

    printed: list[bytes] = []
    with session.new_interpreter(mode, printed.append) as fresh:
        for source, name in programs:
            printed.clear()
            result = fresh.run(source, name)
            if printed and (shows or not result.ok):
                session.ports.stdout(b"".join(printed))
            before, after = _snapshots(result, _alone_hint(result))
    return Sample(result.cpu_s, after.since(before), after, b"".join(printed))


_NIL_GLOBAL = re.compile(rb"a nil value \(global '(\w+)'\)")


def _alone_hint(result: RunResult) -> str:
    """Return what to do where a cell failed alone, above all where it uses a global that another cell sets."""
    if result.error is None or result.error.kind != "error":
        return ""
    found = _NIL_GLOBAL.search(result.error.message)
    if found is None:
        return "%%compare runs a cell in fresh interpreters, where nothing of this session is known"
    name = found[1].decode()
    return (
        f"%%compare runs a cell in fresh interpreters, where {name} is nil: "
        f"let the cell stand alone, or run the cell that sets {name} before it: setup=CELL"
    )


# ------------------------------------------------------------------------------------------------------- %%profile


def plan_profile(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Show where the cell's instructions go, by function and by line."""
    top = number_option(words, "top", TOP_PLACES, PROFILE_USAGE)
    plan.attributes = True
    plan.views.append(lambda run: _profile(run, top))


def _profile(run: CellRun, top: int) -> Bundle | None:
    if run.attribution is None:
        return None
    from ..profile import profile_bundle

    return profile_bundle(run.attribution, run.source, run.chunk_name.removeprefix("="), top)


MAGICS = (
    Magic(
        "time", TIME_USAGE, "the cell's time, CPU time and instructions",
        "%%time\nlocal sum = 0\nfor i = 1, 1e6 do sum = sum + i end\nsum",
        plan=plan_time,
    ),
    Magic(
        "timeit", TIMEIT_USAGE, "the time of one run of the cell, and what it rents, over many runs",
        "%%timeit runs=3 loops=1000\nlocal t = {}\nfor i = 1, 10 do t[i] = i end",
        plan=plan_timeit, options={"": ("runs=", "loops=")},
    ),
    Magic(
        "compare", COMPARE_USAGE, "the cell in fresh interpreters, pools off and on: what pooling saves",
        "%%compare runs=3\nlocal function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end\nfib(15)",
        plan=plan_compare, options={"": ("runs=", "setup=")},
    ),
    Magic(
        "profile", PROFILE_USAGE, "instructions, frames and heap bytes by function and by line",
        "%%profile top=5\nlocal function square(x) return x * x end\nfor i = 1, 100 do square(i) end",
        plan=plan_profile, options={"": ("top=",)},
    ),
)  # fmt: skip
