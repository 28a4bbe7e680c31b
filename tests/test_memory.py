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
    "coroutines/deep", "gc/collectgarbage", "limits/overflow", "limits/sizes", "metamethods/errors_inside",
    "pcall/handler_errors", "pools/closures_cells", "pools/frames_overflow", "pools/frames_recursion", "pools/tables_churn",
    "regression/collections_everywhere", "regression/frame_orphaned", "stdlib/debug_hooks", "tailcalls/depth",
)  # fmt: skip


def run_programs(selection: str, stress: int) -> None:
    """Run the programs that a pytest expression selects, in a process that a crash may end."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", selection, "test_lua_files.py"]
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


class Unprintable(Exception):
    def __str__(self):
        raise RuntimeError("no text")


def test_no_exception_of_a_host_function_is_lost():
    with Interpreter() as interpreter, Interpreter() as other:
        foreign = other.globals

        def fail_with(error):
            def function(*_):
                raise error

            return function

        errors = [ValueError("half \ud800"), Unprintable(), LuaError("x", foreign), LuaError("x", object())]
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
        assert result.values == (6, b"ValueError: half \\ud800", b"Unprintable")


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


FAMILIES = {
    "reading tables": """
        local t = {10, 20, x = 1} local k, i, s = "x", 2, "abc" local up = {x = 1}
        local child = setmetatable({}, {__index = setmetatable({}, {__index = {y = 1, m = function(self) return self end}})})
        local function f() return up.x end
        for n = 1, N do local a = t.x a = t[k] a = t[i] a = t[1] a = t.none a = child.y a = child:m() a = s.len a = #t a = #s
          if n % 8 == 0 then f() a = math a = none end end
    """,
    "writing tables": """
        local t = {1, 2} local k, i, v = "x", 2, {} local up = {} local function f() up.x = v up.y = 1 end
        local proxy = setmetatable({}, {__newindex = t})
        for n = 1, N do t.x = n t.y = 1 t[k] = n t[k] = 2 t[i] = n t[i] = 3 t[1] = n t[2] = 4 g = n g = 5 proxy.z = n
          if n % 8 == 0 then f() t[n] = n t[n] = nil local l = {n, n, x = n} local m = {n, (f())} end end
    """,
    "arithmetic": """
        local a, b, c = 7, 3, 1.5 local x
        for n = 1, N do x = a + b x = a - c x = a * b x = a / b x = a % b x = a ^ 2 x = a // b x = a & b x = a | b x = a ~ b
          x = a << b x = a >> b x = a + 1 x = a - 1 x = a * 2 x = a / 2 x = a % 2 x = a // 2 x = a & 1 x = a | 1 x = a ~ 1
          x = a << 1 x = a >> 1 x = -a x = ~a x = not a x = "3" + n x = c + 1 x = 2 * c end
    """,
    "metamethods of arithmetic": """
        local function one() return 1 end
        local o = setmetatable({}, {__add = one, __sub = one, __mul = one, __div = one, __mod = one, __pow = one, __idiv = one,
          __band = one, __bor = one, __bxor = one, __shl = one, __shr = one, __unm = one, __bnot = one, __concat = one, __len = one})
        local x
        for n = 1, N / 8 do x = o + 1 x = 1 - o x = o * o x = o / 1 x = o % 1 x = o ^ 1 x = o // 1 x = o & 1 x = o | 1 x = o ~ 1
          x = o << 1 x = o >> 1 x = -o x = ~o x = o .. 1 x = 1 .. o x = "a" .. o .. "b" x = #o end
    """,
    "metamethods of tables": """
        local t = {} local o = setmetatable({}, {__index = function(_, k) return k end, __newindex = function() end,
          __call = function(self, ...) return ... end, __pairs = function() return next, t end, __close = function() end})
        local b = setmetatable({}, {__index = rawlen, __newindex = rawequal, __call = select and type})
        local k = "k"
        for n = 1, N / 4 do local x = o.x x = o[k] x = o[n] x = o[1] o.x = n o[k] = n o[n] = 1 o[1] = n x = o(1, 2) x = b.x b.x = 1 x = b()
          if n % 4 == 0 then for _ in pairs(o) do end end end
    """,
    "comparisons": """
        local a, b, s, u = 1, 2.5, "a", "b" local c = 0
        for n = 1, N do if a < b then c = 1 end if a <= b then c = 1 end if n < 5 then c = 2 end if n <= 5 then c = 3 end
          if n > 5 then c = 4 end if n >= 5 then c = 5 end if a == b then c = 6 end if a ~= b then c = 7 end if s == "a" then c = 8 end
          if s ~= "a" then c = 9 end if s < u then c = 10 end if not (a < b) then c = 11 end local x = a and b or c
          x = a == 1 x = n > 3 while false do end end
    """,
    "metamethods of comparisons": """
        local m = {__lt = function() return true end, __le = function() return false end, __eq = function() return true end}
        local o, p = setmetatable({}, m), setmetatable({}, m) local c
        for n = 1, N / 4 do if o < p then c = 1 end if o <= p then c = 2 end if o == p then c = 3 end if o ~= p then c = 4 end
          if o < 1 then c = 5 end if o > 1 then c = 6 end if o <= 1 then c = 7 end if 1 <= o then c = 8 end if not (o < p) then c = 9 end
          local x = o < p end
    """,
    "concatenation": """
        local s, x = "abc"
        for n = 1, N / 2 do x = s .. n x = s .. "d" .. 1 .. s if n % 64 == 0 then x = ("x"):rep(60) .. n end end
    """,
    "calls": """
        local function none() end local function id(...) return ... end local function two(a, b) return a, b end
        local function tail(n) if n > 0 then return tail(n - 1) end return two(1, 2) end
        local function vtail(...) return id(...) end
        local o = {m = function(self, x) return x end} local abs, unpack = math.abs, table.unpack local l = {1, 2, 3}
        for n = 1, N / 4 do none() none(1, 2) id() id(n) id(id(n, n)) two(n) two(id(n)) tail(2) vtail(n, n) o:m(n) abs(n) unpack(l)
          local x, y, z = id(n) x, y = two(1, 2, 3) x = {id(n, n)} x = (id(n)) x = select("#", unpack(l)) x = (function() return n end)() end
    """,
    "deep tail calls": """
        local function f(n, ...) if n == 0 then return ... end return f(n - 1, ...) end
        local function g(n) if n == 0 then return 0 end return g(n - 1) end
        f(N, 1, 2) g(N) local t = setmetatable({}, {__call = function(self, n) if n == 0 then return 0 end return self(n - 1) end}) t(N)
    """,
    "closures": """
        local x = 0
        for n = 1, N do local y = n local f = function() x = x + y y = x end f() if n % 16 == 0 then local z = f repeat local w = n f = function() return w end until w end end
    """,
    "closers": """
        local c = setmetatable({}, {__close = function() end})
        local function f(...) local a <close> = c local b <close> = c return ... end
        for n = 1, N / 4 do do local a <close> = c end f(n) f() local x = {f(1, n)}
          for i in function(_, i) if not i then return 1 end end, nil, nil, c do if n % 2 == 0 then break end end
          if n % 8 == 0 then pcall(function() local a <close> = c error(n) end) end end
    """,
    "protected calls": """
        local function id(...) return ... end local function fail(e) error(e, 0) end
        for n = 1, N / 4 do pcall(id, n) pcall(fail, n) xpcall(id, id, n) xpcall(fail, id, n) pcall(pcall, fail) pcall(error) pcall(nil)
          pcall(function() local x = nil + 1 end) pcall(tostring, n) local t = {pcall(id, n, n)} end
    """,
    "coroutines": """
        local wrap, yield, create, resume = coroutine.wrap, coroutine.yield, coroutine.create, coroutine.resume
        local g = wrap(function(...) while true do yield(...) end end) local c = create(function() while true do yield(yield()) end end)
        for n = 1, N / 4 do g(n) resume(c, n) local t = {resume(c, 1, 2)}
          if n % 8 == 0 then wrap(function(...) return ... end)(n) resume(create(error), n) pcall(wrap(error), n)
            local d = create(function() local x <close> = setmetatable({}, {__close = yield}) pcall(yield, 1) end) resume(d) coroutine.close(d) end end
    """,
    "loops": """
        local t, u = {1, 2, 3}, {a = 1, b = 2} local function step(s, i) if i < 3 then return i + 1 end end
        local callable = setmetatable({}, {__call = function(_, s, i) if i < 3 then return i + 1 end end})
        for n = 1, N / 16 do for i = 1, 3 do end for i = 3, 1, -1 do end for i = 1.0, 2.0, 0.5 do end for k, v in pairs(t) do end for k, v in pairs(u) do end
          for i, v in ipairs(t) do end for i in step, nil, 0 do end for i in callable, nil, 0 do end for k, v, w, x in next, u do end
          local i = 0 while i < 3 do i = i + 1 end repeat i = i - 1 until i == 0 ::top:: i = i + 1 if i < 3 then goto top end
          for c in ("abc"):gmatch(".") do end for i in coroutine.wrap(function() coroutine.yield(1) coroutine.yield(2) end) do end end
        for i = 1, N do end local i = 0 while i < N do i = i + 1 end repeat i = i - 1 until i == 0
    """,
    "builtins that call Lua": """
        local t = {3, 1, 2} local less = function(a, b) return a < b end local o = setmetatable({}, {__tostring = function() return "o" end})
        for n = 1, N / 16 do table.sort(t, less) string.gsub("abc", ".", less and function(c) return c end) tostring(o) table.concat(t) select(-1, 1)
          string.format("%s", o) load("return 1") end
    """,
    "varargs": """
        local function v(...) local a, b = ... local t = {...} return select("#", ...), ... end
        for n = 1, N / 4 do v() v(n) v(n, n, n) v(v(n)) v(table.unpack({1, 2, 3, 4, 5, 6, 7, 8, 9, 10})) end
    """,
    "hooks": """
        local function f(...) return ... end local n = 0
        debug.sethook(function() n = n + 1 end, "crl", 10) for i = 1, N / 16 do f(i) local t = {f(i)} pcall(f) for k in pairs(t) do end end debug.sethook()
    """,
}


SMALL = f"""
import sys, threading
from interpreter import Interpreter
source = sys.stdin.buffer.read()
loaded = Interpreter(pools=sys.argv[1])
chunk = loaded.load(source)             # the compiler recurses in Python: it has the main thread's stack
threading.stack_size({SMALL_STACK})
done = []
thread = threading.Thread(target=lambda: done.append(loaded.run_function(chunk, snapshots=False)))
thread.start()
thread.join()
sys.exit(0 if done[0].ok else done[0].error.message.decode())
"""


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["on", "poison"])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_million_instructions_leave_the_c_stack_alone(family, mode):
    rounds = ROUNDS // 20 if TRAMPOLINE else ROUNDS
    source = f"local N = {rounds} {FAMILIES[family]}"
    command = [sys.executable, "-c", SMALL, mode]
    done = subprocess.run(command, input=source.encode(), cwd=TESTS.parent, capture_output=True)
    assert done.returncode == 0, f"status {done.returncode}: {done.stderr.decode()}"
