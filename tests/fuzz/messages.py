"""Sequences of messages to a real kernel: valid, malformed and out of order; afterwards it must answer as ever."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60
LONGEST = 30
"""Messages of a sequence."""

CELLS = ("1 + 1", "x = (x or 0) + 1", "error('x')", "print(('y'):rep(5000))", "x = ", "io.read()", "%pools", "%nothing", "os.exit()",
         "return {1, {2}}", "widgets.IntSlider{}", "for i = 1, 1e5 do end", "display.html('<b>x</b>')", "%reset", "\0", "é" * 50,
         "coroutine.wrap(function() coroutine.yield() end)()", "setmetatable(_G, nil)", "python.eval('1')")  # fmt: skip
VALID: dict[str, tuple[dict[str, Any], ...]] = {
    "execute_request": tuple({"code": code, "silent": False, "stop_on_error": False, "allow_stdin": False} for code in CELLS),
    "complete_request": ({"code": "string.f", "cursor_pos": 8}, {"code": "%po", "cursor_pos": 3}),
    "inspect_request": ({"code": "print", "cursor_pos": 3, "detail_level": 1},),
    "is_complete_request": ({"code": "for i"}, {"code": "x = 1"}),
    "history_request": ({"hist_access_type": "tail", "n": 3, "output": False, "raw": True},),
    "kernel_info_request": ({},),
    "comm_info_request": ({"target_name": "jupyter.widget"},),
    "connect_request": ({},),
    "interrupt_request": ({},),
    "debug_request": ({"type": "request", "seq": 1, "command": "modules", "arguments": {}},),
    "usage_request": ({},),
    "create_subshell_request": ({},),
    "list_subshell_request": ({},),
    "comm_open": ({"comm_id": "c", "target_name": "jupyter.widget", "data": {"state": {}}},),
    "comm_msg": ({"comm_id": "c", "data": {"method": "update", "state": {"value": 5}}},),
    "comm_close": ({"comm_id": "c", "data": {}},),
    "input_reply": ({"value": "1", "status": "ok"},),
    "execute_reply": ({"status": "ok", "execution_count": 1},),
    "stream": ({"name": "stdout", "text": "x"},),
}
"""Contents by kind; `shutdown_request` is not among them: it ends the kernel."""
ODD: tuple[Any, ...] = (None, 5, -1, 0.5, "", "x" * 100_000, [], {}, [[]], {"a": {"b": None}}, True, "\ud7ff\0", 2**70)
CHANNELS = ("shell", "shell", "shell", "control", "stdin")


class Kernel:
    """A kernel's process and a client that sends what it likes."""

    def __init__(self, process: subprocess.Popen[bytes], client: BlockingKernelClient) -> None:
        """Talk to a process."""
        self.process = process
        self.client = client

    def send(self, random: Random) -> None:
        """Send one message drawn at random."""
        kind = random.choice(list(VALID)) if random.random() < 0.6 else "execute_request"
        message = self.client.session.msg(kind, dict(random.choice(VALID[kind])))
        if random.random() < 0.4:
            spoil(message, random)
        channel = getattr(self.client, f"{random.choice(CHANNELS)}_channel").socket
        channel.send_multipart(self._frames(message, random))

    def _frames(self, message: dict[str, Any], random: Random) -> list[bytes]:
        """Return what goes over the wire, damaged now and then."""
        session = self.client.session
        parts = [session.pack(message[part]) for part in ("header", "parent_header", "metadata", "content")]
        if random.random() < 0.05:
            parts[random.randrange(4)] = random.choice((b"", b"{", b"[]", b"null", b"\xff", b'"\\ud800"'))
        frames = [b"<IDS|MSG>", session.sign(parts), *parts]
        if random.random() < 0.05:
            del frames[random.randrange(len(frames))]
        return frames if random.random() < 0.95 else [*frames, b"buffer", b"\0\xff"]

    def answers(self) -> str:
        """Say what is wrong with the answers to two plain questions, or ""."""
        for kind, content, channel in (
            ("kernel_info_request", {}, "control"),
            ("kernel_info_request", {}, "shell"),
            ("execute_request", {"code": "return 6 * 7", "silent": False, "user_expressions": {"it": "6 * 7"}}, "shell"),
        ):
            reply = self._ask(kind, content, channel)
            if reply == {"status": "aborted"}:  # the tail of those that a failing cell takes with it
                reply = self._ask(kind, content, channel)
            if reply is None or reply.get("status") != "ok":
                return f"{kind} on {channel}: {reply if self.process.poll() is None else f'the kernel ended: {self.process.poll()}'}"
        return "" if reply["user_expressions"]["it"]["data"]["text/plain"] == "42" else f"wrong: {reply}"

    def _ask(self, kind: str, content: dict[str, Any], channel: str) -> dict[str, Any] | None:
        message = self.client.session.msg(kind, content)
        where = getattr(self.client, f"{channel}_channel")
        where.send(message)
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end and self.process.poll() is None:
            try:
                reply = where.get_msg(timeout=0.5)
            except queue.Empty:
                continue
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return dict(reply["content"])
        return None


def spoil(message: dict[str, Any], random: Random) -> None:
    """Change a field of a message, drop one or add one."""
    part = message[random.choice(("content", "content", "content", "header", "metadata", "parent_header"))]
    names = [*part, "subshell_id", "msg_type"]
    for _ in range(random.randint(1, 3)):
        name = random.choice(names)
        if random.random() < 0.3:
            part.pop(name, None)
        else:
            part[name] = random.choice(ODD)
    if message["header"].get("msg_type") == "shutdown_request":
        message["header"]["msg_type"] = ""


@contextmanager
def kernel() -> Iterator[Kernel]:
    """Start a kernel in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path, _ = write_connection_file(str(Path(folder, "kernel.json")))
        environment = os.environ | {"PYTHONPATH": str(ROOT), "LUA_KERNEL_HISTORY": ":memory:", "LUA_KERNEL_CRASHES": folder}
        command = [sys.executable, "-m", "lua_kernel", "-f", path]
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        client = BlockingKernelClient(connection_file=path)
        client.load_connection_file()
        client.start_channels(hb=False)  # which takes a kernel that starts slowly for a dead one
        try:
            client.wait_for_ready(timeout=PATIENCE_S)
            yield Kernel(process, client)
        finally:
            client.stop_channels()
            process.kill()
            process.wait()


def sequence(kernel: Kernel, seed: str) -> str:
    """Send the messages of a seed; return what is wrong afterwards, or ""."""
    random = Random(seed)  # noqa: S311
    for _ in range(random.randint(1, LONGEST)):
        kernel.send(random)
        while kernel.client.iopub_channel.socket.poll(0):
            kernel.client.iopub_channel.socket.recv_multipart()
    return kernel.answers()


def run_sequences(seeds: list[str]) -> list[str]:
    """Run the sequences of some seeds in one kernel; what fails there is run again in one of its own."""
    if not seeds:
        return []
    findings = []
    with kernel() as shared:
        failed = next((seed for seed in seeds if sequence(shared, seed)), None)
    if failed is None:
        return []
    with kernel() as fresh:
        if problem := sequence(fresh, failed):
            findings.append(f"messages {failed}: {problem}")
        else:
            findings.append(f"messages {seeds[0]} to {failed}: the kernel does not answer after all of them")
    return findings + run_sequences(seeds[seeds.index(failed) + 1 :])
