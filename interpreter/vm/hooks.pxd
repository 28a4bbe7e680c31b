# Hooks: call, return, line and count events of a coroutine, by another set of entries in the dispatch table.
from interpreter.vm.values cimport *

cdef void install_hooks(VM *vm) noexcept nogil                           # make table[] from plain[] for the running coroutine
cdef void set_hook(VM *vm, Co *co, Value *f, int mask, int count) noexcept nogil
cdef int hush_hooks(VM *vm) noexcept nogil                               # no events of the running coroutine until unhush_hooks(vm, result)
cdef void unhush_hooks(VM *vm, int was) noexcept nogil

# Events that do not show as instructions; each runs the hook if its event is wanted: 0 or FAILED.
cdef int hook_builtin(VM *vm, Value *f, Builtin *b, Value *args, int64_t n) noexcept nogil  # calls b between its events: count or FAILED
cdef int hook_closed(VM *vm) noexcept nogil                              # the top frame returns its kept values: its closers have run
cdef int hook_caught(VM *vm, Frame *guard) noexcept nogil                # a protected call returns an error
cdef int hook_switched(VM *vm, Value *values, int64_t n) noexcept nogil  # a resume or yield of the running coroutine returns

cdef inline void follow_hooks(VM *vm) noexcept nogil:
    """Another coroutine runs: make the table its own when its hooks differ."""
    if unlikely(vm.hooks != vm.co.active_hooks):
        install_hooks(vm)

# Private to hooks.py

cdef bint is_ended(VM *vm) noexcept nogil
cdef void remove_hook(VM *vm) noexcept nogil
cdef int run_hook(VM *vm, const char *event, int line, Transfer *transfer) noexcept nogil
cdef int call_hook(VM *vm, Value *f, const char *event, int line) noexcept nogil
cdef int hook_event(VM *vm, const char *event, int line) noexcept nogil
cdef int hook_transfer(VM *vm, const char *event, Frame *fr, int first, Value *values, int64_t count) noexcept nogil
cdef void mark_called(Frame *fr) noexcept nogil
cdef bint line_changed(Proto *p, int64_t old, int64_t new) noexcept nogil
cdef int hook_pending(VM *vm) noexcept nogil
cdef int hook_returned(VM *vm, Frame *fr) noexcept nogil
cdef int hook_entry(VM *vm, Frame *fr) noexcept nogil
cdef int hook_count(VM *vm) noexcept nogil
cdef int hook_line(VM *vm, Frame *fr, int64_t old) noexcept nogil
cdef int hook_instruction(VM *vm, Instr *pc) noexcept nogil
cdef int hook_called(VM *vm, Value *f, Value *args, int64_t n) noexcept nogil
cdef int hook_arguments(VM *vm, Value *args, int64_t n) noexcept nogil
cdef bint is_unseen(Frame *fr, Instr *pc) noexcept nogil
cdef int hook_results(VM *vm, int first, int count) noexcept nogil
cdef int hook_guard(VM *vm, Frame *guard, Value *values, int64_t n) noexcept nogil
cdef int hook_pcall_done(VM *vm) noexcept nogil

cdef int op_hook(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int hook_internal(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int hook_tforcall(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int hook_call(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int call_continuing(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int call_hooked(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int hook_return(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int hook_returnv(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
