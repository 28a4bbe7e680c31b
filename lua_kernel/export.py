"""Write the statistics of a session's cells to files: everything as JSON, each pool's traffic as CSV."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from .pools_view import CellTraffic

COLUMNS = (
    "pool", "unit", "capacity", "capacity_bytes", "retained", "live", "high_water", "rents", "hits", "misses",
    "returns", "drops", "trims", "bytes_live", "bytes_retained", "bytes_saved",
)  # fmt: skip


def write_json(cells: Sequence[CellTraffic], file: str) -> int:
    """Write the snapshots before and after each cell; return the bytes written. Raises OSError."""
    rows = [{"cell": cell.label, "elapsed_s": cell.elapsed_s, **_snapshots(cell)} for cell in cells]
    return _write(file, json.dumps(rows, indent=1) + "\n")


def _snapshots(cell: CellTraffic) -> dict[str, object]:
    return {"before": asdict(cell.before), "after": asdict(cell.after), "traffic": asdict(cell.traffic)}


def write_csv(cells: Sequence[CellTraffic], file: str) -> int:
    """Write a row for each cell and pool, with the cell's traffic; return the bytes written. Raises OSError."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("cell", "elapsed_s", *COLUMNS))
    writer.writerows(row for cell in cells for row in _rows(cell))
    return _write(file, text.getvalue())


def _rows(cell: CellTraffic) -> Iterator[tuple[object, ...]]:
    for pool in cell.traffic.pools:
        figures = (getattr(pool, "name" if column == "pool" else column) for column in COLUMNS)
        yield (cell.label, cell.elapsed_s, *figures)


def _write(file: str, text: str) -> int:
    return Path(os.path.expanduser(file)).write_bytes(text.encode())


_WRITERS = {".json": write_json, ".csv": write_csv}


def writer_for(file: str) -> Callable[[Sequence[CellTraffic], str], int] | None:
    """Return what writes a file of that name's kind, or None."""
    return _WRITERS.get(Path(file).suffix.lower())
