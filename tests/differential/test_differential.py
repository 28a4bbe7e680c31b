"""`plua` does what the reference does, in every program of the templates; what they reach is complete."""

import os

import pytest

from tests.differential.coverage import measure
from tests.differential.runner import REFERENCE, compare_all, reference_is_there
from tests.differential.template import MOST_PROGRAMS
from tests.differential.templates import PROGRAMS, TEMPLATES

LEAST_PROGRAMS = 2000


@pytest.fixture(scope="module")
def reference():
    """Without the reference there is nothing to compare with; on the build server it must be there."""
    if not reference_is_there():
        assert "CI" not in os.environ, f"{REFERENCE} is not installed"
        pytest.skip(f"{REFERENCE} is not installed; Debian's package has that name")


@pytest.fixture(scope="module")
def comparisons(reference):
    return list(compare_all(PROGRAMS))


def _problems(comparisons):
    return [comparison.problem for comparison in comparisons if comparison.problem]


def test_there_are_enough_programs_and_none_twice():
    assert LEAST_PROGRAMS <= len(PROGRAMS)
    assert len(PROGRAMS) == len({program.source for program in PROGRAMS})
    assert len(PROGRAMS) == len({program.name for program in PROGRAMS})
    assert [] == [template.name for template in TEMPLATES if len(template.programs) > MOST_PROGRAMS]


def test_one_program_of_each_template_does_the_same(reference):
    sample = [template.programs[len(template.name) % len(template.programs)] for template in TEMPLATES]
    assert [] == _problems(compare_all(sample))


@pytest.mark.slow
def test_all_programs_do_the_same(comparisons):
    assert [] == _problems(comparisons)


@pytest.mark.slow
def test_the_programs_reach_everything(comparisons):
    coverage = measure(PROGRAMS, [comparison.ours for comparison in comparisons])
    print(coverage.text())  # noqa: T201 - shown by pytest -s, and when the test fails
    assert [] == coverage.problems()
