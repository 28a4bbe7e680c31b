# Results of calls to the operating system, for the libraries os and io.  As luaL_fileresult and luaL_execresult.
# clear_errno comes before the call, and nothing that may change errno between it and one of these.
from libc cimport errno
from libc.stdlib cimport getenv
from libc.string cimport strerror
from interpreter.vm.host cimport WEXITSTATUS, WIFEXITED, WIFSIGNALED, WTERMSIG
from interpreter.vm.tables cimport get_str
from interpreter.vm.values cimport VM, Buffer, Value, chars, isstr, put_bool, put_int, put_nil, put_str, str_of
from interpreter.vm.strings cimport str_from
from interpreter.vm.support cimport add_char, add_z, fail_memory, give_back_buffer, rent_buffer, ret_bool, ret_fail

cdef inline void clear_errno() noexcept nogil:
    errno.errno = 0

cdef inline void set_errno(int code) noexcept nogil:
    errno.errno = code

cdef inline bint may_use(VM *vm, const char *path) noexcept nogil:
    """Tell whether Lua may use a file; if not, the error's number says that there is no permission."""
    if vm.host_allows == NULL:
        return True
    cdef bint allowed = vm.host_allows(vm, path)
    errno.errno = 0 if allowed else errno.EACCES
    return allowed

cdef inline const char *variable_of(VM *vm, const char *name) noexcept nogil:
    """Return a variable of the environment that Lua is given; NULL when it is not set."""
    cdef Value *found
    if vm.environment == NULL:
        return getenv(name)
    found = get_str(vm, vm.environment, str_from(vm, name))
    return chars(str_of(found)) if isstr(found) else NULL

cdef inline const char *error_text(int code) noexcept nogil:
    """Return the system's words for an error."""
    if code == 0:
        return "(no extra info)"
    return strerror(code)

cdef inline int named_failure(VM *vm, const char *name, int code) noexcept nogil:
    """Return nil, "name: message" and the error's number."""
    cdef int count
    cdef Buffer *b = rent_buffer(vm)
    add_z(vm, b, name)
    add_z(vm, b, ": ")
    add_z(vm, b, error_text(code))
    add_char(vm, b, 0)
    if b.failed:
        give_back_buffer(vm, b)
        return fail_memory(vm)
    count = ret_fail(vm, b.p, code)
    give_back_buffer(vm, b)
    return count

cdef inline int file_result(VM *vm, bint done, const char *name) noexcept nogil:
    """Return true, or nil, message and number of the error; name may be NULL."""
    cdef int code = errno.errno
    if done:
        return ret_bool(vm, True)
    if name != NULL:
        return named_failure(vm, name, code)
    return ret_fail(vm, error_text(code), code)

cdef inline int exec_result(VM *vm, int status) noexcept nogil:
    """Return success, "exit" or "signal", and the code of a finished process."""
    cdef const char *what = "exit"
    if status != 0 and errno.errno != 0:
        return file_result(vm, False, NULL)
    if WIFEXITED(status):
        status = WEXITSTATUS(status)
    elif WIFSIGNALED(status):
        status = WTERMSIG(status)
        what = "signal"
    put_nil(vm.ret)
    if what[0] == b'e' and status == 0:
        put_bool(vm.ret, True)
    put_str(vm.ret + 1, str_from(vm, what))
    put_int(vm.ret + 2, status)
    return 3
