"""What must hold between the counters of every PoolSnapshot.

A snapshot is taken while nothing runs. `broken_identities` names every identity that does not hold, so that a test
shows all of them at once.
"""

from collections.abc import Iterator

from interpreter import PoolSnapshot, PoolStats

# Objects of the heap: a return is the sweep's, free slots are kept by size class and not by kind.
HEAP_KINDS = frozenset({"closures", "upvalue cells", "tables", "table nodes", "strings", "coroutines"})
# `tbc` and `block closers` count one kind of record from one free list: what is retained holds for their sum.
SHARED_RECORDS = frozenset({"tbc", "block closers"})
UNBOUNDED = -1


def assert_identities(snapshot: PoolSnapshot, *, at_rest: bool) -> None:
    """Fail with every broken identity.

    `at_rest` says that no coroutine is suspended and none died of an error unclosed: then no frame and nothing that
    is rented with a frame may be live.
    """
    broken = list(broken_identities(snapshot, at_rest=at_rest))
    assert not broken, "\n".join(["identities broken:", *broken])


def broken_identities(snapshot: PoolSnapshot, *, at_rest: bool) -> Iterator[str]:
    """Yield one line for each identity that does not hold."""
    for pool in snapshot.pools:
        yield from _broken_in_pool(pool)
        if snapshot.mode == "off" and pool.misses != pool.rents:
            yield f"{pool.name}: pools are off, so misses {pool.misses} must be rents {pool.rents}"
    yield from _broken_retained(snapshot)
    if at_rest:
        yield from _still_live(snapshot)


def _broken_in_pool(pool: PoolStats) -> Iterator[str]:
    if pool.live != pool.rents - pool.returns:
        yield f"{pool.name}: live {pool.live} must be rents {pool.rents} - returns {pool.returns}"
    if pool.hits + pool.misses != pool.rents:
        yield f"{pool.name}: hits {pool.hits} + misses {pool.misses} must be rents {pool.rents}"
    if pool.high_water < pool.live:
        yield f"{pool.name}: high-water mark {pool.high_water} must be at least live {pool.live}"
    if pool.capacity != UNBOUNDED and pool.retained > pool.capacity:
        yield f"{pool.name}: retained {pool.retained} must be at most the capacity {pool.capacity}"
    if pool.capacity_bytes != UNBOUNDED and pool.bytes_retained > pool.capacity_bytes:
        yield f"{pool.name}: {pool.bytes_retained} bytes retained must be at most {pool.capacity_bytes}"
    for field in ("retained", "live", "rents", "hits", "misses", "returns", "drops", "trims", "bytes_live"):
        if getattr(pool, field) < 0:
            yield f"{pool.name}: {field} is {getattr(pool, field)}, below zero"


def _broken_retained(snapshot: PoolSnapshot) -> Iterator[str]:
    own = [(pool.name, [pool]) for pool in snapshot.pools if pool.name not in HEAP_KINDS | SHARED_RECORDS]
    shared = [pool for pool in snapshot.pools if pool.name in SHARED_RECORDS]
    for name, pools in [*own, (" + ".join(sorted(SHARED_RECORDS)), shared)]:
        retained = sum(pool.retained for pool in pools)
        expected = sum(pool.returns - pool.drops - pool.hits - pool.trims for pool in pools)
        if retained != expected:
            yield f"{name}: retained {retained} must be returns - drops - hits - trims = {expected}"


def _still_live(snapshot: PoolSnapshot) -> Iterator[str]:
    with_frames = ("frames", "locals[", "varargs[", "tbc", "block closers", "scratch")
    for pool in snapshot.pools:
        if pool.name.startswith(with_frames) and pool.live:
            yield f"{pool.name}: {pool.live} live at rest, must be 0"
    if snapshot.frames.live:
        yield f"frame counts: {snapshot.frames.live} live at rest, must be 0"
