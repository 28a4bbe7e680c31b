"""Magics that read and write files of Lua: a cell loaded from one, one run in the session, one written from a cell."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from .. import display
from ..display import Bundle
from .record import CellPlan, Magic, MagicError, not_understood

if TYPE_CHECKING:
    from ..session import Session

LOAD_USAGE = "%load FILE"
RUN_USAGE = "%run FILE [ARGUMENT …]"
WRITEFILE_USAGE = "%%writefile [-a] FILE"

MOST_LOADED = 1_000_000
"""How many bytes of a file a cell takes."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")


def run_load(session: Session, words: tuple[str, ...]) -> Bundle:
    """Put a file's text in the place of the cell."""
    file = one_file(words, LOAD_USAGE)
    text = _cell_text(file, _read(file, LOAD_USAGE))
    session.ports.replace_cell(text)
    lines = display.counted(len(text.splitlines()), "line")
    return display.bundle(f"{file}: {lines} put in the place of this cell")


def _cell_text(file: str, data: bytes) -> str:
    """Return what a cell can hold of a file; raise MagicError where it can hold none of it."""
    if len(data) > MOST_LOADED:
        size = display.byte_size(len(data))
        raise MagicError(f"{file} has {size}, too much for a cell; `%run {file}` runs it where it is")
    try:
        return data.removeprefix(_BYTE_ORDER_MARK).decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise MagicError(f"{file} cannot be put in a cell: it is no text in UTF-8 at byte {error.start + 1}") from None


def run_run(session: Session, words: tuple[str, ...]) -> Bundle | None:
    """Run a file in the session."""
    if not words:
        raise not_understood(words, RUN_USAGE)
    file, *arguments = (unquoted(word) for word in words)
    return session.run_file(file, _program(_read(file, RUN_USAGE)), tuple(arguments))


def _program(data: bytes) -> bytes:
    """Return a file as Lua takes it: without a byte order mark, and with a first line after `#` left empty."""
    data = data.removeprefix(_BYTE_ORDER_MARK)
    return data[data.find(b"\n") :] if data[:1] == b"#" and b"\n" in data else b"" if data[:1] == b"#" else data


def plan_writefile(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Write the cell to a file instead of running it."""
    appends = words[:1] == ("-a",)
    file = one_file(words[appends:], WRITEFILE_USAGE)
    plan.takes_text = lambda text: _write(file, text, appends=appends)


def _write(file: str, text: str, *, appends: bool) -> Bundle:
    """Write a cell's text with a newline at its end."""
    ended = text if text.endswith("\n") or not text else text + "\n"
    data = ended.encode("utf-8", "surrogatepass")
    try:
        with Path(os.path.expanduser(file)).open("ab" if appends else "wb") as out:
            out.write(data)
    except (OSError, ValueError) as error:
        raise MagicError(f"{file} cannot be written: {reason(error)}; usage: {WRITEFILE_USAGE}") from None
    return display.bundle(f"{file}: {display.byte_size(len(data))} {'appended' if appends else 'written'}")


def _read(file: str, usage: str) -> bytes:
    try:
        return Path(os.path.expanduser(file)).read_bytes()
    except (OSError, ValueError) as error:
        raise MagicError(f"{file} cannot be read: {reason(error)}; usage: {usage}") from None


def one_file(words: tuple[str, ...], usage: str) -> str:
    """Return the one name that the options are, blanks included; raise MagicError with the usage."""
    name = unquoted(" ".join(words))
    if not name:
        raise not_understood(words, usage)
    return name


def unquoted(word: str) -> str:
    """Return a word without the quotes round its parts."""
    return _QUOTED.sub(lambda quoted: quoted[1] or quoted[2] or "", word)


def reason(error: OSError | ValueError) -> str:
    """Return why the system refused something, in its own words."""
    return getattr(error, "strerror", None) or str(error)


MAGICS = (
    Magic(
        "load", LOAD_USAGE, "put a file's text in the place of this cell",
        "%load hello.lua",
        run=run_load,
    ),
    Magic(
        "run", RUN_USAGE, "run a file of Lua in this session, with arguments in ... and arg",
        '%run hello.lua 3 "two words"',
        run=run_run,
    ),
    Magic(
        "writefile", WRITEFILE_USAGE, "write this cell to a file, or with -a append it, and do not run it",
        "%%writefile hello.lua\nlocal times, name = ...\nprint(('hello %s '):format(name or 'world'):rep(times or 1))",
        plan=plan_writefile, options={"": ("-a",)},
    ),
)  # fmt: skip
