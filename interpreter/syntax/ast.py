# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: infer_types=True, binding=False, auto_pickle=False
"""The syntax tree: what the parser hands to the code generator.

The fields of each class, with their meanings, are declared in ast.pxd. Names are resolved already: every use of a
name is a LocalRef, an UpvalueRef or a GlobalRef, every goto knows its label, every variable knows whether an inner
function captures it. The tree never holds values of a running program.

Lines are those PUC Lua gives to the instruction that the node becomes: a binary operation has the line of its
operator, a call that of its opening parenthesis, an index that of its last token, an assignment, local declaration,
return or table item that of its last token (there the store happens), a function expression that of its `end`.

Trees may be very deep on the left (`a+a+a+…`): nodes that hold an expression use the trashcan, so that freeing such a
tree does not recurse. Leaves hold nothing that could refer back to them and stay out of the collector.
"""

import cython


class Node:
    """Be a piece of source with a line and a span."""


class Statement(Node):
    """Be a statement."""


class Expr(Node):
    """Be an expression."""


class Variable:
    """Be a local variable or parameter."""

    def __repr__(self):
        return f"<Variable {self.name.decode('latin-1')}>"


class Upvalue:
    """Be a variable of an enclosing function, as one function sees it."""


class FunctionBody(Node):
    """Be a function's parameters, block and upvalues."""


class Chunk(Node):
    """Be a whole source text: its main function."""


class Block(Node):
    """Be a list of statements with its own scope."""


class LocalAssign(Statement):
    """Be `local a, b <const> = 1, 2`; its line is that of its last token."""


class Assign(Statement):
    """Be `a, b.c = 1, 2`; its line is that of its last token, where the stores happen."""


class CallStatement(Statement):
    """Be a call whose results are dropped."""


class Do(Statement):
    """Be `do … end`."""


class While(Statement):
    """Be `while … do … end`."""


class Repeat(Statement):
    """Be `repeat … until …`."""


class If(Statement):
    """Be `if … then … elseif … else … end`."""


class NumericFor(Statement):
    """Be `for i = first, limit, step do … end`; its line is that of `for`."""


class GenericFor(Statement):
    """Be `for a, b in … do … end`; its line is that of the first token after `in`, where the iterator is called."""


class FunctionStatement(Statement):
    """Be `function a.b:c() … end`; its line is that of `function`."""


class LocalFunction(Statement):
    """Be `local function f() … end`."""


class Return(Statement):
    """Be `return …`; its line is that of its last token."""


class Break(Statement):
    """Be `break`; it leaves the innermost loop."""


class Goto(Statement):
    """Be `goto name`, with its label found."""


class Label(Statement):
    """Be `::name::`."""


class Nil(Expr):
    """Be `nil`."""


class True_(Expr):
    """Be `true`."""


class False_(Expr):
    """Be `false`."""


class Vararg(Expr):
    """Be `...`."""


@cython.no_gc
@cython.cclass
class Number(Expr):
    """Be a numeral."""


@cython.no_gc
@cython.cclass
class String(Expr):
    """Be a literal string, escapes resolved; also the name in `a.name`."""


class Function(Expr):
    """Be a function expression; its line is that of `end`, its body's line that of `function`."""


class LocalRef(Expr):
    """Be a use of a local variable; of an outer function's only if the variable is a compile-time constant."""


@cython.no_gc
@cython.cclass
class UpvalueRef(Expr):
    """Be a use of an upvalue of the current function."""


class GlobalRef(Expr):
    """Be a use of a global name: `_ENV.name`."""


@cython.trashcan(True)
@cython.cclass
class Index(Expr):
    """Be `object[key]` or `object.key`."""


@cython.trashcan(True)
@cython.cclass
class Call(Expr):
    """Be `function(arguments)`."""


@cython.trashcan(True)
@cython.cclass
class MethodCall(Expr):
    """Be `object:name(arguments)`."""


@cython.trashcan(True)
@cython.cclass
class Binary(Expr):
    """Be an arithmetic, bitwise, comparison or concatenation operation."""


@cython.trashcan(True)
@cython.cclass
class Unary(Expr):
    """Be `-a`, `not a`, `#a` or `~a`."""


@cython.trashcan(True)
@cython.cclass
class And(Expr):
    """Be `left and right`."""


@cython.trashcan(True)
@cython.cclass
class Or(Expr):
    """Be `left or right`."""


@cython.trashcan(True)
@cython.cclass
class Parenthesized(Expr):
    """Be `(inner)` where that cuts a call or `...` to one value; other parentheses leave no node."""


class Table(Expr):
    """Be a table constructor."""


class TableItem(Node):
    """Be one item of a table constructor."""
