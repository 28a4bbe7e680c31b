# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: nonecheck=False, infer_types=True, binding=False
"""string.pack, packsize and unpack: values in binary form (manual §6.4.2; the idea is PUC Lua's lstrlib.c).

A Layout reads the format string option by option, with sizes and alignment; packing and unpacking walk along it.
"""
import cython
from cython.cimports.libc.stdint import int64_t, uint64_t
from cython.cimports.libc.string import memchr, memcpy, memset, strlen
from cython.cimports.interpreter.stdlib.patterns import (
    MAX_RESULTS, charge_bytes, is_alpha, is_digit, put_text, start_position, text_arg,
)
from cython.cimports.interpreter.vm.support import (
    add_bytes, add_char, arg_error, check_int, check_num, ensure_ret, fail, fail_i, fail_memory, fail_s,
    give_back_buffer, opt_int, rent_buffer, reserve_bytes, ret_buffer, ret_int,
)
from cython.cimports.interpreter.vm.values import FAILED, CharP, ConstCharP, StrP, VMP, chars, put_flt, put_int


# ---- the format string


def begin_layout(layout, vm, text):
    """Start with the machine's byte order and no alignment."""
    layout.vm = vm
    layout.p = chars(text)
    layout.big = PLUA_BIG_ENDIAN
    layout.max_align = 1
    layout.size = 0
    layout.padding = 0


def read_number(layout, default):
    """Read a numeral, if there is one; further digits of an absurd one are left, and no option."""
    if not is_digit(layout.p[0]):
        return default
    value: cython.int = 0
    while is_digit(layout.p[0]) and value <= (MAX_SIZE - 9) // 10:
        value = value * 10 + (layout.p[0] - 48)
        layout.p += 1
    return value


def read_size(layout, default, size):
    """Read the size of an integer."""
    size[0] = read_number(layout, default)
    if size[0] > MAX_INT_SIZE or size[0] <= 0:
        fail_i(layout.vm, b"integral size (%lld) out of limits [1,16]", size[0])
        return False
    return True


def sized(layout, default, option):
    """Read an option with its size behind it."""
    return option if read_size(layout, default, cython.address(layout.size)) else O_FAILED


def fixed(layout, size, option):
    """Set the size of an option."""
    layout.size = size
    return option


def read_chars_size(layout):
    """Read the length that option c must have."""
    layout.size = read_number(layout, -1)
    if layout.size == -1:
        fail(layout.vm, b"missing size for format option 'c'")
        return O_FAILED
    return O_CHARS


def bad_option(layout, c):
    """Report an unknown option."""
    name: cython.char[2]
    name[0] = cython.cast(cython.char, c)
    name[1] = 0
    fail_s(layout.vm, b"invalid format option '%s'", name)
    return O_FAILED


def read_setting(layout, c):
    """Read an option that stands for no value."""
    if c == b"<":
        layout.big = False
    elif c == b">":
        layout.big = True
    elif c == b"=":
        layout.big = PLUA_BIG_ENDIAN
    elif c == b"!":
        if not read_size(layout, 8, cython.address(layout.max_align)):
            return O_FAILED
    elif c != b" ":
        return bad_option(layout, c)
    return O_NONE


def read_option(layout):
    """Read the next option and its size."""
    c: cython.int = layout.p[0]
    layout.p += 1
    layout.size = 0
    if c == b"b" or c == b"B":
        return fixed(layout, 1, O_INT if c == b"b" else O_UINT)
    if c == b"h" or c == b"H":
        return fixed(layout, 2, O_INT if c == b"h" else O_UINT)
    if c == b"i" or c == b"I":
        return sized(layout, 4, O_INT if c == b"i" else O_UINT)
    if c == b"l" or c == b"j":
        return fixed(layout, 8, O_INT)
    if c == b"L" or c == b"J" or c == b"T":
        return fixed(layout, 8, O_UINT)
    if c == b"f":
        return fixed(layout, 4, O_FLOAT)
    if c == b"d" or c == b"n":
        return fixed(layout, 8, O_DOUBLE)
    if c == b"s":
        return sized(layout, 8, O_STRING)
    if c == b"c":
        return read_chars_size(layout)
    if c == b"z":
        return O_ZSTRING
    if c == b"x":
        return fixed(layout, 1, O_PADDING)
    if c == b"X":
        return O_ALIGN
    return read_setting(layout, c)


def fail_layout(layout, message):
    """Report the format string, the first argument."""
    arg_error(layout.vm, 0, message)
    return O_FAILED


def read_alignment(layout, align):
    """Read the option behind X, which says how to align but stands for nothing else."""
    option: cython.int = O_CHARS
    if layout.p[0] != 0:
        option = read_option(layout)
    if option == O_FAILED:
        return False
    align[0] = layout.size
    layout.size = 0
    if option == O_CHARS or align[0] == 0:
        fail_layout(layout, b"invalid next option for option 'X'")
        return False
    return True


def next_option(layout, total):
    """Read the next option, with its size and the padding before it when it starts behind `total` bytes."""
    option: cython.int = read_option(layout)
    align: cython.int = layout.size
    layout.padding = 0
    if option == O_FAILED or (option == O_ALIGN and not read_alignment(layout, cython.address(align))):
        return O_FAILED
    if align <= 1 or option == O_CHARS:
        return option
    if align > layout.max_align:
        align = layout.max_align
    if (align & (align - 1)) != 0:
        return fail_layout(layout, b"format asks for alignment not power of 2")
    layout.padding = (align - cython.cast(cython.int, total & (align - 1))) & (align - 1)
    return option


# ---- pack


def copy_ordered(d, s, size, big):
    """Copy a number's bytes, in reverse when the order asked for is not the machine's."""
    i: cython.int
    if big == PLUA_BIG_ENDIAN:
        memcpy(d, s, size)
    else:
        for i in range(size):
            d[i] = s[size - 1 - i]


def add_zeros(vm, b, n):
    """Add n zero bytes."""
    if n == 0:
        return 0
    room: CharP = reserve_bytes(vm, b, n)
    if room == cython.NULL:
        return fail_memory(vm)
    memset(room, 0, n)
    b.n += n
    return charge_bytes(vm, n)


def add_ordered(k, bits, negative):
    """Add an integer of layout.size bytes; beyond 8 bytes it is extended by its sign."""
    size: cython.int = k.layout.size
    i: cython.int
    room: CharP = reserve_bytes(k.layout.vm, k.b, size)
    if room == cython.NULL:
        return fail_memory(k.layout.vm)
    for i in range(size):
        byte: uint64_t = bits >> (8 * i) if i < 8 else (255 if negative else 0)
        room[size - 1 - i if k.layout.big else i] = cython.cast(cython.char, byte & 255)
    k.b.n += size
    return 0


def pack_integer(k, signed_):
    """Add an integer that must fit in its size."""
    value: int64_t = 0
    bits: cython.int = 8 * k.layout.size
    if check_int(k.layout.vm, k.args, k.n, k.arg, cython.address(value)) != 0:
        return FAILED
    if bits < 64:
        rest: int64_t = value >> (bits - 1 if signed_ else bits)
        if signed_ and rest != 0 and rest != -1:
            return arg_error(k.layout.vm, k.arg, b"integer overflow")
        if not signed_ and rest != 0:
            return arg_error(k.layout.vm, k.arg, b"unsigned overflow")
    return add_ordered(k, cython.cast(uint64_t, value), signed_ and value < 0)


def pack_float(k):
    """Add a float of 4 bytes."""
    value: cython.double = 0
    room: cython.char[4]
    if check_num(k.layout.vm, k.args, k.n, k.arg, cython.address(value)) != 0:
        return FAILED
    single: cython.float = cython.cast(cython.float, value)
    copy_ordered(room, cython.cast(CharP, cython.address(single)), 4, k.layout.big)
    add_bytes(k.layout.vm, k.b, room, 4)
    return 0


def pack_double(k):
    """Add a float of 8 bytes."""
    value: cython.double = 0
    room: cython.char[8]
    if check_num(k.layout.vm, k.args, k.n, k.arg, cython.address(value)) != 0:
        return FAILED
    copy_ordered(room, cython.cast(CharP, cython.address(value)), 8, k.layout.big)
    add_bytes(k.layout.vm, k.b, room, 8)
    return 0


def pack_chars(k):
    """Add a string of fixed length, filled up with zeros."""
    s: StrP = cython.NULL
    if text_arg(k.layout.vm, k.args, k.n, k.arg, cython.address(s)) != 0:
        return FAILED
    if s.len > k.layout.size:
        return arg_error(k.layout.vm, k.arg, b"string longer than given size")
    add_bytes(k.layout.vm, k.b, chars(s), s.len)
    return add_zeros(k.layout.vm, k.b, k.layout.size - s.len)


def pack_string(k):
    """Add a string behind its length."""
    s: StrP = cython.NULL
    if text_arg(k.layout.vm, k.args, k.n, k.arg, cython.address(s)) != 0:
        return FAILED
    if k.layout.size < 8 and (s.len >> (8 * k.layout.size)) != 0:
        return arg_error(k.layout.vm, k.arg, b"string length does not fit in given size")
    if add_ordered(k, s.len, False) != 0:
        return FAILED
    add_bytes(k.layout.vm, k.b, chars(s), s.len)
    k.total += s.len
    return charge_bytes(k.layout.vm, s.len)


def pack_zstring(k):
    """Add a string before a zero byte."""
    s: StrP = cython.NULL
    if text_arg(k.layout.vm, k.args, k.n, k.arg, cython.address(s)) != 0:
        return FAILED
    if memchr(chars(s), 0, s.len) != cython.NULL:
        return arg_error(k.layout.vm, k.arg, b"string contains zeros")
    add_bytes(k.layout.vm, k.b, chars(s), s.len + 1)
    k.total += s.len + 1
    return charge_bytes(k.layout.vm, s.len)


def pack_missing(k, option):
    """Report an argument that is not there; PUC's own mark behind the arguments makes it nil."""
    if option == O_CHARS or option == O_STRING or option == O_ZSTRING:
        return arg_error(k.layout.vm, k.arg, b"string expected, got nil")
    return arg_error(k.layout.vm, k.arg, b"number expected, got nil")


def pack_value(k, option):
    """Add the next argument."""
    k.arg += 1
    if k.arg >= k.n:
        return pack_missing(k, option)
    if option == O_INT or option == O_UINT:
        return pack_integer(k, option == O_INT)
    if option == O_FLOAT:
        return pack_float(k)
    if option == O_DOUBLE:
        return pack_double(k)
    if option == O_CHARS:
        return pack_chars(k)
    if option == O_STRING:
        return pack_string(k)
    return pack_zstring(k)


def pack_all(k):
    """Add what every option asks for."""
    while k.layout.p[0] != 0:
        option: cython.int = next_option(cython.address(k.layout), k.total)
        if option == O_FAILED or add_zeros(k.layout.vm, k.b, k.layout.padding) != 0:
            return FAILED
        k.total += k.layout.padding + k.layout.size
        if option == O_PADDING:
            add_char(k.layout.vm, k.b, 0)
        elif option < O_PADDING and pack_value(k, option) != 0:
            return FAILED
    return 0


def str_pack(vm, args, n):
    """Return the values in binary form: pack(format, ...)."""
    k: Packing
    text: StrP = cython.NULL
    if text_arg(vm, args, n, 0, cython.address(text)) != 0:
        return FAILED
    if charge_bytes(vm, text.len) != 0:
        return FAILED
    begin_layout(cython.address(k.layout), vm, text)
    k.args = args
    k.n = n
    k.arg = 0
    k.total = 0
    k.b = rent_buffer(vm)
    if pack_all(cython.address(k)) != 0 or charge_bytes(vm, k.b.n) != 0:
        give_back_buffer(vm, k.b)
        return FAILED
    return ret_buffer(vm, k.b)


def str_packsize(vm, args, n):
    """Return the length of what pack makes of a text: packsize(format)."""
    layout: Layout
    text: StrP = cython.NULL
    total: int64_t = 0
    if text_arg(vm, args, n, 0, cython.address(text)) != 0 or charge_bytes(vm, text.len) != 0:
        return FAILED
    begin_layout(cython.address(layout), vm, text)
    while layout.p[0] != 0:
        option: cython.int = next_option(cython.address(layout), total)
        if option == O_FAILED:
            return FAILED
        if option == O_STRING or option == O_ZSTRING:
            return arg_error(vm, 0, b"variable-length format")
        total += layout.size + layout.padding
        if total > MAX_SIZE:
            return arg_error(vm, 0, b"format result too large")
    return ret_int(vm, total)


# ---- unpack


def read_integer(u, signed_, out):
    """Read an integer of layout.size bytes; what is beyond 8 bytes must be its sign."""
    size: cython.int = u.layout.size
    i: cython.int
    bits: uint64_t = 0
    for i in range(size - 1, -1, -1):
        byte: uint64_t = cython.cast(cython.uchar, u.data[u.at + (size - 1 - i if u.layout.big else i)])
        if i < 8:
            bits = bits << 8 | byte
    out[0] = cython.cast(int64_t, bits)
    if size < 8 and signed_:
        sign: uint64_t = cython.cast(uint64_t, 1) << (8 * size - 1)
        out[0] = cython.cast(int64_t, (bits ^ sign) - sign)
    fill: cython.int = 255 if signed_ and out[0] < 0 else 0
    for i in range(8, size):
        if cython.cast(cython.uchar, u.data[u.at + (size - 1 - i if u.layout.big else i)]) != fill:
            fail_i(u.layout.vm, b"%lld-byte integer does not fit into Lua Integer", size)
            return False
    return True


def too_short(vm):
    """Report that the data ends too early."""
    return arg_error(vm, 1, b"data string too short")


def unpack_integer(u, signed_, out):
    """Read an integer."""
    value: int64_t = 0
    if not read_integer(u, signed_, cython.address(value)):
        return FAILED
    put_int(out, value)
    return 0


def unpack_float(u, out):
    """Read a float of 4 bytes."""
    single: cython.float = 0
    copy_ordered(cython.cast(CharP, cython.address(single)), u.data + u.at, 4, u.layout.big)
    put_flt(out, single)
    return 0


def unpack_double(u, out):
    """Read a float of 8 bytes."""
    value: cython.double = 0
    copy_ordered(cython.cast(CharP, cython.address(value)), u.data + u.at, 8, u.layout.big)
    put_flt(out, value)
    return 0


def unpack_string(u, out):
    """Read a string behind its length."""
    length: int64_t = 0
    if not read_integer(u, False, cython.address(length)):
        return FAILED
    start: int64_t = u.at + u.layout.size
    if cython.cast(uint64_t, length) > cython.cast(uint64_t, u.length - start):
        return too_short(u.layout.vm)
    u.at += length
    return put_text(u.layout.vm, out, u.data + start, length)


def unpack_zstring(u, out):
    """Read a string up to a zero byte."""
    start: ConstCharP = u.data + u.at
    length: int64_t = strlen(start)
    if u.at + length >= u.length:
        return arg_error(u.layout.vm, 1, b"unfinished string for format 'z'")
    u.at += length + 1
    return put_text(u.layout.vm, out, start, length)


def unpack_value(u, option, out):
    """Read one value."""
    if option == O_INT or option == O_UINT:
        return unpack_integer(u, option == O_INT, out)
    if option == O_FLOAT:
        return unpack_float(u, out)
    if option == O_DOUBLE:
        return unpack_double(u, out)
    if option == O_CHARS:
        return put_text(u.layout.vm, out, u.data + u.at, u.layout.size)
    if option == O_STRING:
        return unpack_string(u, out)
    return unpack_zstring(u, out)


def unpack_all(u):
    """Read what every option stands for; the results are in vm.ret."""
    vm: VMP = u.layout.vm
    while u.layout.p[0] != 0:
        option: cython.int = next_option(cython.address(u.layout), u.at)
        if option == O_FAILED:
            return FAILED
        if u.layout.padding + cython.cast(int64_t, u.layout.size) > u.length - u.at:
            return too_short(vm)
        u.at += u.layout.padding
        if option < O_PADDING:
            if unpack_value(u, option, vm.ret + u.count) != 0:
                return FAILED
            u.count += 1
        u.at += u.layout.size
    return 0


def count_values(p):
    """Count the results a format may have, at most."""
    count: int64_t = 0
    while p[0] != 0:
        count += is_alpha(p[0])
        p += 1
    return count


def str_unpack(vm, args, n):
    """Return the values in a string, and the position behind them: unpack(format, s [, pos])."""
    u: Unpacking
    text: StrP = cython.NULL
    data: StrP = cython.NULL
    at: int64_t = 1
    if text_arg(vm, args, n, 0, cython.address(text)) != 0 or text_arg(vm, args, n, 1, cython.address(data)) != 0:
        return FAILED
    if opt_int(vm, args, n, 2, 1, cython.address(at)) != 0:
        return FAILED
    u.at = start_position(at, data.len) - 1
    if u.at > data.len:
        return arg_error(vm, 2, b"initial position out of string")
    count: int64_t = count_values(chars(text))
    if count >= MAX_RESULTS:
        return fail(vm, b"stack overflow (too many results)")
    if not ensure_ret(vm, count + 1) or charge_bytes(vm, (count << 6) + text.len) != 0:
        return FAILED
    begin_layout(cython.address(u.layout), vm, text)
    u.data = chars(data)
    u.length = data.len
    u.count = 0
    if unpack_all(cython.address(u)) != 0:
        return FAILED
    put_int(vm.ret + u.count, u.at + 1)
    return u.count + 1
