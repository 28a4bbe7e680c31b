"""What Lua prints, on its way to the page: decoded and put together into few messages.

A page stumbles over many small messages and readers over late ones: a text leaves at once, unless one left a moment
ago; then it waits for more, but never longer than the interval.
"""

import codecs
import threading
import time
from collections.abc import Callable

Send = Callable[[str, str], None]
"""Sends a text on the stream of that name."""
Later = Callable[[float, Callable[[], None]], None]
"""Calls something after so many seconds, in a thread of its own choice."""

INTERVAL_S = 0.05
LARGE = 1 << 20  # characters that are sent without waiting
MOST_BYTES = 1 << 25
"""What one cell may print unless another limit is set: more would freeze the page that keeps it."""


class Streams:
    """Carry stdout and stderr in the order written."""

    def __init__(self, send: Send, later: Later, limit: int = MOST_BYTES) -> None:
        """Send on `send`; of what a cell prints only the first `limit` bytes, 0: all."""
        self._limit = limit
        self._written = 0
        self._send = send
        self._later = later
        self._lock = threading.Lock()  # the timer's thread flushes too
        self._name = "stdout"
        self._parts: list[str] = []
        self._length = 0
        self._last_sent_s = 0.0
        self._is_timer_set = False
        self._decoders = self._new_decoders()

    @staticmethod
    def _new_decoders() -> dict[str, codecs.IncrementalDecoder]:
        decoder = codecs.getincrementaldecoder("utf-8")
        return {name: decoder("backslashreplace") for name in ("stdout", "stderr")}

    def write(self, name: str, data: bytes) -> None:
        """Take bytes for a stream; characters may be cut between two calls."""
        with self._lock:
            self._written += len(data)
            beyond = self._written - self._limit
            if self._limit and beyond > 0:
                data = data[: max(0, len(data) - beyond)]
            if name != self._name:
                self._send_now()
                self._name = name
            self._append(self._decoders[name].decode(data))
            wait_s = self._last_sent_s + INTERVAL_S - time.monotonic()
            if wait_s <= 0 or self._length >= LARGE:
                self._send_now()
            elif self._parts and not self._is_timer_set:
                self._is_timer_set = True
                self._later(wait_s, self._timer_rings)

    def flush(self) -> None:
        """Send what waits."""
        with self._lock:
            self._send_now()

    def finish(self) -> None:
        """Send what waits, half a character included, at a cell's end."""
        with self._lock:
            for name, decoder in self._decoders.items():
                rest = decoder.decode(b"", final=True)
                if rest and name != self._name:
                    self._send_now()
                    self._name = name
                self._append(rest)
            self._send_now()
            self._tell_left_out()
            self._decoders = self._new_decoders()
            self._last_sent_s = 0.0

    def _tell_left_out(self) -> None:
        """Say how much was beyond the limit, and begin to count anew."""
        left_out = self._written - self._limit
        self._written = 0
        if self._limit and left_out > 0:
            notice = f"\n{left_out:,} bytes more were printed; a cell's first {self._limit:,} are shown"
            self._send("stderr", f"{notice} (output_limit in the kernel's configuration)\n")

    def _timer_rings(self) -> None:
        with self._lock:
            self._is_timer_set = False
            self._send_now()

    def _append(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def _send_now(self) -> None:
        if self._parts:
            self._send(self._name, "".join(self._parts))
            self._parts.clear()
            self._length = 0
            self._last_sent_s = time.monotonic()
