"""The magics: one explicit list, in the order in which %lsmagic shows them; one file a family.

A magic's options are words, not dashes: `--` begins a Lua comment. `docs/adding.md` says how to add one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import display
from ..display import Bundle
from . import code, files, heap, limits, notebook, pools, system, timing
from .record import Magic, MagicError, Plan, Run, no_options

if TYPE_CHECKING:
    from ..session import Session

LSMAGIC_USAGE = "%lsmagic"


def run_lsmagic(session: Session, words: tuple[str, ...]) -> Bundle:
    """Show every magic."""
    no_options(words, LSMAGIC_USAGE)
    rows: list[tuple[str, str, str]] = []
    groups = []
    for family, magics in FAMILIES:
        groups.append((len(rows), family))
        rows += [row for magic in magics for row in _listed(magic)]
    caption = "magics stand in a cell's first lines; -- %%name works too, and %name? tells more"
    headings = ("magic", "shows or does", "usage")
    return display.Table(caption, headings, rows, left=frozenset([0, 1, 2]), groups=tuple(groups)).bundle()


def _listed(magic: Magic) -> list[tuple[str, str, str]]:
    """Return a magic's row, with a further one for each further way to call it."""
    first, *others = magic.usage.replace(", %", "\n%").split("\n")
    return [(", ".join(magic.written), magic.summary, first), *(("", "", other) for other in others)]


_LSMAGIC = Magic("lsmagic", LSMAGIC_USAGE, "the list of all magics", "%lsmagic", run=run_lsmagic)

FAMILIES = (
    ("Pools", pools.MAGICS),
    ("Heap", heap.MAGICS),
    ("Time", timing.MAGICS),
    ("Code", code.MAGICS),
    ("Session", (*limits.MAGICS, *notebook.MAGICS, _LSMAGIC)),
    ("Files and the system", (*files.MAGICS, *system.MAGICS)),
)
OF_PYTHON = (
    (("html", "HTML"), "display.html [[…]] shows HTML"),
    (("markdown", "latex", "svg"), "display.markdown, display.latex and display.svg show texts of their kind"),
    (("python", "python3", "py"), "python.exec [[…]] runs Python"),
    (("bash", "sh", "system", "sx", "ls"), "os.execute [[…]] runs commands of the system"),
    (("pip", "conda"), "Python's packages are installed where the kernel runs"),
    (("matplotlib",), "figures are shown without it"),
)
"""What does here what magics of IPython's kernel do there."""
MAGICS = tuple(magic for _, magics in FAMILIES for magic in magics)


def magic_names() -> list[str]:
    """Return every magic as it is written, with its per cent signs."""
    return [written for magic in MAGICS for written in magic.written]


def find(written: str) -> Magic | None:
    """Return the magic that is written so, with its per cent signs, or None."""
    return next((magic for magic in MAGICS if written in magic.written), None)


def usage_of(written: str) -> str:
    """Return how the magic that is written so is called; raise MagicError that suggests the nearest."""
    magic = find(written)
    if magic is None:
        raise _unknown(written)
    return magic.usage


def help_for(written: str) -> Bundle:
    """Return what `%name?` shows; one or two per cent signs are the same here."""
    magic = next((magic for magic in MAGICS if magic.name == written.lstrip("%")), None)
    if magic is None:
        raise _unknown(written)
    ways = magic.usage.replace(", %", "\n%")
    facts = (("usage", ways), ("example", magic.example))
    usage = "usage: " + ways.replace("\n", "\n" + " " * len("usage: "))
    plain = "\n".join([f"{', '.join(magic.written)}: {magic.summary}", usage, "example:", *_indented(magic)])
    heading = display.element("b", display.escape(", ".join(magic.written))) + display.escape(f": {magic.summary}")
    parts = (display.element("div", name, style=display.DIM) + _code(text) for name, text in facts)
    return display.bundle(plain, display.element("div", heading) + "".join(parts))


def _indented(magic: Magic) -> list[str]:
    return ["    " + line for line in magic.example.split("\n")]


def _code(text: str) -> str:
    return display.element("pre", display.escape(text), style="margin:0 0 0 1.5em;white-space:pre-wrap")


def line_magic(name: str) -> Run:
    """Return what the line magic of that name does; raise MagicError that suggests the nearest."""
    for magic in MAGICS:
        if magic.name == name and magic.run is not None:
            return magic.run
    raise _unknown("%" + name)


def cell_magic(name: str) -> Plan:
    """Return what the cell magic of that name wants; raise MagicError that suggests the nearest."""
    for magic in MAGICS:
        if magic.name == name and magic.plan is not None:
            return magic.plan
    raise _unknown("%%" + name)


def _unknown(written: str) -> MagicError:
    from difflib import get_close_matches

    near = get_close_matches(written.lstrip("%"), [magic.name for magic in MAGICS], n=1)
    ways = [known for known in magic_names() if known.lstrip("%") in near]
    alike = [known for known in ways if known.startswith("%%") == written.startswith("%%")]
    suggestion = f"did you mean {(alike or ways)[0]}? " if ways else ""
    suggestion = next((f"{way}; " for names, way in OF_PYTHON if written.lstrip("%") in names), suggestion)
    return MagicError(f"there is no magic {written}; {suggestion}%lsmagic lists them all")
