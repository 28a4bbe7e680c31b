"""The trace player as a widget: a cell's steps under a slider. Imported on first use, if anywidget is there.

The script comes with the widget and asks for nothing else; what the player shows stands in the static strip too.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from .widgets import widget_bundle

if TYPE_CHECKING:
    from .display import Bundle


class TracePlayer(anywidget.AnyWidget):
    """Hold the steps for the page."""

    _esm = Path(__file__).with_name("trace_player.js").read_text(encoding="utf-8")
    data = traitlets.Dict().tag(sync=True)


def player_bundle(data: dict[str, Any]) -> Bundle:
    """Return the player of what trace_view.player_data gives."""
    text = f"a player of {data['caption']}; where no widgets are drawn, the steps are listed below"
    return widget_bundle(TracePlayer(data=data), text)
