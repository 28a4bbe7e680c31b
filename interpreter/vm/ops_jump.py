# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""Handlers of jumps, comparisons and loops."""
import cython
from cython.cimports.libc.stdint import int64_t, uint64_t
from cython.cimports.interpreter.vm.calls import budget_out, mark_to_be_closed, throw_
from cython.cimports.interpreter.vm.metamethods import for_prepare, slow_compare
from cython.cimports.interpreter.vm.values import (
    FALSE, FLT, INT, NIL, ValueP, copy, go, likely, put_flt, put_int, sbx, unlikely,
)  # fmt: skip


def op_jmp(vm, R, pc, K, cl):
    return go(vm, R, pc + sbx(pc), K, cl)


def op_loop(vm, R, pc, K, cl):
    vm.budget -= 1
    if unlikely(vm.budget < 0):
        return budget_out(vm, R, pc + sbx(pc), K, cl)
    return go(vm, R, pc + sbx(pc), K, cl)


def op_jt(vm, R, pc, K, cl):
    if R[pc.a].tag > FALSE:
        return go(vm, R, pc + sbx(pc), K, cl)
    return go(vm, R, pc + 1, K, cl)


def op_jf(vm, R, pc, K, cl):
    if R[pc.a].tag <= FALSE:
        return go(vm, R, pc + sbx(pc), K, cl)
    return go(vm, R, pc + 1, K, cl)


def op_jtset(vm, R, pc, K, cl):
    v: ValueP = R + pc.b
    if v.tag > FALSE:
        copy(R + pc.a, v)
        return go(vm, R, pc + pc.c, K, cl)
    return go(vm, R, pc + 1, K, cl)


def op_jfset(vm, R, pc, K, cl):
    v: ValueP = R + pc.b
    if v.tag <= FALSE:
        copy(R + pc.a, v)
        return go(vm, R, pc + pc.c, K, cl)
    return go(vm, R, pc + 1, K, cl)


# ---------------------------------------------------------------- comparisons


def op_jeq(vm, R, pc, K, cl):
    return equal_jump(vm, R, pc, K, cl, R + pc.b, True)


def op_jne(vm, R, pc, K, cl):
    return equal_jump(vm, R, pc, K, cl, R + pc.b, False)


def op_jeqk(vm, R, pc, K, cl):
    return equal_jump(vm, R, pc, K, cl, K + pc.b, True)


def op_jnek(vm, R, pc, K, cl):
    return equal_jump(vm, R, pc, K, cl, K + pc.b, False)


def op_jlt(vm, R, pc, K, cl):
    return less_jump(vm, R, pc, K, cl, True)


def op_jnlt(vm, R, pc, K, cl):
    return less_jump(vm, R, pc, K, cl, False)


def op_jle(vm, R, pc, K, cl):
    return less_equal_jump(vm, R, pc, K, cl, True)


def op_jnle(vm, R, pc, K, cl):
    return less_equal_jump(vm, R, pc, K, cl, False)


def op_jlti(vm, R, pc, K, cl):
    x: ValueP = R + pc.a
    if likely(x.tag == INT):
        if (x.v.i < cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    if likely(x.tag == FLT):
        if (x.v.n < cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    return slow_compare(vm, R, pc, K, cl)


def op_jnlti(vm, R, pc, K, cl):
    x: ValueP = R + pc.a
    if likely(x.tag == INT):
        if not (x.v.i < cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    if likely(x.tag == FLT):
        if not (x.v.n < cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    return slow_compare(vm, R, pc, K, cl)


def op_jlei(vm, R, pc, K, cl):
    x: ValueP = R + pc.a
    if likely(x.tag == INT):
        if (x.v.i <= cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    if likely(x.tag == FLT):
        if (x.v.n <= cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    return slow_compare(vm, R, pc, K, cl)


def op_jnlei(vm, R, pc, K, cl):
    x: ValueP = R + pc.a
    if likely(x.tag == INT):
        if not (x.v.i <= cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    if likely(x.tag == FLT):
        if not (x.v.n <= cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    return slow_compare(vm, R, pc, K, cl)


def op_jgti(vm, R, pc, K, cl):
    x: ValueP = R + pc.a
    if likely(x.tag == INT):
        if (x.v.i > cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    if likely(x.tag == FLT):
        if (x.v.n > cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    return slow_compare(vm, R, pc, K, cl)


def op_jngti(vm, R, pc, K, cl):
    x: ValueP = R + pc.a
    if likely(x.tag == INT):
        if not (x.v.i > cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    if likely(x.tag == FLT):
        if not (x.v.n > cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    return slow_compare(vm, R, pc, K, cl)


def op_jgei(vm, R, pc, K, cl):
    x: ValueP = R + pc.a
    if likely(x.tag == INT):
        if (x.v.i >= cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    if likely(x.tag == FLT):
        if (x.v.n >= cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    return slow_compare(vm, R, pc, K, cl)


def op_jngei(vm, R, pc, K, cl):
    x: ValueP = R + pc.a
    if likely(x.tag == INT):
        if not (x.v.i >= cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    if likely(x.tag == FLT):
        if not (x.v.n >= cython.cast(cython.short, pc.b)):
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    return slow_compare(vm, R, pc, K, cl)


# ---------------------------------------------------------------- loops


def op_forprep(vm, R, pc, K, cl):
    status: cython.int
    vm.frame.pc = pc
    vm.builtin = cython.NULL
    status = for_prepare(vm, R + pc.a)
    if likely(status > 0):
        return go(vm, R, pc + 1, K, cl)
    if status == 0:
        return go(vm, R, pc + sbx(pc), K, cl)
    return throw_(vm, R, pc, K, cl)


def op_forloop(vm, R, pc, K, cl):
    r: ValueP = R + pc.a
    n: uint64_t
    i: int64_t
    if likely(r[2].tag == INT):
        n = r[1].v.u
        if likely(n > 0):
            r[1].v.u = n - 1
            i = cython.cast(int64_t, r.v.u + r[2].v.u)
            r.v.i = i
            put_int(r + 3, i)
            vm.budget -= 1
            if unlikely(vm.budget < 0):
                return budget_out(vm, R, pc + sbx(pc), K, cl)
            return go(vm, R, pc + sbx(pc), K, cl)
        return go(vm, R, pc + 1, K, cl)
    return forloop_float(vm, R, pc, K, cl)


def forloop_float(vm, R, pc, K, cl):
    r: ValueP = R + pc.a
    step: cython.double = r[2].v.n
    x: cython.double = r.v.n + step
    if (step > 0 and x <= r[1].v.n) or (step < 0 and x >= r[1].v.n):
        r.v.n = x
        put_flt(r + 3, x)
        vm.budget -= 1
        if unlikely(vm.budget < 0):
            return budget_out(vm, R, pc + sbx(pc), K, cl)
        return go(vm, R, pc + sbx(pc), K, cl)
    return go(vm, R, pc + 1, K, cl)


def op_tforprep(vm, R, pc, K, cl):
    if unlikely(R[pc.a + 3].tag != NIL):
        vm.frame.pc = pc
        if mark_to_be_closed(vm, pc.a + 3, pc.a + 3) < 0:
            return throw_(vm, R, pc, K, cl)
    return go(vm, R, pc + sbx(pc), K, cl)


def op_tforloop(vm, R, pc, K, cl):
    r: ValueP = R + pc.a
    if likely(r[4].tag != NIL):
        copy(r + 2, r + 4)
        vm.budget -= 1
        if unlikely(vm.budget < 0):
            return budget_out(vm, R, pc + sbx(pc), K, cl)
        return go(vm, R, pc + sbx(pc), K, cl)
    return go(vm, R, pc + 1, K, cl)
