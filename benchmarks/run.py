"""Time the programs on plua and on a reference `lua`, interleaved: `python -m benchmarks.run [--runs N] [PROGRAM ...]`.

Prints a Markdown table of CPU seconds (user and system, median of the runs, less the start-up of an empty program) and
their ratio. Every program checks nothing itself: what it prints must be the same on both.
"""

import argparse
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PROGRAMS = Path(__file__).parent / "programs"


def timed(command: Sequence[str]) -> tuple[float, str]:
    """Run a command; return its CPU seconds and what it printed. Raises CalledProcessError when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, done.stdout


def median_start(command: str, runs: int) -> float:
    """Return the median CPU seconds of an empty program."""
    return statistics.median(timed([command, "-e", ""])[0] for _ in range(max(runs, 5)))


def compare(program: Path, commands: Sequence[str], starts: Sequence[float], runs: int) -> list[float]:
    """Return each command's median CPU seconds on a program; raises ValueError when the outputs differ."""
    seconds: list[list[float]] = [[] for _ in commands]
    outputs = set()
    for _ in range(runs):
        for times, command, start in zip(seconds, commands, starts, strict=True):
            taken, output = timed([command, str(program)])
            times.append(max(taken - start, 0.001))
            outputs.add(output)
    if len(outputs) != 1:
        raise ValueError(f"{program.name}: the outputs differ: {sorted(outputs)}")
    return [statistics.median(times) for times in seconds]


def main() -> int:
    """Run the benchmark's command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("programs", nargs="*", help="names without .lua; default: all")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--reference", default="lua5.4")
    parser.add_argument("--plua", default=str(Path(sys.executable).with_name("plua")))
    options = parser.parse_args()
    commands = [options.reference, options.plua]
    missing = [command for command in commands if shutil.which(command) is None]
    if missing:
        print(f"not found: {', '.join(missing)}; build with `make build`, install lua5.4", file=sys.stderr)
        return 2
    chosen = [PROGRAMS / f"{name}.lua" for name in options.programs] or sorted(PROGRAMS.glob("*.lua"))
    starts = [median_start(command, options.runs) for command in commands]
    logarithms = []
    print(f"| program | {options.reference} s | plua s | ratio |\n|---|---|---|---|")
    for program in chosen:
        reference, ours = compare(program, commands, starts, options.runs)
        logarithms.append(math.log(ours / reference))
        print(f"| {program.stem} | {reference:.3f} | {ours:.3f} | {ours / reference:.2f} |", flush=True)
    print(f"| geometric mean | | | {math.exp(statistics.mean(logarithms)):.2f} |")
    print(
        f"\n{os.cpu_count()} cores, {options.runs} runs, CPU seconds less start-up ({starts[0]:.3f}, {starts[1]:.3f})."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
