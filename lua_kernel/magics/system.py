"""Magics about the process round the session: its folder, its environment, LuaRocks and where `require` looks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from interpreter import LuaValue

from .. import display
from ..display import Bundle
from .files import one_file, reason, unquoted
from .record import Magic, MagicError, no_options, not_understood

if TYPE_CHECKING:
    from ..session import Session

CD_USAGE = "%cd [FOLDER]"
HERE_USAGE = "%pwd"
ENV_USAGE = "%env [NAME[=VALUE]]"
LUAROCKS_USAGE = "%luarocks [COMMAND …]"

_SECRET = re.compile(r"key|token|secret|passw|credential", re.IGNORECASE)
_VARIABLE = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_CHUNK_BYTES = 4096

# ------------------------------------------------------------------------------------------------------------ folder


def run_cd(session: Session, words: tuple[str, ...]) -> Bundle:
    """Go to another folder, without one to the user's own."""
    folder = one_file(words or ("~",), CD_USAGE)
    try:
        os.chdir(os.path.expanduser(folder))
    except (OSError, ValueError) as error:
        raise MagicError(f"{folder} cannot be gone to: {reason(error)}; usage: {CD_USAGE}") from None
    return _here()


def run_pwd(session: Session, words: tuple[str, ...]) -> Bundle:
    """Show the folder that file names begin at."""
    no_options(words, HERE_USAGE)
    return _here()


def _here() -> Bundle:
    try:
        return display.bundle(os.getcwd())
    except OSError as error:
        raise MagicError(f"the folder is no longer there: {reason(error)}; `%cd` goes to your own") from None


# ------------------------------------------------------------------------------------------------------- environment


_BOTH = frozenset([0, 1])


def run_env(session: Session, words: tuple[str, ...]) -> Bundle:
    """Show the environment or one variable of it, or give one a value, for os.getenv and programs started later."""
    if not words:
        rows = [(name, "(hidden)" if _SECRET.search(name) else value) for name, value in sorted(os.environ.items())]
        return display.Table("the environment", ("name", "value"), rows, left=_BOTH, wide=frozenset([1])).bundle()
    name, equals, value = " ".join(words).partition("=")
    if not _VARIABLE.fullmatch(name):
        raise not_understood(words, ENV_USAGE)
    if equals:
        _set_variable(name, unquoted(value))
    elif name not in os.environ:
        raise MagicError(f"{name} is not set; usage: {ENV_USAGE}")
    return display.bundle(f"{name}={os.environ[name]}")


def _set_variable(name: str, value: str) -> None:
    try:
        os.environ[name] = value
    except (OSError, ValueError) as error:
        raise MagicError(f"{name} cannot be set: {reason(error)}; usage: {ENV_USAGE}") from None


# ---------------------------------------------------------------------------------------------------------- LuaRocks

_TREES = ("~/.luarocks", "/usr/local", "/usr", "lua_modules")
"""Where LuaRocks keeps trees: the user's, the machine's, a project's."""
_PATTERNS = ("share/lua/5.4/?.lua", "share/lua/5.4/?/init.lua")
_EXPLANATION = (
    "require tries these files in order, each with the module's name for the question mark. Rocks written in Lua work; "
    "rocks with parts in C do not, since this is no build of PUC's Lua. To add a tree: package.path = package.path .. "
    "';TREE/share/lua/5.4/?.lua', or LUA_PATH in the environment before the kernel starts."
)


def run_luarocks(session: Session, words: tuple[str, ...]) -> Bundle | None:
    """Run LuaRocks, or without a command show where `require` finds rocks."""
    program = shutil.which("luarocks")
    if not words:
        return _found(session, program)
    if program is None:
        raise MagicError(
            "luarocks is not installed (Debian: `apt install luarocks`); %luarocks says how rocks are found"
        )
    _run(session, [program, "--lua-version=5.4", *(unquoted(word) for word in words)])
    added = _add_trees(session)
    return display.bundle("\n".join(["now on package.path:", *added])) if added else None


def _run(session: Session, command: list[str]) -> None:
    """Run a program with its output shown as it comes; raise MagicError where it fails."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0
    ) as process:
        assert process.stdout is not None
        try:
            while data := process.stdout.read(_CHUNK_BYTES):
                session.write(data)
        except BaseException:
            process.kill()  # an interrupt: the program is not to go on behind the reader's back
            raise
    if process.returncode != 0:
        raise MagicError(f"luarocks ended with status {process.returncode}; what it said stands above")


def _add_trees(session: Session) -> list[str]:
    """Let `require` find the trees there are; return the entries that are new to it."""
    package, path = _package_path(session)
    places = [os.path.join(os.path.expanduser(tree), pattern) for tree in _TREES for pattern in _PATTERNS]
    added = [place for place in places if _exists(place) and place not in path]
    if added and package is not None:
        package.set("path", ";".join([*path, *added]))
    return added


def _package_path(session: Session) -> tuple[LuaValue | None, list[str]]:
    """Return the library `package` as cells see it, and the entries of its path."""
    package = session.interpreter.globals.get("package")
    path = package.get("path") if isinstance(package, LuaValue) and package.type == "table" else None
    entries = display.decode(path).split(";") if isinstance(path, bytes) else []
    return (package if isinstance(package, LuaValue) else None), entries


def _exists(place: str) -> bool:
    """Say whether the folder of an entry of package.path is there."""
    return Path(place.partition("?")[0] or ".").is_dir()


def _found(session: Session, program: str | None) -> Bundle:
    _, path = _package_path(session)
    rows = [(place, "there" if _exists(place) else "not there") for place in path]
    note = f"{_EXPLANATION} luarocks is {program or 'not installed'}."
    return display.Table("package.path", ("entry", "its folder"), rows, left=frozenset([0, 1]), note=note).bundle()


MAGICS = (
    Magic("cd", CD_USAGE, "go to another folder, alone to your own", "%cd .", run=run_cd),
    Magic("pwd", HERE_USAGE, "the folder that file names begin at", "%pwd", run=run_pwd),
    Magic(
        "env", ENV_USAGE, "the environment, one variable of it, or a new value for one",
        "%env GREETING=hello there",
        run=run_env,
    ),
    Magic(
        "luarocks", LUAROCKS_USAGE, "where require finds rocks; with a command, run luarocks",
        "%luarocks",
        run=run_luarocks,
    ),
)  # fmt: skip
