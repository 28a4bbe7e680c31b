"""What notebooks of xeus-lua call does here what it does there."""

import sys
import time

import pytest

from notebook_session import Notebook


@pytest.fixture(scope="module")
def lua():
    made = Notebook()
    yield made
    made.session.close()


def test_time_is_told_and_waited_for(lua):
    code = """
    local begun = ilua.time.now()
    local slept = ilua.time.duration_ms(function() ilua.time.sleep_ms(30) end)
    return slept >= 29, ilua.time.time_delta_ms(begun, ilua.time.now()) >= 29
    """
    assert lua.result(code) == "true\ttrue"


@pytest.mark.parametrize("schedule", ["scheduled_ms(3, 10, f)", "scheduled_fps(3, 100, f)"])
def test_functions_are_called_on_schedule(lua, schedule):
    code = f"""
    local told = {{}}
    local function f(n, ms) told[#told + 1] = n told.ms = ms end
    local took = ilua.time.duration_ms(function() ilua.time.{schedule} end)
    return table.concat(told, " "), told.ms >= 19, took >= 29
    """
    assert lua.result(code) == '"1 2 3"\ttrue\ttrue'


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("ilua.time.sleep_ms()", "bad argument #1 to 'sleep_ms' (number expected, got nil)"),
        ("ilua.time.scheduled_ms(1, 1)", "bad argument #3 to 'scheduled_ms' (function expected, got nil)"),
        ("ilua.time.scheduled_fps(1, 0, print)", "bad argument #2 to 'scheduled_fps' (a number above 0 expected)"),
        ("ilua.time.duration_ms(function() error('own', 0) end)", "own"),
        ("ilua.config.printer = 'x'", 'ilua.config: "x" is no printer; there are print and pprint'),
        ("ilua.config.other = 1", 'ilua.config has no field "other"; it has auto_print and printer'),
    ],
)
def test_a_bad_call_is_told_in_a_line(lua, code, message):
    assert lua.mistake(code).endswith(message)


def test_a_wait_ends_with_what_a_cell_may_take():
    made = Notebook(limits={"seconds": 0.2})
    began = time.monotonic()
    assert made.run("ilua.time.sleep_ms(1e9)").failure.ename == "LimitError"
    assert made.run("while true do pcall(ilua.time.sleep_ms, 10) end").failure.ename == "LimitError"
    assert made.run("ilua.time.sleep_ms(1)").failure is None
    assert time.monotonic() - began < 60
    made.session.close()


def test_the_printer_is_chosen():
    made = Notebook()
    made.run("ilua.config.printer = 'pprint' print({a = 1}, 'x', 2)")
    assert (made.printed, made.result("ilua.config.printer")) == (b"{a = 1}\tx\t2\n", '"pprint"')
    made.run("ilua.config.printer = 'print' print({a = 1})")
    assert b"table: " in made.printed
    made.session.close()


def test_results_are_shown_unless_they_are_not_wanted():
    made = Notebook()
    assert made.run("ilua.config.auto_print = false").result is None
    assert made.run("1 + 1").result is None
    made.run("ilua.config.auto_print = true")
    assert made.result("1 + 1") == "2"
    made.session.close()


def test_values_become_json(lua):
    assert lua.result("ilua.json.encode({1, 2.5, {x = true}})") == r'"[1, 2.5, {\"x\": true}]"'


def test_choices_are_told_by_their_place_from_1(lua):
    code = """
    local told = {}
    for _, kind in ipairs{"dropdown", "radiobuttons", "selectionslider"} do
      local one = ilua.widgets[kind]{_options_labels = {"a", "b", "c"}}
      one:register_observer(function(index) told[#told + 1] = index end)
      one.index = 3
      told[#told + 1] = one.value .. one.index
    end
    local buttons = ilua.widgets.togglebuttons()
    buttons._options_labels = {"x", "y"}
    buttons:register_observer(function(value) told[#told + 1] = value end)
    buttons.index = 2
    return table.concat(told, " ")
    """
    assert lua.result(code) == '"3 c3 3 c3 3 c3 y"'


def test_pages_count_from_1_and_have_titles_before_they_are_there(lua):
    code = """
    local told = {}
    local tab = ilua.widgets.tab{_titles = {"one", "two"}}
    tab:add(ilua.widgets.text(), ilua.widgets.text())
    tab:register_observer(function(index) told[#told + 1] = index end)
    tab.selected_index = 2
    local accordion = ilua.widgets.accordion()
    accordion:add(ilua.widgets.text(), ilua.widgets.text())
    accordion:set_title(2, "second")
    return told[1], tab._titles[0], tab:get_title(1), accordion:get_title(1)
    """
    assert lua.result(code) == '2\t"one"\t"two"\t"second"'


def test_widgets_are_linked_and_a_link_shows_nothing(lua):
    code = """
    local a, b, c = ilua.widgets.slider(), ilua.widgets.numeral(), ilua.widgets.numeral()
    local link = ilua.widgets.link(a, "value", b, "value")
    ilua.widgets.directional_link(a, "value", c, "value")
    b.value = 3
    c.value = 9
    ilua.display.display(link)
    return a.value, b.value, c.value
    """
    lua.shown.clear()
    assert (lua.result(code), lua.shown) == ("3.0\t3.0\t9.0", [])


@pytest.mark.parametrize("options", [{}, {"python": False}], ids=str)
def test_a_canvas_is_drawn_on(options):
    pytest.importorskip("ipycanvas")
    made = Notebook(**options)
    code = """
    local canvas = ilua.canvas.canvas{width = 70, height = 50}
    canvas:cache()
    canvas:fill_rect({1, 2}, {3, 4})
    canvas:fill_circle(canvas:rand_coord(), 5)
    canvas.fill_style = canvas:rand_color()
    canvas:with({fill_style = ilua.canvas.color.rgb(1, 2, 3)}, function() canvas:fill_rect(1, 2, 3) end)
    canvas:with_save_and_restore({line_width = 4}, function()
      canvas:rotate_arround({1, 1}, 45)
      canvas:fill_bg({fill_style = "red"})
    end)
    canvas:flush()
    ilua.display.display(canvas)
    local place = canvas:rand_coord()
    return canvas.width, canvas.line_width, place[1] <= 70 and place[2] <= 50, canvas.fill_style:match "^rgb"
    """
    assert made.result(code) == '70\t1.0\ttrue\t"rgb"'
    assert "application/vnd.jupyter.widget-view+json" in made.shown[-1]
    assert "Canvas has no trait '_send_func'" in made.run(
        "ilua.canvas.canvas():with({_send_func = 1}, print)"
    ).failure.evalue
    made.session.close()


@pytest.mark.parametrize(("given", "wrong"), {
    '{fill_style = "red", line_width = "wide"}, print': "The 'line_width' trait of a Canvas instance expected a float",
    '{line_width = 7, fill_style = {}}, print': "The 'fill_style' trait of a Canvas instance expected ",
    '{fill_style = "red"}, 3': "with takes a table of traits and a function",
    '{fill_style = "red", nothing = 3}, print': "Canvas has no trait 'nothing'",
    "3, print": "a canvas takes its traits by name, such as {fill_style = ",
    "": "with takes a table of traits and a function",
}.items())  # fmt: skip
def test_a_canvas_keeps_its_traits_where_others_are_refused(lua, given, wrong):
    pytest.importorskip("ipycanvas")
    lua.result("canvas = ilua.canvas.canvas() return 1")
    assert f": {wrong}" in lua.mistake(f"canvas:with({given})")
    assert lua.result("canvas.fill_style, canvas.line_width") == '"black"\t1.0'


def test_where_there_is_no_canvas_the_error_tells_how_to_get_it(lua, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipycanvas", None)
    monkeypatch.delitem(sys.modules, "lua_kernel.xeus_canvas", raising=False)
    assert "pip install 'lua-notebook[canvas]'" in lua.mistake("ilua.canvas.canvas()")


def test_names_of_no_widget_and_of_no_trait_are_refused(lua):
    assert "there is no widget 'nothing'; there are accordion, " in lua.mistake("ilua.widgets.nothing()")
    assert "Dropdown has no trait 'x'; it has " in lua.mistake("ilua.widgets.dropdown{x = 1}")
    assert "Tab has no trait 'x'; it has " in lua.mistake("ilua.widgets.tab().x = 1")


def test_a_restricted_session_waits_no_longer_than_it_may():
    made = Notebook(sandbox="restricted")
    assert made.result("ilua.canvas, ilua.widgets, type(ilua.time)") == 'nil\tnil\t"table"'
    made.session.close()
