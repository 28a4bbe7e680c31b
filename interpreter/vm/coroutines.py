# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""Coroutines: a coroutine is its chain of frames; resume and yield swap the chain and dispatch.

The bottom frame runs `CALLV 1 0 -1; CO_END`.  A coroutine that died by an error keeps its frames for traceback until it
is closed or collected.  After PUC Lua's ldo.c and lcorolib.c.
"""
import cython
from cython.cimports.interpreter.vm.calltree import note_resumed
from cython.cimports.interpreter.vm.calls import (
    I_CO, call_flags, catchable, deliver, deliver_after, forget_levels, next_closer, open_set, push_internal, raise_,
    resume_frame,
)  # fmt: skip
from cython.cimports.interpreter.vm.debuginfo import prefix_error
from cython.cimports.interpreter.vm.heap import collect, new_co, new_native
from cython.cimports.interpreter.vm.hooks import follow_hooks, hook_switched
from cython.cimports.interpreter.vm.pools import give_back_frames_of, link_co, pop_frame, unlink_co
from cython.cimports.interpreter.vm.support import (
    check_function, fail_plain, fail_s, metafield, new_builtin, new_library, reg, ret_bool, ret_z, str_value,
    type_error,
)  # fmt: skip
from cython.cimports.interpreter.vm.values import (
    BI_RESUME, BI_WRAP_STEP, BI_YIELD, CO, CO_DEAD, CO_NORMAL, CO_RUNNING, CO_SUSPENDED, EV_CLOSE, FAILED,
    F_BUILTIN, F_CLOSERS, F_CO_BASE, F_HIDDEN, F_PROTECTED, NFUN, BuiltinP, CoP, FrameP, NativeClosureP,
    TableP, Value, ValueP, copy, go, likely, put_bool, put_nil, put_obj, unlikely,
)  # fmt: skip


def create_co(vm, f):
    co: CoP = new_co(vm)
    co.status = CO_SUSPENDED
    copy(cython.address(co.error), f)      # the body, until it is started
    return co


def has_room_for_co(vm):
    """Whether one coroutine more may live: at the limit those that nobody holds are collected first."""
    if likely(vm.coroutine_limit == 0 or live_coroutines(vm) < vm.coroutine_limit):
        return True
    collect(vm)
    if live_coroutines(vm) < vm.coroutine_limit:
        return True
    fail_s(vm, b"%s", b"too many coroutines")
    return False


def live_coroutines(vm):
    return vm.kinds[CO].rents - vm.kinds[CO].returns - 1


def refuse_resume(vm, why, wrapped):
    """Answer a resume that cannot be: false and a message, or an error from a wrapped coroutine."""
    fr: FrameP = vm.frame
    if wrapped:
        fail_s(vm, b"%s", why)
        return raise_(vm)
    if unlikely(vm.hooks) and hook_switched(vm, cython.NULL, 0) < 0:
        return raise_(vm)
    message: ValueP = cython.address(vm.tmp[5])
    str_value(vm, message, why)
    if deliver_after(vm, fr.R, fr.pc, False, message, 1) < 0:
        return raise_(vm)
    return resume_frame(vm)


def first_run(vm, co, args, n):
    """Push the bottom frame of a coroutine that runs now and enter its body."""
    vm.frame = vm.root                     # the stack limit counts from the coroutine's own bottom
    fr: FrameP = push_internal(vm, I_CO, F_BUILTIN | F_CO_BASE | F_HIDDEN)
    co.started = 1
    if unlikely(fr == cython.NULL):
        vm.frame = cython.NULL
        return coroutine_failed(vm)
    fr.prev = cython.NULL
    vm.n_coroutine += 1
    if unlikely(vm.counting):
        note_resumed(vm, fr, co.resumer.frame)
    copy(fr.R + 1, cython.address(co.error))
    put_nil(cython.address(co.error))
    link_co(vm, co)
    if open_set(vm, args, n) < 0:
        return raise_(vm)
    return go(vm, fr.R, fr.pc, cython.NULL, fr.cl)


def resume_co(vm, co, args, n, wrapped):
    top: FrameP
    if unlikely(co.status != CO_SUSPENDED):
        if co.status == CO_DEAD:
            return refuse_resume(vm, b"cannot resume dead coroutine", wrapped)
        return refuse_resume(vm, b"cannot resume non-suspended coroutine", wrapped)
    if unlikely(vm.ccalls + (not co.started) >= vm.max_ccalls):
        return refuse_resume(vm, b"C stack overflow", wrapped)
    vm.ccalls += 1
    vm.co.frame = vm.frame
    vm.co.status = CO_NORMAL
    co.resumer = vm.co
    co.status = CO_RUNNING
    co.wrapped = wrapped
    vm.co = co
    follow_hooks(vm)
    if unlikely(not co.started):
        return first_run(vm, co, args, n)
    top = co.frame
    vm.frame = top
    if unlikely(vm.hooks) and hook_switched(vm, args, n) < 0:
        return raise_(vm)
    if unlikely(deliver(vm, top.R, top.pc, args, n) < 0):
        return raise_(vm)
    return go(vm, top.R, top.pc + 1, top.cl.p.k, top.cl)


def bi_resume(vm, R, pc, K, cl):
    vm.frame.pc = pc
    if unlikely(vm.nargs == 0) or unlikely(vm.args.tag != CO):
        type_error(vm, vm.args, vm.nargs, 0, b"thread")
        return raise_(vm)
    return resume_co(vm, cython.cast(CoP, vm.args.v.o), vm.args + 1, vm.nargs - 1, False)


def bi_wrapped(vm, R, pc, K, cl):
    vm.frame.pc = pc
    co: CoP = cython.cast(CoP, cython.cast(NativeClosureP, vm.self.v.o).up[0].v.o)
    return resume_co(vm, co, vm.args, vm.nargs, True)


def switch_back(vm, co, status):
    """Let the resumer of the running coroutine run again; its frames are vm.frame's then."""
    r: CoP = co.resumer
    forget_levels(vm, co)
    vm.ccalls -= 1
    co.frame = vm.frame
    co.status = status
    co.resumer = cython.NULL
    r.status = CO_RUNNING
    vm.co = r
    vm.frame = r.frame
    follow_hooks(vm)
    return 0


def bi_yield(vm, R, pc, K, cl):
    co: CoP = vm.co
    fr: FrameP
    status: cython.int
    vm.frame.pc = pc
    if unlikely(co == vm.main_co) or unlikely(co.unyieldable > 0):
        if co == vm.main_co:
            fail_plain(vm, b"attempt to yield from outside a coroutine")
        else:
            fail_plain(vm, b"attempt to yield across a C-call boundary")
        return raise_(vm)
    switch_back(vm, co, CO_SUSPENDED)
    fr = vm.frame
    if unlikely(vm.hooks) and hook_switched(vm, vm.args, vm.nargs) < 0:
        return raise_(vm)
    if co.wrapped:
        status = deliver(vm, fr.R, fr.pc, vm.args, vm.nargs)
    else:
        status = deliver_after(vm, fr.R, fr.pc, True, vm.args, vm.nargs)
    if unlikely(status < 0):
        return raise_(vm)
    return go(vm, fr.R, fr.pc + 1, fr.cl.p.k, fr.cl)


def op_co_end(vm, R, pc, K, cl):
    co: CoP = vm.co
    fr: FrameP = vm.frame
    status: cython.int
    pop_frame(vm, fr)                      # leaves no frame: fr.prev is NULL
    unlink_co(vm, co)
    switch_back(vm, co, CO_DEAD)
    fr = vm.frame
    if unlikely(vm.hooks) and hook_switched(vm, vm.open.lo, vm.open.n) < 0:
        return raise_(vm)
    if co.wrapped:
        status = deliver(vm, fr.R, fr.pc, vm.open.lo, vm.open.n)
    else:
        status = deliver_after(vm, fr.R, fr.pc, True, vm.open.lo, vm.open.n)
    if unlikely(status < 0):
        return raise_(vm)
    return go(vm, fr.R, fr.pc + 1, fr.cl.p.k, fr.cl)


def coroutine_failed(vm):
    co: CoP = vm.co
    fr: FrameP
    wrapped: cython.bint = co.wrapped
    copy(cython.address(co.error), cython.address(vm.err))
    co.failed = 1
    switch_back(vm, co, CO_DEAD)
    if not catchable(vm):
        return raise_(vm)
    fr = vm.frame
    if wrapped:
        if close_coroutine(vm, co) < 0 and not catchable(vm):
            return raise_(vm)
        vm.builtin = vm.self_wrap
        copy(cython.address(vm.self), fr.R + fr.pc.a)
        prefix_error(vm)
        vm.err_handled = 0
        return raise_(vm)
    if unlikely(vm.hooks):
        if hook_switched(vm, cython.address(co.error), 1) < 0:
            return raise_(vm)
        copy(cython.address(vm.err), cython.address(co.error))
    if deliver_after(vm, fr.R, fr.pc, False, cython.address(vm.err), 1) < 0:
        return raise_(vm)
    put_nil(cython.address(vm.err))
    return resume_frame(vm)


def close_frames(vm, co):
    """Run the pending closers of a coroutine on its own stack, innermost first; returns how many failed."""
    fr: FrameP
    args: Value[2]
    mm: ValueP
    while vm.frame != cython.NULL:
        fr = vm.frame
        if fr.flags & F_CLOSERS and next_closer(vm, fr, 0, cython.address(args[0])):
            mm = metafield(vm, cython.address(args[0]), EV_CLOSE)
            copy(cython.address(args[1]), cython.address(co.error))
            if mm == cython.NULL:
                mm = cython.address(vm.nilv)
            if call_flags(vm, mm, args, 2, F_PROTECTED) < 0:
                copy(cython.address(co.error), cython.address(vm.err))
                co.failed = 1
                if not catchable(vm):
                    return FAILED
        else:
            pop_frame(vm, fr)
    return 0


def close_coroutine(vm, co):
    outer: CoP = vm.co
    status: cython.int
    kept_builtin: BuiltinP = vm.builtin
    outer.frame = vm.frame
    outer.status = CO_NORMAL
    vm.co = co
    vm.frame = co.frame
    follow_hooks(vm)
    co.status = CO_RUNNING
    co.resumer = outer
    if not co.started:
        put_nil(cython.address(co.error))
    status = close_frames(vm, co)
    co.frame = vm.frame
    if status < 0:
        give_back_frames_of(vm, co)
    unlink_co(vm, co)
    co.frame = cython.NULL
    co.status = CO_DEAD
    co.resumer = cython.NULL
    vm.co = outer
    vm.frame = outer.frame
    follow_hooks(vm)
    outer.status = CO_RUNNING
    vm.builtin = kept_builtin
    if co.failed:
        copy(cython.address(vm.err), cython.address(co.error))
        co.failed = 0
        put_nil(cython.address(co.error))
        return FAILED
    return 0


# ---------------------------------------------------------------- the library


def check_co(vm, args, n, out):
    if n == 0 or args.tag != CO:
        return type_error(vm, args, n, 0, b"thread")
    out[0] = cython.cast(CoP, args.v.o)
    return 0


def co_create(vm, args, n):
    if check_function(vm, args, n, 0) < 0 or not has_room_for_co(vm):
        return FAILED
    co: CoP = create_co(vm, args)
    put_obj(vm.ret, co, CO)
    return 1


def co_wrap(vm, args, n):
    if check_function(vm, args, n, 0) < 0 or not has_room_for_co(vm):
        return FAILED
    co: CoP = create_co(vm, args)
    nc: NativeClosureP = new_native(vm, cython.cast(BuiltinP, vm.self_wrap), 1)
    put_obj(cython.address(nc.up[0]), co, CO)
    put_obj(vm.ret, nc, NFUN)
    return 1


def status_name(vm, co):
    if co.status == CO_RUNNING:
        return b"running"
    if co.status == CO_NORMAL:
        return b"normal"
    if co.status == CO_SUSPENDED:
        return b"suspended"
    return b"dead"


def co_status(vm, args, n):
    co: CoP = cython.NULL
    if check_co(vm, args, n, cython.address(co)) < 0:
        return FAILED
    return ret_z(vm, status_name(vm, co))


def co_running(vm, args, n):
    put_obj(vm.ret, vm.co, CO)
    put_bool(vm.ret + 1, vm.co == vm.main_co)
    return 2


def co_isyieldable(vm, args, n):
    co: CoP = vm.co
    if n > 0 and check_co(vm, args, n, cython.address(co)) < 0:
        return FAILED
    return ret_bool(vm, co != vm.main_co and co.unyieldable == 0)


def co_close(vm, args, n):
    co: CoP = cython.NULL
    if check_co(vm, args, n, cython.address(co)) < 0:
        return FAILED
    if co.status != CO_SUSPENDED and co.status != CO_DEAD:
        return fail_s(vm, b"cannot close a %s coroutine", status_name(vm, co))
    if close_coroutine(vm, co) < 0:
        if not catchable(vm):
            return FAILED
        put_bool(vm.ret, False)
        copy(vm.ret + 1, cython.address(vm.err))
        put_nil(cython.address(vm.err))
        return 2
    return ret_bool(vm, True)


def reg_op(vm, t, name, op, id):
    """Register a builtin that continues in the VM."""
    reg(vm, t, b"coroutine", name, cython.NULL)
    b: BuiltinP = vm.last_builtin
    b.op = op
    b.id = id


def open_coroutine(vm):
    t: TableP = new_library(vm, b"coroutine")
    reg(vm, t, b"coroutine", b"close", co_close)
    reg(vm, t, b"coroutine", b"create", co_create)
    reg(vm, t, b"coroutine", b"isyieldable", co_isyieldable)
    reg_op(vm, t, b"resume", bi_resume, BI_RESUME)
    reg(vm, t, b"coroutine", b"running", co_running)
    reg(vm, t, b"coroutine", b"status", co_status)
    reg(vm, t, b"coroutine", b"wrap", co_wrap)
    reg_op(vm, t, b"yield", bi_yield, BI_YIELD)
    vm.self_wrap = new_builtin(vm, b"", b"?", cython.NULL)
    vm.self_wrap.op = bi_wrapped
    vm.self_wrap.id = BI_WRAP_STEP
