# The slow halves of the handlers: metamethods, coercions, mixed numbers, and their errors.
#
# A request for a metamethod call is left in vm.tmp: tmp[0] the function, tmp[1..tmp_n] its arguments, tmp_cont the opcode
# that takes the results.
from interpreter.vm.values cimport *
from interpreter.vm.opcode_numbers cimport OP_JEQ

cdef enum:
    EXACT_INTS = 1 << 24     # integers up to it convert to float exactly without a doubt
    NEED_CALL = 1            # status of a slow path: the call asked for in vm.tmp is to be made

cdef int index_value(VM *vm, Value *o, Value *k, Value *d) noexcept nogil       # d = o[k]: 0, NEED_CALL (result wanted) or FAILED
cdef int assign_value(VM *vm, Value *o, Value *k, Value *v) noexcept nogil      # o[k] = v: 0, NEED_CALL or FAILED
cdef int arith_value(VM *vm, int event, Value *x, Value *y, Value *d) noexcept nogil
cdef int arith_numbers(VM *vm, int event, Value *x, Value *y, Value *d) noexcept nogil  # 1 done, 0 operands do not fit, FAILED
cdef Value *metafield_of_either(VM *vm, Value *x, Value *y, int event) noexcept nogil
cdef int less_value(VM *vm, int event, Value *x, Value *y) noexcept nogil       # EV_LT, EV_LE: 0, 1, FAILED or 2: NEED_CALL
cdef int equal_value(VM *vm, Value *x, Value *y) noexcept nogil                 # 0, 1 or 2: NEED_CALL
cdef int length_value(VM *vm, Value *x, Value *d) noexcept nogil
cdef int concat_values(VM *vm, Value *r, int n) noexcept nogil                  # r[0] = r[0] .. ... .. r[n-1]: 0, NEED_CALL (vm.frame.left operands remain) or FAILED
cdef bint num_less(Value *x, Value *y) noexcept nogil
cdef bint num_less_equal(Value *x, Value *y) noexcept nogil
cdef int64_t int_mod(int64_t x, int64_t y) noexcept nogil                       # y not 0
cdef int64_t int_idiv(int64_t x, int64_t y) noexcept nogil
cdef double flt_mod(double x, double y) noexcept nogil
cdef int64_t shift_left(int64_t x, int64_t y) noexcept nogil
cdef int for_prepare(VM *vm, Value *r) noexcept nogil                           # 1 run, 0 skip, FAILED

# handlers: cold continuations of those in ops_*.py
cdef int slow_get(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int slow_set(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int cut_array(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil  # not beside the handlers, that it is not inlined there
cdef int slow_arith(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int slow_unary(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int slow_compare(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int slow_concat(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int call_requested(VM *vm) noexcept nogil
cdef int call_index(VM *vm, Instr *pc, Value *mm, Value *o, Value *k) noexcept nogil
cdef int call_newindex(VM *vm, Instr *pc, Value *mm, Value *o, Value *k, Value *v) noexcept nogil
cdef int after_slow(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, int status) noexcept nogil
cdef int get_operands(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int set_operands(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int compare_operands(VM *vm, Value *R, Instr *pc, Value *K) noexcept nogil
cdef int binary_request(VM *vm, int event, Value *x, Value *y) noexcept nogil
cdef int request(VM *vm, Value *f, Value *x, Value *y, int n, int cont) noexcept nogil
cdef int concat_pair(VM *vm, Value *r, int n) noexcept nogil
cdef int join(VM *vm, Value *r, int n, int64_t total) noexcept nogil
cdef int arith_ints(VM *vm, int event, int64_t x, int64_t y, Value *d) noexcept nogil
cdef bint arith_floats(int event, double x, double y, Value *d) noexcept nogil
cdef int bitwise(VM *vm, int event, Value *x, Value *y, Value *d) noexcept nogil
cdef int clip_limit(VM *vm, Value *limit, int64_t first, int64_t step, int64_t *out) noexcept nogil
cdef int op_finish_value(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_finish_none(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_finish_jump(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_finish_not(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_finish_concat(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil

cdef int finish_concat(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, int n) noexcept nogil
cdef bint int_less_flt(int64_t i, double f) noexcept nogil
cdef bint int_less_equal_flt(int64_t i, double f) noexcept nogil
cdef double ceil_flt(double f) noexcept nogil
cdef int for_error(VM *vm, Value *v, const char *what) noexcept nogil
cdef int for_prepare_float(VM *vm, Value *r) noexcept nogil

cdef inline bint positive_jump(int op) noexcept nogil:
    """Does the comparison opcode jump when its condition is true? (JEQ, JNE, JEQK, JNEK, JLT, JNLT, ... alternate.)"""
    return ((op - OP_JEQ) & 1) == 0
