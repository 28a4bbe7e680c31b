"""The programs of tests/lua and what damages memory elsewhere, in a copy built with AddressSanitizer and UBSan.

In every pool mode: with pools off each frame, array and object is a malloc of its own. `make asan` runs all other
tests, too, and collects at every safepoint.
"""

import subprocess
import sys

import pytest

from tests.tools import asan

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not asan.is_there(), reason="the compiler has no sanitizers"),
]

TREE = asan.ROOT / "build" / "asan"
TESTS = ("tests/test_lua_files.py", "tests/interpreter/test_threads.py", "tests/interpreter/vm/test_dump.py")


@pytest.fixture(scope="module")
def environment():
    """Build the copy; the next time only what has changed."""
    asan.build(TREE)
    return asan.sanitized(TREE)


def test_the_sanitizer_reports(environment):
    broken = "import ctypes; ctypes.CDLL(None).malloc.restype = ctypes.c_void_p; ctypes.memset(ctypes.CDLL(None).malloc(8), 0, 9)"
    done = subprocess.run([sys.executable, "-c", broken], cwd=TREE, env=environment, capture_output=True, text=True)
    assert "ERROR: AddressSanitizer" in done.stderr
    assert done.returncode != 0


def test_the_copy_has_the_sanitizers(environment):
    code = "import interpreter.runtime as r; print(r.__file__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=TREE, env=environment, capture_output=True, text=True)
    assert f"{TREE}/interpreter/runtime.py" == done.stdout.strip()
    assert "-fsanitize=address,undefined" in (TREE / "build" / "flags.txt").read_text(encoding="utf-8")


def test_nothing_is_reported(environment):
    command = [sys.executable, *asan.PYTEST, "-m", "not slow", *TESTS]
    done = subprocess.run(command, cwd=TREE, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert " passed" in done.stdout.splitlines()[-1]
