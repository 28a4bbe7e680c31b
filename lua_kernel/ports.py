"""What a host gives a session: where things are shown, who is asked, who looks on; by default nobody is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from .display import Bundle
from .failures import Failure
from .input import InputRefusedError, LineSource

if TYPE_CHECKING:
    from interpreter import RunResult


def _shown_nowhere(shown: Bundle, display_id: str) -> None:
    """Stand for the page where there is none."""


def _nothing_waits() -> None:
    """Stand for the page where there is none."""


def _replaces_nothing(text: str) -> None:
    """Stand for the page where there is none."""


def _asks_nobody(prompt: str, is_password: bool) -> str:
    """Stand for the page where there is none."""
    raise InputRefusedError("no input: nobody is asked here")


def _leaves_nobody() -> None:
    """Stand for the page where there is none."""


def _fails_nowhere(failure: Failure) -> None:
    """Stand for the page where there is none."""


def _nothing_to_clear(wait: bool) -> None:
    """Stand for the page where there is none."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What a session is given by its host."""

    stdout: Callable[[bytes], None]
    """Takes what Lua prints."""
    stderr: Callable[[bytes], None]
    """Takes what Lua writes to io.stderr."""
    stdin: LineSource
    """Answers io.read."""
    show: Callable[[Bundle], None]
    """Shows what a magic gives before the cell's Lua runs."""
    show_as: Callable[[Bundle, str], None] = _shown_nowhere
    """Shows a bundle under an identifier."""
    update: Callable[[Bundle, str], None] = _shown_nowhere
    """Shows a bundle in place of the one shown under that identifier."""
    flush: Callable[[], None] = _nothing_waits
    """Sends what was printed."""
    fail: Callable[[Failure], None] = _fails_nowhere
    """Shows an error that ends no cell: a callback's."""
    clear: Callable[[bool], None] = _nothing_to_clear
    """Takes away what the cell has shown; True: when the next thing is shown."""
    ask: Callable[[str, bool], str] = _asks_nobody
    """Asks the reader for a line, with a prompt; True: hidden while it is typed."""
    look: Callable[[], None] | None = None
    """Answers what can be answered by looking at the interpreter; called while Lua runs."""
    replace_cell: Callable[[str], None] = _replaces_nothing
    """Puts a text in the place of the cell's own."""
    leave: Callable[[], None] = _leaves_nobody
    """Lets a console end."""


class Watcher(Protocol):
    """Who looks at the session's interpreter while cells run."""

    def cell_begins(self, label: str) -> None:
        """Know that a cell begins."""

    @property
    def poll(self) -> Callable[[], None] | None:
        """Return what looks tens of times a second while Lua runs; it may call no Lua."""

    def cell_ends(self, result: RunResult) -> None:
        """Know what came of it."""

    def close(self) -> None:
        """Watch no more."""


class Nobody:
    """Watch nothing."""

    poll = None

    def cell_begins(self, label: str) -> None:
        """Do nothing."""

    def cell_ends(self, result: RunResult) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""
