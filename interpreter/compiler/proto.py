# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: infer_types=True, binding=False
"""The Proto: a compiled function as a Python object (PUC's Proto in lobject.h).

Its fields, with their meanings, are declared in proto.pxd. It holds no values of a running program and knows neither
the tree it came from nor the VM that will load it.
"""


class Proto:
    """Be the code, constants and debug information of one function."""

    def __repr__(self):
        name = (self.name or b"?").decode("utf-8", "backslashreplace")
        return f"<Proto {name} line {self.line}: {len(self.code) // 8} instructions, {self.registers} registers>"


class ProtoTaker:
    """Be told of each inner function's Proto once its code is complete, before what follows it is compiled."""

    def take(self, proto: Proto):
        """Put the Proto elsewhere, if there is a place; what was taken of it may be dropped."""
        raise NotImplementedError
