# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""The operating system library: time, dates, processes, names of files.

It calls the C library, never Python.  After PUC's loslib.c (manual §6.9).
"""

import cython
from cython.cimports.interpreter.stdlib.system import clear_errno, exec_result, file_result, may_use, variable_of
from cython.cimports.interpreter.vm.calls import fail_interrupted, poll_clock
from cython.cimports.interpreter.vm.heap import collect_soon
from cython.cimports.interpreter.vm.host import (
    TEMPORARY_NAME,
    WIFSIGNALED,
    WTERMSIG,
    close,
    gmtime_r,
    localtime_r,
    mkstemp,
    name_temporary,
)
from cython.cimports.interpreter.vm.strings import str_from, to_integer
from cython.cimports.interpreter.vm.support import (
    add_char,
    add_z,
    arg_error,
    charge,
    check_int,
    check_option,
    check_str,
    check_table,
    fail,
    fail_memory,
    fail_s,
    flush_out,
    get_index,
    give_back_buffer,
    is_none_or_nil,
    new_library,
    opt_int,
    opt_str,
    reg,
    rent_buffer,
    reserve_bytes,
    ret_bool,
    ret_buffer,
    ret_flt,
    ret_int,
    ret_nil,
    ret_value,
    ret_z,
    set_index,
)
from cython.cimports.interpreter.vm.tables import new_table
from cython.cimports.interpreter.vm.values import (
    ERR_EXIT,
    FAILED,
    FALSE,
    NIL,
    TAB,
    TRUE,
    BufferP,
    CharP,
    ConstCharP,
    StrP,
    TableP,
    Value,
    chars,
    put_bool,
    put_int,
    put_nil,
    put_obj,
    put_str,
    truthy,
)
from cython.cimports.libc.limits import INT_MAX, INT_MIN
from cython.cimports.libc.locale import LC_ALL, LC_COLLATE, LC_CTYPE, LC_MONETARY, LC_NUMERIC, LC_TIME, setlocale
from cython.cimports.libc.signal import SIGINT
from cython.cimports.libc.stdint import int64_t
from cython.cimports.libc.stdio import remove, rename
from cython.cimports.libc.stdlib import system
from cython.cimports.libc.string import memcmp, memcpy, strcmp
from cython.cimports.libc.time import (
    CLOCKS_PER_SEC,
    clock,
    difftime,
    mktime,
    strftime,
    time,
    time_t,
    tm,
)

# ------------------------------------------------------------------------------------------------------------- time


def os_clock(vm, args, n):
    """Return the processor time used, in seconds."""
    return ret_flt(vm, cython.cast(cython.double, clock()) / cython.cast(cython.double, CLOCKS_PER_SEC))


def os_difftime(vm, args, n):
    """Return the seconds from one time to another."""
    later: int64_t
    earlier: int64_t
    if check_int(vm, args, n, 0, cython.address(later)) < 0 or check_int(vm, args, n, 1, cython.address(earlier)) < 0:
        return FAILED
    return ret_flt(vm, difftime(later, earlier))


def put_field(vm, t, name, i):
    """Assign an integer field, with metamethods."""
    key: Value
    v: Value
    put_str(cython.address(key), str_from(vm, name))
    put_int(cython.address(v), i)
    return set_index(vm, t, cython.address(key), cython.address(v))


def put_daylight(vm, t, flag):
    """Assign `isdst` unless it is unknown."""
    key: Value
    v: Value
    if flag < 0:
        return 0
    put_str(cython.address(key), str_from(vm, b"isdst"))
    put_bool(cython.address(v), flag)
    return set_index(vm, t, cython.address(key), cython.address(v))


def put_fields(vm, t, parts):
    """Assign all fields of a date."""
    if (
        put_field(vm, t, b"year", cython.cast(int64_t, parts.tm_year) + 1900) < 0
        or put_field(vm, t, b"month", parts.tm_mon + 1) < 0
        or put_field(vm, t, b"day", parts.tm_mday) < 0
        or put_field(vm, t, b"hour", parts.tm_hour) < 0
        or put_field(vm, t, b"min", parts.tm_min) < 0
        or put_field(vm, t, b"sec", parts.tm_sec) < 0
        or put_field(vm, t, b"yday", parts.tm_yday + 1) < 0
        or put_field(vm, t, b"wday", parts.tm_wday + 1) < 0
    ):
        return FAILED
    return put_daylight(vm, t, parts.tm_isdst)


def take_field(vm, t, name, v):
    """Read a field, with metamethods."""
    key: Value
    put_str(cython.address(key), str_from(vm, name))
    return get_index(vm, t, cython.address(key), v)


def field_value(vm, t, name, default, delta, out):
    """Read an integer field, less delta; a negative default means that it must be there."""
    v: Value
    i: int64_t
    if take_field(vm, t, name, cython.address(v)) < 0:
        return FAILED
    if not to_integer(cython.address(v), cython.address(i)):
        if v.tag != NIL:
            return fail_s(vm, b"field '%s' is not an integer", name)
        if default < 0:
            return fail_s(vm, b"field '%s' missing in date table", name)
        out[0] = default
        return 0
    if (i >= 0 and i - delta > INT_MAX) or (i < 0 and i < cython.cast(int64_t, INT_MIN) + delta):
        return fail_s(vm, b"field '%s' is out-of-bound", name)
    out[0] = cython.cast(cython.int, i - delta)
    return 0


def daylight_value(vm, t, out):
    """Read `isdst`: 1, 0, or -1 when it is absent."""
    v: Value
    if take_field(vm, t, b"isdst", cython.address(v)) < 0:
        return FAILED
    out[0] = -1 if v.tag == NIL else truthy(cython.address(v))
    return 0


def take_fields(vm, t, parts):
    """Read the fields of a date."""
    if (
        field_value(vm, t, b"year", -1, 1900, cython.address(parts.tm_year)) < 0
        or field_value(vm, t, b"month", -1, 1, cython.address(parts.tm_mon)) < 0
        or field_value(vm, t, b"day", -1, 0, cython.address(parts.tm_mday)) < 0
        or field_value(vm, t, b"hour", 12, 0, cython.address(parts.tm_hour)) < 0
        or field_value(vm, t, b"min", 0, 0, cython.address(parts.tm_min)) < 0
        or field_value(vm, t, b"sec", 0, 0, cython.address(parts.tm_sec)) < 0
    ):
        return FAILED
    return daylight_value(vm, t, cython.address(parts.tm_isdst))


def ret_time(vm, moment):
    """Return a time; -1 stands for failure."""
    if moment == -1:
        return fail(vm, b"time result cannot be represented in this installation")
    return ret_int(vm, moment)


def os_time(vm, args, n):
    """Return the current time, or that of a date, whose fields are normalised."""
    parts: tm
    t: TableP
    moment: time_t
    if is_none_or_nil(args, n, 0):
        return ret_time(vm, time(cython.NULL))
    if check_table(vm, args, n, 0, cython.address(t)) < 0 or take_fields(vm, args, cython.address(parts)) < 0:
        return FAILED
    moment = mktime(cython.address(parts))
    if put_fields(vm, args, cython.address(parts)) < 0:
        return FAILED
    return ret_time(vm, moment)


# ------------------------------------------------------------------------------------------------------------- date


def conversion_length(s, n):
    """Return the length of the C99 conversion at s, 0 when there is none."""
    single: ConstCharP = b"aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%"
    pair: ConstCharP = b"EcECExEXEyEYOdOeOHOIOmOMOSOuOUOVOwOWOy"
    while n >= 1 and single[0] != 0:
        if single[0] == s[0]:
            return 1
        single += 1
    while n >= 2 and pair[0] != 0:
        if memcmp(pair, s, 2) == 0:
            return 2
        pair += 2
    return 0


def bad_conversion(vm, s):
    """Raise the error for a conversion that is unknown."""
    status: cython.int
    b: BufferP = rent_buffer(vm)
    add_z(vm, b, b"invalid conversion specifier '%")
    add_z(vm, b, s)
    add_z(vm, b, b"'")
    add_char(vm, b, 0)
    status = fail_memory(vm) if b.failed else arg_error(vm, 0, b.p)
    give_back_buffer(vm, b)
    return status


def add_item(vm, b, s, length, parts):
    """Add what strftime makes of one conversion."""
    conversion: cython.char[4]
    vm.budget -= COST_OF_ITEM
    room: CharP = reserve_bytes(vm, b, ITEM_MAX)
    if room == cython.NULL:
        return fail_memory(vm)
    conversion[0] = b"%"
    memcpy(conversion + 1, s, length)
    conversion[length + 1] = 0
    b.n += strftime(room, ITEM_MAX, conversion, parts)
    return 0


def add_date(vm, b, s, end, parts):
    """Add a date by a format."""
    length: cython.int
    while s < end:
        if charge(vm, 1) < 0:
            return FAILED
        if s[0] != b"%":
            add_char(vm, b, s[0])
            s += 1
            continue
        s += 1
        length = conversion_length(s, end - s)
        if length == 0:
            return bad_conversion(vm, s)
        if add_item(vm, b, s, length, parts) < 0:
            return FAILED
        s += length
    return 0


def date_string(vm, s, end, parts):
    """Return a date as a string by a format."""
    b: BufferP = rent_buffer(vm)
    if add_date(vm, b, s, end, parts) < 0:
        give_back_buffer(vm, b)
        return FAILED
    return ret_buffer(vm, b)


def date_table(vm, parts):
    """Return a date as a table."""
    v: Value
    put_obj(cython.address(v), new_table(vm, 0, 9), TAB)
    if put_fields(vm, cython.address(v), parts) < 0:  # raw: it has no metatable
        return FAILED
    return ret_value(vm, cython.address(v))


def broken_down(moment, utc, parts):
    """Convert a time to a date; return whether it has one."""
    if utc:
        return gmtime_r(cython.address(moment), parts) != cython.NULL
    return localtime_r(cython.address(moment), parts) != cython.NULL


def date_result(vm, s, length, moment):
    """Return a time by a format, which may begin with `!` for UTC."""
    parts: tm
    end: ConstCharP = s + length
    utc: cython.bint = s[0] == b"!"
    if utc:
        s += 1
    if not broken_down(moment, utc, cython.address(parts)):
        return fail(vm, b"date result cannot be represented in this installation")
    if strcmp(s, b"*t") == 0:
        return date_table(vm, cython.address(parts))
    return date_string(vm, s, end, cython.address(parts))


def os_date(vm, args, n):
    """Return a time as a string or table, in local time or, after `!`, in UTC."""
    format: StrP
    moment: time_t
    when: int64_t = 0
    if opt_str(vm, args, n, 0, cython.address(format)) < 0 or opt_int(vm, args, n, 1, 0, cython.address(when)) < 0:
        return FAILED
    moment = time(cython.NULL) if is_none_or_nil(args, n, 1) else when
    if format == cython.NULL:
        return date_result(vm, b"%c", 2, moment)
    return date_result(vm, chars(format), format.len, moment)


# -------------------------------------------------------------------------------------------------- processes, files


def os_execute(vm, args, n):
    """Run a command by the shell, or tell whether there is one."""
    command: StrP
    if opt_str(vm, args, n, 0, cython.address(command)) < 0 or flush_out(vm) < 0:
        return FAILED
    collect_soon(vm)                        # a process takes long: the next jump or call looks for an interrupt
    if command == cython.NULL:
        return ret_bool(vm, system(cython.NULL))
    if poll_clock(vm) < 0:
        return FAILED
    clear_errno()
    status: cython.int = system(chars(command))
    if WIFSIGNALED(status) and WTERMSIG(status) == SIGINT and not vm.owns_process:
        return fail_interrupted(vm)         # while it waits, system() keeps the signal from everybody else
    return exec_result(vm, status)


def os_exit(vm, args, n):
    """End the program: an error that nothing catches and the host turns into the exit code."""
    code: int64_t = 0
    if n > 0 and (args[0].tag == TRUE or args[0].tag == FALSE):
        code = args[0].tag == FALSE
    elif opt_int(vm, args, n, 0, 0, cython.address(code)) < 0:
        return FAILED
    put_nil(cython.address(vm.err))
    vm.err_kind = ERR_EXIT
    vm.exit_code = cython.cast(cython.int, code)
    vm.exit_closes = n > 1 and truthy(args + 1)
    return FAILED


def os_getenv(vm, args, n):
    """Return a variable of the environment, nil when it is not set."""
    name: StrP
    value: ConstCharP
    if check_str(vm, args, n, 0, cython.address(name)) < 0:
        return FAILED
    vm.budget -= name.len >> 6
    value = variable_of(vm, chars(name))
    return ret_nil(vm) if value == cython.NULL else ret_z(vm, value)


def os_remove(vm, args, n):
    """Remove a file or an empty directory."""
    name: StrP
    if check_str(vm, args, n, 0, cython.address(name)) < 0:
        return FAILED
    clear_errno()
    collect_soon(vm)
    done: cython.bint = may_use(vm, chars(name)) and remove(chars(name)) == 0
    return file_result(vm, done, chars(name))


def os_rename(vm, args, n):
    """Rename a file."""
    old: StrP
    new: StrP
    if check_str(vm, args, n, 0, cython.address(old)) < 0 or check_str(vm, args, n, 1, cython.address(new)) < 0:
        return FAILED
    clear_errno()
    collect_soon(vm)
    done: cython.bint = may_use(vm, chars(old)) and may_use(vm, chars(new))
    return file_result(vm, done and rename(chars(old), chars(new)) == 0, cython.NULL)


def locale_category(vm, args, n, category):
    """Read the category of a locale."""
    names: ConstCharP[7]
    numbers: cython.int[6]
    i: cython.int
    names[0], numbers[0] = b"all", LC_ALL
    names[1], numbers[1] = b"collate", LC_COLLATE
    names[2], numbers[2] = b"ctype", LC_CTYPE
    names[3], numbers[3] = b"monetary", LC_MONETARY
    names[4], numbers[4] = b"numeric", LC_NUMERIC
    names[5], numbers[5] = b"time", LC_TIME
    names[6] = cython.NULL
    if check_option(vm, args, n, 1, b"all", names, cython.address(i)) < 0:
        return FAILED
    category[0] = numbers[i]
    return 0


def os_setlocale(vm, args, n):
    """Set or ask the process's locale."""
    name: StrP
    category: cython.int
    wanted: ConstCharP = cython.NULL
    result: ConstCharP
    if opt_str(vm, args, n, 0, cython.address(name)) < 0 or locale_category(vm, args, n, cython.address(category)) < 0:
        return FAILED
    if name != cython.NULL:
        wanted = chars(name)
        vm.budget -= name.len >> 6
    result = setlocale(category, wanted)
    return ret_nil(vm) if result == cython.NULL else ret_z(vm, result)


def os_tmpname(vm, args, n):
    """Create an empty temporary file and return its name."""
    name: cython.char[TEMPORARY_NAME]
    name_temporary(name)
    descriptor: cython.int = -1
    collect_soon(vm)                        # so do files that are made or renamed
    if may_use(vm, name):
        descriptor = mkstemp(name)
    if descriptor < 0:
        return fail(vm, b"unable to generate a unique filename")
    close(descriptor)
    return ret_z(vm, name)


# ----------------------------------------------------------------------------------------------------- registration


def open_os(vm):
    """Make the global `os`. A process that is Lua's own is in the C locale at first, as any C program."""
    t: TableP = new_library(vm, b"os")
    if vm.owns_process:
        setlocale(LC_ALL, b"C")
    reg(vm, t, b"os", b"clock", os_clock)
    reg(vm, t, b"os", b"date", os_date)
    reg(vm, t, b"os", b"difftime", os_difftime)
    reg(vm, t, b"os", b"execute", os_execute)
    reg(vm, t, b"os", b"exit", os_exit)
    reg(vm, t, b"os", b"getenv", os_getenv)
    reg(vm, t, b"os", b"remove", os_remove)
    reg(vm, t, b"os", b"rename", os_rename)
    reg(vm, t, b"os", b"setlocale", os_setlocale)
    reg(vm, t, b"os", b"time", os_time)
    reg(vm, t, b"os", b"tmpname", os_tmpname)
