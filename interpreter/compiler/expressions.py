# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: infer_types=True, binding=False, auto_pickle=False
"""Code for expressions, and for stores of their values (the upper half of PUC's lcode.c).

A value is asked for in a given register (`to`), in the next one (`next`) or wherever it is (`any`): a local that no
inner function captures is its own operand. A register at or above `level` belongs to no variable yet, so that partial
results may go there; one below it changes only in the last instruction of an expression.

Chains on the left (`a + b + …`, `a and b and …`, `a.b.c…`) and concatenations are walked in loops: they may be very
long. What nests otherwise is at most 200 deep, which is the parser's business.
"""

import cython
from cython.cimports.interpreter.compiler.emitter import INHERIT_LINE, MAX_K, MAX_K_B, NO_JUMP, Emitter
from cython.cimports.interpreter.compiler.opcode_numbers import (
    OP_ADD, OP_ADDI, OP_ADDK, OP_BNOT, OP_CALL, OP_CALLV, OP_CLOSURE, OP_CONCAT, OP_EXTRA, OP_GETCELL, OP_GETFIELD,
    OP_GETINDEX, OP_GETINT, OP_GETTABUP, OP_GETUPVAL, OP_JEQ, OP_JEQK, OP_JF, OP_JFSET, OP_JGEI, OP_JGTI, OP_JLE,
    OP_JLEI, OP_JLT, OP_JLTI, OP_JMP, OP_JNE, OP_JNEK, OP_JT, OP_JTSET, OP_KADD, OP_LEN, OP_LFALSESKIP, OP_LOADTRUE,
    OP_MOVE, OP_NEWTABLE, OP_NOT, OP_SELF, OP_SETCELL, OP_SETFIELD, OP_SETFIELDK, OP_SETINDEX, OP_SETINDEXK, OP_SETINT,
    OP_SETINTK, OP_SETLIST, OP_SETLISTV, OP_SETTABUP, OP_SETTABUPK, OP_SETUPVAL, OP_TAILCALL, OP_TAILCALLV, OP_UNM,
    OP_VARARG,
)  # fmt: skip
from cython.cimports.interpreter.compiler.proto import Proto
from cython.cimports.interpreter.syntax.ast import (
    ADD, BAND, BNOT, CONCAT, EQ, GE, GT, KEYED, LE, LEN, LT, NE, NEG, NOT, And, Binary, Call, Do, Expr, False_,
    Function, GlobalRef, Index, LocalRef, MethodCall, Nil, Number, Or, Parenthesized, Return, String, Table,
    TableItem, True_, Unary, UpvalueRef, Vararg,
)  # fmt: skip
from cython.cimports.libc.stdint import int64_t

from interpreter.syntax.folding import NOT_CONSTANT, fold_binary, fold_unary

FIELDS_PER_FLUSH = cython.declare(cython.int, 50)  # table items collected in registers before they are stored


class Place:
    """Be the target of an assignment, with its table and key evaluated."""


class Exits:
    """Be the ways out of a logical expression."""


class Expressions(Emitter):
    """Make the code of expressions."""

    # --- values ---------------------------------------------------------------------------------------

    def values(self, values, given, wanted, line):
        """Put exactly `wanted` values of `given` expressions into the next registers."""
        base = self.free
        for number in range(given):
            e = cython.cast(Expr, values[number])
            if number == given - 1 and is_multiple(e):
                self.multiple(e, max(wanted - number, 0))
                given = wanted
            else:
                self.next(e)
        if given < wanted:
            self.load_nil(self.reserve(wanted - given), wanted - given, line)
        self.free = base + wanted
        return 0

    def multiple(self, e, wanted):
        """Put `wanted` results of a call or `...` into the next registers."""
        if type(e) is Vararg:
            if wanted > 0:
                self.emit(OP_VARARG, self.reserve(wanted), 0, wanted, e.line)
            return 0
        top = self.reserve(1)
        self.chain(e, top, wanted)
        self.free = top
        self.reserve(wanted)
        return 0

    def arguments(self, values):
        """Put values into the next registers, all those of the last; return their count, with ADD_FLAG if open."""
        count = len(values)
        for number in range(count):
            e = cython.cast(Expr, values[number])
            if number == count - 1 and is_multiple(e):
                self.open_values(e)
                return number | ADD_FLAG
            self.next(e)
        return count

    def open_values(self, e):
        """Leave all values of a call or `...` in the open buffer. Their consumer must be the next instruction."""
        if type(e) is Vararg:
            return self.emit(OP_VARARG, self.free, 0, OPEN, e.line)
        top = self.reserve(1)
        self.chain(e, top, OPEN)
        self.free = top
        return 0

    def next(self, e):
        """Put a value into the next register and return that."""
        self.position = e.start
        register = self.reserve(1)
        self.to(e, register)
        return register

    def any(self, e):
        """Return a register that holds a value: its own if it is a local, otherwise the next."""
        return self.operand(e, -1)

    def operand(self, e, scratch):
        """Return a register that holds a value; `scratch` (if not -1) may be used for it."""
        if self.is_in_place(e):
            return cython.cast(LocalRef, e).variable.slot
        if self.is_captured(e):
            register = scratch if scratch >= 0 else self.reserve(1)
            return self.read_cell(e, register)
        if scratch < 0:
            return self.next(e)
        self.to(e, scratch)
        return scratch

    def is_captured(self, e):
        """Tell whether a value is a local in a cell."""
        return type(e) is LocalRef and cython.cast(LocalRef, e).variable.captured

    def read_cell(self, e, register):
        """Read a captured local into a register: PUC's is an operand itself, so no line event may show this."""
        self.emit_to(OP_GETCELL, register, cython.cast(LocalRef, e).variable.slot, 0, INHERIT_LINE)
        return register

    def reads_late(self, e, following):
        """Tell whether code of `following` might assign to a captured local before it is read.

        PUC's locals are operands of the instruction itself, which reads them when all else is done.
        """
        return self.is_captured(e) and not is_harmless(following)

    def pair(self, left, right):
        """Return a register for each of two operands, the second in `second`."""
        if not self.reads_late(left, right):
            first = self.any(left)
            self.second = self.any(right)
            return first
        first = self.reserve(1)
        self.second = self.any(right)
        return self.read_cell(left, first)

    def to(self, e, destination):
        """Put a value into a register."""
        kind = type(e)
        if kind is LocalRef:
            self.local_to(cython.cast(LocalRef, e), destination)
        elif kind is Call or kind is Index or kind is MethodCall:
            self.chain(e, destination, 1)
        elif kind is Number:
            self.load_value(cython.cast(Number, e).value, destination, e.line)
        elif kind is String:
            self.load_value(cython.cast(String, e).value, destination, e.line)
        elif kind is GlobalRef:
            self.global_to(cython.cast(GlobalRef, e), destination)
        elif kind is Binary:
            op = cython.cast(Binary, e).op
            if op < CONCAT:
                self.arithmetic(cython.cast(Binary, e), destination)
            elif op == CONCAT:
                self.concat(cython.cast(Binary, e), destination)
            else:
                self.logical(e, destination)
        else:
            self.to_rare(e, destination)
        return 0

    def to_rare(self, e, destination):
        """Put a value of a rarer kind into a register."""
        kind = type(e)
        if kind is UpvalueRef:
            self.emit_to(OP_GETUPVAL, destination, cython.cast(UpvalueRef, e).index, 0, e.line)
        elif kind is Function:
            self.closure(cython.cast(Function, e), destination)
        elif kind is Table:
            self.table(cython.cast(Table, e), destination)
        elif kind is And or kind is Or:
            self.logical(e, destination)
        elif kind is Unary:
            self.unary(cython.cast(Unary, e), destination)
        elif kind is Nil:
            self.load_value(None, destination, e.line)
        elif kind is True_ or kind is False_:
            self.load_value(kind is True_, destination, e.line)
        elif kind is Vararg:
            self.emit_to(OP_VARARG, destination, 0, 1, e.line)
        else:
            assert kind is Parenthesized
            self.to(cython.cast(Parenthesized, e).inner, destination)
        return 0

    def local_to(self, e, destination):
        """Copy a local."""
        variable = e.variable
        if variable.is_const_value:
            self.load_value(variable.const_value, destination, e.line)
        elif variable.captured:
            self.emit_to(OP_GETCELL, destination, variable.slot, 0, e.line)
        elif variable.slot != destination:
            self.emit_to(OP_MOVE, destination, variable.slot, 0, e.line)
        return 0

    def global_to(self, e, destination):
        """Read a global."""
        if type(e.environment) is UpvalueRef and len(e.name) <= MAX_SHORT:
            key = self.constant_index(e.name)
            if key <= MAX_K:
                upvalue = cython.cast(UpvalueRef, e.environment).index
                return self.emit_to(OP_GETTABUP, destination, upvalue, key, e.line)
        mark = self.free
        table = self.any(e.environment)
        self.string_key(e.name, -1, MAX_K, e.line)
        self.get(table, destination, e.line)
        self.free = mark
        return 0

    def closure(self, e, destination):
        """Make an inner function's Proto and the instruction for its closure."""
        number = len(self.protos)
        self.protos.append(None)
        self.protos[number] = self.inner_proto(e.body)
        return self.emit_wide(OP_CLOSURE, destination, number, e.line)

    def inner_proto(self, body):
        """Return the Proto of a function inside; the generator of statements knows how."""
        raise NotImplementedError

    def last_line(self, e):
        """Return the line of an expression's last token."""
        return self.text.line_at(e.end - 1)

    # --- constants ------------------------------------------------------------------------------------

    def constant(self, e):
        """Tell whether an expression is constant; `self.value` is its value then."""
        kind = type(e)
        if kind is String:
            self.value = cython.cast(String, e).value
        elif kind is Nil:
            self.value = None
        elif kind is True_ or kind is False_:
            self.value = kind is True_
        elif kind is LocalRef:
            variable = cython.cast(LocalRef, e).variable
            self.value = variable.const_value
            return variable.is_const_value
        else:
            return self.numeral(e)
        return True

    def numeral(self, e):
        """Tell whether an expression is a number known now, as PUC folds; `self.value` is the number then."""
        kind = type(e)
        if kind is Number:
            self.value = cython.cast(Number, e).value
            return True
        if kind is LocalRef:
            variable = cython.cast(LocalRef, e).variable
            self.value = variable.const_value
            return variable.is_const_value and (type(self.value) is int or type(self.value) is float)
        if kind is Binary:
            return cython.cast(Binary, e).op < CONCAT and self.folded(cython.cast(Binary, e))
        if kind is Unary:
            node = cython.cast(Unary, e)
            if (node.op == NEG or node.op == BNOT) and self.numeral(node.operand):
                self.value = fold_unary(node.op, self.value)
                return self.value is not NOT_CONSTANT
        return False

    def folded(self, e):
        """Tell whether an arithmetic operation has a constant value, going down the left side in a loop."""
        spine: list = None
        while is_arithmetic(e.left):
            if spine is None:
                spine = []
            spine.append(e)
            e = cython.cast(Binary, e.left)
        if not self.numeral(e.left):
            return False
        while True:
            value = self.value
            if not self.numeral(e.right):
                return False
            self.value = fold_binary(e.op, value, self.value)
            if self.value is NOT_CONSTANT:
                return False
            if not spine:
                return True
            e = cython.cast(Binary, spine.pop())

    def truth(self, e):
        """Return 1 or 0 for an expression that is always true or always false, otherwise -1."""
        kind = type(e)
        if kind is True_ or kind is Number or kind is String:
            return 1
        if kind is Nil or kind is False_:
            return 0
        if kind is LocalRef:
            variable = cython.cast(LocalRef, e).variable
            if variable.is_const_value:
                return variable.const_value is not None and variable.const_value is not False
        if kind is Unary and cython.cast(Unary, e).op == NOT:
            known = self.truth(cython.cast(Unary, e).operand)
            return 1 - known if known >= 0 else -1
        return 1 if self.numeral(e) else -1

    # --- operators ------------------------------------------------------------------------------------

    def arithmetic(self, e, destination):
        """Put the value of an arithmetic or bitwise operation into a register."""
        mark = self.free
        scratch = destination if destination >= self.level else -1
        node = e
        spine: list = None
        while is_arithmetic(node.left):
            if spine is None:
                spine = []
                if scratch < 0:
                    scratch = self.reserve(1)
            spine.append(node)
            node = cython.cast(Binary, node.left)
        low = self.free
        left: cython.int = -1  # not in a register: the number in `number`
        number = None
        late: Expr = None
        if self.numeral(node.left):
            number = self.value
        elif self.reads_late(node.left, node.right):
            late = node.left
            left = scratch if scratch >= 0 else self.reserve(1)
        else:
            left = self.operand(node.left, scratch)
        while True:
            target = destination if node is e else scratch
            if self.numeral(node.right):
                value = self.value
                if left < 0:
                    folded = fold_binary(node.op, number, value)
                    if folded is NOT_CONSTANT:
                        left = scratch if scratch >= 0 else self.reserve(1)
                        self.load_value(number, left, self.last_line(node))
                    else:
                        number = folded
                if late is not None:
                    self.read_cell(late, left)
                    late = None
                if left >= 0:
                    self.with_constant(node, target, left, value)
                    left = target
            else:
                right = self.operand(node.right, scratch if left != scratch else -1)
                if late is not None:
                    self.read_cell(late, left)
                    late = None
                if left < 0:
                    self.after_constant(node, target, number, right)
                else:
                    self.emit_to(OP_ADD + node.op, target, left, right, node.line)
                left = target
            if node is e:
                break
            self.free = low
            node = cython.cast(Binary, spine.pop())
        if left < 0:
            self.load_value(number, destination, self.last_line(e))
        self.free = mark
        return 0

    def with_constant(self, e, destination, left, value):
        """Make the code of an operation whose right operand is a number."""
        op = e.op
        if op == ADD and type(value) is int and -0x8000 <= cython.cast(int64_t, value) <= 0x7FFF:
            return self.emit_to(OP_ADDI, destination, left, cython.cast(int64_t, value), e.line)
        if op < BAND or type(value) is int:
            index = self.constant_index(value)
            if index <= MAX_K:
                return self.emit_to(OP_ADDK + op, destination, left, index, e.line)
        right = self.reserve(1)
        self.load_value(value, right, e.line)
        return self.emit_to(OP_ADD + op, destination, left, right, e.line)

    def after_constant(self, e, destination, value, right):
        """Make the code of an operation whose left operand is a number."""
        op = e.op
        if op < BAND or type(value) is int:
            index = self.constant_index(value)
            if index <= MAX_K_B:
                return self.emit_to(OP_KADD + op, destination, index, right, e.line)
        left = self.reserve(1)
        self.load_value(value, left, self.last_line(e))
        return self.emit_to(OP_ADD + op, destination, left, right, e.line)

    def unary(self, e, destination):
        """Put the value of a unary operation into a register."""
        if self.numeral(e):
            return self.load_value(self.value, destination, self.last_line(e))
        op: cython.int = OP_NOT
        if e.op == NOT:
            known = self.truth(e.operand)
            if known >= 0:
                return self.load_value(known == 0, destination, self.last_line(e))
            if is_logical(e.operand):
                return self.logical(e, destination)
        elif e.op == NEG:
            op = OP_UNM
        elif e.op == LEN:
            op = OP_LEN
        else:
            op = OP_BNOT
        mark = self.free
        register = self.operand(e.operand, destination if destination >= self.level else -1)
        line = self.last_line(e) if op == OP_NOT else e.line    # "not" calls nothing and cannot fail
        self.emit_to(op, destination, register, 0, line)
        self.free = mark
        return 0

    def concat(self, e, destination):
        """Put a concatenation into a register: its operands into consecutive ones, then one CONCAT."""
        mark = self.free
        base = destination if self.is_top(destination) else self.reserve(1)
        self.to(e.left, base)
        count: cython.int = 2
        while type(e.right) is Binary and cython.cast(Binary, e.right).op == CONCAT:
            e = cython.cast(Binary, e.right)
            self.next(e.left)
            count += 1
        self.next(e.right)
        self.emit_to(OP_CONCAT, destination, base, count, e.line)
        self.free = mark
        return 0

    def is_top(self, register):
        """Tell whether a register is the last one in use and belongs to no variable."""
        return register >= self.level and register == self.free - 1

    # --- suffixes -------------------------------------------------------------------------------------

    def chain(self, e, destination, results):
        """Put the value of calls and indexing applied one after the other (`a.b(c):d()[e]`) into a register.

        A final call leaves `results` values from `destination` on, which must be the top register unless it is 1.
        """
        mark = self.free
        top = destination if self.is_top(destination) else -1
        node = e
        inner = suffixed(node)
        spine: list = None
        while is_suffix(inner):
            if spine is None:
                spine = []
            spine.append(node)
            node = inner
            inner = suffixed(node)
        if top < 0 and (spine is not None or type(node) is not Index or not self.is_in_place(inner)):
            top = self.reserve(1)
        late: Expr = None
        if type(node) is Index and (type(inner) is UpvalueRef or self.is_captured(inner)):
            late = inner                   # as PUC does; the key may change it
            value = top
        else:
            value = self.first_of_chain(inner, top, type(node) is Call)
        while True:
            is_last = node is e
            kind = type(node)
            if kind is Index:
                target = destination if is_last else top
                self.index(cython.cast(Index, node), value, target, late)
                late = None
                value = target
            else:
                wanted = results if is_last else 1
                if kind is Call:
                    self.finish_call(cython.cast(Call, node).arguments, top, False, wanted, node.line)
                else:
                    self.method_call(cython.cast(MethodCall, node), value, top, wanted)
                value = top
            if is_last:
                break
            node = cython.cast(Expr, spine.pop())
        if value != destination:
            self.emit_to(OP_MOVE, destination, value, 0, e.line)
        self.free = mark
        return 0

    def is_in_place(self, e):
        """Tell whether a value is a local that is its own operand."""
        if type(e) is not LocalRef:
            return False
        variable = cython.cast(LocalRef, e).variable
        return not variable.captured and not variable.is_const_value

    def first_of_chain(self, e, top, is_called):
        """Return the register of a chain's first value: a function to be called must be at the top."""
        if not is_called and self.is_in_place(e):
            return cython.cast(LocalRef, e).variable.slot
        self.to(e, top)
        return top

    def index(self, e, table, destination, late):
        """Put `table[key]` into a register; the table is `late`, if that is not None, read after the key."""
        mark = self.free
        scratch = destination if destination >= self.level and destination != table else -1
        self.set_key(e.key, scratch, MAX_K)
        if late is not None:
            self.read_table(late, table, e.line)
        self.get(table, destination, e.line)
        self.free = mark
        return 0

    def read_table(self, e, register, line):
        """Read a table that is a captured local or an upvalue."""
        if type(e) is LocalRef:
            return self.read_cell(e, register)
        return self.emit_to(OP_GETUPVAL, register, cython.cast(UpvalueRef, e).index, 0, line)

    def get(self, table, destination, line):
        """Make the code that reads a table by the key found last."""
        if self.key_kind == FIELD_KEY:
            return self.emit_to(OP_GETFIELD, destination, table, self.key, line)
        if self.key_kind == INTEGER_KEY:
            return self.emit_to(OP_GETINT, destination, table, self.key, line)
        return self.emit_to(OP_GETINDEX, destination, table, self.key, line)

    def set_key(self, e, scratch, limit):
        """Set `key_kind` and `key` for an expression; constants and integers up to `limit` fit the instruction."""
        if type(e) is String:
            return self.string_key(cython.cast(String, e).value, scratch, limit, e.line)
        if self.constant(e):
            value = self.value
            if type(value) is bytes:
                return self.string_key(value, scratch, limit, e.line)
            if type(value) is int and 0 <= cython.cast(int64_t, value) <= limit:
                self.key_kind = INTEGER_KEY
                self.key = cython.cast(int64_t, value)
                return 0
        self.key = self.operand(e, scratch)
        self.key_kind = REGISTER_KEY
        return 0

    def string_key(self, name, scratch, limit, line):
        """Set `key_kind` and `key` for a string."""
        if len(name) <= MAX_SHORT:
            index = self.constant_index(name)
            if index <= limit:
                self.key_kind = FIELD_KEY
                self.key = index
                return 0
        register = scratch if scratch >= 0 else self.reserve(1)
        self.load_value(name, register, line)
        self.key_kind = REGISTER_KEY
        self.key = register
        return 0

    def method_call(self, e, object, top, results):
        """Call a method: function and object at the top, then the arguments."""
        self.position = e.start
        self.reserve(1)
        key: cython.int = self.constant_index(e.name) if len(e.name) <= MAX_SHORT else MAX_K + 1
        if key <= MAX_K:
            self.emit(OP_SELF, top, object, key, e.name_line)
        else:
            if object != top + 1:
                self.emit(OP_MOVE, top + 1, object, 0, e.name_line)
            self.load_value(e.name, top, e.name_line)
            self.emit(OP_GETINDEX, top, top + 1, top, e.name_line)
        return self.finish_call(e.arguments, top, True, results, e.line)

    def finish_call(self, arguments, top, has_self, results, line):
        """Evaluate the arguments and call."""
        count = self.arguments(arguments)
        is_open: cython.bint = count & ADD_FLAG != 0
        fixed: cython.int = (count & ~ADD_FLAG) + has_self
        if results == TAIL:
            self.emit(OP_TAILCALLV if is_open else OP_TAILCALL, top, fixed, OPEN, line)
        else:
            position = self.emit(OP_CALLV if is_open else OP_CALL, top, fixed, results, line)
            if top + results > self.free:
                self.need_registers(top + results - self.free)
                self.code[position].live = top + results
        self.free = top + 1
        return 0

    # --- tables ---------------------------------------------------------------------------------------

    def table(self, e, destination):
        """Put a new table into a register; one with items is built at the top."""
        if not e.items or self.is_top(destination):
            self.new_table(e, destination)
            return self.items(e, destination)
        mark = self.free
        register = self.reserve(1)
        self.new_table(e, register)
        self.items(e, register)
        self.emit_to(OP_MOVE, destination, register, 0, self.last_line(e))
        self.free = mark
        return 0

    def new_table(self, e, register):
        """Make the code of NEWTABLE with the numbers of items that are known."""
        keyed: cython.int = 0
        for item in e.items:
            if cython.cast(TableItem, item).kind == KEYED:
                keyed += 1
        count: cython.int = len(e.items)
        positional = count - keyed
        if positional > 0:
            last = cython.cast(TableItem, e.items[count - 1])
            if last.kind != KEYED and is_multiple(last.value):
                positional -= 1
        self.emit_to(OP_NEWTABLE, register, min(positional, 0xFFFF), min(keyed, 0x7FFF), e.line)
        if positional >= 0xFFFF:
            self.emit_wide(OP_EXTRA, 0, positional, e.line)
        return 0

    def items(self, e, register):
        """Store the items: keyed ones at once, positional ones in batches."""
        pending: cython.int = 0
        stored: cython.int = 0
        last = len(e.items) - 1
        for number in range(last + 1):
            item = cython.cast(TableItem, e.items[number])
            if item.kind == KEYED:
                self.keyed_item(item, register)
                continue
            if pending == FIELDS_PER_FLUSH:
                self.set_list(register, pending, False, stored, item.line)
                stored += pending
                pending = 0
            if number == last and is_multiple(item.value):
                self.open_values(item.value)
                return self.set_list(register, pending, True, stored, self.last_line(e))
            self.next(item.value)
            pending += 1
        if pending > 0:
            self.set_list(register, pending, False, stored, self.last_line(e))
        return 0

    def keyed_item(self, item, register):
        """Store one keyed item."""
        mark = self.free
        place: Place = Place()
        place.base = register
        self.set_key(item.key, -1, MAX_K_B)
        place.kind = place_kind(self.key_kind)
        place.key = self.key
        self.assign_value(place, item.value, item.line)
        self.free = mark
        return 0

    def set_list(self, register, count, is_open, stored, line):
        """Store the positional items that wait in the registers above the table."""
        fits: cython.bint = stored <= 0x7FFF
        self.emit(OP_SETLISTV if is_open else OP_SETLIST, register, count, stored if fits else -1, line)
        if not fits:
            self.emit_wide(OP_EXTRA, 0, stored, line)
        self.free = register + 1
        return 0

    # --- stores ---------------------------------------------------------------------------------------

    def assign_value(self, place, value, line):
        """Evaluate one value and store it."""
        if place.kind == LOCAL_PLACE:
            return self.to(value, place.base)
        if place.kind >= GLOBAL_PLACE and self.constant(value):
            index = self.constant_index(self.value)
            if index <= MAX_K:
                return self.store_constant(place, index, line)
        return self.store(place, self.any(value), line)

    def read_place(self, place, line):
        """Read table and key of a store that are its operands in PUC: only now, as the value's code may assign them."""
        if place.late_table is not None:
            self.read_table(place.late_table, place.base, line)
        if place.late_key is not None:
            self.read_cell(place.late_key, place.key)
        return 0

    def store_constant(self, place, constant, line):
        """Store a constant into a table."""
        op: cython.int = OP_SETINDEXK
        self.read_place(place, line)
        if place.kind == GLOBAL_PLACE:
            op = OP_SETTABUPK
        elif place.kind == FIELD_PLACE:
            op = OP_SETFIELDK
        elif place.kind == INTEGER_PLACE:
            op = OP_SETINTK
        return self.emit(op, place.base, place.key, constant, line)

    def store(self, place, register, line):
        """Store a register's value."""
        if place.kind == LOCAL_PLACE:
            return self.emit(OP_MOVE, place.base, register, 0, line)
        if place.kind == CELL_PLACE:
            return self.emit(OP_SETCELL, place.base, register, 0, line)
        if place.kind == UPVALUE_PLACE:
            return self.emit(OP_SETUPVAL, place.base, register, 0, line)
        op: cython.int = OP_SETINDEX
        self.read_place(place, line)
        if place.kind == GLOBAL_PLACE:
            op = OP_SETTABUP
        elif place.kind == FIELD_PLACE:
            op = OP_SETFIELD
        elif place.kind == INTEGER_PLACE:
            op = OP_SETINT
        return self.emit(op, place.base, place.key, register, line)

    # --- logic ----------------------------------------------------------------------------------------

    def logical(self, e, destination):
        """Put the value of `and`, `or`, `not` or a comparison into a register."""
        exits: Exits = Exits()
        exits.done = exits.true_ = exits.false_ = NO_JUMP
        has_value = self.last_term(e, destination, exits)
        line = e.settled if e.settled > 0 else self.last_line(e)
        if exits.true_ != NO_JUMP or exits.false_ != NO_JUMP or not has_value:
            if has_value:
                exits.done = self.jump(OP_JMP, 0, 0, line, exits.done)
            self.load_outcome(exits.true_, exits.false_, destination, line)
        self.patch_here(exits.done)
        return 0

    def load_outcome(self, true_, false_, destination, line):
        """Load false on coming here or by the jumps `false_`, true by the jumps `true_`."""
        self.patch_here(false_)
        self.here()
        self.emit_to(OP_LFALSESKIP, destination, 0, 0, line)
        self.patch_here(true_)
        self.here()
        self.emit_to(OP_LOADTRUE, destination, 0, 0, line)
        self.here()  # LFALSESKIP leads here
        return 0

    def last_term(self, e, destination, exits):
        """Evaluate what decides the value last; tell whether it is in place, since else it is false on coming here."""
        kind = type(e)
        if kind is And or kind is Or:
            terms = logical_terms(e, kind)
            for number in range(len(terms) - 1):
                line = terms_line(terms, number)
                self.term(cython.cast(Expr, terms[number][0]), kind is Or, destination, exits, line)
            return self.last_term(cython.cast(Expr, terms[len(terms) - 1][0]), destination, exits)
        if is_test(e):
            exits.true_ = self.jump_if(e, True, exits.true_, e.line)
            return False
        self.to(e, destination)
        return True

    def term(self, e, when, destination, exits, line):
        """Leave the whole expression with this value if its truth is `when`, otherwise go on."""
        kind = type(e)
        if kind is And or kind is Or:
            terms = logical_terms(e, kind)
            count = len(terms)
            every: cython.bint = (kind is Or) == when  # each term may decide
            skip: cython.int = NO_JUMP
            for number in range(count):
                item = cython.cast(Expr, terms[number][0])
                is_last = number == count - 1
                item_line = line if is_last else terms_line(terms, number)
                if every or is_last:
                    self.term(item, when, destination, exits, item_line)
                else:
                    skip = self.jump_if(item, not when, skip, item_line)
            self.patch_here(skip)
        elif is_test(e):
            if when:
                exits.true_ = self.jump_if(e, True, exits.true_, line)
            else:
                exits.false_ = self.jump_if(e, False, exits.false_, line)
        else:
            self.simple_term(e, when, destination, exits, line)
        return 0

    def simple_term(self, e, when, destination, exits, line):
        """Do what `term` does for a plain value."""
        known = self.truth(e)
        if known >= 0:
            if known == when:
                self.to(e, destination)
                exits.done = self.jump(OP_JMP, 0, 0, line, exits.done)
            return 0
        mark = self.free
        register = self.operand(e, destination if destination >= self.level else -1)
        if register == destination:
            exits.done = self.jump(OP_JT if when else OP_JF, register, 0, line, exits.done)
        else:
            exits.done = self.jump(OP_JTSET if when else OP_JFSET, destination, register, line, exits.done)
            if destination >= self.free:
                self.code[self.count - 1].live = destination + 1
        self.free = mark
        return 0

    def jump_if(self, e, when, list, line):
        """Jump if an expression's truth is `when`; return the list of jumps with the new ones."""
        kind = type(e)
        if is_comparison(e):
            return self.compare(cython.cast(Binary, e), when, list)
        if kind is And or kind is Or:
            return self.jump_if_logical(e, when, list, line)
        if kind is Unary and cython.cast(Unary, e).op == NOT:
            return self.jump_if(cython.cast(Unary, e).operand, not when, list, line)
        known = self.truth(e)
        if known >= 0:
            return self.jump(OP_JMP, 0, 0, line, list) if known == when else list
        mark = self.free
        register = self.any(e)
        list = self.jump(OP_JT if when else OP_JF, register, 0, line, list)
        self.free = mark
        return list

    def jump_if_logical(self, e, when, list, line):
        """Jump if `and` or `or` has the truth `when`."""
        kind = type(e)
        terms = logical_terms(e, kind)
        last = len(terms) - 1
        every: cython.bint = (kind is Or) == when  # each term may decide
        skip: cython.int = NO_JUMP
        for number in range(last):
            item = cython.cast(Expr, terms[number][0])
            item_line = terms_line(terms, number)
            if every:
                list = self.jump_if(item, when, list, item_line)
            else:
                skip = self.jump_if(item, not when, skip, item_line)
        list = self.jump_if(cython.cast(Expr, terms[last][0]), when, list, line)
        self.patch_here(skip)
        return list

    def compare(self, e, when, list):
        """Jump if a comparison is `when`."""
        mark = self.free
        left: cython.int = -1
        if is_comparison(e.left):
            left = self.comparison(cython.cast(Binary, e.left))
        list = self.compare_with(e, left, when, list)
        self.free = mark
        return list

    def comparison(self, e):
        """Put the value of a comparison into the next register, going down its left side in a loop."""
        spine = [e]
        while is_comparison(e.left):
            e = cython.cast(Binary, e.left)
            spine.append(e)
        register = self.reserve(1)
        left: cython.int = -1
        while spine:
            e = cython.cast(Binary, spine.pop())
            self.load_outcome(self.compare_with(e, left, True, NO_JUMP), NO_JUMP, register, self.last_line(e))
            self.free = register + 1
            left = register
        return register

    def compare_with(self, e, left, when, list):
        """Jump if a comparison is `when`; its left operand is in the register `left` if that is not -1."""
        if e.op == EQ or e.op == NE:
            return self.compare_equal(e, left, when, list)
        return self.compare_order(e, left, when, list)

    def compare_equal(self, e, left, when, list):
        """Jump on (in)equality; a constant may stand on either side, since none has a metamethod."""
        wanted: cython.bint = (e.op == EQ) == when
        line = self.last_line(e)
        if self.constant(e.right) and self.fits_comparison():
            index = self.constant_index(self.value)
            register = left if left >= 0 else self.any(e.left)
            return self.jump(OP_JEQK if wanted else OP_JNEK, register, index, line, list)
        if left < 0 and self.constant(e.left) and self.fits_comparison():
            index = self.constant_index(self.value)
            return self.jump(OP_JEQK if wanted else OP_JNEK, self.any(e.right), index, line, list)
        if left < 0:
            left = self.pair(e.left, e.right)
        else:
            self.second = self.any(e.right)
        return self.jump(OP_JEQ if wanted else OP_JNE, left, self.second, line, list)

    def fits_comparison(self):
        """Tell whether the constant found last can be an operand of JEQK: its string is short, its index too."""
        if type(self.value) is bytes and len(self.value) > MAX_SHORT:
            return False
        return self.constant_index(self.value) <= MAX_K_B

    def compare_order(self, e, left, when, list):
        """Jump on an order; a small integer goes into the instruction, which is mirrored if it stands on the left."""
        line = self.last_line(e)
        invert: cython.int = not when
        value: cython.int
        if self.numeral(e.right) and is_immediate(self.value):
            value = self.value
            register = left if left >= 0 else self.any(e.left)
            return self.jump(immediate_op(e.op) + invert, register, value & 0xFFFF, line, list)
        if left < 0 and self.numeral(e.left) and is_immediate(self.value):
            value = self.value
            return self.jump(immediate_op(mirrored(e.op)) + invert, self.any(e.right), value & 0xFFFF, line, list)
        if left < 0:
            left = self.pair(e.left, e.right)
        else:
            self.second = self.any(e.right)
        right = self.second
        op = (OP_JLT if e.op == LT or e.op == GT else OP_JLE) + invert
        if e.op == GT or e.op == GE:
            return self.jump(op, right, left, line, list)
        return self.jump(op, left, right, line, list)


# --- questions about the tree ---------------------------------------------------------------------------


def is_harmless(e):
    """Tell whether no code of the program's runs when a value is fetched."""
    kind = type(e)
    if kind is LocalRef or kind is UpvalueRef or kind is Number or kind is String or kind is Vararg:
        return True
    return kind is Nil or kind is True_ or kind is False_ or kind is Function


def is_multiple(e):
    """Tell whether an expression may have any number of values."""
    kind = type(e)
    return kind is Call or kind is MethodCall or kind is Vararg


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def is_arithmetic(e: Expr) -> cython.bint:
    """Tell whether an expression is a binary operation with a number as its usual result."""
    return type(e) is Binary and cython.cast(Binary, e).op < CONCAT


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def is_comparison(e: Expr) -> cython.bint:
    """Tell whether an expression compares two values."""
    return type(e) is Binary and cython.cast(Binary, e).op >= EQ


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def is_test(e: Expr) -> cython.bint:
    """Tell whether an expression is best evaluated by jumps: a comparison, or `not` of something that jumps."""
    if is_comparison(e):
        return True
    return type(e) is Unary and cython.cast(Unary, e).op == NOT and is_logical(cython.cast(Unary, e).operand)


@cython.cfunc
@cython.exceptval(check=False)
def is_logical(e: Expr) -> cython.bint:
    """Tell whether an expression is `and`, `or`, a comparison, or `not` of one of them."""
    return type(e) is And or type(e) is Or or is_test(e)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def is_suffix(e: Expr) -> cython.bint:
    """Tell whether an expression is a call or an index."""
    kind = type(e)
    return kind is Index or kind is Call or kind is MethodCall


@cython.cfunc
@cython.inline
def suffixed(e: Expr) -> Expr:
    """Return what a call or index is applied to."""
    kind = type(e)
    if kind is Index:
        return cython.cast(Index, e).object
    if kind is Call:
        return cython.cast(Call, e).function
    return cython.cast(MethodCall, e).object


@cython.cfunc
def logical_terms(e: Expr, kind: type) -> list:
    """Return [(operand, line of the operator after it)] of a chain of one logical operator; the last has the line 0."""
    terms: list = []
    line: cython.int = 0
    while type(e) is kind:
        if kind is And:
            both = cython.cast(And, e)
            terms.append((both.right, line))
            line = both.line
            e = both.left
        else:
            either = cython.cast(Or, e)
            terms.append((either.right, line))
            line = either.line
            e = either.left
    terms.append((e, line))
    terms.reverse()
    return terms


@cython.cfunc
@cython.exceptval(check=False)
def terms_line(terms: list, number: cython.Py_ssize_t) -> cython.int:
    """Return the line of the operator after a term."""
    return cython.cast(tuple, terms[number])[1]


def place_kind(key):
    """Return the kind of place that a table and a kind of key make."""
    if key == FIELD_KEY:
        return FIELD_PLACE
    return INTEGER_PLACE if key == INTEGER_KEY else REGISTER_PLACE


@cython.cfunc
@cython.exceptval(check=False)
def is_immediate(value: object) -> cython.bint:
    """Tell whether a number fits a comparison's 16-bit operand."""
    return type(value) is int and -0x8000 <= cython.cast(int64_t, value) <= 0x7FFF


@cython.cfunc
@cython.exceptval(check=False)
def immediate_op(op: cython.int) -> cython.int:
    """Return the comparison with a small integer on the right."""
    if op == LT:
        return OP_JLTI
    if op == LE:
        return OP_JLEI
    return OP_JGTI if op == GT else OP_JGEI


@cython.cfunc
@cython.exceptval(check=False)
def mirrored(op: cython.int) -> cython.int:
    """Return the comparison that says the same with its operands exchanged."""
    if op == LT:
        return GT
    if op == LE:
        return GE
    return LT if op == GT else LE
