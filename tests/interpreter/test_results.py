"""The records that leave the package: frozen, explained, and subtractable."""

import ast
import dataclasses
import inspect

import pytest

import interpreter.results
from interpreter import (
    ErrorReport,
    FrameCounts,
    FunctionCounts,
    HeapStats,
    PoolSnapshot,
    PoolStats,
    RunResult,
    SizeClassStats,
)

RECORDS = (
    ErrorReport, FrameCounts, FunctionCounts, HeapStats, PoolSnapshot, PoolStats, RunResult, SizeClassStats,
)  # fmt: skip


def filled(record, number, **fields):
    """Return a record with `number` in every field that is not given."""
    return record(**{field.name: number for field in dataclasses.fields(record)} | fields)


def pool(number, name="frames"):
    return filled(PoolStats, number, name=name, unit="frame")


def heap(number, classes=()):
    return filled(HeapStats, number, size_classes=classes, pause_counts=(number, 2 * number))


def snapshot(number, *, pools=("frames",), functions=(), classes=()):
    return PoolSnapshot(
        pools=tuple(pool(number, name) for name in pools),
        frames=filled(FrameCounts, number),
        functions=functions,
        heap=heap(number, classes),
        mode="on",
        instructions=number,
    )


def changed_fields(record, gauge, counter):
    """Split a record's fields into those that kept the later's value and those that were subtracted."""
    values = {
        field.name: getattr(record, field.name)
        for field in dataclasses.fields(record)
        if isinstance(getattr(record, field.name), int)
    }
    assert set(values.values()) <= {gauge, counter}
    return {name for name, value in values.items() if value == gauge}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_records_are_frozen_and_slotted(record):
    made = filled(record, 1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(made, dataclasses.fields(record)[0].name, 2)
    assert not hasattr(made, "__dict__")


def test_every_field_has_a_docstring():
    tree = ast.parse(inspect.getsource(interpreter.results))
    for record in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        for field, following in zip(record.body, record.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign):
                assert isinstance(following, ast.Expr), f"{record.name}.{field.target.id} is not explained"


def test_the_traffic_of_a_pool_keeps_its_gauges():
    traffic = pool(10).since(pool(3))
    gauges = {"live", "retained", "capacity", "capacity_bytes", "high_water", "bytes_live", "bytes_retained"}
    assert gauges == changed_fields(traffic, gauge=10, counter=7)


def test_the_traffic_of_frames_keeps_depth_and_live():
    traffic = filled(FrameCounts, 10).since(filled(FrameCounts, 3))
    assert {"peak_depth", "live"} == changed_fields(traffic, gauge=10, counter=7)


def test_the_traffic_of_the_heap_subtracts_collections_pauses_and_hits():
    cells = filled(SizeClassStats, 5, size_bytes=32)
    new = filled(SizeClassStats, 4, size_bytes=48)
    later = heap(10, (filled(SizeClassStats, 9, size_bytes=32), new))
    traffic = later.since(heap(3, (cells,)))
    assert (7, 14) == traffic.pause_counts
    assert {"bytes_used", "bytes_peak", "threshold_bytes"} == changed_fields(traffic, gauge=10, counter=7)
    expected = SizeClassStats(size_bytes=32, slabs=9, free=9, live=9, hits=4, misses=4)
    assert (expected, new) == traffic.size_classes


def test_a_snapshot_finds_its_pools_by_name():
    taken = snapshot(1, pools=("frames", "tbc"))
    assert ("frames", "tbc") == taken.pool_names
    assert pool(1, "tbc") == taken["tbc"]
    with pytest.raises(KeyError, match="'frame' is no pool; those are frames, tbc"):
        taken["frame"]


def test_the_traffic_of_a_snapshot_is_that_of_its_parts():
    traffic = snapshot(10, pools=("frames", "new")).since(snapshot(3))
    assert (pool(10).since(pool(3)), pool(10, "new")) == traffic.pools
    assert filled(FrameCounts, 10).since(filled(FrameCounts, 3)) == traffic.frames
    assert (7, "on") == (traffic.instructions, traffic.mode)


def test_functions_of_one_place_count_together_and_idle_ones_are_left_out():
    busy = FunctionCounts(name="f", source="c", line=1, entries=2, fresh=1, locals_bytes=64)
    idle = FunctionCounts(name="g", source="c", line=2, entries=5, fresh=0, locals_bytes=64)
    traffic = snapshot(2, functions=(busy, busy, idle)).since(snapshot(1, functions=(busy, idle)))
    assert (busy,) == traffic.functions


def test_a_result_without_snapshots_has_no_traffic():
    bare = RunResult(values=(), error=None, elapsed_s=0.0, cpu_s=0.0, before=None, after=None)
    assert (True, None) == (bare.ok, bare.traffic)
    measured = dataclasses.replace(bare, before=snapshot(3), after=snapshot(10))
    assert snapshot(10).since(snapshot(3)) == measured.traffic


def test_a_result_with_an_error_is_not_ok():
    error = filled(ErrorReport, 0, kind="error", message=b"m", traceback=b"", value=b"m", incomplete=False)
    assert not RunResult(values=(), error=error, elapsed_s=0.0, cpu_s=0.0, before=None, after=None).ok
