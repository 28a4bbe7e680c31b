# cython: cdivision=True
# Handlers of jumps, comparisons and loops; the bodies that both polarities share are inline here.
from interpreter.vm.values cimport *
from interpreter.vm.metamethods cimport slow_compare
from interpreter.vm.tables cimport raw_equal

cdef inline int equal_jump(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, Value *y, bint positive) noexcept nogil:
    cdef Value *x = R + pc.a
    if likely(x.tag == y.tag) and x.tag != FLT:
        if x.tag < INT or x.v.u == y.v.u:
            return go(vm, R, pc + pc.c if positive else pc + 1, K, cl)
        if x.tag != TAB and x.tag != UDATA and x.tag != LSTR:
            return go(vm, R, pc + 1 if positive else pc + pc.c, K, cl)
        return slow_compare(vm, R, pc, K, cl)
    if isnum(x) and isnum(y):
        return slow_compare(vm, R, pc, K, cl) if x.tag != y.tag else go(vm, R, pc + pc.c if (x.v.n == y.v.n) == positive else pc + 1, K, cl)
    return go(vm, R, pc + 1 if positive else pc + pc.c, K, cl)

cdef inline int less_jump(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, bint positive) noexcept nogil:
    cdef Value *x = R + pc.a
    cdef Value *y = R + pc.b
    if likely(x.tag == INT) and likely(y.tag == INT):
        if (x.v.i < y.v.i) == positive:
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    if x.tag == FLT and y.tag == FLT:
        if (x.v.n < y.v.n) == positive:
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    return slow_compare(vm, R, pc, K, cl)

cdef inline int less_equal_jump(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, bint positive) noexcept nogil:
    cdef Value *x = R + pc.a
    cdef Value *y = R + pc.b
    if likely(x.tag == INT) and likely(y.tag == INT):
        if (x.v.i <= y.v.i) == positive:
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    if x.tag == FLT and y.tag == FLT:
        if (x.v.n <= y.v.n) == positive:
            return go(vm, R, pc + pc.c, K, cl)
        return go(vm, R, pc + 1, K, cl)
    return slow_compare(vm, R, pc, K, cl)

cdef int op_jmp(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_loop(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jt(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jf(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jtset(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jfset(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jeq(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jne(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jeqk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jnek(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jlt(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jnlt(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jle(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jnle(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jlti(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jnlti(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jlei(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jnlei(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jgti(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jngti(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jgei(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_jngei(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_forprep(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_forloop(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int forloop_float(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_tforprep(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_tforloop(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
