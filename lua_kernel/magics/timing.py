"""Magics about time."""

from .. import display
from ..display import Bundle
from .record import CellPlan, CellRun, Magic, no_options

TIME_USAGE = "%%time, on the first line of a cell"


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


MAGICS = (Magic("time", TIME_USAGE, "the cell's time, CPU time and instructions", plan=plan_time),)
