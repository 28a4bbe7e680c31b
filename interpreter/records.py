"""What a State tells in plain tuples → the records of results.py that leave the package.

Imported with the first run or snapshot, so that the command and the kernel start without the records.
"""

from __future__ import annotations

from interpreter.errors import ERROR_KINDS, NO_MEMORY, LuaError, LuaSyntaxError
from interpreter.results import (
    FAULTS,
    FAULTY_POOLS,
    Allocations,
    Attribution,
    CallNode,
    CallTree,
    ErrorReport,
    FrameCounts,
    FunctionCounts,
    HeapStats,
    InstructionCounts,
    Loss,
    PoolSnapshot,
    PoolStats,
    Register,
    SizeClassStats,
    Trace,
    TraceStep,
)
from interpreter.syntax import chunkid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    Failure: TypeAlias = tuple[int, object, bytes, bytes, int]
    PoolsSeen: TypeAlias = dict[str, tuple[tuple[Any, ...], PoolStats]]

_INTERRUPTED = b"interrupted!"


# ---------------------------------------------------------------------------------------------------------- errors


def failure_report(failure: Failure, name: bytes | None, hook_removed: bool) -> ErrorReport:
    """Return the report of a run that ended with `failure` in the chunk of that name."""
    kind, value, message, traceback, exit_code = failure
    return ErrorReport(
        kind=ERROR_KINDS[kind],
        message=message,
        traceback=traceback,
        value=value,
        incomplete=False,
        line=_line(message, name),
        exit_code=exit_code if ERROR_KINDS[kind] == "exit" else 0,
        hook_removed=hook_removed,
    )


def exception_report(error: BaseException, name: bytes | None) -> ErrorReport:
    """Return the report of a run that met an exception: a text that is not Lua, a refused call, one that met no Lua."""
    if isinstance(error, LuaSyntaxError):
        return _syntax_report(error)
    if isinstance(error, LuaError):
        failure = ERROR_KINDS.index(error.kind), error.value, error.raw_message, b"", 0
        return failure_report(failure, name, False)
    if isinstance(error, MemoryError):
        return _host_report("memory", NO_MEMORY)
    return _host_report("interrupt", _INTERRUPTED)


def _syntax_report(error: LuaSyntaxError) -> ErrorReport:
    """Return the report of a text that is not Lua."""
    return ErrorReport(
        kind="syntax",
        message=error.raw_message,
        traceback=b"",
        value=error.raw_message,
        incomplete=error.incomplete,
        line=error.line,
        exit_code=0,
        column=error.column,
    )


def _host_report(kind: str, message: bytes) -> ErrorReport:
    """Report a KeyboardInterrupt or MemoryError that met no Lua code."""
    return ErrorReport(
        kind=kind,
        message=message,
        traceback=b"",
        value=message,
        incomplete=False,
        line=0,
        exit_code=0,
    )


def _line(message: bytes, name: bytes | None) -> int:
    """Return the line that a message names in the chunk of that name, or 0."""
    if name is None:
        return 0
    prefix = chunkid(name) + b":"
    digits = message[len(prefix) :].partition(b":")[0] if message.startswith(prefix) else b""
    return int(digits) if digits.isdigit() else 0


# -------------------------------------------------------------------------------------------------------- counters


def snapshot(counters: dict[str, Any], seen: PoolsSeen, mode: str) -> PoolSnapshot:
    """Return the record of what State.counters gave; a pool that did not move since it was seen keeps its record."""
    for numbers in counters["pools"]:
        if numbers[0] not in seen or seen[numbers[0]][0] != numbers:
            seen[numbers[0]] = (numbers, _pool(*numbers))
    pools = tuple(seen[numbers[0]][1] for numbers in counters["pools"])
    functions = (
        FunctionCounts(_to_text(name), _to_text(source), line, entries, fresh, locals_bytes)
        for name, source, line, entries, fresh, locals_bytes in counters["functions"]
    )
    return PoolSnapshot(
        pools=pools,
        frames=_frames(counters["frames"], next(pool for pool in pools if pool.name == "frames")),
        functions=tuple(functions),
        heap=_heap(counters["heap"]),
        mode=mode,
        instructions=counters["instructions"],
        losses=tuple(_loss(*row) for row in counters["losses"]),
    )


def _loss(pool: int, kind: int, source: bytes, line: int, function: bytes, count: int) -> Loss:
    name = FAULTY_POOLS[pool] if pool >= 0 else ""
    return Loss(name, FAULTS[kind], _to_text(source), line, _to_text(function), count)


def _pool(
    name: str,
    unit: str,
    capacity: int,
    capacity_bytes: int,
    retained: int,
    high_water: int,
    rents: int,
    misses: int,
    returns: int,
    drops: int,
    trims: int,
    bytes_live: int,
    bytes_retained: int,
    bytes_saved: int,
) -> PoolStats:
    """Return one pool's record: live and hits are derived."""
    return PoolStats(
        name=_to_text(name),
        unit=_to_text(unit),
        capacity=capacity,
        capacity_bytes=capacity_bytes,
        retained=retained,
        live=rents - returns,
        high_water=high_water,
        rents=rents,
        hits=rents - misses,
        misses=misses,
        returns=returns,
        drops=drops,
        trims=trims,
        bytes_live=bytes_live,
        bytes_retained=bytes_retained,
        bytes_saved=bytes_saved,
    )


def _frames(kinds: dict[str, int], pool: PoolStats) -> FrameCounts:
    """Return the frame counts; Lua calls are what the pool of frames rented for no other kind."""
    others = kinds["builtin"] + kinds["metamethod"] + kinds["pcall"] + kinds["coroutine"]
    return FrameCounts(
        entered=pool.rents,
        fresh=pool.misses,
        reused=pool.hits,
        lua=pool.rents - others,
        tail=kinds["tail"],
        builtin=kinds["builtin"],
        metamethod=kinds["metamethod"],
        pcall=kinds["pcall"],
        coroutine=kinds["coroutine"],
        peak_depth=kinds["peak_depth"],
        live=pool.live,
    )


def _heap(heap: dict[str, Any]) -> HeapStats:
    return HeapStats(
        bytes_used=heap["used"],
        bytes_peak=heap["peak"],
        threshold_bytes=heap["limit"],
        collections=heap["collections"],
        pause_s=heap["pause"],
        pause_counts=tuple(heap["pauses"]),
        closures_released=heap["closures_released"],
        cells_released=heap["cells_released"],
        size_classes=tuple(
            SizeClassStats(size_bytes=size, slabs=slabs, free=free, live=live, hits=rents - misses, misses=misses)
            for size, slabs, free, live, rents, misses in heap["classes"]
        ),
    )


def call_tree(rows: list[tuple[Any, ...]], lost: int) -> CallTree:
    """Return the record of what State.call_tree gave."""
    called: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        called.setdefault(row[1], []).append(row)
    nodes, waiting = [], [(row, 0) for row in reversed(called.get(0, ()))]
    while waiting:
        (number, _, name, source, *counts), depth = waiting.pop()
        line, *figures = counts
        nodes.append(CallNode(_to_text(name), _to_text(source), line, depth, *figures))
        waiting += [(row, depth + 1) for row in reversed(called.get(number, ()))]
    return CallTree(tuple(nodes), lost)


def attribution(rows: list[tuple[Any, ...]], elsewhere: tuple[int, ...]) -> Attribution:
    """Return the record of what State.attribution gave."""
    from interpreter.compiler.opcodes import OPCODES  # not needed by most runs

    instructions = (
        InstructionCounts(
            _to_text(source), _to_text(function), first, place, line, OPCODES[opcode].name, Allocations(*counts)
        )
        for source, function, first, place, line, opcode, counts in rows
    )
    return Attribution(tuple(instructions), Allocations(*elsewhere))


def trace(rows: list[tuple[Any, ...]], truncated: bool) -> Trace:
    """Return the record of what State.traced gave."""
    from interpreter.compiler.opcodes import OPCODES  # not needed by most runs

    steps = (
        TraceStep(
            _to_text(source), _to_text(function), first, place, line, OPCODES[opcode].name, depth,
            tuple(Register(_to_text(name), _to_text(text), captured) for name, text, captured in registers),
            frames, tuple(arrays), OPCODES[opcode].effect,
        )
        for source, function, first, place, line, opcode, depth, registers, (frames, *arrays) in rows
    )  # fmt: skip
    return Trace(tuple(steps), truncated)


def _to_text(name: str | bytes) -> str:
    return name if isinstance(name, str) else name.decode("utf-8", "backslashreplace")
