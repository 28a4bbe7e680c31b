"""Show a Python object by its own MIME bundle, as IPython would: `_repr_mimebundle_`, `_repr_html_`, … , figures.

What an object's methods raise never reaches the reader as a traceback: its text/plain stays.
"""

from __future__ import annotations

import base64
import io
import math
import sys
from typing import Any

from .display import Bundle, DescribedBundle, bundle, python_text

Described = tuple[Bundle, dict[str, Any]]
"""Contents by MIME type, and what pages are told beside them."""

_METHODS = (
    ("text/html", "_repr_html_"),
    ("text/markdown", "_repr_markdown_"),
    ("text/latex", "_repr_latex_"),
    ("image/svg+xml", "_repr_svg_"),
    ("image/png", "_repr_png_"),
    ("image/jpeg", "_repr_jpeg_"),
    ("application/json", "_repr_json_"),
)


def python_bundle(value: Any) -> Bundle:
    """Return all that an object says of itself; always with its text."""
    shown = bundle(python_text(value))
    if isinstance(value, type):  # whose methods are its instances'
        return shown
    if _is_figure(value):
        return DescribedBundle(shown | {"image/png": _figure_png(value)}, _ground(value))
    forms, metadata = _own_bundle(value) or _own_forms(value)
    return DescribedBundle(shown | forms, metadata)


def _is_figure(value: object) -> bool:
    return any(kind.__module__ == "matplotlib.figure" and kind.__name__ == "Figure" for kind in type(value).__mro__)


def take_figures() -> list[Bundle]:
    """Return the figures that pyplot holds open, and close them; none where nobody has imported it."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return []
    shown = [python_bundle(pyplot.figure(number)) for number in pyplot.get_fignums()]
    pyplot.close("all")
    return shown


def _figure_png(figure: Any) -> str:
    data = io.BytesIO()
    figure.savefig(data, format="png", bbox_inches="tight")
    return encoded(data.getvalue())


def _ground(figure: Any) -> dict[str, str]:
    """Return which ground a page lays behind a figure without its own, by what is written on it.

    A figure has its own, white by default: nobody knows the page's theme here, and black on a dark page is not seen.
    """
    from matplotlib import rcParams
    from matplotlib.colors import to_rgb, to_rgba

    if to_rgba(figure.get_facecolor())[3] > _OPAQUE and not rcParams["savefig.transparent"]:
        return {}
    axes = [axis for one in figure.axes for axis in (one.xaxis, one.yaxis)]
    written = [to_rgb(label.get_color()) for axis in axes for label in axis.get_ticklabels()]
    lightness = sum(sum(colour) for colour in written) / (3 * len(written) or 1)
    return {"needs_background": "dark" if lightness > _LIGHT else "light"}


_OPAQUE = _LIGHT = 0.5


def encoded(data: bytes) -> str:
    """Return bytes as messages carry them."""
    return base64.b64encode(data).decode("ascii")


def _own_bundle(value: Any) -> Described | None:
    method = getattr(value, "_repr_mimebundle_", None)
    if not callable(method):
        return None
    try:
        found = method(include=None, exclude=None)
    except Exception:  # then the other methods may do
        return None
    data, metadata = found if isinstance(found, tuple) else (found, {})
    if not data or not isinstance(data, dict):
        return None
    return {kind: json_form(content) for kind, content in data.items()}, _as_metadata(metadata)


def _own_forms(value: Any) -> Described:
    shown, metadata = {}, {}
    for kind, name in _METHODS:
        method = getattr(value, name, None)
        try:
            content = method() if callable(method) else None
        except Exception:  # a form that cannot be made is a form less
            content = None
        if isinstance(content, tuple):
            content, told = content
            metadata[kind] = _as_metadata(told)
        if content is not None:
            shown[kind] = json_form(content)
    return shown, metadata


def _as_metadata(told: Any) -> dict[str, Any]:
    form = json_form(told)
    return form if isinstance(form, dict) else {}


def json_form(value: Any) -> Any:
    """Return a value as JSON can carry it: bytes in base64, no number that is none, keys as text."""
    if isinstance(value, bytes):
        return encoded(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {str(key): json_form(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_form(item) for item in value]
    return value if isinstance(value, str | int | float) or value is None else str(value)
