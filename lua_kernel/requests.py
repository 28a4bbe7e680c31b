"""What a request has to say before it is handled: a malformed one gets a reply too, or its page would wait for ever."""

import reprlib
from collections.abc import Mapping
from typing import Any

NEEDED: dict[str, dict[str, type]] = {
    "execute_request": {"code": str},
    "complete_request": {"code": str, "cursor_pos": int},
    "inspect_request": {"code": str, "cursor_pos": int},
    "is_complete_request": {"code": str},
}
"""Fields that must be there, by request."""
OF_SHELL = (*NEEDED, "history_request")
"""What only the thread of cells may answer."""

_TYPE_NAMES = {str: "a string", int: "a whole number"}


def problem(kind: str, content: Mapping[str, Any]) -> str:
    """Say what is wrong with a request, or ""."""
    for name, wanted in NEEDED[kind].items():
        if name not in content:
            return f"{kind}: {name} is missing; it has to be {_TYPE_NAMES[wanted]}"
        if not isinstance(content[name], wanted):
            return f"{kind}: {name} is {reprlib.repr(content[name])}; it has to be {_TYPE_NAMES[wanted]}"
    if not _is_text(content["code"]):
        return f"{kind}: code has half of a surrogate pair; it has to be Unicode text"
    given = content.get("user_expressions") or {}
    if not _are_expressions(given):
        return f"{kind}: user_expressions is {reprlib.repr(given)}; it has to be names with expressions"
    return ""


def _is_text(code: str) -> bool:
    try:
        code.encode()
    except UnicodeEncodeError:
        return False
    return True


def _are_expressions(given: Any) -> bool:
    return isinstance(given, dict) and all(isinstance(text, str) and _is_text(text) for text in given.values())
