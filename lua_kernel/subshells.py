"""Subshells (JEP 91) in one thread: questions are answered while a cell runs, all else in its turn.

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
from jupyter_client.session import DELIM
from zmq.eventloop.zmqstream import ZMQStream

Reply = dict[str, Any]
Message = dict[str, Any]

QUESTIONS = frozenset(
    ["complete_request", "inspect_request", "is_complete_request", "history_request", "kernel_info_request",
     "comm_info_request"]
)  # fmt: skip
"""What can be answered by looking only."""


class SubshellKernel(Kernel):
    """Take the messages of subshells from the shell's socket, which this thread alone reads."""

    shell_stream: Any
    shell_channel_thread: Any

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._subshells: set[str] = set()
        self._refusing_subshells: set[str] = set()
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
        self._answer_control(socket, "create_subshell_reply", {"status": "ok", "subshell_id": subshell}, ident, parent)

    async def delete_subshell_request(self, socket: Any, ident: Any, parent: Any) -> None:
        """End a subshell."""
        subshell = parent["content"].get("subshell_id")
        content = {"status": "ok"} if subshell in list(self._subshells) else _unknown(subshell)
        self._subshells.discard(str(subshell))
        self._answer_control(socket, "delete_subshell_reply", content, ident, parent)

    async def list_subshell_request(self, socket: Any, ident: Any, parent: Any) -> None:
        """Tell which subshells there are."""
        content = {"status": "ok", "subshell_id": sorted(self._subshells)}
        self._answer_control(socket, "list_subshell_reply", content, ident, parent)

    def _answer_control(self, socket: Any, message: str, content: Reply, ident: Any, parent: Any) -> None:
        if self.session is not None:
            self.session.send(socket, message, content, parent, ident=ident)

    # ------------------------------------------------------------------------------------------------------ messages

    def _receive(self, frames: list[Any]) -> Awaitable[None] | None:
        """Send a message on its way: of the main shell to the base class, of a subshell to where it waits."""
        if b"subshell_id" not in _header(frames):
            return self._begin(self.shell_main(None, frames))
        try:
            ident, rest = self.session.feed_identities(frames, copy=False)
            header = self.session.deserialize(rest, content=False, copy=False)["header"]
            if header.get("subshell_id") is None:
                return self._begin(self.shell_main(None, frames))
            message = self.session.deserialize(rest, content=True, copy=False)
        except Exception:
            self.log.exception("Invalid Message")
            return None
        if self.is_looking and header["msg_type"] in QUESTIONS:
            self._questions.append((ident, message))
            return None
        return self._begin(self._take_turn(ident, message))

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
        """Handle a message between its busy and its idle."""
        kind, subshell = message["header"]["msg_type"], message["header"].get("subshell_id")
        handler = self.shell_handlers.get(kind)
        self._publish_status("busy", "shell", parent=message)
        try:
            if subshell not in list(self._subshells):
                self._refuse(ident, message, _unknown(subshell))
            elif kind == "execute_request" and subshell in self._refusing_subshells:
                self._send_abort_reply(self.shell_stream, message, ident)
            elif handler is None:
                self.log.warning("Unknown message type: %r", kind)
            else:
                await self._call(handler, ident, message, is_beside=is_beside)
        except (Exception, KeyboardInterrupt):
            self.log.exception("%s of a subshell failed", kind)
        self._publish_status_and_flush("idle", "shell", self.shell_stream, parent=message)

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

    def _refuse(self, ident: list[bytes], message: Message, content: Reply) -> None:
        """Answer a message to a subshell that there is not; one that has no reply gets none."""
        kind = message["header"]["msg_type"]
        self.log.warning("%s: %s", kind, content["evalue"])
        if self.session is not None and kind.endswith("_request"):
            self.session.send(self.shell_stream, kind.replace("_request", "_reply"), content, message, ident=ident)

    # ------------------------------------------------------------------------------------------- cells behind a failure

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Refuse the cells of a shell that are queued behind one that failed.

        The reply of that one has not left yet: what a client sends when it has read it is not refused. Those that wait
        and the end of refusing take their turns in the order in which they come to the lock.
        """
        if subshell_id is None:
            self._aborting = True
        else:
            self._refusing_subshells.add(subshell_id)
        self.shell_stream.flush(zmq.POLLIN)
        ending = self._stop_aborting(subshell_id)
        if self.stop_on_error_timeout:
            self.io_loop.call_later(self.stop_on_error_timeout, self._begin, ending)
        else:
            self._ending = self._begin(ending)

    async def _stop_aborting(self, subshell_id: str | None) -> None:
        async with self._main_asyncio_lock:
            if subshell_id is None:
                self._aborting = False
            else:
                self._refusing_subshells.discard(subshell_id)


def _header(frames: list[Any]) -> bytes:
    """Return a message's header as it came; nothing where there is none."""
    for place, frame in enumerate(frames[:-2]):
        if frame.bytes == DELIM:
            return bytes(frames[place + 2].bytes)
    return b""


def _unknown(subshell: object) -> Reply:
    evalue = f"there is no subshell {subshell!r}; create_subshell_request makes one"
    return {"status": "error", "ename": "UnknownSubshell", "evalue": evalue, "traceback": []}


def _run_through(answering: Coroutine[Any, Any, None]) -> None:
    """Run what waits for nothing to its end."""
    try:
        answering.send(None)
    except StopIteration:
        return
    answering.close()
    raise RuntimeError("a question cannot be answered without waiting")
