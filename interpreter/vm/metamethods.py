# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""The slow halves of the handlers: metamethods, coercions, mixed numbers, and their errors.

A slow path never calls Lua itself: it leaves a request in vm.tmp, the handler pushes the metamethod's frame, and a
FINISH_ opcode takes the result.  After PUC Lua's ltm.c and lvm.c.
"""
import cython
from cython.cimports.libc.math import floor, fmod, pow
from cython.cimports.libc.stdint import int64_t, uint64_t
from cython.cimports.libc.string import memcpy
from cython.cimports.interpreter.vm.calls import gc_here, invoke, raise_
from cython.cimports.interpreter.vm.debuginfo import (
    arith_error, bitwise_error, compare_error, concat_error, type_op_error,
)  # fmt: skip
from cython.cimports.interpreter.vm.opcode_numbers import (
    OP_ADD, OP_ADDI, OP_ADDK, OP_FINISH_CONCAT, OP_FINISH_JUMP, OP_FINISH_NONE, OP_FINISH_NOT, OP_FINISH_VALUE,
    OP_GETINDEX, OP_GETINT, OP_GETTABUP, OP_JEQ, OP_JEQK, OP_JGTI, OP_JLE, OP_JLEI, OP_JLT, OP_JLTI, OP_KADD, OP_LEN,
    OP_SELF, OP_SETFIELD, OP_SETFIELDK, OP_SETINDEX, OP_SETINDEXK, OP_SETINT, OP_SETTABUP, OP_SETTABUPK, OP_UNM,
)  # fmt: skip
from cython.cimports.interpreter.vm.strings import (
    compare_str, new_long, new_str, num_to_integer, num_to_str, to_number,
)  # fmt: skip
from cython.cimports.interpreter.vm.support import fail, fail_memory, fail_operation, fail_ss, metafield, type_name_meta
from cython.cimports.interpreter.vm.tables import (
    bad_key, border, clear_tail, get_any, metamethod_of, raw_equal, set_any,
)  # fmt: skip
from cython.cimports.interpreter.vm.values import (
    EV_ADD, EV_BAND, EV_BNOT, EV_BOR, EV_BXOR, EV_CONCAT, EV_DIV, EV_EQ, EV_IDIV, EV_INDEX, EV_LE, EV_LEN, EV_LT,
    EV_MOD, EV_MUL, EV_NEWINDEX, EV_POW, EV_SHL, EV_SHR, EV_SUB, EV_UNM, FAILED, FLT, INT, LSTR, NIL, SHORT_MAX, TAB,
    UDATA, StrP, TableP, UDataP, ValueP, chars, copy, go, isfun, isnum, isstr, num, put_flt, put_int, put_nil,
    put_str, str_of, tab_of, truthy,
)  # fmt: skip


def request(vm, f, x, y, n, cont):
    """Ask for the call f(x, y) (n arguments; a third is in tmp[3] already)."""
    t: ValueP = cython.address(vm.tmp[0])
    copy(t + 2, y)
    copy(t + 1, x)
    copy(t, f)
    vm.tmp_n = n
    vm.tmp_cont = cont
    return NEED_CALL


def after_slow(vm, R, pc, K, cl, status):
    if status == 0:
        return go(vm, R, pc + 1, K, cl)
    if status < 0:
        return raise_(vm)
    return call_requested(vm)


def call_requested(vm):
    return invoke(vm, cython.address(vm.tmp[0]), cython.address(vm.tmp[1]), vm.tmp_n, vm.tmp_cont)


# ---------------------------------------------------------------- index


def index_value(vm, o, k, d):
    v: ValueP
    mm: ValueP
    for _ in range(2000):
        if o.tag == TAB:
            v = get_any(vm, tab_of(o), k)
            if v.tag != NIL:
                copy(d, v)
                return 0
            mm = metamethod_of(vm, tab_of(o).meta, EV_INDEX)
            if mm == cython.NULL:
                put_nil(d)
                return 0
        else:
            mm = metafield(vm, o, EV_INDEX)
            if mm == cython.NULL:
                return type_op_error(vm, o, b"index", k)
        if isfun(mm):
            return request(vm, mm, o, k, 2, OP_FINISH_VALUE)
        o = mm
    return fail_operation(vm, b"'__index' chain too long; possible loop")


def call_index(vm, pc, mm, o, k):
    """Call a function that is the __index of an object, for the read at pc."""
    vm.frame.pc = pc
    vm.builtin = cython.NULL
    request(vm, mm, o, k, 2, OP_FINISH_VALUE)
    return call_requested(vm)


def get_operands(vm, R, pc, K, cl):
    op: cython.int = pc.op
    k: ValueP = K + pc.c
    if op == OP_GETTABUP:
        return index_value(vm, cython.address(cl.cells[pc.b].v), k, R + pc.a)
    if op == OP_GETINDEX:
        k = R + pc.c
    elif op == OP_GETINT:
        k = cython.address(vm.tmp[4])
        put_int(k, pc.c)
    elif op == OP_SELF:
        copy(cython.address(vm.tmp[5]), R + pc.b)
        status: cython.int = index_value(vm, R + pc.b, k, R + pc.a)
        if status >= 0:
            copy(R + pc.a + 1, cython.address(vm.tmp[5]))
        return status
    return index_value(vm, R + pc.b, k, R + pc.a)


def slow_get(vm, R, pc, K, cl):
    vm.frame.pc = pc
    vm.builtin = cython.NULL
    return after_slow(vm, R, pc, K, cl, get_operands(vm, R, pc, K, cl))


def assign_value(vm, o, k, v):
    t: TableP
    old: ValueP
    mm: ValueP
    bad: cython.int
    for _ in range(2000):
        if o.tag == TAB:
            t = tab_of(o)
            mm = cython.NULL
            if t.meta != cython.NULL:
                old = get_any(vm, t, k)
                if old.tag == NIL:
                    mm = metamethod_of(vm, t.meta, EV_NEWINDEX)
            if mm == cython.NULL:
                bad = bad_key(k)
                if bad:
                    return fail_operation(vm, b"table index is nil" if bad == 1 else b"table index is NaN")
                return set_any(vm, t, k, v)
        else:
            mm = metafield(vm, o, EV_NEWINDEX)
            if mm == cython.NULL:
                return type_op_error(vm, o, b"index", k)
        if isfun(mm):
            copy(cython.address(vm.tmp[3]), v)
            return request(vm, mm, o, k, 3, OP_FINISH_NONE)
        o = mm
    return fail_operation(vm, b"'__newindex' chain too long; possible loop")


def call_newindex(vm, pc, mm, o, k, v):
    """Call a function that is the __newindex of an object, for the write at pc."""
    vm.frame.pc = pc
    vm.builtin = cython.NULL
    copy(cython.address(vm.tmp[3]), v)
    request(vm, mm, o, k, 3, OP_FINISH_NONE)
    return call_requested(vm)


def set_operands(vm, R, pc, K, cl):
    op: cython.int = pc.op
    if op == OP_SETTABUP:
        return assign_value(vm, cython.address(cl.cells[pc.a].v), K + pc.b, R + pc.c)
    if op == OP_SETTABUPK:
        return assign_value(vm, cython.address(cl.cells[pc.a].v), K + pc.b, K + pc.c)
    if op == OP_SETFIELD:
        return assign_value(vm, R + pc.a, K + pc.b, R + pc.c)
    if op == OP_SETFIELDK:
        return assign_value(vm, R + pc.a, K + pc.b, K + pc.c)
    if op == OP_SETINDEX:
        return assign_value(vm, R + pc.a, R + pc.b, R + pc.c)
    if op == OP_SETINDEXK:
        return assign_value(vm, R + pc.a, R + pc.b, K + pc.c)
    put_int(cython.address(vm.tmp[4]), pc.b)
    if op == OP_SETINT:
        return assign_value(vm, R + pc.a, cython.address(vm.tmp[4]), R + pc.c)
    return assign_value(vm, R + pc.a, cython.address(vm.tmp[4]), K + pc.c)


def slow_set(vm, R, pc, K, cl):
    vm.frame.pc = pc
    vm.builtin = cython.NULL
    return after_slow(vm, R, pc, K, cl, set_operands(vm, R, pc, K, cl))


# ---------------------------------------------------------------- arithmetic


def cut_array(vm, R, pc, K, cl):
    """Go on after the last value of an array became nil."""
    clear_tail(tab_of(R + pc.a))
    return go(vm, R, pc + 1, K, cl)


def int_mod(x, y):
    if y == -1:
        return 0
    r: int64_t = x % y
    if r != 0 and (r ^ y) < 0:
        r += y
    return r


def int_idiv(x, y):
    if y == -1:
        return cython.cast(int64_t, 0 - cython.cast(uint64_t, x))
    q: int64_t = x // y
    if (x ^ y) < 0 and q * y != x:
        q -= 1
    return q


def flt_mod(x, y):
    r: cython.double = fmod(x, y)
    if (r > 0 and y < 0) or (r < 0 and y > 0):     # not r * y < 0: it may underflow
        r += y
    return r


def shift_left(x, y):
    if y <= -64 or y >= 64:
        return 0
    if y >= 0:
        return cython.cast(int64_t, cython.cast(uint64_t, x) << y)
    return cython.cast(int64_t, cython.cast(uint64_t, x) >> (-y))


def arith_ints(vm, event, x, y, d):
    """Integer results of + - * // %; 1, 0 when the operation is a float one, FAILED on a division by zero."""
    a: uint64_t = cython.cast(uint64_t, x)
    b: uint64_t = cython.cast(uint64_t, y)
    if event == EV_ADD:
        put_int(d, cython.cast(int64_t, a + b))
    elif event == EV_SUB:
        put_int(d, cython.cast(int64_t, a - b))
    elif event == EV_MUL:
        put_int(d, cython.cast(int64_t, a * b))
    elif event == EV_UNM:
        put_int(d, cython.cast(int64_t, 0 - a))
    elif event == EV_IDIV:
        if y == 0:
            return fail_operation(vm, b"attempt to divide by zero")
        put_int(d, int_idiv(x, y))
    elif event == EV_MOD:
        if y == 0:
            return fail_operation(vm, b"attempt to perform 'n%0'")
        put_int(d, int_mod(x, y))
    else:
        return 0
    return 1


def arith_floats(event, x, y, d):
    if event == EV_ADD:
        put_flt(d, x + y)
    elif event == EV_SUB:
        put_flt(d, x - y)
    elif event == EV_MUL:
        put_flt(d, x * y)
    elif event == EV_DIV:
        put_flt(d, x / y)
    elif event == EV_POW:
        put_flt(d, x * x if y == 2 else pow(x, y))
    elif event == EV_IDIV:
        put_flt(d, floor(x / y))
    elif event == EV_MOD:
        put_flt(d, flt_mod(x, y))
    elif event == EV_UNM:
        put_flt(d, -x)
    else:
        return False
    return True


def bitwise(vm, event, x, y, d):
    """1 done, 0 when an operand has no integer value."""
    a: int64_t
    b: int64_t
    if not num_to_integer(x, cython.address(a)) or not num_to_integer(y, cython.address(b)):
        return 0
    if event == EV_BAND:
        put_int(d, a & b)
    elif event == EV_BOR:
        put_int(d, a | b)
    elif event == EV_BXOR:
        put_int(d, a ^ b)
    elif event == EV_SHL:
        put_int(d, shift_left(a, b))
    elif event == EV_SHR:
        put_int(d, shift_left(a, -b if b > -64 else 64))
    else:
        put_int(d, ~a)
    return 1


def arith_numbers(vm, event, x, y, d):
    status: cython.int
    if (event >= EV_BAND and event <= EV_SHR) or event == EV_BNOT:
        return bitwise(vm, event, x, y, d)
    if not isnum(x) or not isnum(y):
        return 0
    if x.tag == INT and y.tag == INT:
        status = arith_ints(vm, event, x.v.i, y.v.i, d)
        if status != 0:
            return status
    return arith_floats(event, num(x), num(y), d)


def binary_request(vm, event, x, y):
    """Ask for the metamethod of a binary or unary event; 0 when there is none."""
    mm: ValueP = metafield(vm, x, event)
    if mm == cython.NULL:
        mm = metafield(vm, y, event)
        if mm == cython.NULL:
            return 0
    return request(vm, mm, x, y, 2, OP_FINISH_VALUE)


def arith_value(vm, event, x, y, d):
    status: cython.int = arith_numbers(vm, event, x, y, d)
    if status != 0:
        return 0 if status > 0 else FAILED
    status = binary_request(vm, event, x, y)
    if status != 0:
        return status
    if (event >= EV_BAND and event <= EV_SHR) or event == EV_BNOT:
        return bitwise_error(vm, x, y)
    return arith_error(vm, x, y)


def slow_arith(vm, R, pc, K, cl):
    op: cython.int = pc.op
    x: ValueP = R + pc.b
    y: ValueP = R + pc.c
    vm.frame.pc = pc
    vm.builtin = cython.NULL
    if op == OP_ADDI:
        y = cython.address(vm.tmp[4])
        put_int(y, pc.c)
        op = OP_ADD
    elif op >= OP_KADD:
        x = K + pc.b
        op -= OP_KADD - OP_ADD
    elif op >= OP_ADDK:
        y = K + pc.c
        op -= OP_ADDK - OP_ADD
    return after_slow(vm, R, pc, K, cl, arith_value(vm, op - OP_ADD + EV_ADD, x, y, R + pc.a))


def length_value(vm, x, d):
    mm: ValueP
    if x.tag == TAB:
        mm = metamethod_of(vm, tab_of(x).meta, EV_LEN)
        if mm == cython.NULL:
            put_int(d, border(vm, tab_of(x)))
            return 0
    elif isstr(x):
        put_int(d, str_of(x).len)
        return 0
    else:
        mm = metafield(vm, x, EV_LEN)
        if mm == cython.NULL:
            return type_op_error(vm, x, b"get length of", cython.NULL)
    return request(vm, mm, x, x, 2, OP_FINISH_VALUE)


def slow_unary(vm, R, pc, K, cl):
    x: ValueP = R + pc.b
    vm.frame.pc = pc
    vm.builtin = cython.NULL
    if pc.op == OP_LEN:
        return after_slow(vm, R, pc, K, cl, length_value(vm, x, R + pc.a))
    return after_slow(vm, R, pc, K, cl, arith_value(vm, EV_UNM if pc.op == OP_UNM else EV_BNOT, x, x, R + pc.a))


# ---------------------------------------------------------------- comparison


def int_less_flt(i, f):
    """Compare exactly: i < f."""
    if cython.cast(uint64_t, i + EXACT_INTS) <= 2 * EXACT_INTS:
        return cython.cast(cython.double, i) < f
    if f >= 9223372036854775808.0:
        return True
    if f > -9223372036854775808.0:
        return i < cython.cast(int64_t, ceil_flt(f))
    return False                       # f is too small, or NaN


def int_less_equal_flt(i, f):
    if cython.cast(uint64_t, i + EXACT_INTS) <= 2 * EXACT_INTS:
        return cython.cast(cython.double, i) <= f
    if f >= 9223372036854775808.0:
        return True
    if f >= -9223372036854775808.0:
        return i <= cython.cast(int64_t, floor(f))
    return False


def ceil_flt(f):
    return -floor(-f)


def num_less(x, y):
    if x.tag == INT:
        if y.tag == INT:
            return x.v.i < y.v.i
        return int_less_flt(x.v.i, y.v.n)
    if y.tag == FLT:
        return x.v.n < y.v.n
    if x.v.n != x.v.n:
        return False
    return not int_less_equal_flt(y.v.i, x.v.n)


def num_less_equal(x, y):
    if x.tag == INT:
        if y.tag == INT:
            return x.v.i <= y.v.i
        return int_less_equal_flt(x.v.i, y.v.n)
    if y.tag == FLT:
        return x.v.n <= y.v.n
    if x.v.n != x.v.n:
        return False
    return not int_less_flt(y.v.i, x.v.n)


def metafield_of_either(vm, x, y, event):
    """Return the metamethod of the first operand that has one, NULL when none has."""
    mm: ValueP = metafield(vm, x, event)
    return mm if mm != cython.NULL else metafield(vm, y, event)


def less_value(vm, event, x, y):
    mm: ValueP
    if isnum(x) and isnum(y):
        return num_less(x, y) if event == EV_LT else num_less_equal(x, y)
    if isstr(x) and isstr(y):
        vm.budget -= str_of(x).len >> 6        # long ones are work, also below
        c: cython.int = compare_str(str_of(x), str_of(y))
        return c < 0 if event == EV_LT else c <= 0
    mm = metafield_of_either(vm, x, y, event)
    if mm != cython.NULL:
        request(vm, mm, x, y, 2, OP_FINISH_JUMP)
        return 2
    if event == EV_LE:                         # as in 5.3, which every usual build of PUC Lua still does
        mm = metafield_of_either(vm, y, x, EV_LT)
    if mm == cython.NULL:
        return compare_error(vm, x, y)
    request(vm, mm, y, x, 2, OP_FINISH_NOT)
    return 2


def equal_value(vm, x, y):
    mm: ValueP = cython.NULL
    if x.tag == LSTR and y.tag == LSTR:
        vm.budget -= str_of(x).len >> 6
    if raw_equal(x, y):
        return 1
    if x.tag != y.tag:
        return 0
    if x.tag == TAB:
        mm = metamethod_of(vm, tab_of(x).meta, EV_EQ)
        if mm == cython.NULL:
            mm = metamethod_of(vm, tab_of(y).meta, EV_EQ)
    elif x.tag == UDATA:
        mm = metamethod_of(vm, cython.cast(UDataP, x.v.o).meta, EV_EQ)
        if mm == cython.NULL:
            mm = metamethod_of(vm, cython.cast(UDataP, y.v.o).meta, EV_EQ)
    if mm == cython.NULL:
        return 0
    request(vm, mm, x, y, 2, OP_FINISH_JUMP)
    return 2


def compare_operands(vm, R, pc, K):
    """Decide the condition of the comparison at pc: 0, 1, 2 (call needed) or FAILED."""
    op: cython.int = pc.op - ((pc.op - OP_JEQ) & 1)
    x: ValueP = R + pc.a
    imm: ValueP = cython.address(vm.tmp[4])
    if op == OP_JEQ:
        return equal_value(vm, x, R + pc.b)
    if op == OP_JEQK:
        return equal_value(vm, x, K + pc.b)
    if op == OP_JLT:
        return less_value(vm, EV_LT, x, R + pc.b)
    if op == OP_JLE:
        return less_value(vm, EV_LE, x, R + pc.b)
    put_int(imm, cython.cast(cython.short, pc.b))
    if op == OP_JLTI:
        return less_value(vm, EV_LT, x, imm)
    if op == OP_JLEI:
        return less_value(vm, EV_LE, x, imm)
    if op == OP_JGTI:
        return less_value(vm, EV_LT, imm, x)
    return less_value(vm, EV_LE, imm, x)


def slow_compare(vm, R, pc, K, cl):
    status: cython.int
    vm.frame.pc = pc
    vm.builtin = cython.NULL
    status = compare_operands(vm, R, pc, K)
    if status < 0:
        return raise_(vm)
    if status == 2:
        return call_requested(vm)
    if status == positive_jump(pc.op):
        return go(vm, R, pc + pc.c, K, cl)
    return go(vm, R, pc + 1, K, cl)


# ---------------------------------------------------------------- concatenation


def join(vm, r, n, total):
    """Concatenate the strings r[0..n) into r[0]."""
    buffer: cython.char[SHORT_MAX]
    s: StrP = cython.NULL
    p: cython.p_char = buffer
    i: cython.int
    at: int64_t = 0
    if total > SHORT_MAX:
        s = new_long(vm, total)
        if s == cython.NULL:
            return fail_memory(vm)
        p = chars(s)
    for i in range(n):
        part: StrP = str_of(r + i)
        memcpy(p + at, chars(part), part.len)
        at += part.len
    if s == cython.NULL:
        s = new_str(vm, buffer, total)
    put_str(r, s)
    return 0


def concat_values(vm, r, n):
    k: cython.int
    total: int64_t
    v: ValueP
    s: StrP
    while n > 1:
        k = 0
        total = 0
        while k < n:
            v = r + (n - 1 - k)
            if isnum(v):
                s = num_to_str(vm, v)
                if s == cython.NULL:
                    return fail_memory(vm)
                if k == 0 and not (isstr(v - 1) or isnum(v - 1)):
                    break              # the metamethod is to see the number
                put_str(v, s)
            elif not isstr(v):
                break
            total += str_of(v).len
            k += 1
        if k < 2:
            return concat_pair(vm, r, n)
        if join(vm, r + (n - k), k, total) < 0:
            return FAILED
        n -= k - 1
    return 0


def concat_pair(vm, r, n):
    """Ask for __concat of the last two operands."""
    x: ValueP = r + (n - 2)
    y: ValueP = r + (n - 1)
    mm: ValueP = metafield(vm, x, EV_CONCAT)
    if mm == cython.NULL:
        mm = metafield(vm, y, EV_CONCAT)
    if mm == cython.NULL:
        return concat_error(vm, x, y)
    vm.frame.left = n
    return request(vm, mm, x, y, 2, OP_FINISH_CONCAT)


def finish_concat(vm, R, pc, K, cl, n):
    """Go on with n operands in R[b], ... of the CONCAT at pc."""
    status: cython.int = concat_values(vm, R + pc.b, n)
    if status == 0:
        copy(R + pc.a, R + pc.b)
        if vm.used > vm.limit:
            return gc_here(vm, R, pc, K, cl)
    return after_slow(vm, R, pc, K, cl, status)


def slow_concat(vm, R, pc, K, cl):
    vm.frame.pc = pc
    vm.builtin = cython.NULL
    return finish_concat(vm, R, pc, K, cl, pc.c)


# ---------------------------------------------------------------- numeric for


def clip_limit(vm, limit, first, step, out):
    """Turn the limit of an integer loop into an integer: 1 run, 0 skip, FAILED."""
    f: cython.double
    if isstr(limit):
        to_number(limit, limit)
    if limit.tag == INT:
        out[0] = limit.v.i
    elif limit.tag == FLT:
        f = limit.v.n
        if f != f and step > 0:
            return 0
        f = floor(f) if step > 0 else ceil_flt(f)
        if f >= 9223372036854775808.0:
            if step < 0:
                return 0
            out[0] = cython.cast(int64_t, ~(cython.cast(uint64_t, 1) << 63))
        elif not (f >= -9223372036854775808.0):
            if step > 0:
                return 0
            out[0] = cython.cast(int64_t, cython.cast(uint64_t, 1) << 63)
        else:
            out[0] = cython.cast(int64_t, f)
    else:
        return for_error(vm, limit, b"limit")
    if step > 0:
        return first <= out[0]
    return first >= out[0]


def for_error(vm, v, what):
    return fail_ss(vm, b"bad 'for' %s (number expected, got %s)", what, type_name_meta(vm, v))


def for_prepare(vm, r):
    n: int64_t
    step: int64_t
    status: cython.int
    if r.tag == INT and r[2].tag == INT:
        step = r[2].v.i
        if step == 0:
            return fail(vm, b"'for' step is zero")
        status = clip_limit(vm, r + 1, r.v.i, step, cython.address(n))
        if status <= 0:
            return status
        if step > 0:
            r[1].v.u = (cython.cast(uint64_t, n) - r.v.u) // cython.cast(uint64_t, step)
        else:
            r[1].v.u = (r.v.u - cython.cast(uint64_t, n)) // (cython.cast(uint64_t, -(step + 1)) + 1)
        r[1].tag = INT
        copy(r + 3, r)
        return 1
    return for_prepare_float(vm, r)


def for_prepare_float(vm, r):
    step: cython.double
    if not to_number(r + 1, r + 1):
        return for_error(vm, r + 1, b"limit")
    if not to_number(r + 2, r + 2):
        return for_error(vm, r + 2, b"step")
    if not to_number(r, r):
        return for_error(vm, r, b"initial value")
    step = num(r + 2)
    if step == 0:
        return fail(vm, b"'for' step is zero")
    put_flt(r + 1, num(r + 1))
    put_flt(r, num(r))
    put_flt(r + 2, step)
    copy(r + 3, r)
    if step > 0:                          # a NaN does not keep the loop from its first round
        return not (r[1].v.n < r.v.n)
    return not (r.v.n < r[1].v.n)


# ---------------------------------------------------------------- continuations


def op_finish_value(vm, R, pc, K, cl):
    if vm.open.n > 0:
        copy(R + pc.a, vm.open.lo)
    else:
        put_nil(R + pc.a)
    vm.open.n = 0
    return go(vm, R, pc + 1, K, cl)


def op_finish_none(vm, R, pc, K, cl):
    vm.open.n = 0
    return go(vm, R, pc + 1, K, cl)


def op_finish_jump(vm, R, pc, K, cl):
    result: cython.bint = vm.open.n > 0 and truthy(vm.open.lo)
    vm.open.n = 0
    if result == positive_jump(pc.op):
        return go(vm, R, pc + pc.c, K, cl)
    return go(vm, R, pc + 1, K, cl)


def op_finish_not(vm, R, pc, K, cl):
    result: cython.bint = vm.open.n > 0 and truthy(vm.open.lo)
    vm.open.n = 0
    if result != positive_jump(pc.op):
        return go(vm, R, pc + pc.c, K, cl)
    return go(vm, R, pc + 1, K, cl)


def op_finish_concat(vm, R, pc, K, cl):
    n: cython.int = vm.frame.left
    d: ValueP = R + pc.b + n - 2
    if vm.open.n > 0:
        copy(d, vm.open.lo)
    else:
        put_nil(d)
    vm.open.n = 0
    vm.builtin = cython.NULL
    return finish_concat(vm, R, pc, K, cl, n - 1)
