# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: infer_types=True, binding=False, auto_pickle=False
"""The parser: tokens to syntax tree, with names resolved (PUC's lparser.c, manual §3.3 to §3.5).

It finds what PUC finds while it reads, at the same token and in the same words: scopes, upvalues, constants, labels,
limits. It emits no code. Lists (statements, operators of one priority, suffixes, `elseif`) are read in loops; what
nests is counted as PUC counts C levels, so no source can overflow the C stack.
"""

import cython
from cython.cimports.interpreter.syntax.ast import (
    ADD,
    BAND,
    BNOT,
    BOR,
    BXOR,
    CLOSE,
    CONCAT,
    CONST,
    DIV,
    EQ,
    GE,
    GT,
    IDIV,
    KEPT_CELL,
    KEPT_CONSTANT,
    KEPT_REGISTER,
    KEYED,
    LE,
    LEN,
    LT,
    MOD,
    MUL,
    NE,
    NEG,
    NOT,
    PLAIN,
    POSITIONAL,
    POW,
    SHL,
    SHR,
    SUB,
    And,
    Assign,
    Binary,
    Block,
    Break,
    Call,
    CallStatement,
    Chunk,
    Do,
    Expr,
    False_,
    Function,
    FunctionBody,
    FunctionStatement,
    GenericFor,
    GlobalRef,
    Goto,
    If,
    Index,
    Label,
    LocalAssign,
    LocalFunction,
    LocalRef,
    MethodCall,
    Nil,
    Node,
    Number,
    NumericFor,
    Or,
    Parenthesized,
    Repeat,
    Return,
    Statement,
    String,
    Table,
    TableItem,
    True_,
    Unary,
    Upvalue,
    UpvalueRef,
    Vararg,
    Variable,
    While,
)
from cython.cimports.interpreter.syntax.collector import CollectorPause
from cython.cimports.interpreter.syntax.lexer import (
    TK_AND,
    TK_BREAK,
    TK_CONCAT,
    TK_DBCOLON,
    TK_DO,
    TK_DOTS,
    TK_ELSE,
    TK_ELSEIF,
    TK_END,
    TK_EOS,
    TK_EQ,
    TK_FALSE,
    TK_FLT,
    TK_FOR,
    TK_FUNCTION,
    TK_GE,
    TK_GOTO,
    TK_IDIV,
    TK_IF,
    TK_IN,
    TK_INT,
    TK_LE,
    TK_LOCAL,
    TK_NAME,
    TK_NE,
    TK_NIL,
    TK_NOT,
    TK_OR,
    TK_REPEAT,
    TK_RETURN,
    TK_SHL,
    TK_SHR,
    TK_STRING,
    TK_THEN,
    TK_TRUE,
    TK_UNTIL,
    TK_WHILE,
    Lexer,
    token_text,
)

from interpreter.errors import LuaSyntaxError
from interpreter.syntax.folding import NOT_CONSTANT, constant_value

MAX_LOCALS = cython.declare(cython.int, 200)  # PUC's MAXVARS
MAX_UPVALUES = cython.declare(cython.int, 255)  # PUC's MAXUPVAL
MAX_JUMPS = cython.declare(cython.int, 32767)  # PUC's SHRT_MAX for labels and gotos
MAX_LEVELS = cython.declare(cython.int, 200)  # PUC's LUAI_MAXCCALLS

AND = cython.declare(cython.int, 32)  # operator codes beyond the tree's: these become And and Or
OR = cython.declare(cython.int, 33)
UNARY_PRIORITY = cython.declare(cython.int, 12)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def unary_operator(token: cython.int) -> cython.int:
    """Return the unary operator of a token, -1 if it is none."""
    if token == TK_NOT:
        return NOT
    if token == b"-":
        return NEG
    if token == b"~":
        return BNOT
    return LEN if token == b"#" else -1


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def operator_code(op: cython.int, left: cython.int, right: cython.int) -> cython.int:
    """Pack a binary operator and its left and right priority; right below left means right associative."""
    return op << 8 | left << 4 | right


@cython.cfunc
@cython.exceptval(check=False)
def binary_operator(token: cython.int) -> cython.int:
    """Return the packed binary operator of a token, 0 if it is none."""
    if token == b"+":
        return operator_code(ADD, 10, 10)
    if token == b"-":
        return operator_code(SUB, 10, 10)
    if token == b"*":
        return operator_code(MUL, 11, 11)
    if token == b"/":
        return operator_code(DIV, 11, 11)
    if token == b"%":
        return operator_code(MOD, 11, 11)
    if token == b"^":
        return operator_code(POW, 14, 13)
    if token == TK_IDIV:
        return operator_code(IDIV, 11, 11)
    if token == b"&":
        return operator_code(BAND, 6, 6)
    if token == b"|":
        return operator_code(BOR, 4, 4)
    if token == b"~":
        return operator_code(BXOR, 5, 5)
    if token == TK_SHL:
        return operator_code(SHL, 7, 7)
    if token == TK_SHR:
        return operator_code(SHR, 7, 7)
    if token == TK_CONCAT:
        return operator_code(CONCAT, 9, 8)
    if token == TK_EQ:
        return operator_code(EQ, 3, 3)
    if token == TK_NE:
        return operator_code(NE, 3, 3)
    if token == b"<":
        return operator_code(LT, 3, 3)
    if token == TK_LE:
        return operator_code(LE, 3, 3)
    if token == b">":
        return operator_code(GT, 3, 3)
    if token == TK_GE:
        return operator_code(GE, 3, 3)
    if token == TK_AND:
        return operator_code(AND, 2, 2)
    return operator_code(OR, 1, 1) if token == TK_OR else 0


class FunctionState:
    """Be a function that is being read."""

    def hold(self, variable: Variable):
        """Note a local that is declared with a function or used by an inner one."""
        if self.held is None:
            self.held = []
        self.held.append(variable)
        return 0


class FunctionReader:
    """Be told of each inner function once it has been read, before what follows it."""

    def function_read(self, body: FunctionBody):
        """Use a function's tree; what is left of `body.body` afterwards stays in the whole tree."""
        raise NotImplementedError


class Parser:
    """Read one chunk."""

    def __init__(
        self, source: bytes, chunkname: bytes, levels: cython.int, reader: FunctionReader | None, watch: Watch
    ):
        """Start before the first token, `levels` C levels deep already; `reader` and `watch` are as in `parse`."""
        self.reader = reader
        self.lexer = Lexer(source, chunkname)
        self.lexer.watched(watch)
        self.variables = []
        self.gotos = []
        self.labels = []
        self.levels = self.first_level = levels
        self.environment = self.lexer.intern(b"_ENV")
        self.self_name = self.lexer.intern(b"self")
        self.hidden = new_variable(b"(for state)", 0)

    def chunk(self, kept: list):
        """Read the whole source; `kept` is as in `parse`."""
        lexer = self.lexer
        body: FunctionBody = FunctionBody.__new__(FunctionBody)
        body.name = b"main chunk"
        body.is_vararg = True
        body.parameters = []
        body.upvalues = [main_environment(self.environment)]
        self.open_function(body)
        if kept is not None:
            self.give(body, kept)
        lexer.next()
        self.statement_list()
        self.check(TK_EOS)
        body.return_line = lexer.last_line
        chunk: Chunk = Chunk.__new__(Chunk)
        chunk.main = body
        if body.keeps:
            chunk.kept = [*body.parameters, *kept_variables(body.body)]
        self.close_function(chunk.kept)
        self.place(body, 0, 0)
        chunk.source = lexer.source
        self.place(chunk, 0, 0)
        body.end = chunk.end = lexer.length
        return chunk

    def drop(self):
        """Let go of the open functions' trees: captors make circles, which the cycle collector is slow to find."""
        function = self.function
        while function is not None:
            function.body.body = None
            function.scope = None           # its blocks are the tree's too
            function = function.previous
        return 0

    # --- tokens ------------------------------------------------------------------------------------

    def expected(self, token: cython.int):
        """Raise because `token` is missing here."""
        self.lexer.fail(token_text(token) + b" expected", self.lexer.token)

    def test_next(self, token: cython.int):
        """Skip the current token if it is `token`; tell whether it was."""
        if self.lexer.token != token:
            return False
        self.lexer.next()
        return True

    def check(self, token: cython.int):
        """Require the current token to be `token`."""
        if self.lexer.token != token:
            self.expected(token)
        return 0

    def check_next(self, token: cython.int):
        """Require `token` and skip it."""
        if self.lexer.token != token:
            self.expected(token)
        return self.lexer.next()

    def check_match(self, what: cython.int, who: cython.int, line: cython.int):
        """Require `what`, which closes the `who` of `line`, and skip it."""
        if self.lexer.token == what:
            return self.lexer.next()
        if line == self.lexer.line:
            return self.expected(what)
        message = b"%s expected (to close %s at line %d)" % (token_text(what), token_text(who), line)
        return self.lexer.fail(message, self.lexer.token)

    def check_name(self):
        """Require a name, skip it and return it."""
        if self.lexer.token != TK_NAME:
            self.expected(TK_NAME)
        name: bytes = self.lexer.value
        self.lexer.next()
        return name

    def block_follow(self, with_until: cython.bint):
        """Tell whether the current token ends a block."""
        token = self.lexer.token
        if token == TK_ELSE or token == TK_ELSEIF or token == TK_END or token == TK_EOS:
            return True
        return with_until and token == TK_UNTIL

    def enter_level(self):
        """Count one level of nesting."""
        self.levels += 1
        if self.levels >= MAX_LEVELS:
            raise LuaSyntaxError(b"C stack overflow", self.lexer.line)
        return 0

    def check_limit(self, function: FunctionState, value: cython.Py_ssize_t, limit: cython.int, what: bytes):
        """Require `value` of `what` to be within a function's limit."""
        if value <= limit:
            return 0
        line = function.body.line
        where = b"function at line %d" % line if line else b"main function"
        return self.lexer.fail(b"too many %s (limit is %d) in %s" % (what, limit, where), self.lexer.token)

    def semantic_error(self, message: bytes):
        """Raise an error that is not about the current token."""
        self.lexer.fail(message, 0)

    def place(self, node: Node, line: cython.int, start: cython.Py_ssize_t):
        """Give a node its line and its span, which ends with the last token skipped."""
        node.line = line
        node.start = start
        node.end = self.lexer.last_end
        return node

    # --- variables ---------------------------------------------------------------------------------

    def give(self, body: FunctionBody, kept: list):
        """Let main see the locals that earlier chunks have left."""
        body.keeps = True
        self.outer = {}
        for name, attrib, kind, value in kept:
            variable = new_variable(self.lexer.intern(name), 0)
            variable.attrib = attrib
            variable.is_const_value = kind == KEPT_CONSTANT
            variable.const_value = value
            variable.captured = kind == KEPT_CELL
            if kind == KEPT_REGISTER:
                body.parameters.append(variable)
                self.variables.append(variable)
            else:
                self.outer[variable.name] = variable
        self.given = self.function.active = cython.cast(cython.int, len(body.parameters))
        return 0

    def check_locals(self):
        """Require room for one local more; those that a chunk begins with do not count."""
        function = self.function
        count: cython.Py_ssize_t = len(self.variables) + 1 - function.first_local
        if function.previous is None:
            count -= self.given
        return self.check_limit(function, count, MAX_LOCALS, b"local variables")

    def declare(self, name: bytes):
        """Declare a local variable; it is in scope only when activated."""
        self.check_locals()
        variable = new_variable(name, self.lexer.last_line)
        self.variables.append(variable)
        return variable

    def declare_hidden(self, count: cython.int):
        """Declare the unnamed variables that hold a loop's state (they count for the limit)."""
        for _ in range(count):
            self.check_locals()
            self.variables.append(self.hidden)
        return 0

    def activate(self, variables: list):
        """Bring declared variables of the current block into scope."""
        self.function.active += cython.cast(cython.int, len(variables))
        self.function.scope.block.variables.extend(variables)
        return 0

    def find_local(self, function: FunctionState, name: bytes):
        """Return the innermost variable in scope with this name, None if there is none."""
        variables = self.variables
        place: cython.Py_ssize_t = function.first_local + function.active
        while place > function.first_local:
            place -= 1
            variable = cython.cast(Variable, variables[place])
            if variable.name is name:
                return variable
        return None

    def find_upvalue(self, function: FunctionState, name: bytes):
        """Return the index of the upvalue with this name, -1 if there is none."""
        upvalues = function.body.upvalues
        place: cython.Py_ssize_t
        for place in range(len(upvalues)):
            if cython.cast(Upvalue, upvalues[place]).name is name:
                return place
        return -1

    def add_upvalue(self, function: FunctionState, name: bytes, from_local: cython.bint):
        """Add what `resolve` found in the enclosing function to the upvalues; return the index."""
        upvalues = function.body.upvalues
        self.check_limit(function, len(upvalues) + 1, MAX_UPVALUES, b"upvalues")
        upvalue: Upvalue = Upvalue.__new__(Upvalue)
        upvalue.name = name
        upvalue.from_parent_local = from_local
        upvalue.variable = self.found
        upvalue.index = 0 if from_local else self.found_index
        upvalues.append(upvalue)
        if function.previous is None:  # a local of an earlier chunk, which nobody owns
            return len(upvalues) - 1
        if self.found.captors is None:
            self.found.captors = []
            if self.found.body is None:
                function.previous.hold(self.found)
        self.found.captors.append(function.body)
        return len(upvalues) - 1

    def resolve(self, function: FunctionState, name: bytes, is_base: cython.bint):
        """Find a name as a function sees it: set `found` (and `found_index` of an upvalue), return its kind."""
        if function is None:
            if self.outer is None or name not in self.outer:
                return Kind.GLOBAL
            self.found = self.outer[name]
            return Kind.CONSTANT if self.found.is_const_value else Kind.LOCAL
        variable = self.find_local(function, name)
        if variable is not None:
            self.found = variable
            if variable.is_const_value:
                return Kind.CONSTANT
            if not is_base:
                variable.captured = True
            return Kind.LOCAL
        index = self.find_upvalue(function, name)
        if index < 0:
            kind = self.resolve(function.previous, name, False)
            if kind == Kind.GLOBAL or kind == Kind.CONSTANT:
                return kind
            index = self.add_upvalue(function, name, kind == Kind.LOCAL)
        self.found = cython.cast(Upvalue, function.body.upvalues[index]).variable
        self.found_index = index
        return Kind.UPVALUE

    def reference(self, kind: Kind, name: bytes, line: cython.int, start: cython.Py_ssize_t):
        """Return the expression for what `resolve` found (not for a global)."""
        self.found.uses += 1
        if kind == Kind.UPVALUE:
            upvalue: UpvalueRef = UpvalueRef.__new__(UpvalueRef)
            upvalue.name = name
            upvalue.index = self.found_index
            return self.place(upvalue, line, start)
        local: LocalRef = LocalRef.__new__(LocalRef)
        local.variable = self.found
        return self.place(local, line, start)

    def variable_name(self):
        """Read a name as an expression."""
        line = self.lexer.line
        start = self.lexer.start
        name = self.check_name()
        kind = self.resolve(self.function, name, True)
        if kind != Kind.GLOBAL:
            return self.reference(kind, name, line, start)
        node: GlobalRef = GlobalRef.__new__(GlobalRef)
        node.name = name
        kind = self.resolve(self.function, self.environment, True)
        node.environment = self.reference(kind, self.environment, line, start)
        return self.place(node, line, start)

    def mark_assigned(self, target: Expr):
        """Note that a variable is assigned to; refuse a <const> or <close> one."""
        variable: Variable
        if isinstance(target, LocalRef):
            variable = cython.cast(LocalRef, target).variable
        elif isinstance(target, UpvalueRef):
            index = cython.cast(UpvalueRef, target).index
            variable = cython.cast(Upvalue, self.function.body.upvalues[index]).variable
        else:
            return 0
        if variable.attrib != PLAIN:
            self.semantic_error(b"attempt to assign to const variable '%s'" % variable.name)
        variable.assigned = True
        return 0

    # --- scopes, functions, jumps ------------------------------------------------------------------

    def new_block(self, is_loop: cython.bint):
        """Make an empty block that starts at the current token."""
        block: Block = Block.__new__(Block)
        block.statements = []
        block.variables = []
        block.is_loop = is_loop
        block.line = self.lexer.line
        block.start = block.end = self.lexer.start
        return block

    def enter_scope(self, block: Block, is_loop: cython.bint):
        """Open a scope in the current function."""
        function = self.function
        scope: Scope = Scope.__new__(Scope)
        scope.previous = function.scope
        scope.first_label = len(self.labels)
        scope.first_goto = len(self.gotos)
        scope.active = function.active
        scope.is_loop = is_loop
        scope.block = block
        function.scope = scope
        return scope

    def leave_scope(self):
        """Close the innermost scope: forget its variables and labels, hand its pending gotos to the next one out."""
        function = self.function
        scope = function.scope
        if function.active > scope.active:
            del self.variables[function.first_local + scope.active :]
            function.active = scope.active
        if len(self.labels) > scope.first_label:
            del self.labels[scope.first_label :]
        self.breaks -= scope.breaks
        if scope.block is not None:
            scope.block.end = max(scope.block.start, self.lexer.last_end)
        function.scope = scope.previous
        if len(self.gotos) == scope.first_goto:
            return 0
        if scope.previous is None:
            return self.undefined_goto(self.gotos[scope.first_goto])
        place: cython.Py_ssize_t
        for place in range(scope.first_goto, len(self.gotos)):
            cython.cast(Jump, self.gotos[place]).active = scope.active
        return 0

    def open_function(self, body: FunctionBody):
        """Make `body` the current function and open its scope."""
        function: FunctionState = FunctionState.__new__(FunctionState)
        function.previous = self.function
        function.body = body
        function.first_local = len(self.variables)
        function.first_label = len(self.labels)
        self.function = function
        body.body = self.new_block(False)
        self.enter_scope(body.body, False)
        return 0

    def close_function(self, kept: list):
        """Close the current function; its gotos must all have found a label. `kept` are its locals that live on."""
        function = self.function
        self.leave_scope()
        if function.held is not None:
            find_owned(function.held, kept)
        self.function = function.previous
        return 0

    def find_label(self, name: bytes):
        """Return the visible label with this name in the current function, None if there is none."""
        labels = self.labels
        place: cython.Py_ssize_t
        for place in range(self.function.first_label, len(labels)):
            label = cython.cast(Jump, labels[place])
            if label.name is name:
                return label
        return None

    def add_jump(self, jumps: list, jump: Jump):
        """Add a label or goto at the current place."""
        self.check_jumps(len(jumps) + self.breaks if jumps is self.gotos else len(jumps))
        jump.active = self.function.active
        jumps.append(jump)
        return 0

    def check_jumps(self, count: cython.Py_ssize_t):
        """Check that there is room for one label more, or one goto or break that waits for its label."""
        if count >= MAX_JUMPS:
            raise LuaSyntaxError(b"too many labels/gotos (limit is %d)" % MAX_JUMPS, self.lexer.line)
        return 0

    def create_label(self, label: Label, is_last: cython.bint):
        """Make a label visible and solve the gotos that wait for it; after the last one in a block no local lives."""
        scope = self.function.scope
        jump = new_jump(label.name, label.line)
        jump.label = label
        self.add_jump(self.labels, jump)
        if is_last:
            jump.active = scope.active
        return self.solve_gotos(jump)

    def solve_gotos(self, label: Jump):
        """Give a new label to the gotos of this block and its inner blocks that wait for its name."""
        gotos = self.gotos
        place: cython.Py_ssize_t = self.function.scope.first_goto
        while place < len(gotos):
            jump = cython.cast(Jump, gotos[place])
            if jump.name is not label.name:
                place += 1
                continue
            if jump.active < label.active:
                hidden = cython.cast(Variable, self.variables[self.function.first_local + jump.active]).name
                message = b"<goto %s> at line %d jumps into the scope of local '%s'"
                self.semantic_error(message % (jump.name, jump.line, hidden))
            jump.goto.label = label.label
            del gotos[place]
        return 0

    def undefined_goto(self, jump: Jump):
        """Raise for a goto without a label, or a break without a loop."""
        if jump.goto is None:
            return self.semantic_error(b"break outside loop at line %d" % jump.line)
        return self.semantic_error(b"no visible label '%s' for <goto> at line %d" % (jump.name, jump.line))

    # --- expressions -------------------------------------------------------------------------------

    def expression(self):
        """Read an expression."""
        return self.subexpression(0)

    def subexpression(self, limit: cython.int):
        """Read an expression whose binary operators bind tighter than `limit`."""
        self.enter_level()
        lexer = self.lexer
        start = lexer.start
        op = unary_operator(lexer.token)
        left: Expr
        if op >= 0:
            line = lexer.line
            lexer.next()
            left = self.unary(op, self.subexpression(UNARY_PRIORITY), line, start)
        else:
            left = self.simple_expression()
        code = binary_operator(lexer.token)
        while (code >> 4 & 15) > limit:
            line = lexer.line
            lexer.next()
            self.fetch(left)
            right = self.subexpression(code & 15)
            left = self.binary(code >> 8, left, right, line, start)
            code = binary_operator(lexer.token)
        self.levels -= 1
        return left

    def unary(self, op: cython.int, operand: Expr, line: cython.int, start: cython.Py_ssize_t):
        """Make a unary operation."""
        node: Unary = Unary.__new__(Unary)
        node.op = op
        node.operand = operand
        return self.place(node, line, start)

    def binary(self, op: cython.int, left: Expr, right: Expr, line: cython.int, start: cython.Py_ssize_t):
        """Make a binary operation, an `and` or an `or`."""
        if op == AND:
            conjunction: And = And.__new__(And)
            conjunction.left = left
            conjunction.right = right
            return self.place(conjunction, line, start)
        if op == OR:
            disjunction: Or = Or.__new__(Or)
            disjunction.left = left
            disjunction.right = right
            return self.place(disjunction, line, start)
        node: Binary = Binary.__new__(Binary)
        node.op = op
        node.left = left
        node.right = right
        return self.place(node, line, start)

    def simple_expression(self):
        """Read an operand."""
        lexer = self.lexer
        token = lexer.token
        if token == TK_NAME or token == b"(":
            return self.suffixed()
        if token == b"{":
            return self.constructor()
        if token == TK_FUNCTION:
            start = lexer.start
            lexer.next()
            return self.function_expression(False, lexer.line, start, b"")
        return self.literal(token)

    def literal(self, token: cython.int):
        """Read a literal or `...`."""
        lexer = self.lexer
        line = lexer.line
        start = lexer.start
        node: Expr
        if token == TK_INT or token == TK_FLT:
            number: Number = Number.__new__(Number)
            number.value = lexer.value
            node = number
        elif token == TK_STRING:
            string: String = String.__new__(String)
            string.value = lexer.value
            node = string
        elif token == TK_NIL:
            node = Nil.__new__(Nil)
        elif token == TK_TRUE:
            node = True_.__new__(True_)
        elif token == TK_FALSE:
            node = False_.__new__(False_)
        elif token == TK_DOTS:
            if not self.function.body.is_vararg:
                lexer.fail(b"cannot use '...' outside a vararg function", token)
            line = lexer.last_line  # PUC makes its code before it reads on
            node = Vararg.__new__(Vararg)
        else:
            return self.suffixed()
        lexer.next()
        return self.place(node, line, start)

    def primary(self):
        """Read a name or a parenthesized expression."""
        lexer = self.lexer
        if lexer.token == TK_NAME:
            return self.variable_name()
        if lexer.token != b"(":
            lexer.fail(b"unexpected symbol", lexer.token)
        line = lexer.line
        start = lexer.start
        lexer.next()
        inner = self.expression()
        self.check_match(b")", b"(", line)
        if isinstance(inner, (Index, GlobalRef, UpvalueRef)):
            inner.line = lexer.last_line
        if not (isinstance(inner, Call) or isinstance(inner, MethodCall) or isinstance(inner, Vararg)):
            return inner
        node: Parenthesized = Parenthesized.__new__(Parenthesized)
        node.inner = inner
        return self.place(node, line, start)

    def suffixed(self):
        """Read a primary expression and the indices and calls that follow it; note whether it is only `(…)`."""
        lexer = self.lexer
        start = lexer.start
        parenthesized = lexer.token == b"("
        node = self.primary()
        while True:
            token = lexer.token
            if token == b".":
                node = self.field(node, start)
            elif token == b"(" or token == b"{" or token == TK_STRING:
                node = self.call(node, start)
            elif token == b":":
                node = self.method_call(node, start)
            elif token == b"[":
                index: Index = Index.__new__(Index)
                index.object = node
                index.key = self.bracket_key()
                node = self.place(index, lexer.last_line, start)
            else:
                self.parenthesized = parenthesized
                return node
            parenthesized = False

    def field(self, object: Expr, start: cython.Py_ssize_t):
        """Read `.name` (or `:name` in a function's name) after an object."""
        self.lexer.next()
        node: Index = Index.__new__(Index)
        node.object = object
        node.key = self.name_string()
        return self.place(node, self.lexer.last_line, start)

    def bracket_key(self):
        """Read `[expression]`."""
        self.lexer.next()
        key = self.expression()
        self.check_next(b"]")
        self.fetch_constant(key)
        return key

    def name_string(self):
        """Read a name as the string that it is as a key."""
        line = self.lexer.line
        start = self.lexer.start
        node: String = String.__new__(String)
        node.value = self.check_name()
        self.place(node, line, start)
        return node

    def arguments(self):
        """Read a call's arguments: a list in parentheses, a table or a string."""
        lexer = self.lexer
        token = lexer.token
        if token == TK_STRING:
            return [self.literal(token)]
        if token == b"{":
            return [self.constructor()]
        if token != b"(":
            lexer.fail(b"function arguments expected", token)
        line = lexer.line
        lexer.next()
        arguments = [] if lexer.token == b")" else self.expression_list()
        self.check_match(b")", b"(", line)
        if arguments:
            self.fetch_value(arguments[len(arguments) - 1])
        return arguments

    def call(self, function: Expr, start: cython.Py_ssize_t):
        """Read the arguments of a call."""
        line = self.lexer.line
        node: Call = Call.__new__(Call)
        node.function = function
        if isinstance(function, LocalRef):
            cython.cast(LocalRef, function).variable.calls += 1
        elif isinstance(function, UpvalueRef):
            index = cython.cast(UpvalueRef, function).index
            cython.cast(Upvalue, self.function.body.upvalues[index]).variable.calls += 1
        node.arguments = self.arguments()
        return self.place(node, line, start)

    def method_call(self, object: Expr, start: cython.Py_ssize_t):
        """Read `:name` and the arguments."""
        self.lexer.next()
        node: MethodCall = MethodCall.__new__(MethodCall)
        node.object = object
        node.name = self.check_name()
        node.name_line = self.lexer.last_line
        self.fetch(object)
        line = self.lexer.line
        node.arguments = self.arguments()
        return self.place(node, line, start)

    def expression_list(self):
        """Read expressions separated by commas."""
        expression = self.expression()
        expressions = [expression]
        while self.lexer.token == b",":
            self.lexer.next()
            self.fetch_value(expression)
            expression = self.expression()
            expressions.append(expression)
        return expressions

    def constructor(self):
        """Read a table constructor."""
        lexer = self.lexer
        line = lexer.line
        made = lexer.last_line
        start = lexer.start
        node: Table = Table.__new__(Table)
        items = []
        self.check_next(b"{")
        while lexer.token != b"}":
            item = self.table_item()
            items.append(item)
            if lexer.token != b"," and lexer.token != b";":
                break
            lexer.next()
            self.fetch_item(item)
        self.check_match(b"}", b"{", line)
        if items:
            self.fetch_item(items[len(items) - 1])
        node.items = items
        self.place(node, made, start)
        return node

    def fetch(self, node: Expr):
        """Give an operand the line of the token just read: PUC makes the code that fetches it only then."""
        if isinstance(node, (Index, GlobalRef, UpvalueRef)):
            node.line = self.lexer.last_line
        else:
            node.settled = self.lexer.last_line
            self.fetch_constant(node)
        return 0

    def fetch_value(self, node: Expr):
        """Do as `fetch`, also for a folded operation; looking whether it is one would take long on a chain's left."""
        self.fetch(node)
        if isinstance(node, (Unary, Binary)) and constant_value(node) is not NOT_CONSTANT:
            node.line = self.lexer.last_line
        return 0

    def fetch_constant(self, node: Expr):
        """Do the same for an operand that needs an instruction only to come into a register."""
        if isinstance(node, And):
            self.fetch_constant(cython.cast(And, node).right)
        elif isinstance(node, Or):
            self.fetch_constant(cython.cast(Or, node).right)
        elif isinstance(node, (LocalRef, Number, String, Nil, True_, False_)):
            node.line = self.lexer.last_line
        return 0

    def fetch_item(self, item: TableItem):
        """Do the same for an item without a key, when the next begins or the table ends."""
        if item.kind == POSITIONAL:
            self.fetch_value(item.value)
        return 0

    def table_item(self):
        """Read one item of a constructor."""
        lexer = self.lexer
        start = lexer.start
        item: TableItem = TableItem.__new__(TableItem)
        if lexer.token == b"[":
            item.key = self.bracket_key()
        elif lexer.token == TK_NAME and lexer.look_ahead() == b"=":
            item.key = self.name_string()
        if item.key is not None:
            item.kind = KEYED
            self.check_next(b"=")
            self.fetch_constant(item.key)
        else:
            item.kind = POSITIONAL
        item.value = self.expression()
        self.place(item, lexer.last_line, start)
        return item

    def function_expression(self, is_method: cython.bint, line: cython.int, start: cython.Py_ssize_t, name: bytes):
        """Read a function's parameters and body as an expression."""
        node: Function = Function.__new__(Function)
        node.body = self.function_body(is_method, line, start, name)
        self.place(node, self.lexer.last_line, start)
        return node

    def function_body(self, is_method: cython.bint, line: cython.int, start: cython.Py_ssize_t, name: bytes):
        """Read a function from its `(` to its `end`."""
        lexer = self.lexer
        body: FunctionBody = FunctionBody.__new__(FunctionBody)
        body.line = line
        body.name = name
        body.is_method = is_method
        body.parameters = []
        body.upvalues = []
        self.open_function(body)
        self.check_next(b"(")
        if is_method:
            body.parameters.append(self.declare(self.self_name))
            self.function.active = 1
        self.parameters(body)
        self.check_next(b")")
        body.body.start = body.body.end = lexer.start
        self.statement_list()
        body.last_line = lexer.line
        self.check_match(TK_END, TK_FUNCTION, line)
        body.return_line = lexer.last_line
        self.close_function(None)
        self.place(body, line, start)
        if self.reader is not None:
            self.reader.function_read(body)
        return body

    def parameters(self, body: FunctionBody):
        """Read a parameter list without its parentheses."""
        lexer = self.lexer
        if lexer.token != b")":
            while True:
                if lexer.token == TK_NAME:
                    body.parameters.append(self.declare(self.check_name()))
                elif lexer.token == TK_DOTS:
                    lexer.next()
                    body.is_vararg = True
                    break
                else:
                    lexer.fail(b"<name> or '...' expected", lexer.token)
                if lexer.token != b",":
                    break
                lexer.next()
        self.function.active = cython.cast(cython.int, len(body.parameters))
        return 0

    # --- statements --------------------------------------------------------------------------------

    def statement_list(self):
        """Read statements up to the end of the block."""
        while not self.block_follow(True):
            is_return = self.lexer.token == TK_RETURN
            self.statement()
            if is_return:
                break
        return 0

    def statement(self):
        """Read one statement and append it to the current block."""
        lexer = self.lexer
        line = lexer.line
        start = lexer.start
        if self.levels == self.first_level:
            self.statement_before, self.statement_start = self.statement_start, start
        self.enter_level()
        if lexer.token == b";":
            lexer.next()
        else:
            block = self.function.scope.block
            node = self.statement_of(lexer.token, line)
            node.start = start
            node.end = lexer.last_end
            block.statements.append(node)
        self.levels -= 1
        return 0

    def statement_of(self, token: cython.int, line: cython.int):
        """Read the statement that begins with `token`."""
        if token == TK_LOCAL:
            self.lexer.next()
            if self.test_next(TK_FUNCTION):
                return self.local_function()
            return self.local_statement()
        if token == TK_IF:
            return self.if_statement(line)
        if token == TK_RETURN:
            return self.return_statement()
        if token == TK_FOR:
            return self.for_statement(line)
        if token == TK_FUNCTION:
            return self.function_statement(line)
        if token == TK_WHILE:
            return self.while_statement(line)
        if token == TK_DO:
            return self.do_statement(line)
        if token == TK_REPEAT:
            return self.repeat_statement(line)
        if token == TK_BREAK:
            return self.break_statement(line)
        if token == TK_GOTO:
            return self.goto_statement()
        if token == TK_DBCOLON:
            return self.label_statement(line)
        return self.expression_statement()

    def block(self, is_loop: cython.bint):
        """Read a block in its own scope."""
        block = self.new_block(is_loop)
        self.enter_scope(block, is_loop)
        self.statement_list()
        self.leave_scope()
        return block

    def if_statement(self, line: cython.int):
        """Read `if … end`."""
        lexer = self.lexer
        node: If = If.__new__(If)
        conditions = []
        blocks = []
        while True:
            lexer.next()
            conditions.append(self.expression())
            self.check_next(TK_THEN)
            blocks.append(self.block(False))
            if lexer.token != TK_ELSEIF:
                break
        node.conditions = conditions
        node.blocks = blocks
        if self.test_next(TK_ELSE):
            node.orelse = self.block(False)
        self.check_match(TK_END, TK_IF, line)
        node.line = line
        return node

    def while_statement(self, line: cython.int):
        """Read `while … end`."""
        self.lexer.next()
        node: While = While.__new__(While)
        node.line = line
        node.condition = self.expression()
        self.check_next(TK_DO)
        node.block = self.block(True)
        self.check_match(TK_END, TK_WHILE, line)
        return node

    def do_statement(self, line: cython.int):
        """Read `do … end`."""
        self.lexer.next()
        node: Do = Do.__new__(Do)
        node.line = line
        node.block = self.block(False)
        self.check_match(TK_END, TK_DO, line)
        return node

    def for_statement(self, line: cython.int):
        """Read either `for` loop."""
        lexer = self.lexer
        self.enter_scope(None, False)
        lexer.next()
        name = self.check_name()
        node: Statement
        if lexer.token == b"=":
            node = self.numeric_for(name)
            node.line = line
        elif lexer.token == b"," or lexer.token == TK_IN:
            node = self.generic_for(name)
        else:
            lexer.fail(b"'=' or 'in' expected", lexer.token)
        self.check_match(TK_END, TK_FOR, line)
        self.leave_scope()
        return node

    def numeric_for(self, name: bytes):
        """Read a numeric loop from its `=` up to its `end`."""
        lexer = self.lexer
        node: NumericFor = NumericFor.__new__(NumericFor)
        self.declare_hidden(3)
        node.variable = self.declare(name)
        lexer.next()
        node.first = self.expression()
        self.check_next(b",")
        node.limit = self.expression()
        if self.test_next(b","):
            node.step = self.expression()
        self.check_next(TK_DO)
        node.do_line = lexer.last_line
        self.function.active += 4
        node.block = self.block(True)
        return node

    def generic_for(self, name: bytes):
        """Read a generic loop from after its first variable up to its `end`."""
        lexer = self.lexer
        node: GenericFor = GenericFor.__new__(GenericFor)
        self.declare_hidden(4)
        variables = [self.declare(name)]
        while self.test_next(b","):
            variables.append(self.declare(self.check_name()))
        self.check_next(TK_IN)
        node.variables = variables
        node.line = lexer.line
        node.values = self.expression_list()
        self.check_next(TK_DO)
        node.do_line = lexer.last_line
        self.function.active += cython.cast(cython.int, 4 + len(variables))
        node.block = self.block(True)
        return node

    def repeat_statement(self, line: cython.int):
        """Read `repeat … until …`; the condition is in the block's scope."""
        self.lexer.next()
        node: Repeat = Repeat.__new__(Repeat)
        node.line = line
        node.block = self.new_block(True)
        self.enter_scope(node.block, True)
        self.statement_list()
        self.check_match(TK_UNTIL, TK_REPEAT, line)
        node.condition = self.expression()
        self.leave_scope()
        return node

    def function_statement(self, line: cython.int):
        """Read `function a.b:c(…) … end`."""
        lexer = self.lexer
        start = lexer.start
        lexer.next()
        name_start = lexer.start
        names = [lexer.value if lexer.token == TK_NAME else b""]
        target = self.variable_name()
        is_method = False
        while not is_method and (lexer.token == b"." or lexer.token == b":"):
            is_method = lexer.token == b":"
            names.append(b":" if is_method else b".")
            target = self.field(target, name_start)
            names.append(cython.cast(String, cython.cast(Index, target).key).value)
        node: FunctionStatement = FunctionStatement.__new__(FunctionStatement)
        node.line = line
        node.target = target
        node.function = self.function_expression(is_method, line, start, b"".join(names))
        self.mark_assigned(target)
        return node

    def local_function(self):
        """Read `local function` from its name on; the function sees its own variable."""
        lexer = self.lexer
        start = lexer.start
        node: LocalFunction = LocalFunction.__new__(LocalFunction)
        name = self.check_name()
        node.variable = self.declare(name)
        self.activate([node.variable])
        node.function = self.function_expression(False, lexer.line, start, name)
        self.hold(node.variable, node.function)
        node.line = lexer.last_line
        return node

    def local_statement(self):
        """Read `local` variables and their values."""
        lexer = self.lexer
        node: LocalAssign = LocalAssign.__new__(LocalAssign)
        variables = [self.local_name()]
        closes = variables[0].attrib == CLOSE
        while self.test_next(b","):
            variable = self.local_name()
            if variable.attrib == CLOSE:
                if closes:
                    self.semantic_error(b"multiple to-be-closed variables in local list")
                closes = True
            variables.append(variable)
        node.variables = variables
        node.values = self.expression_list() if self.test_next(b"=") else []
        node.line = lexer.last_line
        self.mark_constant(variables, node.values)
        for place in range(min(len(variables), len(node.values))):
            if type(node.values[place]) is Function and variables[place].attrib != CLOSE:
                self.hold(variables[place], node.values[place])
        self.activate(variables)
        if closes:
            self.function.scope.block.has_close = True
            self.function.body.has_close = True
        return node

    def hold(self, variable: Variable, function: Function):
        """Note that a local is declared with a function as its value."""
        variable.body = function.body
        function.body.holder = variable
        if variable.captors is None:
            self.function.hold(variable)
        return 0

    def local_name(self):
        """Read a variable's name and attribute."""
        variable = self.declare(self.check_name())
        if self.test_next(b"<"):
            attribute = self.check_name()
            self.check_next(b">")
            if attribute == b"const":
                variable.attrib = CONST
            elif attribute == b"close":
                variable.attrib = CLOSE
            else:
                self.semantic_error(b"unknown attribute '%s'" % attribute)
        return variable

    def mark_constant(self, variables: list, values: list):
        """Give the last variable its value if it is <const> and the last expression a constant (as PUC does)."""
        if len(variables) != len(values):
            return 0
        last = cython.cast(Variable, variables[len(variables) - 1])
        if last.attrib != CONST:
            return 0
        value = constant_value(values[len(values) - 1])
        if value is not NOT_CONSTANT:
            last.is_const_value = True
            last.const_value = value
        return 0

    def label_statement(self, line: cython.int):
        """Read `::name::` and the empty statements and labels after it."""
        lexer = self.lexer
        lexer.next()
        node: Label = Label.__new__(Label)
        node.name = self.check_name()
        node.line = line
        node.block = self.function.scope.block
        node.active = cython.cast(cython.int, len(node.block.variables))
        self.check_next(TK_DBCOLON)
        while lexer.token == b";" or lexer.token == TK_DBCOLON:
            self.statement()
        known = self.find_label(node.name)
        if known is not None:
            self.semantic_error(b"label '%s' already defined on line %d" % (node.name, known.line))
        self.create_label(node, self.block_follow(False))
        return node

    def return_statement(self):
        """Read `return …`."""
        lexer = self.lexer
        lexer.next()
        node: Return = Return.__new__(Return)
        if self.block_follow(True) or lexer.token == b";":
            node.values = []
        else:
            node.values = self.expression_list()
        node.line = lexer.last_line
        self.test_next(b";")
        return node

    def break_statement(self, line: cython.int):
        """Read `break`; outside of any loop it becomes an error at the end of the function."""
        self.lexer.next()
        scope = self.function.scope
        while scope is not None and not scope.is_loop:
            scope = scope.previous
        if scope is None:
            self.add_jump(self.gotos, new_jump(b"break", line))
        else:
            self.check_jumps(len(self.gotos) + self.breaks)
            scope.breaks += 1
            self.breaks += 1
        node: Break = Break.__new__(Break)
        node.line = line
        return node

    def goto_statement(self):
        """Read `goto name`; a label further on is filled in when it is read."""
        self.lexer.next()
        node: Goto = Goto.__new__(Goto)
        node.line = self.lexer.line
        node.name = self.check_name()
        known = self.find_label(node.name)
        if known is not None:
            node.label = known.label
            return node
        jump = new_jump(node.name, node.line)
        jump.goto = node
        self.add_jump(self.gotos, jump)
        return node

    def expression_statement(self):
        """Read a call or an assignment."""
        lexer = self.lexer
        line = lexer.line
        first = self.suffixed()
        if lexer.token == b"=" or lexer.token == b",":
            return self.assignment(first)
        if not (isinstance(first, Call) or isinstance(first, MethodCall)):
            lexer.fail(b"syntax error", lexer.token)
        node: CallStatement = CallStatement.__new__(CallStatement)
        node.line = line
        node.call = first
        return node

    def assignment(self, first: Expr):
        """Read an assignment after its first target; each further target nests one level deeper, as in PUC."""
        lexer = self.lexer
        levels = self.levels
        target = first
        targets = []
        while True:
            if self.parenthesized or not is_assignable(target):
                lexer.fail(b"syntax error", lexer.token)
            self.mark_assigned(target)
            targets.append(target)
            if not self.test_next(b","):
                break
            target = self.suffixed()
            self.enter_level()
        self.check_next(b"=")
        node: Assign = Assign.__new__(Assign)
        node.targets = targets
        node.values = self.expression_list()
        node.line = lexer.last_line
        self.levels = levels
        return node


# --- making records --------------------------------------------------------------------------------


@cython.cfunc
def new_variable(name: bytes, line: cython.int) -> Variable:
    """Make a variable that nothing is known about yet."""
    variable: Variable = Variable.__new__(Variable)
    variable.name = name
    variable.line = line
    variable.slot = -1
    return variable


@cython.cfunc
def new_jump(name: bytes, line: cython.int) -> Jump:
    """Make the record of a goto or label."""
    jump: Jump = Jump.__new__(Jump)
    jump.name = name
    jump.line = line
    return jump


@cython.cfunc
def main_environment(name: bytes) -> Upvalue:
    """Make the upvalue _ENV of the main function, as if captured from outside."""
    upvalue: Upvalue = Upvalue.__new__(Upvalue)
    upvalue.name = name
    upvalue.from_parent_local = True
    upvalue.variable = new_variable(name, 0)
    upvalue.variable.captured = True
    return upvalue


@cython.cfunc
def kept_variables(block: Block) -> list:
    """Return the locals of main's block that later chunks will see; _ENV is none, for it would take their globals."""
    return [
        variable
        for variable in block.variables
        if cython.cast(Variable, variable).attrib != CLOSE and cython.cast(Variable, variable).name != b"_ENV"
    ]


@cython.cfunc
def find_owned(held: list, kept: list) -> cython.int:
    """Find the locals whose closure or cell nobody else can have when their block ends (escape analysis).

    `held` has those of a function that have a function as declared value or that an inner function uses. A closure
    escapes when its variable is used otherwise than to be called, or by a function that escapes itself; a cell, when a
    function that has it does. What escapes takes along what it has, and so do the locals `kept` for later chunks: the
    rest is owned. Of the inner functions this is known already.
    """
    users: dict = {}
    escaping = list(kept) if kept is not None else []
    for item in held:
        cython.cast(Variable, item).owned = True
    for item in held:
        variable = cython.cast(Variable, item)
        if variable.body is not None and variable.uses != variable.calls:
            escaping.append(variable)
        for captor in variable.captors or ():
            holder = cython.cast(FunctionBody, captor).holder
            if holder is None or not holder.owned:
                escaping.append(variable)
            else:
                users.setdefault(holder, []).append(variable)
        variable.body = variable.captors = None  # circles of the tree, which goes by its references' counts
    while escaping:
        variable = cython.cast(Variable, escaping.pop())
        if variable.owned:
            variable.owned = False
            escaping.extend(users.get(variable, ()))
    return 0


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def is_assignable(node: Expr) -> cython.bint:
    """Tell whether a node may stand left of `=`."""
    return (
        isinstance(node, GlobalRef)
        or isinstance(node, LocalRef)
        or isinstance(node, Index)
        or isinstance(node, UpvalueRef)
    )


# --- front door ------------------------------------------------------------------------------------


def parse(
    source: bytes,
    chunkname: bytes = b"=?",
    levels: cython.int = 2,
    kept: list | None = None,
    reader: FunctionReader | None = None,
    watch: Watch | None = None,
) -> Chunk:
    """Return the tree of a chunk; raise LuaSyntaxError with PUC's message.

    `chunkname` is as in Lua; `levels` is how many C levels are in use already (2 under `lua`'s own `load`). `kept` are
    the locals of earlier chunks that this one sees, [(name, attribute, KEPT_*, constant value)]; with a list, an empty
    one too, its own top-level locals are kept in turn. `reader` is told of each inner function as soon as it has been
    read: what it takes out of the tree then is never there all at once. `watch` may end the
    reading, with what it raises; by default Ctrl-C does.
    """
    parser: Parser = Parser(source, chunkname, levels, reader, Watch() if watch is None else watch)
    with CollectorPause():                  # until the tree of a text that is none has been dropped too
        try:
            return parser.chunk(kept)
        except LuaSyntaxError as error:
            error.statements = parser.statement_before, parser.statement_start
            error.column = parser.lexer.start - source.rfind(b"\n", 0, parser.lexer.start)
            parser.drop()
            raise
        except BaseException:
            parser.drop()
            raise
