# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""The counters of every pool, read for a snapshot.

`live` and `hits` are left to the reader; `retained` is counted by walking through what came back since the snapshot
before, so that the identities are findings.  Poison mode walks through everything, the heap too, and ends the process
where a walk finds another number than was counted.  Reading trims the pools to their capacities and starts a new
interval of the high-water marks; a peek, which may come in the middle of a run, changes nothing, walks nothing and
takes what is retained from the identity.
"""
import cython
from cython.cimports.libc.stdint import int64_t
from cython.cimports.interpreter.vm.chunks import kept_chunks
from cython.cimports.interpreter.vm.debuginfo import ID_SIZE, chunk_id
from cython.cimports.interpreter.vm.faults import loss_rows
from cython.cimports.interpreter.vm.heap import KIND_NODES, SLAB_HEADER, settle_counters
from cython.cimports.interpreter.vm.pools import (
    kept, retained_closers, retained_frames, retained_slots, set_aside, trim_pools,
)  # fmt: skip
from cython.cimports.interpreter.vm.support import LEAST_BUFFER
from cython.cimports.interpreter.vm.values import (
    CELL, CO, FUN, HEAP_CLASSES, LSTR, NCLASSES, NFUN, PAUSE_CLASSES, PROTO, STR, TAB, VMP, Buffer, BufferP, ByteP,
    Closer, CountersP, Frame, ObjectP, Proto, ProtoP, SlabP, SlotPoolP, Slots, Value, chars,
)  # fmt: skip

UNITS = {"frames": "frame", "tbc": "list", "block closers": "list", "scratch": "buffer"}


@cython.cfunc
def slot_name(kind: str, c: cython.int) -> str:
    return f"{kind}[large]" if c == NCLASSES else f"{kind}[{4 << c}]"


@cython.cfunc
def row(
    name: str, unit: str, size: int64_t, n: CountersP, retained: int64_t, live_bytes: int64_t, retained_bytes: int64_t
) -> tuple:  # fmt: skip
    """One pool's figures in the order that State.counters promises."""
    hits: int64_t = n.rents - n.misses
    return (
        name, unit, n.capacity, n.capacity * size, retained, n.high_water, n.rents, n.misses, n.returns, n.drops,
        n.trims, live_bytes, retained_bytes, hits * size,
    )  # fmt: skip


@cython.cfunc
def slot_row(vm: VMP, kind: str, pool: SlotPoolP, walks: cython.bint) -> tuple:
    size: int64_t = cython.sizeof(Slots) + pool.size * cython.sizeof(Value)
    retained: int64_t = retained_slots(vm, pool) if walks else kept(cython.address(pool.n))
    live: int64_t = pool.n.rents - pool.n.returns
    return row(slot_name(kind, pool.cls), "array", size, cython.address(pool.n), retained, live * size, retained * size)


@cython.cfunc
def closer_row(vm: VMP, name: str, head: cython.int, walks: cython.bint) -> tuple:
    size: int64_t = cython.sizeof(Closer)
    n: CountersP = counters_named(vm, name)
    retained: int64_t = retained_closers(vm, head) if walks else kept(n)
    return row(name, "list", size, n, retained, (n.rents - n.returns) * size, retained * size)


@cython.cfunc
def retained_buffers(vm: VMP) -> int64_t:
    n: int64_t = 0
    b: BufferP = vm.free_buffers
    while b:
        n += 1
        b = b.next
    return n


@cython.cfunc
def scratch_row(vm: VMP, walks: cython.bint) -> tuple:
    n: CountersP = cython.address(vm.scratch)
    retained: int64_t = retained_buffers(vm) if walks else kept(n)
    held: int64_t = 0 if walks else retained * (LEAST_BUFFER + cython.sizeof(Buffer))
    b: BufferP = vm.free_buffers if walks else cython.NULL
    while b:
        held += b.cap + cython.sizeof(Buffer)
        b = b.next
    made: int64_t = LEAST_BUFFER + cython.sizeof(Buffer)
    return (
        "scratch", "buffer", n.capacity, vm.scratch_capacity_bytes, retained, n.high_water, n.rents, n.misses,
        n.returns, n.drops, n.trims, (n.rents - n.returns) * made, held, (n.rents - n.misses) * made,
    )  # fmt: skip


@cython.cfunc
def chunk_row(vm: VMP, walks: cython.bint) -> tuple:
    """Return the row of the compiled texts; they differ in size, so the bytes saved have a counter of their own."""
    n: CountersP = cython.address(vm.chunks)
    retained: int64_t = kept_chunks(vm) if walks else kept(n)
    return (
        "chunks", "compiled text", n.capacity, vm.chunks_capacity_bytes, retained, n.high_water, n.rents, n.misses,
        n.returns, n.drops, n.trims, 0, vm.chunk_bytes, vm.chunk_bytes_saved,
    )  # fmt: skip


@cython.cfunc
def kind_row(vm: VMP, name: str, unit: str, kinds: tuple) -> tuple:
    """Return a heap kind's row; it shares its cells with other kinds, so hits and misses are the size classes'."""
    rents: int64_t = 0
    returns: int64_t = 0
    held: int64_t = 0
    high: int64_t = 0
    i: cython.int
    for i in kinds:
        rents += vm.kinds[i].rents
        returns += vm.kinds[i].returns
        held += vm.kinds[i].bytes_live
        high += vm.kinds[i].high_water
    if high < rents - returns:
        high = rents - returns
    return (name, unit, -1, -1, 0, high, rents, rents, returns, returns, 0, held, 0, 0)


@cython.cfunc
def heap_rows(vm: VMP) -> list:
    return [
        kind_row(vm, "closures", "closure", (FUN, NFUN)),
        kind_row(vm, "upvalue cells", "cell", (CELL,)),
        kind_row(vm, "tables", "table", (TAB,)),
        kind_row(vm, "table nodes", "block", (KIND_NODES,)),
        kind_row(vm, "strings", "string", (STR, LSTR)),
        kind_row(vm, "coroutines", "coroutine", (CO,)),
        kind_row(vm, "protos", "function", (PROTO,)),
    ]


@cython.cfunc
def class_rows(vm: VMP) -> list:
    rows: list = []
    c: cython.int
    for c in range(1, HEAP_CLASSES):
        n = cython.address(vm.classes[c])
        if n.rents == 0:
            continue
        rows.append((c * 16, n.slabs, n.free_cells, n.rents - n.returns, n.rents, n.misses))
    return rows


@cython.cfunc
def function_rows(vm: VMP) -> list:
    """Return a row for each function entered since it was loaded; nothing unless functions are counted."""
    rows: list = []
    i: int64_t
    s: SlabP = vm.slabs[(cython.sizeof(Proto) + 15) >> 4]
    if not vm.counting:
        return rows
    for i in range(vm.nlarge):          # mode off: every object is its own malloc
        add_function(rows, vm.large[i])
    while s:
        add_functions(rows, s)
        s = s.next
    return rows


@cython.cfunc
def add_functions(rows: list, s: SlabP) -> cython.int:
    """Add the functions of one slab."""
    i: cython.uint
    for i in range(s.carved):
        add_function(rows, cython.cast(ObjectP, cython.cast(ByteP, s) + SLAB_HEADER + i * (s.cls << 4)))
    return 0


@cython.cfunc
def add_function(rows: list, o: ObjectP) -> cython.int:
    """Add a row if the object is a function that was entered; the VM's own functions have no source."""
    p: ProtoP = cython.cast(ProtoP, o)
    chunk: cython.char[ID_SIZE]
    if o.kind != PROTO or p.entries == 0 or p.source == cython.NULL:
        return 0
    size: int64_t = cython.sizeof(Slots) + (p.pool.size or p.nregs) * cython.sizeof(Value)
    chunk_id(chunk, p.source)
    name: bytes = b"main chunk" if p.line == 0 else b"" if p.name == cython.NULL else chars(p.name)[: p.name.len]
    rows.append((name, cython.cast(bytes, chunk), p.line, p.entries, p.fresh, p.entries * size))
    return 0


@cython.cfunc
def frame_row(vm: VMP, walks: cython.bint) -> tuple:
    n: CountersP = cython.address(vm.frames)
    n.rents = vm.frame_rents
    n.returns = vm.frame_returns
    size: int64_t = cython.sizeof(Frame)
    retained: int64_t = retained_frames(vm) if walks else kept(n)
    return row("frames", "frame", size, n, retained, (n.rents - n.returns) * size, retained * size)


@cython.cfunc
def pool_rows(vm: VMP, walks: cython.bint) -> list:
    """Return a row for each pool, in the order shown."""
    rows: list = [frame_row(vm, walks)]
    c: cython.int
    for c in range(NCLASSES + 1):
        rows.append(slot_row(vm, "locals", cython.address(vm.locals[c]), walks))
    for c in range(NCLASSES + 1):
        rows.append(slot_row(vm, "varargs", cython.address(vm.varargs[c]), walks))
    rows.append(closer_row(vm, "tbc", 1, walks))
    rows.append(closer_row(vm, "block closers", 0, walks))
    rows.append(scratch_row(vm, walks))
    rows.append(chunk_row(vm, walks))
    return rows + heap_rows(vm)


@cython.cfunc
def figures(vm: VMP, walks: cython.bint) -> dict:
    """Return every counter; without walks nothing of functions and of the heap's size classes."""
    return {
        "mode": vm.mode,
        "instructions": vm.granted - vm.budget,
        "pools": pool_rows(vm, walks),
        "frames": {
            "tail": vm.n_tail, "builtin": vm.n_builtin, "metamethod": vm.n_meta, "pcall": vm.n_pcall,
            "coroutine": vm.n_coroutine, "peak_depth": vm.peak_level,
        },
        "heap": {
            "used": vm.used, "peak": max(vm.peak, vm.used), "limit": vm.limit, "collections": vm.collections,
            "pause": vm.pause, "pauses": [vm.pauses[i] for i in range(PAUSE_CLASSES)],
            "closures_released": vm.closures_released, "cells_released": vm.cells_released,
            "classes": class_rows(vm) if walks else [],
        },
        "functions": function_rows(vm) if walks else [],
        "losses": loss_rows(vm),
    }


def peek_counters(vm):
    return figures(vm, False)


def read_counters(vm):
    trim_pools(vm, False)
    settle_counters(vm)
    result = figures(vm, True)
    set_aside(vm)
    vm.peak_level = vm.frame.level
    vm.peak = vm.used
    return result


def counters_named(vm, name):
    """Find a pool's counters; raises KeyError with the names there are."""
    c: cython.int
    if name == "frames":
        return cython.address(vm.frames)
    if name == "tbc":
        return cython.address(vm.tbc)
    if name == "block closers":
        return cython.address(vm.block_closers)
    if name == "scratch":
        return cython.address(vm.scratch)
    if name == "chunks":
        return cython.address(vm.chunks)
    for c in range(NCLASSES + 1):
        if name == slot_name("locals", c):
            return cython.address(vm.locals[c].n)
        if name == slot_name("varargs", c):
            return cython.address(vm.varargs[c].n)
    known = "frames, locals[n], varargs[n], tbc, block closers, scratch or chunks"
    raise KeyError(f"no pool {name!r} with a capacity: {known}")


@cython.cfunc
def object_bytes(name: str) -> int64_t:
    """Return the bytes of one object of a pool whose objects have one size."""
    if name == "frames":
        return cython.sizeof(Frame)
    if name == "tbc" or name == "block closers":
        return cython.sizeof(Closer)
    slots: int64_t = int(name[name.index("[") + 1 : len(name) - 1])
    return cython.sizeof(Slots) + slots * cython.sizeof(Value)


def set_capacity_bytes(vm, name, bytes):
    """Bound what a pool keeps by bytes; raises KeyError. Where all objects have one size, so many of them go there."""
    n: CountersP = counters_named(vm, name)
    if name == "scratch":
        vm.scratch_capacity_bytes = bytes
    elif name == "chunks":
        vm.chunks_capacity_bytes = bytes
    else:
        n.capacity = bytes // object_bytes(name)
    return 0


@cython.cfunc
def restart(n: CountersP, retained: int64_t) -> cython.int:
    """Live objects count as rented by a miss, retained ones as made, rented and returned."""
    live: int64_t = n.rents - n.returns
    n.rents = live + retained
    n.misses = live + retained
    n.returns = retained
    n.drops = 0
    n.trims = 0
    n.high_water = live
    return 0


def reset_counters(vm):
    c: cython.int
    retained: int64_t = retained_frames(vm)
    vm.frames.rents = vm.frame_rents
    vm.frames.returns = vm.frame_returns
    restart(cython.address(vm.frames), retained)
    vm.frame_rents = vm.frames.rents
    vm.frame_returns = vm.frames.returns
    for c in range(NCLASSES + 1):
        restart(cython.address(vm.locals[c].n), retained_slots(vm, cython.address(vm.locals[c])))
        restart(cython.address(vm.varargs[c].n), retained_slots(vm, cython.address(vm.varargs[c])))
    restart(cython.address(vm.tbc), retained_closers(vm, 1))
    restart(cython.address(vm.block_closers), retained_closers(vm, 0))
    restart(cython.address(vm.scratch), retained_buffers(vm))
    restart(cython.address(vm.chunks), kept_chunks(vm))
    vm.chunk_bytes_saved = 0
    vm.n_tail = vm.n_builtin = vm.n_meta = vm.n_pcall = vm.n_coroutine = 0
    return 0
