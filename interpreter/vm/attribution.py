# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: nonecheck=False, infer_types=True, binding=False
"""Attribution: which instruction rented, allocated and how often it ran.

While it is on, every compiled entry of the dispatch table is `op_attribute`: what the counters moved by since the
instruction before is that one's, builtins, metamethods' frames and collections included. Nothing is lost: what moved
outside of any instruction is counted as elsewhere, so all sites together equal the totals. Off, nothing here runs.
"""
import cython
from cython.cimports.libc.stdint import int64_t
from cython.cimports.libc.stdlib import calloc, free
from cython.cimports.libc.string import memset
from cython.cimports.interpreter.vm.debuginfo import ID_SIZE, chunk_id
from cython.cimports.interpreter.vm.hooks import install_hooks, op_hook
from cython.cimports.interpreter.vm.values import (
    CELL, CO, FUN, LSTR, NCLASSES, NFUN, STR, TAB, ProtoP, SiteCounts, SiteCountsP, Slots, Value, chars, unlikely,
)  # fmt: skip

# ---------------------------------------------------------------- counting


def rented_bytes(pool):
    """Return the bytes of all arrays ever rented from a pool."""
    slots: int64_t = pool.n.rents * pool.size + pool.large_slots
    return pool.n.rents * cython.sizeof(Slots) + slots * cython.sizeof(Value)


def tally(vm, t):
    """Read the totals that only grow."""
    tally_frames(vm, t)
    t.closers = vm.tbc.rents + vm.block_closers.rents
    tally_heap(vm, t)


def tally_frames(vm, t):
    c: cython.int
    t.frames = vm.frame_rents
    t.fresh = vm.frames.misses
    t.varargs = vm.varargs_rents
    t.varargs_bytes = vm.varargs_bytes
    t.locals_bytes = rented_bytes(cython.address(vm.locals[NCLASSES]))
    for c in range(NCLASSES):
        t.locals_bytes += vm.locals[c].n.rents * (cython.sizeof(Slots) + (cython.sizeof(Value) * 4 << c))


def tally_heap(vm, t):
    """Read the heap's, its bytes with those swept added again."""
    t.closures = vm.kinds[FUN].rents + vm.kinds[NFUN].rents
    t.cells = vm.kinds[CELL].rents
    t.tables = vm.kinds[TAB].rents
    t.strings = vm.kinds[STR].rents + vm.kinds[LSTR].rents
    t.coroutines = vm.kinds[CO].rents
    t.heap_bytes = vm.used + vm.swept_bytes


def add_difference(to, later, earlier):
    """Add what moved between two tallies; executions are no part of a tally."""
    to.frames += later.frames - earlier.frames
    to.fresh += later.fresh - earlier.fresh
    to.locals_bytes += later.locals_bytes - earlier.locals_bytes
    to.varargs += later.varargs - earlier.varargs
    to.varargs_bytes += later.varargs_bytes - earlier.varargs_bytes
    to.closers += later.closers - earlier.closers
    to.closures += later.closures - earlier.closures
    to.cells += later.cells - earlier.cells
    to.tables += later.tables - earlier.tables
    to.strings += later.strings - earlier.strings
    to.coroutines += later.coroutines - earlier.coroutines
    to.heap_bytes += later.heap_bytes - earlier.heap_bytes


def settle(vm):
    """Credit what moved since the last time to the instruction that ran."""
    now: SiteCounts
    tally(vm, cython.address(now))
    add_difference(vm.site, cython.address(now), cython.address(vm.tallied))
    vm.tallied = now
    vm.settled_used = vm.used
    vm.settled_rents = vm.frame_rents + vm.tbc.rents + vm.block_closers.rents


def settle_step(vm):
    """Settle what one instruction can have moved: calls move the frames and their arrays, the rest the heap.

    What neither tells, a settling of everything finds at the end.
    """
    t: SiteCountsP = cython.address(vm.tallied)
    if vm.frame_rents != t.frames:
        settle_frames(vm, vm.site, t)
    if vm.used + vm.swept_bytes != t.heap_bytes:
        settle_heap(vm, vm.site, t)
    closers: int64_t = vm.tbc.rents + vm.block_closers.rents
    vm.site.closers += closers - t.closers
    t.closers = closers
    vm.settled_used = vm.used
    vm.settled_rents = vm.frame_rents + closers


def settle_frames(vm, site, t):
    now: SiteCounts
    tally_frames(vm, cython.address(now))
    site.frames += now.frames - t.frames
    site.fresh += now.fresh - t.fresh
    site.locals_bytes += now.locals_bytes - t.locals_bytes
    site.varargs += now.varargs - t.varargs
    site.varargs_bytes += now.varargs_bytes - t.varargs_bytes
    t.frames = now.frames
    t.fresh = now.fresh
    t.locals_bytes = now.locals_bytes
    t.varargs = now.varargs
    t.varargs_bytes = now.varargs_bytes


def settle_heap(vm, site, t):
    now: SiteCounts
    tally_heap(vm, cython.address(now))
    site.closures += now.closures - t.closures
    site.cells += now.cells - t.cells
    site.tables += now.tables - t.tables
    site.strings += now.strings - t.strings
    site.coroutines += now.coroutines - t.coroutines
    site.heap_bytes += now.heap_bytes - t.heap_bytes
    t.closures = now.closures
    t.cells = now.cells
    t.tables = now.tables
    t.strings = now.strings
    t.coroutines = now.coroutines
    t.heap_bytes = now.heap_bytes


def credit_again(vm, site):
    """After what a library function or a hook ran: credit the instruction that called it with what follows."""
    settle(vm)
    vm.site = site


def make_sites(vm, p):
    """Give a function its counts, and keep it alive while they are; False: no memory."""
    p.sites = cython.cast(SiteCountsP, calloc(p.ncode, cython.sizeof(SiteCounts)))
    if p.sites == cython.NULL:
        return False
    p.next_attributed = vm.attributed
    vm.attributed = p
    return True


def op_attribute(vm, R, pc, K, cl):
    """Stand before every compiled instruction. Few of them rent or allocate: two sums tell."""
    if vm.used != vm.settled_used or vm.frame_rents + vm.tbc.rents + vm.block_closers.rents != vm.settled_rents:
        settle_step(vm)
    if unlikely(cl.p.sites == cython.NULL):
        return attribute_first(vm, R, pc, K, cl)
    vm.site = cl.p.sites + (pc - cl.p.code)
    vm.site.executions += 1
    if unlikely(vm.hooks):
        return op_hook(vm, R, pc, K, cl)
    return vm.plain[pc.op](vm, R, pc, K, cl)


def attribute_first(vm, R, pc, K, cl):
    """Give a function its counts at its first instruction; the VM's own code works for who called it."""
    if cl.p.source != cython.NULL and make_sites(vm, cl.p):
        return op_attribute(vm, R, pc, K, cl)
    if vm.hooks:
        return op_hook(vm, R, pc, K, cl)
    return vm.plain[pc.op](vm, R, pc, K, cl)


# ---------------------------------------------------------------- on and off


def start_attribution(vm):
    drop_attribution(vm)
    vm.site = cython.address(vm.elsewhere)
    tally(vm, cython.address(vm.tallied))
    vm.settled_used = vm.used
    vm.settled_rents = vm.frame_rents + vm.tbc.rents + vm.block_closers.rents
    vm.attributing = 1
    install_hooks(vm)


def stop_attribution(vm):
    if vm.attributing:
        settle(vm)
        vm.site = cython.address(vm.elsewhere)
        vm.attributing = 0
        install_hooks(vm)


def drop_attribution(vm):
    p: ProtoP = vm.attributed
    following: ProtoP
    stop_attribution(vm)
    while p != cython.NULL:
        following = p.next_attributed
        free(p.sites)
        p.sites = cython.NULL
        p = following
    vm.attributed = cython.NULL
    memset(cython.address(vm.elsewhere), 0, cython.sizeof(SiteCounts))


# ---------------------------------------------------------------- reading


@cython.cfunc
def site_row(site: SiteCountsP) -> tuple:
    """One instruction's counts, in the order of the fields of results.Allocations."""
    return (
        site.executions, site.frames, site.fresh, site.locals_bytes, site.varargs, site.varargs_bytes, site.closers,
        site.closures, site.cells, site.tables, site.strings, site.coroutines, site.heap_bytes,
    )  # fmt: skip


@cython.cfunc
def add_rows(rows: list, p: ProtoP) -> cython.int:
    """Add a row for each instruction of a function that ran."""
    i: cython.int
    chunk: cython.char[ID_SIZE]
    chunk_id(chunk, p.source)
    source: bytes = cython.cast(bytes, chunk)
    name: bytes = b"main chunk" if p.line == 0 else b"" if p.name == cython.NULL else chars(p.name)[: p.name.len]
    for i in range(p.ncode):
        if p.sites[i].executions:
            line: cython.int = 0 if p.lines == cython.NULL else p.lines[i]
            rows.append((source, name, p.line, i, line, p.code[i].op, site_row(cython.address(p.sites[i]))))
    return 0


def read_attribution(vm):
    rows: list = []
    p: ProtoP = vm.attributed
    if vm.attributing:
        settle(vm)
    while p != cython.NULL:
        add_rows(rows, p)
        p = p.next_attributed
    return rows, site_row(cython.address(vm.elsewhere))
