"""What the documentation promises is what there is."""

import re
from pathlib import Path

import pytest

from lua_kernel.magics import MAGICS, magic_names

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "magics.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]+)\)")


def section(magic):
    """Return the page's part about a magic, from its heading to the next."""
    heading = " and ".join(f"`{written}`" for written in magic.written)
    assert f"\n### {heading}\n" in PAGE
    return re.split(r"\n##+ ", PAGE.split(f"\n### {heading}\n")[1])[0]


@pytest.mark.parametrize("magic", MAGICS, ids=lambda magic: magic.name)
def test_the_page_has_each_magics_usage_and_example(magic):
    text = section(magic)
    usage = re.sub(r"\s+", " ", text.split("Usage: ")[1].split("\n\n")[0]).replace("`", "")
    assert usage == magic.usage
    assert f"```lua\n{magic.example}\n```" in text


def test_the_page_has_no_magic_that_is_none():
    headings = re.findall(r"^### (.*)$", PAGE, re.MULTILINE)
    assert sorted(re.findall(r"`(%+\w+)`", " ".join(headings))) == sorted(magic_names())


def test_the_code_map_names_every_module():
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    modules = {file.name for package in ("interpreter", "lua_kernel") for file in (ROOT / package).glob("*.py")}
    assert set() == {name for name in modules if f"`{name}`" not in page}


def links(page):
    """Return a page's links to files of the project: text, file, and what stands behind a #."""
    found = LINK.findall(page.read_text(encoding="utf-8"))
    parts = [(text, *target.partition("#")[::2]) for text, target in found if "://" not in target]
    return [(text, page.parent / file if file else page, anchor) for text, file, anchor in parts]


def anchors(page):
    """Return the names by which a page's headings are linked to."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_what_is_there(page):
    for text, file, anchor in links(page):
        assert file.exists(), (text, file)
        assert not anchor or anchor in anchors(file), (text, anchor)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_tests_that_a_page_names_exist(page):
    for text, file, _ in links(page):
        if re.fullmatch(r"(test_|Test)\w+", text):
            assert re.search(rf"^(def|class) {text}\b", file.read_text(encoding="utf-8"), re.MULTILINE), text


def test_every_row_of_the_protocol_has_a_test():
    rows = re.findall(r"^\| (\d+) \|.*\| (.*) \|$", (ROOT / "docs" / "protocol.md").read_text("utf-8"), re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 29))
    assert [number for number, shown in rows if "test_" not in shown] == []


def test_every_mark_of_ours_beside_other_kernels_has_a_test():
    page = (ROOT / "docs" / "peers.md").read_text("utf-8")
    rows = [
        line.strip("| ").split(" | ") for line in page.splitlines() if re.match(r"\| \S", line) and "|---" not in line
    ]
    rows = [row for row in rows if row[0] != "ILua"]
    assert len({row[0] for row in rows}) == len(rows) == 69
    for _name, ilua, xeus, ours, shown in rows:
        assert {mark[0] for mark in (ilua, xeus, ours)} <= set("✔◐✘–")
        assert ("test_" in shown or "Test" in shown) == (ours[0] in "✔◐")
