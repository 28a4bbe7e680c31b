"""The benchmark runner: it times, compares what is printed, and says what is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.run import PROGRAMS, compare

PYTHON_M = [sys.executable, "-m", "benchmarks.run"]
ROOT = Path(__file__).parents[1]


def test_there_are_programs():
    assert len(list(PROGRAMS.glob("*.lua"))) >= 9


def test_outputs_that_differ_are_an_error(tmp_path):
    program = tmp_path / "one.py"
    program.write_text("import time; print(time.perf_counter_ns())")
    with pytest.raises(ValueError, match="the outputs differ"):
        compare(program, [sys.executable, sys.executable], [0.0, 0.0], 1)


def test_times_are_medians_less_the_start(tmp_path):
    program = tmp_path / "one.py"
    program.write_text("print(sum(range(300000)))")
    once, late = compare(program, [sys.executable, sys.executable], [0.0, 1000.0], 3)
    assert 0.001 < once < 10
    assert 0.001 == late


def test_a_missing_reference_is_named():
    done = subprocess.run(
        [*PYTHON_M, "--reference", "no-such-lua"], cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace"
    )
    assert 2 == done.returncode
    assert "no-such-lua" in done.stderr
