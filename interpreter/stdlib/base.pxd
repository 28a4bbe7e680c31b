# The basic library: signatures of base.py.
from libc.stdint cimport int64_t, uint8_t
from interpreter.vm.values cimport CFun, Table, Value, VM

cdef void open_base(VM *vm) noexcept nogil

cdef int print_simple(VM *vm, Value *v) noexcept nogil
cdef int print_after(VM *vm, Value *v, bint first) noexcept nogil
cdef int base_print(VM *vm, Value *args, int n) noexcept nogil
cdef int warning_control(VM *vm, Value *message) noexcept nogil
cdef int write_warning(VM *vm, Value *args, int n) noexcept nogil
cdef int base_warn(VM *vm, Value *args, int n) noexcept nogil

cdef int base_type(VM *vm, Value *args, int n) noexcept nogil
cdef int base_tostring(VM *vm, Value *args, int n) noexcept nogil
cdef int digit_value(int c) noexcept nogil
cdef const char *skip_spaces(const char *s, const char *end) noexcept nogil
cdef bint chars_to_int(const char *s, const char *end, int64_t base, int64_t *out) noexcept nogil
cdef int tonumber_in_base(VM *vm, Value *args, int n) noexcept nogil
cdef int base_tonumber(VM *vm, Value *args, int n) noexcept nogil

cdef int base_rawequal(VM *vm, Value *args, int n) noexcept nogil
cdef int base_rawlen(VM *vm, Value *args, int n) noexcept nogil
cdef int base_rawget(VM *vm, Value *args, int n) noexcept nogil
cdef int base_rawset(VM *vm, Value *args, int n) noexcept nogil

cdef int base_next(VM *vm, Value *args, int n) noexcept nogil
cdef int iterate_with(VM *vm, int64_t builtin, Value *state) noexcept nogil
cdef int ipairs_step(VM *vm, Value *args, int n) noexcept nogil
cdef int base_ipairs(VM *vm, Value *args, int n) noexcept nogil
cdef int return_from(VM *vm, Value *args, int n, int first) noexcept nogil
cdef int base_select(VM *vm, Value *args, int n) noexcept nogil

cdef int base_getmetatable(VM *vm, Value *args, int n) noexcept nogil
cdef int attach_metatable(VM *vm, Table *t, Table *meta) noexcept nogil
cdef int base_setmetatable(VM *vm, Value *args, int n) noexcept nogil
cdef int base_assert(VM *vm, Value *args, int n) noexcept nogil

cdef enum:                  # options of collectgarbage
    GC_STOP
    GC_RESTART
    GC_COLLECT
    GC_COUNT
    GC_STEP
    GC_ISRUNNING
    GC_SETPAUSE
    GC_SETSTEPMUL
    GC_GENERATIONAL
    GC_INCREMENTAL
    GC_OPTIONS

cdef enum:
    LONG_NUMERAL = 256       # bytes of a numeral from which its conversion is charged
    STEP_SIZE_MAX = 40       # log2 of the largest step, in bytes
    SMALL_HEAP = 1 << 20     # bytes that one generational step may collect

cdef extern from *:
    """
    #define PLUA_WALKED_PER_BYTE 1.6    /* heap bytes walked for a byte allocated, at a step multiplier of 1: measured on PUC */
    """
    const double WALKED_PER_BYTE "PLUA_WALKED_PER_BYTE"

cdef int garbage_option(VM *vm, Value *args, int n, int *option) noexcept nogil
cdef int garbage_parameter_count(int option) noexcept nogil
cdef int check_garbage_parameters(VM *vm, Value *args, int n, int option, int *parameters) noexcept nogil
cdef int set_garbage_mode(VM *vm, bint generational) noexcept nogil
cdef int kept_percent(int percent) noexcept nogil
cdef int set_percent(VM *vm, int *field, int percent) noexcept nogil
cdef void set_incremental(VM *vm, int *parameters) noexcept nogil
cdef int64_t step_bytes(VM *vm) noexcept nogil
cdef bint step_pays(VM *vm, int kilobytes) noexcept nogil
cdef int collector_step(VM *vm, int kilobytes) noexcept nogil
cdef int stop_collector(VM *vm, bint stop) noexcept nogil
cdef int garbage_action(VM *vm, int option, int *parameters) noexcept nogil
cdef int base_collectgarbage(VM *vm, Value *args, int n) noexcept nogil

cdef void register_known(VM *vm, const char *name, CFun fn, int known_id, bint is_global) noexcept nogil
cdef void set_constants(VM *vm) noexcept nogil
