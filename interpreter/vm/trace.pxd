# Tracing: a record of each instruction before it runs, through the patched dispatch table.
from libc.stdint cimport int64_t
from interpreter.vm.values cimport *

cdef void start_trace(VM *vm, int64_t limit) noexcept nogil              # record so many instructions at most
cdef void stop_trace(VM *vm) noexcept nogil
cdef int op_trace(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil

# Private to trace.py

cdef void record_step(VM *vm, Value *R, Instr *pc, Closure *cl) noexcept with gil
