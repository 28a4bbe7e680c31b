"""Lua 5.4 on a pooled register VM: the front door. Hosts import from here and from nowhere deeper.

The records of results.py and the listings are imported when they are first asked for: they cost more start-up time
than everything else.
"""

import os

from interpreter._build_check import require_core

require_core(os.path.dirname(os.path.abspath(__file__)))

from interpreter.errors import CallError, LuaError, LuaSyntaxError  # noqa: E402 - what follows needs the core
from interpreter.limits import byte_count  # noqa: E402
from interpreter.runtime import Interpreter, disassemble, parse, refused_variables, tokenize  # noqa: E402
from interpreter.vm.bridge import LuaValue, PythonObject  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from interpreter.compiler.disassembler import ListedFunction, ListedRow, Listing
    from interpreter.limits import Limits
    from interpreter.results import (
        Allocations,
        Attribution,
        CallNode,
        CallTree,
        ErrorReport,
        FrameCounts,
        FunctionCounts,
        HeapStats,
        InstructionCounts,
        Loss,
        PoolSnapshot,
        PoolStats,
        Register,
        RunResult,
        SizeClassStats,
        Token,
        Trace,
        TraceStep,
    )
    from interpreter.sandbox import SANDBOXES

__version__ = "0.1.0"

__all__ = [
    "SANDBOXES",
    "Allocations",
    "Attribution",
    "CallError",
    "CallNode",
    "CallTree",
    "ErrorReport",
    "FrameCounts",
    "FunctionCounts",
    "HeapStats",
    "InstructionCounts",
    "Interpreter",
    "Limits",
    "ListedFunction",
    "ListedRow",
    "Listing",
    "Loss",
    "LuaError",
    "LuaSyntaxError",
    "LuaValue",
    "PoolSnapshot",
    "PoolStats",
    "PythonObject",
    "Register",
    "RunResult",
    "SizeClassStats",
    "Token",
    "Trace",
    "TraceStep",
    "byte_count",
    "disassemble",
    "parse",
    "refused_variables",
    "tokenize",
]

_LATER = {
    "interpreter.compiler.disassembler": ("ListedFunction", "ListedRow", "Listing"),
    "interpreter.limits": ("Limits",),
    "interpreter.sandbox": ("SANDBOXES",),
    "interpreter.results": (
        "Allocations", "Attribution", "CallNode", "CallTree", "ErrorReport", "FrameCounts", "FunctionCounts",
        "HeapStats", "InstructionCounts", "Loss", "PoolSnapshot", "PoolStats", "Register", "RunResult",
        "SizeClassStats", "Token", "Trace", "TraceStep",
    ),
}  # fmt: skip


def __getattr__(name: str) -> object:
    """Import what is asked for by name for the first time."""
    for module, names in _LATER.items():
        if name in names:
            value: object = getattr(__import__(module, fromlist=[name]), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
