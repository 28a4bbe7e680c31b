# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""The input and output library.

A file is a userdata over a C stream.  The three standard streams are the C library's if the process is Lua's own; else
they have none and go through the host, which may be a notebook.  After PUC's liolib.c (manual §6.8).
"""

import cython
from cython.cimports.interpreter.stdlib.system import (
    clear_errno,
    error_text,
    exec_result,
    file_result,
    may_use,
    set_errno,
)
from cython.cimports.interpreter.vm.calls import poll_clock
from cython.cimports.interpreter.vm.heap import add_finalizable, allocate, collect_soon, new_native, new_udata
from cython.cimports.interpreter.vm.host import (
    TEMPORARY_NAME,
    fileno,
    fseeko,
    ftello,
    getc_unlocked,
    isatty,
    name_temporary,
    pclose,
    popen,
)
from cython.cimports.interpreter.vm.strings import chars_to_num, int_to_chars, new_str, str_from
from cython.cimports.interpreter.vm.support import (
    add_char,
    arg_error,
    buffer_str,
    charge,
    check_any,
    check_int,
    check_option,
    check_str,
    drop_root,
    ensure_ret,
    err_write,
    fail,
    fail_memory,
    fail_s,
    fail_ss,
    flush_out,
    give_back_buffer,
    in_read,
    is_none_or_nil,
    new_builtin,
    new_library,
    opt_int,
    opt_str,
    out_write,
    push_root,
    reg,
    rent_buffer,
    reserve_bytes,
    ret_bool,
    ret_fail,
    ret_int,
    ret_nil,
    ret_value,
    ret_z,
    self_of,
    set_field,
    type_error,
)
from cython.cimports.interpreter.vm.tables import get_int, get_str, new_table, set_int
from cython.cimports.interpreter.vm.values import (
    FAILED,
    INT,
    NFUN,
    TAB,
    UDATA,
    UDATA_FILE,
    BufferP,
    CharP,
    ConstCharP,
    NativeClosureP,
    ObjectP,
    StrP,
    TableP,
    UDataP,
    Value,
    ValueP,
    chars,
    copy,
    isnum,
    isstr,
    put_bool,
    put_nil,
    put_obj,
    put_str,
    str_of,
    tab_of,
    truthy,
)
from cython.cimports.libc.errno import EBADF, EINTR, ESPIPE, errno
from cython.cimports.libc.stdint import int64_t
from cython.cimports.libc.stdio import (
    _IOFBF,
    _IOLBF,
    _IONBF,
    EOF,
    SEEK_CUR,
    SEEK_END,
    SEEK_SET,
    clearerr,
    fclose,
    ferror,
    fflush,
    fopen,
    fread,
    fwrite,
    setvbuf,
    snprintf,
    stderr,
    stdin,
    stdout,
    tmpfile,
    ungetc,
)
from cython.cimports.libc.stdlib import malloc

# ----------------------------------------------------------------------------------------------------------- files


def registered(vm, name):
    """Return a field of the registry."""
    return get_str(vm, vm.registry, str_from(vm, name))


def file_metatable(vm):
    """Return the metatable of files, NULL where `debug` has taken it away."""
    v: ValueP = registered(vm, b"FILE*")
    return tab_of(v) if v.tag == TAB else cython.cast(TableP, cython.NULL)


def stream_of(v):
    """Return the stream of a file."""
    return cython.cast(StreamP, cython.cast(UDataP, v.v.o).ptr)


def is_file(v):
    """Return whether a value is a file, open or closed."""
    return v.tag == UDATA and cython.cast(UDataP, v.v.o).h.aux == UDATA_FILE


def check_file(vm, args, n, out):
    """Check that the first argument is a file."""
    if n == 0 or not is_file(args):
        return type_error(vm, args, n, 0, b"FILE*")
    out[0] = stream_of(args)
    return 0


def check_open(vm, args, n, out):
    """Check that the first argument is an open file."""
    if check_file(vm, args, n, out) < 0:
        return FAILED
    if out[0].kind == CLOSED:
        return fail(vm, b"attempt to use a closed file")
    return 0


def default_stream(vm, key, out):
    """Find the default input or output, named by its key in the registry."""
    v: ValueP = registered(vm, key)
    if not is_file(v) or stream_of(v).kind == CLOSED:
        return fail_s(vm, b"default %s file is closed", key + 4)
    out[0] = stream_of(v)
    return 0


def new_file(vm, out):
    """Make a closed file and return its stream, NULL when memory is short."""
    u: UDataP
    s: StreamP = cython.cast(StreamP, allocate(vm, cython.sizeof(Stream)))
    if s == cython.NULL:
        fail_memory(vm)
        return cython.NULL
    s.f = cython.NULL
    s.kind = CLOSED
    s.pushed = END
    u = new_udata(vm, 0)
    u.h.aux = UDATA_FILE
    u.meta = file_metatable(vm)
    u.ptr = s
    put_obj(out, u, UDATA)
    if not add_finalizable(vm, cython.cast(ObjectP, u)):
        fail_memory(vm)
        return cython.NULL
    return s


def opened(vm, s, kind, file, name):
    """Return a file whose stream has just been opened, or what went wrong."""
    if s.f == cython.NULL:
        return file_result(vm, False, name)
    s.kind = kind
    return ret_value(vm, file)


def good_mode(mode):
    """Return whether a mode of `io.open` is valid: r, w or a, then perhaps + and b."""
    if mode[0] != b"r" and mode[0] != b"w" and mode[0] != b"a":
        return False
    mode += 2 if mode[1] == b"+" else 1
    while mode[0] == b"b":
        mode += 1
    return mode[0] == 0


def io_open(vm, args, n):
    """Open a file."""
    file: Value
    name: StrP
    mode: ConstCharP
    s: StreamP
    if check_str(vm, args, n, 0, cython.address(name)) < 0 or mode_argument(vm, args, n, cython.address(mode)) < 0:
        return FAILED
    if not good_mode(mode):
        return arg_error(vm, 1, b"invalid mode")
    s = new_file(vm, cython.address(file))
    if s == cython.NULL:
        return FAILED
    clear_errno()
    collect_soon(vm)
    if may_use(vm, chars(name)):
        s.f = fopen(chars(name), mode)
    return opened(vm, s, REGULAR, cython.address(file), chars(name))


def mode_argument(vm, args, n, mode):
    """Read the second argument, by default "r"."""
    s: StrP
    if opt_str(vm, args, n, 1, cython.address(s)) < 0:
        return FAILED
    mode[0] = b"r"
    if s != cython.NULL:
        mode[0] = chars(s)
    return 0


def io_popen(vm, args, n):
    """Start a process whose output is read or whose input is written."""
    file: Value
    name: StrP
    mode: ConstCharP
    s: StreamP
    if check_str(vm, args, n, 0, cython.address(name)) < 0 or mode_argument(vm, args, n, cython.address(mode)) < 0:
        return FAILED
    if (mode[0] != b"r" and mode[0] != b"w") or mode[1] != 0:
        return arg_error(vm, 1, b"invalid mode")
    s = new_file(vm, cython.address(file))
    if s == cython.NULL or flush_out(vm) < 0:  # what was written before stands before what the process writes
        return FAILED
    fflush(cython.NULL)
    clear_errno()
    collect_soon(vm)                        # a process takes long: the next jump or call looks for an interrupt
    s.f = popen(chars(name), mode)
    return opened(vm, s, PROCESS, cython.address(file), chars(name))


def io_tmpfile(vm, args, n):
    """Open a temporary file that is removed when it is closed."""
    file: Value
    name: cython.char[TEMPORARY_NAME]
    s: StreamP = new_file(vm, cython.address(file))
    if s == cython.NULL:
        return FAILED
    clear_errno()
    collect_soon(vm)
    name_temporary(name)
    if may_use(vm, name):
        s.f = tmpfile()
    return opened(vm, s, REGULAR, cython.address(file), cython.NULL)


def open_or_raise(vm, name, mode, file):
    """Open a file, or raise an error."""
    s: StreamP = new_file(vm, file)
    if s == cython.NULL:
        return FAILED
    clear_errno()
    collect_soon(vm)
    if may_use(vm, name):
        s.f = fopen(name, mode)
    if s.f == cython.NULL:
        return fail_ss(vm, b"cannot open file '%s' (%s)", name, error_text(errno))
    s.kind = REGULAR
    return 0


# ------------------------------------------------------------------------------------------- closing and describing


def close_stream(vm, s):
    """Close a stream and return the results of `file:close`; the standard streams stay open."""
    kind: cython.int = s.kind
    if kind != REGULAR and kind != PROCESS:
        return ret_fail(vm, b"cannot close standard file", -1)
    s.kind = CLOSED
    clear_errno()
    if kind == PROCESS:
        count: cython.int = exec_result(vm, pclose(s.f))
        return FAILED if poll_clock(vm) < 0 else count  # an interrupt may be why it ended
    return file_result(vm, fclose(s.f) == 0, cython.NULL)


def file_close(vm, args, n):
    """Close a file."""
    s: StreamP
    if check_open(vm, args, n, cython.address(s)) < 0:
        return FAILED
    return close_stream(vm, s)


def io_close(vm, args, n):
    """Close a file, by default the default output."""
    if n == 0:
        return file_close(vm, registered(vm, b"_IO_output"), 1)
    return file_close(vm, args, n)


def file_gc(vm, args, n):
    """Close a file that is collected or leaves its scope, unless it is closed or standard."""
    s: StreamP
    if check_file(vm, args, n, cython.address(s)) < 0:
        return FAILED
    if s.kind == REGULAR or s.kind == PROCESS:
        close_stream(vm, s)
    return 0


def io_type(vm, args, n):
    """Return "file", "closed file", or nil for anything else."""
    if check_any(vm, args, n, 0) < 0:
        return FAILED
    if not is_file(args):
        return ret_nil(vm)
    return ret_z(vm, b"closed file") if stream_of(args).kind == CLOSED else ret_z(vm, b"file")


def file_tostring(vm, args, n):
    """Describe a file."""
    s: StreamP
    text: cython.char[48]
    if check_file(vm, args, n, cython.address(s)) < 0:
        return FAILED
    if s.kind == CLOSED:
        return ret_z(vm, b"file (closed)")
    snprintf(text, 48, b"file (%p)", cython.cast(cython.p_void, s))
    return ret_z(vm, text)


def new_default(vm, args, n, mode, file):
    """Find the file to become a default: an argument that is a file, or the name of one to open."""
    s: StreamP
    name: StrP
    if not isstr(args) and not isnum(args):
        copy(file, args)
        return check_open(vm, args, n, cython.address(s))
    if check_str(vm, args, n, 0, cython.address(name)) < 0:
        return FAILED
    return open_or_raise(vm, chars(name), mode, file)


def choose_default(vm, args, n, key, mode):
    """Set the default input or output when there is an argument, and return it."""
    file: Value
    if not is_none_or_nil(args, n, 0):
        if new_default(vm, args, n, mode, cython.address(file)) < 0:
            return FAILED
        set_field(vm, vm.registry, key, cython.address(file))
    return ret_value(vm, registered(vm, key))


def io_input(vm, args, n):
    """Set or return the default input."""
    return choose_default(vm, args, n, b"_IO_input", b"r")


def io_output(vm, args, n):
    """Set or return the default output."""
    return choose_default(vm, args, n, b"_IO_output", b"w")


# ------------------------------------------------------------------------------------------------------ bytes, lines
# What reads returns 1 when it has read something, 0 at the end of the file, FAILED when vm.err is set.


def can_read(s):
    """Return whether a stream may be read at all; a C stream says so itself."""
    return s.kind != STANDARD_OUTPUT and s.kind != STANDARD_ERROR


def host_byte(vm):
    """Read one byte of standard input: the byte, END or BROKEN."""
    byte: cython.int = END
    count: int64_t
    b: BufferP = rent_buffer(vm)
    count = in_read(vm, b, 1, False)
    if b.failed:
        fail_memory(vm)
        count = -1
    elif count > 0:
        byte = cython.cast(cython.uchar, b.p[0])
    give_back_buffer(vm, b)
    return BROKEN if count < 0 else byte


def try_again(vm, f):
    """Return 1 when a read that gave too little is worth another try, as a signal had come; 0; FAILED: an interrupt.

    That may also be why the process at a pipe's other end has nothing more to say.
    """
    if ferror(f) == 0 or errno != EINTR:
        return poll_clock(vm)
    clearerr(f)
    vm.poll_time = 0  # whoever listens to signals is asked whenever that was done last
    return FAILED if poll_clock(vm) < 0 else 1


def read_byte(vm, s):
    """Read one byte: the byte, END or BROKEN."""
    status: cython.int = 1
    c: cython.int = s.pushed
    if s.f != cython.NULL:
        c = EOF
        while c == EOF and status > 0:
            c = getc_unlocked(s.f)
            if c == EOF:
                status = try_again(vm, s.f)
        if status < 0:
            return BROKEN
        return END if c == EOF else c
    if c == END:
        return host_byte(vm)
    s.pushed = END
    return c


def unread_byte(s, c):
    """Give back the byte read last; END is none."""
    if c < 0:
        return
    if s.f != cython.NULL:
        ungetc(c, s.f)
    else:
        s.pushed = c


def add_line_from_host(vm, s, b):
    """Add a line of standard input, with its newline."""
    c: cython.int = s.pushed
    if c != END:
        s.pushed = END
        add_char(vm, b, c)
        if c == b"\n":
            return 1
    return FAILED if in_read(vm, b, -1, True) < 0 else b.n > 0


def add_line_from_file(vm, f, b):
    """Add a line of a file, with its newline."""
    room: CharP
    i: cython.int
    c: cython.int = 0
    status: cython.int = 0
    while (c != EOF or status > 0) and c != b"\n":
        c = 0
        room = reserve_bytes(vm, b, BLOCK)
        if room == cython.NULL:
            return fail_memory(vm)
        i = 0
        while i < BLOCK and c != b"\n":
            c = getc_unlocked(f)
            if c == EOF:
                break
            room[i] = cython.cast(cython.char, c)
            i += 1
        b.n += i
        status = try_again(vm, f) if c == EOF else 0
        if status < 0 or (i == BLOCK and charge(vm, BLOCK >> 4) < 0):
            return FAILED
    return b.n > 0


def add_block_from_host(vm, s, b, n):
    """Add n bytes of standard input, or all when n is negative."""
    count: int64_t = 1
    if s.pushed != END:
        add_char(vm, b, s.pushed)
        s.pushed = END
    if n < 0:
        count = in_read(vm, b, n, False)  # once: a host that asks a person would ask again after the end
    while count > 0 and b.n < n:
        count = in_read(vm, b, n - b.n, False)
    return FAILED if count < 0 else b.n > 0


def add_block_from_file(vm, f, b, n):
    """Add n bytes of a file, or all when n is negative."""
    room: CharP
    want: int64_t = BLOCK
    count: int64_t = BLOCK
    status: cython.int = 0
    while (count == want or status > 0) and (n < 0 or b.n < n):
        want = min(max(BLOCK, b.n), MOST_AT_ONCE)  # the buffer doubles, so the blocks may
        if n >= 0 and want > n - b.n:
            want = n - b.n
        room = reserve_bytes(vm, b, want)
        if room == cython.NULL:
            return fail_memory(vm)
        count = fread(room, 1, want, f)
        b.n += count
        status = try_again(vm, f) if count < want else 0
        if status < 0 or charge(vm, count >> 6) < 0:
            return FAILED
    return b.n > 0


def finish(vm, b, status, out):
    """Make the string that was read, give back the buffer and return the status."""
    s: StrP
    if status < 0:
        give_back_buffer(vm, b)
        return FAILED
    s = buffer_str(vm, b)
    if s == cython.NULL:
        return FAILED
    put_str(out, s)
    return status


def read_line(vm, s, chop, out):
    """Read a line, with or without its newline."""
    status: cython.int
    b: BufferP = rent_buffer(vm)
    status = add_line_from_host(vm, s, b) if s.f == cython.NULL else add_line_from_file(vm, s.f, b)
    if chop and status > 0 and b.n > 0 and b.p[b.n - 1] == b"\n":
        b.n -= 1
    return finish(vm, b, status, out)


def read_block(vm, s, n, out):
    """Read n bytes, or all when n is negative."""
    status: cython.int
    b: BufferP = rent_buffer(vm)
    if n >= LARGE and reserve_bytes(vm, b, n) == cython.NULL:  # PUC always makes room for all that is asked for
        give_back_buffer(vm, b)
        return fail_memory(vm)
    status = add_block_from_host(vm, s, b, n) if s.f == cython.NULL else add_block_from_file(vm, s.f, b, n)
    return finish(vm, b, status, out)


def read_all(vm, s, out):
    """Read the rest; an empty string counts as something."""
    return FAILED if read_block(vm, s, -1, out) < 0 else 1


def test_end(vm, s, out):
    """Read nothing, and tell whether there is more."""
    c: cython.int = read_byte(vm, s)
    if c == BROKEN:
        return FAILED
    unread_byte(s, c)
    put_str(out, new_str(vm, b"", 0))
    return c != END


# --------------------------------------------------------------------------------------------------------- numerals


def keep(vm, r):
    """Add the look-ahead to the numeral and read the next byte; return whether there was room."""
    if r.n >= NUMERAL_MAX:
        r.text[0] = 0  # no numeral
        return False
    r.text[r.n] = cython.cast(cython.char, r.c)
    r.n += 1
    r.c = read_byte(vm, r.s)
    return True


def keep_one_of(vm, r, x, y):
    """Keep the look-ahead when it is one of two characters."""
    return (r.c == x or r.c == y) and keep(vm, r)


def is_digit(c, hexadecimal):
    """Return whether a byte is a digit."""
    if b"0" <= c <= b"9":
        return True
    c |= 32  # lower case
    return hexadecimal and b"a" <= c <= b"f"


def keep_digits(vm, r, hexadecimal):
    """Keep digits and return their number."""
    count: cython.int = 0
    while r.c >= 0 and is_digit(r.c, hexadecimal) and keep(vm, r):
        count += 1
    return count


def scan_numeral(vm, r):
    """Keep the longest prefix that may begin a numeral."""
    count: cython.int = 0
    hexadecimal: cython.bint = False
    r.c = read_byte(vm, r.s)
    while r.c == b" " or 9 <= r.c <= 13:
        r.c = BROKEN if charge(vm, 1) < 0 else read_byte(vm, r.s)
    keep_one_of(vm, r, b"-", b"+")
    if keep_one_of(vm, r, b"0", b"0"):
        hexadecimal = keep_one_of(vm, r, b"x", b"X")
        count = not hexadecimal
    count += keep_digits(vm, r, hexadecimal)
    if keep_one_of(vm, r, b".", b"."):
        count += keep_digits(vm, r, hexadecimal)
    if count > 0 and (keep_one_of(vm, r, b"p", b"P") if hexadecimal else keep_one_of(vm, r, b"e", b"E")):
        keep_one_of(vm, r, b"-", b"+")
        keep_digits(vm, r, False)


def read_number(vm, s, out):
    """Read a numeral; nothing counts as read when it is none."""
    r: Numeral
    r.s = s
    r.n = 0
    scan_numeral(vm, cython.address(r))
    if r.c == BROKEN:
        return FAILED
    unread_byte(s, r.c)
    return chars_to_num(r.text, r.n, out)


# ------------------------------------------------------------------------------------------------------------- read


def read_by_letter(vm, s, args, n, i, out):
    """Read by a format that is a string: n, l, L or a, perhaps after an asterisk."""
    format: StrP
    letter: ConstCharP
    if check_str(vm, args, n, i, cython.address(format)) < 0:
        return FAILED
    letter = chars(format)
    if letter[0] == b"*":
        letter += 1
    if letter[0] == b"l" or letter[0] == b"L":
        return read_line(vm, s, letter[0] == b"l", out)
    if letter[0] == b"n":
        return read_number(vm, s, out)
    if letter[0] == b"a":
        return read_all(vm, s, out)
    return arg_error(vm, i, b"invalid format")


def read_by_format(vm, s, args, n, i, out):
    """Read by one format."""
    count: int64_t
    if not isnum(args + i):
        return read_by_letter(vm, s, args, n, i, out)
    if check_int(vm, args, n, i, cython.address(count)) < 0:
        return FAILED
    if count == 0:
        return test_end(vm, s, out)
    if count < 0:
        return fail_memory(vm)  # as a size it is beyond all memory
    return read_block(vm, s, count, out)


def read_formats(vm, s, args, n, first, count):
    """Read by the formats args[first], ... into vm.ret until one reads nothing."""
    v: Value
    status: cython.int
    if n > first + 1:
        return read_several(vm, s, args, n, first, count)
    count[0] = 1
    put_nil(cython.address(v))
    if n <= first:
        status = read_line(vm, s, True, cython.address(v))
    else:
        status = read_by_format(vm, s, args, n, first, cython.address(v))
    copy(vm.ret, cython.address(v))
    return status


def read_several(vm, s, args, n, first, count):
    """Read by several formats; a table keeps what was read, as a host that reads may run Lua, which uses vm.ret."""
    v: Value
    root: cython.int
    status: cython.int = 1
    results: TableP = new_table(vm, n - first, 0)
    put_obj(cython.address(v), results, TAB)
    root = push_root(vm, cython.address(v))
    if root < 0:
        return FAILED
    count[0] = 0
    while status > 0 and first + count[0] < n:
        status = read_by_format(vm, s, args, n, first + count[0], cython.address(v))
        count[0] += 1
        if status > 0 and set_int(vm, results, count[0], cython.address(v)) < 0:
            status = FAILED
    if status >= 0 and not give_results(vm, results, count[0]):
        status = FAILED
    drop_root(vm, root)
    return status


def give_results(vm, results, count):
    """Put the values of a table into vm.ret; return whether there was room."""
    i: cython.int
    if not ensure_ret(vm, count):
        return False
    for i in range(count):
        copy(vm.ret + i, get_int(vm, results, i + 1))
    return True


def read_values(vm, s, args, n, first):
    """Return what the formats read; the last is nil when that failed."""
    count: cython.int
    status: cython.int
    if not can_read(s):
        return ret_fail(vm, error_text(EBADF), EBADF)
    if s.f != cython.NULL:
        clearerr(s.f)
    clear_errno()
    status = read_formats(vm, s, args, n, first, cython.address(count))
    if status < 0:
        return FAILED
    if s.f != cython.NULL and ferror(s.f):
        return file_result(vm, False, cython.NULL)
    if status == 0:
        put_nil(vm.ret + (count - 1))
    return count


def io_read(vm, args, n):
    """Read from the default input."""
    s: StreamP
    if default_stream(vm, b"_IO_input", cython.address(s)) < 0:
        return FAILED
    return read_values(vm, s, args, n, 0)


def file_read(vm, args, n):
    """Read from a file."""
    s: StreamP
    if check_open(vm, args, n, cython.address(s)) < 0:
        return FAILED
    return read_values(vm, s, args, n, 1)


# ------------------------------------------------------------------------------------------------------------ lines


def end_of_lines(vm, s, closes, count):
    """End an iteration whose last read gave so many results: raise its error, or close the file where that is due."""
    if count > 1:
        return fail_s(vm, b"%s", chars(str_of(vm.ret + 1)))
    if closes:
        close_stream(vm, s)
    return 0


def lines_step(vm, args, n):
    """Read once for the iterator of `lines`."""
    up: ValueP = cython.address(self_of(vm).up[0])
    formats: cython.int = self_of(vm).h.aux - UP_FORMATS
    s: StreamP = stream_of(up + UP_FILE)
    count: cython.int
    if s.kind == CLOSED:
        return fail(vm, b"file is already closed")
    count = read_values(vm, s, up + (UP_FORMATS - 1), formats + 1, 1)  # as if the state of `for` came first
    if count < 0 or truthy(vm.ret):
        return count
    return end_of_lines(vm, s, truthy(up + UP_CLOSE), count)


def make_lines(vm, file, closes, formats, n):
    """Return an iterator that reads by the formats."""
    i: cython.int
    step: NativeClosureP
    if n > MAX_FORMATS:
        return arg_error(vm, MAX_FORMATS + 1, b"too many arguments")
    step = new_native(vm, vm.self_lines, UP_FORMATS + n)
    if step == cython.NULL:
        return fail_memory(vm)
    copy(cython.address(step.up[UP_FILE]), file)
    put_bool(cython.address(step.up[UP_CLOSE]), closes)
    for i in range(n):
        copy(cython.address(step.up[0]) + (UP_FORMATS + i), formats + i)
    put_obj(vm.ret, step, NFUN)
    return 1


def file_lines(vm, args, n):
    """Return an iterator over a file that stays open."""
    s: StreamP
    if check_open(vm, args, n, cython.address(s)) < 0:
        return FAILED
    return make_lines(vm, args, False, args + 1, n - 1)


def lines_of_file(vm, args, n):
    """Return an iterator over a file to be opened; `for` closes it as its fourth value."""
    name: StrP
    file: Value
    if check_str(vm, args, n, 0, cython.address(name)) < 0:
        return FAILED
    if open_or_raise(vm, chars(name), b"r", cython.address(file)) < 0:
        return FAILED
    if make_lines(vm, cython.address(file), True, args + 1, n - 1) < 0:
        return FAILED
    put_nil(vm.ret + 1)
    put_nil(vm.ret + 2)
    copy(vm.ret + 3, cython.address(file))
    return 4


def io_lines(vm, args, n):
    """Return an iterator over a named file, or over the default input."""
    s: StreamP
    file: ValueP
    if not is_none_or_nil(args, n, 0):
        return lines_of_file(vm, args, n)
    file = registered(vm, b"_IO_input")
    if check_open(vm, file, 1, cython.address(s)) < 0:
        return FAILED
    return make_lines(vm, file, False, args + 1, n - 1 if n > 0 else 0)


# ------------------------------------------------------------------------------------------------------------ write


def write_bytes(vm, s, p, n):
    """Write bytes: 1, 0 with errno when the system failed, FAILED when vm.err is set."""
    if s.kind == STANDARD_OUTPUT:
        return FAILED if out_write(vm, p, n) < 0 else 1
    if s.kind == STANDARD_ERROR:
        return FAILED if err_write(vm, p, n) < 0 else 1
    if s.kind == STANDARD_INPUT:
        set_errno(EBADF)
        return 0
    vm.budget -= n >> 6
    return cython.cast(int64_t, fwrite(p, 1, n, s.f)) == n


def write_value(vm, s, args, n, i):
    """Write a string or number; floats without the `.0` that `tostring` adds."""
    text: cython.char[48]
    string: StrP
    if i < n and args[i].tag == INT:
        return write_bytes(vm, s, text, int_to_chars(text, args[i].v.i))
    if i < n and isnum(args + i):
        return write_bytes(vm, s, text, snprintf(text, 48, b"%.14g", args[i].v.n))
    if check_str(vm, args, n, i, cython.address(string)) < 0:
        return FAILED
    return write_bytes(vm, s, chars(string), string.len)


def write_values(vm, s, args, n, first, file):
    """Write args[first], ... and return the file, NULL for the default output's, or what went wrong."""
    i: cython.int
    status: cython.int
    done: cython.bint = True
    clear_errno()
    for i in range(first, n):
        status = write_value(vm, s, args, n, i)
        if status < 0:
            return FAILED
        done = done and status > 0
    if file == cython.NULL:  # only now: who takes the output may run Lua, and the registry grow
        file = registered(vm, b"_IO_output")
    return ret_value(vm, file) if done else file_result(vm, False, cython.NULL)


def io_write(vm, args, n):
    """Write to the default output."""
    s: StreamP
    if default_stream(vm, b"_IO_output", cython.address(s)) < 0:
        return FAILED
    return write_values(vm, s, args, n, 0, cython.NULL)


def file_write(vm, args, n):
    """Write to a file."""
    s: StreamP
    if check_open(vm, args, n, cython.address(s)) < 0:
        return FAILED
    return write_values(vm, s, args, n, 1, args)


# --------------------------------------------------------------------------------------------- flush, seek, setvbuf


def flush_stream(vm, s):
    """Hand over what has been written and return the result."""
    if s.kind == STANDARD_OUTPUT:
        return FAILED if flush_out(vm) < 0 else ret_bool(vm, True)
    if s.f == cython.NULL:
        return ret_bool(vm, True)
    clear_errno()
    return file_result(vm, fflush(s.f) == 0, cython.NULL)


def io_flush(vm, args, n):
    """Flush the default output."""
    s: StreamP
    if default_stream(vm, b"_IO_output", cython.address(s)) < 0:
        return FAILED
    return flush_stream(vm, s)


def file_flush(vm, args, n):
    """Flush a file."""
    s: StreamP
    if check_open(vm, args, n, cython.address(s)) < 0:
        return FAILED
    return flush_stream(vm, s)


def seek_origin(vm, args, n, origin):
    """Read where a position is counted from."""
    names: ConstCharP[4]
    numbers: cython.int[3]
    i: cython.int
    names[0], numbers[0] = b"set", SEEK_SET
    names[1], numbers[1] = b"cur", SEEK_CUR
    names[2], numbers[2] = b"end", SEEK_END
    names[3] = cython.NULL
    if check_option(vm, args, n, 1, b"cur", names, cython.address(i)) < 0:
        return FAILED
    origin[0] = numbers[i]
    return 0


def file_seek(vm, args, n):
    """Set the position in a file and return it from the beginning."""
    s: StreamP
    origin: cython.int
    offset: int64_t
    if (
        check_open(vm, args, n, cython.address(s)) < 0
        or seek_origin(vm, args, n, cython.address(origin)) < 0
        or opt_int(vm, args, n, 2, 0, cython.address(offset)) < 0
    ):
        return FAILED
    if s.f == cython.NULL:  # the host's streams are like pipes
        return ret_fail(vm, error_text(ESPIPE), ESPIPE)
    clear_errno()
    if fseeko(s.f, offset, origin) != 0:
        return file_result(vm, False, cython.NULL)
    return ret_int(vm, ftello(s.f))


def buffering_mode(vm, args, n, mode):
    """Read a mode of buffering."""
    names: ConstCharP[4]
    numbers: cython.int[3]
    i: cython.int
    names[0], numbers[0] = b"no", _IONBF
    names[1], numbers[1] = b"full", _IOFBF
    names[2], numbers[2] = b"line", _IOLBF
    names[3] = cython.NULL
    if check_option(vm, args, n, 1, cython.NULL, names, cython.address(i)) < 0:
        return FAILED
    mode[0] = numbers[i]
    return 0


def file_setvbuf(vm, args, n):
    """Set a file's buffering; the host buffers the standard streams as it likes."""
    s: StreamP
    mode: cython.int
    size: int64_t
    if (
        check_open(vm, args, n, cython.address(s)) < 0
        or buffering_mode(vm, args, n, cython.address(mode)) < 0
        or opt_int(vm, args, n, 2, BUFFER_SIZE, cython.address(size)) < 0
    ):
        return FAILED
    if s.f == cython.NULL:
        return ret_bool(vm, True)
    clear_errno()
    return file_result(vm, setvbuf(s.f, cython.NULL, mode, size) == 0, cython.NULL)


# ----------------------------------------------------------------------------------------------------- registration


def register_methods(vm, methods):
    """Fill the table that files index."""
    reg(vm, methods, b"", b"close", file_close)
    reg(vm, methods, b"", b"flush", file_flush)
    reg(vm, methods, b"", b"lines", file_lines)
    reg(vm, methods, b"", b"read", file_read)
    reg(vm, methods, b"", b"seek", file_seek)
    reg(vm, methods, b"", b"setvbuf", file_setvbuf)
    reg(vm, methods, b"", b"write", file_write)


def make_metatable(vm):
    """Make the metatable of files."""
    v: Value
    meta: TableP = new_table(vm, 0, 8)
    methods: TableP = new_table(vm, 0, 8)
    register_methods(vm, methods)
    put_obj(cython.address(v), methods, TAB)
    set_field(vm, meta, b"__index", cython.address(v))
    put_str(cython.address(v), str_from(vm, b"FILE*"))
    set_field(vm, meta, b"__name", cython.address(v))
    reg(vm, meta, b"", b"__gc", file_gc)
    reg(vm, meta, b"", b"__close", file_gc)
    reg(vm, meta, b"", b"__tostring", file_tostring)
    put_obj(cython.address(v), meta, TAB)
    set_field(vm, vm.registry, b"FILE*", cython.address(v))


def take_own_stream(s):
    """Let a standard file be the C library's stream, with C's buffering: Python may have been told to have none.

    The buffers are the process's: they are never freed.
    """
    s.f = stderr
    if s.kind != STANDARD_ERROR:
        s.f = stdin if s.kind == STANDARD_INPUT else stdout
        setvbuf(s.f, cython.cast(CharP, malloc(BLOCK)), _IOLBF if isatty(fileno(s.f)) else _IOFBF, BLOCK)
    s.kind = STANDARD_OWN


def make_standard_file(vm, t, kind, name, key):
    """Make a standard stream's file, a default under a key of the registry unless that is NULL.

    It stays as long as the state, for Lua that a host runs while it reads or writes may let go of it.
    """
    file: Value
    s: StreamP = new_file(vm, cython.address(file))
    if s == cython.NULL or push_root(vm, cython.address(file)) < 0:
        return
    s.kind = kind
    if vm.owns_process:
        take_own_stream(s)
    set_field(vm, t, name, cython.address(file))
    if key != cython.NULL:
        set_field(vm, vm.registry, key, cython.address(file))


def register_functions(vm, t):
    """Fill the library's table with its functions."""
    reg(vm, t, b"io", b"close", io_close)
    reg(vm, t, b"io", b"flush", io_flush)
    reg(vm, t, b"io", b"input", io_input)
    reg(vm, t, b"io", b"lines", io_lines)
    reg(vm, t, b"io", b"open", io_open)
    reg(vm, t, b"io", b"output", io_output)
    reg(vm, t, b"io", b"popen", io_popen)
    reg(vm, t, b"io", b"read", io_read)
    reg(vm, t, b"io", b"tmpfile", io_tmpfile)
    reg(vm, t, b"io", b"type", io_type)
    reg(vm, t, b"io", b"write", io_write)


def open_io(vm):
    """Make the global `io`."""
    t: TableP = new_library(vm, b"io")
    make_metatable(vm)
    vm.self_lines = new_builtin(vm, b"", b"lines_step", lines_step)
    register_functions(vm, t)
    make_standard_file(vm, t, STANDARD_INPUT, b"stdin", b"_IO_input")
    make_standard_file(vm, t, STANDARD_OUTPUT, b"stdout", b"_IO_output")
    make_standard_file(vm, t, STANDARD_ERROR, b"stderr", cython.NULL)
