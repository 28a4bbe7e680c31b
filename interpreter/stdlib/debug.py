# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: nonecheck=False, infer_types=True, binding=False
"""The debug library: what runs, its locals and upvalues, hooks, tracebacks.

A builtin has no frame of its own while it runs or after it yielded: such a level is the builtin on top of a stack.
After PUC's ldblib.c and ldebug.c (manual §6.10).
"""

import cython
from cython.cimports.interpreter.vm.calls import builtin_of, call_flags, catchable
from cython.cimports.interpreter.vm.control import load_text
from cython.cimports.interpreter.vm.debuginfo import (
    ID_SIZE,
    MANY_LEVELS,
    add_traceback,
    call_name,
    chunk_id,
    is_lua,
    line_at,
    name_from,
    next_level,
)
from cython.cimports.interpreter.vm.heap import add_finalizable, collect_soon, share
from cython.cimports.interpreter.vm.hooks import set_hook
from cython.cimports.interpreter.vm.opcode_numbers import (
    OP_CALL, OP_CALLV, OP_FORLOOP, OP_TAILCALL, OP_TAILCALLV, OP_TFORCALL,
)
from cython.cimports.interpreter.vm.strings import str_from
from cython.cimports.interpreter.vm.support import (
    add_char,
    add_value,
    add_z,
    arg_error,
    buffer_str,
    check_any,
    check_function,
    check_int,
    check_str,
    err_write,
    fail_memory,
    give_back_buffer,
    in_read,
    is_none_or_nil,
    metatable_of,
    new_library,
    opt_int,
    reg,
    rent_buffer,
    ret_buffer,
    ret_int,
    ret_nil,
    ret_value,
    ret_z,
    set_field,
    str_value,
    tostring_value,
    type_error,
)
from cython.cimports.interpreter.vm.tables import get_str, metamethod_of, new_table, set_any, set_int
from cython.cimports.interpreter.vm.values import (
    BUILTIN,
    CELL,
    CO,
    EV_GC,
    F_CLOSING,
    F_HIDDEN,
    F_HOOK,
    F_HOST,
    F_PROTECTED,
    F_TAIL,
    F_VARARGS,
    FAILED,
    FALSE,
    FLT,
    FUN,
    HOOK_CALL,
    HOOK_COUNT,
    HOOK_LINE,
    HOOK_RETURN,
    INT,
    LIGHT,
    LSTR,
    NFUN,
    NIL,
    STR,
    TAB,
    TRUE,
    UDATA,
    BufferP,
    CellP,
    ClosureP,
    ConstCharP,
    CoP,
    FrameP,
    LocalNameP,
    NativeClosureP,
    ProtoP,
    StrP,
    TableP,
    TransferP,
    UDataP,
    Value,
    ValueP,
    chars,
    copy,
    isfun,
    isnum,
    isstr,
    put_bool,
    put_int,
    put_nil,
    put_obj,
    put_str,
    sbx,
    str_of,
    tab_of,
)
from cython.cimports.libc.stdint import int64_t
from cython.cimports.libc.string import memchr, memcmp

# ---------------------------------------------------------------------------------------------------------- levels


def thread_of(vm, args, n, first):
    """Return the coroutine that a call is about; `first` becomes the index of the argument after it."""
    if n > 0 and args[0].tag == CO:
        first[0] = 1
        return cython.cast(CoP, args[0].v.o)
    first[0] = 0
    return vm.co


def builtin_on_top(vm, co):
    """Return the builtin that another coroutine stands in, NULL when there is none."""
    fr: FrameP = co.frame
    f: ValueP
    op: cython.int
    if fr == cython.NULL:
        return cython.NULL
    op = fr.pc.op
    f = fr.R + fr.pc.a
    if op != OP_CALL and op != OP_CALLV and op != OP_TAILCALL and op != OP_TAILCALLV and op != OP_TFORCALL:
        return cython.NULL
    return f if f.tag == BUILTIN or f.tag == NFUN else cython.NULL


def function_of(fr, f):
    """Get the function that runs on a frame."""
    if is_lua(fr):
        put_obj(f, fr.cl, FUN)
    elif isfun(fr.R):
        copy(f, fr.R)
    else:
        put_nil(f)


def find_level(vm, co, level, out):
    """Find a level of a coroutine's stack, counted from 0, its top.  Return whether the stack is so deep."""
    fr: FrameP = vm.frame if co == vm.co else co.frame
    top: ValueP = cython.address(vm.self) if co == vm.co else builtin_on_top(vm, co)
    out.co = co
    out.fr = cython.NULL
    out.caller = fr
    out.args = cython.NULL
    out.nargs = 0
    if level < 0 or fr == cython.NULL:
        return False
    if top != cython.NULL:
        if level == 0:
            copy(cython.address(out.f), top)
            return True
        level -= 1
    if fr.flags & F_HIDDEN and not fr.flags & F_HOST:
        fr = next_level(fr)
    if level > MANY_LEVELS:
        collect_soon(vm)                    # it takes long: whoever asks again and again can be interrupted
    while level > 0 and fr != cython.NULL:
        fr = next_level(fr)
        level -= 1
    if fr == cython.NULL:
        return False
    out.fr = fr
    function_of(fr, cython.address(out.f))
    return True


def is_lua_level(level):
    """Return whether a level is a Lua function's."""
    return level.fr != cython.NULL and is_lua(level.fr)


def transfers(vm, level):
    """Return whether a level is what the innermost hook was called for, with values to look at."""
    t: TransferP = cython.address(vm.transfer)
    if t.first == 0 or level.fr == cython.NULL:
        return False
    if t.frame != cython.NULL:
        return t.frame == level.fr
    return level.fr.flags & (F_HOOK | F_HIDDEN) == F_HOOK


# --------------------------------------------------------------------------------------------------------- getinfo


def put_field(vm, t, name, text):
    """Set t[name] to a C string, nil for NULL."""
    v: Value
    put_nil(cython.address(v))
    if text != cython.NULL:
        str_value(vm, cython.address(v), text)
    set_field(vm, t, name, cython.address(v))


def put_number(vm, t, name, i):
    """Set t[name] to an integer."""
    v: Value
    put_int(cython.address(v), i)
    set_field(vm, t, name, cython.address(v))


def put_flag(vm, t, name, b):
    """Set t[name] to a boolean."""
    v: Value
    put_bool(cython.address(v), b)
    set_field(vm, t, name, cython.address(v))


def proto_of(f):
    """Return a Lua function's Proto, NULL for others."""
    if f.tag != FUN:
        return cython.NULL
    return cython.cast(ClosureP, f.v.o).p


def upvalue_count(f):
    """Return how many upvalues a function has."""
    if f.tag == FUN:
        return cython.cast(ClosureP, f.v.o).p.nupvalues
    if f.tag == NFUN:
        return f.v.o.aux
    return 0


def put_source(vm, t, p):
    """Set what option S asks for."""
    short: cython.char[ID_SIZE]
    v: Value
    if p == cython.NULL:
        put_field(vm, t, b"source", b"=[C]")
        put_field(vm, t, b"short_src", b"[C]")
        put_field(vm, t, b"what", b"C")
    else:
        if p.source == cython.NULL:
            str_value(vm, cython.address(v), b"=?")
        else:
            put_str(cython.address(v), p.source)
        chunk_id(short, p.source)
        set_field(vm, t, b"source", cython.address(v))
        put_field(vm, t, b"short_src", short)
        put_field(vm, t, b"what", b"main" if p.line == 0 else b"Lua")
    put_number(vm, t, b"linedefined", -1 if p == cython.NULL else p.line)
    put_number(vm, t, b"lastlinedefined", -1 if p == cython.NULL else p.last_line)


def put_line(vm, t, level):
    """Set what option l asks for."""
    line: cython.int = -1
    if is_lua_level(level):
        line = line_at(level.fr.cl.p, level.fr.pc)
    put_number(vm, t, b"currentline", line)


def put_parameters(vm, t, f):
    """Set what option u asks for."""
    p: ProtoP = proto_of(f)
    put_number(vm, t, b"nups", upvalue_count(f))
    put_number(vm, t, b"nparams", 0 if p == cython.NULL else p.nparams)
    put_flag(vm, t, b"isvararg", True if p == cython.NULL else p.is_vararg != 0)


def put_name(vm, t, level):
    """Set what option n asks for."""
    name: ConstCharP = cython.NULL
    kind: ConstCharP = cython.NULL
    if level.fr != cython.NULL:
        kind = call_name(vm, level.fr, cython.address(name))
    elif level.caller != cython.NULL:
        kind = name_from(vm, level.caller, cython.address(name))
    if kind == cython.NULL:
        name = cython.NULL
        kind = b""
    put_field(vm, t, b"name", name)
    put_field(vm, t, b"namewhat", kind)


def put_transfer(vm, t, level):
    """Set what option r asks for."""
    seen: cython.bint = transfers(vm, level)
    put_number(vm, t, b"ftransfer", vm.transfer.first if seen else 0)
    put_number(vm, t, b"ntransfer", vm.transfer.count if seen else 0)


def put_active_lines(vm, t, p):
    """Set what option L asks for."""
    i: cython.int
    v: Value
    yes: Value
    lines: TableP
    if p == cython.NULL:
        return
    lines = new_table(vm, 0, 0)
    put_obj(cython.address(v), lines, TAB)
    put_bool(cython.address(yes), True)
    if p.lines != cython.NULL:
        vm.budget -= p.ncode
        for i in range(p.ncode):
            vm.lost += set_int(vm, lines, p.lines[i], cython.address(yes)) < 0
    set_field(vm, t, b"activelines", cython.address(v))


def put_option(vm, t, level, option):
    """Set what one option asks for.  Return whether there is such an option."""
    if option == b"S":
        put_source(vm, t, proto_of(cython.address(level.f)))
    elif option == b"l":
        put_line(vm, t, level)
    elif option == b"u":
        put_parameters(vm, t, cython.address(level.f))
    elif option == b"n":
        put_name(vm, t, level)
    elif option == b"r":
        put_transfer(vm, t, level)
    elif option == b"t":
        put_flag(vm, t, b"istailcall", level.fr != cython.NULL and level.fr.flags & F_TAIL)
    elif option == b"L":
        put_active_lines(vm, t, proto_of(cython.address(level.f)))
    elif option == b"f":
        share(cython.address(level.f))
        set_field(vm, t, b"func", cython.address(level.f))
    else:
        return False
    return True


def level_info(vm, level, options, i):
    """Return the table of what the options, argument i, ask for."""
    t: TableP = new_table(vm, 0, 0)
    lost: int64_t = vm.lost
    while options[0] != 0:
        if not put_option(vm, t, level, options[0]):
            return arg_error(vm, i, b"invalid option")
        options += 1
    if vm.lost != lost:
        return fail_memory(vm)
    put_obj(vm.ret, t, TAB)
    return 1


def debug_getinfo(vm, args, n):
    """Return a table on a function or level, nil when there is no such level."""
    first: cython.int
    number: int64_t
    level: Level
    co: CoP = thread_of(vm, args, n, cython.address(first))
    options: ConstCharP = b"flnSrtu"
    s: StrP = cython.NULL
    if not is_none_or_nil(args, n, first + 1):
        if check_str(vm, args, n, first + 1, cython.address(s)) < 0:
            return FAILED
        options = chars(s)
    if options[0] == b">":
        return arg_error(vm, first + 1, b"invalid option '>'")
    if first < n and isfun(args + first):
        level.fr = cython.NULL
        level.caller = cython.NULL
        copy(cython.address(level.f), args + first)
        return level_info(vm, cython.address(level), options, first + 1)
    if check_int(vm, args, n, first, cython.address(number)) < 0:
        return FAILED
    if not find_level(vm, co, cython.cast(cython.int, number), cython.address(level)):
        return ret_nil(vm)
    return level_info(vm, cython.address(level), options, first + 1)


# ---------------------------------------------------------------------------------------------------------- locals


def nth_local(p, i, pc):
    """Return the i-th local variable, counted from 1, that is active at pc; NULL when there are fewer."""
    k: cython.int
    for k in range(p.nlocals):
        if p.locals[k].start <= pc and pc < p.locals[k].end:
            i -= 1
            if i == 0:
                return p.locals + k
    return cython.NULL


def register_limit(fr):
    """Return how many registers the frame has in use: up to the called function while it calls."""
    op: cython.int = fr.pc.op
    if op == OP_CALL or op == OP_CALLV or op == OP_TAILCALL or op == OP_TAILCALLV or op == OP_TFORCALL:
        return fr.pc.a
    return fr.cl.p.live[fr.pc - fr.cl.p.code]


def vararg_at(fr, i, name):
    """Return the i-th vararg, counted from 1; NULL when there are fewer, or the frame keeps its results there."""
    if fr.flags & (F_VARARGS | F_CLOSING) != F_VARARGS or i > fr.nva:
        return cython.NULL
    name[0] = b"(vararg)"
    return fr.va + (i - 1)


def register_at(vm, level, i, name):
    """Return local variable i of a Lua function, or the temporary in register i - 1; NULL when there is neither."""
    fr: FrameP = level.fr
    v: ValueP
    found: LocalNameP = nth_local(fr.cl.p, i, cython.cast(cython.int, fr.pc - fr.cl.p.code))
    if found != cython.NULL and found.name != cython.NULL:
        name[0] = chars(found.name)
        v = fr.R + found.reg
    elif i > 0 and i <= register_limit(fr):
        name[0] = b"(temporary)"
        v = fr.R + (i - 1)
    else:
        return cython.NULL
    if v.tag == CELL:
        v = cython.address(cython.cast(CellP, v.v.o).v)
    return v


def transfer_at(vm, level, i):
    """Return value i of what a call or return hook may look at, NULL when it is none of these."""
    if not transfers(vm, level) or i < vm.transfer.first or i >= vm.transfer.first + vm.transfer.count:
        return cython.NULL
    return vm.transfer.values + (i - vm.transfer.first)


def local_at(vm, level, i, name):
    """Return the value of local i of a level, of a vararg for negative i; NULL when there is none."""
    v: ValueP = transfer_at(vm, level, i)
    if not is_lua_level(level):
        if v == cython.NULL and i > 0 and i <= level.nargs:
            v = level.args + (i - 1)
        name[0] = b"(C temporary)"
        return v
    if i < 0:
        return vararg_at(level.fr, -i, name)
    found: ValueP = register_at(vm, level, i, name)
    if v == cython.NULL or (found != cython.NULL and name[0][0] != b"("):
        return found
    name[0] = b"(temporary)"
    return v


def parameter_name(vm, f, i):
    """Return the name of a function's i-th parameter, nil when it has fewer."""
    p: ProtoP = proto_of(f)
    local: LocalNameP = cython.NULL
    if p != cython.NULL:
        local = nth_local(p, i, 0)
    if local == cython.NULL or local.name == cython.NULL:
        return ret_nil(vm)
    put_str(vm.ret, local.name)
    return 1


def check_level(vm, args, n, first, co, level, i):
    """Read a level and the number of a local of it."""
    number: int64_t
    if check_int(vm, args, n, first, cython.address(number)) < 0:
        return FAILED
    if check_int(vm, args, n, first + 1, i) < 0:
        return FAILED
    i[0] = cython.cast(cython.int, i[0])           # PUC keeps both in an int
    if not find_level(vm, co, cython.cast(cython.int, number), level):
        return arg_error(vm, first, b"level out of range")
    if co == vm.co and level.fr == cython.NULL:
        level.args = args
        level.nargs = n
    return 0


def hand_out(v):
    """Make a register's value one that Lua may have: what an unused register holds may be none, or released."""
    if v.tag > CO or (v.tag == FUN and v.v.o.kind != FUN):
        put_nil(v)
    share(v)


def debug_getlocal(vm, args, n):
    """Return name and value of a local of a level, or the name of a function's parameter; nil when there is none."""
    first: cython.int
    i: int64_t
    level: Level
    name: ConstCharP = cython.NULL
    v: ValueP
    co: CoP = thread_of(vm, args, n, cython.address(first))
    if check_int(vm, args, n, first + 1, cython.address(i)) < 0:
        return FAILED
    if first < n and isfun(args + first):
        return parameter_name(vm, args + first, i)
    if check_level(vm, args, n, first, co, cython.address(level), cython.address(i)) < 0:
        return FAILED
    v = local_at(vm, cython.address(level), i, cython.address(name))
    if v == cython.NULL:
        return ret_nil(vm)
    copy(vm.ret + 1, v)
    hand_out(vm.ret + 1)
    str_value(vm, vm.ret, name)
    return 2


def is_loop_state(level, v):
    """Return whether a register holds the state of a numeric loop that runs: FORLOOP counts in it without a look."""
    k: cython.int
    reg: int64_t
    pc: int64_t
    p: ProtoP
    if not is_lua_level(level) or v < level.fr.R or v >= level.fr.R + level.fr.cl.p.nregs:
        return False
    p = level.fr.cl.p
    reg = v - level.fr.R
    pc = level.fr.pc - p.code
    for k in range(p.ncode):
        if p.code[k].op == OP_FORLOOP and k + sbx(p.code + k) <= pc <= k and p.code[k].a <= reg <= p.code[k].a + 2:
            return True
    return False


def debug_setlocal(vm, args, n):
    """Assign to a local of a level and return its name, nil when there is none."""
    first: cython.int
    i: int64_t
    level: Level
    name: ConstCharP = cython.NULL
    v: ValueP
    co: CoP = thread_of(vm, args, n, cython.address(first))
    if check_level(vm, args, n, first, co, cython.address(level), cython.address(i)) < 0:
        return FAILED
    if check_any(vm, args, n, first + 2) < 0:
        return FAILED
    v = local_at(vm, cython.address(level), i, cython.address(name))
    if v == cython.NULL:
        return ret_nil(vm)
    share(v)
    if v.tag == args[first + 2].tag or not is_loop_state(cython.address(level), v):
        copy(v, args + first + 2)
    return ret_z(vm, name)


# -------------------------------------------------------------------------------------------------------- upvalues


def upvalue_at(f, i, name):
    """Return a function's i-th upvalue, counted from 1; NULL when it has fewer."""
    c: ClosureP
    if i < 1 or i > upvalue_count(f):
        return cython.NULL
    if f.tag == NFUN:
        name[0] = b""
        return cython.address(cython.cast(NativeClosureP, f.v.o).up[i - 1])
    c = cython.cast(ClosureP, f.v.o)
    name[0] = b"(no name)"
    if c.p.upvalues[i - 1].name != cython.NULL:
        name[0] = chars(c.p.upvalues[i - 1].name)
    return cython.address(c.cells[i - 1].v)


def check_upvalue(vm, args, n, f, i):
    """Read a function, argument f, and after it the number of an upvalue."""
    if check_int(vm, args, n, f + 1, i) < 0 or check_function(vm, args, n, f) < 0:
        return FAILED
    return 0


def debug_getupvalue(vm, args, n):
    """Return name and value of an upvalue, nothing when there is none."""
    i: int64_t
    name: ConstCharP = cython.NULL
    v: ValueP
    if check_upvalue(vm, args, n, 0, cython.address(i)) < 0:
        return FAILED
    v = upvalue_at(args, i, cython.address(name))
    if v == cython.NULL:
        return 0
    str_value(vm, vm.ret, name)
    copy(vm.ret + 1, v)
    return 2


def debug_setupvalue(vm, args, n):
    """Assign to an upvalue and return its name, nothing when there is none or it is a builtin's, which relies on it."""
    i: int64_t
    name: ConstCharP = cython.NULL
    v: ValueP
    if check_any(vm, args, n, 2) < 0 or check_upvalue(vm, args, n, 0, cython.address(i)) < 0:
        return FAILED
    v = upvalue_at(args, i, cython.address(name))
    if v == cython.NULL or args[0].tag == NFUN:
        return 0
    copy(v, args + 2)
    return ret_z(vm, name)


def upvalue_identity(f, i):
    """Return the address of an upvalue: closures that share it have the same.  NULL when there is none."""
    name: ConstCharP = cython.NULL
    return upvalue_at(f, i, cython.address(name))


def debug_upvalueid(vm, args, n):
    """Return an upvalue's identity as a light userdata, nil when there is none."""
    i: int64_t
    where: cython.p_void
    if check_upvalue(vm, args, n, 0, cython.address(i)) < 0:
        return FAILED
    where = upvalue_identity(args, i)
    if where == cython.NULL:
        return ret_nil(vm)
    put_obj(vm.ret, where, LIGHT)
    return 1


def check_joined(vm, args, n, f, i):
    """Read a function, argument f, and the number of one of its upvalues."""
    if check_upvalue(vm, args, n, f, i) < 0:
        return FAILED
    if upvalue_identity(args + f, i[0]) == cython.NULL:
        return arg_error(vm, f + 1, b"invalid upvalue index")
    return 0


def debug_upvaluejoin(vm, args, n):
    """Make one closure's upvalue refer to another's."""
    i: int64_t
    k: int64_t
    if check_joined(vm, args, n, 0, cython.address(i)) < 0 or check_joined(vm, args, n, 2, cython.address(k)) < 0:
        return FAILED
    if args[0].tag != FUN:
        return arg_error(vm, 0, b"Lua function expected")
    if args[2].tag != FUN:
        return arg_error(vm, 2, b"Lua function expected")
    cython.cast(ClosureP, args[0].v.o).cells[i - 1] = cython.cast(ClosureP, args[2].v.o).cells[k - 1]
    return 0


# --------------------------------------------------------------------------- metatables, the registry, user values


def debug_getmetatable(vm, args, n):
    """Return a value's metatable, protected or not; nil when it has none."""
    if check_any(vm, args, n, 0) < 0:
        return FAILED
    meta: TableP = metatable_of(vm, args)
    if meta == cython.NULL:
        return ret_nil(vm)
    put_obj(vm.ret, meta, TAB)
    return 1


def attach(vm, v, meta):
    """Give a value its metatable, which is its type's unless the value is a table or userdata."""
    tag: cython.int = v.tag
    if tag == TAB or tag == UDATA:
        if tag == TAB:
            tab_of(v).meta = meta
        else:
            cython.cast(UDataP, v.v.o).meta = meta
        if metamethod_of(vm, meta, EV_GC) != cython.NULL and not add_finalizable(vm, v.v.o):
            return fail_memory(vm)
    elif tag == LSTR:
        vm.type_meta[STR] = meta
    elif tag == FLT:
        vm.type_meta[INT] = meta
    elif tag == TRUE:
        vm.type_meta[FALSE] = meta
    elif tag == BUILTIN or tag == NFUN:
        vm.type_meta[FUN] = meta
    else:
        vm.type_meta[tag] = meta
    return 0


def debug_setmetatable(vm, args, n):
    """Set or remove the metatable of any value and return the value."""
    if n < 2 or (args[1].tag != NIL and args[1].tag != TAB):
        return type_error(vm, args, n, 1, b"nil or table")
    if attach(vm, args, cython.NULL if args[1].tag == NIL else tab_of(args + 1)) < 0:
        return FAILED
    return ret_value(vm, args)


def debug_getregistry(vm, args, n):
    """Return the registry."""
    put_obj(vm.ret, vm.registry, TAB)
    return 1


def debug_getuservalue(vm, args, n):
    """Return a userdata's i-th user value and true; nil when there is none."""
    i: int64_t
    u: UDataP
    if opt_int(vm, args, n, 1, 1, cython.address(i)) < 0:
        return FAILED
    if n == 0 or args[0].tag != UDATA:
        return ret_nil(vm)
    u = cython.cast(UDataP, args[0].v.o)
    if i < 1 or i > u.nuser:
        return ret_nil(vm)
    copy(vm.ret, cython.address(u.user[i - 1]))
    put_bool(vm.ret + 1, True)
    return 2


def debug_setuservalue(vm, args, n):
    """Set a userdata's i-th user value and return the userdata; nil when there is none."""
    i: int64_t
    u: UDataP
    if opt_int(vm, args, n, 2, 1, cython.address(i)) < 0:
        return FAILED
    if n == 0 or args[0].tag != UDATA:
        return type_error(vm, args, n, 0, b"userdata")
    if check_any(vm, args, n, 1) < 0:
        return FAILED
    u = cython.cast(UDataP, args[0].v.o)
    if i < 1 or i > u.nuser:
        return ret_nil(vm)
    copy(cython.address(u.user[i - 1]), args + 1)
    return ret_value(vm, args)


# ----------------------------------------------------------------------------------------------------------- hooks


def hook_mask_of(letters, count):
    """Return the mask of the events that letters and count ask for."""
    mask: cython.int = HOOK_COUNT if count > 0 else 0
    if memchr(chars(letters), ord(b"c"), letters.len) != cython.NULL:
        mask |= HOOK_CALL
    if memchr(chars(letters), ord(b"r"), letters.len) != cython.NULL:
        mask |= HOOK_RETURN
    if memchr(chars(letters), ord(b"l"), letters.len) != cython.NULL:
        mask |= HOOK_LINE
    return mask


def hook_table(vm):
    """Return the registry's table of hooks by coroutine; PUC keeps them there, with weak keys, and programs look."""
    v: Value
    mode: Value
    copy(cython.address(v), get_str(vm, vm.registry, str_from(vm, b"_HOOKKEY")))
    if v.tag != TAB:
        put_obj(cython.address(v), new_table(vm, 0, 2), TAB)
        tab_of(cython.address(v)).meta = tab_of(cython.address(v))
        str_value(vm, cython.address(mode), b"k")
        set_field(vm, tab_of(cython.address(v)), b"__mode", cython.address(mode))
        set_field(vm, vm.registry, b"_HOOKKEY", cython.address(v))
    return tab_of(cython.address(v))


def debug_sethook(vm, args, n):
    """Set or remove a coroutine's hook."""
    first: cython.int
    count: int64_t = 0
    mask: cython.int = 0
    letters: StrP
    f: Value
    key: Value
    co: CoP = thread_of(vm, args, n, cython.address(first))
    put_nil(cython.address(f))
    if not is_none_or_nil(args, n, first):
        if check_str(vm, args, n, first + 1, cython.address(letters)) < 0 or check_function(vm, args, n, first) < 0:
            return FAILED
        if opt_int(vm, args, n, first + 2, 0, cython.address(count)) < 0:
            return FAILED
        copy(cython.address(f), args + first)
        count = cython.cast(cython.int, count)
        mask = hook_mask_of(letters, count)
    put_obj(cython.address(key), co, CO)
    if set_any(vm, hook_table(vm), cython.address(key), cython.address(f)) < 0:
        return FAILED
    set_hook(vm, co, cython.address(f), mask, cython.cast(cython.int, count))
    return 0


def debug_gethook(vm, args, n):
    """Return a coroutine's hook, its events as letters and its count; nil when it has none."""
    first: cython.int
    letters: cython.char[4]
    i: cython.int = 0
    co: CoP = thread_of(vm, args, n, cython.address(first))
    if co.hook_mask == 0:
        return ret_nil(vm)
    if co.hook_mask & HOOK_CALL:
        letters[i] = b"c"
        i += 1
    if co.hook_mask & HOOK_RETURN:
        letters[i] = b"r"
        i += 1
    if co.hook_mask & HOOK_LINE:
        letters[i] = b"l"
        i += 1
    letters[i] = 0
    copy(vm.ret, cython.address(co.hook))
    str_value(vm, vm.ret + 1, letters)
    put_int(vm.ret + 2, co.hook_count)
    return 3


# ------------------------------------------------------------------------------------------------------ tracebacks


def add_thread_traceback(vm, b, co, level):
    """Add the traceback of another coroutine."""
    own: Value = vm.self
    top: ValueP = builtin_on_top(vm, co)
    if top == cython.NULL:
        return add_traceback(vm, b, co.frame, cython.NULL, level)
    copy(cython.address(vm.self), top)  # add_traceback names the builtin by it
    add_traceback(vm, b, co.frame, builtin_of(top), level)
    copy(cython.address(vm.self), cython.address(own))
    return 0


def cut_at_nul(b):
    """Shorten a message as PUC's does, which takes it for a string of C."""
    end: ConstCharP = cython.NULL
    if b.n > 0:
        end = cython.cast(ConstCharP, memchr(b.p, 0, b.n))
    if end != cython.NULL:
        b.n = end - b.p


def debug_traceback(vm, args, n):
    """Return a message with a traceback below it; a message that is no string comes back as it is."""
    first: cython.int
    level: int64_t
    b: BufferP
    co: CoP = thread_of(vm, args, n, cython.address(first))
    has_message: cython.bint = not is_none_or_nil(args, n, first)
    if has_message and not isstr(args + first) and not isnum(args + first):
        return ret_value(vm, args + first)
    if opt_int(vm, args, n, first + 1, 1 if co == vm.co else 0, cython.address(level)) < 0:
        return FAILED
    level = cython.cast(cython.int, level)     # PUC's levels are C's int
    b = rent_buffer(vm)
    if has_message:
        add_value(vm, b, args + first)
        cut_at_nul(b)
        add_char(vm, b, ord(b"\n"))
    if level < 0:
        add_z(vm, b, b"stack traceback:")
    elif co == vm.co:
        add_traceback(vm, b, vm.frame, vm.builtin, level)
    else:
        add_thread_traceback(vm, b, co, level)
    return ret_buffer(vm, b)


# ------------------------------------------------------------------------------------------------------- the rest


def print_error(vm, v):
    """Print an error value as a line on standard error."""
    s: StrP = tostring_value(vm, v)
    if s == cython.NULL or err_write(vm, chars(s), s.len) < 0:
        return FAILED
    return err_write(vm, b"\n", 1)


def run_command(vm, line):
    """Run one command of debug.debug and print its error; the buffer is given back."""
    name: Value
    status: cython.int
    text: StrP = buffer_str(vm, line)
    if text == cython.NULL:
        return FAILED
    str_value(vm, cython.address(name), b"=(debug command)")
    status = load_text(vm, text, str_of(cython.address(name)), cython.NULL, cython.NULL)
    if status == 2:
        return print_error(vm, vm.ret + 1)
    if status < 0:
        return FAILED
    if call_flags(vm, vm.ret, vm.ret, 0, F_PROTECTED) >= 0:
        return 0
    if not catchable(vm):
        return FAILED
    return print_error(vm, cython.address(vm.err))


def debug_debug(vm, args, n):
    """Read commands from standard input and run them, until a line says cont or the input ends."""
    b: BufferP
    count: int64_t
    while True:
        if err_write(vm, b"lua_debug> ", 11) < 0:
            return FAILED
        b = rent_buffer(vm)
        count = in_read(vm, b, -1, True)
        if count <= 0 or (b.n == 5 and memcmp(b.p, b"cont\n", 5) == 0):
            give_back_buffer(vm, b)
            return FAILED if count < 0 else 0
        if run_command(vm, b) < 0:
            return FAILED


def debug_setcstacklimit(vm, args, n):
    """Return the limit of nested C calls, which is fixed; deprecated, as in PUC Lua 5.4."""
    limit: int64_t
    if check_int(vm, args, n, 0, cython.address(limit)) < 0:
        return FAILED
    return ret_int(vm, 200)


def fill_registry(vm):
    """Put into the registry what PUC keeps there by number: the main coroutine and the globals."""
    v: Value
    put_obj(cython.address(v), vm.main_co, CO)
    set_int(vm, vm.registry, 1, cython.address(v))
    put_obj(cython.address(v), vm.globals, TAB)
    set_int(vm, vm.registry, 2, cython.address(v))


def open_debug(vm):
    """Register the debug library."""
    t: TableP = new_library(vm, b"debug")
    fill_registry(vm)
    reg(vm, t, b"debug", b"debug", debug_debug)
    reg(vm, t, b"debug", b"gethook", debug_gethook)
    reg(vm, t, b"debug", b"getinfo", debug_getinfo)
    reg(vm, t, b"debug", b"getlocal", debug_getlocal)
    reg(vm, t, b"debug", b"getmetatable", debug_getmetatable)
    reg(vm, t, b"debug", b"getregistry", debug_getregistry)
    reg(vm, t, b"debug", b"getupvalue", debug_getupvalue)
    reg(vm, t, b"debug", b"getuservalue", debug_getuservalue)
    reg(vm, t, b"debug", b"setcstacklimit", debug_setcstacklimit)
    reg(vm, t, b"debug", b"sethook", debug_sethook)
    reg(vm, t, b"debug", b"setlocal", debug_setlocal)
    reg(vm, t, b"debug", b"setmetatable", debug_setmetatable)
    reg(vm, t, b"debug", b"setupvalue", debug_setupvalue)
    reg(vm, t, b"debug", b"setuservalue", debug_setuservalue)
    reg(vm, t, b"debug", b"traceback", debug_traceback)
    reg(vm, t, b"debug", b"upvalueid", debug_upvalueid)
    reg(vm, t, b"debug", b"upvaluejoin", debug_upvaluejoin)
