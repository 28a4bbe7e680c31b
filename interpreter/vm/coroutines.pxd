# Coroutines: a coroutine is its chain of frames; resume and yield swap the chain and dispatch.
from interpreter.vm.values cimport *

cdef void open_coroutine(VM *vm) noexcept nogil                          # the library
cdef int coroutine_failed(VM *vm) noexcept nogil                         # vm.err reached the bottom of the running coroutine
cdef int close_coroutine(VM *vm, Co *co) noexcept nogil                  # run pending closers, give back frames: 0, or FAILED with vm.err
cdef int resume_co(VM *vm, Co *co, Value *args, int n, bint wrapped) noexcept nogil
cdef int refuse_resume(VM *vm, const char *why, bint wrapped) noexcept nogil
cdef Co *create_co(VM *vm, Value *f) noexcept nogil
cdef bint has_room_for_co(VM *vm) noexcept nogil                         # False: the error is set
cdef int64_t live_coroutines(VM *vm) noexcept nogil                      # the main one not counted
cdef int switch_back(VM *vm, Co *co, int status) noexcept nogil
cdef int check_co(VM *vm, Value *args, int n, Co **out) noexcept nogil
cdef const char *status_name(VM *vm, Co *co) noexcept nogil
cdef int close_frames(VM *vm, Co *co) noexcept nogil
cdef int first_run(VM *vm, Co *co, Value *args, int n) noexcept nogil

cdef int bi_resume(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int bi_wrapped(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int bi_yield(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_co_end(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int co_create(VM *vm, Value *args, int n) noexcept nogil
cdef int co_wrap(VM *vm, Value *args, int n) noexcept nogil
cdef int co_status(VM *vm, Value *args, int n) noexcept nogil
cdef int co_running(VM *vm, Value *args, int n) noexcept nogil
cdef int co_isyieldable(VM *vm, Value *args, int n) noexcept nogil
cdef int co_close(VM *vm, Value *args, int n) noexcept nogil
cdef void reg_op(VM *vm, Table *t, const char *name, Handler op, int id) noexcept nogil
