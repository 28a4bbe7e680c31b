"""The Jupyter kernel: messages ↔ session, nothing else.

Lua runs in the main thread, synchronously; the control thread answers beside it, and between two instructions the main
thread answers what subshells are asked. No handler lets an exception escape: a page would wait for its reply for ever.
One thread owns the interpreter, so cells and comms wait for the running cell.
"""

import io
import os
import signal
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import comm
from traitlets import Float

from interpreter import refused_variables

from . import __version__, cells, display, failures, requests
from .crash_report import CrashReport
from .display import Bundle
from .failures import Failure
from .history import History
from .input import InputRefusedError, LineSource
from .outlets import Outbox, Publisher, PythonStream
from .ports import Ports
from .session import CellOutcome, Session
from .settings import Settings
from .streams import Streams
from .subshells import SubshellKernel

if TYPE_CHECKING:
    from .usage import Usage

Reply = dict[str, Any]
Handler = Callable[..., Awaitable[Reply]]

PROTOCOL_VERSION = "5.5"
HISTORY_TAIL = 1000
SHUTDOWN_WAIT_S = 5.0
# How long the reply of a cell with an Output widget waits. A client without a page (nbclient) answers such outputs on
# the channel by which the reply comes; a reply that comes while it sends is not noticed, and the cell never ends there.
OUTPUT_WAIT_S = 0.05


def answering(otherwise: Reply) -> Callable[[Handler], Handler]:
    """Make a handler answer, with `otherwise`, where it fails; the failure goes to the log."""

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def guarded(self: "LuaKernel", *arguments: Any, **named: Any) -> Reply:
            try:
                return await handler(self, *arguments, **named)
            except (Exception, KeyboardInterrupt):
                self.log.exception("%s failed", handler.__name__)
                return otherwise

        return guarded

    return decorate


class LuaKernel(Settings, SubshellKernel):
    """Answer Jupyter's messages by one Lua session."""

    implementation = "lua-kernel"
    implementation_version = __version__
    banner = f"Lua 5.4 on pooled frames (lua-kernel {__version__}); %lsmagic lists the magics"
    language_info = {
        "name": "lua",
        "version": "5.4",
        "mimetype": "text/x-lua",
        "file_extension": ".lua",
        "pygments_lexer": "lua",
        "codemirror_mode": "lua",
        "nbconvert_exporter": "script",
    }
    help_links = [
        {"text": "Lua 5.4 reference manual", "url": "https://www.lua.org/manual/5.4/"},
        {"text": "Programming in Lua", "url": "https://www.lua.org/pil/"},
    ]

    # The base class sleeps in every cell until other threads have sent what was printed; we send it ourselves.
    _execute_sleep = Float(0.0).tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._crash: CrashReport | None = None
        self._outbox = Outbox(self.iopub_thread)
        if self.iopub_thread is not None:
            self.iopub_socket = self._outbox
        self._cell_parent: dict[str, Any] = {}
        self._payload: list[Reply] = []
        self._is_silent = False
        self._result_text: str | None = None
        self._is_asking = False
        self._is_interruptible = False
        self._is_early = False
        self._is_ending = False
        self._is_answered = threading.Event()
        self._streams = Streams(self._send_stream, self._call_later, self.output_limit)
        self._history = self._open_history()
        self._remembered: list[tuple[int, str, str | None]] = []
        self._refused = self._without_refused_variables()
        self.lua = self._open_session()
        # The base class serves comms only where it finds a manager, and leaves their messages to subclasses.
        self.comm_manager = comm.get_comm_manager()
        for message in ("comm_open", "comm_msg", "comm_close"):
            handle = self._answering_comm(getattr(self.comm_manager, message))
            self.shell_handlers[message] = self._checking(message, handle)
        for request in requests.READ_ON_SHELL:
            self.shell_handlers[request] = self._checking(request, self.shell_handlers[request])
        for request in requests.READ_ON_CONTROL:
            self.control_handlers[request] = self._checking(request, self.control_handlers[request])
        for request in requests.OF_SHELL:
            self.control_handlers[request] = self._refusing_on_control(request)
        for stream in (self._stdout, self._stderr):
            if isinstance(stream, PythonStream):
                stream.taker = self._take_from_python

    def _ports(self) -> Ports:
        return Ports(
            stdout=lambda data: self._streams.write("stdout", data),
            stderr=lambda data: self._streams.write("stderr", data),
            stdin=LineSource(self._ask),
            show=self._display,
            show_as=self._display,
            update=lambda shown, display_id: self._display(shown, display_id, message="update_display_data"),
            flush=self._streams.flush,
            fail=lambda failure: self._publish("error", failure.content),
            clear=self._clear,
            ask=self._ask,
            replace_cell=self._replace_cell,
            leave=self._leave,
            look=self.answer_questions,
        )

    def _answering_comm(self, handle: Callable[..., object]) -> Callable[..., object]:
        """Return a handler of comm messages under which callbacks print and show things as cells do."""

        def handle_and_send(stream: Any, ident: Any, message: dict[str, Any]) -> object:
            self._cell_parent, self._is_silent, self._allow_stdin = message, False, False
            try:
                self._is_interruptible = True
                return handle(stream, ident, message)
            except KeyboardInterrupt:
                return self._published(failures.plain_failure("Interrupt", "interrupted!"))
            finally:
                self._is_interruptible = False
                self.lua.interpreter.flush()
                self._streams.finish()

        return handle_and_send

    def _checking(self, kind: str, handle: Callable[..., object]) -> Callable[..., Awaitable[None]]:
        """Return a handler that fills in what a message leaves out, and answers a malformed one by what is wrong."""

        async def check_and_handle(stream: Any, ident: Any, parent: dict[str, Any]) -> None:
            if wrong := requests.complete(kind, parent):
                self.log.warning("%s", wrong)
                self._refuse(failures.plain_failure("BadRequest", wrong), stream, ident, parent)
            elif isinstance(handled := handle(stream, ident, parent), Awaitable):
                await handled

        return check_and_handle

    def _refusing_on_control(self, kind: str) -> Callable[..., None]:
        """Return the control channel's handler of a request that is Lua's: one thread owns the interpreter."""
        failure = failures.plain_failure("BadRequest", f"{kind} has to come by the shell channel")
        return lambda *message: self._refuse(failure, *message)

    def _open_session(self) -> Session:
        """Return the session; limits that are none are told in the log and left out."""
        given: dict[str, Any] = {"view": self.pools, "python": self.python, "keeps_locals": self.keep_locals}
        try:
            return Session(self._ports(), sandbox=self.sandbox, limits=self.limits, **given)
        except ValueError as error:
            self.log.error("LuaKernel.limits: %s; none of them holds", error)
            return Session(self._ports(), sandbox=self.sandbox, **given)

    def _without_refused_variables(self) -> str:
        """Take variables with which no interpreter can be made out of the environment; return what to tell of them."""
        refused = refused_variables()
        for name, wrong in refused.items():
            self.log.error("%s; it is left out", wrong)
            del os.environ[name]
        return "".join(f"{wrong}; it is left out\n" for wrong in refused.values())

    def _open_history(self) -> History:
        try:
            return History(self.history_file)
        except (sqlite3.Error, OSError) as error:
            self.log.warning("%s: %s; what is typed is kept for this session only", self.history_file, error)
            return History(":memory:")

    def start(self) -> None:
        """Begin to listen; from here on a fatal signal leaves a report."""
        super().start()
        self._crash = self._open_crash_report()

    def _receive(self, frames: list[Any]) -> Awaitable[None] | None:
        """Take a request; the first when what it gives can be heard."""
        if isinstance(self.iopub_thread, Publisher):
            self.iopub_thread.wait_for_listener()
        return super()._receive(frames)

    def _open_crash_report(self) -> CrashReport | None:
        """Return the report of this process, under the name that a kernel has who is restarted."""
        if self.crash_folder == "off" or self.parent is None:
            return None
        try:
            report = CrashReport(Path(self.crash_folder, f"{Path(self.parent.connection_file).stem}.txt"))
        except OSError as error:
            self.log.warning("%s: %s; a fatal error would leave no report", self.crash_folder, error)
            return None
        report.listen(self.lua.interpreter)
        return report

    @property
    def kernel_info(self) -> Reply:
        """Return what a page is told of the kernel; the base class would promise a debugger."""
        return {
            "protocol_version": PROTOCOL_VERSION,
            "implementation": self.implementation,
            "implementation_version": self.implementation_version,
            "language_info": self.language_info,
            "banner": self.banner,
            "help_links": self.help_links,
            "supported_features": ["kernel subshells"],
        }

    def tell_of_output(self) -> None:
        """Note that an Output widget takes what the running cell shows."""
        self._execute_sleep = OUTPUT_WAIT_S

    # ------------------------------------------------------------------------------------------------- execution

    async def do_execute(
        self,
        code: str,
        silent: bool,
        store_history: bool = True,
        user_expressions: dict[str, str] | None = None,
        allow_stdin: bool = False,
        *,
        cell_meta: dict[str, Any] | None = None,
        cell_id: str | None = None,
    ) -> Reply:
        """Run a cell and show what it gives; whatever happens, return a reply."""
        self._allow_stdin = bool(allow_stdin)
        self._is_silent = silent
        self._payload = []
        self._result_text = None
        self._execute_sleep = 0.0
        self._cell_parent = self.get_parent("shell")
        number = self.execution_count
        self._note_beginning(number, code)
        self._is_early = False
        self._outbox.release()  # from here on a page knows of the cell, and may interrupt it
        try:
            self._is_interruptible = True
            if self._is_early:
                raise KeyboardInterrupt
            failure = self._run(code, "silent" if silent else str(number))
            expressions = {} if failure else self._user_expressions(user_expressions or {})
            self._is_interruptible = False
        except KeyboardInterrupt:
            self._is_interruptible = False
            failure, expressions = self._published(failures.plain_failure("Interrupt", "interrupted!")), {}
        except Exception as error:
            self._is_interruptible = False
            self.log.exception("the kernel failed at a cell")
            message = f"{error!r}: a mistake in the kernel, not in your program"
            failure, expressions = self._published(failures.plain_failure("InternalError", message)), {}
        if self._crash:
            self._crash.end()
        self._remember(code, number, counted=store_history and not silent, silent=silent)
        return _execute_reply(number, failure, expressions, self._payload)

    def _note_beginning(self, number: int, code: str) -> None:
        """Have it said, if the process ends, that it was in this cell; tell once what was wrong before the first."""
        if self._refused and not self._is_silent:
            self._send_stream("stderr", self._refused)
            self._refused = ""
        if self._crash is None:
            return
        self._crash.begin(number, code, self.lua.interpreter)
        if self._crash.news and not self._is_silent:
            self._send_stream("stderr", self._crash.news)
            self._crash.news = ""

    def _run(self, code: str, label: str) -> Failure | None:
        try:
            with _python_muted() if self._is_silent else nullcontext():
                outcome = self.lua.run_cell(code, label)
        finally:
            self.lua.interpreter.flush()  # what a __tostring printed while its value was shown, too
            self._streams.finish()
        self._outbox.hold()
        self._publish_outcome(outcome)
        return outcome.failure

    def _publish_outcome(self, outcome: CellOutcome) -> None:
        """Show a cell's results first, then its statistics."""
        if outcome.result is not None:
            self._result_text = outcome.result["text/plain"]
            told = display.metadata_of(outcome.result)
            numbered = {"data": outcome.result, "metadata": told, "execution_count": self.execution_count}
            self._publish("execute_result", numbered)
        if outcome.failure is not None:
            self._published(outcome.failure)
        if outcome.notice:
            self._send_stream("stderr", outcome.notice)
        for view in outcome.views:
            self._display(view)

    def _published(self, failure: Failure) -> Failure:
        self._publish("error", failure.content)
        return failure

    def _user_expressions(self, expressions: dict[str, str]) -> dict[str, Reply]:
        if expressions:
            self._outbox.release()
        return {name: _expression_reply(self.lua.evaluate(text)) for name, text in expressions.items()}

    def _remember(self, code: str, number: int, *, counted: bool, silent: bool) -> None:
        """Have the cell's text kept; give its number to the next cell where it should not count."""
        if counted:
            self._remembered.append((number, code, self._result_text))
        elif not silent:
            self.execution_count -= 1

    def _store_remembered(self) -> None:
        """Write the texts of the cells that were answered: no page waits for the disk."""
        while self._remembered:
            self._store(*self._remembered.pop(0))

    def _store(self, number: int, code: str, result: str | None) -> None:
        try:
            self._history.store(number, code, result)
        except sqlite3.Error as error:
            self.log.warning("%s: %s; what is typed is kept for this session only", self.history_file, error)
            self._history = History(":memory:")

    # ---------------------------------------------------------------------------------------------------- output

    def _publish_status(self, status: str, channel: str, parent: Any = None) -> None:
        """Let a cell's `busy` leave with its text."""
        if channel == "shell" and status == "busy" and _kind(parent or self.get_parent("shell")) == "execute_request":
            self._outbox.hold()
        super()._publish_status(status, channel, parent)

    def _publish_status_and_flush(self, status: str, channel: str, stream: Any, parent: Any = None) -> None:
        """Let what a cell gave leave with its `idle`, when its reply is on its way; keep its text after that."""
        super()._publish_status_and_flush(status, channel, stream, parent)
        if channel == "shell":
            self._outbox.release()
            self._store_remembered()

    def _publish(self, message: str, content: Reply) -> None:
        """Send a message about the running cell, unless it is a silent one."""
        if not self._is_silent and self.session is not None:
            self.session.send(
                self.iopub_socket, message, content, parent=self._cell_parent, ident=self._topic(message)
            )  # fmt: skip

    def _display(self, shown: Bundle, display_id: str = "", message: str = "display_data") -> None:
        self._streams.flush()
        transient = {"display_id": display_id} if display_id else {}
        self._publish(message, {"data": shown, "metadata": display.metadata_of(shown), "transient": transient})

    def _clear(self, wait: bool) -> None:
        self._streams.flush()
        self._publish("clear_output", {"wait": wait})

    def _replace_cell(self, text: str) -> None:
        self._payload = [{"source": "set_next_input", "text": text, "replace": True}]

    def _leave(self) -> None:
        self._payload = [{"source": "ask_exit", "keepkernel": False}]

    def _send_stream(self, name: str, text: str) -> None:
        self._publish("stream", {"name": name, "text": text})

    def _take_from_python(self, name: str, text: str) -> bool:
        """Let what Python prints within Lua's run go with what Lua prints, in the order of both."""
        if not self.lua.interpreter.running:
            return False
        self.lua.interpreter.flush()
        self._streams.write(name, text.encode("utf-8", "backslashreplace"))
        return True

    def _call_later(self, delay_s: float, action: Callable[[], None]) -> None:
        """Call something from the control thread, which is idle while a cell runs."""
        if self.control_thread is not None:
            loop = self.control_thread.io_loop
            loop.add_callback(loop.call_later, delay_s, action)

    def set_parent(self, ident: Any, parent: Any, channel: str = "shell") -> None:
        """Let what Python code prints belong to the cell that runs it."""
        super().set_parent(ident, parent, channel)
        if channel == "shell":
            for stream in (self._stdout, self._stderr):
                if hasattr(stream, "set_parent"):
                    stream.set_parent(parent)

    # ----------------------------------------------------------------------------------------------------- input

    def _ask(self, prompt: str = "", is_password: bool = False) -> str:
        """Return a line that the page's reader types; what is no text in the reply is an empty line."""
        if not self._allow_stdin:
            raise InputRefusedError("no input: this front end takes none here (allow_stdin is false)")
        self._streams.flush()
        self._outbox.drain()  # a page shows what was printed before the question, or not until it is answered
        self._is_asking = True
        try:
            answer: object = self.getpass(prompt) if is_password else self.raw_input(prompt)
            return answer if isinstance(answer, str) else ""
        finally:
            self._is_asking = False

    # ------------------------------------------------------------------------------------------------- questions

    @answering({"status": "ok", "matches": [], "cursor_start": 0, "cursor_end": 0, "metadata": {}})
    async def do_complete(self, code: str, cursor_pos: int) -> Reply:
        """Return what could stand at the cursor, with types for pages that show them."""
        found = self.lua.complete(code, cursor_pos)
        types = [
            {"text": text, "type": kind, "start": found.start, "end": found.end}
            for text, kind in zip(found.matches, found.kinds, strict=True)
        ]
        return {
            "status": "ok",
            "matches": list(found.matches),
            "cursor_start": found.start,
            "cursor_end": found.end,
            "metadata": {"_jupyter_types_experimental": types},
        }

    @answering({"status": "ok", "found": False, "data": {}, "metadata": {}})
    async def do_inspect(
        self, code: str, cursor_pos: int, detail_level: int = 0, omit_sections: tuple[str, ...] = ()
    ) -> Reply:
        """Return what is known of the name at the cursor."""
        found = self.lua.inspect(code, cursor_pos, detail_level)
        return {"status": "ok", "found": found is not None, "data": found or {}, "metadata": {}}

    @answering({"status": "unknown"})
    async def do_is_complete(self, code: str) -> Reply:
        """Say whether a console should run the text or let the reader go on."""
        status, indent = cells.completeness(code)
        return {"status": status, "indent": indent} if status == "incomplete" else {"status": status}

    @answering({"status": "ok", "history": []})
    async def do_history(
        self,
        hist_access_type: str,
        output: bool = False,
        raw: bool = True,
        session: int | None = None,
        start: int | None = None,
        stop: int | None = None,
        n: int | None = None,
        pattern: str | None = None,
        unique: bool = False,
        **_: Any,
    ) -> Reply:
        """Return what was typed, with `output` together with its result; what nobody knows is ignored."""
        if hist_access_type == "tail":
            entries = self._history.tail(HISTORY_TAIL if n is None else n)
        elif hist_access_type == "range":
            entries = self._history.range(session or 0, start or 0, stop)
        elif hist_access_type == "search":
            entries = self._history.search(pattern or "*", n, unique=unique)
        else:
            entries = []
        rows = [(s, line, (text, result) if output else text) for s, line, text, result in entries]
        return {"status": "ok", "history": rows}

    # --------------------------------------------------------------------------------------------------- control

    def pre_handler_hook(self) -> None:
        """Let a signal interrupt cells and callbacks, and nothing else: a question would lose its reply."""
        self.saved_sigint_handler = signal.signal(signal.SIGINT, self._take_signal)

    def _take_signal(self, number: int, frame: object) -> None:
        if self._interrupt_lua():  # an exception in the midst of a write or an answer would be lost with it
            return
        if self._is_interruptible:
            self._is_interruptible = False  # a second one would strike where the first is answered
            raise KeyboardInterrupt
        self._is_early = True

    async def interrupt_request(self, stream: Any, ident: Any, parent: Any) -> None:
        """End a running chunk by the interpreter's flag; what else keeps the main thread busy, by a signal.

        Lua may be waiting for a command that it started.
        """
        if self._interrupt_lua():
            self._reply(stream, "interrupt_reply", {"status": "ok"}, parent, ident)
            self._usage.interrupt_children()
        else:
            await super().interrupt_request(stream, ident, parent)

    def _interrupt_lua(self) -> bool:
        """Interrupt a running chunk by its flag, unless it waits for input; return whether that is all there is to do.

        Where Lua waits for Python, a signal has to end that, and the flag what Python's other threads run.
        """
        lua = self.lua.interpreter
        if not lua.running or self._is_asking:
            return False
        self.lua.interrupt()
        return not lua.is_lent

    async def do_shutdown(self, restart: bool) -> Reply:
        """End the running cell and have the main thread give everything back; this is the control thread, or both."""
        self._is_ending = True
        if threading.current_thread() is threading.main_thread():
            self._is_answered.set()  # it came by the shell, as protocols before 5.4 had it: nobody else answers
        if not self._interrupt_lua() and self.lua.interpreter.running:
            self._send_interrupt_children()  # the cell waits for input, or for Python
        self.io_loop.add_callback(self._close)
        return {"status": "ok", "restart": restart}

    async def dispatch_control(self, msg: Any) -> None:
        """Handle a control request, and tell the main thread when the one that ends the kernel is answered."""
        await super().dispatch_control(msg)
        if self._is_ending:
            self._is_answered.set()

    def _close(self) -> None:
        """Give everything back, then let the main loop stop.

        The control thread answers first: the base class's sockets close under it otherwise, and both wait for ever.
        """
        self.lua.close()
        self._history.close()
        if self._crash:
            self._crash.close()
        self._is_answered.wait(SHUTDOWN_WAIT_S)

    async def do_debug_request(self, msg: Reply) -> Reply:
        """Answer that there is no debugger; JupyterLab asks for `modules` after every cell and must get some."""
        command = msg.get("command")
        number = msg.get("seq", 0)
        answer = {"status": "ok", "type": "response", "request_seq": number, "seq": number, "command": command}
        if command == "modules":
            return answer | {"success": True, "body": {"modules": [], "totalModules": 0}}
        return answer | {"success": False, "message": "this kernel has no debugger", "body": {}}

    @cached_property
    def _usage(self) -> "Usage":
        from .usage import Usage  # psutil is imported by the first question

        return Usage()

    async def usage_request(self, stream: Any, ident: Any, parent: Any) -> None:
        """Answer with what the kernel and the machine use."""
        self._reply(stream, "usage_reply", self._usage.reply(), parent, ident)


def _kind(request: Any) -> str:
    return str(request.get("header", {}).get("msg_type", ""))


@contextmanager
def _python_muted() -> Iterator[None]:
    """Drop what Python code prints."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        yield


def _execute_reply(
    number: int, failure: Failure | None, expressions: dict[str, Reply], payload: list[Reply]
) -> Reply:  # fmt: skip
    reply: Reply = {"execution_count": number, "user_expressions": expressions, "payload": payload}
    if failure is None:
        return {"status": "ok", **reply}
    return {"status": "error", **failure.content, **reply}


def _expression_reply(value: Bundle | Failure) -> Reply:
    if isinstance(value, Failure):
        return {"status": "error", **value.content}
    return {"status": "ok", "data": value, "metadata": {}}
