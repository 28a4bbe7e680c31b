"""Frames of a socket → a message, or what is wrong with them.

What is not signed as it should be, or was sent before, is nobody's message. Of the rest as much is read as there is:
who sent a request whose content is no JSON waits for its reply, and for its `idle`.
"""

from hmac import compare_digest
from typing import Any

Message = dict[str, Any]

PARTS = ("header", "parent_header", "metadata", "content")
"""What follows the signature; buffers follow these."""


class UnreadableError(Exception):
    """Frames that are no message."""

    def __init__(self, wrong: str, ident: list[bytes] | None = None, header: Any = None) -> None:
        super().__init__(wrong)
        self.ident = ident or []
        """Who sent it."""
        self.parent: Message | None = {"header": header} if _names_a_message(header) else None
        """The message as a parent of what is told of it; None where it cannot be named."""


def read(session: Any, frames: list[Any]) -> tuple[list[bytes], Message]:
    """Return who sent a message, and the message; raise UnreadableError where there is none."""
    try:
        ident, parts = session.feed_identities(frames, copy=False)
    except ValueError:
        raise UnreadableError("no frame of it is the delimiter") from None
    is_repeated = bytes(parts[0].bytes) in session.digest_history if parts else False
    try:
        message: Message = session.deserialize(parts, content=True, copy=False)
    except Exception as error:
        if is_repeated or not _is_signed(session, parts):
            raise UnreadableError(str(error)) from error
        message = _read_parts(session, ident, parts)
    if problem := _problem_of_header(message["header"]):
        raise UnreadableError(problem, ident, message["header"])
    return ident, message


def _is_signed(session: Any, parts: list[Any]) -> bool:
    if session.auth is None or not parts:
        return session.auth is None
    return compare_digest(bytes(parts[0].bytes), session.sign([bytes(part.bytes) for part in parts[1:5]]))


def _read_parts(session: Any, ident: list[bytes], parts: list[Any]) -> Message:
    """Read a message that jupyter_client refuses: it takes one without a version for one of protocol 4."""
    message: Message = {"buffers": [memoryview(bytes(part.bytes)) for part in parts[5:]]}
    for name, part in zip(PARTS, parts[1:], strict=False):
        try:
            message[name] = session.unpack(bytes(part.bytes))
        except Exception:
            raise UnreadableError(f"its {name} is no JSON", ident, message.get("header")) from None
    if len(parts) <= len(PARTS):
        raise UnreadableError(f"it ends before its {PARTS[max(0, len(parts) - 1)]}", ident, message.get("header"))
    return message


def _names_a_message(header: Any) -> bool:
    return isinstance(header, dict) and isinstance(header.get("msg_id"), str)


def _problem_of_header(header: Any) -> str:
    if not isinstance(header, dict):
        return "its header is no object"
    wrong = next((name for name in ("msg_id", "msg_type") if not isinstance(header.get(name), str)), None)
    return f"its header has no {wrong} that is a string" if wrong else ""
