# string.dump: a function's Proto as bytes; undump.py reads them back.
from interpreter.vm.values cimport *

cdef enum:
    DUMP_VERSION = 3         # to be raised with every change of the format or of the opcode table
    HEADER_SIZE = 44         # PUC's 31 bytes, our mark, version, size of the body, its checksum
    BODY_FIELDS = 36         # where the last two stand
    HAS_VARARGS = 1          # bits of a function's first byte
    HAS_DEBUG = 2

cdef enum:                   # kinds of constants
    K_NIL = 0
    K_FALSE = 1
    K_TRUE = 2
    K_INTEGER = 3
    K_FLOAT = 4
    K_STRING = 5

cdef int str_dump(VM *vm, Value *args, int n) noexcept nogil             # string.dump
cdef uint32_t checksum(const char *s, int64_t n) noexcept nogil          # CRC-32, as zlib's

# Private to dump.py
cdef void add_header(VM *vm, Buffer *b) noexcept nogil
cdef void finish_header(Buffer *b) noexcept nogil
cdef void put_u32(char *p, uint32_t u) noexcept nogil
cdef void add_u64(VM *vm, Buffer *b, uint64_t u) noexcept nogil
cdef void add_size(VM *vm, Buffer *b, uint64_t u) noexcept nogil
cdef void add_signed(VM *vm, Buffer *b, int64_t i) noexcept nogil
cdef void add_text(VM *vm, Buffer *b, Str *s) noexcept nogil
cdef void add_function(VM *vm, Buffer *b, Proto *p, bint strip) noexcept nogil
cdef void add_code(VM *vm, Buffer *b, Proto *p) noexcept nogil
cdef void add_constants(VM *vm, Buffer *b, Proto *p) noexcept nogil
cdef void add_constant(VM *vm, Buffer *b, Value *k) noexcept nogil
cdef void add_sources(VM *vm, Buffer *b, Proto *p) noexcept nogil
cdef void add_debug(VM *vm, Buffer *b, Proto *p) noexcept nogil
