# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""Checks the code of a function that came from outside: what passes can do nothing that compiled code could not.

The handlers believe the compiler. So two things are shown here: each instruction's operands are inside the function
(registers, constants and their kinds, upvalues, inner functions, jump targets), and each register that a handler takes
for a value, a cell or the state of a loop surely holds one there, whichever way led to it. The second is a forward
analysis over blocks; where two ways meet, a register holds what both agree on. A collection wipes registers from the
instruction's live bound on, so cells there are forgotten; a wiped value is nil, still a value.

debug.setlocal may write any value to any register in use, but for the state of a numeric loop inside that loop's code.
So loop state is forgotten outside.

Idea of the analysis: the Java virtual machine's verifier. Nothing here knows the VM's memory.
"""
from bisect import bisect_left

import cython
from cython.cimports.cpython.bytearray import PyByteArray_AS_STRING
from cython.cimports.libc.stdint import int64_t, uint8_t, uint32_t
from cython.cimports.libc.string import memcpy, memset
from cython.cimports.interpreter.vm.opcode_numbers import (
    OP_CALL, OP_CALLV, OP_CLOSE, OP_CLOSURE, OP_COMPILED, OP_CONCAT, OP_EXTRA, OP_FORLOOP, OP_FORPREP, OP_JFSET,
    OP_JMP, OP_JNGEI, OP_JT, OP_JTSET, OP_LFALSESKIP, OP_LOADNIL, OP_LOOP, OP_NEWCELL, OP_NEWTABLE, OP_RELEASE,
    OP_RETURN, OP_RETURN0, OP_RETURNV, OP_SELF, OP_SETLIST, OP_SETLISTV, OP_TAILCALL, OP_TAILCALLV, OP_TBC,
    OP_TFORCALL, OP_TFORLOOP, OP_TFORPREP, OP_VARARG,
)
from cython.cimports.interpreter.vm.values import InstrP, SHORT_MAX, sbx
from interpreter.compiler.opcodes import BY_NAME

ROLES = """
MOVE d r -
LOADI d W
LOADF d W
LOADK d K
LOADNIL m m -
LOADTRUE d - -
LOADFALSE d - -
LFALSESKIP d - -
GETUPVAL d u -
SETUPVAL u r -
NEWCELL m - -
GETCELL d c -
SETCELL c r -
CLOSURE d P
RELEASE m m -
GETTABUP d u s
SETTABUP u s r
SETTABUPK u s k
GETFIELD d r s
GETINDEX d r r
GETINT d r p
SETFIELD r s r
SETFIELDK r s k
SETINDEX r r r
SETINDEXK r r k
SETINT r i r
SETINTK r i k
SELF d r s
NEWTABLE d i p
SETLIST m m m
SETLISTV m m m
ADD d r r
SUB d r r
MUL d r r
DIV d r r
MOD d r r
POW d r r
IDIV d r r
BAND d r r
BOR d r r
BXOR d r r
SHL d r r
SHR d r r
ADDK d r n
SUBK d r n
MULK d r n
DIVK d r n
MODK d r n
POWK d r n
IDIVK d r n
BANDK d r n
BORK d r n
BXORK d r n
SHLK d r n
SHRK d r n
KADD d n r
KSUB d n r
KMUL d n r
KDIV d n r
KMOD d n r
KPOW d n r
KIDIV d n r
KBAND d n r
KBOR d n r
KBXOR d n r
KSHL d n r
KSHR d n r
ADDI d r i
UNM d r -
BNOT d r -
NOT d r -
LEN d r -
CONCAT d m m
JMP - J
LOOP - L
JT r J
JF r J
JTSET m r j
JFSET m r j
JEQ r r j
JNE r r j
JEQK r k j
JNEK r k j
JLT r r j
JNLT r r j
JLE r r j
JNLE r r j
JLTI r i j
JNLTI r i j
JLEI r i j
JNLEI r i j
JGTI r i j
JNGTI r i j
JGEI r i j
JNGEI r i j
FORPREP m J
FORLOOP m L
TFORPREP m J
TFORCALL m m m
TFORLOOP m L
CALL m m m
CALLV m m m
TAILCALL m m m
TAILCALLV m m m
RETURN0 - - -
RETURN1 r - -
RETURN m m -
RETURNV m m -
VARARG m - m
TBC m i -
CLOSE i - -
EXTRA - W
"""
"""The part of each operand. Registers: d gets a value, r is read as a value, c must hold a cell, m is for the functions
below to check. Indices: u upvalue, k constant, n number, s short string, P inner function, K constant. Jumps: j and J
forward, L anywhere. Numbers: i any, p not negative, W any. Capitals take b and c together."""


class BadChunkError(Exception):
    """Binary code that cannot be loaded; `reason` says why."""

    def __init__(self, reason: bytes) -> None:
        super().__init__(reason)
        self.reason = reason


def role_table() -> bytearray:
    """Return three letters for each opcode, a blank for the half of a wide operand."""
    table = bytearray(b" " * (3 * OP_COMPILED))
    for line in ROLES.split("\n"):
        name, *letters = line.split() or [""]
        for place, letter in enumerate(letters):
            table[3 * BY_NAME[name].number + place] = ord(letter)
    return table


_TABLE = role_table()


def verify(p):
    """Raise BadChunkError unless the VM can run a function safely; its inner functions are verified already."""
    v: Verifier = Verifier()
    v.proto = p
    v.buffers = []
    v.prepare()
    v.check_sizes()
    v.check_code()
    v.check_targets()
    v.find_blocks()
    v.flow()
    return 0


def is_producer(i):
    """Return whether the instruction leaves open values."""
    if i.op == OP_CALL or i.op == OP_CALLV or i.op == OP_VARARG:
        return i.c < 0
    return is_tail_call(i)


def is_tail_call(i):
    """Return whether the instruction is a tail call."""
    return i.op == OP_TAILCALL or i.op == OP_TAILCALLV


def is_consumer(i):
    """Return whether the instruction takes open values."""
    return i.op == OP_CALLV or i.op == OP_TAILCALLV or i.op == OP_RETURNV or i.op == OP_SETLISTV


def takes_extra(i):
    """Return whether the instruction has an EXTRA after it."""
    if i.op == OP_NEWTABLE:
        return i.b == 65535
    return (i.op == OP_SETLIST or i.op == OP_SETLISTV) and i.c < 0


def falls_through(op):
    """Return whether the next instruction may be the next one to run."""
    if OP_RETURN0 <= op <= OP_RETURNV:
        return False
    return not (op == OP_JMP or op == OP_LOOP or op == OP_LFALSESKIP or op == OP_TFORPREP)


def joined(x, y):
    """Return what a register holds that holds x or y."""
    if x == y:
        return x
    if x == UNKNOWN or y == UNKNOWN or x == CELL_HELD or y == CELL_HELD:
        return UNKNOWN
    return VALUE


class Verifier:
    """Hold the function being verified."""

    def room(self, size):
        """Return zeroed memory that lasts as long as the verifier."""
        memory = bytearray(size + 1)
        self.buffers.append(memory)
        return cython.cast(cython.pointer(uint8_t), PyByteArray_AS_STRING(memory))

    def prepare(self):
        """Take what is needed out of the Proto."""
        p = self.proto
        code: bytearray = p.code
        live: bytearray = p.live
        self.code = cython.cast(InstrP, PyByteArray_AS_STRING(code))
        self.live = cython.cast(cython.pointer(uint8_t), PyByteArray_AS_STRING(live))
        self.n = len(live)
        self.registers = p.registers
        self.width = self.registers + 1
        self.upvalues = len(p.upvalues)
        self.protos = len(p.protos)
        self.constants = len(p.constants)
        self.kinds = self.room(self.constants)
        for number, constant in enumerate(p.constants):
            self.kinds[number] = self.kind_of(constant)
        self.marks = self.room(self.n)
        self.block = cython.cast(cython.p_int, self.room(self.n * cython.cast(int64_t, cython.sizeof(cython.int))))
        self.loop_end = cython.cast(cython.p_int, self.room(self.n * cython.cast(int64_t, cython.sizeof(cython.int))))
        self.loops = [[] for _ in range(self.registers)]
        return 0

    def kind_of(self, constant):
        """Return 1 for a number, 2 for a short string, 0 for other constants."""
        kind = type(constant)
        if kind is int or kind is float:
            return 1
        return 2 if kind is bytes and len(constant) <= SHORT_MAX else 0

    # --- each instruction on its own ------------------------------------------------------------------

    def check_sizes(self):
        """Check the function's own numbers."""
        if not LEAST_REGISTERS <= self.registers <= MOST_REGISTERS or self.proto.parameters > self.registers:
            raise BadChunkError(b"bad number of registers")
        if self.n == 0 or (falls_through(self.code[self.n - 1].op) and self.code[self.n - 1].op < OP_COMPILED):
            raise BadChunkError(b"code has no end")
        for pc in range(self.n):
            if self.live[pc] > self.registers:
                raise BadChunkError(b"bad number of live registers")
        return 0

    def check_code(self):
        """Check the operands of all instructions, and pairs of neighbours."""
        table: bytearray = _TABLE
        for pc in range(self.n):
            i = self.code + pc
            if i.op >= OP_COMPILED:
                raise BadChunkError(b"unknown opcode")
            role = cython.cast(cython.p_char, PyByteArray_AS_STRING(table)) + 3 * i.op
            self.check_operand(pc, role[0], i.a)
            if role[2] == b" ":
                self.check_wide(pc, role[1])
            else:
                self.check_operand(pc, role[1], i.b)
                self.check_operand(pc, role[2], i.c)
            self.check_span(pc)
            self.check_neighbours(pc)
        return 0

    def check_operand(self, pc, role, value):
        """Check one operand of 16 bits."""
        if role == b"d" or role == b"r" or role == b"c":
            self.inside(value, 1)
        elif role == b"u":
            if value >= self.upvalues:
                raise BadChunkError(b"bad upvalue index")
        elif role == b"k" or role == b"n" or role == b"s":
            if value < 0 or value >= self.constants:
                raise BadChunkError(b"bad constant index")
            if role != b"k" and self.kinds[value] != (1 if role == b"n" else 2):
                raise BadChunkError(b"bad kind of constant")
        elif role == b"j":
            if value <= 0:
                raise BadChunkError(b"bad jump")
            self.mark_target(cython.cast(int64_t, pc) + value)
        elif role == b"p" and value < 0:
            raise BadChunkError(b"bad operand")
        return 0

    def check_wide(self, pc, role):
        """Check an operand of 32 bits."""
        value: int64_t = sbx(self.code + pc)
        if role == b"K":
            if value < 0 or value >= self.constants:
                raise BadChunkError(b"bad constant index")
        elif role == b"P":
            if value < 0 or value >= self.protos:
                raise BadChunkError(b"bad function index")
        elif role == b"J" or role == b"L":
            if value <= 0 and role == b"J":
                raise BadChunkError(b"bad jump")
            self.mark_target(pc + value)
        return 0

    def inside(self, first, count):
        """Check that registers exist."""
        if first < 0 or first + count > self.registers:
            raise BadChunkError(b"bad register")
        return 0

    def mark_target(self, pc):
        """Note a jump's target."""
        if pc < 0 or pc >= self.n:
            raise BadChunkError(b"bad jump")
        self.marks[pc] |= IS_TARGET
        return 0

    def check_span(self, pc):
        """Check the registers of instructions that use several."""
        i = self.code + pc
        op: cython.int = i.op
        if op == OP_LOADNIL or op == OP_RETURN or op == OP_RETURNV or op == OP_RELEASE:
            self.inside(i.a, i.b)
        elif op == OP_NEWCELL and i.b:
            raise BadChunkError(b"bad operand")
        elif op == OP_NEWCELL or op == OP_TBC or op == OP_JTSET or op == OP_JFSET:
            self.inside(i.a, 1)
        elif op == OP_LFALSESKIP:
            self.mark_target(cython.cast(int64_t, pc) + 2)
        elif op == OP_SELF:
            self.inside(i.a, 2)
        elif op == OP_SETLIST or op == OP_SETLISTV:
            self.inside(i.a, i.b + 1)
        elif op == OP_CONCAT:
            self.inside(i.b, i.c)
            if i.c < 2:
                raise BadChunkError(b"bad operand")
        elif op == OP_FORPREP or op == OP_FORLOOP or op == OP_TFORPREP:
            self.inside(i.a, 4)
            if op != OP_TFORPREP:
                self.check_loop(pc)
        elif op == OP_TFORLOOP:
            self.inside(i.a, 5)
        elif OP_TFORCALL <= op <= OP_TAILCALLV or op == OP_VARARG:
            self.check_call(pc)
        return 0

    def check_loop(self, pc):
        """Check that a FORLOOP jumps back to the instruction after a FORPREP on the same registers."""
        i = self.code + pc
        if i.op == OP_FORPREP:
            self.loops[i.a].append(pc)
            return 0
        prepared = pc + sbx(i) - 1
        if prepared < 0 or prepared >= pc or self.code[prepared].op != OP_FORPREP or self.code[prepared].a != i.a:
            raise BadChunkError(b"bad jump")
        self.loop_end[prepared] = pc
        return 0

    def in_loop(self, pc, register):
        """Return whether an instruction is in the code of a numeric loop on the register."""
        prepared: list = self.loops[register]
        place = bisect_left(prepared, pc)
        if place == 0:
            return False
        last: cython.int = prepared[place - 1]
        return pc <= self.loop_end[last]

    def check_call(self, pc):
        """Check function, arguments and results of a call, and the values of `...`."""
        i = self.code + pc
        if i.c < -1:
            raise BadChunkError(b"bad operand")
        self.inside(i.a, i.c if i.c > 0 else 0)
        if i.op == OP_VARARG:
            if not self.proto.is_vararg:
                raise BadChunkError(b"bad operand")
            return 0
        if i.op == OP_TFORCALL:
            if i.b != 2 or i.c < 1 or i.a < 4:
                raise BadChunkError(b"bad operand")
        elif is_tail_call(i) and i.c >= 0:
            raise BadChunkError(b"bad operand")
        return self.inside(i.a, i.b + 1)

    def check_neighbours(self, pc):
        """Check that what belongs together stands together: open values and their taker, an operand and its EXTRA."""
        i = self.code + pc
        before = i - 1
        if is_consumer(i) != (pc > 0 and is_producer(before)):
            raise BadChunkError(b"open values out of place")
        if (i.op == OP_EXTRA) != (pc > 0 and takes_extra(before)):
            raise BadChunkError(b"extra operand out of place")
        if i.op == OP_EXTRA and cython.cast(uint32_t, sbx(i)) > ITEMS_PER_INSTRUCTION * cython.cast(int64_t, self.n):
            raise BadChunkError(b"bad operand")
        if pc > 0 and is_tail_call(before) and (i.op != OP_RETURNV or i.a != before.a or i.b != 0):
            raise BadChunkError(b"bad tail call")
        return 0

    def check_targets(self):
        """Check that no jump leads between two instructions that belong together."""
        for pc in range(self.n):
            i = self.code + pc
            if self.marks[pc] & IS_TARGET and (is_consumer(i) or i.op == OP_EXTRA):
                raise BadChunkError(b"bad jump")
        return 0

    # --- what registers hold --------------------------------------------------------------------------

    def find_blocks(self):
        """Give the blocks numbers: one begins at the first instruction and at each target."""
        count: cython.int = 0
        for pc in range(self.n):
            self.block[pc] = -1
            if pc == 0 or self.marks[pc] & IS_TARGET:
                self.block[pc] = count
                count += 1
        self.nblocks = count
        if cython.cast(int64_t, count) * self.width > MOST_STATES:
            raise BadChunkError(b"code too complex")
        self.starts = cython.cast(cython.p_int, self.room(count * cython.cast(int64_t, cython.sizeof(cython.int))))
        self.seen = self.room(count)
        self.states = self.room(cython.cast(int64_t, count) * self.width)
        self.now = self.room(self.width)
        for pc in range(self.n):
            if self.block[pc] >= 0:
                self.starts[self.block[pc]] = pc
        return 0

    def flow(self):
        """Run through the blocks, always the first one that has changed, until none has."""
        memset(self.states, UNKNOWN, self.width)
        memset(self.states, VALUE, self.proto.parameters)
        self.states[self.registers] = NO_CLOSER
        self.seen[0] = 2
        number: cython.int = 0
        while number < self.nblocks:
            self.next = number + 1
            self.work += 1
            if self.seen[number] == 2:
                self.seen[number] = 1
                self.run_block(number)
            if self.work > MOST_WORK:
                raise BadChunkError(b"code too complex")
            number = self.next
        return 0

    def run_block(self, number):
        """Follow the instructions of a block."""
        pc: cython.int = self.starts[number]
        memcpy(self.now, self.states + cython.cast(int64_t, number) * self.width, self.width)
        self.work += self.width
        for register in range(self.registers):
            if self.now[register] == INDEX and not self.in_loop(pc, register):
                self.now[register] = VALUE
        while True:
            self.work += 1 + self.registers - self.live[pc]
            self.forget(self.live[pc])
            goes_on = self.step(pc)
            self.forget(self.live[pc])
            if goes_on == 0:
                return 0
            pc += 1
            if self.block[pc] >= 0:
                return self.merge(pc)

    def merge(self, pc):
        """Let a block begin with what holds here, too."""
        number = self.block[pc]
        state = self.states + cython.cast(int64_t, number) * self.width
        self.work += self.width
        changed: cython.bint = self.seen[number] == 0
        if changed:
            memcpy(state, self.now, self.width)
        for register in range(self.registers):
            both = joined(state[register], self.now[register])
            if both != state[register]:
                state[register] = both
                changed = True
        if self.now[self.registers] < state[self.registers]:
            state[self.registers] = self.now[self.registers]
            changed = True
        if changed:
            self.seen[number] = 2
            if number < self.next:
                self.next = number
        return 0

    def step(self, pc):
        """Do to the state what an instruction does, its jump included; return 0 if the next one does not follow."""
        op: cython.int = self.code[pc].op
        self.read_operands(pc)
        if OP_JMP <= op <= OP_JNGEI or op == OP_LFALSESKIP:
            return self.step_jump(pc)
        if op == OP_FORPREP or op == OP_FORLOOP or op == OP_TFORPREP or op == OP_TFORLOOP:
            return self.step_loop(pc)
        if op >= OP_TFORCALL:
            return self.step_call(pc)
        return self.step_data(pc)

    def read_operands(self, pc):
        """Check what the registers that are read hold; then let those that are written hold values."""
        i = self.code + pc
        table: bytearray = _TABLE
        role = cython.cast(cython.p_char, PyByteArray_AS_STRING(table)) + 3 * i.op
        if role[0] == b"r":
            self.need_value(i.a)
        elif role[0] == b"c":
            self.need(i.a, CELL_HELD)
        if role[1] == b"r":
            self.need_value(i.b)
        elif role[1] == b"c":
            self.need(i.b, CELL_HELD)
        if role[2] == b"r":
            self.need_value(i.c)
        if i.op == OP_CLOSURE:
            self.check_sources(self.proto.protos[sbx(i)])
        elif i.op == OP_CONCAT:
            self.need_values(i.b, i.c)
            self.fill(i.b, i.c, VALUE)
        if role[0] == b"d":
            self.now[i.a] = VALUE
        return 0

    def check_sources(self, inner):
        """Check that a closure finds its upvalues."""
        for _, from_parent_local, index in inner.upvalues:
            number: cython.int = index
            if from_parent_local:
                self.inside(number, 1)
                self.need(number, CELL_HELD)
            elif number >= self.upvalues:
                raise BadChunkError(b"bad upvalue index")
        return 0

    def step_jump(self, pc):
        """Do what `step` does, for jumps on conditions and without."""
        i = self.code + pc
        op: cython.int = i.op
        if op == OP_LFALSESKIP:
            self.merge(pc + 2)
            return 0
        if op < OP_JTSET:
            self.merge(pc + sbx(i))
            return op >= OP_JT
        if op > OP_JFSET:
            self.merge(pc + i.c)
            return 1
        kept = self.now[i.a]
        self.now[i.a] = VALUE
        self.merge(pc + i.c)
        self.now[i.a] = kept
        return 1

    def step_loop(self, pc):
        """Do what `step` does, for the beginnings and ends of loops."""
        i = self.code + pc
        a: cython.int = i.a
        op: cython.int = i.op
        target = pc + sbx(i)
        written: cython.int = a + 3
        if op == OP_FORPREP:
            self.need_values(a, 3)
            self.fill(a, 3, VALUE)
            kept = self.now[written]
            self.now[written] = joined(kept, VALUE)
            self.merge(target)
            self.now[a] = INDEX
            self.now[a + 1] = COUNT
            self.now[a + 2] = STEP
            self.now[written] = VALUE
            return 1
        if op == OP_TFORPREP:
            self.need_value(written)
            self.close_later(written)
            self.merge(target)
            return 0
        if op == OP_FORLOOP:
            self.need(a, INDEX)
            self.need(a + 1, COUNT)
            self.need(a + 2, STEP)
        else:
            self.need_value(a + 4)
            written = a + 2
        kept = self.now[written]
        self.now[written] = VALUE
        self.merge(target)
        self.now[written] = kept
        if op == OP_FORLOOP:
            self.now[a] = VALUE
        return 1

    def step_data(self, pc):
        """Do what `step` does, for instructions that neither jump nor call."""
        i = self.code + pc
        a: cython.int = i.a
        op: cython.int = i.op
        if op == OP_LOADNIL:
            self.fill(a, i.b, VALUE)
        elif op == OP_NEWCELL:
            self.need_value(a)
            self.now[a] = CELL_HELD
        elif op == OP_SELF:
            self.now[a + 1] = VALUE
        elif op == OP_SETLIST or op == OP_SETLISTV:
            self.need_values(a, i.b + 1)
        return 1

    def step_call(self, pc):
        """Do what `step` does, for calls, returns, `...` and variables to be closed."""
        i = self.code + pc
        a: cython.int = i.a
        op: cython.int = i.op
        if op == OP_TFORCALL:
            self.need_values(a - 4, 3)
            self.forget(a)
            self.fill(a, 3, VALUE)
        elif op <= OP_TAILCALLV:
            self.need_values(a, i.b + 1)
            if is_tail_call(i) and self.now[self.registers] != NO_CLOSER:
                raise BadChunkError(b"bad tail call")
            self.forget(a)
        elif op == OP_RETURN or op == OP_RETURNV:
            self.need_values(a, i.b)
        elif op == OP_TBC:
            if self.now[a] != CELL_HELD:
                self.need_value(a)
            self.close_later(a)
        elif op == OP_CLOSE and a <= self.now[self.registers]:
            self.now[self.registers] = NO_CLOSER
        if (op <= OP_CALLV or op == OP_VARARG) and i.c > 0:
            self.fill(a, i.c, VALUE)
        return falls_through(op)

    # --- the state ------------------------------------------------------------------------------------

    def need_value(self, register):
        """Check that a register surely holds a value."""
        if self.now[register] == UNKNOWN or self.now[register] == CELL_HELD:
            raise BadChunkError(b"register without a value")
        return 0

    def need_values(self, first, count):
        """Check the same of several."""
        for register in range(first, first + count):
            self.need_value(register)
        return 0

    def need(self, register, state):
        """Check that a register surely holds something other than any value."""
        if self.now[register] != state:
            raise BadChunkError(b"register without a cell" if state == CELL_HELD else b"register of the wrong kind")
        return 0

    def fill(self, first, count, state):
        """Let registers hold something."""
        for register in range(first, first + count):
            self.now[register] = state

    def forget(self, first):
        """From a register on, a collection or a call may have put nil into them."""
        for register in range(first, self.registers):
            if self.now[register] == CELL_HELD:
                self.now[register] = UNKNOWN
            elif self.now[register] > VALUE:
                self.now[register] = VALUE

    def close_later(self, register):
        """Note a register that waits to be closed."""
        if register < self.now[self.registers]:
            self.now[self.registers] = register
