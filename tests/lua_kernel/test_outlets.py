"""How messages leave the kernel: soon where somebody waits, else few wakes of the thread that sends."""

import asyncio
import subprocess
import sys
import time

import pytest
import zmq

from lua_kernel import outlets

TIMEOUT_S = 60

EXIT_HANDLERS = """
import atexit
register, names = atexit.register, []
def noted(function, *rest, **named):
    names.append(function.__qualname__)
    return register(function, *rest, **named)
atexit.register = noted
import lua_kernel.kernel, zmq
from ipykernel.iostream import IOPubThread
context = zmq.Context()
socket = context.socket(zmq.PUB)
IOPubThread(socket).start()
socket.send(b"x", copy=False)
print([name for name in names if name in ("GarbageCollector._atexit", "IOPubThread.stop")])
"""

COUNT_WAKES = """
python.exec [[
from ipykernel.kernelbase import Kernel
thread, wakes = Kernel.instance().iopub_thread, []
schedule = thread.schedule
def counted(action):
    wakes.append(action)
    schedule(action)
thread.schedule = counted
]]
"""

NOTE_ORDER = """
python.exec [[
import time
from ipykernel.kernelbase import Kernel
kernel, order = Kernel.instance(), []
really_send, send = kernel.iopub_thread._really_send, kernel.session.send
def slowly(*arguments, **named):
    time.sleep(0.5)
    order.append("output")
    really_send(*arguments, **named)
def noted(stream, kind, *arguments, **named):
    order.append(kind)
    return send(stream, kind, *arguments, **named)
def begin():
    kernel.iopub_thread._really_send, kernel.session.send = slowly, noted
def end():
    kernel.iopub_thread._really_send, kernel.session.send = really_send, send
]]
"""


def wait_for(page, kind):
    message = page.client.get_iopub_msg(timeout=TIMEOUT_S)
    while message["header"]["msg_type"] != kind:
        message = page.client.get_iopub_msg(timeout=TIMEOUT_S)
    return message["content"]


def test_a_cell_wakes_the_sending_thread_twice(fresh):
    fresh.run("%pools off")
    fresh.run(COUNT_WAKES)
    before = int(fresh.run("python.eval 'len(wakes)'").result)
    for _ in range(9):
        assert fresh.run("1 + 1").result == "2"
    assert int(fresh.run("python.eval 'len(wakes)'").result) - before == 20


def test_a_page_hears_of_a_cell_before_it_ends(quiet):
    request = quiet.send("while true do end")
    assert wait_for(quiet, "execute_input")["code"] == "while true do end"
    quiet.manager.interrupt_kernel()
    assert quiet.collect(request).reply["ename"] == "Interrupt"


INTERRUPT_THE_NEXT = """
python.exec [[
import os, signal
from ipykernel.kernelbase import Kernel
kernel = Kernel.instance()
outbox, release, installed = kernel._outbox, kernel._outbox.release, kernel.execution_count
def release_and_interrupt():
    release()
    if kernel.execution_count > installed:
        outbox.release = release
        os.kill(os.getpid(), signal.SIGINT)
outbox.release = release_and_interrupt
]]
"""


def test_a_cell_is_interrupted_as_soon_as_a_page_hears_of_it(fresh):
    fresh.run(INTERRUPT_THE_NEXT)
    assert fresh.run("reached = true").reply.get("ename") == "Interrupt"
    assert fresh.run("tostring(reached)").result == '"nil"'


def test_a_result_does_not_wait_for_the_expressions_beside_it(quiet):
    forever = "(function() while true do end end)()"
    request = quiet.send("7", user_expressions={"x": forever})
    assert wait_for(quiet, "execute_result")["data"]["text/plain"] == "7"
    quiet.manager.interrupt_kernel()
    quiet.collect(request)
    assert quiet.run("8").result == "8"


def test_what_lua_and_python_print_keeps_its_order(quiet):
    cell = quiet.run("for i = 1, 500 do print(i) python.exec('print(\"p' .. i .. '\")') end")
    assert cell.stdout.split() == [text for i in range(1, 501) for text in (str(i), f"p{i}")]
    assert len(cell.of("stream")) <= 50
    both = quiet.run("io.write('a') python.exec 'import sys; print(\"b\", file=sys.stderr)' print('c')")
    assert [(content["name"], content["text"]) for content in both.of("stream")] == [
        ("stdout", "a"), ("stderr", "b\n"), ("stdout", "c\n")
    ]  # fmt: skip


def test_what_python_printed_is_there_before_idle(quiet):
    for number in range(20):
        assert quiet.run(f"python.exec 'print({number})'").stdout == f"{number}\n"


def test_what_sending_needs_outlives_the_sending_thread():
    done = subprocess.run([sys.executable, "-c", EXIT_HANDLERS], capture_output=True, text=True, timeout=TIMEOUT_S)
    assert "['GarbageCollector._atexit', 'IOPubThread.stop']\n" == done.stdout  # the last that is set runs first


def test_a_question_follows_what_was_printed_before_it(fresh):
    fresh.run(NOTE_ORDER)
    asked = "python.exec 'begin()' print('what') local line = io.read() python.exec 'end()' return line"
    fresh.send(asked, allow_stdin=True)
    fresh.client.get_stdin_msg(timeout=TIMEOUT_S)
    fresh.client.input("this")
    assert '"this"' == wait_for(fresh, "execute_result")["data"]["text/plain"]
    order = fresh.run("python.eval 'order[:order.index(\"input_request\")].count(\"output\")'").result
    assert int(order) > 0


@pytest.fixture
def publisher():
    """Return a thread's object and what connects a listener; the test's own thread is the one that serves them."""
    context = zmq.Context()
    socket, listener = context.socket(zmq.XPUB), context.socket(zmq.SUB)
    port = socket.bind_to_random_port("tcp://127.0.0.1")
    listener.subscribe(b"")
    yield outlets.Publisher(socket, session=None), lambda: listener.connect(f"tcp://127.0.0.1:{port}")
    context.destroy(linger=0)


def waited(publisher):
    """Return the seconds that a request waits for a listener."""
    before = time.monotonic()
    publisher.io_loop.run_sync(lambda: asyncio.to_thread(publisher.wait_for_listener))
    return time.monotonic() - before


def test_a_request_waits_until_there_is_a_listener(publisher, monkeypatch):
    monkeypatch.setattr(outlets, "LISTENER_S", TIMEOUT_S)
    thread, connect = publisher
    connect()
    assert waited(thread) < TIMEOUT_S / 2


def test_nobody_is_waited_for_twice(publisher, monkeypatch):
    thread, _ = publisher
    monkeypatch.setattr(outlets, "LISTENER_S", 0.1)
    assert waited(thread) >= 0.1
    monkeypatch.setattr(outlets, "LISTENER_S", TIMEOUT_S)
    assert waited(thread) < TIMEOUT_S / 2
