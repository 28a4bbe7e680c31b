"""Measure what showing statistics costs: `python -m benchmarks.views [--cells N]`.

Prints, as a table in Markdown, processor time of cells in a session without a wire: a view in turn with the statistics
off, so that what else the machine does meets both, and statistics that are off in turn with such as never were on.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator

from lua_kernel.session import Session

from . import unwatched
from .closures import quiet_session
from .unwatched import SMALL

CELLS_A_RUN = 40
CELLS = 5 * CELLS_A_RUN
HEAPS = {
    "a small cell": "",
    "the same beside a million tables": "kept = {} for i = 1, 1000000 do kept[i] = {} end",
    "the same after a recursion 60,000 deep": "local function f(n) return n > 0 and 1 + f(n - 1) or 0 end f(60000)",
}
LONG = {
    "a recursion of calls": unwatched.FIB,
    "a loop that makes tables": "local t = {} for i = 1, 200000 do t[i % 100 + 1] = {i} end",
}
HEADINGS = ("statistics", "where", "cost", "middle half of the pairs", "noise")


def rows(cells: int) -> Iterator[tuple[str, ...]]:
    """Yield the table's rows as they are measured."""
    for name in unwatched.SAMPLES:
        off = unwatched.measure(name, max(1, cells // CELLS_A_RUN), min(unwatched.TURNS, cells))
        noise = f"{off.noise.low:.3f} to {off.noise.high:.3f}"
        yield ("`%pools off`", name, f"× {off.cost.median:.3f}", f"{off.cost.low:.3f} to {off.cost.high:.3f}", noise)
    for view in ("short", "on"):
        for where, before in HEAPS.items():
            yield (f"`%pools {view}`", where, *view_cost_ms(view, cells, before), "–")
    for where, source in LONG.items():
        yield ("`%%allocs`", where, f"× {allocs_ratio(source, cells):.2f}", "–", "–")


def view_cost_ms(view: str, cells: int, before: str) -> tuple[str, str]:
    """Return by how much a view lengthens a small cell: the median of pairs, and their middle half."""
    off, on = (quiet_session(one) for one in ("off", view))
    for session in (off, on):
        session.run_cell(before or SMALL, "1")
    pairs = [(_cpu_s(off, SMALL), _cpu_s(on, SMALL)) for _ in range(cells)]
    low, median, high = statistics.quantiles([1000 * (on - off) for off, on in pairs[cells // 10 :]], n=4)
    return f"{median:+.2f} ms", f"{low:+.2f} to {high:+.2f}"


def allocs_ratio(source: str, cells: int) -> float:
    """Return how many times as long a cell takes with each line's allocations counted: the median of pairs."""
    session = quiet_session("off")
    pairs = [(_cpu_s(session, source), _cpu_s(session, f"%%allocs\n{source}")) for _ in range(max(3, cells // 10))]
    return statistics.median(counted / plain for plain, counted in pairs)


def _cpu_s(session: Session, source: str) -> float:
    started_s = time.thread_time()
    session.run_cell(source, "1")
    return time.thread_time() - started_s


def main() -> int:
    """Run the benchmark's command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.views", description=__doc__)
    parser.add_argument("--cells", type=int, default=CELLS, help="pairs of small cells; of long ones a tenth")
    cells = parser.parse_args().cells
    for row in (HEADINGS, ["---"] * len(HEADINGS), *rows(cells)):
        print(f"| {' | '.join(row)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
