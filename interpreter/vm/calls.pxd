# Frames pushed and popped, results delivered, errors raised and unwound, nested runs, the budget's cold half.
from interpreter.vm.values cimport *

cdef enum:          # the VM's own code, run by frames of builtins: index of VM.internal
    I_ROOT = 0               # bottom of the main coroutine
    I_RUN = 1                # nested run: call R[1] with the open values, RUN_END
    I_PCALL = 2              # call R[1], PCALL_DONE
    I_CO = 3                 # call R[1], CO_END
    I_CALL = 5               # as I_RUN, for one result: CALL 1 0 1, CALL_END
    I_TRAMPOLINE = 4         # return R[1](open values): lets a builtin with an `op` be called from anywhere

cdef enum:
    OVERFLOW_ROOM = 200      # frames for the message handler of a stack overflow
    GRACE = 100000           # instructions that closers may still take after the limit of them
    BUDGET = 20000            # instructions between two polls: a library function may take as long as a hundred of them
    MOST_ARGUMENTS = 1000000  # of a call through __call, about what PUC's stack holds
    NO_MORE_LUA = 2          # in VM.closing: only the finalizers of builtins are called

cdef bint init_calls(VM *vm) noexcept nogil

# open values
cdef int open_set(VM *vm, Value *src, int64_t n) noexcept nogil          # src may lie in the buffer itself
cdef void open_one(VM *vm, Value *src) noexcept nogil
cdef int open_prepend(VM *vm, Value *src, int64_t n) noexcept nogil
cdef int open_append(VM *vm, Value *src, int64_t n) noexcept nogil
cdef int push_open(VM *vm) noexcept nogil                                # a fresh buffer on top
cdef void pop_open(VM *vm) noexcept nogil

# frames
cdef Frame *push_frame(VM *vm, Closure *callee, Value *args, int64_t n) noexcept nogil  # NULL: vm.err is set
cdef Frame *push_internal(VM *vm, int which, uint32_t flags) noexcept nogil             # NULL: vm.err is set
cdef int stack_overflow(VM *vm) noexcept nogil
cdef int deliver(VM *vm, Value *R, Instr *pc, Value *src, int64_t n) noexcept nogil     # to the CALL at pc of the frame with registers R
cdef int deliver_after(VM *vm, Value *R, Instr *pc, bint first, Value *src, int64_t n) noexcept nogil  # a boolean, then src[0..n)
cdef int resume_frame(VM *vm) noexcept nogil                             # dispatch the instruction after the top frame's pc
cdef int return_values(VM *vm, Value *src, int64_t n) noexcept nogil     # the top frame returns
cdef int call_builtin(VM *vm, Value *f, Builtin *b, Value *args, int64_t n) noexcept nogil  # fn only; count or FAILED
cdef int invoke(VM *vm, Value *f, Value *args, int n, int cont) noexcept nogil  # call f for the top frame; `cont` takes the results
cdef int call_object(VM *vm, Value *R, Instr *pc) noexcept nogil  # R[pc.a] is no function: __call
cdef int enter_open(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil  # CALL at pc with all arguments in the open buffer

# nested runs
cdef int run(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int call_flags(VM *vm, Value *f, Value *args, int64_t n, uint32_t flags) noexcept nogil  # results in vm.ret; count or FAILED
cdef int call_one(VM *vm, Value *f, Value *args, int64_t n) noexcept nogil              # first result, or nil, in vm.ret[0]; 0 or FAILED
cdef int op_call_end(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int run_finalizers(VM *vm) noexcept nogil

# errors
cdef void set_error(VM *vm, Value *v) noexcept nogil                     # becomes vm.err, not handled yet
cdef int raise_(VM *vm) noexcept nogil                                   # the top frame failed with vm.err: handler, unwind; a handler's status
cdef int throw_(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil  # vm.err was set at pc by the VM itself
cdef int throw_builtin(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil  # vm.err was set at pc by the builtin called there
cdef int unwind_to(VM *vm, Frame *stop) noexcept nogil
cdef Frame *unwound_to(Frame *fr) noexcept nogil
cdef int raise_again(VM *vm) noexcept nogil

# closers
cdef int mark_to_be_closed(VM *vm, int reg, int block) noexcept nogil    # of the top frame
cdef bint next_closer(VM *vm, Frame *fr, int above, Value *d) noexcept nogil  # takes the innermost variable at or above a register
cdef int call_closer(VM *vm, Value *v, Value *err, int cont) noexcept nogil

# budget
cdef int poll(VM *vm) noexcept nogil                                     # 0 or FAILED; refills the budget
cdef int budget_out(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil  # then go on at pc
cdef int gc_here(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil     # safepoint after the instruction at pc
cdef int safepoint(VM *vm) noexcept nogil
cdef void grant(VM *vm) noexcept nogil                                   # a new budget

cdef inline Builtin *builtin_of(Value *f) noexcept nogil:
    if f.tag == BUILTIN:
        return f.v.b
    return (<NativeClosure *> f.v.o).b

cdef inline void note_builtin(VM *vm, Value *f, Builtin *b) noexcept nogil:
    """Let errors and upvalues know the builtin that is about to run."""
    vm.builtin = b
    copy(&vm.self, f)

cdef inline int begin_function(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil:
    """Begin the function whose frame was just pushed, unless the budget is used up."""
    vm.budget -= 1
    if unlikely(vm.budget < 0):
        return budget_out(vm, R, pc, K, cl)
    return go(vm, R, pc, K, cl)

cdef inline int enter_function(VM *vm, Value *R, Instr *pc, Closure *callee, Value *args, int64_t n) noexcept nogil:
    """Call a Lua function with n arguments, from an instruction that the frame knows of."""
    cdef Frame *fr = push_frame(vm, callee, args, n)
    if unlikely(fr == NULL):
        return throw_(vm, R, pc, NULL, NULL)
    return begin_function(vm, fr.R, fr.pc, fr.cl.p.k, fr.cl)

cdef inline int64_t vararg_count(Frame *fr) noexcept nogil:
    return fr.nva if fr.flags & F_VARARGS else 0

cdef inline bint gc_due(VM *vm) noexcept nogil:
    return vm.used > vm.limit

cdef bint make_internal(VM *vm, int which, int last) noexcept nogil
cdef int open_reserve(VM *vm, int64_t front, int64_t back) noexcept nogil
cdef void begin_kept(VM *vm, Frame *fr, Value *r) noexcept nogil
cdef void keep_locals(VM *vm, Frame *fr) noexcept nogil
cdef bint give_varargs(VM *vm, Frame *fr, Value *src, int64_t n) noexcept nogil
cdef int invoke_object(VM *vm, Value *f, Value *args, int n, int cont) noexcept nogil
cdef void handle_above(VM *vm, Value *self) noexcept nogil
cdef int call_plain(VM *vm, Value *f, Builtin *b, Value *args, int64_t n) noexcept nogil
cdef int call_nested(VM *vm, Value *f, Value *args, int64_t n, uint32_t flags) noexcept nogil
cdef int end_nested(VM *vm, int status, Builtin *outer, Value *self) noexcept nogil
cdef bint catchable(VM *vm) noexcept nogil
cdef Frame *find_guard(VM *vm) noexcept nogil
cdef void run_handler(VM *vm, Frame *guard) noexcept nogil
cdef Frame *push_handler(VM *vm) noexcept nogil
cdef int describe_error(VM *vm, Value *mm) noexcept nogil
cdef void tell_host(VM *vm) noexcept nogil
cdef void handle_error(VM *vm) noexcept nogil
cdef int stop_unwinding(VM *vm, Frame *stop) noexcept nogil
cdef int start_closing(VM *vm, Value *src, int64_t n) noexcept nogil
cdef int go_on_returning(VM *vm) noexcept nogil
cdef int start_pcall(VM *vm, uint32_t flags, Value *function, Value *args, int64_t n) noexcept nogil
cdef int start_xpcall(VM *vm) noexcept nogil
cdef int run_from(VM *vm, Frame *fr) noexcept nogil
cdef void stress(VM *vm) noexcept nogil
cdef int poll_memory(VM *vm) noexcept nogil
cdef int poll_clock(VM *vm) noexcept nogil
cdef bint may_have_grace(VM *vm) noexcept nogil
cdef int poll_limits(VM *vm) noexcept nogil

cdef int op_finish_return(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_finish_unwind(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_finish_close(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_close(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int close_variables(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_tbc(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_run_end(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_pcall_done(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int bi_pcall(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int bi_xpcall(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int call_closure(VM *vm, Closure *callee, Value *args, int64_t n) noexcept nogil
cdef void fail_closer(VM *vm, Value *mm) noexcept nogil
cdef void hide_frames(VM *vm, Frame *top, Frame *stop) noexcept nogil
cdef void leave_frame_level(VM *vm, Frame *fr) noexcept nogil
cdef bint leaves_closers(VM *vm, Frame *stop) noexcept nogil
cdef int fail_interrupted(VM *vm) noexcept nogil
cdef int interrupt_caller(VM *vm) noexcept nogil
cdef void keep_error(VM *vm, Frame *stop) noexcept nogil
cdef int add_self(VM *vm, Value *f) noexcept nogil
cdef int take_callee(VM *vm, Value *f) noexcept nogil
cdef Frame *enter_guard(VM *vm, uint32_t flags) noexcept nogil           # pushes the frame of a protected call; NULL: vm.err is set
cdef int check_level(VM *vm) noexcept nogil
cdef int check_levels(VM *vm) noexcept nogil                             # is there room for one C level more? 0 or FAILED
cdef void fail_overflow(VM *vm) noexcept nogil
cdef int error_in_handling(VM *vm) noexcept nogil
cdef void enter_level(VM *vm) noexcept nogil
cdef void leave_level(VM *vm) noexcept nogil
cdef void forget_levels(VM *vm, Co *co) noexcept nogil
cdef void leave_caught(VM *vm) noexcept nogil
cdef bint is_final(uint32_t kind) noexcept nogil
cdef Frame *find_stop(VM *vm) noexcept nogil
cdef bint is_fatal(VM *vm, Frame *base) noexcept nogil
cdef int leave_run(VM *vm, Frame *base) noexcept nogil
cdef int coroutine_dies(VM *vm) noexcept nogil
cdef Closer *head_of(Frame *fr) noexcept nogil
