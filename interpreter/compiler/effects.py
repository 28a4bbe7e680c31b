"""What one instruction does, in words: the opcode table's effect with the operands put in.

`R[a] := R[b] * K[c]` becomes `area := width * 2`: a register that a local has goes by its name, others are r0, r1, …;
constants, upvalues, inner functions and the addresses of jumps stand for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from interpreter.compiler.opcodes import Opcode

_TEMPLATES = {
    "CALLV": "R[a], ..., R[a+c-1] := R[a](R[a+1], ..., R[a+b], open)",
    "TAILCALLV": "return R[a](R[a+1], ..., R[a+b], open)",
    "RETURNV": "return R[a], ..., R[a+b-1], open",
    "TFORCALL": "R[a], ..., R[a+c-1] := R[a-4](R[a-3], R[a-2])",
    "SETLIST": "append to R[a]: R[a+1], ..., R[a+b]",
    "SETLISTV": "append to R[a]: R[a+1], ..., R[a+b], open",
    "CONCAT": "R[a] := R[b], ..., R[b+c-1]",
    "NEWTABLE": "R[a] := {}",
    "TBC": "mark R[a] to be closed",
    "JMP": "jump sbx",
    "LOOP": "jump sbx",
    "LOADI": "R[a] := sbx",
    "LOADF": "R[a] := sbx.0",
}
"""Where the table's effect refers to another row, or says more than an instruction that is there needs."""

_NOTE = re.compile(r"; c = -1: open$|, (?:K\[\w\]|\w) an? [a-z].*$|\(i16\) ")
_PART = re.compile(
    r"(?P<first>R\[[^]]+\]), \.\.\., (?P<last>R\[[^]]+\])"
    r"|(?P<file>[RKUF])\[(?P<index>[^]]+)\]|jump (?P<distance>\w+)|\b(?P<operand>sbx|bx|a|b|c)\b"
)
_EMPTY = ((re.compile(r"^ ?:= "), ""), (re.compile(r"\(, "), "("), (re.compile(r"^(return|.*:) , "), r"\1 "))
_TERM = re.compile(r"([+-]?)(\w+)")


@dataclass(frozen=True, slots=True)
class Names:
    """What operands stand for in one function, at one instruction."""

    register: Callable[[int, bool], str]
    """Of a register; True: the instruction writes it."""
    constant: Callable[[int], str]
    """Of a constant, as Lua source."""
    upvalue: Callable[[int], str]
    """Of an upvalue."""
    function: Callable[[int], str]
    """Of an inner function."""
    address: Callable[[int], str]
    """Of an instruction so far away."""


def effect_text(opcode: Opcode, values: dict[str, int], names: Names) -> str:
    """Return what an instruction with these operands does."""
    template = _NOTE.sub("", _TEMPLATES.get(opcode.name, opcode.effect))
    if values.get("c") == -1 and "R[a], ..., R[a+c-1] :=" in template:
        template = template.replace("R[a], ..., R[a+c-1] :=", "open :=")
    text = _PART.sub(lambda part: _part(part, opcode, values, names), template)
    for empty, full in _EMPTY:
        text = empty.sub(full, text)
    return text.replace(", ", " .. ") if opcode.name == "CONCAT" else text


def _part(part: re.Match[str], opcode: Opcode, values: dict[str, int], names: Names) -> str:
    is_target = part.start() == 0 and ":=" in part.string
    if part["first"]:
        first, last = (_index(part[end][2:-1], values) for end in ("first", "last"))
        return _range(first, last, names, is_target)
    if part["distance"]:
        return f"go to {names.address(values.get(part['distance'], 2))}"
    if part["operand"]:
        return str(values[part["operand"]]) if part["operand"] in opcode.format else part["operand"]
    index = _index(part["index"], values)
    if part["file"] == "R":
        return names.register(index, is_target)
    return {"K": names.constant, "U": names.upvalue, "F": names.function}[part["file"]](index)


def _range(first: int, last: int, names: Names, is_target: bool) -> str:
    """Return registers that follow each other; none where the last is before the first."""
    shown = range(first, last + 1)
    if len(shown) <= 3:
        return ", ".join(names.register(index, is_target) for index in shown)
    return f"{names.register(first, is_target)}, ..., {names.register(last, is_target)}"


def _index(sum_: str, values: dict[str, int]) -> int:
    """Return what a sum of operands and numbers is."""
    terms = [(sign, int(term) if term.isdigit() else values[term]) for sign, term in _TERM.findall(sum_)]
    return sum(-number if sign == "-" else number for sign, number in terms)
