# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""The VM's door to Python: State owns a VM, LuaValue pins one of its objects.

Only this module creates Python objects from Lua's and back.  Lua runs without the GIL; host callbacks take it.
"""
import os
from _thread import RLock

import cython
from cython.cimports.cpython import array
from cython.cimports.cpython.exc import PyErr_CheckSignals
from cython.cimports.cpython.ref import PyObject, Py_DECREF, Py_INCREF
from cython.cimports.libc.errno import errno
from cython.cimports.libc.stdint import int64_t
from cython.cimports.libc.stdio import ferror, fflush, stdin, stdout
from cython.cimports.libc.stdlib import calloc, free
from cython.cimports.libc.string import memcpy, memset, strcmp
from cython.cimports.interpreter.compiler.proto import Proto as Compiled, ProtoTaker
from cython.cimports.interpreter.syntax.ast import KEPT_CELL, KEPT_CONSTANT, KEPT_REGISTER
from cython.cimports.interpreter.syntax.collector import CollectorPause
from cython.cimports.interpreter.syntax.lexer import Watch
from cython.cimports.interpreter.vm.attribution import (
    drop_attribution, read_attribution, start_attribution, stop_attribution,
)  # fmt: skip
from cython.cimports.interpreter.vm.calls import BUDGET, NO_MORE_LUA, call_flags, grant, init_calls, run_finalizers
from cython.cimports.interpreter.vm.control import open_control
from cython.cimports.interpreter.vm.calltree import drop_calltree, read_calltree, start_calltree
from cython.cimports.interpreter.vm.chunks import give_back_chunk, rent_chunk
from cython.cimports.interpreter.vm.counters import (
    counters_named, peek_counters, read_counters, reset_counters, set_capacity_bytes,
)  # fmt: skip
from cython.cimports.interpreter.vm.coroutines import open_coroutine
from cython.cimports.interpreter.vm.crash import forget_crash, watch_crash
from cython.cimports.interpreter.vm.ctrl_c import catch_ctrl_c, release_ctrl_c
from cython.cimports.interpreter.vm.debuginfo import code_name, is_lua
from cython.cimports.interpreter.vm.dispatch import init_table
from cython.cimports.interpreter.vm.faults import plant_fault
from cython.cimports.interpreter.vm.heap import (
    account, allocate, finalize_all, free_heap, init_heap, is_starved, new_cell, new_closure, new_co, new_native,
    new_proto, new_udata, room_for, set_heap_mode,
)  # fmt: skip
from cython.cimports.interpreter.vm.host import monotonic, sigaction_t
from cython.cimports.interpreter.vm.opcode_numbers import OP_TFORCALL
from cython.cimports.interpreter.vm.ops_call import install_mode
from cython.cimports.interpreter.vm.pools import class_of, find_small, free_pools, init_pools, trim_pools
from cython.cimports.interpreter.vm.strings import free_strings, init_strings, new_str, str_from
from cython.cimports.interpreter.vm.support import (
    add_bytes, drop_root, ensure_ret, fail_bytes, fail_memory, flush_out, full_collection, get_index,
    give_back_buffer, in_read, init_support, look, most_bytes, new_builtin,
    push_root, rent_array, rent_buffer, set_field, set_index, tostring_raw,
    tostring_value, type_name,
)  # fmt: skip
from cython.cimports.interpreter.vm.tables import border, get_any, new_table, next_entry, set_any, bad_key
from cython.cimports.interpreter.vm.trace import start_trace, stop_trace
from cython.cimports.interpreter.vm.values import (
    BUILTIN, CELL, CO_RUNNING, ERR_EXIT, ERR_INTERRUPT, ERR_LIMIT, ERR_LUA, EV_COUNT, FAILED, FALSE, FLT, FUN,
    F_HOST, INT, LSTR, NFUN, NIL, SHORT_MAX, STR, TAB, TRUE, UDATA, UDATA_PYTHON, VM, VMP, BufferP, BuiltinP, CellP,
    ClosureP, ConstCharP, Instr, InstrP, KeptLocal, KeptLocalP, LocalName, LocalNameP, NativeClosureP, OpenValuesP,
    PROTO, ProtoP, StrP, TableP, UDataP, UpvalueSource, UpvalueSourceP, Value, ValueP, chars, copy, isstr, plua_load,
    plua_store, put_bool, put_flt, put_int, put_nil, put_obj, put_str, slots_of, str_of, tab_of, unlikely,
)  # fmt: skip
from interpreter.errors import CallError, LuaError, LuaSyntaxError

BINARY_REFUSED = b"attempt to load a binary chunk (mode is 't')"
"""As PUC Lua says of a chunk whose kind `load` was not asked for."""

EVENTS = (
    b"__index", b"__newindex", b"__gc", b"__mode", b"__len", b"__eq", b"__call", b"__close", b"__add", b"__sub",
    b"__mul", b"__div", b"__mod", b"__pow", b"__idiv", b"__band", b"__bor", b"__bxor", b"__shl", b"__shr", b"__unm",
    b"__bnot", b"__concat", b"__lt",
    b"__le", b"__tostring", b"__name", b"__pairs", b"__metatable",
)

MOST_KEPT_REGISTERS = cython.declare(cython.int, 40)  # beside 200 locals of its own and what expressions need
SEED = 0x5BD1E995                          # of string hashes, where nobody wants another
TURN_S = cython.declare(cython.double, 0.008)  # seconds between two turns of other threads while compiling
LOOK_WORK = cython.declare(cython.int, 1000)  # what a look while compiling is charged: about the time it stands for
PASSING = {"interrupt": ERR_INTERRUPT, "limit": ERR_LIMIT, "exit": ERR_EXIT}    # by LuaError.kind

# ---------------------------------------------------------------- making and freeing a VM


def init_vm(vm, mode):
    """Build the heap, the pools and the main coroutine of a zeroed VM."""
    vm.mode = mode
    vm.epoch = 1
    vm.budget = vm.granted = BUDGET
    vm.max_ccalls = vm.level_limit = MOST_LEVELS
    vm.ccalls = 1                          # of a standalone interpreter, below the call of its script
    vm.max_level = vm.frame_limit = MOST_FRAMES
    vm.string_limit = most_bytes()
    vm.pins_free = -1
    if not init_heap(vm) or not init_strings(vm):
        return False
    init_pools(vm)
    vm.globals = new_table(vm, 0, 64)
    vm.registry = new_table(vm, 0, 8)
    vm.loaded = new_table(vm, 0, 16)
    vm.main_co = new_co(vm)
    vm.main_co.status = CO_RUNNING
    vm.main_co.started = 1
    vm.co = vm.main_co
    vm.env_name = str_from(vm, b"_ENV")
    return init_support(vm) and init_calls(vm)


def open_core(vm):
    """Enter the tables that libraries are registered in, and what is part of the VM itself."""
    v: Value
    put_obj(cython.address(v), vm.loaded, TAB)
    set_field(vm, vm.registry, b"_LOADED", cython.address(v))
    put_obj(cython.address(v), vm.globals, TAB)
    set_field(vm, vm.loaded, b"_G", cython.address(v))
    open_control(vm)
    open_coroutine(vm)


def free_vm(vm):
    b: BuiltinP
    while vm.builtins != cython.NULL:
        b = vm.builtins
        vm.builtins = b.next
        free(b)
    free_open_values(vm.open)
    free_open_values(vm.free_open)
    if vm.root != cython.NULL:
        free(slots_of(vm.root.R))
        free(vm.root)
    free(vm.ret)
    free(vm.pins)
    free(vm.dead_python)
    free(vm.kept)
    free(vm.out)
    free(vm)


def free_open_values(o):
    while o != cython.NULL:
        enclosing: OpenValuesP = o.prev
        free(o.base)
        free(o)
        o = enclosing


# ---------------------------------------------------------------- loading code


@cython.cfunc
@cython.exceptval(check=True)
def check_memory(vm: VMP) -> cython.void:
    """Raise MemoryError when small objects come from the reserve: there is no safepoint while code is loaded."""
    if unlikely(vm.mem_pending) and is_starved(vm):
        raise MemoryError


@cython.cfunc
@cython.exceptval(check=True)
def check_room(vm: VMP, source: bytes) -> cython.void:
    """Raise MemoryError for a text whose tree, which is Python's and not counted, would dwarf the memory allowed."""
    size: int64_t = len(source)
    if vm.memory_limit != 0 and size > SMALL_TEXT and size > (vm.memory_limit - vm.used) // TREE_BYTES:
        raise MemoryError


@cython.cfunc
@cython.exceptval(check=True)
def part(vm: VMP, c: ProtoP, n: int64_t, size: int64_t) -> cython.p_void:
    """Allocate a side array of a Proto, all zero; one item more than there are."""
    p: cython.p_void = allocate(vm, (n + 1) * size)
    if p == cython.NULL:
        raise MemoryError
    memset(p, 0, (n + 1) * size)
    c.bytes += n * size
    vm.kinds[PROTO].bytes_beyond += n * size
    account(vm, n * size)
    return p


@cython.cfunc
@cython.exceptval(check=True)
def text_str(vm: VMP, text: bytes) -> StrP:
    """Make a string."""
    s: StrP = new_str(vm, text, len(text))
    if s == cython.NULL:
        raise MemoryError
    check_memory(vm)
    return s


@cython.cclass
class Loader(ProtoTaker):
    """Turn the compiler's Protos of one chunk into the VM's; nothing collects while there is one.

    The functions share one string of the chunk's name, and equal long constants. Inner functions come one by one while
    the chunk is compiled: what Python holds of them takes several times the room.
    """

    def __cinit__(self, state: State, name: bytes | None):
        self.vm = state.vm
        self.shared = {}
        self.source = cython.NULL
        if name is not None:
            self.source = text_str(self.vm, name)

    def take(self, p: Compiled):
        """Load what is known of an inner function, and let go of it."""
        p.place = cython.cast(cython.size_t, self.load_parts(p))
        p.code = p.live = None
        p.constants = p.locals = None
        p.lines = None
        return 0

    def load(self, p: Compiled):
        """Load a function, or the rest of one that was taken, and the functions inside it."""
        vm: VMP = self.vm
        c: ProtoP = cython.cast(ProtoP, p.place) if p.place else self.load_parts(p)
        load_upvalues(vm, c, p)
        c.owned = p.owned
        protos: list = p.protos
        c.protos = cython.cast(cython.pointer(ProtoP), part(vm, c, len(protos), cython.sizeof(ProtoP)))
        i: cython.int
        for i in range(len(protos)):
            c.protos[i] = self.load(cython.cast(Compiled, protos[i]))
            c.nprotos = i + 1
        return c

    def load_parts(self, p: Compiled):
        """Load all of a function but its upvalues and the functions inside it."""
        vm: VMP = self.vm
        c: ProtoP = new_proto(vm)
        check_memory(vm)
        c.source = self.source
        load_code(vm, c, p)
        load_constants(vm, c, p, self.shared)
        load_names(vm, c, p)
        c.nparams = p.parameters
        c.nregs = p.registers
        c.is_vararg = p.is_vararg
        c.line = p.line
        c.last_line = p.last_line
        c.pool = cython.address(vm.locals[class_of(c.nregs)])
        return c


@cython.cfunc
def load_code(vm: VMP, c: ProtoP, p: Compiled) -> cython.int:
    """Copy instructions, lines and live bounds; a TFORCALL calls with two arguments."""
    i: cython.int
    code: bytearray = p.code
    live: bytearray = p.live
    n: cython.int = len(code) // 8
    c.ncode = n
    c.code = cython.cast(InstrP, part(vm, c, n, cython.sizeof(Instr)))
    memcpy(c.code, cython.cast(cython.p_char, code), n * cython.sizeof(Instr))
    c.live = cython.cast(cython.p_uchar, part(vm, c, n, 1))
    lines: array.array = p.lines
    if lines is not None:
        c.lines = cython.cast(cython.p_int, part(vm, c, n, cython.sizeof(cython.int)))
        memcpy(c.lines, lines.data.as_ints, n * cython.sizeof(cython.int))
    memcpy(c.live, cython.cast(cython.p_char, live), n)
    for i in range(n):
        if c.code[i].op == OP_TFORCALL:
            c.code[i].b = 2
    return 0


@cython.cfunc
@cython.exceptval(check=True)
def load_string(vm: VMP, text: bytes, shared: dict) -> StrP:
    """Make a string constant; a long one only once a chunk."""
    s: StrP
    if len(text) <= SHORT_MAX:
        return text_str(vm, text)
    known = shared.get(text)
    if known is not None:
        return cython.cast(StrP, cython.cast(cython.size_t, known))
    s = text_str(vm, text)
    shared[text] = cython.cast(cython.size_t, s)
    return s


@cython.cfunc
def load_constants(vm: VMP, c: ProtoP, p: Compiled, shared: dict) -> cython.int:
    constants: list = p.constants
    k: ValueP
    i: cython.int
    c.k = cython.cast(ValueP, part(vm, c, len(constants), cython.sizeof(Value)))
    c.nk = len(constants)
    for i in range(c.nk):
        k = c.k + i
        constant = constants[i]
        if constant is None:
            put_nil(k)
        elif constant is True or constant is False:
            put_bool(k, constant)
        elif type(constant) is int:
            put_int(k, constant)
        elif type(constant) is float:
            put_flt(k, constant)
        else:
            put_str(k, load_string(vm, constant, shared))
    return 0


@cython.cfunc
def load_names(vm: VMP, c: ProtoP, p: Compiled) -> cython.int:
    """Load the function's name and those of its locals."""
    i: cython.int
    local_names: list = p.locals
    text: bytes = p.name
    if text:
        c.name = text_str(vm, text)
    c.locals = cython.cast(LocalNameP, part(vm, c, len(local_names), cython.sizeof(LocalName)))
    c.nlocals = len(local_names)
    for i in range(c.nlocals):
        name, register, start, end = local_names[i]
        text = name
        c.locals[i].name = text_str(vm, text)
        c.locals[i].reg = register
        c.locals[i].start = start
        c.locals[i].end = end
    return 0


@cython.cfunc
def load_upvalues(vm: VMP, c: ProtoP, p: Compiled) -> cython.int:
    """Load where closures find their upvalues, and the upvalues' names."""
    i: cython.int
    upvalues: list = p.upvalues
    text: bytes
    c.upvalues = cython.cast(UpvalueSourceP, part(vm, c, len(upvalues), cython.sizeof(UpvalueSource)))
    c.nupvalues = len(upvalues)
    for i in range(c.nupvalues):
        text, from_parent_local, index = upvalues[i]
        if text is not None:
            c.upvalues[i].name = text_str(vm, text)
        c.upvalues[i].from_parent_local = from_parent_local
        c.upvalues[i].index = index
    return 0


def main_closure(vm, proto, p, kept):
    """Make a closure of a main function: its first upvalue is the table of globals, others are kept locals' cells.

    With `kept` it is the first of what the compiler made, `p`.
    """
    f: ClosureP = new_closure(vm, proto)
    if f == cython.NULL:
        raise MemoryError
    v: Value
    i: cython.int
    put_obj(cython.address(v), vm.globals, TAB)
    for i in range(proto.nupvalues):
        if i > 0 and kept:
            f.cells[i] = cell_of(kept[p.upvalues[i][0]])
            continue
        f.cells[i] = new_cell(vm, cython.address(v))
        put_nil(cython.address(v))
    return f


@cython.cfunc
@cython.exceptval(check=False)
def cell_of(kept: Kept) -> CellP:
    """Return the cell of a kept local that has one."""
    return cython.cast(CellP, kept.held.value().v.o)


def load_source(state, source, name):
    """Make a closure of a text, which may have been compiled before, or of a binary chunk, which never is kept."""
    if source[:1] == b"\x1b":
        return main_closure(state.vm, undumped(state, source, name), None, None)
    p: ProtoP = rent_chunk(state.vm, source, len(source), name, len(name))
    if p == cython.NULL:
        check_room(state.vm, source)
        p = compiled(state, source, name)
        give_back_chunk(state.vm, source, len(source), name, len(name), p)
    return main_closure(state.vm, p, None, None)


def compiled(state, source, name):
    """Compile a text, and load it."""
    state.vm.collecting += 1
    try:
        loader = Loader(state, name)
        return loader.load(state.compiled(source, name, None, loader))
    finally:
        state.vm.collecting -= 1


def undumped(state, source, name):
    """Read a binary chunk, and load it; Python's cyclic collector waits: it would walk what grows again and again."""
    from interpreter.vm.undump import undump  # rarely needed

    if state.vm.text_only:
        raise LuaSyntaxError(BINARY_REFUSED)
    state.vm.budget -= len(source)         # reading a byte takes about as long as an instruction
    state.vm.collecting += 1
    try:
        with CollectorPause():
            main: Compiled = undump(source, name)
            return Loader(state, main.source).load(main)
    finally:
        state.vm.collecting -= 1


# ---------------------------------------------------------------- host callbacks


@cython.cfunc
def state_of(vm: VMP) -> State:
    return cython.cast(State, cython.cast(cython.pointer(PyObject), vm.host))


def fail_text(vm, text):
    """Make a Python text the error, without position."""
    v: Value
    s: StrP = new_str(vm, text, len(text))
    if s == cython.NULL:
        return fail_memory(vm)
    put_str(cython.address(v), s)
    vm.err.v.u = v.v.u
    vm.err.tag = v.tag
    vm.err_kind = ERR_LUA
    vm.err_handled = 0
    return FAILED


@cython.cfunc
def fail_exception(vm: VMP, e: BaseException) -> cython.int:
    """Turn an exception of a host callback into a Lua error; a KeyboardInterrupt becomes an interrupt."""
    if isinstance(e, MemoryError):
        return fail_memory(vm)
    if isinstance(e, CallError):
        message: bytes = e.raw_message
        return fail_bytes(vm, message, len(message), True)
    if isinstance(e, KeyboardInterrupt):
        fail_text(vm, b"interrupted!")
        vm.err_kind = ERR_INTERRUPT
        return FAILED
    v: Value
    if isinstance(e, LuaError) and e.kind in PASSING:
        return pass_on(vm, e)
    if isinstance(e, LuaError) and e.value is not None:
        try:
            state_of(vm).put(cython.address(v), e.value)
            copy(cython.address(vm.err), cython.address(v))
            vm.err_kind = ERR_LUA
            vm.err_handled = 0
            return FAILED
        except Exception:                      # another interpreter's, or nothing that Lua knows
            return fail_text(vm, e.raw_message)
    text: bytes = description(e)
    state_of(vm).raised = text, e
    return fail_text(vm, text)


@cython.cfunc
def pass_on(vm: VMP, e: LuaError) -> cython.int:
    """Go on with what ended a run inside of this one and no pcall catches."""
    message: bytes = e.raw_message
    fail_text(vm, message)
    vm.err_kind = PASSING[e.kind]
    vm.exit_code = e.exit_code
    vm.exit_closes = e.closes
    return FAILED


@cython.cfunc
def description(e: BaseException) -> bytes:
    """Return what Lua sees of an exception; an error raised here would be lost, so a bad text is left out."""
    try:
        text = f"{type(e).__name__}: {e}"
    except BaseException:
        text = type(e).__name__
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace")


def host_write(vm, stream, s, n):
    try:
        state_of(vm).write(stream, s[:n])
    except BaseException as e:
        return fail_exception(vm, e)
    return 0


def host_read(vm, b, n, line):
    try:
        data: bytes = state_of(vm).read(n, line)
        add_bytes(vm, b, data, len(data))
        return len(data)
    except BaseException as e:
        return fail_exception(vm, e)


def host_poll(vm):
    """Let Python run its signal handlers and who listens; an interrupt becomes the VM's interrupt word."""
    state: State = state_of(vm)
    try:
        PyErr_CheckSignals()
        if state.listener is not None:
            state.listener()
    except KeyboardInterrupt:
        plua_store(cython.address(vm.interrupt), 1)
    except BaseException as e:
        return fail_exception(vm, e)
    return 0


def host_load(vm, source, name, d):
    state: State = state_of(vm)
    try:
        put_obj(d, load_source(state, chars(source)[:source.len], chars(name)[:name.len]), FUN)
    except StoppedError:
        return FAILED
    except LuaSyntaxError as e:
        text = e.value
        return fail_text(vm, text if isinstance(text, bytes) else str(e).encode())
    except BaseException as e:
        return fail_exception(vm, e)
    return 0


def host_allows(vm, path):
    try:
        return bool(state_of(vm).allows(cython.cast(bytes, path)))
    except Exception:
        return False                           # who cannot be asked has not allowed it


def host_release(vm):
    """Drop the Python objects whose userdata were collected."""
    while vm.ndead_python > 0:
        vm.ndead_python -= 1
        Py_DECREF(cython.cast(object, cython.cast(cython.pointer(PyObject), vm.dead_python[vm.ndead_python])))


def call_python_nogil(vm, args, n):
    return call_python(vm, args, n)


@cython.cfunc
def put_results(state: State, results: tuple) -> cython.int:
    """Convert the results of a host function; until all are there vm.ret belongs to what a __del__ may run."""
    vm: VMP = state.vm
    i: cython.int
    n: cython.int = len(results)
    rented: BufferP = rent_array(vm, n)
    if rented == cython.NULL:
        return fail_memory(vm)
    values: ValueP = cython.cast(ValueP, rented.p)
    vm.collecting += 1
    try:
        for i in range(n):
            state.put(values + i, results[i])
        if not ensure_ret(vm, n):
            return FAILED
        for i in range(n):
            copy(vm.ret + i, values + i)
    finally:
        vm.collecting -= 1
        give_back_buffer(vm, rented)
    return n


def call_python(vm, args, n):
    """Builtin behind a Python callable: converts arguments and result."""
    state: State = state_of(vm)
    up: ValueP = cython.address(cython.cast(NativeClosureP, vm.self.v.o).up[0])
    try:
        function = cython.cast(object, cython.cast(cython.pointer(PyObject), cython.cast(UDataP, up.v.o).ptr))
        given = [state.get(args + i) for i in range(n)]
        if vm.ndead_python > 0:
            host_release(vm)                   # a long run may drop many, and large ones
        result = function(*given)
        if result is None:
            return 0
        return put_results(state, result if type(result) is tuple else (result,))
    except BaseException as e:
        return fail_exception(vm, e)


# ---------------------------------------------------------------- handles


@cython.cclass
class PythonObject:
    """A Python object that Lua may hold: there it is a userdata with the state's metatable for such objects.

    `weight` is about how many bytes it keeps alive: the more Lua was handed, the sooner it collects.
    """

    def __init__(self, value, weight=0):
        self.value = value
        self.weight = weight

    def __repr__(self) -> str:
        return f"PythonObject({self.value!r})"


@cython.cclass
class Kept:
    """A local of an earlier chunk that later ones see."""


@cython.cclass
class LuaValue:
    """A Lua object held by Python: it lives as long as the handle does."""

    def __cinit__(self, state=None):
        if not isinstance(state, State):       # for those that come past __init__ too
            raise TypeError("LuaValue objects are made by an Interpreter")
        self.state = state
        self.pin = -1

    def __init__(self, *_):
        raise TypeError("LuaValue objects are made by an Interpreter")

    def __reduce__(self):
        raise TypeError("a LuaValue belongs to its interpreter: it cannot be copied or pickled")

    def __dealloc__(self):
        if self.state is not None and self.pin >= 0 and self.state.vm != cython.NULL:
            if self.state.running:
                self.state.dead_pins.append(self.pin)
            else:
                drop_root(self.state.vm, self.pin)

    def value(self):
        """Return where the pinned value is; raises LuaError when the interpreter is closed."""
        if self.state.vm == cython.NULL:
            raise LuaError("the interpreter is closed")
        return self.state.vm.pins + self.pin

    @property
    def type(self) -> str:
        """Lua's name of the type."""
        with self.state.lock:
            return cython.cast(bytes, type_name(self.value())).decode()

    @property
    def address(self) -> int:
        """Identity: two handles of one object have the same."""
        with self.state.lock:
            return cython.cast(cython.size_t, self.value().v.p)

    def text(self) -> bytes:
        """Return the value as tostring shows it without metamethods."""
        with self.state.lock:
            s: StrP = tostring_raw(self.state.vm, self.value())
            if s == cython.NULL:
                raise MemoryError
            return chars(s)[:s.len]

    def __repr__(self) -> str:
        with self.state.lock:
            if self.state.vm == cython.NULL:
                return "<LuaValue of a closed interpreter>"
        return f"<LuaValue {self.text().decode('utf-8', 'backslashreplace')}>"

    def __eq__(self, other) -> bool:
        if not isinstance(other, LuaValue):
            return NotImplemented
        return self.address == other.address

    def __hash__(self) -> int:
        return hash(self.address)

    def _table(self):
        if self.value().tag != TAB:
            raise TypeError(f"a Lua {self.type} has no fields; only tables have")

    def get(self, key):
        """Return the field `key` without metamethods."""
        k: Value
        with self.state.lock:
            self._table()
            self.state.put(cython.address(k), key)
            return self.state.get(get_any(self.state.vm, tab_of(self.value()), cython.address(k)))

    def set(self, key, value):
        """Assign the field `key` without metamethods."""
        k: Value
        v: Value
        with self.state.lock:
            self._table()
            self.state.check()
            self.state.vm.collecting += 1          # nothing marks the key yet
            try:
                self.state.put(cython.address(k), key)
                self.state.put(cython.address(v), value)
            finally:
                self.state.vm.collecting -= 1
            if bad_key(cython.address(k)):
                raise ValueError("a table key is neither nil nor NaN")
            if set_any(self.state.vm, tab_of(self.value()), cython.address(k), cython.address(v)) < 0:
                raise MemoryError

    def items(self, limit=None) -> list:
        """Return the (key, value) pairs, at most `limit`, without metamethods."""
        k: Value
        v: Value
        with self.state.lock:
            pairs: list = []
            self._table()
            put_nil(cython.address(k))
            while limit is None or len(pairs) < limit:
                if next_entry(self.state.vm, tab_of(self.value()), cython.address(k), cython.address(v)) <= 0:
                    break
                pairs.append((self.state.get(cython.address(k)), self.state.get(cython.address(v))))
            return pairs

    @property
    def length(self) -> int:
        """A border of the table, without metamethods."""
        with self.state.lock:
            self._table()
            return border(self.state.vm, tab_of(self.value()))

    @property
    def metatable(self):
        """The metatable, or None."""
        v: Value
        meta: TableP = cython.NULL
        with self.state.lock:
            if self.value().tag == TAB:
                meta = tab_of(self.value()).meta
            elif self.value().tag == UDATA:
                meta = cython.cast(UDataP, self.value().v.o).meta
            if meta == cython.NULL:
                return None
            put_obj(cython.address(v), meta, TAB)
            return self.state.get(cython.address(v))

    def set_metatable(self, metatable):
        """Give a table a metatable; its __gc is not heeded."""
        with self.state.lock:
            self._table()
            cython.cast(LuaValue, metatable)._table()
            tab_of(self.value()).meta = tab_of(cython.cast(LuaValue, metatable).value())

    def function_info(self) -> dict:
        """Return what is known of a function: name, source, line, last_line, parameters, is_vararg, what."""
        b: BuiltinP
        with self.state.lock:
            v: ValueP = self.value()
            if v.tag == FUN:
                return proto_info(cython.cast(ClosureP, v.v.o).p)
            if v.tag == BUILTIN or v.tag == NFUN:
                b = v.v.b if v.tag == BUILTIN else cython.cast(NativeClosureP, v.v.o).b
                name = cython.cast(bytes, b.name).decode()
                library = cython.cast(bytes, b.library).decode()
                return {
                    "name": f"{library}.{name}" if library else name, "source": "=[C]", "line": -1, "last_line": -1,
                    "parameters": [], "is_vararg": True, "what": "C",
                }
            raise TypeError(f"a Lua {self.type} is no function")


@cython.cfunc
def proto_info(p: ProtoP) -> dict:
    i: cython.int
    names: list = []
    for i in range(p.nlocals):
        if p.locals[i].start == 0 and len(names) < p.nparams:
            names.append(lossy(p.locals[i].name))
    return {
        "name": lossy(p.name), "source": lossy(p.source), "line": p.line, "last_line": p.last_line, "parameters": names,
        "is_vararg": bool(p.is_vararg), "what": "main" if p.line == 0 else "Lua",
    }


@cython.cfunc
def lossy(s: StrP) -> str:
    if s == cython.NULL:
        return ""
    return chars(s)[:s.len].decode("utf-8", "backslashreplace")


# ---------------------------------------------------------------- what a host rents


@cython.cclass
class RentedBytes:
    """A byte buffer of the pool `scratch` that a host has rented, until it gives it back or leaves the with block."""

    def __cinit__(self, state=None):
        if not isinstance(state, State):
            raise TypeError("buffers are rented: interpreter.pools.buffer()")
        self.state = state

    def __init__(self, *_):
        raise TypeError("buffers are rented: interpreter.pools.buffer()")

    def __reduce__(self):
        raise TypeError("a rented buffer cannot be copied or pickled; take its bytes")

    def __del__(self):
        if self.b != cython.NULL:
            import warnings                        # rarely needed

            self.drop()
            warnings.warn("a rented buffer was dropped; give it back, or rent it in a with block", ResourceWarning, 2)

    def drop(self):
        """Give back what was forgotten; the lock is not held, so while Lua runs it waits for the end."""
        if self.state.vm != cython.NULL and self.state.running:
            self.state.dropped.append(cython.cast(cython.size_t, self.b))
            self.b = cython.NULL
        else:
            self.leave()
        return 0

    def leave(self):
        """Give the buffer back; with a closed interpreter's pools there is nothing left but to free it."""
        b: BufferP = self.b
        self.b = cython.NULL
        if self.state.vm != cython.NULL:
            give_back_buffer(self.state.vm, b)
        else:
            free(b.p)
            free(b)
        return 0

    def rented(self):
        """Return the buffer; raises ValueError when it was given back, LuaError when the interpreter is closed."""
        if self.b == cython.NULL:
            raise ValueError("this buffer was given back; rent another")
        self.state.check()
        return self.b

    def write(self, data: bytes) -> int:
        """Add bytes and return how many; raises MemoryError."""
        with self.state.lock:
            b: BufferP = self.rented()
            add_bytes(self.state.vm, b, data, len(data))
            if b.failed:
                b.failed = 0
                self.state.vm.too_long = 0
                raise MemoryError
        return len(data)

    def value(self) -> bytes:
        """Return a copy of what was written."""
        with self.state.lock:
            b: BufferP = self.rented()
            return b.p[:b.n]

    def clear(self):
        """Begin anew."""
        with self.state.lock:
            self.rented().n = 0

    def __len__(self) -> int:
        with self.state.lock:
            return self.rented().n

    def give_back(self):
        """Give the buffer back; raises ValueError the second time."""
        with self.state.lock:
            if self.b == cython.NULL:
                raise ValueError("this buffer was given back already")
            self.leave()

    def __enter__(self):
        self.rented()
        return self

    def __exit__(self, *_):
        if self.b != cython.NULL:
            self.give_back()


# ---------------------------------------------------------------- state


class StoppedError(Exception):
    """A compilation was interrupted or met a limit; the VM has the error."""


@cython.cclass
class RunWatch(Watch):
    """Look for interrupts and limits while a text is compiled; other threads go on meanwhile.

    Who waits for Python's lock asks for it after 5 ms in which nobody let go of it. A lock given up more often is taken
    back before anyone wakes.
    """

    def look(self):
        """Raise StoppedError when it is to end."""
        now: cython.double = monotonic()
        if now > self.turn:
            with cython.nogil:
                self.turn = now + TURN_S
        if look(self.vm, LOOK_WORK) < 0:
            raise StoppedError
        return 0


@cython.cclass
class State:
    """A Lua state: the VM, its libraries and the host's callbacks."""

    def __cinit__(self, mode, write, read, compile, owns_process=False, seed=SEED):
        vm: VMP = cython.cast(VMP, calloc(1, cython.sizeof(VM)))
        i: cython.int
        if vm == cython.NULL:
            raise MemoryError
        self.write = write
        self.read = read
        self.compile = compile
        self.watch = RunWatch()
        self.watch.vm = vm
        self.lock = RLock()
        self.dead_pins = []
        self.dropped = []
        self.kept = {}
        self.leaving = []
        self.trace_rows = []
        self.python_pin = -1
        vm.host = cython.cast(cython.p_void, cython.cast(cython.pointer(PyObject), self))
        vm.host_write = host_write
        vm.host_read = host_read
        vm.host_poll = host_poll
        vm.host_load = host_load
        vm.host_release = host_release
        vm.owns_process = owns_process
        vm.seed = seed
        if not init_vm(vm, mode):
            close_vm(vm)
            raise MemoryError
        for i in range(EV_COUNT):
            event: bytes = EVENTS[i]
            vm.names[i] = new_str(vm, event, len(event))
        init_table(vm)
        open_core(vm)
        self.vm = vm
        self.check_complete()

    def __dealloc__(self):
        self.vm_close()

    def check_complete(self):
        """Raise MemoryError when a library could not be made whole."""
        if self.vm.lost:
            raise MemoryError

    def vm_close(self):
        """Free the VM without running anything."""
        vm: VMP = self.vm
        if vm == cython.NULL:
            return
        while self.dropped:
            give_back_buffer(vm, cython.cast(BufferP, cython.cast(cython.size_t, self.dropped.pop())))
        self.vm = cython.NULL
        close_vm(vm)

    def close(self):
        """Run the finalizers, flush the output and free everything; handles die.

        Returns the status of an os.exit that a finalizer called, else None.
        """
        if self.vm == cython.NULL or self.running:
            return None
        self.running = True
        try:
            status = run_all_finalizers(self.vm)
        finally:
            self.running = False
        self.kept = {}
        self.leaving = []
        self.keeper = None
        self.vm_close()
        return status

    def watch_crash(self, fd: int):
        """Write where Lua was to a file descriptor if a fatal signal ends the process."""
        self.check()
        watch_crash(self.vm, fd)

    def check(self):
        """Raise LuaError when the state is closed."""
        if self.vm == cython.NULL:
            raise LuaError("the interpreter is closed")
        return 0

    def release_pins(self):
        """Unpin what Python let go of while Lua ran."""
        while self.dead_pins:
            drop_root(self.vm, self.dead_pins.pop())
        while self.dropped:
            give_back_buffer(self.vm, cython.cast(BufferP, cython.cast(cython.size_t, self.dropped.pop())))
        return 0

    # values

    def get(self, v):
        """Turn a Lua value into its Python form."""
        tag: cython.int = v.tag
        if tag == NIL:
            return None
        if tag == FALSE:
            return False
        if tag == TRUE:
            return True
        if tag == INT:
            return v.v.i
        if tag == FLT:
            return v.v.n
        if tag == STR or tag == LSTR:
            return chars(str_of(v))[:str_of(v).len]
        if tag == UDATA and cython.cast(UDataP, v.v.o).h.aux == UDATA_PYTHON:
            found = cython.cast(object, cython.cast(cython.pointer(PyObject), cython.cast(UDataP, v.v.o).ptr))
            return found if isinstance(found, PythonObject) else PythonObject(found)  # the upvalue of a host's function
        return self.handle(v)

    def handle(self, v):
        """Pin a Lua object and return its handle."""
        h: LuaValue = LuaValue.__new__(LuaValue, self)
        h.pin = push_root(self.vm, v)
        if h.pin < 0:
            raise MemoryError
        return h

    def put(self, d, value):
        """Turn a Python value into a Lua one; raises TypeError for what has no Lua form."""
        vm: VMP = self.vm
        if value is None:
            put_nil(d)
        elif value is True or value is False:
            put_bool(d, value)
        elif isinstance(value, int):
            if -9223372036854775808 <= value <= 9223372036854775807:
                put_int(d, value)
            else:
                put_flt(d, float(value))
        elif isinstance(value, float):
            put_flt(d, value)
        elif isinstance(value, LuaValue):
            if cython.cast(LuaValue, value).state is not self:
                raise ValueError("the value belongs to another interpreter")
            copy(d, cython.cast(LuaValue, value).value())
        elif isinstance(value, (bytes, bytearray, str)):
            text: bytes = value.encode("utf-8", "surrogateescape") if isinstance(value, str) else bytes(value)
            put_str(d, text_str(vm, text))
        else:
            if self.nesting == MAX_NESTING:
                raise ValueError("a list or dict that is nested too deep, or in itself, has no form in Lua")
            self.nesting += 1
            vm.collecting += 1                 # a __del__ that runs Lua meanwhile must not take what is half made
            try:
                put_object(self, d, value)
            finally:
                vm.collecting -= 1
                self.nesting -= 1
        return 0

    # running

    @property
    def globals(self):
        """The table of globals."""
        v: Value
        self.check()
        put_obj(cython.address(v), self.vm.globals, TAB)
        return self.handle(cython.address(v))

    def make(self, value):
        """Return a new table for a dict or a list, a function for a callable, as Python holds them."""
        v: Value
        self.check()
        self.put(cython.address(v), value)
        return self.get(cython.address(v))

    def set_global(self, name: bytes, value):
        """Assign a global."""
        self.globals.set(name, value)

    def set_python_metatable(self, metatable: LuaValue):
        """Give the Python objects that Lua gets from now on a metatable."""
        if metatable.state is not self:
            raise ValueError("the value belongs to another interpreter")
        metatable._table()
        pin: cython.int = push_root(self.vm, metatable.value())
        if pin < 0:
            raise MemoryError
        self.python_pin = pin

    def called_as_method(self) -> bool:
        """Whether the host function that runs was called as `object:name(…)`."""
        name: ConstCharP = cython.NULL
        kind: ConstCharP = cython.NULL
        if is_lua(self.vm.frame) and not self.vm.nested_plain:
            kind = code_name(self.vm.frame.cl.p, self.vm.frame.pc, cython.address(name))
        return kind != cython.NULL and strcmp(kind, b"method") == 0

    def load(self, source: bytes, chunkname: bytes):
        """Compile a chunk; raises LuaSyntaxError, or another LuaError for an interrupt or a limit."""
        v: Value
        self.check()
        try:
            put_obj(cython.address(v), load_source(self, source, chunkname), FUN)
        except StoppedError:
            raise self.stopped() from None
        return self.handle(cython.address(v))

    def compiled(self, source, name, kept, taker):
        """Return what the compiler makes of a text; raise StoppedError when an interrupt or a limit ends it."""
        is_alone: cython.bint = not self.running and not self.compiling
        if is_alone:
            self.start_compiling()
        try:
            return self.compile(source, name, kept, taker, self.watch)
        finally:
            if is_alone:
                self.compiling = False

    def start_compiling(self):
        """Begin to compile where nothing runs: it may be interrupted, and has the time that a run has."""
        self.spent += self.vm.granted - self.vm.budget
        start_run(self.vm)
        self.compiling = True
        return 0

    def stopped(self):
        """Return the exception for what ended a compilation."""
        kind, value, message, _, _ = self.take_failure()
        error = LuaError(message, value)
        error.kind = next((name for name, code in PASSING.items() if code == kind), "error")
        return error

    # locals that are kept from chunk to chunk

    def load_keeping(self, source: bytes, chunkname: bytes):
        """Compile a chunk that sees the kept locals and leaves its own, unless Lua is running; see `load`."""
        v: Value
        self.check()
        if self.running:
            return self.load(source, chunkname)
        self.settle()
        kept = self.kept
        check_room(self.vm, source)
        offers = self.offered(source)
        self.vm.collecting += 1
        try:
            loader = Loader(self, chunkname)
            proto = self.compiled(source, chunkname, offers, loader)
            put_obj(cython.address(v), main_closure(self.vm, loader.load(proto), proto, kept), FUN)
            main = self.handle(cython.address(v))
        except StoppedError:
            raise self.stopped() from None
        finally:
            self.vm.collecting -= 1
        self.expect(proto, main)
        return main

    def offered(self, source):
        """Say how the compiler may reach each kept local: what no closure has is a register, of a few at a time."""
        offers: list = []
        registers: cython.int = 0
        for item in self.kept.values():
            kept = cython.cast(Kept, item)
            if kept.held is None:
                offers.append((kept.name, kept.attrib, KEPT_CONSTANT, kept.constant))
                continue
            is_cell: cython.bint = kept.held.value().tag == CELL
            if not is_cell and kept.name not in source:
                continue
            if not is_cell and registers == MOST_KEPT_REGISTERS:
                is_cell = True
                self.share(kept)
            registers += not is_cell
            offers.append((kept.name, kept.attrib, KEPT_CELL if is_cell else KEPT_REGISTER, None))
        return offers

    def share(self, kept: Kept):
        """Put a kept local into a cell."""
        c: CellP = new_cell(self.vm, kept.held.value())
        if c == cython.NULL:
            raise MemoryError
        check_memory(self.vm)
        put_obj(kept.held.value(), c, CELL)
        return 0

    def expect(self, proto, main: LuaValue):
        """Make room for the locals that a chunk will leave."""
        vm: VMP = self.vm
        v: Value
        i: cython.int = 0
        kept: Kept
        put_nil(cython.address(v))
        rows = cython.cast(KeptLocalP, calloc(len(proto.kept) + 1, cython.sizeof(KeptLocal)))
        if rows == cython.NULL:
            raise MemoryError
        free(vm.kept)
        vm.kept = rows
        vm.nkept = vm.kept_active = 0
        for name, attrib, constant, register, start in proto.kept:
            kept = Kept.__new__(Kept)
            kept.name = name
            kept.attrib = attrib
            kept.constant = constant
            if register >= 0:
                is_given: cython.bint = i < proto.parameters
                kept.held = cython.cast(Kept, self.kept[name]).held if is_given else self.handle(cython.address(v))
                rows[i].reg = register
                rows[i].start = start
                rows[i].pin = kept.held.pin
                i += 1
            self.leaving.append(kept)
        vm.nkept = i
        self.keeper = main
        vm.kept_proto = cython.cast(ClosureP, main.value().v.o).p
        return 0

    def settle(self):
        """Let the locals that the last chunk had begun when it was left take their places."""
        vm: VMP = self.vm
        left: cython.int = vm.kept_active
        if self.running or self.keeper is None:
            return 0
        for item in self.leaving if left or vm.nkept == 0 else ():
            kept = cython.cast(Kept, item)
            if kept.held is not None:
                if left == 0:
                    break
                left -= 1
            self.kept.pop(kept.name, None)
            self.kept[kept.name] = kept
        self.leaving = []
        self.keeper = None
        vm.kept_proto = cython.NULL
        vm.nkept = vm.kept_active = 0
        return 0

    def kept_for(self, source: bytes):
        """Return how the compiler is told of the kept locals that a source would see; None where it would see none."""
        self.check()
        if self.running:
            return None
        self.settle()
        return self.offered(source)

    def kept_locals(self) -> dict:
        """Return the kept locals' values by name, in order of declaration."""
        v: ValueP
        found: dict = {}
        self.check()
        self.settle()
        for item in self.kept.values():
            kept = cython.cast(Kept, item)
            if kept.held is None:
                found[kept.name] = kept.constant
                continue
            v = kept.held.value()
            found[kept.name] = self.get(cython.address(cython.cast(CellP, v.v.o).v) if v.tag == CELL else v)
        return found

    def forget_locals(self):
        """Keep none of the locals."""
        self.check()
        self.settle()
        self.kept = {}

    def run(self, function, args: tuple):
        """Call a Lua function; returns (values, None) or (None, failure)."""
        vm: VMP = self.vm
        f: Value
        ctrl_c: sigaction_t
        n: cython.int = len(args)
        i: cython.int
        status: cython.int
        was_running: cython.bint = self.running
        self.check()
        self.put(cython.address(f), function)
        rented: BufferP = cython.NULL
        values: ValueP = cython.NULL
        if n > 0:
            rented = rent_array(vm, n)
            if rented == cython.NULL:
                raise MemoryError
            values = cython.cast(ValueP, rented.p)
        self.depth += 1
        try:
            vm.collecting += 1                 # nothing marks the values yet
            try:
                for i in range(n):
                    self.put(values + i, args[i])
            finally:
                vm.collecting -= 1
            if not was_running:
                self.spent += vm.granted - vm.budget
                start_run(vm)
            self.running = True
            with cython.nogil:
                if vm.owns_process and not was_running:
                    catch_ctrl_c(vm, cython.address(ctrl_c))
                status = call_flags(vm, cython.address(f), values, n, F_HOST)
                if vm.owns_process and not was_running:
                    release_ctrl_c(cython.address(ctrl_c))
                if not was_running and flush_out(vm) < 0 and status >= 0:
                    status = FAILED
        finally:
            if rented != cython.NULL:
                give_back_buffer(vm, rented)
            self.depth -= 1
            self.running = was_running
            if not was_running:
                self.release_pins()
                host_release(vm)
        if status < 0:
            return None, self.take_failure()
        return tuple([self.get(vm.ret + i) for i in range(status)]), None

    def take_failure(self):
        """Return (kind, value, message, traceback, exit code) of vm.err and clear it; see also exit_closes."""
        vm: VMP = self.vm
        err: Value = vm.err
        kind: cython.int = vm.err_kind
        traceback: bytes = b""
        if isstr(cython.address(vm.traceback)):
            s: StrP = str_of(cython.address(vm.traceback))
            traceback = chars(s)[:s.len]
        value = self.get(cython.address(err))
        described: bytes = None
        if isstr(cython.address(vm.message)):
            described = chars(str_of(cython.address(vm.message)))[:str_of(cython.address(vm.message)).len]
        put_nil(cython.address(vm.traceback))
        put_nil(cython.address(vm.message))
        put_nil(cython.address(vm.err))
        vm.err_kind = ERR_LUA
        vm.builtin = cython.NULL
        message = described
        if message is None:
            message = b"" if kind == ERR_EXIT else self.message_of(cython.address(err))
        return kind, value, message, traceback, vm.exit_code

    def message_of(self, v):
        """Return what `lua` prints of an error value that does not describe itself."""
        s: StrP
        if isstr(v) or v.tag == INT or v.tag == FLT:
            s = tostring_raw(self.vm, v)
            return b"not enough memory" if s == cython.NULL else chars(s)[:s.len]
        return b"(error object is a " + cython.cast(bytes, type_name(v)) + b" value)"

    def tostring(self, value) -> bytes:
        """Return the text of a value as Lua's tostring, metamethods included; raises LuaError."""
        v: Value
        s: StrP = cython.NULL
        was_running: cython.bint = self.running
        self.check()
        self.put(cython.address(v), value)
        if not was_running:
            self.spent += self.vm.granted - self.vm.budget
            start_run(self.vm)
        self.running = True
        self.depth += 1
        self.vm.kept_runs += 1
        try:
            with cython.nogil:
                s = tostring_value(self.vm, cython.address(v))
        finally:
            self.vm.kept_runs -= 1
            self.depth -= 1
            self.running = was_running
        if s == cython.NULL:
            failure = self.take_failure()
            raise LuaError(failure[2].decode("utf-8", "backslashreplace"))
        return chars(s)[:s.len]

    @property
    def exit_closes(self) -> bool:
        """Whether the os.exit that ended the last run asked for the state to be closed."""
        return bool(self.vm.exit_closes)

    @property
    def hook_removed(self) -> bool:
        """Whether the last run ended in a debug hook, which was removed."""
        return bool(self.vm.hook_removed)

    def read_global(self, name: bytes):
        """Read a global, with metamethods; returns (value, None) or (None, failure)."""
        return self.at_global(name, None, False)

    def assign_global(self, name: bytes, value):
        """Assign a global, with metamethods; returns (None, None) or (None, failure)."""
        return self.at_global(name, value, True)

    def at_global(self, name, value, assigns):
        """Read or assign a global as a run of its own."""
        g: Value
        k: Value
        v: Value
        status: cython.int
        vm: VMP = self.vm
        was_running: cython.bint = self.running
        self.check()
        put_obj(cython.address(g), vm.globals, TAB)
        self.put(cython.address(k), name)
        self.put(cython.address(v), value)
        if not was_running:
            self.spent += vm.granted - vm.budget
            start_run(vm)
        self.running = True
        self.depth += 1
        vm.kept_runs += 1
        with cython.nogil:
            if assigns:
                status = set_index(vm, cython.address(g), cython.address(k), cython.address(v))
            else:
                status = get_index(vm, cython.address(g), cython.address(k), cython.address(v))
        vm.kept_runs -= 1
        self.depth -= 1
        self.running = was_running
        if status < 0:
            return None, self.take_failure()
        return None if assigns else self.get(cython.address(v)), None

    def set_warnings(self, on: bool):
        """Let `warn` write, or not."""
        self.check()
        self.vm.warn_on = on

    def read_stdin(self, line: bool) -> bytes:
        """Return what is left of the process's standard input, or a line of it; raises OSError."""
        with self.rent_bytes() as rented:
            with cython.nogil:
                in_read(self.vm, cython.cast(RentedBytes, rented).b, -1, line)
            if ferror(stdin):
                code: cython.int = errno
                raise OSError(code, os.strerror(code))
            return rented.value()

    def rent_bytes(self):
        """Rent a byte buffer for the host."""
        self.check()
        rented: RentedBytes = RentedBytes.__new__(RentedBytes, self)
        b: BufferP = rent_buffer(self.vm)
        if b.failed:
            raise MemoryError
        rented.b = b
        return rented

    def interrupt(self):
        """Stop what runs; callable from any thread and from signal handlers."""
        if self.vm != cython.NULL and (self.running or self.compiling):
            plua_store(cython.address(self.vm.interrupt), 1)
            self.vm.budget = 0

    def take_interrupt(self) -> bool:
        """Return whether what runs is to stop, and let it go on: the caller stops it."""
        taken: cython.bint = self.vm != cython.NULL and plua_load(cython.address(self.vm.interrupt))
        if taken:
            plua_store(cython.address(self.vm.interrupt), 0)
        return taken

    def flush(self):
        """Hand over what was printed."""
        self.check()
        with cython.nogil:
            flush_out(self.vm)
            if self.vm.owns_process:
                fflush(stdout)

    def collect(self):
        """Run a full collection and the finalizers it finds."""
        self.check()
        was_running: cython.bint = self.running
        self.running = True                    # a handle that another thread drops waits for the end
        self.depth += 1
        try:
            with cython.nogil:
                full_collection(self.vm)
        finally:
            self.depth -= 1
            self.running = was_running
            if not was_running:
                self.release_pins()
        host_release(self.vm)

    def set_arguments(self, script, args: list):
        """Set the global `arg`."""
        v: Value
        t: TableP = new_table(self.vm, len(args), 1)
        put_obj(cython.address(v), t, TAB)
        handle: LuaValue = self.handle(cython.address(v))
        handle.set(0, script)
        for i, argument in enumerate(args):
            handle.set(i + 1, argument)
        self.set_global(b"arg", handle)

    def set_fault(self, n: int, lasts: bool):
        """For tests: let the n-th allocation from now fail, and all after it if it lasts; 0 ends that."""
        self.check()
        self.vm.fault_in = n
        self.vm.fault_lasts = lasts

    def fault_waits(self) -> bool:
        """Whether the allocation that is to fail has not come yet."""
        return self.vm.fault_in > 1 or (self.vm.fault_in == 1 and not self.vm.fault_lasts)

    def set_limits(self, limits: dict):
        """Bound what one top-level run may use: limits.Limits' names; 0 means no limit but the VM's own."""
        with self.lock:
            self.check()
            self.vm.instruction_limit = limits["instructions"]
            self.vm.memory_limit = limits["memory_bytes"]
            self.vm.time_limit = limits["seconds"]
            self.vm.output_limit = limits["output_bytes"]
            self.vm.string_limit = most_bytes()
            if 0 < limits["string_bytes"] < most_bytes():
                self.vm.string_limit = limits["string_bytes"]
            self.vm.coroutine_limit = limits["coroutines"]
            self.vm.frame_limit = min(limits["stack_frames"] or MOST_FRAMES, MOST_FRAMES)
            self.vm.level_limit = min(limits["c_levels"] or MOST_LEVELS, MOST_LEVELS)

    def confine(self, allows, environment, text_only: bool):
        """Bound what Lua reaches: `allows(path)` says which files, a dict of bytes is its environment.

        None for either means all that the process has; `text_only` refuses binary chunks. Before the libraries open.
        """
        v: Value
        with self.lock:
            self.check()
            self.vm.text_only = text_only
            if allows is not None:
                self.allows = allows
                self.vm.host_allows = host_allows
            if environment is not None:
                self.put(cython.address(v), environment)
                if push_root(self.vm, cython.address(v)) < 0:
                    raise MemoryError
                self.vm.environment = tab_of(cython.address(v))

    # pools

    def set_mode(self, mode: int):
        """Switch pooling: 0 on, 1 off, 2 poison."""
        self.check()
        trim_pools(self.vm, True)
        set_heap_mode(self.vm, mode)
        install_mode(self.vm)

    def set_counting(self, on: bool):
        """Count entries by function, and who called whom, from now on or no more; the call tree begins anew."""
        self.check()
        if on and not start_calltree(self.vm):
            raise MemoryError
        self.vm.counting = on
        install_mode(self.vm)

    def call_tree(self) -> tuple:
        """Return the nodes (see calltree.node_row) since the counting began, and how many entries had no room there."""
        self.check()
        return read_calltree(self.vm)

    def attribute(self, on: bool):
        """Attribute what is rented and allocated to instructions from zero; or stop, and keep the counts."""
        self.check()
        if on:
            start_attribution(self.vm)
        else:
            stop_attribution(self.vm)

    def attribution(self) -> tuple:
        """Return the counts: rows (chunk, function, its line, place, line, opcode, counts), and those of elsewhere."""
        self.check()
        return read_attribution(self.vm)

    def drop_attribution(self):
        """Forget the counts, and stop if they go on."""
        self.check()
        drop_attribution(self.vm)

    def trace(self, limit: int):
        """Record the next instructions, `limit` at most; rows of the trace before are dropped. 0 ends it."""
        self.check()
        if limit > 0:
            self.trace_rows = []
            start_trace(self.vm, limit)
        else:
            stop_trace(self.vm)

    def traced(self) -> tuple:
        """Return the rows (see trace.step_row) and whether the limit cut them; raises what ended the trace early."""
        error, self.trace_error = self.trace_error, None
        if error is not None:
            raise error
        return self.trace_rows, self.vm.trace_left == 0

    def set_gc_stress(self, n: int):
        """Collect at every safepoint with n = 1 (or True), at one in n for more, up to 255; 0: only when due."""
        self.check()
        self.vm.gc_stress = n
        self.vm.stress_state = 0
        if n:
            self.vm.limit = 0
        grant(self.vm)

    def plant_fault(self, pool: int, kind: int):
        """Let a pool (IN_FRAMES …) fail from now on in a way (NO_RETURN …), or with NO_FAULT work again."""
        self.check()
        plant_fault(self.vm, pool, kind)
        install_mode(self.vm)

    def trim(self, all: bool):
        """Free what the pools hold free: all of it, or what is above their capacities."""
        self.check()
        trim_pools(self.vm, all)

    def set_capacity(self, name: str, n: int, is_bytes: bool):
        """Set how many free objects a pool keeps, or how many bytes of them."""
        if is_bytes:
            set_capacity_bytes(self.vm, name, n)
        else:
            counters_named(self.vm, name).capacity = n
        trim_pools(self.vm, False)
        find_small(self.vm)
        install_mode(self.vm)

    def reset_counters(self):
        """Start the counters anew: what is live counts as rented now."""
        self.check()
        reset_counters(self.vm)

    def peek(self) -> dict:
        """Return the counters as they are, from the listener too: no interval begins, and the heap is not walked."""
        self.check()
        counters = peek_counters(self.vm)
        counters["instructions"] += self.spent
        return counters

    def counters(self) -> dict:
        """Return every counter; starts a new interval of the high-water marks."""
        self.check()
        counters = read_counters(self.vm)
        counters["instructions"] += self.spent
        return counters


@cython.cfunc
def put_object(state: State, d: ValueP, value: object) -> cython.int:
    """Hand over lists, tuples and dicts as tables, callables as builtins."""
    v: Value
    i: int64_t = 0
    t: TableP
    vm: VMP = state.vm
    if isinstance(value, PythonObject):
        put_python(state, d, value)
    elif isinstance(value, (list, tuple)):
        t = new_table(vm, len(value), 0)
        put_obj(d, t, TAB)
        for item in value:
            i += 1
            state.put(cython.address(v), item)
            if set_int_field(vm, t, i, cython.address(v)) < 0:
                raise MemoryError
    elif isinstance(value, dict):
        t = new_table(vm, 0, len(value))
        put_obj(d, t, TAB)
        k: Value
        for key, item in value.items():
            state.put(cython.address(k), key)
            state.put(cython.address(v), item)
            if not bad_key(cython.address(k)) and set_any(vm, t, cython.address(k), cython.address(v)) < 0:
                raise MemoryError
    elif callable(value):
        put_callable(vm, d, value)
    else:
        raise TypeError(f"cannot hand a {type(value).__name__} to Lua")
    return 0


@cython.cfunc
def set_int_field(vm: VMP, t: TableP, i: int64_t, v: ValueP) -> cython.int:
    k: Value
    put_int(cython.address(k), i)
    return set_any(vm, t, cython.address(k), v)


@cython.cfunc
def put_python(state: State, d: ValueP, value: PythonObject) -> cython.int:
    u: UDataP = python_udata(state.vm, value)
    if state.python_pin >= 0:
        u.meta = tab_of(state.vm.pins + state.python_pin)
    state.vm.limit = max(0, state.vm.limit - value.weight)
    put_obj(d, u, UDATA)
    return 0


@cython.cfunc
@cython.exceptval(check=True)
def python_udata(vm: VMP, value: object) -> UDataP:
    """Make the userdata that holds a Python object."""
    live: int64_t = vm.kinds[UDATA].rents - vm.kinds[UDATA].returns + vm.ndead_python
    if not room_for(vm, cython.address(vm.dead_python), cython.address(vm.dead_python_cap), live + 1):
        raise MemoryError                      # the sweep, which lists those that died there, cannot fail
    u: UDataP = new_udata(vm, 0)
    if u == cython.NULL:
        raise MemoryError
    u.h.aux = UDATA_PYTHON
    Py_INCREF(value)
    u.ptr = cython.cast(cython.p_void, cython.cast(cython.pointer(PyObject), value))
    return u


@cython.cfunc
def put_callable(vm: VMP, d: ValueP, function: object) -> cython.int:
    b: BuiltinP = vm.python_builtin
    if b == cython.NULL:
        lost: int64_t = vm.lost
        b = new_builtin(vm, b"", b"?", call_python_nogil)
        if vm.lost != lost:
            raise MemoryError
        vm.python_builtin = b
    u: UDataP = python_udata(vm, function)
    nc: NativeClosureP = new_native(vm, b, 1)
    put_obj(cython.address(nc.up[0]), u, UDATA)
    put_obj(d, nc, NFUN)
    return 0


@cython.cfunc
def start_run(vm: VMP) -> cython.int:
    """Begin a top-level run: fresh budget, limits and interrupt word."""
    vm.granted = 0
    vm.budget = 0
    grant(vm)
    plua_store(cython.address(vm.interrupt), 0)
    vm.deadline = monotonic() + vm.time_limit if vm.time_limit > 0 else 0
    vm.had_grace = 0
    vm.out_time = monotonic()
    vm.err_handled = 0
    vm.exit_closes = 0
    vm.hook_removed = 0
    vm.output_bytes = 0
    vm.too_long = 0
    vm.max_level = vm.frame_limit
    vm.max_ccalls = vm.level_limit
    return 0


@cython.cfunc
def run_all_finalizers(vm: VMP):
    """Call every finalizer, as lua_close does, and flush; returns the status of an os.exit that one called, or None.

    If that closes the state too, the rest follows, else it ends everything at once.
    """
    exit_status = None
    status: cython.int = FAILED
    start_run(vm)
    finalize_all(vm)
    vm.closing = 1
    while status < 0:
        with cython.nogil:
            status = run_finalizers(vm)
        if status < 0 and vm.err_kind == ERR_EXIT:
            exit_status = vm.exit_code
            if not vm.exit_closes:
                break
        elif status < 0:
            vm.closing = NO_MORE_LUA       # or each of a million would have to be ended; files are still closed
    with cython.nogil:
        flush_out(vm)
    return exit_status


@cython.cfunc
def close_vm(vm: VMP) -> cython.int:
    forget_crash(vm)
    drop_attribution(vm)
    drop_calltree(vm)
    free_heap(vm)
    free_strings(vm)
    host_release(vm)
    free_pools(vm)
    free_vm(vm)
    return 0
