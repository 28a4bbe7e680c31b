"""What a run may use. Checked here, enforced by the VM: one budget for each run from the host, whatever it calls."""

from __future__ import annotations

TYPE_CHECKING = False  # typing is not imported for it: this module is on the command's way to its first line
if TYPE_CHECKING:
    from collections.abc import Callable

MAX_COUNT = 2**62
"""The largest limit; more is as good as none."""


class Limits:
    """The limits of one interpreter; None means no limit. A change holds from the next run on.

    When instructions or seconds run out, no pcall catches the error; memory that runs out is an ordinary error.
    """

    __slots__ = ("_apply", "_instructions", "_memory_bytes", "_seconds")

    def __init__(self, apply: Callable[[int, int, float], None]) -> None:
        """Keep `apply`, which takes instructions, memory in bytes and seconds after each change, 0 for no limit."""
        self._apply = apply
        self._instructions: int | None = None
        self._memory_bytes: int | None = None
        self._seconds: float | None = None

    @property
    def instructions(self) -> int | None:
        """Instructions of one run, counted at calls and backward jumps."""
        return self._instructions

    @instructions.setter
    def instructions(self, limit: int | None) -> None:
        self._instructions = _checked_count("instructions", limit)
        self._pass_on()

    @property
    def memory_bytes(self) -> int | None:
        """Bytes of the heap and of everything retained for it."""
        return self._memory_bytes

    @memory_bytes.setter
    def memory_bytes(self, limit: int | None) -> None:
        self._memory_bytes = _checked_count("memory_bytes", limit)
        self._pass_on()

    @property
    def seconds(self) -> float | None:
        """Seconds of one run by the clock."""
        return self._seconds

    @seconds.setter
    def seconds(self, limit: float | None) -> None:
        if limit is not None and not 0 < limit < float("inf"):
            raise ValueError(f"limit of seconds is {limit!r}; it may be None or a number above 0")
        self._seconds = limit
        self._pass_on()

    def _pass_on(self) -> None:
        self._apply(self._instructions or 0, self._memory_bytes or 0, self._seconds or 0.0)

    def __repr__(self) -> str:
        return f"Limits(instructions={self._instructions}, memory_bytes={self._memory_bytes}, seconds={self._seconds})"


def _checked_count(name: str, limit: int | None) -> int | None:
    if limit is not None and not 0 < limit <= MAX_COUNT:
        raise ValueError(f"limit of {name} is {limit!r}; it may be None or a whole number from 1 to {MAX_COUNT}")
    return limit
