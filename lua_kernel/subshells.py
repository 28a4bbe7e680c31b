"""Messages and their turns; subshells (JEP 91) in one thread: questions are answered while a cell runs.

Lua runs in the main thread and may be looked at between two of its instructions, tens of times a second: there the
questions are answered that were sent to a subshell. Cells and comms of subshells wait for the running cell, since Lua
does one thing at a time; what the main shell is asked waits too, for its replies come in order.
"""

import asyncio
import sys
import uuid
from collections.abc import Awaitable, Coroutine
from contextvars import Context, copy_context
from threading import get_ident
from typing import Any

import zmq
from ipykernel.kernelbase import Kernel
from zmq.eventloop.zmqstream import ZMQStream

from . import failures, messages
from .failures import Failure
from .messages import Message

Reply = dict[str, Any]

QUESTIONS = frozenset(
    ["complete_request", "inspect_request", "is_complete_request", "history_request", "kernel_info_request",
     "comm_info_request"]
)  # fmt: skip
"""What can be answered by looking only."""


class SubshellKernel(Kernel):
    """Take the shell's messages, those of subshells too, from its socket, which this thread alone reads."""

    shell_stream: Any
    shell_channel_thread: Any

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._subshells: set[str] = set()
        self._refusing: set[str | None] = set()  # shells, None for the main one
        self._questions: list[tuple[list[bytes], Message]] = []
        self._own_context: Context | None = None
        self._thread = get_ident()
        self._ending: Awaitable[None] | None = None  # the loop itself holds its tasks weakly
        self.is_looking = False
        """Whether questions are being taken while a cell runs."""

    def start(self) -> None:
        """Begin to listen."""
        if self.shell_channel_thread is not None:
            self._leave_thread()
        super().start()
        self._own_context = copy_context()
        if self.shell_stream is not None:
            self.shell_stream.on_recv(self._receive, copy=False)

    def _leave_thread(self) -> None:
        """Take the shell's socket from the thread by which ipykernel's plain application, a gateway's, reads it."""
        self.shell_channel_thread.stop()
        self.shell_channel_thread.join()
        self.shell_channel_thread = None
        self.shell_stream = ZMQStream(self.shell_stream.socket)

    # ------------------------------------------------------------------------------------------------ create, delete

    async def create_subshell_request(self, socket: Any, ident: Any, parent: Any) -> None:
        """Begin a subshell; this is the control thread, as below."""
        subshell = str(uuid.uuid4())
        self._subshells.add(subshell)
        self._reply(socket, "create_subshell_reply", {"status": "ok", "subshell_id": subshell}, parent, ident)

    async def delete_subshell_request(self, socket: Any, ident: Any, parent: Any) -> None:
        """End a subshell."""
        subshell = parent["content"].get("subshell_id")
        if subshell not in list(self._subshells):
            self._refuse(_unknown(subshell), socket, ident, parent)
            return
        self._subshells.discard(subshell)
        self._reply(socket, "delete_subshell_reply", {"status": "ok"}, parent, ident)

    async def list_subshell_request(self, socket: Any, ident: Any, parent: Any) -> None:
        """Tell which subshells there are."""
        content = {"status": "ok", "subshell_id": sorted(self._subshells)}
        self._reply(socket, "list_subshell_reply", content, parent, ident)

    # ------------------------------------------------------------------------------------------------------ messages

    def _receive(self, frames: list[Any]) -> Awaitable[None] | None:
        """Send a message of the shell on its way, to where it waits."""
        try:
            read = messages.read(self.session, frames)
        except messages.UnreadableError as error:
            # Not here: this may be in the midst of a flush, and one inside another keeps that from ending.
            return self._begin(self._tell_unreadable(error, "shell", self.shell_stream))
        header = read[1]["header"]
        if self.is_looking and header.get("subshell_id") is not None and header["msg_type"] in QUESTIONS:
            self._questions.append(read)
            return None
        return self._begin(self._take_turn(*read))

    async def _tell_unreadable(self, error: messages.UnreadableError, channel: str, stream: Any) -> None:
        """Tell the log what is wrong with frames that are no message, and whom they name as their sender."""
        failure = failures.plain_failure("BadRequest", f"a message of the {channel} channel: {error}")
        self.log.warning("%s", failure.evalue)
        if error.parent is not None:
            self._publish_status("busy", channel, parent=error.parent)
            self._refuse(failure, stream, error.ident, error.parent)
            self._publish_status_and_flush("idle", channel, stream, parent=error.parent)

    def _begin(self, handling: Coroutine[Any, Any, None]) -> Awaitable[None]:
        return asyncio.get_running_loop().create_task(handling, context=self._own_context)

    async def _take_turn(self, ident: list[bytes], message: Message) -> None:
        """Handle a message when no cell runs."""
        async with self._main_asyncio_lock:
            self.set_parent(ident, message, channel="shell")
            await self._handle(ident, message, is_beside=False)

    def answer_questions(self) -> None:
        """Answer what subshells were asked; a running cell's thread calls this where Lua may be looked at."""
        if not self._subshells or self.shell_stream is None or get_ident() != self._thread:
            return
        if not self.shell_stream.socket.getsockopt(zmq.EVENTS) & zmq.POLLIN:
            return
        self.is_looking = True
        try:
            self.shell_stream.flush(zmq.POLLIN)
            while self._questions:
                _run_through(self._handle(*self._questions.pop(0), is_beside=True))
        except Exception:
            self.log.exception("a question beside the running cell failed")
        finally:
            self.is_looking = False

    async def _handle(self, ident: list[bytes], message: Message, *, is_beside: bool) -> None:
        """Handle a message of the shell between its busy and its idle."""
        kind, subshell = message["header"]["msg_type"], message["header"].get("subshell_id")
        handler = self.shell_handlers.get(kind)
        self._publish_status("busy", "shell", parent=message)
        try:
            if subshell not in [None, *self._subshells]:
                self.log.warning("%s: there is no subshell %r", kind, subshell)
                self._refuse(_unknown(subshell), self.shell_stream, ident, message)
            elif kind == "execute_request" and subshell in self._refusing:
                self._send_abort_reply(self.shell_stream, message, ident)
            elif handler is None:
                self.log.warning("Unknown message type: %r", kind)
            else:
                await self._call(handler, ident, message, is_beside=is_beside)
        except (Exception, KeyboardInterrupt):
            self.log.exception("%s failed", kind)
        self._publish_status_and_flush("idle", "shell", self.shell_stream, parent=message)

    async def process_control(self, msg: list[Any]) -> None:
        """Handle a message of the control channel between its busy and its idle."""
        try:
            ident, message = messages.read(self.session, msg)
        except messages.UnreadableError as error:
            await self._tell_unreadable(error, "control", self.control_stream)
            return
        kind = message["header"]["msg_type"]
        handler = self.control_handlers.get(kind)
        self.set_parent(ident, message, channel="control")
        self._publish_status("busy", "control", parent=message)
        try:
            if handler is None:
                self.log.warning("Unknown message type on the control channel: %r", kind)
            elif isinstance(handled := handler(self.control_stream, ident, message), Awaitable):
                await handled
        except Exception:
            self.log.exception("%s failed", kind)
        self._publish_status_and_flush("idle", "control", self.control_stream, parent=message)

    async def _call(self, handler: Any, ident: list[bytes], message: Message, *, is_beside: bool) -> None:
        if not is_beside:
            self.pre_handler_hook()
        try:
            handled = handler(self.shell_stream, ident, message)
            if isinstance(handled, Awaitable):
                await handled
        finally:
            if not is_beside:
                self.post_handler_hook()
                for stream in filter(None, (sys.stdout, sys.stderr)):
                    stream.flush()

    def _refuse(self, failure: Failure, stream: Any, ident: Any, message: Message) -> None:
        """Answer a request by what is wrong with it; what is no request has no reply."""
        kind = message["header"].get("msg_type")
        if isinstance(kind, str) and kind.endswith("_request"):
            content = {"status": "error", **failure.content}
            self._reply(stream, kind.replace("_request", "_reply"), content, message, ident)

    def _reply(self, stream: Any, kind: str, content: Reply, parent: Any, ident: Any) -> None:
        if self.session is not None:
            self.session.send(stream, kind, content, parent, ident=ident)

    # ------------------------------------------------------------------------------------------- cells behind a failure

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Refuse the cells of a shell that are queued behind one that failed.

        The reply of that one has not left yet: what a client sends when it has read it is not refused. Those that wait
        and the end of refusing take their turns in the order in which they come to the lock.
        """
        self._refusing.add(subshell_id)
        self.shell_stream.flush(zmq.POLLIN)
        ending = self._stop_aborting(subshell_id)
        if self.stop_on_error_timeout:
            self.io_loop.call_later(self.stop_on_error_timeout, self._begin, ending)
        else:
            self._ending = self._begin(ending)

    async def _stop_aborting(self, subshell_id: str | None) -> None:
        async with self._main_asyncio_lock:
            self._refusing.discard(subshell_id)


def _unknown(subshell: object) -> Failure:
    wrong = f"there is no subshell {subshell!r}; create_subshell_request makes one"
    return failures.plain_failure("UnknownSubshell", wrong)


def _run_through(answering: Coroutine[Any, Any, None]) -> None:
    """Run what waits for nothing to its end."""
    try:
        answering.send(None)
    except StopIteration:
        return
    answering.close()
    raise RuntimeError("a question cannot be answered without waiting")
