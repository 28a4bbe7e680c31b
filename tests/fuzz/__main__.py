"""`python -m tests.fuzz [KIND …] [seconds=60] [seed=N]`: fuzz for a time, print what was tried and every finding.

Kinds: programs, crossings, sources, library, dumps, messages; all of them share the time. A finding's seed makes it
again, without what was tried before. FUZZ_REFERENCE=/path/to/lua compares with another build than Debian's lua5.4,
FUZZ_OURS with another than ours.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.fuzz import crossings, differential, known, sources

HERE = Path(__file__).parent
SOURCES_AT_ONCE = 300
CALLS_AT_ONCE = 20_000
DUMPS_AT_ONCE = 1000
PROGRAMS_AT_ONCE = 20
SEQUENCES_AT_ONCE = 20

OWN = b"too many registers"
"""Where registers run out, and what was read by then, is a code generator's own."""

Findings = list[str]


def fuzz_programs(first: int) -> tuple[int, Findings]:
    """Compare generated programs; the pool mode changes from batch to batch."""
    mode = differential.MODES[first // PROGRAMS_AT_ONCE % len(differential.MODES)]
    found = differential.run_batch(list(sources.seeds(first, PROGRAMS_AT_ONCE)), mode)
    return PROGRAMS_AT_ONCE, [str(one) for one in found]


def fuzz_crossings(first: int) -> tuple[int, Findings]:
    """Compare the pool modes on programs where all that calls Lua calls all else; the mode changes as above."""
    others = differential.MODES[1:]
    mode = others[first // PROGRAMS_AT_ONCE % len(others)]
    return PROGRAMS_AT_ONCE, crossings.run_batch(list(sources.seeds(first, PROGRAMS_AT_ONCE)), mode)


def fuzz_sources(first: int) -> tuple[int, Findings]:
    """Compare what `load` makes of texts that are almost Lua."""
    seeds = list(sources.seeds(first, SOURCES_AT_ONCE))
    texts = [sources.mutated(CORPUS, seed) for seed in seeds]
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder, "texts")
        path.write_bytes(sources.as_file(texts))
        ours, reference = (_lines(command, str(HERE / "front_end.lua"), str(path)) for command in commands())
    if len(ours) != len(reference):
        return SOURCES_AT_ONCE, [f"sources {seeds[0]} to {seeds[-1]}: {ours[-1]!r}"]
    rows = [row for row in zip(seeds, ours, reference, strict=False) if row[1] != row[2] and OWN not in row[2]]
    return SOURCES_AT_ONCE, [f"source {seed}: {one!r}, not {other!r}" for seed, one, other in rows]


def fuzz_library(first: int) -> tuple[int, Findings]:
    """Compare random calls of library functions."""
    arguments = (str(HERE / "library.lua"), str(first + 1), str(CALLS_AT_ONCE))
    ours, reference = (_lines(command, *arguments) for command in commands())
    rows = zip(ours, reference, strict=False)
    found = [f"library {first}: {one!r}, not {other!r}" for one, other in rows if one != other]
    if len(ours) != len(reference):
        found.append(f"library {first}: ends with {ours[-1]!r}")
    return CALLS_AT_ONCE, found


def fuzz_dumps(first: int) -> tuple[int, Findings]:
    """Load and run damaged binary chunks."""
    tool = str(HERE.parent / "tools" / "mutate_dumps.py")
    command = [sys.executable, tool, "on", str(first), str(first + DUMPS_AT_ONCE)]
    done = subprocess.run(command, capture_output=True, check=False)
    found = [f"dumps from {first}: status {done.returncode}: {done.stderr[-1500:]!r}"] if done.returncode else []
    return DUMPS_AT_ONCE, found


def fuzz_messages(first: int) -> tuple[int, Findings]:
    """Send a kernel sequences of messages."""
    from tests.fuzz import messages  # Jupyter is imported by this kind only

    return SEQUENCES_AT_ONCE, messages.run_sequences(list(sources.seeds(first, SEQUENCES_AT_ONCE)))


def _lines(*command: str) -> list[bytes]:
    done = subprocess.run(command, capture_output=True, check=False)
    lines = [known.output(line, differential.REFERENCE) for line in done.stdout.split(b"\n")]
    return lines if done.returncode == 0 else [*lines, b"status %d: %s" % (done.returncode, done.stderr[:1000])]


KINDS: dict[str, Callable[[int], tuple[int, Findings]]] = {
    "programs": fuzz_programs,
    "crossings": fuzz_crossings,
    "sources": fuzz_sources,
    "library": fuzz_library,
    "dumps": fuzz_dumps,
    "messages": fuzz_messages,
}
CORPUS = sources.corpus()


def commands() -> tuple[str, str]:
    """Return ours and the reference."""
    return differential.OURS, differential.REFERENCE


def fuzz(kind: str, first: int, seconds: float, batches: int = 1) -> tuple[int, Findings]:
    """Fuzz one kind from a seed for a time, at least some batches; return how much was tried and what was found."""
    end, tried, findings = time.monotonic() + seconds, 0, []
    while batches > 0 or time.monotonic() < end:
        count, found = KINDS[kind](first + tried)
        batches -= 1
        tried += count
        findings += found
    return tried, findings


def main(words: list[str]) -> int:
    """Do what the command line asks for; return 1 where something was found."""
    options = dict(word.split("=", 1) for word in words if "=" in word)
    kinds = [word for word in words if "=" not in word] or list(KINDS)
    unknown = set(kinds).difference(KINDS) or set(options).difference(("seconds", "seed"))
    if unknown:
        sys.stderr.write(f"unknown: {', '.join(unknown)}\n{__doc__}\n")
        return 2
    sys.stdout.write(f"compared with {differential.REFERENCE}\n")
    seconds, first = float(options.get("seconds", 60)), int(options.get("seed", time.time()))
    failed = False
    for kind in kinds:
        tried, findings = fuzz(kind, first, seconds / len(kinds))
        failed = failed or bool(findings)
        sys.stdout.write("".join(f"{finding}\n" for finding in findings))
        sys.stdout.write(f"{kind}: {tried:,} tried from seed {first}, {len(findings)} findings\n")
        sys.stdout.flush()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
