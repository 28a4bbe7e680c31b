# cython: cdivision=True
# Handlers of arithmetic, bitwise operators, length and concatenation; the bodies that their forms share are inline here.
from interpreter.vm.values cimport *
from interpreter.vm.metamethods cimport flt_mod, slow_arith, shift_left
from libc.math cimport floor, pow

# Where the operands are. A seventh parameter, for a second operand, would go on the stack: no last call could be a jump.
cdef enum:
    RR = 0                   # R[b] op R[c]
    RK = 1                   # R[b] op K[c]
    KR = 2                   # K[b] op R[c]

cdef inline Value *left(Value *R, Instr *pc, Value *K, int form) noexcept nogil:
    return K + pc.b if form == KR else R + pc.b

cdef inline Value *right(Value *R, Instr *pc, Value *K, int form) noexcept nogil:
    return K + pc.c if form == RK else R + pc.c

cdef inline int add(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, int form) noexcept nogil:
    cdef Value *x = left(R, pc, K, form)
    cdef Value *y = right(R, pc, K, form)
    if likely(x.tag == INT) and likely(y.tag == INT):
        put_int(R + pc.a, <int64_t> (x.v.u + y.v.u))
        return go(vm, R, pc + 1, K, cl)
    if likely(x.tag == FLT) and likely(y.tag == FLT):
        put_flt(R + pc.a, plua_float(x) + y.v.n)
        return go(vm, R, pc + 1, K, cl)
    if likely(isnum(x)) and likely(isnum(y)):
        put_flt(R + pc.a, num(x) + num(y))
        return go(vm, R, pc + 1, K, cl)
    return slow_arith(vm, R, pc, K, cl)

cdef inline int sub(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, int form) noexcept nogil:
    cdef Value *x = left(R, pc, K, form)
    cdef Value *y = right(R, pc, K, form)
    if likely(x.tag == INT) and likely(y.tag == INT):
        put_int(R + pc.a, <int64_t> (x.v.u - y.v.u))
        return go(vm, R, pc + 1, K, cl)
    if likely(x.tag == FLT) and likely(y.tag == FLT):
        put_flt(R + pc.a, plua_float(x) - y.v.n)
        return go(vm, R, pc + 1, K, cl)
    if likely(isnum(x)) and likely(isnum(y)):
        put_flt(R + pc.a, num(x) - num(y))
        return go(vm, R, pc + 1, K, cl)
    return slow_arith(vm, R, pc, K, cl)

cdef inline int mul(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, int form) noexcept nogil:
    cdef Value *x = left(R, pc, K, form)
    cdef Value *y = right(R, pc, K, form)
    if likely(x.tag == INT) and likely(y.tag == INT):
        put_int(R + pc.a, <int64_t> (x.v.u * y.v.u))
        return go(vm, R, pc + 1, K, cl)
    if likely(x.tag == FLT) and likely(y.tag == FLT):
        put_flt(R + pc.a, plua_float(x) * y.v.n)
        return go(vm, R, pc + 1, K, cl)
    if likely(isnum(x)) and likely(isnum(y)):
        put_flt(R + pc.a, num(x) * num(y))
        return go(vm, R, pc + 1, K, cl)
    return slow_arith(vm, R, pc, K, cl)

cdef inline int div(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, int form) noexcept nogil:
    cdef Value *x = left(R, pc, K, form)
    cdef Value *y = right(R, pc, K, form)
    cdef double d
    if x.tag == FLT:
        d = x.v.n
    elif likely(x.tag == INT):
        d = <double> x.v.i
    else:
        return slow_arith(vm, R, pc, K, cl)
    if y.tag == FLT:
        put_flt(R + pc.a, d / y.v.n)
        return go(vm, R, pc + 1, K, cl)
    if likely(y.tag == INT):
        put_flt(R + pc.a, d / <double> y.v.i)
        return go(vm, R, pc + 1, K, cl)
    return slow_arith(vm, R, pc, K, cl)

cdef int float_mod(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, Value *y) noexcept nogil

cdef inline int mod(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, int form) noexcept nogil:
    cdef Value *x = left(R, pc, K, form)
    cdef Value *y = right(R, pc, K, form)
    cdef int64_t d, r
    if likely(x.tag == INT) and likely(y.tag == INT):
        d = y.v.i
        if likely((<uint64_t> d) + 1 > 1):          # neither 0 nor -1
            r = x.v.i % d
            if r != 0 and (r ^ d) < 0:
                r += d
            put_int(R + pc.a, r)
            return go(vm, R, pc + 1, K, cl)
    elif x.tag == FLT and isnum(y):
        return float_mod(vm, R, pc, K, cl, y)
    return slow_arith(vm, R, pc, K, cl)

cdef inline int idiv(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, int form) noexcept nogil:
    cdef Value *x = left(R, pc, K, form)
    cdef Value *y = right(R, pc, K, form)
    cdef int64_t d, q
    if likely(x.tag == INT) and likely(y.tag == INT):
        d = y.v.i
        if likely((<uint64_t> d) + 1 > 1):
            q = x.v.i // d
            if (x.v.i ^ d) < 0 and q * d != x.v.i:
                q -= 1
            put_int(R + pc.a, q)
            return go(vm, R, pc + 1, K, cl)
    elif x.tag == FLT and isnum(y):
        put_flt(R + pc.a, floor(x.v.n / num(y)))
        return go(vm, R, pc + 1, K, cl)
    return slow_arith(vm, R, pc, K, cl)

cdef inline int power(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, int form) noexcept nogil:
    cdef Value *x = left(R, pc, K, form)
    cdef Value *y = right(R, pc, K, form)
    cdef double e
    if likely(isnum(x)) and likely(isnum(y)):
        e = num(y)
        put_flt(R + pc.a, num(x) * num(x) if e == 2 else pow(num(x), e))
        return go(vm, R, pc + 1, K, cl)
    return slow_arith(vm, R, pc, K, cl)

cdef inline int band(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, int form) noexcept nogil:
    cdef Value *x = left(R, pc, K, form)
    cdef Value *y = right(R, pc, K, form)
    if likely(x.tag == INT) and likely(y.tag == INT):
        put_int(R + pc.a, x.v.i & y.v.i)
        return go(vm, R, pc + 1, K, cl)
    return slow_arith(vm, R, pc, K, cl)

cdef inline int bor(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, int form) noexcept nogil:
    cdef Value *x = left(R, pc, K, form)
    cdef Value *y = right(R, pc, K, form)
    if likely(x.tag == INT) and likely(y.tag == INT):
        put_int(R + pc.a, x.v.i | y.v.i)
        return go(vm, R, pc + 1, K, cl)
    return slow_arith(vm, R, pc, K, cl)

cdef inline int bxor(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, int form) noexcept nogil:
    cdef Value *x = left(R, pc, K, form)
    cdef Value *y = right(R, pc, K, form)
    if likely(x.tag == INT) and likely(y.tag == INT):
        put_int(R + pc.a, x.v.i ^ y.v.i)
        return go(vm, R, pc + 1, K, cl)
    return slow_arith(vm, R, pc, K, cl)

cdef inline int shl(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, int form) noexcept nogil:
    cdef Value *x = left(R, pc, K, form)
    cdef Value *y = right(R, pc, K, form)
    if likely(x.tag == INT) and likely(y.tag == INT):
        if likely(y.v.u < 64):
            put_int(R + pc.a, <int64_t> (x.v.u << y.v.u))
            return go(vm, R, pc + 1, K, cl)
    return slow_arith(vm, R, pc, K, cl)

cdef inline int shr(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, int form) noexcept nogil:
    cdef Value *x = left(R, pc, K, form)
    cdef Value *y = right(R, pc, K, form)
    if likely(x.tag == INT) and likely(y.tag == INT):
        if likely(y.v.u < 64):
            put_int(R + pc.a, <int64_t> (x.v.u >> y.v.u))
            return go(vm, R, pc + 1, K, cl)
    return slow_arith(vm, R, pc, K, cl)

cdef int op_add(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_addk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_sub(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_subk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_mul(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_mulk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_div(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_divk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_mod(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_modk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_pow(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_powk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_idiv(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_idivk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_band(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_bandk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_bor(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_bork(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_bxor(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_bxork(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_shl(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_shlk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_shr(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_shrk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_kadd(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_ksub(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_kmul(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_kdiv(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_kmod(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_kpow(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_kidiv(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_kband(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_kbor(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_kbxor(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_kshl(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_kshr(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_addi(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_unm(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_bnot(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_not(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_len(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_concat(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
