"""Templates: where programs come from. A template makes at most twenty, the same ones each time.

`written` splits a text of hand-written programs, `filled` puts fragments into a frame, `generated` asks a function that
draws from a random generator seeded by the template's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

MOST_PROGRAMS = 20
"""A template gives no more programs than this."""

SEPARATOR = "\n----\n"
"""What stands between two programs, or two fragments, of one text."""

SHOW = r"""
local function show(...)
  local list = table.pack(...)
  for i = 1, list.n do
    local v = list[i]
    local kind = math.type(v) or type(v)
    if kind == "string" then v = ("%q"):format(v):gsub("\\\n", "\\n")
    elseif kind ~= "nil" and kind ~= "boolean" and kind ~= "integer" and kind ~= "float" then v = kind end
    list[i] = kind ~= "float" and tostring(v) or v == v and "float " .. v or "float nan"
  end
  print(table.concat(list, ", "))
end
local function try(f, ...) show(pcall(f, ...)) end
"""
"""Lua functions for programs: `show` prints values with what tells them apart, `try` what a protected call gives.
The sign of a NaN is the processor's and the C compiler's business, so it is not shown."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended."""

    status: int
    """Exit status; negative: the signal that killed it."""
    stdout: bytes
    stderr: bytes
    """With the interpreter's name as `lua`."""


@dataclass(frozen=True, slots=True)
class Program:
    """One program and how it is started."""

    name: str
    """family/template-number"""
    source: bytes
    options: tuple[str, ...] = ()
    """Options before the script's name."""
    arguments: tuple[str, ...] = ()
    """Arguments behind it."""
    stdin: bytes = b""
    differs: str = ""
    """Why 5.4.4 does otherwise than 5.4.8, or why we do otherwise than both; "": all do the same."""
    expected: Outcome | None = None
    """What 5.4.8 does, where 5.4.4 differs."""


@dataclass(frozen=True, slots=True)
class Template:
    """Programs of one kind."""

    name: str
    """family/template"""
    programs: tuple[Program, ...]

    def __post_init__(self) -> None:
        """Keep the number of programs within bounds."""
        assert 0 < len(self.programs) <= MOST_PROGRAMS, f"{self.name} has {len(self.programs)} programs"


def template(name: str, sources: Iterable[str]) -> Template:
    """Return the template of some programs."""
    numbered = enumerate(sources, start=1)
    programs = (Program(f"{name}-{number:02}", source.encode()) for number, source in numbered)
    return Template(name, tuple(programs))


def written(name: str, text: str, *, before: str = "") -> Template:
    """Return the programs of a text, each with `before` in front of it."""
    return template(name, [before + source for source in fragments(text)])


def filled(name: str, frame: str, text: str) -> Template:
    """Return the frame once for each fragment of the text, with the fragment for every `$case`."""
    return template(name, [frame.replace("$case", fragment) for fragment in fragments(text)])


def generated(name: str, make: Callable[[Random], str], count: int = MOST_PROGRAMS, *, before: str = "") -> Template:
    """Return `count` programs of `make`."""
    return template(name, [before + make(Random(f"{name} {number}")) for number in range(count)])  # noqa: S311


def fragments(text: str) -> list[str]:
    """Return the parts between separators."""
    return [part.strip("\n") + "\n" for part in text.strip("\n").split(SEPARATOR)]


def lines(items: Iterable[str]) -> str:
    """Return one text of some lines."""
    return "".join(f"{item}\n" for item in items)
