"""What a kernel and the machine use, as pages with a display of resources ask for it (`usage_request`).

ipykernel's own answer has all of it but the status that every reply has to have; strict clients refuse one without.
"""

import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psutil


class Usage:
    """Measures the kernel's processes: CPU since the last question, memory now; interrupts those that it started."""

    def __init__(self) -> None:
        """Know this process; its children are looked for at each question."""
        self._known: dict[int, psutil.Process] = {}

    def reply(self) -> dict[str, Any]:
        """Return the content of a reply: per cent of one CPU, bytes."""
        own = psutil.Process()
        # CPU is counted from the last look at the same object.
        self._known = {one.pid: self._known.get(one.pid, one) for one in (own, *own.children(recursive=True))}
        return {
            "status": "ok",
            "hostname": socket.gethostname(),
            "pid": os.getpid(),
            "kernel_cpu": self._sum(lambda one: one.cpu_percent()),
            "kernel_memory": self._sum(_memory_bytes),
            "cpu_count": psutil.cpu_count(logical=True),
            "host_cpu_percent": psutil.cpu_percent(),
            "host_virtual_memory": dict(psutil.virtual_memory()._asdict()),
        }

    def interrupt_children(self) -> None:
        """Send the processes that this one has started the signal that a terminal or a server sends all of them."""
        for child in psutil.Process().children(recursive=True):
            with suppress(psutil.Error, ValueError):  # it has ended; Windows has no such signal
                child.send_signal(signal.SIGINT)

    def _sum(self, figure: Callable[[psutil.Process], float]) -> float:
        return sum(_or_zero(figure, process) for process in self._known.values())


def _memory_bytes(process: psutil.Process) -> int:
    """Return what a process takes; what it shares counts in parts, where the system tells."""
    told = process.memory_full_info()
    return int(getattr(told, "pss", told.rss))


def _or_zero(figure: Callable[[psutil.Process], float], process: psutil.Process) -> float:
    try:
        return figure(process)
    except psutil.Error:  # it has ended since, or is another user's
        return 0
