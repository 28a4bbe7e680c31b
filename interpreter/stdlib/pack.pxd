# string.pack, packsize and unpack.
from libc.stdint cimport int64_t, uint64_t
from interpreter.vm.values cimport VM, Buffer, Str, Value

cdef extern from *:
    """
    #define PLUA_BIG_ENDIAN (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
    """
    int PLUA_BIG_ENDIAN      # of this machine

cdef enum:
    MAX_INT_SIZE = 16        # bytes of an integer at most
    MAX_SIZE = 0x7fffffff    # bytes of a fixed-size format at most, as in PUC

cdef enum Option:
    O_FAILED = 0             # the error is in vm.err
    O_INT = 1
    O_UINT = 2
    O_FLOAT = 3
    O_DOUBLE = 4             # also n, Lua's own floats
    O_CHARS = 5              # of fixed length
    O_STRING = 6             # behind its length
    O_ZSTRING = 7            # before a zero byte
    O_PADDING = 8
    O_ALIGN = 9
    O_NONE = 10              # a setting or a space

ctypedef Layout *LayoutP
ctypedef Packing *PackingP
ctypedef Unpacking *UnpackingP

cdef struct Layout:          # what a format string says, option by option
    VM *vm
    const char *p            # next option; the format ends at the first NUL
    int big                  # 1: big endian
    int max_align
    int size                 # bytes of the current option
    int padding              # bytes before it

cdef struct Packing:
    Layout layout
    Buffer *b
    Value *args
    int n
    int arg                  # index of the value being packed
    int64_t total            # bytes so far

cdef struct Unpacking:
    Layout layout
    const char *data
    int64_t length
    int64_t at               # offset of the next option's bytes
    int count                # results so far

cdef void begin_layout(Layout *layout, VM *vm, Str *text) noexcept nogil
cdef int read_number(Layout *layout, int default) noexcept nogil
cdef bint read_size(Layout *layout, int default, int *size) noexcept nogil        # False: failed
cdef int sized(Layout *layout, int default, int option) noexcept nogil
cdef int fixed(Layout *layout, int size, int option) noexcept nogil
cdef int read_chars_size(Layout *layout) noexcept nogil
cdef int bad_option(Layout *layout, int c) noexcept nogil
cdef int read_setting(Layout *layout, int c) noexcept nogil
cdef int read_option(Layout *layout) noexcept nogil
cdef int fail_layout(Layout *layout, const char *message) noexcept nogil
cdef bint read_alignment(Layout *layout, int *align) noexcept nogil               # False: failed
cdef int next_option(Layout *layout, int64_t total) noexcept nogil

cdef void copy_ordered(char *d, const char *s, int size, bint big) noexcept nogil
cdef int add_zeros(VM *vm, Buffer *b, int64_t n) noexcept nogil
cdef int add_ordered(Packing *k, uint64_t bits, bint negative) noexcept nogil
cdef int pack_integer(Packing *k, bint signed_) noexcept nogil
cdef int pack_float(Packing *k) noexcept nogil
cdef int pack_double(Packing *k) noexcept nogil
cdef int pack_chars(Packing *k) noexcept nogil
cdef int pack_string(Packing *k) noexcept nogil
cdef int pack_zstring(Packing *k) noexcept nogil
cdef int pack_missing(Packing *k, int option) noexcept nogil
cdef int pack_value(Packing *k, int option) noexcept nogil
cdef int pack_all(Packing *k) noexcept nogil
cdef int str_pack(VM *vm, Value *args, int n) noexcept nogil
cdef int str_packsize(VM *vm, Value *args, int n) noexcept nogil

cdef bint read_integer(Unpacking *u, bint signed_, int64_t *out) noexcept nogil  # False: failed
cdef int too_short(VM *vm) noexcept nogil
cdef int unpack_integer(Unpacking *u, bint signed_, Value *out) noexcept nogil
cdef int unpack_float(Unpacking *u, Value *out) noexcept nogil
cdef int unpack_double(Unpacking *u, Value *out) noexcept nogil
cdef int unpack_string(Unpacking *u, Value *out) noexcept nogil
cdef int unpack_zstring(Unpacking *u, Value *out) noexcept nogil
cdef int unpack_value(Unpacking *u, int option, Value *out) noexcept nogil
cdef int unpack_all(Unpacking *u) noexcept nogil
cdef int64_t count_values(const char *p) noexcept nogil
cdef int str_unpack(VM *vm, Value *args, int n) noexcept nogil
