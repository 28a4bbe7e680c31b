"""The kernel's answers, asked over ZMQ as a page asks."""

import time

import pytest

from tests.lua_kernel.conftest import interrupt_by_message, interrupt_by_signal

COUNT = "x = (x or 0) + 1"

# ------------------------------------------------------------------------------------------------------- execute


def test_a_last_expression_is_the_result(quiet):
    cell = quiet.run("a = 6\na * 7")
    assert cell.result == "42"
    assert cell.reply["status"] == "ok"
    assert cell.of("execute_result")[0]["execution_count"] == cell.reply["execution_count"]
    assert [kind for kind, _ in cell.messages] == ["execute_input", "execute_result"]


def test_printing_is_no_result(quiet):
    cell = quiet.run("print('one', 2)\nio.write('three')")
    assert (cell.stdout, cell.result) == ("one\t2\nthree", None)


def test_stderr_is_its_own_stream(quiet):
    cell = quiet.run("io.stderr:write('careful\\n')")
    assert (cell.stream("stderr"), cell.stdout) == ("careful\n", "")


def test_every_result_has_plain_text(quiet):
    assert quiet.run("{1, {2}}").of("execute_result")[0]["data"]["text/plain"] == "{1, {2}}"


def test_a_failing_cell_sends_an_error_and_its_reply(quiet):
    cell = quiet.run("print('before')\nlocal t\nt.x = 1")
    assert cell.stdout == "before\n"
    number = cell.reply["execution_count"]
    assert cell.error["ename"] == cell.reply["ename"] == "LuaError"
    assert cell.error["evalue"] == f"cell[{number}]:3: attempt to index a nil value (local 't')"
    assert cell.reply["status"] == "error"
    assert any("stack traceback:" in block for block in cell.error["traceback"])


def test_counts_go_up_by_one(quiet):
    first = quiet.run("1").reply["execution_count"]
    assert quiet.run("2").reply["execution_count"] == first + 1


def test_a_silent_cell_sends_nothing_and_does_not_count(quiet):
    before = quiet.run("x = nil").reply["execution_count"]
    cell = quiet.run(f"print('no') {COUNT} return x", silent=True)
    assert (cell.messages, cell.reply["status"]) == ([], "ok")
    assert quiet.run("error('no')", silent=True).messages == []
    after = quiet.run("x")
    assert (after.result, after.reply["execution_count"]) == ("1", before + 1)


def test_a_cell_that_is_not_stored_does_not_count(quiet):
    before = quiet.run("1").reply["execution_count"]
    cell = quiet.run("'not stored'", store_history=False)
    assert (cell.result, cell.reply["execution_count"]) == ('"not stored"', before + 1)
    assert quiet.run("2").reply["execution_count"] == before + 1
    tail = quiet.ask("history_request", {"hist_access_type": "tail", "n": 1, "output": False, "raw": True})
    assert tail["history"][0][1:] == [before + 1, "2"]


def test_user_expressions_are_answered_one_by_one(quiet):
    expressions = {"good": "1 + 1", "bad": "nothing.field"}
    found = quiet.run("y = 1", user_expressions=expressions).reply["user_expressions"]
    assert found["good"] == {"status": "ok", "data": {"text/plain": "2"}, "metadata": {}}
    assert (found["bad"]["status"], found["bad"]["ename"]) == ("error", "LuaError")


def test_an_error_aborts_what_is_queued(quiet):
    slow_error = "local t = os.clock() while os.clock() - t < 0.3 do end error('stop')"
    requests = [quiet.send(code) for code in (slow_error, "a = 1", "a = 2", "a = 3")]
    replies = [quiet.collect(request).reply["status"] for request in requests]
    assert replies == ["error", "aborted", "aborted", "aborted"]
    assert quiet.run("'on'").result == '"on"'


def test_without_stop_on_error_the_queue_goes_on(quiet):
    first = quiet.send("error('go on')", stop_on_error=False)
    second = quiet.send("'next'")
    assert quiet.collect(first).reply["status"] == "error"
    assert quiet.collect(second).result == '"next"'


def test_an_error_that_describes_itself_shows_where_it_was_raised(quiet):
    error = quiet.run("E = setmetatable({}, {__tostring = function() return 'described' end})\nerror(E)").error
    assert error["evalue"] == "described"
    assert "in main chunk" in error["traceback"][-1]
    assert "2\x1b[0m error(E)" in error["traceback"][-2]


def test_what_a_tostring_prints_belongs_to_the_cell_that_shows_its_value(quiet):
    cell = quiet.run("setmetatable({}, {__tostring = function() print('asked') return 'told' end})")
    assert (cell.stdout, cell.result) == ("asked\n", "told")


def test_output_is_streamed_while_the_cell_runs(quiet):
    request = quiet.send("print('early')\nlocal t = os.clock()\nwhile os.clock() - t < 1.5 do end\nprint('late')")
    arrived = {}
    while len(arrived) < 2:
        message = quiet.client.get_iopub_msg(timeout=30)
        if message["header"]["msg_type"] == "stream":
            for word in message["content"]["text"].split():
                arrived[word] = time.monotonic()
    assert arrived["late"] - arrived["early"] > 1
    quiet.collect(request)


def test_many_lines_come_in_few_messages_all_before_idle(quiet):
    cell = quiet.run("for i = 1, 100000 do print(i) end")
    assert cell.stdout == "".join(f"{i}\n" for i in range(1, 100_001))
    assert len(cell.of("stream")) <= 50
    assert quiet.run("1").stdout == ""


def test_a_flush_for_each_line_is_coalesced_too(quiet):
    cell = quiet.run("for i = 1, 2000 do io.write(i, '\\n') io.flush() end")
    assert cell.stdout.count("\n") == 2000
    assert len(cell.of("stream")) <= 50


# ------------------------------------------------------------------------------------------------------- statistics


def test_a_new_session_shows_a_line_of_statistics_below_the_result(page):
    cell = page.run("print('first')\n1 + 1")
    assert [kind for kind, _ in cell.messages] == ["execute_input", "stream", "execute_result", "display_data"]
    assert "frames rented" in cell.shown[0]["text/plain"]
    assert cell.shown[0]["text/html"].startswith("<details>")


def test_statistics_follow_an_error_too(page):
    cell = page.run("error('x')")
    assert [kind for kind, _ in cell.messages] == ["execute_input", "error", "display_data"]


def test_the_environment_turns_statistics_off(quiet):
    assert quiet.run("1").shown == []


def test_what_a_magic_shows_comes_before_the_output(page):
    cell = page.run("%pools\nprint('after')")
    kinds = [kind for kind, _ in cell.messages]
    assert kinds == ["execute_input", "display_data", "stream", "display_data"]


# ------------------------------------------------------------------------------------------------------- input


def test_io_read_asks_the_page(quiet):
    cell = quiet.run("io.write('name? ')\nlocal name = io.read()\nprint('hello ' .. name)", answer="Ada")
    assert cell.stdout == "name? hello Ada\n"


def test_io_read_takes_numbers_and_lines(quiet):
    assert quiet.run("io.read('n', 'l')", answer="42 rest").result == '42\t" rest"'


def test_io_read_is_refused_where_there_is_no_input(quiet):
    cell = quiet.run("io.read()", allow_stdin=False)
    assert "this front end takes none here" in cell.error["evalue"]
    assert quiet.run("1").result == "1"


# ------------------------------------------------------------------------------------------------------- questions


def test_kernel_info_promises_what_is_there(quiet):
    for channel in ("shell", "control"):
        info = quiet.ask("kernel_info_request", {}, channel)
        assert info["status"] == "ok"
        assert info["protocol_version"] == "5.5"
        assert info["supported_features"] == ["kernel subshells"]
        assert info["language_info"] == {
            "name": "lua",
            "version": "5.4",
            "mimetype": "text/x-lua",
            "file_extension": ".lua",
            "pygments_lexer": "lua",
            "codemirror_mode": "lua",
            "nbconvert_exporter": "script",
        }


def test_completion_gives_whole_names_with_types(quiet):
    found = quiet.complete("é = string.form")
    assert (found["matches"], found["cursor_start"], found["cursor_end"]) == (["string.format"], 4, 15)
    assert found["metadata"]["_jupyter_types_experimental"] == [
        {"text": "string.format", "type": "function", "start": 4, "end": 15}
    ]


def test_completion_knows_the_sessions_globals(quiet):
    quiet.run("shelf = {books = 1, boxes = 2}")
    assert quiet.complete("shelf.bo")["matches"] == ["shelf.books", "shelf.boxes"]


def test_inspection_shows_a_cells_function(quiet):
    quiet.run("-- Twice a number.\nfunction twice(n) return 2 * n end")
    found = quiet.ask("inspect_request", {"code": "twice(", "cursor_pos": 6, "detail_level": 0})
    assert found["found"]
    assert found["data"]["text/plain"].startswith("twice(n)\n")
    assert found["data"]["text/plain"].endswith("-- Twice a number.")
    assert not quiet.ask("inspect_request", {"code": "nobody", "cursor_pos": 3, "detail_level": 0})["found"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1 + 1", {"status": "complete"}),
        ("for i = 1, 2 do", {"status": "incomplete", "indent": "    "}),
        ("x = = 1", {"status": "invalid"}),
    ],
)
def test_is_complete(quiet, code, expected):
    assert quiet.ask("is_complete_request", {"code": code}) == expected


def test_history_is_found_by_tail_range_and_search(quiet):
    number = quiet.run("needle = 1").reply["execution_count"]
    common = {"output": False, "raw": True}
    tail = quiet.ask("history_request", {"hist_access_type": "tail", "n": 1, **common})
    found = quiet.ask("history_request", {"hist_access_type": "search", "pattern": "needle*", "n": 5, **common})
    ranged = quiet.ask(
        "history_request", {"hist_access_type": "range", "session": 0, "start": number, "stop": number + 1, **common}
    )
    assert tail["history"] == found["history"] == ranged["history"] == [[1, number, "needle = 1"]]


def test_a_debug_request_is_answered(quiet):
    refused = quiet.ask("debug_request", {"type": "request", "seq": 3, "command": "attach"}, "control")
    assert (refused["success"], refused["request_seq"]) == (False, 3)
    assert quiet.ask("debug_request", {"type": "request", "seq": 4, "command": "modules"}, "control")["success"]


def test_usage_is_told(quiet):
    own = quiet.run("python.import 'os'.getpid()").result
    told = quiet.ask("usage_request", {}, "control")
    assert (str(told["pid"]), told["status"]) == (own, "ok")
    assert told["kernel_memory"] > 2**20
    assert told["kernel_cpu"] >= 0
    assert told["cpu_count"] >= 1
    assert 0 < told["host_virtual_memory"]["available"] <= told["host_virtual_memory"]["total"]


def test_what_a_kernels_children_use_counts(quiet):
    alone = quiet.ask("usage_request", {}, "control")["kernel_memory"]
    code = "text = b'x' * 2**25; print(1, flush=True); input()"
    quiet.run(
        f'child = python.import "subprocess".Popen({{"python3", "-c", "{code}"}}, python.kw{{stdin = -1, stdout = -1}}) '
        "child.stdout:readline()"
    )
    try:
        assert quiet.ask("usage_request", {}, "control")["kernel_memory"] > alone + 2**24
    finally:
        assert quiet.run("child:kill() return child:wait()").result == "-9"


def test_comms_are_listed_and_an_unknown_target_is_closed(quiet):
    assert quiet.ask("comm_info_request", {}) == {"status": "ok", "comms": {}}
    message = quiet.client.session.msg("comm_open", {"comm_id": "c", "target_name": "nobody", "data": {}})
    quiet.client.shell_channel.send(message)
    found = []
    while not found or found[-1] != ("status", "idle"):
        answer = quiet.client.get_iopub_msg(timeout=30)
        if answer["parent_header"].get("msg_id") == message["header"]["msg_id"]:
            found.append((answer["header"]["msg_type"], answer["content"].get("execution_state", "")))
    assert ("comm_close", "") in found


# ------------------------------------------------------------------------------------------------------- control

LOOP = "io.write('running') io.flush() while true do end"


def wait_for_output(page, text):
    while True:
        message = page.client.get_iopub_msg(timeout=30)
        if message["header"]["msg_type"] == "stream" and text in message["content"]["text"]:
            return


@pytest.mark.parametrize("interrupt", [interrupt_by_signal, interrupt_by_message])
def test_an_interrupt_ends_the_cell_and_keeps_the_session(quiet, interrupt):
    quiet.run("kept = 7")
    for _ in range(5):
        request = quiet.send(LOOP)
        wait_for_output(quiet, "running")
        interrupt(quiet)
        cell = quiet.collect(request)
        assert (cell.reply["status"], cell.reply["ename"]) == ("error", "Interrupt")
        assert quiet.run("kept").result == "7"


@pytest.mark.parametrize("interrupt", [interrupt_by_signal, interrupt_by_message])
@pytest.mark.parametrize(("magic", "kept"), [("%%timeit loops=1", "6"), ("%%compare", "5")])
def test_an_interrupt_ends_a_measured_cell_and_keeps_the_session(quiet, tmp_path, interrupt, magic, kept):
    quiet.run("kept = 5")
    # The first run of %%timeit ends at once, the second never; %%compare knows no `kept`.
    loop = f"io.open('{tmp_path}/running', 'w'):close() while true do end"
    request = quiet.send(f"{magic}\nif kept == 5 then kept = 6 else {loop} end")
    wait_for_file(tmp_path / "running")
    interrupt(quiet)
    assert quiet.collect(request).reply["ename"] == "Interrupt"
    assert quiet.run("kept").result == kept


def wait_for_file(path):
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("interrupt", [interrupt_by_signal, interrupt_by_message])
def test_an_interrupt_ends_waiting_for_input(quiet, interrupt):
    request = quiet.send("io.read()", allow_stdin=True)
    quiet.client.get_stdin_msg(timeout=30)
    interrupt(quiet)
    assert quiet.collect(request).reply["ename"] == "Interrupt"
    assert quiet.run("1").result == "1"


def test_an_interrupt_passes_pcall(quiet):
    request = quiet.send("while true do pcall(function() io.write('running') io.flush() while true do end end) end")
    wait_for_output(quiet, "running")
    quiet.manager.interrupt_kernel()
    assert quiet.collect(request).reply["ename"] == "Interrupt"


def test_an_idle_kernel_ignores_an_interrupt(quiet):
    quiet.manager.interrupt_kernel()
    time.sleep(0.2)
    assert quiet.run("1").result == "1"


def test_the_control_channel_answers_while_a_cell_runs(quiet):
    request = quiet.send(LOOP)
    wait_for_output(quiet, "running")
    began = time.monotonic()
    assert quiet.ask("kernel_info_request", {}, "control")["status"] == "ok"
    assert time.monotonic() - began < 5
    quiet.manager.interrupt_kernel()
    quiet.collect(request)


def test_shutdown_is_answered_even_while_a_cell_runs(fresh):
    fresh.send(LOOP)
    wait_for_output(fresh, "running")
    assert fresh.ask("shutdown_request", {"restart": False}, "control") == {"status": "ok", "restart": False}
    deadline = time.monotonic() + 10
    while fresh.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not fresh.is_alive()


@pytest.mark.parametrize("word", ["exit", "quit", " exit()\n"])
def test_a_console_is_left_by_a_word(quiet, word):
    cell = quiet.run(word)
    assert cell.reply["payload"] == [{"source": "ask_exit", "keepkernel": False}]
    assert cell.stream("stderr").startswith("exit: a console ends here")
    quiet.run("exit, quit = 'mine', print")
    assert quiet.run(word).reply["payload"] == []
    quiet.run("exit, quit = nil")
