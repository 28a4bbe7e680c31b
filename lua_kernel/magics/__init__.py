"""The magics: one explicit list, in the order in which %lsmagic shows them; one file a family.

A magic's options are words, not dashes: `--` begins a Lua comment. `docs/adding.md` says how to add one.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from .. import display
from ..display import Bundle
from . import code, notebook, pools, timing
from .record import Magic, MagicError, Plan, Run, no_options

if TYPE_CHECKING:
    from ..session import Session

LSMAGIC_USAGE = "%lsmagic"


def run_lsmagic(session: Session, words: tuple[str, ...]) -> Bundle:
    """Show every magic."""
    no_options(words, LSMAGIC_USAGE)
    rows = [(", ".join(_written(magic)), magic.summary, magic.usage) for magic in MAGICS]
    caption = "magics stand in a cell's first lines; `-- %%name` works too"
    return display.Table(caption, ("magic", "shows or does", "usage"), rows, left=frozenset([0, 1, 2])).bundle()


MAGICS = (
    *pools.MAGICS,
    *timing.MAGICS,
    *code.MAGICS,
    *notebook.MAGICS,
    Magic("lsmagic", LSMAGIC_USAGE, "this list", run=run_lsmagic),
)


def magic_names() -> list[str]:
    """Return every magic as it is written, with its per cent signs."""
    return [written for magic in MAGICS for written in _written(magic)]


def _written(magic: Magic) -> list[str]:
    return ["%" + magic.name] * (magic.run is not None) + ["%%" + magic.name] * (magic.plan is not None)


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
    same_name = [known for known in magic_names() if known.lstrip("%") == written.lstrip("%")]
    near = same_name or get_close_matches(written, magic_names(), n=1, cutoff=0.5)
    suggestion = f"did you mean {near[0]}? " if near else ""
    return MagicError(f"there is no magic {written}; {suggestion}%lsmagic lists them all")
