# string.format.
from libc.stdint cimport int64_t
from interpreter.vm.values cimport VM, Buffer, Str, Value

cdef enum:
    SPEC_MAX = 22            # bytes of a conversion at most, without its % and the length modifier
    SPEC_ROOM = 32
    ITEM_MAX = 120           # bytes of a formatted item; %f of a huge number may need more
    FLOAT_ITEM_MAX = 110 + 308
    MANY_DIGITS = 40         # of a float: more of them cost what they take
    QUOTED_BLOCK = 1 << 16   # bytes of a string quoted between two polls

ctypedef Format *FormatP

cdef struct Format:          # the state of one call
    VM *vm
    Value *args
    int n
    int arg                  # index of the argument being formatted
    Buffer *b
    int conversion           # its last byte: d, s, ...
    int plain                # 1: no flags, width or precision
    char spec[SPEC_ROOM]     # the conversion as in the format string

cdef int bad_spec(Format *f, const char *message) noexcept nogil
cdef const char *read_spec(Format *f, const char *p) noexcept nogil         # p is behind the %; NULL: failed
cdef const char *skip_digits(const char *p) noexcept nogil
cdef int check_spec(Format *f, const char *flags, bint precision) noexcept nogil
cdef void make_long(Format *f) noexcept nogil
cdef int add_byte(Format *f) noexcept nogil
cdef int add_integer(Format *f, const char *flags) noexcept nogil
cdef int add_float(Format *f) noexcept nogil
cdef int add_pointer(Format *f) noexcept nogil
cdef int add_text(Format *f) noexcept nogil
cdef int add_short_text(Format *f, Str *s) noexcept nogil
cdef int add_literal(Format *f) noexcept nogil
cdef int add_quoted(VM *vm, Buffer *b, Str *s) noexcept nogil
cdef void add_escaped(VM *vm, Buffer *b, int c, int following) noexcept nogil
cdef void add_integer_literal(VM *vm, Buffer *b, int64_t i) noexcept nogil
cdef void add_float_literal(VM *vm, Buffer *b, double n) noexcept nogil
cdef int add_item(Format *f) noexcept nogil
cdef const char *add_conversion(Format *f, const char *p) noexcept nogil    # p is behind the %; NULL: failed
cdef int add_all(Format *f, Str *s) noexcept nogil
cdef int str_format(VM *vm, Value *args, int n) noexcept nogil
