"""Records for tests of what shows them."""

from dataclasses import fields


def record(record_class, /, **given):
    """Make a record whose other fields are empty."""
    empty = {"str": "", "bytes": b"", "int": 0, "float": 0.0, "bool": False}
    blanks = {f.name: empty.get(str(getattr(f.type, "__name__", f.type)), ()) for f in fields(record_class)}
    return record_class(**(blanks | given))
