"""Turn a cell's frame counts into tables: by kind, by function, and as a tree of who called whom.

Pure functions over frozen records. A function that calls itself is one row of the tree, however deep it goes; how deep
it went is a column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from . import display
from .display import Bundle, Table, byte_size, count
from .pools_view import frames_table

if TYPE_CHECKING:
    from interpreter import Allocations, Attribution, CallNode, CallTree, FunctionCounts, PoolSnapshot

_INDENT = "\N{NO-BREAK SPACE}" * 3
"""Pages drop plain blanks at a cell's beginning."""


def frames_bundle(traffic: PoolSnapshot, attribution: Attribution, tree: CallTree, top: int) -> Bundle:
    """Return what one cell entered; of functions and of the tree's rows the `top` entered most."""
    functions = functions_table(traffic.functions, attribution.by_function(), top)
    return display.tables_bundle([frames_table(traffic), functions, tree_table(tree, top)])


def functions_table(
    functions: Sequence[FunctionCounts], made: Mapping[tuple[str, str, int], Allocations], top: int
) -> Table:
    """Return the functions entered most, with what they took from the pools and made themselves."""
    most = sorted(functions, key=lambda function: -function.entries)[:top]
    headings = (
        "function", "defined at", "entries", "fresh", "reused", "locals rented", "instructions", "closures made",
        "tables made",
    )  # fmt: skip
    rows = [_function_row(one, made.get((one.source, one.name, one.line))) for one in most]
    return Table("frames by function", headings, rows, left=_NAMES, note=_cut(len(functions) - len(most), "functions"))


def _function_row(function: FunctionCounts, made: Allocations | None) -> tuple[str, ...]:
    entered = (count(function.entries), count(function.fresh), count(function.entries - function.fresh))
    figures = (made.executions, made.closures, made.tables) if made else (0, 0, 0)
    return (*_named(function), *entered, byte_size(function.locals_bytes), *map(count, figures))


def _named(one: FunctionCounts | CallNode) -> tuple[str, str]:
    unnamed = "anonymous" if one.line else "main chunk"
    return one.name or unnamed, display.place_text(one.source, one.line)


_NAMES = frozenset([0, 1])


def _cut(number: int, what: str) -> str:
    return f"{count(number)} more {what}: top=N shows them" if number > 0 else ""


def tree_table(tree: CallTree, top: int) -> Table:
    """Return the call tree, callees below their callers; of many rows those entered most and what leads to them."""
    shown = _most_entered(tree.nodes, top)
    rows = [_node_row(tree.nodes[place]) for place in shown]
    headings = ("called", "defined at", "entries", "fresh", "reused", "tail calls", "deepest frame")
    notes = [_cut(len(tree.nodes) - len(shown), "places in the tree")]
    if tree.lost:
        notes.append(f"{count(tree.lost)} entries in places that the tree had no room for")
    caption = "call tree: callees below their callers, recursion folded into one row"
    return Table(caption, headings, rows, left=_NAMES, note="; ".join(filter(None, notes)))


def _most_entered(nodes: Sequence[CallNode], top: int) -> list[int]:
    """Return the places of the nodes to show, in order."""
    wanted = sorted(range(len(nodes)), key=lambda place: -nodes[place].entries)[:top]
    shown: set[int] = set()
    for place in wanted:
        depth = nodes[place].depth + 1
        while place >= 0 and place not in shown and depth > 0:
            if nodes[place].depth < depth:
                shown.add(place)
                depth = nodes[place].depth
            place -= 1
    return sorted(shown)


def _node_row(node: CallNode) -> tuple[str, ...]:
    name, place = _named(node)
    reused = node.entries - node.fresh - node.tails
    figures = (node.entries, node.fresh, reused, node.tails, node.deepest)
    return (_INDENT * node.depth + name, place, *map(count, figures))
