"""One file a kernel, which tells after its end what it was at: a report where a fatal signal came, else which cell ran.

The file says what runs while a cell runs, and nothing otherwise; a kernel that ends well removes it. At a fatal signal
Python's faulthandler and the interpreter add where they were. The kernel that comes next, of the same name, reads it.
"""

import faulthandler
import os
import re
import time
from contextlib import suppress
from pathlib import Path

from interpreter import Interpreter

MOST_TEXT = 64 * 2**10
"""Characters of a cell's text that are written."""
MOST_FILES = 40
"""Files that are kept in the folder; the oldest go first."""
_BEGINNING = "cell "
_FATAL = "Fatal Python error: "


class CrashReport:
    """Say what the process is at, in case it does not live to tell."""

    def __init__(self, path: Path) -> None:
        """Take over the file of a kernel before; raise OSError where none can be written."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.news = _news(path)
        """What became of the kernel before, in one line, or ""."""
        _prune(path.parent)
        self._path = path
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)

    def listen(self, lua: Interpreter) -> None:
        """Have fatal signals reported."""
        faulthandler.enable(file=self._fd, all_threads=True)
        lua.report_crash(self._fd)  # afterwards, to see the registers at the fault; it hands on to those it finds

    def begin(self, number: int, code: str, lua: Interpreter) -> None:
        """Write which cell begins, and in which mode of the pools."""
        time_text = time.strftime("%Y-%m-%d %H:%M:%S")
        head = f"{_BEGINNING}{number} of process {os.getpid()}, begun {time_text}, pools {lua.pools.mode}"
        os.write(self._fd, f"{head}\n\n{code[:MOST_TEXT]}\n\n".encode("utf-8", "backslashreplace"))
        lua.report_crash(self._fd)  # a reset makes a new interpreter

    def end(self) -> None:
        """Forget the cell."""
        os.ftruncate(self._fd, 0)
        os.lseek(self._fd, 0, os.SEEK_SET)

    def close(self) -> None:
        """Leave nothing: this kernel ends well. A signal that comes later still has a descriptor to write to."""
        _remove(self._path)


def _news(path: Path) -> str:
    """Say what the file of the kernel before tells; what is a report is kept under a name of its own."""
    try:
        text = path.read_text("utf-8", "replace")
    except OSError:
        return ""
    cell = re.match(rf"{_BEGINNING}(\d+) ", text)
    place = f"during cell {cell[1]}" if cell else "between cells"
    if _FATAL not in text:
        return f"the last session ended {place}; its variables are lost\n" if cell else ""
    kept = path.with_name(f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt")
    path.rename(kept)
    what = text.split(_FATAL, 1)[1].split("\n", 1)[0]
    return f"the last session was ended {place} by a fatal error ({what}); a report is in {kept}\n"


def _prune(folder: Path) -> None:
    """Remove the oldest files of kernels that left one."""
    files = sorted(folder.glob("*.txt"), key=_age)
    for file in files[:-MOST_FILES]:
        _remove(file)


def _remove(file: Path) -> None:
    with suppress(PermissionError):  # Windows removes no open file; this one is empty, or that of a kernel that runs
        file.unlink(missing_ok=True)


def _age(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0
