"""What a request has to say before it is handled: what it leaves out is filled in, and a malformed one is answered too.

A page would wait for ever for the reply that it does not get. `null` says nothing, like a field that is not there.
"""

import reprlib
from collections.abc import Mapping
from typing import Any

OF_SHELL = ("execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request")
"""What only the thread of cells may answer."""
READ_ON_SHELL = (*OF_SHELL, "comm_info_request", "shutdown_request")
"""Requests of the shell channel that say something."""
READ_ON_CONTROL = ("comm_info_request", "debug_request", "delete_subshell_request", "shutdown_request")
"""Those of the control channel."""

_NEEDED = ("code", "comm_id", "target_name")
_DEFAULTS: dict[str, dict[str, Any]] = {
    "comm_open": {"data": {}},
    "comm_msg": {"data": {}},
    "comm_close": {"data": {}},
    "is_complete_request": {"code": ""},
    "history_request": {"hist_access_type": "tail"},
    "shutdown_request": {"restart": False},
}
_TYPES: dict[str, dict[str, type]] = {
    "execute_request": {"code": str, "user_expressions": dict},
    "complete_request": {"code": str, "cursor_pos": int},
    "inspect_request": {"code": str, "cursor_pos": int, "omit_sections": list},
    "is_complete_request": {"code": str},
    "shutdown_request": {"restart": bool},
    "comm_open": {"comm_id": str, "target_name": str},
    "comm_msg": {"comm_id": str},
    "comm_close": {"comm_id": str},
}
_TYPE_NAMES = {
    str: "a string", int: "a whole number", bool: "true or false", list: "an array",
    dict: "names with expressions",
}  # fmt: skip


def complete(kind: str, request: dict[str, Any]) -> str:
    """Fill in what a request leaves out; return what is wrong with it, or ""."""
    for part in ("content", "metadata"):
        given = {} if request[part] is None else request[part]
        if not isinstance(given, dict):
            return f"{kind}: its {part} is {reprlib.repr(given)}; it has to be an object"
        request[part] = {name: value for name, value in given.items() if value is not None}
    content = request["content"] = {**_DEFAULTS.get(kind, {}), **request["content"]}
    types = _TYPES.get(kind, {})
    wrong = _problem_of_types(content, types) or _problem_of_texts(content, types)
    if "cursor_pos" in types and not wrong:
        content.setdefault("cursor_pos", len(content["code"]))
    return wrong and f"{kind}: {wrong}"


def _problem_of_types(content: Mapping[str, Any], types: Mapping[str, type]) -> str:
    for name, wanted in types.items():
        if name in _NEEDED and name not in content:
            return f"{name} is missing; it has to be {_TYPE_NAMES[wanted]}"
        if name in content and not isinstance(content[name], wanted):
            return f"{name} is {reprlib.repr(content[name])}; it has to be {_TYPE_NAMES[wanted]}"
    return ""


def _problem_of_texts(content: Mapping[str, Any], types: Mapping[str, type]) -> str:
    if "code" in types and not _is_text(content["code"]):
        return "code has half of a surrogate pair; it has to be Unicode text"
    given = content.get("user_expressions", {}) if "user_expressions" in types else {}
    if not all(isinstance(text, str) and _is_text(text) for text in given.values()):
        return f"user_expressions is {reprlib.repr(given)}; it has to be names with expressions"
    return ""


def _is_text(code: str) -> bool:
    try:
        code.encode()
    except UnicodeEncodeError:
        return False
    return True
