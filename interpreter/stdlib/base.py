# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""The basic library, all but what runs chunks or catches errors.

`error`, `pcall`, `xpcall`, `load`, `loadfile` and `dofile` continue in the VM and are registered there.
After PUC's lbaselib.c (manual §6.1).
"""

import cython
from cython.cimports.interpreter.vm.heap import add_finalizable
from cython.cimports.interpreter.vm.strings import chars_to_num, num_to_chars, str_from
from cython.cimports.interpreter.vm.support import (
    full_collection,
    add_z,
    arg_error,
    charge,
    check_any,
    check_int,
    check_option,
    check_str,
    check_table,
    ensure_ret,
    err_write,
    fail,
    fail_memory,
    fail_plain,
    fail_str,
    fail_value,
    get_index,
    give_back_buffer,
    is_none_or_nil,
    metafield,
    metatable_of,
    new_builtin,
    opt_int,
    out_line,
    out_write,
    reg,
    rent_buffer,
    ret_bool,
    ret_flt,
    ret_int,
    ret_nil,
    ret_value,
    ret_z,
    set_field,
    tostring_value,
    type_error,
    type_name,
)
from cython.cimports.interpreter.vm.tables import (
    bad_key,
    border,
    get_any,
    get_int,
    metamethod_of,
    next_entry,
    raw_equal,
    set_any,
    set_int,
)
from cython.cimports.interpreter.vm.values import (
    BI_IPAIRS_STEP,
    BI_NEXT,
    BI_SELECT,
    BUILTIN,
    EV_GC,
    EV_METATABLE,
    EV_TOSTRING,
    FAILED,
    NIL,
    OBJ_FINALIZER,
    TAB,
    BufferP,
    BuiltinP,
    ConstCharP,
    ObjectP,
    StrP,
    TableP,
    Value,
    ValueP,
    chars,
    copy,
    isnum,
    isstr,
    put_int,
    put_nil,
    put_obj,
    put_str,
    str_of,
    tab_of,
    truthy,
)
from cython.cimports.libc.stdint import int64_t, uint8_t
from cython.cimports.libc.string import strcmp

# ---------------------------------------------------------------------------------------------------------- output


def print_simple(vm, v):
    """Write a number or string as it is, without a temporary string."""
    buffer: cython.char[48]
    if isstr(v):
        return out_write(vm, chars(str_of(v)), str_of(v).len)
    return out_write(vm, buffer, num_to_chars(buffer, v))


def print_after(vm, v, first):
    """Write a value as `tostring` shows it, after a tab unless it is the first; `__tostring` comes before the tab."""
    s: StrP = cython.NULL
    if not (isnum(v) or isstr(v)) or metafield(vm, v, EV_TOSTRING) != cython.NULL:
        s = tostring_value(vm, v)
        if s == cython.NULL:
            return FAILED
    if not first and out_write(vm, b"\t", 1) < 0:
        return FAILED
    return print_simple(vm, v) if s == cython.NULL else out_write(vm, chars(s), s.len)


def base_print(vm, args, n):
    """Write the arguments, separated by tabs, and a newline."""
    i: cython.int
    for i in range(n):
        if print_after(vm, args + i, i == 0) < 0:
            return FAILED
    return out_line(vm)


def warning_control(vm, message):
    """Obey a message that begins with `@`; return whether it did."""
    text: ConstCharP = chars(str_of(message))
    if text[0] != b"@":
        return False
    if strcmp(text, b"@on") == 0:
        vm.warn_on = True
    elif strcmp(text, b"@off") == 0:
        vm.warn_on = False
    return True


def write_warning(vm, args, n):
    """Write one warning, made of all arguments, to standard error."""
    i: cython.int
    status: cython.int
    b: BufferP = rent_buffer(vm)
    add_z(vm, b, b"Lua warning: ")
    for i in range(n):
        add_z(vm, b, chars(str_of(args + i)))  # a piece ends at a zero: to PUC it is a C string
    add_z(vm, b, b"\n")
    if b.failed:
        give_back_buffer(vm, b)
        return fail_memory(vm)
    status = err_write(vm, b.p, b.n)
    give_back_buffer(vm, b)
    return status


def base_warn(vm, args, n):
    """Emit a warning; a single argument that begins with `@` controls the warnings themselves."""
    i: cython.int
    s: StrP
    for i in range(n if n > 0 else 1):  # all of them before anything is written
        if check_str(vm, args, n, i, cython.address(s)) < 0:
            return FAILED
    if not vm.warn_on:
        warning_control(vm, args + (n - 1))  # while off, PUC looks at the last piece only
        return 0
    if n == 1 and warning_control(vm, args):
        return 0
    return write_warning(vm, args, n)


# ------------------------------------------------------------------------------------------------ types, conversion


def base_type(vm, args, n):
    """Return the name of a value's type."""
    if check_any(vm, args, n, 0) < 0:
        return FAILED
    return ret_z(vm, type_name(args))


def base_tostring(vm, args, n):
    """Return a value as a string, by its `__tostring` or `__name` where there is one."""
    s: StrP
    if check_any(vm, args, n, 0) < 0:
        return FAILED
    s = tostring_value(vm, args)
    if s == cython.NULL:
        return FAILED
    put_str(vm.ret, s)
    return 1


def digit_value(c):
    """Return the value of a digit or letter, 99 for any other byte."""
    if b"0" <= c <= b"9":
        return c - ord(b"0")
    c |= 32  # lower case
    if b"a" <= c <= b"z":
        return c - ord(b"a") + 10
    return 99


def skip_spaces(s, end):
    """Return the first byte that is not white space."""
    while s < end and (s[0] == b" " or 9 <= s[0] <= 13):
        s += 1
    return s


def chars_to_int(s, end, base, out):
    """Convert a numeral in a base, with surrounding space; it wraps around.  Return whether it is one."""
    negative: cython.bint = False
    value: int64_t = 0
    s = skip_spaces(s, end)
    if s < end and (s[0] == b"-" or s[0] == b"+"):
        negative = s[0] == b"-"
        s += 1
    if s == end or digit_value(s[0]) >= base:
        return False
    while s < end and digit_value(s[0]) < base:
        value = value * base + digit_value(s[0])
        s += 1
    out[0] = -value if negative else value
    return skip_spaces(s, end) == end


def tonumber_in_base(vm, args, n):
    """Convert a string to an integer in the base of the second argument."""
    base: int64_t
    value: int64_t
    s: StrP
    if check_int(vm, args, n, 1, cython.address(base)) < 0:
        return FAILED
    if not isstr(args):
        return type_error(vm, args, n, 0, b"string")
    if base < 2 or base > 36:
        return arg_error(vm, 1, b"base out of range")
    s = str_of(args)
    if s.len > LONG_NUMERAL and charge(vm, s.len // 16) < 0:
        return FAILED
    if chars_to_int(chars(s), chars(s) + s.len, base, cython.address(value)):
        return ret_int(vm, value)
    return ret_nil(vm)


def base_tonumber(vm, args, n):
    """Convert a value to a number, nil when it is not convertible."""
    if not is_none_or_nil(args, n, 1):
        return tonumber_in_base(vm, args, n)
    if check_any(vm, args, n, 0) < 0:
        return FAILED
    if isnum(args):
        return ret_value(vm, args)
    if not isstr(args):
        return ret_nil(vm)
    if str_of(args).len > LONG_NUMERAL and charge(vm, str_of(args).len // 16) < 0:
        return FAILED
    return 1 if chars_to_num(chars(str_of(args)), str_of(args).len, vm.ret) else ret_nil(vm)


# ------------------------------------------------------------------------------------------------------- raw access


def base_rawequal(vm, args, n):
    """Compare two values without `__eq`."""
    if check_any(vm, args, n, 0) < 0 or check_any(vm, args, n, 1) < 0:
        return FAILED
    if isstr(args) and charge(vm, str_of(args).len >> 6) < 0:
        return FAILED
    return ret_bool(vm, raw_equal(args, args + 1))


def base_rawlen(vm, args, n):
    """Return the length of a table or string without `__len`."""
    if n > 0 and args[0].tag == TAB:
        return ret_int(vm, border(vm, tab_of(args)))
    if n > 0 and isstr(args):
        return ret_int(vm, str_of(args).len)
    return type_error(vm, args, n, 0, b"table or string")


def base_rawget(vm, args, n):
    """Return t[k] without `__index`."""
    t: TableP
    if check_table(vm, args, n, 0, cython.address(t)) < 0 or check_any(vm, args, n, 1) < 0:
        return FAILED
    return ret_value(vm, get_any(vm, t, args + 1))


def base_rawset(vm, args, n):
    """Assign t[k] = v without `__newindex`, and return t."""
    t: TableP
    bad: cython.int
    if check_table(vm, args, n, 0, cython.address(t)) < 0:
        return FAILED
    if check_any(vm, args, n, 1) < 0 or check_any(vm, args, n, 2) < 0:
        return FAILED
    bad = bad_key(args + 1)
    if bad != 0:
        return fail_plain(vm, b"table index is nil" if bad == 1 else b"table index is NaN")
    if set_any(vm, t, args + 1, args + 2) < 0:
        return FAILED
    return ret_value(vm, args)


# -------------------------------------------------------------------------------------------------------- traversal


def base_next(vm, args, n):
    """Return the entry of a table that follows a key, nil at the end."""
    t: TableP
    found: cython.int
    if check_table(vm, args, n, 0, cython.address(t)) < 0:
        return FAILED
    if n > 1:
        copy(vm.ret, args + 1)
    else:
        put_nil(vm.ret)
    found = next_entry(vm, t, vm.ret, vm.ret + 1)
    if found < 0:
        return fail_plain(vm, b"invalid key to 'next'")
    if found == 0:
        return ret_nil(vm)
    return 2


def iterate_with(vm, builtin, state):
    """Return a builtin of the registry and the state of a generic `for`; the caller adds the initial value."""
    copy(vm.ret, get_int(vm, vm.registry, -builtin))
    copy(vm.ret + 1, state)
    return 3


def ipairs_step(vm, args, n):
    """Return the next index and its value, nil at the first absent one."""
    i: int64_t
    key: Value
    value: Value
    if check_int(vm, args, n, 1, cython.address(i)) < 0:
        return FAILED
    put_int(cython.address(key), i + 1)
    if args[0].tag == TAB and tab_of(args).meta == cython.NULL:
        copy(cython.address(value), get_int(vm, tab_of(args), i + 1))
    elif get_index(vm, args, cython.address(key), cython.address(value)) < 0:
        return FAILED
    if value.tag == NIL:
        return ret_nil(vm)
    copy(vm.ret, cython.address(key))
    copy(vm.ret + 1, cython.address(value))
    return 2


def base_ipairs(vm, args, n):
    """Return the iterator over t[1], t[2], ... up to the first nil."""
    if check_any(vm, args, n, 0) < 0:
        return FAILED
    put_int(vm.ret + 2, 0)
    return iterate_with(vm, BI_IPAIRS_STEP, args)


def return_from(vm, args, n, first):
    """Return the arguments from one index on."""
    i: cython.int
    if not ensure_ret(vm, n - first):
        return FAILED
    for i in range(first, n):
        copy(vm.ret + (i - first), args + i)
    return n - first


def base_select(vm, args, n):
    """Return the arguments after the n-th, from the end when n is negative, or their number for `#`."""
    i: int64_t
    if n > 0 and isstr(args) and chars(str_of(args))[0] == b"#":
        return ret_int(vm, n - 1)
    if check_int(vm, args, n, 0, cython.address(i)) < 0:
        return FAILED
    if i < 0:
        i += n
    elif i > n:
        i = n
    if i < 1:
        return arg_error(vm, 0, b"index out of range")
    return return_from(vm, args, n, cython.cast(cython.int, i))


# ------------------------------------------------------------------------------------------------ metatables, assert


def base_getmetatable(vm, args, n):
    """Return a value's metatable, or what stands in its `__metatable`."""
    protection: ValueP
    meta: TableP
    if check_any(vm, args, n, 0) < 0:
        return FAILED
    meta = metatable_of(vm, args)
    if meta == cython.NULL:
        return ret_nil(vm)
    protection = metafield(vm, args, EV_METATABLE)
    if protection != cython.NULL:
        return ret_value(vm, protection)
    put_obj(vm.ret, meta, TAB)
    return 1


def attach_metatable(vm, t, meta):
    """Give a table its metatable, and list it for finalization when that has `__gc`."""
    t.meta = meta
    if metamethod_of(vm, meta, EV_GC) != cython.NULL and not t.h.aux & OBJ_FINALIZER:
        if not add_finalizable(vm, cython.cast(ObjectP, t)):
            return fail_memory(vm)
    return 0


def base_setmetatable(vm, args, n):
    """Set or remove a table's metatable, unless it is protected, and return the table."""
    t: TableP
    if check_table(vm, args, n, 0, cython.address(t)) < 0:
        return FAILED
    if n < 2 or (args[1].tag != NIL and args[1].tag != TAB):
        return type_error(vm, args, n, 1, b"nil or table")
    if t.meta != cython.NULL and metafield(vm, args, EV_METATABLE) != cython.NULL:
        return fail(vm, b"cannot change a protected metatable")
    if args[1].tag == NIL:
        t.meta = cython.NULL
    elif attach_metatable(vm, t, tab_of(args + 1)) < 0:
        return FAILED
    return ret_value(vm, args)


def base_assert(vm, args, n):
    """Return all arguments when the first is true, else raise the second as `error` does."""
    if n > 0 and truthy(args):
        return return_from(vm, args, n, 0)
    if check_any(vm, args, n, 0) < 0:
        return FAILED
    if n == 1:
        return fail(vm, b"assertion failed!")
    if isstr(args + 1):
        return fail_str(vm, str_of(args + 1))
    return fail_value(vm, args + 1)


# ------------------------------------------------------------------------------------------------ garbage collection
# A collection is never done in parts: a "step" pays towards the next one, at the rate at which PUC's steps walk the
# heap, and the step that has paid for all of it collects. In generational mode none ends a cycle, as in PUC Lua, whose
# `lua` starts in that mode, and so do we; as PUC's collects what is young, each of ours collects while the heap is
# small. Programs with much data that make a step a frame must not pay for a whole collection each time.


def garbage_option(vm, args, n, option):
    """Read the option of `collectgarbage`; the names stand in the order of their enum."""
    names: ConstCharP[11]
    names[GC_STOP] = b"stop"
    names[GC_RESTART] = b"restart"
    names[GC_COLLECT] = b"collect"
    names[GC_COUNT] = b"count"
    names[GC_STEP] = b"step"
    names[GC_ISRUNNING] = b"isrunning"
    names[GC_SETPAUSE] = b"setpause"
    names[GC_SETSTEPMUL] = b"setstepmul"
    names[GC_GENERATIONAL] = b"generational"
    names[GC_INCREMENTAL] = b"incremental"
    names[GC_OPTIONS] = cython.NULL
    return check_option(vm, args, n, 0, b"collect", names, option)


def garbage_parameter_count(option):
    """Return how many integers may follow an option."""
    if option == GC_STEP or option == GC_SETPAUSE or option == GC_SETSTEPMUL:
        return 1
    if option == GC_GENERATIONAL:
        return 2
    return 3 if option == GC_INCREMENTAL else 0


def check_garbage_parameters(vm, args, n, option, parameters):
    """Check the integers that follow an option; `parameters` receives three of C's size, 0 for those absent."""
    i: cython.int
    given: int64_t
    for i in range(3):
        given = 0
        if i < garbage_parameter_count(option) and opt_int(vm, args, n, i + 1, 0, cython.address(given)) < 0:
            return FAILED
        parameters[i] = cython.cast(cython.int, given)
    return 0


def kept_percent(percent):
    """Return a percentage as PUC keeps it: in a byte, in units of 4."""
    return ((percent // 4) & 255) * 4


def set_percent(vm, field, percent):
    """Set the pause or the step multiplier and return the previous one."""
    previous: cython.int = field[0]
    field[0] = kept_percent(percent)
    return ret_int(vm, previous)


def set_incremental(vm, parameters):
    """Take over the parameters of incremental mode that are not 0: pause, step multiplier, step size."""
    if parameters[0] != 0:
        vm.gc_pause = kept_percent(parameters[0])
    if parameters[1] != 0:
        vm.gc_step_multiplier = kept_percent(parameters[1])
    if parameters[2] != 0:
        vm.gc_step_size = cython.cast(uint8_t, parameters[2])


def set_garbage_mode(vm, generational):
    """Set the mode and return the name of the previous one."""
    previous: cython.bint = vm.gc_generational
    vm.gc_generational = generational
    return ret_z(vm, b"generational" if previous else b"incremental")


def step_bytes(vm):
    """Return the size of a basic step, in bytes allocated."""
    return cython.cast(int64_t, 1) << (vm.gc_step_size if vm.gc_step_size < STEP_SIZE_MAX else STEP_SIZE_MAX)


def step_pays(vm, kilobytes):
    """Pay for a step as if so much had been allocated, 0: for a basic one; say whether the whole heap is paid for."""
    debt: int64_t = 0
    if kilobytes != 0:
        vm.gc_due -= cython.cast(int64_t, kilobytes) * 1024
        debt = vm.used - vm.gc_due
        if debt <= 0:
            return False
    vm.gc_paid += (cython.cast(cython.double, debt) + step_bytes(vm)) * (vm.gc_step_multiplier | 1) * WALKED_PER_BYTE
    vm.gc_due = vm.used + step_bytes(vm)
    return vm.gc_paid >= vm.used


def collector_step(vm, kilobytes):
    """Make a step and return whether it ended a cycle."""
    generational: cython.bint = vm.gc_generational
    if not (generational and vm.used <= SMALL_HEAP) and not step_pays(vm, kilobytes):
        return ret_bool(vm, False)
    if full_collection(vm) < 0:
        return FAILED
    return ret_bool(vm, not generational)


def stop_collector(vm, stop):
    """Stop or restart automatic collection."""
    vm.gc_stopped = stop
    return ret_int(vm, 0)


def garbage_action(vm, option, parameters):
    """Do what an option of `collectgarbage` says."""
    if option == GC_COUNT:
        return ret_flt(vm, vm.used / 1024.0)
    if option == GC_STOP or option == GC_RESTART:
        return stop_collector(vm, option == GC_STOP)
    if option == GC_ISRUNNING:
        return ret_bool(vm, not vm.gc_stopped)
    if option == GC_SETPAUSE:
        return set_percent(vm, cython.address(vm.gc_pause), parameters[0])
    if option == GC_SETSTEPMUL:
        return set_percent(vm, cython.address(vm.gc_step_multiplier), parameters[0])
    if option == GC_INCREMENTAL:
        set_incremental(vm, parameters)
    if option == GC_GENERATIONAL or option == GC_INCREMENTAL:
        return set_garbage_mode(vm, option == GC_GENERATIONAL)
    if option == GC_STEP:
        return collector_step(vm, parameters[0])
    return FAILED if full_collection(vm) < 0 else ret_int(vm, 0)


def base_collectgarbage(vm, args, n):
    """Control the collector; inside a finalizer every option only returns nil."""
    option: cython.int
    parameters: cython.int[3]
    if garbage_option(vm, args, n, cython.address(option)) < 0:
        return FAILED
    if check_garbage_parameters(vm, args, n, option, parameters) < 0:
        return FAILED
    if vm.in_finalizer:
        return ret_nil(vm)
    return garbage_action(vm, option, parameters)


# ----------------------------------------------------------------------------------------------------- registration


def register_known(vm, name, fn, known_id, is_global):
    """Register a builtin that the VM knows by its id, also under minus that id in the registry."""
    f: Value
    b: BuiltinP = new_builtin(vm, b"", name, fn)
    b.id = known_id
    put_obj(cython.address(f), b, BUILTIN)
    if is_global:
        set_field(vm, vm.globals, name, cython.address(f))
    set_int(vm, vm.registry, -known_id, cython.address(f))


def set_constants(vm):
    """Set the globals that are not functions."""
    v: Value
    put_obj(cython.address(v), vm.globals, TAB)
    set_field(vm, vm.globals, b"_G", cython.address(v))
    put_str(cython.address(v), str_from(vm, b"Lua 5.4"))
    set_field(vm, vm.globals, b"_VERSION", cython.address(v))


def open_base(vm):
    """Fill the table of globals."""
    register_known(vm, b"next", base_next, BI_NEXT, True)
    register_known(vm, b"select", base_select, BI_SELECT, True)
    register_known(vm, b"ipairs_step", ipairs_step, BI_IPAIRS_STEP, False)
    reg(vm, vm.globals, b"", b"assert", base_assert)
    reg(vm, vm.globals, b"", b"collectgarbage", base_collectgarbage)
    reg(vm, vm.globals, b"", b"getmetatable", base_getmetatable)
    reg(vm, vm.globals, b"", b"ipairs", base_ipairs)
    reg(vm, vm.globals, b"", b"print", base_print)
    reg(vm, vm.globals, b"", b"rawequal", base_rawequal)
    reg(vm, vm.globals, b"", b"rawget", base_rawget)
    reg(vm, vm.globals, b"", b"rawlen", base_rawlen)
    reg(vm, vm.globals, b"", b"rawset", base_rawset)
    reg(vm, vm.globals, b"", b"setmetatable", base_setmetatable)
    reg(vm, vm.globals, b"", b"tonumber", base_tonumber)
    reg(vm, vm.globals, b"", b"tostring", base_tostring)
    reg(vm, vm.globals, b"", b"type", base_type)
    reg(vm, vm.globals, b"", b"warn", base_warn)
    set_constants(vm)
