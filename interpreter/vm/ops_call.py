# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""Handlers of calls and returns: here frames and register arrays are rented and given back inline.

The inline halves serve mode `on`; `install_mode` puts handlers into the dispatch table that go through pools.py for the
other modes.  A call or return that is anything but the plain case is a slow path.
"""
import cython
from cython.cimports.libc.stdint import int64_t, uint64_t
from cython.cimports.interpreter.vm.calls import (
    begin_function, builtin_of, call_object, deliver, enter_function, enter_open, gc_here, note_builtin, open_prepend,
    open_set, push_frame, return_values, stack_overflow, throw_, throw_builtin, vararg_count,
)  # fmt: skip
from cython.cimports.interpreter.vm.calltree import note_tail
from cython.cimports.interpreter.vm.hooks import install_hooks
from cython.cimports.interpreter.vm.pools import quick_give_back, refill
from cython.cimports.interpreter.vm.tables import next_entry
from cython.cimports.interpreter.vm.support import fail_memory, fail_plain, metafield
from cython.cimports.interpreter.vm.values import (
    BI_IPAIRS_STEP, BI_NEXT, BI_SELECT, BUILTIN, EV_CALL, FUN, F_CALLED, F_TAIL, F_VARARGS, INT, NCLASSES, NFUN, NIL,
    POOLS_ON, TAB, BuiltinP, ClosureP, FrameP, OpenValuesP, ProtoP, SlotPoolP, SlotsP, TableP, ValueP, chars, copy, go,
    isstr, likely, put_int, put_nil, slots_of, str_of, tab_of, unlikely, OPEN, OPEN_HEADROOM,
)  # fmt: skip
from cython.cimports.interpreter.vm.opcode_numbers import OP_CALL, OP_CALLV, OP_RETURN0, OP_RETURN1, OP_RETURNV


def op_call(vm, R, pc, K, cl):
    """Call a Lua function in a frame from the pool; few values live at once, that none needs a saved register."""
    f: ValueP = R + pc.a
    p: ProtoP
    n: ValueP
    i: cython.int
    if unlikely(f.tag != FUN):
        return call_other(vm, R, pc, K, cl)
    cl = cython.cast(ClosureP, f.v.o)
    p = cl.p
    if unlikely(p.pool.free == cython.NULL) or unlikely(vm.free_frames == cython.NULL) or unlikely(p.is_vararg):
        return call_slow(vm, R, pc, cython.NULL, cython.NULL)
    n = push_pooled(vm, pc, cl)
    if unlikely(pc.b != p.nparams):
        return enter_uneven(vm, R, pc, cython.NULL, cl)
    pc = p.code
    for i in range(p.nparams):
        f += 1
        n[i].v.u = f.v.u
        n[i].tag = f.tag
    return begin_function(vm, n, pc, p.k, cl)


def enter_uneven(vm, R, pc, K, cl):
    """Go on with a call, its frame pushed, that has more or fewer arguments than there are parameters."""
    f: ValueP = R + pc.a + 1
    n: ValueP = vm.frame.R
    i: cython.int
    given: cython.int = pc.b
    if given > cl.p.nparams:
        given = cl.p.nparams
    for i in range(given):
        copy(n + i, f + i)
    for i in range(given, cl.p.nparams):
        n[i].tag = NIL
    return begin_function(vm, n, cl.p.code, cl.p.k, cl)


def call_slow(vm, R, pc, K, cl):
    """Refill an empty pool and retry; push the frame of a vararg or large function the general way.

    K and cl are not given: they are those of the running frame.
    """
    f: ValueP = R + pc.a
    callee: ClosureP = cython.cast(ClosureP, f.v.o)
    cl = vm.frame.cl
    K = cl.p.k
    if callee.p.is_vararg or callee.p.pool.cls == NCLASSES:
        return call_general(vm, R, pc, K, cl)
    if unlikely(vm.frame.level >= vm.max_level):
        vm.frame.pc = pc
        stack_overflow_here(vm)
        return throw_(vm, R, pc, K, cl)
    if vm.frame.level + 1 > vm.peak_level:
        vm.peak_level = vm.frame.level + 1
    if not refill(vm, callee.p.pool):
        fail_memory(vm)
        return throw_(vm, R, pc, K, cl)
    return op_call(vm, R, pc, K, cl)


def stack_overflow_here(vm):
    vm.builtin = cython.NULL
    stack_overflow(vm)


def call_general(vm, R, pc, K, cl):
    """Call a Lua function through push_frame."""
    f: ValueP = R + pc.a
    vm.frame.pc = pc
    if unlikely(f.tag != FUN):
        return call_other(vm, R, pc, K, cl)
    return enter_function(vm, R, pc, cython.cast(ClosureP, f.v.o), f + 1, pc.b)


def call_other(vm, R, pc, K, cl):
    """Call a builtin, or anything with __call."""
    f: ValueP = R + pc.a
    b: BuiltinP
    count: cython.int
    vm.frame.pc = pc
    if unlikely(f.tag != BUILTIN) and f.tag != NFUN:
        return call_object(vm, R, pc)
    b = builtin_of(f)
    note_builtin(vm, f, b)
    if b.fn == cython.NULL:
        vm.args = f + 1
        vm.nargs = pc.b
        return b.op(vm, R, pc, K, cl)
    count = run_builtin(vm, b, f + 1, pc.b)
    if unlikely(count < 0):
        return throw_builtin(vm, R, pc, K, cl)
    if likely(pc.c == 1):
        if likely(count > 0):
            copy(f, vm.ret)
        else:
            put_nil(f)
    elif unlikely(deliver(vm, R, pc, vm.ret, count) < 0):
        return throw_builtin(vm, R, pc, K, cl)
    if unlikely(vm.used > vm.limit):
        return gc_here(vm, R, pc, K, cl)
    return go(vm, R, pc + 1, K, cl)


def run_builtin(vm, b, args, n):
    return b.fn(vm, args, n)


def op_callv(vm, R, pc, K, cl):
    """As op_call; the last arguments come from the open buffer."""
    f: ValueP = R + pc.a
    p: ProtoP
    o: OpenValuesP
    n: ValueP
    i: cython.int
    nregs: cython.int = pc.b
    if unlikely(f.tag != FUN):
        return callv_general(vm, R, pc, K, cl)
    p = cython.cast(ClosureP, f.v.o).p
    if unlikely(p.pool.free == cython.NULL) or unlikely(vm.free_frames == cython.NULL) or unlikely(p.is_vararg):
        return callv_general(vm, R, pc, K, cl)
    cl = cython.cast(ClosureP, f.v.o)
    n = push_pooled(vm, pc, cl)
    o = vm.open
    for i in range(p.nparams):
        if i < nregs:
            copy(n + i, f + 1 + i)
        elif i - nregs < o.n:
            copy(n + i, o.lo + (i - nregs))
        else:
            put_nil(n + i)
    o.n = 0
    return begin_function(vm, n, p.code, p.k, cl)


def callv_general(vm, R, pc, K, cl):
    if unlikely(open_prepend(vm, R + pc.a + 1, pc.b) < 0):
        return throw_(vm, R, pc, K, cl)
    return enter_open(vm, R, pc, K, cl)


def op_tforcall(vm, R, pc, K, cl):
    d: ValueP = R + pc.a
    s: ValueP = d - 4
    if likely(s.tag == BUILTIN) and likely(s.v.b.id != 0):
        if s.v.b.id == BI_NEXT and likely(s[1].tag == TAB):
            return tfor_next(vm, R, pc, K, cl)
        if s.v.b.id == BI_IPAIRS_STEP and likely(s[1].tag == TAB) and likely(s[2].tag == INT):
            return tfor_ipairs(vm, R, pc, K, cl)
    copy(d, s)
    copy(d + 1, s + 1)
    copy(d + 2, s + 2)
    return vm.plain[OP_CALL](vm, R, pc, K, cl)


def tfor_next(vm, R, pc, K, cl):
    """One step of pairs on a table, without a call."""
    d: ValueP = R + pc.a
    i: cython.int
    vm.frame.pc = pc
    copy(d, d - 2)
    status: cython.int = next_entry(vm, tab_of(d - 3), d, d + 1)
    if unlikely(status < 0):
        vm.builtin = (d - 4).v.b
        bad_next_key(vm)
        return throw_builtin(vm, R, pc, K, cl)
    if status == 0:
        put_nil(d)
    if unlikely(pc.c > 2):
        for i in range(2, pc.c):
            put_nil(d + i)
    return go(vm, R, pc + 1, K, cl)


def bad_next_key(vm):
    fail_plain(vm, b"invalid key to 'next'")


def tfor_ipairs(vm, R, pc, K, cl):
    """One step of ipairs on a table without __index, without a call."""
    d: ValueP = R + pc.a
    t: TableP = tab_of(d - 3)
    n: uint64_t = (d - 2).v.u
    i: cython.int
    if unlikely(n >= t.alen) or unlikely(t.arr[n].tag == NIL):
        copy(d, d - 4)
        copy(d + 1, d - 3)
        copy(d + 2, d - 2)
        return vm.plain[OP_CALL](vm, R, pc, K, cl)
    put_int(d, n + 1)
    copy(d + 1, t.arr + n)
    if unlikely(pc.c > 2):
        for i in range(2, pc.c):
            put_nil(d + i)
    return go(vm, R, pc + 1, K, cl)


# ---------------------------------------------------------------- tail calls


def op_tailcall(vm, R, pc, K, cl):
    f: ValueP = R + pc.a
    p: ProtoP
    fr: FrameP = vm.frame
    callee: ClosureP
    i: cython.int
    nargs: cython.int = pc.b
    if unlikely(f.tag != FUN):
        return tail_other(vm, R, pc, K, cl)
    callee = cython.cast(ClosureP, f.v.o)
    p = callee.p
    if unlikely(p.is_vararg) or unlikely(p.pool != cl.p.pool) or unlikely(p.pool.cls == NCLASSES):
        return tail_general(vm, R, pc, f + 1, nargs)
    if unlikely(fr.flags & F_VARARGS):
        return tail_general(vm, R, pc, f + 1, nargs)
    for i in range(p.nparams):
        f += 1
        if i < nargs:
            copy(R + i, f)
        else:
            put_nil(R + i)
    return take_over(vm, R, p.code, p.k, callee)


def take_over(vm, R, pc, K, cl):
    """Begin a function whose arguments are in the registers of the frame that it takes over."""
    fr: FrameP = vm.frame
    fr.cl = cl
    fr.pc = pc
    fr.flags |= F_TAIL
    vm.n_tail += 1
    if unlikely(vm.counting):
        cl.p.entries += 1
        note_tail(vm, cl.p)
    return begin_function(vm, R, pc, K, cl)


def op_tailcallv(vm, R, pc, K, cl):
    """As op_tailcall; the last arguments come from the open buffer."""
    f: ValueP = R + pc.a
    p: ProtoP
    o: OpenValuesP
    fr: FrameP = vm.frame
    callee: ClosureP
    i: cython.int
    nregs: cython.int = pc.b
    if unlikely(f.tag != FUN) or unlikely(fr.flags & F_VARARGS):
        return tailcallv_general(vm, R, pc, K, cl)
    callee = cython.cast(ClosureP, f.v.o)
    p = callee.p
    if unlikely(p.is_vararg) or unlikely(p.pool != cl.p.pool) or unlikely(p.pool.cls == NCLASSES):
        return tailcallv_general(vm, R, pc, K, cl)
    o = vm.open
    for i in range(p.nparams):
        if i < nregs:
            copy(R + i, f + 1 + i)
        elif i - nregs < o.n:
            copy(R + i, o.lo + (i - nregs))
        else:
            put_nil(R + i)
    o.n = 0
    return take_over(vm, R, p.code, p.k, callee)


def tailcallv_general(vm, R, pc, K, cl):
    f: ValueP = R + pc.a
    if unlikely(open_prepend(vm, f + 1, pc.b) < 0):
        return throw_(vm, R, pc, K, cl)
    if f.tag != FUN:
        return tail_object(vm, R, pc, K, cl)
    return tail_open(vm, R, pc, K, cl)


def tail_other(vm, R, pc, K, cl):
    """Tail-call what is no Lua function."""
    f: ValueP = R + pc.a
    if f.tag == BUILTIN or f.tag == NFUN:
        if builtin_of(f).fn == cython.NULL or vm.table[OP_RETURN1] != vm.plain[OP_RETURN1]:
            return call_other(vm, R, pc, K, cl)
        return tail_builtin(vm, R, pc, K, cl)
    if unlikely(open_set(vm, f + 1, pc.b) < 0):
        return throw_(vm, R, pc, K, cl)
    return tail_object(vm, R, pc, K, cl)


def tail_builtin(vm, R, pc, K, cl):
    """Call a builtin and return its results; the RETURNV that follows is done with it, unless garbage is due."""
    f: ValueP = R + pc.a
    b: BuiltinP = builtin_of(f)
    count: cython.int
    vm.frame.pc = pc
    note_builtin(vm, f, b)
    count = run_builtin(vm, b, f + 1, pc.b)
    if unlikely(count < 0):
        return throw_builtin(vm, R, pc, K, cl)
    if unlikely(vm.used > vm.limit):
        if unlikely(deliver(vm, R, pc, vm.ret, count) < 0):
            return throw_builtin(vm, R, pc, K, cl)
        return gc_here(vm, R, pc, K, cl)
    if unlikely(count != 1):
        vm.frame.pc = pc + 1
        return return_values(vm, vm.ret, count)
    copy(f, vm.ret)
    return vm.plain[OP_RETURN1](vm, R, pc + 1, K, cl)


def tail_object(vm, R, pc, K, cl):
    """Tail-call with all arguments in the open buffer: a Lua function behind __call takes this frame's place too."""
    f: ValueP = R + pc.a
    mm: ValueP
    vm.frame.pc = pc
    if not ends_in_function(vm, f):
        return enter_open(vm, R, pc, K, cl)
    while f.tag != FUN:
        mm = metafield(vm, f, EV_CALL)
        if unlikely(open_prepend(vm, f, 1) < 0):
            return throw_(vm, R, pc, K, cl)
        copy(f, mm)
    vm.frame.flags &= ~F_CALLED      # its call hook is still to run, as for a function called directly
    return tail_open(vm, R, pc, K, cl)


def ends_in_function(vm, f):
    """Tell whether a Lua function stands behind the __call of a value, or of the object that stands there."""
    _i: cython.int
    for _i in range(MOST_CALLABLES):
        if f.tag == BUILTIN or f.tag == NFUN:
            return False
        f = metafield(vm, f, EV_CALL)
        if f == cython.NULL or f.tag == FUN:
            return f != cython.NULL
    return False


def tail_open(vm, R, pc, K, cl):
    o: OpenValuesP = vm.open
    return tail_general(vm, R, pc, o.lo, o.n)


def tail_general(vm, R, pc, args, n):
    """Put the callee's frame in the place of the caller's, through push_frame."""
    old: FrameP = vm.frame
    f: ValueP = R + pc.a
    fr: FrameP
    old.pc = pc
    fr = push_frame(vm, cython.cast(ClosureP, f.v.o), args, n)
    vm.open.n = 0
    if unlikely(fr == cython.NULL):
        return throw_(vm, R, pc, cython.NULL, cython.NULL)
    fr.cont = old.cont
    fr.flags |= (old.flags & ~F_VARARGS) | F_TAIL
    fr.level = old.level
    vm.n_tail += 1
    fr.prev = old.prev
    quick_give_back(vm, old)
    return begin_function(vm, fr.R, fr.pc, fr.cl.p.k, fr.cl)


# ---------------------------------------------------------------- returns


def op_return1(vm, R, pc, K, cl):
    fr: FrameP = vm.frame
    prev: FrameP
    s: SlotsP
    pool: SlotPoolP
    x: ValueP = R + pc.a
    if unlikely(fr.flags & ~F_TAIL != 0):
        return return_slow(vm, R, pc, K, cl)
    prev = fr.prev
    if likely(prev.pc.c == 1):
        copy(prev.R + prev.pc.a, x)
    elif prev.pc.c == OPEN and likely(vm.open.cap > OPEN_HEADROOM):
        vm.open.lo = vm.open.base + OPEN_HEADROOM
        vm.open.n = 1
        copy(vm.open.lo, x)
    elif prev.pc.c != 0:
        return return_slow(vm, R, pc, K, cl)
    pool = cl.p.pool
    if unlikely(pool.cls == NCLASSES):
        return return_slow(vm, R, pc, K, cl)
    s = slots_of(R)
    s.next = pool.free
    pool.free = s
    pool.n.returns += 1
    vm.frame = prev
    fr.prev = vm.free_frames
    vm.free_frames = fr
    vm.frame_returns += 1
    return go(vm, prev.R, prev.pc + 1, prev.cl.p.k, prev.cl)


def op_return0(vm, R, pc, K, cl):
    fr: FrameP = vm.frame
    prev: FrameP
    s: SlotsP
    pool: SlotPoolP
    if unlikely(fr.flags & ~F_TAIL != 0):
        return return_slow(vm, R, pc, K, cl)
    prev = fr.prev
    if prev.pc.c != 0:
        if prev.pc.c != 1:
            return return_slow(vm, R, pc, K, cl)
        put_nil(prev.R + prev.pc.a)
    pool = cl.p.pool
    if unlikely(pool.cls == NCLASSES):
        return return_slow(vm, R, pc, K, cl)
    s = slots_of(R)
    s.next = pool.free
    pool.free = s
    pool.n.returns += 1
    vm.frame = prev
    fr.prev = vm.free_frames
    vm.free_frames = fr
    vm.frame_returns += 1
    return go(vm, prev.R, prev.pc + 1, prev.cl.p.k, prev.cl)


def op_return(vm, R, pc, K, cl):
    vm.frame.pc = pc
    return return_values(vm, R + pc.a, pc.b)


def op_returnv(vm, R, pc, K, cl):
    vm.frame.pc = pc
    if unlikely(open_prepend(vm, R + pc.a, pc.b) < 0):
        return throw_(vm, R, pc, K, cl)
    return return_values(vm, vm.open.lo, vm.open.n)


def return_slow(vm, R, pc, K, cl):
    """RETURN0 and RETURN1 from a frame that is not plain, or to a caller that wants other than one result.

    RETURN1's work is also done at the RETURNV after a tail call, which has the same first register.
    """
    vm.frame.pc = pc
    return return_values(vm, R + pc.a, 0 if pc.op == OP_RETURN0 else 1)


def op_vararg(vm, R, pc, K, cl):
    """Copy a fixed number of the varargs into registers, or all of them into the open buffer."""
    fr: FrameP = vm.frame
    n: int64_t = vararg_count(fr)
    i: int64_t
    d: ValueP = R + pc.a
    if pc.c < 0:
        if pc[1].op == OP_CALLV and pc[1].b == 1 and pc[1].c == 1:
            return vararg_select(vm, R, pc, K, cl)
        if pc[1].op == OP_RETURNV and pc[1].b == 0 and vm.table[OP_RETURNV] == vm.plain[OP_RETURNV]:
            return vararg_return(vm, R, pc, K, cl)
        return vararg_open(vm, R, pc, K, cl)
    for i in range(pc.c):
        if i < n:
            copy(d + i, fr.va + i)
        else:
            d[i].tag = NIL
    return go(vm, R, pc + 1, K, cl)


def vararg_open(vm, R, pc, K, cl):
    """Copy all varargs into the open buffer."""
    fr: FrameP = vm.frame
    n: int64_t = vararg_count(fr)
    if unlikely(open_set(vm, fr.va, n) < 0):
        return throw_(vm, R, pc, K, cl)
    return go(vm, R, pc + 1, K, cl)


def vararg_return(vm, R, pc, K, cl):
    """Do `return ...` together with the RETURNV that follows, from where the varargs are."""
    fr: FrameP = vm.frame
    fr.pc = pc + 1
    return return_values(vm, fr.va, vararg_count(fr))


def vararg_select(vm, R, pc, K, cl):
    """Do `select(n, ...)` cut to one value together with the call that follows, without the open buffer.

    Whatever else is called, counted by a hook or wrong goes the long way.
    """
    fr: FrameP = vm.frame
    n: int64_t = vararg_count(fr)
    i: int64_t
    f: ValueP = R + pc[1].a
    if f.tag != BUILTIN or builtin_of(f).id != BI_SELECT or vm.table[OP_CALLV] != vm.plain[OP_CALLV]:
        return vararg_open(vm, R, pc, K, cl)
    if f[1].tag == INT:
        i = f[1].v.i
        if i < 0:
            i += n + 1
        if unlikely(i < 1):
            return vararg_open(vm, R, pc, K, cl)
        if i > n:
            f.tag = NIL
        else:
            copy(f, fr.va + (i - 1))
    elif isstr(f + 1) and chars(str_of(f + 1))[0] == b"#":
        put_int(f, n)
    else:
        return vararg_open(vm, R, pc, K, cl)
    return go(vm, R, pc + 2, K, cl)


# ---------------------------------------------------------------- pool modes


def install_mode(vm):
    """Patch the dispatch table for vm.mode: only mode `on` may use the inline free lists; counting needs push_frame."""
    vm.slow_pools = vm.faults or vm.mode != POOLS_ON or vm.small_pools
    if not vm.slow_pools and not vm.counting:
        vm.plain[OP_CALL] = op_call
        vm.plain[OP_CALLV] = op_callv
    else:
        vm.plain[OP_CALL] = call_general
        vm.plain[OP_CALLV] = callv_general
    if not vm.slow_pools:
        vm.plain[OP_RETURN0] = op_return0
        vm.plain[OP_RETURN1] = op_return1
    else:
        vm.plain[OP_RETURN0] = return_slow
        vm.plain[OP_RETURN1] = return_slow
    install_hooks(vm)
