# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: infer_types=True, binding=False, auto_pickle=False
"""Instructions, constants and jumps of one function in the making (the lower half of PUC's lcode.c).

Jumps keep absolute targets until the end; those that wait for a target form lists linked through the same field, as in
PUC Lua. The emitter knows registers and instructions, never the tree.

Every instruction notes how many registers may hold live values before or after it: the first free register at that
moment, or one more than its result. The collector marks that many of a frame's registers and wipes the rest.
"""

from array import array

import cython
from cython.cimports.cpython.bytearray import PyByteArray_AS_STRING
from cython.cimports.cpython.bytes import PyBytes_FromStringAndSize
from cython.cimports.interpreter.compiler.opcode_numbers import (
    OP_FORLOOP, OP_FORPREP, OP_JEQ, OP_JF, OP_JFSET, OP_JMP, OP_JNGEI, OP_JT, OP_JTSET, OP_LOADF, OP_LOADFALSE,
    OP_LOADI, OP_LOADK, OP_LOADNIL, OP_LOADTRUE, OP_LOOP, OP_MOVE, OP_TFORLOOP, OP_TFORPREP,
)  # fmt: skip
from cython.cimports.interpreter.compiler.proto import Proto
from cython.cimports.interpreter.compiler.scope import LocalRecord
from cython.cimports.libc.math import copysign, floor
from cython.cimports.libc.stdint import int32_t, int64_t, uint8_t
from cython.cimports.libc.stdlib import calloc, free, malloc, realloc

FIRST_ROOM = 64  # instructions
CODE_A_LOOK = cython.declare(cython.int, 4096)  # instructions; to make them takes about a millisecond


class Emitter:
    """Be the code of one function, growing."""

    def __cinit__(self):
        self.registers = 2  # as PUC: a function has at least two
        self.last_target = -1
        self.constants = []
        self.constant_numbers = {}
        self.locals = []

    def __dealloc__(self):
        free(self.code)

    # --- registers ------------------------------------------------------------------------------------

    def reserve(self, wanted):
        """Take the next `wanted` registers and return the first."""
        first = self.free
        self.need_registers(wanted)
        self.free = first + wanted
        return first

    def need_registers(self, wanted):
        """Make sure that `wanted` more registers exist; raise LuaSyntaxError when a function has too many."""
        top = self.free + wanted
        if top > self.registers:
            if top > MAX_REGISTERS:
                self.text.fail(b"function or expression needs too many registers", self.position)
            self.registers = top
        return 0

    # --- instructions ---------------------------------------------------------------------------------

    def grow(self):
        """Make room for more instructions."""
        room = self.room * 2 if self.room else FIRST_ROOM
        code = cython.cast(cython.pointer(Code), realloc(self.code, room * cython.sizeof(Code)))
        if code is cython.NULL:
            raise MemoryError
        self.code = code
        self.room = room
        return 0

    def emit(self, op, a, b, c, line):
        """Append an instruction without a result in a free register; return its address."""
        position = self.count
        if position == self.room:
            self.grow()
        code = cython.address(self.code[position])
        code.op = op
        code.a = a
        code.b = b
        code.c = c
        code.target = NO_JUMP
        code.line = line
        code.live = self.free
        self.count = position + 1
        if self.count % CODE_A_LOOK == 0:
            self.text.watch.look()
        return position

    def emit_to(self, op, a, b, c, line):
        """Append an instruction with its result in R[a]."""
        position = self.emit(op, a, b, c, line)
        if a >= self.free:
            self.code[position].live = a + 1
        return position

    def emit_wide(self, op, a, operand, line):
        """Append an instruction with a 32-bit operand in b and c and its result, if any, in R[a]."""
        return self.emit_to(op, a, operand & 0xFFFF, operand >> 16, line)

    def load_nil(self, first, count, line):
        """Set registers to nil, together with those of an instruction LOADNIL just before if they adjoin."""
        if self.count > 0 and self.last_target != self.count:
            last = cython.address(self.code[self.count - 1])
            end: cython.int = max(last.a + last.b, first + count)
            if last.op == OP_LOADNIL and last.a <= first + count and first <= last.a + last.b:
                last.a = min(cython.cast(cython.int, last.a), first)
                last.b = end - last.a
                last.live = max(cython.cast(cython.int, last.live), end, self.free)
                return 0
        position = self.emit(OP_LOADNIL, first, count, 0, line)
        self.code[position].live = max(self.free, first + count)
        return 0

    def load_value(self, value, destination, line):
        """Load a constant into a register, by the shortest instruction."""
        kind = type(value)
        if value is None:
            self.load_nil(destination, 1, line)
        elif kind is bool:
            self.emit_to(OP_LOADTRUE if value else OP_LOADFALSE, destination, 0, 0, line)
        elif kind is int and -0x80000000 <= cython.cast(int64_t, value) <= 0x7FFFFFFF:
            self.emit_wide(OP_LOADI, destination, cython.cast(int64_t, value), line)
        elif kind is float and is_small_whole(value):
            self.emit_wide(OP_LOADF, destination, cython.cast(cython.int, cython.cast(cython.double, value)), line)
        else:
            self.emit_wide(OP_LOADK, destination, self.constant_index(value), line)
        return 0

    # --- constants ------------------------------------------------------------------------------------

    def constant_index(self, value):
        """Return the index of a constant, new or known. Equal numbers of different types are different constants."""
        key = value
        if type(value) is float:
            key = (value, copysign(1.0, value))
        elif value is None or type(value) is bool:
            key = (value,)
        index = self.constant_numbers.get(key)
        if index is None:
            index = len(self.constants)
            self.constant_numbers[key] = index
            self.constants.append(value)
        return index

    # --- jumps ----------------------------------------------------------------------------------------

    def jump(self, op, a, b, line, list):
        """Append a jump without a target yet; return the list with it in front."""
        position = self.emit(op, a, b, 0, line)
        self.code[position].target = list
        return position

    def jump_to(self, op, a, target, line):
        """Append a jump to a known address and return its own."""
        position = self.emit(op, a, 0, 0, line)
        self.code[position].target = target
        return position

    def here(self):
        """Return the next instruction's address, which a jump may now lead to."""
        self.last_target = self.count
        return self.count

    def patch(self, list, target):
        """Give all jumps of a list their target."""
        while list != NO_JUMP:
            following = self.code[list].target
            self.code[list].target = target
            list = following

    def patch_here(self, list):
        """Let all jumps of a list lead to the next instruction."""
        if list != NO_JUMP:
            self.patch(list, self.here())

    # --- the end --------------------------------------------------------------------------------------

    def finish(self):
        """Return the Proto with its code, constants and what belongs to each instruction."""
        self.settle_lines()
        self.thread_jumps()
        if self.count > MAX_NEAR:
            self.widen_jumps()
        for position in range(self.count):
            self.set_offset(position)
        proto: Proto = Proto()
        proto.code = self.code_bytes()
        proto.lines = self.code_lines()
        proto.live = self.code_live()
        proto.constants = self.constants
        proto.locals = [local_entry(local) for local in self.locals]
        proto.registers = self.registers
        proto.source = self.text.chunkname
        return proto

    def settle_lines(self):
        """Give instructions without a line of their own that of the next one, so that no line hook sees them."""
        line: cython.int = INHERIT_LINE
        position: cython.int = self.count - 1
        while position >= 0:
            if self.code[position].line == INHERIT_LINE:
                self.code[position].line = line
            line = self.code[position].line
            position -= 1

    def thread_jumps(self):
        """Let jumps to jumps lead to the final target. Only an unconditional jump may turn into a LOOP."""
        for position in range(self.count):
            op = self.code[position].op
            if op == OP_LOOP or op == OP_FORLOOP or op == OP_TFORLOOP or not is_jump(op):
                continue
            target = self.final_target(self.code[position].target)
            if op == OP_JMP and self.code[target].op == OP_LOOP:
                target = self.code[target].target
                self.code[position].op = OP_LOOP
            self.code[position].target = target

    def final_target(self, position):
        """Follow forward jumps."""
        while self.code[position].op == OP_JMP and self.code[position].target > position:
            position = self.code[position].target
        return position

    def widen_jumps(self):
        """Replace conditional jumps that are too far for 16 bits by the inverse over a JMP."""
        places = cython.cast(cython.p_int, malloc((self.count + 1) * cython.sizeof(cython.int)))
        far = cython.cast(cython.pointer(uint8_t), calloc(self.count, 1))
        try:
            if places is cython.NULL or far is cython.NULL:
                raise MemoryError
            while self.mark_far_jumps(places, far):
                pass
            self.rewrite(places, far)
        finally:
            free(places)
            free(far)
        return 0

    def mark_far_jumps(self, places, far):
        """Compute where each instruction will stand; tell whether more jumps turned out to be too far."""
        place: cython.int = 0
        for position in range(self.count):
            places[position] = place
            place += 1 + far[position]
        places[self.count] = place
        found: cython.bint = False
        for position in range(self.count):
            code = self.code[position]
            if is_near(code.op) and not far[position] and places[code.target] - places[position] > MAX_NEAR:
                far[position] = 2 if code.op == OP_JTSET or code.op == OP_JFSET else 1
                found = True
        return found

    def rewrite(self, places, far):
        """Move each instruction to its new place."""
        count = places[self.count]
        code = cython.cast(cython.pointer(Code), malloc(count * cython.sizeof(Code)))
        if code is cython.NULL:
            raise MemoryError
        for position in range(self.count):
            old = self.code[position]
            if is_jump(old.op):
                old.target = places[old.target]
            if far[position]:
                self.rewrite_far(cython.address(code[places[position]]), old, places[position])
            else:
                code[places[position]] = old
        for record in self.locals:
            local = cython.cast(LocalRecord, record)
            local.start = places[local.start]
            local.end = places[local.end]
        free(self.code)
        self.code = code
        self.count = self.room = count
        return 0

    def rewrite_far(self, place, code, position):
        """Write a conditional jump as its inverse over (MOVE and) JMP; it stands at `position`."""
        jump = code
        jump.op = OP_JMP
        if code.op == OP_JTSET or code.op == OP_JFSET:
            place[1] = code
            place[1].op = OP_MOVE
            place[1].target = NO_JUMP
            code.op = OP_JF if code.op == OP_JTSET else OP_JT
            code.a = code.b
            code.target = position + 3
            place[2] = jump
        else:
            code.op = inverted(code.op)
            code.target = position + 2
            place[1] = jump
        place[0] = code

    def set_offset(self, position):
        """Write a jump's distance into its operands."""
        code = cython.address(self.code[position])
        if not is_jump(code.op):
            return
        offset: int32_t = code.target - position
        if is_near(code.op):
            code.c = offset
        else:
            code.b = offset & 0xFFFF
            code.c = offset >> 16

    def code_bytes(self):
        """Return the instructions as bytes."""
        code = bytearray(8 * self.count)
        out = cython.cast(cython.p_uchar, PyByteArray_AS_STRING(code))
        for position in range(self.count):
            one = cython.address(self.code[position])
            out[0] = one.op & 255
            out[1] = one.op >> 8
            out[2] = one.a & 255
            out[3] = one.a >> 8
            out[4] = one.b & 255
            out[5] = one.b >> 8
            out[6] = one.c & 255
            out[7] = (one.c >> 8) & 255
            out += 8
        return code

    def code_lines(self):
        """Return the lines of the instructions."""
        lines = cython.cast(cython.p_int, malloc(self.count * cython.sizeof(cython.int)))
        if lines is cython.NULL:
            raise MemoryError
        for position in range(self.count):
            lines[position] = self.code[position].line
        raw = PyBytes_FromStringAndSize(cython.cast(cython.p_char, lines), self.count * cython.sizeof(cython.int))
        free(lines)
        return array("i", raw)

    def code_live(self):
        """Return the numbers of live registers."""
        live = bytearray(self.count)
        out = cython.cast(cython.p_uchar, PyByteArray_AS_STRING(live))
        for position in range(self.count):
            out[position] = self.code[position].live
        return live


def is_jump(op):
    """Tell whether an instruction has a target."""
    return OP_JMP <= op <= OP_JNGEI or op == OP_FORPREP or op == OP_FORLOOP or op == OP_TFORPREP or op == OP_TFORLOOP


def is_near(op):
    """Tell whether a jump has only 16 bits for its distance."""
    return OP_JTSET <= op <= OP_JNGEI


def inverted(op):
    """Return the comparison that jumps when `op` does not; the table has them in pairs."""
    return op + 1 if (op - OP_JEQ) % 2 == 0 else op - 1


@cython.cfunc
def local_entry(local: LocalRecord) -> tuple:
    """Return a local as the Proto lists it."""
    return (local.name, local.register, local.start, local.end)


@cython.cfunc
@cython.exceptval(check=False)
def is_small_whole(value: cython.double) -> cython.bint:
    """Tell whether LOADF can hold a float: a whole number of 32 bits, not -0.0."""
    return -2147483648.0 <= value <= 2147483647.0 and floor(value) == value and (value != 0 or copysign(1.0, value) > 0)
