import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from interpreter import Interpreter
from lua_kernel import charts
from lua_kernel.charts import MIDTONE, THEMED, Bar, Holding
from lua_kernel.pools_view import CellTraffic

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<script>alert('x')</script>&\x00"
RECURSIVE = "local function f(n) if n > 0 then f(n - 1) end end f(%d)"
SUSPENDED = "co = coroutine.wrap(function() coroutine.yield() end) co()"


@pytest.fixture(scope="module")
def cells():
    """Run three cells: one that allocates frames, one that reuses them, one that leaves some rented."""
    with Interpreter() as interpreter:
        sources = (RECURSIVE % 10, RECURSIVE % 5, SUSPENDED)
        results = [interpreter.run(source) for source in sources]
        return [CellTraffic(str(n), one.before, one.after, one.elapsed_s) for n, one in enumerate(results, 1)]


def parsed(svg):
    """Parse a drawing as XML, and check what every drawing must have."""
    root = ET.fromstring(svg)  # noqa: S314 - our own text
    assert root.tag == SVG + "svg"
    assert root.get("role") == "img"
    assert [child.tag for child in root[:2]] == [SVG + "title", SVG + "desc"]
    assert all(child.text for child in root[:2])
    return root


def drawings(cells):
    pools = charts.holdings(cells[0].traffic)
    rows = [Bar("one", 3, "3 B"), Bar("none", 0, "0 B"), Bar(NASTY, 1, NASTY)]
    return [
        lambda palette: charts.board(pools, "board", palette),
        lambda palette: charts.bars("bars", rows, palette),
        lambda palette: charts.history_chart(cells, palette),
    ]


@pytest.mark.parametrize("palette", [THEMED, MIDTONE])
@pytest.mark.parametrize("number", range(3))
def test_a_drawing_is_xml_with_a_role_a_title_and_a_description(cells, number, palette):
    parsed(drawings(cells)[number](palette))


@pytest.mark.parametrize("number", range(3))
def test_a_themed_drawing_takes_each_colour_from_the_page_and_a_lone_one_none(cells, number):
    themed, lone = (drawings(cells)[number](palette) for palette in (THEMED, MIDTONE))
    colours = re.findall(r"(?:fill|stroke):([^;\"]+)", themed)
    assert [colour for colour in colours if colour != "none" and not colour.startswith("var(--jp-")] == []
    assert re.findall(r"(?:fill|stroke):(var[^;\"]+)", lone) == []


@pytest.mark.parametrize("background", [0x00, 0xFF])
def test_mid_tones_can_be_read_on_black_and_on_white(background):
    def luminance(*channels):
        linear = [c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for name in MIDTONE.__slots__:
        red, green, blue = bytes.fromhex(getattr(MIDTONE, name)[1:])
        light, dark = sorted([luminance(red, green, blue), luminance(*[background] * 3)], reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 2.5, name


def test_names_are_escaped_and_control_characters_replaced():
    svg = charts.bars(NASTY, [Bar(NASTY, 1, NASTY)], THEMED)
    assert "<script>" not in svg
    assert "\x00" not in svg
    assert parsed(svg)[0].text == NASTY.replace("\x00", "\N{REPLACEMENT CHARACTER}")


# ------------------------------------------------------------------------------------------------------------ text


def test_a_sparkline_has_a_block_a_value_and_a_blank_for_zero():
    assert charts.sparkline([0, 1, 4, 8]) == " ▂▅█"
    assert charts.sparkline([]) == ""


def test_a_bar_of_text_is_never_empty_for_what_is_not_zero():
    assert charts.bar_text(1, 1, 4) == "████"
    assert charts.bar_text(1, 10_000, 4) == "▏   "
    assert charts.bar_text(0, 10, 4) == "    "
    assert charts.bar_text(3, 8, 4) == "█▌  "


# ----------------------------------------------------------------------------------------------------------- board


@pytest.mark.pooled
def test_the_board_tells_fresh_from_used_from_free(cells):
    first, second = (charts.holdings(cell.traffic)["frames"] for cell in cells[:2])
    assert first == Holding(rented=0, fresh=13, reused=0, free=0)
    assert second == Holding(rented=0, fresh=0, reused=8, free=5)


def test_the_board_shows_what_a_suspended_coroutine_keeps(cells):
    assert charts.holdings(cells[2].traffic)["frames"].rented == 2


def test_the_board_has_a_square_for_each_object(cells):
    pools = {"frames": Holding(2, 3, 4, 5)}
    svg = charts.board(pools, "board", MIDTONE)
    tips = [title.text for title in parsed(svg).iter(SVG + "title")]
    assert {state: tips.count(f"frames: {state}") for state in ("rented", "fresh", "reused", "free")} == {
        "rented": 2, "fresh": 3, "reused": 4, "free": 5,
    }  # fmt: skip
    assert charts.board_text(pools, "board").split("\n")[-1] == "frames  ██▓▓▓▒▒▒▒░░░░░"
    assert charts.board_table(pools, "board").rows == [("frames", "2", "3", "4", "5", "14")]


def test_a_large_pool_is_cut_and_says_by_how_much():
    pools = {"frames": Holding(0, 0, 0, 100_000)}
    svg = charts.board(pools, "board", MIDTONE)
    assert svg.count("<rect") < 300
    assert "+99,808" in svg
    assert charts.board_text(pools, "board").endswith(" +99,940")


def test_the_board_of_pools_that_have_nothing_says_so():
    with Interpreter(pools="off") as interpreter:
        traffic = interpreter.run("return 1").traffic
    assert charts.pools_board(traffic, "the pools") == {"text/plain": "the pools: no pool has an object"}


# --------------------------------------------------------------------------------------------------------- history


def test_the_history_has_a_mark_and_a_row_for_each_cell(cells):
    shown = charts.history_bundle(cells)
    assert set(shown) == {"text/plain", "text/html", "image/svg+xml"}
    tips = [title.text for title in parsed(shown["image/svg+xml"]).iter(SVG + "title")]
    assert "cell 1: 13" in tips
    assert [row[0] for row in charts.history_table(cells).rows] == ["1", "2", "3"]
    assert "<table" in shown["text/html"]
    assert shown["text/plain"].startswith("frames rented        ")


def test_the_bars_of_a_short_history_have_their_figures(cells):
    short, long = (charts.history_chart(some, MIDTONE) for some in (cells, cells * 20))
    figures = [f"{cell.traffic.frames.entered:,}" for cell in cells]
    assert all(f">{figure}</text>" in short for figure in figures)
    assert short.count("</text>") == 4 * (1 + 2 * len(cells))  # a heading, and for each bar its figure and its cell
    assert not re.search(r">[\d.]+ (KiB|µs)</text>", long)


def test_a_long_history_keeps_its_width(cells):
    many = [replace(cells[0], label=str(n)) for n in range(100)]
    places = [float(x) for x in re.findall(r'<rect[^>]* x="([\d.]+)"', charts.history_chart(many, MIDTONE))]
    assert max(places) < charts.WIDTH
