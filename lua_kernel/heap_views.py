"""Turn the heap's counters into tables and a chart: what lives in it, and what the collector did during a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import charts
from .charts import Bar
from .display import DIM, Bundle, Table, byte_size, count, counted, duration, element, escape, percentage

if TYPE_CHECKING:
    from interpreter import HeapStats, PoolSnapshot, PoolStats, SizeClassStats

    from .pools_view import CellTraffic

KINDS = ("tables", "strings", "closures", "upvalue cells", "coroutines", "protos")
SLAB_BYTES = 64 * 1024


def heap_bundle(snapshot: PoolSnapshot) -> Bundle:
    """Return the heap by kind of object and by size of cells."""
    line = _heap_line(snapshot)
    kinds = [snapshot[name] for name in KINDS if snapshot[name].rents]
    tables = (_kinds_table(kinds, snapshot.heap, "heap by kind"), _classes_table(snapshot))
    rows = [Bar(pool.name, pool.bytes_live, byte_size(pool.bytes_live)) for pool in kinds]
    plain = "\n\n".join([line, charts.bars_text(rows), *(table.plain() for table in tables)])
    shown = charts.chart_bundle(
        lambda palette: charts.bars("heap bytes by kind of object", rows, palette), plain, *tables
    )
    return {**shown, "text/html": element("div", escape(line), style=DIM) + shown["text/html"]}


def _heap_line(snapshot: PoolSnapshot) -> str:
    heap = snapshot.heap
    used = f"{byte_size(heap.bytes_used)} in use, what is not yet collected included"
    coming = f"the next collection begins above {byte_size(heap.threshold_bytes)}"
    return f"{used}; {coming}; {counted(heap.collections, 'collection')} so far"


def _kinds_table(kinds: list[PoolStats], heap: HeapStats, caption: str) -> Table:
    released = {"closures": count(heap.closures_released), "upvalue cells": count(heap.cells_released)}
    rows = [
        (k.name, count(k.rents), count(k.returns), released.get(k.name, ""), count(k.live), byte_size(k.bytes_live))
        for k in kinds
    ]
    return Table(caption, ("kind", "made", "freed", "of them at block end", "live", "bytes live"), rows)


def _classes_table(snapshot: PoolSnapshot) -> Table:
    rows = [_class_row(one) for one in snapshot.heap.size_classes]
    headings = ("cell", "slabs", "live", "free", "reused", "first used", "slab bytes", "in use")
    note = "" if snapshot.mode == "on" else f"pools are {snapshot.mode}: objects may have no slab"
    return Table("heap by size of cells; larger objects have memory of their own", headings, rows, note=note)


def _class_row(one: SizeClassStats) -> tuple[str, ...]:
    held = one.slabs * SLAB_BYTES
    counts = (count(one.slabs), count(one.live), count(one.free), count(one.hits), count(one.misses))
    in_use = percentage(one.live * one.size_bytes, held)
    return (f"{one.size_bytes} B", *counts, byte_size(held), in_use)


# ------------------------------------------------------------------------------------------------------------ %%gc


def collections_bundle(cell: CellTraffic) -> Bundle:
    """Return what the collector did during a cell, and what was made and freed by kind."""
    lines = (_collections_line(cell), _growth_line(cell))
    kinds = [pool for pool in cell.traffic.pools if pool.name in KINDS and (pool.rents or pool.returns)]
    table = _kinds_table(kinds, cell.traffic.heap, "made and freed by this cell")
    before, after = cell.before.heap.bytes_used, cell.after.heap
    sizes = {"before the cell": before, "at its peak": after.bytes_peak, "after the cell": after.bytes_used}
    bars = [Bar(name, size, byte_size(size)) for name, size in sizes.items()]
    plain = "\n".join([*lines, charts.bars_text(bars), "", table.plain()])
    shown = charts.chart_bundle(lambda palette: charts.bars("the heap during the cell", bars, palette), plain, table)
    said = "".join(element("div", escape(line), style=DIM) for line in lines)
    return {**shown, "text/html": said + shown["text/html"]}


def _collections_line(cell: CellTraffic) -> str:
    heap = cell.traffic.heap
    if not heap.collections:
        return f"no collection: the heap stayed below {byte_size(heap.threshold_bytes)}"
    each = f", 99 of 100 below {duration(heap.pause_limit_s(0.99))}" if heap.collections > 1 else ""
    share = f"{100 * heap.pause_s / max(cell.elapsed_s, 1e-9):.0f} % of the cell's time"
    return f"{counted(heap.collections, 'collection')}, {duration(heap.pause_s)} in all{each} ({share})"


def _growth_line(cell: CellTraffic) -> str:
    before, after = cell.before.heap, cell.after.heap
    sizes = f"{byte_size(before.bytes_used)} before, {byte_size(after.bytes_used)} after"
    freed = f"{byte_size(_freed_bytes(cell))} of cells freed"
    return f"heap: {sizes}, {byte_size(after.bytes_peak)} at its peak; {freed}"


def _freed_bytes(cell: CellTraffic) -> int:
    """Return the bytes of the heap cells freed: of each size, those rented less those by which the live grew."""
    live = {one.size_bytes: one.live for one in cell.before.heap.size_classes}
    return sum(
        (one.hits + one.misses - (one.live - live.get(one.size_bytes, 0))) * one.size_bytes
        for one in cell.traffic.heap.size_classes
    )
