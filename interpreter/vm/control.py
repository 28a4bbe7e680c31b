# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""Library functions that are part of the VM: error, pcall, xpcall and load."""
import cython
from cython.cimports.libc.stdint import int64_t
from cython.cimports.libc.string import strchr
from cython.cimports.interpreter.vm.calls import (
    I_TRAMPOLINE, bi_pcall, bi_xpcall, check_levels, deliver, enter_level, handle_error, open_append, open_set,
    push_internal, raise_, set_error,
)  # fmt: skip
from cython.cimports.interpreter.vm.debuginfo import MANY_LEVELS, add_where, next_level
from cython.cimports.interpreter.vm.heap import collect_soon
from cython.cimports.interpreter.vm.opcode_numbers import OP_FINISH_PAIRS
from cython.cimports.interpreter.vm.tables import get_int
from cython.cimports.interpreter.vm.support import (
    add_bytes, add_value, add_z, arg_error, buffer_str, call, charge, check_function, check_str, fail, fail_s,
    give_back_buffer, metafield, opt_int, opt_str, reg, rent_buffer, str_value, type_name,
)  # fmt: skip
from cython.cimports.interpreter.vm.values import (
    BI_ERROR, BI_NEXT, BI_NONE, BI_PCALL, BI_XPCALL, ERR_LUA, EV_PAIRS, FAILED, F_BUILTIN, F_HIDDEN, F_META, NIL,
    BufferP, ClosureP, FrameP, StrP, Value, ValueP, chars, copy, go, isnum, isstr, put_nil, put_str, str_of,
)  # fmt: skip

PIECE_WORK = cython.declare(cython.int, 10)  # of reading a piece of a chunk, beside what its reader does


def frame_at(vm, level):
    """Frame of a level counted from 1, the caller of the running builtin; NULL when the stack is not so deep."""
    fr: FrameP = vm.frame
    if vm.nested_plain:
        level -= 1                         # level 1 is the builtin that called
        if level == 0:
            return cython.NULL
    if fr != cython.NULL and fr.flags & F_HIDDEN:
        fr = next_level(fr)
    if level > MANY_LEVELS:
        collect_soon(vm)                   # it takes long: whoever asks again and again can be interrupted
    while fr != cython.NULL and level > 1:
        fr = next_level(fr)
        level -= 1
    return fr


def base_error(vm, args, n):
    asked: int64_t
    level: cython.int                      # of C's int, as in PUC: more bits are lost
    v: Value
    b: BufferP
    s: StrP
    fr: FrameP
    put_nil(cython.address(v))
    if n > 0:
        copy(cython.address(v), args)
    if opt_int(vm, args, n, 1, 1, cython.address(asked)) < 0:
        return FAILED
    level = cython.cast(cython.int, asked)
    if isstr(cython.address(v)) and level > 0:
        fr = frame_at(vm, level)
        b = rent_buffer(vm)
        if fr != cython.NULL:
            add_where(vm, b, fr)
        add_bytes(vm, b, chars(str_of(args)), str_of(args).len)
        s = buffer_str(vm, b)
        if s == cython.NULL:
            return FAILED
        put_str(cython.address(v), s)
    set_error(vm, cython.address(v))
    return FAILED


def read_pieces(vm, reader):
    """Concatenate what a reader function returns until nil or an empty string."""
    b: BufferP = rent_buffer(vm)
    count: cython.int
    while True:
        vm.kept_runs += 1                  # load goes on after an error
        put_nil(cython.address(vm.message))
        put_nil(cython.address(vm.traceback))
        count = call(vm, reader, reader, 0)
        vm.kept_runs -= 1
        if count < 0:
            give_back_buffer(vm, b)
            return cython.NULL
        if charge(vm, PIECE_WORK) < 0:
            give_back_buffer(vm, b)
            return cython.NULL
        if count == 0 or vm.ret.tag == NIL or (isstr(vm.ret) and str_of(vm.ret).len == 0):
            return buffer_str(vm, b)
        if add_value(vm, b, vm.ret) < 0:
            give_back_buffer(vm, b)
            fail(vm, b"reader function must return a string")
            handle_error(vm)
            return cython.NULL


def add_host_traceback(vm):
    """Make a reader's error what the message handler of the command makes of it: PUC calls it for that error too."""
    b: BufferP
    s: StrP
    if not vm.owns_process or vm.err_kind != ERR_LUA:
        return
    if isstr(cython.address(vm.message)):
        copy(cython.address(vm.err), cython.address(vm.message))
    if not isstr(cython.address(vm.traceback)):
        return
    b = rent_buffer(vm)
    if add_value(vm, b, cython.address(vm.err)) < 0:
        add_z(vm, b, b"(error object is a ")
        add_z(vm, b, type_name(cython.address(vm.err)))
        add_z(vm, b, b" value)")
    add_z(vm, b, b"\n")
    add_z(vm, b, chars(str_of(cython.address(vm.traceback))))
    s = buffer_str(vm, b)
    if s != cython.NULL:
        put_str(cython.address(vm.err), s)


def load_failed(vm):
    """Return nil and the error, the results of a load that failed."""
    if vm.err_kind != ERR_LUA:
        return FAILED
    put_nil(vm.ret)
    copy(vm.ret + 1, cython.address(vm.err))
    put_nil(cython.address(vm.err))
    return 2


def load_text(vm, text, name, mode, env):
    d: Value
    kind: cython.int = ord("b") if text.len > 0 and chars(text)[0] == 27 else ord("t")
    if mode != cython.NULL and isstr(mode) and strchr(chars(str_of(mode)), kind) == cython.NULL:
        if kind == ord("b"):
            fail_load(vm, b"attempt to load a binary chunk (mode is '%s')", chars(str_of(mode)))
        else:
            fail_load(vm, b"attempt to load a text chunk (mode is '%s')", chars(str_of(mode)))
        return load_failed(vm)
    if vm.host_load(vm, text, name, cython.address(d)) < 0:
        return load_failed(vm)
    if env != cython.NULL:
        c: ClosureP = cython.cast(ClosureP, d.v.o)
        if c.p.nupvalues > 0:
            copy(cython.address(c.cells[0].v), env)
    copy(vm.ret, cython.address(d))
    return 1


def fail_load(vm, format, mode):
    """Make an error of load itself, without a position."""
    level: FrameP = vm.frame
    vm.frame = vm.root
    fail_s(vm, format, mode)
    vm.frame = level


def base_load(vm, args, n):
    text: StrP = cython.NULL
    name: StrP = cython.NULL
    mode: ValueP = cython.NULL
    mode_text: StrP = cython.NULL
    if n > 0 and (isstr(args) or isnum(args)) and check_str(vm, args, n, 0, cython.address(text)) < 0:
        return FAILED
    if opt_str(vm, args, n, 2, cython.address(mode_text)) < 0 or opt_str(vm, args, n, 1, cython.address(name)) < 0:
        return FAILED
    if text == cython.NULL and check_function(vm, args, n, 0) < 0:
        return FAILED
    if mode_text != cython.NULL:
        mode = args + 2
    if text == cython.NULL:
        text = read_pieces(vm, args)
        if text == cython.NULL:
            add_host_traceback(vm)
            return load_failed(vm)
        if name == cython.NULL:
            default: Value
            str_value(vm, cython.address(default), b"=(load)")
            name = str_of(cython.address(default))
    if name == cython.NULL:
        name = text
    return load_text(vm, text, name, mode, args + 3 if n > 3 else cython.cast(ValueP, cython.NULL))


def bi_pairs(vm, R, pc, K, cl):
    """next, the table and nil; or what __pairs says, which may yield."""
    mm: ValueP
    results: ValueP = cython.address(vm.tmp[4])
    vm.frame.pc = pc
    if vm.nargs == 0:
        arg_error(vm, 0, b"value expected")
        return raise_(vm)
    mm = metafield(vm, vm.args, EV_PAIRS)
    if mm != cython.NULL:
        return enter_pairs(vm, mm)
    copy(results, get_int(vm, vm.registry, -BI_NEXT))
    copy(results + 1, vm.args)
    put_nil(results + 2)
    if deliver(vm, R, pc, results, 3) < 0:
        return raise_(vm)
    return go(vm, R, pc + 1, K, cl)


def enter_pairs(vm, mm):
    """Call __pairs from a frame of pairs: it is a level of its own."""
    fr: FrameP
    if check_levels(vm) < 0:
        return raise_(vm)
    fr = push_internal(vm, I_TRAMPOLINE, F_BUILTIN | F_META)
    if fr == cython.NULL:
        return raise_(vm)
    enter_level(vm)
    fr.cont = OP_FINISH_PAIRS
    copy(fr.R, cython.address(vm.self))
    copy(fr.R + 1, mm)
    if open_set(vm, vm.args, 1) < 0:
        return raise_(vm)
    return go(vm, fr.R, fr.pc, cython.NULL, fr.cl)


def op_finish_pairs(vm, R, pc, K, cl):
    """Hand on the results of __pairs, adjusted to three, as those of pairs."""
    while vm.open.n < 3:
        if open_append(vm, cython.address(vm.nilv), 1) < 0:
            return raise_(vm)
    if deliver(vm, R, pc, vm.open.lo, 3) < 0:
        return raise_(vm)
    return go(vm, R, pc + 1, K, cl)


def reg_op(vm, name, op, id):
    reg(vm, vm.globals, b"", name, cython.NULL)
    vm.last_builtin.op = op
    vm.last_builtin.id = id
    return 0


def open_control(vm):
    reg(vm, vm.globals, b"", b"error", base_error)
    vm.last_builtin.id = BI_ERROR
    reg(vm, vm.globals, b"", b"load", base_load)
    reg_op(vm, b"pairs", bi_pairs, BI_NONE)
    reg_op(vm, b"pcall", bi_pcall, BI_PCALL)
    reg_op(vm, b"xpcall", bi_xpcall, BI_XPCALL)
