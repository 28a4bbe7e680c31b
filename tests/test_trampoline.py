"""The portable dispatch, for compilers that make no jumps of tail calls, runs every program of tests/lua too."""

import os
import subprocess
import sys

import pytest

from tests.tools.asan import ROOT, copy_tree

pytestmark = pytest.mark.slow

TREE = ROOT / "build" / "trampoline"


def run(*command):
    environment = os.environ | {"PLUA_BUILD": "trampoline"}
    done = subprocess.run([sys.executable, *command], cwd=TREE, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def tree():
    """Build a copy of the project in its trampoline form; the next time only what has changed."""
    copy_tree(TREE)
    run("setup.py", "--quiet", "build_ext", "--inplace")


def test_the_copy_is_built_in_its_own_form(tree):
    assert run("-c", "import interpreter.runtime as r; print(r.__file__)").strip() == f"{TREE}/interpreter/runtime.py"
    assert "-DPLUA_TRAMPOLINE=1" in (TREE / "build" / "flags.txt").read_text(encoding="utf-8")


def test_the_portable_dispatch_runs_the_programs(tree):
    told = run(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_lua_files.py", "tests/interpreter/test_runtime.py"
    )
    assert " passed" in told.splitlines()[-1]
