# The dispatch table: every opcode's handler.
from interpreter.vm.values cimport *

cdef void init_table(VM *vm) noexcept nogil
