"""Mixed messages, interrupts at random moments, kills, and thousands of cells in one kernel.

The slow tests are short; `make interrupts`, `make kills` and `make soak` run the long versions and print their figures.
"""

import json
import os
import random
import signal
import sqlite3
import sys
import time
from pathlib import Path

import pytest

CELLS = [
    "n = (n or 0) + 1", "error('x')", "print(('x'):rep(1000))", "for i = 1, 3000 do end", "return {1, 2, {3}}",
    "local co = coroutine.wrap(function() coroutine.yield(1) end) co()", "%pools", "x = ", "setmetatable({}, {__gc = print})",
    "display.html('<b>x</b>')", "local t <close> = setmetatable({}, {__close = function() end}) error({})",
    "collectgarbage() return collectgarbage('count') > 0", "io.stderr:write('e')", "string.rep('x', 1e6)",
]  # fmt: skip
QUESTIONS = {
    "complete_request": [{"code": "string.f", "cursor_pos": 8}, {"code": "x.", "cursor_pos": 2}, {"code": "\0", "cursor_pos": 9}],
    "inspect_request": [{"code": "print", "cursor_pos": 3, "detail_level": 1}, {"code": "", "cursor_pos": 0, "detail_level": 0}],
    "is_complete_request": [{"code": "for i"}, {"code": "x"}],
    "history_request": [{"hist_access_type": "tail", "n": 5, "output": False, "raw": True}, {"hist_access_type": "odd"}],
    "kernel_info_request": [{}],
    "comm_info_request": [{}],
}  # fmt: skip
WITHOUT_REPLY = {
    "comm_open": [{"comm_id": "c1", "target_name": "nobody", "data": {}}],
    "comm_msg": [{"comm_id": "none", "data": {"x": 1}}, {"comm_id": "c1", "data": "x"}],
    "comm_close": [{"comm_id": "c1", "data": {}}],
}  # fmt: skip


def asked_for(name, otherwise):
    """Return how often a long version is to repeat what it does; a slow test does it a few times."""
    return pytest.param(int(os.environ.get(name, otherwise)), marks=pytest.mark.slow)


def tell(figures):
    """Write figures where `pytest -rP` shows them."""
    sys.stdout.write(f"{figures}\n")


def send_one(page, drawn):
    """Send a random message; return the request whose reply must come, if any, and its channel."""
    kind = drawn.random()
    if kind < 0.35:
        return page.send(drawn.choice(CELLS), stop_on_error=False), "shell"
    if kind < 0.75:
        name = drawn.choice(list(QUESTIONS))
        return send(page, name, drawn.choice(QUESTIONS[name])), "shell"
    if kind < 0.9:
        name = drawn.choice(list(WITHOUT_REPLY))
        send(page, name, drawn.choice(WITHOUT_REPLY[name]))
        return None, ""
    return send(page, "interrupt_request", {}, "control"), "control"


def send(page, name, content, channel="shell"):
    message = page.client.session.msg(name, content)
    getattr(page.client, f"{channel}_channel").send(message)
    return message["header"]["msg_id"]


def replies(page, wanted):
    """Wait for the replies of some requests, by channel; drop what the kernel publishes meanwhile."""
    waiting = {channel: {request for request, one in wanted if one == channel} for channel in ("shell", "control")}
    deadline = time.monotonic() + 60
    while any(waiting.values()) and time.monotonic() < deadline:
        for channel, get in (("shell", page.client.shell_channel), ("control", page.client.control_channel)):
            while waiting[channel] and get.msg_ready():
                waiting[channel].discard(get.get_msg(timeout=1)["parent_header"].get("msg_id"))
        while page.client.iopub_channel.msg_ready():
            page.client.iopub_channel.get_msg(timeout=1)
        time.sleep(0.001)
    return waiting


def mix(page, count, seed):
    drawn = random.Random(seed)  # noqa: S311
    for _ in range(0, count, 50):
        sent = [send_one(page, drawn) for _ in range(50)]
        left = replies(page, [one for one in sent if one[0]])
        assert {"shell": set(), "control": set()} == left, f"seed {seed}"
    page.run("")
    assert "1" == page.run("return 1").result


def test_a_few_hundred_mixed_messages_are_answered(quiet):
    mix(quiet, 300, 1)


@pytest.mark.slow
def test_ten_thousand_mixed_messages_are_answered(fresh):
    mix(fresh, 10_000, 2)


def interrupts(page, count, seed):
    """Interrupt endless cells after random times; each must end, and nothing be lost."""
    drawn = random.Random(seed)  # noqa: S311
    endless = ["while true do end", "pcall(function() while true do end end)", "('a'):rep(1e9)", "while true do print(1) end",
               "local s = ('a'):rep(30) while true do s:find(('a*'):rep(12) .. 'b') end",
               "while true do coroutine.wrap(function() while true do end end)() end",
               "local t = {} while true do t = {t} end", "while true do pcall(error) end"]  # fmt: skip
    page.run("kept, count = {n = 42}, 0")
    answered = 0
    for _ in range(count):
        request = page.send(f"count = count + 1 {drawn.choice(endless)}")
        time.sleep(drawn.random() * 0.03)
        while True:  # one that comes before the cell begins says so by doing nothing
            page.ask("interrupt_request", {}, "control")
            if page.client.shell_channel.msg_ready() or not still_busy(page, request):
                break
        reply = page.reply(request)["content"]
        assert reply["status"] in ("error", "aborted"), reply
        answered += 1
        await_idle(page, request)  # a cell sent before it may be one of those that an error aborts
    assert "42" == page.run("kept.n").result
    assert 0 < int(page.run("count").result) <= count  # some end before their first instruction
    return answered


def await_idle(page, request):
    """Drop what the kernel publishes, to the end of a request."""
    while True:
        message = page.client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") == request and message["content"].get("execution_state") == "idle":
            return


def still_busy(page, request):
    """Wait a moment for a request's reply."""
    return not page.client.shell_channel.socket.poll(200)


@pytest.mark.parametrize("count", [15, asked_for("INTERRUPTS", 100)])
def test_interrupts_at_random_moments_are_answered_and_state_is_kept(fresh, count):
    answered = interrupts(fresh, count, count)
    tell(f"{answered:,} of {count:,} interrupts answered, state kept")
    assert count == answered


def kills(page, count, history):
    """Kill the kernel in the middle of a cell, again and again; return which finished cells its history lacks."""
    drawn, finished = random.Random(count), []  # noqa: S311
    for number in range(count):
        finished.append(f"kept = {number}")
        assert "ok" == page.run(finished[-1]).reply["status"]
        page.send("while true do print('x') end")
        time.sleep(drawn.random() * 0.05)
        os.kill(page.manager.provisioner.pid, signal.SIGKILL)
        page.manager.restart_kernel(now=True)
        page.client.wait_for_ready(timeout=60)
    with sqlite3.connect(history) as database:
        kept = {text for (text,) in database.execute("SELECT source FROM inputs")}
    return [text for text in finished if text not in kept]


@pytest.mark.parametrize("count", [2, asked_for("KILLS", 10)])
def test_a_killed_kernel_has_every_finished_cell_in_its_history(count, remembering, tmp_path):
    missing = kills(remembering, count, tmp_path / "history.sqlite")
    tell(f"{count:,} kills, {len(missing)} finished cells missing in the history")
    assert [] == missing


SOAKED = [
    *CELLS[:6],
    "for i = 1, 20 do coroutine.wrap(function() local t <close> = setmetatable({}, {__close = print}) coroutine.yield(i) end)() end",
    "local co = coroutine.create(function() error({}) end) coroutine.resume(co) dropped = co",
    "plot.line({1, 4, 9, NUMBER})",
    "local s = widgets.IntSlider{value = 1} s:observe(function() end) s.value = 5 s.layout:close() s.style:close() s:close()",
    "local f = load('return NUMBER') return f()",
    "for i in progress(5) do end",
    "display({{a = 1, b = 2}, {a = 3, b = 4}})",
    "python.import('math').sqrt(2)",
    "#('x'):rep(1e6)",
    "%pools",
    "x = ",
    "%%allocs\nlocal t = {} for i = 1, 50 do t[i] = {i} end",
    "setmetatable({}, {__gc = function() finalized = (finalized or 0) + 1 end})",
    "pcall(string.rep, 'x', -1) warn('@on') io.stderr:write('e')",
]
"""What a soak runs by turns; each twenty-first cell is an endless one that is interrupted."""
WARM_UP = 300
"""Cells until Out and the texts that are kept compiled have reached their bounds, and all is imported."""
CHECK = """
import json, pathlib, sys, threading, time
from ipykernel.kernelbase import Kernel
sys.path.insert(0, TESTS)
from identities import broken_identities
def check():
    while not pathlib.Path("check").exists():
        time.sleep(0.01)
    snapshot = Kernel.instance().lua.interpreter.snapshot()
    pathlib.Path("unchecked").write_text(json.dumps(list(broken_identities(snapshot, at_rest=False))))
    pathlib.Path("unchecked").rename("checked")
threading.Thread(target=check, daemon=True).start()
"""


def broken_identities(page, folder):
    """Return which identities do not hold in a kernel at rest."""
    tests = str(Path(__file__).parents[1])
    assert "ok" == page.run(f"python.exec [==[TESTS = {tests!r}{CHECK}]==]").reply["status"]
    (folder / "check").touch()
    while not (folder / "checked").exists():
        time.sleep(0.01)
    return json.loads((folder / "checked").read_text())


def interrupted(page):
    """Run an endless cell that is interrupted when it has begun."""
    request = page.send("print('on') while true do local t = {} end")
    while page.client.get_iopub_msg(timeout=60)["header"]["msg_type"] != "stream":
        pass
    page.manager.interrupt_kernel()
    assert "Interrupt" == page.collect(request).reply["ename"]


def soaked(page, numbers):
    """Run cells by their numbers; return how long each that was not interrupted took, in seconds."""
    latencies = []
    for number in numbers:
        if number % 21 == 20:
            interrupted(page)
            continue
        began = time.monotonic()
        page.run(SOAKED[number % len(SOAKED)].replace("NUMBER", str(number)))
        latencies.append(time.monotonic() - began)
    return latencies


def soak(page, count):
    """Run many cells; return the growth of memory after a warm-up, in bytes, and the latencies in seconds."""
    pid = page.manager.provisioner.pid
    page.run(f"for i = 1, {max(200, count // 10)} do plot.line({{1, 4, 9, i}}) end")  # what draws them grows for long
    soaked(page, range(WARM_UP))
    before = resident(pid)
    latencies = soaked(page, range(count))
    return resident(pid) - before, latencies


def resident(pid):
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def p99(latencies):
    return sorted(latencies)[int(len(latencies) * 0.99) - 1]


@pytest.mark.parametrize("count", [asked_for("SOAK_CELLS", 300)])
def test_a_kernel_neither_grows_nor_slows_down(remembering, count, tmp_path):
    growth, latencies = soak(remembering, count)
    first, last = p99(latencies[:1000]), p99(latencies[-1000:])
    tell(
        f"{count:,} cells: {growth / 2**20:.1f} MiB of growth,"
        f" p99 {first * 1000:.1f} ms at first, {last * 1000:.1f} ms at last"
    )
    assert [] == broken_identities(remembering, tmp_path)
    assert growth < 10 * 2**20
    if count >= 4000:  # fewer are all of the same time
        assert not_slower(remembering, first, last)


def not_slower(page, first, last):
    """Tell whether the last cells take little longer than the first, or where others work too, those after them."""
    for _ in range(4):
        if last < 1.5 * first:
            break
        last = p99(soaked(page, range(1000)))
        tell(f"p99 of a thousand more {last * 1000:.1f} ms")
    return last < 1.5 * first
