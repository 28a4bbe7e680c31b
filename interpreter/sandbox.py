"""What Lua reaches: libraries, files, environment variables. Presets, and the check of a path.

Imported only for interpreters that are not given everything. What is promised and what is not: SECURITY.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from interpreter.limits import notebook_memory

Number: TypeAlias = int | float
Folder: TypeAlias = str | os.PathLike[str]
Allows: TypeAlias = Callable[[bytes], bool]

LIBRARIES = ("base", "coroutine", "debug", "io", "math", "os", "package", "string", "table", "utf8")
"""All libraries. The first is always there."""

SANDBOXES = ("full", "notebook", "restricted")
"""What a session may be given, from all to little."""

MOST_PATH = 4096
"""Bytes of a path that is resolved; systems open no longer ones, and to look at each part would take its time."""

_REFUSED = ("os.execute", "os.setlocale", "io.popen", "package.loadlib", "package.cpath")
"""What runs programs, changes the whole process, or loads machine code."""


class Sandbox:
    """One interpreter's bounds, after a preset and what was asked for beside it."""

    __slots__ = ("allows", "environment", "is_restricted", "libraries", "limits", "refused")

    def __init__(
        self,
        preset: str,
        libraries: Iterable[str] | None,
        limits: Mapping[str, Number | None] | None,
        filesystem: Folder | bool | None,
        environment: Mapping[str, str] | None,
    ) -> None:
        """Take from `preset` what is None; raise ValueError for an unknown preset, library or folder."""
        if preset not in SANDBOXES:
            raise ValueError(f"sandbox is {preset!r}; it may be: {', '.join(SANDBOXES)}")
        self.is_restricted = preset == "restricted"
        self.libraries = _known(libraries if libraries is not None else self._default_libraries())
        self.refused = _REFUSED if self.is_restricted else ()
        self.limits: dict[str, Number | None] = {} if preset == "full" else {"memory_bytes": notebook_memory()}
        self.limits.update(limits or {})
        if filesystem is None:
            filesystem = os.curdir if self.is_restricted else True
        self.allows = _allows(filesystem)
        if environment is None and self.is_restricted:
            environment = {}
        self.environment = None if environment is None else dict(environment)

    def _default_libraries(self) -> list[str]:
        return [name for name in LIBRARIES if not (self.is_restricted and name == "debug")]


def _known(names: Iterable[str]) -> frozenset[str]:
    chosen = frozenset([names] if isinstance(names, str) else names) | {"base"}
    unknown = sorted(chosen.difference(LIBRARIES))
    if unknown:
        raise ValueError(f"libraries has {unknown[0]!r}; there are: {', '.join(LIBRARIES)}")
    return chosen


def _allows(filesystem: Folder | bool) -> Allows | None:
    """Return what says which files Lua may use; None: all."""
    if filesystem is True:
        return None
    if filesystem is False:
        return lambda path: False
    root = os.path.realpath(os.fsencode(filesystem))
    if not os.path.isdir(root):
        raise ValueError(f"filesystem is {os.fspath(filesystem)!r}; it may be True, False or a folder that there is")
    return lambda path: len(path) <= MOST_PATH and _is_inside(os.path.realpath(path), root)


def _is_inside(path: bytes, root: bytes) -> bool:
    """Whether a resolved path is in a folder; the folder itself is not: it could be removed when it is empty."""
    try:
        return path != root and os.path.commonpath([path, root]) == root
    except ValueError:  # another drive of Windows
        return False
