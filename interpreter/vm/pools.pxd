# The pools of frames, register arrays, varargs buffers and closer lists: rent, give back, refill, trim, modes.
# Handlers rent inline from the free lists (see ops_call.py); everything else goes through these functions.
from interpreter.vm.values cimport *

cdef enum:                   # sentinels of the poison mode
    POISON_TAG = 0x5D
    POISON_FLAGS = 0x5D5D5D5D
    POISON_COUNT = 0x5D5D

cdef enum:
    MOST_SCRATCH = 4194304   # bytes of all buffers that are kept, unless another capacity is set
    SMALL_CAPACITY = 256     # below it a pool drops at each return what is beyond; the others are trimmed later

cdef Frame *rent_frame(VM *vm) noexcept nogil                       # uninitialised; NULL: no memory
cdef void give_back_frame(VM *vm, Frame *fr) noexcept nogil         # the frame alone
cdef Value *rent_slots(VM *vm, SlotPool *pool) noexcept nogil       # of a class pool; NULL: no memory
cdef Value *rent_large(VM *vm, SlotPool *pool, uint32_t n) noexcept nogil
cdef void give_back_slots(VM *vm, SlotPool *pools, Value *r) noexcept nogil  # pools: vm.locals or vm.varargs
cdef Value *rent_varargs(VM *vm, uint32_t n) noexcept nogil         # n > 0
cdef Closer *rent_closer(VM *vm, int head) noexcept nogil           # NULL: no memory
cdef void free_buffer(VM *vm, Buffer *b) noexcept nogil
cdef void give_back_closer(VM *vm, Closer *c) noexcept nogil
cdef void give_back_closers(VM *vm, Frame *fr) noexcept nogil
cdef void give_back_parts(VM *vm, Frame *fr) noexcept nogil         # children first: varargs, closers, registers; then the frame
cdef void give_back_frames_of(VM *vm, Co *co) noexcept nogil        # of a collected or closed coroutine
cdef bint refill(VM *vm, SlotPool *pool) noexcept nogil             # at least one frame and one array of the pool are free afterwards
cdef void init_pools(VM *vm) noexcept nogil
cdef void free_pools(VM *vm) noexcept nogil
cdef void trim_pools(VM *vm, bint all) noexcept nogil               # down to capacity, or to nothing
cdef void trim_excess(VM *vm) noexcept nogil                        # frames and arrays down to capacity; no new interval
cdef void set_aside(VM *vm) noexcept nogil                          # start a new interval of the high-water marks
cdef int64_t retained_frames(VM *vm) noexcept nogil
cdef int64_t retained_closers(VM *vm, int head) noexcept nogil
cdef int64_t retained_slots(VM *vm, SlotPool *pool) noexcept nogil
cdef int64_t retained(Counters *n, int64_t rents, int64_t returns) noexcept nogil  # by the counters, without walking
cdef int64_t kept(Counters *n) noexcept nogil                      # the same, where n counts rents and returns itself
cdef bint drops(VM *vm, Counters *n) noexcept nogil                # is what was returned to be freed at once? the return is counted already
cdef void find_small(VM *vm) noexcept nogil                        # set small_pools; install_mode must follow
cdef int64_t rented_bytes(VM *vm) noexcept nogil                    # of frames and arrays, large ones not counted
cdef int class_of(uint32_t n) noexcept nogil                        # pool class of an array of n slots
cdef void internal_error(VM *vm, const char *pool, const char *what) noexcept nogil  # poison mode found a wrong use: report and abort

# The inline halves of the functions above for mode `on`: everything else is theirs.

cdef inline Frame *quick_frame(VM *vm) noexcept nogil:
    cdef Frame *fr = vm.free_frames
    if unlikely(fr == NULL) or unlikely(vm.slow_pools):
        return rent_frame(vm)
    vm.free_frames = fr.prev
    vm.frame_rents += 1
    fr.flags = 0
    fr.cont = 0
    fr.nva = 0
    fr.tbc = NULL
    return fr

cdef inline Value *quick_slots(VM *vm, SlotPool *pool) noexcept nogil:
    cdef Slots *s = pool.free
    if unlikely(s == NULL) or unlikely(vm.slow_pools):
        return rent_slots(vm, pool)
    pool.free = s.next
    pool.n.rents += 1
    return <Value *> (s + 1)

cdef inline void quick_give_back_slots(SlotPool *pools, Slots *s) noexcept nogil:
    """As give_back_slots, for an array of a class pool."""
    s.next = pools[s.cls].free
    pools[s.cls].free = s
    pools[s.cls].n.returns += 1

cdef inline bint has_large_varargs(Frame *fr) noexcept nogil:
    return fr.flags & F_VARARGS and slots_of(fr.va).cls == NCLASSES

cdef inline void quick_give_back(VM *vm, Frame *fr) noexcept nogil:
    """As give_back_parts."""
    cdef Slots *s = slots_of(fr.R)
    if unlikely(fr.flags & F_CLOSERS) or unlikely(vm.slow_pools) or unlikely(s.cls == NCLASSES) \
            or unlikely(has_large_varargs(fr)):
        give_back_parts(vm, fr)
        return
    if fr.flags & F_VARARGS:
        quick_give_back_slots(vm.varargs, slots_of(fr.va))
    quick_give_back_slots(vm.locals, s)
    fr.prev = vm.free_frames
    vm.free_frames = fr
    vm.frame_returns += 1

cdef inline void pop_frame(VM *vm, Frame *fr) noexcept nogil:
    """Give back the top frame and everything it rented."""
    vm.frame = fr.prev
    quick_give_back(vm, fr)

cdef void *obtain(VM *vm, int64_t bytes) noexcept nogil               # malloc; when there is none, once more without what the pools retain
cdef void charge(VM *vm, int64_t bytes) noexcept nogil
cdef void settle(VM *vm, int64_t bytes) noexcept nogil
cdef int64_t slots_bytes(int64_t n) noexcept nogil
cdef Frame *make_frame(VM *vm) noexcept nogil
cdef Slots *make_slots(VM *vm, SlotPool *pool, uint32_t n) noexcept nogil
cdef Slots *draw_slots(VM *vm, SlotPool *pool) noexcept nogil
cdef void check_poison(VM *vm, SlotPool *pool, Slots *s, uint32_t n) noexcept nogil
cdef void poison_slots(VM *vm, Slots *s, uint32_t n) noexcept nogil
cdef void init_slot_pool(SlotPool *pool, int cls, int64_t capacity) noexcept nogil
cdef void trim_slots(VM *vm, SlotPool *pool) noexcept nogil
cdef void trim_frames(VM *vm) noexcept nogil
cdef int64_t cut_slots(VM *vm, SlotPool *pool, Slots **link, int64_t *left) noexcept nogil
cdef int64_t cut_frames(VM *vm, Frame **link, int64_t *left) noexcept nogil
cdef Frame *new_frame(VM *vm) noexcept nogil
cdef void free_frame(VM *vm, Frame *fr) noexcept nogil
cdef void free_slots(VM *vm, Slots *s, int64_t n) noexcept nogil
cdef void drop_slots(VM *vm, SlotPool *pool, int64_t keep) noexcept nogil
cdef void drop_frames(VM *vm, int64_t keep) noexcept nogil
cdef void drop_closers(VM *vm, int head, int64_t keep) noexcept nogil
cdef void set_aside_slots(SlotPool *pool) noexcept nogil
cdef void set_aside_frames(VM *vm) noexcept nogil
cdef int64_t slots_in(Slots *s) noexcept nogil
cdef int64_t frames_in(Frame *fr) noexcept nogil
cdef void link_co(VM *vm, Co *co) noexcept nogil
cdef void unlink_co(VM *vm, Co *co) noexcept nogil                  # harmless when it is not linked
cdef void drop_buffers(VM *vm, int64_t keep) noexcept nogil
