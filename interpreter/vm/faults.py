# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""Faults planted in the pools: what leaves is not given back, or twice, or written to afterwards.

They are there to be seen: in the counters at once, and with the line that rented. Memory stays whole: what is lost
waits in a list until the fault is mended, and a second return is counted but not done; only in poison mode it goes the
way a real one would go, to the check that ends the process. None planted, no code here runs.
"""
import cython
from cython.cimports.libc.stdint import int64_t
from cython.cimports.libc.string import memcmp, memset
from cython.cimports.interpreter.vm.debuginfo import chunk_id
from cython.cimports.interpreter.vm.pools import (
    POISON_COUNT, POISON_FLAGS, give_back_closer, give_back_frame, give_back_slots,
    internal_error, poison_slots,
)  # fmt: skip
from cython.cimports.interpreter.vm.support import RETURNED, give_back_buffer
from cython.cimports.interpreter.vm.values import (
    BufferP, CloserP, DOUBLE_RETURN, FAULT_POOLS, FrameP, INT, IN_BLOCKS, IN_FRAMES, IN_LOCALS, IN_SCRATCH, IN_TBC,
    IN_VARARGS, Loss, LossP,
    MOST_LOSSES, NCLASSES, NO_FAULT, NO_RETURN, POOLS_POISON, ProtoP, SlotPoolP, SlotsP, USE_AFTER_RETURN,
    ValueP, chars,
)  # fmt: skip


def plant_fault(vm, pool, kind):
    i: cython.int
    mend(vm, pool)
    vm.fault[pool] = kind
    vm.faults = 0
    for i in range(FAULT_POOLS):
        vm.faults |= vm.fault[i]


def mend(vm, pool):
    """Let a pool work again: give back what was lost, take back what was counted twice."""
    i: cython.int
    fr: FrameP
    s: SlotsP
    c: CloserP
    pools: SlotPoolP = cython.address(vm.varargs[0])
    if pool == IN_LOCALS:
        pools = cython.address(vm.locals[0])
    vm.fault[pool] = NO_FAULT
    if pool == IN_SCRATCH:
        mend_scratch(vm)
    elif pool == IN_FRAMES:
        vm.frame_returns -= vm.frames.extra
        forget_extra(cython.address(vm.frames))
        while vm.lost_frames != cython.NULL:
            fr = vm.lost_frames
            vm.lost_frames = fr.prev
            give_back_frame(vm, fr)
    elif pool == IN_LOCALS or pool == IN_VARARGS:
        for i in range(NCLASSES + 1):
            pools[i].n.returns -= pools[i].n.extra
            forget_extra(cython.address(pools[i].n))
        while vm.lost_slots[pool] != cython.NULL:
            s = vm.lost_slots[pool]
            vm.lost_slots[pool] = s.next
            give_back_slots(vm, pools, cython.cast(ValueP, s + 1))
    else:
        counters = cython.address(vm.tbc) if pool == IN_TBC else cython.address(vm.block_closers)
        counters.returns -= counters.extra
        forget_extra(counters)
        while vm.lost_closers[pool] != cython.NULL:
            c = vm.lost_closers[pool]
            vm.lost_closers[pool] = c.next
            give_back_closer(vm, c)


def mend_scratch(vm):
    b: BufferP
    vm.scratch.returns -= vm.scratch.extra
    forget_extra(cython.address(vm.scratch))
    while vm.lost_buffers != cython.NULL:
        b = vm.lost_buffers
        vm.lost_buffers = b.next
        give_back_buffer(vm, b)


def forget_extra(n):
    n.high_water += n.extra
    n.extra = 0


def free_lost(vm):
    i: cython.int
    for i in range(FAULT_POOLS):
        mend(vm, i)


# ---------------------------------------------------------------- at a return


def lose_frame(vm, fr):
    if vm.fault[IN_FRAMES] == NO_FAULT:
        return False
    note_loss(vm, IN_FRAMES, fr, 0)
    if vm.fault[IN_FRAMES] != NO_RETURN:
        return False
    fr.prev = vm.lost_frames
    vm.lost_frames = fr
    return True


def lose_slots(vm, pool, s):
    if vm.fault[pool] == NO_FAULT:
        return False
    note_loss(vm, pool, vm.leaving, 0)
    if vm.fault[pool] != NO_RETURN:
        return False
    s.next = vm.lost_slots[pool]
    vm.lost_slots[pool] = s
    return True


def lose_closer(vm, c):
    pool: cython.int = IN_TBC if c.is_head else IN_BLOCKS
    if vm.fault[pool] == NO_FAULT:
        return False
    note_loss(vm, pool, cython.NULL, c.line)
    if vm.fault[pool] != NO_RETURN:
        return False
    c.next = vm.lost_closers[pool]
    vm.lost_closers[pool] = c
    return True


def lose_buffer(vm, b):
    if vm.fault[IN_SCRATCH] == NO_FAULT:
        return False
    note_loss(vm, IN_SCRATCH, cython.NULL, 0)
    if vm.fault[IN_SCRATCH] != NO_RETURN:
        return False
    b.next = vm.lost_buffers
    vm.lost_buffers = b
    return True


def repeat_frame(vm, fr):
    if vm.fault[IN_FRAMES] == DOUBLE_RETURN:
        if vm.mode == POOLS_POISON and fr.flags == POISON_FLAGS:
            internal_error(vm, b"frames", b"a frame was returned twice")
        vm.frame_returns += 1
        vm.frames.extra += 1
    elif vm.fault[IN_FRAMES] == USE_AFTER_RETURN and vm.mode == POOLS_POISON:
        fr.flags = 0


def repeat_slots(vm, pool, slots, s):
    if vm.fault[pool] == DOUBLE_RETURN:
        if vm.mode == POOLS_POISON:
            poison_slots(vm, s, slots.size)
        slots.n.returns += 1
        slots.n.extra += 1
    elif vm.fault[pool] == USE_AFTER_RETURN and vm.mode == POOLS_POISON:
        cython.cast(ValueP, s + 1).tag = INT


def repeat_closer(vm, c):
    pool: cython.int = IN_TBC if c.is_head else IN_BLOCKS
    counters = cython.address(vm.tbc) if c.is_head else cython.address(vm.block_closers)
    if vm.fault[pool] == DOUBLE_RETURN:
        if vm.mode == POOLS_POISON and c.n == POISON_COUNT:
            internal_error(vm, b"tbc", b"a closer list was returned twice")
        counters.returns += 1
        counters.extra += 1


def repeat_buffer(vm, b):
    if vm.fault[IN_SCRATCH] == DOUBLE_RETURN:
        if vm.mode == POOLS_POISON and b.n == RETURNED:
            internal_error(vm, b"scratch", b"a buffer was returned twice")
        vm.scratch.returns += 1
        vm.scratch.extra += 1
    elif vm.fault[IN_SCRATCH] == USE_AFTER_RETURN and vm.mode == POOLS_POISON:
        b.p[0] = 0


# ---------------------------------------------------------------- which line rented


def renting_line(vm):
    p: ProtoP = vm.frame.cl.p
    if vm.faults == 0 or p.lines == cython.NULL:
        return 0
    return p.lines[vm.frame.pc - p.code]


def renter_of(fr):
    """Return the frame of the Lua function whose call rented a frame, NULL for the host's."""
    fr = fr.prev
    while fr != cython.NULL and (fr.cl == cython.NULL or fr.cl.p.source == cython.NULL):
        fr = fr.prev
    return fr


def note_loss(vm, pool, fr, line):
    """Count a fault's work at the line that rented; `line` is that of the running function, else a call's is found."""
    i: cython.int
    found: Loss
    renter: FrameP = vm.frame if fr == cython.NULL else renter_of(fr)
    memset(cython.address(found), 0, cython.sizeof(Loss))
    found.pool = pool
    found.kind = vm.fault[pool]
    found.line = line
    describe(cython.address(found), renter, fr)
    for i in range(vm.nlosses):
        found.count = vm.losses[i].count
        if memcmp(cython.address(found), cython.address(vm.losses[i]), cython.sizeof(Loss)) == 0:
            vm.losses[i].count += 1
            return
    if vm.nlosses < MOST_LOSSES:
        found.count = 1
        vm.losses[vm.nlosses] = found
        vm.nlosses += 1
    else:
        vm.losses_elsewhere += 1


def describe(loss, renter, fr):
    """Fill in chunk and line of the renter and the name of the function that was entered."""
    i: int64_t
    p: ProtoP
    if renter != cython.NULL and renter.cl != cython.NULL and renter.cl.p.source != cython.NULL:
        p = renter.cl.p
        chunk_id(loss.chunk, p.source)
        if loss.line == 0 and p.lines != cython.NULL:
            loss.line = p.lines[renter.pc - p.code]
    if fr != cython.NULL and fr.cl != cython.NULL and fr.cl.p.name != cython.NULL:
        p = fr.cl.p
        for i in range(min(p.name.len, cython.sizeof(loss.function) - 1)):
            loss.function[i] = chars(p.name)[i]


def loss_rows(vm):
    """Return (pool, kind, chunk, line, function, count) of each line; of lines beyond the room only the count."""
    rows: list = []
    i: cython.int
    for i in range(vm.nlosses):
        loss: LossP = cython.address(vm.losses[i])
        rows.append((
            loss.pool, loss.kind, cython.cast(bytes, loss.chunk), loss.line, cython.cast(bytes, loss.function),
            loss.count,
        ))  # fmt: skip
    if vm.losses_elsewhere:
        rows.append((-1, 0, b"", 0, b"", vm.losses_elsewhere))
    return rows
