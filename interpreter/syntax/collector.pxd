# The pause of Python's cycle collector.

cdef extern from "Python.h":
    bint PyGC_Disable()         # whether it was on
    bint PyGC_Enable()

cdef class CollectorPause:
    cdef bint was_on            # whether it was on before
