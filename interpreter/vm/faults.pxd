# Faults planted in the pools, for teaching and tests: what is never given back, and what is given back twice.
from interpreter.vm.values cimport *

cdef void plant_fault(VM *vm, int pool, int kind) noexcept nogil         # NO_FAULT: mend, what was lost is given back; install_mode must follow
cdef bint lose_frame(VM *vm, Frame *fr) noexcept nogil                   # is it lost? else it is to be given back
cdef bint lose_slots(VM *vm, int pool, Slots *s) noexcept nogil
cdef bint lose_closer(VM *vm, Closer *c) noexcept nogil
cdef bint lose_buffer(VM *vm, Buffer *b) noexcept nogil
cdef void repeat_frame(VM *vm, Frame *fr) noexcept nogil                 # it was given back: the planted fault's next act
cdef void repeat_slots(VM *vm, int pool, SlotPool *slots, Slots *s) noexcept nogil
cdef void repeat_closer(VM *vm, Closer *c) noexcept nogil
cdef void repeat_buffer(VM *vm, Buffer *b) noexcept nogil
cdef int renting_line(VM *vm) noexcept nogil                             # of the running function, 0 unless a fault is planted
cdef void free_lost(VM *vm) noexcept nogil
cdef list loss_rows(VM *vm)

# Private to faults.py

cdef void forget_extra(Counters *n) noexcept nogil
cdef void mend(VM *vm, int pool) noexcept nogil
cdef void mend_scratch(VM *vm) noexcept nogil
cdef void note_loss(VM *vm, int pool, Frame *fr, int line) noexcept nogil
cdef Frame *renter_of(Frame *fr) noexcept nogil
cdef void describe(Loss *loss, Frame *renter, Frame *fr) noexcept nogil
