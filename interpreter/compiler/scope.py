# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: infer_types=True, binding=False, auto_pickle=False
"""Records of scopes while code is made: locals, blocks, labels. Names are resolved already; these hold registers.

Their fields, with their meanings, are declared in scope.pxd.
"""


class LocalRecord:
    """Be a local variable's entry in the debug information."""


class BlockScope:
    """Be an open block."""


class LabelRecord:
    """Be a label and the jumps that wait for it."""
