"""The components of the impact table: each a pair of small programs that differ in that component alone.

What the allocator is asked less with pools on, in the one program less in the other, is what pooling the component
saves, however else the two might differ from it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Component:
    """One thing a program does that needs memory for a while."""

    name: str
    """What it is, in a reader's words."""
    estimate: str
    """What the origin of the pools expected to save for one, as it wrote it; "–" for what it did not have."""
    pools: tuple[str, ...]
    """The pools it is rented from, by how their names begin; "cells" for the heap's cells."""
    is_call: bool
    """Whether it comes with each call; else with each block or object."""
    program: str
    """Does it `N` times."""
    baseline: str
    """Does all else the program does."""


_QUIET = "local quiet = setmetatable({}, {__close = function() end})\n"
_MANY = ", ".join(f"x{i}" for i in range(14))

COMPONENTS = (
    Component(
        "a call: frame, 4 registers", "32–256 B", ("frames", "locals["), True,
        "local function f(a) return a end\nfor i = 1, N do f(i) end",
        "local function f(a) return a end\nfor i = 1, N do local a = i end",
    ),
    Component(
        "a call: frame, 16 registers", "32–256 B", ("frames", "locals["), True,
        f"local function f(a) local {_MANY} return a end\nfor i = 1, N do f(i) end",
        f"local function f(a) local {_MANY} return a end\nfor i = 1, N do local a = i end",
    ),
    Component(
        "to-be-closed list", "48–96 B", ("tbc",), False,
        f"{_QUIET}for i = 1, N do local x <close> = quiet end",
        f"{_QUIET}local outer <close> = quiet\nfor i = 1, N do local x <close> = quiet end",
    ),
    Component(
        "closers of a block", "64–128 B", ("block closers",), False,
        f"{_QUIET}local outer <close> = quiet\nfor i = 1, N do local x <close> = quiet end",
        f"{_QUIET}local outer <close> = quiet\nlocal function f() end\nfor i = 1, N do f() end",
    ),
    Component(
        "varargs, up to 4", "32+ B", ("varargs[",), True,
        "local function f(...) end\nfor i = 1, N do f(i, i, i) end",
        "local function f() end\nfor i = 1, N do f(i, i, i) end",
    ),
    Component(
        "varargs, up to 16", "32+ B", ("varargs[",), True,
        f"local function f(...) end\nfor i = 1, N do f({', '.join('i' * 12)}) end",
        f"local function f() end\nfor i = 1, N do f({', '.join('i' * 12)}) end",
    ),
    Component(
        "closure and cell, block's own", "deferred", ("cells",), False,
        "for i = 1, N do local function f() return i end f() end",
        "local function f() end\nfor i = 1, N do f() end",
    ),
    Component(
        "closure and cell, kept for a while", "deferred", ("cells",), False,
        "for i = 1, N do last = function() return i end end",
        "for i = 1, N do last = i end",
    ),
    Component(
        "table with one value", "–", ("cells",), False,
        "for i = 1, N do local t = {i} end",
        "for i = 1, N do local t = i end",
    ),
    Component(
        "coroutine that ends: record, frames", "–", ("frames", "locals[", "cells"), False,
        "local function f() end\nlocal wrap = coroutine.wrap\nfor i = 1, N do wrap(f)() end",
        "local function f() end\nlocal wrap = coroutine.wrap\nfor i = 1, N do f() end",
    ),
    Component(
        "scratch buffer", "–", ("scratch",), False,
        "local concat, t = table.concat, {'a', 'b'}\nfor i = 1, N do concat(t) end",
        "local concat, t = rawlen, {'a', 'b'}\nfor i = 1, N do concat(t) end",
    ),
)  # fmt: skip
