r"""Read what a test program in tests/lua says it prints.

    print(1 + 1)  -- expect: 2                     the next line of standard output
    -- expect error: name.lua:3: message           how the program ends, whole, as `plua` prints it after "plua: "
    -- skip-modes: off                             pool modes in which it does not run; a reason may follow in brackets

`\n` in an expected error stands for a line end.
"""

import re
from dataclasses import dataclass
from pathlib import Path

POOL_MODES = ("on", "off", "poison")

_OUTPUT = re.compile(rb"-- expect: ?(.*)")
_ERROR = re.compile(rb"-- expect error: (.*)")
_SKIPPED = re.compile(rb"^-- skip-modes: ([a-z ]+)")
_ALMOST = re.compile(rb"--\s*expect\w*(\s+error)?\s*:")


class ExpectationError(Exception):
    """A test program whose expectations cannot be read, or that has none."""


@dataclass(frozen=True, slots=True)
class Expectations:
    """What one program must print, how it must end, and where it runs."""

    stdout: bytes
    """All of standard output."""
    error: bytes | None
    """The message of the error that ends the program, or None if it ends well."""
    skipped_modes: frozenset[str]
    """Pool modes in which the program does not run."""


def read_expectations(source: bytes, name: str = "?") -> Expectations:
    """Collect the expectations of a program.

    Raises ExpectationError if there are none, if an unknown mode is skipped, or if something follows the error.
    """
    output: list[bytes] = []
    error: bytes | None = None
    skipped: frozenset[str] = frozenset()
    for number, line in enumerate(source.split(b"\n"), start=1):
        if match := _SKIPPED.search(line):
            skipped = _modes(match[1], f"{name}:{number}")
        elif match := _ERROR.search(line) or _OUTPUT.search(line):
            if error is not None:
                raise ExpectationError(f"{name}:{number}: nothing can be expected after the error")
            if match.re is _ERROR:
                error = match[1].replace(b"\\n", b"\n")
            else:
                output.append(match[1] + b"\n")
        elif _ALMOST.search(line):
            raise ExpectationError(f"{name}:{number}: write `-- expect: text` or `-- expect error: text`")
    if not output and error is None:
        raise ExpectationError(f"{name}: no `-- expect:` line, so this test cannot fail")
    return Expectations(b"".join(output), error, skipped)


def read_program(path: Path) -> bytes:
    """Return a program's text as a Lua file loader sees it: a first line that starts with `#` is blank."""
    source = path.read_bytes()
    if source.startswith(b"#"):
        return b"\n" + source.partition(b"\n")[2]
    return source


def _modes(words: bytes, place: str) -> frozenset[str]:
    modes = frozenset(words.decode().split())
    if unknown := modes - set(POOL_MODES):
        raise ExpectationError(f"{place}: {sorted(unknown)} are no pool modes; those are {', '.join(POOL_MODES)}")
    if modes >= set(POOL_MODES):
        raise ExpectationError(f"{place}: skipped in every mode, so this test cannot fail")
    return modes
