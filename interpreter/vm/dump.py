# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""string.dump: a function as bytes, for `load` in any process with the same opcode table.

A header (PUC's own, so that programs which look at it find what they know; then our mark, version, size and checksum),
the name of the source, and the functions, inner ones inside outer ones.  Numbers are little-endian, sizes and operands
of variable length: a stripped function of a few instructions takes a few dozen bytes.  After PUC Lua's ldump.c.
"""
import cython
from cython.cimports.libc.stdint import int64_t, uint32_t, uint64_t
from cython.cimports.interpreter.vm.opcode_numbers import OP_NEWCELL
from cython.cimports.interpreter.vm.support import (
    add_bytes, add_char, check_function, fail, rent_buffer, ret_buffer,
)
from cython.cimports.interpreter.vm.values import (
    BufferP, ClosureP, FAILED, FALSE, FLT, FUN, INT, InstrP, LocalNameP, NIL, ProtoP, StrP, TRUE, UpvalueSourceP,
    chars, str_of, truthy,
)


def str_dump(vm, args, n):
    """Return a function's code as a string, without names and lines when the second argument is true."""
    b: BufferP
    p: ProtoP
    if check_function(vm, args, n, 0) < 0:
        return FAILED
    if args.tag != FUN:
        return fail(vm, b"unable to dump given function")
    p = cython.cast(ClosureP, args.v.o).p
    strip: cython.bint = n > 1 and truthy(args + 1)
    b = rent_buffer(vm)
    add_header(vm, b)
    add_text(vm, b, cython.cast(StrP, cython.NULL) if strip else p.source)
    add_function(vm, b, p, strip)
    vm.budget -= b.n >> 3
    if not b.failed:
        finish_header(b)
    return ret_buffer(vm, b)


# ---------------------------------------------------------------- header


def add_header(vm, b):
    """Write signature, version, format, test bytes, sizes and numbers as PUC; then our own fields, two still empty."""
    add_bytes(vm, b, b"\x1bLua\x54\x00\x19\x93\r\n\x1a\n\x04\x08\x08", 15)
    add_u64(vm, b, 0x5678)
    add_bytes(vm, b, b"\x00\x00\x00\x00\x00\x28\x77\x40", 8)       # 370.5
    add_bytes(vm, b, b"plua", 4)
    add_char(vm, b, DUMP_VERSION)
    add_u64(vm, b, 0)


def finish_header(b):
    """Fill in the body's size and checksum."""
    put_u32(b.p + BODY_FIELDS, cython.cast(uint32_t, b.n - HEADER_SIZE))
    put_u32(b.p + BODY_FIELDS + 4, checksum(b.p + HEADER_SIZE, b.n - HEADER_SIZE))


def checksum(s, n):
    i: int64_t
    _: cython.int
    sum: uint32_t = 0xFFFFFFFF
    for i in range(n):
        sum ^= cython.cast(cython.uchar, s[i])
        for _ in range(8):
            sum = (sum >> 1) ^ (cython.cast(uint32_t, 0xEDB88320) & (0 - (sum & 1)))
    return ~sum


# ---------------------------------------------------------------- pieces


def put_u32(p, u):
    i: cython.int
    for i in range(4):
        p[i] = cython.cast(cython.char, u >> (8 * i))


def add_u64(vm, b, u):
    i: cython.int
    for i in range(8):
        add_char(vm, b, cython.cast(cython.int, (u >> (8 * i)) & 255))


def add_size(vm, b, u):
    """Write seven bits a byte, the lowest first; the last byte has its top bit clear."""
    while u >= 128:
        add_char(vm, b, cython.cast(cython.int, u & 127) | 128)
        u >>= 7
    add_char(vm, b, cython.cast(cython.int, u))


def add_signed(vm, b, i):
    """Write a number whose sign is in the lowest bit, so that small ones of both signs are short."""
    add_size(vm, b, (cython.cast(uint64_t, i) << 1) ^ cython.cast(uint64_t, i >> 63))


def add_text(vm, b, s):
    """Write a string after its length plus one, or 0 for none."""
    if s == cython.NULL:
        add_char(vm, b, 0)
        return
    add_size(vm, b, s.len + 1)
    add_bytes(vm, b, chars(s), s.len)


# ---------------------------------------------------------------- functions


def add_function(vm, b, p, strip):
    i: cython.int
    debug: cython.bint = not strip and p.lines != cython.NULL
    add_char(vm, b, (HAS_VARARGS if p.is_vararg else 0) | (HAS_DEBUG if debug else 0))
    add_char(vm, b, p.nparams)
    add_char(vm, b, p.nregs)
    add_size(vm, b, p.line)
    add_size(vm, b, p.last_line)
    add_code(vm, b, p)
    add_constants(vm, b, p)
    add_sources(vm, b, p)
    add_size(vm, b, p.nprotos)
    for i in range(p.nprotos):
        add_function(vm, b, p.protos[i], strip)
    if debug:
        add_debug(vm, b, p)


def add_code(vm, b, p):
    pc: cython.int
    i: InstrP
    add_size(vm, b, p.ncode)
    for pc in range(p.ncode):
        i = p.code + pc
        add_char(vm, b, i.op)
        add_size(vm, b, i.a)
        add_size(vm, b, 0 if i.op == OP_NEWCELL else i.b)      # what a dump makes is nobody's own
        add_signed(vm, b, i.c)
        add_char(vm, b, p.live[pc])


def add_constants(vm, b, p):
    i: cython.int
    add_size(vm, b, p.nk)
    for i in range(p.nk):
        add_constant(vm, b, p.k + i)


def add_constant(vm, b, k):
    if k.tag == NIL:
        add_char(vm, b, K_NIL)
    elif k.tag == FALSE or k.tag == TRUE:
        add_char(vm, b, K_TRUE if k.tag == TRUE else K_FALSE)
    elif k.tag == INT:
        add_char(vm, b, K_INTEGER)
        add_signed(vm, b, k.v.i)
    elif k.tag == FLT:
        add_char(vm, b, K_FLOAT)
        add_u64(vm, b, k.v.u)
    else:
        add_char(vm, b, K_STRING)
        add_text(vm, b, str_of(k))


def add_sources(vm, b, p):
    """Write where a closure finds its upvalues."""
    i: cython.int
    u: UpvalueSourceP
    add_size(vm, b, p.nupvalues)
    for i in range(p.nupvalues):
        u = p.upvalues + i
        add_char(vm, b, u.from_parent_local)
        add_size(vm, b, u.index)


def add_debug(vm, b, p):
    """Write names and lines; each line as the difference from the one before."""
    i: cython.int
    v: LocalNameP
    line: cython.int = p.line
    add_text(vm, b, p.name)
    for i in range(p.ncode):
        add_signed(vm, b, cython.cast(int64_t, p.lines[i]) - line)
        line = p.lines[i]
    for i in range(p.nupvalues):
        add_text(vm, b, p.upvalues[i].name)
    add_size(vm, b, p.nlocals)
    for i in range(p.nlocals):
        v = p.locals + i
        add_text(vm, b, v.name)
        add_size(vm, b, v.reg)
        add_size(vm, b, v.start)
        add_size(vm, b, v.end)
