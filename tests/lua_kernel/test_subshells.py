"""Subshells: questions are answered while a cell runs; what runs Lua waits for it."""

import pytest

LOOP = "counter = 0 found = {length = 1} print('running') io.flush() while not stop do counter = counter + 1 end"
TIMEOUT_S = 60


@pytest.fixture
def subshell(quiet):
    reply = quiet.ask("create_subshell_request", {}, "control")
    assert reply["status"] == "ok"
    yield reply["subshell_id"]
    quiet.ask("delete_subshell_request", {"subshell_id": reply["subshell_id"]}, "control")


def send(page, subshell, kind, content):
    """Send a request to a subshell and return its identity."""
    message = page.client.session.msg(kind, content)
    message["header"]["subshell_id"] = subshell
    page.client.shell_channel.send(message)
    return message["header"]["msg_id"]


def ask(page, subshell, kind, content):
    return page.reply(send(page, subshell, kind, content))["content"]


def run(page, subshell, code, **options):
    content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True}
    return send(page, subshell, "execute_request", content | options)


@pytest.fixture
def running(quiet):
    """Run a cell that only an interrupt ends."""
    request = quiet.send(LOOP)
    while quiet.client.get_iopub_msg(timeout=TIMEOUT_S)["header"]["msg_type"] != "stream":
        pass
    yield request
    quiet.manager.interrupt_kernel()
    assert quiet.collect(request).reply["ename"] == "Interrupt"


def test_subshells_are_promised_created_listed_and_deleted(quiet):
    assert "kernel subshells" in quiet.ask("kernel_info_request", {})["supported_features"]
    first, second = (quiet.ask("create_subshell_request", {}, "control")["subshell_id"] for _ in range(2))
    assert quiet.ask("list_subshell_request", {}, "control")["subshell_id"] == sorted([first, second])
    for subshell in (first, second):
        assert quiet.ask("delete_subshell_request", {"subshell_id": subshell}, "control") == {"status": "ok"}
    assert quiet.ask("list_subshell_request", {}, "control") == {"status": "ok", "subshell_id": []}


@pytest.mark.parametrize("content", [{"subshell_id": "nobody"}, {"subshell_id": ["x"]}, {}])
def test_only_a_subshell_that_there_is_can_be_deleted(quiet, content):
    refused = quiet.ask("delete_subshell_request", content, "control")
    assert (refused["status"], refused["ename"]) == ("error", "UnknownSubshell")


def test_a_subshell_is_created_while_a_cell_runs(quiet, running):
    subshell = quiet.ask("create_subshell_request", {}, "control")["subshell_id"]
    assert ask(quiet, subshell, "complete_request", {"code": "found.le", "cursor_pos": 8})["matches"] == ["found.length"]
    quiet.ask("delete_subshell_request", {"subshell_id": subshell}, "control")


QUESTIONS = [
    ("complete_request", {"code": "found.le", "cursor_pos": 8}, "matches", ["found.length"]),
    ("inspect_request", {"code": "found.length", "cursor_pos": 9, "detail_level": 0}, "found", True),
    ("is_complete_request", {"code": "for i = 1, 2 do"}, "status", "incomplete"),
    ("history_request", {"hist_access_type": "search", "pattern": "no such cell", "output": False, "raw": True}, "history", []),
    ("kernel_info_request", {}, "implementation", "lua-kernel"),
    ("comm_info_request", {"target_name": "nobody"}, "comms", {}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "content", "field", "value"), QUESTIONS, ids=[kind for kind, *_ in QUESTIONS])
def test_a_question_is_answered_while_a_cell_runs(quiet, subshell, running, kind, content, field, value):
    request = send(quiet, subshell, kind, content)
    message = quiet.reply(request)
    assert message["header"]["msg_type"] == kind.replace("_request", "_reply")
    assert message["parent_header"]["subshell_id"] == subshell
    assert message["content"][field] == value
    states = []
    while states[-1:] != ["idle"]:
        told = quiet.client.get_iopub_msg(timeout=TIMEOUT_S)
        if told["parent_header"].get("msg_id") == request:
            states.append(told["content"]["execution_state"])
    assert states == ["busy", "idle"]


def test_many_questions_are_answered_in_order(quiet, subshell, running):
    sent = [send(quiet, subshell, "is_complete_request", {"code": f"x = {n}"}) for n in range(100)]
    got = [quiet.client.get_shell_msg(timeout=TIMEOUT_S)["parent_header"]["msg_id"] for _ in sent]
    assert got == sent


def test_what_the_running_cell_prints_stays_its_own(quiet, subshell):
    request = quiet.send("print 'begun' io.flush() local ends = os.time() + 2 while os.time() < ends do end print 'ended' 7")
    while quiet.client.get_iopub_msg(timeout=TIMEOUT_S)["header"]["msg_type"] != "stream":
        pass
    asked = send(quiet, subshell, "complete_request", {"code": "string.re", "cursor_pos": 9})
    first = quiet.client.get_shell_msg(timeout=TIMEOUT_S)
    assert first["parent_header"]["msg_id"] == asked
    cell = quiet.collect(request)
    assert (cell.stdout, cell.result) == ("ended\n", "7")


def test_a_cell_of_a_subshell_waits_for_its_turn(quiet, subshell):
    first = quiet.send("order = {} local ends = os.clock() + 0.3 while os.clock() < ends do end order[#order + 1] = 'main'")
    second = run(quiet, subshell, "order[#order + 1] = 'subshell' return table.concat(order, ' ')")
    assert quiet.collect(first).reply["status"] == "ok"
    assert quiet.reply(second)["content"]["status"] == "ok"
    assert quiet.run("table.concat(order, ' ')").result == '"main subshell"'


def test_a_question_behind_a_running_cell_of_its_own_subshell_is_answered_too(quiet, subshell):
    request = run(quiet, subshell, LOOP)
    while quiet.client.get_iopub_msg(timeout=TIMEOUT_S)["header"]["msg_type"] != "stream":
        pass
    assert ask(quiet, subshell, "complete_request", {"code": "found.le", "cursor_pos": 8})["matches"] == ["found.length"]
    quiet.manager.interrupt_kernel()
    assert quiet.reply(request)["content"]["ename"] == "Interrupt"


def test_an_error_refuses_what_is_queued_in_its_own_shell_only(quiet, subshell):
    slow = quiet.send("local ends = os.clock() + 0.3 while os.clock() < ends do end")
    failing, refused = run(quiet, subshell, "error 'x'"), run(quiet, subshell, "print 'never'")
    main = quiet.send("1")
    assert quiet.reply(slow)["content"]["status"] == "ok"
    statuses = {}
    while len(statuses) < 3:
        message = quiet.client.get_shell_msg(timeout=TIMEOUT_S)
        statuses[message["parent_header"]["msg_id"]] = message["content"]["status"]
    assert [statuses[one] for one in (failing, refused, main)] == ["error", "aborted", "ok"]


@pytest.mark.parametrize("name", ["nobody", ["a", "list"], 5])
def test_a_request_to_no_subshell_is_refused(quiet, name):
    refused = ask(quiet, name, "complete_request", {"code": "x", "cursor_pos": 1})
    assert (refused["status"], refused["ename"]) == ("error", "UnknownSubshell")
    assert quiet.run("1").result == "1"


def test_no_name_is_that_of_the_main_shell(quiet):
    assert ask(quiet, None, "complete_request", {"code": "string.fo", "cursor_pos": 9})["matches"] == ["string.format"]


def test_a_cell_that_speaks_of_subshells_is_a_cell(quiet):
    assert quiet.run("'subshell_id'").result == '"subshell_id"'


def test_comms_of_a_subshell_wait_for_the_cell(quiet, subshell):
    quiet.run("slider = widgets.IntSlider{value = 1} moved = {} slider:observe(function(c) moved[#moved + 1] = c.new end)")
    comms = quiet.ask("comm_info_request", {"target_name": "jupyter.widget"})["comms"]
    request = quiet.send("local ends = os.clock() + 0.3 while os.clock() < ends do end return #moved")
    for comm_id in comms:
        data = {"method": "update", "state": {"value": 5}, "buffer_paths": []}
        send(quiet, subshell, "comm_msg", {"comm_id": comm_id, "data": data})
    assert quiet.collect(request).result == "0"
    assert quiet.run("table.concat(moved, ' ')").result == '"5"'


def test_interrupts_and_questions_at_once_lose_no_reply(quiet, subshell):
    for _ in range(5):
        request = quiet.send(LOOP)
        while quiet.client.get_iopub_msg(timeout=TIMEOUT_S)["header"]["msg_type"] != "stream":
            pass
        asked = [send(quiet, subshell, "complete_request", {"code": "string.", "cursor_pos": 7}) for _ in range(20)]
        quiet.manager.interrupt_kernel()
        answered = set()
        while len(answered) < 21:
            answered.add(quiet.client.get_shell_msg(timeout=TIMEOUT_S)["parent_header"]["msg_id"])
        assert answered == {request, *asked}


def test_a_cell_sent_on_an_errors_reply_is_not_refused(quiet):
    for _ in range(100):
        failing = quiet.send("error 'x'")
        assert quiet.reply(failing)["content"]["status"] == "error"
        assert quiet.reply(quiet.send("1"))["content"]["status"] == "ok"


def test_an_interrupt_in_the_midst_of_output_is_not_lost(quiet):
    for _ in range(30):
        request = quiet.send("while true do io.write('x') io.flush() end")
        while quiet.client.get_iopub_msg(timeout=TIMEOUT_S)["header"]["msg_type"] != "stream":
            pass
        quiet.manager.interrupt_kernel()
        assert quiet.collect(request).reply["ename"] == "Interrupt"
