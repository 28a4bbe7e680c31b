"""Names of files and modules for completion: what stands in a folder. Nothing is opened."""

import os
import re
from collections.abc import Iterator

MAX_ENTRIES = 5000
"""How many names of one folder are looked at."""

_PLAIN = re.compile(r"[^\x00-\x1f\x7f\"'\\\ud800-\udfff]+")
"""Names that can stand in quotes as they are."""


def files_at(written: str, within: str | None = None, *, folders_only: bool = False) -> list[str]:
    """Return what `written`, the beginning of a path, could become; a folder ends with a slash.

    With `within` nothing outside that folder is looked at.
    """
    folder, slash, start = written.rpartition("/")
    found = []
    for name, is_folder in _entries(folder + slash or ".", within):
        is_wanted = name.startswith(start) and (start.startswith(".") or not name.startswith("."))
        if is_wanted and (is_folder or not folders_only):
            found.append(folder + slash + name + "/" * is_folder)
    return sorted(found)


def modules_at(written: str, path: str, within: str | None = None) -> list[str]:
    """Return the modules of Lua, by the places of package.path, that `written` could become."""
    folder, dot, start = written.rpartition(".")
    found = set()
    for place in path.split(";"):
        before, mark, behind = place.partition("?")
        if mark:
            inside = before + folder.replace(".", "/") + dot.replace(".", "/")
            names = _modules_in(inside or ".", behind, within)
            found |= {folder + dot + name for name in names if name.startswith(start)}
    return sorted(found)


def _modules_in(folder: str, behind: str, within: str | None) -> Iterator[str]:
    """Yield what stands in a folder for `?` where `behind` follows it: a file's name or a folder's."""
    for name, is_folder in _entries(folder, within):
        if is_folder and os.path.isfile(os.path.join(folder, name) + behind):
            yield name
        elif not is_folder and behind.count("/") == 0 and name.endswith(behind) and len(name) > len(behind):
            yield name[: -len(behind)] if behind else name


def _entries(folder: str, within: str | None) -> Iterator[tuple[str, bool]]:
    """Yield the names in a folder, and whether they are folders; nothing where it cannot be read."""
    try:
        if within is not None and os.path.commonpath([os.path.realpath(folder), within]) != within:
            return
        with os.scandir(folder) as entries:
            for entry, _ in zip(entries, range(MAX_ENTRIES), strict=False):
                if _PLAIN.fullmatch(entry.name):
                    yield entry.name, entry.is_dir()
    except (OSError, ValueError):
        return
