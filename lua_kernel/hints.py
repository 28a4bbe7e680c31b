"""What a reader may have meant: the name that is one slip of the finger away."""

import re
from collections.abc import Iterable

_NIL_GLOBAL = re.compile(r"a nil value \(global '(\w+)'\)")


def meant(message: str, names: Iterable[str]) -> str:
    """Return a question about a global that an error message calls nil; nothing where no name is near."""
    found = _NIL_GLOBAL.search(message)
    near = sorted(name for name in names if is_near(found[1], name)) if found else []
    return f"did you mean '{near[0]}'?" if near else ""


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
