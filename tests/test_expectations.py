"""The collector's own rules."""

import pytest

from expectations import ExpectationError, Expectations, read_expectations


def test_output_lines_are_collected_in_order():
    source = b'print(1) -- expect: 1\nprint("a  b")\n-- expect: a  b\nprint()\n-- expect:\n'
    assert read_expectations(source) == Expectations(b"1\na  b\n\n", None, frozenset())


def test_the_last_expectation_may_be_the_error():
    source = b"print(1) -- expect: 1\nerror('x')\n-- expect error: a.lua:2: x\n"
    assert read_expectations(source) == Expectations(b"1\n", b"a.lua:2: x", frozenset())


def test_bytes_are_kept_as_they_are():
    assert read_expectations(b"-- expect: \xff\xc3\xa9 \n").stdout == b"\xff\xc3\xa9 \n"


def test_modes_may_be_skipped_for_a_reason():
    source = b"-- skip-modes: off poison (needs a free list)\nprint(1) -- expect: 1\n"
    assert read_expectations(source).skipped_modes == {"off", "poison"}


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        (b"print(1)\n", "a.lua: no `-- expect:` line, so this test cannot fail"),
        (b"-- expect error: x\n-- expect: 1\n", "a.lua:2: nothing can be expected after the error"),
        (b"-- expects: 1\n", "a.lua:1: write `-- expect: text` or `-- expect error: text`"),
        (b"-- expect error:x\n", "a.lua:1: write `-- expect: text` or `-- expect error: text`"),
        (b"-- skip-modes: of\n", "a.lua:1: ['of'] are no pool modes; those are on, off, poison"),
        (b"-- skip-modes: on off poison\n", "a.lua:1: skipped in every mode, so this test cannot fail"),
    ],
)
def test_a_test_that_cannot_fail_or_be_read_is_refused(source, complaint):
    with pytest.raises(ExpectationError) as caught:
        read_expectations(source, "a.lua")
    assert complaint == str(caught.value)
