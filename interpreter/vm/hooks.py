# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: nonecheck=False, infer_types=True, binding=False
"""Hooks: the call, return, line and count events of a coroutine.

While the running coroutine has a hook, every entry of the dispatch table is `op_hook`: it runs the hook where an event
is due and goes on with the handler itself, from vm.plain.  Without hooks the table holds the handlers and nothing here
runs.  A hook is called in a nested run with hooks off, so it may not yield; hooks belong to one coroutine each, and
resume and yield change the table.  After PUC Lua's ldebug.c (luaG_traceexec) and ldo.c (luaD_hook).
"""
import cython
from cython.cimports.libc.stdint import int64_t
from cython.cimports.interpreter.vm.attribution import op_attribute
from cython.cimports.interpreter.vm.calls import (
    builtin_of, call_builtin, call_flags, deliver, enter_open, gc_here, leave_level, note_builtin, open_prepend,
    open_set, pop_open, push_open, raise_, return_values, throw_, throw_builtin,
)
from cython.cimports.interpreter.vm.opcode_numbers import (
    OP_CALL, OP_CALLV, OP_COMPILED, OP_COUNT, OP_PCALL_DONE, OP_RETURN, OP_RETURN0, OP_RETURN1, OP_RETURNV, OP_TAILCALL,
    OP_TAILCALLV, OP_TFORCALL, OP_TFORLOOP, OP_TFORPREP,
)
from cython.cimports.interpreter.vm.support import ensure_ret, str_value
from cython.cimports.interpreter.vm.trace import op_trace
from cython.cimports.interpreter.vm.values import (
    BI_PCALL, BI_WRAP_STEP, BUILTIN, BuiltinP, CoP, ERR_INTERRUPT, ERR_LIMIT, FAILED, F_BUILTIN, F_CALLED, F_CLOSERS,
    F_CO_BASE, F_GUARD, F_HOOK, F_RETURNS, F_TAIL, FUN, FrameP, InstrP, HOOK_CALL, HOOK_COUNT, HOOK_LINE, HOOK_RETURN,
    NFUN, NIL, OpenValuesP, ProtoP, Transfer, Value, ValueP, copy, go, put_bool, put_int, put_nil, put_obj, unlikely,
)

# ---------------------------------------------------------------- on and off


def install_hooks(vm):
    i: cython.int
    vm.hooks = vm.co.active_hooks
    for i in range(OP_COUNT):
        vm.table[i] = vm.plain[i]
    if vm.hooks:
        for i in range(OP_COMPILED):
            vm.table[i] = op_hook
        vm.table[OP_PCALL_DONE] = op_hook
    if vm.attributing:
        for i in range(OP_COMPILED):
            vm.table[i] = op_attribute
    if vm.trace_left > 0:
        for i in range(OP_COMPILED):
            vm.traced[i] = vm.table[i]
            vm.table[i] = op_trace


def mark_called(fr):
    """Functions entered before the hook was set have no call event."""
    while fr != cython.NULL:
        fr.flags |= F_CALLED
        if fr.flags & F_CO_BASE:
            return
        fr = fr.prev


def set_hook(vm, co, f, mask, count):
    if f.tag == NIL or mask == 0:
        mask = 0
        put_nil(cython.address(co.hook))
    else:
        copy(cython.address(co.hook), f)
        mark_called(vm.frame if co == vm.co else co.frame)
    co.hook_mask = mask
    co.hook_count = count
    co.hook_left = count
    if not co.in_hook:
        co.active_hooks = mask
        co.hook_pending = co == vm.co and mask & HOOK_RETURN
    follow_hooks(vm)


def hush_hooks(vm):
    was: cython.int = vm.co.in_hook
    vm.co.in_hook = 1
    vm.co.active_hooks = 0
    follow_hooks(vm)
    return was


def unhush_hooks(vm, was):
    vm.co.in_hook = was
    if not was:
        vm.co.active_hooks = vm.co.hook_mask
    follow_hooks(vm)


# ---------------------------------------------------------------- running the hook


def call_hook(vm, f, event, line):
    """Call the hook function with the event's name and the line, nil when it is -1."""
    args: Value[2]
    str_value(vm, cython.address(args[0]), event)
    if line >= 0:
        put_int(cython.address(args[1]), line)
    else:
        put_nil(cython.address(args[1]))
    return call_flags(vm, f, args, 2, F_HOOK)


def is_ended(vm):
    """Return whether the host ended the hook, which would only be ended again at each further event."""
    return not vm.owns_process and (vm.err_kind == ERR_INTERRUPT or vm.err_kind == ERR_LIMIT)


def remove_hook(vm):
    co: CoP = vm.co
    put_nil(cython.address(co.hook))
    co.hook_mask = 0
    vm.hook_removed = 1


def run_hook(vm, event, line, transfer):
    """Run the hook for the top frame, or for the builtin vm.builtin on it; what surrounds it stays as it was."""
    outer: Transfer = vm.transfer
    builtin: BuiltinP = vm.builtin
    function: Value = vm.co.hook
    self: Value = vm.self
    args: ValueP = vm.args
    n: cython.int = vm.nargs
    if builtin == cython.NULL:
        put_nil(cython.address(self))      # nothing would keep it alive
    vm.transfer = transfer[0]
    was: cython.int = hush_hooks(vm)
    status: cython.int = call_hook(vm, cython.address(function), event, line)
    if unlikely(status < 0) and is_ended(vm):
        remove_hook(vm)
    unhush_hooks(vm, was)
    vm.transfer = outer
    vm.args = args
    vm.nargs = n
    vm.builtin = builtin
    copy(cython.address(vm.self), cython.address(self))
    return FAILED if status < 0 else 0


def hook_event(vm, event, line):
    """Run the hook for an event without values."""
    t: Transfer
    t.frame = cython.NULL
    t.first = 0
    t.values = cython.NULL
    t.count = 0
    return run_hook(vm, event, line, cython.address(t))


def hook_transfer(vm, event, fr, first, values, count):
    """Run the hook for a call or return; `values` go in or out."""
    t: Transfer
    t.frame = fr
    t.first = first if count > 0 else 0
    t.values = values
    t.count = count
    return run_hook(vm, event, -1, cython.address(t))


# ---------------------------------------------------------------- events of instructions


def line_changed(p, old, new):
    if p.lines == cython.NULL:
        return False
    return p.lines[old] != p.lines[new]


def hook_pending(vm):
    """Run the hook for the return of the sethook that set it."""
    vm.co.hook_pending = 0
    if vm.hooks & HOOK_RETURN == 0 or vm.builtin == cython.NULL:
        return 0
    return hook_transfer(vm, b"return", cython.NULL, 0, cython.NULL, 0)


def hook_returned(vm, fr):
    """Run the hook for a builtin that ran in the VM, as pairs does; what it returned is in its place already."""
    f: Value
    pc: InstrP = fr.pc
    count: cython.int = 0 if pc.c < 0 else 3 if pc.c > 3 else pc.c      # open results are no longer at hand
    fr.flags &= ~F_RETURNS
    if vm.hooks & HOOK_RETURN == 0:
        return 0
    vm.builtin = vm.co.returning
    put_obj(cython.address(f), vm.builtin, BUILTIN)
    copy(cython.address(vm.self), cython.address(f))
    return hook_transfer(vm, b"return", cython.NULL, 2, fr.R + pc.a, count)


def hook_entry(vm, fr):
    """Run the hook for the function that the frame begins."""
    event: cython.p_char = b"tail call" if fr.flags & F_TAIL else b"call"
    return hook_transfer(vm, event, fr, 1, fr.R, fr.cl.p.nparams)


def hook_count(vm):
    """Count an instruction; at zero run the hook."""
    vm.co.hook_left -= 1
    if vm.co.hook_left > 0:
        return 0
    vm.co.hook_left = vm.co.hook_count
    return hook_event(vm, b"count", -1)


def hook_line(vm, fr, old):
    """Run the hook when the frame's instruction begins a line, or was reached by a backward jump."""
    p: ProtoP = fr.cl.p
    new: int64_t = fr.pc - p.code
    if new > old and not line_changed(p, old, new):
        return 0
    return hook_event(vm, b"line", -1 if p.lines == cython.NULL else p.lines[new])


def is_unseen(fr, pc):
    """Return whether PUC goes there without a look at hooks: to TFORCALL, and back from a builtin tail-called."""
    if pc.op == OP_TFORCALL:
        return fr.pc.op == OP_TFORPREP
    return pc.op == OP_RETURNV and (fr.pc.op == OP_TAILCALL or fr.pc.op == OP_TAILCALLV)


def hook_instruction(vm, pc):
    """Run the hooks that are due before the instruction at pc; the frame's pc still tells the last one."""
    fr: FrameP = vm.frame
    old: int64_t = fr.pc - fr.cl.p.code
    if vm.co.hook_pending and hook_pending(vm) < 0:
        return FAILED
    if fr.flags & F_RETURNS and hook_returned(vm, fr) < 0:
        return FAILED
    vm.builtin = cython.NULL
    if pc.op == OP_TFORLOOP:
        return 0
    unseen: cython.bint = is_unseen(fr, pc)
    fr.pc = pc
    if unseen:
        return 0
    if fr.flags & F_CALLED == 0:
        fr.flags |= F_CALLED
        if vm.hooks & HOOK_CALL and pc == fr.cl.p.code and hook_entry(vm, fr) < 0:
            return FAILED
    if vm.hooks & HOOK_COUNT and hook_count(vm) < 0:
        return FAILED
    if vm.hooks & HOOK_LINE:
        return hook_line(vm, fr, old)
    return 0


def op_hook(vm, R, pc, K, cl):
    """Stand before every compiled instruction, and PCALL_DONE, while hooks are on."""
    if unlikely(vm.frame.flags & F_BUILTIN):
        return hook_internal(vm, R, pc, K, cl)
    if unlikely(hook_instruction(vm, pc) < 0):
        return raise_(vm)
    if pc.op >= OP_TFORCALL and vm.hooks & (HOOK_CALL | HOOK_RETURN):
        if pc.op == OP_TFORCALL:
            return hook_tforcall(vm, R, pc, K, cl)
        if pc.op >= OP_CALL and pc.op <= OP_TAILCALLV:
            return hook_call(vm, R, pc, K, cl)
        if pc.op >= OP_RETURN0 and pc.op <= OP_RETURNV:
            return hook_return(vm, R, pc, K, cl)
    return vm.plain[pc.op](vm, R, pc, K, cl)


def hook_internal(vm, R, pc, K, cl):
    """Stand before the VM's own code: it has no lines and is not counted, but calls, and ends protected calls."""
    if vm.co.hook_pending and hook_pending(vm) < 0:
        return raise_(vm)
    if vm.frame.flags & F_RETURNS and hook_returned(vm, vm.frame) < 0:
        return raise_(vm)
    if pc.op == OP_PCALL_DONE:
        if vm.hooks & HOOK_RETURN and hook_pcall_done(vm) < 0:
            return raise_(vm)
    elif pc.op == OP_CALLV:
        return hook_call(vm, R, pc, K, cl)
    return vm.plain[pc.op](vm, R, pc, K, cl)


# ---------------------------------------------------------------- calls


def hook_tforcall(vm, R, pc, K, cl):
    """Call an iterator like any function, without the short ways of TFORCALL."""
    d: ValueP = R + pc.a
    copy(d, d - 4)
    copy(d + 1, d - 3)
    copy(d + 2, d - 2)
    return hook_call(vm, R, pc, K, cl)


def hook_called(vm, f, args, n):
    """Run the call hook for a builtin; what it left in vm.builtin and vm.self is the builtin."""
    vm.builtin = builtin_of(f)
    copy(cython.address(vm.self), f)
    return hook_transfer(vm, b"call", cython.NULL, 1, args, n)


def hook_call(vm, R, pc, K, cl):
    """Call with hooks: a Lua function's own first instruction shows its call; a builtin has none."""
    f: ValueP = R + pc.a
    op: cython.int = OP_CALL if pc.op == OP_TFORCALL else pc.op
    if f.tag == BUILTIN or f.tag == NFUN:
        if builtin_of(f).fn == cython.NULL:
            return call_continuing(vm, R, pc, K, cl)
        if op == OP_CALL or op == OP_TAILCALL:
            return call_hooked(vm, R, pc, K, cl)
    elif f.tag == FUN and (op == OP_TAILCALL or op == OP_TAILCALLV):
        vm.frame.flags &= ~F_CALLED
    return vm.plain[op](vm, R, pc, K, cl)


def call_continuing(vm, R, pc, K, cl):
    """Call a builtin that continues in the VM: its return shows where it ends, or at the next instruction."""
    f: ValueP = R + pc.a
    b: BuiltinP = builtin_of(f)
    if f.tag == BUILTIN and (b.id < BI_PCALL or b.id > BI_WRAP_STEP):
        vm.frame.flags |= F_RETURNS
        vm.co.returning = b
    if pc.op == OP_CALLV or pc.op == OP_TAILCALLV:
        if unlikely(open_prepend(vm, f + 1, pc.b) < 0):
            return throw_(vm, R, pc, K, cl)
        if vm.hooks & HOOK_CALL and hook_called(vm, f, vm.open.lo, vm.open.n) < 0:
            return raise_(vm)
        return enter_open(vm, R, pc, K, cl)
    if vm.hooks & HOOK_CALL and hook_called(vm, f, f + 1, pc.b) < 0:
        return raise_(vm)
    return vm.plain[OP_CALL if pc.op == OP_TFORCALL else pc.op](vm, R, pc, K, cl)


def call_hooked(vm, R, pc, K, cl):
    """CALL and TAILCALL of a builtin."""
    f: ValueP = R + pc.a
    count: cython.int = call_builtin(vm, f, builtin_of(f), f + 1, pc.b)
    if unlikely(count < 0) or unlikely(deliver(vm, R, pc, vm.ret, count) < 0):
        return throw_builtin(vm, R, pc, K, cl)
    if unlikely(vm.used > vm.limit):
        return gc_here(vm, R, pc, K, cl)
    return go(vm, R, pc + 1, K, cl)


def hook_arguments(vm, args, n):
    """Run the call hook of vm.builtin with its arguments kept: they may stand in vm.tmp."""
    i: int64_t
    status: cython.int
    o: OpenValuesP
    if push_open(vm) < 0:
        return FAILED
    status = open_set(vm, args, n)
    o = vm.open
    if status == 0:
        status = hook_transfer(vm, b"call", cython.NULL, 1, o.lo, n)
    if status == 0:
        for i in range(n):
            copy(args + i, o.lo + i)
    pop_open(vm)
    return status


def hook_results(vm, first, count):
    """Run the return hook of vm.builtin with its results in vm.ret kept."""
    i: int64_t
    status: cython.int
    o: OpenValuesP
    if push_open(vm) < 0:
        return FAILED
    status = open_set(vm, vm.ret, count)
    o = vm.open
    if status == 0:
        status = hook_transfer(vm, b"return", cython.NULL, first, o.lo, count)
    if status == 0 and not ensure_ret(vm, count):
        status = FAILED
    if status == 0:
        for i in range(count):
            copy(vm.ret + i, o.lo + i)
    pop_open(vm)
    return FAILED if status < 0 else count


def hook_builtin(vm, f, b, args, n):
    count: cython.int
    note_builtin(vm, f, b)
    if vm.hooks & HOOK_CALL and hook_arguments(vm, args, n) < 0:
        return FAILED
    count = b.fn(vm, args, cython.cast(cython.int, n))
    vm.co.hook_pending = 0
    if count >= 0 and vm.hooks & HOOK_RETURN:
        return hook_results(vm, cython.cast(cython.int, n) + 1, count)    # PUC's lie above the arguments
    return count


# ---------------------------------------------------------------- returns


def hook_return(vm, R, pc, K, cl):
    """RETURN of a Lua function; when it has variables to close, hook_closed follows after that."""
    fr: FrameP = vm.frame
    n: cython.int = 0
    if vm.hooks & HOOK_RETURN == 0 or fr.flags & F_CLOSERS:
        return vm.plain[pc.op](vm, R, pc, K, cl)
    if pc.op == OP_RETURNV:
        return hook_returnv(vm, R, pc, K, cl)
    if pc.op == OP_RETURN1:
        n = 1
    elif pc.op == OP_RETURN:
        n = pc.b
    if hook_transfer(vm, b"return", fr, pc.a + 1, R + pc.a, n) < 0:
        return raise_(vm)
    return vm.plain[pc.op](vm, R, pc, K, cl)


def hook_returnv(vm, R, pc, K, cl):
    if unlikely(open_prepend(vm, R + pc.a, pc.b) < 0):
        return throw_(vm, R, pc, K, cl)
    if hook_transfer(vm, b"return", vm.frame, pc.a + 1, vm.open.lo, vm.open.n) < 0:
        return raise_(vm)
    return return_values(vm, vm.open.lo, vm.open.n)


def hook_closed(vm):
    fr: FrameP = vm.frame
    if vm.hooks & HOOK_RETURN == 0:
        return 0
    vm.builtin = cython.NULL
    return hook_transfer(vm, b"return", fr, fr.pc.a + 1, fr.va, fr.nva)


def hook_guard(vm, guard, values, n):
    """Run the return hook of a protected call, which catches no error of the hook."""
    guard.flags &= ~F_GUARD
    vm.builtin = cython.NULL
    if hook_transfer(vm, b"return", guard, 1, values, n) < 0:
        return FAILED
    guard.flags |= F_GUARD
    return 0


def hook_pcall_done(vm):
    """Run the hook for a protected call that returns true and the open values."""
    fr: FrameP = vm.frame
    put_bool(cython.address(vm.tmp[7]), True)
    if open_prepend(vm, cython.address(vm.tmp[7]), 1) < 0:
        return FAILED
    if hook_guard(vm, fr, vm.open.lo, vm.open.n) < 0:
        leave_level(vm)
        return FAILED
    vm.open.lo += 1
    vm.open.n -= 1
    return 0


def hook_caught(vm, guard):
    if vm.hooks & HOOK_RETURN == 0:
        return 0
    put_bool(guard.R + 2, False)
    copy(guard.R + 3, guard.R + 1)
    return hook_guard(vm, guard, guard.R + 2, 2)


def hook_switched(vm, values, n):
    fr: FrameP = vm.frame
    f: ValueP = fr.R + fr.pc.a
    if vm.hooks & HOOK_RETURN == 0 or (f.tag != BUILTIN and f.tag != NFUN):
        return 0
    vm.builtin = builtin_of(f)
    copy(cython.address(vm.self), f)
    return hook_transfer(vm, b"return", cython.NULL, 1, values, n)
