# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: nonecheck=False, infer_types=True, binding=False
"""string.format (manual §6.4; the idea is PUC Lua's lstrlib.c).

A conversion is checked first, then C's snprintf formats it into the result. Flags, width and precision are limited
as in PUC, so that an item always fits in the room reserved for it. %d and %s without modifiers skip snprintf.
"""
import cython
from cython.cimports.libc.math import HUGE_VAL
from cython.cimports.libc.stdint import INT64_MIN, int64_t
from cython.cimports.libc.stdio import snprintf
from cython.cimports.libc.string import memchr, memcpy, strchr, strlen, strspn
from cython.cimports.interpreter.stdlib.patterns import charge_bytes, is_alpha, is_control, is_digit, text_arg
from cython.cimports.interpreter.vm.strings import int_to_chars
from cython.cimports.interpreter.vm.support import (
    add_bytes, add_char, add_z, arg_error, check_int, check_num, fail, fail_memory, fail_s, give_back_buffer,
    rent_buffer, reserve_bytes, ret_buffer, tostring_value,
)
from cython.cimports.interpreter.vm.values import (
    FAILED, FALSE, FLT, INT, LIGHT, NIL, TRUE, CharP, ConstCharP, StrP, ValueP, chars, isstr, str_of, unlikely,
)


# ---- conversions


def bad_spec(f, message):
    """Report the conversion; the message has one %s."""
    return fail_s(f.vm, message, f.spec)


def read_spec(f, p):
    """Copy a conversion to f.spec; return the place of its last byte."""
    n: int64_t = strspn(p, b"-+#0 123456789.") + 1
    if n >= SPEC_MAX:
        fail(f.vm, b"invalid format (too long)")
        return cython.NULL
    f.spec[0] = b"%"
    memcpy(f.spec + 1, p, n)
    f.spec[n + 1] = 0
    f.conversion = p[n - 1]
    f.plain = n == 1
    return p + n - 1


def skip_digits(p):
    """Skip two digits at most."""
    if is_digit(p[0]):
        p += 1
        if is_digit(p[0]):
            p += 1
    return p


def check_spec(f, flags, precision):
    """Check the modifiers of the conversion: which flags it allows, and whether a precision."""
    p: ConstCharP = f.spec + 1
    p += strspn(p, flags)
    if p[0] != b"0":  # a width never starts with 0
        p = skip_digits(p)
        if precision and p[0] == b".":
            p = skip_digits(p + 1)
    if unlikely(not is_alpha(p[0])):
        return bad_spec(f, b"invalid conversion specification: '%s'")
    return 0


def make_long(f):
    """Put the modifier ll before the conversion's last byte."""
    n: int64_t = strlen(f.spec)
    f.spec[n - 1] = b"l"
    f.spec[n] = b"l"
    f.spec[n + 1] = cython.cast(cython.char, f.conversion)
    f.spec[n + 2] = 0


def add_byte(f):
    """Add %c."""
    value: int64_t = 0
    room: CharP = reserve_bytes(f.vm, f.b, ITEM_MAX)
    if room == cython.NULL:
        return fail_memory(f.vm)
    if check_spec(f, b"-", False) != 0 or check_int(f.vm, f.args, f.n, f.arg, cython.address(value)) != 0:
        return FAILED
    f.b.n += snprintf(room, ITEM_MAX, f.spec, cython.cast(cython.int, value))
    return 0


def add_integer(f, flags):
    """Add an integer conversion."""
    value: int64_t = 0
    if check_int(f.vm, f.args, f.n, f.arg, cython.address(value)) != 0 or check_spec(f, flags, True) != 0:
        return FAILED
    room: CharP = reserve_bytes(f.vm, f.b, ITEM_MAX)
    if room == cython.NULL:
        return fail_memory(f.vm)
    if f.plain and f.conversion == b"d":
        f.b.n += int_to_chars(room, value)
        return 0
    make_long(f)
    f.b.n += snprintf(room, ITEM_MAX, f.spec, cython.cast(cython.longlong, value))
    return 0


def add_float(f):
    """Add a float conversion; PUC checks the modifiers of %a before the argument, those of the others after it."""
    value: cython.double = 0
    if (f.conversion | 32) == b"a" and check_spec(f, b"-+#0 ", True) != 0:
        return FAILED
    if check_num(f.vm, f.args, f.n, f.arg, cython.address(value)) != 0 or check_spec(f, b"-+#0 ", True) != 0:
        return FAILED
    room: CharP = reserve_bytes(f.vm, f.b, FLOAT_ITEM_MAX)
    if room == cython.NULL:
        return fail_memory(f.vm)
    written: cython.int = snprintf(room, FLOAT_ITEM_MAX, f.spec, value)
    f.b.n += written
    if written > MANY_DIGITS:
        f.vm.budget -= written              # a digit takes as long as an instruction; below that it is lost in the rest
    return 0


def add_pointer(f):
    """Add %p: the address of an object; other values have none."""
    value: ValueP = f.args + f.arg
    if check_spec(f, b"-", False) != 0:
        return FAILED
    room: CharP = reserve_bytes(f.vm, f.b, ITEM_MAX)
    if room == cython.NULL:
        return fail_memory(f.vm)
    if value.tag >= LIGHT and value.v.p != cython.NULL:
        f.b.n += snprintf(room, ITEM_MAX, f.spec, value.v.p)
        return 0
    f.spec[strlen(f.spec) - 1] = b"s"
    f.b.n += snprintf(room, ITEM_MAX, f.spec, cython.cast(ConstCharP, b"(null)"))
    return 0


def add_short_text(f, s):
    """Add a string whose conversion has modifiers."""
    if charge_bytes(f.vm, s.len) != 0:
        return FAILED
    if strlen(chars(s)) != s.len:
        return arg_error(f.vm, f.arg, b"string contains zeros")
    if check_spec(f, b"-", True) != 0:
        return FAILED
    if s.len >= 100 and strchr(f.spec, b".") == cython.NULL:  # longer than any width
        add_bytes(f.vm, f.b, chars(s), s.len)
        return 0
    room: CharP = reserve_bytes(f.vm, f.b, ITEM_MAX)
    if room == cython.NULL:
        return fail_memory(f.vm)
    f.b.n += snprintf(room, ITEM_MAX, f.spec, cython.cast(ConstCharP, chars(s)))
    return 0


def add_text(f):
    """Add %s: any value as tostring has it."""
    s: StrP = tostring_value(f.vm, f.args + f.arg)
    if unlikely(s == cython.NULL):
        return FAILED
    if not f.plain:
        return add_short_text(f, s)
    add_bytes(f.vm, f.b, chars(s), s.len)
    return 0


# ---- %q


def add_escaped(vm, b, c, following):
    """Add a control character by its number, three digits long when a digit follows."""
    code: cython.char[8]
    if is_digit(following):
        snprintf(code, 8, b"\\%03d", c)
    else:
        snprintf(code, 8, b"\\%d", c)
    add_z(vm, b, code)


def add_quoted(vm, b, s):
    """Add a string as a Lua literal."""
    p: ConstCharP = chars(s)
    i: int64_t
    add_char(vm, b, b'"')
    for i in range(s.len):
        if i % QUOTED_BLOCK == QUOTED_BLOCK - 1 and charge_bytes(vm, QUOTED_BLOCK) != 0:
            return FAILED
        c: cython.int = cython.cast(cython.uchar, p[i])
        if c == b'"' or c == b"\\" or c == b"\n":
            add_char(vm, b, b"\\")
            add_char(vm, b, c)
        elif is_control(c):
            add_escaped(vm, b, c, p[i + 1])
        else:
            add_char(vm, b, c)
    add_char(vm, b, b'"')
    return 0


def add_integer_literal(vm, b, i):
    """Add an integer as Lua reads it back; the smallest has no decimal form."""
    digits: cython.char[24]
    if i == INT64_MIN:
        add_z(vm, b, b"0x8000000000000000")
    else:
        add_bytes(vm, b, digits, int_to_chars(digits, i))


def add_float_literal(vm, b, n):
    """Add a float as Lua reads it back, every bit of it."""
    digits: cython.char[64]
    if n == HUGE_VAL:
        add_z(vm, b, b"1e9999")
    elif n == -HUGE_VAL:
        add_z(vm, b, b"-1e9999")
    elif n != n:
        add_z(vm, b, b"(0/0)")
    else:
        add_bytes(vm, b, digits, snprintf(digits, 64, b"%a", n))


def add_literal(f):
    """Add %q: a value as a Lua literal."""
    value: ValueP = f.args + f.arg
    tag: cython.int = value.tag
    if not f.plain:
        return fail(f.vm, b"specifier '%q' cannot have modifiers")
    if isstr(value):
        return add_quoted(f.vm, f.b, str_of(value))
    if tag == INT:
        add_integer_literal(f.vm, f.b, value.v.i)
    elif tag == FLT:
        add_float_literal(f.vm, f.b, value.v.n)
    elif tag == NIL:
        add_z(f.vm, f.b, b"nil")
    elif tag == TRUE:
        add_z(f.vm, f.b, b"true")
    elif tag == FALSE:
        add_z(f.vm, f.b, b"false")
    else:
        return arg_error(f.vm, f.arg, b"value has no literal form")
    return 0


# ---- the whole


def add_item(f):
    """Add the argument by its conversion."""
    c: cython.int = f.conversion
    if c == b"d" or c == b"i":
        return add_integer(f, b"-+0 ")
    if c == b"s":
        return add_text(f)
    if c == b"x" or c == b"X" or c == b"o":
        return add_integer(f, b"-#0")
    if c == b"f" or c == b"g" or c == b"G" or c == b"e" or c == b"E" or c == b"a" or c == b"A":
        return add_float(f)
    if c == b"c":
        return add_byte(f)
    if c == b"q":
        return add_literal(f)
    if c == b"u":
        return add_integer(f, b"-0")
    if c == b"p":
        return add_pointer(f)
    return bad_spec(f, b"invalid conversion '%s' to 'format'")


def add_conversion(f, p):
    """Add what a percent sign introduces; return the place behind it."""
    if p[0] == b"%":
        add_char(f.vm, f.b, b"%")
        return p + 1
    f.arg += 1
    if unlikely(f.arg >= f.n):
        arg_error(f.vm, f.arg, b"no value")
        return cython.NULL
    p = read_spec(f, p)
    if p == cython.NULL or add_item(f) != 0:
        return cython.NULL
    return p + 1


def add_all(f, s):
    """Add the whole format string with its conversions."""
    p: ConstCharP = chars(s)
    end: ConstCharP = p + s.len
    while p < end:
        percent: ConstCharP = cython.cast(ConstCharP, memchr(p, b"%", end - p))
        if percent == cython.NULL:
            add_bytes(f.vm, f.b, p, end - p)
            return 0
        add_bytes(f.vm, f.b, p, percent - p)
        p = add_conversion(f, percent + 1)
        if p == cython.NULL:
            return FAILED
    return 0


def str_format(vm, args, n):
    """Return a format string with its conversions replaced: format(formatstring, ...)."""
    f: Format
    s: StrP = cython.NULL
    if text_arg(vm, args, n, 0, cython.address(s)) != 0:
        return FAILED
    f.vm = vm
    f.args = args
    f.n = n
    f.arg = 0
    f.b = rent_buffer(vm)
    if add_all(cython.address(f), s) != 0 or charge_bytes(vm, f.b.n) != 0:
        give_back_buffer(vm, f.b)
        return FAILED
    return ret_buffer(vm, f.b)
