"""A real kernel process, driven over ZMQ through jupyter_client."""

import os
import queue
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest
import zmq
from jupyter_client import BlockingKernelClient, KernelManager
from jupyter_client.kernelspec import KernelSpecManager

from lua_kernel import install
from notebook_session import Notebook

TIMEOUT_S = 60


@dataclass
class Cell:
    """What one execute_request brought back."""

    reply: dict
    messages: list[tuple[str, dict]] = field(default_factory=list)  # on IOPub, from busy to idle, these excluded

    def of(self, kind: str) -> list[dict]:
        return [content for found, content in self.messages if found == kind]

    def stream(self, name: str) -> str:
        return "".join(content["text"] for content in self.of("stream") if content["name"] == name)

    @property
    def stdout(self) -> str:
        return self.stream("stdout")

    @property
    def result(self) -> str | None:
        results = self.of("execute_result")
        return results[0]["data"]["text/plain"] if results else None

    @property
    def shown(self) -> list[dict]:
        return [content["data"] for content in self.of("display_data")]

    @property
    def error(self) -> dict:
        return self.of("error")[0]


class Page:
    """A front end with one kernel."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self.manager = manager
        self.client = client

    def send(self, code: str, **options) -> str:
        return self.client.execute(code, **options)

    def collect(self, request: str, *, answer=None) -> Cell:
        """Wait for a request's reply and idle; `answer` is typed at each input request."""
        cell = Cell({})
        while True:
            message = self._iopub(answer)
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "status":
                if content["execution_state"] == "idle":
                    break
            else:
                cell.messages.append((kind, content))
        cell.reply = self.reply(request)["content"]
        return cell

    def _iopub(self, answer) -> dict:
        deadline = time.monotonic() + TIMEOUT_S
        while time.monotonic() < deadline:
            try:
                return self.client.get_iopub_msg(timeout=0.1)
            except queue.Empty:
                if answer is not None and self.client.stdin_channel.msg_ready():
                    self.client.get_stdin_msg(timeout=1)
                    self.client.input(answer)
        raise AssertionError("the kernel sends nothing")

    def reply(self, request: str, channel: str = "shell") -> dict:
        get = self.client.get_shell_msg if channel == "shell" else self.client.get_control_msg
        while True:
            message = get(timeout=TIMEOUT_S)
            if message["parent_header"].get("msg_id") == request:
                return message

    def run(self, code: str, *, answer=None, **options) -> Cell:
        options.setdefault("allow_stdin", answer is not None)
        return self.collect(self.send(code, **options), answer=answer)

    def ask(self, kind: str, content: dict, channel: str = "shell") -> dict:
        """Send any request and return its reply's content."""
        message = self.client.session.msg(kind, content)
        getattr(self.client, f"{channel}_channel").send(message)
        return self.reply(message["header"]["msg_id"], channel)["content"]

    def complete(self, code: str, cursor: int | None = None) -> dict:
        position = len(code) if cursor is None else cursor
        return self.ask("complete_request", {"code": code, "cursor_pos": position})

    def is_alive(self) -> bool:
        return self.manager.is_alive()


def kernel_environment(tmp_path) -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "LUA_KERNEL_HISTORY": ":memory:",
        "LUA_KERNEL_CRASHES": str(tmp_path / "crashes"),
        "IPYTHONDIR": str(tmp_path / "ipython"),
    }


def new_manager(tmp_path) -> KernelManager:
    assert install.main(["install", "--prefix", str(tmp_path)]) == 0
    specs = KernelSpecManager(kernel_dirs=[str(tmp_path / "share/jupyter/kernels")], ensure_native_kernel=False)
    return KernelManager(kernel_name="lua", kernel_spec_manager=specs)


def start_page(tmp_path, encryption: str = "disabled", **environment: str) -> Iterator[Page]:
    manager = new_manager(tmp_path)
    manager.transport_encryption = encryption
    yield from pages_of(manager, tmp_path, **environment)


def pages_of(manager: KernelManager, tmp_path, **environment: str) -> Iterator[Page]:
    manager.start_kernel(env=kernel_environment(tmp_path) | environment, cwd=str(tmp_path))
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=TIMEOUT_S)
        yield Page(manager, client)
    finally:
        end(manager, client, now=not manager.is_alive())


def end(manager: KernelManager, client: BlockingKernelClient, *, now: bool) -> None:
    client.stop_channels()
    manager.shutdown_kernel(now=now)
    manager.cleanup_resources()


def interrupt_by_signal(page: Page) -> None:
    page.manager.interrupt_kernel()


def interrupt_by_message(page: Page) -> None:
    page.client.control_channel.send(page.client.session.msg("interrupt_request", {}))


@pytest.fixture(scope="module")
def quiet(tmp_path_factory) -> Iterator[Page]:
    """Start a kernel that shows no statistics."""
    yield from start_page(tmp_path_factory.mktemp("quiet"), LUA_KERNEL_POOLS="off")


@pytest.fixture
def fresh(tmp_path) -> Iterator[Page]:
    """Start a kernel for one test only."""
    yield from start_page(tmp_path)


@pytest.fixture
def open_page(tmp_path) -> Iterator[Callable[..., Page]]:
    """Return what starts kernels for one test, with variables in their environment."""
    with ExitStack() as pages:
        yield lambda **environment: pages.enter_context(contextmanager(start_page)(tmp_path, **environment))


@pytest.fixture
def serve(tmp_path) -> Iterator[Callable[[KernelManager], Page]]:
    """Return what starts a manager's kernel for one test."""
    with ExitStack() as pages:
        yield lambda manager: pages.enter_context(contextmanager(pages_of)(manager, tmp_path))


@pytest.fixture
def remembering(tmp_path) -> Iterator[Page]:
    """Start a kernel whose history is in a file."""
    yield from start_page(tmp_path, LUA_KERNEL_HISTORY=str(tmp_path / "history.sqlite"))


@pytest.fixture
def heard_from_the_start(tmp_path) -> Iterator[list[dict]]:
    """Start a kernel with somebody at its IOPub from before it began, and give what came until its first idle."""
    manager = new_manager(tmp_path)
    manager.cache_ports = False  # else other ports are chosen at the start
    manager.write_connection_file()
    client = manager.blocking_client()
    client.start_channels(iopub=False)
    listener = client.context.socket(zmq.SUB)
    listener.reconnect_ivl = 1  # ms: it tries again until the kernel is there
    listener.subscribe(b"")
    listener.connect(f"tcp://{manager.ip}:{manager.iopub_port}")
    try:
        manager.start_kernel(env=kernel_environment(tmp_path), cwd=str(tmp_path))
        assert listener.poll(TIMEOUT_S * 1000)
        found = [client.session.recv(listener, mode=0)[1]]
        client.kernel_info()
        while found[-1]["content"].get("execution_state") != "idle":
            assert listener.poll(TIMEOUT_S * 1000)
            found.append(client.session.recv(listener, mode=0)[1])
        yield found
    finally:
        listener.close(linger=0)
        end(manager, client, now=True)


def _wait_for_port(ip: str, port: int) -> None:
    """Return when somebody takes connections there."""
    for _ in range(100 * TIMEOUT_S):
        try:
            socket.create_connection((ip, port)).close()
        except ConnectionRefusedError:
            time.sleep(0.01)
        else:
            return
    raise TimeoutError(f"nobody at port {port}")


@pytest.fixture
def heard_late(tmp_path) -> Callable[[float], list[str]]:
    """Return what starts a kernel and gives what comes of its first request, to a listener so many seconds late."""

    def hear(late_s: float) -> list[str]:
        manager = new_manager(tmp_path)
        manager.start_kernel(env=kernel_environment(tmp_path), cwd=str(tmp_path))
        client = manager.blocking_client()
        client.start_channels(iopub=False)
        try:
            client.execute("1 + 1")
            _wait_for_port(manager.ip, manager.iopub_port)
            time.sleep(late_s)
            client.iopub_channel.start()
            client.get_shell_msg(timeout=TIMEOUT_S)
            found = []
            while client.iopub_channel.socket.poll(1000):
                found.append(client.get_iopub_msg(timeout=TIMEOUT_S)["header"]["msg_type"])
            return found
        finally:
            end(manager, client, now=True)

    return hear


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Iterator[Page]:
    """Start a kernel as it comes, with a line of statistics below each cell."""
    yield from start_page(tmp_path_factory.mktemp("page"))


@pytest.fixture
def notebook() -> Iterator[Notebook]:
    """Start a session without a kernel, for one test; it shows no statistics."""
    made = Notebook()
    yield made
    made.session.close()
