"""setup.py, on a small tree of its own: what is compiled, what is rebuilt, and what a machine without tools is told."""

import importlib.util
import os
import shutil
import subprocess
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

from interpreter import _build_check

ROOT = Path(__file__).parent.parent
SUFFIX = EXTENSION_SUFFIXES[0]
HINT = "install gcc and the Python headers, for example with `apt install gcc python3-dev`."

TREE = {
    "interpreter/__init__.py": "",
    "interpreter/plain.py": "",
    "interpreter/vm/__init__.py": "",
    "interpreter/vm/values.pxd": "cpdef int add(int a, int b)\n",
    "interpreter/vm/values.py": "def add(a, b):\n    return a + b\n",
    "interpreter/vm/tables.pxd": "cpdef int twice(int a)\n",
    "interpreter/vm/tables.py": (
        "from cython.cimports.interpreter.vm.values import add\n\n\ndef twice(a):\n    return add(a, a)\n"
    ),
    "interpreter/vm/heap.pxd": "cpdef int grab(int a)\n",
    "interpreter/vm/heap.py": "def grab(a):\n    return a\n",
    "interpreter/vm/header_only.pxd": "ctypedef int number\n",
}


@pytest.fixture
def tree(tmp_path):
    for name, text in TREE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    shutil.copy(ROOT / "setup.py", tmp_path)
    return tmp_path


@pytest.fixture
def setup_module(tree):
    specification = importlib.util.spec_from_file_location("setup_under_test", tree / "setup.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def build(tree: Path, *options: str, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "setup.py", *options, "build_ext", "--inplace"]
    # The figures of the flags do not matter here.
    environment = {**os.environ, "CFLAGS": "-Wno-unused-function", **environment}
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, env=environment)


def built(tree: Path) -> list[str]:
    return sorted(path.name.removesuffix(SUFFIX) for path in tree.glob(f"interpreter/**/*{SUFFIX}"))


def compiled_by(output: str) -> list[str]:
    return sorted(line.split("'")[1].split(".")[-1] for line in output.splitlines() if line.startswith("building '"))


def test_sources_with_a_header_are_compiled(setup_module, tree):
    expected = ["heap", "tables", "values"]
    assert expected == [path.stem for path in setup_module.compiled_sources(tree)]


def test_the_import_check_knows_the_same_modules_as_setup(setup_module, tree):
    listed = [".".join(path.with_suffix("").parts) for path in setup_module.compiled_sources(tree)]
    assert listed == sorted(_build_check.unbuilt_modules(str(tree / "interpreter")))


def test_only_what_changed_is_built_again(tree):
    first = build(tree)
    assert (0, ["heap", "tables", "values"]) == (first.returncode, compiled_by(first.stdout)), first.stderr
    assert ["heap", "tables", "values"] == built(tree)
    assert [] == compiled_by(build(tree).stdout)
    os.utime(tree / "interpreter/vm/heap.py")
    assert ["heap"] == compiled_by(build(tree).stdout)
    os.utime(tree / "interpreter/vm/values.pxd")
    assert ["tables", "values"] == compiled_by(build(tree).stdout)
    assert [] == list((tree / "interpreter").rglob("*.c"))


@pytest.mark.slow
def test_new_flags_build_everything_and_a_module_without_header_leaves_no_file(tree):
    build(tree)
    (tree / "interpreter/vm/heap.pxd").unlink()
    again = build(tree, PLUA_BUILD="trampoline")
    assert ["tables", "values"] == compiled_by(again.stdout)
    assert "-DPLUA_TRAMPOLINE=1" in again.stdout
    assert ["tables", "values"] == built(tree)


def test_an_unknown_kind_of_build_is_refused(tree):
    done = build(tree, PLUA_BUILD="fast")
    assert "PLUA_BUILD is 'fast'; it may be unset or one of: trampoline, asan\n" == done.stderr


def test_a_missing_compiler_is_one_plain_sentence(tree):
    done = build(tree, "--quiet", CC="no-such-compiler")
    sentence = f"error: The interpreter's core needs a C compiler, and 'no-such-compiler' was not found: {HINT}\n"
    assert (1, sentence) == (done.returncode, done.stderr)


def test_missing_headers_are_one_plain_sentence(setup_module, tmp_path):
    sentence = f"The interpreter's core needs Python's C headers, and Python.h was not found: {HINT}"
    assert sentence == setup_module.missing_tool(sys.executable, [str(tmp_path)])


def test_an_import_without_the_core_says_how_to_build_it(tree):
    with pytest.raises(ImportError) as caught:
        _build_check.require_core(str(tree / "interpreter"))
    version = f"{sys.implementation.name} {sys.version_info.major}.{sys.version_info.minor}"
    expected = (
        f"the interpreter's compiled core is missing for {version} (interpreter.vm.heap and 2 more modules): "
        + _build_check.HOW_TO_BUILD
    )
    assert expected == str(caught.value)


def test_a_built_core_is_accepted(tree):
    for name in ("values", "tables", "heap"):
        (tree / "interpreter/vm" / (name + SUFFIX)).touch()
    _build_check.require_core(str(tree / "interpreter"))
