# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: infer_types=True, binding=False, auto_pickle=False
"""The code generator: syntax tree to Protos (PUC's lparser.c without the parsing).

One Generator makes one function: its scopes and statements here, expressions in expressions.py.
"""

import cython
from cython.cimports.interpreter.compiler.emitter import INHERIT_LINE, MAX_K_B, NO_JUMP
from cython.cimports.interpreter.compiler.expressions import (
    ADD_FLAG, CELL_PLACE, FIELD_PLACE, GLOBAL_PLACE, LOCAL_PLACE, MAX_SHORT, REGISTER_PLACE, TAIL, UPVALUE_PLACE,
    Expressions, Place, is_multiple, place_kind,
)  # fmt: skip
from cython.cimports.interpreter.compiler.opcode_numbers import (
    OP_CLOSE, OP_FORLOOP, OP_FORPREP, OP_JMP, OP_LOOP, OP_NEWCELL, OP_RELEASE, OP_RETURN, OP_RETURN0, OP_RETURN1,
    OP_RETURNV, OP_SETCELL, OP_TBC, OP_TFORCALL, OP_TFORLOOP, OP_TFORPREP,
)  # fmt: skip
from cython.cimports.interpreter.compiler.proto import Proto, ProtoTaker
from cython.cimports.interpreter.compiler.scope import BlockScope, LabelRecord, LocalRecord
from cython.cimports.interpreter.compiler.source_text import SourceText
from cython.cimports.interpreter.syntax.ast import (
    CLOSE, Assign, Block, Break, CallStatement, Chunk, Do, Expr, FunctionBody, FunctionStatement, GenericFor,
    GlobalRef, Goto, If, Index, Label, LocalAssign, LocalFunction, LocalRef, NumericFor, Repeat, Return, Statement,
    Upvalue, UpvalueRef, Vararg, Variable, While,
)  # fmt: skip
from cython.cimports.interpreter.syntax.collector import CollectorPause
from cython.cimports.interpreter.syntax.lexer import Watch
from cython.cimports.interpreter.syntax.parser import FunctionReader, parse

HIDDEN_NAME = cython.declare(bytes, b"(for state)")


def compile_chunk(
    source: bytes,
    chunkname: bytes,
    kept: list | None = None,
    taker: ProtoTaker | None = None,
    watch: Watch | None = None,
) -> Proto:
    """Return the Proto of a source's main function; raise LuaSyntaxError. `kept` and `watch` are as in `parse`.

    A `taker` gets the Proto of each inner function meanwhile.
    """
    watch = Watch() if watch is None else watch
    protos: ProtoMaker = ProtoMaker()
    protos.text = SourceText(source, chunkname, watch)
    protos.taker = taker
    with CollectorPause():
        return chunk_proto(parse(source, chunkname, 2, kept, protos, watch), protos.text)


@cython.cfunc
def chunk_proto(chunk: Chunk, text: SourceText) -> Proto:
    """Return the Proto of a chunk's main function."""
    proto = function_proto(chunk.main, text)
    proto.upvalues = upvalue_sources(chunk.main)
    if chunk.kept is not None:
        proto.kept = [kept_local(cython.cast(Variable, variable), proto.locals) for variable in chunk.kept]
    return proto


@cython.cfunc
def kept_local(variable: Variable, records: list) -> tuple:
    """Describe a local for who keeps it; its record is the last of its register, which no other local takes again."""
    if variable.is_const_value:
        return variable.name, variable.attrib, variable.const_value, -1, 0  # a constant has no register
    start = max(begin for _, register, begin, _ in records if register == variable.slot)
    return variable.name, variable.attrib, None, variable.slot, start


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


@cython.cfunc
def upvalue_sources(body: FunctionBody) -> list:
    """Describe where a closure finds its upvalues: (name, from_parent_local, index); the parent has its registers."""
    found = []
    for item in body.upvalues:
        upvalue = cython.cast(Upvalue, item)
        index = upvalue.index
        if upvalue.from_parent_local:
            index = upvalue.variable.slot if upvalue.variable is not None else 0
        found.append((upvalue.name, upvalue.from_parent_local, max(index, 0)))
    return found


class ProtoMaker(FunctionReader):
    """Make the code of each function as soon as it has been read: trees of functions do not pile up in memory."""

    def function_read(self, body):
        """Put the function's Proto in the place of its tree."""
        proto = function_proto(body, self.text)
        if self.taker is not None:
            self.taker.take(proto)
        body.proto = proto
        return 0


class Generator(Expressions):
    """Make the code of one function."""

    # --- functions and scopes -------------------------------------------------------------------------

    def generate(self):
        """Return the function's Proto."""
        body = self.body
        self.position = body.start
        self.enter(body.body, False)
        self.scope.inside_close = body.keeps  # no tail call may take the place of its frame
        self.declare_parameters()
        self.statements(body.body)
        if not ends_with_jump(body.body):
            self.release_function()
        self.emit(OP_RETURN0, 0, 0, 0, body.return_line)
        self.scope.last_close = -1  # the return closes
        self.scope.first_owned = -1
        self.leave(0)
        proto = self.finish()
        proto.protos = self.protos
        proto.parameters = len(body.parameters)
        proto.is_vararg = body.is_vararg
        proto.line = body.line
        proto.last_line = body.last_line
        proto.name = body.name
        for label in self.labels:
            cython.cast(Label, label).block = None  # a circle of the tree, which goes by its references' counts
        body.body = None  # its memory serves what is made of the functions that follow
        body.parameters = None
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
                self.new_cell(variable)
        return 0

    def new_cell(self, variable):
        """Put a captured local into a cell."""
        self.emit(OP_NEWCELL, variable.slot, variable.owned, 0, INHERIT_LINE)
        return self.note_owned(variable)

    def note_owned(self, variable):
        """Let the scope's end give back what it made for a local, if nobody else can have it."""
        scope = self.scope
        if variable.owned:
            if scope.first_owned < 0:
                scope.first_owned = variable.slot
            scope.last_owned = variable.slot
        return 0

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
        scope.first_owned = -1
        self.scope = scope
        return scope

    def leave(self, line):
        """End the scope's locals, closing them if need be."""
        scope = self.scope
        while len(self.active) > scope.active:
            cython.cast(LocalRecord, self.active.pop()).end = self.count
        if scope.last_close >= 0:
            self.emit(OP_CLOSE, scope.level, 0, 0, line)
        if scope.node is None or not ends_with_jump(scope.node):
            self.release(scope, scope.outer)
        self.level = self.free = scope.level
        self.scope = scope.outer
        return 0

    def release(self, scope, outer):
        """Give back what the scopes from one up to an outer one own."""
        first: cython.int = -1
        last: cython.int = -1
        while scope is not outer:
            if scope.first_owned >= 0:
                first = scope.first_owned
                last = max(last, scope.last_owned)
            scope = scope.outer
        if first >= 0:
            self.emit(OP_RELEASE, first, last + 1 - first, 0, INHERIT_LINE)
        return 0

    def release_function(self):
        """Give back what the whole function owns, before a return whose value, if any, is made already.

        Where variables are to be closed the collector does it: the return closes them, and closers may call.
        """
        if not self.scope.inside_close:
            self.release(self.scope, None)
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
                self.new_cell(variable)
            elif variable.owned:
                self.note_owned(variable)
            if variable.attrib == CLOSE:
                close = variable.slot
        for number in range(count):
            self.add_local(cython.cast(Variable, variables[number]).name, base + number)
        self.level = self.free
        if close >= 0:
            self.scope.last_close = close
            self.scope.inside_close = True
            self.emit(OP_TBC, close, self.scope.level, 0, line)
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

    def inner_proto(self, body):
        """Return the Proto of a function inside this one, with what only this one knows."""
        proto: Proto = body.proto
        if proto is None:
            proto = function_proto(body, self.text)
        proto.upvalues = upvalue_sources(body)
        proto.owned = body.holder is not None and body.holder.owned
        return proto

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
            self.new_cell(variable)
            self.emit(OP_SETCELL, variable.slot, self.next(s.function), 0, line)
        else:
            self.closure(s.function, variable.slot)
            self.note_owned(variable)
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
            if close >= 0 or self.owns(scope):
                return False
            scope.breaks = self.jump_if(condition, True, scope.breaks, line)
            return True
        if type(only) is not Goto or only.line != line or only.line != self.last_line(condition):
            return False
        record = self.label_record(cython.cast(Goto, only).label)
        if record.position >= 0 or self.goto_level(cython.cast(Goto, only), record) >= 0:
            return False
        if self.owns(self.left_by(cython.cast(Goto, only).label)):
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
        scope.is_repeat = True
        self.statements(s.block)
        line = self.last_line(s.condition)
        if self.truth(s.condition) != 1:
            leave = self.jump_if(s.condition, True, NO_JUMP, line)
            if scope.last_close >= 0:
                self.emit(OP_CLOSE, scope.level, 0, 0, line)
            self.release(scope, scope.outer)
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
        self.values(s.values, len(s.values), 4, self.last_line(s.values[len(s.values) - 1]))
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
            self.release_function()
            self.emit(OP_RETURN0, 0, 0, 0, s.line)
        elif count == 1:
            self.return_one(cython.cast(Expr, s.values[0]), s.line)
        else:
            base = self.free
            count = self.arguments(s.values)
            if not count & ADD_FLAG:
                self.release_function()
            self.emit(OP_RETURNV if count & ADD_FLAG else OP_RETURN, base, count & ~ADD_FLAG, 0, s.line)
        return 0

    def return_one(self, e, line):
        """Make the code of `return e`: a tail call unless variables are to be closed first."""
        if not is_multiple(e):
            register = self.any(e)
            self.release_function()
            self.emit(OP_RETURN1, register, 0, 0, line)
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
        self.release(self.scope, scope)
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
        self.release(self.scope, self.left_by(s.label))
        if record.position >= 0:
            self.release_since(record, self.label_scope(s.label))
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

    def label_scope(self, label):
        """Return the scope of a label's block, around the place where the code is."""
        scope = self.scope
        while scope.node is not label.block:
            scope = scope.outer
        return scope

    def left_by(self, label):
        """Return the innermost scope that a goto does not leave; at a block's end its variables are gone."""
        scope = self.label_scope(label)
        return scope.outer if is_at_end(label) and not scope.is_repeat else scope

    def release_since(self, record, scope):
        """Give back what a label's scope owns that is declared after it, before the way back to it."""
        first = max(record.level, scope.first_owned)
        if scope.first_owned >= 0 and scope.last_owned >= first:
            self.emit(OP_RELEASE, first, scope.last_owned + 1 - first, 0, INHERIT_LINE)
        return 0

    def owns(self, outer):
        """Tell whether leaving the scopes up to an outer one would give back anything."""
        scope = self.scope
        while scope is not outer:
            if scope.first_owned >= 0:
                return True
            scope = scope.outer
        return False

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
        """Let the gotos to a label come here; at a block's end its variables are gone: some gotos never saw them."""
        record = self.label_record(s)
        scope = self.scope
        if scope.first_owned >= 0 and not scope.is_repeat and is_at_end(s):
            self.release(scope, scope.outer)
            scope.first_owned = -1
        record.position = self.here()
        record.level = self.level
        self.patch(record.pending, record.position)
        return 0

    # --- targets --------------------------------------------------

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
            self.item_place(cython.cast(Index, target), place, targets, following)
        return place

    def item_place(self, item, place, targets, following):
        """Make the place of a table's item; a table or key in a cell is read when all else is done, as PUC's locals."""
        object = item.object
        is_kept: cython.bint = is_assigned(object, targets, following)
        is_upvalue: cython.bint = type(object) is UpvalueRef and not is_kept
        if is_upvalue or (self.is_captured(object) and not is_kept):
            place.base = self.reserve(1)
            place.late_table = object
        else:
            place.base = self.next(object) if is_kept else self.any(object)
        if is_assigned(item.key, targets, following):
            place.kind = REGISTER_PLACE
            place.key = self.next(item.key)
        elif self.is_captured(item.key):
            place.kind = REGISTER_PLACE
            place.key = self.reserve(1)
            place.late_key = item.key
        else:
            self.set_key(item.key, -1, MAX_K_B)
            place.kind = place_kind(self.key_kind)
            place.key = self.key
        if is_upvalue and place.kind != FIELD_PLACE:
            place.late_table = None
            self.read_table(object, place.base, item.line)
        return 0

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


@cython.cfunc
@cython.exceptval(check=False)
def ends_with_jump(block: Block) -> cython.bint:
    """Tell whether the end of a block is never reached."""
    if not block.statements or block.has_close:
        return False
    kind = type(block.statements[len(block.statements) - 1])
    return kind is Return or kind is Break or kind is Goto


@cython.cfunc
@cython.exceptval(check=False)
def is_at_end(label: Label) -> cython.bint:
    """Tell whether nothing but labels follows a label in its block."""
    place: cython.Py_ssize_t = len(label.block.statements) - 1
    while label.block.statements[place] is not label:
        if type(label.block.statements[place]) is not Label:
            return False
        place -= 1
    return True


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
