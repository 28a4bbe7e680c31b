# Library functions that are part of the VM: error, pcall, xpcall, load; the order in which libraries open.
from interpreter.vm.values cimport *

cdef void open_control(VM *vm) noexcept nogil
cdef int base_error(VM *vm, Value *args, int n) noexcept nogil
cdef int base_load(VM *vm, Value *args, int n) noexcept nogil
cdef int load_text(VM *vm, Str *text, Str *name, Value *mode, Value *env) noexcept nogil
cdef Str *read_pieces(VM *vm, Value *reader) noexcept nogil
cdef int reg_op(VM *vm, const char *name, Handler op, int id) noexcept nogil
cdef Frame *frame_at(VM *vm, int64_t level) noexcept nogil
cdef void add_host_traceback(VM *vm) noexcept nogil
cdef int load_failed(VM *vm) noexcept nogil
cdef void fail_load(VM *vm, const char *format, const char *mode) noexcept nogil
cdef int bi_pairs(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int enter_pairs(VM *vm, Value *mm) noexcept nogil
cdef int op_finish_pairs(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
