"""What a page asks beside cells: inspection, completion, completeness, history."""

import pytest

from tests.lua_kernel.conftest import start_page


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


# ------------------------------------------------------------------------------------------------------ completion


def test_locals_of_the_cell_and_of_earlier_ones_are_completed(quiet):
    quiet.run("local shelf_before = 'kept'")
    found = quiet.complete("-- é😀\nlocal shelf_here = 1\nprint(shelf")
    assert found["matches"] == ["shelf_before", "shelf_here"]
    assert (found["cursor_start"], found["cursor_end"]) == (33, 38)
    assert quiet.complete("shelf_before:up")["matches"] == ["shelf_before:upper"]


def test_types_are_told_for_each_match(quiet):
    def types(code):
        found = quiet.complete(code)["metadata"]["_jupyter_types_experimental"]
        return {one["text"]: one["type"] for one in found}

    assert types("local function helper() end hel") == {"helper": "function"}
    assert types("for") == {}
    assert types("retur") == {"return": "keyword"}
    assert types("%%timei") == {"%%timeit": "magic"}


def test_files_are_completed_where_the_kernel_runs(fresh, tmp_path):
    (tmp_path / "stock.csv").touch()
    assert fresh.complete("for line in io.lines('sto")["matches"] == ["stock.csv"]


def test_completing_calls_nothing_and_creates_nothing(quiet):
    quiet.run(
        "hits = 0 local function hit() hits = hits + 1 end "
        "trap = setmetatable({}, {__index = hit, __pairs = hit, __len = hit, __call = hit}) "
        "setmetatable(_G, {__index = hit, __newindex = hit})"
    )
    for code in ("trap.", "trap:", "trap.x.", "undefined.", "undefine", "trap().", "trap[1]."):
        quiet.complete(code)
        inspected(quiet, code)
    assert quiet.run("setmetatable(_G, nil) return hits, rawget(_G, 'undefined')").result == "0\tnil"


def test_questions_are_answered_while_cells_fail(quiet):
    quiet.run("error 'x'")
    assert quiet.complete("string.form")["matches"] == ["string.format"]


# --------------------------------------------------------------------------------------------------------- history


def history(page, kind, *, output=False, **content):
    request = {"hist_access_type": kind, "output": output, "raw": True, **content}
    reply = page.ask("history_request", request)
    assert reply["status"] == "ok"
    return [tuple(row) for row in reply["history"]]


def test_the_history_of_earlier_sessions_is_found(tmp_path):
    file = {"LUA_KERNEL_HISTORY": str(tmp_path / "history.sqlite"), "LUA_KERNEL_POOLS": "off"}
    for code in ("x = 1", "print(x)", "x = 1"):
        earlier = start_page(tmp_path, **file)
        next(earlier).run(code)
        assert next(earlier, None) is None
    ours = start_page(tmp_path, **file)
    page = next(ours)
    page.run("6 * 7")
    page.run("y = 'é😀'")
    assert history(page, "tail", n=2) == [(4, 1, "6 * 7"), (4, 2, "y = 'é😀'")]
    assert history(page, "tail", n=3, output=True)[0:2] == [(3, 1, ["x = 1", None]), (4, 1, ["6 * 7", "42"])]
    assert history(page, "range", session=0, start=1, stop=2) == [(4, 1, "6 * 7")]
    assert history(page, "range", session=0, start=2) == [(4, 2, "y = 'é😀'")]
    assert history(page, "range", session=-2, start=1, stop=9) == [(2, 1, "print(x)")]
    assert history(page, "range", session=1, start=1, stop=9, output=True) == [(1, 1, ["x = 1", None])]
    assert history(page, "range", session=-9, start=1, stop=9) == []
    assert history(page, "search", pattern="x*", n=9) == [(1, 1, "x = 1"), (3, 1, "x = 1")]
    assert history(page, "search", pattern="x*", n=9, unique=True) == [(3, 1, "x = 1")]
    assert history(page, "search", pattern="*", n=1) == [(4, 2, "y = 'é😀'")]
    assert history(page, "search", pattern="*[(]?[)]") == [(2, 1, "print(x)")]
    assert history(page, "anything else") == []
    assert next(ours, None) is None


def test_what_is_not_stored_is_not_remembered(quiet):
    quiet.run("secret = 1", store_history=False)
    quiet.run("secret = 2", silent=True)
    assert history(quiet, "search", pattern="secret*") == []


def test_a_failing_cell_is_remembered_without_a_result(quiet):
    quiet.run("error 'remember me'")
    ((_, _, found),) = history(quiet, "tail", n=1, output=True)
    assert found == ["error 'remember me'", None]
