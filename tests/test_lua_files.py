"""Run every program of tests/lua in every pool mode: same output, same error, nothing left rented."""

import locale
from pathlib import Path

import pytest

from expectations import POOL_MODES, read_expectations, read_program
from identities import assert_identities
from interpreter import Interpreter, PoolSnapshot, RunResult

PROGRAMS = Path(__file__).parent / "lua"
FILES = sorted(PROGRAMS.rglob("*.lua"))

# Lets go of everything a program left in globals and loaded modules, so that the collector can take it.
LET_GO = b"""
local globals, loaded, next = _G, package and package.loaded or {}, next
for name in next, loaded do loaded[name] = nil end
for name in next, globals do globals[name] = nil end
"""


@pytest.fixture(autouse=True)
def locale_of_the_process():
    """os.setlocale acts on the whole process: put back what a program changed."""
    before = locale.setlocale(locale.LC_ALL)
    yield
    locale.setlocale(locale.LC_ALL, before)


def test_there_are_programs():
    assert FILES


@pytest.mark.parametrize("mode", POOL_MODES)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PROGRAMS).as_posix())
def test_program(path, mode):
    expected = read_expectations(path.read_bytes(), path.name)
    if mode in expected.skipped_modes:
        pytest.skip(f"the program says that it does not run with pools {mode}")
    written: list[bytes] = []
    with Interpreter(pools=mode, stdout=written.append) as interpreter:
        at_start = interpreter.snapshot()
        result = interpreter.run(read_program(path), f"@{path.name}")
        assert _lines(expected.stdout) == _lines(b"".join(written))
        assert expected.error == _message(result)
        _assert_nothing_is_lost(interpreter, at_start)


def _lines(output: bytes) -> list[str]:
    return output.decode("utf-8", "backslashreplace").split("\n")


def _message(result: RunResult) -> bytes | None:
    return None if result.error is None else result.error.message


def _assert_nothing_is_lost(interpreter: Interpreter, at_start: PoolSnapshot) -> None:
    """Check the identities after the run, and again when the program's globals are gone and collected."""
    after = interpreter.snapshot()
    assert_identities(after, at_rest=after["coroutines"].live == at_start["coroutines"].live)
    assert interpreter.run(LET_GO, "=(let go)").ok
    interpreter.collect()
    interpreter.collect()  # what a finalizer brought back once is taken the second time
    assert_identities(interpreter.snapshot(), at_rest=True)
