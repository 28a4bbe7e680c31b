# The package library, with loadfile and dofile: signatures of package.py.
from libc.stdint cimport int64_t
from libc.stdio cimport FILE
from interpreter.vm.values cimport Buffer, Closure, CFun, Instr, Str, Table, Value, VM

cdef void open_package(VM *vm) noexcept nogil

cdef enum:
    PIECE = 65536            # bytes read at a time
    COST_OF_FILE = 1000      # of the budget, for one that is looked for

cdef int fail_nowhere(VM *vm, const char *format, const char *s, const char *t, const char *u) noexcept nogil
cdef int file_error(VM *vm, const char *what, const char *name) noexcept nogil
cdef int add_file(VM *vm, Buffer *b, FILE *f) noexcept nogil
cdef int64_t first_comment(const char *s, int64_t n) noexcept nogil
cdef Str *text_of(VM *vm, Buffer *b) noexcept nogil
cdef Str *read_input(VM *vm) noexcept nogil
cdef Str *read_stream(VM *vm, FILE *f, const char *name) noexcept nogil
cdef Str *read_file(VM *vm, const char *name) noexcept nogil
cdef Str *chunk_name(VM *vm, const char *file) noexcept nogil
cdef int load_file(VM *vm, const char *file, Value *mode, Value *env) noexcept nogil
cdef int base_loadfile(VM *vm, Value *args, int n) noexcept nogil
cdef int load_argument(VM *vm) noexcept nogil
cdef int bi_dofile(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil

cdef void add_replaced(VM *vm, Buffer *b, const char *s, const char *old, const char *new) noexcept nogil
cdef bint is_readable(VM *vm, const char *name) noexcept nogil
cdef Str *path_for(VM *vm, const char *name, const char *path, const char *separator, const char *directory) noexcept nogil
cdef bint next_file(VM *vm, Buffer *b, const char **path) noexcept nogil
cdef int not_found(VM *vm, Str *files) noexcept nogil
cdef int search_path(VM *vm, const char *name, const char *path, const char *separator, const char *directory) noexcept nogil
cdef int package_searchpath(VM *vm, Value *args, int n) noexcept nogil
cdef int package_loadlib(VM *vm, Value *args, int n) noexcept nogil

cdef int search_field(VM *vm, const char *name, const char *field) noexcept nogil
cdef int no_loader(VM *vm, const char *name, const char *file, const char *why) noexcept nogil
cdef int search_preload(VM *vm, Value *args, int n) noexcept nogil
cdef int search_lua(VM *vm, Value *args, int n) noexcept nogil
cdef int search_library(VM *vm, const char *name, const char *root) noexcept nogil
cdef int search_c(VM *vm, Value *args, int n) noexcept nogil
cdef int search_root(VM *vm, Value *args, int n) noexcept nogil

cdef int try_searchers(VM *vm, Table *searchers, Value *name, Buffer *b) noexcept nogil
cdef int find_loader(VM *vm, Value *name) noexcept nogil
cdef int run_loader(VM *vm, Value *name) noexcept nogil
cdef int loaded_module(VM *vm, Value *name) noexcept nogil
cdef int package_require(VM *vm, Value *args, int n) noexcept nogil

cdef const char *default_path() noexcept nogil
cdef const char *default_cpath() noexcept nogil
cdef const char *environment_path(VM *vm, const char *variable) noexcept nogil
cdef void set_path(VM *vm, Table *t, const char *name, const char *variable, const char *default) noexcept nogil
cdef Str *filled_path(VM *vm, const char *path, const char *gap, const char *default) noexcept nogil
cdef void put_bound(VM *vm, Value *d, Table *t, const char *library, const char *name, CFun fn) noexcept nogil
cdef Table *subtable(VM *vm, const char *key) noexcept nogil
cdef void put_searchers(VM *vm, Table *t) noexcept nogil
