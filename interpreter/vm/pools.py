# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""The pools of call frames, register arrays, varargs buffers and closer lists.

A free list holds what was given back; a rent takes its head.  In mode `on` a return never tests the capacity, unless
one is small: excess is trimmed at collections and snapshots.  `off` makes every object its own malloc, `poison` fills
what was returned with a sentinel and checks it when it is rented again.  Nothing here runs Lua.
"""
import cython
from cython.cimports.libc.stdint import int64_t, uint32_t
from cython.cimports.libc.stdio import fprintf, stderr
from cython.cimports.libc.stdlib import abort, free
from cython.cimports.interpreter.vm.chunks import MOST_CHUNK_BYTES, cut_chunks
from cython.cimports.interpreter.vm.faults import (
    free_lost, lose_closer, lose_frame, lose_slots, renting_line, repeat_closer, repeat_frame, repeat_slots,
)  # fmt: skip
from cython.cimports.interpreter.vm.heap import allocate, count_pool, grab
from cython.cimports.interpreter.vm.values import (
    F_CLOSERS, F_VARARGS, IN_LOCALS, IN_VARARGS, NCLASSES, NIL, ProtoP, POOLS_OFF, POOLS_POISON, Buffer,
    BufferP, Closer, CloserP, CountersP, Frame, FrameP, SlotPoolP, Slots, SlotsP, Value, ValueP, VoidP, likely,
    slots_of, unlikely, chars, ConstCharP,
)  # fmt: skip


def class_of(n):
    c: cython.int = 0
    while c < NCLASSES and cython.cast(uint32_t, 4 << c) < n:
        c += 1
    return c


def internal_error(vm, pool, what):
    p: ProtoP
    name: ConstCharP = b"?"
    if vm.frame != cython.NULL and vm.frame.cl != cython.NULL:
        p = vm.frame.cl.p
        if p.name != cython.NULL:
            name = chars(p.name)
        elif p.line == 0:
            name = b"main chunk"
    fprintf(stderr, b"internal error: pool %s: %s, in function %s\n", pool, what, name)
    abort()


# accounting


def obtain(vm, bytes):
    """Allocate; where memory is short, what the pools retain is given up for it."""
    p: VoidP = allocate(vm, bytes)
    if unlikely(p == cython.NULL):
        trim_pools(vm, True)
        p = allocate(vm, bytes)
    return p


def charge(vm, bytes):
    """Bring the next collection nearer by what a pool allocated: dropped coroutines may hold parts to have instead."""
    vm.pool_debt += bytes
    vm.limit -= bytes
    count_pool(vm, bytes)


def settle(vm, bytes):
    """Take back a charge for what is freed, where no collection came of it yet."""
    count_pool(vm, -bytes)
    if vm.pool_debt >= bytes:
        vm.pool_debt -= bytes
        vm.limit += bytes


def slots_bytes(n):
    return cython.sizeof(Slots) + n * cython.sizeof(Value)


def rented_bytes(vm):
    """Count what is rented of frames and arrays, but for large arrays."""
    c: cython.int
    n: int64_t = (vm.frame_rents - vm.frame_returns) * cython.sizeof(Frame)
    for c in range(NCLASSES):
        n += (vm.locals[c].n.rents - vm.locals[c].n.returns) * slots_bytes(vm.locals[c].size)
        n += (vm.varargs[c].n.rents - vm.varargs[c].n.returns) * slots_bytes(vm.varargs[c].size)
    return n


# capacities


def retained(n, rents, returns):
    return n.misses - (rents - returns) - n.drops - n.trims


def kept(n):
    return retained(n, n.rents, n.returns)


def drops(vm, n):
    return vm.mode == POOLS_OFF or (vm.small_pools and kept(n) > n.capacity)


def find_small(vm):
    c: cython.int
    least: int64_t = min(vm.frames.capacity, vm.tbc.capacity, vm.block_closers.capacity)
    for c in range(NCLASSES):
        least = min(least, vm.locals[c].n.capacity, vm.varargs[c].n.capacity)
    vm.small_pools = least < SMALL_CAPACITY


# frames


def make_frame(vm):
    """Take a frame from the stock or make one; the caller counts the rent.  NULL: no memory."""
    fr: FrameP = vm.frame_stock
    if fr != cython.NULL:
        vm.frame_stock = fr.prev
        vm.nframe_stock -= 1
    else:
        fr = new_frame(vm)
    if fr != cython.NULL and vm.frame_rents - vm.frame_returns >= vm.frames.high_water:
        vm.frames.high_water += 1          # the rent is counted afterwards
    return fr


def new_frame(vm):
    """Allocate a frame."""
    fr: FrameP
    fr = cython.cast(FrameP, obtain(vm, cython.sizeof(Frame)))
    if unlikely(fr == cython.NULL):
        return fr
    vm.frames.misses += 1
    charge(vm, cython.sizeof(Frame))
    if vm.mode == POOLS_POISON:
        fr.flags = POISON_FLAGS
    return fr


def free_frame(vm, fr):
    settle(vm, cython.sizeof(Frame))
    free(fr)


def rent_frame(vm):
    fr: FrameP = vm.free_frames
    if likely(fr != cython.NULL):
        vm.free_frames = fr.prev
    else:
        fr = make_frame(vm)
        if unlikely(fr == cython.NULL):
            return fr
    vm.frame_rents += 1
    if unlikely(vm.mode == POOLS_POISON):
        if fr.flags != POISON_FLAGS:
            internal_error(vm, b"frames", b"a returned frame was written to")
    fr.flags = 0
    fr.cont = 0
    fr.nva = 0
    fr.tbc = cython.NULL
    return fr


def give_back_frame(vm, fr):
    if unlikely(vm.faults) and lose_frame(vm, fr):
        return
    vm.frame_returns += 1
    if unlikely(vm.slow_pools):
        if vm.small_pools:
            vm.frames.rents = vm.frame_rents
            vm.frames.returns = vm.frame_returns
        if drops(vm, cython.address(vm.frames)):
            vm.frames.drops += 1
            if unlikely(vm.faults):
                repeat_frame(vm, fr)
            free_frame(vm, fr)
            return
        if vm.mode == POOLS_POISON:
            if fr.flags == POISON_FLAGS:
                internal_error(vm, b"frames", b"a frame was returned twice")
            fr.flags = POISON_FLAGS
    fr.prev = vm.free_frames
    vm.free_frames = fr
    if unlikely(vm.faults):
        repeat_frame(vm, fr)


# register arrays and varargs buffers


def free_slots(vm, s, n):
    settle(vm, slots_bytes(n))
    free(s)


def make_slots(vm, pool, n):
    """Allocate an array of n slots, all nil."""
    i: uint32_t
    s: SlotsP = cython.cast(SlotsP, obtain(vm, slots_bytes(n)))
    if unlikely(s == cython.NULL):
        return s
    charge(vm, slots_bytes(n))
    pool.n.misses += 1
    s.next = cython.NULL
    s.generation = 0
    s.cls = pool.cls
    s.returned = vm.mode == POOLS_POISON
    r: ValueP = cython.cast(ValueP, s + 1)
    for i in range(n):
        r[i].tag = NIL
    return s


def draw_slots(vm, pool):
    """Take an array from the stock or make one: the cold half of a rent."""
    s: SlotsP = pool.stock
    if s != cython.NULL:
        pool.stock = s.next
        pool.nstock -= 1
    else:
        s = make_slots(vm, pool, pool.size)
    if s != cython.NULL and pool.n.rents - pool.n.returns >= pool.n.high_water:
        pool.n.high_water += 1
    return s


def check_poison(vm, pool, s, n):
    """Every slot of a free array is poison, or nil since the collector wiped it."""
    i: uint32_t
    r: ValueP = cython.cast(ValueP, s + 1)
    if not s.returned:
        internal_error(vm, b"locals", b"an array was rented twice")
    for i in range(n):
        if r[i].tag != POISON_TAG and r[i].tag != NIL:
            internal_error(vm, b"locals", b"a returned array was written to")
        r[i].tag = NIL
    s.returned = 0
    s.generation += 1


def poison_slots(vm, s, n):
    i: uint32_t
    r: ValueP = cython.cast(ValueP, s + 1)
    if s.returned:
        internal_error(vm, b"locals", b"an array was returned twice")
    s.returned = 1
    for i in range(n):
        r[i].tag = POISON_TAG
        r[i].v.u = 0x5D5D5D5D


def rent_slots(vm, pool):
    s: SlotsP = pool.free
    if likely(s != cython.NULL):
        pool.free = s.next
    else:
        s = draw_slots(vm, pool)
        if unlikely(s == cython.NULL):
            return cython.NULL
    pool.n.rents += 1
    if unlikely(vm.mode == POOLS_POISON):
        check_poison(vm, pool, s, pool.size)
    return cython.cast(ValueP, s + 1)


def rent_large(vm, pool, n):
    s: SlotsP = cython.NULL
    if grab(vm, slots_bytes(n)):
        s = make_slots(vm, pool, n)
    if unlikely(s == cython.NULL):
        return cython.NULL
    if pool.n.rents - pool.n.returns >= pool.n.high_water:
        pool.n.high_water += 1
    pool.n.rents += 1
    pool.large_slots += n
    s.generation = n
    s.returned = 0
    return cython.cast(ValueP, s + 1)


def give_back_slots(vm, pools, r):
    s: SlotsP = slots_of(r)
    pool: SlotPoolP = pools + s.cls
    faulty: cython.int = IN_LOCALS if pools == vm.locals else IN_VARARGS
    if unlikely(vm.faults) and lose_slots(vm, faulty, s):
        return
    pool.n.returns += 1
    if unlikely(s.cls == NCLASSES):
        pool.n.drops += 1
        if unlikely(vm.faults) and vm.mode != POOLS_POISON:
            repeat_slots(vm, faulty, pool, s)
        free_slots(vm, s, s.generation)
        return
    if unlikely(vm.slow_pools):
        if drops(vm, cython.address(pool.n)):
            pool.n.drops += 1
            if unlikely(vm.faults):
                repeat_slots(vm, faulty, pool, s)
            free_slots(vm, s, pool.size)
            return
        if vm.mode == POOLS_POISON:
            poison_slots(vm, s, pool.size)
    s.next = pool.free
    pool.free = s
    if unlikely(vm.faults):
        repeat_slots(vm, faulty, pool, s)


def rent_varargs(vm, n):
    c: cython.int = class_of(n)
    va: ValueP
    if unlikely(c == NCLASSES):
        va = rent_large(vm, cython.address(vm.varargs[NCLASSES]), n)
    else:
        n = vm.varargs[c].size
        va = quick_slots(vm, cython.address(vm.varargs[c]))
    if likely(va != cython.NULL):
        vm.varargs_rents += 1
        vm.varargs_bytes += slots_bytes(n)
    return va


def refill(vm, pool):
    if vm.free_frames == cython.NULL:
        fr: FrameP = make_frame(vm)
        if fr == cython.NULL:
            return False
        fr.prev = cython.NULL
        vm.free_frames = fr
    if pool.free == cython.NULL:
        s: SlotsP = draw_slots(vm, pool)
        if s == cython.NULL:
            return False
        s.next = cython.NULL
        pool.free = s
    return True


# closer lists


def rent_closer(vm, head):
    c: CloserP = vm.free_closers[head]
    n: CountersP = cython.address(vm.tbc) if head else cython.address(vm.block_closers)
    if c != cython.NULL:
        vm.free_closers[head] = c.next
    else:
        c = cython.cast(CloserP, obtain(vm, cython.sizeof(Closer)))
        if unlikely(c == cython.NULL):
            return c
        n.misses += 1
        count_pool(vm, cython.sizeof(Closer))
    n.rents += 1
    if n.rents - n.returns > n.high_water:
        n.high_water = n.rents - n.returns
    c.is_head = head
    c.n = 0
    c.base = 0
    c.line = renting_line(vm)
    c.next = cython.NULL
    return c


def give_back_closer(vm, c):
    n: CountersP = cython.address(vm.tbc) if c.is_head else cython.address(vm.block_closers)
    if unlikely(vm.faults) and lose_closer(vm, c):
        return
    n.returns += 1
    if unlikely(vm.slow_pools):
        if drops(vm, n):
            n.drops += 1
            if unlikely(vm.faults):
                repeat_closer(vm, c)
            count_pool(vm, -cython.cast(int64_t, cython.sizeof(Closer)))
            free(c)
            return
        if vm.mode == POOLS_POISON:
            if c.n == POISON_COUNT:
                internal_error(vm, b"tbc", b"a closer list was returned twice")
            c.n = POISON_COUNT
    c.next = vm.free_closers[c.is_head]
    vm.free_closers[c.is_head] = c
    if unlikely(vm.faults):
        repeat_closer(vm, c)


# whole frames


def give_back_closers(vm, fr):
    c: CloserP = fr.tbc
    while not c.is_head:
        fr.tbc = c.next
        give_back_closer(vm, c)
        c = fr.tbc
    fr.tbc = cython.NULL
    give_back_closer(vm, c)


def give_back_parts(vm, fr):
    vm.leaving = fr
    if fr.flags & (F_VARARGS | F_CLOSERS):
        if fr.flags & F_VARARGS:
            give_back_slots(vm, vm.varargs, fr.va)
        if fr.flags & F_CLOSERS:
            give_back_closers(vm, fr)
    give_back_slots(vm, vm.locals, fr.R)
    vm.leaving = cython.NULL
    give_back_frame(vm, fr)


# whole coroutines


def link_co(vm, co):
    """Enter a coroutine that now holds frames into the VM's list."""
    co.prev_all = cython.NULL
    co.next_all = vm.all_co
    if vm.all_co != cython.NULL:
        vm.all_co.prev_all = co
    vm.all_co = co


def unlink_co(vm, co):
    if co.prev_all != cython.NULL:
        co.prev_all.next_all = co.next_all
    elif vm.all_co == co:
        vm.all_co = co.next_all
    if co.next_all != cython.NULL:
        co.next_all.prev_all = co.prev_all
    co.prev_all = cython.NULL
    co.next_all = cython.NULL


def give_back_frames_of(vm, co):
    unlink_co(vm, co)
    fr: FrameP = co.frame
    prev: FrameP
    co.frame = cython.NULL
    while fr != cython.NULL:
        prev = fr.prev
        give_back_parts(vm, fr)
        fr = prev


# life of the pools


def init_slot_pool(pool, cls, capacity):
    pool.cls = cls
    pool.size = 0 if cls == NCLASSES else 4 << cls
    pool.n.capacity = 0 if cls == NCLASSES else capacity


def init_pools(vm):
    """Capacities: the deepest ordinary recursion stays pooled, at most about 4 MiB for each class of arrays."""
    c: cython.int
    for c in range(NCLASSES + 1):
        init_slot_pool(cython.address(vm.locals[c]), c, 65536 >> c)
        init_slot_pool(cython.address(vm.varargs[c]), c, 16384 >> c)
    vm.frames.capacity = 65536
    vm.tbc.capacity = 4096
    vm.block_closers.capacity = 4096
    vm.scratch.capacity = 64
    vm.chunks.capacity = 256
    vm.scratch_capacity_bytes = MOST_SCRATCH
    vm.chunks_capacity_bytes = MOST_CHUNK_BYTES


def drop_slots(vm, pool, keep):
    """Free all but the first `keep` free arrays of a pool, stock included."""
    n: int64_t = 0
    if keep > 0 and kept(cython.address(pool.n)) <= keep:
        return
    link: cython.pointer[SlotsP] = cython.address(pool.free)
    while link[0] != cython.NULL:
        link = cython.address(link[0].next)
    link[0] = pool.stock
    pool.stock = cython.NULL
    pool.nstock = 0
    link = cython.address(pool.free)
    while link[0] != cython.NULL and n < keep:
        n += 1
        link = cython.address(link[0].next)
    s: SlotsP = link[0]
    link[0] = cython.NULL
    while s != cython.NULL:
        t: SlotsP = s.next
        free_slots(vm, s, pool.size)
        pool.n.trims += 1
        s = t


def drop_frames(vm, keep):
    n: int64_t = 0
    if keep > 0 and retained(cython.address(vm.frames), vm.frame_rents, vm.frame_returns) <= keep:
        return
    link: cython.pointer[FrameP] = cython.address(vm.free_frames)
    while link[0] != cython.NULL:
        link = cython.address(link[0].prev)
    link[0] = vm.frame_stock
    vm.frame_stock = cython.NULL
    vm.nframe_stock = 0
    link = cython.address(vm.free_frames)
    while link[0] != cython.NULL and n < keep:
        n += 1
        link = cython.address(link[0].prev)
    fr: FrameP = link[0]
    link[0] = cython.NULL
    while fr != cython.NULL:
        next_frame: FrameP = fr.prev
        free_frame(vm, fr)
        vm.frames.trims += 1
        fr = next_frame


def drop_closers(vm, head, keep):
    n: int64_t = 0
    counters: CountersP = cython.address(vm.tbc) if head else cython.address(vm.block_closers)
    link: cython.pointer[CloserP] = cython.address(vm.free_closers[head])
    while link[0] != cython.NULL and n < keep:
        n += 1
        link = cython.address(link[0].next)
    c: CloserP = link[0]
    link[0] = cython.NULL
    while c != cython.NULL:
        following: CloserP = c.next
        count_pool(vm, -cython.cast(int64_t, cython.sizeof(Closer)))
        free(c)
        counters.trims += 1
        c = following


def free_buffer(vm, b):
    count_pool(vm, -b.cap - cython.cast(int64_t, cython.sizeof(Buffer)))
    free(b.p)
    free(b)


def drop_buffers(vm, keep):
    n: int64_t = 0
    held: int64_t = 0
    link: cython.pointer[BufferP] = cython.address(vm.free_buffers)
    while link[0] != cython.NULL and n < keep:
        held += link[0].cap + cython.sizeof(Buffer)
        if held > vm.scratch_capacity_bytes:
            break
        n += 1
        link = cython.address(link[0].next)
    b: BufferP = link[0]
    link[0] = cython.NULL
    while b != cython.NULL:
        following: BufferP = b.next
        free_buffer(vm, b)
        vm.scratch.trims += 1
        b = following


def trim_pools(vm, all):
    c: cython.int
    for c in range(NCLASSES):
        drop_slots(vm, cython.address(vm.locals[c]), 0 if all else vm.locals[c].n.capacity)
        drop_slots(vm, cython.address(vm.varargs[c]), 0 if all else vm.varargs[c].n.capacity)
    drop_buffers(vm, 0 if all else vm.scratch.capacity)
    vm.chunks.trims += cut_chunks(vm, 0 if all else vm.chunks.capacity)
    drop_frames(vm, 0 if all else vm.frames.capacity)
    drop_closers(vm, 0, 0 if all else vm.block_closers.capacity)
    drop_closers(vm, 1, 0 if all else vm.tbc.capacity)


def trim_excess(vm):
    """Free what is beyond the capacities, where stock and free list stay apart: for a collection."""
    c: cython.int
    for c in range(NCLASSES):
        trim_slots(vm, cython.address(vm.locals[c]))
        trim_slots(vm, cython.address(vm.varargs[c]))
    trim_frames(vm)


def trim_slots(vm, pool):
    """Cut a pool down to its capacity; the free list keeps what was used last, so the stock goes first."""
    left: int64_t = pool.n.capacity
    pool.n.trims += cut_slots(vm, pool, cython.address(pool.free), cython.address(left))
    cut: int64_t = cut_slots(vm, pool, cython.address(pool.stock), cython.address(left))
    pool.nstock -= cut
    pool.n.trims += cut


def cut_slots(vm, pool, link, left):
    """Free the arrays of a list after the first `left`, which is lowered by those that stay; return how many."""
    n: int64_t = 0
    s: SlotsP
    while link[0] != cython.NULL and left[0] > 0:
        left[0] -= 1
        link = cython.address(link[0].next)
    while link[0] != cython.NULL:
        s = link[0]
        link[0] = s.next
        free_slots(vm, s, pool.size)
        n += 1
    return n


def trim_frames(vm):
    left: int64_t = vm.frames.capacity
    vm.frames.trims += cut_frames(vm, cython.address(vm.free_frames), cython.address(left))
    cut: int64_t = cut_frames(vm, cython.address(vm.frame_stock), cython.address(left))
    vm.nframe_stock -= cut
    vm.frames.trims += cut


def cut_frames(vm, link, left):
    """As cut_slots."""
    n: int64_t = 0
    fr: FrameP
    while link[0] != cython.NULL and left[0] > 0:
        left[0] -= 1
        link = cython.address(link[0].prev)
    while link[0] != cython.NULL:
        fr = link[0]
        link[0] = fr.prev
        free_frame(vm, fr)
        n += 1
    return n


def free_pools(vm):
    free_lost(vm)
    trim_pools(vm, True)


def set_aside_slots(pool):
    """Make what is free stock: the refill counts what is drawn from it.

    What came back since the last time stands before the stock, so only that is walked through.
    """
    link: cython.pointer[SlotsP] = cython.address(pool.free)
    while link[0] != cython.NULL:
        pool.nstock += 1
        link = cython.address(link[0].next)
    link[0] = pool.stock
    pool.stock = pool.free
    pool.free = cython.NULL
    pool.n.high_water = pool.n.rents - pool.n.returns


def set_aside(vm):
    c: cython.int
    for c in range(NCLASSES + 1):
        set_aside_slots(cython.address(vm.locals[c]))
        set_aside_slots(cython.address(vm.varargs[c]))
    set_aside_frames(vm)
    vm.chunks.high_water = 0
    vm.tbc.high_water = vm.tbc.rents - vm.tbc.returns
    vm.block_closers.high_water = vm.block_closers.rents - vm.block_closers.returns


def set_aside_frames(vm):
    link: cython.pointer[FrameP] = cython.address(vm.free_frames)
    while link[0] != cython.NULL:
        vm.nframe_stock += 1
        link = cython.address(link[0].prev)
    link[0] = vm.frame_stock
    vm.frame_stock = vm.free_frames
    vm.free_frames = cython.NULL
    vm.frames.high_water = vm.frame_rents - vm.frame_returns


def frames_in(fr):
    n: int64_t = 0
    while fr != cython.NULL:
        n += 1
        fr = fr.prev
    return n


def retained_frames(vm):
    if vm.mode == POOLS_POISON and frames_in(vm.frame_stock) != vm.nframe_stock:
        internal_error(vm, b"frames", b"the stock was counted wrong")
    return frames_in(vm.free_frames) + vm.nframe_stock


def retained_closers(vm, head):
    n: int64_t = 0
    c: CloserP = vm.free_closers[head]
    while c != cython.NULL:
        n += 1
        c = c.next
    return n


def slots_in(s):
    n: int64_t = 0
    while s != cython.NULL:
        n += 1
        s = s.next
    return n


def retained_slots(vm, pool):
    if vm.mode == POOLS_POISON and slots_in(pool.stock) != pool.nstock:
        internal_error(vm, b"locals", b"the stock was counted wrong")
    return slots_in(pool.free) + pool.nstock
