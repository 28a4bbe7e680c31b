"""Measure what statistics that are off cost: a process in which they were on, against one in which they never were.

`python -m benchmarks.unwatched never|off` is one of the processes: it runs a sample for each name that it reads and
prints its processor time. Three run in turns, two of them never watched: what these two differ by is the noise.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from lua_kernel.session import Session

from .closures import quiet_session

SMALL = "local function f(...) return #{...} end local s = 0 for i = 1, 50 do s = s + f(i, i) end"
FIB = "local function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end fib(24)"
SAMPLES = {"fib": (FIB, 2), "small cells": (SMALL, 100)}
"""What is measured: a cell, and how many of it are one sample."""
FORMS = ("never", "never", "off")
TURNS = 12
"""Samples of each process."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Ratios of times, one for each pair."""

    median: float
    """The middle one."""
    low: float
    """A quarter are below it."""
    high: float
    """A quarter are above it."""

    @staticmethod
    def of(ratios: list[float]) -> Spread:
        """Return that of some ratios."""
        low, median, high = statistics.quantiles(ratios, n=4)
        return Spread(median, low, high)


@dataclass(frozen=True, slots=True)
class Off:
    """What statistics that are off cost one sample."""

    pairs: int
    """How often it was measured."""
    cost: Spread
    """Time after `%pools off` over time where statistics never were on."""
    noise: Spread
    """Time of one process without statistics over that of another."""


def measure(name: str, processes: int, turns: int = TURNS) -> Off:
    """Return what a sample takes; `processes` fresh sets of them, for where a process lies in memory counts."""
    taken = [times for _ in range(processes) for times in _turns(name, turns)]
    cost = [off / never for _, never, off in taken]
    noise = [again / never for again, never, _ in taken]
    return Off(len(taken), Spread.of(cost), Spread.of(noise))


def _turns(name: str, turns: int) -> Iterator[list[float]]:
    """Yield the times of the three processes, each of them first in turn."""
    with ExitStack() as stack:
        workers = [stack.enter_context(_started(form)) for form in FORMS]
        for turn in range(turns + 1):
            times = {place % 3: _sample(workers[place % 3], name) for place in range(turn, turn + 3)}
            if turn > 0:  # the first one warms up
                yield [times[place] for place in range(3)]
        for worker in workers:
            worker.communicate()


def _started(form: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.unwatched", form]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=Path(__file__).parents[1], stdin=pipe, stdout=pipe, encoding="utf-8")


def _sample(worker: subprocess.Popen[str], name: str) -> float:
    if worker.stdin is None or worker.stdout is None:
        raise ValueError("a worker without pipes cannot be asked")
    print(name, file=worker.stdin, flush=True)
    return float(worker.stdout.readline())


def _session(form: str) -> Session:
    session = quiet_session("off")
    if form == "off":
        watched = (f"{magic}\n{SMALL}" for magic in ("%pools short", "%pools on", "%%allocs", "%%frames"))
        for cell in (*watched, "%pools off"):
            session.run_cell(cell, "1")
    return session


def main(form: str) -> int:
    """Be one of the processes until there are no more names."""
    session = _session(form)
    for line in sys.stdin:
        cell, times = SAMPLES[line.strip()]
        started_s = time.thread_time()
        for _ in range(times):
            session.run_cell(cell, "1")
        print(time.thread_time() - started_s, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
