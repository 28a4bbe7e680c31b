"""Magics about the heap: what lives in it, what a value leads to, what the collector does during a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interpreter import Interpreter, LuaError, LuaValue

from .. import display
from ..display import Bundle
from ..pools_view import CellTraffic
from .record import CellPlan, CellRun, Magic, MagicError, no_options

if TYPE_CHECKING:
    from ..session import Session

HEAP_USAGE = "%heap [EXPRESSION]"
GC_USAGE = "%%gc, on the first line of a cell"


def run_heap(session: Session, words: tuple[str, ...]) -> Bundle:
    """Show the heap by kind and by size, or the objects that a value leads to."""
    if words:
        return _graph(session, " ".join(words))
    from ..heap_views import heap_bundle  # not needed by a session that looks at nothing

    return heap_bundle(session.interpreter.snapshot())


def _graph(session: Session, expression: str) -> Bundle:
    from ..graph import graph_bundle

    source = f"return {expression}"
    result = session.interpreter.run(source, "=expression", snapshots=False, keeps_locals=session.keeps_locals)
    if result.error is not None:
        raise MagicError(f"{expression}: {display.decode(result.error.message)}; usage: {HEAP_USAGE}")
    value = result.values[0] if result.values else None
    if isinstance(value, LuaValue):
        interpreter = session.interpreter
        return graph_bundle(value, expression, interpreter.globals, lambda function: _upvalues(interpreter, function))
    return display.bundle(f"{expression} is {display.value_text(value)}: {_unboxed(value)}")


# The session's Lua tells the captured variables, as it would tell a program.
_UPVALUES = b"""
local found = {}
for place = 1, 255 do
  local name, value = debug.getupvalue(..., place)
  if not name then break end
  found[place] = {name, value}
end
return found
"""


def _upvalues(interpreter: Interpreter, function: LuaValue) -> list[tuple[str, object]]:
    """Return the names and values of a function's captured variables; none where `debug` does not tell them."""
    try:
        (found,) = interpreter.call(interpreter.load(_UPVALUES, "=upvalues"), function)
    except LuaError:
        return []
    assert isinstance(found, LuaValue)
    pairs = [found.get(place) for place in range(1, found.length + 1)]
    return [(_text(pair.get(1)), pair.get(2)) for pair in pairs if isinstance(pair, LuaValue)]


def _text(name: object) -> str:
    return display.decode(name) if isinstance(name, bytes) else str(name)


def _unboxed(value: object) -> str:
    if isinstance(value, bytes):
        return f"a string of {display.count(len(value))} bytes, which refers to nothing"
    return "it is kept in its register, not in the heap"


def plan_gc(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Show what the collector does during this cell."""
    no_options(words, GC_USAGE)
    plan.views.append(_collections)


def _collections(run: CellRun) -> Bundle | None:
    result = run.result
    if result is None or result.before is None or result.after is None:
        return None
    from ..heap_views import collections_bundle

    return collections_bundle(CellTraffic("", result.before, result.after, result.elapsed_s))


MAGICS = (
    Magic(
        "heap", HEAP_USAGE, "the heap by kind and by size, or the objects a value leads to",
        "%heap package.loaded\n%heap",
        run=run_heap, takes_lua=True,
    ),
    Magic(
        "gc", GC_USAGE, "the collections during this cell: how many, how long, what they freed",
        "%%gc\nfor i = 1, 1000 do local t = {i} end\ncollectgarbage()",
        plan=plan_gc,
    ),
)  # fmt: skip
