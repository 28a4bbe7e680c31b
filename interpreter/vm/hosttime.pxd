# Clocks of the machine.
cdef double monotonic() noexcept nogil      # seconds since some fixed point, never going back
