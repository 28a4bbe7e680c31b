# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""Names, lines and tracebacks: what an error message says about where it happened and which variable was meant.

The name of a register's value is found by looking back in the code for the instruction that set it.  After PUC Lua's
ldebug.c and lauxlib.c (luaL_traceback).
"""
import cython
from cython.cimports.libc.stdint import int64_t
from cython.cimports.libc.stdio import snprintf
from cython.cimports.libc.string import memchr, memcpy, strcmp
from cython.cimports.interpreter.vm.opcode_numbers import (
    OP_ADD, OP_ADDI, OP_ADDK, OP_BNOT, OP_CALL, OP_CALLV, OP_CLOSE, OP_CLOSURE, OP_CONCAT, OP_FORLOOP, OP_FORPREP,
    OP_GETCELL, OP_GETFIELD, OP_GETINDEX, OP_GETINT, OP_GETTABUP, OP_GETUPVAL, OP_IDIV, OP_IDIVK, OP_JEQ, OP_JF,
    OP_JFSET, OP_JGEI, OP_JLE, OP_JLEI, OP_JMP, OP_JNE, OP_JNGEI, OP_JNLE, OP_JNLEI, OP_JT, OP_JTSET, OP_KADD, OP_KIDIV,
    OP_KMOD, OP_KSHR, OP_LEN, OP_LFALSESKIP, OP_LOADK, OP_LOADNIL, OP_MOD, OP_MODK, OP_MOVE, OP_RETURN, OP_RETURN0,
    OP_RETURN1, OP_RETURNV, OP_SELF, OP_SETFIELD, OP_SETINTK, OP_SETTABUP, OP_SETTABUPK, OP_SHR, OP_SHRK, OP_TAILCALL,
    OP_TAILCALLV, OP_TFORCALL, OP_TFORLOOP, OP_UNM, OP_VARARG,
)  # fmt: skip
from cython.cimports.interpreter.vm.strings import num_to_integer
from cython.cimports.interpreter.vm.support import (
    add_bytes, add_z, buffer_str, fail_fmt4_at, rent_buffer, type_name_meta,
)  # fmt: skip
from cython.cimports.interpreter.vm.tables import next_entry, raw_equal
from cython.cimports.interpreter.vm.values import (
    BUILTIN, FUN, F_BUILTIN, F_FINALIZER, F_HIDDEN, F_HOOK, F_HOST, F_TAIL, NFUN, TAB, BufferP, CharP, ConstCharP,
    FrameP, InstrP, LocalNameP, StrP, Value, chars, copy, isnum, isstr, put_nil, put_str, sbx, str_of, tab_of,
)  # fmt: skip


# ---------------------------------------------------------------- positions


def is_lua(fr):
    return fr.flags & F_BUILTIN == 0


def line_at(p, pc):
    if p.lines == cython.NULL:
        return -1
    return p.lines[pc - p.code]


def chunk_id(out, source):
    """Display name as luaO_chunkid: `=name`, `@file` or [string "first line..."]."""
    s: CharP
    n: int64_t
    room: int64_t = ID_SIZE - 1
    if source == cython.NULL:
        memcpy(out, cython.cast(CharP, b"?"), 2)
        return
    s = chars(source)
    n = source.len
    if n > 0 and s[0] == ord("="):
        n = n - 1 if n - 1 <= room else room
        memcpy(out, s + 1, n)
        out[n] = 0
    elif n > 0 and s[0] == ord("@"):
        if n - 1 <= room:
            memcpy(out, s + 1, n - 1)
            out[n - 1] = 0
        else:
            memcpy(out, cython.cast(CharP, b"..."), 3)
            memcpy(out + 3, s + n - (room - 3), room - 3)
            out[room] = 0
    else:
        string_id(out, s, n)


def string_id(out, s, n):
    """Write [string "source"] with the first line only, cut with dots when too long."""
    newline: CharP = cython.cast(CharP, memchr(s, 10, n))
    keep: int64_t = n if newline == cython.NULL else newline - s
    room: int64_t = ID_SIZE - 15           # without [string "..."] and the NUL
    cut: cython.bint = newline != cython.NULL or keep >= room
    if keep > room:
        keep = room
    memcpy(out, cython.cast(CharP, b'[string "'), 9)
    memcpy(out + 9, s, keep)
    keep += 9
    if cut:
        memcpy(out + keep, cython.cast(CharP, b"..."), 3)
        keep += 3
    memcpy(out + keep, cython.cast(CharP, b'"]'), 3)


def add_line(vm, b, n):
    text: cython.char[24]
    snprintf(text, 24, b"%lld", cython.cast(cython.longlong, n))
    add_z(vm, b, text)


def add_where(vm, b, fr):
    name: cython.char[ID_SIZE]
    if fr == cython.NULL or not is_lua(fr):
        return 0
    line: cython.int = line_at(fr.cl.p, fr.pc)
    if line < 0 and vm.builtin != cython.NULL:
        return 0                           # as PUC: errors of the VM itself have a position even so, "?:-1:"
    chunk_id(name, fr.cl.p.source)
    add_z(vm, b, name)
    add_z(vm, b, b":")
    add_line(vm, b, line)
    add_z(vm, b, b": ")
    return 0


def prefix_error(vm):
    b: BufferP
    s: StrP
    if not isstr(cython.address(vm.err)):
        return 0
    b = rent_buffer(vm)
    add_where(vm, b, vm.frame)
    add_bytes(vm, b, chars(str_of(cython.address(vm.err))), str_of(cython.address(vm.err)).len)
    s = buffer_str(vm, b)
    if s != cython.NULL:
        put_str(cython.address(vm.err), s)
    return 0


# ---------------------------------------------------------------- names of values


def local_name(p, reg, pc):
    i: cython.int
    found: ConstCharP = cython.NULL
    for i in range(p.nlocals):
        v: LocalNameP = p.locals + i
        if v.start <= pc and pc < v.end and v.reg == reg and v.name != cython.NULL:
            found = chars(v.name)
    return found


def variable_name(vm, fr, reg):
    name: ConstCharP = local_name(fr.cl.p, reg, cython.cast(cython.int, fr.pc - fr.cl.p.code) + 1)
    if name == cython.NULL:
        name = local_name(fr.cl.p, reg, cython.cast(cython.int, fr.pc - fr.cl.p.code))
    if name == cython.NULL:
        return b"?"
    return name


def upvalue_name(p, i):
    if p.upvalues[i].name == cython.NULL:
        return b"?"
    return chars(p.upvalues[i].name)


def constant_text(k):
    if not isstr(k):
        return b"?"
    return chars(str_of(k))


def sets_register(i, reg):
    """Tell whether the instruction changes the register."""
    op: cython.int = i.op
    a: cython.int = i.a
    if op == OP_LOADNIL:
        return a <= reg and reg < a + i.b
    if op == OP_TFORCALL or op == OP_CALL or op == OP_CALLV or op == OP_TAILCALL or op == OP_TAILCALLV:
        return reg >= a
    if op == OP_VARARG:
        return reg >= a
    if op == OP_SELF:
        return reg == a or reg == a + 1
    if op == OP_FORLOOP or op == OP_FORPREP or op == OP_TFORLOOP:
        return a <= reg and reg <= a + 3
    if op == OP_JTSET or op == OP_JFSET or op == OP_GETCELL or op == OP_GETUPVAL or op == OP_CLOSURE:
        return reg == a
    if op == OP_SETTABUP or op == OP_SETTABUPK:
        return False
    if op <= OP_LFALSESKIP or (op >= OP_GETTABUP and op <= OP_CONCAT):
        if op >= OP_SETFIELD and op <= OP_SETINTK:
            return False
        return reg == a
    return False


def jump_target(code, pc):
    """Where a forward jump leads, else 0."""
    i: InstrP = code + pc
    op: cython.int = i.op
    if op == OP_JMP or op == OP_JT or op == OP_JF or op == OP_FORPREP:
        return pc + sbx(i)
    if op == OP_JTSET or op == OP_JFSET or (op >= OP_JEQ and op <= OP_JNGEI):
        return pc + i.c
    if op == OP_LFALSESKIP:
        return pc + 2
    return 0


def find_setter(p, lastpc, reg):
    """Return the pc of the last instruction before lastpc that surely set the register, -1 when there is none."""
    pc: cython.int
    target: cython.int
    setter: cython.int = -1
    limit: cython.int = 0                  # code before it may be jumped over
    for pc in range(lastpc):
        if sets_register(p.code + pc, reg):
            setter = pc if pc >= limit else -1
        target = jump_target(p.code, pc)
        if target <= lastpc and target > limit:
            limit = target
    return setter


def object_name(p, lastpc, reg, name):
    i: InstrP
    pc: cython.int
    name[0] = local_name(p, reg, lastpc)
    if name[0] != cython.NULL:
        return b"local"
    pc = find_setter(p, lastpc, reg)
    if pc < 0:
        return cython.NULL
    i = p.code + pc
    if i.op == OP_MOVE:
        return object_name(p, pc, i.b, name) if i.b < i.a else cython.cast(ConstCharP, cython.NULL)
    if i.op == OP_GETCELL:
        name[0] = local_name(p, i.b, pc)
        if name[0] == cython.NULL:
            return cython.NULL
        return b"local"
    if i.op == OP_GETUPVAL:
        name[0] = upvalue_name(p, i.b)
        return b"upvalue"
    if i.op == OP_LOADK:
        if not isstr(p.k + sbx(i)):
            return cython.NULL
        name[0] = constant_text(p.k + sbx(i))
        return b"constant"
    return field_name(p, pc, i, name)


def field_name(p, pc, i, name):
    """Name what a table access fetched."""
    if i.op == OP_GETTABUP:
        name[0] = constant_text(p.k + i.c)
        return b"global" if strcmp(upvalue_name(p, i.b), b"_ENV") == 0 else b"field"
    if i.op == OP_GETFIELD:
        name[0] = constant_text(p.k + i.c)
        return global_or_field(p, pc, i.b)
    if i.op == OP_SELF:
        name[0] = constant_text(p.k + i.c)
        return b"method"
    if i.op == OP_GETINT:
        name[0] = b"integer index" if i.c >= 0 and i.c <= 255 else b"?"     # PUC's instruction goes no further
        return b"field"
    if i.op == OP_GETINDEX:
        name[0] = key_text(p, pc, i.c)
        return global_or_field(p, pc, i.b)
    return cython.NULL


def key_text(p, pc, reg):
    """Return the string constant in the register, "?" for anything else."""
    name: ConstCharP = cython.NULL
    kind: ConstCharP = object_name(p, pc, reg, cython.address(name))
    if kind != cython.NULL and strcmp(kind, b"constant") == 0:
        return name
    return b"?"


def global_or_field(p, pc, reg):
    """Return the kind of what a table in a register holds: the variable _ENV holds globals."""
    name: ConstCharP = cython.NULL
    kind: ConstCharP = object_name(p, pc, reg, cython.address(name))
    if kind != cython.NULL and (strcmp(kind, b"local") == 0 or strcmp(kind, b"upvalue") == 0):
        if strcmp(name, b"_ENV") == 0:
            return b"global"
    return b"field"


def variable_info(vm, fr, o, name):
    """Kind and name of the variable that o, an operand of the frame's current instruction, stands for."""
    i: cython.int
    if vm.builtin != cython.NULL or not is_lua(fr):
        return cython.NULL
    for i in range(fr.cl.p.nupvalues):
        if cython.address(fr.cl.cells[i].v) == o:
            name[0] = upvalue_name(fr.cl.p, i)
            return b"upvalue"
    if o >= fr.R and o < fr.R + fr.cl.p.nregs:
        i = cython.cast(cython.int, fr.pc - fr.cl.p.code)
        return object_name(fr.cl.p, i, cython.cast(cython.int, o - fr.R), name)
    if o >= fr.cl.p.k and o < fr.cl.p.k + fr.cl.p.nk and isstr(o):
        name[0] = constant_text(o)
        return b"constant"
    return cython.NULL


# ---------------------------------------------------------------- errors


def fail_operation4(vm, format, s, t, u, v):
    return fail_fmt4_at(vm, format, s, t, u, v, vm.builtin == cython.NULL)


def named_error(vm, o, what, kind, name):
    if kind == cython.NULL:
        return fail_operation4(vm, b"attempt to %s a %s value", what, type_name_meta(vm, o), b"", b"")
    return fail_operation4(vm, b"attempt to %s a %s value (%s '%s')", what, type_name_meta(vm, o), kind, name)


def type_op_error(vm, o, what, key):
    name: ConstCharP = cython.NULL
    kind: ConstCharP = variable_info(vm, vm.frame, o, cython.address(name))
    return named_error(vm, o, what, kind, name)


def call_error(vm, f):
    name: ConstCharP = cython.NULL
    kind: ConstCharP = cython.NULL
    fr: FrameP = vm.frame
    vm.builtin = cython.NULL
    if is_lua(fr):
        kind = code_name(fr.cl.p, fr.pc, cython.address(name))
        if kind == cython.NULL:
            kind = variable_info(vm, fr, f, cython.address(name))
    elif fr.flags & F_FINALIZER:
        kind = b"metamethod"
        name = b"__gc"
    return named_error(vm, f, b"call", kind, name)


def arith_error(vm, x, y):
    return type_op_error(vm, y if isnum(x) else x, b"perform arithmetic on", cython.NULL)


def bitwise_error(vm, x, y):
    i: int64_t
    name: ConstCharP = cython.NULL
    kind: ConstCharP
    if not isnum(x) or not isnum(y):
        return type_op_error(vm, y if isnum(x) else x, b"perform bitwise operation on", cython.NULL)
    kind = variable_info(vm, vm.frame, y if num_to_integer(x, cython.address(i)) else x, cython.address(name))
    if kind == cython.NULL:
        return fail_operation4(vm, b"number has no integer representation", b"", b"", b"", b"")
    return fail_operation4(vm, b"number (%s '%s') has no integer representation", kind, name, b"", b"")


def concat_error(vm, x, y):
    return type_op_error(vm, y if isstr(x) or isnum(x) else x, b"concatenate", cython.NULL)


def compare_error(vm, x, y):
    a: ConstCharP = type_name_meta(vm, x)
    b: ConstCharP = type_name_meta(vm, y)
    if strcmp(a, b) == 0:
        return fail_operation4(vm, b"attempt to compare two %s values", a, b"", b"", b"")
    return fail_operation4(vm, b"attempt to compare %s with %s", a, b, b"", b"")


# ---------------------------------------------------------------- names of functions


def arith_event_name(event):
    if event == 0:
        return b"add"
    if event == 1:
        return b"sub"
    if event == 2:
        return b"mul"
    if event == 3:
        return b"div"
    if event == 4:
        return b"mod"
    if event == 5:
        return b"pow"
    if event == 6:
        return b"idiv"
    if event == 7:
        return b"band"
    if event == 8:
        return b"bor"
    if event == 9:
        return b"bxor"
    if event == 10:
        return b"shl"
    return b"shr"


def event_of(i):
    """Name of the metamethod that the instruction may call, NULL for others."""
    op: cython.int = i.op
    if op >= OP_ADD and op <= OP_SHR:
        return arith_event_name(op - OP_ADD)
    if op >= OP_ADDK and op <= OP_SHRK:
        return arith_event_name(op - OP_ADDK)
    if op >= OP_KADD and op <= OP_KSHR:
        return arith_event_name(op - OP_KADD)
    if op == OP_ADDI:
        return b"add"
    if op == OP_GETTABUP or op == OP_GETFIELD or op == OP_GETINDEX or op == OP_GETINT or op == OP_SELF:
        return b"index"
    if op == OP_SETTABUP or op == OP_SETTABUPK or (op >= OP_SETFIELD and op <= OP_SETINTK):
        return b"newindex"
    if op == OP_UNM:
        return b"unm"
    if op == OP_BNOT:
        return b"bnot"
    if op == OP_LEN:
        return b"len"
    if op == OP_CONCAT:
        return b"concat"
    if op == OP_JEQ or op == OP_JNE:
        return b"eq"
    return comparison_event(op)


def comparison_event(op):
    if op == OP_CLOSE or op == OP_RETURN or op == OP_RETURN0 or op == OP_RETURN1 or op == OP_RETURNV:
        return b"close"
    if op == OP_JLE or op == OP_JNLE or op == OP_JLEI or op == OP_JNLEI or op == OP_JGEI or op == OP_JNGEI:
        return b"le"
    if op >= OP_JEQ and op <= OP_JNGEI:
        return b"lt"
    return cython.NULL


def code_name(p, pc, name):
    """Kind and name of the function called by the instruction at pc."""
    op: cython.int = pc.op
    if op == OP_CALL or op == OP_CALLV or op == OP_TAILCALL or op == OP_TAILCALLV:
        return object_name(p, cython.cast(cython.int, pc - p.code), pc.a, name)
    if op == OP_TFORCALL:
        name[0] = b"for iterator"
        return b"for iterator"
    name[0] = event_of(pc)
    if name[0] == cython.NULL:
        return cython.NULL
    return b"metamethod"


def next_level(fr):
    """Return the caller's frame, trampolines left out."""
    fr = fr.prev
    while fr != cython.NULL and fr.flags & F_HIDDEN and fr.flags & F_HOST == 0:
        fr = fr.prev
    return fr


def call_name(vm, fr, name):
    if fr.flags & F_TAIL:
        return cython.NULL
    return name_from(vm, fr.prev, name)


def name_from(vm, prev, name):
    if prev != cython.NULL and prev.flags & F_HOOK:
        name[0] = b"?"
        return b"hook"
    if prev != cython.NULL and prev.flags & F_FINALIZER:
        name[0] = b"__gc"
        return b"metamethod"
    while prev != cython.NULL and prev.flags & F_HIDDEN:
        if prev.flags & F_HOST:
            return cython.NULL
        prev = prev.prev
    if prev == cython.NULL or not is_lua(prev) or divides_numbers(prev):
        return cython.NULL
    return code_name(prev.cl.p, prev.pc, name)


def divides_numbers(fr):
    """Say whether a division of numbers runs: it calls no metamethod, but perhaps the message handler."""
    i: InstrP = fr.pc
    if i.op == OP_IDIV or i.op == OP_MOD:
        return isnum(fr.R + i.b) and isnum(fr.R + i.c)
    if i.op == OP_IDIVK or i.op == OP_MODK:
        return isnum(fr.R + i.b)
    return (i.op == OP_KIDIV or i.op == OP_KMOD) and isnum(fr.R + i.c)


def search_name(vm, t, f, name):
    """Look for a string key whose value is the function; a second choice is the name only if no other is."""
    pair: Value[2]
    put_nil(cython.address(pair[0]))
    while next_entry(vm, t, cython.address(pair[0]), cython.address(pair[1])) > 0:
        if isstr(cython.address(pair[0])) and raw_equal(cython.address(pair[1]), f):
            name[0] = str_of(cython.address(pair[0]))
            if not is_private(name[0]) and not is_alias(name[0], f):
                return


def is_private(name):
    """Say whether a name begins with `_`, as those by which a notebook keeps what its cells gave."""
    return chars(name)[0] == 95


def is_alias(name, f):
    """Say whether a builtin was made with another name, as atan2 was made as atan."""
    return f.tag == BUILTIN and strcmp(chars(name), f.v.b.name) != 0


def global_name(vm, f, b):
    name: StrP = cython.NULL
    if f.tag != FUN and f.tag != BUILTIN and f.tag != NFUN:
        return False
    search_name(vm, vm.globals, f, cython.address(name))
    if (name == cython.NULL or is_private(name)) and vm.loaded != cython.NULL and loaded_name(vm, f, b):
        return True
    if name != cython.NULL:
        add_z(vm, b, chars(name))
    return name != cython.NULL


def loaded_name(vm, f, b):
    """Add the name of a loaded module that is the function, or that has it in a field."""
    field: StrP
    pair: Value[2]
    put_nil(cython.address(pair[0]))
    while next_entry(vm, vm.loaded, cython.address(pair[0]), cython.address(pair[1])) > 0:
        if not isstr(cython.address(pair[0])):
            continue
        field = cython.NULL
        if pair[1].tag == TAB and tab_of(cython.address(pair[1])) != vm.globals:
            search_name(vm, tab_of(cython.address(pair[1])), f, cython.address(field))
        if field != cython.NULL or raw_equal(cython.address(pair[1]), f):
            add_z(vm, b, chars(str_of(cython.address(pair[0]))))
            if field != cython.NULL:
                add_z(vm, b, b".")
                add_z(vm, b, chars(field))
            return True
    return False


# ---------------------------------------------------------------- tracebacks


def add_function_name(vm, b, fr, f):
    """Add what a traceback says of a function, in luaL_traceback's order of preference."""
    name: ConstCharP = cython.NULL
    kind: ConstCharP
    short: cython.char[ID_SIZE]
    mark: int64_t = b.n
    add_z(vm, b, b"function '")
    if global_name(vm, f, b):
        add_z(vm, b, b"'")
        return 0
    b.n = mark
    kind = call_name(vm, fr, cython.address(name))
    if kind != cython.NULL:
        add_z(vm, b, kind)
        add_z(vm, b, b" '")
        add_z(vm, b, name)
        add_z(vm, b, b"'")
    elif not is_lua(fr):
        add_z(vm, b, b"?")
    elif fr.cl.p.line == 0:
        add_z(vm, b, b"main chunk")
    else:
        chunk_id(short, fr.cl.p.source)
        add_z(vm, b, b"function <")
        add_z(vm, b, short)
        add_z(vm, b, b":")
        add_line(vm, b, fr.cl.p.line)
        add_z(vm, b, b">")
    return 0


def add_running_name(vm, b, fr, running):
    """Add what a traceback says of the builtin that runs on top of the frame."""
    name: ConstCharP = cython.NULL
    kind: ConstCharP = cython.NULL
    mark: int64_t = b.n
    add_z(vm, b, b"function '")
    if not global_name(vm, cython.address(vm.self), b):
        if is_lua(fr):
            kind = code_name(fr.cl.p, fr.pc, cython.address(name))
        if kind != cython.NULL:
            b.n = mark
            add_z(vm, b, kind)
            add_z(vm, b, b" '")
            add_z(vm, b, name)
        else:
            b.n = mark
            add_z(vm, b, b"?")
            return 0
    add_z(vm, b, b"'")
    return 0


def add_level(vm, b, fr, running):
    """One level: of a frame, or of the builtin that runs on top of the stack."""
    f: Value
    short: cython.char[ID_SIZE]
    line: cython.int
    if running != cython.NULL:
        add_z(vm, b, b"\n\t[C]: in ")
        return add_running_name(vm, b, fr, running)
    if not is_lua(fr):
        add_z(vm, b, b"\n\t[C]: in ")
        copy(cython.address(f), fr.R)
    else:
        line = line_at(fr.cl.p, fr.pc)
        chunk_id(short, fr.cl.p.source)
        add_z(vm, b, b"\n\t")
        add_z(vm, b, short)
        add_z(vm, b, b":")
        if line > 0:
            add_line(vm, b, line)
            add_z(vm, b, b":")
        add_z(vm, b, b" in ")
        f.v.p = fr.cl
        f.tag = FUN
    add_function_name(vm, b, fr, cython.address(f))
    if fr.flags & F_TAIL:
        add_z(vm, b, b"\n\t(...tail calls...)")
    return 0


def count_levels(fr):
    n: int64_t = 0
    while fr != cython.NULL:
        n += 1
        fr = next_level(fr)
    return n


def add_traceback(vm, b, top, running, level):
    """`stack traceback:` and a line a level from `level` on; the middle of a deep stack is left out."""
    fr: FrameP = top
    total: int64_t
    shown: int64_t = 0
    skipped: int64_t
    add_z(vm, b, b"stack traceback:")
    if fr != cython.NULL and fr.flags & F_HIDDEN and fr.flags & F_HOST == 0:
        fr = next_level(fr)
    if running != cython.NULL:
        if level <= 0:
            add_level(vm, b, fr, running)
            shown += 1
        level -= 1
    while level > 0 and fr != cython.NULL:
        fr = next_level(fr)
        level -= 1
    total = count_levels(fr) + shown
    vm.budget -= total >> 4                # a deep stack is walked twice
    while fr != cython.NULL:
        if total > 22 and shown == 10:
            skipped = total - 21           # PUC leaves one more out than it says
            add_z(vm, b, b"\n\t...\t(skipping ")
            add_line(vm, b, skipped - 1)
            add_z(vm, b, b" levels)")
            shown += skipped
            while skipped > 0:
                fr = next_level(fr)
                skipped -= 1
        add_level(vm, b, fr, cython.NULL)
        shown += 1
        fr = next_level(fr)
    return 0


def make_traceback(vm):
    b: BufferP = rent_buffer(vm)
    s: StrP
    put_nil(cython.address(vm.traceback))
    add_traceback(vm, b, vm.frame, vm.builtin, 0)
    s = buffer_str(vm, b)
    if s != cython.NULL:
        put_str(cython.address(vm.traceback), s)
