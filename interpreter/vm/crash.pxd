# What is written of Lua when a fatal signal ends the process.
from libc.stdint cimport uintptr_t
from interpreter.vm.host cimport sigaction_t, siginfo_t, ucontext_t
from interpreter.vm.values cimport Frame, Proto, VM

ctypedef ucontext_t* ContextP
ctypedef uintptr_t* WordP

cdef enum:
    MOST_FRAMES = 40         # of a report
    MOST_REGISTERS = 36      # words of a context that are looked at
    SIGNALS = 32             # their numbers are below

cdef VM *watched_vm          # whose frames are reported; NULL: none
cdef int report_fd
cdef int told                # the signal that is being told of; 0: none came
cdef sigaction_t[SIGNALS] before                   # a signal's action before ours
cdef void watch_crash(VM *vm, int fd) noexcept nogil
cdef void handle(int number) noexcept nogil
cdef void forget_crash(VM *vm) noexcept nogil      # it is about to be freed
cdef void on_fault(int number, siginfo_t *info, void *context) noexcept nogil
cdef void report_frames(VM *vm, ContextP context) noexcept nogil
cdef void report_frame(Frame *fr, ContextP context) noexcept nogil   # context: of the fault; NULL: fr does not run
cdef long long running_place(ContextP context, Proto *p, long long saved) noexcept nogil
cdef void say(const char *text) noexcept nogil
cdef void say_number(int n) noexcept nogil
