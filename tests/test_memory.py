"""The programs of tests/lua under memory stress, and what the C stack may hold.

Under stress (PLUA_GC_STRESS) a collection runs at safepoints where none is due: at each call, backward jump and
allocation with 1, at one of so many with more. With pools off each object is a malloc of its own, poisoned ones are
checked when they are rented again. `make asan` runs this file with the sanitizers, which see the rest.
"""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from identities import assert_identities
from interpreter import Interpreter, LuaError

TESTS = Path(__file__).parent
SMALL_STACK = 256 * 1024
ROUNDS = 1_000_000
TRAMPOLINE = os.environ.get("PLUA_BUILD") in ("trampoline", "asan")

# Deep stacks and large heaps, where a collection at every safepoint would take minutes.
HEAVY = (
    "coroutines/deep", "errors/overflow_in_handler", "gc/collectgarbage", "gc/large_heaps", "gc/steps",
    "limits/overflow", "limits/sizes", "metamethods/errors_inside", "pcall/handler_errors", "pools/closures_cells",
    "pools/frames_overflow", "pools/frames_recursion", "pools/tables_churn", "regression/c_levels",
    "regression/closers_in_depth", "regression/closers_of_failed", "regression/collections_everywhere",
    "regression/debug_details", "regression/frame_orphaned", "stdlib/debug_hooks", "tailcalls/depth",
)  # fmt: skip


PROGRAM_TIMEOUT_S = 1200 if TRAMPOLINE else 120  # under stress the slowest takes a tenth of it, alone on two cores


def run_programs(selection: str, stress: int) -> None:
    """Run the programs that a pytest expression selects, in a process that a crash may end; name one that hangs."""
    limit = f"--timeout={PROGRAM_TIMEOUT_S}"
    options = ["-q", "-p", "no:cacheprovider", limit, "-k", selection]
    command = [sys.executable, "-m", "pytest", *options, "test_lua_files.py"]
    done = subprocess.run(
        command, cwd=TESTS, env=os.environ | {"PLUA_GC_STRESS": str(stress)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-6000:]


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["on", "off", "poison"])
def test_programs_with_a_collection_at_every_safepoint(mode):
    run_programs(f"test_program and {mode}] and not later/ and not ({' or '.join(HEAVY)})", 1)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["on", "off", "poison"])
def test_heavy_programs_with_many_collections(mode):
    run_programs(f"test_program and {mode}] and ({' or '.join(HEAVY)})", 255)


def test_stress_collects(monkeypatch):
    counts = []
    for stress in ("0", "50", "1"):
        monkeypatch.setenv("PLUA_GC_STRESS", stress)
        with Interpreter() as interpreter:
            before = interpreter.snapshot().heap.collections
            assert interpreter.run("for i = 1, 1000 do local t = {} end").ok
            counts.append(interpreter.snapshot().heap.collections - before)
    assert counts[0] == 0
    assert 10 < counts[1] < 100
    assert counts[2] >= 2000


def test_a_bad_stress_is_refused(monkeypatch):
    monkeypatch.setenv("PLUA_GC_STRESS", "often")
    with pytest.raises(ValueError, match="PLUA_GC_STRESS is 'often'; it may be 0 to 255"):
        Interpreter()


# ------------------------------------------------------------------------------------------------- modes and the host


HELD = """
held = {}
for i = 1, 20 do
  held[i] = coroutine.create(function(...)
    local closing <close> = setmetatable({}, {__close = function() closed = (closed or 0) + 1 end})
    coroutine.yield(...)
    return (function(...) return ... end)(...)
  end)
  coroutine.resume(held[i], i, {}, "s" .. i)
end
"""
LET_SOME_GO = """
for i = 1, 3 do
  local last = table.remove(held)
  if i == 1 then assert(coroutine.resume(last)) elseif i == 2 then assert(coroutine.close(last)) end
end
collectgarbage()
"""


def test_modes_change_while_coroutines_hold_frames():
    with Interpreter() as interpreter:
        assert interpreter.run(HELD).ok
        for mode in ("poison", "off", "on", "poison", "off", "on"):
            interpreter.pools.mode = mode
            result = interpreter.run(LET_SOME_GO)
            assert result.ok, result.error
        assert interpreter.run("held = nil").ok
        interpreter.collect()
        assert_identities(interpreter.snapshot(), at_rest=True)


def test_modes_change_while_lua_runs():
    with Interpreter() as interpreter:

        def switch(mode):
            interpreter.pools.mode = mode.decode()

        interpreter.set_global("switch", switch)
        result = interpreter.run("""
            local function deep(n, ...)
              local closing <close> = setmetatable({}, {__close = function() end})
              if n > 0 then return (deep(n - 1, n, ...)) end
              for _, mode in ipairs {"off", "poison", "on", "poison", "off", "on"} do
                switch(mode)
                local function f(n, ...) if n > 0 then return (f(n - 1, n, ...)) end return {...} end
                f(20)
              end
            end
            for i = 1, 3 do deep(20) end
        """)
        assert result.ok, result.error
        assert_identities(interpreter.snapshot(), at_rest=True)


class UnprintableError(Exception):
    def __str__(self):
        raise RuntimeError("no text")


def test_no_exception_of_a_host_function_is_lost():
    with Interpreter() as interpreter, Interpreter() as other:
        foreign = other.globals

        def fail_with(error):
            def function(*_):
                raise error

            return function

        errors = [ValueError("half \ud800"), UnprintableError(), LuaError("x", foreign), LuaError("x", object())]
        for number, error in enumerate(errors):
            interpreter.set_global(f"f{number}", fail_with(error))
        interpreter.set_global("foreign", lambda: foreign)
        interpreter.set_global("unknown", object)
        result = interpreter.run("""
            local n = 0
            for _, f in ipairs {f0, f1, f2, f3, foreign, unknown} do
              local ok, e = pcall(f)
              if not ok and type(e) == "string" and #e > 0 then n = n + 1 end
            end
            return n, select(2, pcall(f0)), select(2, pcall(f1))
        """)
        assert result.values == (6, b"ValueError: half \\ud800", b"UnprintableError")


class RunsLua:
    """Its end runs Lua, with a collection."""

    def __init__(self, interpreter):
        self.interpreter = interpreter
        self.circle = self

    def __del__(self):
        self.interpreter.run("local t = {} for i = 1, 100 do t[i] = {i .. 'x'} end collectgarbage()", snapshots=False)


def test_lua_run_by_a_dying_object_takes_nothing_that_is_being_converted():
    with Interpreter() as interpreter:

        def items():
            for number in range(50):
                if number % 10 == 0:
                    RunsLua(interpreter)
                    gc.collect()
                yield f"item {number} {'x' * 50}"

        class Items(list):
            def __iter__(self):
                return items()

        check = interpreter.load("local list, last = ... return #list, list[50], last")
        interpreter.set_global("make", lambda: ([b"y" * 60], Items(), b"z" * 60))
        for _ in range(3):
            assert interpreter.call(check, Items(), b"w" * 70) == (50, b"item 49 " + b"x" * 50, b"w" * 70)
            result = interpreter.run("local first, list, last = make() return first[1], list[1], last")
            assert result.values == (b"y" * 60, b"item 0 " + b"x" * 50, b"z" * 60)


SPOIL = """
    local registry = debug.getregistry()
    for i = 1, 200 do registry[i .. "th"] = i end
    io.stdin, io.stdout = nil
    pcall(io.input, "/dev/null")
    pcall(io.output, "/dev/null")
    collectgarbage()
    local made = {}
    for i = 1, 2000 do made[i] = {i .. "x"} end
    return select("#", table.unpack({}, 1, 3000))
"""


class RunsLuaForEachLine:
    """A host that runs Lua, with collections, before it gives a line or takes what is written."""

    def __init__(self):
        self.interpreter = None
        self.lines = 0
        self.written = []

    def readline(self, n=-1):
        assert self.interpreter.run(SPOIL, snapshots=False).ok
        self.lines += 1
        return b"line %d\n" % self.lines

    read = readline

    def write(self, data):
        assert self.interpreter.run(SPOIL, snapshots=False).ok
        self.written.append(data)


@pytest.fixture(params=["on", "off", "poison"])
def host(request):
    host = RunsLuaForEachLine()
    with Interpreter(pools=request.param, stdin=host, stdout=host.write) as interpreter:
        host.interpreter = interpreter
        yield host


def test_lua_run_by_a_host_that_reads_takes_nothing_from_who_asked(host):
    result = host.interpreter.run("return io.read('l', 'L', 7, 'l')", snapshots=False)
    assert result.values == (b"line 1", b"line 2\n", b"line 3\n", b"line 4")


def test_lua_run_by_a_host_that_writes_takes_nothing_from_who_asked(host):
    result = host.interpreter.run("local s = ('x'):rep(100000) io.write(s, 1, s, s) print(s, s)", snapshots=False)
    assert result.ok
    host.interpreter.flush()
    assert 500_003 == len(b"".join(host.written))


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads /proc")
@pytest.mark.skipif(TRAMPOLINE, reason="a sanitizer keeps what was freed")
def test_a_closed_interpreter_leaves_nothing():
    def use_many(count):
        for _ in range(count):
            with Interpreter(stdout=len) as interpreter:
                interpreter.run("local t = {} for i = 1, 900 do t[i] = {i} end print(table.unpack(t))", snapshots=False)
        return int(Path("/proc/self/statm").read_text().split()[1])

    use_many(40)
    before = use_many(40)
    assert use_many(80) - before < 200, "pages"  # 80 interpreters of 40 KiB would be 800


# ------------------------------------------------------------------------------------------------------ the C stack
# A handler that calls the next instead of jumping to it adds to the C stack with each instruction.


FAMILIES = sorted((TESTS / "stack").glob("*.lua"))

SMALL = f"""
import sys, threading
from pathlib import Path
from interpreter import Interpreter
path, mode, rounds = sys.argv[1:]
interpreter = Interpreter(pools=mode)
chunk = interpreter.load(Path(path).read_bytes(), path)  # on the main thread's stack: the parser recurses
threading.stack_size({SMALL_STACK})
results = []
run = lambda: results.append(interpreter.run_function(chunk, int(rounds), snapshots=False))
thread = threading.Thread(target=run)
thread.start()
thread.join()
sys.exit(0 if results[0].ok else results[0].error.message.decode())
"""


def test_there_are_families():
    assert len(FAMILIES) >= 15


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["on", "poison"])
@pytest.mark.parametrize("path", FAMILIES, ids=lambda path: path.stem)
def test_a_million_rounds_leave_the_c_stack_alone(path, mode):
    rounds = ROUNDS // 20 if TRAMPOLINE else ROUNDS
    command = [sys.executable, "-c", SMALL, str(path), mode, str(rounds)]
    done = subprocess.run(command, cwd=TESTS.parent, capture_output=True)
    assert done.returncode == 0, f"status {done.returncode}: {done.stderr.decode()}"
