"""Turn repeated runs of a cell into tables: its time and rents per loop, and pools off beside pools on.

Pure functions over frozen records. Figures are medians with their spread; counts are exact and come from snapshots.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from . import charts
from .charts import Bar, Palette
from .display import DIM, Bundle, Table, bundle, byte_size, count, counted, duration, element, escape, percentage

if TYPE_CHECKING:
    from interpreter import PoolSnapshot, PoolStats

# --------------------------------------------------------------------------------------------------- rented and fresh


@dataclass(frozen=True, slots=True)
class Rents:
    """What was rented of one kind of object."""

    name: str
    """The pool, or the heap's cells of one size."""
    rents: int
    """Objects rented."""
    fresh: int
    """Of them allocated."""
    object_bytes: int
    """Bytes of one."""


def rents_of(traffic: PoolSnapshot, after: PoolSnapshot) -> list[Rents]:
    """Return what a run rented, pool by pool and by size of heap cells; `after` tells how large objects are."""
    own = [pool for pool in traffic.pools if pool.name.startswith(_OWN_POOLS) and pool.rents]
    heap = [one for one in traffic.heap.size_classes if one.hits + one.misses]
    return [
        *(Rents(pool.name, pool.rents, pool.misses, _object_bytes(after[pool.name])) for pool in own),
        *(Rents(f"heap[{h.size_bytes} B]", h.hits + h.misses, h.misses, h.size_bytes) for h in heap),
    ]


_OWN_POOLS = ("frames", "locals[", "varargs[", "tbc", "block closers", "scratch")


def _object_bytes(pool: PoolStats) -> int:
    """Return the size of a pool's objects, from whichever figure tells it."""
    for size, objects in (
        (pool.bytes_saved, pool.hits),
        (pool.bytes_retained, pool.retained),
        (pool.bytes_live, pool.live),
    ):
        if objects:
            return size // objects
    return 0


# ------------------------------------------------------------------------------------------------------ %%timeit


@dataclass(frozen=True, slots=True)
class Timing:
    """What the runs of one cell took."""

    loops: int
    """Times the cell was run in each of the runs."""
    seconds: tuple[float, ...]
    """What each run took, divided by its loops."""
    traffic: PoolSnapshot
    """What the runs rented altogether."""
    after: PoolSnapshot
    """The counters after them."""


def timing_bundle(timing: Timing) -> Bundle:
    """Return a cell's time a loop, and what it rents and allocates a loop."""
    line = _timing_line(timing)
    table = _loop_table(timing)
    return bundle(f"{line}\n{table.plain()}", element("div", escape(line), style=DIM) + table.html())


def _timing_line(timing: Timing) -> str:
    middle, low, high = median(timing.seconds), min(timing.seconds), max(timing.seconds)
    runs = f"{count(len(timing.seconds))} runs of {counted(timing.loops, 'loop')}"
    return f"{duration(middle)} a loop (median of {runs}; {duration(low)} to {duration(high)})"


def _loop_table(timing: Timing) -> Table:
    loops = timing.loops * len(timing.seconds)
    own = [one for one in rents_of(timing.traffic, timing.after) if one.rents > loops // 100]  # less is the measuring's
    rows = [(one.name, *_per_loop(one, loops)) for one in own]
    headings = ("a loop rents", "objects", "fresh", "bytes", "fresh bytes")
    note = f"one loop executes {per(timing.traffic.instructions, loops)} instructions"
    return Table("", headings, rows, note=note)


def _per_loop(one: Rents, loops: int) -> tuple[str, str, str, str]:
    size = one.object_bytes
    objects = (per(one.rents, loops), per(one.fresh, loops))
    return (*objects, per(one.rents * size, loops), per(one.fresh * size, loops))


def per(number: int, whole: int) -> str:
    """Return a mean: a whole number where it is one or is large, else three digits."""
    mean = number / whole
    return f"{mean:,.0f}" if mean == int(mean) or mean >= 1000 else f"{mean:.3g}"


# ------------------------------------------------------------------------------------------------------ %%compare


@dataclass(frozen=True, slots=True)
class Sample:
    """One run of a cell in a fresh interpreter."""

    cpu_s: float
    """What it took of the processor's time: the fairer measure of runs one after the other."""
    traffic: PoolSnapshot
    """What it rented."""
    after: PoolSnapshot
    """The counters after it."""
    printed: bytes
    """What it printed."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What pooling does for one kind of object, measured."""

    name: str
    """The kind, in a reader's words."""
    rents: int
    """Times one was rented with pools on."""
    off: int
    """Allocations with pools off."""
    on: int
    """Allocations with pools on."""
    off_bytes: int
    """Bytes of these with pools off."""
    on_bytes: int
    """Bytes of these with pools on."""


_COMPONENTS = (
    ("frames", ("frames",)),
    ("local arrays", ("locals[",)),
    ("varargs buffers", ("varargs[",)),
    ("to-be-closed lists", ("tbc",)),
    ("block closers", ("block closers",)),
    ("scratch buffers", ("scratch",)),
    ("heap objects", ("heap[",)),
)
_KINDS = ("closures", "upvalue cells", "tables", "strings", "coroutines")


def comparison_bundle(off: Sequence[Sample], on: Sequence[Sample]) -> Bundle:
    """Return a cell's runs with pools off beside those with pools on; `off` and `on` ran in turns."""
    impacts = _impacts(off[0], on[0])
    line = _ratio_line(off, on)
    tables = (_impact_table(impacts, on[0]), _kinds_table(on[0]))
    chart = _chart_rows(impacts)
    plain = "\n\n".join([line, charts.bars_text(chart), *(table.plain() for table in tables if table.rows)])
    draw = _drawing(chart)
    markup = element("div", escape(line), style=DIM) + draw(charts.THEMED)
    return bundle(plain, markup + "".join(table.html() for table in tables if table.rows))


def _drawing(rows: Sequence[Bar]) -> Callable[[Palette], str]:
    return lambda palette: charts.bars("bytes asked of the system, pools off and on", rows, palette)


def _ratio_line(off: Sequence[Sample], on: Sequence[Sample]) -> str:
    ratios = sorted(without.cpu_s / max(pooled.cpu_s, 1e-9) for without, pooled in zip(off, on, strict=True))
    times = f"{duration(_median_time(off))} CPU with pools off, {duration(_median_time(on))} with pools on"
    spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f} in {count(len(ratios))} pairs of runs"
    same = (
        "both print the same"
        if {one.printed for one in off} == {one.printed for one in on}
        else "! they print differently"
    )
    return f"{times}: off takes {median(ratios):.2f} times as long ({spread}); {same}"


def _median_time(samples: Sequence[Sample]) -> float:
    return median(one.cpu_s for one in samples)


def _impacts(off: Sample, on: Sample) -> list[Impact]:
    """Return what each component allocates off and on; sizes of objects are known where they are retained: on."""
    with_pools = rents_of(on.traffic, on.after)
    sizes = {one.name: one.object_bytes for one in with_pools}
    without = rents_of(off.traffic, off.after)
    impacts = (_impact(name, pools, without, with_pools, sizes) for name, pools in _COMPONENTS)
    return [one for one in impacts if one.rents or one.off]


def _impact(
    name: str, pools: tuple[str, ...], off: Sequence[Rents], on: Sequence[Rents], sizes: dict[str, int]
) -> Impact:
    without = [one for one in off if one.name.startswith(pools)]
    pooled = [one for one in on if one.name.startswith(pools)]
    return Impact(
        name,
        rents=sum(one.rents for one in pooled),
        off=sum(one.fresh for one in without),
        on=sum(one.fresh for one in pooled),
        off_bytes=sum(one.fresh * sizes.get(one.name, one.object_bytes) for one in without),
        on_bytes=sum(one.fresh * one.object_bytes for one in pooled),
    )


def _impact_table(impacts: Sequence[Impact], on: Sample) -> Table:
    total = Impact("all", *(sum(getattr(one, field) for one in impacts) for field in Impact.__slots__[1:]))
    headings = (
        "component",
        "rented",
        "allocated off",
        "on",
        "bytes off",
        "on",
        "saved",
        "saved a rent",
        "saved a call",
    )
    rows = [_impact_row(one, on.traffic.frames.entered) for one in [*impacts, total]]
    return Table("what pooling saves: allocations and bytes, pools off and on", headings, rows)


def _impact_row(one: Impact, calls: int) -> tuple[str, ...]:
    saved = one.off_bytes - one.on_bytes
    figures = (count(one.rents), count(one.off), count(one.on), byte_size(one.off_bytes), byte_size(one.on_bytes))
    means = (f"{per(saved, one.rents)} B" if one.rents else "–", f"{per(saved, calls)} B" if calls else "–")
    return (one.name, *figures, f"{byte_size(saved)} ({percentage(saved, one.off_bytes)})", *means)


def _kinds_table(on: Sample) -> Table:
    """Return how many heap objects of each kind were made; they share the heap's cells by size."""
    made = [(name, on.traffic[name].rents) for name in _KINDS if on.traffic[name].rents]
    calls = max(1, on.traffic.frames.entered)
    rows = [(name, count(number), per(1000 * number, calls)) for name, number in made]
    return Table("heap objects made, by kind", ("kind", "made", "in 1,000 calls"), rows)


def _chart_rows(impacts: Sequence[Impact]) -> list[Bar]:
    return [
        Bar(f"{one.name}, {mode}", size, byte_size(size), colour)
        for one in impacts
        for mode, size, colour in (("off", one.off_bytes, "alert"), ("on", one.on_bytes, "calm"))
    ]
