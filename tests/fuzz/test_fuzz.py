"""The fuzzers find nothing in a short run, and find what is planted."""

import pytest

from tests.fuzz import __main__ as fuzzers
from tests.fuzz import differential, programs, sources

pytestmark = pytest.mark.skipif(not differential.reference_is_there(), reason="lua5.4 is not installed")


@pytest.mark.slow
@pytest.mark.parametrize("kind", fuzzers.KINDS)
def test_a_short_run_finds_nothing(kind):
    _, findings = fuzzers.fuzz(kind, 1_000_000, 10)
    assert [] == findings


def test_a_seed_makes_the_same_program_and_source_each_time():
    assert programs.program("7") == programs.program("7") != programs.program("8")
    corpus = sources.corpus()
    assert sources.mutated(corpus, "7") == sources.mutated(corpus, "7")


def test_a_difference_is_found_and_told(monkeypatch):
    monkeypatch.setattr(programs, "PRELUDE", programs.PRELUDE + 'if PLANTED then show = print end\n')
    monkeypatch.setattr(programs, "program", lambda seed: f"show({seed})\n" if seed == "1" else f"print(_VERSION, {seed})\n")
    assert [] == differential.run_batch(["1", "2"], {})
    monkeypatch.setattr(programs, "program", lambda seed: "print(load('return 1 +'))\n" if seed == "1" else "error(jit or pools)\n")
    assert [] == differential.run_batch(["1"], {})
    monkeypatch.setattr(programs, "program", lambda seed: "show(collectgarbage('count') // 1)\n")
    (found,) = differential.run_batch(["3"], {})
    assert "seed 3 (plain):" in str(found)
