"""What names stand for at one place of a text: its own locals before what the session has.

The values of locals are not there yet; of some one sees what they will be: another name's, or what a library's function
returns. Nothing is called.
"""

import re
from dataclasses import dataclass

from .scope import Local, Scope
from .world import World

MAX_ALIASES = 5
"""How many locals are followed that are given other names."""


@dataclass(frozen=True, slots=True)
class View:
    """The session's names as a place in a text sees them."""

    world: World
    """What the session has."""
    scope: Scope
    """What the text declares."""

    def local(self, path: str) -> Local | None:
        """Return the text's local that a dotted name begins with, or None."""
        return self.scope.locals.get(_cut(path)[0])

    def other_name(self, path: str) -> str:
        """Return a dotted name with the locals replaced that are only other names."""
        for _ in range(MAX_ALIASES):
            first, separator, rest = _cut(path)
            local = self.scope.locals.get(first)
            if local is None or local.what != "name":
                break
            path = local.path + separator + rest
        return path

    def value(self, path: str) -> object:
        """Return what a dotted name stands for, or an example of what it will be; None where nobody knows."""
        path = self.other_name(path)
        local = self.local(path)
        if local is None:
            return self.world.resolve(path)
        if path != local.name:
            return None
        return b"" if local.what == "string" else self.result_of(local.path) if local.what == "call" else None

    def title(self, path: str) -> str:
        """Return under which name what a dotted name stands for is documented, or nothing."""
        path = self.other_name(path) if path else ""
        found = self.world.find(path) if path and self.local(path) is None else None
        return found.title if found else ""

    def result_of(self, path: str) -> object:
        """Return an example of what a library's function returns: some string or file; None where nobody knows."""
        from .reference import LIBRARY

        entry = LIBRARY.get(self.title(path))
        return {"string": b"", "file": self.world.resolve("io.stdout")}.get(entry.gives) if entry else None


def _cut(path: str) -> tuple[str, str, str]:
    """Return a dotted name's first name, the separator behind it, and the rest."""
    first = re.split("[.:]", path, maxsplit=1)[0]
    return first, path[len(first) : len(first) + 1], path[len(first) + 1 :]
