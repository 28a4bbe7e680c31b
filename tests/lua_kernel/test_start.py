"""What starting the kernel costs and touches."""

import os
import subprocess
import sys

import pytest

WIDGETS = ("ipywidgets", "anywidget")
CHARTS = ("numpy", "pandas", "matplotlib", "altair", "plotly")
HEAVY = (*WIDGETS, *CHARTS, "rich", "jinja2", "debugpy", "jedi")
AT_FIRST_USE = ("interpreter.results", "interpreter.compiler.disassembler", "lua_kernel.reference", "difflib")
VIEWS = ("allocations", "charts", "dashboard", "frames_view", "graph", "heap_views", "live_view", "trace_view", "trees")
TOOLS = ("completion", "export", "inspection", "plot", "profile", "scope", "slips", "widgets", "xeus_canvas")


def python(code, **environment):
    variables = os.environ | environment
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=variables)
    return done.stdout.strip()


def test_nothing_heavy_is_imported_at_start():
    found = python("import sys, ipykernel.kernelapp as a; b = set(sys.modules); import lua_kernel.kernel; "
                   f"print([name for name in {HEAVY!r} if name in set(sys.modules) - b])")  # fmt: skip
    assert found == "[]"


def test_records_views_and_tools_come_with_their_first_use():
    late = (*AT_FIRST_USE, *(f"lua_kernel.{name}" for name in VIEWS + TOOLS))
    found = python("import sys, ipykernel.kernelapp as a; b = set(sys.modules); "
                   "from lua_kernel.kernel import Ports, Session; Session(Ports(print, print, None, print)); "
                   f"print([name for name in {late!r} if name in set(sys.modules) - b])")  # fmt: skip
    assert found == "[]"


def test_the_front_imports_nothing_of_jupyter():
    jupyter = ("ipykernel", "jupyter_client", "jupyter_core", "traitlets", "comm")
    found = python("import sys, lua_kernel.session, lua_kernel.display; "
                   f"print([name for name in {jupyter!r} if name in sys.modules])")  # fmt: skip
    assert found == "[]"


@pytest.mark.plain
def test_our_own_imports_take_a_fraction_of_ipykernels(tmp_path):
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(tmp_path)}
    measure = ("from time import process_time as now; began = now(); import ipykernel.kernelapp, comm; between = now(); "
               "import lua_kernel.kernel; print((now() - between) / (between - began))")  # fmt: skip
    assert min(float(python(measure, **compiled)) for _ in range(5)) < 0.3


@pytest.mark.parametrize("arguments", [["--help"], ["install", "--help"], ["uninstall", "--help"]])
def test_the_command_explains_itself(arguments):
    done = subprocess.run([sys.executable, "-m", "lua_kernel", *arguments], capture_output=True, text=True, check=True)
    assert "install" in done.stdout


def test_variables_that_no_interpreter_can_have_are_told_once_and_left_out(open_page):
    page = open_page(PLUA_POOLS="x", PLUA_HASH_SEED="-1", PLUA_GC_STRESS="often")
    told = ("PLUA_POOLS is 'x'; it may be on, off, poison; it is left out\n"
            "PLUA_HASH_SEED is '-1'; it may be a number or 'random'; it is left out\n"
            "PLUA_GC_STRESS is 'often'; it may be 0 to 255: collect at one safepoint in so many; it is left out\n")  # fmt: skip
    first = page.run("1 + 1")
    assert (told, "2") == (first.stream("stderr"), first.result)
    second = page.run("return os.getenv('PLUA_POOLS')")
    assert ("", "nil") == (second.stream("stderr"), second.result)
