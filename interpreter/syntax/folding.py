"""Values of constant expressions, as PUC folds them (lcode.c: luaK_exp2const, constfolding; lobject.c: luaO_rawarith).

The parser asks for the value of `local x <const> = …`; the code generator may ask for one operation. Nothing that could
raise at run time is folded, and no result NaN or 0.0 (a folded -0.0 would be lost among the constants).
"""

from __future__ import annotations

import math

from interpreter.syntax import ast

TYPE_CHECKING = False  # importing typing would cost the `plua` command 5 ms
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

NOT_CONSTANT: Final = object()
"""What the functions here return for an expression without a constant value."""

_MASK = (1 << 64) - 1
_SIGN = 1 << 63


def wrapped(value: int) -> int:
    """Return `value` modulo 2^64 as a signed 64-bit integer."""
    return ((value & _MASK) ^ _SIGN) - _SIGN


def to_integer(number: int | float) -> int | None:
    """Return a number as a 64-bit integer if it is exactly one."""
    if isinstance(number, int):
        return number
    if math.isfinite(number) and number == math.floor(number) and -(2.0**63) <= number < 2.0**63:
        return int(number)
    return None


def shifted_left(value: int, places: int) -> int:
    """Shift logically to the left, to the right if `places` is negative."""
    if places <= -64 or places >= 64:
        return 0
    return wrapped(value << places) if places >= 0 else wrapped((value & _MASK) >> -places)


def _floor_quotient(left: float, right: float) -> float:
    quotient = left / right
    return float(math.floor(quotient)) if math.isfinite(quotient) else quotient


_INTEGER: dict[int, Callable[[int, int], int]] = {
    ast.ADD: lambda a, b: a + b,
    ast.SUB: lambda a, b: a - b,
    ast.MUL: lambda a, b: a * b,
    ast.IDIV: lambda a, b: a // b,
    ast.MOD: lambda a, b: a % b,
}
_FLOAT: dict[int, Callable[[float, float], float]] = {
    ast.ADD: lambda a, b: a + b,
    ast.SUB: lambda a, b: a - b,
    ast.MUL: lambda a, b: a * b,
    ast.DIV: lambda a, b: a / b,
    ast.POW: math.pow,
    ast.IDIV: _floor_quotient,
    ast.MOD: lambda a, b: a % b,
}
_BITS: dict[int, Callable[[int, int], int]] = {
    ast.BAND: lambda a, b: a & b,
    ast.BOR: lambda a, b: a | b,
    ast.BXOR: lambda a, b: a ^ b,
    ast.SHL: shifted_left,
    ast.SHR: lambda a, b: shifted_left(a, -b),
}


def is_number(value: object) -> bool:
    """Tell whether a constant is a number (a bool is none)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def fold_binary(op: int, left: object, right: object) -> object:
    """Return the number `left op right`, or NOT_CONSTANT if it must be computed at run time."""
    if not (is_number(left) and is_number(right)):
        return NOT_CONSTANT
    assert isinstance(left, (int, float))
    assert isinstance(right, (int, float))
    if op in _BITS:
        first, second = to_integer(left), to_integer(right)
        return NOT_CONSTANT if first is None or second is None else wrapped(_BITS[op](first, second))
    if op in (ast.DIV, ast.IDIV, ast.MOD) and right == 0:
        return NOT_CONSTANT
    if op in _INTEGER and isinstance(left, int) and isinstance(right, int):
        return wrapped(_INTEGER[op](left, right))
    if op not in _FLOAT:
        return NOT_CONSTANT
    try:
        return _float_result(_FLOAT[op](float(left), float(right)))
    except (OverflowError, ValueError):  # math.pow refuses what C's pow answers with inf or NaN
        return NOT_CONSTANT


def fold_unary(op: int, operand: object) -> object:
    """Return the constant `op operand`, or NOT_CONSTANT."""
    if op == ast.NOT:
        return operand is None or operand is False
    if not is_number(operand):
        return NOT_CONSTANT
    assert isinstance(operand, (int, float))
    if op == ast.NEG:
        return wrapped(-operand) if isinstance(operand, int) else _float_result(-operand)
    whole = to_integer(operand)
    return wrapped(~whole) if op == ast.BNOT and whole is not None else NOT_CONSTANT


def _float_result(value: float) -> object:
    return NOT_CONSTANT if value == 0 or math.isnan(value) else value


def constant_value(expression: ast.Expr) -> object:
    """Return the value of a constant expression (None, bool, int, float or bytes), or NOT_CONSTANT.

    Goes down the left side in a loop, since it may be very deep; the right side is at most 200 deep.
    """
    pending = []
    while isinstance(expression, (ast.Binary, ast.And, ast.Or)):
        pending.append(expression)
        expression = expression.left
    value = _leaf_value(expression)
    while pending and value is not NOT_CONSTANT:
        value = _combined(pending.pop(), value)
    return value


def _leaf_value(leaf: ast.Expr) -> object:
    if isinstance(leaf, (ast.Number, ast.String)):
        return leaf.value
    if isinstance(leaf, ast.LocalRef) and leaf.variable.is_const_value:
        return leaf.variable.const_value
    if isinstance(leaf, ast.Unary):
        operand = constant_value(leaf.operand)
        return NOT_CONSTANT if operand is NOT_CONSTANT else fold_unary(leaf.op, operand)
    if isinstance(leaf, ast.Nil):
        return None
    if isinstance(leaf, (ast.True_, ast.False_)):
        return isinstance(leaf, ast.True_)
    return NOT_CONSTANT


def _combined(node: ast.Expr, left: object) -> object:
    truthy = left is not None and left is not False
    if isinstance(node, ast.And):
        return constant_value(node.right) if truthy else NOT_CONSTANT
    if isinstance(node, ast.Or):
        return NOT_CONSTANT if truthy else constant_value(node.right)
    right = constant_value(node.right)
    return NOT_CONSTANT if right is NOT_CONSTANT else fold_binary(node.op, left, right)
