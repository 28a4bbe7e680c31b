"""What builtins and hosts may rent, by flavour: the same work with something new and with something rented."""

from __future__ import annotations

import timeit
from collections.abc import Callable
from dataclasses import dataclass

from interpreter import Interpreter

LOOPS = 20_000
ROUNDS = 7
_ITEMS = tuple(range(10))
_PART = b"x" * 100


@dataclass(frozen=True, slots=True)
class Flavour:
    """One flavour, and what became of it."""

    name: str
    """What is rented, and what is done with it."""
    anew_ns: float
    """Nanoseconds a time with a new one each time."""
    rented_ns: float
    """Nanoseconds a time with one that is rented and given back."""
    verdict: str
    """Who rents it, or why nobody does."""


def measure(loops: int = LOOPS, rounds: int = ROUNDS) -> list[Flavour]:
    """Return the flavours that Python could rent; of each pair the best of several rounds."""
    lists: list[list[int]] = [[]]
    sets: list[set[int]] = [set()]
    with Interpreter() as lua:
        pairs: list[tuple[str, Callable[[], object], Callable[[], object], str]] = [
            ("byte buffer, 20 writes from Python", _new_bytes, lambda: _rented_bytes(lua), _BUFFER),
            ("list, 10 items", _new_list, lambda: _rented_list(lists), _LIST),
            ("set, 10 items", _new_set, lambda: _rented_set(sets), _SET),
        ]
        return [
            Flavour(name, _best_ns(anew, loops, rounds), _best_ns(rented, loops, rounds), verdict)
            for name, anew, rented, verdict in pairs
        ]


_BUFFER = "builtins, and what reads standard input; text that Python puts together is Python's"
_LIST = "nobody: Python keeps lists of its own, and emptying one frees its storage"
_SET = "nobody: none of our views makes sets often enough to be seen"


def _best_ns(work: Callable[[], object], loops: int, rounds: int) -> float:
    return min(timeit.repeat(work, number=loops, repeat=rounds)) / loops * 1e9


def _new_bytes() -> bytes:
    return b"".join([_PART for _ in range(20)])


def _rented_bytes(lua: Interpreter) -> bytes:
    with lua.pools.buffer() as rented:
        for _ in range(20):
            rented.write(_PART)
        return rented.value()


def _new_list() -> None:
    items: list[int] = []
    for item in _ITEMS:
        items.append(item)


def _rented_list(free: list[list[int]]) -> None:
    items = free.pop()
    for item in _ITEMS:
        items.append(item)
    items.clear()
    free.append(items)


def _new_set() -> None:
    items: set[int] = set()
    for item in _ITEMS:
        items.add(item)


def _rented_set(free: list[set[int]]) -> None:
    items = free.pop()
    for item in _ITEMS:
        items.add(item)
    items.clear()
    free.append(items)
