"""The benchmarks: they time, compare what is printed, count what is allocated, and say what is missing."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import allocator, closures, run, unwatched, views
from benchmarks.components import COMPONENTS
from benchmarks.pools import PAGE, component_row, measure
from benchmarks.run import PROGRAMS, compare
from notebook_session import Notebook

PYTHON_M = [sys.executable, "-m", "benchmarks.run"]
ROOT = Path(__file__).parents[1]
PLUA = str(Path(sys.executable).with_name("plua"))


def test_there_are_programs():
    assert len(list(PROGRAMS.glob("*.lua"))) >= 10


@pytest.mark.parametrize("program", sorted(PROGRAMS.glob("*.lua")), ids=lambda program: program.stem)
def test_programs_take_a_size_and_check_what_they_reckoned(program):
    size = max(run.size_of(program) // 100, 1)
    done = subprocess.run([PLUA, program, str(size)], capture_output=True, encoding="utf-8")
    assert (0, "") == (done.returncode, done.stderr)
    assert "assert(" in program.read_text()


def test_a_program_that_says_no_size_is_named(tmp_path):
    program = tmp_path / "one.lua"
    program.write_text("print(1)")
    with pytest.raises(ValueError, match=r"one.lua: its first line says no size: 'print\(1\)'"):
        run.size_of(program)


def test_growth_is_over_the_time_at_the_programs_own_size(tmp_path, capsys):
    program = tmp_path / "one.lua"
    program.write_text("local n = tonumber(arg[1]) or 7 -- size=7\nlocal s = 0 for i = 1, n * 2000000 do s = s ~ i end print(s)")
    run.print_growth([program], {"one": [PLUA], "two": [PLUA]}, 3)
    heading, _, figures = capsys.readouterr().out.splitlines()
    assert "| program | size | one, 2× | one, 4× | two, 2× | two, 4× |" == heading
    name, size, *growth = [cell.strip() for cell in figures.strip("|").split("|")]
    assert ("one", "7") == (name, size)
    assert all(1.2 < float(twice) < float(fourfold) for twice, fourfold in zip(growth[::2], growth[1::2], strict=True))


def test_an_engine_that_cannot_read_a_program_is_left_out(tmp_path, monkeypatch, capsys):
    older = tmp_path / "older"
    older.write_text(f'#!/bin/sh\ncase "$1" in -) exit 1;; *) exec {PLUA} "$@";; esac\n')
    older.chmod(0o700)
    program = tmp_path / "one.lua"
    program.write_text("print(7 // 2)")
    monkeypatch.setattr(run, "BASELINE", tmp_path / "baseline.json")
    run.print_ratios([program], {"ref": [PLUA], "plua": [PLUA], "older": [str(older)]}, 1)
    _, _, figures, mean, *_ = capsys.readouterr().out.splitlines()
    assert ["–", "–"] == [line.split("|")[4].strip() for line in (figures, mean)]


def test_outputs_that_differ_are_an_error(tmp_path):
    program = tmp_path / "one.py"
    program.write_text("import time; print(time.perf_counter_ns())")
    with pytest.raises(ValueError, match="the outputs differ"):
        compare(program, [[sys.executable], [sys.executable]], [0.0, 0.0], 1)


def test_times_are_medians_less_the_start(tmp_path):
    program = tmp_path / "one.py"
    program.write_text("print(sum(range(300000)))")
    once, late = compare(program, [[sys.executable], [sys.executable]], [0.0, 1000.0], 3)
    assert 0.001 < once < 10
    assert 0.001 == late


def test_a_missing_reference_is_named():
    done = subprocess.run(
        [*PYTHON_M, "--reference", "no-such-lua"], cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace"
    )
    assert 2 == done.returncode
    assert "no-such-lua" in done.stderr


def test_ratios_stand_beside_those_recorded(tmp_path, monkeypatch, capsys):
    program = tmp_path / "one.lua"
    program.write_text("local n = 0 for i = 1, 300000 do n = n + i end print(n)")
    monkeypatch.setattr(run, "BASELINE", tmp_path / "baseline.json")
    commands = {"lua": [PLUA], "plua": [PLUA], "again": [PLUA, "--pools=off"]}
    monkeypatch.setattr(run, "median_start", lambda *_: 0.0)
    run.record({"one": 1.25}, "lua", 1)
    assert ["one"] == list(run.print_ratios([program], commands, 1))
    heading, _, figures, mean, *_ = capsys.readouterr().out.splitlines()
    assert heading == "| program | lua s | plua | again | baseline |"
    assert re.fullmatch(r"\| one \| \d+\.\d{3} \| \d+\.\d\d \| \d+\.\d\d \| 1\.25 \|", figures)
    assert mean.split("|")[3:5] == figures.split("|")[3:5]


def test_the_collectors_pauses_are_printed(tmp_path, capsys):
    program = tmp_path / "churn.lua"
    program.write_text("for i = 1, 4 do collectgarbage() end")
    run.print_pauses([program])
    figures = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(r"\| churn \| 4 \|( \d+\.\d\d ms \|){3} \d+\.\d% \|", figures)


# -------------------------------------------------------------------------------------------------------- the pools

FIB = "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end\nprint(fib(15))\n"
FRAMES_OF_FIB = 1975


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return allocator.build(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def fib(tmp_path_factory, library):
    """Measure a small recursion."""
    program = tmp_path_factory.mktemp("fib") / "fib.lua"
    program.write_text(FIB)
    return measure("fib", program, library, 1)


@pytest.mark.plain
def test_the_allocator_saw_what_the_pools_say_they_saved(fib):
    assert FRAMES_OF_FIB == fib.off[0].pools["frames"].misses == fib.on[0].pools["frames"].rents
    assert fib.saved_bytes == pytest.approx(fib.told_bytes, rel=0.01)
    assert fib.saved_calls == pytest.approx(2 * (FRAMES_OF_FIB - 17), rel=0.01)


@pytest.mark.plain
def test_a_second_run_allocates_nothing(fib):
    again = fib.on[1]
    assert 0 == sum(pool.misses for pool in again.pools.values())
    assert 0 <= again.growth_bytes < 200
    assert fib.on[0].printed == again.printed == "610\n"


@pytest.mark.plain
def test_what_compare_says_is_what_the_allocator_saw(fib):
    shown = Notebook().view(f"%%compare runs=1\n{FIB}")["text/plain"]
    for name, pool in (("frames", "frames"), ("local arrays", "locals[4]")):
        row = re.search(rf"^{name} +([\d,]+) +([\d,]+) +(\d+) +.* ([\d.]+) B +([\d.]+) B$", shown, re.MULTILINE)
        rents, off, on, a_rent, _ = (float(figure.replace(",", "")) for figure in row.groups())
        assert fib.off[0].pools[pool].misses == pytest.approx(off, abs=1)  # a cell has the notebook's frame too
        assert fib.on[0].pools[pool].misses == pytest.approx(on, abs=1)
        assert fib.on[0].pools[pool].saved_bytes / fib.on[0].pools[pool].rents == pytest.approx(a_rent, rel=0.01)
        assert rents == off
    saved = re.search(r"^all .* ([\d.]+) KiB \(\d+ %\)", shown, re.MULTILINE)
    assert fib.saved_bytes == pytest.approx(float(saved[1]) * 1024, rel=0.01)


@pytest.mark.plain
def test_outputs_that_differ_with_pools_off_and_on_are_an_error(tmp_path, library):
    program = tmp_path / "differs.lua"
    program.write_text("print({})")
    with pytest.raises(ValueError, match="differs: the outputs differ"):
        measure("differs", program, library, 0)


@pytest.mark.plain
@pytest.mark.parametrize(
    ("name", "each", "allocations"),
    [
        ("to-be-closed list", 48, 1),
        pytest.param("a call: frame, 4 registers", 144, 2, marks=pytest.mark.slow),
        pytest.param("varargs, up to 4", 80, 1, marks=pytest.mark.slow),
    ],
)
def test_a_component_saves_what_one_object_has(name, each, allocations, tmp_path, library):
    component = next(one for one in COMPONENTS if one.name == name)
    _, _, told, calls, asked, _, _ = component_row(component, 2000, tmp_path, library, 1)
    assert [each, allocations, each] == pytest.approx([float(told), float(calls), float(asked)], rel=0.02)


@pytest.mark.slow
def test_the_command_prints_all_tables(tmp_path):
    program = tmp_path / "made.lua"
    program.write_text("for i = 1, 2000 do local t = {x = i} local function f() return t end f() end")
    command = [sys.executable, "-m", "benchmarks.pools", str(program), "--times", "500", "--runs", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert (0, "") == (done.returncode, done.stderr)
    headings = re.findall(r"^##? (.*)$", done.stdout, re.MULTILINE)
    assert [
        line.split("#")[-1].strip() for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:1] == "#"
    ] == headings
    account = next(line for line in done.stdout.splitlines() if line.count("|") == 10 and str(program) in line)
    assert float(account.split("|")[-2].strip(" %")) < 1
    assert f"| {program} | 2,000 | 2,000 | 2,000 | 2,000 | 100% | – |" in done.stdout


@pytest.mark.pooled
def test_the_closures_of_a_notebook_are_counted(tmp_path):
    notebook = tmp_path / "one.ipynb"
    cells = [{"cell_type": "code", "source": "for i = 1, 100 do local function f() return i end f() end"}]
    notebook.write_text(json.dumps({"cells": cells}))
    made = closures.of_notebook(notebook)
    assert made.closures_released == 100
    assert 100 < made.closures < 110


@pytest.mark.pooled
def test_the_local_functions_that_later_cells_see_are_not_given_back(tmp_path):
    notebook = tmp_path / "one.ipynb"
    cells = [{"cell_type": "code", "source": "local function f() return 1 end local x = f()"} for _ in range(3)]
    notebook.write_text(json.dumps({"cells": cells}))
    kept, ended = (closures.of_notebook(notebook, keeps_locals=keeps) for keeps in (True, False))
    assert (0, 3) == (kept.closures_released, ended.closures_released)


def test_without_gcc_the_command_says_what_is_missing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.pools"], cwd=ROOT, env=os.environ | {"PATH": str(tmp_path)},
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert 2 == done.returncode
    assert done.stderr.endswith("install gcc\n")
    assert 1 == done.stderr.count("\n")


def test_what_views_cost_is_printed():
    command = [sys.executable, "-m", "benchmarks.views", "--cells", "4"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert (0, "") == (done.returncode, done.stderr)
    ratio, spread = r"× \d+\.\d+", r"-?\d+\.\d+ to -?\d+\.\d+"
    patterns = [rf"\| `%pools off` \| {name} \| {ratio} \| {spread} \| {spread} \|" for name in unwatched.SAMPLES]
    patterns += [
        rf"\| `%pools {view}` \| {where} \| [+-]\d+\.\d\d ms \| [+-]\d+\.\d\d to [+-]\d+\.\d\d \| – \|"
        for view in ("short", "on")
        for where in views.HEAPS
    ]
    patterns += [rf"\| `%%allocs` \| {where} \| {ratio} \| – \| – \|" for where in views.LONG]
    lines = done.stdout.splitlines()[2:]
    assert all(re.fullmatch(*pair) for pair in zip(patterns, lines, strict=True)), done.stdout
