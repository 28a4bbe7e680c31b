# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""Strings: interning, conversion to and from numbers.

A string of at most SHORT_MAX bytes exists once, so that equal means same pointer; longer ones are compared by bytes and
hashed only when they become a key.  The hash mixes every byte with a seed: who does not know that makes up no
keys that collide.
Numerals follow the manual, §3.1 and §3.4.3; after PUC Lua's lstring.c and lobject.c.
"""
import cython
from cython.cimports.libc.math import floor
from cython.cimports.libc.stdint import int64_t, uint32_t, uint64_t
from cython.cimports.libc.stdio import snprintf
from cython.cimports.libc.stdlib import free, malloc, strtod
from cython.cimports.libc.string import memcmp, memcpy, memset, strlen, strspn
from cython.cimports.interpreter.vm.heap import MIXER, grow, new_object, new_small
from cython.cimports.interpreter.vm.values import (
    CharP, chars, ConstCharP, copy, ERR_MEMORY, FLT, INT, isnum, likely, LSTR, put_flt, put_int, put_str, SHORT_MAX,
    STR, Str, str_of, StrP, StrPP, unlikely, Value,
)

# ---------------------------------------------------------------- hashes


def load8(p):
    """Read eight bytes at any address."""
    u: uint64_t
    memcpy(cython.address(u), p, 8)
    return u


def load4(p):
    u: uint32_t
    memcpy(cython.address(u), p, 4)
    return u


def tail_bits(s, n):
    """Return the bytes of a string of at most eight, without reading beyond it."""
    b: cython.p_uchar = cython.cast(cython.p_uchar, s)
    if n >= 4:
        return load4(s) | load4(s + n - 4) << 32
    if n > 0:
        return b[0] | cython.cast(uint64_t, b[n >> 1]) << 8 | cython.cast(uint64_t, b[n - 1]) << 16
    return 0


def hash_bytes(seed, s, n):
    h: uint64_t = seed ^ cython.cast(uint64_t, n) * MIXER
    end: ConstCharP = s + n
    if n > 8:
        while end - s > 8:
            h = fold(h ^ load8(s), MIXER)
            s += 8
        h = fold(h ^ load8(end - 8), MIXER)
    else:
        h = fold(h ^ tail_bits(s, n), MIXER)
    return cython.cast(uint32_t, h ^ h >> 32)


def hash_long(vm, s):
    if not s.h.flags:
        s.h.aux = hash_bytes(vm.seed, chars(s), s.len)
        s.h.flags = 1
    return s.h.aux


# ---------------------------------------------------------------- the string table


def init_strings(vm):
    vm.strings = cython.cast(StrPP, grow(vm, cython.NULL, 0, 1024 * cython.sizeof(StrP)))
    if vm.strings == cython.NULL:
        return False
    memset(vm.strings, 0, 1024 * cython.sizeof(StrP))
    vm.string_mask = 1023
    vm.nstrings = 0
    return True


def resize_strings(vm, size):
    """Move all strings to a table of another size; without memory the old one stays."""
    i: uint32_t
    s: StrP
    following: StrP
    bytes: int64_t = cython.cast(int64_t, size) * cython.sizeof(StrP)
    table: StrPP = cython.cast(StrPP, grow(vm, cython.NULL, 0, bytes))
    if table == cython.NULL:
        return
    memset(table, 0, bytes)
    for i in range(vm.string_mask + 1):
        s = vm.strings[i]
        while s != cython.NULL:
            following = s.chain
            s.chain = table[s.h.aux & (size - 1)]
            table[s.h.aux & (size - 1)] = s
            s = following
    free_strings(vm)
    vm.strings = table
    vm.string_mask = size - 1


def free_strings(vm):
    grow(vm, vm.strings, (cython.cast(int64_t, vm.string_mask) + 1) * cython.sizeof(StrP), 0)
    vm.strings = cython.NULL


def sweep_strings(vm):
    i: uint32_t
    link: StrPP
    s: StrP
    for i in range(vm.string_mask + 1):
        link = vm.strings + i
        s = link[0]
        while s != cython.NULL:
            if s.h.mark != vm.epoch:
                link[0] = s.chain
                vm.nstrings -= 1
            else:
                link = cython.address(s.chain)
            s = link[0]
    if vm.string_mask > 1023 and vm.nstrings < vm.string_mask >> 2:
        resize_strings(vm, (vm.string_mask + 1) >> 1)


def new_str(vm, s, n):
    h: uint32_t
    t: StrP
    passed: cython.int = 0
    if unlikely(n > SHORT_MAX):
        t = new_long(vm, n)
        if likely(t != cython.NULL):
            memcpy(chars(t), s, n)
        return t
    h = hash_bytes(vm.seed, s, n)
    t = vm.strings[h & vm.string_mask]
    while t != cython.NULL:
        if t.h.aux == h and t.len == n and memcmp(chars(t), s, n) == 0:
            break
        t = t.chain
        passed += 1
    if unlikely(passed > LONG_CHAIN):
        vm.budget -= passed
    return t if likely(t != cython.NULL) else intern_new(vm, s, n, h)


def intern_new(vm, s, n, h):
    if unlikely(vm.nstrings > vm.string_mask) and vm.string_mask < cython.cast(uint32_t, 1) << 30:
        resize_strings(vm, (vm.string_mask + 1) << 1)
    cls: uint32_t = cython.cast(uint32_t, cython.sizeof(Str) + n + 16) >> 4
    t: StrP = cython.cast(StrP, new_small(vm, cls, STR))
    vm.cells[STR][cls] += 1
    t.h.aux = h
    t.len = n
    if n:
        memcpy(chars(t), s, n)
    chars(t)[n] = 0
    t.chain = vm.strings[h & vm.string_mask]
    vm.strings[h & vm.string_mask] = t
    vm.nstrings += 1
    return t


def new_long(vm, n):
    t: StrP
    if unlikely(n < 0 or n > vm.string_limit):
        vm.too_long = n > 0
        return cython.NULL
    t = cython.cast(StrP, new_object(vm, cython.sizeof(Str) + n + 1, LSTR))
    if unlikely(t == cython.NULL):
        return t
    t.len = n
    t.chain = cython.NULL
    chars(t)[n] = 0
    return t


def str_from(vm, z):
    return new_str(vm, z, strlen(z))


def no_memory(vm):
    """Make "not enough memory" the error on its way; its string is short and cannot fail."""
    put_str(cython.address(vm.err), str_from(vm, b"not enough memory"))
    vm.err_kind = ERR_MEMORY
    vm.err_handled = 0
    return -1


def same_long(x, y):
    return x == y or (x.len == y.len and memcmp(chars(x), chars(y), x.len) == 0)


def same_str(x, y):
    if x.v.o == y.v.o:
        return True
    if x.tag != LSTR or y.tag != LSTR:
        return False
    return same_long(str_of(x), str_of(y))


def compare_str(x, y):
    n: int64_t = x.len if x.len < y.len else y.len
    d: cython.int = memcmp(chars(x), chars(y), n)
    if d != 0:
        return d
    return (x.len > y.len) - (x.len < y.len)


# ---------------------------------------------------------------- numbers to strings


def int_to_chars(buffer, i):
    digits: cython.char[24]
    u: uint64_t = cython.cast(uint64_t, i)
    n: cython.int = 24
    sign: cython.int = 0
    if i < 0:
        u = 0 - u
        buffer[0] = 45
        sign = 1
    while True:
        n -= 1
        digits[n] = cython.cast(cython.char, 48 + u % 10)
        u = u / 10
        if u == 0:
            break
    memcpy(buffer + sign, digits + n, 24 - n)
    return sign + 24 - n


def flt_to_chars(buffer, n):
    size: cython.int
    if n > -1e14 and n < 1e14 and n != 0 and floor(n) == n:
        size = int_to_chars(buffer, cython.cast(int64_t, n))      # at most 14 digits: as %.14g would write them
    else:
        size = snprintf(buffer, 40, b"%.14g", n)
        if cython.cast(cython.int, strspn(buffer, b"-0123456789")) < size:
            return size
    buffer[size] = 46
    buffer[size + 1] = 48
    return size + 2


def num_to_chars(buffer, v):
    if v.tag == INT:
        return int_to_chars(buffer, v.v.i)
    return flt_to_chars(buffer, v.v.n)


def num_to_str(vm, v):
    buffer: cython.char[48]
    return new_str(vm, buffer, num_to_chars(buffer, v))


# ---------------------------------------------------------------- strings to numbers


def is_space(c):
    return c == 32 or (c >= 9 and c <= 13)


def digit_value(c):
    """Return the value of a hexadecimal digit, 16 for any other character."""
    if c >= 48 and c <= 57:
        return c - 48
    c = c | 32
    if c >= 97 and c <= 102:
        return c - 87
    return 16


def read_hex(s, n, u):
    """Read hexadecimal digits, wrapping around."""
    i: int64_t
    d: cython.int
    u[0] = 0
    for i in range(n):
        d = digit_value(s[i])
        if d == 16:
            return False
        u[0] = (u[0] << 4) | cython.cast(uint64_t, d)
    return n > 0


def read_decimal(s, n, negative, u):
    """Read decimal digits that fit in an integer."""
    i: int64_t
    d: cython.int
    most: uint64_t = (cython.cast(uint64_t, 1) << 63) - 1 + negative
    a: uint64_t = 0
    for i in range(n):
        d = s[i] - 48
        if d < 0 or d > 9:
            return False
        if a > (most - d) / 10:
            return False
        a = a * 10 + d
    u[0] = a
    return n > 0


def read_int(s, n, d):
    """Read an integer numeral without surrounding whitespace."""
    u: uint64_t = 0
    ok: cython.bint
    negative: cython.bint = n > 0 and s[0] == 45
    if negative or (n > 0 and s[0] == 43):
        s += 1
        n -= 1
    if n > 2 and s[0] == 48 and (s[1] | 32) == 120:
        ok = read_hex(s + 2, n - 2, cython.address(u))
    else:
        ok = read_decimal(s, n, negative, cython.address(u))
    if ok:
        put_int(d, cython.cast(int64_t, 0 - u if negative else u))
    return ok


def read_float(z, n, d):
    """Read a float numeral; z has a NUL at n, and strtod's inf and nan are no numerals."""
    i: int64_t
    end: CharP = cython.NULL
    for i in range(n):
        if (z[i] | 32) == 110:
            return False
    x: cython.double = strtod(z, cython.address(end))
    if end != z + n:
        return False
    put_flt(d, x)
    return True


def chars_to_num(s, n, d):
    buffer: cython.char[208]
    z: CharP = buffer
    ok: cython.bint
    while n > 0 and is_space(s[0]):
        s += 1
        n -= 1
    while n > 0 and is_space(s[n - 1]):
        n -= 1
    if n <= 0:
        return False
    if read_int(s, n, d):
        return True
    if n > 200:
        z = cython.cast(CharP, malloc(n + 1))
        if z == cython.NULL:
            return False
    memcpy(z, s, n)
    z[n] = 0
    ok = read_float(z, n, d)
    if n > 200:
        free(z)
    return ok


def to_number(s, d):
    if isnum(s):
        copy(d, s)
        return True
    if s.tag != STR and s.tag != LSTR:
        return False
    return chars_to_num(chars(str_of(s)), str_of(s).len, d)


def flt_to_int(n, i):
    if n >= -9223372036854775808.0 and n < 9223372036854775808.0 and floor(n) == n:
        i[0] = cython.cast(int64_t, n)
        return True
    return False


def num_to_integer(s, i):
    if likely(s.tag == INT):
        i[0] = s.v.i
        return True
    return s.tag == FLT and flt_to_int(s.v.n, i)


def to_integer(s, i):
    d: Value
    if s.tag == STR or s.tag == LSTR:
        return chars_to_num(chars(str_of(s)), str_of(s).len, cython.address(d)) and num_to_integer(cython.address(d), i)
    return num_to_integer(s, i)
