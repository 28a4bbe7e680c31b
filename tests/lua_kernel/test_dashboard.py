"""The dashboard, in a session and driven over ZMQ."""

import re
import time

import pytest

LONG = "local t0 = os.clock() while os.clock() - t0 < {seconds} do local function f() end f() end"


@pytest.fixture(scope="module")
def opened(quiet):
    """Open the dashboard once for the tests that look at it."""
    cell = quiet.run("%pools live")
    return quiet, cell


def row(text, name):
    return next(re.split(r"  +", line) for line in text.split("\n") if line.startswith(name + "  "))


def updates(cell):
    """Return what the dashboard was renewed with."""
    return [content["data"] for content in cell.of("update_display_data")]


def test_the_dashboard_is_a_chart_and_a_table_that_say_how_to_close_it(opened):
    _, cell = opened
    assert cell.reply["status"] == "ok"
    (shown,) = cell.shown
    assert not cell.of("comm_open")
    assert "the pools now" in shown["text/plain"]
    assert shown["text/plain"].endswith("%pools live off ends that")
    assert "<svg" in shown["text/html"]
    assert "<svg" in shown["image/svg+xml"]


def test_the_dashboard_moves_while_a_cell_runs_at_most_ten_times_a_second(opened):
    page, _ = opened
    started_s = time.monotonic()
    cell = page.run(LONG.format(seconds=1))
    elapsed_s = time.monotonic() - started_s
    sent = updates(cell)
    assert 4 <= len(sent) <= 10 * elapsed_s + 2
    assert all(set(data) == {"text/plain", "text/html", "image/svg+xml"} for data in sent)
    assert re.search(r"cell\[\d+\] runs: ", sent[0]["text/html"])
    assert re.search(r"after cell\[\d+\]: ", sent[-1]["text/html"])
    entered = [int(row(data["text/plain"], "frames")[4].replace(",", "")) for data in sent]
    assert entered[:-1] == sorted(set(entered[:-1]))


def test_what_is_saved_of_an_open_dashboard_has_the_last_cells_figures(opened):
    page, _ = opened
    number = page.run("local function f() end f()").reply["execution_count"]
    cell = page.run("x = 1")
    (saved,) = cell.of("update_display_data")
    assert f"after cell[{number + 1}]" in saved["data"]["text/plain"]


def test_closing_by_magic_leaves_a_table_and_a_second_dashboard_closes_the_first(quiet):
    quiet.run("%pools live")
    second = quiet.run("%pools live")
    (left,) = second.of("update_display_data")
    assert "ends that" not in left["data"]["text/plain"]
    closed = quiet.run("%pools live off")
    (left,) = closed.of("update_display_data")
    assert "ends that" not in left["data"]["text/plain"]
    assert "<table" in left["data"]["text/html"]
    assert not updates(quiet.run(LONG.format(seconds=0.3)))


def test_the_dashboard_outlives_a_reset(quiet):
    quiet.run("%pools live")
    quiet.run("%reset")
    assert len(updates(quiet.run(LONG.format(seconds=0.4)))) >= 2
    quiet.run("%pools live off")


@pytest.mark.pooled
def test_the_peak_is_the_cells_own(notebook):
    notebook.session.view = "short"
    notebook.run("%pools live")
    notebook.run("local function f(n) return n == 0 and 0 or 1 + f(n - 1) end return f(40)")
    from lua_kernel.live_view import live_table

    text = live_table(notebook.session._watcher._samples[-1]).plain()
    assert row(text, "frames")[1:5] == ["0", "43", "43", "43"]


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
    assert "the pools now" in sent["content"]["data"]["text/plain"]
