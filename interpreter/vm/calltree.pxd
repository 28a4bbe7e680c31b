# The call tree: who called whom while functions are counted.
from libc.stdint cimport int64_t
from interpreter.vm.values cimport *

cdef bint start_calltree(VM *vm) noexcept nogil                          # from nothing; False: no memory
cdef void drop_calltree(VM *vm) noexcept nogil
cdef void note_call(VM *vm, Frame *fr, bint is_fresh) noexcept nogil     # a frame was pushed
cdef void note_tail(VM *vm, Proto *p) noexcept nogil                     # the top frame was taken over
cdef void note_resumed(VM *vm, Frame *fr, Frame *resumer) noexcept nogil  # a coroutine's bottom frame
cdef tuple read_calltree(VM *vm)                                         # rows of nodes, calls that had no room

# Private to calltree.py

cdef CallNode *node_of(CallTree *t, Frame *fr) noexcept nogil
cdef CallPlace *place_of(CallPlace *places, int64_t room, Frame *fr) noexcept nogil
cdef void put_place(CallTree *t, Frame *fr, CallNode *node) noexcept nogil
cdef bint widen(CallTree *t) noexcept nogil
cdef CallNode *callee_of(CallTree *t, CallNode *caller, Proto *p) noexcept nogil
cdef CallNode *new_node(CallTree *t, CallNode *caller, Proto *p) noexcept nogil
cdef void count_entry(CallTree *t, CallNode *node, int64_t level, bint is_fresh) noexcept nogil
