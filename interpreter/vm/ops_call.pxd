# Handlers of calls and returns.
from interpreter.vm.values cimport *

# at most six parameters wherever a tail call must stay one: a seventh would go on the stack
cdef enum:
    MOST_CALLABLES = 100     # a longer chain of __call is not followed ahead of its call

cdef int tail_general(VM *vm, Value *R, Instr *pc, Value *args, int64_t n) noexcept nogil
cdef int run_builtin(VM *vm, Builtin *b, Value *args, int n) noexcept nogil
cdef void bad_next_key(VM *vm) noexcept nogil
cdef void stack_overflow_here(VM *vm) noexcept nogil
cdef void install_mode(VM *vm) noexcept nogil
cdef inline Value *push_pooled(VM *vm, Instr *pc, Closure *callee) noexcept nogil:
    """Push the next free frame for a call at pc, with the next free registers, which it returns; there are such."""
    cdef Frame *fr = vm.free_frames
    cdef Frame *old = vm.frame
    cdef SlotPool *pool = callee.p.pool
    cdef Slots *s = pool.free
    pool.free = s.next
    pool.n.rents += 1
    vm.free_frames = fr.prev
    vm.frame_rents += 1
    old.pc = pc
    fr.level = old.level + 1
    fr.prev = old
    vm.frame = fr
    fr.R = <Value *> (s + 1)
    fr.pc = callee.p.code
    fr.cl = callee
    fr.nva = 0
    fr.cont = 0
    fr.left = 0
    fr.flags = 0
    return fr.R

cdef int op_call(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int enter_uneven(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int call_slow(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int call_general(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int call_other(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_callv(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int callv_general(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_tforcall(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int tfor_next(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int tfor_ipairs(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_tailcall(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_tailcallv(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int tailcallv_general(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int take_over(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int tail_other(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int tail_builtin(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int tail_object(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef bint ends_in_function(VM *vm, Value *f) noexcept nogil
cdef int tail_open(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_return1(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_return0(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_return(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_returnv(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int return_slow(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_vararg(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int vararg_return(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int vararg_open(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int vararg_select(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
