"""What one name of a library is documented by."""

from typing import NamedTuple


class Entry(NamedTuple):
    """The documentation of a function, a value or a word."""

    name: str
    """Its dotted name; of a file's method `file:name`."""
    signature: str
    """How it is called and, after an arrow, what it returns; brackets mark what may be left out."""
    text: str
    """What it does, in one to three sentences."""
    example: str = ""
    """A cell that uses it."""
    result: str = ""
    """What that cell prints and gives, as a notebook shows it; empty where this is not the same everywhere."""
    gives: str = ""
    """What its first result is, where that has methods: `file` or `string`."""
