"""Bars that go with loops."""

import time

import pytest


def texts(cell):
    kinds = ("display_data", "update_display_data")
    return [content["data"]["text/plain"] for kind, content in cell.messages if kind in kinds]


def test_a_number_of_steps(quiet):
    cell = quiet.run("s = 0 for i in progress(4, 'adding') do s = s + i end return s")
    assert cell.result == "10"
    first, last = texts(cell)
    assert first == f"adding: ▕{' ' * 30}▏ 0/4, {first.split(', ')[1]}"
    assert last.startswith(f"adding: ▕{'█' * 30}▏ 4/4, ")
    assert "left early" not in last
    ids = {content["transient"]["display_id"] for kind, content in cell.messages if "display" in kind}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("what", "printed"),
    [
        ("{'a', 'b'}", "1a 2b "),
        ("python.list{5, 6}", "5nil 6nil "),
        ("python.iter(python.list{5})", "5nil "),
        ("string.gmatch('xyz', '.')", "xnil ynil znil "),
        ("0", ""),
        ("{}", ""),
        ("-3", ""),
    ],
)
def test_what_can_be_gone_through(quiet, what, printed):
    assert quiet.run(f"for a, b in progress({what}) do io.write(tostring(a), tostring(b), ' ') end").stdout == printed


def test_an_iterator_keeps_its_state_and_control_value(quiet):
    code = "local f, s, c = pairs{x = 1} for k, v in progress(f, 'all', s, c) do io.write(k, v) end"
    assert quiet.run(code).stdout == "x1"


@pytest.mark.parametrize("way", ["break", "error 'no'", "goto out", "return"])
def test_a_loop_that_is_left_says_so(quiet, way):
    cell = quiet.run(f"do for i in progress(10) do if i == 3 then {way} end end ::out:: end")
    assert "2/10, " in texts(cell)[-1]
    assert texts(cell)[-1].endswith("(left early)")


def test_loops_inside_each_other_have_bars_of_their_own(quiet):
    cell = quiet.run("for i in progress(2, 'out') do for j in progress(3, 'in') do end end")
    assert len(cell.shown) == 3
    last = {
        content["transient"]["display_id"]: content["data"]["text/plain"] for content in cell.of("update_display_data")
    }
    assert sorted(text.split(",")[0][-3:] for text in last.values()) == ["2/2", "3/3", "3/3"]


def test_at_most_ten_messages_a_second(quiet):
    started = time.monotonic()
    cell = quiet.run("local t = os.clock() for i in progress(1e9) do if os.clock() - t > 0.5 then break end end")
    took_s = time.monotonic() - started
    assert 3 <= len(cell.of("update_display_data")) <= 10 * took_s + 1


def test_an_interrupt_ends_the_bar(quiet):
    request = quiet.send("for i in progress(1e15) do end")
    time.sleep(0.4)
    quiet.ask("interrupt_request", {}, channel="control")
    cell = quiet.collect(request)
    assert (cell.reply["status"], quiet.run("1").result) == ("error", "1")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("progress()", "bad argument #1 to 'progress' (number, table or iterator expected, got nil)"),
        ("progress(1.5)", "bad argument #1 to 'progress' (number, table or iterator expected, got number)"),
        ("progress(1, 2)", "bad argument #2 to 'progress' (the label, a string, expected, got number)"),
    ],
)
def test_mistakes(notebook, code, message):
    assert notebook.mistake(f"for _ in {code} do end") == f"cell[1]:1: {message}"
