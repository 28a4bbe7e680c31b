# The input and output library: its record and the signatures of io.py.
from libc.stdint cimport int64_t
from libc.stdio cimport FILE
from interpreter.vm.values cimport Buffer, Table, Value, VM

cdef enum:                   # Stream.kind
    CLOSED
    REGULAR                  # of io.open and io.tmpfile
    PROCESS                  # of io.popen
    STANDARD_OWN             # standard stream of a process that is Lua's own; never closed
    STANDARD_INPUT           # these three go through the host; they have no FILE and are never closed
    STANDARD_OUTPUT
    STANDARD_ERROR

cdef enum:
    END = -1                 # read_byte: no more bytes
    BROKEN = -2              # read_byte: vm.err is set
    NUMERAL_MAX = 200        # bytes of the longest numeral that is read
    BLOCK = 4096             # bytes read at a time
    MOST_AT_ONCE = 16777216  # also of a large file, between two looks at the limits
    LARGE = 1073741824       # bytes that may be more than there is room for
    MAX_FORMATS = 250        # of lines
    BUFFER_SIZE = 1024       # default of setvbuf
    UP_FILE = 0              # upvalues of the iterator of lines: the file, whether it is closed at the end, the formats
    UP_CLOSE = 1
    UP_FORMATS = 2

cdef struct Stream:          # what a file's UData.ptr points to; freed with it
    FILE *f                  # NULL for a standard stream and for one that could not be opened
    int kind
    int pushed               # byte of standard input given back by unread_byte, END: none

cdef struct Numeral:         # a numeral being read
    Stream *s
    int c                    # look-ahead
    int n                    # bytes in `text`
    char text[NUMERAL_MAX + 1]

ctypedef Stream* StreamP
ctypedef Numeral* NumeralP

cdef void open_io(VM *vm) noexcept nogil

cdef Value *registered(VM *vm, const char *name) noexcept nogil
cdef Table *file_metatable(VM *vm) noexcept nogil
cdef Stream *stream_of(Value *v) noexcept nogil
cdef bint is_file(Value *v) noexcept nogil
cdef int check_file(VM *vm, Value *args, int n, Stream **out) noexcept nogil
cdef int check_open(VM *vm, Value *args, int n, Stream **out) noexcept nogil
cdef int default_stream(VM *vm, const char *key, Stream **out) noexcept nogil
cdef Stream *new_file(VM *vm, Value *out) noexcept nogil
cdef int opened(VM *vm, Stream *s, int kind, Value *file, const char *name) noexcept nogil

cdef bint good_mode(const char *mode) noexcept nogil
cdef int mode_argument(VM *vm, Value *args, int n, const char **mode) noexcept nogil
cdef int io_open(VM *vm, Value *args, int n) noexcept nogil
cdef int io_popen(VM *vm, Value *args, int n) noexcept nogil
cdef int io_tmpfile(VM *vm, Value *args, int n) noexcept nogil
cdef int open_or_raise(VM *vm, const char *name, const char *mode, Value *file) noexcept nogil
cdef int close_stream(VM *vm, Stream *s) noexcept nogil
cdef int file_close(VM *vm, Value *args, int n) noexcept nogil
cdef int io_close(VM *vm, Value *args, int n) noexcept nogil
cdef int file_gc(VM *vm, Value *args, int n) noexcept nogil
cdef int io_type(VM *vm, Value *args, int n) noexcept nogil
cdef int file_tostring(VM *vm, Value *args, int n) noexcept nogil
cdef int new_default(VM *vm, Value *args, int n, const char *mode, Value *file) noexcept nogil
cdef int choose_default(VM *vm, Value *args, int n, const char *key, const char *mode) noexcept nogil
cdef int io_input(VM *vm, Value *args, int n) noexcept nogil
cdef int io_output(VM *vm, Value *args, int n) noexcept nogil

cdef bint can_read(Stream *s) noexcept nogil
cdef int host_byte(VM *vm) noexcept nogil
cdef int try_again(VM *vm, FILE *f) noexcept nogil
cdef int read_byte(VM *vm, Stream *s) noexcept nogil
cdef void unread_byte(Stream *s, int c) noexcept nogil
cdef int add_line_from_host(VM *vm, Stream *s, Buffer *b) noexcept nogil
cdef int add_line_from_file(VM *vm, FILE *f, Buffer *b) noexcept nogil
cdef int add_block_from_host(VM *vm, Stream *s, Buffer *b, int64_t n) noexcept nogil
cdef int add_block_from_file(VM *vm, FILE *f, Buffer *b, int64_t n) noexcept nogil
cdef int finish(VM *vm, Buffer *b, int status, Value *out) noexcept nogil
cdef int read_line(VM *vm, Stream *s, bint chop, Value *out) noexcept nogil
cdef int read_all(VM *vm, Stream *s, Value *out) noexcept nogil
cdef int read_block(VM *vm, Stream *s, int64_t n, Value *out) noexcept nogil
cdef int test_end(VM *vm, Stream *s, Value *out) noexcept nogil
cdef bint keep(VM *vm, Numeral *r) noexcept nogil
cdef bint keep_one_of(VM *vm, Numeral *r, char x, char y) noexcept nogil
cdef bint is_digit(int c, bint hexadecimal) noexcept nogil
cdef int keep_digits(VM *vm, Numeral *r, bint hexadecimal) noexcept nogil
cdef void scan_numeral(VM *vm, Numeral *r) noexcept nogil
cdef int read_number(VM *vm, Stream *s, Value *out) noexcept nogil
cdef int read_by_letter(VM *vm, Stream *s, Value *args, int n, int i, Value *out) noexcept nogil
cdef int read_by_format(VM *vm, Stream *s, Value *args, int n, int i, Value *out) noexcept nogil
cdef int read_formats(VM *vm, Stream *s, Value *args, int n, int first, int *count) noexcept nogil
cdef int read_several(VM *vm, Stream *s, Value *args, int n, int first, int *count) noexcept nogil
cdef bint give_results(VM *vm, Table *results, int count) noexcept nogil
cdef int read_values(VM *vm, Stream *s, Value *args, int n, int first) noexcept nogil
cdef int io_read(VM *vm, Value *args, int n) noexcept nogil
cdef int file_read(VM *vm, Value *args, int n) noexcept nogil

cdef int end_of_lines(VM *vm, Stream *s, bint closes, int count) noexcept nogil
cdef int lines_step(VM *vm, Value *args, int n) noexcept nogil
cdef int make_lines(VM *vm, Value *file, bint closes, Value *formats, int n) noexcept nogil
cdef int file_lines(VM *vm, Value *args, int n) noexcept nogil
cdef int lines_of_file(VM *vm, Value *args, int n) noexcept nogil
cdef int io_lines(VM *vm, Value *args, int n) noexcept nogil

cdef int write_bytes(VM *vm, Stream *s, const char *p, int64_t n) noexcept nogil
cdef int write_value(VM *vm, Stream *s, Value *args, int n, int i) noexcept nogil
cdef int write_values(VM *vm, Stream *s, Value *args, int n, int first, Value *file) noexcept nogil
cdef int io_write(VM *vm, Value *args, int n) noexcept nogil
cdef int file_write(VM *vm, Value *args, int n) noexcept nogil
cdef int flush_stream(VM *vm, Stream *s) noexcept nogil
cdef int io_flush(VM *vm, Value *args, int n) noexcept nogil
cdef int file_flush(VM *vm, Value *args, int n) noexcept nogil
cdef int seek_origin(VM *vm, Value *args, int n, int *origin) noexcept nogil
cdef int file_seek(VM *vm, Value *args, int n) noexcept nogil
cdef int buffering_mode(VM *vm, Value *args, int n, int *mode) noexcept nogil
cdef int file_setvbuf(VM *vm, Value *args, int n) noexcept nogil

cdef void register_methods(VM *vm, Table *methods) noexcept nogil
cdef void make_metatable(VM *vm) noexcept nogil
cdef void take_own_stream(Stream *s) noexcept nogil
cdef void make_standard_file(VM *vm, Table *t, int kind, const char *name, const char *key) noexcept nogil
cdef void register_functions(VM *vm, Table *t) noexcept nogil
