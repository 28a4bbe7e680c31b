"""What a request has to say before it is handled: a malformed one gets a reply too, or its page would wait for ever."""

import reprlib
from collections.abc import Mapping
from typing import Any

NEEDED: dict[str, dict[str, type]] = {
    "execute_request": {"code": str},
    "complete_request": {"code": str, "cursor_pos": int},
    "inspect_request": {"code": str, "cursor_pos": int},
    "is_complete_request": {"code": str},
    "shutdown_request": {"restart": bool},
}
"""Fields that must be there, by request."""
OF_SHELL = ("execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request")
"""What only the thread of cells may answer."""
READ_ON_SHELL = (*OF_SHELL, "comm_info_request")
"""Requests of the shell channel that say something."""
READ_ON_CONTROL = ("comm_info_request", "debug_request", "delete_subshell_request", "shutdown_request")
"""Those of the control channel."""

_TYPE_NAMES = {str: "a string", int: "a whole number", bool: "true or false"}


def problem(kind: str, content: Any, metadata: Any) -> str:
    """Say what is wrong with a request, or ""."""
    for name, part in (("content", content), ("metadata", metadata)):
        if not isinstance(part, dict):
            return f"{kind}: its {name} is {reprlib.repr(part)}; it has to be an object"
    return _problem_of_fields(kind, content)


def _problem_of_fields(kind: str, content: Mapping[str, Any]) -> str:
    for name, wanted in NEEDED.get(kind, {}).items():
        if name not in content:
            return f"{kind}: {name} is missing; it has to be {_TYPE_NAMES[wanted]}"
        if not isinstance(content[name], wanted):
            return f"{kind}: {name} is {reprlib.repr(content[name])}; it has to be {_TYPE_NAMES[wanted]}"
    if "code" in NEEDED.get(kind, {}) and not _is_text(content["code"]):
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
