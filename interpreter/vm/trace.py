# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: nonecheck=False, infer_types=True, binding=False
"""Tracing: what stood in registers and pools before each of a run's first instructions.

While it is on, every compiled entry of the dispatch table is `op_trace`, which hands a row to the host's list and goes
on with the handler. It makes no Lua object and changes no counter, so a traced run is the run itself. After the limit
it takes itself out of the table.
"""
import cython
from cython.cimports.libc.stdint import int64_t
from cython.cimports.interpreter.vm.bridge import State
from cython.cimports.interpreter.vm.debuginfo import ID_SIZE, chunk_id, local_name
from cython.cimports.interpreter.vm.hooks import install_hooks
from cython.cimports.interpreter.vm.pools import retained
from cython.cimports.interpreter.vm.support import type_name
from cython.cimports.interpreter.vm.values import (
    CELL, FALSE, FLT, INT, NCLASSES, NIL, TRUE, VMP, CellP, ClosureP, InstrP, ProtoP, SlotPoolP,
    ValueP, chars, isstr, str_of,
)  # fmt: skip
from cython.cimports.cpython.ref import PyObject

SHOWN_BYTES = 40
"""How much of a string a row holds."""


def start_trace(vm, limit):
    vm.trace_left = limit
    install_hooks(vm)


def stop_trace(vm):
    vm.trace_left = 0
    install_hooks(vm)


def op_trace(vm, R, pc, K, cl):
    """Stand before every compiled instruction of a Lua function."""
    if cl.p.source != cython.NULL:
        record_step(vm, R, pc, cl)
        vm.trace_left -= 1
        if vm.trace_left == 0:
            install_hooks(vm)
    return vm.traced[pc.op](vm, R, pc, K, cl)


# ---------------------------------------------------------------- rows


def record_step(vm, R, pc, cl):
    """Append a row to the host's list; an exception (no memory) ends the trace, not the run."""
    state: State = cython.cast(State, cython.cast(cython.pointer(PyObject), vm.host))
    try:
        state.trace_rows.append(step_row(vm, R, pc, cl))
    except BaseException as error:
        state.trace_error = error
        vm.trace_left = 1


@cython.cfunc
def step_row(vm: VMP, R: ValueP, pc: InstrP, cl: ClosureP) -> tuple:
    p: ProtoP = cl.p
    place: cython.int = cython.cast(cython.int, pc - p.code)
    chunk: cython.char[ID_SIZE]
    chunk_id(chunk, p.source)
    name: bytes = b"main chunk" if p.line == 0 else b"" if p.name == cython.NULL else chars(p.name)[: p.name.len]
    line: cython.int = 0 if p.lines == cython.NULL else p.lines[place]
    return (
        cython.cast(bytes, chunk), name, p.line, place, line, pc.op, vm.frame.level, registers(p, place, R), pools(vm),
    )  # fmt: skip


@cython.cfunc
def registers(p: ProtoP, place: cython.int, R: ValueP) -> tuple:
    """Return (name or empty, text, is captured) of the registers that may be read at an instruction."""
    i: cython.int
    rows: list = []
    v: ValueP
    for i in range(p.live[place]):
        named = local_name(p, i, place)
        v = R + i
        captured: cython.bint = v.tag == CELL
        if captured:
            v = cython.address(cython.cast(CellP, v.v.o).v)
        rows.append((b"" if named == cython.NULL else cython.cast(bytes, named), text(v), captured))
    return tuple(rows)


@cython.cfunc
def text(v: ValueP) -> bytes:
    """Return a value as a reader knows it, without making a Lua string or calling a metamethod."""
    if v.tag == NIL:
        return b"nil"
    if v.tag == FALSE or v.tag == TRUE:
        return b"true" if v.tag == TRUE else b"false"
    if v.tag == INT:
        return b"%d" % v.v.i
    if v.tag == FLT:
        return float_text(v.v.n)
    if isstr(v):
        return string_text(chars(str_of(v))[: min(str_of(v).len, SHOWN_BYTES)], str_of(v).len)
    return cython.cast(bytes, type_name(v)) + b": 0x%x" % cython.cast(cython.size_t, v.v.p)


@cython.cfunc
def float_text(x: cython.double) -> bytes:
    shown: bytes = b"%.14g" % x
    return shown + b".0" if shown.lstrip(b"-").isdigit() else shown


@cython.cfunc
def string_text(shown: bytes, length: int64_t) -> bytes:
    return b'"' + shown + (b'"' if length <= SHOWN_BYTES else b'..." (%d bytes)' % length)


@cython.cfunc
def pools(vm: VMP) -> tuple:
    """Return (live, free) of the frames, then of each pool of register arrays."""
    c: cython.int
    pool: SlotPoolP
    live: int64_t = vm.frame_rents - vm.frame_returns
    rows: list = [(live, retained(cython.address(vm.frames), vm.frame_rents, vm.frame_returns))]
    for c in range(NCLASSES):
        pool = cython.address(vm.locals[c])
        live = pool.n.rents - pool.n.returns
        rows.append((live, retained(cython.address(pool.n), pool.n.rents, pool.n.returns)))
    return tuple(rows)
