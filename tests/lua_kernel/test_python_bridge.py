"""Python's modules, objects and calls from Lua, and Lua's functions from Python."""

import base64
import os
import signal
import threading
import time

import pytest

from interpreter import Interpreter, LuaError, PythonObject
from lua_kernel.conversion import LuaFunction, to_lua, to_python
from lua_kernel.display import metadata_of


@pytest.fixture
def python(notebook):
    notebook.run("b = python.builtins kw = python.kw")
    return notebook


# ------------------------------------------------------------------------------------------------------------ calls


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("python.import 'math'.sqrt(16)", "4.0"),
        ("b.sorted({3, 1, 2}, kw{reverse = true})", "[3, 2, 1]"),
        ("b.dict(kw{a = 1})", "{'a': 1}"),
        ("b.max(1, 3, 2)", "3"),
        ("python.call(b.int, {'ff'}, {base = 16})", "255"),
        ("python.call(b.list)", "[]"),
        ("python.eval '6 * 7'", "42"),
        ("b.str.upper('abc')", '"ABC"'),
        ("python.eval('lambda a, b: b - a')(1, 5)", "4"),
        ("pcall(b.int, 'x')", "false\t\"ValueError: invalid literal for int() with base 10: 'x'\""),
        ("python.import 'os.path'.join('a', 'b')", '"a/b"'),
    ],
)
def test_calls(python, expression, shown):
    assert python.result(expression) == shown


def test_a_colon_passes_the_object_once(python):
    assert python.result("l = python.list{3, 1} l:append(2) l:sort() l") == "[1, 2, 3]"
    assert python.result("l.append(l) #l, l.index(l), l:index(l)") == "4\t3\t3"


def test_a_dot_passes_an_object_to_its_own_method(python):
    python.run("python.exec 'class V:\\n  def __init__(s, x): s.x = x\\n  def dot(s, o): return s.x * o.x'")
    assert python.result("v = python.eval 'V(3)' v.dot(v), v:dot(v)") == "9\t9"


# ----------------------------------------------------------------------------------------------------------- values

BIG = 2**64


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("python.repr{1, {2, 'a'}}", "\"[1, [2, 'a']]\""),
        ("python.repr{a = {b = 1}}", "\"{'a': {'b': 1}}\""),
        ("python.repr{[2] = 1}", '"{2: 1}"'),
        ("python.repr{}", '"[]"'),
        (r"python.repr '\xff\xe9'", r'''"b'\\xff\\xe9'"'''),
        ("python.repr 'é'", "\"'é'\""),
        ("python.repr(nil), python.repr(true), python.repr(1.0)", '"None"\t"True"\t"1.0"'),
        ("python.type(b.len)", '"builtin_function_or_method"'),
        (r"python.bytes 'a\xff'", r"b'a\xff'"),
        ("python.tuple{1, 2}, python.set{1}, python.dict{}", "(1, 2)\t{1}\t{}"),
        ('python.table(python.eval \'[1, (2, 3), {"a": None, "b": b"x"}]\')', '{1, {2, 3}, {b = "x"}}'),
        ("python.eval '2**63 - 1', python.eval '2**63'", "9223372036854775807\t9223372036854775808"),
        ("(python.eval 'None')", "nil"),
        ("python.none == python.none, python.none == nil", "true\tfalse"),
        ("type(python.none), type(python.import), type(b.len)", '"userdata"\t"function"\t"userdata"'),
        ("python.isinstance(python.list{}, b.list)", "true"),
    ],
)
def test_values_cross_in_the_form_the_other_side_expects(python, expression, shown):
    assert python.result(expression) == shown


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("big + 1, 1 + big, big - big, big * 2, big / 2^63", f"{BIG + 1}\t{BIG + 1}\t0\t{BIG * 2}\t2.0"),
        ("big // 2, big % 7, python.eval '3' ^ 2, -big, ~big", f"{BIG // 2}\t{BIG % 7}\t9.0\t{-BIG}\t{~BIG}"),
        ("big & 1, big | 4, big ~ 1, big << 1, big >> 1", f"0\t{BIG | 4}\t{BIG ^ 1}\t{BIG << 1}\t{BIG >> 1}"),
        ("big ^ 2", f"{BIG**2}"),
        ("big < 4, big <= big, big > 4, big == big + 0, big == big + 1", "false\ttrue\ttrue\ttrue\tfalse"),
        ("big .. 'x', 'x' .. big, tostring(big)", f'"{BIG}x"\t"x{BIG}"\t"{BIG}"'),
        ("#python.list{1, 2}, python.list{1, 2} + {3}", "2\t[1, 2, 3]"),
    ],
)
def test_operators_are_pythons(python, expression, shown):
    python.run("big = python.eval '2**64'")
    assert python.result(expression) == shown


def test_items_and_attributes(python):
    python.run("d = python.dict{a = 1, keys = 2} l = python.list{10, 20}")
    assert python.result("d.a, d.keys, l[0], l[-1], python.get(d, 'no', 7)") == "1\t2\t10\t20\t7"
    python.run("d.new = {1} d.a = nil l[0] = 'x' ns = python.import 'types'.SimpleNamespace() ns.x = 5")
    assert python.result("d, l, ns.x, python.attr(d, 'get')('new')") == "{'keys': 2, 'new': [1]}\t['x', 20]\t5\t[1]"
    assert python.result("l[python.slice(1, 2)]") == "[20]"


def test_iteration(python):
    python.run("for x in python.iter(python.list{1, python.none, 'a'}) do io.write(tostring(x), ' ') end")
    python.run("for i, x in pairs(python.list{'a', 'b'}) do io.write(i, x, ' ') end")
    python.run("for k, v in pairs(python.dict{k = 1}) do io.write(k, v, ' ') end")
    python.run("for x in python.iter(b.range(3)) do io.write(x, ' ') if x == 1 then break end end")
    assert python.printed == b"1 None a 0a 1b k1 0 1 "


def test_a_to_be_closed_variable_leaves_a_context(python):
    python.run("python.exec 'import io; f = io.StringIO()'")
    assert python.result("f = python.eval 'f' do local g <close> = f end return f.closed") == "true"


# ----------------------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("python.eval '1 / 0'", "ZeroDivisionError: division by zero"),
        ("python.import 'no_such_module'", "no module 'no_such_module'; install it where the kernel runs"),
        ("python.import()", "bad argument #1 to 'import' (text expected, got nil)"),
        ("python.dict{}.no", "KeyError: 'no'"),
        ("python.list{}[3]", "IndexError: list index out of range"),
        ("b.len(5)", "TypeError: object of type 'int' has no len()"),
        ("python.list{}()", "a Python list cannot be called"),
        ("kw{1}", "keywords are names, not 1: write {name = value}"),
        ("t = {} t.t = t b.len(t)", "a table that is nested too deep, or in itself, has no form in Python"),
        ("b.print.x = 1", "AttributeError: 'builtin_function_or_method' object has no attribute 'x'"),
        ("python.eval '1 +'", "SyntaxError: invalid syntax"),
    ],
)  # fmt: skip
def test_an_exception_is_an_error_of_one_line(python, code, message):
    told = python.mistake(code)
    assert told.startswith("cell[2]:1: ")
    assert message in told


def test_the_traceback_is_there_for_who_asks(python):
    python.run("python.exec 'def f(): return {}[1]' pcall(python.eval 'f')")
    told = python.result("python.traceback()")
    assert "in f" in told
    assert "python_bridge" not in told


def test_an_error_of_lua_passes_through_python_as_it_is(python):
    python.run("apply = python.eval 'lambda f: f()'")
    assert python.result("e = {} ok, got = pcall(apply, function() error(e) end) return ok, got == e") == "false\ttrue"
    assert python.mistake("apply(function() error 'no' end)") == "cell[4]:1: no"


def test_python_may_catch_an_error_of_lua(python):
    python.run("python.exec 'def safe(f):\\n  try: return f()\\n  except Exception as e: return str(e)'")
    assert python.result("python.eval 'safe' (function() error('x', 0) end)") == '"x"'


def test_too_deep_a_recursion_between_the_two_is_an_error(python):
    code = "f = python.eval 'lambda g: g()' function g() return f(g) end g()"
    assert python.mistake(code) == "cell[2]:1: stack overflow (more than 50 calls between Lua and Python)"
    assert python.result("1 + 1") == "2"


def test_without_the_switch_there_is_no_python():
    from notebook_session import Notebook

    closed = Notebook(python=False)
    assert closed.result("python") == "nil"
    closed.session.close()


def test_an_interpreter_alone_has_no_python():
    with Interpreter() as lua:
        assert lua.run("return python, require").values[0] is None


# ------------------------------------------------------------------------------------------------ Lua from Python


@pytest.fixture
def lua():
    with Interpreter() as made:
        yield made


def function(lua, source):
    return to_python(lua, lua.run(f"return function(...) {source} end").values[0])


def test_a_function_returns_what_lua_returns(lua):
    assert function(lua, "return ...")() is None
    assert function(lua, "return ...")([1, {"a": b"\xff"}]) == [1, {"a": b"\xff"}]
    assert function(lua, "return 1, 'a'")() == (1, "a")
    assert function(lua, "return (...).x")(x=5) == 5
    with pytest.raises(LuaError, match="no"):
        function(lua, "error 'no'")()


def test_the_same_function_is_equal_and_returns_as_itself(lua):
    one, two = (to_python(lua, lua.globals.get("print")) for _ in range(2))
    assert isinstance(one, LuaFunction)
    assert (one, hash(one)) == (two, hash(two))
    assert to_lua(one) == lua.globals.get("print")


def test_threads_call_one_after_the_other(lua):
    count = function(lua, "n = n or 0 local m = n for i = 1, 2000 do end n = m + 1")
    threads = [threading.Thread(target=lambda: [count() for _ in range(50)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lua.globals.get("n") == 200


def test_other_threads_call_lua_while_it_waits_for_python(python):
    python.run("pool = python.import 'concurrent.futures'.ThreadPoolExecutor(kw{max_workers = 4})")
    python.run("function f(x) local t = {} for i = 1, 500 do t[i] = {x} end return t[500][1] * 2 end")
    assert python.result("b.sum(pool:map(f, b.range(100)))") == "9900"
    nested = "function g(x) return b.sum(python.list{f(x), python.call(f, {x})}) end"
    assert python.result(f"{nested} r = b.sum(pool:map(g, b.range(40))) pool:shutdown() return r") == "3120"


def test_many_large_objects_are_given_back_while_a_cell_runs(python):
    source = "class Big:\n  live = most = 0\n  def __init__(s): s.data = bytearray(10**6); Big.live += 1"
    source += "; Big.most = max(Big.most, Big.live)\n  def __del__(s): Big.live -= 1\n  nbytes = 10**6"
    python.run(f"python.exec [[{source}]] Big = python.eval 'Big'")
    assert python.result("for i = 1, 300 do Big() end Big.most < 50") == "true"


# ------------------------------------------------------------------------------------------------------- the kernel


def test_a_python_call_is_interrupted_by_message_and_by_signal(quiet):
    for interrupt in (
        lambda: quiet.ask("interrupt_request", {}, channel="control"),
        lambda: os.kill(quiet.manager.provisioner.pid, signal.SIGINT),
    ):
        request = quiet.send("kept = 1 python.import 'time'.sleep(30)")
        time.sleep(0.5)
        started = time.monotonic()
        interrupt()
        cell = quiet.collect(request)
        assert time.monotonic() - started < 5
        assert (cell.reply["status"], cell.reply["ename"]) == ("error", "Interrupt")
        assert quiet.run("kept").result == "1"


def test_an_interrupt_ends_lua_that_python_calls(quiet):
    request = quiet.send("pcall(python.eval 'lambda f: f()', function() while true do end end)")
    time.sleep(0.5)
    quiet.ask("interrupt_request", {}, channel="control")
    assert quiet.collect(request).reply["ename"] == "Interrupt"


def test_an_interrupt_ends_lua_in_pythons_threads(quiet):
    quiet.run("pool = python.import 'concurrent.futures'.ThreadPoolExecutor(python.kw{max_workers = 2})")
    request = quiet.send("python.list(pool:map(function() while true do end end, {1}))")
    time.sleep(0.5)
    quiet.ask("interrupt_request", {}, channel="control")
    assert quiet.collect(request).reply["ename"] == "Interrupt"
    assert quiet.run("pool:shutdown() return 'on'").result == '"on"'


def test_what_was_printed_is_shown_while_python_runs(quiet):
    request = quiet.send("print 'first' python.import('time').sleep(600)")
    message = quiet.client.get_iopub_msg(timeout=60)
    while message["msg_type"] != "stream":
        message = quiet.client.get_iopub_msg(timeout=60)
    assert message["content"]["text"] == "first\n"
    quiet.manager.interrupt_kernel()
    assert quiet.collect(request).reply["ename"] == "Interrupt"


def test_what_python_prints_is_the_cells_output(quiet):
    assert quiet.run("python.eval 'print(\"from python\")'").stdout == "from python\n"


# ---------------------------------------------------------------------------------------------------- rich objects


def test_an_object_is_shown_in_its_own_forms(notebook):
    notebook.run('python.exec \'class H:\\n  def _repr_html_(s): return "<b>h</b>"\\n  def __repr__(s): return "H!"\'')
    assert notebook.run("python.eval 'H()'").result == {"text/plain": "H!", "text/html": "<b>h</b>"}
    assert notebook.run("python.eval 'H'").result["text/plain"].startswith("<class")
    notebook.shown.clear()
    notebook.run("display(python.eval 'H()')")
    assert notebook.shown == [{"text/plain": "H!", "text/html": "<b>h</b>"}]


def test_a_form_that_fails_is_left_out(notebook):
    notebook.run("python.exec 'class B:\\n  def _repr_html_(s): 1/0\\n  def __repr__(s): 1/0'")
    assert notebook.run("python.eval 'B()'").result == {"text/plain": "<B object; its repr raised ZeroDivisionError>"}


def test_a_tables_python_objects_are_shown_by_their_text(notebook):
    assert notebook.result("{python.list{1}, a = python.none}") == "{[1], a = None}"


def test_numpy(notebook):
    pytest.importorskip("numpy")
    notebook.run("np = python.import 'numpy' a = np.array{{1, 2}, {3, 4}}")
    assert notebook.result("a.sum(), a:mean(), a.shape, #a") == "10\t2.5\t(2, 2)\t2"
    assert notebook.result("a + 1, a[0], a[python.tuple{1, 0}]") == "array([[2, 3],\n       [4, 5]])\narray([1, 2])\n3"
    assert notebook.result("a:dot(a)[0], a.dot(a)[0]") == "array([ 7, 10])\tarray([ 7, 10])"
    assert notebook.result("python.table(a)") == "{{1, 2}, {3, 4}}"
    assert (
        notebook.result("np.linspace(0, 1, python.kw{num = 3, dtype = 'float32'})")
        == "array([0. , 0.5, 1. ], dtype=float32)"
    )
    assert "not true or false" in notebook.mistake("a < a")


def test_pandas_frames_are_html(notebook):
    pytest.importorskip("pandas")
    notebook.run("pd = python.import 'pandas' df = pd.DataFrame{a = {1, 2}, b = {'x', 'y'}}")
    shown = notebook.run("df").result
    assert "<table" in shown["text/html"]
    notebook.run("df.c = {5, 6}")
    assert notebook.result("df.a:sum(), df['b'][1], #df, df.c:tolist()") == '3\t"y"\t2\t[5, 6]'


def test_pyplots_figures_are_shown_when_the_cell_ends(notebook):
    pytest.importorskip("matplotlib")
    notebook.run("plt = python.import 'matplotlib.pyplot' plt.plot{1, 3, 2} plt.title 'a' plt.show()")
    (shown,) = notebook.shown
    assert base64.b64decode(shown["image/png"]).startswith(b"\x89PNG")
    notebook.shown.clear()
    notebook.run("x = 1")
    assert notebook.shown == []


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ("", {}),
        ("plt.style.use 'dark_background'", {}),
        ("plt.rcParams['figure.facecolor'] = 'none'", {"needs_background": "light"}),
        ("plt.rcParams['savefig.transparent'] = true", {"needs_background": "light"}),
        ("plt.style.use 'dark_background' plt.rcParams['figure.facecolor'] = 'none'", {"needs_background": "dark"}),
    ],
)
def test_a_figure_without_a_ground_says_which_it_needs(notebook, style, told):
    pytest.importorskip("matplotlib")
    notebook.run("plt = python.import 'matplotlib.pyplot'")
    notebook.run(f"{style} plt.plot{{1, 3, 2}}")
    notebook.run("plt.rcdefaults()")
    (shown,) = notebook.shown
    assert metadata_of(shown) == told


def test_what_a_page_is_told_beside_a_picture_arrives(quiet):
    code = "class P:\n  def _repr_png_(self): return b'png', {'width': 30}"
    quiet.run(f'python.exec "{code}"'.replace("\n", "\\n"))
    (result,) = quiet.run("python.eval 'P()'").of("execute_result")
    assert result["metadata"] == {"image/png": {"width": 30}}
    (shown,) = quiet.run("display(python.eval 'P()')").of("display_data")
    assert shown["metadata"] == {"image/png": {"width": 30}}


def test_a_python_object_weighs_what_it_holds():
    assert isinstance(to_lua(bytearray(5_000_000)), PythonObject)
    assert to_lua(bytearray(5_000_000)).weight > 5_000_000
