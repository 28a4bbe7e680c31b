# What makes code of expressions: its state and its functions' signatures.

from interpreter.compiler.emitter cimport Emitter
from interpreter.compiler.proto cimport Proto
from interpreter.syntax.ast cimport (
    Binary, Call, Expr, Function, FunctionBody, GlobalRef, Index, LocalRef, MethodCall, Table, TableItem, Unary,
)

cdef enum:
    MAX_SHORT = 40          # bytes of the longest string that the VM interns
    OPEN = -1               # number of results: all, left in the open buffer
    TAIL = -2               # a call that is all of a `return`
    ADD_FLAG = 1 << 16      # on a count of values: the open ones follow


cdef enum KeyKind:
    FIELD_KEY               # a short string: its constant
    INTEGER_KEY             # a small integer >= 0
    REGISTER_KEY            # a register


cdef enum PlaceKind:
    LOCAL_PLACE
    CELL_PLACE
    UPVALUE_PLACE
    GLOBAL_PLACE            # a field of an upvalue
    FIELD_PLACE
    INTEGER_PLACE
    REGISTER_PLACE


cdef class Place:
    # Where an assignment stores.
    cdef PlaceKind kind
    cdef int base           # register of the local, its cell or the table; number of the upvalue
    cdef int key            # constant, integer or register
    cdef Expr late_table    # read into `base` just before the store; None: it is there
    cdef Expr late_key      # likewise, into `key`


cdef class Exits:
    # Jumps out of a logical expression whose value is wanted, as lists.
    cdef int done           # with the value in place
    cdef int true_          # the value is to be true
    cdef int false_         # the value is to be false


cdef class Expressions(Emitter):
    cdef int level          # first register above those of the locals in scope
    cdef list protos        # [Proto] of the functions inside, so far
    cdef object value       # the constant that `constant` or `numeral` found
    cdef KeyKind key_kind   # what `set_key` found
    cdef int key            # constant, integer or register
    cdef int second         # register of the right operand that `pair` found

    # values
    cdef int values(self, list values, Py_ssize_t given, Py_ssize_t wanted, int line) except -1
    cdef int multiple(self, Expr e, int wanted) except -1
    cdef int arguments(self, list values) except -1
    cdef int open_values(self, Expr e) except -1
    cdef int next(self, Expr e) except -1
    cdef int any(self, Expr e) except -1
    cdef int operand(self, Expr e, int scratch) except -1
    cdef bint is_captured(self, Expr e) noexcept
    cdef int read_cell(self, Expr e, int register) except -1
    cdef bint reads_late(self, Expr e, Expr following) noexcept
    cdef int pair(self, Expr left, Expr right) except -1
    cdef int to(self, Expr e, int destination) except -1
    cdef int to_rare(self, Expr e, int destination) except -1
    cdef int local_to(self, LocalRef e, int destination) except -1
    cdef int global_to(self, GlobalRef e, int destination) except -1
    cdef int closure(self, Function e, int destination) except -1
    cdef Proto inner_proto(self, FunctionBody body)
    cdef int last_line(self, Expr e) noexcept

    # constants
    cdef bint constant(self, Expr e) except -1
    cdef bint numeral(self, Expr e) except -1
    cdef bint folded(self, Binary e) except -1
    cdef int truth(self, Expr e) except -2

    # operators
    cdef int arithmetic(self, Binary e, int destination) except -1
    cdef int with_constant(self, Binary e, int destination, int left, object value) except -1
    cdef int after_constant(self, Binary e, int destination, object value, int right) except -1
    cdef int unary(self, Unary e, int destination) except -1
    cdef int concat(self, Binary e, int destination) except -1
    cdef bint is_top(self, int register) noexcept
    cdef bint is_in_place(self, Expr e) noexcept

    # suffixes
    cdef int chain(self, Expr e, int destination, int results) except -1
    cdef int first_of_chain(self, Expr e, int top, bint is_called) except -1
    cdef int read_table(self, Expr e, int register, int line) except -1
    cdef int index(self, Index e, int table, int destination, Expr late) except -1
    cdef int get(self, int table, int destination, int line) except -1
    cdef int set_key(self, Expr e, int scratch, int limit) except -1
    cdef int string_key(self, bytes name, int scratch, int limit, int line) except -1
    cdef int method_call(self, MethodCall e, int object, int top, int results) except -1
    cdef int finish_call(self, list arguments, int top, bint has_self, int results, int line) except -1

    # tables
    cdef int table(self, Table e, int destination) except -1
    cdef int new_table(self, Table e, int register) except -1
    cdef int items(self, Table e, int register) except -1
    cdef int keyed_item(self, TableItem item, int register) except -1
    cdef int set_list(self, int register, int count, bint is_open, int stored, int line) except -1

    # stores
    cdef int assign_value(self, Place place, Expr value, int line) except -1
    cdef int read_place(self, Place place, int line) except -1
    cdef int store_constant(self, Place place, int constant, int line) except -1
    cdef int store(self, Place place, int register, int line) except -1

    # logic
    cdef int logical(self, Expr e, int destination) except -1
    cdef bint last_term(self, Expr e, int destination, Exits exits) except -1
    cdef int term(self, Expr e, bint when, int destination, Exits exits, int line) except -1
    cdef int simple_term(self, Expr e, bint when, int destination, Exits exits, int line) except -1
    cdef int jump_if(self, Expr e, bint when, int list, int line) except -2
    cdef int jump_if_logical(self, Expr e, bint when, int list, int line) except -2
    cdef int load_outcome(self, int true_, int false_, int destination, int line) except -1
    cdef int compare(self, Binary e, bint when, int list) except -2
    cdef int comparison(self, Binary e) except -1
    cdef int compare_with(self, Binary e, int left, bint when, int list) except -2
    cdef int compare_equal(self, Binary e, int left, bint when, int list) except -2
    cdef bint fits_comparison(self) except -1
    cdef int compare_order(self, Binary e, int left, bint when, int list) except -2


cdef bint is_harmless(Expr e) noexcept
cdef bint is_multiple(Expr e) noexcept
cdef PlaceKind place_kind(KeyKind key) noexcept
