"""One notebook's life: its interpreter, its magics, what its cells gave.

A session runs cells and hands back outcomes; how these travel to a page is the kernel's business. It never prints:
what Lua writes leaves through the ports, and so does what a magic shows before the cell runs.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from interpreter import Interpreter, LuaError, LuaSyntaxError, LuaValue

from . import cells, completion, display, inspection
from .cells import CellText, Chunk
from .display import Bundle, Failure
from .input import LineSource
from .magics import cell_magic, line_magic
from .magics.record import CellPlan, CellRun, MagicError

if TYPE_CHECKING:
    from interpreter import PoolSnapshot, RunResult

VIEWS = ("on", "short", "off")
"""How much of the pools' statistics follows each cell."""

KEPT_SOURCES = 500
KEPT_SOURCE_LENGTH = 200_000
KEPT_SNAPSHOTS = 100


@dataclass(frozen=True, slots=True)
class Ports:
    """What a session is given by its host."""

    stdout: Callable[[bytes], None]
    """Takes what Lua prints."""
    stderr: Callable[[bytes], None]
    """Takes what Lua writes to io.stderr."""
    stdin: LineSource
    """Answers io.read."""
    show: Callable[[Bundle], None]
    """Shows what a magic gives before the cell's Lua runs."""


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """What one cell gave, besides what it printed."""

    result: Bundle | None = None
    """Its last expression's values."""
    failure: Failure | None = None
    """The error that ended it."""
    notice: str = ""
    """A line to the reader, where the cell ended in an unusual way without an error."""
    views: tuple[Bundle, ...] = field(default=())
    """Statistics and listings, to be shown below the rest."""


class Session:
    """Run cells in one interpreter, and answer questions about it."""

    def __init__(self, ports: Ports, *, view: str = "short", pools: str = "on") -> None:
        self.ports = ports
        self.view = view
        self.interpreter = self._new_interpreter(pools)
        self.snapshots: deque[tuple[str, PoolSnapshot, PoolSnapshot]] = deque(maxlen=KEPT_SNAPSHOTS)
        self._sources: OrderedDict[str, str] = OrderedDict()

    def _new_interpreter(self, pools: str) -> Interpreter:
        return Interpreter(pools=pools, stdout=self.ports.stdout, stderr=self.ports.stderr, stdin=self.ports.stdin)

    # --------------------------------------------------------------------------------------------------- cells

    def run_cell(self, code: str, label: str) -> CellOutcome:
        """Run one cell, named `cell[label]` in messages; Lua's and the reader's mistakes become outcomes."""
        text = cells.read_cell(code)
        self._keep_source(label, code)
        try:
            plan = self._plan(text)
        except MagicError as error:
            return CellOutcome(failure=display.plain_failure("MagicError", str(error)))
        if not text.has_lua and not text.magics:
            return CellOutcome()
        return self._run_planned(text, plan, label)

    def _plan(self, text: CellText) -> CellPlan:
        """Run the cell's line magics, and let its cell magics say what is wanted of the cell."""
        _check_each_once(text)
        actions = [(line_magic(line.name), line.words) for line in text.magics if not line.is_cell_magic]
        wishes = [(cell_magic(line.name), line.words) for line in text.magics if line.is_cell_magic]
        for run, words in actions:
            shown = run(self, words)
            if shown is not None:
                self.ports.show(shown)
        plan = CellPlan(view=self.view)
        for wish, words in wishes:
            wish(plan, words)
        return plan

    def _run_planned(self, text: CellText, plan: CellPlan, label: str) -> CellOutcome:
        chunk = cells.chunk_of(text.lua)
        runs = plan.executes and text.has_lua
        result = self._execute(chunk, plan, label) if runs else None
        attribution = self.interpreter.attribution() if runs and plan.attributes else None
        trace = self.interpreter.stop_trace() if runs and plan.traced_steps else None
        try:
            views = self._views(CellRun(chunk.listed_text, f"=cell[{label}]", result, attribution, trace), plan)
        except LuaSyntaxError as error:
            return CellOutcome(failure=display.plain_failure("LuaSyntaxError", error.message))
        return self._outcome(result, chunk, text, views) if result else CellOutcome(views=views)

    def _execute(self, chunk: Chunk, plan: CellPlan, label: str) -> RunResult:
        wants_snapshots = plan.view != "off" or bool(plan.views)
        source = chunk.text.encode("utf-8", "surrogatepass")
        with self._observed(plan):
            result = self.interpreter.run(source, f"=cell[{label}]", snapshots=wants_snapshots)
        if result.before is not None and result.after is not None:
            self.snapshots.append((label, result.before, result.after))
        return result

    @contextmanager
    def _observed(self, plan: CellPlan) -> Iterator[None]:
        """Let the interpreter count what the cell's magics ask for, in this cell only."""
        observers = [self.interpreter.count_functions] * plan.counts_functions + [self.interpreter.attribute] * plan.attributes
        for observe in observers:
            observe(True)
        if plan.traced_steps:
            self.interpreter.start_trace(plan.traced_steps)
        try:
            yield
        finally:
            for observe in observers:
                observe(False)

    def _views(self, run: CellRun, plan: CellPlan) -> tuple[Bundle, ...]:
        views = [shown for view in plan.views if (shown := view(run)) is not None]
        result = run.result
        if result is not None and result.before is not None and result.after is not None and plan.view != "off":
            show = display.pools_full if plan.view == "on" else display.pools_short
            views.append(show(result.before, result.after, result.elapsed_s))
        return tuple(views)

    def _outcome(self, result: RunResult, chunk: Chunk, text: CellText, views: tuple[Bundle, ...]) -> CellOutcome:
        if result.error is None:
            shown = self._values_bundle(result.values) if chunk.shows and _is_worth_showing(result, chunk) else None
            return CellOutcome(result=shown, views=views)
        if result.error.kind == "exit" and result.error.exit_code == 0:
            return CellOutcome(notice=f"{_EXIT_NOTICE}\n", views=views)
        failure = display.failure(result.error, self._sources.get)
        return CellOutcome(failure=_with_hint(failure, text), views=views)

    def _values_bundle(self, values: tuple[object, ...]) -> Bundle:
        return display.values_bundle(values, self._own_description)

    def _own_description(self, value: LuaValue) -> str | None:
        """Return the text that a value's __tostring or __name gives it, or None."""
        metatable = value.metatable
        if metatable is None or (metatable.get("__tostring") is None and metatable.get("__name") is None):
            return None
        try:
            return display.decode(self.interpreter.tostring(value))
        except LuaError as error:
            return f"{display.decode(value.text())} (error in __tostring: {error.message})"

    def _keep_source(self, label: str, code: str) -> None:
        if len(code) <= KEPT_SOURCE_LENGTH:
            self._sources[label] = code
            self._sources.move_to_end(label)
        while len(self._sources) > KEPT_SOURCES:
            self._sources.popitem(last=False)

    # ----------------------------------------------------------------------------------------------- questions

    def evaluate(self, expression: str) -> Bundle | Failure:
        """Return the values of an expression a front end asks for beside a cell, or its error."""
        result = self.interpreter.evaluate(expression.encode(), "=expression", snapshots=False)
        if result.error is not None:
            return display.failure(result.error, self._sources.get)
        return self._values_bundle(result.values) if result.values else display.bundle("nil")

    def complete(self, code: str, cursor: int) -> completion.Completions:
        """Return what could stand at the cursor."""
        return completion.complete(code, cursor, self.interpreter.globals)

    def inspect(self, code: str, cursor: int, detail: int) -> Bundle | None:
        """Return what is known of the name at the cursor, or None."""
        return inspection.inspect(code, cursor, self.interpreter.globals, self._sources.get, detail)

    # -------------------------------------------------------------------------------------------------- control

    def interrupt(self) -> None:
        """End the running cell, from any thread."""
        self.interpreter.interrupt()

    def reset(self) -> None:
        """Begin again with new globals; the settings stay."""
        pools = self.interpreter.pools.mode
        self.interpreter.close()
        self.interpreter = self._new_interpreter(pools)
        self.snapshots.clear()

    def close(self) -> None:
        """Give the interpreter back."""
        self.interpreter.close()


def _is_worth_showing(result: RunResult, chunk: Chunk) -> bool:
    """Say whether a cell gave values; the file that `io.write(…)` returns for more of the same is none."""
    if len(result.values) != 1 or not chunk.is_call:
        return bool(result.values)
    value = result.values[0]
    metatable = value.metatable if isinstance(value, LuaValue) and value.type == "userdata" else None
    return metatable is None or metatable.get("__name") != b"FILE*"


def _check_each_once(text: CellText) -> None:
    names = [line.shown_name for line in text.magics if line.is_cell_magic]
    for name in names:
        if names.count(name) > 1:
            raise MagicError(f"{name} stands twice in this cell; once is enough")


_EXIT_NOTICE = "os.exit: the cell ends here and the session goes on; restart the kernel to begin again"


def _with_hint(failure: Failure, text: CellText) -> Failure:
    """Add to a syntax error how magics are written, where the cell holds one in the wrong place."""
    misplaced = cells.misplaced_magic(text.lua) if failure.ename == "LuaSyntaxError" else None
    if misplaced is None:
        return failure
    where = f"{misplaced.shown_name} on line {misplaced.line}"
    hint = f"{where}: a magic stands in the first lines of a cell, before any Lua"
    return Failure(failure.ename, failure.evalue, (*failure.traceback, hint))
