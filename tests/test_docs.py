"""What the documentation promises is what there is."""

import re
from pathlib import Path

import pytest

from lua_kernel.magics import MAGICS, magic_names

PAGE = (Path(__file__).parent.parent / "docs" / "magics.md").read_text(encoding="utf-8")


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
