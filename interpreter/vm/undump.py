# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""Reads what string.dump wrote and gives the compiler's Proto, verified; whatever bytes come, it raises or it is sound.

Nothing is believed: no count is larger than the bytes that follow allow, and the code of every function goes through
verify.py before the VM sees it.  After PUC Lua's lundump.c, whose messages it has where they exist.
"""
import struct
from array import array

import cython
from cython.cimports.cpython.bytearray import PyByteArray_AS_STRING
from cython.cimports.libc.stdint import int64_t, uint8_t, uint64_t
from cython.cimports.libc.string import memcpy
from cython.cimports.interpreter.vm.dump import (
    BODY_FIELDS, DUMP_VERSION, HAS_DEBUG, HAS_VARARGS, HEADER_SIZE, K_FALSE, K_FLOAT, K_INTEGER, K_NIL, K_STRING,
    K_TRUE, checksum,
)
from cython.cimports.interpreter.vm.values import InstrP
from cython.cimports.interpreter.vm.verify import verify
from interpreter.compiler.proto import Proto
from interpreter.errors import LuaSyntaxError
from interpreter.vm.verify import BadChunkError

HEADER = (
    (b"\x1bLua", b"not a binary chunk"),
    (b"\x54", b"version mismatch"),
    (b"\x00", b"format mismatch"),
    (b"\x19\x93\r\n\x1a\n", b"corrupted chunk"),
    (b"\x04", b"Instruction size mismatch"),
    (b"\x08", b"lua_Integer size mismatch"),
    (b"\x08", b"lua_Number size mismatch"),
    (struct.pack("<q", 0x5678), b"integer format mismatch"),
    (struct.pack("<d", 370.5), b"float format mismatch"),
    (b"plua", b"format mismatch"),
    (bytes([DUMP_VERSION]), b"version mismatch"),
)
"""The pieces of the header in order, with what is wrong when one differs."""

MAX_LINE = 0x7FFFFFFF


def undump(data: bytes, chunkname: bytes) -> Proto:
    """Return the function in a binary chunk; raise LuaSyntaxError, whose message begins with the chunk's name."""
    try:
        reader: Reader = Reader()
        reader.data = body(data)
        reader.at = cython.cast(cython.pointer(uint8_t), cython.cast(cython.p_char, reader.data))
        reader.end = reader.at + len(reader.data)
        source = reader.text()
        return reader.function(0, source)
    except BadChunkError as e:
        raise LuaSyntaxError(shown_name(chunkname) + b": bad binary format (" + e.reason + b")") from None


def shown_name(chunkname: bytes) -> bytes:
    """Return a chunk's name as PUC shows it here."""
    if chunkname[:1] in (b"@", b"="):
        return chunkname[1:]
    if chunkname[:1] == b"\x1b":
        return b"binary string"
    return chunkname.split(b"\0")[0]


def body(data: bytes) -> bytes:
    """Check the header and return what it announces; more may follow it."""
    at = 0
    for piece, problem in HEADER:
        if len(data) < at + len(piece):
            raise BadChunkError(b"truncated chunk")
        if data[at : at + len(piece)] != piece:
            raise BadChunkError(problem)
        at += len(piece)
    if len(data) < HEADER_SIZE:
        raise BadChunkError(b"truncated chunk")
    size, wanted = struct.unpack_from("<II", data, BODY_FIELDS)
    if len(data) - HEADER_SIZE < size:
        raise BadChunkError(b"truncated chunk")
    rest: bytes = data[HEADER_SIZE : HEADER_SIZE + size]
    if checksum(rest, size) != wanted:
        raise BadChunkError(b"corrupted chunk")
    return rest


class Reader:
    """Read a body from its beginning."""

    # --- pieces

    def byte(self):
        """Return the next byte."""
        if self.at == self.end:
            raise BadChunkError(b"truncated chunk")
        value: cython.int = self.at[0]
        self.at += 1
        return value

    def u64(self):
        """Return eight bytes as a number."""
        value: uint64_t = 0
        for i in range(8):
            value |= cython.cast(uint64_t, self.byte()) << (8 * i)
        return value

    def size(self):
        """Return a number of seven bits a byte."""
        value: uint64_t = 0
        shift: cython.int = 0
        while True:
            byte: uint64_t = self.byte()
            if shift == 63 and byte > 1:
                raise BadChunkError(b"integer overflow")
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7

    def signed(self):
        """Return a number with its sign in the lowest bit."""
        value: uint64_t = self.size()
        return cython.cast(int64_t, (value >> 1) ^ (0 - (value & 1)))

    def bounded(self, limit):
        """Return a number that may not be larger than `limit`."""
        value: uint64_t = self.size()
        if value > cython.cast(uint64_t, limit):
            raise BadChunkError(b"integer overflow")
        return cython.cast(int64_t, value)

    def count(self):
        """Return how many things follow, each of at least one byte."""
        value: uint64_t = self.size()
        if value > cython.cast(uint64_t, self.end - self.at):
            raise BadChunkError(b"truncated chunk")
        return cython.cast(int64_t, value)

    def text(self):
        """Return a string, or None for no string."""
        value: uint64_t = self.size()
        if value == 0:
            return None
        value -= 1
        if value > cython.cast(uint64_t, self.end - self.at):
            raise BadChunkError(b"truncated chunk")
        text: bytes = cython.cast(cython.p_char, self.at)[:value]
        self.at += value
        return text

    # --- functions

    def function(self, depth, source):
        """Return a function, verified, the inner ones first."""
        if depth > MAX_DEPTH:
            raise BadChunkError(b"too many nested functions")
        p = Proto()
        flags = self.byte()
        p.is_vararg = flags & HAS_VARARGS != 0
        p.parameters = self.byte()
        p.registers = self.byte()
        p.line = self.bounded(MAX_LINE)
        p.last_line = self.bounded(MAX_LINE)
        p.source = source
        p.locals = []
        self.code(p)
        p.constants = self.constants()
        p.upvalues = self.sources()
        p.protos = self.protos(depth + 1, source)
        if flags & HAS_DEBUG:
            self.debug(p)
        verify(p)
        return p

    def code(self, p):
        """Read the instructions and their numbers of live registers."""
        n = self.count()
        code = bytearray(8 * n)
        live = bytearray(n)
        i = cython.cast(InstrP, PyByteArray_AS_STRING(code))
        out = cython.cast(cython.p_uchar, PyByteArray_AS_STRING(live))
        for pc in range(n):
            i[pc].op = self.byte()
            i[pc].a = self.bounded(0xFFFF)
            i[pc].b = self.bounded(0xFFFF)
            c = self.signed()
            if c < -0x8000 or c > 0x7FFF:
                raise BadChunkError(b"integer overflow")
            i[pc].c = c
            out[pc] = self.byte()
        p.code = code
        p.live = live
        return 0

    def constants(self):
        """Return the constants."""
        return [self.constant() for _ in range(self.count())]

    def constant(self):
        """Return one constant."""
        kind = self.byte()
        if kind == K_STRING:
            text = self.text()
            if text is not None:
                return text
        elif kind == K_INTEGER:
            return self.signed()
        elif kind == K_FLOAT:
            bits: uint64_t = self.u64()
            number: cython.double
            memcpy(cython.address(number), cython.address(bits), 8)
            return number
        elif kind == K_NIL:
            return None
        elif kind == K_FALSE or kind == K_TRUE:
            return kind == K_TRUE
        raise BadChunkError(b"invalid constant")

    def sources(self):
        """Return [(no name, from_parent_local, index)] of the upvalues."""
        n = self.count()
        if n > 255:
            raise BadChunkError(b"too many upvalues")
        found = []
        for _ in range(n):
            from_parent_local: cython.bint = self.byte() != 0
            found.append((None, from_parent_local, self.bounded(255)))
        return found

    def protos(self, depth, source):
        """Return the functions directly inside."""
        return [self.function(depth, source) for _ in range(self.count())]

    # --- names and lines

    def debug(self, p):
        """Read what a stripped chunk has not."""
        p.name = self.text()
        n: int64_t = len(p.live)
        p.lines = self.lines(n, p.line)
        p.upvalues = [(self.text(), from_parent_local, index) for _, from_parent_local, index in p.upvalues]
        p.locals = self.locals(n, p.registers)
        return 0

    def lines(self, n, line):
        """Return the lines of the instructions."""
        raw = bytearray(n * cython.sizeof(cython.int))
        out = cython.cast(cython.p_int, PyByteArray_AS_STRING(raw))
        for pc in range(n):
            difference = self.signed()
            if difference > MAX_LINE or difference < -MAX_LINE:
                raise BadChunkError(b"integer overflow")
            line += difference
            if line < 0 or line > MAX_LINE:
                raise BadChunkError(b"integer overflow")
            out[pc] = cython.cast(cython.int, line)
        return array("i", raw)

    def locals(self, n, registers):
        """Return [(name, register, start, end)] of the locals."""
        found = []
        for _ in range(self.count()):
            name = self.text()
            register = self.bounded(255)
            start = self.bounded(n)
            end = self.bounded(n)
            if name is None or register >= registers or start > end:
                raise BadChunkError(b"invalid name of a variable")
            found.append((name, register, start, end))
        return found
