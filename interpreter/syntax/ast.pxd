# The fields of every tree node, with their meaning. The classes' own documentation is in ast.py.

cpdef enum:
    ADD = 0
    SUB = 1
    MUL = 2
    DIV = 3
    MOD = 4
    POW = 5
    IDIV = 6
    BAND = 7
    BOR = 8
    BXOR = 9
    SHL = 10
    SHR = 11
    CONCAT = 12
    EQ = 13
    NE = 14
    LT = 15
    LE = 16
    GT = 17
    GE = 18

cpdef enum:
    NEG = 0
    NOT = 1
    LEN = 2
    BNOT = 3

cpdef enum:
    PLAIN = 0
    CONST = 1
    CLOSE = 2

cpdef enum:             # how a chunk reaches a local that an earlier one has left
    KEPT_CONSTANT = 0   # by its value, which is known
    KEPT_REGISTER = 1   # in a register, as a parameter of main
    KEPT_CELL = 2       # as an upvalue of main: some closure has it too

cpdef enum:
    POSITIONAL = 0
    KEYED = 1


cdef class Block
cdef class FunctionBody
cdef class Label
cdef class Function


cdef class Node:
    cdef public int line            # line that errors and hooks report for this node
    cdef public int settled         # of an operand with jumps: line where its value is made, 0: that of its last token
    cdef public Py_ssize_t start    # byte offset of the first byte in the source
    cdef public Py_ssize_t end      # byte offset after the last byte


cdef class Statement(Node):
    pass


cdef class Expr(Node):
    pass


# --- names ---------------------------------------------------------------------------------------

cdef class Variable:
    cdef public bytes name
    cdef public int attrib          # PLAIN, CONST or CLOSE
    cdef public bint captured       # an inner function uses it
    cdef public bint assigned       # assigned after its declaration
    cdef public bint is_const_value  # <const> with a value known here: takes no register
    cdef public object const_value  # None, bool, int, float or bytes; valid if is_const_value
    cdef public int line            # line of its declaration
    cdef public int slot            # register, filled in by the code generator; -1 before
    cdef public int uses            # references to it
    cdef public int calls           # of them what is called, not looked at otherwise
    cdef public FunctionBody body   # while parsing: the function that it is declared with, None: some other value
    cdef public list captors        # while parsing: [FunctionBody] that have it among their upvalues; None: not one
    cdef public bint owned          # what its block made for it (closure, cell) is nobody else's at the block's end


cdef class Upvalue:
    cdef public bytes name
    cdef public bint from_parent_local  # a local of the parent, else an upvalue of the parent
    cdef public Variable variable       # the captured variable itself, however far out
    cdef public int index               # index among the parent's upvalues if not from_parent_local


cdef class FunctionBody(Node):
    cdef public list parameters     # [Variable]; `self` comes first in a method
    cdef public bint is_vararg
    cdef public Block body          # None once code is made of it
    cdef public object proto        # what the code generator made of it before the whole chunk was read; None: nothing
    cdef public list upvalues       # [Upvalue] in order of first use; main: [_ENV]
    cdef public int last_line       # line of `end`; 0 in main, as its `line` is
    cdef public int return_line     # line of the implicit return at the end
    cdef public bytes name          # for listings; b"" if unknown
    cdef public bint is_method      # declared with `:`
    cdef public bint has_close      # some block in it (not in inner functions) has a <close> variable
    cdef public bint keeps          # main of a chunk whose locals are kept: it leaves by returns only
    cdef public Variable holder     # local that it is the declared value of, None: it may be anybody's


cdef class Chunk(Node):
    cdef public FunctionBody main
    cdef public bytes source
    cdef public list kept           # [Variable] of main that later chunks will see, as declared; None: all are lost


# --- statements ----------------------------------------------------------------------------------

cdef class Block(Node):
    cdef public list statements     # [Statement]
    cdef public list variables      # [Variable] declared directly in it (no loop variables or parameters)
    cdef public bint has_close      # declares a <close> variable
    cdef public bint is_loop        # body of a loop


cdef class LocalAssign(Statement):
    cdef public list variables      # [Variable]
    cdef public list values         # [Expr], maybe empty


cdef class Assign(Statement):
    cdef public list targets        # [Index | LocalRef | UpvalueRef | GlobalRef]
    cdef public list values         # [Expr]


cdef class CallStatement(Statement):
    cdef public Expr call           # Call | MethodCall


cdef class Do(Statement):
    cdef public Block block


cdef class While(Statement):
    cdef public Expr condition
    cdef public Block block


cdef class Repeat(Statement):
    cdef public Block block
    cdef public Expr condition      # sees the block's variables


cdef class If(Statement):
    cdef public list conditions     # [Expr]
    cdef public list blocks         # [Block], one for each condition
    cdef public Block orelse        # None without `else`


cdef class NumericFor(Statement):
    cdef public Variable variable
    cdef public Expr first
    cdef public Expr limit
    cdef public Expr step           # None if absent
    cdef public Block block
    cdef public int do_line         # line of `do`: where the loop is prepared


cdef class GenericFor(Statement):
    cdef public list variables      # [Variable]
    cdef public list values         # [Expr]
    cdef public Block block
    cdef public int do_line         # line of `do`: where the loop is prepared


cdef class FunctionStatement(Statement):
    cdef public Expr target         # Index | LocalRef | UpvalueRef | GlobalRef
    cdef public Function function


cdef class LocalFunction(Statement):
    cdef public Variable variable
    cdef public Function function


cdef class Return(Statement):
    cdef public list values         # [Expr]


cdef class Break(Statement):
    cdef public Label label         # always None: it leaves the innermost loop


cdef class Goto(Statement):
    cdef public bytes name
    cdef public Label label         # where it goes


cdef class Label(Statement):
    cdef public bytes name
    cdef public Block block         # the block it is in; None once code is made of it
    cdef public int active          # how many of block.variables are declared before it


# --- expressions ---------------------------------------------------------------------------------

cdef class Nil(Expr):
    pass


cdef class True_(Expr):
    pass


cdef class False_(Expr):
    pass


cdef class Vararg(Expr):
    pass


cdef class Number(Expr):
    cdef public object value        # int in the signed 64-bit range, or float


cdef class String(Expr):
    cdef public bytes value


cdef class Function(Expr):
    cdef public FunctionBody body


cdef class LocalRef(Expr):
    cdef public Variable variable


cdef class UpvalueRef(Expr):
    cdef public int index           # among the upvalues of the function it is in
    cdef public bytes name


cdef class GlobalRef(Expr):
    cdef public bytes name
    cdef public Expr environment    # LocalRef | UpvalueRef of the visible _ENV


cdef class Index(Expr):
    cdef public Expr object
    cdef public Expr key            # String for `a.b`


cdef class Call(Expr):
    cdef public Expr function
    cdef public list arguments      # [Expr]


cdef class MethodCall(Expr):
    cdef public Expr object
    cdef public bytes name
    cdef public list arguments      # [Expr]
    cdef public int name_line       # line of the method's name: where the method is looked up


cdef class Binary(Expr):
    cdef public int op              # ADD … GE
    cdef public Expr left
    cdef public Expr right


cdef class Unary(Expr):
    cdef public int op              # NEG, NOT, LEN or BNOT
    cdef public Expr operand


cdef class And(Expr):
    cdef public Expr left
    cdef public Expr right


cdef class Or(Expr):
    cdef public Expr left
    cdef public Expr right


cdef class Parenthesized(Expr):
    cdef public Expr inner          # Call | MethodCall | Vararg, cut to one value


cdef class Table(Expr):
    cdef public list items          # [TableItem]


cdef class TableItem(Node):
    cdef public int kind            # POSITIONAL or KEYED
    cdef public Expr key            # None if positional
    cdef public Expr value
