"""What a reader asks while typing: completer and tooltip."""

import pytest

pytestmark = pytest.mark.slow


def type_at_end(front_end, index, text):
    """Type at the end of a cell."""
    editor = front_end.page.locator(".jp-Notebook .jp-Cell .cm-content").nth(index)
    editor.click()
    front_end.page.keyboard.press("Control+End")
    front_end.page.keyboard.type(text)


def test_the_completer_knows_a_local_of_the_unfinished_cell(front_end):
    front_end.open("1", "local shelf_of_books = 1\nprint(")
    front_end.run(0)
    type_at_end(front_end, 1, "shel")
    match = front_end.page.locator(".jp-Completer-item", has_text="shelf_of_books")
    front_end.until_there(lambda: front_end.page.keyboard.press("Tab"), match)
    front_end.page.keyboard.press("Enter")
    front_end.page.locator(".cm-content", has_text="print(shelf_of_books").wait_for()


def test_the_tooltip_documents_the_called_function(front_end):
    front_end.open("1", "x = 1")
    front_end.run(0)
    type_at_end(front_end, 1, " string.rep(")
    tooltip = front_end.page.locator(".jp-Tooltip")
    front_end.until_there(lambda: front_end.page.keyboard.press("Shift+Tab"), tooltip)
    assert "string.rep(s, n [, sep]) → string" in tooltip.inner_text()
    assert "Returns n copies of a string" in tooltip.inner_text()
