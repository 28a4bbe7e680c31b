"""The identity checks find what is broken."""

import dataclasses

import pytest

from identities import broken_identities
from interpreter import FrameCounts, HeapStats, PoolSnapshot, PoolStats

COUNTERS = [field.name for field in dataclasses.fields(PoolStats) if field.name not in ("name", "unit")]


def pool(name: str = "frames", **counters: int) -> PoolStats:
    return PoolStats(name=name, unit="frame", **{**dict.fromkeys(COUNTERS, 0), "capacity": -1, "capacity_bytes": -1, **counters})


def snapshot(*pools: PoolStats, mode: str = "on", frames_live: int = 0) -> PoolSnapshot:
    counts = {field.name: 0 for field in dataclasses.fields(FrameCounts)}
    figures = {field.name: 0 for field in dataclasses.fields(HeapStats)}
    return PoolSnapshot(
        pools=pools,
        frames=FrameCounts(**{**counts, "live": frames_live}),
        functions=(),
        heap=HeapStats(**{**figures, "size_classes": ()}),
        mode=mode,
        instructions=0,
    )


WHOLE = {"rents": 10, "hits": 7, "misses": 3, "returns": 10, "retained": 2, "drops": 1, "trims": 0, "high_water": 3}


def test_whole_counters_break_nothing():
    assert [] == list(broken_identities(snapshot(pool(**WHOLE)), at_rest=True))


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"live": 1}, "frames: live 1 must be rents 10 - returns 10"),
        ({"misses": 4}, "frames: hits 7 + misses 4 must be rents 10"),
        ({"high_water": -1}, "frames: high-water mark -1 must be at least live 0"),
        ({"capacity": 1}, "frames: retained 2 must be at most the capacity 1"),
        ({"drops": 0}, "frames: retained 2 must be returns - drops - hits - trims = 3"),
        ({"bytes_live": -8}, "frames: bytes_live is -8, below zero"),
    ],
)
def test_a_broken_identity_is_named(change, line):
    assert [line] == list(broken_identities(snapshot(pool(**{**WHOLE, **change})), at_rest=False))


def test_closers_share_what_they_retain():
    tbc = pool("tbc", rents=2, misses=2, returns=2, high_water=1)
    blocks = pool("block closers", rents=2, hits=2, returns=2, retained=2, high_water=1)
    assert [] == list(broken_identities(snapshot(tbc, blocks), at_rest=True))


@pytest.mark.parametrize("name", ["frames", "locals[4]", "varargs[large]", "tbc", "block closers"])
def test_what_is_live_at_rest_is_lost(name):
    lost = snapshot(pool(name, rents=1, misses=1, live=1, high_water=1))
    assert [] == list(broken_identities(lost, at_rest=False))
    assert [f"{name}: 1 live at rest, must be 0"] == list(broken_identities(lost, at_rest=True))


def test_a_closure_may_be_live_at_rest():
    kept = pool("closures", rents=1, misses=1, live=1, high_water=1)
    assert [] == list(broken_identities(snapshot(kept), at_rest=True))


def test_pools_that_are_off_never_hit():
    hit = pool(rents=1, hits=1, returns=1, drops=0, retained=0)
    assert ["frames: pools are off, so misses 0 must be rents 1"] == list(
        broken_identities(snapshot(hit, mode="off"), at_rest=True)
    )
