"""What the programs reach: opcodes, library functions and messages of the interpreter.

Opcodes are those that a program executes, as the trace of an observed run in this process shows. Library functions are
those it calls: the observed run puts a wrapper around each of them first. Messages are the literals that the
interpreter's sources hand to functions that raise errors; they are looked for in what `plua` printed.
"""

from __future__ import annotations

import ast
import io
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from interpreter import Interpreter, LuaSyntaxError, disassemble
from interpreter.compiler.opcodes import OPCODES
from tests.differential.template import Outcome, Program
from tests.differential.unreached import MODULES, UNREACHED

SOURCES = Path(__file__).parents[2] / "interpreter"
ROOMS = ("syntax", "compiler", "vm", "stdlib")

TRACED = 600
"""Instructions of a program that are looked at."""

WRAPPER = "(wrapper)"
"""Name of the chunk that wraps the library."""

WRAP = rb"""
local seen, order, texts, next, rawset, type = {}, {}, {}, next, rawset, type
local function wrap(room, list)
  for key, f in next, list do
    if type(f) == "function" and type(key) == "string" then
      local full = room .. key
      order[#order + 1] = full
      rawset(list, key, function(...) seen[full] = true return f(...) end)
    end
  end
end
local libraries = {string = string, table = table, math = math, utf8 = utf8, coroutine = coroutine, io = io, os = os,
  debug = debug, package = package}
wrap("file:", getmetatable(io.stdout).__index)
wrap("", _G)
for name, list in next, libraries do wrap(name .. ".", list) end
local load_wrapped = load
load = function(text, ...)
  if type(text) == "string" then texts[#texts + 1] = text end
  return load_wrapped(text, ...)
end
local names = ""
for i = 1, #order do names = names .. order[i] .. "\n" end
return names, seen, texts
"""
"""Wraps every library function; returns all names, and tables for those called and for the texts loaded."""

# Functions of the sources whose arguments are messages, or parts of messages.
_RAISER = re.compile(r"(?:^|_)(?:fail|error|stop|refuse|bad|limit)(?:_|$)|Error$")
# Functions that put texts together: those with a blank in them are taken for parts of messages.
_BUILDER = re.compile(r"^(?:snprintf|add_z)$")
_CONVERSION = re.compile(rb"%[-0-9.]*l{0,2}[a-zA-Z]|%%")
_LETTER = re.compile(rb"[a-zA-Z]{2}")


@dataclass(slots=True)
class Coverage:
    """In how many programs each thing was reached."""

    opcodes: Counter[str] = field(default_factory=Counter)
    functions: Counter[str] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)

    def rows(self) -> Iterator[tuple[str, str, int, str]]:
        """Yield kind, name, number of programs, and the reason why there need not be one."""
        for kind, names, counts in (
            ("opcode", all_opcodes(), self.opcodes),
            ("function", all_functions(), self.functions),
            ("message", [message.name for message in all_messages()], self.messages),
        ):
            for name in names:
                yield kind, name, counts[name], UNREACHED.get((kind, name), "")

    def problems(self) -> list[str]:
        """Say what was not reached without a reason, and which reasons are stale."""
        found = []
        for kind, name, count, reason in self.rows():
            if not count and not reason:
                found.append(f"{kind} not reached: {name}")
            if count and reason:
                found.append(f"{kind} listed as out of reach, but reached by {count} programs: {name}")
        return found + [f"unknown: {kind} {name}" for kind, name in UNREACHED if not self._is_known(kind, name)]

    def _is_known(self, kind: str, name: str) -> bool:
        return any((kind, name) == row[:2] for row in self.rows())

    def text(self) -> str:
        """Return the table."""
        rows = list(self.rows())
        shown = [
            f"{kind:<9}{count or '-':>5}  {name}{f'  [{reason}]' if reason else ''}"
            for kind, name, count, reason in rows
        ]
        for kind in ("opcode", "function", "message"):
            counts = [count for row_kind, _, count, _ in rows if row_kind == kind]
            excused = sum(1 for row_kind, _, _, reason in rows if row_kind == kind and reason)
            shown.append(
                f"{kind}s: {sum(map(bool, counts))} of {len(counts)} reached, {excused} out of reach for a reason"
            )
        return "\n".join(shown)


def measure(programs: Iterable[Program], outcomes: Iterable[Outcome]) -> Coverage:
    """Return what the programs reach; `outcomes` are those of `plua`, in the same order."""
    coverage = Coverage()
    with ProcessPoolExecutor(initializer=_leave_streams) as pool:
        for opcodes, functions in pool.map(observe, programs, chunksize=16):
            coverage.opcodes.update(opcodes)
            coverage.functions.update(functions)
    messages = all_messages()
    for outcome in outcomes:
        text = _plain(outcome.stdout + outcome.stderr)
        coverage.messages.update(message.name for message in messages if message.is_in(text))
    return coverage


def _leave_streams() -> None:
    """Keep what the programs' own processes read and write away from this process's streams."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)


def _plain(text: bytes) -> bytes:
    """Undo what %q does to a message."""
    return text.replace(b'\\"', b'"').replace(b"\\n", b"\n").replace(b"\\9", b"\t")


# ----------------------------------------------------------------------------------------------------- observed runs


def observe(program: Program) -> tuple[set[str], set[str]]:
    """Return the opcodes that a program executes, and the library functions that it calls."""
    here = os.getcwd()
    with tempfile.TemporaryDirectory(prefix="observed-") as folder:
        os.chdir(folder)
        try:
            return _observed_run(program)
        finally:
            os.chdir(here)


def _operands(source: bytes) -> set[str]:
    """Return EXTRA if a text compiles to it: an operand of the instruction before it is read, not executed."""
    try:
        listing = disassemble(source)
    except LuaSyntaxError:
        return set()
    return {"EXTRA"} & {row.op for function in listing.functions for row in function.rows}


def _observed_run(program: Program) -> tuple[set[str], set[str]]:
    with Interpreter(stdout=_drop, stderr=_drop, stdin=io.BytesIO(program.stdin)) as interpreter:
        names, seen, texts = interpreter.call(interpreter.load(WRAP, f"={WRAPPER}"))
        interpreter.start_trace(TRACED)
        interpreter.run(program.source, "@program.lua", snapshots=False)
        executed = {step.opcode for step in interpreter.stop_trace().steps if step.source != WRAPPER}
        called = {name for name in names.decode().split() if seen.get(name.encode())}
        for place in range(1, texts.length + 1):
            executed |= _operands(texts.get(place))
    return executed, called


def _drop(_: bytes) -> None:
    pass


# ------------------------------------------------------------------------------------------------- what there is


def all_opcodes() -> list[str]:
    """Return every opcode."""
    return [opcode.name for opcode in OPCODES]


def all_functions() -> list[str]:
    """Return every library function, methods of files included."""
    with Interpreter(stdout=_drop, stderr=_drop) as interpreter:
        names, _, _ = interpreter.call(interpreter.load(WRAP, f"={WRAPPER}"))
    return sorted(names.decode().split())


@dataclass(frozen=True, slots=True)
class Message:
    """A message, or a part of one, that the interpreter can raise."""

    name: str
    """The literal."""
    pattern: re.Pattern[bytes]
    """What it looks like with its conversions filled in."""
    longer: tuple[re.Pattern[bytes], ...]
    """Other messages that it is a part of."""

    def is_in(self, text: bytes) -> bool:
        """Tell whether the text has the message, and not only a longer one."""
        for pattern in self.longer:
            text = pattern.sub(b"", text)
        return bool(self.pattern.search(text))


def all_messages() -> list[Message]:
    """Return the messages in the sources, each once."""
    found: dict[bytes, None] = {}
    for room in ROOMS:
        for path in sorted((SOURCES / room).glob("*.py")):
            if f"{room}/{path.name}" not in MODULES:
                found.update(dict.fromkeys(_literals(ast.parse(path.read_text(encoding="utf-8")))))
    return [Message(text.decode("utf-8", "backslashreplace"), _pattern(text), _longer(text, found)) for text in found]


def _longer(text: bytes, others: Iterable[bytes]) -> tuple[re.Pattern[bytes], ...]:
    """Return the patterns of the other messages that a message of several words is a part of."""
    return tuple(_pattern(other) for other in others if b" " in text and text in other and text != other)


def _literals(tree: ast.AST) -> Iterator[bytes]:
    """Yield the literals among the arguments of functions that raise."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _name(node.func)
            if _RAISER.search(name):
                yield from _texts(node)
            elif _BUILDER.search(name):
                yield from (text for text in _texts(node) if b" " in text.strip())


def _texts(call: ast.Call) -> Iterator[bytes]:
    for node in ast.walk(call):
        if isinstance(node, ast.Constant) and isinstance(node.value, bytes) and _LETTER.search(_bare(node.value)):
            yield node.value


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _bare(text: bytes) -> bytes:
    return _CONVERSION.sub(b"", text)


def _pattern(text: bytes) -> re.Pattern[bytes]:
    return re.compile(b".*".join(re.escape(part) for part in _CONVERSION.split(text)))
