# Strings: interning, conversion to and from numbers.
from interpreter.vm.values cimport *

cdef Str *new_str(VM *vm, const char *s, int64_t n) noexcept nogil        # interned up to SHORT_MAX bytes; NULL: no memory
cdef Str *new_long(VM *vm, int64_t n) noexcept nogil                      # LSTR of n bytes to be filled in by the caller (n > SHORT_MAX); NULL: no memory
cdef Str *str_from(VM *vm, const char *z) noexcept nogil                  # of a C string
cdef uint32_t hash_long(VM *vm, Str *s) noexcept nogil                    # hash of an LSTR, computed once
cdef bint same_str(const Value *x, const Value *y) noexcept nogil         # both are strings: equal bytes?
cdef int compare_str(Str *x, Str *y) noexcept nogil                       # <0, 0, >0 by bytes (strcoll in the C locale), NULs included
cdef bint init_strings(VM *vm) noexcept nogil
cdef void sweep_strings(VM *vm) noexcept nogil                            # unlink dead short strings (mark != vm.epoch) before the sweep
cdef void free_strings(VM *vm) noexcept nogil
cdef int int_to_chars(char *buffer, int64_t i) noexcept nogil             # length; buffer of at least 24 bytes; no NUL
cdef int flt_to_chars(char *buffer, double n) noexcept nogil              # "%.14g", ".0" added when it looks like an integer; inf, -inf, nan, -nan as PUC; buffer of 48
cdef int num_to_chars(char *buffer, const Value *v) noexcept nogil
cdef bint chars_to_num(const char *s, int64_t n, Value *d) noexcept nogil  # Lua numeral with surrounding whitespace, hex, hex floats; int or float
cdef bint to_number(const Value *s, Value *d) noexcept nogil              # number as is, or string convertible to one
cdef bint flt_to_int(double n, int64_t *i) noexcept nogil                 # exact only
cdef bint to_integer(const Value *s, int64_t *i) noexcept nogil           # number or numeric string with an exact integer value
cdef bint num_to_integer(const Value *s, int64_t *i) noexcept nogil       # the same, numbers only
cdef Str *num_to_str(VM *vm, const Value *v) noexcept nogil
cdef int no_memory(VM *vm) noexcept nogil                                 # vm.err = "not enough memory"; -1
cdef bint same_long(Str *x, Str *y) noexcept nogil                        # equal bytes; for two LSTRs

# Private to strings.py

cdef extern from *:
    """
    /* Both halves of a product: no difference between keys passes unchanged, as it would through a plain product. */
    static inline uint64_t plua_fold(uint64_t a, uint64_t b) {
        unsigned __int128 p = (unsigned __int128) a * b;
        return (uint64_t) p ^ (uint64_t) (p >> 64);
    }
    """
    uint64_t fold "plua_fold"(uint64_t a, uint64_t b) noexcept nogil

cdef enum:
    LONG_CHAIN = 32      # strings: to pass by that many costs more than an instruction

cdef uint64_t load8(const char *p) noexcept nogil
cdef uint64_t load4(const char *p) noexcept nogil
cdef uint64_t tail_bits(const char *s, int64_t n) noexcept nogil
cdef uint32_t hash_bytes(uint64_t seed, const char *s, int64_t n) noexcept nogil
cdef void resize_strings(VM *vm, uint32_t size) noexcept nogil
cdef Str *intern_new(VM *vm, const char *s, int64_t n, uint32_t h) noexcept nogil
cdef bint is_space(int c) noexcept nogil
cdef int digit_value(int c) noexcept nogil
cdef bint read_hex(const char *s, int64_t n, uint64_t *u) noexcept nogil
cdef bint read_decimal(const char *s, int64_t n, bint negative, uint64_t *u) noexcept nogil
cdef bint read_int(const char *s, int64_t n, Value *d) noexcept nogil
cdef bint read_float(char *z, int64_t n, Value *d) noexcept nogil
