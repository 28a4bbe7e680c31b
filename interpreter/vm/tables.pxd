# Tables: array part and hash part, raw access only (metamethods are in metamethods.py).
from interpreter.vm.heap cimport new_small
from interpreter.vm.values cimport *

cdef Table *new_table(VM *vm, uint32_t narr, uint32_t nhash) noexcept nogil  # never NULL; hints are dropped when memory is short
cdef Value *get_hash(VM *vm, Table *t, Bits key, int tag) noexcept nogil     # key normalised (no integral floats); &vm.nilv when absent
cdef Value *get_any(VM *vm, Table *t, const Value *k) noexcept nogil         # any key, nil and NaN included; &vm.nilv when absent
# The setters do the whole raw assignment t[k] = v, v may be nil.  They return 0, or -1 when memory is short (vm.err set), and
# clear the metamethod absence bits when a key is added.  set_any wants a key that is neither nil nor NaN (check_key).
cdef int set_any(VM *vm, Table *t, const Value *k, const Value *v) noexcept nogil
cdef int set_str(VM *vm, Table *t, Str *k, const Value *v) noexcept nogil    # short string key
cdef int set_int(VM *vm, Table *t, int64_t k, const Value *v) noexcept nogil
cdef int push_array(VM *vm, Table *t, const Value *v) noexcept nogil         # t[alen + 1] = v, v not nil
cdef void clear_tail(Table *t) noexcept nogil                                # arr[alen - 1] became nil: shrink alen over trailing nils
cdef int reserve(VM *vm, Table *t, int64_t narr, int64_t nhash) noexcept nogil  # room for at least so many; -1: no memory
cdef int64_t border(VM *vm, Table *t) noexcept nogil                         # #t: alen, or a border in the hash part when alen is 0 and t[1] is there
cdef int next_entry(VM *vm, Table *t, Value *key, Value *value) noexcept nogil  # key (nil: begin) is replaced by the next key; 1, 0 at the end, -1: invalid key
cdef int bad_key(const Value *k) noexcept nogil                              # 0 fine, 1 nil, 2 NaN
cdef bint raw_equal(const Value *x, const Value *y) noexcept nogil
cdef void free_table(VM *vm, Table *t) noexcept nogil                        # its parts, not the object

cdef inline Table *new_empty_table(VM *vm) noexcept nogil:
    cdef Table *t = <Table *> new_small(vm, sizeof(Table) >> 4, TAB)
    t.arr = NULL
    t.alen = 0
    t.acap = 0
    t.node = &vm.dummy
    t.hmask = 0
    t.lastfree = 0
    t.meta = NULL
    return t

cdef inline Value *get_str(VM *vm, Table *t, Str *s) noexcept nogil:
    """Look up a short string."""
    cdef Node *n = t.node + (s.h.aux & t.hmask)
    while True:
        if likely(n.key.o == <Object *> s) and likely(n.ktag == STR):
            return node_value(n)
        if n.next == 0:
            return &vm.nilv
        n += n.next

cdef inline Value *get_int(VM *vm, Table *t, int64_t i) noexcept nogil:
    cdef Bits b
    if likely((<uint64_t> i) - 1 < t.alen):
        return t.arr + (i - 1)
    if t.node == &vm.dummy:
        return &vm.nilv
    b.i = i
    return get_hash(vm, t, b, INT)

cdef inline Value *metamethod_of(VM *vm, Table *meta, int event) noexcept nogil:
    """Return the field of a metatable for an event below 8, NULL when absent (remembered in its absence bits)."""
    cdef Value *v
    if meta == NULL or meta.h.flags & (1 << event):
        return NULL
    v = get_str(vm, meta, vm.names[event])
    if v.tag == NIL:
        meta.h.flags |= 1 << event
        return NULL
    return v
cdef int set_range(VM *vm, Table *t, int64_t first, const Value *v, int64_t n) noexcept nogil  # t[first + i] = v[i], v not in t, nils make holes; -1: memory is short

cdef enum:
    TABLE_INT_KEYS = 8       # in Table.h.aux: the hash part may hold integer keys

# Private to tables.py

cdef extern from *:
    """
    #define plua_ceil_log2(u) ((u) <= 1 ? 0 : 64 - __builtin_clzll((uint64_t) (u) - 1))
    """
    int ceil_log2 "plua_ceil_log2" (int64_t) noexcept nogil

cdef enum:
    MAX_ARRAY_BITS = 31      # the array part holds keys up to 2^31
    SHORT_GAP = 64           # so many empty slots may always be left before a new last value

cdef uint32_t hash_bits(uint64_t u) noexcept nogil
cdef uint32_t hash_key(VM *vm, Bits key, int tag) noexcept nogil
cdef Node *find_key(VM *vm, Table *t, Bits key, int tag) noexcept nogil   # NULL when there is no node
cdef Node *find_bits(Table *t, Bits key, int tag) noexcept nogil
cdef Node *find_lstr(VM *vm, Table *t, Str *s) noexcept nogil
cdef Node *find_dead(VM *vm, Table *t, Bits key, int tag) noexcept nogil
cdef int set_node(VM *vm, Table *t, Bits key, int tag, const Value *v) noexcept nogil
cdef int new_key(VM *vm, Table *t, Bits key, int tag, const Value *v) noexcept nogil
cdef void fill_node(Node *n, Bits key, int tag, uint32_t hash, const Value *v) noexcept nogil
cdef Node *free_node(Table *t) noexcept nogil
cdef Node *make_way(Table *t, Node *mp) noexcept nogil                    # a node for a key whose main position is taken; NULL: rehash
cdef int rehash(VM *vm, Table *t, Bits key, int tag) noexcept nogil  # makes room for one more key: 1 when it belongs to the array part, -1: no memory
cdef int rehash_integers(VM *vm, Table *t, Bits key, int tag) noexcept nogil
cdef int64_t count_live(VM *vm, Table *t) noexcept nogil
cdef int64_t count_integers(VM *vm, Table *t, int64_t *slices) noexcept nogil
cdef void count_integer(int64_t *slices, int64_t i) noexcept nogil
cdef void count_array(Table *t, int64_t *slices) noexcept nogil
cdef int64_t best_size(int64_t *slices) noexcept nogil
cdef int64_t count_below(VM *vm, Table *t, int64_t m) noexcept nogil
cdef int64_t count_above(VM *vm, Table *t, int64_t m) noexcept nogil
cdef int rebuild(VM *vm, Table *t, int64_t m, int64_t nhash) noexcept nogil
cdef void spill_array(VM *vm, Table *t, int64_t m) noexcept nogil
cdef void move_nodes(VM *vm, Table *t, Node *old, int64_t n, int64_t m) noexcept nogil
cdef void insert_fresh(VM *vm, Table *t, Bits key, int tag, uint32_t hash, const Value *v) noexcept nogil
cdef int64_t node_count(int64_t n) noexcept nogil
cdef Node *new_nodes(VM *vm, int64_t n) noexcept nogil
cdef void use_nodes(VM *vm, Table *t, Node *nodes, int64_t n) noexcept nogil
cdef void free_nodes(VM *vm, Node *nodes, int64_t n) noexcept nogil
cdef bint resize_array(VM *vm, Table *t, int64_t cap) noexcept nogil
cdef void shrink_array(VM *vm, Table *t) noexcept nogil
cdef int push_full(VM *vm, Table *t, const Value *v) noexcept nogil
cdef bint is_sparse(Table *t) noexcept nogil
cdef bint may_skip(Table *t, uint64_t i) noexcept nogil
cdef bint drop_between(Table *t, int64_t k) noexcept nogil
cdef int place_int(VM *vm, Table *t, int64_t k, const Value *v) noexcept nogil
cdef int64_t extend(VM *vm, Table *t, int64_t m, int64_t key) noexcept nogil
cdef int take_following(VM *vm, Table *t) noexcept nogil                  # after a push: move the integer keys that now follow from the hash part
cdef int take_one_by_one(VM *vm, Table *t) noexcept nogil
cdef void drop_node(Node *n) noexcept nogil
cdef int64_t entry_index(VM *vm, Table *t, const Value *key) noexcept nogil  # entries up to and including the key; -1: not found
cdef bint normalise(const Value *k, Bits *key, int *tag) noexcept nogil   # False: nil or NaN
