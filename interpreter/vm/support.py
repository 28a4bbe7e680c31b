# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""What library files use: arguments, results, errors, buffers, calls, registration, the world outside.

After PUC Lua's lauxlib.c; the header says how a builtin is written.
"""
import cython
from cython.cimports.libc.stdint import int64_t
from cython.cimports.libc.stdio import EOF, fflush, fwrite, snprintf, stderr, stdin, stdout
from cython.cimports.libc.stdlib import free
from cython.cimports.libc.string import memcpy, memset, strcmp, strlen
from cython.cimports.interpreter.vm.calls import (
    call_flags, call_one, grant, may_have_grace, poll_clock, poll_limits, run_finalizers, set_error,
)  # fmt: skip
from cython.cimports.interpreter.vm.debuginfo import add_where, code_name, global_name, is_lua
from cython.cimports.interpreter.vm.heap import allocate, collect, count_pool, grab, is_starved, reallocate
from cython.cimports.interpreter.vm.host import getc_unlocked, monotonic
from cython.cimports.interpreter.vm.faults import lose_buffer, repeat_buffer
from cython.cimports.interpreter.vm.pools import POISON_TAG, free_buffer, internal_error, obtain, trim_pools
from cython.cimports.interpreter.vm.metamethods import (
    NEED_CALL, assign_value, equal_value, index_value, length_value, less_value,
)  # fmt: skip
from cython.cimports.interpreter.vm.strings import (
    new_str, num_to_chars, num_to_str, str_from, to_integer, to_number,
)  # fmt: skip
from cython.cimports.interpreter.vm.tables import get_str, metamethod_of, new_table, set_any
from cython.cimports.interpreter.vm.values import (
    BUILTIN, CO, ERR_LIMIT, ERR_MEMORY,
    EV_LT, EV_NAME, EV_TOSTRING, FAILED, FALSE, FLT, FUN, INT, LIGHT, LSTR, NFUN, NIL, STR,
    POOLS_OFF, POOLS_POISON, TAB, TRUE, UDATA, Buffer, BufferP, Builtin, BuiltinP, CharP, ConstCharP, NativeClosureP,
    StrP, TableP, UDataP, Value, ValueP, chars, copy, isfun, isnum, isstr, likely, num, put_nil, put_obj, put_str,
    str_of, tab_of, truthy,
    unlikely,
)  # fmt: skip

# ---------------------------------------------------------------- types


def type_name(v):
    tag: cython.int = v.tag
    if tag == NIL:
        return b"nil"
    if tag <= TRUE:
        return b"boolean"
    if tag <= FLT:
        return b"number"
    if tag == STR or tag == LSTR:
        return b"string"
    if tag == TAB:
        return b"table"
    if tag == FUN or tag == NFUN or tag == BUILTIN:
        return b"function"
    if tag == CO:
        return b"thread"
    return b"userdata"


def metatable_of(vm, v):
    tag: cython.int = v.tag
    if tag == TAB:
        return tab_of(v).meta
    if tag == UDATA:
        return cython.cast(UDataP, v.v.o).meta
    if tag == LSTR:
        tag = STR
    elif tag == FLT:
        tag = INT
    elif tag == TRUE:
        tag = FALSE
    elif tag == BUILTIN or tag == NFUN:
        tag = FUN
    return vm.type_meta[tag]


def metafield(vm, v, event):
    meta: TableP = metatable_of(vm, v)
    found: ValueP
    if meta == cython.NULL:
        return cython.NULL
    if event < 8:
        return metamethod_of(vm, meta, event)
    found = get_str(vm, meta, vm.names[event])
    return found if found.tag != NIL else cython.cast(ValueP, cython.NULL)


def type_name_meta(vm, v):
    name: ValueP = metafield(vm, v, EV_NAME) if v.tag == TAB or v.tag == UDATA else cython.cast(ValueP, cython.NULL)
    if name != cython.NULL and isstr(name):
        return chars(str_of(name))
    return type_name(v)


# ---------------------------------------------------------------- errors


def fail_at(vm, text, position):
    """Make the text, with the caller's position before it, the error."""
    return fail_bytes(vm, text, strlen(text), position)


def fail_str(vm, s):
    return fail_bytes(vm, chars(s), s.len, True)


def fail_bytes(vm, text, n, position):
    v: Value
    s: StrP
    b: BufferP = rent_buffer(vm)
    if position and not vm.nested_plain:
        add_where(vm, b, vm.frame)
    add_bytes(vm, b, text, n)
    s = buffer_str(vm, b)
    if s == cython.NULL:
        return FAILED
    put_str(cython.address(v), s)
    set_error(vm, cython.address(v))
    return FAILED


def fail(vm, message):
    return fail_at(vm, message, True)


def fail_plain(vm, message):
    return fail_at(vm, message, False)


def fail_s(vm, format, s):
    return fail_fmt4(vm, format, s, b"", b"", b"")


def fail_ss(vm, format, s, t):
    return fail_fmt4(vm, format, s, t, b"", b"")


def fail_fmt4(vm, format, s, t, u, v):
    """Format with up to four %s and fail."""
    return fail_fmt4_at(vm, format, s, t, u, v, True)


def fail_operation(vm, message):
    """Fail in an operation of the VM: it has a position only where Lua code, no builtin, does it."""
    return fail_at(vm, message, vm.builtin == cython.NULL)


def fail_fmt4_at(vm, format, s, t, u, v, position):
    b: BufferP = format4(vm, format, s, t, u, v)
    if b == cython.NULL:
        return fail_memory(vm)
    fail_at(vm, b.p, position)
    give_back_buffer(vm, b)
    return FAILED


def format4(vm, format, s, t, u, v):
    """Format with up to four %s into a rented buffer, with a NUL at its end; NULL when memory is short."""
    b: BufferP = rent_buffer(vm)
    n: cython.int = snprintf(b.p, b.cap, format, s, t, u, v)
    if n >= b.cap:
        if reserve_bytes(vm, b, n + 1) == cython.NULL:
            give_back_buffer(vm, b)
            return cython.NULL
        snprintf(b.p, n + 1, format, s, t, u, v)
    return b


def fail_i(vm, format, i):
    small: cython.char[512]
    snprintf(small, 512, format, cython.cast(cython.longlong, i))
    return fail_at(vm, small, True)


def fail_value(vm, v):
    set_error(vm, v)
    return FAILED


def fail_memory(vm):
    v: Value
    if unlikely(vm.too_long):
        vm.too_long = 0
        if vm.string_limit < most_bytes():
            return fail_s(vm, b"%s", b"string size limit exceeded")
    put_str(cython.address(v), vm.memory_message)
    set_error(vm, cython.address(v))
    vm.err_kind = ERR_MEMORY
    return FAILED


def charge(vm, work):
    vm.budget -= work
    if likely(vm.budget >= 0):
        return 0
    grant(vm)
    if unlikely(vm.mem_pending) and is_starved(vm):
        return fail_memory(vm)             # no safepoint: what the builtin holds is not marked
    return poll_limits(vm)


def look(vm, work):
    vm.budget -= work
    if unlikely(vm.budget < 0):
        return charge(vm, 0)
    return poll_clock(vm)


# ---------------------------------------------------------------- arguments


def called_name(vm, b, name):
    """Kind of the running builtin's name at its call; the name, when it has none there, goes through the buffer."""
    kind: ConstCharP = cython.NULL
    if is_lua(vm.frame) and not vm.nested_plain:
        kind = code_name(vm.frame.cl.p, vm.frame.pc, name)
    if kind == cython.NULL:
        name[0] = b"?"
        if global_name(vm, cython.address(vm.self), b):
            add_char(vm, b, 0)
            if not b.failed:
                name[0] = b.p
    return kind


def arg_error(vm, i, message):
    number: cython.char[24]
    name: ConstCharP = cython.NULL
    b: BufferP = rent_buffer(vm)
    kind: ConstCharP = called_name(vm, b, cython.address(name))
    i += 1
    if kind != cython.NULL and strcmp(kind, b"method") == 0:
        i -= 1
        if i == 0:
            fail_ss(vm, b"calling '%s' on bad self (%s)", name, message)
            give_back_buffer(vm, b)
            return FAILED
    snprintf(number, 24, b"%d", i)
    fail_fmt4(vm, b"bad argument #%s to '%s' (%s)%s", number, name, message, b"")
    give_back_buffer(vm, b)
    return FAILED


def argument_type(vm, v):
    """Name a value's type as messages on arguments do: by __name whatever the type, unlike the VM's own."""
    name: ValueP = metafield(vm, v, EV_NAME)
    if name != cython.NULL and isstr(name):
        return chars(str_of(name))
    if v.tag == LIGHT:
        return b"light userdata"
    return type_name(v)


def arg_error_ss(vm, i, format, s, t):
    """Report a bad argument with a message made with up to two %s."""
    b: BufferP = format4(vm, format, s, t, b"", b"")
    if b == cython.NULL:
        return fail_memory(vm)
    arg_error(vm, i, b.p)
    give_back_buffer(vm, b)
    return FAILED


def type_error(vm, args, n, i, expected):
    got: ConstCharP = b"no value"
    if i < n:
        got = argument_type(vm, args + i)
    return arg_error_ss(vm, i, b"%s expected, got %s", expected, got)


def check_any(vm, args, n, i):
    if i >= n:
        return arg_error(vm, i, b"value expected")
    return 0


def check_int(vm, args, n, i, out):
    if i < n:
        if likely(args[i].tag == INT):
            out[0] = args[i].v.i
            return 0
        if to_integer(args + i, out):
            return 0
        v: Value
        if to_number(args + i, cython.address(v)):
            return arg_error(vm, i, b"number has no integer representation")
    return type_error(vm, args, n, i, b"number")


def opt_int(vm, args, n, i, default, out):
    if i >= n or args[i].tag == NIL:
        out[0] = default
        return 0
    return check_int(vm, args, n, i, out)


def check_number(vm, args, n, i, out):
    if i < n and to_number(args + i, out):
        return 0
    return type_error(vm, args, n, i, b"number")


def check_num(vm, args, n, i, out):
    v: Value
    if check_number(vm, args, n, i, cython.address(v)) < 0:
        return FAILED
    out[0] = num(cython.address(v))
    return 0


def opt_num(vm, args, n, i, default, out):
    if i >= n or args[i].tag == NIL:
        out[0] = default
        return 0
    return check_num(vm, args, n, i, out)


def check_str(vm, args, n, i, out):
    if i < n:
        if likely(isstr(args + i)):
            out[0] = str_of(args + i)
            return 0
        if isnum(args + i):
            s: StrP = num_to_str(vm, args + i)
            if s == cython.NULL:
                return fail_memory(vm)
            put_str(args + i, s)
            out[0] = s
            return 0
    return type_error(vm, args, n, i, b"string")


def opt_str(vm, args, n, i, out):
    if i >= n or args[i].tag == NIL:
        out[0] = cython.NULL
        return 0
    return check_str(vm, args, n, i, out)


def check_table(vm, args, n, i, out):
    if likely(i < n) and likely(args[i].tag == TAB):
        out[0] = tab_of(args + i)
        return 0
    return type_error(vm, args, n, i, b"table")


def check_function(vm, args, n, i):
    if i < n and isfun(args + i):
        return 0
    return type_error(vm, args, n, i, b"function")


def check_option(vm, args, n, i, default, names, out):
    name: ConstCharP = default
    s: StrP
    k: cython.int = 0
    if default == cython.NULL or (i < n and args[i].tag != NIL):
        if check_str(vm, args, n, i, cython.address(s)) < 0:
            return FAILED
        name = chars(s)
    while names[k] != cython.NULL:
        if strcmp(names[k], name) == 0:
            out[0] = k
            return 0
        k += 1
    return arg_error_ss(vm, i, b"invalid option '%s'%s", name, b"")


# ---------------------------------------------------------------- results


def ensure_ret(vm, count):
    ret: ValueP
    i: int64_t
    cap: int64_t
    if likely(count <= vm.ret_cap):
        return True
    cap = count + 64
    ret = cython.NULL
    if grab(vm, (cap - vm.ret_cap) * cython.sizeof(Value)):
        ret = cython.cast(ValueP, reallocate(vm, vm.ret, cap * cython.sizeof(Value)))
    if ret == cython.NULL:
        fail_memory(vm)
        return False
    count_pool(vm, (cap - vm.ret_cap) * cython.sizeof(Value))
    for i in range(vm.ret_cap, cap):
        put_nil(ret + i)
    vm.ret = ret
    vm.ret_cap = cap
    return True


def ret_str(vm, s, n):
    r: StrP = new_str(vm, s, n)
    if unlikely(r == cython.NULL):
        return fail_memory(vm)
    put_str(vm.ret, r)
    return 1


def ret_z(vm, z):
    return ret_str(vm, z, strlen(z))


def ret_fail(vm, message, code):
    put_nil(vm.ret)
    str_value(vm, vm.ret + 1, message)
    if code < 0:
        return 2
    vm.ret[2].v.i = code
    vm.ret[2].tag = INT
    return 3


def str_value(vm, d, z):
    s: StrP = str_from(vm, z)
    if s == cython.NULL:
        put_nil(d)
    else:
        put_str(d, s)


# ---------------------------------------------------------------- calling Lua


def call(vm, f, args, n):
    return call_flags(vm, f, args, n, 0)


def call_for_one(vm, f, args, n):
    return call_one(vm, f, args, n)


def call_request(vm, n):
    """Make the call asked for in vm.tmp; its first result is in vm.ret[0]."""
    i: cython.int
    asked: Value[4]
    for i in range(n + 1):
        copy(cython.address(asked[i]), cython.address(vm.tmp[i]))
    return call_one(vm, asked, cython.address(asked[1]), n)


def less(vm, x, y):
    status: cython.int = less_value(vm, EV_LT, x, y)
    if status == 2:
        if call_request(vm, 2) < 0:
            return FAILED
        return truthy(vm.ret)
    return status


def equals(vm, x, y):
    status: cython.int = equal_value(vm, x, y)
    if status == 2:
        if call_request(vm, 2) < 0:
            return FAILED
        return truthy(vm.ret)
    return status


def get_index(vm, o, k, out):
    status: cython.int = index_value(vm, o, k, out)
    if status == NEED_CALL:
        if call_request(vm, 2) < 0:
            return FAILED
        copy(out, vm.ret)
        return 0
    return status


def set_index(vm, o, k, v):
    status: cython.int = assign_value(vm, o, k, v)
    if status == NEED_CALL:
        return call_request(vm, 3)
    return status


def length_of(vm, o, out):
    v: Value
    status: cython.int = length_value(vm, o, cython.address(v))
    if status < 0:
        return FAILED
    if status == NEED_CALL:
        if call_request(vm, 2) < 0:
            return FAILED
        copy(cython.address(v), vm.ret)
    if not to_integer(cython.address(v), out):
        return fail(vm, b"object length is not an integer")
    return 0


def tostring_raw(vm, v):
    text: cython.char[64]
    if isstr(v):
        return str_of(v)
    if isnum(v):
        return num_to_str(vm, v)
    if v.tag == NIL:
        return str_from(vm, b"nil")
    if v.tag <= TRUE:
        if v.tag == TRUE:
            return str_from(vm, b"true")
        return str_from(vm, b"false")
    snprintf(text, 64, b"%s: %p", type_name(v), v.v.p)
    return str_from(vm, text)


def tostring_value(vm, v):
    mm: ValueP
    name: ValueP
    b: BufferP
    text: cython.char[32]
    if metatable_of(vm, v) == cython.NULL:
        return tostring_raw(vm, v)
    mm = metafield(vm, v, EV_TOSTRING)
    if mm != cython.NULL:
        return tostring_call(vm, mm, v)
    if isstr(v) or v.tag <= FLT:
        return tostring_raw(vm, v)
    name = metafield(vm, v, EV_NAME)
    if name == cython.NULL or not isstr(name):
        return tostring_raw(vm, v)
    b = rent_buffer(vm)
    add_bytes(vm, b, chars(str_of(name)), str_of(name).len)
    snprintf(text, 32, b": %p", v.v.p)
    add_z(vm, b, text)
    return buffer_str(vm, b)


def tostring_call(vm, mm, v):
    f: Value = mm[0]
    arg: Value = v[0]
    count: cython.int = call(vm, cython.address(f), cython.address(arg), 1)
    if count < 0:
        return cython.NULL
    if count == 0 or not (isstr(vm.ret) or isnum(vm.ret)):
        fail(vm, b"'__tostring' must return a string")
        return cython.NULL
    return tostring_raw(vm, vm.ret)


def more_pins(vm):
    """Grow the list of pinned values, while there are some left: an error has to be kept even without memory."""
    cap: int64_t = vm.pins_cap * 2 + 64
    pins: ValueP = cython.cast(ValueP, reallocate(vm, vm.pins, cap * cython.sizeof(Value)))
    if pins == cython.NULL:
        return False
    vm.pins = pins
    vm.pins_cap = cap
    return True


def push_root(vm, v):
    i: int64_t = vm.pins_free
    if i < 0:
        if unlikely(vm.pins_n + SPARE_PINS > vm.pins_cap) and not more_pins(vm) and vm.pins_n == vm.pins_cap:
            return fail_memory(vm)
        i = vm.pins_n
        vm.pins_n += 1
    else:
        vm.pins_free = vm.pins[i].v.i
    copy(vm.pins + i, v)
    return cython.cast(cython.int, i)


def drop_root(vm, index):
    put_nil(vm.pins + index)
    vm.pins[index].v.i = vm.pins_free
    vm.pins_free = index


def full_collection(vm):
    collect(vm)
    vm.budget -= vm.used >> 8              # walking a large heap is work; the next call or jump back looks at it
    return run_finalizers(vm)


# ---------------------------------------------------------------- byte buffers


def new_buffer(vm):
    """Allocate a buffer with room for a short text; NULL: no memory."""
    b: BufferP = cython.cast(BufferP, obtain(vm, cython.sizeof(Buffer)))
    if b == cython.NULL:
        return b
    b.cap = LEAST_BUFFER
    b.p = cython.cast(CharP, obtain(vm, b.cap))
    if b.p == cython.NULL:
        free(b)
        return cython.NULL
    count_pool(vm, b.cap + cython.sizeof(Buffer))
    if vm.mode == POOLS_POISON:
        poison_buffer(b)
    return b


def rent_buffer(vm):
    b: BufferP = vm.free_buffers
    if b != cython.NULL:
        vm.free_buffers = b.next
    else:
        b = new_buffer(vm)
        if unlikely(b == cython.NULL):
            return cython.address(vm.no_buffer)
        vm.scratch.misses += 1
    vm.scratch.rents += 1
    if vm.scratch.rents - vm.scratch.returns > vm.scratch.high_water:
        vm.scratch.high_water = vm.scratch.rents - vm.scratch.returns
    if unlikely(vm.mode == POOLS_POISON):
        check_buffer(vm, b)
    b.n = 0
    b.failed = 0
    return b


def poison_buffer(b):
    """Mark a free buffer; of a large one the beginning, where writing would begin."""
    b.n = RETURNED
    memset(b.p, POISON_TAG, min(b.cap, LEAST_BUFFER))


def check_buffer(vm, b):
    i: int64_t
    if b.n != RETURNED:
        internal_error(vm, b"scratch", b"a returned buffer was written to")
    for i in range(min(b.cap, LEAST_BUFFER)):
        if b.p[i] != POISON_TAG:
            internal_error(vm, b"scratch", b"a returned buffer was written to")


def give_back_buffer(vm, b):
    if unlikely(b == cython.address(vm.no_buffer)):
        return
    if unlikely(vm.faults) and lose_buffer(vm, b):
        return
    vm.scratch.returns += 1
    if b.cap > MOST_RETAINED or vm.mode == POOLS_OFF:
        vm.scratch.drops += 1
        if unlikely(vm.faults) and vm.mode == POOLS_OFF:
            repeat_buffer(vm, b)
        free_buffer(vm, b)
        return
    if unlikely(vm.mode == POOLS_POISON):
        if b.n == RETURNED:
            internal_error(vm, b"scratch", b"a buffer was returned twice")
        poison_buffer(b)
    b.next = vm.free_buffers
    vm.free_buffers = b
    if unlikely(vm.faults):
        repeat_buffer(vm, b)


def reserve_bytes(vm, b, n):
    cap: int64_t
    if likely(b.cap - b.n >= n):
        return b.p + b.n
    cap = b.cap * 2
    if cap < b.n + n:
        cap = b.n + n
    if unlikely(b.n + n > vm.string_limit):
        vm.too_long = 1
        b.failed = 1
    if b.failed or not grow_buffer(vm, b, cap):
        b.failed = 1
        return cython.NULL
    return b.p + b.n


def grow_buffer(vm, b, cap):
    """Let a buffer hold `cap` bytes; return whether there was memory."""
    p: CharP = cython.NULL
    if grab(vm, cap):
        p = cython.cast(CharP, reallocate(vm, b.p, cap))
        if unlikely(p == cython.NULL):
            trim_pools(vm, True)
            p = cython.cast(CharP, reallocate(vm, b.p, cap))
    if unlikely(p == cython.NULL):
        return False
    count_pool(vm, cap - b.cap)
    b.p = p
    b.cap = cap
    return True


def rent_array(vm, n):
    b: BufferP = rent_buffer(vm)
    size: int64_t = n * cython.sizeof(Value)
    if unlikely(b.failed):
        return cython.NULL
    if unlikely(b.cap < size) and not grow_buffer(vm, b, size):
        give_back_buffer(vm, b)
        return cython.NULL
    return b


def add_bytes(vm, b, s, n):
    p: CharP = reserve_bytes(vm, b, n)
    if likely(p != cython.NULL):
        memcpy(p, s, n)
        b.n += n


def add_z(vm, b, z):
    add_bytes(vm, b, z, strlen(z))


def add_value(vm, b, v):
    p: CharP
    if likely(isstr(v)):
        add_bytes(vm, b, chars(str_of(v)), str_of(v).len)
        return 0
    if not isnum(v):
        return -1
    p = reserve_bytes(vm, b, 48)
    if p != cython.NULL:
        b.n += num_to_chars(p, v)
    return 0


def buffer_str(vm, b):
    s: StrP = cython.NULL
    if not b.failed:
        s = new_str(vm, b.p, b.n)
    give_back_buffer(vm, b)
    if unlikely(s == cython.NULL):
        fail_memory(vm)
    return s


def ret_buffer(vm, b):
    s: StrP = buffer_str(vm, b)
    if unlikely(s == cython.NULL):
        return FAILED
    put_str(vm.ret, s)
    return 1


# ---------------------------------------------------------------- registration


def new_builtin(vm, library, name, fn):
    b: BuiltinP = cython.cast(BuiltinP, allocate(vm, cython.sizeof(Builtin)))
    if unlikely(b == cython.NULL):
        vm.lost += 1
        vm.last_builtin = cython.address(vm.no_builtin)
        return vm.last_builtin
    memset(b, 0, cython.sizeof(Builtin))
    b.fn = fn
    b.library = library
    b.name = name
    b.next = vm.builtins
    vm.builtins = b
    vm.last_builtin = b
    return b


def reg(vm, t, library, name, fn):
    v: Value
    v.v.b = new_builtin(vm, library, name, fn)
    v.tag = BUILTIN
    set_field(vm, t, name, cython.address(v))


def set_field(vm, t, name, v):
    k: Value
    put_str(cython.address(k), str_from(vm, name))
    if set_any(vm, t, cython.address(k), v) < 0:
        vm.lost += 1


def new_library(vm, name):
    v: Value
    t: TableP = new_table(vm, 0, 0)
    put_obj(cython.address(v), t, TAB)
    set_field(vm, vm.globals, name, cython.address(v))
    set_field(vm, vm.loaded, name, cython.address(v))
    return t


def self_of(vm):
    return cython.cast(NativeClosureP, vm.self.v.o)


def init_support(vm):
    """Strings that must be there when memory is short."""
    vm.handler_builtin = new_builtin(vm, b"", b"?", cython.NULL)
    vm.memory_message = str_from(vm, b"not enough memory")
    return vm.memory_message != cython.NULL and ensure_ret(vm, 64)


# ---------------------------------------------------------------- the world outside


def flush_out(vm):
    n: int64_t = vm.out_n
    vm.out_n = 0
    vm.out_time = monotonic()
    if n == 0:
        return 0
    return vm.host_write(vm, 1, vm.out, n)


def exceeds_output(vm, n):
    """Count what is about to be written; past the limit raise, and grant closers a little more."""
    vm.output_bytes += n
    if likely(vm.output_limit == 0 or vm.output_bytes <= vm.output_limit):
        return False
    vm.output_bytes = vm.output_limit - OUTPUT_GRACE * may_have_grace(vm)
    fail_s(vm, b"%s", b"output limit exceeded")
    vm.err_kind = ERR_LIMIT
    return True


def out_write(vm, s, n):
    vm.budget -= n >> 6
    if unlikely(exceeds_output(vm, n)):
        return FAILED
    if vm.owns_process:
        fwrite(s, 1, n, stdout)            # print does not tell of failures
        return 0
    if unlikely(vm.out == cython.NULL):
        vm.out = cython.cast(CharP, allocate(vm, OUT_BYTES))
        vm.out_cap = OUT_BYTES if vm.out != cython.NULL else 0
    if unlikely(vm.out_n + n > vm.out_cap):
        if flush_out(vm) < 0:
            return FAILED
        if n > vm.out_cap:
            return vm.host_write(vm, 1, s, n)
    if likely(n > 0):
        memcpy(vm.out + vm.out_n, s, n)
        vm.out_n += n
    return 0


def out_line(vm):
    """End a line: in a process of its own, Lua shows each line of print at once."""
    if out_write(vm, b"\n", 1) < 0:
        return FAILED
    if vm.owns_process:
        fflush(stdout)
    return 0


def err_write(vm, s, n):
    if unlikely(exceeds_output(vm, n)):
        return FAILED
    if vm.owns_process:
        fwrite(s, 1, n, stderr)
        fflush(stderr)
        return 0
    if flush_out(vm) < 0:
        return FAILED
    return vm.host_write(vm, 2, s, n)


def own_read(vm, b, n, line):
    """Read the process's standard input as in_read does; an error ends it."""
    start: int64_t = b.n
    c: cython.int = 0
    while c != EOF and (n < 0 or b.n - start < n) and not (line and c == b"\n"):
        c = getc_unlocked(stdin)
        if c != EOF:
            add_char(vm, b, c)
        if b.failed:
            return fail_memory(vm)
        if (b.n & 4095) == 0 and charge(vm, 64) < 0:
            return FAILED
    return b.n - start


def in_read(vm, b, n, line):
    if vm.owns_process:
        return own_read(vm, b, n, line)
    if flush_out(vm) < 0:
        return -1
    return vm.host_read(vm, b, n, line)


def warn_error(vm, where):
    b: BufferP
    if not vm.warn_on:
        return
    b = rent_buffer(vm)
    add_z(vm, b, b"Lua warning: error in ")
    add_z(vm, b, where)
    add_z(vm, b, b" (")
    if isstr(cython.address(vm.err)):
        add_z(vm, b, chars(str_of(cython.address(vm.err))))    # up to its first zero, as C's strings
    else:
        add_z(vm, b, b"error object is not a string")
    add_z(vm, b, b")\n")
    err_write(vm, b.p, b.n)
    give_back_buffer(vm, b)
