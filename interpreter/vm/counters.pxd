# The counters of every pool, read for a snapshot.
from interpreter.vm.values cimport *

cdef dict read_counters(VM *vm)
cdef dict peek_counters(VM *vm)          # the same in the middle of a run: changes nothing
cdef int reset_counters(VM *vm) except -1
cdef Counters *counters_named(VM *vm, str name) except NULL
cdef int set_capacity_bytes(VM *vm, str name, int64_t bytes) except -1
