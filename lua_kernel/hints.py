"""What a reader may have meant: the name that is one slip of the finger away."""

import re
from collections.abc import Callable, Iterable

NIL_GLOBAL = re.compile(r"a nil value \(global '(\w+)'\)")
"""What an error message says of a global that has no value."""

_NIL_FIELD = re.compile(r"a nil value \((?:field|method) '([A-Za-z_]\w*)'\)")


def meant(message: str, names: Iterable[str]) -> str:
    """Return a question about a global that an error message calls nil; nothing where no name is near."""
    found = NIL_GLOBAL.search(message)
    near = sorted(name for name in names if is_near(found[1], name)) if found else []
    return f"did you mean '{near[0]}'?" if near else ""


def meant_field(message: str, line: str, fields_of: Callable[[str], Iterable[str]]) -> str:
    """Return a question about a field or method that an error message calls nil; `fields_of` a variable gives names."""
    found = _NIL_FIELD.search(message)
    if found is None:
        return ""
    for owner, mark in re.findall(rf"(\w+)\s*([.:])\s*{found[1]}\b", line, re.ASCII):
        near = sorted(name for name in fields_of(owner) if is_near(found[1], name))
        if near:
            return f"did you mean '{owner}{mark}{near[0]}'?"
    return ""


def is_near(written: str, name: str) -> bool:
    """Say whether one letter more, less or other, two swapped, or capitals alone make one name of the other."""
    if written == name or abs(len(written) - len(name)) > 1:
        return False
    if written.lower() == name.lower():
        return True
    if len(name) < 3:
        return False
    start = _common(written, name)
    left, right = written[start:], name[start:]
    swapped = left[1:2] + left[:1] + left[2:]
    return left[1:] == right[1:] or left == right[1:] or left[1:] == right or swapped == right


def _common(first: str, second: str) -> int:
    """Return how many letters two names begin with in common."""
    for place, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return place
    return min(len(first), len(second))
