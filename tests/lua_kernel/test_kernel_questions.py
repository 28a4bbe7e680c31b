"""What a page asks beside cells: inspection, completion, completeness, history."""

import pytest


def inspected(page, code, cursor=None, detail=0):
    position = len(code) if cursor is None else cursor
    return page.ask("inspect_request", {"code": code, "cursor_pos": position, "detail_level": detail})


def test_a_tooltip_documents_the_called_function(quiet):
    found = inspected(quiet, "local s = 'é😀' .. string.format('%d', ")
    assert (found["status"], found["found"]) == ("ok", True)
    assert found["data"]["text/plain"].startswith("string.format(template, ...) → string\nReturns a template")
    assert "<b>string.format(template, ...) → string</b>" in found["data"]["text/html"]


@pytest.mark.parametrize("cursor", range(7))
def test_any_part_of_a_name_can_be_asked_for(quiet, cursor):
    assert inspected(quiet, "string", cursor)["data"]["text/plain"].startswith("string\nFunctions on strings")


def test_a_question_mark_shows_what_a_name_is(quiet):
    quiet.run("-- Three times.\nfunction thrice(n) return 3 * n end")
    for code in ("thrice?", "?thrice", " thrice ?\n"):
        (shown,) = quiet.run(code).shown
        assert shown["text/plain"].endswith("-- Three times.")
    (shown,) = quiet.run("thrice??").shown
    assert shown["text/plain"].endswith("-- Three times.\nfunction thrice(n) return 3 * n end")


def test_a_question_about_nothing_known_says_so(quiet):
    cell = quiet.run("no_such.name?")
    assert (cell.reply["status"], cell.shown) == ("ok", [])
    assert cell.stream("stderr") == "nothing is known of no_such.name\n"


def test_a_question_is_a_complete_cell(quiet):
    assert quiet.ask("is_complete_request", {"code": "string.format?"})["status"] == "complete"
