"""The fuzzers find nothing in a short run, and find what is planted, whichever Lua they compare with."""

import pytest

from tests.fuzz import __main__ as fuzzers
from tests.fuzz import crossings, differential, known, programs, sources

BATCHES = {"programs": len(differential.MODES), "crossings": 3, "sources": 10, "library": 5, "dumps": 5, "messages": 2}
"""Always the same: how much is tried in a time would be the machine's own."""


@pytest.mark.slow
@pytest.mark.parametrize("kind", fuzzers.KINDS)
def test_a_short_run_finds_nothing(kind):
    _, findings = fuzzers.fuzz(kind, 1_000_000, 0, BATCHES[kind])
    assert [] == findings


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["programs", "sources", "library"])
def test_without_a_reference_the_modes_are_compared(kind, monkeypatch):
    monkeypatch.setattr(differential, "REFERENCE", differential.OURS)
    _, findings = fuzzers.fuzz(kind, 2_000_020, 0)
    assert [] == findings


def test_a_seed_makes_the_same_program_and_source_each_time():
    assert programs.program("7") == programs.program("7") != programs.program("8")
    corpus = sources.corpus()
    assert sources.mutated(corpus, "7") == sources.mutated(corpus, "7")


@pytest.mark.parametrize(("depth", "expected"), [(1000, True), (5, False)])
def test_a_depth_that_a_program_hides_is_noticed(depth, expected):
    source = f"""
        local depth, deeper = 0
        function deeper() depth = depth + 1 return depth > {depth} or (select("#", pcall(string.gsub, "x", "x", deeper))) end
        print(deeper())
    """
    assert expected == differential.reaches_depth(source)


def spoilt(tmp_path, monkeypatch, *lines):
    """Let ours run some Lua before each script."""
    start = tmp_path / "start.lua"
    start.write_text("\n".join(lines))
    command = tmp_path / "spoilt"
    command.write_text(f'#!/bin/sh\nLUA_INIT=@{start} exec {differential.OURS} "$@"\n')
    command.chmod(0o755)
    monkeypatch.setattr(differential, "OURS", str(command))


def test_a_mistake_in_one_mode_is_found(tmp_path, monkeypatch):
    mode = {"PLUA_POOLS": "poison"}
    assert [] == crossings.run_batch(["1", "2"], mode)
    spoilt(tmp_path, monkeypatch, "local close = coroutine.close",
           "if os.getenv 'PLUA_POOLS' then function coroutine.close(co) return not close(co) end end")  # fmt: skip
    assert 0 < len(crossings.run_batch([str(seed) for seed in range(5)], mode)) <= 5


def test_a_mistake_in_the_library_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(fuzzers, "CALLS_AT_ONCE", 2000)
    assert (2000, []) == fuzzers.fuzz_library(3)
    spoilt(tmp_path, monkeypatch, "local remove = table.remove", "function table.remove(t, i)",
           "if math.type(i) and (i < 0 or i > 9) then error('bad argument #2 to \\'remove\\' (position out of reach)', 0) end return remove(t, i) end")  # fmt: skip
    _, findings = fuzzers.fuzz_library(3)
    assert {"library 3: b'table.remove"} == {finding.split('(')[0] for finding in findings}


def test_a_mistake_of_the_front_end_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(fuzzers, "SOURCES_AT_ONCE", 60)
    assert (60, []) == fuzzers.fuzz_sources(3)
    spoilt(tmp_path, monkeypatch, "local load_ = load", "function load(...) local f, m = load_(...)",
           "return f, m and m:gsub('x:(%d+):', function(n) return 'x:' .. n + 1 .. ':' end) end")  # fmt: skip
    _, findings = fuzzers.fuzz_sources(3)
    assert 20 < len(findings) <= 60
    assert {"source"} == {finding.split()[0] for finding in findings}


def test_a_kernel_that_ends_is_found(monkeypatch):
    from tests.fuzz import messages

    end = {"code": "python.eval('__import__(\"os\")._exit(3)')", "silent": False}
    assert [] == messages.run_sequences(["4"])
    monkeypatch.setitem(messages.VALID, "execute_request", (end,))
    (found,) = messages.run_sequences(["4"])
    assert found.startswith("messages 4: kernel_info_request on ")
    assert found.endswith("the kernel ended: 3")


def test_a_mistake_in_a_program_is_found_and_told(tmp_path, monkeypatch):
    texts = {"1": "show(select('#', 1, nil))\n", "2": "show(select('#', nil, nil, nil))\n"}
    monkeypatch.setattr(programs, "program", texts.get)
    assert [] == differential.run_batch(["1", "2"], {})
    spoilt(tmp_path, monkeypatch, "local select_ = select",
           "function select(n, ...) if n == '#' then return math.min(2, select_(n, ...)) end return select_(n, ...) end")  # fmt: skip
    (found,) = differential.run_batch(["1", "2"], {})
    assert "seed 2 (plain):\n  ours:      2\n  reference: 3" == str(found)


def test_what_old_versions_do_otherwise_is_left_out_only_there(tmp_path):
    old = tmp_path / "old"
    old.write_text("#!/bin/sh\necho 'Lua 5.4.4  Copyright (C) 1994-2022 Lua.org, PUC-Rio'\n")
    old.chmod(0o755)
    text, said = f"for _ in next do break {known.MARK} end", b"p:3: attempt to divide by zero"
    assert (text, said) == (known.program(text, differential.OURS), known.output(said, differential.OURS))
    assert "for _ in next do  end" == known.program(text, str(old))
    assert b"p:?: attempt to divide by zero" == known.output(said, str(old))


@pytest.mark.parametrize("row", known.OUTPUTS, ids=lambda row: row.why)
def test_a_known_difference_hides_no_other_message(row):
    kept = [b"p:3: attempt to compare two nil values", b"bad argument #1 to 'insert' (position out of bounds)",
            b"x:3: '}' expected (to close '{' at line 2) near <eof>", b"C stack overflow",
            b"p:3: attempt to perform arithmetic on a nil value"]  # fmt: skip
    assert kept == [row.pattern.sub(row.replacement, text) for text in kept]
