"""Run a program by both commands, each time as a process of its own in an empty folder, and compare."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.differential.pending import PENDING
from tests.differential.template import Outcome, Program

REFERENCE = "lua5.4"
OURS = str(Path(sys.executable).with_name("plua"))
SCRIPT = "program.lua"
TIMED_OUT = 1000
"""Status of a program that had to be stopped."""

Item = TypeVar("Item")
Result = TypeVar("Result")

_LONGEST_S = 60
_ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC", "SET_BY_THE_TEST": "a value"}
_NAMES = re.compile(rb"^(?:\S*/)?(?:lua5\.4|plua): ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What both commands made of one program."""

    program: Program
    ours: Outcome
    reference: Outcome

    @property
    def problem(self) -> str:
        """Say what is wrong, or ""."""
        wanted = self.program.expected or self.reference
        if self.program.expected and self.program.expected == self.reference:
            return f"{self.program.name}: is listed as different in 5.4.4, and is not"
        if self.program.name in PENDING:
            return "" if self.ours != wanted else f"{self.program.name}: is listed as pending, and does the same"
        if self.ours == wanted:
            return ""
        return "\n".join([f"{self.program.name}:", *_differences(self.ours, wanted), self.program.source.decode()])


def reference_is_there() -> bool:
    """Tell whether the reference is installed."""
    return shutil.which(REFERENCE) is not None


def compare(program: Program) -> Comparison:
    """Run a program by both commands."""
    return Comparison(program, outcome(OURS, program), outcome(REFERENCE, program))


def compare_all(programs: Iterable[Program]) -> Iterator[Comparison]:
    """Run programs by both commands, as many at a time as there are cores, and yield in order."""
    return in_parallel(compare, programs)


def in_parallel(act: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Yield what `act` gives for each item."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(act, items)


def outcome(command: str, program: Program) -> Outcome:
    """Run a program by one command."""
    with tempfile.TemporaryDirectory(prefix="differential-") as folder:
        Path(folder, SCRIPT).write_bytes(program.source)
        started = [command, *program.options, SCRIPT, *program.arguments]
        try:
            done = subprocess.run(
                started, input=program.stdin, capture_output=True, cwd=folder, env=_ENVIRONMENT, timeout=_LONGEST_S
            )
        except subprocess.TimeoutExpired as stopped:
            return Outcome(TIMED_OUT, stopped.stdout or b"", stopped.stderr or b"")
    return Outcome(done.returncode, done.stdout, _NAMES.sub(b"lua: ", done.stderr))


def _differences(ours: Outcome, wanted: Outcome) -> Iterator[str]:
    if ours.status != wanted.status:
        yield f"  status {ours.status}, not {wanted.status}"
    for stream in ("stdout", "stderr"):
        here, there = (getattr(one, stream).split(b"\n") for one in (ours, wanted))
        yield from (f"  {stream} {line}" for line in _first_difference(here, there))


def _first_difference(ours: list[bytes], wanted: list[bytes]) -> Iterator[str]:
    for number in range(max(len(ours), len(wanted))):
        pair = [lines[number] if number < len(lines) else None for lines in (ours, wanted)]
        if pair[0] != pair[1]:
            yield f"line {number + 1}: {_shown(pair[0])}"
            yield f"line {number + 1} of the reference: {_shown(pair[1])}"
            return


def _shown(line: bytes | None) -> str:
    return "(none)" if line is None else line.decode("utf-8", "backslashreplace")
