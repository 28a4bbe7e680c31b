# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: nonecheck=False, infer_types=True, binding=False
"""The standard libraries of a state, in the order in which they open."""

from cython.cimports.interpreter.stdlib.base import open_base
from cython.cimports.interpreter.stdlib.debug import open_debug
from cython.cimports.interpreter.stdlib.io import open_io
from cython.cimports.interpreter.stdlib.math import open_math
from cython.cimports.interpreter.stdlib.os import open_os
from cython.cimports.interpreter.stdlib.package import open_package
from cython.cimports.interpreter.stdlib.string import open_string
from cython.cimports.interpreter.stdlib.table import open_table
from cython.cimports.interpreter.stdlib.utf8 import open_utf8


def open_libraries(state):
    """Register every library in the state's globals and in package.loaded."""
    open_base(state.vm)
    open_string(state.vm)
    open_table(state.vm)
    open_math(state.vm)
    open_utf8(state.vm)
    open_os(state.vm)
    open_io(state.vm)
    open_debug(state.vm)
    open_package(state.vm)
    return 0
