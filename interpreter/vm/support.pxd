# What a library file may use: arguments, results, errors, buffers, calls.  As PUC's lauxlib for its libraries.
#
# A builtin has the signature CFun: int f(VM *vm, Value *args, int n) noexcept nogil.  It reads args[0..n), writes results to
# vm.ret[0], vm.ret[1], ... and returns their number; FAILED after an error was set by one of the functions below (which all
# return FAILED, so `return arg_error(...)`).  vm.ret has room for 40 values; ask ensure_ret for more.
# Allocation never collects, so fresh objects are safe in C locals, except across a call to Lua (call, less, get_index,
# tostring_value ...): there, what must survive has to be in args[] (which stays marked) or pinned with push_root.
# Results are written to vm.ret after the last such call.
from interpreter.vm.values cimport *

cdef enum:
    OUTPUT_GRACE = 0x10000        # bytes that closers may still write after the limit of output

# ---- arguments; i counts from 0; the message counts from 1 (and allows for method calls)
cdef int arg_error(VM *vm, int i, const char *message) noexcept nogil       # bad argument #1 to 'insert' (message)
cdef const char *argument_type(VM *vm, const Value *v) noexcept nogil
cdef int arg_error_ss(VM *vm, int i, const char *format, const char *s, const char *t) noexcept nogil  # message with two %s
cdef int type_error(VM *vm, Value *args, int n, int i, const char *expected) noexcept nogil  # number expected, got no value
cdef int check_any(VM *vm, Value *args, int n, int i) noexcept nogil        # all check_* return 0, or FAILED
cdef int check_int(VM *vm, Value *args, int n, int i, int64_t *out) noexcept nogil   # converts floats and strings with exact integers
cdef int opt_int(VM *vm, Value *args, int n, int i, int64_t default, int64_t *out) noexcept nogil
cdef int check_num(VM *vm, Value *args, int n, int i, double *out) noexcept nogil
cdef int opt_num(VM *vm, Value *args, int n, int i, double default, double *out) noexcept nogil
cdef int check_number(VM *vm, Value *args, int n, int i, Value *out) noexcept nogil  # keeps int or float
cdef int check_str(VM *vm, Value *args, int n, int i, Str **out) noexcept nogil      # numbers become strings (also in args[i])
cdef int opt_str(VM *vm, Value *args, int n, int i, Str **out) noexcept nogil        # NULL when nil or none
cdef int check_table(VM *vm, Value *args, int n, int i, Table **out) noexcept nogil
cdef int check_function(VM *vm, Value *args, int n, int i) noexcept nogil
cdef int check_option(VM *vm, Value *args, int n, int i, const char *default, const char **names, int *out) noexcept nogil  # names end with NULL; invalid option 'x'
cdef const char *type_name(const Value *v) noexcept nogil                   # "nil" "boolean" "number" "string" "table" "function" "userdata" "thread"
cdef const char *type_name_meta(VM *vm, const Value *v) noexcept nogil      # the __name of a table or userdata first: in the VM's own messages
cdef inline bint is_none_or_nil(Value *args, int n, int i) noexcept nogil:
    return i >= n or args[i].tag == NIL

# ---- results
cdef bint ensure_ret(VM *vm, int64_t count) noexcept nogil                  # False: no memory (error set)
cdef inline int ret_nil(VM *vm) noexcept nogil:
    vm.ret[0].tag = NIL
    return 1
cdef inline int ret_int(VM *vm, int64_t i) noexcept nogil:
    put_int(vm.ret, i)
    return 1
cdef inline int ret_flt(VM *vm, double n) noexcept nogil:
    put_flt(vm.ret, n)
    return 1
cdef inline int ret_bool(VM *vm, bint b) noexcept nogil:
    put_bool(vm.ret, b)
    return 1
cdef inline int ret_value(VM *vm, Value *v) noexcept nogil:
    copy(vm.ret, v)
    return 1
cdef int ret_str(VM *vm, const char *s, int64_t n) noexcept nogil           # one string result; FAILED when memory is short
cdef int ret_z(VM *vm, const char *z) noexcept nogil                        # C string
cdef int ret_fail(VM *vm, const char *message, int code) noexcept nogil     # nil, message, code (code < 0: two results)

# ---- errors; a position "chunk:line: " is put before the message when the caller is a Lua function
cdef int fail(VM *vm, const char *message) noexcept nogil
cdef inline int64_t most_bytes() noexcept nogil:
    """Return the bytes of the longest string: more is refused as memory that there is not."""
    return <int64_t>1 << 46
cdef bint exceeds_output(VM *vm, int64_t n) noexcept nogil                   # True: the error is set
cdef int fail_str(VM *vm, Str *message) noexcept nogil                       # zeros in it are kept
cdef int fail_s(VM *vm, const char *format, const char *s) noexcept nogil   # format with one %s
cdef int fail_ss(VM *vm, const char *format, const char *s, const char *t) noexcept nogil
cdef int fail_fmt4(VM *vm, const char *format, const char *s, const char *t, const char *u, const char *v) noexcept nogil
cdef int fail_fmt4_at(VM *vm, const char *format, const char *s, const char *t, const char *u, const char *v, bint position) noexcept nogil
cdef int fail_operation(VM *vm, const char *message) noexcept nogil
cdef int fail_i(VM *vm, const char *format, int64_t i) noexcept nogil       # format with one %lld
cdef int fail_plain(VM *vm, const char *message) noexcept nogil             # without position
cdef int fail_value(VM *vm, Value *v) noexcept nogil                        # any error value
cdef int fail_memory(VM *vm) noexcept nogil                                 # not enough memory
cdef int look(VM *vm, int64_t work) noexcept nogil                          # the same where each call is as long as a look at the clock may wait
cdef int charge(VM *vm, int64_t work) noexcept nogil                        # long loops: call now and then; FAILED: interrupted (return FAILED)

# ---- calling Lua, with metamethods; each may fail with FAILED
cdef int call(VM *vm, Value *f, Value *args, int n) noexcept nogil          # results in vm.ret; their number. Not yieldable
cdef int call_for_one(VM *vm, Value *f, Value *args, int n) noexcept nogil  # first result, or nil, in vm.ret[0]; 0. Quicker than call
cdef int less(VM *vm, Value *x, Value *y) noexcept nogil                    # x < y: 1, 0
cdef int equals(VM *vm, Value *x, Value *y) noexcept nogil                  # x == y with __eq: 1, 0
cdef int get_index(VM *vm, Value *o, Value *k, Value *out) noexcept nogil   # out = o[k]; 0
cdef int set_index(VM *vm, Value *o, Value *k, Value *v) noexcept nogil     # o[k] = v; 0
cdef int length_of(VM *vm, Value *o, int64_t *out) noexcept nogil           # #o as integer; "object length is not an integer"
cdef Str *tostring_value(VM *vm, Value *v) noexcept nogil                   # with __tostring and __name; NULL: failed
cdef Str *tostring_raw(VM *vm, const Value *v) noexcept nogil               # "table: 0x..."; numbers and strings as they are; no memory: NULL
cdef Value *metafield(VM *vm, const Value *v, int event) noexcept nogil     # of any value; NULL: none
cdef Table *metatable_of(VM *vm, const Value *v) noexcept nogil             # NULL: none
cdef int push_root(VM *vm, const Value *v) noexcept nogil                   # index of a slot that keeps v marked, FAILED: no memory ...
cdef void drop_root(VM *vm, int index) noexcept nogil                       # ... until dropped

cdef int full_collection(VM *vm) noexcept nogil                             # collect and run the finalizers found; 0 or FAILED

# ---- byte buffers, and arrays of values, from the pool `scratch`: b = rent_buffer(vm); add...; then one of the endings, which gives it back
cdef Buffer *rent_buffer(VM *vm) noexcept nogil                             # never NULL: without memory one that has failed already
cdef void give_back_buffer(VM *vm, Buffer *b) noexcept nogil
cdef void add_bytes(VM *vm, Buffer *b, const char *s, int64_t n) noexcept nogil
cdef void add_z(VM *vm, Buffer *b, const char *z) noexcept nogil
cdef char *reserve_bytes(VM *vm, Buffer *b, int64_t n) noexcept nogil       # room for n more; the caller then does b.n += written; NULL: failed
cdef int add_value(VM *vm, Buffer *b, const Value *v) noexcept nogil        # string or number as tostring; 0, or -1 when it is neither
cdef Str *buffer_str(VM *vm, Buffer *b) noexcept nogil                      # string of its bytes, and gives it back; NULL: failed (error set)
cdef Buffer *rent_array(VM *vm, int64_t n) noexcept nogil                    # <Value *> b.p has room for n values, which nobody marks; NULL: no memory (error not set)
cdef int ret_buffer(VM *vm, Buffer *b) noexcept nogil                       # the same as the single result
cdef inline void add_char(VM *vm, Buffer *b, int c) noexcept nogil:
    cdef char ch = <char> c
    if likely(b.n < b.cap):
        b.p[b.n] = ch
        b.n += 1
    else:
        add_bytes(vm, b, &ch, 1)

# ---- registration
cdef Builtin *new_builtin(VM *vm, const char *library, const char *name, CFun fn) noexcept nogil
cdef void reg(VM *vm, Table *t, const char *library, const char *name, CFun fn) noexcept nogil  # t[name] = builtin
cdef void set_field(VM *vm, Table *t, const char *name, Value *v) noexcept nogil
cdef Table *new_library(VM *vm, const char *name) noexcept nogil            # new global table, also in package.loaded
cdef NativeClosure *self_of(VM *vm) noexcept nogil                          # the running builtin's closure (its upvalues)

# ---- the world outside, by way of the host; these take the GIL
cdef int out_write(VM *vm, const char *s, int64_t n) noexcept nogil         # standard output; 0 or FAILED
cdef int out_line(VM *vm) noexcept nogil                                    # ends a line of standard output
cdef int err_write(VM *vm, const char *s, int64_t n) noexcept nogil         # standard error
cdef int flush_out(VM *vm) noexcept nogil
cdef int64_t in_read(VM *vm, Buffer *b, int64_t n, bint line) noexcept nogil  # adds up to n bytes (n < 0: all), or one line with its newline; bytes read, 0 at the end, -1 failed

# ---- for the VM itself
cdef int64_t own_read(VM *vm, Buffer *b, int64_t n, bint line) noexcept nogil
cdef enum:
    SPARE_PINS = 8           # free pins to be had when memory is short
    LEAST_BUFFER = 256       # bytes
    MOST_RETAINED = 1048576  # bytes of a buffer that is kept
    RETURNED = -1            # Buffer.n in poison mode, while free
    OUT_BYTES = 32768        # of output that may wait

cdef bint more_pins(VM *vm) noexcept nogil
cdef Buffer *new_buffer(VM *vm) noexcept nogil
cdef void poison_buffer(Buffer *b) noexcept nogil
cdef void check_buffer(VM *vm, Buffer *b) noexcept nogil
cdef bint grow_buffer(VM *vm, Buffer *b, int64_t cap) noexcept nogil
cdef void str_value(VM *vm, Value *d, const char *z) noexcept nogil         # d = string of a C string
cdef void warn_error(VM *vm, const char *where) noexcept nogil              # vm.err as a warning, when warnings are on
cdef Buffer *format4(VM *vm, const char *format, const char *s, const char *t, const char *u, const char *v) noexcept nogil
cdef int fail_bytes(VM *vm, const char *text, int64_t n, bint position) noexcept nogil
cdef int fail_at(VM *vm, const char *text, bint position) noexcept nogil
cdef bint init_support(VM *vm) noexcept nogil
cdef const char *called_name(VM *vm, Buffer *b, const char **name) noexcept nogil
cdef int call_request(VM *vm, int n) noexcept nogil
cdef Str *tostring_call(VM *vm, Value *mm, Value *v) noexcept nogil
