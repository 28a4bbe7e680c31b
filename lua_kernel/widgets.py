"""Views that move: ipywidgets fed by snapshots. Imported on first use, for ipywidgets takes half a second.

Nothing here runs Lua. A running cell calls the dashboard from the thread that runs it, tens of times a second and more;
it looks at most ten times a second, and its messages leave by the same road as what the cell prints.
"""

from __future__ import annotations

import time
import uuid
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import comm
import ipywidgets
from ipykernel.comm.comm import BaseComm

from . import display
from .live_view import Sample, live_bundle, live_html

if TYPE_CHECKING:
    from interpreter import PoolSnapshot, RunResult

    from .display import Bundle
    from .session import Ports

UPDATE_S = 0.1
KEPT_SAMPLES = 150
_HINT = "moves while a cell runs; %pools live off closes it"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


@runtime_checkable
class OutputTeller(Protocol):
    """What wants to know of Outputs that take what a cell shows."""

    def tell_of_output(self) -> None:
        """Note that an Output takes what the running cell shows."""


class KernelComm(BaseComm):
    """A comm of this kernel, which is told when an Output begins to take what a cell shows."""

    def publish_msg(self, msg_type: str, data: dict[str, Any] | None = None, **named: Any) -> None:
        """Send a message to the page."""
        super().publish_msg(msg_type, data=data, **named)
        if (data or {}).get("state", {}).get("msg_id") and isinstance(self.kernel, OutputTeller):
            self.kernel.tell_of_output()


# Where no kernel says otherwise, the comm package makes comms that reach nobody.
comm.create_comm = KernelComm
ipywidgets.register_comm_target()  # by which a page that is loaded anew asks for the widgets there are


def widget_view(widget: Any) -> Bundle:
    """Return what makes a page draw a widget."""
    return {WIDGET_VIEW: {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}}


def widget_bundle(widget: Any, text: str) -> Bundle:
    """Return a widget, with a text for where none is drawn."""
    return widget_view(widget) | display.bundle(text)


class Dashboard:
    """Show the pools of a session while its cells run; closed, leave the last figures as a table.

    Between cells the figures stand there without the widget: JupyterLab draws nothing but an error for the widget of a
    saved notebook whose kernel is gone, whatever other form stands beside it.
    """

    def __init__(self, ports: Ports, peek: Callable[[], PoolSnapshot], on_close: Callable[[], None]) -> None:
        """Show the dashboard.

        `peek` returns the counters, also in the middle of a run; `on_close` is called when the reader closes it.
        """
        self._ports = ports
        self._peek = peek
        self._display_id = uuid.uuid4().hex
        now = peek()
        self._label, self._started_s, self._before = "", 0.0, now
        self._due_s = 0.0
        self._is_moving = False
        self._samples = deque([Sample("", False, 0, now, now)], maxlen=KEPT_SAMPLES)
        self._figures = ipywidgets.HTML(value=live_html(self._samples))
        button = ipywidgets.Button(description="Close", tooltip="leave the figures as a table")
        button.on_click(lambda _: on_close())
        self._box = ipywidgets.VBox([self._figures, button])
        ports.show_as(self._still(), self._display_id)

    def _still(self) -> Bundle:
        """Return the figures as they stay between cells."""
        return live_bundle(self._samples, _HINT)

    def _move(self) -> None:
        """Put the widget in the figures' place, once a cell has run for a while."""
        if not self._is_moving:
            self._is_moving = True
            self._ports.update(widget_view(self._box) | live_bundle(self._samples), self._display_id)

    def cell_begins(self, label: str) -> None:
        """Count from here."""
        self._label, self._started_s, self._before = label, time.monotonic(), self._peek()
        self._due_s = self._started_s + UPDATE_S

    def poll(self) -> None:
        """Look, if it is time; called while a cell runs."""
        now_s = time.monotonic()
        if now_s >= self._due_s:
            self._take(Sample(self._label, True, now_s - self._started_s, self._before, self._peek()))
            self._move()
            self._due_s = time.monotonic() + UPDATE_S

    def cell_ends(self, result: RunResult) -> None:
        """Show the cell's last figures, which a saved notebook keeps."""
        after = result.after or self._peek()  # a snapshot has begun a new interval for the peaks
        self._take(Sample(self._label, False, result.elapsed_s, result.before or self._before, after))
        self._is_moving = False
        self._ports.update(self._still(), self._display_id)

    def _take(self, sample: Sample) -> None:
        self._samples.append(sample)
        self._figures.value = live_html(self._samples)

    def close(self) -> None:
        """Leave the figures as a table."""
        self._ports.update(live_bundle(self._samples), self._display_id)
        self._box.close()
        self._figures.close()
