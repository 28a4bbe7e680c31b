"""Widgets, the dashboard and the trace player, as a reader uses them."""

import re

import pytest

pytestmark = pytest.mark.slow

TRACED = "%%trace\nlocal function twice(n) return n + n end\nlocal four = twice(2)\nreturn four"
PANEL = """
slider = widgets.IntSlider{value = 3, max = 5, description = 'books'}
button = widgets.Button{description = 'count'}
told = widgets.Label{value = 'nothing yet'}
slider:observe(function(change) told.value = 'books: ' .. change.new end)
clicks = 0
button:on_click(function() clicks = clicks + 1 told.value = 'clicks: ' .. clicks end)
return widgets.VBox{slider, button, told}
"""
ENDLESS = "while true do local function f() end f() end"


def test_a_slider_and_a_button_call_lua(front_end):
    front_end.open(PANEL, "slider.value, clicks")
    front_end.run(0)
    page = front_end.page
    told = page.locator(".jp-OutputArea .widget-label")
    told.filter(has_text="nothing yet").wait_for()
    track = page.locator(".noUi-connects")
    track.click(position={"x": track.bounding_box()["width"] - 1, "y": 1})
    told.filter(has_text="books: 5").wait_for()
    page.get_by_role("button", name="count").click()
    told.filter(has_text="clicks: 1").wait_for()
    front_end.run(1)
    front_end.output(re.compile(r"5\s+1")).wait_for()


def test_the_player_is_used_by_keys_and_the_list_stays_below(front_end):
    front_end.open(TRACED)
    front_end.run(0)
    page = front_end.page
    now = page.locator(".lua-trace .now")
    now.wait_for()
    steps = int(re.match(r"step 1 of (\d+), line ", now.inner_text())[1])
    page.locator(".lua-trace input[type=range]").focus()
    for key, step in (("ArrowRight", 2), ("ArrowDown", 3), ("ArrowLeft", 2), ("End", steps), ("Home", 1)):
        page.keyboard.press(key)
        page.locator(".lua-trace .now", has_text=f"step {step} of {steps}, line ").wait_for()
    page.get_by_label("step forward").click()
    page.locator(".lua-trace .now", has_text=f"step 2 of {steps}").wait_for()
    assert page.locator(".lua-trace li.here code").inner_text() == "local four = twice(2)"
    assert page.locator("summary", has_text="all steps").count() == 1
    assert front_end.blocked == []


def test_the_dashboard_moves_during_a_cell_and_leaves_a_table(front_end):
    front_end.open("%pools live", ENDLESS, "%pools live off")
    front_end.run(0)
    page = front_end.page
    page.get_by_text("%pools live off ends that").wait_for()
    front_end.start(1)
    page.locator("caption", has_text="runs: ").wait_for()
    assert not front_end.has_ended()
    front_end.button("interrupt").click()
    page.locator("caption", has_text="after cell[2]").wait_for()
    front_end.run(2)
    page.get_by_text("%pools live off ends that").wait_for(state="detached")
    assert page.locator("caption", has_text="after cell[2]").count() == 1
    assert front_end.blocked == []


def test_what_is_saved_shows_without_its_kernel(front_end):
    front_end.open(TRACED, "%pools live", ENDLESS)
    front_end.run(0)
    front_end.run(1)
    front_end.start(2)
    page = front_end.page
    page.locator("caption", has_text="runs: ").wait_for()
    assert not front_end.has_ended()
    front_end.save_and_open_again()
    now = page.locator(".lua-trace .now")
    now.wait_for()
    page.get_by_label("step forward").click()
    assert now.inner_text().startswith("step 2 of ")
    page.locator("caption", has_text="runs: ").wait_for()
    front_end.save_and_open_again(as_another=True)
    page.locator("caption", has_text="each with what stood in registers").wait_for()
    page.locator("caption", has_text="runs: ").wait_for()
    assert page.get_by_text("Error displaying widget").count() == 0
    assert front_end.blocked == []
