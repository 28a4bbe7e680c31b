"""Measure what the pools save: `python -m benchmarks.pools [PROGRAM ...] [--times N] [--runs N] [--write]`.

Prints, as Markdown, the impact table by component, the programs with pools off and on, what a second run of each still
allocates, and why. What is asked of the system allocator is counted from outside, in separate processes, and compared
with what the pools say of themselves. `--write` renews docs/pools.md.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import allocator, closures, flavours, measured, views
from .components import COMPONENTS, Component
from .measured import Run
from .run import PROGRAMS, row

PAGE = Path(__file__).parents[1] / "docs" / "pools.md"
TIMES = 100_000
RUNS = 5
_MARK_BYTES = 8
FIB = "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end\nprint(fib(30))\n"


@dataclass(frozen=True, slots=True)
class Pair:
    """A program with pools off and on: its first and second run in each mode."""

    name: str
    """The program's."""
    off: tuple[Run, Run]
    """Pools off."""
    on: tuple[Run, Run]
    """Pools on."""
    ratios: tuple[float, ...]
    """CPU time off over on, one for each pair of runs that nobody counted."""

    @property
    def saved_calls(self) -> int:
        """Calls of the system allocator that the first run did not make."""
        return self.off[0].asked.calls - self.on[0].asked.calls

    @property
    def saved_bytes(self) -> int:
        """Bytes that it did not ask for."""
        return self.off[0].asked.total_bytes - self.on[0].asked.total_bytes

    @property
    def told_bytes(self) -> int:
        """Bytes that the pools and the heap's cells say their hits saved."""
        return sum(pool.saved_bytes for pool in [*self.on[0].pools.values(), *self.on[0].cells.values()])

    @property
    def slab_difference(self) -> int:
        """Bytes of first-used cells, each its own malloc with pools off, less those of the slabs they lie in."""
        carved = sum(size * cell.misses for size, cell in self.on[0].cells.items())
        return carved - self.on[0].asked.slab_bytes

    @property
    def list_difference(self) -> int:
        """Bytes of lists that grew with pools off less with pools on: off, the collector lists each object."""
        return self.off[0].asked.grown_bytes - self.on[0].asked.grown_bytes

    @property
    def made_difference(self) -> int:
        """Bytes of heap cells rented with pools off less with pools on."""
        off, on = (sum(size * cell.rents for size, cell in run.cells.items()) for run in (self.off[0], self.on[0]))
        return off - on

    @property
    def mark_difference(self) -> int:
        """Bytes that mark parts of tables as blocks of their own with pools off: cells that are no objects."""
        run = self.off[0]
        return _MARK_BYTES * max(0, sum(cell.rents for cell in run.cells.values()) - sum(run.made.values()))

    @property
    def differences(self) -> tuple[int, ...]:
        """What explains the bytes saved, part by part."""
        return (
            self.told_bytes, self.slab_difference, self.list_difference, self.mark_difference, self.made_difference
        )  # fmt: skip

    @property
    def rest_bytes(self) -> int:
        """What of the measured bytes none of these explains."""
        return self.saved_bytes - sum(self.differences)


def measure(name: str, program: Path, library: Path, runs: int) -> Pair:
    """Return a program's figures; raises ValueError when it prints differently."""
    counted = {mode: measured.run(program, mode, library) for mode in ("off", "on")}
    timed = [_timed(program, turn) for turn in range(runs)]
    every = [run for pair in [*counted.values(), *(one for _, both in timed for one in both)] for run in pair]
    if len({run.printed for run in every}) != 1:
        raise ValueError(f"{name}: the outputs differ: {sorted({run.printed for run in every})}")
    return Pair(name, counted["off"], counted["on"], tuple(ratio for ratio, _ in timed))


def _timed(program: Path, turn: int) -> tuple[float, list[tuple[Run, Run]]]:
    """Run both modes one after the other, now this, now that first."""
    taken = {mode: measured.run(program, mode) for mode in (("off", "on") if turn % 2 else ("on", "off"))}
    off, on = (sum(run.cpu_s for run in taken[mode]) for mode in ("off", "on"))
    return off / on, list(taken.values())


# ----------------------------------------------------------------------------------------------------- the tables


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, figures: bool = True) -> str:
    """Return a Markdown table; all columns but the first are figures, unless they are words."""
    lines = (headings, ["---", *["---:" if figures else "---"] * (len(headings) - 1)], *rows)
    return "\n".join(map(row, lines))


def component_row(component: Component, times: int, folder: Path, library: Path, runs: int) -> tuple[str, ...]:
    """Measure a component and return its row of the impact table."""
    program, baseline = (
        measure(component.name, _written(folder, f"local N = {times}\n{text}\n"), library, runs if is_own else 0)
        for text, is_own in ((component.program, True), (component.baseline, False))
    )
    calls, asked = (
        (getattr(program, name) - getattr(baseline, name)) / times for name in ("saved_calls", "saved_bytes")
    )
    told = (_told(program.on[0], component.pools) - _told(baseline.on[0], component.pools)) / times
    per_call = f"{asked:.1f}" if component.is_call else "–"
    return (component.name, component.estimate, f"{told:.1f}", f"{calls:.2f}", f"{asked:.1f}", per_call, ratio(program))


def _told(run: Run, names: tuple[str, ...]) -> int:
    """Return what the pools of these names say they saved; of heap cells, the first-used ones are none."""
    own = sum(pool.saved_bytes for name, pool in run.pools.items() if name.startswith(names))
    return own + (sum(cell.saved_bytes for cell in run.cells.values()) if "cells" in names else 0)


def _written(folder: Path, text: str) -> Path:
    path = folder / "program.lua"
    path.write_text(text)
    return path


def ratio(pair: Pair) -> str:
    """Return how many times as long a program takes with pools off, with the spread."""
    low, high = min(pair.ratios), max(pair.ratios)
    return f"{statistics.median(pair.ratios):.2f} ({low:.2f} to {high:.2f})"


def saving_row(pair: Pair) -> tuple[str, ...]:
    """Return a program's row of the table that compares pools off with pools on."""
    off, on = pair.off[0].asked, pair.on[0].asked
    share = pair.saved_bytes / off.total_bytes if off.total_bytes else 0.0
    figures = (off.calls, on.calls, off.total_bytes, on.total_bytes)
    return (pair.name, *(f"{figure:,}" for figure in figures), f"{share:.1%}", ratio(pair))


def account_row(pair: Pair) -> tuple[str, ...]:
    """Return a program's row of the table that explains what was measured by what the pools say."""
    parts = (*pair.differences, pair.rest_bytes)
    rest = abs(pair.rest_bytes) / max(1, pair.saved_bytes)
    return (pair.name, f"{pair.saved_bytes:,}", *(f"{part:,}" for part in parts), f"{rest:.2%}")


def second_row(pair: Pair) -> tuple[str, ...]:
    """Return what a program's second run allocates with pools on."""
    run = pair.on[1]
    frames = run.pools["frames"]
    arrays, others = (
        sum(
            pool.misses for name, pool in run.pools.items() if name != "frames" and name.startswith("locals[") == wanted
        )
        for wanted in (True, False)
    )
    cells, fresh = (sum(getattr(cell, name) for cell in run.cells.values()) for name in ("rents", "misses"))
    figures = (frames.rents, frames.misses, arrays, others, cells, fresh, run.growth_bytes, run.asked.calls)
    return (pair.name, *(f"{figure:,}" for figure in figures))


def maker_rows(pair: Pair, attributed: Run) -> Iterator[tuple[str, ...]]:
    """Yield the instructions that a program's heap bytes come from."""
    total = max(1, sum(heap for _, _, _, heap in attributed.makers if heap > 0))
    for line, operation, objects, heap in attributed.makers:
        if heap > total // 100:
            yield (pair.name, f"`{operation}`", f"{line}", f"{objects // 2:,}", f"{heap // 2:,}")


def closure_row(name: str, made: closures.Made, without_locals: closures.Made | None = None) -> tuple[str, ...]:
    """Return the closures and cells of a program or notebook, of this also where cells leave no locals."""
    figures = (made.closures, made.closures_released, made.cells, made.cells_released)
    share = f"{made.closures_released / max(1, made.closures):.0%}"
    return (name, *(f"{figure:,}" for figure in figures), share, _released(without_locals))


def _released(made: closures.Made | None) -> str:
    return "–" if made is None else f"{made.closures_released:,}"


# ------------------------------------------------------------------------------------------------------- the page


def impact_table(times: int, folder: Path, library: Path, runs: int) -> str:
    """Measure all components."""
    headings = (
        "component", "estimated there", "`bytes_saved` each", "allocations saved each", "bytes saved each",
        "bytes saved a call", "time off / on",
    )  # fmt: skip
    return table(headings, [component_row(one, times, folder, library, runs) for one in COMPONENTS])


def page(options: argparse.Namespace, folder: Path, library: Path) -> Iterator[str]:
    """Yield the page, part by part as they are measured."""
    yield _opening(options)
    yield impact_table(options.times, folder, library, options.runs)
    yield _IMPACT
    pairs = [measure(name, path, library, options.runs) for name, path in _programs(options.programs, folder)]
    yield from _program_parts(pairs)
    yield _WATCHING
    yield table(views.HEADINGS, list(views.rows(views.CELLS_A_RUN * options.runs)), figures=False)
    yield _FLAVOURS
    yield flavour_table()
    yield _RENTING
    yield _CLOSURES
    yield _closure_table(pairs, has_notebooks=not options.programs)
    yield _INHERENT
    yield _maker_table(pairs, dict(_programs(options.programs, folder)))
    yield "Why pooling cannot take these away:"
    yield table(("allocated", "by", "why it stays"), _WHY, figures=False)
    yield _ACHIEVED


def flavour_table() -> str:
    """Measure what Python could rent."""
    rows = [
        (one.name, f"{one.anew_ns:.0f}", f"{one.rented_ns:.0f}", one.verdict) for one in flavours.measure()
    ]  # fmt: skip
    return table(("flavour", "new, ns", "rented, ns", "rented by"), rows, figures=False)


def _program_parts(pairs: Sequence[Pair]) -> Iterator[str]:
    yield "## The programs, pools off and on"
    headings = ("program", "calls off", "calls on", "bytes off", "bytes on", "bytes saved", "time off / on")
    yield table(headings, [saving_row(pair) for pair in pairs])
    yield _ACCOUNT
    headings = ("program", "bytes saved", "`bytes_saved`", "slabs", "lists", "marks", "made", "rest", "of it")
    yield table(headings, [account_row(pair) for pair in pairs])
    yield _SECOND
    headings = (
        "program", "frames rented", "fresh", "fresh arrays", "other fresh", "cells rented", "fresh cells",
        "heap growth, bytes", "allocator calls",
    )  # fmt: skip
    yield table(headings, [second_row(pair) for pair in pairs])


def _closure_table(pairs: Sequence[Pair], *, has_notebooks: bool) -> str:
    rows = [closure_row(pair.name, closures.of_run(pair.on[0])) for pair in pairs]
    if has_notebooks:
        rows += [_notebook_row(path) for path in closures.notebooks()]
    headings = ("program or notebook", "closures", "given back", "cells", "given back", "share", "`%locals off`")
    return table(headings, rows)


def _notebook_row(path: Path) -> tuple[str, ...]:
    return closure_row(path.stem, *(closures.of_notebook(path, keeps_locals=keeps) for keeps in (True, False)))


def _maker_table(pairs: Sequence[Pair], paths: dict[str, Path]) -> str:
    rows = [
        row for pair in pairs for row in maker_rows(pair, measured.run(paths[pair.name], "on", attributed=True)[1])
    ]  # fmt: skip
    return table(("program", "by", "line", "objects a run", "heap bytes a run"), rows)


def _programs(names: Sequence[str], folder: Path) -> list[tuple[str, Path]]:
    """Return the programs asked for, or fib and all of the folder."""
    fib = folder / "fib.lua"
    fib.write_text(FIB)
    known = {"fib": fib} | {path.stem: path for path in sorted(PROGRAMS.glob("*.lua"))}
    return [(name, known.get(name, Path(name))) for name in names or known]


def _opening(options: argparse.Namespace) -> str:
    command = " ".join(["python -m benchmarks.pools", *options.programs])
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, {' '.join(platform.libc_ver())}"
    return f"""# What the pools save, measured

Made by `{command} --times {options.times} --runs {options.runs} --write` on {datetime.date.today():%Y-%m-%d}
({machine}, Python {platform.python_version()}, other work on the machine). Bytes and calls are
counted, and hardly differ from run to run; times are those of this machine.

The pools go back to an estimate that was made for another Lua interpreter and never measured; the notebook
[the_pool_that_never_returned.ipynb](../notebooks/the_pool_that_never_returned.ipynb) tells of it. This page is the
measurement, with a library between the interpreter and the C library's allocator, in a process for each mode.

## The impact table

Each component is done {options.times:,} times. *`bytes_saved` each* is what the pools say of themselves; *allocations*
and *bytes saved each* are what the allocator was asked less with pools on than off, less the same difference for a
program without the component. A ratio of times above 1 says that pooling is faster; in brackets, the lowest and highest
of {options.runs} pairs of runs."""


_IMPACT = """A closure that its block alone can have is given back at the block's end, one that is kept for a while by
the collector. Cells that are used for the first time come from slabs: `bytes_saved` does not count them, the allocator
does, for without pools each is a block of its own, and stands in a list of all objects besides. Numbers are in no row:
they live in the registers themselves."""

_ACCOUNT = """Whether the pools tell the truth: the bytes saved, as the allocator saw them, are those of `bytes_saved`
(with the heap's cells that were used again), and besides them four differences between the modes that no pool counts:

- *slabs*: cells used for the first time, which are single blocks without pools, less the slabs they are cut from. It is
  negative where a slab is not full.
- *lists*: without pools the collector keeps a list of all objects, which grows by reallocation.
- *marks*: without pools each part of a table has eight bytes more, which tell it from a cell.
- *made*: what one of the modes put on the heap and the other did not.

*of it* is the rest that nothing explains, as a share of the bytes saved."""

_SECOND = """## A second time

The same program once more in the same interpreter, pools on. What it needs is there already: where only the frames and
cells *rented* have a figure, the run allocated nothing that the run before had not. *other fresh* are varargs buffers,
closer lists and scratch buffers; of the last, none is kept that has grown very large."""

_WATCHING = """## What watching costs

Processor time of cells in a session without a wire; `python -m benchmarks.views` prints this alone. The counters are
part of every rent and return, so `%pools off` has nothing to leave out: its time is that of a process in which
statistics were shown before, over that of one in which they never were, in pairs. *noise* is the middle half of the
same ratio of two processes in which they never were. What a view adds does not grow with the heap: no snapshot walks
through it."""

_FLAVOURS = """## What builtins and hosts rent

The pool `scratch` is everybody's. Builtins rent byte buffers (`rent_buffer` in `interpreter/vm/support.pxd`: concat,
format, gsub, pack, dump, error messages, what is read) and arrays of values (`rent_array`: the arguments of a call from
Python and the results of a function of the host). A Python host rents a byte buffer by `interpreter.pools.buffer()`.
The other flavours of the pools' origin were measured, and are left out where nothing of ours is the faster for them:"""

_RENTING = """```python
with interpreter.pools.buffer() as text:  # given back at the end of the block, whatever ends it
    text.write(b"some bytes")
    data = text.value()
```

While it is rented, snapshots show one more live in `scratch`. Used after it was given back, or given back twice, it
raises ValueError; dropped without either it gives a ResourceWarning, and goes back by itself. Poison mode checks free
buffers, and the fault switches (`%pools fault scratch=no_return`) know the pool too."""

_CLOSURES = """## Closures

The compiler gives back a closure at the end of its block where nobody else can have it, with the cells that only it
has. How many are, in a first run; a notebook's figures include what its magics do. A `local function` at a cell's top
level is no closure of its block's own: later cells see it, so the collector has it. Under *`%locals off`* stands how
many closures go back where each cell's locals end with the cell:"""

_INHERENT = """## Achievable and inherent

What is still allocated, by whom? The instructions that put most on the heap in a run, pools on:"""

_WHY = (
    ("the first of everything", "every pool", "a pool starts empty and grows to what is live at once"),
    ("tables and their parts", "constructors, new keys", "who still refers to them only the collector can tell"),
    (
        "storage above 512 bytes",
        "tables that grow, long strings",
        "it has no size class: hardly anybody wants the same",
    ),
    ("strings", "`..`, `string.format`, `gsub`, matches", "values that may be kept; equal short ones are one object"),
    ("closures stored, passed, returned", "`function`", "whoever got one may keep it; callees are not looked into"),
    ("coroutines", "`coroutine.create`, `wrap`", "a record each, until collected; their frames are pooled"),
    ("the collector's own lists", "marking", "the stack of what is to be looked at grows, and is cut afterwards"),
    ("arrays above 256 registers", "very large functions and calls", "rare, and as large as a hundred usual ones"),
)

_ACHIEVED = """Achieved: the frames, register arrays, varargs buffers and closer lists of a second run are all used
again, cells that the collector freed are too, and numbers need no memory at all."""


def main() -> int:
    """Run the benchmark's command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pools", description=__doc__)
    parser.add_argument("programs", nargs="*", help="names of benchmarks/programs, fib, or files; default: all")
    parser.add_argument("--times", type=int, default=TIMES, help="occurrences of each component")
    parser.add_argument("--runs", type=int, default=RUNS, help="pairs of runs that are timed")
    parser.add_argument("--write", action="store_true", help="renew docs/pools.md too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            library = allocator.build(folder)
        except (FileNotFoundError, subprocess.CalledProcessError) as error:
            print(f"the counting library cannot be built: {error}; install gcc", file=sys.stderr)
            return 2
        parts = []
        for part in page(options, folder, library):
            parts.append(part)
            print(f"{part}\n", flush=True)
    if options.write:
        PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
