"""Run all programs, or those whose names begin as told, and print what differs and what they reach."""

import sys
import time

from tests.differential.coverage import measure
from tests.differential.pending import PENDING
from tests.differential.runner import REFERENCE, compare_all, reference_is_there
from tests.differential.templates import PROGRAMS, TEMPLATES


def main(beginnings: list[str]) -> int:
    """Print the report; return the exit status."""
    if not reference_is_there():
        print(f"{REFERENCE} is not installed", file=sys.stderr)
        return 2
    started_s = time.monotonic()
    programs = [program for program in PROGRAMS if not beginnings or program.name.startswith(tuple(beginnings))]
    comparisons = list(compare_all(programs))
    problems = [comparison.problem for comparison in comparisons if comparison.problem]
    print(*problems, sep="\n")
    compared_s = time.monotonic()
    coverage = measure(programs, [comparison.ours for comparison in comparisons])
    missing = [] if beginnings else coverage.problems()
    print(coverage.text(), *missing, sep="\n")
    decided = sum(program.expected is not None for program in programs)
    print(
        f"{len(programs)} programs of {len(TEMPLATES)} templates: {len(problems)} wrong, {decided} decided by 5.4.8,",
        f"{len(PENDING)} pending, {len(missing)} things not reached;",
        f"{compared_s - started_s:.0f} s to compare, {time.monotonic() - compared_s:.0f} s to observe",
    )
    return 1 if problems or missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
