"""What Lua shows by `display`, and how values want to be shown."""

import base64
import struct

import pytest

PNG = rb"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"".join(b"\\x%02x" % byte for byte in struct.pack(">II", 3, 2))


def shown_by(notebook, code):
    """Run a cell that must go well, and return what it shows."""
    notebook.shown.clear()
    outcome = notebook.run(code)
    assert outcome.failure is None, outcome.failure
    return notebook.shown


def result(notebook, code):
    outcome = notebook.run(code)
    assert outcome.failure is None, outcome.failure
    return outcome.result


# ------------------------------------------------------------------------------------------------------- functions


def test_each_value_is_shown_on_its_own(notebook):
    assert shown_by(notebook, "display(1, 'a', nil)") == [{"text/plain": text} for text in ("1", '"a"', "nil")]


def test_html_is_emitted_as_given_with_its_text(notebook):
    shown = {"text/plain": "a & b", "text/html": "<b>a &amp; b</b><script>x</script>"}
    assert shown_by(notebook, "display.html('<b>a &amp; b</b><script>x</script>')") == [shown]


@pytest.mark.parametrize("name", ["markdown", "latex"])
def test_marked_up_texts_are_their_own_text(notebook, name):
    assert shown_by(notebook, f"display.{name}('$x$')") == [{"text/plain": "$x$", f"text/{name}": "$x$"}]


def test_svg_goes_by_its_title(notebook):
    drawing = "<svg><title>a &lt; b</title></svg>"
    assert shown_by(notebook, f"display.svg('{drawing}')") == [{"text/plain": "a < b", "image/svg+xml": drawing}]


def test_png_tells_its_size(notebook):
    (shown,) = shown_by(notebook, f"display.png('{PNG.decode()}')")
    assert shown["text/plain"] == "<PNG picture, 3×2, 24 B>"
    assert base64.b64decode(shown["image/png"])[:8] == b"\x89PNG\r\n\x1a\n"


def test_jpeg(notebook):
    (shown,) = shown_by(notebook, r"display.jpeg('\xff\xd8\xff')")
    assert shown == {"text/plain": "<JPEG picture, 3 B>", "image/jpeg": "/9j/"}


def test_json_takes_any_value(notebook):
    (shown,) = shown_by(notebook, r"t = {1, 'a', b} r = {list = t, bad = '\xff', nan = 0/0} r.own = r display.json(r)")
    content = shown["application/json"]
    assert (content["list"], content["bad"], content["nan"]) == ([1, "a"], "\\xff", None)
    assert content["own"].startswith("table: 0x")


def test_vegalite_is_sent_in_the_version_that_pages_draw(notebook):
    (shown,) = shown_by(notebook, "display.vegalite{mark = 'bar', title = 'T', data = {values = {{a = 1}}}}")
    chart = shown["application/vnd.vegalite.v5+json"]
    assert (chart["mark"], chart["data"]) == ("bar", {"values": [{"a": 1}]})
    assert chart["$schema"].endswith("/v5.json")
    assert shown["text/plain"] == "<Vega-Lite chart: bar, T>"


def test_a_bundle_of_ones_own_always_has_a_text(notebook):
    (shown,) = shown_by(notebook, "display.bundle{['text/html'] = '<i>x</i>', ['application/x+json'] = {1}}")
    assert shown["text/plain"] in ("<text/html, application/x+json>", "<application/x+json, text/html>")
    assert shown["application/x+json"] == [1]


NO_JSON = "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"
NO_BUNDLE = 'bad bundle (contents by MIME type expected, such as ["text/html"] = …; got'


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("html()", "bad argument #1 to 'html' (string expected, got nil)"),
        ("markdown({})", "bad argument #1 to 'markdown' (string expected, got table)"),
        ("png('no')", "bad argument #1 to 'png' (the bytes of a PNG file expected)"),
        ("jpeg('no')", "bad argument #1 to 'jpeg' (the bytes of a JPEG file expected)"),
        ("vegalite('bar')", "bad argument #1 to 'vegalite' (table expected, got string)"),
        ("vegalite{1}", "bad argument #1 to 'vegalite' (a specification such as {mark = …, data = …} expected)"),
        ("bundle{html = 1}", f"{NO_BUNDLE} html)"),
        ("bundle{}", f"{NO_BUNDLE} empty)"),
        ("handle(1).update(2)", "bad call of 'update' (write handle:update(value))"),
    ],
)
def test_mistakes_are_told_with_their_place(notebook, code, message):
    assert notebook.mistake(f"display.{code}") == f"cell[1]:1: {message}"


def test_what_is_no_json_is_told(notebook):
    message = notebook.mistake("ilua.display.detail._display_data('{')")
    assert message == f"cell[1]:1: bad argument #1 to '_display_data' ({NO_JSON})"


def test_what_was_printed_before_stands_before(quiet):
    cell = quiet.run("print 'one' display.html('<p>two</p>') print 'three'")
    texts = [content.get("text") or content["data"]["text/plain"] for kind, content in cell.messages[1:]]
    assert texts == ["one\n", "two", "three\n"]


def test_a_handle_replaces_what_it_showed_in_later_cells_too(quiet):
    first = quiet.run("h = display.handle(1) h:update{2, 3}")
    shown, updated = first.of("display_data")[0], first.of("update_display_data")[0]
    later = quiet.run("h:update{['text/html'] = '<b>4</b>', ['text/plain'] = '4'}").of("update_display_data")[0]
    assert shown["transient"]["display_id"] != ""
    assert [one["transient"] for one in (updated, later)] == [shown["transient"]] * 2
    assert [one["data"]["text/plain"] for one in (shown, updated, later)] == ["1", "{2, 3}", "4"]


def test_clear_takes_away_what_the_cell_showed(quiet):
    cell = quiet.run("print 'x' display.clear() display.clear(true)")
    assert cell.of("clear_output") == [{"wait": False}, {"wait": True}]


def test_any_byte_may_be_shown(quiet):
    cell = quiet.run(r"display('\xff\0') display.html('\xff') display.markdown('\xe9') display.json{['\xff'] = '\xfe'}")
    assert cell.reply["status"] == "ok"
    assert cell.shown[0] == {"text/plain": '"\\xff\\x00"'}
    assert (cell.shown[1]["text/html"], cell.shown[2]["text/markdown"]) == ("\\xff", "\\xe9")
    assert cell.shown[3]["application/json"] == {"\\xff": "\\xfe"}


# ----------------------------------------------------------------------------------------------------- metamethods


def test_mime_gives_a_value_its_own_forms(notebook):
    notebook.run("P = {__mime = function(p) return {['text/html'] = '<b>' .. p.x .. '</b>'} end}")
    assert result(notebook, "p = setmetatable({x = 1}, P) p") == {"text/plain": "{x = 1}", "text/html": "<b>1</b>"}
    assert shown_by(notebook, "P.__tostring = function() return 'P' end display(p)") == [
        {"text/plain": "P", "text/html": "<b>1</b>"}
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("error 'no'", "{} (error in __mime: cell[1]:1: no)"),
        ("return 1", "{} (__mime gave no table of contents by MIME type)"),
    ],
)
def test_a_wrong_mime_is_told_in_the_text(notebook, body, text):
    assert result(notebook, f"setmetatable({{}}, {{__mime = function() {body} end}})") == {"text/plain": text}


def test_tostring_and_name_describe_a_value_when_shown(notebook):
    code = "display(setmetatable({}, {__tostring = function() return '<a>' end}))"
    assert shown_by(notebook, code) == [{"text/plain": "<a>"}]
    (shown,) = shown_by(notebook, "display(setmetatable({}, {__name = 'point'}))")
    assert shown["text/plain"].startswith("point: 0x")


# ---------------------------------------------------------------------------------------------------------- tables

LONG = "('x'):rep(50)"


def test_what_fits_a_line_is_text_alone(notebook):
    assert result(notebook, "{{a = 1}, {a = 2}}") == {"text/plain": "{{a = 1}, {a = 2}}"}


def test_a_larger_table_is_a_tree_that_folds(notebook):
    shown = result(notebook, f"{{a = {LONG}, b = {{{LONG}, c = {{}}}}, ['<'] = '<script>'}}")["text/html"]
    assert shown.count("<details") == 2
    assert "table, 3 items" in shown
    assert "b = table, 2 items" in shown
    assert "<script>" not in shown
    assert "[&quot;&lt;&quot;] = &quot;&lt;script&gt;&quot;" in shown


def test_a_tree_marks_cycles_and_is_bounded(notebook):
    code = f"t = {{{LONG}, {LONG}}} t.own = t d = t for i = 1, 9 do d.d = {{i, {LONG}}} d = d.d end"
    shown = result(notebook, f"{code} t")["text/html"]
    assert "own = &lt;cycle: this table&gt;" in shown
    assert shown.count("<details") == 5
    wide = result(notebook, "w = {} for i = 1, 99 do w[i] = i end w")["text/html"]
    assert "… 39 more" in wide


def test_an_array_of_records_is_a_table(notebook):
    records = f"{{n = 1, s = '<b>'}}, {{n = 2.5, s = {LONG}}}, {{n = 3, x = true}}, {{n = 4, s = {LONG}}}"
    shown = result(notebook, f"{{{records}}}")
    lines = [line.rstrip() for line in shown["text/plain"].split("\n")]
    assert lines[:3] == ["4 rows, 3 columns", "     n  s" + " " * 54 + "x", "1    1  <b>"]
    assert "<td>2.5</td>" in shown["text/html"]
    assert "&lt;b&gt;" in shown["text/html"]


def test_a_matrix_is_a_grid(notebook):
    shown = result(notebook, "m = {} for i = 1, 9 do m[i] = {} for j = 1, 9 do m[i][j] = i * j end end m")
    assert shown["text/plain"].split("\n")[-1].split() == [str(number) for number in (9, *range(9, 82, 9))]
    assert shown["text/html"].count("<tr>") == 10


def test_a_ragged_array_is_no_grid(notebook):
    code = "m = {} for i = 1, 9 do m[i] = {} for j = 1, i do m[i][j] = 1000000 end end m"
    assert "<details" in result(notebook, code)["text/html"]


def test_a_long_array_of_records_is_cut(notebook):
    shown = result(notebook, "t = {} for i = 1, 1000 do t[i] = {i = i} end t")["text/plain"]
    assert shown.startswith("1,000 rows, 1 column\n")
    assert shown.endswith("… 940 more")


# ------------------------------------------------------------------------------------------------------- xeus-lua


def test_the_names_of_xeus_lua_are_understood(quiet):
    code = """
    local display = require "ilua".display
    display.html("<i>h</i>") display.latex("$l$") display.plain_text("p") display.json({1})
    display.mimetype("text/x", "m") display.display(1, 2) display.clear_output(true)
    ilua.display.detail._display_data('{"text/plain": "d"}', '{}', '{"display_id": "one"}')
    ilua.display.detail._update_display_data('{"text/plain": "u"}', '{}', '{"display_id": "one"}')
    """
    cell = quiet.run(code)
    assert cell.reply["status"] == "ok", cell.reply
    assert [shown["text/plain"] for shown in cell.shown] == ["h", "$l$", "p", "[\n  1\n]", "<text/x>", "1", "2", "d"]
    update = cell.of("update_display_data")[0]
    assert (update["data"], update["transient"]) == ({"text/plain": "u"}, {"display_id": "one"})
    assert cell.of("clear_output") == [{"wait": True}]


def test_a_comparison_of_modes_shows_nothing_twice(notebook):
    notebook.shown.clear()
    notebook.run("%%compare\ndisplay(1)")
    assert notebook.shown in ([], [{"text/plain": "1"}])


@pytest.mark.parametrize(
    ("made_by", "code"), [("display_library.json_value", "display.json{1}"), ("plot.to_python", "plot.line{1, 2}")]
)
def test_a_signal_may_end_what_is_made_of_a_large_table(notebook, monkeypatch, made_by, code):
    def interrupted(*_):
        if notebook.session.interpreter.is_lent:
            raise KeyboardInterrupt

    monkeypatch.setattr(f"lua_kernel.{made_by}", interrupted)
    assert notebook.run(code).failure.ename == "Interrupt"
