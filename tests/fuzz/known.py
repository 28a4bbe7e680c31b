"""Where versions of PUC Lua before 5.4.8 do otherwise than 5.4.8, and we: one table, applied to both sides alike.

A row of PROGRAMS changes a generated program before it is run, one of OUTPUTS what both printed before it is compared.
Without an old reference neither is touched.
"""

from __future__ import annotations

import functools
import re
import subprocess
from dataclasses import dataclass

MARK = "--[[leaves a closing value]]"
"""Stands behind a `break` out of a generic for with a closing value."""


@dataclass(frozen=True, slots=True)
class Row:
    """One difference, by what shows it."""

    why: str
    """What the old version does."""
    pattern: re.Pattern[bytes]
    replacement: bytes


PROGRAMS = (
    Row(
        "a break out of a generic for whose body made a closure forgets the closing value (5.4.4)",
        re.compile(rb"break " + re.escape(MARK.encode())),
        b"",
    ),
)
OUTPUTS = (
    Row(
        "an error of arithmetic with a constant operand is given the line of an earlier instruction (5.4.4)",
        re.compile(rb"p:\d+: (attempt to (?:divide by zero|perform 'n%0'))"),
        rb"p:?: \1",
    ),
    Row(
        "table.remove blames its first argument for a bad position (5.4.4)",
        re.compile(rb"bad argument #[12] (to '(?:table\.)?remove' \(position out of bounds\))"),
        rb"bad argument #? \1",
    ),
    Row(
        "the bracket that opens a call's arguments is looked for in the function's line (5.4.4)",
        re.compile(rb" \(to close '\(' at line \d+\)"),
        b"",
    ),
    Row(
        "a C stack overflow of the parser calls the message handler of who called load (5.4.4)",
        re.compile(rb"C stack overflownstack traceback:n\t.*"),
        b"C stack overflow",
    ),
)


@functools.cache
def is_old(command: str) -> bool:
    """Tell whether a command is a PUC Lua of 5.4 before 5.4.8."""
    said = subprocess.run([command, "-v"], capture_output=True, check=False).stdout
    found = re.match(rb"Lua 5\.4\.(\d+)", said)
    return found is not None and int(found[1]) < 8


def program(text: str, reference: str) -> str:
    """Return a program without what the reference is known to do otherwise."""
    return _changed(text.encode(), PROGRAMS).decode() if is_old(reference) else text


def output(text: bytes, reference: str) -> bytes:
    """Return what was printed without what the reference is known to say otherwise."""
    return _changed(text, OUTPUTS) if is_old(reference) else text


def _changed(text: bytes, rows: tuple[Row, ...]) -> bytes:
    for row in rows:
        text = row.pattern.sub(row.replacement, text)
    return text
