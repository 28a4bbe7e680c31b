"""Frozen records that leave the package: what a run gave, and the counters of pools, frames and heap at one moment.

Plain data: no record holds a live pool, and none but RunResult and ErrorReport holds a Lua value.
`later.since(earlier)` is the traffic between two moments: counters are subtracted, gauges (what is there now, peaks,
limits) stay the later's.
After trio's MemoryChannelStatistics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from functools import cache
from operator import add, attrgetter, sub
from typing import Any, TypeVar

_Record = TypeVar("_Record", "PoolStats", "FrameCounts", "FunctionCounts", "SizeClassStats", "HeapStats")
_Place = TypeVar("_Place")

UNBOUNDED = -1
"""The capacity of a pool that nothing but memory limits."""

_ARRAY_SIZES = ("4", "8", "16", "32", "64", "128", "256")

BOUNDED_POOLS = (
    "frames",
    *(f"locals[{size}]" for size in _ARRAY_SIZES),
    *(f"varargs[{size}]" for size in _ARRAY_SIZES),
    "tbc",
    "block closers",
    "scratch",
    "chunks",
)
"""Pools that retain at most their capacity; the others belong to the heap or are allocated anew each time."""


def _less(later: _Record, earlier: _Record, counters: tuple[str, ...]) -> _Record:
    """Return `later` with its counters reduced by the earlier's."""
    kind: Any = type(later)
    read, places = _reader(kind, counters)
    values, before = list(read(later)), read(earlier)
    for place in places:
        values[place] -= before[place]
    less: _Record = kind(*values)
    return less


@cache
def _reader(kind: Any, counters: tuple[str, ...]) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[int, ...]]:
    """Return what reads all fields of a record, and the places of its counters among them."""
    names = [entry.name for entry in fields(kind)]
    return attrgetter(*names), tuple(names.index(name) for name in counters)


@dataclass(frozen=True, slots=True)
class PoolStats:
    """The counters of one pool."""

    name: str
    """As shown: "frames", "locals[16]", "block closers", …"""
    unit: str
    """What one object is: "frame", "array", …"""
    capacity: int
    """Objects it may keep between uses; -1: unbounded. Excess is trimmed at collections and snapshots."""
    capacity_bytes: int
    """Bytes it may keep between uses; -1: unbounded."""
    retained: int
    """Objects it keeps for the next rent, now."""
    live: int
    """Objects rented and not yet returned: rents - returns."""
    high_water: int
    """Most objects live at once since the snapshot before."""
    rents: int
    """Objects asked for: hits + misses."""
    hits: int
    """Rents served from what was retained."""
    misses: int
    """Rents that had to allocate."""
    returns: int
    """Objects given back; of a heap kind by the collector."""
    drops: int
    """Objects freed at once when given back."""
    trims: int
    """Retained objects freed later, because they were above the capacity or a host asked."""
    bytes_live: int
    """Bytes of the live objects."""
    bytes_retained: int
    """Bytes of the retained objects."""
    bytes_saved: int
    """Bytes that hits did not allocate."""

    def since(self, earlier: PoolStats) -> PoolStats:
        """Return the traffic from `earlier` to here."""
        if self.rents == 0 == earlier.rents:  # most pools of most sessions were never used
            return self
        return _less(self, earlier, _POOL_COUNTERS)


_POOL_COUNTERS = ("rents", "hits", "misses", "returns", "drops", "trims", "bytes_saved")


@dataclass(frozen=True, slots=True)
class FrameCounts:
    """Frames entered, by kind: entered = fresh + reused = lua + builtin + metamethod + pcall + coroutine."""

    entered: int
    """Frames rented."""
    fresh: int
    """Of them allocated."""
    reused: int
    """Of them taken from the pool."""
    lua: int
    """Of them for Lua functions, called by Lua or by the host."""
    tail: int
    """Tail calls. Most take their caller's frame over and rent none; those that rent one count under `lua` too."""
    builtin: int
    """Frames for library functions that call Lua: table.sort, string.gsub, …"""
    metamethod: int
    """Frames for metamethods."""
    pcall: int
    """Frames for pcall and xpcall."""
    coroutine: int
    """Frames for coroutine bodies."""
    peak_depth: int
    """Most frames on one stack since the snapshot before."""
    live: int
    """Frames rented and not yet returned."""

    def since(self, earlier: FrameCounts) -> FrameCounts:
        """Return the traffic from `earlier` to here."""
        return _less(self, earlier, _FRAME_COUNTERS)


_FRAME_COUNTERS = ("entered", "fresh", "reused", "lua", "tail", "builtin", "metamethod", "pcall", "coroutine")


@dataclass(frozen=True, slots=True)
class FunctionCounts:
    """What one function rented while functions were counted."""

    name: str
    """Name in the source, "main chunk" for a chunk itself, "" for a function without a name."""
    source: str
    """Chunk name, as messages show it."""
    line: int
    """Line of its definition; 0 for a chunk's main function."""
    entries: int
    """Times it was entered."""
    fresh: int
    """Of them with a frame that had to be allocated."""
    locals_bytes: int
    """Bytes of register arrays rented for it."""

    def since(self, earlier: FunctionCounts) -> FunctionCounts:
        """Return the traffic from `earlier` to here."""
        return _less(self, earlier, _FUNCTION_COUNTERS)


_FUNCTION_COUNTERS = ("entries", "fresh", "locals_bytes")


@dataclass(frozen=True, slots=True)
class CallNode:
    """A function in its place of a call tree."""

    name: str
    """As in FunctionCounts."""
    source: str
    """Chunk name, as messages show it."""
    line: int
    """Line of its definition; 0 for a chunk's main function."""
    depth: int
    """How many nodes stand above it; 0 for what the host called."""
    entries: int
    """Times it was entered from the node above it or, if it is recursive, from itself or what it called."""
    fresh: int
    """Of them with a frame that had to be allocated."""
    tails: int
    """Of them by tail calls, which took their caller's frame over."""
    deepest: int
    """Most frames on the stack when it was entered, its own included."""


@dataclass(frozen=True, slots=True)
class CallTree:
    """Who called whom while functions were counted."""

    nodes: tuple[CallNode, ...]
    """Each node before those that it called, these in the order of their first calls."""
    lost: int
    """Entries in places that the tree had no room for."""


@dataclass(frozen=True, slots=True)
class Allocations:
    """What some code rented and allocated: one instruction, one line, or a whole run."""

    executions: int
    """Instructions executed."""
    frames: int
    """Frames rented, by calls, metamethods, pcall and library functions that call Lua."""
    fresh: int
    """Of them allocated."""
    locals_bytes: int
    """Bytes of register arrays rented."""
    varargs: int
    """Varargs buffers rented."""
    varargs_bytes: int
    """Bytes of them."""
    closers: int
    """Closer lists rented: pools `tbc` and `block closers`."""
    closures: int
    """Closures made."""
    cells: int
    """Upvalue cells made."""
    tables: int
    """Tables made."""
    strings: int
    """Strings made; one that was there already is none."""
    coroutines: int
    """Coroutines made."""
    heap_bytes: int
    """Bytes by which the heap grew, what collections freed not subtracted; negative where a table gave back storage."""

    def __add__(self, other: Allocations) -> Allocations:
        """Return the sum of two."""
        return Allocations(*map(add, _figures(self), _figures(other)))

    @staticmethod
    def sum(parts: Iterable[Allocations]) -> Allocations:
        """Return the sum of any number; of none, nothing."""
        return Allocations(*map(sum, zip(*map(_figures, (NO_ALLOCATIONS, *parts)), strict=True)))


_ALLOCATION_FIELDS = tuple(entry.name for entry in fields(Allocations))
_figures = attrgetter(*_ALLOCATION_FIELDS)
NO_ALLOCATIONS = Allocations(*(0 for _ in _ALLOCATION_FIELDS))


@dataclass(frozen=True, slots=True)
class InstructionCounts:
    """One instruction that ran."""

    source: str
    """Chunk name, as messages show it."""
    function: str
    """Name of the function it belongs to; "main chunk" for a chunk itself."""
    function_line: int
    """Line of the function's definition."""
    place: int
    """Index of the instruction in its function."""
    line: int
    """Its line, 0 in a stripped chunk."""
    opcode: str
    """Its operation."""
    counts: Allocations
    """What it did."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who rented and allocated what while attribution was on."""

    instructions: tuple[InstructionCounts, ...]
    """Every instruction that ran, function by function."""
    elsewhere: Allocations
    """What no instruction did: compiling, entering the chunk, the host."""

    @property
    def total(self) -> Allocations:
        """All of it: the instructions' and what happened elsewhere."""
        return Allocations.sum([self.elsewhere, *(one.counts for one in self.instructions)])

    def by_line(self) -> dict[tuple[str, int], Allocations]:
        """Return the sums for each chunk name and line."""
        return self._sums(lambda one: (one.source, one.line))

    def by_function(self) -> dict[tuple[str, str, int], Allocations]:
        """Return the sums for each chunk name, function name and line of its definition."""
        return self._sums(lambda one: (one.source, one.function, one.function_line))

    def _sums(self, place_of: Callable[[InstructionCounts], _Place]) -> dict[_Place, Allocations]:
        parts: dict[_Place, list[Allocations]] = {}
        for one in self.instructions:
            parts.setdefault(place_of(one), []).append(one.counts)
        return {place: Allocations.sum(counts) for place, counts in parts.items()}


@dataclass(frozen=True, slots=True)
class Register:
    """One register before an instruction."""

    name: str
    """The local variable in it, "" for a temporary value."""
    text: str
    """Its value, as tostring without metamethods; strings quoted and cut."""
    captured: bool
    """Whether an inner function shares the variable, so that it lives in a cell."""


@dataclass(frozen=True, slots=True)
class TraceStep:
    """The state before one instruction."""

    source: str
    """Chunk name, as messages show it."""
    function: str
    """Name of the running function; "main chunk" for a chunk itself."""
    function_line: int
    """Line of its definition."""
    place: int
    """Index of the instruction in its function."""
    line: int
    """Its line, 0 in a stripped chunk."""
    opcode: str
    """Its operation."""
    depth: int
    """Frames on the stack."""
    registers: tuple[Register, ...]
    """Those that may be read."""
    frames: tuple[int, int]
    """Frames rented, and frames free in the pool."""
    locals: tuple[tuple[int, int], ...]
    """The same for each pool of register arrays: 4, 8, … 256 slots."""
    effect: str
    """What the operation does, in the notation of docs/opcodes.md."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A run's first instructions, step by step."""

    steps: tuple[TraceStep, ...]
    """In the order they ran."""
    truncated: bool
    """Whether the run went on after the last of them."""


@dataclass(frozen=True, slots=True)
class SizeClassStats:
    """The heap's cells of one size."""

    size_bytes: int
    """Bytes of one cell."""
    slabs: int
    """Slabs of 64 KiB cut into cells of this size."""
    free: int
    """Cells free for reuse."""
    live: int
    """Cells in use."""
    hits: int
    """Allocations that reused a cell."""
    misses: int
    """Allocations that carved a cell for the first time."""

    def since(self, earlier: SizeClassStats) -> SizeClassStats:
        """Return the traffic from `earlier` to here."""
        return _less(self, earlier, ("hits", "misses"))


@dataclass(frozen=True, slots=True)
class HeapStats:
    """The garbage-collected heap."""

    bytes_used: int
    """Bytes in use, garbage not yet collected included."""
    bytes_peak: int
    """Most bytes in use at once since the snapshot before."""
    threshold_bytes: int
    """The next collection begins above it."""
    collections: int
    """Full collections."""
    pause_s: float
    """Seconds spent in them."""
    pause_counts: tuple[int, ...]
    """Collections by length: [0] below 1 us, [i] below 2 ** (i / 4) us but not [i - 1]; the last has all others."""
    closures_released: int
    """Closures given back at the end of their block: nobody else could have them."""
    cells_released: int
    """Upvalue cells given back so."""
    size_classes: tuple[SizeClassStats, ...]
    """Cells by size."""

    def since(self, earlier: HeapStats) -> HeapStats:
        """Return the traffic from `earlier` to here."""
        before = {cells.size_bytes: cells for cells in earlier.size_classes}
        classes = tuple(
            cells.since(before[cells.size_bytes]) if cells.size_bytes in before else cells
            for cells in self.size_classes
        )
        pauses = tuple(map(sub, self.pause_counts, earlier.pause_counts))
        return replace(_less(self, earlier, _HEAP_COUNTERS), size_classes=classes, pause_counts=pauses)

    def pause_limit_s(self, share: float) -> float:
        """Return seconds that a share (0 to 1) of the collections stayed below, a fifth too many at most; 0: none."""
        left = share * self.collections
        for number, count in enumerate(self.pause_counts):
            left -= count
            if count and left <= 0:
                return float(2 ** (number / 4)) / 1e6
        return 0.0


_HEAP_COUNTERS = ("collections", "pause_s", "closures_released", "cells_released")


FAULTY_POOLS = ("frames", "locals", "varargs", "tbc", "block closers", "scratch")
"""Where a fault may be planted, in the VM's order."""

FAULTS = ("off", "no_return", "double_return", "use_after_return")
"""What a planted fault does, in the VM's order."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What a planted fault did to what one line rented."""

    pool: str
    """Of FAULTY_POOLS; empty for the lines that there was no room for."""
    fault: str
    """Of FAULTS."""
    source: str
    """Chunk name of the line that rented, as messages show it; empty: the host."""
    line: int
    """The line, 0 if unknown."""
    function: str
    """Name of the function that was entered there, empty if it has none."""
    count: int
    """How often."""


@dataclass(frozen=True, slots=True)
class PoolSnapshot:
    """All pools, the frame counts and the heap at one moment, or the traffic between two."""

    pools: tuple[PoolStats, ...]
    """Every pool, in the order shown."""
    frames: FrameCounts
    """Frames by kind."""
    functions: tuple[FunctionCounts, ...]
    """Entries by function; empty unless functions are counted."""
    heap: HeapStats
    """The heap."""
    mode: str
    """How the pools work: "on", "off" or "poison"."""
    instructions: int
    """Instructions executed, counted at calls and backward jumps."""
    losses: tuple[Loss, ...] = ()
    """What planted faults did, by line; empty when none was planted."""

    def __getitem__(self, name: str) -> PoolStats:
        """Return the pool of that name; raise KeyError if there is none."""
        for pool in self.pools:
            if pool.name == name:
                return pool
        raise KeyError(f"{name!r} is no pool; those are {', '.join(self.pool_names)}")

    def figures(self) -> dict[str, object]:
        """Return the snapshot as plain values by name: {"pools": {"frames": {"rents": …}, …}, "heap": {…}, …}."""
        return {
            "pools": {pool.name: _fields(pool) for pool in self.pools},
            "frames": _fields(self.frames),
            "heap": _fields(self.heap),
            "mode": self.mode,
            "instructions": self.instructions,
        }

    @property
    def pool_names(self) -> tuple[str, ...]:
        """The pools' names, in the order shown."""
        return tuple(pool.name for pool in self.pools)

    def since(self, earlier: PoolSnapshot) -> PoolSnapshot:
        """Return the traffic from `earlier` to here."""
        return PoolSnapshot(
            pools=_pools_since(self.pools, earlier.pools),
            frames=self.frames.since(earlier.frames),
            functions=_functions_since(self.functions, earlier.functions),
            heap=self.heap.since(earlier.heap),
            mode=self.mode,
            instructions=self.instructions - earlier.instructions,
            losses=_losses_since(self.losses, earlier.losses),
        )


def _pools_since(later: tuple[PoolStats, ...], earlier: tuple[PoolStats, ...]) -> tuple[PoolStats, ...]:
    before = {pool.name: pool for pool in earlier}
    return tuple(pool.since(before[pool.name]) if pool.name in before else pool for pool in later)


COUNTERS = (*_POOL_COUNTERS, *_FRAME_COUNTERS, *_HEAP_COUNTERS, "instructions")
"""The figures that count upwards: `since` subtracts them."""


def _fields(record: PoolStats | FrameCounts | HeapStats) -> dict[str, object]:
    """Return the record's figures by name, without those that are records themselves."""
    values = ((one.name, getattr(record, one.name)) for one in fields(record))
    return {name: value for name, value in values if not isinstance(value, tuple)}


def _losses_since(later: tuple[Loss, ...], earlier: tuple[Loss, ...]) -> tuple[Loss, ...]:
    before = {replace(loss, count=0): loss.count for loss in earlier}
    traffic = (replace(loss, count=loss.count - before.get(replace(loss, count=0), 0)) for loss in later)
    return tuple(loss for loss in traffic if loss.count)


def _functions_since(
    later: tuple[FunctionCounts, ...], earlier: tuple[FunctionCounts, ...]
) -> tuple[FunctionCounts, ...]:
    """Return the functions entered in between; those of one name and line count together."""
    before = _summed(earlier)
    traffic = (counts.since(before[place]) if place in before else counts for place, counts in _summed(later).items())
    return tuple(counts for counts in traffic if counts.entries)


def _summed(functions: tuple[FunctionCounts, ...]) -> dict[tuple[str, str, int], FunctionCounts]:
    sums: dict[tuple[str, str, int], FunctionCounts] = {}
    for one in functions:
        place = (one.name, one.source, one.line)
        so_far = sums.get(place)
        if so_far is not None:
            one = replace(one, **{name: getattr(one, name) + getattr(so_far, name) for name in _FUNCTION_COUNTERS})
        sums[place] = one
    return sums


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """How a run ended that did not end well."""

    kind: str
    """"error", "syntax", "interrupt", "limit", "memory", "exit" (os.exit) or "internal" (our mistake)."""
    message: bytes
    """As the `lua` command prints it: b"input:1: attempt to …"."""
    traceback: bytes
    """Lua's "stack traceback:" text, b"" for a syntax error."""
    value: object
    """The error value in Python form."""
    incomplete: bool
    """A syntax error at the end of the text: more lines could make it valid."""
    line: int
    """Line of the chunk that the message names, 0 if it names none."""
    exit_code: int
    """The status os.exit asked for; 0 for other kinds."""
    column: int = 0
    """Where on its line the token of a syntax error begins, in bytes from 1; 0 if unknown."""
    hook_removed: bool = False
    """Whether an interrupt or a limit ended it within a debug hook, which was removed: it would stop each later run."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a source text."""

    kind: str
    """"keyword", "name", "number", "string", "symbol" or "comment"."""
    text: bytes
    """Its bytes in the source."""
    line: int
    """The line it starts on."""
    start: int
    """Where it begins in the source, in bytes."""
    end: int
    """Where it ends, exclusive."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run gave."""

    values: tuple[object, ...]
    """What the chunk returned, in Python form; () after an error."""
    error: ErrorReport | None
    """How it failed, or None."""
    elapsed_s: float
    """Seconds by the clock, compiling included."""
    cpu_s: float
    """Seconds of processor time of the running thread."""
    before: PoolSnapshot | None
    """The counters before it, if asked for."""
    after: PoolSnapshot | None
    """The counters after it, if asked for."""

    @property
    def ok(self) -> bool:
        """Whether it ended without an error."""
        return self.error is None

    @property
    def traffic(self) -> PoolSnapshot | None:
        """What it rented, returned and entered: after - before; None without snapshots."""
        if self.before is None or self.after is None:
            return None
        return self.after.since(self.before)
