"""Listings of compiled functions: Proto to rows, and rows to text aligned as `luac -l` does it.

Operands are shown as the opcode table names them, 32-bit ones decoded; a row's comment gives what an operand stands
for: a constant's value, the name of a field, global, local or upvalue, the address a jump leads to, an inner function.
Its effect says what the instruction does with them (effects.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interpreter.compiler.effects import Names, effect_text
from interpreter.compiler.opcodes import OPCODES, Opcode
from interpreter.compiler.proto import Proto

CODE_BYTES = 8
"""Length of an instruction."""

_LOW, _HIGH = 0xFFFF, 16

# Opcodes whose operand of this name is an index into the constants.
_CONSTANTS = {
    "b": {
        "SETTABUP", "SETTABUPK", "SETFIELD", "SETFIELDK", "JEQK", "JNEK", "KADD", "KSUB", "KMUL", "KDIV", "KMOD",
        "KPOW", "KIDIV", "KBAND", "KBOR", "KBXOR", "KSHL", "KSHR",
    },
    "c": {
        "GETTABUP", "SETTABUPK", "GETFIELD", "SETFIELDK", "SETINDEXK", "SETINTK", "SELF", "ADDK", "SUBK", "MULK",
        "DIVK", "MODK", "POWK", "IDIVK", "BANDK", "BORK", "BXORK", "SHLK", "SHRK",
    },
    "bx": {"LOADK"},
}  # fmt: skip
_UPVALUES = {"a": {"SETUPVAL", "SETTABUP", "SETTABUPK"}, "b": {"GETUPVAL", "GETTABUP"}}
_SIGNED_B = {"JLTI", "JNLTI", "JLEI", "JNLEI", "JGTI", "JNGTI", "JGEI", "JNGEI"}


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One instruction."""

    pc: int
    """Address, from 1 as `luac` counts."""
    line: int
    """Source line; 0 if stripped."""
    op: str
    operands: str
    """Operands in the opcode table's order, separated by blanks."""
    comment: str
    """What the operands stand for, or ""."""
    effect: str
    """What it does, with the operands put in: "area := width * 2"."""


@dataclass(frozen=True, slots=True)
class ListedFunction:
    """One function."""

    name: str
    """Name in the source, "main" for the chunk itself, "?" for a function without a name."""
    line: int
    last_line: int
    parameters: int
    is_vararg: bool
    registers: int
    constants: tuple[str, ...]
    """Constants as Lua source."""
    upvalues: tuple[str, ...]
    locals: tuple[str, ...]
    """Each local as "name register first-pc last-pc"."""
    rows: tuple[ListedRow, ...]

    def text(self) -> str:
        """Return the listing of this function."""
        lines = [self._title(), self._summary(), *self._row_lines()]
        for title, items in (("constants", self.constants), ("locals", self.locals), ("upvalues", self.upvalues)):
            lines.append(f"{title} ({len(items)}):")
            lines += [f"\t{number}\t{item}" for number, item in enumerate(items)]
        return "\n".join(lines)

    def _title(self) -> str:
        return f"{self.name} <{self.line},{self.last_line}> ({_counted(str(len(self.rows)), 'instruction')})"

    def _summary(self) -> str:
        parameters = f"{self.parameters}{'+' if self.is_vararg else ''}"
        parts = (
            (parameters, "param"),
            (str(self.registers), "register"),
            (str(len(self.upvalues)), "upvalue"),
            (str(len(self.locals)), "local"),
            (str(len(self.constants)), "constant"),
        )
        return ", ".join(_counted(number, word) for number, word in parts)

    def _row_lines(self) -> Iterator[str]:
        for row in self.rows:
            yield f"\t{row.pc}\t[{row.line or '-'}]\t{row.op:<10}\t{row.operands:<14}\t; {row.effect}"


def _counted(number: str, word: str) -> str:
    """Return a number with the word for what it counts, in the plural unless there is just one."""
    return f"{number} {word}{'' if number == '1' else 's'}"


@dataclass(frozen=True, slots=True)
class Listing:
    """A chunk's functions, the main one first, each before those inside it."""

    functions: tuple[ListedFunction, ...]

    def text(self) -> str:
        """Return the listing of all functions."""
        return "\n\n".join(function.text() for function in self.functions) + "\n"


def disassemble_proto(proto: Proto) -> Listing:
    """Return the listing of a function and those inside it."""
    return Listing(tuple(_listed(proto, is_main=proto.line == 0)))


def _listed(proto: Proto, *, is_main: bool) -> Iterator[ListedFunction]:
    yield ListedFunction(
        name="main" if is_main else _text(proto.name) or "?",
        line=proto.line,
        last_line=proto.last_line,
        parameters=proto.parameters,
        is_vararg=bool(proto.is_vararg),
        registers=proto.registers,
        constants=tuple(constant_text(constant) for constant in proto.constants),
        upvalues=tuple(_text(name) for name, _, _ in proto.upvalues),
        locals=tuple(f"{_text(name)} {register} {start + 1} {end + 1}" for name, register, start, end in proto.locals),
        rows=tuple(_row(proto, pc) for pc in range(len(proto.code) // CODE_BYTES)),
    )
    for inner in proto.protos:
        yield from _listed(inner, is_main=False)


def constant_text(value: object) -> str:
    """Return a constant as Lua source."""
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return _quoted(value)
    if isinstance(value, float):
        return _float_text(value)
    return str(value)


def _float_text(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return "nan" if value != value else ("1e9999" if value > 0 else "-1e9999")
    text = f"{value:.14g}"
    shown = text if float(text) == value else repr(value)
    return shown if any(mark in shown for mark in ".en") else shown + ".0"


def _quoted(value: bytes) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
    shown = "".join(escapes.get(c, c if c.isprintable() else f"\\x{ord(c):02x}") for c in _text(value))
    return f'"{shown}"'


def _text(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")


def _decode(proto: Proto, pc: int) -> tuple[Opcode, dict[str, int]]:
    raw = bytes(proto.code[pc * CODE_BYTES : (pc + 1) * CODE_BYTES])
    op, a, b = (int.from_bytes(raw[at : at + 2], "little") for at in (0, 2, 4))
    values = {
        "a": a,
        "b": b,
        "c": int.from_bytes(raw[6:8], "little", signed=True),
        "bx": int.from_bytes(raw[4:8], "little"),
        "sbx": int.from_bytes(raw[4:8], "little", signed=True),
    }
    if OPCODES[op].name in _SIGNED_B:
        values["b"] = (b ^ 0x8000) - 0x8000
    return OPCODES[op], values


def _row(proto: Proto, pc: int) -> ListedRow:
    opcode, values = _decode(proto, pc)
    operands = " ".join(str(values[name]) for name in opcode.format)
    comment = " ".join(_comments(proto, pc, opcode, values))
    line = proto.lines[pc] if len(proto.lines) else 0
    return ListedRow(pc + 1, line, opcode.name, operands, comment, effect_text(opcode, values, _names(proto, pc)))


def _names(proto: Proto, pc: int) -> Names:
    return Names(
        register=lambda place, is_target: _register_name(proto, place, pc, is_target),
        constant=lambda place: constant_text(proto.constants[place]),
        upvalue=lambda place: _text(proto.upvalues[place][0]) or f"upvalue {place}",
        function=lambda place: _text(proto.protos[place].name) or "function",
        address=lambda distance: str(pc + 1 + distance),
    )


def _register_name(proto: Proto, register: int, pc: int, is_target: bool) -> str:
    """Return the name of the local that has a register, or gets it from this instruction; else the register."""
    for name, place, start, end in reversed(proto.locals):
        if place != register or name.startswith(b"("):
            continue
        if start <= pc < end or (is_target and pc < start and not _is_touched(proto, register, range(pc + 1, start))):
            return _text(name)
    return f"r{register}"


def _is_touched(proto: Proto, register: int, places: range) -> bool:
    """Tell whether instructions may read or write a register, or may not be the next ones to run."""
    for pc in places:
        opcode, values = _decode(proto, pc)
        used = (values[name] for name in opcode.format if f"R[{name}" in opcode.effect)
        if "jump" in opcode.effect or register in used:
            return True
        if opcode.name in _RANGES and values["a"] <= register:
            return True
    return False


_RANGES = frozenset([
    "CALL", "CALLV", "VARARG", "LOADNIL", "TFORCALL", "SETLIST", "SETLISTV", "CONCAT", "RELEASE", "CLOSE",
])  # fmt: skip
"""Those that use registers above the ones they name."""


def _comments(proto: Proto, pc: int, opcode: Opcode, values: dict[str, int]) -> Iterator[str]:
    for operand in opcode.format:
        value = values[operand]
        if opcode.name in _UPVALUES.get(operand, ()):
            yield _text(proto.upvalues[value][0]) or "-"
        elif opcode.name in _CONSTANTS.get(operand, ()):
            yield constant_text(proto.constants[value])
    if opcode.name in ("GETCELL", "SETCELL"):
        yield _local_name(proto, values["b" if opcode.name == "GETCELL" else "a"], pc)
    if opcode.name == "CLOSURE":
        inner = proto.protos[values["bx"]]
        yield f"{_text(inner.name) or 'function'} <{inner.line},{inner.last_line}>"
    distance = _distance(opcode, values)
    if distance is not None:
        yield f"to {pc + 1 + distance}"


def _distance(opcode: Opcode, values: dict[str, int]) -> int | None:
    if opcode.name == "LFALSESKIP":
        return 2
    for operand in ("sbx", "c"):
        if operand in opcode.format and f"jump {operand}" in opcode.effect:
            return values[operand]
    return None


def _local_name(proto: Proto, register: int, pc: int) -> str:
    for name, place, start, end in reversed(proto.locals):
        if place == register and start <= pc < end:
            return _text(name)
    return "?"
