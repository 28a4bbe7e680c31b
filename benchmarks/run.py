"""Time the programs on plua and on a reference `lua`, interleaved: `python -m benchmarks.run [--runs N] [PROGRAM ...]`.

Prints Markdown: CPU seconds of the reference (user and system, median of the runs, less the start-up of an empty
program) and over that the time of plua, with pools on and off, and of LuaJIT's interpreter where it is installed and
reads the program. What the programs print must be the same on all. The last column is plua's ratio in
benchmarks/baseline.json, which `--record` renews. `--growth` prints instead how times grow with a program's size, and
`--pauses` how long the collector stops it.
"""

import argparse
import datetime
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from interpreter import Interpreter

PROGRAMS = Path(__file__).parent / "programs"
BASELINE = Path(__file__).with_name("baseline.json")
OURS = "plua"
LUAJIT = ("luajit", "-joff")
SIZES = (1, 2, 4)


def timed(command: Sequence[str]) -> tuple[float, str]:
    """Run a command; return its CPU seconds and what it printed. Raises CalledProcessError when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, done.stdout


def engines(reference: str, plua: str) -> dict[str, list[str]]:
    """Return the commands by name, the reference first, LuaJIT last if it is installed."""
    commands = {reference: [reference], OURS: [plua], f"{OURS}, pools off": [plua, "--pools=off"]}
    return commands | ({" ".join(LUAJIT): [*LUAJIT]} if shutil.which(LUAJIT[0]) else {})


def can_read(command: Sequence[str], program: Path) -> bool:
    """Tell whether an engine can compile a program: LuaJIT knows no `//` and no `<close>`."""
    check = 'os.exit(loadfile(arg[1], "t") ~= nil)'
    done = subprocess.run([*command, "-", str(program)], input=check, text=True, capture_output=True, check=False)
    return done.returncode == 0


def median_start(command: Sequence[str], runs: int) -> float:
    """Return the median CPU seconds of an empty program."""
    return statistics.median(timed([*command, "-e", ""])[0] for _ in range(max(runs, 5)))


def compare(
    program: Path, commands: Sequence[Sequence[str]], starts: Sequence[float], runs: int, *arguments: str
) -> list[float]:
    """Return each command's median CPU seconds on a program; raises ValueError when the outputs differ."""
    seconds: list[list[float]] = [[] for _ in commands]
    outputs = set()
    for _ in range(runs):
        for times, command, start in zip(seconds, commands, starts, strict=True):
            taken, output = timed([*command, str(program), *arguments])
            times.append(max(taken - start, 0.001))
            outputs.add(output)
    if len(outputs) != 1:
        raise ValueError(f"{program.name}: the outputs differ: {sorted(outputs)}")
    return [statistics.median(times) for times in seconds]


def row(cells: Iterable[str]) -> str:
    """Return a row of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def heading(names: Sequence[str]) -> str:
    """Return the first two lines of a Markdown table."""
    return f"{row(names)}\n{row(['---'] * len(names))}"


def figure(ratio: float | None) -> str:
    """Return a ratio for the table, a dash for none."""
    return "–" if ratio is None else f"{ratio:.2f}"


def print_ratios(programs: Sequence[Path], commands: dict[str, list[str]], runs: int) -> dict[str, float]:
    """Print the table of times; return plua's ratios by program."""
    starts = {name: median_start(command, runs) for name, command in commands.items()}
    known = json.loads(BASELINE.read_text())["ratios"] if BASELINE.exists() else {}
    reference, *others = commands
    ratios: dict[str, dict[str, float]] = {name: {} for name in others}
    print(heading(["program", f"{reference} s", *ratios, "baseline"]))
    for program in programs:
        able = [name for name, command in commands.items() if can_read(command, program)]
        base, *times = compare(program, [commands[name] for name in able], [starts[name] for name in able], runs)
        for name, seconds in zip(able[1:], times, strict=True):
            ratios[name][program.stem] = seconds / base
        shown = [figure(one.get(program.stem)) for one in ratios.values()]
        print(row([program.stem, f"{base:.3f}", *shown, figure(known.get(program.stem))]), flush=True)
    means = [figure(statistics.geometric_mean(one.values()) if one else None) for one in ratios.values()]
    print(row(["geometric mean", "", *means, ""]))
    print(f"\n{os.cpu_count()} cores, {runs} runs, CPU seconds less start-up ({starts[reference]:.3f}).")
    return ratios[OURS]


def size_of(program: Path) -> int:
    """Return the size that a program's first line says it has without an argument; raises ValueError for none."""
    line = program.read_text(encoding="utf-8").partition("\n")[0]
    said = re.search(r"\bsize=(\d+)", line)
    if said is None:
        raise ValueError(f"{program.name}: its first line says no size: {line!r}")
    return int(said[1])


def print_growth(programs: Sequence[Path], commands: dict[str, list[str]], runs: int) -> None:
    """Print how many times as long a program takes at two and four times its size."""
    starts = [median_start(command, runs) for command in commands.values()]
    print(heading(["program", "size", *(f"{name}, {size}×" for name in commands for size in SIZES[1:])]))
    for program in programs:
        size = size_of(program)
        sizes = (str(size * times) for times in SIZES)
        first, *larger = [compare(program, [*commands.values()], starts, runs, argument) for argument in sizes]
        shown = [f"{seconds[engine] / first[engine]:.2f}" for engine in range(len(commands)) for seconds in larger]
        print(row([program.stem, f"{size:,}", *shown]), flush=True)


def record(ratios: dict[str, float], reference: str, runs: int) -> None:
    """Make a run's ratios the baseline."""
    about = {"date": datetime.datetime.now(datetime.UTC).date().isoformat(), "reference": reference, "runs": runs}
    rounded = {name: round(ratio, 3) for name, ratio in ratios.items()}
    BASELINE.write_text(json.dumps({**about, "ratios": rounded}, indent=2) + "\n")


def print_pauses(programs: Sequence[Path]) -> None:
    """Print how often and how long the collector stops each program, and its share of the CPU time."""
    print(heading(["program", "collections", "half below", "99 of 100 below", "all below", "share of the time"]))
    for program in programs:
        with Interpreter(stdout=lambda _: None) as lua:
            before, started = lua.snapshot().heap, time.process_time()
            result = lua.run(program.read_bytes(), f"@{program.name}", snapshots=False)
            taken, heap = time.process_time() - started, lua.snapshot().heap.since(before)
        if result.error:
            raise ValueError(f"{program.name}: {result.error.message!r}")
        limits = [f"{1000 * heap.pause_limit_s(share):.2f} ms" for share in (0.5, 0.99, 1)]
        shown = limits if heap.collections else ["–"] * 3
        print(row([program.stem, f"{heap.collections:,}", *shown, f"{heap.pause_s / taken:.1%}"]), flush=True)


def main() -> int:
    """Run the benchmark's command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("programs", nargs="*", help="names without .lua; default: all")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--reference", default="lua5.4")
    parser.add_argument("--plua", default=str(Path(sys.executable).with_name("plua")))
    parser.add_argument("--record", action="store_true", help="make this run the baseline")
    parser.add_argument("--growth", action="store_true", help="print the growth of times with a program's size instead")
    parser.add_argument("--pauses", action="store_true", help="print the collector's pauses instead of times")
    options = parser.parse_args()
    chosen = [PROGRAMS / f"{name}.lua" for name in options.programs] or sorted(PROGRAMS.glob("*.lua"))
    if options.pauses:
        print_pauses(chosen)
        return 0
    missing = [command for command in (options.reference, options.plua) if shutil.which(command) is None]
    if missing:
        print(f"not found: {', '.join(missing)}; build with `make build`, install lua5.4", file=sys.stderr)
        return 2
    if options.growth:
        print_growth(chosen, {options.reference: [options.reference], OURS: [options.plua]}, options.runs)
        return 0
    ratios = print_ratios(chosen, engines(options.reference, options.plua), options.runs)
    if options.record:
        record(ratios, options.reference, options.runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
