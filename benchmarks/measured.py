"""Run a Lua program twice in an interpreter of its own, in a process of its own, and tell what each run took.

`python -m benchmarks.measured PROGRAM.lua MODE [counted] [attributed]` prints one JSON record a run. Each mode has
a process of its own, for what one left in the C library's free lists must not serve the other.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from interpreter import Interpreter, LuaValue, PoolSnapshot, PoolStats

from . import allocator
from .allocator import Asked

OWN_POOLS = ("frames", "locals[", "varargs[", "tbc", "block closers", "scratch")
"""The pools with free lists of their own, by how their names begin."""
KINDS = ("closures", "upvalue cells", "tables", "strings", "coroutines")
"""The heap's kinds of objects."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What one pool did in a run."""

    rents: int
    """Objects rented."""
    misses: int
    """Of them allocated."""
    saved_bytes: int
    """Bytes that hits did not allocate."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a program did."""

    printed: str
    """What it printed."""
    cpu_s: float
    """Processor time of its thread."""
    asked: Asked | None
    """What it asked of the system allocator, where that is counted."""
    pools: dict[str, Pool]
    """Own pools by name."""
    cells: dict[int, Pool]
    """Heap cells by size in bytes."""
    made: dict[str, int]
    """Heap objects made, by kind."""
    closures_released: int
    """Closures given back at their block's end."""
    cells_released: int
    """Upvalue cells given back so."""
    calls: int
    """Frames entered and tail calls."""
    collections: int
    """Full collections."""
    growth_bytes: int
    """By how much the heap was larger after it."""
    makers: tuple[tuple[int, str, int, int], ...]
    """Line, operation, objects made and heap bytes of the instructions that allocated most, where attributed."""


def main(arguments: list[str]) -> int:
    """Run a program twice and print a record of each run."""
    path, mode, *wishes = arguments
    printed: list[bytes] = []
    with Interpreter(pools=mode, stdout=printed.append) as interpreter:
        interpreter.attribute("attributed" in wishes)
        function = interpreter.load(Path(path).read_bytes(), f"@{Path(path).name}")
        for _ in range(2):
            printed.clear()
            record = _run_once(interpreter, function, is_counted="counted" in wishes)
            print(json.dumps(asdict(record) | {"printed": b"".join(printed).decode()}))
    return 0


def _run_once(interpreter: Interpreter, function: LuaValue, *, is_counted: bool) -> Run:
    """Take the snapshots outside what is counted: they are Python's objects."""
    before = interpreter.snapshot()
    asked_before = allocator.asked() if is_counted else None
    result = interpreter.run_function(function, snapshots=False)
    asked = allocator.asked() - asked_before if asked_before else None
    if result.error is not None:
        raise RuntimeError(result.error.message.decode())
    return _record(interpreter, before, interpreter.snapshot(), result.cpu_s, asked)


def _record(
    interpreter: Interpreter, before: PoolSnapshot, after: PoolSnapshot, cpu_s: float, asked: Asked | None
) -> Run:
    traffic = after.since(before)
    cells = [one for one in traffic.heap.size_classes if one.hits + one.misses]
    return Run(
        "",
        cpu_s,
        asked,
        pools={pool.name: Pool(pool.rents, pool.misses, pool.bytes_saved) for pool in _own(traffic) if pool.rents},
        cells={one.size_bytes: Pool(one.hits + one.misses, one.misses, one.hits * one.size_bytes) for one in cells},
        made={kind: traffic[kind].rents for kind in KINDS},
        closures_released=traffic.heap.closures_released,
        cells_released=traffic.heap.cells_released,
        calls=traffic.frames.entered + traffic.frames.tail,
        collections=traffic.heap.collections,
        growth_bytes=after.heap.bytes_used - before.heap.bytes_used,
        makers=_makers(interpreter),
    )


def _own(traffic: PoolSnapshot) -> list[PoolStats]:
    return [pool for pool in traffic.pools if pool.name.startswith(OWN_POOLS)]


def _makers(interpreter: Interpreter) -> tuple[tuple[int, str, int, int], ...]:
    """Return the three instructions that allocated most on the heap so far."""
    rows = [
        (one.line, one.opcode, one.counts.tables + one.counts.strings + one.counts.closures + one.counts.coroutines
         + one.counts.cells, one.counts.heap_bytes)
        for one in interpreter.attribution().instructions
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: -row[3])[:3])


def run(program: Path, mode: str, library: Path | None = None, *, attributed: bool = False) -> tuple[Run, Run]:
    """Run a program twice in a new process, counted by the library if there is one; raise CalledProcessError."""
    wishes = [*(["counted"] if library else []), *(["attributed"] if attributed else [])]
    command = [sys.executable, "-m", "benchmarks.measured", str(program), mode, *wishes]
    environment = allocator.environment(library) if library else None
    root = Path(__file__).parents[1]
    done = subprocess.run(command, env=environment, cwd=root, check=True, capture_output=True, text=True)
    first, second = (_read(json.loads(line)) for line in done.stdout.splitlines())
    return first, second


def _read(record: dict) -> Run:
    record["asked"] = record["asked"] and Asked(**record["asked"])
    record["pools"] = {name: Pool(**pool) for name, pool in record["pools"].items()}
    record["cells"] = {int(size): Pool(**pool) for size, pool in record["cells"].items()}
    record["makers"] = tuple(map(tuple, record["makers"]))
    return Run(**record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
