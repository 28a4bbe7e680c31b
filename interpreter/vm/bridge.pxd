# The VM's door to Python: State owns a VM, LuaValue pins one of its objects.
from interpreter.compiler.proto cimport Proto as Compiled, ProtoTaker
from interpreter.syntax.lexer cimport Watch
from interpreter.vm.values cimport *

cdef enum:
    MOST_FRAMES = 199990     # of one coroutine
    MOST_LEVELS = 200        # of C
    SMALL_TEXT = 65536       # bytes that are compiled whatever memory is left
    MAX_NESTING = 500        # of lists and dicts handed to Lua, one inside the other
    TREE_BYTES = 128         # that Python takes for a byte of a text without blanks while it is compiled

cdef class RunWatch(Watch):
    cdef VM *vm
    cdef double turn             # when other threads are to go on next

cdef class State:
    cdef VM *vm
    cdef readonly object lock    # who touches the VM holds it, in whichever thread; see ARCHITECTURE.md, Threads
    cdef object allows           # callable(path: bytes) -> bool, where files are confined
    cdef object write            # callable(stream: int, data: bytes)
    cdef object read             # callable(n: int, line: bool) -> bytes
    cdef object compile          # callable(source, chunkname: bytes, kept: list | None, ProtoTaker, Watch) -> Proto
    cdef RunWatch watch          # looks while texts are compiled
    cdef public object listener  # callable() at the polls of a run, or None
    cdef dict kept               # name -> Kept: the locals that a chunk run with them sees
    cdef list leaving            # [Kept] of the chunk loaded last, folded into `kept` when it has run
    cdef LuaValue keeper         # its main function: it keeps VM.kept_proto alive
    cdef public object raised    # (message, exception) of a host's function, until the run has told or forgotten it
    cdef object failure          # Python exception that a host callback raised, to be raised again
    cdef list trace_rows         # of the running or last trace
    cdef object trace_error      # what ended it before its time
    cdef object dead_pins        # pins of LuaValues that died while Lua ran
    cdef list dropped            # addresses of rented buffers that a host forgot while Lua ran
    cdef public bint running
    cdef bint compiling          # where nothing runs
    cdef public int depth        # runs that are under way, one inside the other
    cdef int nesting             # containers under way to Lua, one inside the other
    cdef int python_pin          # the metatable of Python objects; -1: none
    cdef int64_t spent           # instructions of the runs before this one
    cdef int put(self, Value *d, object value) except -1
    cdef object get(self, const Value *v)
    cdef LuaValue handle(self, const Value *v)
    cdef int check(self) except -1
    cdef int release_pins(self) except -1
    cdef object compiled(self, bytes source, bytes name, list kept, ProtoTaker taker)
    cdef int start_compiling(self) except -1
    cdef object stopped(self)
    cdef list offered(self, bytes source)
    cdef int share(self, Kept kept) except -1
    cdef int expect(self, object proto, LuaValue main) except -1
    cdef int settle(self) except -1
    cdef bytes message_of(self, Value *v)
    cdef tuple at_global(self, bytes name, object value, bint assigns)

cdef class Loader(ProtoTaker):
    cdef VM *vm
    cdef Str *source             # the chunk's name; NULL: of a stripped chunk
    cdef dict shared             # bytes -> address: the chunk's long constants
    cdef Proto *load(self, Compiled p) except NULL
    cdef Proto *load_parts(self, Compiled p) except NULL

cdef class PythonObject:
    cdef public object value
    cdef readonly int64_t weight

cdef class Kept:
    cdef readonly bytes name
    cdef readonly int attrib     # PLAIN or CONST
    cdef readonly object constant  # its value where that was known while compiling
    cdef readonly LuaValue held  # pins its value, or the cell that closures have too; None: a constant

cdef class LuaValue:
    cdef State state
    cdef int pin
    cdef object __weakref__
    cdef Value *value(self) except NULL

cdef class RentedBytes:
    cdef State state
    cdef Buffer *b               # NULL: given back
    cdef int drop(self) except -1
    cdef int leave(self) except -1
    cdef Buffer *rented(self) except NULL

cdef int host_write(VM *vm, int stream, const char *s, int64_t n) noexcept with gil
cdef int64_t host_read(VM *vm, Buffer *b, int64_t n, bint line) noexcept with gil
cdef int host_poll(VM *vm) noexcept with gil
cdef int host_load(VM *vm, Str *source, Str *name, Value *d) noexcept with gil
cdef bint host_allows(VM *vm, const char *path) noexcept with gil
cdef void host_release(VM *vm) noexcept with gil
cdef int call_python(VM *vm, Value *args, int n) noexcept with gil
cdef int call_python_nogil(VM *vm, Value *args, int n) noexcept nogil
cdef bint init_vm(VM *vm, int mode) noexcept nogil
cdef void open_core(VM *vm) noexcept nogil
cdef void free_vm(VM *vm) noexcept nogil
cdef void free_open_values(OpenValues *o) noexcept nogil
cdef Closure *main_closure(VM *vm, Proto *proto, Compiled p, dict kept) except NULL
cdef Proto *undumped(State state, bytes source, bytes name) except NULL
cdef Proto *compiled(State state, bytes source, bytes name) except NULL
cdef Closure *load_source(State state, bytes source, bytes name) except NULL
cdef int fail_text(VM *vm, bytes text) noexcept
