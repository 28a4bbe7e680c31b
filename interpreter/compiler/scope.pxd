# Records of what is in scope while one function's code is made.

from interpreter.syntax.ast cimport Block


cdef class LocalRecord:
    # A local as the debugger sees it.
    cdef bytes name
    cdef int register
    cdef int start              # first instruction at which it is active
    cdef int end                # first instruction at which it is no longer active


cdef class BlockScope:
    # A block whose code is being made; a loop has one more around its body's.
    cdef BlockScope outer       # enclosing scope in the same function
    cdef Block node             # the tree's block; None for the scope around a loop
    cdef int level              # first register of its locals
    cdef Py_ssize_t active      # active locals outside of it
    cdef int last_close         # register of its last to-be-closed variable, -1 without one
    cdef bint inside_close      # a to-be-closed variable is in scope: calls in `return` are not tail calls
    cdef bint is_loop           # a `break` leaves it
    cdef int breaks             # list of the jumps out of it
    cdef int first_owned        # register of the first local that a RELEASE gives back, -1 without one
    cdef int last_owned         # register of the last
    cdef bint is_repeat         # the body of a `repeat`: its condition comes after the labels at its end


cdef class LabelRecord:
    # A label that a goto has named or that has been passed.
    cdef int position           # its instruction, -1 before it is passed
    cdef int level              # registers in use by variables there
    cdef int pending            # list of the jumps to it, before it is passed
