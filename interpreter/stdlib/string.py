# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: nonecheck=False, infer_types=True, binding=False
"""The string library (manual §6.4; the idea is PUC Lua's lstrlib.c), and the metatable that all strings share.

Here are the functions on plain strings and the arithmetic on numeric strings; patterns.py, format.py and pack.py hold
the rest. A result of known length is written into its string at once, never through a buffer.
"""
import cython
from cython.cimports.libc.math import floor, fmod
from cython.cimports.libc.math import pow as power
from cython.cimports.libc.stdint import int64_t, uint64_t
from cython.cimports.libc.stdio import snprintf
from cython.cimports.libc.string import memcpy
from cython.cimports.interpreter.stdlib.format import str_format
from cython.cimports.interpreter.stdlib.pack import str_pack, str_packsize, str_unpack
from cython.cimports.interpreter.stdlib.patterns import (
    MAX_RESULTS, Text, add_patterns, charge_bytes, end_position, put_text, start_position, text_arg, text_at,
)
from cython.cimports.interpreter.vm.dump import str_dump
from cython.cimports.interpreter.vm.strings import new_long, to_number
from cython.cimports.interpreter.vm.support import (
    arg_error, call, check_int, ensure_ret, fail, fail_memory, fail_plain, metafield, new_library, opt_int,
    opt_str, reg, ret_flt, ret_int, set_field, type_name,
)
from cython.cimports.interpreter.vm.tables import new_table
from cython.cimports.interpreter.vm.values import (
    EV_ADD, EV_DIV, EV_IDIV, EV_MOD, EV_MUL, EV_POW, EV_SUB, EV_UNM, FAILED, INT, SHORT_MAX, STR, TAB, CharP,
    ConstCharP, StrP, TableP, Value, ValueP, chars, copy, isstr, num, put_int, put_nil, put_obj, put_str, unlikely,
)


# ---- results of known length


def begin_draft(vm, d, n):
    """Prepare a string of n bytes and return the room for them."""
    d.n = n
    d.long = cython.NULL
    d.p = d.room
    if n > SHORT_MAX:
        d.long = new_long(vm, n)
        if unlikely(d.long == cython.NULL):
            fail_memory(vm)
            return cython.NULL
        d.p = chars(d.long)
    return d.p


def ret_draft(vm, d):
    """Return the string whose bytes have been written."""
    if d.long == cython.NULL:
        return put_result(vm, d.room, d.n)
    put_str(vm.ret, d.long)
    return 1


def put_result(vm, s, n):
    """Return a string of n bytes."""
    return FAILED if put_text(vm, vm.ret, s, n) != 0 else 1


# ---- plain strings


def str_len(vm, args, n):
    """Return the number of bytes: len(s)."""
    s: StrP = cython.NULL
    if text_arg(vm, args, n, 0, cython.address(s)) != 0:
        return FAILED
    return ret_int(vm, s.len)


def str_sub(vm, args, n):
    """Return the bytes from i to j: sub(s, i [, j])."""
    s: StrP = cython.NULL
    i: int64_t = 0
    j: int64_t = -1
    if text_arg(vm, args, n, 0, cython.address(s)) != 0 or check_int(vm, args, n, 1, cython.address(i)) != 0:
        return FAILED
    if n > 2 and opt_int(vm, args, n, 2, -1, cython.address(j)) != 0:
        return FAILED
    i = start_position(i, s.len)
    j = end_position(j, s.len)
    if i > j:
        return put_result(vm, b"", 0)
    if charge_bytes(vm, j - i) != 0:
        return FAILED
    part: StrP = text_at(vm, chars(s) + i - 1, j - i + 1, s)
    if unlikely(part == cython.NULL):
        return FAILED
    put_str(vm.ret, part)
    return 1


def ret_bytes(vm, s, n):
    """Return n bytes as integers."""
    if n >= MAX_RESULTS:
        return fail(vm, b"stack overflow (string slice too long)")
    if not ensure_ret(vm, n) or charge_bytes(vm, n << 6) != 0:
        return FAILED
    i: int64_t
    for i in range(n):
        put_int(vm.ret + i, s[i])
    return cython.cast(cython.int, n)


def str_byte(vm, args, n):
    """Return the values of the bytes from i to j: byte(s [, i [, j]])."""
    s: StrP = cython.NULL
    i: int64_t = 1
    if text_arg(vm, args, n, 0, cython.address(s)) != 0 or opt_int(vm, args, n, 1, 1, cython.address(i)) != 0:
        return FAILED
    j: int64_t = i
    if n > 2 and opt_int(vm, args, n, 2, i, cython.address(j)) != 0:
        return FAILED
    i = start_position(i, s.len)
    j = end_position(j, s.len)
    source: Text = cython.cast(Text, chars(s)) + i - 1
    if i == j:
        return ret_int(vm, source[0])
    if i > j:
        return 0
    if j - i >= MAX_BYTES:
        return fail(vm, b"string slice too long")
    return ret_bytes(vm, source, j - i + 1)


def str_char(vm, args, n):
    """Return the string of the given bytes: char(...)."""
    d: Draft
    value: int64_t = 0
    i: cython.int
    if begin_draft(vm, cython.address(d), n) == cython.NULL:
        return FAILED
    for i in range(n):
        if check_int(vm, args, n, i, cython.address(value)) != 0:
            return FAILED
        if cython.cast(uint64_t, value) > 255:
            return arg_error(vm, i, b"value out of range")
        d.p[i] = cython.cast(cython.char, value)
    return ret_draft(vm, cython.address(d))


def copy_reversed(d, end, n):
    """Copy the n bytes before end, last first."""
    i: int64_t
    for i in range(n):
        d[i] = (end - 1 - i)[0]


def letters_between(word, first, last):
    """Return 0x20 at those of 8 bytes that are ASCII from first to last: what tells a letter's cases apart."""
    every: uint64_t = 0x0101010101010101
    low: uint64_t = word & (0x7F * every)
    from_first: uint64_t = low + (0x80 - first) * every
    after_last: uint64_t = low + (0x7F - last) * every
    return (from_first & ~after_last & ~word & (0x80 * every)) >> 2


def copy_other_case(d, s, n, first, last):
    """Copy n bytes, the letters from first to last in their other case; eight at a time."""
    i: int64_t = 0
    word: uint64_t = 0
    while i + 8 <= n:
        memcpy(cython.address(word), s + i, 8)
        word ^= letters_between(word, first, last)
        memcpy(d + i, cython.address(word), 8)
        i += 8
    while i < n:
        d[i] = s[i] ^ ((first <= cython.cast(cython.uchar, s[i]) <= last) << 5)
        i += 1


def str_reverse(vm, args, n):
    """Return the bytes in reverse order: reverse(s)."""
    d: Draft
    s: StrP = cython.NULL
    done: int64_t = 0
    if text_arg(vm, args, n, 0, cython.address(s)) != 0 or begin_draft(vm, cython.address(d), s.len) == cython.NULL:
        return FAILED
    while done < s.len:
        part: int64_t = min(s.len - done, BLOCK)
        copy_reversed(d.p + done, chars(s) + s.len - done, part)
        if charge_bytes(vm, part) != 0:
            return FAILED
        done += part
    return ret_draft(vm, cython.address(d))


def change_case(vm, args, n, first, last):
    """Do the work of lower and upper: give the letters from first to last their other case."""
    d: Draft
    s: StrP = cython.NULL
    done: int64_t = 0
    if text_arg(vm, args, n, 0, cython.address(s)) != 0 or begin_draft(vm, cython.address(d), s.len) == cython.NULL:
        return FAILED
    while done < s.len:
        part: int64_t = min(s.len - done, BLOCK)
        copy_other_case(d.p + done, chars(s) + done, part, first, last)
        if charge_bytes(vm, part) != 0:
            return FAILED
        done += part
    return ret_draft(vm, cython.address(d))


def str_lower(vm, args, n):
    """Return a copy in lower case: lower(s)."""
    return change_case(vm, args, n, UPPER_A, UPPER_Z)


def str_upper(vm, args, n):
    """Return a copy in upper case: upper(s)."""
    return change_case(vm, args, n, LOWER_A, LOWER_Z)


def fill_repeated(vm, p, unit, total):
    """Repeat the first `unit` bytes until `total` bytes are filled, by ever larger copies."""
    done: int64_t = unit
    block: int64_t = unit
    while done < total:
        part: int64_t = min(total - done, block)
        memcpy(p + done, p, part)
        done += part
        if charge_bytes(vm, part) != 0:
            return FAILED
        if block < BLOCK:
            block = done
    return 0


def repeat(vm, s, separator, times):
    """Return s `times` times, more than once, with the separator between."""
    d: Draft
    gap: int64_t = separator.len if separator != cython.NULL else 0
    unit: int64_t = s.len + gap
    if unit > MAX_BYTES // times:
        return fail(vm, b"resulting string too large")
    total: int64_t = times * unit - gap
    p: CharP = begin_draft(vm, cython.address(d), total)
    if p == cython.NULL:
        return FAILED
    memcpy(p, chars(s), s.len)
    if gap > 0:
        memcpy(p + s.len, chars(separator), gap)
    if fill_repeated(vm, p, unit, total) != 0:
        return FAILED
    return ret_draft(vm, cython.address(d))


def str_rep(vm, args, n):
    """Return the string repeated: rep(s, n [, separator])."""
    s: StrP = cython.NULL
    separator: StrP = cython.NULL
    times: int64_t = 0
    if text_arg(vm, args, n, 0, cython.address(s)) != 0 or check_int(vm, args, n, 1, cython.address(times)) != 0:
        return FAILED
    if n > 2 and opt_str(vm, args, n, 2, cython.address(separator)) != 0:
        return FAILED
    if times <= 0:
        return put_result(vm, b"", 0)
    if times == 1:
        put_str(vm.ret, s)
        return 1
    return repeat(vm, s, separator, times)


# ---- arithmetic on numeric strings


def divide_integers(x, y):
    """Divide, rounding down; y is not 0."""
    if y == -1:
        return cython.cast(int64_t, 0 - cython.cast(uint64_t, x))
    quotient: int64_t = x // y
    if (x ^ y) < 0 and quotient * y != x:
        quotient -= 1
    return quotient


def modulo_integers(x, y):
    """Return the remainder of that division, which has the sign of y."""
    if y == -1:
        return 0
    rest: int64_t = x % y
    if rest != 0 and (rest ^ y) < 0:
        rest += y
    return rest


def modulo_floats(x, y):
    """Return the remainder of the division rounded down."""
    rest: cython.double = fmod(x, y)
    if (rest > 0 and y < 0) or (rest < 0 and y > 0):
        rest += y
    return rest


def ret_integers(vm, event, x, y):
    """Return the result of an operation that keeps integers."""
    if event == EV_ADD:
        return ret_int(vm, cython.cast(int64_t, cython.cast(uint64_t, x) + cython.cast(uint64_t, y)))
    if event == EV_SUB:
        return ret_int(vm, cython.cast(int64_t, cython.cast(uint64_t, x) - cython.cast(uint64_t, y)))
    if event == EV_MUL:
        return ret_int(vm, cython.cast(int64_t, cython.cast(uint64_t, x) * cython.cast(uint64_t, y)))
    if event == EV_UNM:
        return ret_int(vm, cython.cast(int64_t, 0 - cython.cast(uint64_t, x)))
    if event == EV_IDIV:
        if y == 0:
            return fail_plain(vm, b"attempt to divide by zero")
        return ret_int(vm, divide_integers(x, y))
    if y == 0:
        return fail_plain(vm, b"attempt to perform 'n%0'")
    return ret_int(vm, modulo_integers(x, y))


def ret_floats(vm, event, x, y):
    """Return the result of an operation on floats."""
    if event == EV_ADD:
        return ret_flt(vm, x + y)
    if event == EV_SUB:
        return ret_flt(vm, x - y)
    if event == EV_MUL:
        return ret_flt(vm, x * y)
    if event == EV_DIV:
        return ret_flt(vm, x / y)
    if event == EV_POW:
        return ret_flt(vm, x * x if y == 2 else power(x, y))
    if event == EV_IDIV:
        return ret_flt(vm, floor(x / y))
    if event == EV_UNM:
        return ret_flt(vm, -x)
    return ret_flt(vm, modulo_floats(x, y))


def cannot_compute(vm, pair, event):
    """Report operands without arithmetic; the event's name without its underscores is the operation."""
    message: cython.char[128]
    operation: ConstCharP = chars(vm.names[event]) + 2
    snprintf(message, 128, b"attempt to %s a '%s' with a '%s'", operation, type_name(pair), type_name(pair + 1))
    return fail(vm, message)


def try_metamethod(vm, pair, event):
    """Leave the operation to the second operand's metamethod."""
    function: Value
    found: ValueP = cython.NULL
    if not isstr(pair + 1):
        found = metafield(vm, pair + 1, event)
    if found == cython.NULL:
        return cannot_compute(vm, pair, event)
    copy(cython.address(function), found)
    count: cython.int = call(vm, cython.address(function), pair, 2)
    if count == 0:
        put_nil(vm.ret)
    return FAILED if count == FAILED else 1


def compute(vm, args, n, event):
    """Do an operation on numbers and numeric strings."""
    pair: Value[2]
    x: Value
    y: Value
    put_nil(pair)
    put_nil(pair + 1)
    if n > 0:
        copy(pair, args)
    if n > 1:
        copy(pair + 1, args + 1)
    if not to_number(pair, cython.address(x)):
        return try_metamethod(vm, pair, event)
    if n == 1:
        copy(pair + 1, cython.address(x))  # as PUC's stack has it
    if not to_number(pair + 1, cython.address(y)):
        return try_metamethod(vm, pair, event)
    if event == EV_UNM:
        copy(cython.address(x), cython.address(y))  # PUC negates the operand on top
    if x.tag == INT and y.tag == INT and event != EV_DIV and event != EV_POW:
        return ret_integers(vm, event, x.v.i, y.v.i)
    return ret_floats(vm, event, num(cython.address(x)), num(cython.address(y)))


def str_add(vm, args, n):
    """Be __add."""
    return compute(vm, args, n, EV_ADD)


def str_sub_numbers(vm, args, n):
    """Be __sub."""
    return compute(vm, args, n, EV_SUB)


def str_mul(vm, args, n):
    """Be __mul."""
    return compute(vm, args, n, EV_MUL)


def str_div(vm, args, n):
    """Be __div."""
    return compute(vm, args, n, EV_DIV)


def str_mod(vm, args, n):
    """Be __mod."""
    return compute(vm, args, n, EV_MOD)


def str_pow(vm, args, n):
    """Be __pow."""
    return compute(vm, args, n, EV_POW)


def str_idiv(vm, args, n):
    """Be __idiv."""
    return compute(vm, args, n, EV_IDIV)


def str_unm(vm, args, n):
    """Be __unm."""
    return compute(vm, args, n, EV_UNM)


# ---- registration


def set_metatable(vm, library):
    """Give all strings a metatable: the library as __index, arithmetic on numeric strings."""
    value: Value
    meta: TableP = new_table(vm, 0, 9)
    vm.type_meta[cython.cast(cython.int, STR)] = meta
    put_obj(cython.address(value), library, TAB)
    set_field(vm, meta, b"__index", cython.address(value))
    reg(vm, meta, b"string", b"__add", str_add)
    reg(vm, meta, b"string", b"__sub", str_sub_numbers)
    reg(vm, meta, b"string", b"__mul", str_mul)
    reg(vm, meta, b"string", b"__div", str_div)
    reg(vm, meta, b"string", b"__mod", str_mod)
    reg(vm, meta, b"string", b"__pow", str_pow)
    reg(vm, meta, b"string", b"__idiv", str_idiv)
    reg(vm, meta, b"string", b"__unm", str_unm)


def open_string(vm):
    """Register the string library."""
    t: TableP = new_library(vm, b"string")
    reg(vm, t, b"string", b"byte", str_byte)
    reg(vm, t, b"string", b"char", str_char)
    reg(vm, t, b"string", b"dump", str_dump)
    reg(vm, t, b"string", b"format", str_format)
    reg(vm, t, b"string", b"len", str_len)
    reg(vm, t, b"string", b"lower", str_lower)
    reg(vm, t, b"string", b"pack", str_pack)
    reg(vm, t, b"string", b"packsize", str_packsize)
    reg(vm, t, b"string", b"rep", str_rep)
    reg(vm, t, b"string", b"reverse", str_reverse)
    reg(vm, t, b"string", b"sub", str_sub)
    reg(vm, t, b"string", b"unpack", str_unpack)
    reg(vm, t, b"string", b"upper", str_upper)
    add_patterns(vm, t)
    set_metatable(vm, t)
