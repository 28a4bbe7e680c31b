# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: nonecheck=False, infer_types=True, binding=False
"""The package library and the functions that load files: require, loadfile, dofile.

Files are read by the C library.  C libraries cannot be loaded: loadlib and the searchers for them say so, as a PUC Lua
built without dynamic libraries does.  After PUC's loadlib.c and lauxlib.c (luaL_loadfilex); manual §6.3 and §6.1.
"""

import cython
from cython.cimports.interpreter.stdlib.system import clear_errno, may_use, variable_of
from cython.cimports.interpreter.vm.calls import I_TRAMPOLINE, call_nested, open_set, push_internal, raise_, run_from
from cython.cimports.interpreter.vm.control import load_failed, load_text
from cython.cimports.interpreter.vm.heap import collect_soon, new_native
from cython.cimports.interpreter.vm.strings import new_str, str_from
from cython.cimports.interpreter.vm.support import (
    add_bytes,
    add_char,
    add_value,
    add_z,
    buffer_str,
    call,
    charge,
    check_str,
    drop_root,
    fail,
    fail_fmt4,
    fail_memory,
    fail_s,
    fail_ss,
    fail_value,
    get_index,
    give_back_buffer,
    in_read,
    new_builtin,
    new_library,
    opt_str,
    push_root,
    reg,
    rent_buffer,
    reserve_bytes,
    ret_buffer,
    ret_value,
    self_of,
    set_field,
    set_index,
    str_value,
    tostring_raw,
)
from cython.cimports.interpreter.vm.tables import get_any, get_int, get_str, new_table, set_int
from cython.cimports.interpreter.vm.values import (
    F_BUILTIN,
    FAILED,
    NFUN,
    NIL,
    TAB,
    BufferP,
    CharP,
    ConstCharP,
    FrameP,
    NativeClosureP,
    StrP,
    TableP,
    Value,
    ValueP,
    chars,
    copy,
    isfun,
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
from cython.cimports.libc.errno import errno
from cython.cimports.libc.stdint import int64_t
from cython.cimports.libc.stdio import FILE, fclose, ferror, fopen, fread, stdin
from cython.cimports.libc.string import memchr, memcmp, strchr, strerror, strlen, strstr

# --------------------------------------------------------------------------------------------------- reading files


def fail_nowhere(vm, format, s, t, u):
    """Fail without a position: what loads files only returns the message."""
    level: FrameP = vm.frame
    vm.frame = vm.root
    fail_fmt4(vm, format, s, t, u, b"")
    vm.frame = level
    return FAILED


def file_error(vm, what, name):
    """Fail with what could not be done to a file, and why."""
    code: cython.int = errno
    if code == 0:
        return fail_nowhere(vm, b"cannot %s %s", what, name, b"")
    return fail_nowhere(vm, b"cannot %s %s: %s", what, name, strerror(code))


def add_file(vm, b, f):
    """Add the rest of a file to a buffer; FAILED is for interrupts and limits: some files have no end."""
    p: CharP
    got: cython.size_t = 1
    while got > 0:
        p = reserve_bytes(vm, b, PIECE)
        if p == cython.NULL:
            return 0
        got = fread(p, 1, PIECE, f)
        b.n += got
        if charge(vm, got >> 6) < 0:
            return FAILED
    return 0


def first_comment(s, n):
    """Return how many bytes a byte order mark and a first line that begins with # have, without its newline."""
    start: int64_t = 0
    newline: ConstCharP
    if n >= 3 and memcmp(s, b"\xef\xbb\xbf", 3) == 0:
        start = 3
    if start == n or s[start] != b"#":
        return start
    newline = cython.cast(ConstCharP, memchr(s + start, ord(b"\n"), n - start))
    return n if newline == cython.NULL else newline - s


def text_of(vm, b):
    """Return a buffer as the text of a chunk, and give it back.  Before a binary chunk the whole first line goes."""
    s: StrP
    start: int64_t
    if b.failed:
        return buffer_str(vm, b)
    start = first_comment(b.p, b.n)
    if b.n > start + 1 and start > 0 and b.p[start] == b"\n" and b.p[start + 1] == 27:
        start += 1
    s = new_str(vm, b.p + start, b.n - start)
    give_back_buffer(vm, b)
    if s == cython.NULL:
        fail_memory(vm)
    return s


def read_input(vm):
    """Return what standard input holds; NULL after an error."""
    b: BufferP
    if vm.owns_process:
        return read_stream(vm, stdin, b"stdin")
    b = rent_buffer(vm)
    if in_read(vm, b, -1, False) < 0:
        give_back_buffer(vm, b)
        return cython.NULL
    return text_of(vm, b)


def read_stream(vm, f, name):
    """Return the rest of a stream; NULL after an error."""
    b: BufferP = rent_buffer(vm)
    clear_errno()
    if add_file(vm, b, f) == 0:
        if not ferror(f):
            return text_of(vm, b)
        file_error(vm, b"read", name)
    give_back_buffer(vm, b)
    return cython.NULL


def read_file(vm, name):
    """Return what a file holds; NULL after an error."""
    text: StrP
    clear_errno()
    collect_soon(vm)
    f: cython.pointer(FILE) = cython.NULL
    if may_use(vm, name):
        f = fopen(name, b"rb")
    if f == cython.NULL:
        file_error(vm, b"open", name)
        return cython.NULL
    text = read_stream(vm, f, name)
    fclose(f)
    return text


def chunk_name(vm, file):
    """Return the name of a file's chunk."""
    b: BufferP
    if file == cython.NULL:
        return str_from(vm, b"=stdin")
    b = rent_buffer(vm)
    add_char(vm, b, ord(b"@"))
    add_z(vm, b, file)
    return buffer_str(vm, b)


def load_file(vm, file, mode, env):
    """Load a file, standard input for NULL, as load_text does: 1 result, 2 with nil and the message, or FAILED."""
    name: StrP = chunk_name(vm, file)
    text: StrP
    if name == cython.NULL:
        return FAILED
    text = read_input(vm) if file == cython.NULL else read_file(vm, file)
    if text == cython.NULL:
        return load_failed(vm)
    return load_text(vm, text, name, mode, env)


def base_loadfile(vm, args, n):
    """Load a file as a function; nil and a message when that fails."""
    file: StrP
    mode: StrP
    if opt_str(vm, args, n, 0, cython.address(file)) < 0 or opt_str(vm, args, n, 1, cython.address(mode)) < 0:
        return FAILED
    return load_file(
        vm,
        cython.cast(ConstCharP, cython.NULL) if file == cython.NULL else chars(file),
        cython.cast(ValueP, cython.NULL) if mode == cython.NULL else args + 1,
        args + 2 if n > 2 else cython.cast(ValueP, cython.NULL),
    )


def load_argument(vm):
    """Load the file that dofile's argument names; its function is vm.ret[0]."""
    file: StrP
    status: cython.int
    if opt_str(vm, vm.args, vm.nargs, 0, cython.address(file)) < 0:
        return FAILED
    status = load_file(
        vm, cython.cast(ConstCharP, cython.NULL) if file == cython.NULL else chars(file), cython.NULL, cython.NULL
    )
    if status == 2:
        return fail_value(vm, vm.ret + 1)
    return status


def bi_dofile(vm, R, pc, K, cl):
    """Run a file on a frame of dofile's own, so that the file may yield."""
    fr: FrameP
    vm.frame.pc = pc
    if load_argument(vm) < 0:
        return raise_(vm)
    fr = push_internal(vm, I_TRAMPOLINE, F_BUILTIN)
    if fr == cython.NULL:
        return raise_(vm)
    copy(fr.R, cython.address(vm.self))
    copy(fr.R + 1, vm.ret)
    if open_set(vm, vm.ret, 0) < 0:
        return raise_(vm)
    return run_from(vm, fr)


# ----------------------------------------------------------------------------------------------------------- paths


def add_replaced(vm, b, s, old, new):
    """Add a string with every occurrence of `old`, which is not empty, replaced by `new`."""
    found: ConstCharP = strstr(s, old)
    while found != cython.NULL:
        add_bytes(vm, b, s, found - s)
        add_z(vm, b, new)
        s = found + strlen(old)
        found = strstr(s, old)
    add_z(vm, b, s)


def is_readable(vm, name):
    """Return whether a file can be opened for reading."""
    f: cython.pointer(FILE) = cython.NULL
    if may_use(vm, name):
        f = fopen(name, b"r")
    if f == cython.NULL:
        return False
    fclose(f)
    return True


def path_for(vm, name, path, separator, directory):
    """Return a path with its question marks replaced by a module's name; NULL when memory is short."""
    b: BufferP = rent_buffer(vm)
    file: BufferP = rent_buffer(vm)
    if separator[0] != 0:
        add_replaced(vm, file, name, separator, directory)
    else:
        add_z(vm, file, name)
    add_char(vm, file, 0)
    if not file.failed:
        add_replaced(vm, b, path, b"?", file.p)
    else:
        b.failed = 1
    give_back_buffer(vm, file)
    return buffer_str(vm, b)


def next_file(vm, b, path):
    """Take a path's next file name into a buffer, with a NUL.  Return whether there was one."""
    end: ConstCharP
    if path[0] == cython.NULL or path[0][0] == 0:
        return False
    end = strchr(path[0], ord(b";"))
    b.n = 0
    add_bytes(vm, b, path[0], strlen(path[0]) if end == cython.NULL else end - path[0])
    add_char(vm, b, 0)
    path[0] = cython.NULL if end == cython.NULL else end + 1
    return not b.failed


def not_found(vm, files):
    """Return nil and the list of the files that are not there."""
    b: BufferP = rent_buffer(vm)
    text: StrP
    add_z(vm, b, b"no file '")
    add_replaced(vm, b, chars(files), b";", b"'\n\tno file '")
    add_char(vm, b, ord(b"'"))
    text = buffer_str(vm, b)
    if text == cython.NULL:
        return FAILED
    put_nil(vm.ret)
    put_str(vm.ret + 1, text)
    return 2


def search_path(vm, name, path, separator, directory):
    """Return the first readable file of a path; nil and a message when there is none."""
    found: cython.bint = False
    files: StrP = path_for(vm, name, path, separator, directory)
    rest: ConstCharP
    b: BufferP
    if files == cython.NULL:
        return FAILED
    rest = chars(files)
    b = rent_buffer(vm)
    while not found and next_file(vm, b, cython.address(rest)):
        if charge(vm, COST_OF_FILE + (b.n >> 6)) < 0:
            give_back_buffer(vm, b)
            return FAILED
        found = is_readable(vm, b.p)
    if found:
        b.n -= 1  # the NUL
        return ret_buffer(vm, b)
    give_back_buffer(vm, b)
    return not_found(vm, files)


def package_searchpath(vm, args, n):
    """Return the file that a name leads to in a path; nil and a message when there is none."""
    name: StrP
    path: StrP
    separator: StrP
    directory: StrP
    old: ConstCharP = b"."
    new: ConstCharP = b"/"
    if opt_str(vm, args, n, 3, cython.address(directory)) < 0 or opt_str(vm, args, n, 2, cython.address(separator)) < 0:
        return FAILED  # from the last argument to the first, in the order of PUC's
    if check_str(vm, args, n, 1, cython.address(path)) < 0 or check_str(vm, args, n, 0, cython.address(name)) < 0:
        return FAILED
    if separator != cython.NULL:
        old = chars(separator)
    if directory != cython.NULL:
        new = chars(directory)
    return search_path(vm, chars(name), chars(path), old, new)


def package_loadlib(vm, args, n):
    """Refuse to load a C library."""
    text: StrP
    if check_str(vm, args, n, 0, cython.address(text)) < 0 or check_str(vm, args, n, 1, cython.address(text)) < 0:
        return FAILED
    put_nil(vm.ret)
    str_value(vm, vm.ret + 1, b"dynamic libraries not enabled; check your Lua installation")
    str_value(vm, vm.ret + 2, b"absent")
    return 3


# ------------------------------------------------------------------------------------------------------- searchers


def search_field(vm, name, field):
    """Search the path in a field of the package table."""
    key: Value
    path: Value
    str_value(vm, cython.address(key), field)
    if get_index(vm, cython.address(self_of(vm).up[0]), cython.address(key), cython.address(path)) < 0:
        return FAILED
    if isnum(cython.address(path)):
        put_str(cython.address(path), tostring_raw(vm, cython.address(path)))
    if not isstr(cython.address(path)):
        return fail_s(vm, b"'package.%s' must be a string", field)
    return search_path(vm, name, chars(str_of(cython.address(path))), b".", b"/")


def no_loader(vm, name, file, why):
    """Fail because a module's file is there but cannot be loaded."""
    return fail_fmt4(vm, b"error loading module '%s' from file '%s':\n\t%s%s", name, file, why, b"")


def search_preload(vm, args, n):
    """Look for a loader in package.preload."""
    name: StrP
    preload: ValueP
    if check_str(vm, args, n, 0, cython.address(name)) < 0:
        return FAILED
    preload = get_str(vm, vm.registry, str_from(vm, b"_PRELOAD"))
    put_nil(vm.ret)
    if preload.tag == TAB:
        copy(vm.ret, get_any(vm, tab_of(preload), args))
    if vm.ret[0].tag != NIL:
        str_value(vm, vm.ret + 1, b":preload:")
        return 2
    b: BufferP = rent_buffer(vm)
    add_z(vm, b, b"no field package.preload['")
    add_z(vm, b, chars(name))
    add_z(vm, b, b"']")
    return ret_buffer(vm, b)


def search_lua(vm, args, n):
    """Look for a file of Lua code in package.path and load it."""
    name: StrP
    file: StrP
    status: cython.int
    if check_str(vm, args, n, 0, cython.address(name)) < 0:
        return FAILED
    status = search_field(vm, chars(name), b"path")
    if status < 0:
        return FAILED
    if status == 2:
        return ret_value(vm, vm.ret + 1)
    file = str_of(vm.ret)
    status = load_file(vm, chars(file), cython.NULL, cython.NULL)
    if status == 2:
        return no_loader(vm, chars(name), chars(file), chars(str_of(vm.ret + 1)))
    put_str(vm.ret + 1, file)
    return FAILED if status < 0 else 2


def search_library(vm, name, root):
    """Look for a C library in package.cpath; one that is there cannot be loaded."""
    status: cython.int = search_field(vm, root, b"cpath")
    if status < 0:
        return FAILED
    if status == 2:
        return ret_value(vm, vm.ret + 1)
    return no_loader(vm, name, chars(str_of(vm.ret)), b"dynamic libraries not enabled; check your Lua installation")


def search_c(vm, args, n):
    """Look for a module's C library."""
    name: StrP
    if check_str(vm, args, n, 0, cython.address(name)) < 0:
        return FAILED
    return search_library(vm, chars(name), chars(name))


def search_root(vm, args, n):
    """Look for the C library of the package that a module is part of."""
    name: StrP
    dot: ConstCharP
    root: StrP
    if check_str(vm, args, n, 0, cython.address(name)) < 0:
        return FAILED
    dot = strchr(chars(name), ord(b"."))
    if dot == cython.NULL:
        return 0
    root = new_str(vm, chars(name), dot - chars(name))
    if root == cython.NULL:
        return fail_memory(vm)
    return search_library(vm, chars(name), chars(root))


# --------------------------------------------------------------------------------------------------------- require


def try_searchers(vm, searchers, name, b):
    """Ask one searcher after the other: 2 with loader and its data in vm.ret, 0 with the reasons in b, or FAILED."""
    i: int64_t = 1
    count: cython.int
    searcher: ValueP = get_int(vm, searchers, 1)
    while searcher.tag != NIL:
        count = call_nested(vm, searcher, name, 1, 0)  # on a frame, which tracebacks show
        if count < 0:
            return FAILED
        if count < 2:
            put_nil(vm.ret + 1)
        if count > 0 and isfun(vm.ret):
            return 2
        if count > 0 and (isstr(vm.ret) or isnum(vm.ret)):
            add_z(vm, b, b"\n\t")
            add_value(vm, b, vm.ret)
        i += 1
        searcher = get_int(vm, searchers, i)
    return 0


def find_loader(vm, name):
    """Leave a module's loader and its data in vm.ret, or fail with all the places looked at."""
    key: Value
    searchers: Value
    status: cython.int
    root: cython.int
    b: BufferP
    str_value(vm, cython.address(key), b"searchers")
    if get_index(vm, cython.address(self_of(vm).up[0]), cython.address(key), cython.address(searchers)) < 0:
        return FAILED
    if searchers.tag != TAB:
        return fail(vm, b"'package.searchers' must be a table")
    b = rent_buffer(vm)
    root = push_root(vm, cython.address(searchers))
    if root < 0:
        give_back_buffer(vm, b)
        return FAILED
    status = try_searchers(vm, tab_of(cython.address(searchers)), name, b)
    drop_root(vm, root)
    if status == 0:
        add_char(vm, b, 0)
        status = fail_memory(vm) if b.failed else fail_ss(vm, b"module '%s' not found:%s", chars(str_of(name)), b.p)
    give_back_buffer(vm, b)
    return status


def loaded_module(vm, name):
    """Put the loaded module of that name into vm.ret."""
    loaded: Value
    put_obj(cython.address(loaded), vm.loaded, TAB)
    return get_index(vm, cython.address(loaded), name, vm.ret)


def run_loader(vm, name):
    """Call the loader in vm.ret[0] with the name and its data; keep what it returns, true if that is nothing."""
    args: Value[2]
    loader: Value
    loaded: Value
    copy(cython.address(loader), vm.ret)
    copy(cython.address(args[0]), name)
    copy(cython.address(args[1]), vm.ret + 1)
    put_obj(cython.address(loaded), vm.loaded, TAB)
    count: cython.int = call(vm, cython.address(loader), args, 2)
    if count < 0:
        return FAILED
    if count > 0 and vm.ret[0].tag != NIL:
        copy(cython.address(args[1]), vm.ret)
        if set_index(vm, cython.address(loaded), name, cython.address(args[1])) < 0:
            return FAILED
    if loaded_module(vm, name) < 0:
        return FAILED
    if vm.ret[0].tag != NIL:
        return 0
    put_bool(vm.ret, True)
    copy(cython.address(args[1]), vm.ret)
    if set_index(vm, cython.address(loaded), name, cython.address(args[1])) < 0:
        return FAILED
    put_bool(vm.ret, True)
    return 0


def package_require(vm, args, n):
    """Return a module, loading it the first time, and then what its searcher said of it."""
    name: StrP
    data: cython.int
    status: cython.int
    if check_str(vm, args, n, 0, cython.address(name)) < 0 or loaded_module(vm, args) < 0:
        return FAILED
    if truthy(vm.ret):
        return 1
    if find_loader(vm, args) < 0:
        return FAILED
    data = push_root(vm, vm.ret + 1)
    if data < 0:
        return FAILED
    status = run_loader(vm, args)
    copy(vm.ret + 1, vm.pins + data)
    drop_root(vm, data)
    return FAILED if status < 0 else 2


# ---------------------------------------------------------------------------------------------------- registration


def default_path():
    """Return PUC's default of package.path."""
    return (
        b"/usr/local/share/lua/5.4/?.lua;/usr/local/share/lua/5.4/?/init.lua;"
        b"/usr/local/lib/lua/5.4/?.lua;/usr/local/lib/lua/5.4/?/init.lua;./?.lua;./?/init.lua"
    )


def default_cpath():
    """Return PUC's default of package.cpath."""
    return b"/usr/local/lib/lua/5.4/?.so;/usr/local/lib/lua/5.4/loadall.so;./?.so"


def environment_path(vm, variable):
    """Return a path from the environment: of this version of Lua, or of any; NULL when neither is set."""
    path: ConstCharP = variable_of(vm, variable)
    if path != cython.NULL:
        return path
    return variable_of(vm, b"LUA_PATH" if variable[4] == b"P" else b"LUA_CPATH")


def set_path(vm, t, name, variable, default):
    """Set a path from the environment, in which an empty entry stands for the default path."""
    v: Value
    path: ConstCharP = environment_path(vm, variable)
    if path == cython.NULL:
        path = default
    gap: ConstCharP = strstr(path, b";;")
    if gap == cython.NULL:
        str_value(vm, cython.address(v), path)
    else:
        put_str(cython.address(v), filled_path(vm, path, gap, default))
    set_field(vm, t, name, cython.address(v))


def filled_path(vm, path, gap, default):
    """Return a path with the default path in the place of the empty entry at `gap`."""
    b: BufferP = rent_buffer(vm)
    add_bytes(vm, b, path, gap - path)
    if gap > path:
        add_char(vm, b, ord(b";"))
    add_z(vm, b, default)
    if gap[2] != 0:
        add_char(vm, b, ord(b";"))
        add_z(vm, b, gap + 2)
    return buffer_str(vm, b)


def put_bound(vm, d, t, library, name, fn):
    """Make a builtin whose upvalue is the package table: it works on though the global be gone."""
    c: NativeClosureP = new_native(vm, new_builtin(vm, library, name, fn), 1)
    put_obj(cython.address(c.up[0]), t, TAB)
    put_obj(d, c, NFUN)


def subtable(vm, key):
    """Make a table in the registry."""
    v: Value
    t: TableP = new_table(vm, 0, 0)
    put_obj(cython.address(v), t, TAB)
    set_field(vm, vm.registry, key, cython.address(v))
    return t


def put_searchers(vm, t):
    """Make package.searchers."""
    v: Value
    list: Value
    put_obj(cython.address(list), new_table(vm, 4, 0), TAB)
    put_bound(vm, cython.address(v), t, b"", b"?", search_preload)
    set_int(vm, tab_of(cython.address(list)), 1, cython.address(v))
    put_bound(vm, cython.address(v), t, b"", b"?", search_lua)
    set_int(vm, tab_of(cython.address(list)), 2, cython.address(v))
    put_bound(vm, cython.address(v), t, b"", b"?", search_c)
    set_int(vm, tab_of(cython.address(list)), 3, cython.address(v))
    put_bound(vm, cython.address(v), t, b"", b"?", search_root)
    set_int(vm, tab_of(cython.address(list)), 4, cython.address(v))
    set_field(vm, t, b"searchers", cython.address(list))


def open_package(vm):
    """Register the package library, require, loadfile and dofile."""
    v: Value
    t: TableP = new_library(vm, b"package")
    reg(vm, t, b"package", b"loadlib", package_loadlib)
    reg(vm, t, b"package", b"searchpath", package_searchpath)
    put_searchers(vm, t)
    set_path(vm, t, b"path", b"LUA_PATH_5_4", default_path())
    set_path(vm, t, b"cpath", b"LUA_CPATH_5_4", default_cpath())
    str_value(vm, cython.address(v), b"/\n;\n?\n!\n-\n")
    set_field(vm, t, b"config", cython.address(v))
    put_obj(cython.address(v), vm.loaded, TAB)
    set_field(vm, t, b"loaded", cython.address(v))
    put_obj(cython.address(v), subtable(vm, b"_PRELOAD"), TAB)
    set_field(vm, t, b"preload", cython.address(v))
    put_bound(vm, cython.address(v), t, b"", b"require", package_require)
    set_field(vm, vm.globals, b"require", cython.address(v))
    reg(vm, vm.globals, b"", b"loadfile", base_loadfile)
    reg(vm, vm.globals, b"", b"dofile", cython.NULL)
    vm.last_builtin.op = bi_dofile
