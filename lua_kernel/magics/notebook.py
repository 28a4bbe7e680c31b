"""Magics about the session itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import display
from ..display import Bundle
from .record import Magic, no_options

if TYPE_CHECKING:
    from ..session import Session

RESET_USAGE = "%reset"


def run_reset(session: Session, words: tuple[str, ...]) -> Bundle:
    """Forget every global."""
    no_options(words, RESET_USAGE)
    session.reset()
    return display.bundle("the session begins again: its globals are gone, its settings stay")


MAGICS = (Magic("reset", RESET_USAGE, "begin again with new globals; settings stay", "%reset", run=run_reset),)
