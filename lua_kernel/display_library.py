"""The global `display`: what Lua shows while a cell runs, and the names that notebooks of xeus-lua call.

Only display.html and a bundle's text/html emit HTML as given; values are escaped like results.
"""

from __future__ import annotations

import json
import re
import struct
import uuid
from collections.abc import Callable
from html import unescape
from typing import Any

from interpreter import CallError, LuaValue, PythonObject

from .display import Bundle, bundle, byte_size, count, decode
from .presenter import Presenter, content_form, json_value, mime_forms
from .python_view import encoded
from .stage import Stage, string_argument, table_argument, type_name

VEGALITE = "application/vnd.vegalite.v5+json"
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_PNG = b"\x89PNG\r\n\x1a\n"


def html_bundle(markup: str) -> Bundle:
    """Return HTML, with its text for where there is none."""
    text = " ".join(unescape(_TAG.sub(" ", markup)).split())
    return bundle(text or "<HTML>", markup)


def png_bundle(data: bytes) -> Bundle:
    """Return a PNG picture; raise CallError for other data."""
    if not data.startswith(_PNG) or len(data) < 24:
        raise CallError("bad argument #1 to 'png' (the bytes of a PNG file expected)")
    width, height = struct.unpack(">II", data[16:24])
    size = f"{count(width)}×{count(height)}, {byte_size(len(data))}"
    return bundle(f"<PNG picture, {size}>") | {"image/png": encoded(data)}


def jpeg_bundle(data: bytes) -> Bundle:
    """Return a JPEG picture; raise CallError for other data."""
    if not data.startswith(b"\xff\xd8"):
        raise CallError("bad argument #1 to 'jpeg' (the bytes of a JPEG file expected)")
    return bundle(f"<JPEG picture, {byte_size(len(data))}>") | {"image/jpeg": encoded(data)}


def svg_bundle(markup: str) -> Bundle:
    """Return a drawing, with its title for where there is none."""
    title = re.search(r"<title>(.*?)</title>", markup, re.DOTALL)
    return bundle(unescape(title[1]) if title else "<SVG drawing>") | {"image/svg+xml": markup}


def json_bundle(value: object) -> Bundle:
    """Return a value as JSON, which pages show as a tree."""
    content = json_value(value)
    return bundle(json.dumps(content, ensure_ascii=False, indent=2)) | {"application/json": content}


def vegalite_bundle(specification: LuaValue) -> Bundle:
    """Return a chart of the version that pages can draw."""
    content: Any = json_value(specification)
    if not isinstance(content, dict):
        raise CallError("bad argument #1 to 'vegalite' (a specification such as {mark = …, data = …} expected)")
    mark = content.get("mark", "layered")
    name = mark.get("type", "") if isinstance(mark, dict) else mark
    title = content.get("title", "")
    return bundle(f"<Vega-Lite chart: {name}{f', {title}' if title else ''}>") | {
        VEGALITE: {"$schema": _SCHEMA} | content
    }


class DisplayLibrary:
    """Make and keep the functions of `display`."""

    def __init__(self, stage: Stage, presenter: Presenter) -> None:
        """Show on `stage` what `presenter` makes of values."""
        self._stage = stage
        self._present = presenter

    def functions(self) -> dict[str, Callable[..., object]]:
        """Return the functions by name, without what `display` does when it is called."""
        return {
            "html": self._text_function("html", html_bundle),
            "markdown": self._text_function("markdown", lambda text: bundle(text) | {"text/markdown": text}),
            "latex": self._text_function("latex", lambda text: bundle(text) | {"text/latex": text}),
            "svg": self._text_function("svg", svg_bundle),
            "plain": self._text_function("plain", bundle),
            "png": lambda *given: self._stage.present(png_bundle(string_argument(given, 1, "png"))),
            "jpeg": lambda *given: self._stage.present(jpeg_bundle(string_argument(given, 1, "jpeg"))),
            "json": lambda value=None, *_: self._work_out(json_bundle, value),
            "vegalite": lambda *given: self._work_out(vegalite_bundle, table_argument(given, 1, "vegalite")),
            "bundle": lambda *given: self._stage.present(_own_bundle(table_argument(given, 1, "bundle"))),
            "mime": self.mime,
            "handle": self.handle,
            "clear": lambda wait=False, *_: self._stage.wipe(bool(wait)),
        }

    def show(self, *values: object) -> None:
        """Show values, each on its own."""
        for value in values:
            self._stage.present(self._present.value(value))

    def _work_out(self, make: Callable[[Any], Bundle], value: object) -> None:
        """Show what takes long to make of a large value."""
        with self._stage.interruptible():
            shown = make(value)
        self._stage.present(shown)

    def _text_function(self, name: str, make: Callable[[str], Bundle]) -> Callable[..., None]:
        def function(*given: object) -> None:
            self._stage.present(make(decode(string_argument(given, 1, name))))

        return function

    def mime(self, *given: object) -> None:
        """Show a content of any MIME type."""
        kind = decode(string_argument(given, 1, "mime"))
        content = given[1] if len(given) > 1 else None
        self._stage.present(bundle(f"<{kind}>") | {kind: content_form(kind, content)})

    def handle(self, *values: object) -> dict[str, object]:
        """Show a value, and return a table whose `update` shows another in its place, in later cells too."""
        display_id = uuid.uuid4().hex
        self._stage.present(self._form(values), display_id)

        def update(*given: object) -> None:
            if not given or not isinstance(given[0], LuaValue) or given[0].type != "table":
                raise CallError("bad call of 'update' (write handle:update(value))")
            self._stage.replace(self._form(given[1:]), display_id)

        return {"id": display_id, "update": update}

    def _form(self, values: tuple[object, ...]) -> Bundle:
        """Return a value's bundle; a table of contents by MIME type is one already."""
        value = values[0] if values else None
        if isinstance(value, LuaValue) and value.type == "table" and _is_bundle(value):
            return _own_bundle(value)
        return self._present.value(value) if values else bundle("")

    # ------------------------------------------------------------------------------------------- names of xeus-lua

    def names_of_xeus(self) -> dict[str, object]:
        """Return `ilua.display`; its bundles come as JSON texts."""
        own = self.functions()
        return {name: own[name] for name in ("html", "latex", "json", "markdown", "svg")} | {
            "plain_text": own["plain"],
            "mimetype": own["mime"],
            "display": lambda *values: self.show(*[value for value in values if not is_link(value)]),
            "clear_output": own["clear"],
            "table": self.show,
            "detail": {
                "_display_data": lambda *given: self._raw("_display_data", given),
                "_update_display_data": lambda *given: self._raw("_update_display_data", given),
            },
        }

    def _raw(self, function: str, given: tuple[object, ...]) -> None:
        data, transient = (_parsed(given, number, function) for number in (1, 3))
        shown = bundle("") | {str(kind): content for kind, content in data.items()}
        display_id = str(transient.get("display_id", ""))
        (self._stage.replace if function == "_update_display_data" else self._stage.present)(shown, display_id)


def is_link(value: object) -> bool:
    """Say whether a value is a link of two widgets' traits, of which a page shows nothing."""
    return isinstance(value, PythonObject) and type(value.value).__name__ in ("link", "directional_link")


def _parsed(given: tuple[object, ...], number: int, function: str) -> dict[str, Any]:
    if len(given) < number or given[number - 1] is None:
        return {}
    try:
        found = json.loads(decode(string_argument(given, number, function)))
    except json.JSONDecodeError as error:
        raise CallError(f"bad argument #{number} to '{function}' ({error})") from None
    if not isinstance(found, dict):
        raise CallError(f"bad argument #{number} to '{function}' (a JSON object expected)")
    return found


def _is_bundle(table: LuaValue) -> bool:
    pairs = table.items(20)
    return bool(pairs) and all(isinstance(key, bytes) and b"/" in key for key, _ in pairs)


def _own_bundle(table: LuaValue) -> Bundle:
    """Return a bundle that Lua made; one without a text gets a line that names its types."""
    if not _is_bundle(table):
        keys = [key for key, _ in table.items(20)]
        wrong = next((key for key in keys if not isinstance(key, bytes) or b"/" not in key), None)
        shown = decode(wrong) if isinstance(wrong, bytes) else f"a {type_name(wrong)}" if keys else "empty"
        raise CallError(f'bad bundle (contents by MIME type expected, such as ["text/html"] = …; got {shown})')
    forms = mime_forms(table)
    return bundle(f"<{', '.join(forms)}>") | forms
