"""Where messages to pages leave: few wakes of the thread that sends them, and no waiting for it.

ipykernel sends on IOPub from a thread of its own. Each message handed to it wakes it, and each flush of Python's
streams waits until it has looked; for a short cell both cost more than the cell.
"""

import threading
from collections.abc import Callable
from typing import Any

# Exit handlers run last first. What this module sets up must be there until the sending thread has ended, whose handler
# is set later: a message that is cut in half in between makes all that follow unreadable.
import zmq.utils.garbage  # noqa: F401
from ipykernel.iostream import IOPubThread, OutStream

DRAIN_S = 10.0
"""How long a thread that does not send is waited for."""

LISTENER_S = 0.5
"""How long the first request waits for a listener: some turns of ZeroMQ, which tries again to connect each 0.1 s."""


class Publisher(IOPubThread):
    """ipykernel's thread that sends on IOPub, which knows when somebody listens.

    A client that began before us connects each of its sockets when that one's next try is due. The shell's may come
    first: what a cell gives before IOPub's would be lost, and the client wait for its `idle` for ever.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Make the thread as ipykernel does."""
        self._is_heard = threading.Event()
        super().__init__(*arguments, **named)

    def _handle_subscription(self, frames: list[bytes]) -> None:
        super()._handle_subscription(frames)
        if any(frame[:1] == b"\x01" for frame in frames):
            self._is_heard.set()

    def wait_for_listener(self) -> None:
        """Return when somebody listens or has had the time to come, from the second call on at once."""
        self._is_heard.wait(LISTENER_S)
        self._is_heard.set()


class PythonStream(OutStream):
    """Python's stdout or stderr: flushing it waits only where something was written."""

    taker: Callable[[str, str], bool] = staticmethod(lambda _, __: False)
    """Is offered what the main thread writes, with the stream's name; says whether it took it."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Make the stream as ipykernel does."""
        self._leaving = threading.RLock()
        super().__init__(*arguments, **named)

    def write(self, string: str) -> int | None:
        """Give the text to the taker, or send it soon."""
        if isinstance(string, str) and _is_main_thread() and self.taker(self.name, string):
            return len(string)
        return super().write(string)

    def flush(self) -> None:
        """Send what was written; return when that is on its way."""
        if self._is_written():
            super().flush()

    def _is_written(self) -> bool:
        with self._leaving:  # the sending thread may have taken a text that it has not handed over
            return bool(self._buffers) or self.echo is not None

    def _flush(self) -> None:
        with self._leaving:
            super()._flush()


class Outbox:
    """The kernel's end of IOPub: what the main thread sends while it is held leaves together."""

    def __init__(self, io_thread: IOPubThread) -> None:
        """Send by `io_thread`."""
        self.io_thread = io_thread
        self._held: list[Callable[[], None]] | None = None

    def send_multipart(self, *arguments: Any, **named: Any) -> None:
        """Send a message, or keep it until the release."""
        if self._held is not None and _is_main_thread():
            self._held.append(lambda: self.io_thread._really_send(*arguments, **named))
        else:
            self.io_thread.send_multipart(*arguments, **named)

    def hold(self) -> None:
        """Keep what the main thread sends from now on."""
        if self._held is None:
            self._held = []

    def release(self) -> None:
        """Send what was kept, and keep no more."""
        held, self._held = self._held, None
        if held:
            self.io_thread.schedule(lambda: _do_all(held))

    def drain(self) -> None:
        """Wait until what was sent so far is on its way: what goes by another channel may then follow."""
        on_its_way = threading.Event()
        self.io_thread.schedule(on_its_way.set)
        on_its_way.wait(DRAIN_S)


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _do_all(actions: list[Callable[[], None]]) -> None:
    for action in actions:
        action()
