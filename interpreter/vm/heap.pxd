# The heap: slabs of size classes, mark and sweep.  Allocation never collects; safepoints do (see calls.pxd).
from interpreter.vm.values cimport *

# Small objects never fail: above the memory limit, or when they had to take a slab of the reserve, they set
# vm.mem_pending, which the next safepoint raises.
# Blocks that can be large (string bytes, table arrays and node vectors, buffers) go through `grab`.
cdef Object *new_object(VM *vm, int64_t size, int kind) noexcept nogil   # NULL only when size > 512 and memory is short
cdef Object *heap_refill(VM *vm, uint32_t cls) noexcept nogil            # next cell of a class whose free list is empty
cdef void *raw_alloc(VM *vm, int64_t size) noexcept nogil                # parts of tables: slab cells up to 512 bytes, malloc above; NULL: no memory
cdef void raw_free(VM *vm, void *p, int64_t size) noexcept nogil
cdef void *raw_resize(VM *vm, void *p, int64_t old, int64_t new) noexcept nogil  # old 0: p is none; new not 0; NULL: no memory (p is kept)
cdef void *allocate(VM *vm, int64_t bytes) noexcept nogil                # malloc, counted nowhere; tests make it fail
cdef void *reallocate(VM *vm, void *p, int64_t bytes) noexcept nogil     # realloc, likewise
cdef void count_pool(VM *vm, int64_t bytes) noexcept nogil               # vm.pool_bytes += bytes (may be negative); may set vm.mem_pending
cdef bint is_starved(VM *vm) noexcept nogil                              # the reserve cannot be made whole: what makes many small objects is to stop
cdef bint room_for(VM *vm, Object ***items, int64_t *cap, int64_t n) noexcept nogil  # make room for n items in a list; False: no memory
cdef bint grab(VM *vm, int64_t bytes) noexcept nogil                     # may `bytes` more be allocated? counts nothing
cdef void *grow(VM *vm, void *p, int64_t old, int64_t new) noexcept nogil  # realloc/malloc/free counted in vm.used; NULL: no memory (p is kept)
cdef void account(VM *vm, int64_t bytes) noexcept nogil                  # vm.used += bytes (may be negative); peak; zeroes vm.budget when a collection is due
cdef void collect(VM *vm) noexcept nogil                                 # full collection; vm.frame.pc of every frame must be saved
cdef void free_heap(VM *vm) noexcept nogil                               # everything, at the end of the VM
cdef bint init_heap(VM *vm) noexcept nogil
cdef bint add_finalizable(VM *vm, Object *o) noexcept nogil              # o's metatable has __gc; False: no memory
cdef Closure *new_closure(VM *vm, Proto *p) noexcept nogil               # cells are NULL
cdef Cell *new_cell(VM *vm, Value *v) noexcept nogil
cdef NativeClosure *new_native(VM *vm, Builtin *b, int nup) noexcept nogil  # upvalues nil
cdef UData *new_udata(VM *vm, int64_t nuser) noexcept nogil
cdef Proto *new_proto(VM *vm) noexcept nogil                             # all zero; side arrays malloc'ed by the loader, freed by the sweep
cdef Co *new_co(VM *vm) noexcept nogil

cdef inline Object *new_small(VM *vm, uint32_t cls, int kind) noexcept nogil:
    """Allocate an object of cls * 16 bytes (1 <= cls < HEAP_CLASSES), all but its header uninitialised."""
    cdef FreeCell *o = vm.free[cls]
    if unlikely(o == NULL):
        o = <FreeCell *> heap_refill(vm, cls)
    else:
        vm.free[cls] = o.next
    o.h.kind = kind
    o.h.mark = vm.epoch
    o.h.flags = 0
    o.h.cls = cls
    o.h.aux = 0
    vm.used += cls << 4
    vm.kinds[kind].rents += 1
    return <Object *> o

# Beyond the basics

cdef void settle_counters(VM *vm) noexcept nogil                         # make classes[] exact, and bytes_live and high_water of kinds[]
cdef void set_heap_mode(VM *vm, int mode) noexcept nogil                 # vm.mode = mode, and what is free is kept by the new mode's rules
cdef int64_t object_bytes(Object *o) noexcept nogil                      # of its cell or malloc, without parts
cdef void finalize_all(VM *vm) noexcept nogil                            # everything in vm.finalizable becomes pending: the VM closes

cdef enum:
    KIND_NODES = 0           # index in VM.kinds of raw blocks (node vectors): no object has kind 0
    SMALL_MAX = 512          # bytes of the largest object that lives in a slab

cdef void release(VM *vm, Value *v) noexcept nogil                       # v holds a closure or cell: give it back if its block owns it
cdef void share(Value *v) noexcept nogil                                 # v's closure, if it is one, is nobody's own any more

# Private to heap.py

cdef void give_back_cell(VM *vm, Object *o) noexcept nogil

cdef extern from *:
    """
    #define PLUA_MIXER 0x9E3779B97F4A7C15ull   /* 2^64 / golden ratio: spreads pointers and integers */
    #ifdef __GLIBC__
    #include <malloc.h>
    #define plua_keep_freed(mapped_from) \
        ((void) (mallopt(M_MMAP_THRESHOLD, (mapped_from)), mallopt(M_TRIM_THRESHOLD, 32 << 20)))
    #else
    #define plua_keep_freed(mapped_from) ((void) 0)
    #endif
    """
    void plua_keep_freed(int) noexcept nogil  # malloc keeps up to 32 MiB of what is freed; larger blocks come from the system
    const uint64_t MIXER "PLUA_MIXER"
    const uint32_t WHOLE_ARENA "UINT32_MAX"   # every slab of it is free

cdef enum:
    SLAB_BYTES = 65536
    SLAB_HEADER = 64
    ARENA_SLABS = 32         # slabs of an arena: 2 MiB, a large page of most systems
    OWN_SLABS = RESERVE + 32  # so many are blocks of their own: a small program needs no arena
    LARGE_PAGE_SLABS = 1024  # 64 MiB: a larger heap grows by small pages, which systems clear faster than large ones
    LONG_STRING = 4194304    # bytes: shorter large blocks are cut from what malloc keeps, longer ones once a string was so long
    LONGEST_KEPT = 33554432
    RESERVE_BYTES = 8192     # of a slab of the reserve; only raw slabs must be aligned
    LEAST_GRAY = 1024        # entries of the gray stack that are always there
    MIN_LIMIT = 1048576      # bytes: no collection below
    LEEWAY = 262144          # bytes that may be allocated between two collections in any case
    FILLED = 1               # FreeCell.h.flags: poisoned, to be checked
    POISON_BYTE = 0xDB
    OWN_RAW = 8              # a raw block that ends in this address is an own malloc (mode off); cells end in 0
    GRAY_KEPT = 65536        # entries of the gray stack that outlive a collection

ctypedef FreeCell** FreeCellPP
ctypedef ObjectPP* ObjectPPP
ctypedef WeakEntry* WeakEntryP
ctypedef Ephemerons* EphemeronsP
ctypedef Sweep* SweepP

cdef struct WeakEntry:       # of an ephemeron table: the value waits for the key
    Object *key
    Value *value
    int64_t next             # in its bucket, -1: last

cdef struct Ephemerons:      # entries whose keys were not reached yet, hashed by key
    WeakEntry *entries
    int64_t n
    int64_t cap
    int64_t *buckets
    int64_t nbuckets         # a power of two
    int64_t scanned          # tables of vm.weak looked at

cdef struct Sweep:           # of one size class
    FreeCell **tail          # where the next free cell is linked
    int64_t was_free
    int64_t died
    int64_t released         # free cells of released slabs
    int64_t spare            # empty slabs that may still be kept

cdef void fatal(const char *what, int64_t bytes) noexcept nogil
cdef bint fault_due(VM *vm) noexcept nogil
cdef bint passes_limit(VM *vm, int64_t bytes) noexcept nogil
cdef bint append_object(VM *vm, Object ***items, int64_t *n, int64_t *cap, Object *o) noexcept nogil
cdef bint more_gray(VM *vm) noexcept nogil
cdef void less_gray(VM *vm) noexcept nogil
cdef bint fill_reserve(VM *vm) noexcept nogil
cdef Slab *reserve_slab(VM *vm, uint32_t cls) noexcept nogil
cdef void ask_for_memory(VM *vm) noexcept nogil
cdef Slab *new_slab(VM *vm, uint32_t cls, uint32_t raw) noexcept nogil
cdef void *own_block(VM *vm, size_t size) noexcept nogil
cdef Slab *take_slab(VM *vm) noexcept nogil
cdef void free_slab(VM *vm, Slab *s) noexcept nogil
cdef Arena *new_arena(VM *vm) noexcept nogil
cdef void link_arena(VM *vm, Arena *a) noexcept nogil
cdef void unlink_arena(VM *vm, Arena *a) noexcept nogil
cdef Slab *add_slab(VM *vm, Slab *s, uint32_t cls, uint32_t raw, int64_t bytes) noexcept nogil
cdef Object *carve(VM *vm, Slab *s, uint32_t cls) noexcept nogil
cdef Object *refill_reserve(VM *vm, uint32_t cls) noexcept nogil
cdef Object *refill_slow(VM *vm, uint32_t cls) noexcept nogil
cdef Object *refill_aside(VM *vm, uint32_t cls) noexcept nogil
cdef Object *refill_malloc(VM *vm, uint32_t cls) noexcept nogil
cdef Object *new_large(VM *vm, int64_t size, int kind) noexcept nogil
cdef void *raw_cell(VM *vm, uint32_t cls) noexcept nogil
cdef void *raw_malloc(VM *vm, uint32_t cls) noexcept nogil
cdef void fill_cell(FreeCell *c, int64_t size) noexcept nogil
cdef void check_cell(FreeCell *c, int64_t size) noexcept nogil
cdef void collect_soon(VM *vm) noexcept nogil
cdef void watch(VM *vm) noexcept nogil
cdef int64_t bucket_of(Ephemerons *e, Object *key) noexcept nogil
cdef void mark_roots(VM *vm) noexcept nogil
cdef void mark_attributed(VM *vm) noexcept nogil
cdef void mark_chunks(VM *vm) noexcept nogil
cdef void mark_calltree(VM *vm) noexcept nogil
cdef void mark_vm_values(VM *vm) noexcept nogil
cdef void mark_values(VM *vm, Value *v, int64_t n) noexcept nogil
cdef void mark_list(VM *vm, Object **o, int64_t n) noexcept nogil
cdef void mark_open(VM *vm) noexcept nogil
cdef void mark_frames(VM *vm, Frame *f) noexcept nogil
cdef void mark_frame(VM *vm, Frame *f, Frame *younger) noexcept nogil
cdef int64_t live_top(Frame *f, Frame *younger) noexcept nogil
cdef int64_t slot_count(Value *r, int64_t large) noexcept nogil
cdef void wipe(Value *v, int64_t n) noexcept nogil
cdef void wipe_free_slots(Slots *s) noexcept nogil
cdef void wipe_free_arrays(VM *vm) noexcept nogil
cdef void forget_dead(VM *vm, Value *v, int64_t n) noexcept nogil
cdef void propagate(VM *vm) noexcept nogil
cdef void traverse(VM *vm, Object *o) noexcept nogil
cdef void traverse_table(VM *vm, Table *t) noexcept nogil
cdef void traverse_nodes(VM *vm, Table *t) noexcept nogil
cdef void traverse_keys(VM *vm, Table *t) noexcept nogil
cdef int weakness(VM *vm, Table *t) noexcept nogil
cdef void traverse_closure(VM *vm, Closure *cl) noexcept nogil
cdef void traverse_proto(VM *vm, Proto *p) noexcept nogil
cdef void traverse_udata(VM *vm, UData *u) noexcept nogil
cdef void traverse_co(VM *vm, Co *co) noexcept nogil
cdef void converge(VM *vm, Ephemerons *e) noexcept nogil
cdef void scan_ephemeron(VM *vm, Ephemerons *e, Table *t) noexcept nogil
cdef void wait_for_key(VM *vm, Ephemerons *e, Object *key, Value *value) noexcept nogil
cdef bint more_ephemerons(VM *vm, Ephemerons *e) noexcept nogil
cdef void rehash_ephemerons(Ephemerons *e) noexcept nogil
cdef void mark_lost(VM *vm, Ephemerons *e) noexcept nogil
cdef void mark_again(VM *vm, Ephemerons *e, Object *o) noexcept nogil
cdef void drain(VM *vm, Ephemerons *e) noexcept nogil
cdef void reverse(Object **items, int64_t n) noexcept nogil
cdef void fire_key(VM *vm, Ephemerons *e, Object *key) noexcept nogil
cdef void clear_weak_values(VM *vm, int64_t first) noexcept nogil
cdef void clear_table_values(VM *vm, Table *t) noexcept nogil
cdef void clear_weak_keys(VM *vm) noexcept nogil
cdef void clear_table_keys(VM *vm, Table *t) noexcept nogil
cdef void forget_weak_tables(VM *vm) noexcept nogil
cdef bint unreached(VM *vm, int tag, Object *o) noexcept nogil
cdef void separate(VM *vm, bint all) noexcept nogil
cdef void clear_finalizer(Object *o) noexcept nogil
cdef void note_pause(VM *vm, double seconds) noexcept nogil
cdef void abandon_coroutines(VM *vm) noexcept nogil
cdef void sweep(VM *vm) noexcept nogil
cdef void sweep_class(VM *vm, uint32_t cls) noexcept nogil
cdef bint sweep_slab(VM *vm, Slab *s, Sweep *w) noexcept nogil
cdef void sweep_large(VM *vm) noexcept nogil
cdef void bury(VM *vm, Object *o) noexcept nogil
cdef void bury_proto(VM *vm, Proto *p) noexcept nogil
cdef void trim_raw(VM *vm, uint32_t cls) noexcept nogil
cdef void count_raw(VM *vm, uint32_t cls) noexcept nogil
cdef void unlink_raw(VM *vm, uint32_t cls, int64_t spare) noexcept nogil
cdef void set_limit(VM *vm) noexcept nogil
cdef void note_peaks(VM *vm) noexcept nogil
cdef void settle_one_size(VM *vm, int kind, int64_t bytes) noexcept nogil
cdef void settle_class(VM *vm, uint32_t cls) noexcept nogil
cdef void check_class(VM *vm, uint32_t cls) noexcept nogil
cdef void rehang_free(VM *vm, uint32_t cls) noexcept nogil
cdef void free_slabs(VM *vm, Slab *s) noexcept nogil
cdef bint is_empty_raw(Slab *s) noexcept nogil
cdef Slab *slab_of(void *p) noexcept nogil

cdef inline void mark_object(VM *vm, Object *o) noexcept nogil:
    """Colour an object, and put it on the gray stack unless it is a string."""
    if o.mark == vm.epoch:
        return
    o.mark = vm.epoch
    if o.kind <= LSTR:
        return
    if unlikely(vm.ngray == vm.gray_cap) and not more_gray(vm):
        return
    vm.gray[vm.ngray] = o
    vm.ngray += 1

cdef inline void mark_any(VM *vm, void *o) noexcept nogil:
    if o != NULL:
        mark_object(vm, <Object *> o)

cdef inline void mark_value(VM *vm, Value *v) noexcept nogil:
    if v.tag >= COLL:
        mark_object(vm, v.v.o)
