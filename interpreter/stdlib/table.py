# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""The table library.

A table without `__index`, `__newindex` and `__len` is served from its array part; anything else goes element by
element, with metamethods.  No pointer into an array part is held across what may call Lua: it can grow there.
After PUC's ltablib.c (manual §6.6).
"""

import cython
from cython.cimports.interpreter.vm.strings import compare_str
from cython.cimports.interpreter.vm.support import (
    add_bytes,
    add_value,
    arg_error,
    call_for_one,
    charge,
    check_function,
    check_int,
    drop_root,
    ensure_ret,
    equals,
    fail,
    fail_memory,
    get_index,
    give_back_buffer,
    is_none_or_nil,
    length_of,
    less,
    metafield,
    new_library,
    opt_int,
    opt_str,
    push_root,
    reg,
    rent_buffer,
    ret_buffer,
    ret_value,
    set_field,
    set_index,
    type_error,
    type_name,
)
from cython.cimports.interpreter.vm.tables import (
    border,
    clear_tail,
    get_int,
    metamethod_of,
    new_table,
    push_array,
    set_int,
)
from cython.cimports.interpreter.vm.values import (
    EV_INDEX,
    EV_LEN,
    EV_NEWINDEX,
    FAILED,
    INT,
    NIL,
    TAB,
    BufferP,
    StrP,
    TableP,
    Value,
    ValueP,
    chars,
    copy,
    isnum,
    isstr,
    put_bool,
    put_int,
    put_nil,
    put_obj,
    str_of,
    tab_of,
    truthy,
)
from cython.cimports.libc.limits import INT_MAX
from cython.cimports.libc.math import ceil, floor
from cython.cimports.libc.stdint import INT64_MAX, int64_t, uint32_t, uint64_t
from cython.cimports.libc.stdio import snprintf
from cython.cimports.libc.string import memmove

# -------------------------------------------------------------------------------------------- what a table may be


def is_plain(vm, t):
    """Return whether reading, writing and measuring a value means the raw table."""
    meta: TableP
    if t.tag != TAB:
        return False
    meta = tab_of(t).meta
    if meta == cython.NULL:
        return True
    return (
        metamethod_of(vm, meta, EV_INDEX) == cython.NULL
        and metamethod_of(vm, meta, EV_NEWINDEX) == cython.NULL
        and metamethod_of(vm, meta, EV_LEN) == cython.NULL
    )


def check_tablelike(vm, args, n, i, what):
    """Check that an argument is a table, or has the metamethods to stand for one."""
    if i < n and args[i].tag == TAB:
        return 0
    if (
        i < n
        and (not what & CAN_READ or metafield(vm, args + i, EV_INDEX) != cython.NULL)
        and (not what & CAN_WRITE or metafield(vm, args + i, EV_NEWINDEX) != cython.NULL)
        and (not what & HAS_LENGTH or metafield(vm, args + i, EV_LEN) != cython.NULL)
    ):
        return 0
    return type_error(vm, args, n, i, b"table")


def check_length(vm, args, n, what, length):
    """Check the first argument and measure it."""
    if n > 0 and is_plain(vm, args):
        length[0] = border(vm, tab_of(args))
        return 0
    if check_tablelike(vm, args, n, 0, what | HAS_LENGTH) < 0:
        return FAILED
    return length_of(vm, args, length)


def get_element(vm, t, i, out):
    """Set out = t[i], with metamethods."""
    key: Value
    found: ValueP
    if t.tag == TAB:
        found = get_int(vm, tab_of(t), i)
        if found.tag != NIL or tab_of(t).meta == cython.NULL:
            copy(out, found)
            return 0
    put_int(cython.address(key), i)
    return get_index(vm, t, cython.address(key), out)


def set_element(vm, t, i, v):
    """Assign t[i] = v, with metamethods; v is not in an array part."""
    key: Value
    if t.tag == TAB and tab_of(t).meta == cython.NULL:
        if v.tag != NIL and cython.cast(uint64_t, i) - 1 < tab_of(t).alen:
            copy(tab_of(t).arr + (i - 1), v)
            return 0
        return set_int(vm, tab_of(t), i, v)
    put_int(cython.address(key), i)
    return set_index(vm, t, cython.address(key), v)


def charge_elements(vm, count):
    """Charge a block move of so many elements; small ones are free."""
    return charge(vm, count // 4) if count > CHARGE_EVERY else 0


def poll(vm, done):
    """Charge a loop now and then, given how many elements it has done."""
    return charge(vm, CHARGE_EVERY) if done % CHARGE_EVERY == CHARGE_EVERY - 1 else 0


# -------------------------------------------------------------------------------------------------- insert, remove


def append_raw(vm, t, position, v):
    """Assign t[position] = v, where position is most likely the first free one."""
    if v.tag != NIL and position == cython.cast(int64_t, t.alen) + 1:
        return push_array(vm, t, v)
    return set_int(vm, t, position, v)


def insert_in_array(vm, args, position, v):
    """Insert a value before the last element of the array part or further to the front."""
    last: Value
    t: TableP = tab_of(args)
    size: int64_t = t.alen
    if charge_elements(vm, size - position) < 0:
        return FAILED
    copy(cython.address(last), t.arr + (size - 1))
    if push_array(vm, t, cython.address(last)) < 0:
        return FAILED
    if t.alen <= size:  # mostly nil, and moved to the hash part
        return insert_by_moves(vm, args, size, position, v)
    memmove(t.arr + position, t.arr + (position - 1), (size - position) * cython.sizeof(Value))
    copy(t.arr + (position - 1), v)
    return 0


def insert_by_moves(vm, t, end, position, v):
    """Move up the elements from the last one to position, and put the value there."""
    i: int64_t = end
    moved: Value
    while i > position:
        if get_element(vm, t, i - 1, cython.address(moved)) < 0 or set_element(vm, t, i, cython.address(moved)) < 0:
            return FAILED
        if poll(vm, i) < 0:
            return FAILED
        i -= 1
    return set_element(vm, t, position, v)


def insert_at(vm, args, n, end):
    """Insert the third argument at the position of the second; `end` is the first free position."""
    position: int64_t
    if check_int(vm, args, n, 1, cython.address(position)) < 0:
        return FAILED
    if cython.cast(uint64_t, position) - 1 >= cython.cast(uint64_t, end):
        return arg_error(vm, 1, b"position out of bounds")
    if position < end and is_plain(vm, args) and end == cython.cast(int64_t, tab_of(args).alen) + 1:
        return insert_in_array(vm, args, position, args + 2)
    return insert_by_moves(vm, args, end, position, args + 2)


def table_insert(vm, args, n):
    """Insert a value at a position, by default after the last element."""
    size: int64_t
    if check_length(vm, args, n, CAN_READ | CAN_WRITE, cython.address(size)) < 0:
        return FAILED
    if n == 3:
        return insert_at(vm, args, n, size + 1)
    if n != 2:
        return fail(vm, b"wrong number of arguments to 'insert'")
    if is_plain(vm, args):
        return append_raw(vm, tab_of(args), size + 1, args + 1)
    return set_element(vm, args, size + 1, args + 1)


def remove_from_array(vm, t, position):
    """Take an element out of the array part and return it."""
    last: int64_t = t.alen - 1
    if charge_elements(vm, last - position) < 0:
        return FAILED
    copy(vm.ret, t.arr + (position - 1))
    if position <= last:
        memmove(t.arr + (position - 1), t.arr + position, (last - position + 1) * cython.sizeof(Value))
    put_nil(t.arr + last)
    clear_tail(t)
    return 1


def remove_by_moves(vm, t, size, position):
    """Move down the elements above position and clear the last one."""
    moved: Value
    while position < size:
        if get_element(vm, t, position + 1, cython.address(moved)) < 0:
            return FAILED
        if set_element(vm, t, position, cython.address(moved)) < 0 or poll(vm, position) < 0:
            return FAILED
        position += 1
    put_nil(cython.address(moved))
    return set_element(vm, t, position, cython.address(moved))


def remove_general(vm, t, size, position):
    """Remove an element with metamethods and return it."""
    removed: Value
    root: cython.int
    status: cython.int
    if get_element(vm, t, position, cython.address(removed)) < 0:
        return FAILED
    root = push_root(vm, cython.address(removed))
    if root < 0:
        return FAILED
    status = remove_by_moves(vm, t, size, position)
    drop_root(vm, root)
    return FAILED if status < 0 else ret_value(vm, cython.address(removed))


def table_remove(vm, args, n):
    """Remove the element at a position, by default the last, and return it."""
    size: int64_t
    position: int64_t
    if check_length(vm, args, n, CAN_READ | CAN_WRITE, cython.address(size)) < 0:
        return FAILED
    if opt_int(vm, args, n, 1, size, cython.address(position)) < 0:
        return FAILED
    if position != size and cython.cast(uint64_t, position) - 1 > cython.cast(uint64_t, size):
        return arg_error(vm, 1, b"position out of bounds")
    if 0 < position <= size and is_plain(vm, args) and size == tab_of(args).alen:
        return remove_from_array(vm, tab_of(args), position)
    return remove_general(vm, args, size, position)


# ------------------------------------------------------------------------------------------------------------ move


def check_move(vm, m):
    """Check that the range and its target can be counted."""
    if m.first <= 0 and m.last >= INT64_MAX + m.first:
        return arg_error(vm, 2, b"too many elements to move")
    if m.target > INT64_MAX - (m.last - m.first + 1) + 1:
        return arg_error(vm, 3, b"destination wrap around")
    return 0


def overlap_direction(vm, args, to, m):
    """Return 1 when the range must be moved backward, since its target overlaps its end; else 0, or FAILED."""
    if m.target > m.last or m.target <= m.first:
        return 0
    return 1 if to == 0 else equals(vm, args, args + to)


def fits_arrays(source, target, m):
    """Return whether the range and its target lie in array parts."""
    return (
        m.first >= 1
        and m.last <= cython.cast(int64_t, source.alen)
        and m.target >= 1
        and m.target + (m.last - m.first) <= cython.cast(int64_t, target.alen)
    )


def move_in_arrays(source, target, m):
    """Move the range as one block."""
    memmove(target.arr + (m.target - 1), source.arr + (m.first - 1), (m.last - m.first + 1) * cython.sizeof(Value))
    if target.arr[target.alen - 1].tag == NIL:
        clear_tail(target)


def move_element(vm, source, i, target, j):
    """Assign target[j] = source[i], with metamethods."""
    v: Value
    if get_element(vm, source, i, cython.address(v)) < 0:
        return FAILED
    if target.tag == TAB and tab_of(target).meta == cython.NULL:
        return append_raw(vm, tab_of(target), j, cython.address(v))
    return set_element(vm, target, j, cython.address(v))


def move_elements(vm, source, target, m, backward):
    """Move the range one by one, in the order that does not overwrite it."""
    i: int64_t
    offset: int64_t
    count: int64_t = m.last - m.first + 1
    for i in range(count):
        offset = count - 1 - i if backward else i
        if move_element(vm, source, m.first + offset, target, m.target + offset) < 0 or poll(vm, i) < 0:
            return FAILED
    return 0


def move_range(vm, args, to, m):
    """Move a range that is not empty."""
    backward: cython.int
    if check_move(vm, m) < 0:
        return FAILED
    if is_plain(vm, args) and is_plain(vm, args + to) and fits_arrays(tab_of(args), tab_of(args + to), m):
        if charge_elements(vm, m.last - m.first) < 0:
            return FAILED
        move_in_arrays(tab_of(args), tab_of(args + to), m)
        return 0
    backward = overlap_direction(vm, args, to, m)
    if backward < 0:
        return FAILED
    return move_elements(vm, args, args + to, m, backward)


def table_move(vm, args, n):
    """Copy a1[f], ..., a1[e] to a2[t], ..., and return a2, by default a1."""
    m: Move
    to: cython.int = 0 if is_none_or_nil(args, n, 4) else 4
    if (
        check_int(vm, args, n, 1, cython.address(m.first)) < 0
        or check_int(vm, args, n, 2, cython.address(m.last)) < 0
        or check_int(vm, args, n, 3, cython.address(m.target)) < 0
        or check_tablelike(vm, args, n, 0, CAN_READ) < 0
        or check_tablelike(vm, args, n, to, CAN_WRITE) < 0
    ):
        return FAILED
    if m.last >= m.first and move_range(vm, args, to, cython.address(m)) < 0:
        return FAILED
    return ret_value(vm, args + to)


# ---------------------------------------------------------------------------------------------------------- concat


def bad_concat(vm, v, i):
    """Raise the error for an element that is neither string nor number."""
    message: cython.char[128]
    snprintf(
        message,
        128,
        b"invalid value (%s) at index %lld in table for 'concat'",
        type_name(v),
        cython.cast(cython.longlong, i),
    )
    return fail(vm, message)


def add_element(vm, b, t, i):
    """Add t[i] to a buffer."""
    v: Value
    if get_element(vm, t, i, cython.address(v)) < 0:
        return FAILED
    if add_value(vm, b, cython.address(v)) < 0:
        return bad_concat(vm, cython.address(v), i)
    return 0


def add_range(vm, b, t, separator, first, last):
    """Add t[first], ..., t[last] to a buffer, with a separator (or NULL) between them."""
    i: int64_t = first
    while i < last:
        if add_element(vm, b, t, i) < 0 or poll(vm, i - first) < 0:
            return FAILED
        if separator != cython.NULL:
            add_bytes(vm, b, chars(separator), separator.len)
        if b.failed:
            return fail_memory(vm)
        i += 1
    return add_element(vm, b, t, i) if i == last else 0


def table_concat(vm, args, n):
    """Concatenate the strings and numbers of a list."""
    size: int64_t
    first: int64_t
    last: int64_t
    separator: StrP
    b: BufferP
    if (
        check_length(vm, args, n, CAN_READ, cython.address(size)) < 0
        or opt_str(vm, args, n, 1, cython.address(separator)) < 0
        or opt_int(vm, args, n, 2, 1, cython.address(first)) < 0
        or opt_int(vm, args, n, 3, size, cython.address(last)) < 0
    ):
        return FAILED
    b = rent_buffer(vm)
    if add_range(vm, b, args, separator, first, last) < 0:
        give_back_buffer(vm, b)
        return FAILED
    return ret_buffer(vm, b)


# ---------------------------------------------------------------------------------------------------- pack, unpack


def fill_array(t, args, n):
    """Copy the arguments into a new table's array part; return whether there is room."""
    i: cython.int
    while n > 0 and args[n - 1].tag == NIL:  # the last slot of an array part is never nil
        n -= 1
    if t.acap < cython.cast(uint32_t, n):
        return False
    for i in range(n):
        copy(t.arr + i, args + i)
    t.alen = n
    return True


def fill_table(vm, t, args, n):
    """Assign the arguments to t[1], t[2], ..."""
    i: cython.int
    if fill_array(t, args, n):
        return 0
    for i in range(n):
        if set_int(vm, t, i + 1, args + i) < 0:
            return FAILED
    return 0


def table_pack(vm, args, n):
    """Return a table of the arguments, with their number in field `n`."""
    count: Value
    t: TableP = new_table(vm, n, 1)
    if fill_table(vm, t, args, n) < 0:
        return FAILED
    lost: int64_t = vm.lost
    put_int(cython.address(count), n)
    set_field(vm, t, b"n", cython.address(count))
    if vm.lost != lost:
        return fail_memory(vm)
    put_obj(vm.ret, t, TAB)
    return 1


def unpack_plain(vm, t, first, count):
    """Return elements of a raw table."""
    i: cython.int
    if charge_elements(vm, count) < 0:
        return FAILED
    for i in range(count):
        copy(vm.ret + i, get_int(vm, t, first + i))
    return count


def gather(vm, t, first, count, found):
    """Collect elements in a table, since metamethods overwrite vm.ret."""
    i: cython.int
    v: Value
    for i in range(count):
        if get_element(vm, t, first + i, cython.address(v)) < 0:
            return FAILED
        if set_int(vm, found, i + 1, cython.address(v)) < 0 or poll(vm, i) < 0:
            return FAILED
    return 0


def unpack_general(vm, t, first, count):
    """Return elements of anything that can be indexed."""
    held: Value
    found: TableP = new_table(vm, count, 0)
    root: cython.int
    status: cython.int
    put_obj(cython.address(held), found, TAB)
    root = push_root(vm, cython.address(held))
    if root < 0:
        return FAILED
    status = gather(vm, t, first, count, found)
    drop_root(vm, root)
    if status < 0 or not ensure_ret(vm, count):
        return FAILED
    return unpack_plain(vm, found, 1, count)


def unpack_range(vm, t, first, last):
    """Return t[first], ..., t[last]."""
    more: uint64_t
    count: cython.int
    if first > last:
        return 0
    more = cython.cast(uint64_t, last) - cython.cast(uint64_t, first)
    if more >= MAX_RESULTS - 1:
        return fail(vm, b"too many results to unpack")
    count = cython.cast(cython.int, more) + 1
    if not is_plain(vm, t):
        return unpack_general(vm, t, first, count)
    return unpack_plain(vm, tab_of(t), first, count) if ensure_ret(vm, count) else FAILED


def table_unpack(vm, args, n):
    """Return the elements of a list."""
    first: int64_t
    last: int64_t
    nothing: Value
    t: ValueP = args
    if n == 0:
        put_nil(cython.address(nothing))
        t = cython.address(nothing)
    if opt_int(vm, args, n, 1, 1, cython.address(first)) < 0:
        return FAILED
    if not is_none_or_nil(args, n, 2):
        if check_int(vm, args, n, 2, cython.address(last)) < 0:
            return FAILED
    elif length_of(vm, t, cython.address(last)) < 0:
        return FAILED
    return unpack_range(vm, t, first, last)


# ------------------------------------------------------------------------------------------- sort: what both need
# Quicksort with the median of three, in PUC's order of comparisons: programs see it in the order of equal elements.


def int_below_flt(i, n):
    """Compare an integer with a float exactly: i < n."""
    if n >= 9223372036854775808.0:
        return True
    if n > -9223372036854775808.0:
        return i < cython.cast(int64_t, ceil(n))
    return False


def flt_below_int(n, i):
    """Compare a float with an integer exactly: n < i."""
    if n >= 9223372036854775808.0:
        return False
    if n >= -9223372036854775808.0:
        return cython.cast(int64_t, floor(n)) < i
    return n < 0  # not so for NaN


def number_below(x, y):
    """Compare two numbers: x < y."""
    if x.tag == INT:
        return x.v.i < y.v.i if y.tag == INT else int_below_flt(x.v.i, y.v.n)
    return flt_below_int(x.v.n, y.v.i) if y.tag == INT else x.v.n < y.v.n


def below(kind, x, y):
    """Compare two elements of an array of one kind: x < y."""
    if kind == BY_INTEGER:
        return x.v.i < y.v.i
    if kind == BY_NUMBER:
        return number_below(x, y)
    return compare_str(str_of(x), str_of(y)) < 0


def swap(x, y):
    """Exchange two values."""
    v: Value
    copy(cython.address(v), x)
    copy(x, y)
    copy(y, cython.address(v))


def array_kind(t):
    """Return how the elements of an array part compare without metamethods, BY_CALL when they do not."""
    i: uint32_t
    integers: uint32_t = 0
    numbers: uint32_t = 0
    strings: uint32_t = 0
    for i in range(t.alen):
        integers += t.arr[i].tag == INT
        numbers += isnum(t.arr + i)
        strings += isstr(t.arr + i) and str_of(t.arr + i).len <= CHARGE_EVERY  # longer ones are work, which is counted
    if integers == t.alen:
        return BY_INTEGER
    if numbers == t.alen:
        return BY_NUMBER
    return BY_STRING if strings == t.alen else BY_CALL


def pick_pivot(low, high, salt):
    """Return the middle of a range, or somewhere in its inner half once it has proved unbalanced."""
    quarter: int64_t = (high - low) // 4
    if high - low < RANDOM_PIVOT or salt == 0:
        return (low + high) // 2
    return salt % (quarter * 2) + low + quarter


def next_salt(low, high, smaller, salt):
    """Return a new salt when the part still to sort dwarfs the one just sorted."""
    if (high - low) // 128 > smaller:
        return (salt * 1664525 + 1013904223) | 1
    return salt


def invalid_order(vm):
    """Raise the error for an inconsistent comparison."""
    return fail(vm, b"invalid order function for sorting")


# ---------------------------------------------------------------------- sort: an array of one kind, no calls to Lua


def place_array_pivot(a, kind, low, high, salt):
    """Order the ends and the pivot, and put the pivot beside the upper end; return whether more is to do."""
    pivot: int64_t
    if below(kind, a + high, a + low):
        swap(a + low, a + high)
    if high - low == 1:
        return False
    pivot = pick_pivot(low, high, salt)
    if below(kind, a + pivot, a + low):
        swap(a + pivot, a + low)
    elif below(kind, a + high, a + pivot):
        swap(a + pivot, a + high)
    if high - low == 2:
        return False
    swap(a + pivot, a + (high - 1))
    return True


def split_array(vm, a, kind, low, high):
    """Partition a range around the pivot at high - 1; return the pivot's place, or FAILED."""
    i: int64_t = low + 1
    j: int64_t = high - 2
    pivot: Value
    copy(cython.address(pivot), a + (high - 1))
    while True:
        while below(kind, a + i, cython.address(pivot)):
            if i == high - 1:
                return invalid_order(vm)
            i += 1
        while below(kind, cython.address(pivot), a + j):
            if j < i:
                return invalid_order(vm)
            j -= 1
        if j < i:
            swap(a + (high - 1), a + i)
            return i
        swap(a + i, a + j)
        i += 1
        j -= 1


def sort_array(vm, a, kind, low, high, salt):
    """Sort a[low], ..., a[high]; recurse into the smaller part only."""
    pivot: int64_t
    smaller: int64_t
    while low < high and place_array_pivot(a, kind, low, high, salt):
        pivot = split_array(vm, a, kind, low, high)
        if pivot < 0 or charge_elements(vm, high - low) < 0:
            return FAILED
        if pivot - low < high - pivot:
            if sort_array(vm, a, kind, low, pivot - 1, salt) < 0:
                return FAILED
            smaller = pivot - low
            low = pivot + 1
        else:
            if sort_array(vm, a, kind, pivot + 1, high, salt) < 0:
                return FAILED
            smaller = high - pivot
            high = pivot - 1
        salt = next_salt(low, high, smaller, salt)
    return 0


# ------------------------------------------------------------------------------- sort: comparisons that may call Lua
# The order function may change the table.  So elements are read and written one by one, and the three under comparison
# stay in an array of the collector's.


def fetch(vm, s, i, slot):
    """Set a slot to t[i]."""
    return get_element(vm, s.t, i, s.hold + slot)


def ordered(vm, s, left, right):
    """Compare two slots: left < right.  1, 0 or FAILED."""
    pair: Value[2]
    if s.order == cython.NULL:
        return less(vm, s.hold + left, s.hold + right) if charge(vm, 1) == 0 else FAILED
    copy(pair, s.hold + left)
    copy(pair + 1, s.hold + right)
    if call_for_one(vm, s.order, pair, 2) < 0:
        return FAILED
    return truthy(vm.ret)


def put_pair(vm, s, i, left, j, right):
    """Assign a slot each to t[i] and t[j]."""
    if set_element(vm, s.t, i, s.hold + left) < 0:
        return FAILED
    return set_element(vm, s.t, j, s.hold + right)


def order_ends(vm, s, low, high):
    """Exchange t[low] and t[high] when they are out of order; 0 or more, or FAILED."""
    status: cython.int
    if fetch(vm, s, low, HOLD_LEFT) < 0 or fetch(vm, s, high, HOLD_RIGHT) < 0:
        return FAILED
    status = ordered(vm, s, HOLD_RIGHT, HOLD_LEFT)
    return status if status <= 0 else put_pair(vm, s, low, HOLD_RIGHT, high, HOLD_LEFT)


def order_pivot(vm, s, low, pivot, high):
    """Exchange the pivot with the end that it is out of order with; 0 or more, or FAILED."""
    status: cython.int
    if fetch(vm, s, pivot, HOLD_PIVOT) < 0 or fetch(vm, s, low, HOLD_LEFT) < 0:
        return FAILED
    status = ordered(vm, s, HOLD_PIVOT, HOLD_LEFT)
    if status > 0:
        return put_pair(vm, s, pivot, HOLD_LEFT, low, HOLD_PIVOT)
    if status < 0 or fetch(vm, s, high, HOLD_RIGHT) < 0:
        return FAILED
    status = ordered(vm, s, HOLD_RIGHT, HOLD_PIVOT)
    return status if status <= 0 else put_pair(vm, s, pivot, HOLD_RIGHT, high, HOLD_PIVOT)


def set_pivot_aside(vm, s, pivot, high):
    """Hold the pivot and exchange it with the element beside the upper end."""
    if fetch(vm, s, pivot, HOLD_PIVOT) < 0 or fetch(vm, s, high - 1, HOLD_RIGHT) < 0:
        return FAILED
    return FAILED if put_pair(vm, s, pivot, HOLD_RIGHT, high - 1, HOLD_PIVOT) < 0 else 1


def place_pivot(vm, s, low, high, salt):
    """Order the ends and the pivot, and set the pivot aside; 1 when more is to do, 0 when not, or FAILED."""
    pivot: int64_t
    if order_ends(vm, s, low, high) < 0:
        return FAILED
    if high - low == 1:
        return 0
    pivot = pick_pivot(low, high, salt)
    if order_pivot(vm, s, low, pivot, high) < 0:
        return FAILED
    return 0 if high - low == 2 else set_pivot_aside(vm, s, pivot, high)


def scan_up(vm, s, i, high):
    """Return the next index above i whose element is not below the pivot, and hold that on the left; or FAILED."""
    status: cython.int
    while True:
        i += 1
        if fetch(vm, s, i, HOLD_LEFT) < 0:
            return FAILED
        status = ordered(vm, s, HOLD_LEFT, HOLD_PIVOT)
        if status <= 0:
            return FAILED if status < 0 else i
        if i == high - 1:
            return invalid_order(vm)


def scan_down(vm, s, j, i):
    """Return the next index below j whose element is not above the pivot, and hold that on the right; or FAILED."""
    status: cython.int
    while True:
        j -= 1
        if fetch(vm, s, j, HOLD_RIGHT) < 0:
            return FAILED
        status = ordered(vm, s, HOLD_PIVOT, HOLD_RIGHT)
        if status <= 0:
            return FAILED if status < 0 else j
        if j < i:
            return invalid_order(vm)


def split(vm, s, low, high):
    """Partition a range around the pivot set aside; return the pivot's place, or FAILED."""
    i: int64_t = low
    j: int64_t = high - 1
    while True:
        i = scan_up(vm, s, i, high)
        if i < 0:
            return FAILED
        j = scan_down(vm, s, j, i)
        if j < 0:
            return FAILED
        if j < i:
            return FAILED if put_pair(vm, s, high - 1, HOLD_LEFT, i, HOLD_PIVOT) < 0 else i
        if put_pair(vm, s, i, HOLD_RIGHT, j, HOLD_LEFT) < 0:
            return FAILED


def sort_range(vm, s, low, high, salt):
    """Sort t[low], ..., t[high]; recurse into the smaller part only."""
    pivot: int64_t
    smaller: int64_t
    status: cython.int
    while low < high:
        status = place_pivot(vm, s, low, high, salt)
        if status <= 0:
            return status
        pivot = split(vm, s, low, high)
        if pivot < 0 or charge_elements(vm, high - low) < 0:
            return FAILED
        if pivot - low < high - pivot:
            if sort_range(vm, s, low, pivot - 1, salt) < 0:
                return FAILED
            smaller = pivot - low
            low = pivot + 1
        else:
            if sort_range(vm, s, pivot + 1, high, salt) < 0:
                return FAILED
            smaller = high - pivot
            high = pivot - 1
        salt = next_salt(low, high, smaller, salt)
    return 0


def new_hold(vm):
    """Return a table whose array part has a slot for each value under comparison, NULL when memory is short."""
    i: cython.int
    t: TableP = new_table(vm, HOLD_SLOTS, 0)
    if t.acap < HOLD_SLOTS:
        fail_memory(vm)
        return cython.NULL
    for i in range(HOLD_LAST):
        put_nil(t.arr + i)
    put_bool(t.arr + HOLD_LAST, True)
    t.alen = HOLD_SLOTS
    return t


def sort_by_calls(vm, args, size, has_order):
    """Sort with metamethods or an order function."""
    s: Sort
    held: Value
    root: cython.int
    status: cython.int
    hold: TableP = new_hold(vm)
    if hold == cython.NULL:
        return FAILED
    put_obj(cython.address(held), hold, TAB)
    root = push_root(vm, cython.address(held))
    if root < 0:
        return FAILED
    s.t = args
    s.order = args + 1 if has_order else cython.NULL
    s.hold = hold.arr
    status = sort_range(vm, cython.address(s), 1, size, 0)
    drop_root(vm, root)
    return status


def table_sort(vm, args, n):
    """Sort a list in place, by `<` or an order function."""
    size: int64_t
    kind: cython.int = BY_CALL
    has_order: cython.bint = not is_none_or_nil(args, n, 1)
    if check_length(vm, args, n, CAN_READ | CAN_WRITE, cython.address(size)) < 0:
        return FAILED
    if size <= 1:
        return 0
    if size >= INT_MAX:
        return arg_error(vm, 0, b"array too big")
    if has_order and check_function(vm, args, n, 1) < 0:
        return FAILED
    if not has_order and is_plain(vm, args) and size == tab_of(args).alen:
        kind = array_kind(tab_of(args))
    if kind == BY_CALL:
        return sort_by_calls(vm, args, size, has_order)
    return sort_array(vm, tab_of(args).arr - 1, kind, 1, size, 0)


# ----------------------------------------------------------------------------------------------------- registration


def open_table(vm):
    """Make the global `table`."""
    t: TableP = new_library(vm, b"table")
    reg(vm, t, b"table", b"concat", table_concat)
    reg(vm, t, b"table", b"insert", table_insert)
    reg(vm, t, b"table", b"move", table_move)
    reg(vm, t, b"table", b"pack", table_pack)
    reg(vm, t, b"table", b"remove", table_remove)
    reg(vm, t, b"table", b"sort", table_sort)
    reg(vm, t, b"table", b"unpack", table_unpack)
