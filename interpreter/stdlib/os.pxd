# The operating system library: signatures of os.py.
from libc.stdint cimport int64_t
from libc.time cimport time_t, tm
from interpreter.vm.values cimport Buffer, Table, Value, VM

cdef enum:
    ITEM_MAX = 250           # bytes of one converted item of os.date
    COST_OF_ITEM = 16        # what one takes, in instructions

cdef void open_os(VM *vm) noexcept nogil

cdef int os_clock(VM *vm, Value *args, int n) noexcept nogil
cdef int os_difftime(VM *vm, Value *args, int n) noexcept nogil

cdef int put_field(VM *vm, Value *t, const char *name, int64_t i) noexcept nogil
cdef int put_daylight(VM *vm, Value *t, int flag) noexcept nogil
cdef int put_fields(VM *vm, Value *t, tm *parts) noexcept nogil
cdef int take_field(VM *vm, Value *t, const char *name, Value *v) noexcept nogil
cdef int field_value(VM *vm, Value *t, const char *name, int default, int delta, int *out) noexcept nogil
cdef int daylight_value(VM *vm, Value *t, int *out) noexcept nogil
cdef int take_fields(VM *vm, Value *t, tm *parts) noexcept nogil
cdef int ret_time(VM *vm, time_t moment) noexcept nogil
cdef int os_time(VM *vm, Value *args, int n) noexcept nogil

cdef int conversion_length(const char *s, int64_t n) noexcept nogil
cdef int bad_conversion(VM *vm, const char *s) noexcept nogil
cdef int add_item(VM *vm, Buffer *b, const char *s, int length, tm *parts) noexcept nogil
cdef int add_date(VM *vm, Buffer *b, const char *s, const char *end, tm *parts) noexcept nogil
cdef int date_string(VM *vm, const char *s, const char *end, tm *parts) noexcept nogil
cdef int date_table(VM *vm, tm *parts) noexcept nogil
cdef bint broken_down(time_t moment, bint utc, tm *parts) noexcept nogil
cdef int date_result(VM *vm, const char *s, int64_t length, time_t moment) noexcept nogil
cdef int os_date(VM *vm, Value *args, int n) noexcept nogil

cdef int os_execute(VM *vm, Value *args, int n) noexcept nogil
cdef int os_exit(VM *vm, Value *args, int n) noexcept nogil
cdef int os_getenv(VM *vm, Value *args, int n) noexcept nogil
cdef int os_remove(VM *vm, Value *args, int n) noexcept nogil
cdef int os_rename(VM *vm, Value *args, int n) noexcept nogil
cdef int locale_category(VM *vm, Value *args, int n, int *category) noexcept nogil
cdef int os_setlocale(VM *vm, Value *args, int n) noexcept nogil
cdef int os_tmpname(VM *vm, Value *args, int n) noexcept nogil
