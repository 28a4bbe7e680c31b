# The table library: records and signatures of table.py.
from libc.stdint cimport int64_t, uint32_t
from interpreter.vm.values cimport Buffer, Str, Table, Value, VM

cdef enum:                   # what an object must do to stand for a table
    CAN_READ = 1
    CAN_WRITE = 2
    HAS_LENGTH = 4

cdef enum:
    MAX_RESULTS = 1000000    # of unpack, as PUC's limit of its stack
    CHARGE_EVERY = 1024      # elements between two polls for an interrupt
    RANDOM_PIVOT = 100       # elements from which an unbalanced sort no longer takes the middle as pivot

cdef enum:                   # how sort compares
    BY_INTEGER
    BY_NUMBER
    BY_STRING
    BY_CALL                  # metamethods or the order function

cdef enum:                   # slots of Sort.hold
    HOLD_LEFT
    HOLD_RIGHT
    HOLD_PIVOT
    HOLD_LAST                # never nil, so that the array keeps its length
    HOLD_SLOTS

cdef struct Move:            # the range of table.move
    int64_t first
    int64_t last
    int64_t target

cdef struct Sort:            # one call of table.sort whose comparison may call Lua
    Value *t                 # the argument
    Value *order             # the order function, NULL: x < y
    Value *hold              # array of a table that nobody else sees: keeps marked what is compared

cdef void open_table(VM *vm) noexcept nogil

cdef bint is_plain(VM *vm, Value *t) noexcept nogil
cdef int check_tablelike(VM *vm, Value *args, int n, int i, int what) noexcept nogil
cdef int check_length(VM *vm, Value *args, int n, int what, int64_t *length) noexcept nogil
cdef int get_element(VM *vm, Value *t, int64_t i, Value *out) noexcept nogil
cdef int set_element(VM *vm, Value *t, int64_t i, Value *v) noexcept nogil
cdef int charge_elements(VM *vm, int64_t count) noexcept nogil
cdef int poll(VM *vm, int64_t done) noexcept nogil

cdef int append_raw(VM *vm, Table *t, int64_t position, Value *v) noexcept nogil
cdef int insert_in_array(VM *vm, Value *args, int64_t position, Value *v) noexcept nogil
cdef int insert_by_moves(VM *vm, Value *t, int64_t end, int64_t position, Value *v) noexcept nogil
cdef int insert_at(VM *vm, Value *args, int n, int64_t end) noexcept nogil
cdef int table_insert(VM *vm, Value *args, int n) noexcept nogil

cdef int remove_from_array(VM *vm, Table *t, int64_t position) noexcept nogil
cdef int remove_by_moves(VM *vm, Value *t, int64_t size, int64_t position) noexcept nogil
cdef int remove_general(VM *vm, Value *t, int64_t size, int64_t position) noexcept nogil
cdef int table_remove(VM *vm, Value *args, int n) noexcept nogil

cdef int check_move(VM *vm, Move *m) noexcept nogil
cdef int overlap_direction(VM *vm, Value *args, int to, Move *m) noexcept nogil
cdef bint fits_arrays(Table *source, Table *target, Move *m) noexcept nogil
cdef void move_in_arrays(Table *source, Table *target, Move *m) noexcept nogil
cdef int move_element(VM *vm, Value *source, int64_t i, Value *target, int64_t j) noexcept nogil
cdef int move_elements(VM *vm, Value *source, Value *target, Move *m, bint backward) noexcept nogil
cdef int move_range(VM *vm, Value *args, int to, Move *m) noexcept nogil
cdef int table_move(VM *vm, Value *args, int n) noexcept nogil

cdef int bad_concat(VM *vm, Value *v, int64_t i) noexcept nogil
cdef int add_element(VM *vm, Buffer *b, Value *t, int64_t i) noexcept nogil
cdef int add_range(VM *vm, Buffer *b, Value *t, Str *separator, int64_t first, int64_t last) noexcept nogil
cdef int table_concat(VM *vm, Value *args, int n) noexcept nogil

cdef bint fill_array(Table *t, Value *args, int n) noexcept nogil
cdef int fill_table(VM *vm, Table *t, Value *args, int n) noexcept nogil
cdef int table_pack(VM *vm, Value *args, int n) noexcept nogil
cdef int unpack_plain(VM *vm, Table *t, int64_t first, int count) noexcept nogil
cdef int gather(VM *vm, Value *t, int64_t first, int count, Table *found) noexcept nogil
cdef int unpack_general(VM *vm, Value *t, int64_t first, int count) noexcept nogil
cdef int unpack_range(VM *vm, Value *t, int64_t first, int64_t last) noexcept nogil
cdef int table_unpack(VM *vm, Value *args, int n) noexcept nogil

cdef bint int_below_flt(int64_t i, double n) noexcept nogil
cdef bint flt_below_int(double n, int64_t i) noexcept nogil
cdef bint number_below(Value *x, Value *y) noexcept nogil
cdef bint below(int kind, Value *x, Value *y) noexcept nogil
cdef void swap(Value *x, Value *y) noexcept nogil
cdef int array_kind(Table *t) noexcept nogil
cdef int64_t pick_pivot(int64_t low, int64_t high, uint32_t salt) noexcept nogil
cdef uint32_t next_salt(int64_t low, int64_t high, int64_t smaller, uint32_t salt) noexcept nogil
cdef int invalid_order(VM *vm) noexcept nogil

cdef bint place_array_pivot(Value *a, int kind, int64_t low, int64_t high, uint32_t salt) noexcept nogil
cdef int64_t split_array(VM *vm, Value *a, int kind, int64_t low, int64_t high) noexcept nogil
cdef int sort_array(VM *vm, Value *a, int kind, int64_t low, int64_t high, uint32_t salt) noexcept nogil

cdef int fetch(VM *vm, Sort *s, int64_t i, int slot) noexcept nogil
cdef int ordered(VM *vm, Sort *s, int left, int right) noexcept nogil
cdef int put_pair(VM *vm, Sort *s, int64_t i, int left, int64_t j, int right) noexcept nogil
cdef int order_ends(VM *vm, Sort *s, int64_t low, int64_t high) noexcept nogil
cdef int order_pivot(VM *vm, Sort *s, int64_t low, int64_t pivot, int64_t high) noexcept nogil
cdef int set_pivot_aside(VM *vm, Sort *s, int64_t pivot, int64_t high) noexcept nogil
cdef int place_pivot(VM *vm, Sort *s, int64_t low, int64_t high, uint32_t salt) noexcept nogil
cdef int64_t scan_up(VM *vm, Sort *s, int64_t i, int64_t high) noexcept nogil
cdef int64_t scan_down(VM *vm, Sort *s, int64_t j, int64_t i) noexcept nogil
cdef int64_t split(VM *vm, Sort *s, int64_t low, int64_t high) noexcept nogil
cdef int sort_range(VM *vm, Sort *s, int64_t low, int64_t high, uint32_t salt) noexcept nogil
cdef Table *new_hold(VM *vm) noexcept nogil
cdef int sort_by_calls(VM *vm, Value *args, int64_t size, bint has_order) noexcept nogil
cdef int table_sort(VM *vm, Value *args, int n) noexcept nogil
