"""What a configuration (`c.LuaKernel.name = …`) or else the environment may set of a kernel.

A variable of the environment that says nothing that may be said is told in the log; the default holds, or what is
stricter.
"""

import os
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir, jupyter_runtime_dir
from traitlets import Bool, CaselessStrEnum, Dict, Int, Unicode, default
from traitlets.config import LoggingConfigurable

from interpreter import SANDBOXES

from .session import VIEWS
from .streams import MOST_BYTES


class Settings(LoggingConfigurable):
    """The settings of a kernel."""

    pools = CaselessStrEnum(
        VIEWS, help="The pools' statistics below each cell; LUA_KERNEL_POOLS in the environment sets the default."
    ).tag(config=True)
    python = Bool(help="Whether Lua code finds `python`, the door to Python; LUA_KERNEL_PYTHON=off shuts it.").tag(
        config=True
    )
    output_limit = Int(
        MOST_BYTES,
        min=0,
        help="How many bytes of what a cell prints are shown; 0: all; LUA_KERNEL_OUTPUT_LIMIT sets it.",
    ).tag(config=True)
    keep_locals = Bool(
        True, help="Whether cells see the top-level locals of earlier ones; `%locals off` changes it for a session."
    ).tag(config=True)
    sandbox = CaselessStrEnum(
        SANDBOXES,
        help="What cells may reach: everything (full), everything with memory limited to what the machine can spare"
        " (notebook), or little (restricted: no programs, files of the working folder only, no debug, no Python);"
        " LUA_KERNEL_SANDBOX in the environment sets the default.",
    ).tag(config=True)  # fmt: skip
    limits = Dict(help="What a cell may use, by the names of interpreter.Limits: {'seconds': 60}.").tag(config=True)
    history_file = Unicode(
        help="The SQLite file that keeps what was typed, or ':memory:'; LUA_KERNEL_HISTORY sets the default."
    ).tag(config=True)
    crash_folder = Unicode(
        help="The folder of reports of fatal errors, or 'off'; LUA_KERNEL_CRASHES sets the default, else it is a folder"
        " beside the connection files."
    ).tag(config=True)

    @default("pools")
    def _default_pools(self) -> str:
        wanted = os.environ.get("LUA_KERNEL_POOLS", "short").lower()
        if wanted in VIEWS:
            return wanted
        self.log.warning("LUA_KERNEL_POOLS is %r; it may be: %s", wanted, ", ".join(VIEWS))
        return "short"

    @default("sandbox")
    def _default_sandbox(self) -> str:
        wanted = os.environ.get("LUA_KERNEL_SANDBOX", "notebook").lower()
        if wanted in SANDBOXES:
            return wanted
        self.log.warning("LUA_KERNEL_SANDBOX is %r; it may be: %s. Restricted now", wanted, ", ".join(SANDBOXES))
        return "restricted"

    @default("python")
    def _default_python(self) -> bool:
        return os.environ.get("LUA_KERNEL_PYTHON", "on").lower() not in ("off", "0", "no", "false")

    @default("output_limit")
    def _default_output_limit(self) -> int:
        wanted = os.environ.get("LUA_KERNEL_OUTPUT_LIMIT", "")
        if wanted.isdecimal():
            return int(wanted)
        if wanted:
            self.log.warning("LUA_KERNEL_OUTPUT_LIMIT is %r; it may be a number of bytes", wanted)
        return MOST_BYTES

    @default("history_file")
    def _default_history_file(self) -> str:
        return os.environ.get("LUA_KERNEL_HISTORY") or str(Path(jupyter_data_dir(), "lua_kernel", "history.sqlite"))

    @default("crash_folder")
    def _default_crash_folder(self) -> str:
        return os.environ.get("LUA_KERNEL_CRASHES") or str(Path(jupyter_runtime_dir(), "lua_kernel"))
