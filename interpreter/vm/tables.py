# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""Tables: an array part and a hash part, raw access only.

The array part holds t[1..alen], nils among them but never last, so that alen is a border.  The key alen + 1 always goes
there; what follows it in the hash part moves along, so the hash part never holds the key alen + 1.  The hash part is a
chained scatter table with Brent's variation: a key that is not in its main position collides with one that is.  Each
node remembers its key's hash.  Nothing here calls Lua.  After PUC Lua's ltable.c.
"""
import cython
from cython.cimports.libc.stdint import int64_t, uint32_t, uint64_t
from cython.cimports.libc.string import memset
from cython.cimports.interpreter.vm.heap import MIXER, raw_alloc, raw_free, raw_resize
from cython.cimports.interpreter.vm.strings import flt_to_int, hash_long, no_memory, same_long, same_str
from cython.cimports.interpreter.vm.values import (
    Bits, COLL, copy, DEAD, FLT, INT, likely, LSTR, NIL, Node, node_value, NodeP, STR, StrP, TableP, TRUE,
    unlikely, Value, ValueP,
)

# ---------------------------------------------------------------- finding keys


def hash_bits(u):
    """Scatter blocks of 16 numbers, so that neighbours stay neighbours, in whatever strides they come."""
    block: uint64_t = u >> 4
    block ^= block >> 32                    # floats with few digits differ in their high bits only
    return cython.cast(uint32_t, (block * MIXER) >> 32) ^ cython.cast(uint32_t, u & 15)


def hash_key(vm, key, tag):
    if tag == STR:
        return key.o.aux
    if tag == LSTR:
        return hash_long(vm, cython.cast(StrP, key.o))
    return hash_bits(key.u)


def find_bits(t, key, tag):
    n: NodeP = t.node + (hash_bits(key.u) & t.hmask)
    while True:
        if n.key.u == key.u and n.ktag == tag:
            return n
        if n.next == 0:
            return cython.NULL
        n += n.next


def find_lstr(vm, t, s):
    h: uint32_t = hash_long(vm, s)
    n: NodeP = t.node + (h & t.hmask)
    while True:
        if n.ktag == LSTR and cython.cast(uint32_t, n.pad) == h:
            vm.budget -= s.len >> 6
            if same_long(cython.cast(StrP, n.key.o), s):
                return n
        if n.next == 0:
            return cython.NULL
        n += n.next


def find_key(vm, t, key, tag):
    n: NodeP
    if tag == STR:
        n = t.node + (key.o.aux & t.hmask)
        while n.key.o != key.o or n.ktag != STR:
            if n.next == 0:
                return cython.NULL
            n += n.next
        return n
    if tag == LSTR:
        return find_lstr(vm, t, cython.cast(StrP, key.o))
    if tag < INT:
        key.u = tag                         # a boolean's payload is unspecified
    return find_bits(t, key, tag)


def find_dead(vm, t, key, tag):
    """Find the node of a removed entry by the address of its key."""
    n: NodeP = t.node + (hash_key(vm, key, tag) & t.hmask)
    while True:
        if n.ktag == DEAD and n.key.u == key.u:
            return n
        if n.next == 0:
            return cython.NULL
        n += n.next


def get_hash(vm, t, key, tag):
    n: NodeP = find_key(vm, t, key, tag)
    if n == cython.NULL:
        return cython.address(vm.nilv)
    return node_value(n)


def normalise(k, key, tag):
    """Take a key apart; integral floats become integers."""
    tag[0] = k.tag
    key[0].u = k.v.u
    if k.tag == FLT:
        if flt_to_int(k.v.n, cython.address(key[0].i)):
            tag[0] = INT
        elif k.v.n != k.v.n:
            return False
    elif k.tag < INT:
        key[0].u = k.tag
    return k.tag != NIL


def get_any(vm, t, k):
    key: Bits
    tag: cython.int
    if likely(k.tag == STR):
        return get_str(vm, t, cython.cast(StrP, k.v.o))
    if k.tag == INT:
        return get_int(vm, t, k.v.i)
    if not normalise(k, cython.address(key), cython.address(tag)):
        return cython.address(vm.nilv)
    if tag == INT:
        return get_int(vm, t, key.i)
    return get_hash(vm, t, key, tag)


def bad_key(k):
    if k.tag == NIL:
        return 1
    return 2 if k.tag == FLT and k.v.n != k.v.n else 0


def raw_equal(x, y):
    i: int64_t
    if x.tag != y.tag:
        if x.tag == INT and y.tag == FLT:
            return flt_to_int(y.v.n, cython.address(i)) and i == x.v.i
        if x.tag == FLT and y.tag == INT:
            return flt_to_int(x.v.n, cython.address(i)) and i == y.v.i
        return False
    if x.tag <= TRUE:
        return True
    if x.tag == FLT:
        return x.v.n == y.v.n
    if x.tag == LSTR:
        return same_str(x, y)
    return x.v.u == y.v.u


# ---------------------------------------------------------------- life


def new_table(vm, narr, nhash):
    t: TableP = new_empty_table(vm)
    if narr:
        resize_array(vm, t, narr)
    if nhash:
        n: int64_t = node_count(nhash)
        nodes: NodeP = new_nodes(vm, n)
        if likely(nodes != cython.NULL):
            use_nodes(vm, t, nodes, n)
    return t


def free_table(vm, t):
    if t.arr != cython.NULL:
        resize_array(vm, t, 0)
    free_nodes(vm, t.node, cython.cast(int64_t, t.hmask) + 1)


def node_count(n):
    size: int64_t = 1
    while size < n:
        size <<= 1
    return size


def new_nodes(vm, n):
    """Allocate an empty node vector; a tag NIL and no next are zeros."""
    if unlikely(n > cython.cast(int64_t, 1) << 31):
        return cython.NULL
    nodes: NodeP = cython.cast(NodeP, raw_alloc(vm, n * cython.sizeof(Node)))
    if likely(nodes != cython.NULL):
        memset(nodes, 0, n * cython.sizeof(Node))
    return nodes


def use_nodes(vm, t, nodes, n):
    """Make a fresh vector the hash part; n is 0 for none."""
    t.node = nodes if n else cython.address(vm.dummy)
    t.hmask = n - 1 if n else 0
    t.lastfree = n


def free_nodes(vm, nodes, n):
    if nodes != cython.address(vm.dummy):
        raw_free(vm, nodes, n * cython.sizeof(Node))


def resize_array(vm, t, cap):
    """Give the array part room for `cap` values, at least alen of them; 0 frees it."""
    old: int64_t = t.acap * cython.sizeof(Value)
    p: ValueP = cython.NULL
    if unlikely(cap > cython.cast(int64_t, 1) << MAX_ARRAY_BITS):
        return False
    if cap != 0:
        p = cython.cast(ValueP, raw_resize(vm, t.arr, old, cap * cython.sizeof(Value)))
        if unlikely(p == cython.NULL):
            return False
    elif old != 0:
        raw_free(vm, t.arr, old)
    t.arr = p
    t.acap = cython.cast(uint32_t, cap)
    return True


# ---------------------------------------------------------------- the hash part


def free_node(t):
    while t.lastfree > 0:
        t.lastfree -= 1
        if t.node[t.lastfree].ktag == NIL:
            return t.node + t.lastfree
    return cython.NULL


def make_way(t, mp):
    """Return a node, already linked, for a new key whose main position is taken."""
    other: NodeP
    free: NodeP = free_node(t)
    if unlikely(free == cython.NULL):
        return free
    other = t.node + (cython.cast(uint32_t, mp.pad) & t.hmask)
    if other == mp:                         # its owner stays; the new key goes to the free node
        free.next = cython.cast(cython.int, mp + mp.next - free) if mp.next else 0
        mp.next = cython.cast(cython.int, free - mp)
        return free
    while other + other.next != mp:         # it belongs to another chain: it moves out
        other += other.next
    other.next = cython.cast(cython.int, free - other)
    fill_node(free, mp.key, mp.ktag, mp.pad, node_value(mp))
    free.next = cython.cast(cython.int, mp + mp.next - free) if mp.next else 0
    mp.next = 0
    return mp


def fill_node(n, key, tag, hash, v):
    n.val.u = v.v.u
    n.tag = v.tag
    n.key = key
    n.ktag = tag
    n.pad = hash


def insert_fresh(vm, t, key, tag, hash, v):
    """Insert a key that is not there into a hash part that has room."""
    mp: NodeP = t.node + (hash & t.hmask)
    if mp.tag != NIL:
        mp = make_way(t, mp)
    fill_node(mp, key, tag, hash, v)
    if tag == INT:
        t.h.aux |= TABLE_INT_KEYS


def new_key(vm, t, key, tag, v):
    """Insert a normalised key that is not there, growing the table when it is full."""
    status: cython.int
    hash: uint32_t = hash_key(vm, key, tag)
    mp: NodeP = t.node + (hash & t.hmask)
    if mp.tag != NIL or t.node == cython.address(vm.dummy):
        mp = make_way(t, mp) if t.node != cython.address(vm.dummy) else cython.NULL
        if unlikely(mp == cython.NULL):
            status = rehash(vm, t, key, tag)
            if unlikely(status < 0):
                return no_memory(vm)
            if status:
                return place_int(vm, t, key.i, v)
            mp = t.node + (hash & t.hmask)
            if mp.tag != NIL:
                mp = make_way(t, mp)
    fill_node(mp, key, tag, hash, v)
    t.h.flags = 0
    if tag == INT:
        t.h.aux |= TABLE_INT_KEYS
    return 0


def set_node(vm, t, key, tag, v):
    """Assign to a normalised key of the hash part."""
    n: NodeP = find_key(vm, t, key, tag)
    if n == cython.NULL:
        return new_key(vm, t, key, tag, v) if v.tag != NIL else 0
    copy(node_value(n), v)
    return 0


def set_str(vm, t, k, v):
    key: Bits
    n: NodeP = t.node + (k.h.aux & t.hmask)
    while n.key.o != cython.address(k.h) or n.ktag != STR:
        if n.next == 0:
            if v.tag == NIL:
                return 0
            key.u = 0
            key.o = cython.address(k.h)
            return new_key(vm, t, key, STR, v)
        n += n.next
    if n.tag == NIL:
        t.h.flags = 0
    copy(node_value(n), v)
    return 0


def set_any(vm, t, k, v):
    key: Bits
    tag: cython.int
    if likely(k.tag == STR):
        return set_str(vm, t, cython.cast(StrP, k.v.o), v)
    if k.tag == INT:
        return set_int(vm, t, k.v.i, v)
    normalise(k, cython.address(key), cython.address(tag))
    if tag == INT:
        return set_int(vm, t, key.i, v)
    return set_node(vm, t, key, tag, v)


# ---------------------------------------------------------------- the array part


def set_int(vm, t, k, v):
    key: Bits
    i: uint64_t = cython.cast(uint64_t, k) - 1
    if i < t.alen:
        copy(t.arr + i, v)
        if v.tag == NIL and i == t.alen - 1:
            clear_tail(t)
        return 0
    if i == t.alen:
        return push_array(vm, t, v) if v.tag != NIL else 0
    if v.tag == NIL and t.node == cython.address(vm.dummy):
        return 0
    key.i = k
    if v.tag != NIL and i < t.acap and may_skip(t, i) and find_bits(t, key, INT) == cython.NULL and drop_between(t, k):
        place_int(vm, t, k, v)
        return take_following(vm, t)
    return set_node(vm, t, key, INT, v)


def may_skip(t, i):
    """Tell whether slot i of the array part may be used before those between: a short way, or one after a full stretch.

    So blocks filled from their end, as by `t[i], t[i + 1] = a, b`, need no rehash each; a sparse array stays out.
    """
    j: uint32_t
    gap: uint64_t = i - t.alen
    if gap <= SHORT_GAP:
        return True
    if gap > t.alen >> 3:
        return False
    for j in range(t.alen - SHORT_GAP, t.alen):
        if t.arr[j].tag == NIL:
            return False
    return True


def drop_between(t, k):
    """Drop the empty entries of the hash part for keys from alen + 1 to k; False: one is not empty."""
    key: Bits
    n: NodeP
    if t.h.aux & TABLE_INT_KEYS == 0:
        return True
    for key.i in range(cython.cast(int64_t, t.alen) + 1, k):
        n = find_bits(t, key, INT)
        if n != cython.NULL:
            if n.tag != NIL:
                return False
            drop_node(n)
    return True


def clear_tail(t):
    n: uint32_t = t.alen
    while n > 0 and t.arr[n - 1].tag == NIL:
        n -= 1
    t.alen = n


def push_array(vm, t, v):
    if unlikely(t.alen == t.acap):
        return push_full(vm, t, v)
    copy(t.arr + t.alen, v)
    t.alen += 1
    if unlikely(t.h.aux & TABLE_INT_KEYS):
        return take_following(vm, t)
    return 0


def push_full(vm, t, v):
    """Push onto a full array part: it grows, unless most of it is nil, as that of a queue."""
    key: Bits
    value: Value
    key.i = cython.cast(int64_t, t.alen) + 1
    copy(cython.address(value), v)          # v may lie in the array
    if unlikely(is_sparse(t)):
        if rehash(vm, t, key, INT) < 0:
            return no_memory(vm)
        return set_node(vm, t, key, INT, cython.address(value))
    if unlikely(not resize_array(vm, t, 4 if t.acap < 4 else cython.cast(int64_t, t.acap) * 2)):
        return no_memory(vm)
    return push_array(vm, t, cython.address(value))


def is_sparse(t):
    """Tell whether less than half of a full array part is used; small ones beside a large hash part do not matter."""
    i: uint32_t
    used: uint32_t = 0
    if t.acap < 64 or t.acap < t.hmask >> 1:
        return False
    for i in range(t.alen):
        used += t.arr[i].tag != NIL
    return used < t.acap >> 1


def place_int(vm, t, k, v):
    """Assign to an integer key that a rehash has made room for in the array part, perhaps beyond its last value."""
    while t.alen < k:
        t.arr[t.alen].tag = NIL
        t.alen += 1
    copy(t.arr + (k - 1), v)
    return 0


def drop_node(n):
    """Empty a node whose key lives elsewhere now; its place in the chain stays."""
    n.tag = NIL
    n.ktag = DEAD
    n.key.u = 0


def take_following(vm, t):
    """After the array part grew: take the keys that follow it out of the hash part, or forget an empty entry there."""
    key: Bits
    n: NodeP
    if not t.h.aux & TABLE_INT_KEYS:
        return 0
    key.i = cython.cast(int64_t, t.alen) + 1
    n = find_bits(t, key, INT)
    if likely(n == cython.NULL):
        return 0
    if n.tag == NIL:
        drop_node(n)
        return 0
    return take_one_by_one(vm, t)


def take_one_by_one(vm, t):
    """Make room for the whole run first, so that a lack of memory leaves the table as it was."""
    key: Bits
    n: NodeP
    cap: int64_t = t.acap
    end: int64_t = cython.cast(int64_t, t.alen) + 1
    while True:
        key.i = end
        n = find_bits(t, key, INT)
        if n == cython.NULL or n.tag == NIL:
            break
        end += 1
    while cap < end - 1:
        cap = cap * 2 if cap >= 4 else 4
    if cap > t.acap and unlikely(not resize_array(vm, t, cap)):
        t.alen -= 1
        clear_tail(t)
        return no_memory(vm)
    while t.alen < end - 1:
        key.i = cython.cast(int64_t, t.alen) + 1
        n = find_bits(t, key, INT)
        copy(t.arr + t.alen, node_value(n))
        t.alen += 1
        drop_node(n)
    key.i = end
    n = find_bits(t, key, INT)              # an empty entry there would mislead `next` when the key comes back
    if n != cython.NULL:
        drop_node(n)
    return 0


def set_range(vm, t, first, v, n):
    i: int64_t
    last: int64_t = first + n - 1
    if t.h.aux & TABLE_INT_KEYS or first < 1 or (first > t.acap and first > cython.cast(int64_t, t.alen) + 1):
        for i in range(n):
            if unlikely(set_int(vm, t, first + i, v + i) < 0):
                return -1
        return 0
    if last > t.acap:
        i = cython.cast(int64_t, t.acap) * 2 if t.alen else 0
        if unlikely(not resize_array(vm, t, last if last > i else i)):
            return no_memory(vm)
    while t.alen < last:
        t.arr[t.alen].tag = NIL
        t.alen += 1
    for i in range(n):
        copy(t.arr + (first - 1 + i), v + i)
    clear_tail(t)
    return 0


def reserve(vm, t, narr, nhash):
    if narr > t.acap and not resize_array(vm, t, narr):
        return no_memory(vm)
    if nhash > 0 and (t.node == cython.address(vm.dummy) or nhash > cython.cast(int64_t, t.hmask) + 1):
        if rebuild(vm, t, -1, nhash) < 0:
            return no_memory(vm)
    return 0


def border(vm, t):
    """Return alen: the key after it is never in the hash part."""
    return t.alen


# ---------------------------------------------------------------- rehash


def rehash(vm, t, key, tag):
    n: int64_t
    if tag == INT or t.h.aux & TABLE_INT_KEYS:
        return rehash_integers(vm, t, key, tag)
    n = count_live(vm, t) + 1
    shrink_array(vm, t)
    return rebuild(vm, t, -1, n)


def rehash_integers(vm, t, key, tag):
    """Size the array part so that more than half of it is used, as far as it holds integer keys at all."""
    i: cython.int
    slices: int64_t[64]
    m: int64_t
    n: int64_t = count_live(vm, t)
    for i in range(64):
        slices[i] = 0
    ints: int64_t = count_integers(vm, t, slices)
    if tag == INT:
        count_integer(slices, key.i)
    count_array(t, slices)
    m = best_size(slices)
    m = extend(vm, t, m, key.i if tag == INT else 0)
    n += count_above(vm, t, m)
    if m > t.alen and ints:
        n -= count_below(vm, t, m)
    to_array: cython.bint = tag == INT and cython.cast(uint64_t, key.i) - 1 < cython.cast(uint64_t, m)
    if rebuild(vm, t, m, n if to_array else n + 1) < 0:
        return -1
    return to_array


def count_live(vm, t):
    i: int64_t
    n: int64_t = 0
    if t.node == cython.address(vm.dummy):
        return 0
    for i in range(cython.cast(int64_t, t.hmask) + 1):
        n += t.node[i].tag != NIL
    return n


def count_integer(slices, i):
    """Count a key of the slice 2^(b-1) < i <= 2^b."""
    if i >= 1 and i <= cython.cast(int64_t, 1) << MAX_ARRAY_BITS:
        slices[ceil_log2(i)] += 1


def count_integers(vm, t, slices):
    """Count the integer keys of the hash part by slices."""
    i: int64_t
    n: int64_t = 0
    if t.node == cython.address(vm.dummy):
        return 0
    for i in range(cython.cast(int64_t, t.hmask) + 1):
        if t.node[i].ktag == INT and t.node[i].tag != NIL:
            count_integer(slices, t.node[i].key.i)
            n += 1
    return n


def count_below(vm, t, m):
    """Count the integer keys of the hash part that an array part of m values would take."""
    i: int64_t
    n: int64_t = 0
    if t.node == cython.address(vm.dummy):
        return 0
    for i in range(cython.cast(int64_t, t.hmask) + 1):
        if t.node[i].ktag == INT and t.node[i].tag != NIL and t.node[i].key.i >= 1 and t.node[i].key.i <= m:
            n += 1
    return n


def count_array(t, slices):
    """Count the array part's values that are not nil by slices."""
    b: cython.int = 0
    i: int64_t = 0
    end: int64_t
    while i < t.alen:
        end = cython.cast(int64_t, 1) << b
        if end > t.alen:
            end = t.alen
        while i < end:
            slices[b] += t.arr[i].tag != NIL
            i += 1
        b += 1


def best_size(slices):
    """Return the largest power of two such that more than half of the keys up to it are there, or 0."""
    b: cython.int
    n: int64_t = 0
    best: int64_t = 0
    for b in range(MAX_ARRAY_BITS + 1):
        n += slices[b]
        if n > (cython.cast(int64_t, 1) << b) / 2:
            best = cython.cast(int64_t, 1) << b
    return best


def extend(vm, t, m, key):
    """Let the array part take the run of keys that follows it: the hash part must not hold the first of them."""
    while m + 1 == key or get_int(vm, t, m + 1).tag != NIL:
        m += 1
    return m


def count_above(vm, t, m):
    """Count the array part's values that would not fit in m slots."""
    i: int64_t
    n: int64_t = 0
    i = m
    while i < t.alen:
        n += t.arr[i].tag != NIL
        i += 1
    return n


def shrink_array(vm, t):
    """Give back the array part of a table that was emptied and is used as a record now."""
    if t.acap >= 64 and t.alen < t.acap / 4:
        resize_array(vm, t, t.alen)


def rebuild(vm, t, m, nhash):
    """Make an array part of m values (-1: as it is), a hash part for nhash keys, and move every entry to its place."""
    old: NodeP = t.node
    count: int64_t = cython.cast(int64_t, t.hmask) + 1
    size: int64_t = 0
    nodes: NodeP = cython.address(vm.dummy)
    if nhash:
        size = node_count(nhash if nhash > 4 else 4)
        nodes = new_nodes(vm, size)
        if unlikely(nodes == cython.NULL):
            return -1
    if m > t.acap and unlikely(not resize_array(vm, t, m)):
        free_nodes(vm, nodes, size)
        return -1
    use_nodes(vm, t, nodes, size)
    t.h.aux &= ~cython.cast(uint32_t, TABLE_INT_KEYS)
    if m >= 0 and m < t.alen:
        spill_array(vm, t, m)
    if old != cython.address(vm.dummy):
        move_nodes(vm, t, old, count, m)
        free_nodes(vm, old, count)
    return 0


def spill_array(vm, t, m):
    """Move the values above m to the hash part and shrink the array part to m."""
    i: int64_t
    key: Bits
    for i in range(m, t.alen):
        if t.arr[i].tag != NIL:
            key.i = i + 1
            insert_fresh(vm, t, key, INT, hash_bits(key.u), t.arr + i)
    t.alen = cython.cast(uint32_t, m)
    clear_tail(t)
    resize_array(vm, t, m)


def move_nodes(vm, t, old, n, m):
    """Move the entries of an old hash part, integers up to m to the array part."""
    k: int64_t
    last: NodeP = old + n
    while last != old:
        last -= 1
        if last.tag == NIL:
            continue
        k = last.key.i
        if last.ktag == INT and k >= 1 and k <= m:
            while t.alen < k:
                t.arr[t.alen].tag = NIL
                t.alen += 1
            copy(t.arr + (k - 1), node_value(last))
        else:
            insert_fresh(vm, t, last.key, last.ktag, last.pad, node_value(last))


# ---------------------------------------------------------------- traversal


def entry_index(vm, t, key):
    """Return where a key stands, array positions first, then nodes.

    An integer above alen may be in the hash part; one that is not was in the array part, which has shrunk since.
    """
    k: Bits
    tag: cython.int
    n: NodeP
    if key.tag == NIL:
        return 0
    if not normalise(key, cython.address(k), cython.address(tag)):
        return -1
    if tag == INT and key.tag == FLT:
        return -1                           # as in PUC, where next takes the key as it is
    if tag == INT and cython.cast(uint64_t, k.i) - 1 < t.alen:
        return k.i
    n = find_key(vm, t, k, tag)
    if n == cython.NULL and tag >= COLL:
        n = find_dead(vm, t, k, tag)
    if n != cython.NULL and t.node != cython.address(vm.dummy):
        return t.alen + cython.cast(int64_t, n - t.node) + 1
    if tag == INT and cython.cast(uint64_t, k.i) - 1 < t.acap:
        return t.alen
    return -1


def next_entry(vm, t, key, value):
    n: NodeP
    i: int64_t = entry_index(vm, t, key)
    if unlikely(i < 0):
        return -1
    first: int64_t = i
    while i < t.alen:
        if t.arr[i].tag != NIL:
            vm.budget -= (i - first) >> 6   # what was skipped is work
            key.v.i = i + 1
            key.tag = INT
            copy(value, t.arr + i)
            return 1
        i += 1
    if t.node == cython.address(vm.dummy):
        vm.budget -= (i - first) >> 6
        return 0
    n = t.node + (i - t.alen)
    while n != t.node + t.hmask + 1:
        if n.tag != NIL:
            vm.budget -= (t.alen + (n - t.node) - first) >> 6
            copy(value, node_value(n))
            key.v = n.key
            key.tag = n.ktag
            return 1
        n += 1
    vm.budget -= (t.alen + (n - t.node) - first) >> 6
    return 0
