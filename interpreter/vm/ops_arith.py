# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""Handlers of arithmetic, bitwise operators, length and concatenation.

The fast halves, shared by the forms with two registers and with a constant on the right or left, are inline in the
header; strings, metamethods and errors are `slow_arith`'s.
"""
import cython
from cython.cimports.libc.stdint import int64_t, uint64_t
from cython.cimports.interpreter.vm.opcode_numbers import OP_KMOD
from cython.cimports.interpreter.vm.metamethods import flt_mod, slow_arith, slow_concat, slow_unary
from cython.cimports.interpreter.vm.ops_arith import KR, RK, RR
from cython.cimports.interpreter.vm.values import (
    FLT, INT, TAB, ValueP, go, isstr, likely, num, put_bool, put_flt, put_int, str_of, tab_of,
)  # fmt: skip


def op_add(vm, R, pc, K, cl):
    return add(vm, R, pc, K, cl, RR)


def op_addk(vm, R, pc, K, cl):
    return add(vm, R, pc, K, cl, RK)


def op_kadd(vm, R, pc, K, cl):
    return add(vm, R, pc, K, cl, KR)


def op_sub(vm, R, pc, K, cl):
    return sub(vm, R, pc, K, cl, RR)


def op_subk(vm, R, pc, K, cl):
    return sub(vm, R, pc, K, cl, RK)


def op_ksub(vm, R, pc, K, cl):
    return sub(vm, R, pc, K, cl, KR)


def op_mul(vm, R, pc, K, cl):
    return mul(vm, R, pc, K, cl, RR)


def op_mulk(vm, R, pc, K, cl):
    return mul(vm, R, pc, K, cl, RK)


def op_kmul(vm, R, pc, K, cl):
    return mul(vm, R, pc, K, cl, KR)


def op_div(vm, R, pc, K, cl):
    return div(vm, R, pc, K, cl, RR)


def op_divk(vm, R, pc, K, cl):
    return div(vm, R, pc, K, cl, RK)


def op_kdiv(vm, R, pc, K, cl):
    return div(vm, R, pc, K, cl, KR)


def op_mod(vm, R, pc, K, cl):
    return mod(vm, R, pc, K, cl, RR)


def op_modk(vm, R, pc, K, cl):
    return mod(vm, R, pc, K, cl, RK)


def op_kmod(vm, R, pc, K, cl):
    return mod(vm, R, pc, K, cl, KR)


def float_mod(vm, R, pc, K, cl, y):
    """Take a float modulo a number, whose fmod is a call."""
    x: ValueP = K + pc.b if pc.op == OP_KMOD else R + pc.b
    put_flt(R + pc.a, flt_mod(x.v.n, num(y)))
    return go(vm, R, pc + 1, K, cl)


def op_pow(vm, R, pc, K, cl):
    return power(vm, R, pc, K, cl, RR)


def op_powk(vm, R, pc, K, cl):
    return power(vm, R, pc, K, cl, RK)


def op_kpow(vm, R, pc, K, cl):
    return power(vm, R, pc, K, cl, KR)


def op_idiv(vm, R, pc, K, cl):
    return idiv(vm, R, pc, K, cl, RR)


def op_idivk(vm, R, pc, K, cl):
    return idiv(vm, R, pc, K, cl, RK)


def op_kidiv(vm, R, pc, K, cl):
    return idiv(vm, R, pc, K, cl, KR)


def op_band(vm, R, pc, K, cl):
    return band(vm, R, pc, K, cl, RR)


def op_bandk(vm, R, pc, K, cl):
    return band(vm, R, pc, K, cl, RK)


def op_kband(vm, R, pc, K, cl):
    return band(vm, R, pc, K, cl, KR)


def op_bor(vm, R, pc, K, cl):
    return bor(vm, R, pc, K, cl, RR)


def op_bork(vm, R, pc, K, cl):
    return bor(vm, R, pc, K, cl, RK)


def op_kbor(vm, R, pc, K, cl):
    return bor(vm, R, pc, K, cl, KR)


def op_bxor(vm, R, pc, K, cl):
    return bxor(vm, R, pc, K, cl, RR)


def op_bxork(vm, R, pc, K, cl):
    return bxor(vm, R, pc, K, cl, RK)


def op_kbxor(vm, R, pc, K, cl):
    return bxor(vm, R, pc, K, cl, KR)


def op_shl(vm, R, pc, K, cl):
    return shl(vm, R, pc, K, cl, RR)


def op_shlk(vm, R, pc, K, cl):
    return shl(vm, R, pc, K, cl, RK)


def op_kshl(vm, R, pc, K, cl):
    return shl(vm, R, pc, K, cl, KR)


def op_shr(vm, R, pc, K, cl):
    return shr(vm, R, pc, K, cl, RR)


def op_shrk(vm, R, pc, K, cl):
    return shr(vm, R, pc, K, cl, RK)


def op_kshr(vm, R, pc, K, cl):
    return shr(vm, R, pc, K, cl, KR)


def op_addi(vm, R, pc, K, cl):
    x: ValueP = R + pc.b
    if likely(x.tag == INT):
        put_int(R + pc.a, cython.cast(int64_t, x.v.u + cython.cast(uint64_t, pc.c)))
        return go(vm, R, pc + 1, K, cl)
    if likely(x.tag == FLT):
        put_flt(R + pc.a, x.v.n + pc.c)
        return go(vm, R, pc + 1, K, cl)
    return slow_arith(vm, R, pc, K, cl)


def op_unm(vm, R, pc, K, cl):
    x: ValueP = R + pc.b
    if likely(x.tag == INT):
        put_int(R + pc.a, cython.cast(int64_t, 0 - x.v.u))
        return go(vm, R, pc + 1, K, cl)
    if likely(x.tag == FLT):
        put_flt(R + pc.a, -x.v.n)
        return go(vm, R, pc + 1, K, cl)
    return slow_unary(vm, R, pc, K, cl)


def op_bnot(vm, R, pc, K, cl):
    x: ValueP = R + pc.b
    if likely(x.tag == INT):
        put_int(R + pc.a, ~x.v.i)
        return go(vm, R, pc + 1, K, cl)
    return slow_unary(vm, R, pc, K, cl)


def op_not(vm, R, pc, K, cl):
    put_bool(R + pc.a, R[pc.b].tag <= 1)
    return go(vm, R, pc + 1, K, cl)


def op_len(vm, R, pc, K, cl):
    x: ValueP = R + pc.b
    if likely(x.tag == TAB) and likely(tab_of(x).meta == cython.NULL) and likely(tab_of(x).alen > 0):
        put_int(R + pc.a, tab_of(x).alen)
        return go(vm, R, pc + 1, K, cl)
    if isstr(x):
        put_int(R + pc.a, str_of(x).len)
        return go(vm, R, pc + 1, K, cl)
    return slow_unary(vm, R, pc, K, cl)


def op_concat(vm, R, pc, K, cl):
    return slow_concat(vm, R, pc, K, cl)
