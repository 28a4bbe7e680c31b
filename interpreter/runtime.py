"""Interpreter: the one object a host holds. It compiles, runs, measures, interrupts and counts.

It never prints and never raises for Lua's mistakes in `run`; `load` and `call` raise them. One thread at a time is
inside an interpreter, others wait; only `interrupt` and `running` are for any thread at any time. The work is done by
interpreter.vm.bridge.State, whose plain tuples records.py makes into records. That is imported with the first run or
snapshot: the command needs none of it on its way to the first line.
"""

from __future__ import annotations

import os
import sys
from time import perf_counter, sleep, thread_time

from interpreter.compiler.codegen import compile_chunk
from interpreter.errors import ERROR_KINDS, NO_MEMORY, LuaError, LuaSyntaxError
from interpreter.limits import Limits, byte_count
from interpreter.stdlib.libraries import open_libraries
from interpreter.syntax import parse as parse_bytes
from interpreter.syntax import tokens as token_rows
from interpreter.vm.bridge import LuaValue, State

TYPE_CHECKING = False  # importing typing would cost the command more than all of this module
if TYPE_CHECKING:
    from _thread import RLock
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, Never, Protocol, TextIO, TypeAlias

    from interpreter.compiler.disassembler import Listing
    from interpreter.limits import Number
    from interpreter.records import Failure, PoolsSeen
    from interpreter.results import (
        Attribution,
        CallTree,
        ErrorReport,
        PoolSnapshot,
        RunResult,
        Token,
        Trace,
    )
    from interpreter.sandbox import Folder
    from interpreter.syntax.ast import Chunk
    from interpreter.vm.bridge import RentedBytes

    Sink: TypeAlias = Callable[[bytes], object]
    KeptLocals: TypeAlias = list[tuple[Any, ...]]
    Outcome: TypeAlias = tuple[tuple[object, ...], ErrorReport | None]

    class Source(Protocol):
        """What io.read reads from."""

        def readline(self, limit: int = -1, /) -> bytes:
            """Return one line with its newline, at most `limit` bytes of it; nothing at the end."""

        def read(self, n: int = -1, /) -> bytes:
            """Return `n` bytes, all of them for a negative `n`; fewer at the end."""


MODES = ("on", "off", "poison")
"""How pools work; a mode's place is its number in the VM."""

_LEAST_STRESS = 255
_SEED_BYTES = 8
_LENT_POLL_S = 0.001


class Interpreter:
    """Hold one Lua state: its globals live on from run to run."""

    def __init__(
        self,
        *,
        pools: str | None = None,
        capacities: Mapping[str, int | str] | None = None,
        stdout: Sink | None = None,
        stderr: Sink | None = None,
        stdin: Source | None = None,
        arguments: Iterable[str | bytes] = (),
        owns_process: bool = False,
        sandbox: str = "full",
        libraries: Iterable[str] | None = None,
        limits: Mapping[str, Number | None] | None = None,
        filesystem: Folder | bool | None = None,
        environment: Mapping[str, str] | None = None,
        hash_seed: int | str | None = None,
    ) -> None:
        """Make a new state.

        `pools` is a mode, by default what PLUA_POOLS says, else "on"; `capacities` is what pools retain, as in
        Pools.capacity, by name. What Lua writes goes to `stdout` and `stderr`, what it reads comes from `stdin`; None
        means the process's own. `arguments` become the global `arg`.
        `owns_process` makes the process Lua's, as the `lua` command does: the standard streams are those of the C
        library and none of the three is asked, Ctrl-C is an error that pcall catches and a second one ends the process,
        and os.exit leaves without running closers.

        `sandbox` is a preset: "full", "notebook" (memory is limited to what the machine can spare) or "restricted" (no
        programs, no debug library, no binary chunks, files of the working folder only, an empty environment). The rest
        overrides it: `libraries` by name, `limits` as in Limits, `filesystem` True for all files, False for none or a
        folder, `environment` for os.getenv.

        The order of `pairs` follows from the hashes of strings, these from `hash_seed`: a number, or "random", so that
        nobody can make up keys that collide. By default it is what PLUA_HASH_SEED says, else random in the preset
        "restricted" and in the others always the same. Raises ValueError for an unknown mode, pool, preset, library,
        limit or seed.
        """
        self._lent = 0
        pools = _default_mode() if pools is None else pools
        seed = _hash_seed(hash_seed, sandbox)
        write = _writer(stdout or _own_stdout, stderr or _own_stderr)
        self._state: Any = State(_mode_number(pools), write, _reader(stdin), compile_chunk, owns_process, *seed)
        self._lock: RLock = self._state.lock
        self.limits = Limits(self._state.set_limits)
        given = libraries, limits, filesystem, environment
        self._open_libraries(None if sandbox == "full" and given == (None,) * 4 else (sandbox, *given))
        self._is_closed = False
        self._pools_seen: PoolsSeen = {}
        stress = _gc_stress()
        if stress:
            self._state.set_gc_stress(stress)
        self.pools = Pools(self._state, self._lock, pools, self._pools_seen)
        for name, most in (capacities or {}).items():
            self.pools.capacity(name, most)
        listed = [_to_bytes(argument) for argument in arguments]
        if listed:
            self._state.set_arguments(None, listed)

    def _open_libraries(self, bounds: tuple[Any, ...] | None) -> None:
        """Open what the sandbox made of `bounds` allows; None: everything."""
        if bounds is None:
            open_libraries(self._state)
            self._state.check_complete()
            return
        from interpreter.sandbox import LIBRARIES, Sandbox

        box = Sandbox(*bounds)
        environment = None if box.environment is None else dict(box.environment)
        self._state.confine(box.allows, environment, box.is_restricted)
        open_libraries(self._state)
        self._state.check_complete()
        self._remove([name for name in LIBRARIES if name not in box.libraries], box.refused)
        self.limits.set(**box.limits)

    def _remove(self, libraries: Iterable[str], functions: Iterable[str]) -> None:
        """Take libraries and single functions away before any Lua code runs."""
        names = self._state.globals
        loaded = names.get("package").get("loaded")
        for name in functions:
            library, _, function = name.partition(".")
            names.get(library).set(function, None)
        if "package.cpath" in functions:  # what looks there goes too: it would fail, and `require` with it
            for place in (4, 3):
                names.get("package").get("searchers").set(place, None)
        for name in libraries:
            names.set(name, None)
            loaded.set(name, None)
            if name == "package":
                names.set("require", None)

    # ---------------------------------------------------------------------------------------------------- running

    def run(
        self,
        source: str | bytes,
        chunkname: str | bytes = "=(run)",
        *,
        snapshots: bool = True,
        keeps_locals: bool = False,
        arguments: Iterable[object] = (),
    ) -> RunResult:
        """Compile and run a chunk, and tell how it went; never raises for Lua's mistakes.

        The chunk name is as in Lua: "=shown as it is", "@file.lua", or source text. `snapshots` asks for the counters
        before and after, `arguments` are what the chunk's `...` holds. With `keeps_locals` the chunk sees the top-level
        locals of earlier ones run so, and leaves its own, as if it were the next lines of their block; what is to be
        closed is closed at its end, and `_ENV` is its own.
        """
        text, name = _to_bytes(source), _to_bytes(chunkname)
        return self._measured(lambda: self._loader(keeps_locals)(text, name), tuple(arguments), name, snapshots)

    def evaluate(
        self,
        source: str | bytes,
        chunkname: str | bytes = "=(run)",
        *,
        snapshots: bool = True,
        keeps_locals: bool = False,
    ) -> RunResult:
        """Run a chunk as `run` does, but read it as a list of expressions if that is possible, as Lua's prompt does."""
        text, name = _to_bytes(source), _to_bytes(chunkname)
        load = self._loader(keeps_locals)
        return self._measured(lambda: _load_expressions(load, text, name), (), name, snapshots)

    def _loader(self, keeps_locals: bool) -> Callable[[bytes, bytes], LuaValue]:
        state = self._open_state()
        load: Callable[[bytes, bytes], LuaValue] = state.load_keeping if keeps_locals else state.load
        return load

    @property
    def kept_locals(self) -> dict[bytes, object]:
        """The locals that chunks run with `keeps_locals` have left, by name, the last declared last."""
        with self._lock:
            found: dict[bytes, object] = self._open_state().kept_locals()
            return found

    def kept_for(self, source: str | bytes) -> KeptLocals | None:
        """Return what `parse` and `disassemble` need to read a chunk as `run` with `keeps_locals` would now."""
        with self._lock:
            offers: KeptLocals | None = self._open_state().kept_for(_to_bytes(source))
            return offers

    def forget_locals(self) -> None:
        """Let later chunks see none of the locals that earlier ones have left."""
        with self._lock:
            self._open_state().forget_locals()

    def run_function(self, function: LuaValue, *arguments: object, snapshots: bool = True) -> RunResult:
        """Call a function, and tell how it went as `run` does."""
        return self._measured(lambda: function, arguments, None, snapshots)

    def load(self, source: str | bytes, chunkname: str | bytes = "=(load)", *, keeps_locals: bool = False) -> LuaValue:
        """Return a chunk as a function; raise LuaSyntaxError, or LuaError where an interrupt or a limit ends it.

        See `run` for `keeps_locals`.
        """
        with self._lock:
            try:
                return self._loader(keeps_locals)(_to_bytes(source), _to_bytes(chunkname))
            except MemoryError:
                raise _memory_error() from None

    def call(self, function: object, *arguments: object) -> tuple[object, ...]:
        """Return what a function returns; raise LuaError for what ends it otherwise, from what a callback raised."""
        with self._lock:
            values: tuple[object, ...]
            try:
                values, failure = self._open_state().run(function, arguments)
            except MemoryError:
                raise _memory_error() from None
            if failure is None:
                self._state.raised = None
                return values
            raise self._lua_error(failure)

    def tostring(self, value: object) -> bytes:
        """Return a value as Lua's tostring does, metamethods included; raise LuaError where that fails."""
        with self._lock:
            text: bytes = self._open_state().tostring(value)
            return text

    def interrupt(self) -> None:
        """End the running chunk with an error that no pcall catches; from any thread, or a signal handler."""
        if not self._is_closed:
            self._state.interrupt()

    def report_crash(self, fd: int) -> None:
        """Have written to a file descriptor where Lua was, if a fatal signal ends the process.

        The interpreter that was asked last is told of. Handlers that were set before (Python's faulthandler) run next.
        """
        with self._lock:
            self._open_state().watch_crash(fd)

    @property
    def running(self) -> bool:
        """Whether Lua code is running."""
        return bool(self._state.running)

    @property
    def lock(self) -> RLock:
        """The lock that is held while Lua runs: who reads tables in another thread than Lua's takes it."""
        return self._lock

    def lent(self) -> Lent:
        """Let other threads run Lua while a function of the host, called from Lua in this one, does something else.

        Their runs are over when the block is left: it waits for them.
        """
        return Lent(self)

    @property
    def is_lent(self) -> bool:
        """Whether Lua waits for a function of the host that has lent the interpreter."""
        return self._lent > 0

    @property
    def depth(self) -> int:
        """How many runs are under way, one inside the other: functions of the host may call Lua again."""
        return int(self._state.depth)

    @property
    def called_as_method(self) -> bool:
        """Whether the running function of the host was called as `object:name(…)`; only that function may ask."""
        return bool(self._state.called_as_method())

    def read_stdin(self, *, line: bool = False) -> bytes:
        """Return what is left of the standard input of a process that Lua owns, or a line of it; raise OSError."""
        with self._lock:
            text: bytes = self._open_state().read_stdin(line)
            return text

    def flush(self) -> None:
        """Hand over what Lua wrote and still waits to leave."""
        with self._lock:
            self._open_state().flush()

    def _lua_error(self, failure: Failure) -> LuaError:
        """Return the exception for a call that ended with `failure`; what a host's function raised is its cause."""
        kind, value, message, traceback, exit_code = failure
        error = LuaError(message, value, traceback.decode("utf-8", "backslashreplace"))
        error.value = value  # nil is an error value too
        error.raw_traceback = traceback
        error.kind = ERROR_KINDS[kind]
        error.exit_code = exit_code
        error.closes = self._state.exit_closes
        raised, self._state.raised = self._state.raised, None
        if raised is not None and raised[0] == value:
            error.__cause__ = raised[1]
        return error

    def _measured(
        self, load: Callable[[], LuaValue], arguments: tuple[object, ...], name: bytes | None, snapshots: bool
    ) -> RunResult:
        """Run what `load` returns between two snapshots; a Ctrl-C in any of our own steps is an interrupt too."""
        from interpreter.results import RunResult

        self._open_state()
        try:
            with self._lock:
                before = self.snapshot() if snapshots else None
                clock_s, cpu_s = perf_counter(), thread_time()
                values, error = self._outcome(load, arguments, name)
                clock_s, cpu_s = perf_counter() - clock_s, thread_time() - cpu_s
                after = self.snapshot() if snapshots else None
                return RunResult(values, error, clock_s, cpu_s, before, after)
        except KeyboardInterrupt as error:
            return RunResult((), _exception_report(error, name), 0.0, 0.0, None, None)

    def _outcome(self, load: Callable[[], LuaValue], arguments: tuple[object, ...], name: bytes | None) -> Outcome:
        try:
            values, failure = self._state.run(load(), arguments)
            self._state.raised = None
            return (values, None) if failure is None else ((), _failure_report(failure, name, self._state.hook_removed))
        except (LuaError, MemoryError, KeyboardInterrupt) as error:
            return (), _exception_report(error, name)

    # ---------------------------------------------------------------------------------------------------- globals

    @property
    def globals(self) -> LuaValue:
        """The table of globals."""
        with self._lock:
            return self._open_state().globals

    def set_global(self, name: str | bytes, value: object) -> None:
        """Give a global a value; see LuaValue for what Lua makes of a Python value."""
        with self._lock:
            self._open_state().set_global(_to_bytes(name), value)

    def read_global(self, name: str | bytes) -> object:
        """Return a global as Lua code gets it, by metamethods too; raise LuaError where one fails."""
        with self._lock:
            value, failure = self._open_state().read_global(_to_bytes(name))
            if failure is None:
                return value
            raise self._lua_error(failure)

    def assign_global(self, name: str | bytes, value: object) -> None:
        """Give a global a value as Lua code does it, by metamethods too; raise LuaError where one fails."""
        with self._lock:
            _, failure = self._open_state().assign_global(_to_bytes(name), value)
            if failure is not None:
                raise self._lua_error(failure)

    def set_warnings(self, on: bool) -> None:
        """Let `warn` write its warnings, or not."""
        with self._lock:
            self._open_state().set_warnings(on)

    def make(self, value: object) -> object:
        """Return what Lua makes of a Python value: a LuaValue for a dict, a list or a function."""
        with self._lock:
            return self._open_state().make(value)

    def set_python_metatable(self, metatable: LuaValue) -> None:
        """Give each PythonObject that Lua is handed from now on a metatable; without one it can do nothing with it."""
        with self._lock:
            self._open_state().set_python_metatable(metatable)

    # --------------------------------------------------------------------------------------------------- counters

    def snapshot(self) -> PoolSnapshot:
        """Return all counters as they are now, and begin a new interval for high-water marks and peaks."""
        self._open_state()
        return self.pools.snapshot()

    def peek(self) -> PoolSnapshot:
        """Return the counters as they are, also in the middle of a run, where a listener may ask.

        No interval begins, nothing is trimmed, and the heap is not walked: its size classes and the functions are left
        out, and the live bytes of its kinds are those of the last snapshot.
        """
        with self._lock:
            return _snapshot(self._open_state().peek(), self._pools_seen)

    def offer_pools(self, *, as_global: bool = False) -> None:
        """Let `require "pools"` give Lua code the figures of `peek` as tables; `as_global`: have it there at once.

        The module is `interpreter/pools.lua`: `pools.snapshot()` and `pools.since(snapshot)`.
        """
        offer = self.load(_OFFER_POOLS, "=(pools)")
        self.call(offer, _pools_source, lambda: self.peek().figures(), _counters, as_global)

    def listen(self, listener: Callable[[], object] | None) -> None:
        """Call something tens of times a second while Lua runs, in the thread that runs it; None: no longer.

        It may look, but not run Lua; what it raises ends the run.
        """
        with self._lock:
            self._open_state().listener = listener

    def collect(self) -> None:
        """Run a full garbage collection, finalizers included."""
        with self._lock:
            self._open_state().collect()

    def count_functions(self, on: bool) -> None:
        """Count entries by function from now on, or no longer."""
        with self._lock:
            self._open_state().set_counting(on)

    def call_tree(self) -> CallTree:
        """Return who called whom since `count_functions` was switched on."""
        from interpreter.records import call_tree

        with self._lock:
            return call_tree(*self._open_state().call_tree())

    def attribute(self, on: bool) -> None:
        """Attribute what is rented and allocated to single instructions from now on, from zero, or no longer."""
        with self._lock:
            self._open_state().attribute(on)

    def attribution(self) -> Attribution:
        """Return what was attributed since `attribute` was switched on."""
        from interpreter.records import attribution

        with self._lock:
            return attribution(*self._open_state().attribution())

    def start_trace(self, limit: int) -> None:
        """Record the state before each of the next `limit` instructions; raise ValueError for a limit below 1."""
        if limit < 1:
            raise ValueError(f"limit is {limit!r}; it may be 1 or more instructions")
        with self._lock:
            self._open_state().trace(limit)

    def stop_trace(self) -> Trace:
        """Record no more, and return the steps since start_trace; MemoryError where they did not fit."""
        from interpreter.records import trace

        with self._lock:
            rows, truncated = self._open_state().traced()
            self._state.trace(0)
            return trace(rows, truncated)

    # ------------------------------------------------------------------------------------------------------ ending

    def close(self) -> int | None:
        """Run the remaining finalizers and free the state; a second time does nothing.

        Returns the status of an os.exit that a finalizer called, else None. Raises RuntimeError if Lua code is running
        in this thread; waits for another thread's.
        """
        with self._lock:
            if self._is_closed:
                return None
            if self._state.running:
                raise RuntimeError("this interpreter is running; a function called from Lua cannot close it")
            self._is_closed = True
            status: int | None = self._state.close()
            return status

    def __enter__(self) -> Interpreter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> Never:
        """Refuse: a copy would close what the other still uses."""
        raise TypeError("an Interpreter cannot be copied or pickled; make another one")

    def _open_state(self) -> Any:
        if self._is_closed:
            raise RuntimeError("this interpreter is closed; make a new one")
        return self._state


class Lent:
    """Give an interpreter's lock away, and take it back when the runs of other threads are over.

    Runs nest on one stack: the run that lent goes on only when it is the innermost again.
    """

    __slots__ = ("_depth", "_held", "_interpreter")

    def __init__(self, interpreter: Interpreter) -> None:
        """Lend `interpreter`."""
        self._interpreter: Any = interpreter

    def __enter__(self) -> None:
        lua = self._interpreter
        self._depth = lua._state.depth
        lua._lent += 1
        if lua._state.take_interrupt():  # it came before anybody could see that a signal is needed to end what follows
            lua._lent -= 1
            raise KeyboardInterrupt
        try:
            self._held = lua._lock._release_save()  # no shallower a call than those of __exit__, which must not fail
        except RecursionError:
            lua._lent -= 1
            raise

    def __exit__(self, *_: object) -> None:
        lua = self._interpreter
        interrupted = False
        lua._lock._acquire_restore(self._held)
        while lua._state.depth != self._depth:
            self._held = lua._lock._release_save()
            try:
                sleep(_LENT_POLL_S)
            except KeyboardInterrupt:
                interrupted = True
                lua.interrupt()
            lua._lock._acquire_restore(self._held)
        lua._lent -= 1
        if interrupted:
            raise KeyboardInterrupt


_OFFER_POOLS = b"""
local read, now, counted, as_global = ...
local function open()
  return assert(load(read(), "=pools.lua"))(now, counted)
end
package.preload.pools = open
if as_global then pools = open() package.loaded.pools = pools end
"""


def _pools_source() -> bytes:
    """Return the module's source."""
    with open(os.path.join(os.path.dirname(__file__), "pools.lua"), "rb") as file:
        return file.read()


def _counters() -> dict[str, bool]:
    """Return the names of the figures that count upwards."""
    from interpreter.results import COUNTERS

    return dict.fromkeys(COUNTERS, True)


def _failure_report(failure: Failure, name: bytes | None, hook_removed: bool) -> ErrorReport:
    from interpreter.records import failure_report

    return failure_report(failure, name, hook_removed)


def _exception_report(error: BaseException, name: bytes | None) -> ErrorReport:
    from interpreter.records import exception_report

    return exception_report(error, name)


def _snapshot(counters: dict[str, Any], seen: PoolsSeen) -> PoolSnapshot:
    from interpreter.records import snapshot

    return snapshot(counters, seen, MODES[counters["mode"]])


class Pools:
    """Switches of one interpreter's pools; what they do is read from its snapshots."""

    __slots__ = ("_lock", "_mode", "_seen", "_state")

    def __init__(self, state: Any, lock: RLock, mode: str, seen: PoolsSeen) -> None:
        """Control the pools of `state`, which works in `mode`; `seen` has the records last made."""
        self._state = state
        self._lock = lock
        self._mode = mode
        self._seen = seen

    def snapshot(self) -> PoolSnapshot:
        """Return all counters as they are now; see Interpreter.snapshot."""
        with self._lock:
            return _snapshot(self._state.counters(), self._seen)

    @property
    def mode(self) -> str:
        """How the pools work: "on", "off" (every rent allocates) or "poison" (wrong uses are found)."""
        return self._mode

    @mode.setter
    def mode(self, mode: str) -> None:
        with self._lock:
            self._state.set_mode(_mode_number(mode))
            self._mode = mode

    def trim(self, level: str = "all") -> None:
        """Free what is retained: all of it, or with "idle" what is above the capacities."""
        if level not in ("all", "idle"):
            raise ValueError(f"level is {level!r}; it may be 'all' or 'idle'")
        with self._lock:
            self._state.trim(level == "all")

    def fault(self, name: str, fault: str) -> None:
        """Plant a fault in a pool, for teaching and tests, or with "off" mend it: what was lost is given back then.

        "no_return" gives back nothing that leaves, "double_return" all of it twice: snapshots show both, with the
        lines that rented. Memory stays whole, except that poison mode ends the process at the second return, as it
        would at a real one, and at the next rent after "use_after_return", which it alone can have.
        Raises ValueError for an unknown pool or fault.
        """
        from interpreter.results import FAULTS, FAULTY_POOLS

        if name not in FAULTY_POOLS:
            raise ValueError(f"pool is {name!r}; a fault may be planted in {', '.join(FAULTY_POOLS)}")
        if fault not in FAULTS:
            raise ValueError(f"fault is {fault!r}; it may be {', '.join(FAULTS)}")
        if fault == "use_after_return" and self._mode != "poison":
            raise ValueError("'use_after_return' would do harm unless pools are poisoned; set mode to 'poison' first")
        with self._lock:
            self._state.plant_fault(FAULTY_POOLS.index(name), FAULTS.index(fault))

    def buffer(self) -> RentedBytes:
        """Rent a byte buffer from the pool `scratch`: `write` adds to it, `value()` copies it, `clear` empties it.

        It goes back at the end of a `with` block, or by `give_back`; used after that it raises ValueError. Until then
        snapshots count it as live. Raises MemoryError where there is none.
        """
        with self._lock:
            rented: RentedBytes = self._state.rent_bytes()
            return rented

    def reset_counters(self) -> None:
        """Count from zero; what is live or retained stays counted as such."""
        with self._lock:
            self._state.reset_counters()

    def capacity(self, name: str, most: int | str) -> None:
        """Let a pool, or with `locals` or `varargs` each of its sizes, retain at most so many objects.

        A text such as "64KiB" gives their bytes instead. Below 256 objects what is beyond is dropped at each return,
        else it is trimmed at collections and snapshots. Raises ValueError for an unknown pool, a negative number, or a
        text that is no number of bytes.
        """
        from interpreter.results import BOUNDED_POOLS

        names = [pool for pool in BOUNDED_POOLS if pool == name or pool.startswith(f"{name}[")]
        if not names:
            raise ValueError(f"pool is {name!r}; those with a capacity are {', '.join(BOUNDED_POOLS)}")
        number = byte_count(most) if isinstance(most, str) else most
        if number is None or number < 0:
            raise ValueError(f"capacity of {name} is {most!r}; it may be 0 or more objects, or bytes such as '64KiB'")
        with self._lock:
            for pool in names:
                self._state.set_capacity(pool, number, isinstance(most, str))


# ------------------------------------------------------------------------------------------------ module functions


def parse(source: str | bytes, chunkname: str | bytes = "=(parse)", kept: KeptLocals | None = None) -> Chunk:
    """Return the syntax tree of a chunk; raise LuaSyntaxError. `kept` is what Interpreter.kept_for gives."""
    return parse_bytes(_to_bytes(source), _to_bytes(chunkname), 2, kept)


def tokenize(source: str | bytes, chunkname: str | bytes = "=(tokens)") -> tuple[Token, ...]:
    """Return the tokens of a chunk, comments too; raise LuaSyntaxError for what is no token."""
    from interpreter.results import Token

    return tuple(Token(*token) for token in token_rows(_to_bytes(source), _to_bytes(chunkname)))


def disassemble(
    source: str | bytes, chunkname: str | bytes = "=(listing)", kept: KeptLocals | None = None
) -> Listing:
    """Return the instructions that a chunk compiles to; raise LuaSyntaxError. `kept` is as in `parse`."""
    from interpreter.compiler.disassembler import disassemble_proto

    return disassemble_proto(compile_chunk(_to_bytes(source), _to_bytes(chunkname), kept))


# ------------------------------------------------------------------------------------------------ input and output


def _writer(stdout: Sink, stderr: Sink) -> Callable[[int, bytes], None]:
    def write(stream: int, data: bytes) -> None:
        (stdout if stream == 1 else stderr)(data)

    return write


def _reader(stdin: Source | None) -> Callable[[int, bool], bytes]:
    def read(n: int, line: bool) -> bytes:
        source = _own_stdin() if stdin is None else stdin
        return source.readline(n) if line else source.read(n)

    return read


def _own_stdout(data: bytes) -> None:
    _write(sys.stdout, data)


def _own_stderr(data: bytes) -> None:
    _write(sys.stderr, data)


def _write(stream: TextIO | None, data: bytes) -> None:
    if stream is not None:  # the process may have been started without it
        stream.buffer.write(data)
        stream.buffer.flush()


def _own_stdin() -> Source:
    if sys.stdin is None:
        raise OSError("standard input is closed")
    return sys.stdin.buffer


def _to_bytes(text: str | bytes) -> bytes:
    """Return Lua's form of a text; half a surrogate pair is encoded like any other code point. Raises TypeError."""
    if isinstance(text, str):
        return text.encode("utf-8", "surrogatepass")
    if not isinstance(text, (bytes, bytearray)):
        raise TypeError(f"a text is str or bytes, not {type(text).__name__}")
    return bytes(text)


def refused_variables() -> dict[str, str]:
    """Return the variables of the environment that no interpreter can be made with, and what each may be."""
    refused = {}
    checks: dict[str, Callable[[], object]] = {
        "PLUA_POOLS": _default_mode,
        "PLUA_HASH_SEED": lambda: _hash_seed(None, "full"),
        "PLUA_GC_STRESS": _gc_stress,
    }
    for name, check in checks.items():
        try:
            check()
        except ValueError as error:
            refused[name] = str(error)
    return refused


def _gc_stress() -> int:
    """Return how PLUA_GC_STRESS asks for collections: at one safepoint in so many, 0 for only when one is due."""
    text = os.environ.get("PLUA_GC_STRESS", "") or "0"
    if not text.isascii() or not text.isdigit() or int(text) > _LEAST_STRESS:
        allowed = f"it may be 0 to {_LEAST_STRESS}: collect at one safepoint in so many"
        raise ValueError(f"PLUA_GC_STRESS is {text!r}; {allowed}")
    return int(text)


def _hash_seed(wanted: int | str | None, sandbox: str) -> tuple[int, ...]:
    """Return the seed of the hashes of strings; nothing for the usual one."""
    given_as = "the hash seed"
    if wanted is None and os.environ.get("PLUA_HASH_SEED"):
        given_as, wanted = "PLUA_HASH_SEED", os.environ["PLUA_HASH_SEED"]
    elif wanted is None and sandbox == "restricted":
        wanted = "random"
    if wanted is None:
        return ()
    if wanted == "random":
        return (int.from_bytes(os.urandom(_SEED_BYTES)),)
    text = str(wanted)
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"{given_as} is {wanted!r}; it may be a number or 'random'")
    return (int(text) % (1 << 8 * _SEED_BYTES),)


def _default_mode() -> str:
    """Return the mode that PLUA_POOLS names, "on" where it names none."""
    mode = os.environ.get("PLUA_POOLS", "") or "on"
    if mode not in MODES:
        raise ValueError(f"PLUA_POOLS is {mode!r}; it may be {', '.join(MODES)}")
    return mode


def _mode_number(mode: str) -> int:
    if mode not in MODES:
        raise ValueError(f"pools is {mode!r}; it may be {', '.join(MODES)}")
    return MODES.index(mode)


def _memory_error() -> LuaError:
    """Return the exception for a MemoryError that met no Lua code."""
    error = LuaError(NO_MEMORY, NO_MEMORY, "")
    error.kind = "memory"
    return error


def _load_expressions(load: Callable[[bytes, bytes], LuaValue], text: bytes, name: bytes) -> LuaValue:
    try:
        return load(b"return " + text + b";", name)
    except LuaSyntaxError:
        return load(text, name)
