# The utf8 library.
from libc.stdint cimport int64_t, uint32_t
from interpreter.vm.values cimport VM, Buffer, CFun, Table, Value

cdef enum:
    MAX_UNICODE = 0x10ffff
    MAX_UTF = 0x7fffffff     # largest value six bytes can hold
    MAX_UTF_BYTES = 6
    POLL = 65536             # characters between two polls for an interrupt

cdef inline bint is_continuation(char c) noexcept nogil:
    return (c & 0xC0) == 0x80

cdef inline int64_t byte_position(int64_t pos, int64_t length) noexcept nogil:
    """Translate a relative position; 0 when it is before the string."""
    if pos >= 0:
        return pos
    if pos < -length:
        return 0
    return length + pos + 1

cdef uint32_t least_value(int count) noexcept nogil
cdef const char *decode_long(const char *s, uint32_t *out) noexcept nogil
cdef const char *decode(const char *s, uint32_t *out, bint lax) noexcept nogil  # behind the sequence; NULL: invalid
cdef int encode(char *d, uint32_t code) noexcept nogil                       # bytes written, at most MAX_UTF_BYTES
cdef bint lax_arg(Value *args, int n, int i) noexcept nogil
cdef int utf8_len(VM *vm, Value *args, int n) noexcept nogil
cdef int count_characters(VM *vm, const char *s, int64_t i, int64_t j, bint lax) noexcept nogil
cdef int ret_codes(VM *vm, const char *s, const char *end, bint lax) noexcept nogil
cdef int utf8_codepoint(VM *vm, Value *args, int n) noexcept nogil
cdef int add_characters(VM *vm, Buffer *b, Value *args, int n) noexcept nogil
cdef int utf8_char(VM *vm, Value *args, int n) noexcept nogil
cdef int64_t sequence_start(const char *s, int64_t i) noexcept nogil
cdef int64_t skip_back(const char *s, int64_t i, int64_t *count) noexcept nogil
cdef int64_t skip_forward(const char *s, int64_t length, int64_t i, int64_t *count) noexcept nogil
cdef int utf8_offset(VM *vm, Value *args, int n) noexcept nogil
cdef int next_code(VM *vm, Value *args, int n, bint lax) noexcept nogil
cdef int next_strict(VM *vm, Value *args, int n) noexcept nogil
cdef int next_lax(VM *vm, Value *args, int n) noexcept nogil
cdef int utf8_codes(VM *vm, Value *args, int n) noexcept nogil
cdef void add_codes(VM *vm, Table *t) noexcept nogil
cdef void open_utf8(VM *vm) noexcept nogil
