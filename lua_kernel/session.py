"""One notebook's life: its interpreter, its magics, what its cells gave.

A session runs cells and hands back outcomes; how these travel to a page is the kernel's business. It never prints:
what Lua writes leaves through the ports, and so does what a magic shows before the cell runs.
"""

from __future__ import annotations

import os
import re
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from interpreter import Interpreter, LuaSyntaxError, LuaValue

from . import cells, display, failures, hints, pools_view
from .cells import CellText, Chunk, MagicLine, Question
from .display import Bundle
from .failures import Failure
from .library import Library
from .magics import cell_magic, find, help_for, line_magic, usage_of
from .magics.record import CellPlan, CellRun, MagicError, RunFailedError
from .pools_view import CellTraffic
from .ports import Nobody, Ports, Watcher
from .results import Results
from .stage import Stage
from .world import World, titles_of

if TYPE_CHECKING:
    from interpreter import ErrorReport, PoolSnapshot, RunResult

    from .completion import Completions

VIEWS = ("on", "short", "off")
"""How much of the pools' statistics follows each cell."""

KEPT_SOURCES = 500
KEPT_CHARACTERS = 20_000_000
"""How much Lua of earlier cells and files is kept for errors and questions; the last is, whatever its size."""

READ_CHARACTERS = 200_000
"""How much of a file is read to show a function's text."""

KEPT_CELLS = 100

HARMLESS_MAGICS = frozenset([
    "pools", "frames", "allocs", "compare", "heap", "gc", "time", "timeit", "profile", "bytecode", "ast", "tokens",
    "trace", "limits", "locals", "reset", "lsmagic", "who", "whos", "pwd",
])  # fmt: skip
"""Those that a restricted session has too; some refuse part of what they do."""


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

    def __init__(
        self,
        ports: Ports,
        *,
        view: str = "short",
        pools: str | None = None,
        python: bool = True,
        keeps_locals: bool = True,
        sandbox: str = "full",
        limits: Mapping[str, int | float | None] | None = None,
    ) -> None:
        self.ports = ports
        self.keeps_locals = keeps_locals
        self.view = view
        self.traffic: deque[CellTraffic] = deque(maxlen=KEPT_CELLS)
        self._is_muted = False
        self._sandbox = sandbox
        self._limits = dict(limits or {})
        self._opens_python = python and not self.is_restricted
        self._watcher: Watcher = Nobody()
        self._capacities: dict[str, int | str] = {}
        self.faults: dict[str, str] = {}
        self._sources: OrderedDict[str, str] = OrderedDict()
        self._kept_characters = 0
        self.interpreter, self._library = self._open(pools)
        self._given = self._all_globals()
        self._results = Results(self.interpreter)
        self._titles = titles_of(self.interpreter.globals)
        self._listen()

    def new_interpreter(self, pools: str | None, listener: Callable[[bytes], None] | None = None) -> Interpreter:
        """Return an interpreter like the session's own that nothing has run in; the caller closes it.

        `listener` takes what it writes; else that leaves through the ports.
        """
        return self._open(pools, listener)[0]

    def _open(self, pools: str | None, listener: Callable[[bytes], None] | None = None) -> tuple[Interpreter, Library]:
        """Return a new interpreter and the notebook's libraries in it, which show nothing where there is a listener."""
        lua = Interpreter(
            pools=pools,
            capacities=self._capacities,
            stdout=listener or (lambda data: self._write(self.ports.stdout, data)),
            stderr=listener or (lambda data: self._write(self.ports.stderr, data)),
            stdin=self.ports.stdin,
            sandbox=self._sandbox,
            limits=self._limits,
        )
        lua.offer_pools(as_global=True)
        lua.pools.trim()  # a session begins with empty pools and counters: nothing of the notebook's has run
        lua.pools.reset_counters()
        ports = self.ports if listener is None else Ports(listener, listener, self.ports.stdin, lambda _: None)
        show, update = self._unmuted(_shown_as(ports)), self._unmuted(ports.update)
        stage = Stage(lua, show, update, self._unmuted(ports.clear), ports.flush, self._fail, ports.ask)
        return lua, Library(stage, python=self._opens_python, widgets=not self.is_restricted)

    def _fail(self, report: ErrorReport) -> None:
        """Show what ended a callback."""
        self.ports.fail(failures.failure(report, self._source_of))

    def _unmuted(self, show: Callable[..., None]) -> Callable[..., None]:
        return lambda *given: None if self._is_muted else show(*given)

    def _write(self, port: Callable[[bytes], None], data: bytes) -> None:
        if not self._is_muted:
            port(data)

    @contextmanager
    def muted(self) -> Iterator[None]:
        """Drop what Lua writes for a while: the output of runs that only measure."""
        self.interpreter.flush()
        self._is_muted = True
        try:
            yield
        finally:
            self.interpreter.flush()
            self._is_muted = False

    # ------------------------------------------------------------------------------------------------- sandbox

    @property
    def is_restricted(self) -> bool:
        """Whether the sandbox is the preset "restricted"."""
        return self._sandbox == "restricted"

    def refuse_where_restricted(self, what: str) -> None:
        """Raise MagicError where the sandbox is the preset "restricted"."""
        if self.is_restricted:
            raise MagicError(f"{what} is refused here: this session is restricted")

    def set_limits(self, limits: Mapping[str, int | float | None]) -> None:
        """Change limits, for later interpreters of the session too; raise ValueError for what is none."""
        self.interpreter.limits.set(**limits)
        self._limits.update(limits)

    # --------------------------------------------------------------------------------------------------- cells

    def run_cell(self, code: str, label: str) -> CellOutcome:
        """Run one cell, named `cell[label]` in messages; Lua's and the reader's mistakes become outcomes."""
        question = cells.question_of(code)
        if question is not None:
            return self._answer(question)
        if cells.asks_to_leave(code) and code.strip(" \n()") not in self._names():
            self.ports.leave()
            return CellOutcome(notice=_LEAVE_NOTICE)
        text = cells.read_cell(code)
        self._keep_source(label, code)
        try:
            return self._run_planned(text, self._plan(text), label)
        except MagicError as error:
            return CellOutcome(failure=failures.plain_failure("MagicError", str(error)))
        except RunFailedError as failed:
            return CellOutcome(failure=self._failure(failed, text))

    def _answer(self, question: Question) -> CellOutcome:
        """Show what is known of a name."""
        found = self.inspect(question.name, len(question.name), question.detail)
        if found is None:
            return CellOutcome(notice=f"nothing is known of {question.name}\n")
        self.ports.show(found)
        return CellOutcome()

    def _plan(self, text: CellText) -> CellPlan:
        """Run the cell's line magics, and let its cell magics say what is wanted of the cell."""
        _check_each_once(text)
        for line in text.magics:
            if line.name not in HARMLESS_MAGICS:
                self.refuse_where_restricted(line.shown_name)
        questions = [help_for(line.shown_name) for line in text.magics if line.asks_help]
        actions = [(line_magic(line.name), line.words) for line in _line_magics(text)]
        wishes = [(cell_magic(line.name), line.words) for line in _cell_magics(text)]
        plan = CellPlan()
        for wish, words in wishes:
            wish(plan, words)
        _check_text_stands_alone(plan, text)
        for shown in chain(questions, (run(self, words) for run, words in actions)):
            if shown is not None:
                self.ports.show(shown)
        plan.view = plan.view or self.view
        return plan

    def _run_planned(self, text: CellText, plan: CellPlan, label: str) -> CellOutcome:
        if plan.takes_text is not None:
            self.ports.show(plan.takes_text(text.body))
            return CellOutcome()
        if not text.has_lua:
            return CellOutcome(notice=_empty_notice(text))
        chunk = cells.chunk_of(text.lua)
        run = self._cell_run(text, chunk, plan, label)
        try:
            views = self._magic_views(run, plan)
        except LuaSyntaxError as error:
            failure = failures.syntax_failure(error, self._source_of)
            return CellOutcome(failure=_with_hint(failure, text, self._hint_at(failure.evalue)))
        measured, failed = self._measure(run, plan)
        views += [*measured, *self._pools_view(plan, run.result)]
        return self._outcome(run.result, chunk, text, failed, tuple(views), label)

    def _cell_run(self, text: CellText, chunk: Chunk, plan: CellPlan, label: str) -> CellRun:
        """Run a chunk where the plan says so, and return it with what was counted meanwhile."""
        kept = self._kept_for(chunk) if plan.shows_code else None  # before the cell leaves locals of its own
        result = self._execute(chunk, plan, label) if plan.executes else None
        attribution = self.interpreter.attribution() if result and plan.attributes else None
        tree = self.interpreter.call_tree() if result and plan.counts_functions else None
        trace = self.interpreter.stop_trace() if result and plan.traced_steps else None
        return CellRun(text.lua, chunk.listed_text, f"=cell[{label}]", result, attribution, tree, trace, kept)

    def _kept_for(self, chunk: Chunk) -> list[tuple[Any, ...]] | None:
        return self.interpreter.kept_for(chunk.text) if self.keeps_locals else None

    def _execute(self, chunk: Chunk, plan: CellPlan, label: str) -> RunResult:
        wants_snapshots = plan.view != "off" or bool(plan.views) or bool(plan.measures)

        def run() -> RunResult:
            with self._observed(plan):
                return self.interpreter.run(
                    chunk.text, f"=cell[{label}]", snapshots=wants_snapshots, keeps_locals=self.keeps_locals
                )

        result = self._watched(label, run)
        if result.before is not None and result.after is not None:
            self.traffic.append(CellTraffic(label, result.before, result.after, result.elapsed_s))
        return result

    def _watched(self, label: str, run: Callable[[], RunResult]) -> RunResult:
        """Run a chunk and let the watcher and the libraries know of its beginning and end."""
        self._watcher.cell_begins(label)
        result = run()
        self._watcher.cell_ends(result)
        self._library.cell_ends()
        return result

    def _measure(self, run: CellRun, plan: CellPlan) -> tuple[list[Bundle], RunFailedError | None]:
        """Run the cell further times for the magics that want it; stop at the first run that fails."""
        shown: list[Bundle] = []
        if run.result is not None and run.result.error is not None:
            return shown, RunFailedError(run.result.error)
        try:
            for measure in plan.measures:
                shown.append(measure(self, run))  # one by one: what was shown before a failure stays
        except RunFailedError as failed:
            return shown, failed
        return shown, None

    @contextmanager
    def _observed(self, plan: CellPlan) -> Iterator[None]:
        """Let the interpreter count what the cell's magics ask for, in this cell only."""
        wishes = (
            (self.interpreter.count_functions, plan.counts_functions),
            (self.interpreter.attribute, plan.attributes),
        )
        observers = [observe for observe, is_wanted in wishes if is_wanted]
        for observe in observers:
            observe(True)
        if plan.traced_steps:
            self.interpreter.start_trace(plan.traced_steps)
        try:
            yield
        finally:
            for observe in observers:
                observe(False)

    def _magic_views(self, run: CellRun, plan: CellPlan) -> list[Bundle]:
        return [shown for view in plan.views if (shown := view(run)) is not None]

    def _pools_view(self, plan: CellPlan, result: RunResult | None) -> list[Bundle]:
        if result is None or result.after is None or plan.view == "off":
            return []
        return [_pools_shown(self.traffic[-1], plan.view)]

    def _outcome(
        self,
        result: RunResult | None,
        chunk: Chunk,
        text: CellText,
        failed: RunFailedError | None,
        views: tuple[Bundle, ...],
        label: str,
    ) -> CellOutcome:
        shown = self._result(result, chunk) if result is not None else None
        if shown is not None and result is not None and label.isdecimal():
            self._results.add(int(label), result.values[0])
        if failed is None:
            return CellOutcome(result=shown, views=views)
        if failed.error.kind == "exit" and failed.error.exit_code == 0:
            return CellOutcome(result=shown, notice=f"{_EXIT_NOTICE}\n", views=views)
        return CellOutcome(result=shown, failure=self._failure(failed, text), views=views)

    def _failure(self, failed: RunFailedError, text: CellText) -> Failure:
        failure = failures.failure(failed.error, self._source_of)
        return _with_hint(failure, text, failed.hint or self._hint(failure, failed.error))

    def _hint(self, failure: Failure, error: ErrorReport) -> str:
        """Return what the reader may have meant, or what to do."""
        if failure.ename == "LuaError" and "in hook '?'" in failure.traceback[-1]:
            return _HOOK_HINT
        from .slips import is_of_program  # not needed before somebody errs

        if error.kind == "error" and is_of_program(error.traceback.decode(errors="replace"), failure.evalue):
            return ""
        return self._hint_at(failure.evalue)

    def _hint_at(self, message: str) -> str:
        """Return what a message and the line it names tell, the surest first: the reader's own names before others."""
        from .slips import about_nil, advice

        line, text = failures.line_named(message, self._source_of)
        return (
            hints.meant(message, [name for name, _, _ in self.own_variables()])
            or advice(message, line, text)
            or hints.meant(message, self._names())
            or hints.meant_field(message, line, self._fields_of)
            or about_nil(message)
        )

    def _fields_of(self, name: str) -> list[str]:
        """Return the fields of the table in a variable, of a string the methods."""
        value = self._locals().get(name, self.interpreter.globals.get(name))
        if isinstance(value, bytes):
            value = self.interpreter.globals.get("string")
        if not isinstance(value, LuaValue) or value.type != "table":
            return []
        return [key.decode() for key, _ in value.items(_MOST_NAMES) if isinstance(key, bytes) and _is_name(key)]

    def _names(self) -> list[str]:
        """Return the variables that a cell sees."""
        return [*self._all_globals(), *self._locals()]

    def _all_globals(self) -> dict[str, object]:
        """Return the globals whose keys are names."""
        found = self.interpreter.globals.items(_MOST_NAMES)
        return {name.decode(): value for name, value in found if _is_name(name)}

    def own_variables(self) -> list[tuple[str, str, object]]:
        """Return what cells have made: name, "global" or "local", value; the libraries and results are not theirs."""
        given = self._given
        made = ((name, "global", value) for name, value in self._all_globals().items() if value != given.get(name))
        kept = ((name, "local", value) for name, value in self._locals().items())
        return sorted(row for row in [*made, *kept] if not _is_result(row[0]))

    def _result(self, result: RunResult, chunk: Chunk) -> Bundle | None:
        is_wanted = chunk.shows and self._library.shows_results
        shows = result.error is None and is_wanted and _is_worth_showing(result, chunk)
        return self._values_bundle(result.values) if shows else None

    def _values_bundle(self, values: tuple[object, ...]) -> Bundle:
        return self._library.presenter.values(values)

    # --------------------------------------------------------------------------------------------------- files

    def run_file(self, name: str, source: bytes, arguments: tuple[str, ...]) -> Bundle | None:
        """Run a file's text as a program of its own; return its statistics, or raise RunFailedError."""
        self._keep_source(f"@{name}", display.decode(source).removesuffix("\n"))

        def run() -> RunResult:
            with self._script_arguments((name, *arguments)):
                return self.interpreter.run(source, f"@{name}", snapshots=self.view != "off", arguments=arguments)

        result = self._watched(name, run)
        if result.error is not None and (result.error.kind != "exit" or result.error.exit_code != 0):
            raise RunFailedError(result.error)
        if result.before is None or result.after is None:
            return None
        return _pools_shown(CellTraffic(name, result.before, result.after, result.elapsed_s), self.view)

    @contextmanager
    def _script_arguments(self, words: tuple[str, ...]) -> Iterator[None]:
        """Let `arg` hold a script's name and arguments while it runs."""
        before = self.interpreter.globals.get("arg")
        self.interpreter.set_global("arg", dict(enumerate(words)))
        try:
            yield
        finally:
            self.interpreter.set_global("arg", before)

    def write(self, data: bytes) -> None:
        """Print something that a program other than Lua has written."""
        self._write(self.ports.stdout, data)

    def _source_of(self, name: str) -> str | None:
        """Return the text of the cell with that number or of the file behind `@`, whose beginning may be cut."""
        if not name.startswith("@..."):
            return self._sources.get(name)
        return next((text for key, text in self._sources.items() if key[:1] == "@" and key.endswith(name[4:])), None)

    def _keep_source(self, label: str, code: str) -> None:
        self._kept_characters += len(code) - len(self._sources.pop(label, ""))
        self._sources[label] = code
        while len(self._sources) > KEPT_SOURCES or (self._kept_characters > KEPT_CHARACTERS and len(self._sources) > 1):
            self._kept_characters -= len(self._sources.popitem(last=False)[1])

    # ----------------------------------------------------------------------------------------------- questions

    def lua_of(self, label: str) -> str | None:
        """Return the Lua of the cell with that number, or None."""
        source = self._sources.get(label)
        return None if source is None else cells.chunk_of(cells.read_cell(source).lua).listed_text

    def evaluate(self, expression: str) -> Bundle | Failure:
        """Return the values of an expression a front end asks for beside a cell, or its error."""
        result = self.interpreter.evaluate(expression, "=expression", snapshots=False, keeps_locals=self.keeps_locals)
        if result.error is not None:
            return failures.failure(result.error, self._source_of)
        return self._values_bundle(result.values) if result.values else display.bundle("nil")

    def complete(self, code: str, cursor: int) -> Completions:
        """Return what could stand at the cursor."""
        from .completion import complete  # not needed before somebody types

        return complete(code, cursor, self._world())

    def inspect(self, code: str, cursor: int, detail: int) -> Bundle | None:
        """Return what is known of the name at the cursor, or None."""
        from .inspection import inspect  # and with it the documentation

        return inspect(code, cursor, self._world(), self._text_of_chunk, detail)

    def _world(self) -> World:
        folder = os.path.realpath(os.curdir) if self.is_restricted else None
        return World(self.interpreter.globals, self._locals(), self._titles, folder)

    def _text_of_chunk(self, name: str) -> str | None:
        """Return the text that a chunk's name stands for: a cell's, a file's, or that of a loaded string."""
        cell = _CELL_NAME.fullmatch(name)
        if cell:
            return self._sources.get(cell[1])
        if name[:1] == "@":
            return None if self.is_restricted else _text_of_file(name[1:])
        return name if name[:1] != "=" else None

    def _locals(self) -> dict[str, object]:
        """Return the locals that the next cell sees, by name."""
        kept = self.interpreter.kept_locals if self.keeps_locals else {}
        return {name.decode(): value for name, value in kept.items()}

    def set_keeps_locals(self, keeps: bool) -> None:
        """Let later cells see the top-level locals of earlier ones, or forget these."""
        self.keeps_locals = keeps
        self.interpreter.forget_locals()

    # -------------------------------------------------------------------------------------------------- control

    def interrupt(self) -> None:
        """End the running cell, from any thread."""
        self.interpreter.interrupt()

    def reset(self) -> None:
        """Begin again with new globals; the settings stay."""
        pools = self.interpreter.pools.mode
        self._library.close()
        self.interpreter.close()
        self.interpreter, self._library = self._open(pools)
        self._given = self._all_globals()
        self._results = Results(self.interpreter)
        self._titles = titles_of(self.interpreter.globals)
        self.traffic.clear()
        self.faults.clear()
        self._listen()

    def forget_results(self) -> None:
        """Drop the results of earlier cells."""
        self._results.clear()

    def peek(self) -> PoolSnapshot:
        """Return the counters as they are, while a cell runs too."""
        return self.interpreter.peek()

    def watch(self, watcher: Watcher | None) -> None:
        """Show running cells to a watcher instead of the one before, which is closed; None: to nobody."""
        self._watcher.close()
        self._watcher = watcher or Nobody()
        self._listen()

    def _listen(self) -> None:
        """Let those look who look while Lua runs: the watcher, and who has questions."""
        lookers = [look for look in (self.ports.look, self._watcher.poll) if look is not None]

        def look_all() -> None:
            for look in lookers:
                look()

        self.interpreter.listen(look_all if lookers else None)

    def set_capacity(self, pool: str, most: int | str) -> None:
        """Let a pool retain at most so many objects, or bytes of them; raise ValueError for a pool without capacity."""
        self.interpreter.pools.capacity(pool, most)
        self._capacities[pool] = most

    def plant_fault(self, pool: str, fault: str) -> None:
        """Let a pool fail in a way, "off" mends it; raise ValueError for a pool or fault that there is not."""
        self.interpreter.pools.fault(pool, fault)
        self.faults[pool] = fault

    def close(self) -> None:
        """Give the interpreter back."""
        self._watcher.close()
        self.interpreter.close()


_MOST_NAMES = 10_000
_CELL_NAME = re.compile(r"=cell\[(\w+)\]")


def _text_of_file(name: str) -> str | None:
    """Return the beginning of a file of Lua, or None where it cannot be read."""
    if not os.path.isfile(name):  # opening a pipe would wait for who writes
        return None
    try:
        with open(name, encoding="utf-8", errors="backslashreplace") as file:
            return file.read(READ_CHARACTERS)
    except OSError:
        return None


def _pools_shown(traffic: CellTraffic, view: str) -> Bundle:
    """Return the statistics of a run, all or in short."""
    return pools_view.pools_full(traffic) if view == "on" else pools_view.pools_short(traffic)


def _is_name(key: object) -> bool:
    return isinstance(key, bytes) and key.isascii() and key.decode().isidentifier()


def _is_result(name: str) -> bool:
    return name == "Out" or not name.strip("_0123456789")


def _shown_as(ports: Ports) -> Callable[[Bundle, str], None]:
    return lambda shown, display_id: ports.show_as(shown, display_id) if display_id else ports.show(shown)


def _is_worth_showing(result: RunResult, chunk: Chunk) -> bool:
    """Say whether a cell gave values; the file that `io.write(…)` returns for more of the same is none."""
    if len(result.values) != 1 or not chunk.is_call:
        return bool(result.values)
    value = result.values[0]
    metatable = value.metatable if isinstance(value, LuaValue) and value.type == "userdata" else None
    return metatable is None or metatable.get("__name") != b"FILE*"


def _line_magics(text: CellText) -> list[MagicLine]:
    return [line for line in text.magics if not line.is_cell_magic and not line.asks_help]


def _cell_magics(text: CellText) -> list[MagicLine]:
    return [line for line in text.magics if line.is_cell_magic and not line.asks_help]


def _check_each_once(text: CellText) -> None:
    names = [line.shown_name for line in _cell_magics(text)]
    for name in names:
        if names.count(name) > 1:
            raise MagicError(f"{name} stands twice in this cell; once is enough; usage: {usage_of(name)}")


def _check_text_stands_alone(plan: CellPlan, text: CellText) -> None:
    """Raise MagicError where a cell that is a text has a further cell magic."""
    *others, last = [line.shown_name for line in _cell_magics(text)] or [""]
    if plan.takes_text is not None and others:
        raise MagicError(f"{last} takes the cell as a text, so {others[0]} has nothing to do; leave one of them out")


def _empty_notice(text: CellText) -> str:
    """Return a line for each cell magic, where there is no Lua it could be about."""
    names = [line.shown_name for line in _cell_magics(text)]
    return "".join(f"{name}: this cell has no Lua on the lines below; usage: {usage_of(name)}\n" for name in names)


_HOOK_HINT = "the debug hook raised this, as it may in each later cell: %reset begins again without it"
_LEAVE_NOTICE = "exit: a console ends here; the kernel of a notebook is ended by the notebook's menu\n"
_EXIT_NOTICE = "os.exit: the cell ends here and the session goes on; restart the kernel to begin again"


def _with_hint(failure: Failure, text: CellText, hint: str) -> Failure:
    """Add a hint; where a magic in the wrong place can be the cause, how magics are written."""
    if failure.ename == "LuaSyntaxError" and text.lua.lstrip().startswith("%"):
        hint = "a magic is written %name or %%name, with no blank between; %lsmagic lists them all"
    misplaced = cells.misplaced_magic(text.lua)
    if misplaced is not None and _is_cause(misplaced, failure):
        where = f"{misplaced.shown_name} on line {misplaced.line}"
        hint = f"{where}: a magic stands in the first lines of a cell, before any Lua"
    return Failure(failure.ename, failure.evalue, (*failure.traceback, hint)) if hint else failure


def _is_cause(misplaced: MagicLine, failure: Failure) -> bool:
    """Say whether a line that looks like a magic explains an error: `x = 1` and `%heap` below are `x = 1 % heap`."""
    is_operand = find(misplaced.shown_name) is not None and f"(global '{misplaced.name}')" in failure.evalue
    return is_operand or failure.ename == "LuaSyntaxError"
