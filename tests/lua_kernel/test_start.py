"""What starting the kernel costs and touches."""

import os
import subprocess
import sys

import pytest

WIDGETS = ("ipywidgets", "anywidget")
CHARTS = ("numpy", "pandas", "matplotlib", "altair", "plotly")
HEAVY = (*WIDGETS, *CHARTS, "rich", "jinja2", "debugpy", "jedi")


def python(code, **environment):
    variables = os.environ | environment
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=variables)
    return done.stdout.strip()


def test_nothing_heavy_is_imported_at_start():
    found = python("import sys, ipykernel.kernelapp as a; b = set(sys.modules); import lua_kernel.kernel; "
                   f"print([name for name in {HEAVY!r} if name in set(sys.modules) - b])")  # fmt: skip
    assert found == "[]"


def test_the_front_imports_nothing_of_jupyter():
    jupyter = ("ipykernel", "jupyter_client", "jupyter_core", "traitlets", "comm")
    found = python("import sys, lua_kernel.session, lua_kernel.display; "
                   f"print([name for name in {jupyter!r} if name in sys.modules])")  # fmt: skip
    assert found == "[]"


@pytest.mark.plain
def test_our_own_imports_are_quick(tmp_path):
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(tmp_path)}
    before = "import ipykernel.kernelapp, comm, time; t = time.process_time()"
    measure = f"{before}; import lua_kernel.kernel; print(time.process_time() - t)"
    assert min(float(python(measure, **compiled)) for _ in range(5)) < 0.05


@pytest.mark.parametrize("arguments", [["--help"], ["install", "--help"], ["uninstall", "--help"]])
def test_the_command_explains_itself(arguments):
    done = subprocess.run([sys.executable, "-m", "lua_kernel", *arguments], capture_output=True, text=True, check=True)
    assert "install" in done.stdout
