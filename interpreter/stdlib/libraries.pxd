# The standard libraries of a state.
from interpreter.vm.bridge cimport State

cpdef int open_libraries(State state) except -1
