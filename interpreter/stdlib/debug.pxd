# The debug library: signatures of debug.py.
from libc.stdint cimport int64_t
from interpreter.vm.values cimport Buffer, Co, Frame, LocalName, Proto, Str, Table, Value, VM

ctypedef Level* LevelP

cdef struct Level:           # one running function
    Co *co                   # whose stack it stands on
    Frame *fr                # its frame; NULL: a builtin that runs on top of the stack, or yielded there
    Frame *caller            # of such a builtin: the frame below it, hidden ones included
    Value *args              # arguments of the builtin that asks, NULL for others
    int nargs
    Value f                  # the function, nil for the host

cdef void fill_registry(VM *vm) noexcept nogil
cdef void open_debug(VM *vm) noexcept nogil

cdef Co *thread_of(VM *vm, Value *args, int n, int *first) noexcept nogil
cdef Value *builtin_on_top(VM *vm, Co *co) noexcept nogil
cdef void function_of(Frame *fr, Value *f) noexcept nogil
cdef bint find_level(VM *vm, Co *co, int64_t level, Level *out) noexcept nogil
cdef bint transfers(VM *vm, Level *level) noexcept nogil

cdef bint is_lua_level(Level *level) noexcept nogil
cdef void put_field(VM *vm, Table *t, const char *name, const char *text) noexcept nogil
cdef void put_number(VM *vm, Table *t, const char *name, int64_t i) noexcept nogil
cdef void put_flag(VM *vm, Table *t, const char *name, bint b) noexcept nogil
cdef void put_source(VM *vm, Table *t, Proto *p) noexcept nogil
cdef void put_line(VM *vm, Table *t, Level *level) noexcept nogil
cdef void put_parameters(VM *vm, Table *t, Value *f) noexcept nogil
cdef void put_name(VM *vm, Table *t, Level *level) noexcept nogil
cdef void put_transfer(VM *vm, Table *t, Level *level) noexcept nogil
cdef void put_active_lines(VM *vm, Table *t, Proto *p) noexcept nogil
cdef bint put_option(VM *vm, Table *t, Level *level, int option) noexcept nogil
cdef Proto *proto_of(Value *f) noexcept nogil
cdef int upvalue_count(Value *f) noexcept nogil
cdef int level_info(VM *vm, Level *level, const char *options, int i) noexcept nogil
cdef int debug_getinfo(VM *vm, Value *args, int n) noexcept nogil

cdef LocalName *nth_local(Proto *p, int64_t i, int pc) noexcept nogil
cdef int64_t register_limit(Frame *fr) noexcept nogil
cdef Value *vararg_at(Frame *fr, int64_t i, const char **name) noexcept nogil
cdef bint is_loop_state(Level *level, Value *v) noexcept nogil
cdef Value *register_at(VM *vm, Level *level, int64_t i, const char **name) noexcept nogil
cdef Value *local_at(VM *vm, Level *level, int64_t i, const char **name) noexcept nogil
cdef void hand_out(Value *v) noexcept nogil
cdef Value *transfer_at(VM *vm, Level *level, int64_t i) noexcept nogil
cdef int parameter_name(VM *vm, Value *f, int64_t i) noexcept nogil
cdef int check_level(VM *vm, Value *args, int n, int first, Co *co, Level *level, int64_t *i) noexcept nogil
cdef int debug_getlocal(VM *vm, Value *args, int n) noexcept nogil
cdef int debug_setlocal(VM *vm, Value *args, int n) noexcept nogil

cdef Value *upvalue_at(Value *f, int64_t i, const char **name) noexcept nogil
cdef int check_upvalue(VM *vm, Value *args, int n, int f, int64_t *i) noexcept nogil
cdef void *upvalue_identity(Value *f, int64_t i) noexcept nogil
cdef int debug_getupvalue(VM *vm, Value *args, int n) noexcept nogil
cdef int debug_setupvalue(VM *vm, Value *args, int n) noexcept nogil
cdef int debug_upvalueid(VM *vm, Value *args, int n) noexcept nogil
cdef int check_joined(VM *vm, Value *args, int n, int f, int64_t *i) noexcept nogil
cdef int debug_upvaluejoin(VM *vm, Value *args, int n) noexcept nogil

cdef int debug_getmetatable(VM *vm, Value *args, int n) noexcept nogil
cdef int attach(VM *vm, Value *v, Table *meta) noexcept nogil
cdef int debug_setmetatable(VM *vm, Value *args, int n) noexcept nogil
cdef int debug_getregistry(VM *vm, Value *args, int n) noexcept nogil
cdef int debug_getuservalue(VM *vm, Value *args, int n) noexcept nogil
cdef int debug_setuservalue(VM *vm, Value *args, int n) noexcept nogil

cdef int hook_mask_of(Str *letters, int64_t count) noexcept nogil
cdef Table *hook_table(VM *vm) noexcept nogil
cdef int debug_sethook(VM *vm, Value *args, int n) noexcept nogil
cdef int debug_gethook(VM *vm, Value *args, int n) noexcept nogil

cdef int add_thread_traceback(VM *vm, Buffer *b, Co *co, int64_t level) noexcept nogil
cdef void cut_at_nul(Buffer *b) noexcept nogil
cdef int debug_traceback(VM *vm, Value *args, int n) noexcept nogil
cdef int print_error(VM *vm, Value *v) noexcept nogil
cdef int run_command(VM *vm, Buffer *line) noexcept nogil
cdef int debug_debug(VM *vm, Value *args, int n) noexcept nogil
cdef int debug_setcstacklimit(VM *vm, Value *args, int n) noexcept nogil
