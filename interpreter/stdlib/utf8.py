# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: nonecheck=False, infer_types=True, binding=False
"""The utf8 library (manual §6.5; the idea is PUC Lua's lutf8lib.c).

Strings are bytes; nothing here remembers an encoding. A string ends with a NUL byte, which is no continuation byte, so
that a decoder never runs past its end.
"""
import cython
from cython.cimports.libc.stdint import int64_t, uint32_t, uint64_t
from cython.cimports.interpreter.stdlib.patterns import MAX_RESULTS, charge_bytes, put_text, text_arg
from cython.cimports.interpreter.vm.heap import new_native
from cython.cimports.interpreter.vm.strings import to_integer
from cython.cimports.interpreter.vm.support import (
    add_bytes, arg_error, charge, check_int, ensure_ret, fail, give_back_buffer, new_builtin, new_library, opt_int,
    reg, rent_buffer, ret_buffer, ret_int, ret_nil, self_of, set_field,
)
from cython.cimports.interpreter.vm.values import (
    BUILTIN, FAILED, NFUN, BufferP, ConstCharP, NativeClosureP, StrP, TableP, Value, chars, put_int, put_nil, put_obj,
    put_str, truthy, copy,
)


# ---- sequences


def least_value(count):
    """Return the smallest value that needs so many continuation bytes; a smaller one is overlong."""
    if count == 1:
        return 0x80
    if count == 2:
        return 0x800
    if count == 3:
        return 0x10000
    if count == 4:
        return 0x200000
    return 0x4000000


def decode_long(s, out):
    """Decode a sequence of more than one byte, whatever its value."""
    first: uint32_t = cython.cast(cython.uchar, s[0])
    value: uint32_t = 0
    count: cython.int = 0
    while first & 0x40:
        count += 1
        if not is_continuation(s[count]):
            return cython.NULL
        value = value << 6 | (s[count] & 0x3F)
        first <<= 1
    if count == 0 or count > 5:
        return cython.NULL
    value |= (first & 0x7F) << (count * 5)
    if value > MAX_UTF or value < least_value(count):
        return cython.NULL
    out[0] = value
    return s + count + 1


def decode(s, out, lax):
    """Decode the sequence at s; unless lax, surrogates and values beyond Unicode are invalid."""
    if cython.cast(cython.uchar, s[0]) < 0x80:
        out[0] = s[0]
        return s + 1
    end: ConstCharP = decode_long(s, out)
    if end != cython.NULL and not lax and (out[0] > MAX_UNICODE or (0xD800 <= out[0] and out[0] <= 0xDFFF)):
        return cython.NULL
    return end


def encode(d, code):
    """Write the sequence of a value."""
    size: cython.int = 2
    i: cython.int
    if code < 0x80:
        d[0] = cython.cast(cython.char, code)
        return 1
    while size < MAX_UTF_BYTES and code >= least_value(size):
        size += 1
    for i in range(size - 1, 0, -1):
        d[i] = cython.cast(cython.char, 0x80 | (code & 0x3F))
        code >>= 6
    d[0] = cython.cast(cython.char, (0xFF00 >> size) & 0xFF | code)
    return size


def lax_arg(args, n, i):
    """Tell whether the optional argument `lax` is given and true."""
    return i < n and truthy(args + i)


# ---- len


def count_characters(vm, s, i, j, lax):
    """Return the number of characters that start at offsets i to j, or the position of an invalid one."""
    code: uint32_t = 0
    count: int64_t = 0
    while i <= j:
        end: ConstCharP = decode(s + i, cython.address(code), lax)
        if end == cython.NULL:
            put_nil(vm.ret)
            put_int(vm.ret + 1, i + 1)
            return 2
        i = end - s
        count += 1
        if count % POLL == 0 and charge(vm, POLL >> 4) != 0:
            return FAILED
    return ret_int(vm, count)


def utf8_len(vm, args, n):
    """Return the number of characters: len(s [, i [, j [, lax]]])."""
    s: StrP = cython.NULL
    i: int64_t = 1
    j: int64_t = -1
    if text_arg(vm, args, n, 0, cython.address(s)) != 0 or opt_int(vm, args, n, 1, 1, cython.address(i)) != 0:
        return FAILED
    if opt_int(vm, args, n, 2, -1, cython.address(j)) != 0:
        return FAILED
    i = byte_position(i, s.len)
    j = byte_position(j, s.len)
    if i < 1 or i - 1 > s.len:
        return arg_error(vm, 1, b"initial position out of bounds")
    if j - 1 >= s.len:
        return arg_error(vm, 2, b"final position out of bounds")
    return count_characters(vm, chars(s), i - 1, j - 1, lax_arg(args, n, 3))


# ---- codepoint


def ret_codes(vm, s, end, lax):
    """Return the values of the characters that start before end."""
    code: uint32_t = 0
    count: cython.int = 0
    while s < end:
        s = decode(s, cython.address(code), lax)
        if s == cython.NULL:
            return fail(vm, b"invalid UTF-8 code")
        put_int(vm.ret + count, code)
        count += 1
    return count


def utf8_codepoint(vm, args, n):
    """Return the values of the characters: codepoint(s [, i [, j [, lax]]])."""
    s: StrP = cython.NULL
    i: int64_t = 1
    if text_arg(vm, args, n, 0, cython.address(s)) != 0 or opt_int(vm, args, n, 1, 1, cython.address(i)) != 0:
        return FAILED
    i = byte_position(i, s.len)
    j: int64_t = i
    if opt_int(vm, args, n, 2, i, cython.address(j)) != 0:
        return FAILED
    j = byte_position(j, s.len)
    if i < 1:
        return arg_error(vm, 1, b"out of bounds")
    if j > s.len:
        return arg_error(vm, 2, b"out of bounds")
    if i > j:
        return 0
    if j - i + 1 >= MAX_RESULTS:
        return fail(vm, b"stack overflow (string slice too long)")
    if not ensure_ret(vm, j - i + 1) or charge_bytes(vm, (j - i) << 6) != 0:
        return FAILED
    return ret_codes(vm, chars(s) + i - 1, chars(s) + j, lax_arg(args, n, 3))


# ---- char


def add_characters(vm, b, args, n):
    """Add the characters of the given values."""
    room: cython.char[MAX_UTF_BYTES]
    code: int64_t = 0
    i: cython.int
    for i in range(n):
        if check_int(vm, args, n, i, cython.address(code)) != 0:
            return FAILED
        if cython.cast(uint64_t, code) > MAX_UTF:
            return arg_error(vm, i, b"value out of range")
        add_bytes(vm, b, room, encode(room, cython.cast(uint32_t, code)))
    return 0


def utf8_char(vm, args, n):
    """Return the string of the given characters: char(...)."""
    b: BufferP = rent_buffer(vm)
    if add_characters(vm, b, args, n) != 0:
        give_back_buffer(vm, b)
        return FAILED
    return ret_buffer(vm, b)


# ---- offset


def sequence_start(s, i):
    """Return the offset where the character around offset i starts."""
    while i > 0 and is_continuation(s[i]):
        i -= 1
    return i


def skip_back(s, i, count):
    """Go back over characters until count, which is negative, reaches 0 or the string begins."""
    while count[0] < 0 and i > 0:
        i = sequence_start(s, i - 1)
        count[0] += 1
    return i


def skip_forward(s, length, i, count):
    """Go on over characters until count reaches 0 or the string ends."""
    while count[0] > 0 and i < length:
        i += 1
        while is_continuation(s[i]):
            i += 1
        count[0] -= 1
    return i


def utf8_offset(vm, args, n):
    """Return the position where the count-th character from i on starts: offset(s, n [, i])."""
    s: StrP = cython.NULL
    count: int64_t = 0
    i: int64_t = 1
    if text_arg(vm, args, n, 0, cython.address(s)) != 0 or check_int(vm, args, n, 1, cython.address(count)) != 0:
        return FAILED
    if opt_int(vm, args, n, 2, 1 if count >= 0 else s.len + 1, cython.address(i)) != 0:
        return FAILED
    i = byte_position(i, s.len) - 1
    if i < 0 or i > s.len:
        return arg_error(vm, 2, b"position out of bounds")
    if charge_bytes(vm, s.len) != 0:
        return FAILED
    if count == 0:
        return ret_int(vm, sequence_start(chars(s), i) + 1)
    if is_continuation(chars(s)[i]):
        return fail(vm, b"initial position is a continuation byte")
    if count < 0:
        i = skip_back(chars(s), i, cython.address(count))
    else:
        count -= 1
        i = skip_forward(chars(s), s.len, i, cython.address(count))
    return ret_int(vm, i + 1) if count == 0 else ret_nil(vm)


# ---- codes


def next_code(vm, args, n, lax):
    """Return the position and value of the character behind the one at a position."""
    s: StrP = cython.NULL
    code: uint32_t = 0
    i: int64_t = 0
    if text_arg(vm, args, n, 0, cython.address(s)) != 0:
        return FAILED
    if n < 2 or not to_integer(args + 1, cython.address(i)):
        i = 0
    if i < 0 or i >= s.len:
        return 0
    p: ConstCharP = chars(s) + i
    while is_continuation(p[0]):
        p += 1
    if p >= chars(s) + s.len:
        return 0
    end: ConstCharP = decode(p, cython.address(code), lax)
    if end == cython.NULL or is_continuation(end[0]):
        return fail(vm, b"invalid UTF-8 code")
    put_int(vm.ret, p - chars(s) + 1)
    put_int(vm.ret + 1, code)
    return 2


def next_strict(vm, args, n):
    """Be the iterator of codes(s)."""
    return next_code(vm, args, n, False)


def next_lax(vm, args, n):
    """Be the iterator of codes(s, true)."""
    return next_code(vm, args, n, True)


def utf8_codes(vm, args, n):
    """Return an iterator over positions and values: codes(s [, lax])."""
    s: StrP = cython.NULL
    if text_arg(vm, args, n, 0, cython.address(s)) != 0:
        return FAILED
    if is_continuation(chars(s)[0]):
        return arg_error(vm, 0, b"invalid UTF-8 code")
    copy(vm.ret, cython.address(self_of(vm).up[1 if lax_arg(args, n, 1) else 0]))
    put_str(vm.ret + 1, s)
    put_int(vm.ret + 2, 0)
    return 3


# ---- registration


def add_codes(vm, t):
    """Register codes, which keeps its two iterator functions as upvalues."""
    value: Value
    codes: NativeClosureP = new_native(vm, new_builtin(vm, b"utf8", b"codes", utf8_codes), 2)
    put_obj(cython.address(codes.up[0]), new_builtin(vm, b"utf8", b"for iterator", next_strict), BUILTIN)
    put_obj(cython.address(codes.up[1]), new_builtin(vm, b"utf8", b"for iterator", next_lax), BUILTIN)
    put_obj(cython.address(value), codes, NFUN)
    set_field(vm, t, b"codes", cython.address(value))


def open_utf8(vm):
    """Register the utf8 library; the pattern's set holds every byte that can start a character."""
    value: Value
    t: TableP = new_library(vm, b"utf8")
    reg(vm, t, b"utf8", b"char", utf8_char)
    reg(vm, t, b"utf8", b"codepoint", utf8_codepoint)
    reg(vm, t, b"utf8", b"len", utf8_len)
    reg(vm, t, b"utf8", b"offset", utf8_offset)
    add_codes(vm, t)
    if put_text(vm, cython.address(value), b"[\x00-\x7F\xC2-\xFD][\x80-\xBF]*", 14) == 0:
        set_field(vm, t, b"charpattern", cython.address(value))
