import re
from dataclasses import replace

from interpreter import FrameCounts, HeapStats, Interpreter, PoolSnapshot, PoolStats
from lua_kernel import pools_view
from lua_kernel.pools_view import CellTraffic
from tests.lua_kernel.records import record


def snapshot(frames=(0, 0), live=0, bytes_used=0, mode="on"):
    rents, hits = frames
    pools = (
        record(PoolStats, name="frames", rents=rents, hits=hits, misses=rents - hits, returns=rents - live, live=live),
        record(PoolStats, name="locals[4]", rents=rents, hits=rents, returns=rents, bytes_saved=2048),
        record(PoolStats, name="tbc"),
    )
    counts = record(FrameCounts, entered=rents, fresh=rents - hits, reused=hits, lua=rents, live=live)
    return record(
        PoolSnapshot, pools=pools, frames=counts, heap=record(HeapStats, bytes_used=bytes_used), mode=mode
    )  # fmt: skip


def cell(before, after, elapsed_s):
    return CellTraffic("1", before, after, elapsed_s)


def test_the_short_line_tells_the_cells_traffic():
    shown = pools_view.pools_short(cell(snapshot((100, 90)), snapshot((112, 99), bytes_used=1024), 0.5))
    frames, arrays = "12 frames rented, 12 returned, 0 live, 3 fresh, 75 % reused", "12 local arrays, 0 fresh"
    assert shown["text/plain"] == f"{frames} · {arrays} · heap +1.0 KiB · 500 ms"
    assert shown["text/html"].startswith("<details><summary")
    assert "open" not in shown["text/html"].partition("<summary")[0]


def test_the_full_view_has_deltas_and_totals():
    shown = pools_view.pools_full(cell(snapshot((100, 90)), snapshot((112, 99)), 0.5))
    assert re.search(r"^frames +12 +12 +9 +3 +75 %", shown["text/plain"], re.MULTILINE)
    assert "tbc" not in shown["text/plain"]
    assert "112" in shown["text/html"]


def test_frames_that_were_not_given_back_are_an_alarm():
    shown = pools_view.pools_full(cell(snapshot(), snapshot((9, 9), live=2), 0.1))
    assert "color:var(--jp-error-color1" in shown["text/html"]
    assert re.search(r"^frames .* 2 ! ", shown["text/plain"], re.MULTILINE)
    assert "! rented and not given back" in shown["text/plain"]


def test_heap_kinds_share_cells_so_none_has_hits_of_its_own():
    before, after = snapshot(), snapshot((9, 9))
    tables = record(PoolStats, name="tables", rents=7, misses=7, live=7, high_water=7)
    shown = pools_view.pools_full(cell(before, replace(after, pools=(*after.pools, tables)), 0.1))
    assert re.search(r"^tables +7 +0 +– +– +– +– +7 +7$", shown["text/plain"], re.MULTILINE)


def test_the_session_totals_name_the_settings():
    shown = pools_view.pools_now(snapshot((1, 1), mode="poison"), "short")["text/plain"]
    assert shown.startswith("pools are poisoned; statistics after each cell: short\n")


def test_heap_kinds_stand_below_the_pools():
    with Interpreter() as lua:
        before = lua.snapshot()
        lua.run("t = {} local function f() end f()")
        plain = pools_view.traffic_table(lua.snapshot().since(before)).plain()
    own, heap = plain.split("on the heap, where the collector frees what nobody reaches\n")
    assert "frames" in own
    assert "tables" in heap
    assert "tables" not in own


def test_colours_come_from_the_theme_with_fallbacks():
    markup = pools_view.pools_full(cell(snapshot(), snapshot((10, 9), live=1), 0.1))["text/html"]
    assert re.findall(r"(?<!,)#[0-9a-f]{3,6}", markup) == []
    variables = set(re.findall(r"var\((--[\w-]+)", markup))
    assert variables >= {"--jp-ui-font-color2", "--jp-ui-font-size1", "--jp-error-color1"}
