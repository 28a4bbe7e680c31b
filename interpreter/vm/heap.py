# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""The heap: slabs of 16-byte size classes, and a collector that stops the world, marks and sweeps.

Allocation never collects; only `collect` does, and only safepoints call it.  An object is live when its mark is the
VM's epoch; a collection begins by changing the epoch, so survivors are not written to by the sweep.  Marking uses an
explicit stack and never recurses.  Nothing here runs Lua: finalizers are only listed as pending.
The rules for weak tables, ephemerons and finalizers are those of the manual, §2.5; ideas after PUC Lua's lgc.c.
"""
import cython
from cython.cimports.libc.math import log2
from cython.cimports.libc.stdint import int64_t, uint32_t, uint64_t, uintptr_t
from cython.cimports.libc.stdio import fprintf, stderr
from cython.cimports.libc.stdlib import abort, free, malloc, realloc
from cython.cimports.libc.string import memcpy, memset
from cython.cimports.interpreter.vm.host import free_aligned, monotonic, posix_memalign
from cython.cimports.interpreter.vm.opcode_numbers import OP_CALL, OP_CALLV, OP_TAILCALL, OP_TAILCALLV, OP_TFORCALL
from cython.cimports.interpreter.vm.pools import give_back_frames_of, rented_bytes, trim_excess, trim_pools
from cython.cimports.interpreter.vm.strings import sweep_strings
from cython.cimports.interpreter.vm.tables import clear_tail, free_table, metamethod_of
from cython.cimports.interpreter.vm.values import (
    Arena, ArenaP, ByteP, CELL, Cell, CellP, chars, ChunkP, Closure, ClosureP, CO, Co, CO_SUSPENDED, COLL, CoP, DEAD,
    EV_COUNT, EV_MODE, F_BASE, F_BUILTIN, F_CO_BASE, F_VARARGS, FrameP, FreeCellP, FUN, HEAP_CLASSES, isstr, KINDS,
    likely, LSTR, NativeClosure, NativeClosureP, NCLASSES, NFUN, NIL, node_value, NodeP, OBJ_FINALIZER, OBJ_OWNED,
    Object, ObjectP, OpenValuesP, PAUSE_CLASSES, plua_advise_large_pages, POOLS_OFF, POOLS_ON, POOLS_POISON, PROTO,
    Proto, ProtoP, RESERVE, SlabP, SlabPP, slots_of, Str, StrP, TAB, Table, TABLE_WEAK_KEYS, TABLE_WEAK_VALUES, TableP,
    UDATA, UData, UDATA_FILE, UDATA_PYTHON, UDataP, unlikely, Value, ValueP, VoidP,
)

# ---------------------------------------------------------------- accounting


def init_heap(vm):
    """Prepare a VM that is all zero."""
    vm.epoch = 1
    vm.limit = MIN_LIMIT
    vm.gc_pause = 200
    vm.gc_step_multiplier = 100
    vm.gc_step_size = 13
    vm.gc_generational = True
    vm.nilv.tag = NIL
    vm.no_buffer.failed = 1
    plua_keep_freed(LONG_STRING)
    return more_gray(vm) and fill_reserve(vm)


def fatal(what, bytes):
    fprintf(stderr, b"lua: internal error: %s (%lld bytes)\n", what, cython.cast(cython.longlong, bytes))
    abort()


def fault_due(vm):
    """Count an allocation of a test that makes one fail; tell whether it is this one."""
    vm.fault_in -= 1
    if vm.fault_in > 0:
        return False
    vm.fault_in = vm.fault_lasts != 0
    return True


def allocate(vm, bytes):
    if unlikely(vm.fault_in != 0) and fault_due(vm):
        return cython.NULL
    return malloc(bytes)


def reallocate(vm, p, bytes):
    if unlikely(vm.fault_in != 0) and fault_due(vm):
        return cython.NULL
    return realloc(p, bytes)


def collect_soon(vm):
    """Bring the next poll forward; the instructions not run are taken back from the grant."""
    if vm.budget > 0:
        vm.granted -= vm.budget
        vm.budget = 0


def account(vm, bytes):
    vm.used += bytes
    if bytes > 0:
        watch(vm)


def watch(vm):
    """Ask for a collection when one is due; small objects pass here when their class grows."""
    if vm.used > vm.peak:
        vm.peak = vm.used
    if unlikely(vm.used > vm.limit) and not vm.gc_stopped:
        collect_soon(vm)
    if unlikely(passes_limit(vm, 0)):
        vm.mem_pending = 1
        collect_soon(vm)


def passes_limit(vm, bytes):
    """Tell whether so many bytes more would be above the memory limit; what the pools hold counts."""
    return vm.memory_limit != 0 and vm.used + vm.pool_bytes + bytes > vm.memory_limit


def count_pool(vm, bytes):
    vm.pool_bytes += bytes
    if unlikely(vm.memory_limit != 0) and bytes > 0:
        watch(vm)


def is_starved(vm):
    return vm.nreserve < RESERVE and not fill_reserve(vm)


def ask_for_memory(vm):
    """Let the next safepoint collect, and raise if that does not help."""
    vm.mem_pending = 1
    vm.limit = 0
    collect_soon(vm)


def grab(vm, bytes):
    if unlikely(bytes < 0 or bytes > cython.cast(int64_t, 1) << 46):
        return False
    if unlikely(passes_limit(vm, bytes)):
        trim_pools(vm, True)
        if passes_limit(vm, bytes):
            vm.limit = 0               # garbage may be what stands in the way
            vm.pool_debt = 0
            return False
    return True


def grow(vm, p, old, new):
    q: VoidP
    if new == 0:
        free(p)
        vm.used -= old
        return cython.NULL
    if new > old and unlikely(not grab(vm, new - old)):
        return cython.NULL
    q = reallocate(vm, p, new)
    if likely(q != cython.NULL):
        account(vm, new - old)
    return q


def room_for(vm, items, cap, n):
    if likely(n <= cap[0]):
        return True
    larger: int64_t = cap[0] * 2 if cap[0] else 64
    if larger < n:
        larger = n
    list: ObjectPP = cython.cast(ObjectPP, reallocate(vm, items[0], larger * cython.sizeof(ObjectP)))
    if unlikely(list == cython.NULL):
        return False
    items[0] = list
    cap[0] = larger
    return True


def append_object(vm, items, n, cap, o):
    """Add to one of the collector's own lists; return whether there was memory."""
    if unlikely(not room_for(vm, items, cap, n[0] + 1)):
        return False
    items[0][n[0]] = o
    n[0] += 1
    return True


# ---------------------------------------------------------------- slabs and cells


def new_slab(vm, cls, raw):
    """Add an empty slab of the usual size; NULL: no memory."""
    s: SlabP = take_slab(vm)
    if unlikely(s == cython.NULL):
        return s
    return add_slab(vm, s, cls, raw, SLAB_BYTES)


def add_slab(vm, s, cls, raw, bytes):
    """Enter an empty slab at the head of its class; only the head may have cells never used."""
    head: SlabPP = cython.address(vm.raw_slabs[cls]) if raw else cython.address(vm.slabs[cls])
    s.next = head[0]
    s.cls = cls
    s.carved = 0
    s.cells = (bytes - SLAB_HEADER) / (cls << 4)
    s.raw = raw
    head[0] = s
    vm.classes[cls].slabs += 1
    watch(vm)
    return s


def own_block(vm, size):
    """Allocate memory aligned to its size; NULL: there is none."""
    p: VoidP = cython.NULL
    if unlikely(vm.fault_in != 0) and fault_due(vm):
        return cython.NULL
    if unlikely(posix_memalign(cython.address(p), size, size) != 0):
        return cython.NULL
    return p


def take_slab(vm):
    """Get the memory of a slab, from an arena when there are many of them."""
    i: cython.int = 0
    s: SlabP
    a: ArenaP = vm.arenas
    if a == cython.NULL and vm.nslabs >= OWN_SLABS:
        a = new_arena(vm)
    if a == cython.NULL:
        s = cython.cast(SlabP, own_block(vm, SLAB_BYTES))
        if unlikely(s == cython.NULL):
            return s
    else:
        while not a.free >> i & 1:
            i += 1
        a.free &= ~(cython.cast(uint32_t, 1) << i)
        if a.free == 0:
            unlink_arena(vm, a)
        s = cython.cast(SlabP, cython.cast(ByteP, a.base) + i * SLAB_BYTES)
    s.arena = a
    vm.nslabs += 1
    return s


def free_slab(vm, s):
    """Give back a slab's memory, and that of its arena with the last one."""
    a: ArenaP = s.arena
    vm.nslabs -= 1
    if a == cython.NULL:
        free_aligned(s)
        return
    if a.free == 0:
        link_arena(vm, a)
    a.free |= cython.cast(uint32_t, 1) << (cython.cast(ByteP, s) - cython.cast(ByteP, a.base)) / SLAB_BYTES
    if a.free == WHOLE_ARENA:
        unlink_arena(vm, a)
        free_aligned(a.base)
        free(a)


def new_arena(vm):
    """Make an arena whose slabs are all free; NULL: no memory."""
    a: ArenaP = cython.cast(ArenaP, malloc(cython.sizeof(Arena)))
    if unlikely(a == cython.NULL):
        return a
    a.base = own_block(vm, ARENA_SLABS * SLAB_BYTES)
    if unlikely(a.base == cython.NULL):
        free(a)
        return cython.NULL
    if vm.nslabs < LARGE_PAGE_SLABS:
        plua_advise_large_pages(a.base, ARENA_SLABS * SLAB_BYTES)
    a.free = WHOLE_ARENA
    link_arena(vm, a)
    return a


def link_arena(vm, a):
    a.prev = cython.NULL
    a.next = vm.arenas
    if a.next != cython.NULL:
        a.next.prev = a
    vm.arenas = a


def unlink_arena(vm, a):
    if a.prev != cython.NULL:
        a.prev.next = a.next
    else:
        vm.arenas = a.next
    if a.next != cython.NULL:
        a.next.prev = a.prev


def slab_of(p):
    return cython.cast(SlabP, cython.cast(uintptr_t, p) & ~cython.cast(uintptr_t, SLAB_BYTES - 1))


def fill_reserve(vm):
    """Have the reserve whole; return whether it is."""
    s: SlabP
    while vm.nreserve < RESERVE:
        s = cython.cast(SlabP, allocate(vm, RESERVE_BYTES))
        if unlikely(s == cython.NULL):
            return False
        s.arena = cython.NULL
        vm.nslabs += 1
        vm.reserve[vm.nreserve] = s
        vm.nreserve += 1
    return True


def reserve_slab(vm, cls):
    """Take a slab of the reserve; each safepoint raises until it is whole again, so that it does not run out."""
    if unlikely(vm.nreserve == 0):
        fatal(b"no memory for an object", cls << 4)
    vm.nreserve -= 1
    return add_slab(vm, vm.reserve[vm.nreserve], cls, 0, RESERVE_BYTES)


def carve(vm, s, cls):
    """Hand out a cell that was never used."""
    p: ByteP = cython.cast(ByteP, s) + SLAB_HEADER + s.carved * (cls << 4)
    s.carved += 1
    vm.classes[cls].carved += 1
    vm.classes[cls].rents += 1
    vm.classes[cls].misses += 1
    return cython.cast(ObjectP, p)


def heap_refill(vm, cls):
    """Carve one cell, so that every miss is a cell handed out."""
    s: SlabP = vm.slabs[cls]
    if unlikely(s == cython.NULL) or unlikely(s.carved == s.cells) or unlikely(vm.mode != POOLS_ON):
        return refill_slow(vm, cls)
    return carve(vm, s, cls)


def refill_slow(vm, cls):
    if vm.mode == POOLS_OFF:
        return refill_malloc(vm, cls)
    if vm.classes[cls].aside != cython.NULL:
        return refill_aside(vm, cls)
    s: SlabP = vm.slabs[cls]
    if s == cython.NULL or s.carved == s.cells:
        s = new_slab(vm, cls, 0)
        if unlikely(s == cython.NULL):
            return refill_reserve(vm, cls)
    return carve(vm, s, cls)


def refill_reserve(vm, cls):
    """Hand out a cell although there is no memory."""
    s: SlabP = vm.slabs[cls]
    if vm.classes[cls].aside != cython.NULL:
        return refill_aside(vm, cls)
    if s == cython.NULL or s.carved == s.cells:
        s = reserve_slab(vm, cls)
    ask_for_memory(vm)
    return carve(vm, s, cls)


def refill_aside(vm, cls):
    """Hand out a free cell that the fast path does not see: poison mode checks each."""
    c: FreeCellP = vm.classes[cls].aside
    vm.classes[cls].aside = c.next
    vm.classes[cls].rents += 1
    vm.classes[cls].free_cells -= 1
    check_cell(c, cls << 4)
    return cython.cast(ObjectP, c)


def refill_malloc(vm, cls):
    """Mode off: a malloc of its own, swept with the large objects."""
    o: ObjectP = cython.cast(ObjectP, allocate(vm, cls << 4))
    if unlikely(o == cython.NULL):
        return refill_reserve(vm, cls)
    if unlikely(
        not append_object(vm, cython.address(vm.large), cython.address(vm.nlarge), cython.address(vm.large_cap), o)
    ):
        free(o)
        return refill_reserve(vm, cls)
    vm.classes[cls].mallocs += 1
    vm.classes[cls].rents += 1
    vm.classes[cls].misses += 1
    watch(vm)
    return o


def fill_cell(c, size):
    """Poison a free cell beyond its header."""
    memset(c + 1, POISON_BYTE, size - cython.sizeof(FreeCell))
    c.h.flags = FILLED


def check_cell(c, size):
    """Abort when a poisoned cell was written to."""
    i: int64_t
    p: ByteP = cython.cast(ByteP, c)
    if not c.h.flags & FILLED:
        return
    for i in range(cython.sizeof(FreeCell), size):
        if unlikely(p[i] != POISON_BYTE):
            fatal(b"a free heap cell was written to", size)


def new_object(vm, size, kind):
    if likely(size <= SMALL_MAX):
        vm.cells[kind][(size + 15) >> 4] += 1
        return new_small(vm, (size + 15) >> 4, kind)
    return new_large(vm, size, kind)


def new_large(vm, size, kind):
    o: ObjectP = cython.NULL
    if unlikely(size > LONG_STRING):
        plua_keep_freed(LONGEST_KEPT)
    if likely(grab(vm, size)):
        o = cython.cast(ObjectP, allocate(vm, size))
    if unlikely(o == cython.NULL):
        return o
    if unlikely(
        not append_object(vm, cython.address(vm.large), cython.address(vm.nlarge), cython.address(vm.large_cap), o)
    ):
        free(o)
        return cython.NULL
    o.kind = kind
    o.mark = vm.epoch
    o.flags = 0
    o.cls = 0
    o.aux = 0
    vm.large_bytes += size
    vm.kinds[kind].bytes_beyond += size
    vm.cells[kind][0] += 1
    vm.kinds[kind].rents += 1
    account(vm, size)
    return o


def object_bytes(o):
    if o.cls:
        return o.cls << 4
    if o.kind <= LSTR:
        return cython.sizeof(Str) + cython.cast(StrP, o).len + 1
    if o.kind == FUN:
        return cython.sizeof(Closure) + (cython.cast(int64_t, o.aux) - 1) * cython.sizeof(CellP)
    if o.kind == NFUN:
        return cython.sizeof(NativeClosure) + (cython.cast(int64_t, o.aux) - 1) * cython.sizeof(Value)
    return cython.sizeof(UData) + (cython.cast(UDataP, o).nuser - 1) * cython.sizeof(Value)


# ---------------------------------------------------------------- raw blocks


def raw_alloc(vm, size):
    p: VoidP
    if unlikely(size > SMALL_MAX):
        if unlikely(not grab(vm, size)):
            return cython.NULL
        p = allocate(vm, size)
    elif unlikely(vm.mode == POOLS_OFF):
        p = raw_malloc(vm, (size + 15) >> 4)
    else:
        p = raw_cell(vm, (size + 15) >> 4)
    if unlikely(p == cython.NULL):
        return p
    vm.kinds[KIND_NODES].rents += 1
    vm.kinds[KIND_NODES].bytes_live += size
    account(vm, size)
    return p


def raw_cell(vm, cls):
    c: FreeCellP = vm.raw_free[cls]
    if likely(c != cython.NULL):
        vm.classes[cls].rents += 1
        vm.raw_free[cls] = c.next
        vm.classes[cls].raw_free_cells -= 1
        if unlikely(vm.mode == POOLS_POISON):
            check_cell(c, cls << 4)
        return c
    s: SlabP = vm.raw_slabs[cls]
    if unlikely(s == cython.NULL) or unlikely(s.carved == s.cells):
        s = new_slab(vm, cls, 1)
        if unlikely(s == cython.NULL):
            return cython.NULL
    vm.classes[cls].rents += 1
    vm.classes[cls].misses += 1
    s.carved += 1
    return cython.cast(ByteP, s) + SLAB_HEADER + (s.carved - 1) * (cls << 4)


def raw_malloc(vm, cls):
    """Mode off: a malloc of its own, told from a cell by its address."""
    p: ByteP = cython.cast(ByteP, allocate(vm, (cls << 4) + OWN_RAW))
    if unlikely(p == cython.NULL):
        return cython.NULL
    vm.classes[cls].rents += 1
    vm.classes[cls].misses += 1
    return p + OWN_RAW


def raw_free(vm, p, size):
    cls: uint32_t = (size + 15) >> 4
    c: FreeCellP = cython.cast(FreeCellP, p)
    vm.used -= size
    vm.kinds[KIND_NODES].returns += 1
    vm.kinds[KIND_NODES].bytes_live -= size
    if unlikely(size > SMALL_MAX):
        free(p)
        return
    vm.classes[cls].returns += 1
    if unlikely(cython.cast(uintptr_t, p) & 15 == OWN_RAW):
        vm.classes[cls].drops += 1
        free(cython.cast(ByteP, p) - OWN_RAW)
        return
    c.h.flags = 0
    if unlikely(vm.mode == POOLS_POISON):
        fill_cell(c, cls << 4)
    c.next = vm.raw_free[cls]
    vm.raw_free[cls] = c
    vm.classes[cls].raw_free_cells += 1


def raw_resize(vm, p, old, new):
    q: VoidP
    if old > SMALL_MAX and new > SMALL_MAX:
        q = grow(vm, p, old, new)
        if likely(q != cython.NULL):
            vm.kinds[KIND_NODES].bytes_live += new - old
        return q
    q = raw_alloc(vm, new)
    if likely(q != cython.NULL) and old != 0:
        memcpy(q, p, old if old < new else new)
        raw_free(vm, p, old)
    return q


# ---------------------------------------------------------------- objects


def new_closure(vm, p):
    i: cython.int
    size: int64_t = cython.sizeof(Closure) + (p.nupvalues - 1) * cython.cast(int64_t, cython.sizeof(CellP))
    cl: ClosureP = cython.cast(ClosureP, new_object(vm, size, FUN))
    if unlikely(cl == cython.NULL):
        return cl
    cl.h.aux = p.nupvalues
    cl.p = p
    if p.owned and vm.mode != POOLS_OFF and cl.h.cls != 0:
        cl.h.flags = OBJ_OWNED
    for i in range(p.nupvalues):
        cl.cells[i] = cython.NULL
    return cl


def new_cell(vm, v):
    c: CellP = cython.cast(CellP, new_small(vm, (cython.sizeof(Cell) + 15) >> 4, CELL))
    c.v.v.u = v.v.u
    c.v.tag = v.tag
    return c


def new_native(vm, b, nup):
    i: cython.int
    size: int64_t = cython.sizeof(NativeClosure) + (nup - 1) * cython.cast(int64_t, cython.sizeof(Value))
    f: NativeClosureP = cython.cast(NativeClosureP, new_object(vm, size, NFUN))
    if unlikely(f == cython.NULL):
        return f
    f.h.aux = nup
    f.b = b
    for i in range(nup):
        f.up[i].tag = NIL
    return f


def new_udata(vm, nuser):
    i: int64_t
    size: int64_t = cython.sizeof(UData) + (nuser - 1) * cython.cast(int64_t, cython.sizeof(Value))
    u: UDataP = cython.cast(UDataP, new_object(vm, size, UDATA))
    if unlikely(u == cython.NULL):
        return u
    u.meta = cython.NULL
    u.ptr = cython.NULL
    u.size = 0
    u.nuser = nuser
    for i in range(nuser):
        u.user[i].tag = NIL
    return u


def new_proto(vm):
    p: ProtoP = cython.cast(ProtoP, new_small(vm, (cython.sizeof(Proto) + 15) >> 4, PROTO))
    memset(cython.cast(ByteP, p) + cython.sizeof(Object), 0, cython.sizeof(Proto) - cython.sizeof(Object))
    return p


def new_co(vm):
    co: CoP = cython.cast(CoP, new_small(vm, (cython.sizeof(Co) + 15) >> 4, CO))
    memset(cython.cast(ByteP, co) + cython.sizeof(Object), 0, cython.sizeof(Co) - cython.sizeof(Object))
    return co


# ---------------------------------------------------------------- what its block gives back


def release(vm, v):
    """Give back the closure or cell in a register at the end of the block that made it, if it is that block's own.

    Copies of a released closure may be left in registers that are not live. The collector takes them for what is in
    their place by then (it goes by an object's kind), and wipes them before it frees a slab.
    """
    o: ObjectP = v.v.o
    held: ValueP
    if not o.flags & OBJ_OWNED:
        return
    if o.kind == CELL:
        held = cython.address(cython.cast(CellP, o).v)
        if held.tag == FUN:
            release(vm, held)
        vm.cells_released += 1
    else:
        vm.closures_released += 1
    give_back_cell(vm, o)
    v.tag = NIL


def give_back_cell(vm, o):
    """Put a small object's cell where the mode keeps free ones."""
    cls: uint32_t = o.cls
    c: FreeCellP = cython.cast(FreeCellP, o)
    vm.kinds[o.kind].returns += 1
    vm.cells[o.kind][cls] -= 1
    vm.classes[cls].returns += 1
    vm.classes[cls].free_cells += 1
    vm.used -= cls << 4
    c.h.kind = 0
    c.h.mark = 0
    c.h.flags = 0
    if likely(vm.mode == POOLS_ON):
        c.next = vm.free[cls]
        vm.free[cls] = c
        return
    if vm.mode == POOLS_POISON:
        fill_cell(c, cls << 4)
    c.next = vm.classes[cls].aside
    vm.classes[cls].aside = c


def share(v):
    """Let the collector have a closure, and what it has, that its block would give back: somebody else may hold it.

    Owned cells hold closures of enclosing blocks: the recursion is no deeper than functions are nested.
    """
    i: uint32_t
    cl: ClosureP
    c: CellP
    if v.tag != FUN or v.v.o.kind != FUN:    # a copy that is left of a released one
        return
    cl = cython.cast(ClosureP, v.v.o)
    cl.h.flags &= ~OBJ_OWNED
    for i in range(cl.h.aux):
        c = cl.cells[i]
        if c != cython.NULL and c.h.flags & OBJ_OWNED:
            c.h.flags &= ~OBJ_OWNED
            share(cython.address(c.v))


# ---------------------------------------------------------------- finalizers


def add_finalizable(vm, o):
    marked: cython.bint = o.aux & OBJ_FINALIZER if o.kind == TAB else o.flags & OBJ_FINALIZER
    if marked or vm.closing:
        return True
    if not append_object(
        vm, cython.address(vm.finalizable), cython.address(vm.nfinalizable), cython.address(vm.finalizable_cap), o,
    ):
        return False
    if o.kind == TAB:
        o.aux |= OBJ_FINALIZER
    else:
        o.flags |= OBJ_FINALIZER
    return True


def clear_finalizer(o):
    """Let the object be marked for finalization again."""
    if o.kind == TAB:
        o.aux &= ~cython.cast(uint32_t, OBJ_FINALIZER)
    else:
        o.flags &= ~OBJ_FINALIZER


def separate(vm, all):
    """Move unreached objects to vm.pending, below those that wait already: the last is called first.

    An object for which there is no memory in the list counts as reached.
    """
    i: int64_t
    kept: int64_t = 0
    waiting: int64_t = vm.npending
    for i in range(vm.nfinalizable):
        o: ObjectP = vm.finalizable[i]
        if (all or o.mark != vm.epoch) and append_object(
            vm, cython.address(vm.pending), cython.address(vm.npending), cython.address(vm.pending_cap), o,
        ):
            clear_finalizer(o)
        else:
            mark_object(vm, o)
            vm.finalizable[kept] = o
            kept += 1
    vm.nfinalizable = kept
    moved: int64_t = vm.npending - waiting
    if moved == 0 or waiting == 0:
        return
    reverse(vm.pending, waiting)            # those that waited go to the top, in their order
    reverse(vm.pending + waiting, moved)
    reverse(vm.pending, vm.npending)


def reverse(items, n):
    i: int64_t
    for i in range(n / 2):
        o: ObjectP = items[i]
        items[i] = items[n - 1 - i]
        items[n - 1 - i] = o


def finalize_all(vm):
    separate(vm, True)


# ---------------------------------------------------------------- marking: roots


def more_gray(vm):
    """Double the gray stack; without memory, what is marked and not on it is looked for in the whole heap later."""
    cap: int64_t = vm.gray_cap * 2 if vm.gray_cap else LEAST_GRAY
    gray: ObjectPP = cython.cast(ObjectPP, reallocate(vm, vm.gray, cap * cython.sizeof(ObjectP)))
    if unlikely(gray == cython.NULL):
        vm.gray_lost = 1
        return False
    vm.gray = gray
    vm.gray_cap = cap
    return True


def less_gray(vm):
    """Give back what a large heap made of the gray stack."""
    gray: ObjectPP = cython.cast(ObjectPP, realloc(vm.gray, LEAST_GRAY * cython.sizeof(ObjectP)))
    if gray != cython.NULL:
        vm.gray = gray
        vm.gray_cap = LEAST_GRAY


def mark_values(vm, v, n):
    i: int64_t
    for i in range(n):
        mark_value(vm, v + i)


def mark_list(vm, o, n):
    i: int64_t
    for i in range(n):
        mark_any(vm, o[i])


def mark_roots(vm):
    mark_any(vm, vm.globals)
    mark_any(vm, vm.registry)
    mark_list(vm, cython.cast(ObjectPP, vm.type_meta), KINDS)
    mark_list(vm, cython.cast(ObjectPP, vm.names), EV_COUNT)
    mark_any(vm, vm.env_name)
    mark_any(vm, vm.memory_message)
    mark_list(vm, cython.cast(ObjectPP, vm.internal), 8)
    mark_list(vm, cython.cast(ObjectPP, vm.internal_cl), 8)
    mark_list(vm, vm.pending, vm.npending)
    mark_vm_values(vm)
    mark_any(vm, vm.main_co)
    mark_any(vm, vm.co)                     # traversing it marks its resumers
    mark_frames(vm, vm.frame)
    mark_attributed(vm)
    mark_calltree(vm)
    mark_chunks(vm)


def mark_attributed(vm):
    """Functions with counts live as long as these do."""
    p: ProtoP = vm.attributed
    while p != cython.NULL:
        mark_any(vm, p)
        p = p.next_attributed


def mark_chunks(vm):
    """Mark the functions that may be loaded again."""
    c: ChunkP = vm.newest_chunk
    while c != cython.NULL:
        mark_any(vm, c.p)
        c = c.older


def mark_calltree(vm):
    """So do those of the call tree."""
    i: int64_t
    if vm.calltree != cython.NULL:
        for i in range(1, vm.calltree.n):
            mark_any(vm, vm.calltree.nodes[i].p)


def mark_vm_values(vm):
    mark_value(vm, cython.address(vm.err))
    mark_value(vm, cython.address(vm.self))
    mark_value(vm, cython.address(vm.traceback))
    mark_value(vm, cython.address(vm.message))
    mark_values(vm, vm.pins, vm.pins_n)
    mark_open(vm)


def mark_open(vm):
    o: OpenValuesP = vm.open
    while o != cython.NULL:
        mark_values(vm, o.lo, o.n)
        o = o.prev


# ---------------------------------------------------------------- marking: frames


def mark_frames(vm, f):
    """Mark a coroutine's frames from the top; the coroutine that resumed it has its own."""
    younger: FrameP = cython.NULL
    while f != cython.NULL:
        mark_frame(vm, f, younger)
        if f.flags & F_CO_BASE:
            return
        younger = f
        f = f.prev


def mark_frame(vm, f, younger):
    """Mark what the frame may still read and wipe the rest of its arrays, which may be stale."""
    top: int64_t
    mark_any(vm, f.cl)
    if f.R != cython.NULL and f.cl != cython.NULL:
        top = live_top(f, younger)
        mark_values(vm, f.R, top)
        wipe(f.R + top, slot_count(f.R, f.cl.p.nregs) - top)
    if f.flags & F_VARARGS:
        mark_values(vm, f.va, f.nva)
        wipe(f.va + f.nva, slot_count(f.va, f.nva) - f.nva)


def live_top(f, younger):
    """Return how many registers may hold live values at the frame's pc."""
    p: ProtoP = f.cl.p
    top: int64_t
    through: int64_t
    if f.flags & F_BUILTIN or p.live == cython.NULL:
        return p.nregs
    top = p.live[f.pc - p.code]
    op: cython.int = f.pc.op
    if op == OP_CALL or op == OP_CALLV or op == OP_TFORCALL or op == OP_TAILCALL or op == OP_TAILCALLV:
        if younger != cython.NULL and not younger.flags & F_BASE:
            return f.pc.a                   # the callee runs on its own copy of the arguments
        through = f.pc.a + 1 + f.pc.b       # a builtin reads them here
        if through > top:
            top = through
    return top


def slot_count(r, large):
    """Return the slots of an array; those of a large one are known to its frame only."""
    cls: cython.int = slots_of(r).cls
    return large if cls >= NCLASSES else 4 << cls


def wipe(v, n):
    i: int64_t
    for i in range(n):
        if v[i].tag != NIL:
            v[i].tag = NIL


def wipe_free_slots(s):
    while s != cython.NULL:
        wipe(cython.cast(ValueP, s + 1), s.generation if s.cls >= NCLASSES else 4 << s.cls)
        s = s.next


def wipe_free_arrays(vm):
    """Free arrays keep no value alive, and none that is stale."""
    i: cython.int
    for i in range(NCLASSES + 1):
        wipe_free_slots(vm.locals[i].free)
        wipe_free_slots(vm.locals[i].stock)
        wipe_free_slots(vm.varargs[i].free)
        wipe_free_slots(vm.varargs[i].stock)
    wipe(vm.ret, vm.ret_cap)


def forget_dead(vm, v, n):
    """Wipe the values that nothing else holds."""
    i: int64_t
    for i in range(n):
        if v[i].tag >= COLL and v[i].v.o.mark != vm.epoch:
            v[i].tag = NIL


# ---------------------------------------------------------------- marking: objects


def propagate(vm):
    while vm.ngray:
        vm.ngray -= 1
        traverse(vm, vm.gray[vm.ngray])


def traverse(vm, o):
    kind: cython.int = o.kind
    if kind == TAB:
        traverse_table(vm, cython.cast(TableP, o))
    elif kind == FUN:
        traverse_closure(vm, cython.cast(ClosureP, o))
    elif kind == CELL:
        mark_value(vm, cython.address(cython.cast(CellP, o).v))
    elif kind == NFUN:
        mark_values(vm, cython.cast(NativeClosureP, o).up, o.aux)
    elif kind == UDATA:
        traverse_udata(vm, cython.cast(UDataP, o))
    elif kind == CO:
        traverse_co(vm, cython.cast(CoP, o))
    elif kind == PROTO:
        traverse_proto(vm, cython.cast(ProtoP, o))


def weakness(vm, t):
    """Return the TABLE_WEAK_* bits that its metatable's __mode asks for."""
    i: int64_t
    bits: cython.int = 0
    mode: ValueP = metamethod_of(vm, t.meta, EV_MODE)
    if likely(mode == cython.NULL) or not isstr(mode):
        return 0
    s: StrP = cython.cast(StrP, mode.v.o)
    for i in range(s.len):
        if chars(s)[i] == 107:              # k
            bits |= TABLE_WEAK_KEYS
        elif chars(s)[i] == 118:            # v
            bits |= TABLE_WEAK_VALUES
    return bits


def traverse_table(vm, t):
    weak: cython.int = 0
    if t.meta != cython.NULL:
        mark_object(vm, cython.cast(ObjectP, t.meta))
        weak = weakness(vm, t)
    if unlikely(weak != 0):
        o: ObjectP = cython.cast(ObjectP, t)
        if append_object(vm, cython.address(vm.weak), cython.address(vm.nweak), cython.address(vm.weak_cap), o):
            t.h.aux |= weak
        else:
            weak = 0                        # without memory it is strong for now
    if not weak & TABLE_WEAK_VALUES:
        mark_values(vm, t.arr, t.alen)
    if t.node == cython.address(vm.dummy):
        return
    if likely(weak == 0):
        traverse_nodes(vm, t)
    elif weak == TABLE_WEAK_VALUES:
        traverse_keys(vm, t)


def traverse_nodes(vm, t):
    """Mark keys and values; the key of an empty entry is kept for `next` only."""
    n: NodeP = t.node
    end: NodeP = n + t.hmask + 1
    while n != end:
        if n.tag != NIL:
            if n.ktag >= COLL:
                mark_object(vm, n.key.o)
            if n.tag >= COLL:
                mark_object(vm, n.val.o)
        elif n.ktag >= COLL:
            n.ktag = DEAD
        n += 1


def traverse_keys(vm, t):
    n: NodeP = t.node
    end: NodeP = n + t.hmask + 1
    while n != end:
        if n.ktag >= COLL:
            if n.tag != NIL:
                mark_object(vm, n.key.o)
            else:
                n.ktag = DEAD
        n += 1


def traverse_closure(vm, cl):
    i: uint32_t
    mark_any(vm, cl.p)
    for i in range(cl.h.aux):
        mark_any(vm, cl.cells[i])


def traverse_udata(vm, u):
    mark_any(vm, u.meta)
    mark_values(vm, u.user, u.nuser)


def traverse_co(vm, co):
    mark_any(vm, co.resumer)
    mark_value(vm, cython.address(co.error))
    mark_value(vm, cython.address(co.hook))
    if co != vm.co:                         # the running one's frames are vm.frame's
        mark_frames(vm, co.frame)


def traverse_proto(vm, p):
    i: cython.int
    mark_any(vm, p.source)
    mark_any(vm, p.name)
    mark_values(vm, p.k, p.nk)
    mark_list(vm, cython.cast(ObjectPP, p.protos), p.nprotos)
    for i in range(p.nupvalues):
        mark_any(vm, p.upvalues[i].name)
    for i in range(p.nlocals):
        mark_any(vm, p.locals[i].name)


# ---------------------------------------------------------------- marking: weak tables


def unreached(vm, tag, o):
    """Tell whether an object dies now; strings are values, never removed from weak tables."""
    if tag < COLL or o.mark == vm.epoch:
        return False
    if tag <= LSTR:
        o.mark = vm.epoch
        return False
    return True


def converge(vm, e):
    """Mark the values of ephemerons whose keys are reached, until nothing changes; every entry is looked at once."""
    while True:
        while e.scanned < vm.nweak:
            t: TableP = cython.cast(TableP, vm.weak[e.scanned])
            e.scanned += 1
            if not t.h.aux & TABLE_WEAK_VALUES:
                scan_ephemeron(vm, e, t)
        if vm.ngray:
            drain(vm, e)
        elif vm.gray_lost:
            mark_lost(vm, e)
        else:
            return


def drain(vm, e):
    """Traverse what is on the gray stack; each may be a key that a value waits for."""
    while vm.ngray:
        vm.ngray -= 1
        o: ObjectP = vm.gray[vm.ngray]
        if e.n:
            fire_key(vm, e, o)
        traverse(vm, o)


def mark_lost(vm, e):
    """Traverse every marked object anew: some of them found no room on the gray stack."""
    cls: uint32_t
    i: int64_t
    s: SlabP
    vm.gray_lost = 0
    for i in range(vm.nlarge):
        mark_again(vm, e, vm.large[i])
    for cls in range(1, HEAP_CLASSES):
        s = vm.slabs[cls]
        while s != cython.NULL:
            for i in range(s.carved):
                mark_again(vm, e, cython.cast(ObjectP, cython.cast(ByteP, s) + SLAB_HEADER + i * (cls << 4)))
            s = s.next


def mark_again(vm, e, o):
    if o.kind <= LSTR or o.mark != vm.epoch:
        return
    if e.n:
        fire_key(vm, e, o)
    traverse(vm, o)
    drain(vm, e)


def scan_ephemeron(vm, e, t):
    n: NodeP = t.node
    end: NodeP = n + t.hmask + 1
    if n == cython.address(vm.dummy):
        return
    while n != end:
        if n.tag == NIL:
            if n.ktag >= COLL:
                n.ktag = DEAD
        elif not unreached(vm, n.ktag, n.key.o):
            mark_value(vm, node_value(n))
        elif n.tag >= COLL:
            wait_for_key(vm, e, n.key.o, node_value(n))
        n += 1


def bucket_of(e, key):
    u: uint64_t = cython.cast(uintptr_t, key)
    return ((u >> 4) * MIXER >> 24) & (e.nbuckets - 1)


def wait_for_key(vm, e, key, value):
    """Enter a value that lives if its key does; without memory it lives for now."""
    b: int64_t
    if e.n == e.cap and not more_ephemerons(vm, e):
        mark_value(vm, value)
        return
    b = bucket_of(e, key)
    e.entries[e.n].key = key
    e.entries[e.n].value = value
    e.entries[e.n].next = e.buckets[b]
    e.buckets[b] = e.n
    e.n += 1


def more_ephemerons(vm, e):
    """Make room for twice the entries, with one bucket for each."""
    cap: int64_t = e.cap * 2 if e.cap else 256
    buckets: cython.pointer[int64_t] = cython.cast(
        cython.pointer[int64_t], allocate(vm, cap * cython.sizeof(int64_t))
    )
    entries: WeakEntryP = cython.NULL
    if buckets != cython.NULL:
        entries = cython.cast(WeakEntryP, reallocate(vm, e.entries, cap * cython.sizeof(WeakEntry)))
    if entries == cython.NULL:
        free(buckets)
        return False
    free(e.buckets)
    e.buckets = buckets
    e.nbuckets = cap
    e.entries = entries
    e.cap = cap
    rehash_ephemerons(e)
    return True


def rehash_ephemerons(e):
    """Put the entries into new buckets."""
    i: int64_t
    b: int64_t
    memset(e.buckets, 0xFF, e.nbuckets * cython.sizeof(int64_t))
    for i in range(e.n):
        b = bucket_of(e, e.entries[i].key)
        e.entries[i].next = e.buckets[b]
        e.buckets[b] = i


def fire_key(vm, e, key):
    """Mark the values that wait for a key, which was reached."""
    i: int64_t = e.buckets[bucket_of(e, key)]
    while i >= 0:
        if e.entries[i].key == key:
            mark_value(vm, e.entries[i].value)
        i = e.entries[i].next


def clear_weak_values(vm, first):
    i: int64_t
    for i in range(first, vm.nweak):
        t: TableP = cython.cast(TableP, vm.weak[i])
        if t.h.aux & TABLE_WEAK_VALUES:
            clear_table_values(vm, t)


def clear_table_values(vm, t):
    i: uint32_t
    n: NodeP = t.node
    end: NodeP = n + t.hmask + 1
    for i in range(t.alen):
        if unreached(vm, t.arr[i].tag, t.arr[i].v.o):
            t.arr[i].tag = NIL
    clear_tail(t)
    if n == cython.address(vm.dummy):
        return
    while n != end:
        if unreached(vm, n.tag, n.val.o):
            n.tag = NIL
        if n.tag == NIL and n.ktag >= COLL:
            n.ktag = DEAD
        n += 1


def clear_weak_keys(vm):
    i: int64_t
    for i in range(vm.nweak):
        t: TableP = cython.cast(TableP, vm.weak[i])
        if t.h.aux & TABLE_WEAK_KEYS and t.node != cython.address(vm.dummy):
            clear_table_keys(vm, t)


def clear_table_keys(vm, t):
    n: NodeP = t.node
    end: NodeP = n + t.hmask + 1
    while n != end:
        if n.tag != NIL and unreached(vm, n.ktag, n.key.o):
            n.tag = NIL
        if n.tag == NIL and n.ktag >= COLL:
            n.ktag = DEAD
        n += 1


def forget_weak_tables(vm):
    i: int64_t
    for i in range(vm.nweak):
        vm.weak[i].aux &= ~cython.cast(uint32_t, TABLE_WEAK_KEYS | TABLE_WEAK_VALUES)
    vm.nweak = 0


# ---------------------------------------------------------------- the collection


def collect(vm):
    e: Ephemerons
    started: cython.double
    first: int64_t
    used: int64_t = vm.used
    if vm.collecting:
        return
    started = monotonic()
    vm.collecting = 1
    note_peaks(vm)
    memset(cython.address(e), 0, cython.sizeof(Ephemerons))
    vm.epoch = 3 - vm.epoch
    mark_roots(vm)
    propagate(vm)
    converge(vm, cython.address(e))
    clear_weak_values(vm, 0)                # before finalizers see anything
    first = vm.nweak
    separate(vm, False)
    mark_list(vm, vm.pending, vm.npending)
    converge(vm, cython.address(e))
    clear_weak_keys(vm)                     # after resurrection
    clear_weak_values(vm, first)
    forget_weak_tables(vm)
    free(e.entries)
    free(e.buckets)
    forget_dead(vm, vm.tmp, 8)
    abandon_coroutines(vm)
    trim_excess(vm)
    wipe_free_arrays(vm)
    sweep(vm)
    vm.swept_bytes += used - vm.used
    set_limit(vm)
    vm.collections += 1
    vm.collecting = 0
    note_pause(vm, monotonic() - started)
    collect_soon(vm)                        # it took long: whoever asks for many of them can be interrupted


def note_pause(vm, seconds):
    classes: cython.double = 4 * log2(max(seconds * 1e6, 0.5)) + 1
    vm.pause += seconds
    vm.pauses[max(0, cython.cast(cython.int, min(classes, PAUSE_CLASSES - 1)))] += 1


def abandon_coroutines(vm):
    """Give back what the unreached coroutines rented, while their closures are still there."""
    co: CoP = vm.all_co
    following: CoP
    while co != cython.NULL:
        following = co.next_all
        if co.h.mark != vm.epoch:
            if co.prev_all != cython.NULL:
                co.prev_all.next_all = following
            else:
                vm.all_co = following
            if following != cython.NULL:
                following.prev_all = co.prev_all
            if co.status == CO_SUSPENDED:
                vm.co_abandoned += 1
            give_back_frames_of(vm, co)
        co = following


def set_limit(vm):
    """Make the next collection due at a multiple of what lives now, or at the memory limit."""
    limit: int64_t = cython.cast(int64_t, vm.used * (vm.gc_pause / 100.0))
    vm.gc_due = limit
    vm.gc_paid = 0
    if limit < MIN_LIMIT:
        limit = MIN_LIMIT
    limit += rented_bytes(vm)               # the pools may allocate as much again
    if vm.memory_limit != 0 and limit > vm.memory_limit:
        limit = vm.memory_limit
    if limit < vm.used + LEEWAY:
        limit = vm.used + LEEWAY
    vm.limit = 0 if unlikely(vm.gc_stress) else limit
    vm.pool_debt = 0
    if not passes_limit(vm, 0):
        vm.mem_pending = 0
    if unlikely(vm.nreserve < RESERVE) and not fill_reserve(vm):
        ask_for_memory(vm)


# ---------------------------------------------------------------- the sweep


def sweep(vm):
    cls: uint32_t
    sweep_strings(vm)
    sweep_large(vm)
    for cls in range(1, HEAP_CLASSES):
        if vm.slabs[cls] != cython.NULL:
            sweep_class(vm, cls)
    for cls in range(1, HEAP_CLASSES):      # after all tables have given back their nodes
        if vm.raw_free[cls] != cython.NULL:
            trim_raw(vm, cls)
    if vm.gray_cap > GRAY_KEPT:
        less_gray(vm)


def sweep_class(vm, cls):
    """Rebuild the free list of a class in address order; empty slabs beyond a quarter go back to the system."""
    w: Sweep
    first: FreeCellP = cython.NULL
    link: SlabPP = cython.address(vm.slabs[cls])
    s: SlabP = link[0]
    memset(cython.address(w), 0, cython.sizeof(Sweep))
    w.tail = cython.address(first)
    while s != cython.NULL:
        w.spare += 1
        s = s.next
    w.spare = w.spare / 4 + 2
    while link[0] != cython.NULL:
        s = link[0]
        if sweep_slab(vm, s, cython.address(w)):
            link[0] = s.next
            free_slab(vm, s)
            vm.classes[cls].slabs -= 1
        else:
            link = cython.address(s.next)
    w.tail[0] = cython.NULL
    vm.free[cls] = first if vm.mode == POOLS_ON else cython.NULL
    vm.classes[cls].aside = cython.NULL if vm.mode == POOLS_ON else first
    vm.used -= w.died * (cls << 4)
    vm.classes[cls].rents += vm.classes[cls].free_cells - w.was_free
    vm.classes[cls].returns += w.died
    vm.classes[cls].trims += w.released
    vm.classes[cls].carved -= w.released
    vm.classes[cls].free_cells = w.was_free + w.died - w.released


def sweep_slab(vm, s, w):
    """Free the unreached cells of a slab; return whether it is empty and may go."""
    size: uint32_t = s.cls << 4
    p: ByteP = cython.cast(ByteP, s) + SLAB_HEADER
    end: ByteP = p + s.carved * size
    tail: FreeCellPP = w.tail
    died: int64_t = 0
    was_free: int64_t = 0
    epoch: cython.int = vm.epoch
    poison: cython.bint = vm.mode == POOLS_POISON
    while p != end:
        c: FreeCellP = cython.cast(FreeCellP, p)
        p += size
        if c.h.mark == epoch:
            continue
        if c.h.kind == 0:
            was_free += 1
            if unlikely(poison):
                check_cell(c, size)
        else:
            died += 1
            bury(vm, cython.cast(ObjectP, c))
            c.h.kind = 0
            c.h.mark = 0
            c.h.flags = 0
        if unlikely(poison):
            fill_cell(c, size)
        tail[0] = c
        tail = cython.address(c.next)
    w.died += died
    w.was_free += was_free
    if died + was_free == s.carved:
        if w.spare == 0:
            w.released += s.carved
            return True
        w.spare -= 1
    w.tail = tail
    return False


def sweep_large(vm):
    i: int64_t
    size: int64_t
    kept: int64_t = 0
    for i in range(vm.nlarge):
        o: ObjectP = vm.large[i]
        if o.mark == vm.epoch:
            vm.large[kept] = o
            kept += 1
            continue
        size = object_bytes(o)
        vm.used -= size
        if o.cls:
            vm.classes[o.cls].returns += 1
            vm.classes[o.cls].drops += 1
            vm.classes[o.cls].mallocs -= 1
        else:
            vm.large_bytes -= size
            vm.kinds[o.kind].bytes_beyond -= size
        bury(vm, o)
        free(o)
    vm.nlarge = kept


def bury(vm, o):
    """Free the parts of a dead object."""
    kind: cython.int = o.kind
    vm.kinds[kind].returns += 1
    if kind == TAB:
        t: TableP = cython.cast(TableP, o)
        if t.arr != cython.NULL or t.node != cython.address(vm.dummy):
            free_table(vm, t)
        return
    vm.cells[kind][o.cls] -= 1
    if kind == PROTO:
        bury_proto(vm, cython.cast(ProtoP, o))
    elif kind == UDATA and o.aux == UDATA_FILE:
        free(cython.cast(UDataP, o).ptr)    # the io library's record; its __gc has closed the file
    elif kind == UDATA and o.aux == UDATA_PYTHON:
        vm.dead_python[vm.ndead_python] = cython.cast(ObjectP, cython.cast(UDataP, o).ptr)    # see put_callable
        vm.ndead_python += 1


def bury_proto(vm, p):
    free(p.code)
    free(p.k)
    free(p.protos)
    free(p.upvalues)
    free(p.live)
    free(p.lines)
    free(p.locals)
    free(p.feedback)
    vm.used -= p.bytes
    vm.kinds[PROTO].bytes_beyond -= p.bytes


def trim_raw(vm, cls):
    """Release empty raw slabs when a good part of the class's cells is free."""
    s: SlabP = vm.raw_slabs[cls]
    total: int64_t = 0
    while s != cython.NULL:
        total += 1
        s.raw = 1
        s = s.next
    if vm.classes[cls].raw_free_cells < (total / 4 + 2) * ((SLAB_BYTES - SLAB_HEADER) / (cls << 4)):
        return
    count_raw(vm, cls)
    unlink_raw(vm, cls, total / 4 + 2)


def count_raw(vm, cls):
    """Count in each slab's `raw` its free cells, plus one."""
    c: FreeCellP = vm.raw_free[cls]
    while c != cython.NULL:
        slab_of(c).raw += 1
        c = c.next


def is_empty_raw(s):
    return s.raw - 1 == s.carved


def unlink_raw(vm, cls, spare):
    s: SlabP = vm.raw_slabs[cls]
    while s != cython.NULL:                 # the spare ones no longer look empty
        if is_empty_raw(s) and spare > 0:
            s.raw = 0
            spare -= 1
        s = s.next
    link: FreeCellPP = cython.address(vm.raw_free[cls])
    while link[0] != cython.NULL:
        if is_empty_raw(slab_of(link[0])):
            link[0] = link[0].next
        else:
            link = cython.address(link[0].next)
    slabs: SlabPP = cython.address(vm.raw_slabs[cls])
    while slabs[0] != cython.NULL:
        s = slabs[0]
        if is_empty_raw(s):
            slabs[0] = s.next
            vm.classes[cls].trims += s.carved
            vm.classes[cls].raw_free_cells -= s.carved
            vm.classes[cls].slabs -= 1
            free_slab(vm, s)
        else:
            slabs = cython.address(s.next)


# ---------------------------------------------------------------- counters, modes, the end


def note_peaks(vm):
    """High-water marks move where the numbers are looked at: they peak just before a sweep."""
    i: cython.int
    if vm.used > vm.peak:
        vm.peak = vm.used
    for i in range(KINDS):
        live: int64_t = vm.kinds[i].rents - vm.kinds[i].returns
        if live > vm.kinds[i].high_water:
            vm.kinds[i].high_water = live


def settle_counters(vm):
    """Bring up to date what the fast paths leave uncounted, without a walk through the heap."""
    i: cython.int
    note_peaks(vm)
    settle_one_size(vm, TAB, cython.sizeof(Table))
    settle_one_size(vm, CELL, cython.sizeof(Cell))
    settle_one_size(vm, CO, cython.sizeof(Co))
    settle_one_size(vm, PROTO, cython.sizeof(Proto))
    for i in range(1, KINDS):
        vm.kinds[i].bytes_live = vm.kinds[i].bytes_beyond
    for i in range(1, HEAP_CLASSES):
        settle_class(vm, i)


def settle_one_size(vm, kind, bytes):
    """Count the cells of a kind whose objects all have one size: they are made and freed by `kinds` alone."""
    vm.cells[kind][(bytes + 15) >> 4] = vm.kinds[kind].rents - vm.kinds[kind].returns


def settle_class(vm, cls):
    """Count a class's free cells, which the fast path takes uncounted, as those that are in no object."""
    kind: cython.int
    free_cells: int64_t = vm.classes[cls].carved + vm.classes[cls].mallocs
    for kind in range(1, KINDS):
        free_cells -= vm.cells[kind][cls]
        vm.kinds[kind].bytes_live += vm.cells[kind][cls] * (cls << 4)
    vm.classes[cls].rents += vm.classes[cls].free_cells - free_cells
    vm.classes[cls].free_cells = free_cells
    if vm.mode == POOLS_POISON and vm.classes[cls].mallocs == 0:
        check_class(vm, cls)


def check_class(vm, cls):
    """Abort unless a walk through the class finds as many cells of each kind as are counted."""
    kind: cython.int
    found: int64_t[KINDS]
    memset(found, 0, cython.sizeof(found))
    s: SlabP = vm.slabs[cls]
    while s != cython.NULL:
        p: ByteP = cython.cast(ByteP, s) + SLAB_HEADER
        end: ByteP = p + s.carved * (cls << 4)
        while p != end:
            found[cython.cast(ObjectP, p).kind] += 1
            p += cls << 4
        s = s.next
    for kind in range(1, KINDS):
        if unlikely(found[kind] != vm.cells[kind][cls]):
            fatal(b"heap cells counted wrong", found[kind] * (cls << 4))


def set_heap_mode(vm, mode):
    cls: uint32_t
    settle_counters(vm)
    vm.mode = mode
    for cls in range(1, HEAP_CLASSES):
        rehang_free(vm, cls)


def rehang_free(vm, cls):
    """Collect the free cells of a class where the mode wants them; poison mode fills what was not filled."""
    first: FreeCellP = cython.NULL
    tail: FreeCellPP = cython.address(first)
    s: SlabP = vm.slabs[cls]
    while s != cython.NULL:
        p: ByteP = cython.cast(ByteP, s) + SLAB_HEADER
        end: ByteP = p + s.carved * (cls << 4)
        while p != end:
            c: FreeCellP = cython.cast(FreeCellP, p)
            p += cls << 4
            if c.h.kind == 0:
                if vm.mode == POOLS_POISON:
                    fill_cell(c, cls << 4)
                tail[0] = c
                tail = cython.address(c.next)
        s = s.next
    tail[0] = cython.NULL
    vm.free[cls] = first if vm.mode == POOLS_ON else cython.NULL
    vm.classes[cls].aside = cython.NULL if vm.mode == POOLS_ON else first
    c = vm.raw_free[cls] if vm.mode == POOLS_POISON else cython.NULL
    while c != cython.NULL:
        fill_cell(c, cls << 4)
        c = c.next


def free_slabs(vm, s):
    while s != cython.NULL:
        following: SlabP = s.next
        free_slab(vm, s)
        s = following


def free_heap(vm):
    """Free every object; Python references are left in vm.dead_python.  The pools must still be there."""
    cls: uint32_t
    vm.epoch = 3 - vm.epoch
    abandon_coroutines(vm)
    sweep_large(vm)
    for cls in range(1, HEAP_CLASSES):
        sweep_class(vm, cls)
    for cls in range(1, HEAP_CLASSES):
        free_slabs(vm, vm.slabs[cls])
        free_slabs(vm, vm.raw_slabs[cls])
        vm.slabs[cls] = vm.raw_slabs[cls] = cython.NULL
        vm.free[cls] = vm.raw_free[cls] = vm.classes[cls].aside = cython.NULL
    while vm.nreserve > 0:
        vm.nreserve -= 1
        free_slab(vm, vm.reserve[vm.nreserve])
    free(vm.large)
    free(vm.gray)
    free(vm.weak)
    free(vm.finalizable)
    free(vm.pending)
    vm.large = vm.gray = vm.weak = vm.finalizable = vm.pending = cython.NULL
    vm.nlarge = vm.ngray = vm.nweak = vm.nfinalizable = vm.npending = 0
    vm.large_cap = vm.gray_cap = vm.weak_cap = vm.finalizable_cap = vm.pending_cap = 0
