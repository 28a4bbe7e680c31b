"""What the messaging protocol asks of a kernel and no other file tests; docs/protocol.md names a test for each row."""

import time
from contextlib import contextmanager

import psutil
import pytest
import zmq
from jupyter_client.session import Session

TIMEOUT_S = 60
LOOP = "print('running') io.flush() while true do end"
KERNEL = "local kernel = python.import('ipykernel.kernelbase').Kernel.instance()"


@contextmanager
def a_running_cell(page, code=LOOP):
    """Give what is done while a cell runs that only an interrupt ends."""
    request = page.send(code)
    while page.client.get_iopub_msg(timeout=TIMEOUT_S)["header"]["msg_type"] != "stream":
        pass
    yield
    page.manager.interrupt_kernel()
    assert page.collect(request).reply["ename"] == "Interrupt"


def until_idle(page, request):
    """Return the messages on IOPub that belong to a request, to the idle that ends them."""
    found = []
    while not found or found[-1]["content"].get("execution_state") != "idle":
        message = page.client.get_iopub_msg(timeout=TIMEOUT_S)
        if message["parent_header"].get("msg_id") == request:
            found.append(message)
    return found


def wait_until(holds):
    deadline = time.monotonic() + TIMEOUT_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


# ------------------------------------------------------------------------------------------------ sockets and status


def test_a_message_with_a_wrong_signature_is_ignored(quiet):
    forged = Session(key=b"not the kernel's")
    content = {"code": "forged = true", "silent": False, "store_history": False, "allow_stdin": False}
    forged.send(quiet.client.shell_channel.socket, "execute_request", content)
    assert quiet.run("return forged").result == "nil"


def test_the_heart_beats_while_a_cell_runs(quiet):
    heart = zmq.Context.instance().socket(zmq.REQ)
    heart.linger = 0
    heart.connect(f"tcp://{quiet.client.ip}:{quiet.client.hb_port}")
    with a_running_cell(quiet):
        heart.send(b"ping")
        assert heart.poll(TIMEOUT_S * 1000)
        assert heart.recv() == b"ping"
    heart.close()


def _state(message):
    return message["content"].get("execution_state", "")


def test_a_listener_is_welcomed_and_told_once_of_the_start(heard_from_the_start):
    assert heard_from_the_start[0]["header"]["msg_type"] == "iopub_welcome"
    states = [_state(message) for message in heard_from_the_start if _state(message)]
    # Who is welcomed late has missed the start.
    assert states in (["starting", "busy", "idle"], ["busy", "idle"])


def test_what_the_first_request_gives_waits_for_a_listener(heard_late):
    wanted = ["status", "execute_input", "execute_result", "display_data", "status"]
    assert any(wanted == heard_late(late_s)[-5:] for late_s in (0.4, 0.4, 0.35, 0.3, 0.3))


QUESTIONS = [
    ("shell", "kernel_info_request", {}),
    ("shell", "execute_request", {"code": "1", "silent": False, "extra": ["a field that nobody knows"]}),
    ("shell", "execute_request", {"code": "error('x')", "silent": False, "stop_on_error": False}),
    ("shell", "complete_request", {"code": "pri", "cursor_pos": 3}),
    ("shell", "inspect_request", {"code": "print", "cursor_pos": 3, "detail_level": 0}),
    ("shell", "is_complete_request", {"code": "1"}),
    ("shell", "history_request", {"hist_access_type": "tail", "n": 1, "output": False, "raw": True}),
    ("shell", "comm_info_request", {}),
    ("control", "kernel_info_request", {}),
    ("control", "interrupt_request", {}),
    ("control", "list_subshell_request", {}),
    ("control", "usage_request", {}),
    ("control", "debug_request", {"type": "request", "seq": 1, "command": "attach"}),
]


@pytest.mark.parametrize(("channel", "kind", "content"), QUESTIONS, ids=[f"{c} {kind}" for c, kind, _ in QUESTIONS])
def test_every_request_has_a_reply_with_a_status_between_busy_and_idle(quiet, channel, kind, content):
    message = quiet.client.session.msg(kind, content)
    getattr(quiet.client, f"{channel}_channel").send(message)
    found = until_idle(quiet, message["header"]["msg_id"])
    states = [_state(told) for told in found if told["header"]["msg_type"] == "status"]
    reply = quiet.reply(message["header"]["msg_id"], channel)
    assert states == ["busy", "idle"]
    assert reply["header"]["msg_type"] == kind.replace("_request", "_reply")
    assert reply["content"]["status"] in ("ok", "error", "complete")


def test_kernel_info_names_the_kernel_and_where_to_read(quiet):
    info = quiet.ask("kernel_info_request", {})
    assert info["implementation"] == "lua-kernel"
    assert info["banner"].startswith("Lua 5.4")
    assert [link["url"].startswith("https://") for link in info["help_links"]] == [True, True]


def test_nobody_imports_a_debugger_for_kernel_info(quiet):
    quiet.ask("kernel_info_request", {})
    assert quiet.run("python.eval('\"debugpy\" in __import__(\"sys\").modules')").result == "false"


# ------------------------------------------------------------------------------------------------------- execution


def test_a_silent_cell_shows_nothing_in_any_way(quiet):
    ways = (
        "print(1) io.stderr:write(2) display(3) display.clear()",
        "python.exec('print(4); import sys; print(5, file=sys.stderr)')",
        "warn('@on') warn('6') return 7",
    )
    for code in ways:
        assert quiet.run(code, silent=True).messages == []


def test_a_cells_id_and_metadata_do_no_harm(quiet):
    message = quiet.client.session.msg("execute_request", {"code": "error('here')", "silent": False})
    message["metadata"] = {"cellId": "3b0d-7", "deletedCells": [], "trusted": True}
    quiet.client.shell_channel.send(message)
    reply = quiet.collect(message["header"]["msg_id"]).reply
    assert reply["evalue"] == f"cell[{reply['execution_count']}]:1: here"


def test_a_cell_that_asks_for_nothing_has_no_payload(quiet):
    assert quiet.run("1").reply["payload"] == []


def test_no_cell_sleeps(quiet):
    assert quiet.run(f"{KERNEL} return kernel._execute_sleep").result == "0.0"


def test_a_mistake_of_the_kernel_itself_is_answered(fresh):
    for method in ("complete", "inspect", "evaluate", "run_cell"):
        fresh.run(f"{KERNEL} kernel.lua.{method} = 0")
    cell = fresh.run("1")
    assert (cell.reply["status"], cell.error["ename"]) == ("error", "InternalError")
    assert "a mistake in the kernel, not in your program" in cell.error["evalue"]
    assert fresh.complete("pri")["matches"] == []
    assert not fresh.ask("inspect_request", {"code": "print", "cursor_pos": 3, "detail_level": 0})["found"]
    assert fresh.is_alive()


# ---------------------------------------------------------------------------------------------------------- output


LATE = """
import pathlib, threading, time
def print_later():
    while not pathlib.Path("go").exists():
        time.sleep(0.01)
    print("from a thread", flush=True)
threading.Thread(target=print_later, daemon=True).start()
"""


def test_what_a_thread_prints_after_idle_belongs_to_its_cell(fresh, tmp_path):
    request = fresh.send(f"python.exec [[{LATE}]]")
    fresh.collect(request)
    (tmp_path / "go").touch()
    message = fresh.client.get_iopub_msg(timeout=TIMEOUT_S)
    assert (message["header"]["msg_type"], message["content"]["text"]) == ("stream", "from a thread\n")
    assert message["parent_header"]["msg_id"] == request


def test_bytes_of_a_buffer_go_through_comms_both_ways(quiet):
    request = quiet.send(r"image = widgets.Image{value = 'a\0\xff', format = 'png'} image:observe(print) image")
    opened = [found for found in until_idle(quiet, request) if found["header"]["msg_type"] == "comm_open"]
    (image,) = [found for found in opened if found["buffers"]]
    assert [bytes(buffer) for buffer in image["buffers"]] == [b"a\0\xff"]
    data = {"method": "update", "state": {}, "buffer_paths": [["value"]]}
    message = quiet.client.session.msg("comm_msg", {"comm_id": image["content"]["comm_id"], "data": data})
    quiet.client.session.send(quiet.client.shell_channel.socket, message, buffers=[b"\xfe\0b"])
    until_idle(quiet, message["header"]["msg_id"])
    assert quiet.run("image.value").result == r'"\xfe\x00b"'


# --------------------------------------------------------------------------------------------------------- shutdown


@pytest.mark.parametrize("restart", [False, True])
def test_a_shutdown_is_told_to_all_and_ends_what_was_started(fresh, restart):
    child = int(fresh.run("pipe = io.popen('echo $$; exec sleep 600') return pipe:read('n')").result)
    assert psutil.pid_exists(child)
    assert fresh.ask("shutdown_request", {"restart": restart}, "control") == {"status": "ok", "restart": restart}
    told = fresh.client.get_iopub_msg(timeout=TIMEOUT_S)
    while told["header"]["msg_type"] != "shutdown_reply":
        told = fresh.client.get_iopub_msg(timeout=TIMEOUT_S)
    assert told["content"]["restart"] == restart
    wait_until(lambda: not fresh.is_alive())
    wait_until(lambda: not psutil.pid_exists(child))


@pytest.mark.parametrize("code", ["io.read()", "python.import('time').sleep(600)"])
def test_shutdown_ends_what_a_cell_waits_for(fresh, code):
    fresh.send(f"print 'waits' {code}", allow_stdin=True)
    while fresh.client.get_iopub_msg(timeout=TIMEOUT_S)["msg_type"] != "stream":
        pass
    if "time" not in code:
        fresh.client.get_stdin_msg(timeout=TIMEOUT_S)
    assert fresh.ask("shutdown_request", {"restart": False}, "control") == {"status": "ok", "restart": False}
    wait_until(lambda: not fresh.is_alive())
