"""The trace player: a cell's steps under a slider, as HTML with the script that draws it.

The script stands in the output itself and asks for nothing else, so that the player works in a saved notebook without
its kernel, and in an exported page. Where scripts do not run (GitHub, a notebook that is not trusted) the list of all
steps, which the player folds away below it, stays open.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .display import bundle, element, foldable

if TYPE_CHECKING:
    from .display import Bundle


def player_bundle(data: dict[str, Any], strip: Bundle) -> Bundle:
    """Return the player of what trace_view.player_data gives, with the strip of all steps below it."""
    steps = _literal(data)
    place = f"lua-trace-{zlib.crc32(steps.encode()):08x}"
    code = Path(__file__).with_name("trace_player.js").read_text(encoding="utf-8")
    script = element("script", f'(() => {{\n"use strict";\n{code}\nplay("{place}", {steps});\n}})();')
    folded = foldable("all steps", strip["text/html"], is_open=True)
    return bundle(strip["text/plain"], element("div", element("div"), folded, script, attributes=f'class="{place}"'))


def _literal(data: dict[str, Any]) -> str:
    """Return data as a script's literal; nothing in it ends the script or looks like markup."""
    return json.dumps(data, separators=(",", ":")).translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"})
