# cython: language_level=3, binding=False, auto_pickle=False
"""Python's cycle collector waits while something large grows.

A growing tree holds no garbage, and looking for some again and again costs a fifth of compiling and three quarters of
parsing.
"""


class CollectorPause:
    """Keep the cycle collector off within a `with`; then it is as it was before."""

    def __enter__(self):
        self.was_on = PyGC_Disable()

    def __exit__(self, kind, error, traceback):
        if self.was_on:
            PyGC_Enable()
