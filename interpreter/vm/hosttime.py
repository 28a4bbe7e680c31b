# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: infer_types=True
"""Clocks of the machine for the collector's pauses, time limits and output flushing."""
import cython
from cython.cimports.posix.time import CLOCK_MONOTONIC, clock_gettime, timespec


def monotonic():
    t: timespec
    clock_gettime(CLOCK_MONOTONIC, cython.address(t))
    return cython.cast(cython.double, t.tv_sec) + cython.cast(cython.double, t.tv_nsec) * 1e-9
