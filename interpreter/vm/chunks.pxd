# The pool of compiled texts: what was loaded lately need not be compiled again.
from interpreter.vm.values cimport *

cdef enum:
    MOST_CHUNK_BYTES = 1 << 20       # kept altogether, unless another capacity is set

cdef Proto *rent_chunk(VM *vm, const char *text, int64_t text_len, const char *name, int64_t name_len) noexcept nogil
cdef void give_back_chunk(VM *vm, const char *text, int64_t text_len, const char *name, int64_t name_len, Proto *p) noexcept nogil
cdef int64_t cut_chunks(VM *vm, int64_t keep) noexcept nogil           # all but the last loaded; return how many went
cdef int64_t kept_chunks(VM *vm) noexcept nogil
cdef Chunk *find_chunk(VM *vm, uint32_t hash, const char *text, int64_t text_len, const char *name, int64_t name_len) noexcept nogil
cdef int64_t record_bytes(int64_t text_len, int64_t name_len) noexcept nogil
cdef Chunk *new_chunk(VM *vm, const char *text, int64_t text_len, const char *name, int64_t name_len) noexcept nogil
cdef void link_chunk(VM *vm, Chunk *c) noexcept nogil
cdef void unlink_chunk(VM *vm, Chunk *c) noexcept nogil
cdef void keep_chunk(VM *vm, Chunk *c) noexcept nogil
cdef void count_load(VM *vm) noexcept nogil
cdef void free_chunk(VM *vm, Chunk *c) noexcept nogil
cdef int64_t proto_bytes(Proto *p) noexcept nogil
cdef uint32_t proto_sum(VM *vm, Proto *p) noexcept nogil
