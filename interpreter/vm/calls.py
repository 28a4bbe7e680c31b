# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""Frames pushed and popped, results delivered, errors raised and unwound, nested runs, the budget's cold half.

No Lua call recurses in C but those of `call_flags` (callbacks of library functions, finalizers, the host).  Functions
that end in `return go(...)` or in another function of that kind return a handler's status.  After PUC Lua's ldo.c and
lfunc.c; the layout is our own: see ARCHITECTURE.md.
"""
import cython
from cython.cimports.libc.stdint import int64_t, uint32_t
from cython.cimports.libc.stdio import snprintf
from cython.cimports.libc.stdlib import free
from cython.cimports.libc.string import memmove, memset
from cython.cimports.interpreter.vm.attribution import credit_again
from cython.cimports.interpreter.vm.calltree import note_call
from cython.cimports.interpreter.vm.debuginfo import call_error, make_traceback, next_level, variable_name
from cython.cimports.interpreter.vm.heap import (
    allocate, collect, collect_soon, count_pool, grab, new_closure, new_proto,
)  # fmt: skip
from cython.cimports.interpreter.vm.hooks import hook_builtin, hook_caught, hook_closed, hush_hooks, unhush_hooks
from cython.cimports.interpreter.vm.host import monotonic
from cython.cimports.interpreter.vm.opcode_numbers import (
    OP_CALL, OP_CALLV, OP_CALL_END, OP_CO_END, OP_FINISH_CLOSE, OP_FINISH_RETURN, OP_FINISH_UNWIND, OP_PCALL_DONE,
    OP_RETURNV, OP_RUN_END,
)  # fmt: skip
from cython.cimports.interpreter.vm.pools import (
    give_back_closer, give_back_frame, give_back_slots, pop_frame, quick_frame, quick_slots, rent_closer, rent_large,
    rent_slots, rent_varargs, trim_pools,
)  # fmt: skip
from cython.cimports.interpreter.vm.support import (
    arg_error, charge, check_function, drop_root, ensure_ret, fail, fail_memory, fail_plain, fail_s, flush_out,
    metafield, push_root, type_name_meta, warn_error,
)  # fmt: skip
from cython.cimports.interpreter.vm.coroutines import coroutine_failed
from cython.cimports.interpreter.vm.values import (
    AGAIN, BUILTIN, CELL, CLOSER_SLOTS, DONE, ERR_EXIT, ERR_INTERRUPT, ERR_LIMIT, ERR_LUA, ERR_MEMORY, EV_CALL,
    EV_CLOSE, EV_GC, EV_TOSTRING, FAILED, FALSE, FUN, F_BASE, F_BUILTIN, F_CLOSERS, F_CLOSING, F_CO_BASE, F_FINALIZER,
    F_GUARD, F_HANDLER, F_HIDDEN, F_HOST, F_KEEPS, F_META, F_PROTECTED, F_VARARGS, NCLASSES, NFUN, NIL, OPEN, BuiltinP,
    CellP, CloserP, ClosureP, Frame, FrameP, Instr, InstrP, Object, OpenValues, OpenValuesP, Proto, ProtoP, SiteCountsP,
    Value, ValueP, copy, go, isfun, isnum, isstr, likely, plua_load, plua_store, put_bool, put_nil, put_obj, unlikely,
    OPEN_HEADROOM,
)  # fmt: skip

# ---------------------------------------------------------------- the VM's own code


def make_internal(vm, which, last):
    """Build the two-instruction Proto `CALLV 1 0 -1; last` and its closure."""
    p: ProtoP = new_proto(vm)
    code: InstrP = cython.cast(InstrP, allocate(vm, 2 * cython.sizeof(Instr)))
    if code == cython.NULL:
        return False
    memset(code, 0, 2 * cython.sizeof(Instr))
    code[0].op = OP_CALLV
    code[0].a = 1
    code[0].c = OPEN
    code[1].op = last
    p.code = code
    p.ncode = 2
    p.nregs = 4
    p.pool = cython.address(vm.locals[0])
    vm.internal[which] = p
    vm.internal_cl[which] = new_closure(vm, p)
    return True


def init_calls(vm):
    ok: cython.bint = make_internal(vm, I_ROOT, OP_RUN_END) and make_internal(vm, I_RUN, OP_RUN_END)
    ok = ok and make_internal(vm, I_PCALL, OP_PCALL_DONE) and make_internal(vm, I_CO, OP_CO_END)
    ok = ok and make_internal(vm, I_TRAMPOLINE, OP_RETURNV) and make_internal(vm, I_CALL, OP_CALL_END)
    if not ok or push_open(vm) < 0:
        return False
    vm.internal[I_CALL].code[0].op = OP_CALL
    vm.internal[I_CALL].code[0].c = 1
    r: ValueP = rent_slots(vm, cython.address(vm.locals[0]))
    if r == cython.NULL:
        return False
    fr: FrameP = cython.cast(FrameP, allocate(vm, cython.sizeof(Frame)))
    if fr == cython.NULL:
        give_back_slots(vm, vm.locals, r)
        return False
    memset(fr, 0, cython.sizeof(Frame))
    fr.R = r
    vm.locals[0].n.rents -= 1          # the root's array belongs to the VM
    vm.locals[0].n.misses -= 1
    fr.cl = vm.internal_cl[I_ROOT]
    fr.pc = fr.cl.p.code
    fr.flags = F_BUILTIN | F_HIDDEN
    vm.root = fr
    vm.frame = fr
    return True


# ---------------------------------------------------------------- open values


def open_reserve(vm, front, back):
    """Make room for `front` values before the live ones and `back` after them."""
    o: OpenValuesP = vm.open
    head: int64_t = o.lo - o.base
    if head >= front and o.cap - head - o.n >= back:
        return 0
    new_head: int64_t = (front + o.n) * 2 + 256 if head < front else head
    cap: int64_t = new_head + (o.n + back) * 2 + 64
    base: ValueP = cython.NULL
    if grab(vm, cap * cython.sizeof(Value)):
        base = cython.cast(ValueP, allocate(vm, cap * cython.sizeof(Value)))
    if unlikely(base == cython.NULL):
        return fail_memory(vm)
    count_pool(vm, (cap - o.cap) * cython.cast(int64_t, cython.sizeof(Value)))
    memmove(base + new_head, o.lo, o.n * cython.sizeof(Value))
    free(o.base)
    o.base = base
    o.lo = base + new_head
    o.cap = cap
    return 0


def open_set(vm, src, n):
    o: OpenValuesP = vm.open
    i: int64_t
    if src >= o.base and src < o.base + o.cap:
        o.lo = src
        o.n = n
        return 0
    o.n = 0
    o.lo = o.base + (OPEN_HEADROOM if o.cap > OPEN_HEADROOM else 0)
    if unlikely(o.base + o.cap - o.lo < n):
        if open_reserve(vm, OPEN_HEADROOM, n) < 0:
            return FAILED
    d: ValueP = o.lo
    for i in range(n):
        copy(d + i, src + i)
    o.n = n
    vm.budget -= n >> 6
    return 0


def open_one(vm, src):
    """Make one value all there is in a buffer that has room for it."""
    o: OpenValuesP = vm.open
    o.lo = o.base + OPEN_HEADROOM
    copy(o.lo, src)
    o.n = 1


def open_prepend(vm, src, n):
    i: int64_t
    if unlikely(vm.open.lo - vm.open.base < n):
        if open_reserve(vm, n, 0) < 0:
            return FAILED
    o: OpenValuesP = vm.open
    o.lo -= n
    o.n += n
    for i in range(n):
        copy(o.lo + i, src + i)
    return 0


def open_append(vm, src, n):
    i: int64_t
    if open_reserve(vm, 0, n) < 0:
        return FAILED
    o: OpenValuesP = vm.open
    for i in range(n):
        copy(o.lo + o.n + i, src + i)
    o.n += n
    return 0


def push_open(vm):
    o: OpenValuesP = vm.free_open
    if o != cython.NULL:
        vm.free_open = o.prev
    else:
        o = cython.cast(OpenValuesP, allocate(vm, cython.sizeof(OpenValues)))
        if o == cython.NULL:
            return fail_memory(vm)
        o.cap = 320
        o.base = cython.cast(ValueP, allocate(vm, o.cap * cython.sizeof(Value)))
        if o.base == cython.NULL:
            free(o)
            return fail_memory(vm)
        count_pool(vm, cython.sizeof(OpenValues) + o.cap * cython.sizeof(Value))
    o.lo = o.base + 256
    o.n = 0
    o.prev = vm.open
    vm.open = o
    return 0


def pop_open(vm):
    o: OpenValuesP = vm.open
    vm.open = o.prev
    o.n = 0
    if o.cap > 65536:
        bytes: int64_t = cython.sizeof(OpenValues) + o.cap * cython.sizeof(Value)
        count_pool(vm, -bytes)
        free(o.base)
        free(o)
        return
    o.prev = vm.free_open
    vm.free_open = o


# ---------------------------------------------------------------- frames


def stack_overflow(vm):
    """Fail for want of frames; the second time, in the handler of the first, no handler is asked again."""
    if vm.overflow_room:
        return error_in_handling(vm)
    return fail_s(vm, b"%s", b"stack overflow")


def push_frame(vm, callee, args, n):
    p: ProtoP = callee.p
    cur: FrameP = vm.frame
    i: int64_t
    np: int64_t = p.nparams
    if unlikely(cur.level >= vm.max_level):
        stack_overflow(vm)
        return cython.NULL
    r: ValueP
    if likely(p.pool.cls != NCLASSES):
        r = quick_slots(vm, p.pool)
    else:
        r = rent_large(vm, p.pool, p.nregs)
    if unlikely(r == cython.NULL):
        fail_memory(vm)
        return cython.NULL
    misses: int64_t = vm.frames.misses
    fr: FrameP = quick_frame(vm)
    if unlikely(fr == cython.NULL):
        give_back_slots(vm, vm.locals, r)
        fail_memory(vm)
        return cython.NULL
    if cur.level + 1 > vm.peak_level:
        vm.peak_level = cur.level + 1
    for i in range(np):
        if i < n:
            copy(r + i, args + i)
        else:
            r[i].tag = NIL
    if p.is_vararg and n > np and unlikely(not give_varargs(vm, fr, args + np, n - np)):
        give_back_slots(vm, vm.locals, r)
        give_back_frame(vm, fr)
        fail_memory(vm)
        return cython.NULL
    if unlikely(p == vm.kept_proto):
        begin_kept(vm, fr, r)
    fr.prev = cur
    fr.R = r
    fr.cl = callee
    fr.pc = p.code
    fr.level = cur.level + 1
    vm.frame = fr
    if unlikely(vm.counting):
        p.entries += 1
        p.fresh += vm.frames.misses - misses
        note_call(vm, fr, vm.frames.misses != misses)
    return fr


def begin_kept(vm, fr, r):
    """Move the locals of earlier chunks that a chunk begins with into its frame: a value assigned over is garbage then.

    What a run before this one has captured is copied.
    """
    i: cython.int
    v: ValueP
    fr.flags |= F_KEEPS
    for i in range(vm.kept_proto.nparams):
        v = vm.pins + vm.kept[i].pin
        if unlikely(v.tag == CELL):
            copy(r + i, cython.address(cython.cast(CellP, v.v.o).v))
        else:
            copy(r + i, v)
            put_nil(v)


def keep_locals(vm, fr):
    """Keep the locals of a chunk that is left; nothing is allocated, for it may be left for want of memory."""
    i: cython.int = 0
    pc: cython.int = cython.cast(cython.int, fr.pc - fr.cl.p.code)
    while i < vm.nkept and vm.kept[i].start <= pc:
        copy(vm.pins + vm.kept[i].pin, fr.R + vm.kept[i].reg)
        i += 1
    vm.kept_active = i
    fr.flags &= ~F_KEEPS


def give_varargs(vm, fr, src, n):
    """Rent the buffer of the frame's varargs and fill it; return whether there was memory."""
    i: int64_t
    va: ValueP = rent_varargs(vm, n)
    if unlikely(va == cython.NULL):
        return False
    fr.va = va
    fr.nva = n
    fr.flags |= F_VARARGS
    for i in range(n):
        copy(va + i, src + i)
    vm.budget -= n >> 6
    return True


def push_internal(vm, which, flags):
    fr: FrameP = push_frame(vm, vm.internal_cl[which], cython.NULL, 0)
    i: cython.int
    if unlikely(fr == cython.NULL):
        return fr
    fr.flags = flags
    for i in range(4):
        fr.R[i].tag = NIL
    return fr


def deliver(vm, R, pc, src, n):
    d: ValueP = R + pc.a
    i: int64_t
    want: int64_t = pc.c
    if unlikely(want < 0):
        return open_set(vm, src, n)
    for i in range(want):
        if i < n:
            copy(d + i, src + i)
        else:
            d[i].tag = NIL
    if src == vm.open.lo:
        vm.open.n = 0
    return 0


def deliver_after(vm, R, pc, first, src, n):
    d: ValueP = R + pc.a
    want: int64_t = pc.c
    i: int64_t
    if want < 0:
        if open_set(vm, src, n) < 0:
            return FAILED
        flag: ValueP = cython.address(vm.tmp[7])
        put_bool(flag, first)
        return open_prepend(vm, flag, 1)
    if want > 0:
        # the source may lie above the destination in the same registers: copy upwards from a safe distance
        for i in range(1, want):
            if i - 1 >= n:
                d[i].tag = NIL
        i = want - 1 if want - 1 < n else n
        while i > 0:
            copy(d + i, src + i - 1)
            i -= 1
        put_bool(d, first)
    if src == vm.open.lo:
        vm.open.n = 0
    return 0


def resume_frame(vm):
    fr: FrameP = vm.frame
    return go(vm, fr.R, fr.pc + 1, fr.cl.p.k, fr.cl)


def return_values(vm, src, n):
    fr: FrameP = vm.frame
    prev: FrameP = fr.prev
    if fr.flags & F_CLOSERS:
        return start_closing(vm, src, n)
    if unlikely(fr.flags & F_KEEPS):
        keep_locals(vm, fr)
    cont: cython.int = fr.cont
    if cont:
        if likely(n == 1) and likely(vm.open.cap > OPEN_HEADROOM):
            open_one(vm, src)
        elif open_set(vm, src, n) < 0:
            return raise_(vm)
        leave_level(vm)
        pop_frame(vm, fr)
        return vm.table[cont](vm, prev.R, prev.pc, prev.cl.p.k, prev.cl)
    if deliver(vm, prev.R, prev.pc, src, n) < 0:
        return raise_(vm)
    pop_frame(vm, fr)
    return go(vm, prev.R, prev.pc + 1, prev.cl.p.k, prev.cl)


def call_builtin(vm, f, b, args, n):
    if unlikely(vm.hooks):
        return hook_builtin(vm, f, b, args, n)
    note_builtin(vm, f, b)
    return b.fn(vm, args, cython.cast(cython.int, n))


def invoke(vm, f, args, n, cont):
    fr: FrameP = vm.frame
    new: FrameP
    b: BuiltinP
    count: cython.int
    if unlikely(vm.ccalls + 1 >= vm.max_ccalls) and check_levels(vm) < 0:
        return raise_(vm)
    if f.tag == FUN:
        new = push_frame(vm, cython.cast(ClosureP, f.v.o), args, n)
        vm.open.n = 0
        if unlikely(new == cython.NULL):
            return raise_(vm)
        new.cont = cont
        new.flags |= F_META
        vm.n_meta += 1
        enter_level(vm)
        return go(vm, new.R, new.pc, new.cl.p.k, new.cl)
    if f.tag != BUILTIN and f.tag != NFUN:
        return invoke_object(vm, f, args, n, cont)
    b = builtin_of(f)
    if b.fn == cython.NULL:
        new = push_internal(vm, I_TRAMPOLINE, F_BUILTIN | F_HIDDEN | F_META)
        if unlikely(new == cython.NULL):
            return raise_(vm)
        enter_level(vm)
        if open_set(vm, args, n) < 0:
            return raise_(vm)
        new.cont = cont
        copy(new.R + 1, f)
        return go(vm, new.R, new.pc, new.cl.p.k, new.cl)
    if open_set(vm, args, n) < 0:          # vm.tmp is neither marked nor safe from what the builtin calls
        return raise_(vm)
    vm.ccalls += 1
    vm.nested_plain += cont == OP_FINISH_UNWIND    # no instruction of the frame calls it then
    count = call_builtin(vm, f, b, vm.open.lo, n)
    vm.nested_plain -= cont == OP_FINISH_UNWIND
    vm.ccalls -= 1
    if count < 0 or open_set(vm, vm.ret, count) < 0:
        return raise_(vm)
    return vm.table[cont](vm, fr.R, fr.pc, fr.cl.p.k, fr.cl)


def invoke_object(vm, f, args, n, cont):
    """Call a value that is no function for `invoke`: its __call with the value before the arguments."""
    target: ValueP = cython.address(vm.tmp[0])
    if metafield(vm, f, EV_CALL) == cython.NULL:
        call_error(vm, f)
        return raise_(vm)
    copy(target, f)
    if open_set(vm, args, n) < 0:
        return raise_(vm)
    while not isfun(target):
        if take_callee(vm, target) < 0:
            return raise_(vm)
    return invoke(vm, target, vm.open.lo, vm.open.n, cont)


def add_self(vm, f):
    """Put an object that is called before its arguments; a loop of __call fields comes to an end here."""
    if unlikely(vm.open.n >= MOST_ARGUMENTS):
        return stack_overflow(vm)
    return open_prepend(vm, f, 1)


def call_object(vm, R, pc):
    """Call what is no function by its __call."""
    f: ValueP = R + pc.a
    mm: ValueP = metafield(vm, f, EV_CALL)
    vm.frame.pc = pc
    if mm == cython.NULL:
        call_error(vm, f)
        return throw_(vm, R, pc, cython.NULL, cython.NULL)
    if mm.tag == FUN:                   # the object stands where its function's first argument would
        return enter_function(vm, R, pc, cython.cast(ClosureP, mm.v.o), f, pc.b + 1)
    if open_set(vm, f + 1, pc.b) < 0:
        return raise_(vm)
    return enter_open(vm, R, pc, vm.frame.cl.p.k, vm.frame.cl)


def take_callee(vm, f):
    """Put what an object's __call is in its place, and the object before the arguments, in the open buffer."""
    mm: ValueP = metafield(vm, f, EV_CALL)
    if mm == cython.NULL:
        call_error(vm, f)
        return FAILED
    if add_self(vm, f) < 0:
        return FAILED
    copy(f, mm)
    return 0


def enter_open(vm, R, pc, K, cl):
    f: ValueP = R + pc.a
    o: OpenValuesP = vm.open
    fr: FrameP
    b: BuiltinP
    count: cython.int
    vm.frame.pc = pc
    while unlikely(not isfun(f)):
        if take_callee(vm, f) < 0:
            return throw_(vm, R, pc, K, cl)
    if f.tag == FUN:
        fr = push_frame(vm, cython.cast(ClosureP, f.v.o), o.lo, o.n)
        o.n = 0
        if unlikely(fr == cython.NULL):
            return throw_(vm, R, pc, K, cl)
        return begin_function(vm, fr.R, fr.pc, fr.cl.p.k, fr.cl)
    b = builtin_of(f)
    if b.fn == cython.NULL:
        vm.args = o.lo
        vm.nargs = cython.cast(cython.int, o.n)
        note_builtin(vm, f, b)
        return b.op(vm, R, pc, K, cl)
    count = call_builtin(vm, f, b, o.lo, o.n)
    o.n = 0
    if likely(pc.c == 1) and likely(count > 0):
        copy(f, vm.ret)
    elif unlikely(count < 0) or unlikely(deliver(vm, R, pc, vm.ret, count) < 0):
        return throw_builtin(vm, R, pc, K, cl)
    if unlikely(vm.used > vm.limit):
        return gc_here(vm, R, pc, K, cl)
    return go(vm, R, pc + 1, K, cl)


# ---------------------------------------------------------------- nested runs


def run(vm, R, pc, K, cl):
    site: SiteCountsP = vm.site
    status: cython.int = go(vm, R, pc, K, cl)
    while status == AGAIN:
        status = vm.table[vm.tpc.op](vm, vm.tR, vm.tpc, vm.tK, vm.tcl)
    if unlikely(vm.attributing):
        credit_again(vm, site)
    return status


def call_flags(vm, f, args, n, flags):
    b: BuiltinP
    if flags == 0 and (f.tag == BUILTIN or f.tag == NFUN):
        b = builtin_of(f)
        if b.fn != cython.NULL and not vm.hooks and vm.ccalls + 1 < vm.max_ccalls:
            return call_plain(vm, f, b, args, n)
    return call_nested(vm, f, args, n, flags)


def call_plain(vm, f, b, args, n):
    """Call a builtin from a builtin without a frame; the open values keep its arguments and the caller marked."""
    outer: BuiltinP = vm.builtin
    self: Value = vm.self
    count: cython.int = FAILED
    if push_open(vm) < 0:
        return FAILED
    if open_set(vm, args, n) == 0 and open_append(vm, cython.address(self), 1) == 0:
        vm.ccalls += 1
        vm.nested_plain += 1
        count = call_builtin(vm, f, b, vm.open.lo, n) if charge(vm, 1) == 0 else FAILED
        vm.nested_plain -= 1
        if count < 0 and outer != cython.NULL:
            handle_above(vm, cython.address(self))
        vm.ccalls -= 1
    pop_open(vm)
    if count >= 0:
        vm.builtin = outer
        vm.self = self
    return count


def handle_above(vm, self):
    """Run the message handler for a builtin called without a frame: the one that called it is a level now."""
    fr: FrameP
    plain: cython.int = vm.nested_plain
    if vm.err_handled or vm.err_kind != ERR_LUA or vm.frame.level >= vm.max_level:
        return
    fr = push_internal(vm, I_RUN, F_BUILTIN)
    if fr == cython.NULL:
        return
    copy(fr.R, self)
    vm.nested_plain = 0
    handle_error(vm)
    vm.nested_plain = plain
    pop_frame(vm, fr)


def check_levels(vm):
    """Fail when one C level more is the last, or beyond what message handlers get on top."""
    vm.ccalls += 1
    status: cython.int = check_level(vm)
    if status < 0:
        handle_error(vm)                   # the handler runs above the level that was refused
    vm.ccalls -= 1
    return status


def check_level(vm):
    """Fail when the level just entered is the last, or beyond what message handlers get on top."""
    if vm.ccalls == vm.max_ccalls:
        fail_overflow(vm)
        return FAILED
    if vm.ccalls >= vm.max_ccalls + vm.max_ccalls // 10:
        return error_in_handling(vm)
    return 0


def fail_overflow(vm):
    if vm.builtin == cython.NULL:
        fail_s(vm, b"%s", b"C stack overflow")
    else:
        fail_plain(vm, b"C stack overflow")


def error_in_handling(vm):
    """Fail for want of room for a message handler: none is called for this."""
    fail_plain(vm, b"error in error handling")
    vm.err_handled = 1
    return FAILED


def enter_level(vm):
    """Count a frame that PUC would run a C function for."""
    vm.ccalls += 1
    vm.co.levels += 1


def leave_level(vm):
    """Count it no longer; what was there before a resume or a caught error is not counted any more (see Co)."""
    if vm.co.levels > 0:
        vm.ccalls -= 1
        vm.co.levels -= 1


def forget_levels(vm, co):
    """Count no frame of the coroutine as a C level: PUC's C stack is gone after a yield or a caught error."""
    vm.ccalls -= co.levels
    co.levels = 0


def call_nested(vm, f, args, n, flags):
    """Run a function in a nested run() on a BASE frame."""
    outer: BuiltinP = vm.builtin
    plain: cython.int = vm.nested_plain
    self: Value = vm.self
    function: Value = f[0]
    status: cython.int
    if unlikely(vm.ccalls + 1 >= vm.max_ccalls) and check_levels(vm) < 0:
        return FAILED
    fr: FrameP = push_internal(vm, I_RUN, F_BUILTIN | F_BASE | flags)
    if fr == cython.NULL:
        return FAILED
    vm.n_builtin += 1
    if outer == cython.NULL:
        fr.flags |= F_HIDDEN
    else:
        copy(fr.R, cython.address(self))
    copy(fr.R + 1, cython.address(function))
    copy(fr.R + 3, cython.address(self))   # marked until it is restored
    if push_open(vm) < 0:
        pop_frame(vm, fr)
        return FAILED
    status = open_set(vm, args, n)
    if status == 0:
        vm.ccalls += 1
        vm.co.unyieldable += 1
        vm.nested_plain = 0
        status = run(vm, fr.R, fr.pc, cython.NULL, fr.cl)
        vm.nested_plain = plain
        vm.co.unyieldable -= 1
        vm.ccalls -= 1
    else:
        pop_frame(vm, fr)
    return end_nested(vm, status, outer, cython.address(self))


def call_one(vm, f, args, n):
    """As call_flags for callbacks that give one value: a Lua function is entered without the open buffer."""
    status: cython.int
    if f.tag == FUN and vm.ccalls + 1 < vm.max_ccalls:
        return call_closure(vm, cython.cast(ClosureP, f.v.o), args, n)
    status = call_flags(vm, f, args, n, 0)
    if status == 0:
        put_nil(vm.ret)
    return 0 if status >= 0 else FAILED


def call_closure(vm, callee, args, n):
    outer: BuiltinP = vm.builtin
    plain: cython.int = vm.nested_plain
    self: Value = vm.self
    status: cython.int
    open_kept: cython.bint = vm.open.n > 0
    new: FrameP
    fr: FrameP
    if unlikely(charge(vm, 1) < 0):        # a builtin may call for ever what neither loops nor calls
        return FAILED
    fr = push_internal(vm, I_CALL, F_BUILTIN | F_BASE)
    if unlikely(fr == cython.NULL):
        return FAILED
    vm.n_builtin += 1
    copy(fr.R, cython.address(self))
    put_obj(fr.R + 1, callee, FUN)
    new = push_frame(vm, callee, args, n)
    if unlikely(new == cython.NULL) or (open_kept and push_open(vm) < 0):
        return raise_(vm)                  # unwinds to the BASE frame: FAILED
    vm.ccalls += 1
    vm.co.unyieldable += 1
    vm.nested_plain = 0
    status = run(vm, new.R, new.pc, callee.p.k, callee)
    vm.nested_plain = plain
    vm.co.unyieldable -= 1
    vm.ccalls -= 1
    if open_kept:
        pop_open(vm)
    vm.builtin = outer
    copy(cython.address(vm.self), cython.address(self))
    return status


def op_call_end(vm, R, pc, K, cl):
    copy(vm.ret, R + 1)
    pop_frame(vm, vm.frame)
    return DONE


def end_nested(vm, status, outer, self):
    """Hand the results of a nested run over in vm.ret; restore what the caller was."""
    i: int64_t
    o: OpenValuesP = vm.open
    if status == DONE:
        if ensure_ret(vm, o.n):
            status = cython.cast(cython.int, o.n)
            for i in range(o.n):
                copy(vm.ret + i, o.lo + i)
        else:
            status = FAILED
    pop_open(vm)
    vm.builtin = outer
    copy(cython.address(vm.self), self)
    return status


def run_finalizers(vm):
    """Call the pending __gc metamethods, errors becoming warnings; FAILED only for an interrupt and the like."""
    o: cython.pointer[Object]
    v: Value
    mm: ValueP
    if vm.in_finalizer or vm.npending == 0:
        return 0
    err: Value = vm.err
    kind: cython.int = vm.err_kind
    handled: cython.int = vm.err_handled
    root: cython.int = push_root(vm, cython.address(err))
    if root < 0:
        return FAILED
    vm.in_finalizer = 1
    quiet: cython.int = hush_hooks(vm)
    while vm.npending > 0:
        vm.npending -= 1
        o = vm.pending[vm.npending]
        put_obj(cython.address(v), o, o.kind)
        mm = metafield(vm, cython.address(v), EV_GC)
        if mm == cython.NULL or (vm.closing == NO_MORE_LUA and mm.tag != BUILTIN):
            continue
        if call_flags(vm, mm, cython.address(v), 1, F_PROTECTED | F_FINALIZER) < 0:
            if vm.err_kind == ERR_INTERRUPT or vm.err_kind == ERR_LIMIT or vm.err_kind == ERR_EXIT:
                vm.in_finalizer = 0
                unhush_hooks(vm, quiet)
                drop_root(vm, root)
                return FAILED
            warn_error(vm, b"__gc")
    vm.in_finalizer = 0
    unhush_hooks(vm, quiet)
    drop_root(vm, root)
    vm.err = err
    vm.err_kind = kind
    vm.err_handled = handled
    return 0


# ---------------------------------------------------------------- errors


def set_error(vm, v):
    copy(cython.address(vm.err), v)
    vm.err_kind = ERR_LUA
    vm.err_handled = 0


def is_final(kind):
    """Return whether no protected call catches errors of the kind."""
    return kind != ERR_LUA and kind != ERR_MEMORY


def catchable(vm):
    return not is_final(vm.err_kind)


def throw_(vm, R, pc, K, cl):
    vm.frame.pc = pc
    vm.builtin = cython.NULL
    return raise_(vm)


def throw_builtin(vm, R, pc, K, cl):
    vm.frame.pc = pc
    return raise_(vm)


def find_guard(vm):
    """Return the protected call that will catch the error, NULL when none in this coroutine will."""
    fr: FrameP = vm.frame
    stop: FrameP
    while fr != cython.NULL:
        if fr.flags & (F_PROTECTED | F_CO_BASE | F_HOST):
            return fr if fr.flags & F_HOST else cython.cast(FrameP, cython.NULL)
        if fr.flags & F_GUARD:
            return fr
        stop = unwound_to(fr)
        if stop != cython.NULL and is_final(stop.nva):
            return cython.NULL
        fr = fr.prev if stop == cython.NULL else stop
    return cython.NULL


def run_handler(vm, guard):
    """Call the message handler on top of the failing frame; its result is the new error."""
    err: Value = vm.err
    kind: cython.int = vm.err_kind
    room: uint32_t = 0
    if vm.overflow_room == 0 and vm.frame.level >= vm.max_level:
        room = vm.frame.level + OVERFLOW_ROOM - vm.max_level       # free frames may have let it grow further
    vm.overflow_room += room
    vm.max_level += room
    count: cython.int = call_flags(vm, guard.R + 2, cython.address(err), 1, F_HANDLER)
    vm.max_level -= room
    vm.overflow_room -= room
    if count > 0:
        copy(cython.address(vm.err), vm.ret)
    elif count == 0:
        vm.err.tag = NIL
    if count >= 0:
        vm.err_kind = kind


def push_handler(vm):
    """Make the host's message handler the running builtin, on a frame of the one that failed; NULL: no memory."""
    fr: FrameP = push_internal(vm, I_RUN, F_BUILTIN if vm.builtin != cython.NULL else F_BUILTIN | F_HIDDEN)
    if fr != cython.NULL:
        copy(fr.R, cython.address(vm.self))
        vm.builtin = vm.handler_builtin
        vm.self.v.b = vm.handler_builtin
        vm.self.tag = BUILTIN
    return fr


def describe_error(vm, mm):
    """Ask an error's __tostring for the message. If that fails, its error is the one the host sees."""
    builtin: BuiltinP = vm.builtin
    err: Value = vm.err
    self: Value = vm.self
    count: cython.int = FAILED
    fr: FrameP = push_handler(vm)
    if fr != cython.NULL:
        count = call_flags(vm, mm, cython.address(err), 1, F_HOST)
        pop_frame(vm, fr)
    vm.builtin = builtin
    copy(cython.address(vm.self), cython.address(self))
    if count >= 0:
        set_error(vm, cython.address(err))
    return count


def tell_host(vm):
    """Do what lua's message handler does: an error that is no string may describe itself, others get a traceback.

    A host is given both: what describes itself was raised somewhere, too.
    """
    mm: ValueP = cython.NULL
    count: cython.int = 0
    put_nil(cython.address(vm.message))
    if not isstr(cython.address(vm.err)) and not isnum(cython.address(vm.err)):
        mm = metafield(vm, cython.address(vm.err), EV_TOSTRING)
    if mm != cython.NULL:
        vm.max_level += 200
        count = describe_error(vm, mm)
        vm.max_level -= 200
    if count > 0 and isstr(vm.ret):
        copy(cython.address(vm.message), vm.ret)
        if vm.owns_process:
            put_nil(cython.address(vm.traceback))
        else:
            make_traceback(vm)
    elif count >= 0 or not vm.err_handled:
        make_traceback(vm)


def handle_error(vm):
    """Run the message handler, or write the traceback for the host: once for each error, before anything is unwound."""
    guard: FrameP
    if vm.err_handled:
        return
    if catchable(vm):
        guard = find_guard(vm)
        if guard != cython.NULL:
            if guard.flags & F_HOST:
                if vm.err_kind != ERR_MEMORY or not vm.owns_process:
                    tell_host(vm)
            elif guard.flags & F_HANDLER and vm.err_kind != ERR_MEMORY:    # without memory no handler is called
                run_handler(vm, guard)
    elif vm.err_kind != ERR_EXIT:
        make_traceback(vm)
    vm.err_handled = 1


def raise_(vm):
    handle_error(vm)
    return raise_again(vm)


def raise_again(vm):
    """Choose where the error stops, keep it there and unwind."""
    fr: FrameP = find_stop(vm)
    if fr.flags & F_CO_BASE:
        return coroutine_dies(vm)
    if fr.flags & F_BASE and catchable(vm) and is_fatal(vm, fr):
        return leave_run(vm, fr)
    is_caught: cython.bint = fr.flags & (F_GUARD | F_CLOSING) == F_GUARD
    keep_error(vm, fr)
    hide_frames(vm, vm.frame, fr)
    if is_caught:
        leave_caught(vm)
    return unwind_to(vm, fr)


def is_fatal(vm, base):
    """Return whether an error that leaves a nested run will reach the coroutine's bottom."""
    fr: FrameP = base
    if vm.kept_runs > 0:
        return False
    while fr != cython.NULL and fr.flags & (F_PROTECTED | F_HOST | F_GUARD) == 0:
        if fr.flags & F_CO_BASE:
            return True
        if unwound_to(fr) != cython.NULL:
            return False
        fr = fr.prev
    return False


def leave_run(vm, base):
    """Let the nested run's caller fail, its frames not unwound: the dead coroutine keeps them for traceback."""
    if vm.failed == cython.NULL:
        vm.failed = vm.frame
    vm.frame = base.prev
    return FAILED


def coroutine_dies(vm):
    if vm.failed != cython.NULL:
        vm.frame = vm.failed
        vm.failed = cython.NULL
    return coroutine_failed(vm)


def find_stop(vm):
    """Return the frame that stops the error: of an error in a closer that an interrupt calls, the interrupt's."""
    fr: FrameP = vm.frame
    stop: FrameP
    kinds: uint32_t = F_BASE | F_CO_BASE
    if catchable(vm):
        kinds |= F_GUARD
    while fr.flags & kinds == 0:
        stop = unwound_to(fr)
        if stop == cython.NULL:
            fr = fr.prev
        elif is_final(stop.nva):
            return stop
        else:
            fr = stop
    return fr


def head_of(fr):
    c: CloserP = fr.tbc
    while not c.is_head:
        c = c.next
    return c


def unwound_to(fr):
    """Return the frame that the frame is being unwound to while one of its closers runs, else NULL."""
    if fr.flags & (F_CLOSERS | F_HIDDEN) != F_CLOSERS | F_HIDDEN:
        return cython.NULL
    return cython.cast(FrameP, head_of(fr).next)


def keep_error(vm, stop):
    """Keep the error in the frame that stops it: closers may overwrite vm.err."""
    if stop.flags & F_CLOSING == 0 or not is_final(stop.nva) or not catchable(vm):
        copy(stop.R + 1, cython.address(vm.err))
        stop.nva = vm.err_kind
        stop.left = vm.err_handled
    elif stop.nva == ERR_EXIT:             # os.exit goes on, but the next closers see the error of this one
        copy(stop.R + 1, cython.address(vm.err))
    stop.flags |= F_CLOSING


def hide_frames(vm, top, stop):
    """Hide what is being unwound: no level of a traceback of errors in closers, and none of C's when they run."""
    hidden: FrameP
    while top != stop:
        hidden = unwound_to(top)           # below it all is hidden up to there
        top.flags |= F_HIDDEN
        leave_frame_level(vm, top)
        top = top.prev if hidden == cython.NULL else hidden


def leave_frame_level(vm, fr):
    """Count a frame to be unwound as a C level no longer; a guard that caught an error does not count already."""
    if fr.flags & F_META or fr.flags & (F_GUARD | F_CLOSING) == F_GUARD:
        leave_level(vm)
    fr.flags &= ~(F_META | F_GUARD)


def unwind_to(vm, stop):
    """Go frame by frame to the one that stops the error: close its variables, give it back."""
    fr: FrameP
    value: ValueP = cython.address(vm.tmp[6])        # no local whose address escapes: it would cost the tail call
    while vm.frame != stop:
        fr = vm.frame
        while fr.flags & F_CLOSERS and next_closer(vm, fr, 0, value):
            if not leaves_closers(vm, stop):
                head_of(fr).next = cython.cast(CloserP, stop)
                return call_closer(vm, value, stop.R + 1, OP_FINISH_UNWIND)
        if unlikely(fr.flags & F_KEEPS):
            keep_locals(vm, fr)
        pop_frame(vm, fr)
    return stop_unwinding(vm, stop)


def leaves_closers(vm, stop):
    """Return whether the process ends without closing its state: then no closer runs."""
    return stop.nva == ERR_EXIT and vm.owns_process and not vm.exit_closes


def stop_unwinding(vm, stop):
    fr: FrameP = stop.prev
    copy(cython.address(vm.err), stop.R + 1)
    vm.err_kind = stop.nva
    vm.err_handled = stop.left
    if stop.flags & F_BASE:
        pop_frame(vm, stop)
        return FAILED
    if unlikely(vm.hooks) and hook_caught(vm, stop) < 0:
        return raise_(vm)
    if deliver_after(vm, fr.R, fr.pc, False, stop.R + 1, 1) < 0:
        return raise_(vm)
    pop_frame(vm, stop)
    vm.err.tag = NIL
    vm.err_kind = ERR_LUA
    if unlikely(vm.used > vm.limit):           # a chain of failing calls makes garbage without ever making a call
        return gc_here(vm, fr.R, fr.pc, fr.cl.p.k, fr.cl)
    return resume_frame(vm)


# ---------------------------------------------------------------- to-be-closed variables


def mark_to_be_closed(vm, reg, block):
    fr: FrameP = vm.frame
    v: ValueP = fr.R + reg
    c: CloserP
    if v.tag == CELL:
        v = cython.address(cython.cast(CellP, v.v.o).v)
    if v.tag == NIL or v.tag == FALSE:
        return 0
    if metafield(vm, v, EV_CLOSE) == cython.NULL:
        return fail_s(vm, b"variable '%s' got a non-closable value", variable_name(vm, fr, reg))
    if fr.flags & F_CLOSERS == 0:
        c = rent_closer(vm, True)
        if unlikely(c == cython.NULL):
            return fail_memory(vm)
        fr.tbc = c
        fr.flags |= F_CLOSERS
    c = fr.tbc
    if c.is_head or c.base != block or c.n == CLOSER_SLOTS:
        c = rent_closer(vm, False)
        if unlikely(c == cython.NULL):
            return fail_memory(vm)
        c.next = fr.tbc
        c.base = block
        fr.tbc = c
    c.regs[c.n] = reg
    c.n += 1
    return 0


def next_closer(vm, fr, above, d):
    c: CloserP = fr.tbc
    v: ValueP
    while not c.is_head and c.n == 0:
        fr.tbc = c.next
        give_back_closer(vm, c)
        c = fr.tbc
    if c.is_head:
        fr.tbc = cython.NULL
        fr.flags &= ~F_CLOSERS
        give_back_closer(vm, c)
        return False
    if c.regs[c.n - 1] < above:
        return False
    c.n -= 1
    v = fr.R + c.regs[c.n]
    if v.tag == CELL:
        v = cython.address(cython.cast(CellP, v.v.o).v)
    copy(d, v)
    return True


def call_closer(vm, v, err, cont):
    mm: ValueP = metafield(vm, v, EV_CLOSE)
    args: ValueP = cython.address(vm.tmp[1])
    if mm == cython.NULL:
        mm = cython.address(vm.nilv)       # gone since the declaration: an attempt to call nil
    if cont == OP_FINISH_UNWIND and not isfun(mm) and metafield(vm, mm, EV_CALL) == cython.NULL:
        fail_closer(vm, mm)
        return raise_(vm)
    copy(args, v)
    copy(args + 1, err)
    copy(cython.address(vm.tmp[0]), mm)
    return invoke(vm, cython.address(vm.tmp[0]), args, 2, cont)


def fail_closer(vm, mm):
    """While unwinding, the failing frame no longer counts: the error has no position and no name."""
    text: cython.char[256]
    snprintf(text, 256, b"attempt to call a %s value", type_name_meta(vm, mm))
    vm.builtin = cython.NULL
    fail_plain(vm, text)


def start_closing(vm, src, n):
    """Return from a frame with pending closers: keep its results in the place of its varargs, then close."""
    fr: FrameP = vm.frame
    old: ValueP = fr.va
    had: cython.bint = fr.flags & F_VARARGS
    if n > 0 and unlikely(not give_varargs(vm, fr, src, n)):
        fail_memory(vm)
        return raise_(vm)
    if n == 0:
        fr.flags &= ~F_VARARGS
    fr.nva = n
    fr.flags |= F_CLOSING
    if had:
        give_back_slots(vm, vm.varargs, old)
    vm.open.n = 0
    return go_on_returning(vm)


def go_on_returning(vm):
    fr: FrameP = vm.frame
    value: ValueP = cython.address(vm.tmp[6])
    if fr.flags & F_CLOSERS and next_closer(vm, fr, 0, value):
        return call_closer(vm, value, cython.address(vm.nilv), OP_FINISH_RETURN)
    fr.flags &= ~F_CLOSING
    if unlikely(vm.hooks) and hook_closed(vm) < 0:
        return raise_(vm)
    return return_values(vm, fr.va, fr.nva)


def op_finish_return(vm, R, pc, K, cl):
    vm.open.n = 0
    return go_on_returning(vm)


def op_finish_unwind(vm, R, pc, K, cl):
    vm.open.n = 0
    return unwind_to(vm, unwound_to(vm.frame))


def op_finish_close(vm, R, pc, K, cl):
    """Run the CLOSE again, without its hooks: it goes on with the next variable."""
    vm.open.n = 0
    return op_close(vm, R, pc, K, cl)


def op_close(vm, R, pc, K, cl):
    if likely(vm.frame.flags & F_CLOSERS == 0):
        return go(vm, R, pc + 1, K, cl)
    return close_variables(vm, R, pc, K, cl)


def close_variables(vm, R, pc, K, cl):
    value: ValueP = cython.address(vm.tmp[6])
    fr: FrameP = vm.frame
    fr.pc = pc
    if next_closer(vm, fr, pc.a, value):
        return call_closer(vm, value, cython.address(vm.nilv), OP_FINISH_CLOSE)
    return go(vm, R, pc + 1, K, cl)


def op_tbc(vm, R, pc, K, cl):
    vm.frame.pc = pc
    if mark_to_be_closed(vm, pc.a, pc.b) < 0:
        return throw_(vm, R, pc, K, cl)
    return go(vm, R, pc + 1, K, cl)


# ---------------------------------------------------------------- ends of the VM's own code


def op_run_end(vm, R, pc, K, cl):
    pop_frame(vm, vm.frame)
    return DONE


def op_pcall_done(vm, R, pc, K, cl):
    fr: FrameP = vm.frame
    prev: FrameP = fr.prev
    if deliver_after(vm, prev.R, prev.pc, True, vm.open.lo, vm.open.n) < 0:
        return raise_(vm)
    pop_frame(vm, fr)
    leave_level(vm)
    return go(vm, prev.R, prev.pc + 1, prev.cl.p.k, prev.cl)


def enter_guard(vm, flags):
    """Push the frame of a protected call; NULL: the stack is too deep."""
    fr: FrameP = push_internal(vm, I_PCALL, F_BUILTIN | F_GUARD | flags)
    if likely(fr != cython.NULL):
        enter_level(vm)
        vm.n_pcall += 1
    return fr


def leave_caught(vm):
    """Count the protected call that caught an error no longer: in a coroutine PUC gives up its C stack for that."""
    if vm.co == vm.main_co or vm.co.unyieldable > 0:
        leave_level(vm)
    else:
        forget_levels(vm, vm.co)


def start_pcall(vm, flags, function, args, n):
    """Push the frame of pcall and enter the function on it."""
    fr: FrameP = enter_guard(vm, flags)
    new: FrameP
    if unlikely(fr == cython.NULL):
        return raise_(vm)
    copy(fr.R, cython.address(vm.self))
    copy(fr.R + 1, function)
    if unlikely(vm.ccalls >= vm.max_ccalls) and check_level(vm) < 0:
        return raise_(vm)                  # caught by this very call
    if function.tag == FUN:
        new = push_frame(vm, cython.cast(ClosureP, function.v.o), args, n)
        vm.open.n = 0
        if unlikely(new == cython.NULL):
            return raise_(vm)
        return go(vm, new.R, new.pc, new.cl.p.k, new.cl)
    if open_set(vm, args, n) < 0:
        return raise_(vm)
    return go(vm, fr.R, fr.pc, cython.NULL, fr.cl)


def bi_pcall(vm, R, pc, K, cl):
    if vm.nargs == 0:
        arg_error(vm, 0, b"value expected")
        return throw_builtin(vm, R, pc, K, cl)
    vm.frame.pc = pc
    return start_pcall(vm, 0, vm.args, vm.args + 1, vm.nargs - 1)


def bi_xpcall(vm, R, pc, K, cl):
    vm.frame.pc = pc
    if check_function(vm, vm.args, vm.nargs, 1) < 0:
        return raise_(vm)
    return start_xpcall(vm)


def start_xpcall(vm):
    args: ValueP = vm.args
    fr: FrameP = enter_guard(vm, F_HANDLER)
    if unlikely(fr == cython.NULL):
        return raise_(vm)
    copy(fr.R, cython.address(vm.self))
    copy(fr.R + 1, args)
    copy(fr.R + 2, args + 1)
    if unlikely(vm.ccalls >= vm.max_ccalls) and check_level(vm) < 0:
        return raise_(vm)
    if open_set(vm, args + 2, vm.nargs - 2) < 0:
        return raise_(vm)
    return run_from(vm, fr)


def run_from(vm, fr):
    return go(vm, fr.R, fr.pc, cython.NULL, fr.cl)


# ---------------------------------------------------------------- budget, safepoints


def stress(vm):
    """Under stress one safepoint in vm.gc_stress collects, seeded and so the same in each run."""
    vm.stress_state = vm.stress_state * 1664525 + 1013904223
    if not vm.gc_stopped and (vm.stress_state >> 16) % vm.gc_stress == 0:
        collect(vm)


def safepoint(vm):
    """Collect when due, then run finalizers; frames' pcs are saved."""
    if unlikely(vm.mem_pending) and poll_memory(vm) < 0:
        return FAILED
    if vm.gc_stress:
        stress(vm)
    elif vm.used > vm.limit:
        if vm.gc_stopped:
            vm.limit = vm.used * 2
        else:
            collect(vm)
    if vm.npending:
        return run_finalizers(vm)
    return 0


def gc_here(vm, R, pc, K, cl):
    vm.frame.pc = pc
    if safepoint(vm) < 0:
        return throw_(vm, R, pc, K, cl)
    return go(vm, R, pc + 1, K, cl)


def poll_memory(vm):
    """Collect because memory is short, and raise when that did not help."""
    vm.mem_pending = 0
    trim_pools(vm, True)
    collect(vm)
    if vm.mem_pending or (vm.memory_limit and vm.used + vm.pool_bytes > vm.memory_limit):
        return fail_memory(vm)
    return 0


def fail_interrupted(vm):
    """Raise what Ctrl-C asks for: in a process of its own an ordinary error, else one that no pcall catches."""
    if vm.owns_process:
        return fail(vm, b"interrupted!")
    fail_plain(vm, b"interrupted!")
    vm.err_kind = ERR_INTERRUPT
    return FAILED


def interrupt_caller(vm):
    """Interrupt the running Lua function; as in PUC, where it was called stands before the message."""
    fr: FrameP = vm.frame
    status: cython.int
    vm.frame = next_level(fr)
    plua_store(cython.address(vm.interrupt), 0)
    status = fail_interrupted(vm)
    vm.frame = fr
    return status


def poll_clock(vm):
    """Flush, let the host look, and raise interrupts and the limit of time."""
    now: cython.double = monotonic()
    if vm.out_n and now - vm.out_time > 0.05:
        if flush_out(vm) < 0:
            return FAILED
    if now - vm.poll_time > 0.005:
        vm.poll_time = now
        if vm.host_poll(vm) < 0:
            return FAILED
    if plua_load(cython.address(vm.interrupt)):
        plua_store(cython.address(vm.interrupt), 0)
        return fail_interrupted(vm)
    if vm.deadline != 0 and now > vm.deadline:
        vm.deadline = now + may_have_grace(vm)
        fail_s(vm, b"%s", b"time limit exceeded")
        vm.err_kind = ERR_LIMIT
        return FAILED
    return 0


def may_have_grace(vm):
    """Tell whether closers get a little more of a limit: once a run. Afterwards a loop or a call ends each at once."""
    if vm.had_grace:
        collect_soon(vm)
        return False
    vm.had_grace = 1
    return True


def poll_limits(vm):
    """Do the same where the budget has run out, and raise the limit of instructions."""
    if poll_clock(vm) < 0:
        return FAILED
    if vm.instruction_limit and vm.granted > vm.instruction_limit:
        vm.granted = max(vm.instruction_limit - GRACE * may_have_grace(vm), 0)
        fail_s(vm, b"%s", b"instruction limit exceeded")
        vm.err_kind = ERR_LIMIT
        return FAILED
    return 0


def grant(vm):
    """Hand out a new budget: under stress none, so that each call and each backward jump is a safepoint."""
    vm.granted -= vm.budget
    vm.budget = 0 if unlikely(vm.gc_stress) else BUDGET
    vm.granted += vm.budget


def poll(vm):
    grant(vm)
    if vm.owns_process and plua_load(cython.address(vm.interrupt)):
        return interrupt_caller(vm)
    if poll_limits(vm) < 0:                # first: where memory stays short, a safepoint fails each time
        return FAILED
    if unlikely(vm.gc_stress) or vm.used > vm.limit or vm.npending or vm.mem_pending:
        return safepoint(vm)
    return 0


def budget_out(vm, R, pc, K, cl):
    vm.frame.pc = pc
    if poll(vm) < 0:
        return throw_(vm, R, pc, K, cl)
    return go(vm, R, pc, K, cl)
