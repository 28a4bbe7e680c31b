"""Widgets from Lua, with a page that moves them."""

import re
import time
from pathlib import Path

import pytest

from lua_kernel.kernel import OUTPUT_WAIT_S

VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(autouse=True)
def page(quiet):
    assert quiet.run("w = widgets").reply["status"] == "ok"
    return quiet


def model(page, expression):
    return page.run(f"{expression}").of("execute_result")[0]["data"][VIEW]["model_id"]


def send(page, model_id, data):
    message = page.client.session.msg("comm_msg", {"comm_id": model_id, "data": data})
    page.client.shell_channel.send(message)
    return message["header"]["msg_id"]


def answer(page, request):
    """Return what follows a comm message, from busy to idle."""
    found = []
    while True:
        message = page.client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") == request:
            if message["content"].get("execution_state") == "idle":
                return found
            found.append((message["header"]["msg_type"], message["content"]))


def move(page, model_id, **state):
    return answer(page, send(page, model_id, {"method": "update", "state": state}))


def click(page, model_id):
    return answer(page, send(page, model_id, {"method": "custom", "content": {"event": "click"}}))


def printed(messages):
    return "".join(content["text"] for kind, content in messages if kind == "stream")


def states(cell):
    return [content["data"].get("state", {}) for content in cell.of("comm_msg")]


# ------------------------------------------------------------------------------------------------------ the whole page


def answer_to(page, request):
    """Return the comm message that a request brings."""
    while True:
        message = page.client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") == request and message["header"]["msg_type"] == "comm_msg":
            return message["content"]


def test_a_page_that_is_loaded_anew_gets_the_widgets_back(page):
    shown = model(page, "w.VBox{children = {w.IntSlider{}}}")
    control = {"comm_id": "control", "target_name": "jupyter.widget.control", "data": {}}
    page.client.shell_channel.send(page.client.session.msg("comm_open", control, metadata={"version": "1.0.0"}))
    ask = page.client.session.msg("comm_msg", {"comm_id": "control", "data": {"method": "request_states"}})
    page.client.shell_channel.send(ask)
    states = answer_to(page, ask["header"]["msg_id"])["data"]["states"]
    assert states[shown]["model_name"] == "VBoxModel"


# --------------------------------------------------------------------------------------------------- constructors


def test_a_table_of_traits_makes_a_widget(page):
    cell = page.run("w.IntSlider{value = 3, max = 10, layout = {width = '50%'}, description = 'n'}")
    opened = [content["data"]["state"] for content in cell.of("comm_open")]
    slider = next(state for state in opened if state["_model_name"] == "IntSliderModel")
    assert (slider["value"], slider["max"], slider["description"]) == (3, 10, "n")
    assert opened[0]["width"] == "50%"
    assert cell.result == "IntSlider(value=3, description='n', layout=Layout(width='50%'), max=10)"


def test_every_control_and_layout_can_be_made(page):
    cell = page.run("""
    local made, failed, options = 0, {}, {options = {"a", "b"}}
    local needs = {SelectionSlider = options, SelectionRangeSlider = options}
    needs.GridspecLayout = {n_rows = 1, n_columns = 1}
    local parts = {Link = 1, DirectionalLink = 1}
    for name, make in pairs(w) do
      if name:find "^[A-Z]" and not parts[name] then
        local ok, err = pcall(make, needs[name])
        if ok then made = made + 1 else failed[#failed + 1] = name .. ": " .. tostring(err) end
      end
    end
    return made > 50, table.concat(failed, "; ")
    """)
    assert cell.result == 'true\t""'


def test_items_are_the_children_of_a_box(page):
    assert page.run("w.VBox{w.Label{value = 'a'}, w.HBox{w.Button()}}").result == (
        "VBox(children=(Label(value='a'), HBox(children=(Button(style=ButtonStyle()),))))"
    )


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("w.IntSlider{colour = 1}", "IntSlider has no trait 'colour'; it has "),
        ("w.IntSlider{3}", "IntSlider takes its traits by name, such as {value = …}"),
        ("w.IntSlider(3)", "bad argument #1 to 'IntSlider' (table expected, got number)"),
        ("w.IntSlider{value = 'x'}", "IntSlider: The 'value' trait of an IntSlider instance expected an int"),
        ("w.NoSuch{}", "there is no widget 'NoSuch'; there are Accordion, "),
        ("w.IntSlider().valu = 1", "IntSlider has no trait 'valu'; it has "),
        ("w.link(1, 2)", "link: "),
        ("w.interact(1)", "bad call of 'interact' (write interact(function(x) … end, {x = 10}))"),
    ],
)
def test_mistakes(page, code, message):
    cell = page.run(code)
    assert cell.error["evalue"].startswith(f"cell[{cell.reply['execution_count']}]:1: {message}")


# ------------------------------------------------------------------------------------------------- traits, callbacks


def test_traits_are_fields_and_move_the_page_while_a_cell_runs(page):
    cell = page.run("p = w.IntProgress{max = 3} for i = 1, 3 do p.value = i end return p.value")
    assert [state["value"] for state in states(cell)] == [1, 2, 3]
    assert cell.result == "3"


def test_a_page_moves_a_slider_and_lua_observes_it(page):
    slider = model(page, "s = w.IntSlider() s:observe(function(c) print(c.old, c.new, c.owner == s) end) s")
    assert printed(move(page, slider, value=7)) == "0\t7\ttrue\n"
    assert page.run("s.value").result == "7"


def test_several_traits_and_an_observer_that_stops(page):
    page.run("s = w.IntSlider() function f(c) print(c.name, c.new) end s:observe(f, {'value', 'max'})")
    assert page.run("s.value = 5 s.max = 9").stdout == "value\t5\nmax\t9\n"
    assert page.run("s:unobserve(f, {'value', 'max'}) s.value = 6").stdout == ""


@pytest.mark.parametrize("make", ["b = w.Button() b:on_click(f)", "b = w.Button{on_click = f}"])
def test_a_click_calls_lua(page, make):
    button = model(page, f"n = 0 function f(b) n = n + 1 print('click', n, b.description) end {make} b")
    assert printed(click(page, button)) == "click\t1\t\n"
    assert printed(click(page, button)) == "click\t2\t\n"


def test_an_error_of_a_callback_is_shown_with_its_place(page):
    button = model(page, "b = w.Button() b:on_click(function() print 'before'\n error 'oops' end) b")
    messages = click(page, button)
    (error,) = [content for kind, content in messages if kind == "error"]
    assert error["evalue"].endswith("]:2: oops")
    assert any("stack traceback" in block for block in error["traceback"])
    assert printed(messages) == "before\n"
    assert page.run("1").result == "1"


def test_an_error_of_an_observer_within_a_cell_is_the_cells(page):
    cell = page.run("s = w.IntSlider() s:observe(function() error('no', 0) end) s.value = 1")
    assert (cell.reply["status"], cell.reply["evalue"]) == ("error", "no")


def test_a_callback_waits_for_the_running_cell(page):
    button = model(page, "log = {} b = w.Button() b:on_click(function() log[#log + 1] = 'click' end) b")
    request = page.send("local t = os.clock() while os.clock() - t < 0.5 do end log[#log + 1] = 'cell'")
    time.sleep(0.1)
    clicked = send(page, button, {"method": "custom", "content": {"event": "click"}})
    page.collect(request)
    answer(page, clicked)
    assert page.run("table.concat(log, ' ')").result == '"cell click"'


def test_a_callback_that_does_not_end_is_interrupted(page):
    button = model(page, "b = w.Button() b:on_click(function() while true do end end) b")
    request = send(page, button, {"method": "custom", "content": {"event": "click"}})
    time.sleep(0.5)
    page.ask("interrupt_request", {}, channel="control")
    assert [content["ename"] for kind, content in answer(page, request) if kind == "error"] == ["Interrupt"]
    assert page.run("2").result == "2"


def test_a_message_for_a_closed_widget_is_no_trouble(page):
    slider = model(page, "s = w.IntSlider() s")
    page.run("s:close()")
    send(page, slider, {"method": "update", "state": {"value": 1}})
    assert page.run("3").result == "3"


def test_a_reset_closes_the_widgets(page):
    slider = model(page, "s = w.IntSlider() s")
    assert slider in [content["comm_id"] for content in page.run("%reset").of("comm_close")]


# ------------------------------------------------------------------------------------------ output, links, interact


def test_output_captures_what_a_function_prints_and_shows(page):
    cell = page.run("o = w.Output() print 'a' o:capture(function(x) print(x) display(2) end, 1) print 'c'")
    kinds = [
        (kind, content.get("text") or content.get("data", {}).get("state", {}).get("msg_id"))
        for kind, content in cell.messages
        if kind in ("stream", "display_data", "comm_msg")
    ]
    message_id = kinds[1][1]
    assert kinds == [
        ("stream", "a\n"),
        ("comm_msg", message_id),
        ("stream", "1\n"),
        ("display_data", None),
        ("comm_msg", ""),
        ("stream", "c\n"),
    ]
    assert cell.of("comm_msg")[0]["data"]["state"]["msg_id"] == message_id != ""


def test_a_reply_waits_for_clients_that_answer_what_an_output_took(page):
    def wait_s(code):
        request = page.send(code, allow_stdin=False)
        return (page.reply(request)["header"]["date"] - shown_at(page, request)).total_seconds()

    assert wait_s("o = w.Output() o:capture(function() display(2) end)") >= OUTPUT_WAIT_S
    assert min(wait_s("display(2)") for _ in range(5)) < OUTPUT_WAIT_S


def shown_at(page, request):
    """Return when the first display_data of a request was sent, once the kernel is idle."""
    dates = []
    while True:
        message = page.client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") == request:
            if message["content"].get("execution_state") == "idle":
                return dates[0]
            if message["header"]["msg_type"] == "display_data":
                dates.append(message["header"]["date"])


def test_an_error_in_a_capture_is_not_swallowed(page):
    assert (
        page.run("pcall(function() o = w.Output() o:capture(function() error('x', 0) end) end)").result == 'false\t"x"'
    )


@pytest.mark.parametrize("link", ["w.link({a, 'value'}, {b, 'value'})", "w.link(a, 'value', b, 'value')"])
def test_links(page, link):
    assert page.run(f"a, b = w.IntSlider(), w.IntText() l = {link} a.value = 4 b.value").result == "4"
    assert page.run("j = w.jslink({a, 'max'}, {b, 'value'}) python.type(j)").result == '"Link"'


def test_interact_calls_a_function_at_each_change(page):
    cell = page.run("w.interact(function(x, name) print(name, x * 2) end, {x = {0, 10}, name = 'n'})")
    assert cell.stdout == "n\t10\n"
    opened = {content["data"]["state"].get("description"): content["comm_id"] for content in cell.of("comm_open")}
    assert cell.shown[0][VIEW]
    updates = [content["data"]["state"] for content in cell.of("comm_msg")]
    assert {"description": "x"} in updates or "x" in opened
    slider = next(content["comm_id"] for content in cell.of("comm_open")
                  if content["data"]["state"]["_model_name"] == "IntSliderModel")  # fmt: skip
    messages = move(page, slider, value=7)
    assert printed(messages) == "n\t14\n"
    assert ("clear_output", {"wait": True}) in messages


def test_interact_shows_an_error_of_its_function(page):
    cell = page.run("w.interact(function(x) if x > 3 then error 'too much' end end, {x = {0, 5}})")
    slider = next(content["comm_id"] for content in cell.of("comm_open")
                  if content["data"]["state"]["_model_name"] == "IntSliderModel")  # fmt: skip
    (error,) = [content for kind, content in move(page, slider, value=5) if kind == "error"]
    assert "too much" in error["evalue"]


def test_the_documentations_example(page):
    text = (Path(__file__).parents[2] / "docs" / "display.md").read_text(encoding="utf-8")
    example = re.search(r"```lua kernel\n(.*?)```", text, re.DOTALL)[1]
    cell = page.run(example)
    assert (cell.reply["status"], cell.stdout) == ("ok", "moved from\t3\tto\t4\n")
    assert {"value": "squared: 16.0"} in states(cell)
    button = next(content["comm_id"] for content in cell.of("comm_open")
                  if content["data"]["state"]["_model_name"] == "ButtonModel")  # fmt: skip
    assert printed(click(page, button)) == "moved from\t4\tto\t0\n"


# -------------------------------------------------------------------------------------------------------- xeus-lua


def test_the_widgets_of_xeus_lua(page):
    cell = page.run("""
    local hbox, output = ilua.widgets.hbox(), ilua.widgets.output()
    slider = ilua.widgets.slider({min = 0.5, max = 2, step = 0.5})
    hbox:add(slider, ilua.widgets.label({value = "l"}))
    slider:register_observer(function(value) output:captured(function() print("now", value) end) end)
    slider.value = 1.5
    ilua.display.display(hbox, output)
    return #hbox.children
    """)
    assert (cell.stdout, cell.result) == ("now\t1.5\n", "2")
    assert [VIEW in shown for shown in cell.shown] == [True, True]


@pytest.fixture
def shut():
    """Open a session without Python."""
    from notebook_session import Notebook

    made = Notebook(python=False)
    yield made
    made.session.close()


def test_without_python_widgets_have_traits_methods_and_callbacks(shut):
    code = """
    local told = {}
    local a, b = widgets.IntSlider{value = 3, layout = {width = "50%"}}, widgets.IntText{}
    a:observe(function(change) told[#told + 1] = change.name .. change.old .. change.new .. tostring(change.owner == a) end)
    widgets.link(a, "value", b, "value")
    a.value = 7
    local box = widgets.Tab{a, b}
    box:set_title(0, "first")
    local output = widgets.Output{}
    output:append_stdout("x")
    local button = widgets.Button{description = "go"}
    button:on_click(function(one) told[#told + 1] = one.description end)
    button:click()
    local chosen = widgets.Dropdown{options = {"p", "q"}}
    return table.concat(told, " "), b.value, box.children[1] == a, box:get_title(0), a.layout.width, chosen.options[2]
    """
    assert shut.result(code) == '"value37true go"\t7\ttrue\t"first"\t"50%"\t"q"'
    assert VIEW in shut.run("widgets.IntSlider{}").result


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("w.__class__", "IntSlider has no trait '__class__'; it has "),
        ("w.get_state", "IntSlider has no trait 'get_state'; it has "),
        ("w._trait_values", "IntSlider has no trait '_trait_values'; it has "),
        ("w.nothing", "IntSlider has no trait 'nothing'; it has "),
        ("w[1]", "IntSlider has no trait 1; it has "),
        ("w._view_module = 'x'", "IntSlider has no trait '_view_module'; it has "),
        ("w.log.name", "a Python object has no fields here: this session has no Python"),
        ("w.comm.kernel = 1", "a Python object has no fields here: this session has no Python"),
        ("w()", "a Python object cannot be called: this session has no Python"),
        ("w.close.__func__", "a Python object has no fields here: this session has no Python"),
        ("w.value = 'x'", "TraitError: The 'value' trait of an IntSlider instance expected an int"),
        ("w + 1", "attempt to perform arithmetic on a "),
        ("#w", "attempt to get length of a "),
    ],
)
def test_without_python_a_widget_leads_nowhere_else(shut, code, message):
    shut.run("w = widgets.IntSlider{}")
    assert message in shut.mistake(code)
    assert shut.result("python, tostring(w):match '^%w+'") == 'nil\t"IntSlider"'


def test_a_restricted_session_has_no_widgets():
    from notebook_session import Notebook

    closed = Notebook(sandbox="restricted")
    assert closed.result("widgets, ilua.widgets, python") == "nil\tnil\tnil"
    closed.session.close()


@pytest.mark.parametrize("options", [{}, {"python": False}, {"sandbox": "restricted"}], ids=str)
def test_only_what_works_is_offered(options):
    from notebook_session import Notebook

    made = Notebook(**options)
    offered = made.session.complete("widgets.IntSlid", 15).matches
    works = made.run("widgets.IntSlider{value = 3}").failure is None
    assert offered == (("widgets.IntSlider",) if works else ())
    made.session.close()
