# What is written of Lua when a fatal signal ends the process.
from interpreter.vm.values cimport Frame, VM

cdef extern from "<signal.h>" nogil:
    enum: SIGBUS             # Cython's posix.signal has none

cdef enum:
    MOST_FRAMES = 40         # of a report

cdef VM *watched_vm          # whose frames are reported; NULL: none
cdef int report_fd
cdef void watch_crash(VM *vm, int fd) noexcept nogil
cdef void forget_crash(VM *vm) noexcept nogil      # it is about to be freed
cdef void on_fault(int number) noexcept nogil
cdef void report_frames(VM *vm) noexcept nogil
cdef void report_frame(Frame *fr) noexcept nogil
cdef void say(const char *text) noexcept nogil
cdef void say_number(int n) noexcept nogil
