# The parser's state and its functions' signatures.

from interpreter.syntax.ast cimport (
    Block, Call, Chunk, Expr, Function, FunctionBody, Goto, Label, Node, Statement, String, Table, TableItem, Variable,
)
from interpreter.syntax.lexer cimport Lexer, Watch

cdef enum Kind:         # what a name turned out to be
    GLOBAL
    CONSTANT            # a compile-time constant, usable from any inner function
    LOCAL
    UPVALUE


cdef class Jump:
    # A goto that waits for its label, or a label that gotos can see (PUC's Labeldesc).
    cdef bytes name
    cdef int line
    cdef int active             # active locals of the function at this place
    cdef Goto goto              # None for a `break` outside of any loop
    cdef Label label


cdef class Scope:
    # A block that is being read (PUC's BlockCnt).
    cdef Scope previous         # enclosing scope in the same function
    cdef Py_ssize_t first_label  # its labels begin here in Parser.labels
    cdef Py_ssize_t first_goto  # its pending gotos begin here in Parser.gotos
    cdef int active             # active locals of the function outside of it
    cdef bint is_loop
    cdef int breaks             # that wait for its end
    cdef Block block            # the tree's block; None around a `for` (the scope of its variables)


cdef class FunctionState:
    # A function that is being read (PUC's FuncState).
    cdef FunctionState previous  # enclosing function
    cdef FunctionBody body
    cdef Scope scope            # innermost open scope
    cdef Py_ssize_t first_local  # its locals begin here in Parser.variables
    cdef Py_ssize_t first_label  # its labels begin here in Parser.labels
    cdef int active             # how many of its locals are in scope
    cdef list held              # [Variable] of it declared with a function or used by an inner one, each once; None: none

    cdef int hold(self, Variable variable) except -1


cdef class FunctionReader:
    cdef int function_read(self, FunctionBody body) except -1


cdef class Parser:
    cdef Lexer lexer
    cdef FunctionState function  # innermost open function
    cdef list variables         # [Variable] of all open functions, declared so far
    cdef list gotos             # [Jump] waiting for a label
    cdef list labels            # [Jump] visible
    cdef int breaks             # that wait for the ends of their loops
    cdef int levels             # nesting, counted as C levels
    cdef int first_level        # that of the chunk's own statements
    cdef Py_ssize_t statement_start  # where the last of these begins
    cdef Py_ssize_t statement_before  # where the one before it begins
    cdef int given              # kept locals that main begins with; they do not count for the limit
    cdef dict outer             # name -> Variable: kept locals that main sees as upvalues or constants; None: none
    cdef bytes environment      # interned b"_ENV"
    cdef bytes self_name        # interned b"self"
    cdef FunctionReader reader  # told of each function read; None: nobody
    cdef Variable hidden        # stands for the variables that hold a loop's state
    cdef Variable found         # what resolve found
    cdef int found_index
    cdef bint parenthesized     # the last suffixed expression was `(…)` and nothing more

    # tokens
    cdef int expected(self, int token) except -1
    cdef bint test_next(self, int token) except -1
    cdef int check(self, int token) except -1
    cdef int check_next(self, int token) except -1
    cdef int check_match(self, int what, int who, int line) except -1
    cdef bytes check_name(self)
    cdef bint block_follow(self, bint with_until) noexcept
    cdef int enter_level(self) except -1
    cdef int check_limit(self, FunctionState function, Py_ssize_t value, int limit, bytes what) except -1
    cdef int semantic_error(self, bytes message) except -1
    cdef Node place(self, Node node, int line, Py_ssize_t start)

    # variables
    cdef Variable declare(self, bytes name)
    cdef int give(self, FunctionBody body, list kept) except -1
    cdef int check_locals(self) except -1
    cdef int declare_hidden(self, int count) except -1
    cdef int hold(self, Variable variable, Function function) except -1
    cdef int activate(self, list variables) except -1
    cdef Variable find_local(self, FunctionState function, bytes name)
    cdef int find_upvalue(self, FunctionState function, bytes name) except -2
    cdef int add_upvalue(self, FunctionState function, bytes name, bint from_local) except -1
    cdef Kind resolve(self, FunctionState function, bytes name, bint is_base) except *
    cdef Expr reference(self, Kind kind, bytes name, int line, Py_ssize_t start)
    cdef Expr variable_name(self)
    cdef int mark_assigned(self, Expr target) except -1

    # scopes, functions, jumps
    cdef Scope enter_scope(self, Block block, bint is_loop)
    cdef int leave_scope(self) except -1
    cdef Block new_block(self, bint is_loop)
    cdef int open_function(self, FunctionBody body) except -1
    cdef int close_function(self, list kept) except -1
    cdef Jump find_label(self, bytes name)
    cdef int add_jump(self, list jumps, Jump jump) except -1
    cdef int check_jumps(self, Py_ssize_t count) except -1
    cdef int create_label(self, Label label, bint is_last) except -1
    cdef int solve_gotos(self, Jump label) except -1
    cdef int undefined_goto(self, Jump jump) except -1

    # expressions
    cdef Expr expression(self)
    cdef Expr subexpression(self, int limit)
    cdef Expr unary(self, int op, Expr operand, int line, Py_ssize_t start)
    cdef Expr binary(self, int op, Expr left, Expr right, int line, Py_ssize_t start)
    cdef Expr simple_expression(self)
    cdef Expr literal(self, int token)
    cdef Expr primary(self)
    cdef Expr suffixed(self)
    cdef Expr field(self, Expr object, Py_ssize_t start)
    cdef Expr bracket_key(self)
    cdef String name_string(self)
    cdef list arguments(self)
    cdef Expr call(self, Expr function, Py_ssize_t start)
    cdef Expr method_call(self, Expr object, Py_ssize_t start)
    cdef list expression_list(self)
    cdef Table constructor(self)
    cdef int fetch(self, Expr node) except -1
    cdef int fetch_value(self, Expr node) except -1
    cdef int fetch_constant(self, Expr node) except -1
    cdef int fetch_item(self, TableItem item) except -1
    cdef TableItem table_item(self)
    cdef FunctionBody function_body(self, bint is_method, int line, Py_ssize_t start, bytes name)
    cdef int parameters(self, FunctionBody body) except -1
    cdef Function function_expression(self, bint is_method, int line, Py_ssize_t start, bytes name)

    # statements
    cdef int statement_list(self) except -1
    cdef int statement(self) except -1
    cdef Statement statement_of(self, int token, int line)
    cdef Block block(self, bint is_loop)
    cdef Statement if_statement(self, int line)
    cdef Statement while_statement(self, int line)
    cdef Statement do_statement(self, int line)
    cdef Statement for_statement(self, int line)
    cdef Statement numeric_for(self, bytes name)
    cdef Statement generic_for(self, bytes name)
    cdef Statement repeat_statement(self, int line)
    cdef Statement function_statement(self, int line)
    cdef Statement local_function(self)
    cdef Statement local_statement(self)
    cdef Variable local_name(self)
    cdef int mark_constant(self, list variables, list values) except -1
    cdef Statement label_statement(self, int line)
    cdef Statement return_statement(self)
    cdef Statement break_statement(self, int line)
    cdef Statement goto_statement(self)
    cdef Statement expression_statement(self)
    cdef Statement assignment(self, Expr first)
    cdef Chunk chunk(self, list kept)
    cdef int drop(self) except -1


cpdef Chunk parse(bytes source, bytes chunkname=*, int levels=*, list kept=*, FunctionReader reader=*, Watch watch=*)
