# Names, lines and tracebacks: what an error message says about where it happened and which variable was meant.
from interpreter.vm.values cimport *

cdef enum:
    ID_SIZE = 60             # bytes of a chunk's display name, with its NUL
    MANY_LEVELS = 1000       # of a stack: to walk more of them takes long

cdef void chunk_id(char *out, Str *source) noexcept nogil                # display name of a chunk; out of ID_SIZE bytes
cdef int line_at(Proto *p, Instr *pc) noexcept nogil                     # -1: unknown
cdef bint is_lua(Frame *fr) noexcept nogil
cdef int add_where(VM *vm, Buffer *b, Frame *fr) noexcept nogil          # "chunk:line: " of a Lua frame, nothing for others
cdef int prefix_error(VM *vm) noexcept nogil                             # put the top frame's position before vm.err when that is a string
cdef int type_op_error(VM *vm, Value *o, const char *what, Value *key) noexcept nogil  # attempt to index a nil value (local 'x')
cdef int call_error(VM *vm, Value *f) noexcept nogil
cdef int arith_error(VM *vm, Value *x, Value *y) noexcept nogil
cdef int bitwise_error(VM *vm, Value *x, Value *y) noexcept nogil
cdef int concat_error(VM *vm, Value *x, Value *y) noexcept nogil
cdef int compare_error(VM *vm, Value *x, Value *y) noexcept nogil
cdef const char *variable_name(VM *vm, Frame *fr, int reg) noexcept nogil  # of the local in a register; "?"
cdef const char *local_name(Proto *p, int reg, int pc) noexcept nogil    # NULL: none active
cdef const char *object_name(Proto *p, int lastpc, int reg, const char **name) noexcept nogil  # kind ("local", "global", ...) or NULL
cdef const char *variable_info(VM *vm, Frame *fr, Value *o, const char **name) noexcept nogil
cdef const char *call_name(VM *vm, Frame *fr, const char **name) noexcept nogil  # of the function that runs on fr, from its caller's code
cdef const char *name_from(VM *vm, Frame *prev, const char **name) noexcept nogil  # the same of what was called by that frame, hidden ones included
cdef bint global_name(VM *vm, Value *f, Buffer *b) noexcept nogil        # "print", "string.rep", ...: adds it
cdef bint loaded_name(VM *vm, Value *f, Buffer *b) noexcept nogil
cdef void make_traceback(VM *vm) noexcept nogil                          # into vm.traceback
cdef int add_traceback(VM *vm, Buffer *b, Frame *top, Builtin *running, int level) noexcept nogil
cdef int find_setter(Proto *p, int lastpc, int reg) noexcept nogil
cdef bint sets_register(Instr *i, int reg) noexcept nogil
cdef const char *event_of(Instr *i) noexcept nogil
cdef const char *code_name(Proto *p, Instr *pc, const char **name) noexcept nogil
cdef const char *constant_text(Value *k) noexcept nogil
cdef const char *upvalue_name(Proto *p, int i) noexcept nogil
cdef int jump_target(Instr *code, int pc) noexcept nogil
cdef int add_level(VM *vm, Buffer *b, Frame *fr, Builtin *running) noexcept nogil
cdef void search_name(VM *vm, Table *t, Value *f, Str **name) noexcept nogil
cdef bint divides_numbers(Frame *fr) noexcept nogil
cdef bint is_private(Str *name) noexcept nogil
cdef bint is_alias(Str *name, Value *f) noexcept nogil
cdef Frame *next_level(Frame *fr) noexcept nogil
cdef void add_line(VM *vm, Buffer *b, int64_t n) noexcept nogil
cdef void string_id(char *out, char *s, int64_t n) noexcept nogil
cdef int fail_operation4(VM *vm, const char *format, const char *s, const char *t, const char *u, const char *v) noexcept nogil
cdef const char *key_text(Proto *p, int pc, int reg) noexcept nogil
cdef const char *global_or_field(Proto *p, int pc, int reg) noexcept nogil
cdef const char *field_name(Proto *p, int pc, Instr *i, const char **name) noexcept nogil
cdef int named_error(VM *vm, Value *o, const char *what, const char *kind, const char *name) noexcept nogil
cdef const char *arith_event_name(int event) noexcept nogil
cdef const char *comparison_event(int op) noexcept nogil
cdef int add_function_name(VM *vm, Buffer *b, Frame *fr, Value *f) noexcept nogil
cdef int64_t count_levels(Frame *fr) noexcept nogil
cdef int add_running_name(VM *vm, Buffer *b, Frame *fr, Builtin *running) noexcept nogil
