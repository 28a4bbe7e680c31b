"""The dashboard of the pools: a display that is renewed while cells run.

Nothing here runs Lua. A running cell calls the dashboard from the thread that runs it, tens of times a second and more;
it looks at most ten times a second, and its messages leave by the same road as what the cell prints. What stands in the
notebook is figures at any time, never a widget: of a widget whose kernel is gone JupyterLab would show but an error.
"""

from __future__ import annotations

import time
import uuid
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from .live_view import Sample, live_bundle

if TYPE_CHECKING:
    from interpreter import PoolSnapshot, RunResult

    from .ports import Ports

UPDATE_S = 0.1
KEPT_SAMPLES = 150
_HINT = "moves while a cell runs; %pools live off ends that"


class Dashboard:
    """Show the pools of a session while its cells run; closed, leave the last figures as a table."""

    def __init__(self, ports: Ports, peek: Callable[[], PoolSnapshot]) -> None:
        """Show the dashboard; `peek` returns the counters, also in the middle of a run."""
        self._ports = ports
        self._peek = peek
        self._display_id = uuid.uuid4().hex
        now = peek()
        self._label, self._started_s, self._before = "", 0.0, now
        self._due_s = 0.0
        self._samples = deque([Sample("", False, 0, now, now)], maxlen=KEPT_SAMPLES)
        ports.show_as(live_bundle(self._samples, _HINT), self._display_id)

    def cell_begins(self, label: str) -> None:
        """Count from here."""
        self._label, self._started_s, self._before = label, time.monotonic(), self._peek()
        self._due_s = self._started_s + UPDATE_S

    def poll(self) -> None:
        """Look, if it is time; called while a cell runs."""
        now_s = time.monotonic()
        if now_s >= self._due_s:
            self._take(Sample(self._label, True, now_s - self._started_s, self._before, self._peek()))
            self._due_s = time.monotonic() + UPDATE_S

    def cell_ends(self, result: RunResult) -> None:
        """Show the cell's last figures."""
        after = result.after or self._peek()  # a snapshot has begun a new interval for the peaks
        self._take(Sample(self._label, False, result.elapsed_s, result.before or self._before, after))

    def _take(self, sample: Sample) -> None:
        self._samples.append(sample)
        self._ports.update(live_bundle(self._samples, _HINT), self._display_id)

    def close(self) -> None:
        """Leave the figures as a table."""
        self._ports.update(live_bundle(self._samples), self._display_id)
