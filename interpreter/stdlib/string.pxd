# The string library: plain strings, and the metatable of strings.
from libc.stdint cimport int64_t, uint64_t
from interpreter.vm.values cimport VM, CFun, Str, Table, Value, SHORT_MAX

cdef enum:
    MAX_BYTES = 0x7fffffff   # of the result of rep, as in PUC
    BLOCK = 1 << 20          # bytes done between two polls for an interrupt
    UPPER_A = 65             # the letters of ASCII
    UPPER_Z = 90
    LOWER_A = 97
    LOWER_Z = 122

cdef struct Draft:           # a string of known length being filled in
    char *p                  # its bytes
    int64_t n
    Str *long                # the string, when it is not to be interned
    char room[SHORT_MAX]

ctypedef Draft *DraftP

cdef char *begin_draft(VM *vm, Draft *d, int64_t n) noexcept nogil           # its bytes; NULL: no memory (error set)
cdef int ret_draft(VM *vm, Draft *d) noexcept nogil
cdef int put_result(VM *vm, const char *s, int64_t n) noexcept nogil
cdef int str_len(VM *vm, Value *args, int n) noexcept nogil
cdef int str_sub(VM *vm, Value *args, int n) noexcept nogil
cdef int str_byte(VM *vm, Value *args, int n) noexcept nogil
cdef int ret_bytes(VM *vm, const unsigned char *s, int64_t n) noexcept nogil
cdef int str_char(VM *vm, Value *args, int n) noexcept nogil
cdef void copy_reversed(char *d, const char *end, int64_t n) noexcept nogil
cdef uint64_t letters_between(uint64_t word, uint64_t first, uint64_t last) noexcept nogil
cdef void copy_other_case(char *d, const char *s, int64_t n, uint64_t first, uint64_t last) noexcept nogil
cdef int str_reverse(VM *vm, Value *args, int n) noexcept nogil
cdef int change_case(VM *vm, Value *args, int n, uint64_t first, uint64_t last) noexcept nogil
cdef int str_lower(VM *vm, Value *args, int n) noexcept nogil
cdef int str_upper(VM *vm, Value *args, int n) noexcept nogil
cdef int fill_repeated(VM *vm, char *p, int64_t unit, int64_t total) noexcept nogil
cdef int repeat(VM *vm, Str *s, Str *separator, int64_t times) noexcept nogil
cdef int str_rep(VM *vm, Value *args, int n) noexcept nogil
cdef int ret_integers(VM *vm, int event, int64_t x, int64_t y) noexcept nogil
cdef int ret_floats(VM *vm, int event, double x, double y) noexcept nogil
cdef int64_t divide_integers(int64_t x, int64_t y) noexcept nogil
cdef int64_t modulo_integers(int64_t x, int64_t y) noexcept nogil
cdef double modulo_floats(double x, double y) noexcept nogil
cdef int cannot_compute(VM *vm, Value *pair, int event) noexcept nogil
cdef int try_metamethod(VM *vm, Value *pair, int event) noexcept nogil
cdef int compute(VM *vm, Value *args, int n, int event) noexcept nogil
cdef int str_add(VM *vm, Value *args, int n) noexcept nogil
cdef int str_sub_numbers(VM *vm, Value *args, int n) noexcept nogil
cdef int str_mul(VM *vm, Value *args, int n) noexcept nogil
cdef int str_div(VM *vm, Value *args, int n) noexcept nogil
cdef int str_mod(VM *vm, Value *args, int n) noexcept nogil
cdef int str_pow(VM *vm, Value *args, int n) noexcept nogil
cdef int str_idiv(VM *vm, Value *args, int n) noexcept nogil
cdef int str_unm(VM *vm, Value *args, int n) noexcept nogil
cdef void set_metatable(VM *vm, Table *library) noexcept nogil
cdef void open_string(VM *vm) noexcept nogil
