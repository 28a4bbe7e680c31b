"""What a cell did to the pools, and what the session has done so far: snapshots → MIME bundles.

One line says it all, tables say it pool by pool and by kind of frame; what a planted fault did stands below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .display import (
    ALARM,
    DIM,
    Bundle,
    Table,
    bundle,
    byte_size,
    count,
    duration,
    element,
    escape,
    foldable,
    percentage,
)

if TYPE_CHECKING:
    from interpreter import Loss, PoolSnapshot, PoolStats


@dataclass(frozen=True, slots=True)
class CellTraffic:
    """What one cell that ran did to the pools."""

    label: str
    """The cell's number."""
    before: PoolSnapshot
    """The counters before it."""
    after: PoolSnapshot
    """The counters after it."""
    elapsed_s: float
    """What it took by the clock."""

    @property
    def traffic(self) -> PoolSnapshot:
        """What it rented, returned and entered."""
        return self.after.since(self.before)

    @property
    def growth_bytes(self) -> int:
        """By how much the heap grew; negative where it shrank."""
        return self.after.heap.bytes_used - self.before.heap.bytes_used


def pools_line(traffic: PoolSnapshot, growth_bytes: int, elapsed_s: float) -> str:
    """Return one cell's traffic, and by how much the heap grew, in one line."""
    frames = traffic["frames"]
    reused = f", {percentage(frames.hits, frames.rents)} reused" if frames.rents else ""
    arrays = [pool for pool in traffic.pools if pool.name.startswith("locals[")]
    return (
        f"{count(frames.rents)} frames rented, {count(frames.returns)} returned, {count(frames.live)} live, "
        f"{count(frames.misses)} fresh{reused} · {count(sum(pool.rents for pool in arrays))} local arrays, "
        f"{count(sum(pool.misses for pool in arrays))} fresh · heap {'+' if growth_bytes >= 0 else '−'}"
        f"{byte_size(abs(growth_bytes))} · {duration(elapsed_s)}"
    )


_POOL_HEADINGS = ("pool", "rents", "returns", "hits", "misses", "reused", "saved", "live", "peak")
_RETURNING_POOLS = ("frames", "locals[", "varargs[", "tbc", "block closers", "scratch")
_HEAP_KINDS = frozenset({"closures", "upvalue cells", "tables", "table nodes", "strings", "coroutines", "protos"})


def traffic_table(traffic: PoolSnapshot) -> Table:
    """Return the pools that one cell moved."""
    return _pools_table(traffic, "this cell's traffic", len(_POOL_HEADINGS))


def totals_table(snapshot: PoolSnapshot) -> Table:
    """Return all pools ever used; without their peaks, which a snapshot knows only since the one before."""
    return _pools_table(snapshot, "since the session began", len(_POOL_HEADINGS) - 1)


def _pools_table(snapshot: PoolSnapshot, caption: str, columns: int) -> Table:
    """Return the pools that moved; of frames and arrays what is not given back is an alarm."""
    moved = [pool for pool in snapshot.pools if pool.rents or pool.returns or _is_held(pool)]
    alarms = {(number, _POOL_HEADINGS.index("live")) for number, pool in enumerate(moved) if _is_held(pool)}
    rows = [_pool_row(pool)[:columns] for pool in moved]
    heap = next((number for number, pool in enumerate(moved) if pool.name in _HEAP_KINDS), len(moved))
    groups = ((heap, _ON_HEAP),) if heap < len(moved) else ()
    note = _HELD if alarms else ""
    return Table(caption, _POOL_HEADINGS[:columns], rows, alarms=frozenset(alarms), note=note, groups=groups)


_ON_HEAP = "on the heap, where the collector frees what nobody reaches"
_HELD = "! rented and not given back: a suspended coroutine keeps what it rented; anything else should not"


def _is_held(pool: PoolStats) -> bool:
    """Say whether something is rented that its call should have given back; heap objects wait for the collector."""
    return pool.live != 0 and pool.name.startswith(_RETURNING_POOLS)


def _pool_row(pool: PoolStats) -> tuple[str, ...]:
    moved = (count(pool.rents), count(pool.returns))
    return (pool.name, *moved, *_pool_savings(pool), count(pool.live), count(pool.high_water))


def _pool_savings(pool: PoolStats) -> tuple[str, str, str, str]:
    if pool.name in _HEAP_KINDS:  # these share their cells by size: what one reuses, any of them may have left
        return ("–", "–", "–", "–")
    return (count(pool.hits), count(pool.misses), percentage(pool.hits, pool.rents), byte_size(pool.bytes_saved))


_FRAME_KINDS = ("entered", "fresh", "reused", "lua", "tail", "builtin", "metamethod", "pcall", "coroutine")


def frames_table(traffic: PoolSnapshot) -> Table:
    """Return one cell's frame counts by kind."""
    frames = traffic.frames
    counts = [*(getattr(frames, kind) for kind in _FRAME_KINDS), frames.peak_depth, frames.live]
    row = ("this cell", *map(count, counts))
    return Table("frames entered, by kind", ("frames", *_FRAME_KINDS, "peak depth", "live"), [row])


_SHOWN_LOSSES = 5
_DEEDS = {
    "no_return": "never given back", "double_return": "given back twice",
    "use_after_return": "written to after they were given back",
}  # fmt: skip


def loss_lines(traffic: PoolSnapshot) -> list[str]:
    """Return what planted faults did, a line for each pool: how much is live, and which lines rented it."""
    lines = []
    for pool, fault in dict.fromkeys((loss.pool, loss.fault) for loss in traffic.losses if loss.pool):
        losses = [loss for loss in traffic.losses if (loss.pool, loss.fault) == (pool, fault)]
        total = sum(loss.count for loss in losses)
        live = sum(one.live for one in traffic.pools if one.name == pool or one.name.startswith(f"{pool}["))
        shown = sorted(losses, key=lambda loss: -loss.count)[:_SHOWN_LOSSES]
        more = f", and {count(len(losses) - len(shown))} more lines" if len(losses) > len(shown) else ""
        rented = ", ".join(f"{count(loss.count)}× {_place(loss)}" for loss in shown)
        lines.append(f"! {pool}: {count(total)} {_DEEDS[fault]}, live is {count(live)} · rented {rented}{more}")
    return lines


def _place(loss: Loss) -> str:
    """Return where something was rented: the line, and the function that was entered there."""
    line = f"at {loss.source}:{loss.line}" if loss.line else f"in {loss.source}" if loss.source else "by the host"
    return f"{line} ({loss.function})" if loss.function else line


def _loss_markup(lines: list[str]) -> str:
    return "".join(element("div", escape(line), style=ALARM, attributes='role="alert"') for line in lines)


def pools_short(cell: CellTraffic) -> Bundle:
    """Return one foldable line: the cell's traffic, unfolding to the pools; what a planted fault did stands below."""
    traffic = cell.traffic
    line = pools_line(traffic, cell.growth_bytes, cell.elapsed_s)
    losses = loss_lines(traffic)
    tables = (traffic_table(traffic), frames_table(traffic))
    markup = foldable(line, "".join(table.html() for table in tables)) + _loss_markup(losses)
    return bundle("\n".join([line, *losses]), markup)


def pools_full(cell: CellTraffic) -> Bundle:
    """Return the cell's traffic pool by pool and by kind of frame; on unfolding, the pool board and the totals."""
    from . import charts  # not needed by a session that draws nothing

    traffic = cell.traffic
    line = pools_line(traffic, cell.growth_bytes, cell.elapsed_s)
    tables = (traffic_table(traffic), frames_table(traffic))
    losses = loss_lines(traffic)
    plain = "\n\n".join(["\n".join([line, *losses]), *(table.plain() for table in tables)])
    markup = element("div", escape(line), style=DIM) + _loss_markup(losses) + "".join(table.html() for table in tables)
    draw, _, board = charts.board_parts(traffic, f"the pools after cell[{cell.label}]")
    unfolding = foldable("the pool board", draw(charts.THEMED) + board.html())
    return bundle(plain, markup + unfolding + foldable("the session's totals", totals_table(cell.after).html()))


def pools_now(snapshot: PoolSnapshot, view: str) -> Bundle:
    """Return the session's totals and its settings."""
    mode = "poisoned" if snapshot.mode == "poison" else snapshot.mode
    line = f"pools are {mode}; statistics after each cell: {view}"
    table = totals_table(snapshot)
    return bundle(f"{line}\n{table.plain()}", element("div", escape(line), style=DIM) + table.html())
