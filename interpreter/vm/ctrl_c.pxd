# Ctrl-C as the `lua` command treats it.
from interpreter.vm.host cimport sigaction_t
from interpreter.vm.values cimport VM

cdef VM *interrupted_vm                                            # the one whose code runs; NULL: none
cdef void catch_ctrl_c(VM *vm, sigaction_t *before) noexcept nogil  # from now on it interrupts the VM, once
cdef void release_ctrl_c(sigaction_t *before) noexcept nogil       # back to what it did before
cdef void on_ctrl_c(int number) noexcept nogil
cdef void set_action(void (*handler)(int) noexcept nogil) noexcept nogil
