"""Measure what showing statistics costs: `python -m benchmarks.views [--cells N]`.

Prints processor time of cells in a session without a wire, each view in turn with the statistics off, so that what else
the machine does meets both.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time

from lua_kernel.session import Session

from .closures import quiet_session

CELLS = 200
SHORT = "local function f(...) return #{...} end local s = 0 for i = 1, 50 do s = s + f(i, i) end"
LONG = {
    "calls": "local function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end fib(24)",
    "tables": "local t = {} for i = 1, 200000 do t[i % 100 + 1] = {i} end",
}


def view_cost_ms(view: str, cells: int) -> float:
    """Return by how much a view lengthens a short cell: the median of pairs."""
    off, on = (quiet_session(one) for one in ("off", view))
    pairs = [(_cpu_s(off, SHORT), _cpu_s(on, SHORT)) for _ in range(cells)]
    return 1000 * statistics.median(later - earlier for earlier, later in pairs[cells // 10 :])


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
    parser.add_argument("--cells", type=int, default=CELLS, help="pairs of short cells; of long ones a tenth")
    cells = parser.parse_args().cells
    for view in ("short", "on"):
        print(f"%pools {view}: {view_cost_ms(view, cells):+.2f} ms a cell", flush=True)
    for name, source in LONG.items():
        print(f"%%allocs, {name}: {allocs_ratio(source, cells):.2f} times as long", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
