# Checks code that came from outside, before the VM runs it.
from libc.stdint cimport int64_t, uint8_t
from interpreter.vm.opcode_numbers cimport OP_COMPILED
from interpreter.vm.values cimport Instr

cdef enum:                   # what a register surely holds; VALUE to STEP are all values that Lua code may see
    UNKNOWN = 0              # anything, also what an earlier call left there
    VALUE = 1
    INDEX = 2                # hidden registers of a numeric loop, as FORPREP left them
    COUNT = 3
    STEP = 4
    CELL_HELD = 5

cdef enum:
    NO_CLOSER = 255          # no register waits to be closed
    IS_TARGET = 1            # marks of an instruction
    LEAST_REGISTERS = 2
    MOST_REGISTERS = 254     # as the compiler's
    ITEMS_PER_INSTRUCTION = 50

cdef enum:
    MOST_STATES = 1 << 28    # bytes
    MOST_WORK = 2000000000   # registers looked at: about a second

cdef class Verifier:
    cdef object proto
    cdef Instr *code
    cdef uint8_t *live
    cdef int n
    cdef int registers
    cdef int upvalues
    cdef int protos
    cdef int constants
    cdef uint8_t *kinds      # of the constants: 0, 1 a number, 2 a short string
    cdef uint8_t *marks      # one per instruction
    cdef int *block          # one per instruction: number of the block that begins there, -1: none
    cdef int nblocks
    cdef int *starts         # of the blocks
    cdef int *loop_end       # per FORPREP: its last FORLOOP, 0: none
    cdef list loops          # per register: the FORPREPs that use it, in order
    cdef uint8_t *seen       # per block: 0 never reached, 1 done, 2 to be done
    cdef uint8_t *states     # per block: what each register holds on entry, and the lowest one to be closed
    cdef uint8_t *now        # the same where `step` stands
    cdef int width           # of a state
    cdef int next            # number of the block to be looked at next
    cdef int64_t work
    cdef list buffers        # keep the memory behind the pointers
    cdef uint8_t *room(self, int64_t size) except NULL
    cdef int prepare(self) except -1
    cdef int kind_of(self, object constant)
    cdef int check_sizes(self) except -1
    cdef int check_code(self) except -1
    cdef int check_operand(self, int pc, int role, int value) except -1
    cdef int check_wide(self, int pc, int role) except -1
    cdef int check_span(self, int pc) except -1
    cdef int check_call(self, int pc) except -1
    cdef int check_loop(self, int pc) except -1
    cdef bint in_loop(self, int pc, int register) except -1
    cdef int check_neighbours(self, int pc) except -1
    cdef int check_targets(self) except -1
    cdef int mark_target(self, int64_t pc) except -1
    cdef int inside(self, int64_t first, int64_t count) except -1
    cdef int find_blocks(self) except -1
    cdef int flow(self) except -1
    cdef int run_block(self, int number) except -1
    cdef int merge(self, int64_t pc) except -1
    cdef int step(self, int pc) except -1
    cdef int step_jump(self, int pc) except -1
    cdef int step_loop(self, int pc) except -1
    cdef int step_data(self, int pc) except -1
    cdef int step_call(self, int pc) except -1
    cdef int read_operands(self, int pc) except -1
    cdef int need_value(self, int register) except -1
    cdef int need_values(self, int first, int count) except -1
    cdef int need(self, int register, int state) except -1
    cdef void fill(self, int first, int count, int state) noexcept
    cdef void forget(self, int first) noexcept
    cdef void close_later(self, int register) noexcept
    cdef int check_sources(self, object inner) except -1

cdef int verify(object p) except -1
cdef bint is_producer(Instr *i) noexcept
cdef bint is_consumer(Instr *i) noexcept
cdef bint is_tail_call(Instr *i) noexcept
cdef bint takes_extra(Instr *i) noexcept
cdef bint falls_through(int op) noexcept
cdef int joined(int x, int y) noexcept
