"""What a run may use. Checked here, enforced by the VM: one budget for each run from the host, whatever it calls."""

from __future__ import annotations

TYPE_CHECKING = False  # typing is not imported for it: this module is on the command's way to its first line
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Number: TypeAlias = int | float

MAX_COUNT = 2**62
"""The largest limit; more is as good as none."""

LEAST = {"stack_frames": 20, "c_levels": 20}
"""The smallest limits of depth: below, not even an error could be told."""

NAMES = (
    "instructions", "memory_bytes", "seconds", "output_bytes", "string_bytes", "coroutines", "stack_frames", "c_levels",
)  # fmt: skip
"""All limits, in the order in which they are shown."""

SHARE_OF_MEMORY = 0.75
"""Of the memory that the machine or the control group has left: what a notebook may take."""

_UNITS = {"b": 1, "byte": 1, "bytes": 1, "kib": 2**10, "mib": 2**20, "gib": 2**30}
_MOST_DIGITS = 15


def byte_count(text: str) -> int | None:
    """Return the bytes that a text such as "64KiB", "2 MiB" or "500 bytes" says; None where it says none."""
    digits = text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    unit = _UNITS.get(text[len(digits) :].lower())
    number = digits.strip()
    if unit is None or not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
        return None
    return int(number) * unit


class Limits:
    """The limits of one interpreter; None means no limit. A change holds from the next run on.

    When instructions, seconds or the bytes of output run out, no pcall catches the error, and closers still run, with a
    little more of each. The others are ordinary errors: "not enough memory", "string size limit exceeded",
    "too many coroutines", "stack overflow" and "C stack overflow".
    """

    __slots__ = ("_apply", "_limits")

    def __init__(self, apply: Callable[[dict[str, Number]], None]) -> None:
        """Keep `apply`, which takes all limits by name after each change, 0 for no limit."""
        self._apply = apply
        self._limits: dict[str, Number | None] = dict.fromkeys(NAMES)

    @property
    def instructions(self) -> int | None:
        """Instructions of one run, counted at calls and backward jumps."""
        return self._count("instructions")

    @instructions.setter
    def instructions(self, limit: int | None) -> None:
        self.set(instructions=limit)

    @property
    def memory_bytes(self) -> int | None:
        """Bytes of the heap and of everything retained for it."""
        return self._count("memory_bytes")

    @memory_bytes.setter
    def memory_bytes(self, limit: int | None) -> None:
        self.set(memory_bytes=limit)

    @property
    def seconds(self) -> float | None:
        """Seconds of one run by the clock."""
        return self._limits["seconds"]

    @seconds.setter
    def seconds(self, limit: float | None) -> None:
        self.set(seconds=limit)

    @property
    def output_bytes(self) -> int | None:
        """Bytes that one run may write to standard output and standard error."""
        return self._count("output_bytes")

    @output_bytes.setter
    def output_bytes(self, limit: int | None) -> None:
        self.set(output_bytes=limit)

    @property
    def string_bytes(self) -> int | None:
        """Bytes of one string, and of one buffer on its way to a string."""
        return self._count("string_bytes")

    @string_bytes.setter
    def string_bytes(self, limit: int | None) -> None:
        self.set(string_bytes=limit)

    @property
    def coroutines(self) -> int | None:
        """Coroutines that are alive at once; those that nobody holds any more are collected first."""
        return self._count("coroutines")

    @coroutines.setter
    def coroutines(self, limit: int | None) -> None:
        self.set(coroutines=limit)

    @property
    def stack_frames(self) -> int | None:
        """Calls inside each other in one coroutine; None means the VM's own limit of about 200,000."""
        return self._count("stack_frames")

    @stack_frames.setter
    def stack_frames(self, limit: int | None) -> None:
        self.set(stack_frames=limit)

    @property
    def c_levels(self) -> int | None:
        """Calls of Lua from library functions inside each other; None means the VM's own limit of 200."""
        return self._count("c_levels")

    @c_levels.setter
    def c_levels(self, limit: int | None) -> None:
        self.set(c_levels=limit)

    def set(self, **limits: Number | None) -> None:
        """Change several limits at once; raise ValueError for what is no limit, and change none then."""
        for name, limit in limits.items():
            check(name, limit)
        self._limits.update(limits)
        self._apply({name: limit or 0 for name, limit in self._limits.items()})

    def as_dict(self) -> dict[str, Number | None]:
        """Return every limit by name."""
        return dict(self._limits)

    def _count(self, name: str) -> int | None:
        limit = self._limits[name]
        return None if limit is None else int(limit)

    def __repr__(self) -> str:
        return f"Limits({', '.join(f'{name}={limit}' for name, limit in self._limits.items())})"


def check(name: str, limit: Number | None) -> None:
    """Raise ValueError for what cannot be the limit of that name."""
    if name not in NAMES:
        raise ValueError(f"there is no limit {name!r}; there are: {', '.join(NAMES)}")
    if limit is None:
        return
    if name == "seconds":
        if isinstance(limit, bool) or not isinstance(limit, (int, float)) or not 0 < limit < float("inf"):
            raise ValueError(f"limit of seconds is {limit!r}; it may be None or a number above 0")
        return
    least = LEAST.get(name, 1)
    if isinstance(limit, bool) or not isinstance(limit, int) or not least <= limit <= MAX_COUNT:
        allowed = f"None or a whole number from {least} to {MAX_COUNT}"
        raise ValueError(f"limit of {name} is {limit!r}; it may be {allowed}")


def notebook_memory() -> int | None:
    """Return the bytes that a notebook may take of what is left now, or None where the system does not tell."""
    left = [size for size in (_available(), _left_in_group()) if size is not None]
    return max(1, int(min(left) * SHARE_OF_MEMORY)) if left else None


def _available() -> int | None:
    """Return the bytes that the machine could still give away."""
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return None


def _left_in_group() -> int | None:
    """Return the bytes that the control group, of version 2 or 1, has left; None where it has no limit."""
    for limit, used in (
        ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
        ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
    ):
        most, now = _lines(limit), _lines(used)
        if most and now and most[0].isdigit() and now[0].isdigit():
            return max(0, int(most[0]) - int(now[0]))
    return None


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="ascii") as file:
            return file.read().splitlines()
    except OSError:
        return []
