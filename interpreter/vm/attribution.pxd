# Attribution: what each instruction allocated and rented, through the patched dispatch table.
from libc.stdint cimport int64_t
from interpreter.vm.values cimport *

cdef void start_attribution(VM *vm) noexcept nogil                       # from zero
cdef void stop_attribution(VM *vm) noexcept nogil                        # the counts stay until they are dropped
cdef void drop_attribution(VM *vm) noexcept nogil
cdef void credit_again(VM *vm, SiteCounts *site) noexcept nogil
cdef tuple read_attribution(VM *vm)                                      # rows of instructions, counts of elsewhere

# Private to attribution.py

cdef int64_t rented_bytes(SlotPool *pool) noexcept nogil
cdef void tally_frames(VM *vm, SiteCounts *t) noexcept nogil
cdef void tally_heap(VM *vm, SiteCounts *t) noexcept nogil
cdef void settle_step(VM *vm) noexcept nogil
cdef void settle_frames(VM *vm, SiteCounts *site, SiteCounts *t) noexcept nogil
cdef void settle_heap(VM *vm, SiteCounts *site, SiteCounts *t) noexcept nogil
cdef void tally(VM *vm, SiteCounts *t) noexcept nogil
cdef void add_difference(SiteCounts *to, SiteCounts *later, SiteCounts *earlier) noexcept nogil
cdef void settle(VM *vm) noexcept nogil
cdef bint make_sites(VM *vm, Proto *p) noexcept nogil
cdef int op_attribute(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int attribute_first(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
