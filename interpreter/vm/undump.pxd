# Reads what string.dump wrote, for the loader in bridge.py.
from libc.stdint cimport int64_t, uint8_t, uint64_t

cdef enum:
    MAX_DEPTH = 200          # functions inside each other, as the compiler's limit

cdef class Reader:
    cdef bytes data
    cdef const uint8_t *at
    cdef const uint8_t *end
    cdef int byte(self) except -1
    cdef uint64_t u64(self) except? 0
    cdef uint64_t size(self) except? 0
    cdef int64_t signed(self) except? 0
    cdef int64_t bounded(self, int64_t limit) except -1
    cdef int64_t count(self) except -1
    cdef object text(self)
    cdef object function(self, int depth, bytes source)
    cdef int code(self, object p) except -1
    cdef list constants(self)
    cdef object constant(self)
    cdef list sources(self)
    cdef list protos(self, int depth, bytes source)
    cdef int debug(self, object p) except -1
    cdef object lines(self, int64_t n, int64_t line)
    cdef list locals(self, int64_t n, int64_t registers)
