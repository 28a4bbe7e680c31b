"""The dashboard, in a session and driven over ZMQ."""

import re
import time

import pytest

LONG = "local t0 = os.clock() while os.clock() - t0 < {seconds} do local function f() end f() end"
VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def opened(quiet):
    """Open the dashboard once for the tests that look at it."""
    cell = quiet.run("%pools live")
    return quiet, cell


def row(text, name):
    return next(re.split(r"  +", line) for line in text.split("\n") if line.startswith(name + " "))


def updates(cell):
    """Return the texts that the widget was given."""
    sent = [content["data"] for content in cell.of("comm_msg")]
    return [data["state"]["value"] for data in sent if "value" in data.get("state", {})]


def test_the_dashboard_is_a_chart_and_a_table_that_say_how_to_close_it(opened):
    _, cell = opened
    assert cell.reply["status"] == "ok"
    (shown,) = cell.shown
    assert VIEW not in shown
    assert "the pools now" in shown["text/plain"]
    assert shown["text/plain"].endswith("%pools live off closes it")
    assert "<svg" in shown["text/html"]
    assert "<svg" in shown["image/svg+xml"]


def test_the_dashboard_moves_while_a_cell_runs_at_most_ten_times_a_second(opened):
    page, _ = opened
    started_s = time.monotonic()
    cell = page.run(LONG.format(seconds=1))
    elapsed_s = time.monotonic() - started_s
    moving, still = (content["data"] for content in cell.of("update_display_data"))
    assert moving[VIEW]["model_id"]
    assert "runs: " in moving["text/plain"]
    assert VIEW not in still
    texts = updates(cell)
    assert 4 <= len(texts) <= 10 * elapsed_s + 2
    assert re.search(r"cell\[\d+\] runs: ", texts[0])
    assert re.search(r"after cell\[\d+\]: ", texts[-1])
    entered = [int(re.search(r"frames</th><td>\d+</td><td>\d+</td><td>\d+</td><td>([\d,]+)", text)[1].replace(",", ""))
               for text in texts]  # fmt: skip
    assert entered[:-1] == sorted(set(entered[:-1]))


def test_what_is_saved_of_an_open_dashboard_has_the_last_cells_figures(opened):
    page, _ = opened
    number = page.run("local function f() end f()").reply["execution_count"]
    cell = page.run("x = 1")
    (saved,) = cell.of("update_display_data")
    assert f"after cell[{number + 1}]" in saved["data"]["text/plain"]
    assert VIEW not in saved["data"]  # a notebook opened without its kernel would show an error in its place


def test_the_close_button_leaves_a_table(quiet):
    cell = quiet.run("%pools live")
    (button,) = [content for content in cell.of("comm_open") if content["data"]["state"].get("description") == "Close"]
    click = {"comm_id": button["comm_id"], "data": {"method": "custom", "content": {"event": "click"}}}
    message = quiet.client.session.msg("comm_msg", click)
    quiet.client.shell_channel.send(message)
    left = left_behind(quiet, message["header"]["msg_id"])
    assert VIEW not in left["data"]
    assert "the pools now" in left["data"]["text/plain"]
    assert "<table" in left["data"]["text/html"]
    assert not quiet.run("x = 1").of("comm_msg")


def left_behind(page, request):
    """Return the last update until a request is done."""
    found = None
    while True:
        message = page.client.get_iopub_msg(timeout=30)
        if message["header"]["msg_type"] == "update_display_data":
            found = message["content"]
        is_idle = message["content"].get("execution_state") == "idle"
        if is_idle and message["parent_header"].get("msg_id") == request:
            return found


def answer_to(page, request):
    """Return the comm message that a request brings."""
    while True:
        message = page.client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") == request and message["header"]["msg_type"] == "comm_msg":
            return message["content"]


def test_closing_by_magic_leaves_a_table_and_a_second_dashboard_closes_the_first(quiet):
    quiet.run("%pools live")
    second = quiet.run("%pools live")
    (left,) = second.of("update_display_data")
    assert VIEW not in left["data"]
    closed = quiet.run("%pools live off")
    (left,) = closed.of("update_display_data")
    assert VIEW not in left["data"]
    assert closed.of("comm_close")
    assert not quiet.run(LONG.format(seconds=0.3)).of("comm_msg")


def test_the_dashboard_outlives_a_reset(quiet):
    quiet.run("%pools live")
    quiet.run("%reset")
    assert len(updates(quiet.run(LONG.format(seconds=0.4)))) >= 2
    quiet.run("%pools live off")


def test_the_peak_is_the_cells_own(notebook):
    notebook.session.view = "short"
    notebook.run("%pools live")
    notebook.run("local function f(n) return n == 0 and 0 or 1 + f(n - 1) end return f(40)")
    from lua_kernel.live_view import live_table

    text = live_table(notebook.session._watcher._samples[-1]).plain()
    assert row(text, "frames")[1:5] == ["0", "43", "43", "43"]


def test_a_page_that_is_loaded_anew_gets_the_widgets_back(quiet):
    quiet.run("%pools live")
    moving = quiet.run(LONG.format(seconds=0.4)).of("update_display_data")[0]
    model = moving["data"][VIEW]["model_id"]
    control = {"comm_id": "control", "target_name": "jupyter.widget.control", "data": {}}
    quiet.client.shell_channel.send(quiet.client.session.msg("comm_open", control, metadata={"version": "1.0.0"}))
    ask = quiet.client.session.msg("comm_msg", {"comm_id": "control", "data": {"method": "request_states"}})
    quiet.client.shell_channel.send(ask)
    states = answer_to(quiet, ask["header"]["msg_id"])["data"]["states"]
    assert states[model]["model_name"] == "VBoxModel"
    quiet.run("%pools live off")


@pytest.mark.parametrize("words", ["on", "off off", "x=1"])
def test_wrong_options_say_the_usage(notebook, words):
    failure = notebook.run(f"%pools live {words}").failure
    assert failure.evalue == f"'live {words}' is not understood; usage: %pools live [off]"


def test_the_kernels_end_leaves_a_table(fresh):
    fresh.run("%pools live")
    message = fresh.client.session.msg("shutdown_request", {"restart": False})
    fresh.client.control_channel.send(message)
    while (sent := fresh.client.get_iopub_msg(timeout=30))["header"]["msg_type"] != "update_display_data":
        pass
    assert VIEW not in sent["content"]["data"]
    assert "the pools now" in sent["content"]["data"]["text/plain"]
