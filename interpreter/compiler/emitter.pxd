# Instructions in the making.

from libc.stdint cimport int16_t, int32_t, uint8_t, uint16_t, uint32_t

from interpreter.compiler.proto cimport Proto
from interpreter.compiler.scope cimport LocalRecord
from interpreter.compiler.source_text cimport SourceText

cdef enum:
    NO_JUMP = -1            # end of a list of jumps
    MAX_REGISTERS = 254     # PUC's MAXREGS less one
    MAX_NEAR = 32767        # farthest jump of a 16-bit operand
    MAX_K = 32767           # largest constant index in operand c
    MAX_K_B = 65535         # and in operand b
    INHERIT_LINE = 0        # an instruction of no source of its own: it takes the line of the next one


cdef struct Code:
    uint16_t op
    uint16_t a
    uint16_t b
    int16_t c
    int32_t target          # of a jump: where it goes; until that is known, the next jump of the same list
    int32_t line
    uint8_t live            # registers that may hold live values before or after


cdef class Emitter:
    cdef SourceText text
    cdef Code* code
    cdef int count          # instructions so far
    cdef int room           # instructions allocated
    cdef int last_target    # last instruction known to be a jump's target
    cdef int free           # first free register
    cdef int registers      # most registers in use at once
    cdef Py_ssize_t position  # offset in the source of what is being compiled, for errors
    cdef list constants
    cdef dict constant_numbers  # constant (wrapped where types must not mix) -> index
    cdef list locals        # [LocalRecord] in order of declaration

    cdef int reserve(self, int wanted) except -1
    cdef int need_registers(self, int wanted) except -1

    cdef int grow(self) except -1
    cdef int emit(self, int op, int a, int b, int c, int line) except -1
    cdef int emit_to(self, int op, int a, int b, int c, int line) except -1
    cdef int emit_wide(self, int op, int a, int operand, int line) except -1
    cdef int load_nil(self, int first, int count, int line) except -1
    cdef int load_value(self, object value, int destination, int line) except -1

    cdef int constant_index(self, object value) except -1

    cdef int jump(self, int op, int a, int b, int line, int list) except -1
    cdef int jump_to(self, int op, int a, int target, int line) except -1
    cdef int here(self) noexcept
    cdef void patch(self, int list, int target) noexcept
    cdef void patch_here(self, int list) noexcept

    cdef Proto finish(self)
    cdef void settle_lines(self) noexcept
    cdef void thread_jumps(self) noexcept
    cdef int final_target(self, int position) noexcept
    cdef int widen_jumps(self) except -1
    cdef bint mark_far_jumps(self, int* places, uint8_t* far) noexcept
    cdef int rewrite(self, int* places, uint8_t* far) except -1
    cdef void rewrite_far(self, Code* place, Code code, int position) noexcept
    cdef void set_offset(self, int position) noexcept
    cdef bytearray code_bytes(self)
    cdef object code_lines(self)
    cdef bytearray code_live(self)


cdef bint is_jump(int op) noexcept
cdef bint is_near(int op) noexcept
cdef int inverted(int op) noexcept
