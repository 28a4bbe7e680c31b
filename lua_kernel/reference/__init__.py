"""What every name that a notebook's Lua finds by itself is for, in our own words: entries by name.

Data only, imported by the first question. One file a family, each with its list.
"""

from . import base, controls, notebook, numbers, system, texts, words
from .entry import Entry

__all__ = ["LIBRARY", "WORDS", "Entry"]

LIBRARY: dict[str, Entry] = {
    entry.name: entry
    for family in (base, texts, numbers, system, notebook, controls)
    for entry in family.ENTRIES
}  # fmt: skip
"""Functions, tables and values by dotted name; a file's methods as `file:name`."""

WORDS: dict[str, Entry] = {entry.name: entry for entry in words.ENTRIES}
"""The words of the language, and the attributes of locals."""
