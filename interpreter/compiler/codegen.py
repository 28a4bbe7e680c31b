# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: infer_types=True, binding=False, auto_pickle=False
"""The code generator: syntax tree to Protos (PUC's lparser.c and the upper half of lcode.c).

One Generator makes one function. A value is asked for in a given register (`to`), in the next one (`next`) or wherever
it is (`any`): a local that no inner function captures is its own operand. A register at or above `level` belongs to no
variable yet, so that partial results may go there; one below it changes only in the last instruction of an expression.

Chains on the left (`a + b + …`, `a and b and …`, `a.b.c…`) and concatenations are walked in loops: they may be
very long. What nests otherwise is at most 200 deep, which is the parser's business.
"""

import cython
from cython.cimports.interpreter.compiler.opcode_numbers import (
    OP_ADD, OP_ADDI, OP_ADDK, OP_BNOT, OP_CALL, OP_CALLV, OP_CLOSE, OP_CLOSURE, OP_CONCAT, OP_EXTRA, OP_FORLOOP,
    OP_FORPREP, OP_GETCELL, OP_GETFIELD, OP_GETINDEX, OP_GETINT, OP_GETTABUP, OP_GETUPVAL, OP_JEQ, OP_JEQK, OP_JF,
    OP_JFSET, OP_JGEI, OP_JGTI, OP_JLE, OP_JLEI, OP_JLT, OP_JLTI, OP_JMP, OP_JNE, OP_JNEK, OP_JT, OP_JTSET, OP_LEN,
    OP_LFALSESKIP, OP_LOADTRUE, OP_LOOP, OP_MOVE, OP_NEWCELL, OP_NEWTABLE, OP_NOT, OP_RETURN, OP_RETURN0, OP_RETURN1,
    OP_RETURNV, OP_SELF, OP_SETCELL, OP_SETFIELD, OP_SETFIELDK, OP_SETINDEX, OP_SETINDEXK, OP_SETINT, OP_SETINTK,
    OP_SETLIST, OP_SETLISTV, OP_SETTABUP, OP_SETTABUPK, OP_SETUPVAL, OP_TAILCALL, OP_TAILCALLV, OP_TBC, OP_TFORCALL,
    OP_TFORLOOP, OP_TFORPREP, OP_UNM, OP_VARARG,
)  # fmt: skip
from cython.cimports.interpreter.compiler.emitter import INHERIT_LINE, MAX_K, MAX_K_B, NO_JUMP
from cython.cimports.interpreter.compiler.proto import Proto
from cython.cimports.interpreter.compiler.scope import BlockScope, LabelRecord, LocalRecord
from cython.cimports.interpreter.compiler.source_text import SourceText
from cython.cimports.interpreter.syntax.ast import (
    ADD, BAND, BNOT, BOR, BXOR, CLOSE, CONCAT, EQ, GE, GT, KEYED, LE, LEN, LT, NE, NEG, NOT, SHL, SHR, And, Assign, Binary,
    Block, Break, Call, CallStatement, Chunk, Do, Expr, False_, Function, FunctionBody, FunctionStatement, GenericFor,
    GlobalRef, Goto, If, Index, Label, LocalAssign, LocalFunction, LocalRef, MethodCall, Nil, Number, NumericFor, Or,
    Parenthesized, Repeat, Return, Statement, String, Table, TableItem, True_, Unary, Upvalue, UpvalueRef, Vararg,
    Variable, While,
)  # fmt: skip
from cython.cimports.interpreter.syntax.parser import parse
from cython.cimports.libc.stdint import int64_t

from interpreter.syntax.folding import NOT_CONSTANT, fold_binary, fold_unary

FIELDS_PER_FLUSH = cython.declare(cython.int, 50)  # table items collected in registers before they are stored
HIDDEN_NAME = cython.declare(bytes, b"(for state)")


def compile_chunk(source: bytes, chunkname: bytes) -> Proto:
    """Return the Proto of a source's main function; raise LuaSyntaxError."""
    return generate(parse(source, chunkname), chunkname)


def generate(chunk: Chunk, chunkname: bytes) -> Proto:
    """Return the Proto of a chunk's main function; raise LuaSyntaxError where a function is too large."""
    return function_proto(chunk.main, SourceText(chunk.source, chunkname))


@cython.cfunc
def function_proto(body: FunctionBody, text: SourceText) -> Proto:
    """Return the Proto of one function."""
    generator: Generator = Generator()
    generator.text = text
    generator.body = body
    generator.active = []
    generator.labels = {}
    generator.protos = []
    return generator.generate()


class Place:
    """Be the target of an assignment, with its table and key evaluated."""


class Exits:
    """Be the ways out of a logical expression."""


class Generator:
    """Make the code of one function."""

    # --- functions and scopes -------------------------------------------------------------------------

    def generate(self):
        """Return the function's Proto."""
        body = self.body
        self.position = body.start
        self.enter(body.body, False)
        self.declare_parameters()
        self.statements(body.body)
        self.emit(OP_RETURN0, 0, 0, 0, body.return_line)
        self.scope.last_close = -1  # the return closes
        self.leave(0)
        proto = self.finish()
        proto.protos = self.protos
        proto.upvalues = self.upvalues()
        proto.parameters = len(body.parameters)
        proto.is_vararg = body.is_vararg
        proto.line = body.line
        proto.last_line = body.last_line
        proto.name = body.name
        return proto

    def declare_parameters(self):
        """Put the parameters in scope, the captured ones into cells."""
        parameters = self.body.parameters
        base = self.reserve(len(parameters))
        for number in range(len(parameters)):
            variable = cython.cast(Variable, parameters[number])
            self.add_local(variable.name, base + number)  # active before its cell is made: a call hook may look at it
        self.level = self.free
        for number in range(len(parameters)):
            variable = cython.cast(Variable, parameters[number])
            variable.slot = base + number
            if variable.captured:
                self.emit(OP_NEWCELL, variable.slot, 0, 0, INHERIT_LINE)
        return 0

    def upvalues(self):
        """Describe where a closure finds its upvalues: (name, from_parent_local, index)."""
        found = []
        for item in self.body.upvalues:
            upvalue = cython.cast(Upvalue, item)
            index = upvalue.index
            if upvalue.from_parent_local:
                index = upvalue.variable.slot if upvalue.variable is not None else 0
            found.append((upvalue.name, upvalue.from_parent_local, max(index, 0)))
        return found

    def enter(self, node, is_loop):
        """Open a scope."""
        outer = self.scope
        scope: BlockScope = BlockScope()
        scope.outer = outer
        scope.node = node
        scope.level = self.free
        scope.active = len(self.active)
        scope.last_close = -1
        scope.inside_close = outer is not None and outer.inside_close
        scope.is_loop = is_loop
        scope.breaks = NO_JUMP
        self.scope = scope
        return scope

    def leave(self, line):
        """End the scope's locals, closing them if need be."""
        scope = self.scope
        while len(self.active) > scope.active:
            cython.cast(LocalRecord, self.active.pop()).end = self.count
        if scope.last_close >= 0:
            self.emit(OP_CLOSE, scope.level, 0, 0, line)
        self.level = self.free = scope.level
        self.scope = scope.outer
        return 0

    def leave_loop(self, line):
        """End the scope around a loop: its breaks come here."""
        self.patch_here(self.scope.breaks)
        return self.leave(line)

    def add_local(self, name, register):
        """Note a local for the debugger, active from here."""
        local: LocalRecord = LocalRecord()
        local.name = name
        local.register = register
        local.start = self.count
        self.locals.append(local)
        self.active.append(local)
        return 0

    def declare(self, variables, count, base, line):
        """Put variables in scope whose values are in the registers from `base` on."""
        close: cython.int = -1
        for number in range(count):
            variable = cython.cast(Variable, variables[number])
            variable.slot = base + number
            if variable.captured:
                self.emit(OP_NEWCELL, variable.slot, 0, 0, INHERIT_LINE)
            if variable.attrib == CLOSE:
                close = variable.slot
        for number in range(count):
            self.add_local(cython.cast(Variable, variables[number]).name, base + number)
        self.level = self.free
        if close >= 0:
            self.scope.last_close = close
            self.scope.inside_close = True
            self.emit(OP_TBC, close, 0, 0, line)
        return 0

    def block(self, node):
        """Make the code of a block in a scope of its own."""
        self.enter(node, False)
        self.statements(node)
        return self.leave(self.block_line(node, self.text.line_at(node.start)))

    def statements(self, node):
        """Make the code of a block's statements."""
        for statement in node.statements:
            self.statement(cython.cast(Statement, statement))
            self.free = self.level
        return 0

    def block_line(self, node, line):
        """Return the line of a block's last token, `line` for an empty block."""
        if not node.statements:
            return line
        last = cython.cast(Statement, node.statements[len(node.statements) - 1])
        return self.text.line_at(last.end - 1)

    def last_line(self, e):
        """Return the line of an expression's last token."""
        return self.text.line_at(e.end - 1)

    # --- statements -----------------------------------------------------------------------------------

    def statement(self, s):
        """Make the code of one statement."""
        kind = type(s)
        if kind is CallStatement:
            self.chain(cython.cast(CallStatement, s).call, self.reserve(1), 0)
        elif kind is LocalAssign:
            self.local_assign(cython.cast(LocalAssign, s))
        elif kind is Assign:
            self.assign(cython.cast(Assign, s))
        elif kind is If:
            self.if_statement(cython.cast(If, s))
        elif kind is Return:
            self.return_statement(cython.cast(Return, s))
        elif kind is LocalFunction:
            self.local_function(cython.cast(LocalFunction, s))
        elif kind is FunctionStatement:
            self.function_statement(cython.cast(FunctionStatement, s))
        elif kind is NumericFor:
            self.numeric_for(cython.cast(NumericFor, s))
        elif kind is GenericFor:
            self.generic_for(cython.cast(GenericFor, s))
        elif kind is While:
            self.while_statement(cython.cast(While, s))
        elif kind is Do:
            self.block(cython.cast(Do, s).block)
        elif kind is Repeat:
            self.repeat_statement(cython.cast(Repeat, s))
        elif kind is Break:
            self.break_statement(s.line)
        elif kind is Goto:
            self.goto_statement(cython.cast(Goto, s))
        else:
            assert kind is Label
            self.label_statement(cython.cast(Label, s))
        return 0

    def local_assign(self, s):
        """Make the code of `local a, b = …`; a compile-time constant can only be the last variable."""
        wanted = len(s.variables)
        given = len(s.values)
        if cython.cast(Variable, s.variables[wanted - 1]).is_const_value:
            wanted -= 1
            given -= 1
        base = self.free
        self.values(s.values, given, wanted, s.line)
        return self.declare(s.variables, wanted, base, s.line)

    def local_function(self, s):
        """Make the code of `local function f`: the function sees its own variable."""
        variable = s.variable
        line = s.function.line
        variable.slot = self.reserve(1)
        self.level = self.free
        if variable.captured:
            self.load_nil(variable.slot, 1, line)
            self.emit(OP_NEWCELL, variable.slot, 0, 0, INHERIT_LINE)
            self.emit(OP_SETCELL, variable.slot, self.next(s.function), 0, line)
        else:
            self.closure(s.function, variable.slot)
        self.free = self.level
        return self.add_local(variable.name, variable.slot)

    def assign(self, s):
        """Make the code of an assignment."""
        if len(s.targets) > 1 or len(s.values) > 1:
            return self.assign_many(s)
        place = self.place(cython.cast(Expr, s.targets[0]), None, 0)
        return self.assign_value(place, cython.cast(Expr, s.values[0]), s.line)

    def assign_many(self, s):
        """Evaluate all tables and keys, then all values, then store from the last target to the first."""
        wanted = len(s.targets)
        given = len(s.values)
        places = [self.place(cython.cast(Expr, s.targets[i]), s.targets, i + 1) for i in range(wanted)]
        base = self.free
        pending = wanted
        if given == wanted:
            pending -= 1
            for number in range(pending):
                self.next(cython.cast(Expr, s.values[number]))
            self.assign_value(cython.cast(Place, places[pending]), cython.cast(Expr, s.values[pending]), s.line)
        else:
            self.values(s.values, given, wanted, s.line)
        while pending > 0:
            pending -= 1
            self.store(cython.cast(Place, places[pending]), base + pending, s.line)
        return 0

    def function_statement(self, s):
        """Make the code of `function a.b()`; its last instruction, the store, has the line of `function`."""
        self.assign_value(self.place(s.target, None, 0), s.function, s.line)
        self.code[self.count - 1].line = s.line
        return 0

    def if_statement(self, s):
        """Make the code of `if … elseif … else … end`."""
        escapes: cython.int = NO_JUMP
        last = len(s.conditions) - 1
        for number in range(last + 1):
            condition = cython.cast(Expr, s.conditions[number])
            block = cython.cast(Block, s.blocks[number])
            then_line = self.text.next_token_line(condition.end)
            if self.jumps_away(condition, block, then_line):
                continue
            skip = self.jump_if(condition, False, NO_JUMP, then_line)
            self.block(block)
            if (number < last or s.orelse is not None) and not ends_with_jump(block):
                escapes = self.jump(OP_JMP, 0, 0, self.block_line(block, then_line), escapes)
            self.patch_here(skip)
        if s.orelse is not None:
            self.block(s.orelse)
        self.patch_here(escapes)
        return 0

    def jumps_away(self, condition, block, line):
        """Make the code of `if condition then break end` as one jump; tell whether the block is such a one.

        A `goto` to a label that follows will do too, unless a line hook would miss it on a line of its own.
        """
        if len(block.statements) != 1:
            return False
        only = cython.cast(Statement, block.statements[0])
        if type(only) is Break:
            close: cython.int = -1
            scope = self.loop_scope(cython.address(close))
            if close >= 0:
                return False
            scope.breaks = self.jump_if(condition, True, scope.breaks, line)
            return True
        if type(only) is not Goto or only.line != line:
            return False
        record = self.label_record(cython.cast(Goto, only).label)
        if record.position >= 0 or self.goto_level(cython.cast(Goto, only), record) >= 0:
            return False
        record.pending = self.jump_if(condition, True, record.pending, line)
        return True

    def while_statement(self, s):
        """Make the code of `while`."""
        start = self.here()
        line = self.last_line(s.condition)
        leave = self.jump_if(s.condition, False, NO_JUMP, line)
        self.enter(None, True)
        self.block(s.block)
        self.jump_to(OP_LOOP, 0, start, self.block_line(s.block, line))
        self.patch_here(leave)
        return self.leave_loop(0)

    def repeat_statement(self, s):
        """Make the code of `repeat`; the condition sees the block's variables."""
        start = self.here()
        self.enter(None, True)
        scope = self.enter(s.block, False)
        self.statements(s.block)
        line = self.last_line(s.condition)
        leave = self.jump_if(s.condition, True, NO_JUMP, line)
        if scope.last_close >= 0:
            self.emit(OP_CLOSE, scope.level, 0, 0, line)
        self.jump_to(OP_LOOP, 0, start, line)
        self.patch_here(leave)
        self.leave(line)
        return self.leave_loop(0)

    def numeric_for(self, s):
        """Make the code of a numeric `for`: index, count and step in hidden registers, then the variable."""
        self.enter(None, True)
        base = self.next(s.first)
        self.next(s.limit)
        if s.step is not None:
            self.next(s.step)
        else:
            self.load_value(1, self.reserve(1), self.last_line(s.limit))
        for number in range(3):
            self.add_local(HIDDEN_NAME, base + number)
        self.level = self.free
        start = self.jump_to(OP_FORPREP, base, 0, s.do_line)
        self.for_body([s.variable], base + 3, s.block)
        loop = self.jump_to(OP_FORLOOP, base, start + 1, s.line)
        self.code[start].target = self.here()
        self.code[start].live = self.code[loop].live = base + 4
        return self.leave_loop(0)

    def generic_for(self, s):
        """Make the code of a generic `for`: iterator, state, control and closing value in hidden registers."""
        base = self.free
        scope = self.enter(None, True)
        self.values(s.values, len(s.values), 4, s.line)
        for number in range(4):
            self.add_local(HIDDEN_NAME, base + number)
        self.level = self.free
        scope.inside_close = True
        scope.last_close = base + 3
        start = self.jump_to(OP_TFORPREP, base, 0, s.do_line)
        self.for_body(s.variables, base + 4, s.block)
        wanted: cython.int = len(s.variables)
        self.need_registers(max(3, wanted))  # iterator, state and control go there
        self.code[start].target = self.here()
        called = self.emit(OP_TFORCALL, base + 4, 2, wanted, s.line)
        loop = self.jump_to(OP_TFORLOOP, base, start + 1, s.line)
        self.code[called].live = base + 4 + max(3, wanted)
        self.code[loop].live = base + 4 + wanted
        return self.leave_loop(self.text.line_at(s.end - 1))

    def for_body(self, variables, register, node):
        """Make the code of a loop's body; each turn has fresh cells for captured loop variables."""
        self.enter(node, False)
        self.here()
        self.reserve(len(variables))
        self.declare(variables, len(variables), register, 0)
        self.statements(node)
        return self.leave(self.block_line(node, 0))

    def return_statement(self, s):
        """Make the code of `return`."""
        count = len(s.values)
        if count == 0:
            self.emit(OP_RETURN0, 0, 0, 0, s.line)
        elif count == 1:
            self.return_one(cython.cast(Expr, s.values[0]), s.line)
        else:
            base = self.free
            count = self.arguments(s.values)
            self.emit(OP_RETURNV if count & ADD_FLAG else OP_RETURN, base, count & ~ADD_FLAG, 0, s.line)
        return 0

    def return_one(self, e, line):
        """Make the code of `return e`: a tail call unless variables are to be closed first."""
        if not is_multiple(e):
            self.emit(OP_RETURN1, self.any(e), 0, 0, line)
        elif type(e) is Vararg or self.scope.inside_close:
            self.open_values(e)
            self.emit(OP_RETURNV, self.free, 0, 0, line)
        else:
            top = self.reserve(1)
            self.chain(e, top, TAIL)
            self.emit(OP_RETURNV, top, 0, 0, line)
        return 0

    def break_statement(self, line):
        """Make the code of `break`."""
        close: cython.int = -1
        scope = self.loop_scope(cython.address(close))
        if close >= 0:
            self.emit(OP_CLOSE, close, 0, 0, line)
        scope.breaks = self.jump(OP_JMP, 0, 0, line, scope.breaks)
        return 0

    def loop_scope(self, close):
        """Return the innermost loop's scope; set `close` to the level that a break has to close, if any.

        The closing value of a generic `for` is none of its business: the code after the loop closes that.
        """
        scope = self.scope
        while not scope.is_loop:
            if scope.last_close >= 0:
                close[0] = scope.level
            scope = scope.outer
        return scope

    def goto_statement(self, s):
        """Make the code of `goto`: JMP to a label that follows, LOOP to one already passed."""
        record = self.label_record(s.label)
        close = self.goto_level(s, record)
        if close >= 0:
            self.emit(OP_CLOSE, close, 0, 0, s.line)
        if record.position >= 0:
            self.jump_to(OP_LOOP, 0, record.position, s.line)
        else:
            record.pending = self.jump(OP_JMP, 0, 0, s.line, record.pending)
        return 0

    def goto_level(self, s, record):
        """Return the level that a goto has to close, -1 if it leaves no to-be-closed variable."""
        close: cython.int = -1
        scope = self.scope
        while scope.node is not s.label.block:
            if scope.last_close >= 0:
                close = scope.level
            scope = scope.outer
        if record.position >= 0 and scope.last_close >= record.level:
            close = record.level
        return close

    def label_record(self, label):
        """Return what is known about a label."""
        found = self.labels.get(label)
        if found is not None:
            return found
        record: LabelRecord = LabelRecord()
        record.position = -1
        record.pending = NO_JUMP
        self.labels[label] = record
        return record

    def label_statement(self, s):
        """Let the gotos to a label come here."""
        record = self.label_record(s)
        record.position = self.here()
        record.level = self.level
        self.patch(record.pending, record.position)
        return 0

    # --- assignment -----------------------------------------------------------------------------------

    def place(self, target, targets, following):
        """Evaluate a target's table and key; those that a later target (from `following` on) assigns are copied."""
        place: Place = Place()
        kind = type(target)
        if kind is LocalRef:
            variable = cython.cast(LocalRef, target).variable
            place.kind = CELL_PLACE if variable.captured else LOCAL_PLACE
            place.base = variable.slot
        elif kind is UpvalueRef:
            place.kind = UPVALUE_PLACE
            place.base = cython.cast(UpvalueRef, target).index
        elif kind is GlobalRef:
            return self.global_place(cython.cast(GlobalRef, target), targets, following)
        else:
            item = cython.cast(Index, target)
            place.base = self.table_register(item.object, targets, following)
            if is_assigned(item.key, targets, following):
                place.kind = REGISTER_PLACE
                place.key = self.next(item.key)
            else:
                self.set_key(item.key, -1, MAX_K_B)
                place.kind = place_kind(self.key_kind)
                place.key = self.key
        return place

    def global_place(self, e, targets, following):
        """Return the place of a global: a field of the upvalue _ENV, or of a table when _ENV is something else."""
        place: Place = Place()
        if type(e.environment) is UpvalueRef and not is_assigned(e.environment, targets, following):
            if len(e.name) <= MAX_SHORT:
                place.key = self.constant_index(e.name)
                if place.key <= MAX_K_B:
                    place.kind = GLOBAL_PLACE
                    place.base = cython.cast(UpvalueRef, e.environment).index
                    return place
        place.base = self.table_register(e.environment, targets, following)
        self.string_key(e.name, -1, MAX_K_B, e.line)
        place.kind = place_kind(self.key_kind)
        place.key = self.key
        return place

    def table_register(self, e, targets, following):
        """Return the register of a target's table."""
        return self.next(e) if is_assigned(e, targets, following) else self.any(e)

    def assign_value(self, place, value, line):
        """Evaluate one value and store it."""
        if place.kind == LOCAL_PLACE:
            return self.to(value, place.base)
        if place.kind >= GLOBAL_PLACE and self.constant(value):
            index = self.constant_index(self.value)
            if index <= MAX_K:
                return self.store_constant(place, index, line)
        return self.store(place, self.any(value), line)

    def store_constant(self, place, constant, line):
        """Store a constant into a table."""
        op: cython.int = OP_SETINDEXK
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
        if place.kind == GLOBAL_PLACE:
            op = OP_SETTABUP
        elif place.kind == FIELD_PLACE:
            op = OP_SETFIELD
        elif place.kind == INTEGER_PLACE:
            op = OP_SETINT
        return self.emit(op, place.base, place.key, register, line)

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
        return cython.cast(LocalRef, e).variable.slot if self.is_in_place(e) else self.next(e)

    def operand(self, e, scratch):
        """Return a register that holds a value; `scratch` (if not -1) may be used for it."""
        if scratch < 0 or self.is_in_place(e):
            return self.any(e)
        self.to(e, scratch)
        return scratch

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
        self.protos[number] = function_proto(e.body, self.text)
        return self.emit_wide(OP_CLOSURE, destination, number, e.line)

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
        return -1

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
        if self.numeral(node.left):
            number = self.value
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
                        self.load_value(number, left, node.line)
                    else:
                        number = folded
                if left >= 0:
                    self.with_constant(node, target, left, value)
                    left = target
            else:
                right = self.operand(node.right, scratch if left != scratch else -1)
                if left < 0:
                    left = scratch if scratch >= 0 and right != scratch else self.reserve(1)
                    self.load_value(number, left, node.line)
                self.emit_to(OP_ADD + node.op, target, left, right, node.line)
                left = target
            if node is e:
                break
            self.free = low
            node = cython.cast(Binary, spine.pop())
        if left < 0:
            self.load_value(number, destination, e.line)
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

    def unary(self, e, destination):
        """Put the value of a unary operation into a register."""
        if self.numeral(e):
            return self.load_value(self.value, destination, e.line)
        op: cython.int = OP_NOT
        if e.op == NOT:
            known = self.truth(e.operand)
            if known >= 0:
                return self.load_value(known == 0, destination, e.line)
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
        self.emit_to(op, destination, register, 0, e.line)
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
        value = self.first_of_chain(inner, top, type(node) is Call)
        while True:
            is_last = node is e
            kind = type(node)
            if kind is Index:
                target = destination if is_last else top
                self.index(cython.cast(Index, node), value, target)
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

    def index(self, e, table, destination):
        """Put `table[key]` into a register."""
        mark = self.free
        scratch = destination if destination >= self.level and destination != table else -1
        self.set_key(e.key, scratch, MAX_K)
        self.get(table, destination, e.line)
        self.free = mark
        return 0

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
        self.emit_to(OP_MOVE, destination, register, 0, e.line)
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

    # --- logic ----------------------------------------------------------------------------------------

    def logical(self, e, destination):
        """Put the value of `and`, `or`, `not` or a comparison into a register."""
        exits: Exits = Exits()
        exits.done = exits.true_ = exits.false_ = NO_JUMP
        has_value = self.last_term(e, destination, exits)
        line = self.last_line(e)
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
            left = self.any(e.left)
        return self.jump(OP_JEQ if wanted else OP_JNE, left, self.any(e.right), line, list)

    def fits_comparison(self):
        """Tell whether the constant found last can be an operand of JEQK: its string is short, its index too."""
        if type(self.value) is bytes and len(self.value) > MAX_SHORT:
            return False
        return self.constant_index(self.value) <= MAX_K_B

    def compare_order(self, e, left, when, list):
        """Jump on `<`, `<=`, `>` or `>=`; small integers go into the instruction, mirrored if they stand on the left."""
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
            left = self.any(e.left)
        right = self.any(e.right)
        op = (OP_JLT if e.op == LT or e.op == GT else OP_JLE) + invert
        if e.op == GT or e.op == GE:
            return self.jump(op, right, left, line, list)
        return self.jump(op, left, right, line, list)


# --- questions about the tree ---------------------------------------------------------------------------


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def is_multiple(e: Expr) -> cython.bint:
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


@cython.cfunc
@cython.exceptval(check=False)
def ends_with_jump(block: Block) -> cython.bint:
    """Tell whether the end of a block is never reached."""
    if not block.statements or block.has_close:
        return False
    kind = type(block.statements[len(block.statements) - 1])
    return kind is Return or kind is Break or kind is Goto


@cython.cfunc
def is_assigned(e: Expr, targets: list | None, following: cython.Py_ssize_t) -> cython.bint:
    """Tell whether a local or upvalue is a target of the assignment, from `following` on."""
    if targets is None:
        return False
    kind = type(e)
    if kind is not LocalRef and kind is not UpvalueRef:
        return False
    for number in range(following, len(targets)):
        target = targets[number]
        if type(target) is not kind:
            continue
        if kind is LocalRef:
            if cython.cast(LocalRef, target).variable is cython.cast(LocalRef, e).variable:
                return True
        elif cython.cast(UpvalueRef, target).index == cython.cast(UpvalueRef, e).index:
            return True
    return False


@cython.cfunc
@cython.exceptval(check=False)
def place_kind(key: KeyKind) -> PlaceKind:
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
