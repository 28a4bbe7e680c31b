"""Deliberate bad input of every kind: each is answered in words that say what is wrong, and the session goes on.

What other files test is listed in ELSEWHERE; everything else is here, in one kernel as a page drives it.
"""

import json
import re
from pathlib import Path

import pytest

from interpreter import Interpreter
from tests.lua_kernel.conftest import interrupt_by_message, interrupt_by_signal

ELSEWHERE = {
    "a magic with a wrong option": "test_magics.py::test_a_magic_with_a_wrong_option_is_one_line_that_says_the_usage",
    "a magic on an empty cell": "test_magics.py::test_a_cell_magic_without_lua_is_one_line_that_says_the_usage",
    "a magic on a syntax error": "test_magics.py::test_a_cell_magic_on_a_syntax_error_shows_the_error",
    "a magic twice in a cell": "test_magics.py::test_a_cell_magic_twice_is_one_line_that_says_the_usage",
    "a magic in the middle of a cell": "test_magics.py::test_a_magic_in_the_middle_of_a_cell_is_explained",
    "a misspelt magic": "test_magics.py::test_a_magic_with_a_letter_too_few_or_too_many_is_suggested",
    "a failing cell under a magic": "test_magics.py::test_a_cell_that_fails_still_shows_its_statistics",
    "a wrong limit": "test_kernel_sandbox.py::test_a_wrong_limit_says_the_usage",
    "a flood of output": "test_kernel_locals.py::test_a_flood_of_output_is_cut_and_the_kernel_lives",
    "a closed io.stdout": "test_kernel_hostile.py::test_a_closed_stream",
    "a replaced metatable of strings": "test_kernel_hostile.py::test_a_metatable_of_strings_that_is_replaced",
    "an emptied _G": "test_kernel_hostile.py::test_globals_that_are_emptied",
    "a _G that refuses": "test_kernel_hostile.py::test_globals_that_refuse_to_be_read_or_set",
    "a redefined print": "test_kernel_hostile.py::test_print_that_is_redefined",
    "os.exit": "test_kernel_hostile.py::test_an_exit_keeps_the_session",
    "an endless builtin": "test_kernel_hostile.py::test_an_interrupt_ends_what_builtins_are_busy_with",
    "an endless callback": "test_widget_bridge.py::test_a_callback_that_does_not_end_is_interrupted",
    "a message for a closed widget": "test_widget_bridge.py::test_a_message_for_a_closed_widget_is_no_trouble",
    "a forged message": "test_protocol_rows.py::test_a_message_with_a_wrong_signature_is_ignored",
    "mistakes with widgets": "test_widget_bridge.py::test_mistakes",
    "exceptions of Python": "test_python_bridge.py::test_an_exception_is_an_error_of_one_line",
    "bad data for a chart": "test_plot.py::test_mistakes_say_what_is_wanted",
    "bad options of a kernel": "test_kernel_sandbox.py::test_limits_of_a_configuration_that_are_none_do_not_stop_the_kernel",
    "damaged dumps by the thousand": "../interpreter/vm/test_dump.py::test_many_mutated_dumps_are_refused_or_harmless",
    "random bytes as a script": "../interpreter/test_main.py::test_any_bytes_are_a_script_that_runs_or_is_refused",
    "work that no limit of time saw": "../interpreter/test_limits.py::test_what_costs_much_is_ended_by_the_clock",
    "a text too large for the memory": "../interpreter/test_limits.py::test_a_text_whose_tree_would_not_fit_is_not_compiled",
    "a path longer than any": "../interpreter/test_sandbox.py::test_a_path_longer_than_any_is_refused_at_once",
    "finalizers without end": "../interpreter/test_limits.py::test_finalizers_that_do_not_end_do_not_keep_a_state_open",
    "an unreadable notebook": "../test_notebooks.py::test_run_tour_says_in_one_line_what_it_cannot_read",
    "a wrong option of plua": "../interpreter/test_main.py::test_a_bad_option_is_refused",
    "a wrong variable of plua": "../interpreter/test_main.py::test_a_bad_variable_is_refused",
    "a missing file for %run": "test_files.py::test_what_run_cannot_run_says_why",
    "a missing file for %load": "test_files.py::test_what_load_cannot_load_says_why",
    "a folder that %cd cannot go to": "test_files.py::test_where_cd_cannot_go_says_why",
    "a file that %%writefile cannot write": "test_files.py::test_what_writefile_cannot_write_says_why",
    "a wrong question for input": "test_kernel_input.py::test_a_prompt_that_is_none_is_refused_with_its_place",
    "a reply to it that is no text": "test_kernel_input.py::test_a_reply_that_is_no_text_is_an_empty_line",
    "mistakes with display": "test_display_library.py::test_mistakes_are_told_with_their_place",
    "a magic in a restricted session": "test_kernel_sandbox.py::test_parts_of_harmless_magics_are_refused",
    "a file outside the sandbox": "../interpreter/test_sandbox.py::test_no_file_outside_the_folder_is_opened",
    "a binary chunk in the sandbox": "../interpreter/test_sandbox.py::test_no_binary_chunk_is_loaded",
    "each limit caught and nested": "../interpreter/test_limits.py::test_what_ends_a_run_is_caught_by_nothing",
    "allocations that fail": "../test_faults.py::test_a_failing_allocation_is_an_error_or_does_not_matter",
    "a host that runs Lua while it reads": (
        "../test_memory.py::test_lua_run_by_a_host_that_reads_takes_nothing_from_who_asked"
    ),
    "a wrong name of a kernel": "test_install.py::test_a_bad_name_is_refused",
    "random bytes for load": "../fuzz/test_fuzz.py::test_a_short_run_finds_nothing",
}
"""Kind of bad input to the test that has it."""


@pytest.mark.parametrize(("file", "name"), [place.split("::") for place in ELSEWHERE.values()])
def test_what_is_tested_elsewhere_is_there(file, name):
    assert f"def {name}(" in (Path(__file__).parent / file).read_text()


def told(cell):
    """Return the error's name and message, without the cell's number."""
    return cell.error["ename"], re.sub(r"cell\[\d+\]", "cell", cell.error["evalue"])


def signed(session, parts):
    return [b"<IDS|MSG>", session.sign(parts), *parts]


def send_parts(page, kind, channel="shell", header=None, **parts):
    """Send a message made of JSON as it is given, and return its id."""
    session = page.client.session
    sent = session.msg(kind, {"code": "1", "restart": False})
    sent["header"] = header or sent["header"]
    names = ("header", "parent_header", "metadata", "content")
    frames = signed(session, [parts.get(name, session.pack(sent[name])) for name in names])
    getattr(page.client, f"{channel}_channel").socket.send_multipart(frames)
    return sent["header"]["msg_id"]


@pytest.fixture(autouse=True)
def _kernel_lives(request):
    """Ask, after each test with a kernel, whether it has kept its state."""
    if "quiet" not in request.fixturenames:
        yield
        return
    quiet = request.getfixturevalue("quiet")
    quiet.run("kept = 'kept'")
    yield
    assert '"kept"' == quiet.run("kept").result
    assert quiet.is_alive()


# --------------------------------------------------------------------------------------------------------- syntax


SYNTAX = {
    "x = = 1": "cell:1: unexpected symbol near '='",
    "if": "cell:1: unexpected symbol near <eof>",
    "for i = 1 do end": "cell:1: ',' expected near 'do'",
    "f(": "cell:1: unexpected symbol near <eof>",
    "}": "cell:1: unexpected symbol near '}'",
    "goto nowhere": "cell:1: no visible label 'nowhere' for <goto> at line 1",
    "::a:: ::a::": "cell:1: label 'a' already defined on line 1",
    "break": "cell:1: break outside loop at line 1",
    "local x <const> = 1\nx = 2": "cell:2: attempt to assign to const variable 'x'",
    "local x <odd> = 1": "cell:1: unknown attribute 'odd'",
    "'unfinished": "cell:1: unfinished string near <eof>",
    "[[unfinished": "cell:1: unfinished long string (starting at line 1) near <eof>",
    "--[[ unfinished": "cell:1: unfinished long comment (starting at line 1) near <eof>",
    "--[==[ unfinished\n]]": "cell:2: unfinished long comment (starting at line 1) near <eof>",
    "x = 0x": "cell:1: malformed number near '0x'",
    r"'\q'": r"cell:1: invalid escape sequence near ''\q'",
    r"'\u{110000000}'": r"cell:1: UTF-8 value too large near ''\u{110000000'",
    "§ = 1": r"cell:1: unexpected symbol near '<\194>'",
    "\0": "cell:1: unexpected symbol",
    "a.b:c = 1": "cell:1: function arguments expected near '='",
    "x = " + "(" * 1_000_000 + "1" + ")" * 1_000_000: "C stack overflow",
    "x = " + "{" * 1_000_000: "C stack overflow",
    "return " + "- " * 100_000 + "1": "C stack overflow",
}


@pytest.mark.parametrize("code", SYNTAX, ids=lambda code: ascii(code[:20]))
def test_a_syntax_error_is_in_luas_words(quiet, code):
    assert ("LuaSyntaxError", SYNTAX[code]) == told(quiet.run(code))


# ------------------------------------------------------------------------------------------------------ mistakes


MISTAKES = {
    "nothing.field": "cell:1: attempt to index a nil value (global 'nothing')",
    "nothing()": "cell:1: attempt to call a nil value (global 'nothing')",
    "1 < 'x'": "cell:1: attempt to compare number with string",
    "-{}": "cell:1: attempt to perform arithmetic on a table value",
    "1 // 0": "cell:1: attempt to divide by zero",
    "2^53 | 0.5": "cell:1: number has no integer representation",
    "local t = {} t[nil] = 1": "cell:1: table index is nil",
    "local t = {} t[0/0] = 1": "cell:1: table index is NaN",
    "for i = 1, 10, 0 do end": "cell:1: 'for' step is zero",
    "local x <close> = 42": "cell:1: variable 'x' got a non-closable value",
    "error()": "(error object is a nil value)",
    "error({code = 1})": "(error object is a table value)",
    "error(print)": "(error object is a function value)",
    "error(true)": "(error object is a boolean value)",
    "error(setmetatable({}, {__tostring = function() return 5 end}))": "(error object is a table value)",
    "error(setmetatable({}, {__tostring = function() error('inner') end}))": "cell:1: inner",
    "error(setmetatable({}, {__tostring = function() return 'mine' end}))": "mine",
    r"error('bad \xff', 0)": r"bad \xff",
    "function down() return 1 + down() end\ndown()": "cell:1: stack overflow",
    "local t = setmetatable({}, {__index = function(t, k) return t[k] end}) return t.x": "cell:1: C stack overflow",
    "('x'):rep(1 << 40)": "cell:1: resulting string too large",
    "coroutine.yield(1)": "attempt to yield from outside a coroutine",
    "coroutine.wrap(function() error('in it') end)()": "cell:1: cell:1: in it",
    "_ENV = nil x = 1": "cell:1: attempt to index a nil value (upvalue '_ENV')",
    "getmetatable('').__add = 5 return 'x' + {}": "cell:1: attempt to call a number value (metamethod 'add')",
    "table.sort({1, 2, 3, 4, 5}, function() return true end)": "cell:1: invalid order function for sorting",
    "('x'):find('[')": "cell:1: malformed pattern (missing ']')",
    "('x'):rep(-1, 5):format('%d', 'x'):byte(1.5)": "cell:1: bad argument #1 to 'byte' (number has no integer representation)",
    "('%d'):format(1.5)": "cell:1: bad argument #1 to 'format' (number has no integer representation)",
    "('%y'):format(1)": "cell:1: invalid conversion '%y' to 'format'",
    "('i17'):pack(1)": "cell:1: integral size (17) out of limits [1,16]",
    "('i4'):unpack('x')": "cell:1: bad argument #1 to 'unpack' (data string too short)",
    "('a'):rep(300000):match(('(a)'):rep(33))": "cell:1: too many captures",
    "utf8.char(-1)": "cell:1: bad argument #1 to 'char' (value out of range)",
    "for _ in utf8.codes('\\xff') do end": "cell:1: invalid UTF-8 code",
    "table.concat({{}})": "cell:1: invalid value (table) at index 1 in table for 'concat'",
    "table.unpack({}, 1, 1e8)": "cell:1: too many results to unpack",
    "table.insert({}, 5, 1)": "cell:1: bad argument #2 to 'insert' (position out of bounds)",
    "math.random(0, -1)": "cell:1: bad argument #1 to 'random' (interval is empty)",
    "setmetatable({}, 5)": "cell:1: bad argument #2 to 'setmetatable' (nil or table expected, got number)",
    "setmetatable(setmetatable({}, {__metatable = 1}), {})": "cell:1: cannot change a protected metatable",
    "coroutine.close(coroutine.running())": "cell:1: cannot close a running coroutine",
    "os.time({year = 2000})": "cell:1: field 'month' missing in date table",
    "os.date('%Ez')": "cell:1: bad argument #1 to 'date' (invalid conversion specifier '%Ez')",
    "string.dump(print)": "cell:1: unable to dump given function",
    "debug.sethook(print, 'l', {})": "cell:1: bad argument #3 to 'sethook' (number expected, got table)",
    "select(2, load(function() return {} end)):x()": "cell:1: attempt to call a nil value (method 'x')",
    "collectgarbage('nonsense')": "cell:1: bad argument #1 to 'collectgarbage' (invalid option 'nonsense')",
}


@pytest.mark.parametrize("code", MISTAKES)
def test_a_mistake_is_in_luas_words(quiet, code):
    assert ("LuaError", MISTAKES[code]) == told(quiet.run(code))


LIMITS = {
    "memory=40M": (
        "local t = {} while true do t[#t + 1] = ('x'):rep(1000000) .. #t end", "MemoryError", "not enough memory"
    ),
    "instructions=100000": ("while true do end", "LimitError", "cell:1: instruction limit exceeded"),
    "seconds=0.1": ("pcall(function() while true do end end)", "LimitError", "cell:1: time limit exceeded"),
    "output=1000": ("while true do print('0123456789') end", "LimitError", "cell:1: output limit exceeded"),
    "string=10000": ("('x'):rep(10001)", "LuaError", "cell:1: string size limit exceeded"),
    "coroutines=10": (
        "t = {} for i = 1, 99 do t[i] = coroutine.create(print) end", "LuaError", "cell:1: too many coroutines"
    ),
    "stack=50": ("function down() return 1 + down() end down()", "LuaError", "cell:1: stack overflow"),
    "levels=50": (
        "function down() table.sort({1, 2}, function() down() end) end down()", "LuaError", "C stack overflow"
    ),
}  # fmt: skip


@pytest.mark.parametrize("limit", LIMITS)
def test_an_exhausted_limit_is_an_error(quiet, limit):
    code, *expected = LIMITS[limit]
    quiet.run(f"%limits {limit}")
    cell = quiet.run(code)
    quiet.run(f"%limits {limit.partition('=')[0]}=none")
    assert tuple(expected) == told(cell)


@pytest.mark.parametrize("interrupt", [interrupt_by_signal, interrupt_by_message])
def test_an_endless_loop_is_interrupted(quiet, interrupt):
    request = quiet.send("print('running') io.flush() while true do end")
    while quiet.client.get_iopub_msg(timeout=60)["header"]["msg_type"] != "stream":
        pass
    interrupt(quiet)
    assert ("Interrupt", "interrupted!") == told(quiet.collect(request))


# --------------------------------------------------------------------------------------------- files and modules


FILES = {
    "assert(io.open('no_such_file.lua'))": "cell:1: no_such_file.lua: No such file or directory",
    "assert(io.open('.', 'w'))": "cell:1: .: Is a directory",
    r"assert(io.open('\0'))": "cell:1: : No such file or directory",
    "assert(io.popen('exit 3', 'r'):close())": "cell:1: exit",
    "assert(os.remove('nowhere'))": "cell:1: nowhere: No such file or directory",
    "assert(os.rename('nowhere', 'else'))": "cell:1: No such file or directory",
    "local f = io.tmpfile() f:close() f:read()": "cell:1: attempt to use a closed file",
    "io.read('z')": "cell:1: bad argument #1 to 'read' (invalid format)",
    "io.open('x', 'zz')": "cell:1: bad argument #2 to 'open' (invalid mode)",
    "io.lines('nowhere')": "cell:1: cannot open file 'nowhere' (No such file or directory)",
    "dofile('nowhere.lua')": "cannot open nowhere.lua: No such file or directory",
    "assert(loadfile('nowhere.lua'))": "cell:1: cannot open nowhere.lua: No such file or directory",
    "io.read()": "cell:1: no input: this front end takes none here (allow_stdin is false)",
    "python.import 'nowhere'": "cell:1: ModuleNotFoundError: no module 'nowhere'; install it where the kernel runs",
}


@pytest.mark.parametrize("code", FILES)
def test_what_is_not_there_is_named(quiet, code):
    assert ("LuaError", FILES[code]) == told(quiet.run(code))


def test_a_module_that_is_nowhere_is_told_with_all_places(quiet):
    _, message = told(quiet.run("require 'nowhere'"))
    assert "cell:1: module 'nowhere' not found:" == message.split("\n")[0]
    assert "\tno field package.preload['nowhere']" == message.split("\n")[1]


# ------------------------------------------------------------------------------------------------- hostile dumps


DUMPS = {
    "": "truncated chunk",
    "d:sub(1, 20)": "truncated chunk",
    "d:sub(1, -2)": "truncated chunk",
    "d:sub(1, -2) .. 'x'": "corrupted chunk",
    "d:sub(1, 50) .. '\\xff' .. d:sub(52)": "corrupted chunk",
    "'\\27LuaS' .. d:sub(6)": "version mismatch",
}


@pytest.mark.parametrize("made", DUMPS)
def test_a_damaged_dump_is_refused_by_name(quiet, made):
    cell = quiet.run(f"local d = string.dump(function(a) return a end) assert(load({made or 'd:sub(1, 4)'}, '=d', 'b'))")
    assert ("LuaError", f"cell:1: d: bad binary format ({DUMPS[made]})") == told(cell)


def test_a_dump_as_a_cell_is_no_text(quiet):
    assert told(quiet.run("\x1bLua garbage"))[1].startswith("cell")


# ----------------------------------------------------------------------------------------------- bytes and sizes


BYTES = {
    r"'a\xff\0b'": r'"a\xff\x00b"',
    r"{['\xff'] = 1}": r'{["\xff"] = 1}',
    r"setmetatable({}, {__name = '\xff'}) == nil": "false",
    r"setmetatable({}, {__tostring = function() return '\xc3(' end})": r"\xc3(",
    "#'\0é'": "3",
    "--" + "x" * 10_000_000 + "\n1": "1",
    "#[[" + "é" * 5_000_000 + "]]": "10000000",
    "local x = {}\n" + "x[1] = 'a;' -- é\n" * 60_000 + "x": '{"a;"}',
}


@pytest.mark.parametrize("code", BYTES, ids=lambda code: ascii(code[:20]))
def test_odd_bytes_and_large_cells_give_results(quiet, code):
    assert BYTES[code] == quiet.run(code).result


@pytest.mark.slow
def test_a_cell_of_ten_megabytes_shows_its_last_expression(quiet):
    assert "7" == quiet.run("local x = {}\n" + "x[1] = 'a;' -- é\n" * 600_000 + "1 + 6").result


def test_bytes_that_are_no_utf8_in_output(quiet):
    assert r"\xff\xc3" == quiet.run(r"io.write('\xff\xc3')").stdout


def test_bytes_that_are_no_utf8_on_stderr_and_in_warnings(quiet):
    assert r"\xff" == quiet.run(r"io.stderr:write('\xff')").stream("stderr")
    assert "Lua warning: \\xff\n" == quiet.run(r"warn('@on') warn('\xff') warn('@off')").stream("stderr")


def test_a_cell_that_spoils_the_globals(quiet):
    spoil = "saved = {print, tostring, error, string.upper} print, tostring, error, string.upper = nil"
    assert "1" == quiet.run(f"{spoil}\nreturn 1").result
    assert ["string"] == quiet.complete("strin")["matches"]
    assert ("LuaError", "cell:1: attempt to call a nil value (global 'print')") == told(quiet.run("print(1)"))
    quiet.run("print, tostring, error, string.upper = table.unpack(saved)")


# ------------------------------------------------------------------------------------------------------- messages


MALFORMED = [
    ("execute_request", {}, "code is missing; it has to be a string"),
    ("execute_request", {"code": 5, "silent": False}, "code is 5; it has to be a string"),
    ("execute_request", {"code": None}, "code is missing; it has to be a string"),
    ("execute_request", {"code": ["1"] * 9}, "code is ['1', '1', '1', '1', '1', '1', ...]; it has to be a string"),
    ("execute_request", {"code": "1", "user_expressions": 5},
     "user_expressions is 5; it has to be names with expressions"),
    ("execute_request", {"code": "1", "user_expressions": {"a": 5}},
     "user_expressions is {'a': 5}; it has to be names with expressions"),
    ("complete_request", {"code": "x", "cursor_pos": 0.5}, "cursor_pos is 0.5; it has to be a whole number"),
    ("inspect_request", {"cursor_pos": 3}, "code is missing; it has to be a string"),
    ("inspect_request", {"code": "x", "omit_sections": 5}, "omit_sections is 5; it has to be an array"),
    ("is_complete_request", {"code": 5}, "code is 5; it has to be a string"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "content", "message"), MALFORMED)
def test_a_malformed_request_is_answered_by_what_is_wrong(quiet, kind, content, message):
    reply = quiet.ask(kind, content)
    assert ("error", "BadRequest", f"{kind}: {message}") == (reply["status"], reply["ename"], reply["evalue"])


@pytest.mark.parametrize(
    ("channel", "kind"),
    [("shell", "execute_request"), ("shell", "history_request"), ("shell", "comm_info_request"),
     ("control", "debug_request"), ("control", "delete_subshell_request"), ("control", "shutdown_request")],
)  # fmt: skip
@pytest.mark.parametrize(("part", "wrong"), [("content", 5), ("content", [1]), ("metadata", [1])])
def test_a_request_whose_parts_are_no_objects_is_answered(quiet, channel, kind, part, wrong):
    reply = quiet.reply(send_parts(quiet, kind, channel, **{part: json.dumps(wrong).encode()}), channel)["content"]
    message = f"{kind}: its {part} is {wrong}; it has to be an object"
    assert ("error", "BadRequest", message) == (reply["status"], reply["ename"], reply["evalue"])


SPARING = [
    ("kernel_info_request", {}, "implementation", "lua-kernel"),
    ("comm_info_request", {}, "comms", {}),
    ("complete_request", {"code": "string.reve"}, "matches", ["string.reverse"]),
    ("complete_request", {"code": "é = math.flo"}, "cursor_end", 12),
    ("inspect_request", {"code": "print"}, "found", True),
    ("is_complete_request", {}, "status", "complete"),
    ("execute_request", {"code": "1"}, "user_expressions", {}),
]
"""Requests that leave out what may be left out: kind, content, a field of the reply, its value."""


@pytest.mark.parametrize(("kind", "content", "field", "value"), SPARING)
def test_what_a_request_leaves_out_is_filled_in(quiet, kind, content, field, value):
    nothing = dict.fromkeys(("cursor_pos", "detail_level", "silent", "store_history", "user_expressions"))
    for given in (content, nothing | content):
        reply = quiet.ask(kind, given)
        assert reply["status"] in ("ok", "complete")
        assert value == reply[field]


@pytest.mark.parametrize("content", [{}, {"n": 1, "odd": "a field that nobody knows"}, {"hist_access_type": "search"}])
def test_history_is_told_to_who_asks_in_few_words(quiet, content):
    quiet.run("'typed'")
    assert "'typed'" == quiet.ask("history_request", content)["history"][-1][2]


@pytest.mark.parametrize("part", ["content", "metadata", "parent_header"])
def test_null_is_an_object_that_says_nothing(quiet, part):
    for channel in ("shell", "control"):
        for kind in ("kernel_info_request", "comm_info_request"):
            assert "ok" == quiet.reply(send_parts(quiet, kind, channel, **{part: b"null"}), channel)["content"]["status"]


def test_a_header_without_a_version_is_of_this_protocol(quiet):
    for kind in ("complete_request", "inspect_request", "execute_request"):
        header = {"msg_id": f"sparing {kind}", "msg_type": kind}
        request = send_parts(quiet, kind, header=header, content=b'{"code": "print", "cursor_pos": 5}')
        assert "ok" == quiet.reply(request)["content"]["status"]


@pytest.mark.parametrize("channel", ["shell", "control"])
@pytest.mark.parametrize("content", [{}, {"restart": None}, None])
def test_a_shutdown_that_does_not_say_whether_it_is_a_restart_is_none(fresh, channel, content):
    request = send_parts(fresh, "shutdown_request", channel, content=json.dumps(content).encode())
    assert {"status": "ok", "restart": False} == fresh.reply(request, channel)["content"]
    fresh.manager.provisioner.process.wait(60)


def test_any_value_says_whether_input_may_be_asked_for(quiet):
    assert quiet.ask("execute_request", {"code": "1", "silent": False, "allow_stdin": 5})["status"] == "ok"


@pytest.mark.parametrize("kind", ["execute_request", "complete_request", "history_request"])
def test_what_belongs_to_cells_is_refused_on_the_control_channel(quiet, kind):
    reply = quiet.ask(kind, {"code": "kept = 'lost'", "silent": False, "cursor_pos": 1}, "control")
    assert ("error", f"{kind} has to come by the shell channel") == (reply["status"], reply["evalue"])


def test_half_of_a_surrogate_pair_is_no_code(quiet):
    reply = quiet.reply(send_parts(quiet, "execute_request", content=rb'{"code": "\ud800"}'))["content"]
    assert "execute_request: code has half of a surrogate pair; it has to be Unicode text" == reply["evalue"]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("complete_request", {"code": "((((", "cursor_pos": 400}),
        ("complete_request", {"code": "'é", "cursor_pos": -7}),
        ("inspect_request", {"code": "", "cursor_pos": 5, "detail_level": 7}),
        ("inspect_request", {"code": "print", "cursor_pos": 2, "detail_level": "deep"}),
        ("is_complete_request", {"code": "(" * 100_000}),
        ("history_request", {"hist_access_type": "range", "output": True, "raw": True}),
        ("history_request", {"hist_access_type": "tail", "n": "many", "output": False, "raw": True}),
        ("history_request", {"hist_access_type": "search", "pattern": 5, "output": False, "raw": True}),
        ("history_request", {}),
        ("comm_info_request", {"target_name": 5}),
    ],
)
def test_odd_questions_get_an_answer(quiet, kind, content):
    assert quiet.ask(kind, content)["status"] in ("ok", "unknown", "invalid", "incomplete")


WITHOUT_REPLY = [
    ("nonsense_request", {"x": 1}),
    ("input_reply", {"value": "nobody asked"}),
    ("comm_open", {}),
    ("comm_open", {"comm_id": "a", "target_name": 5, "data": {}}),
    ("comm_msg", {}),
    ("comm_msg", {"comm_id": "gone", "data": 5}),
    ("comm_close", {"comm_id": "gone"}),
]


@pytest.mark.parametrize(("kind", "content"), WITHOUT_REPLY)
def test_a_message_that_means_nothing_is_ignored(quiet, kind, content):
    quiet.client.shell_channel.send(quiet.client.session.msg(kind, content))
    assert "1" == quiet.run("1").result


def test_a_comm_for_a_target_that_nobody_has_is_closed(quiet):
    message = quiet.client.session.msg("comm_open", {"comm_id": "lost", "target_name": "nobody", "data": {}})
    quiet.client.shell_channel.send(message)
    while (found := quiet.client.get_iopub_msg(timeout=60))["header"]["msg_type"] != "comm_close":
        pass
    assert "lost" == found["content"]["comm_id"]


FRAMES = {
    "nothing": lambda _: [b""],
    "garbage": lambda _: [b"\xff\xfe", b"x"],
    "no parts": lambda _: [b"<IDS|MSG>"],
    "no signature": lambda _: [b"<IDS|MSG>", b"", b"{}", b"{}", b"{}", b"{}"],
    "no JSON": lambda session: signed(session, [b"{", b"{}", b"{}", b"{}"]),
    "JSON of another kind": lambda session: signed(session, [b"[]", b"5", b"null", b"\xff"]),
    "too few parts": lambda session: signed(session, [b"{}"]),
}


@pytest.mark.parametrize("kind", FRAMES)
def test_frames_that_are_no_message_are_ignored(quiet, kind):
    quiet.client.shell_channel.socket.send_multipart(FRAMES[kind](quiet.client.session))
    quiet.client.control_channel.socket.send_multipart(FRAMES[kind](quiet.client.session))
    assert "1" == quiet.run("1").result
    assert "ok" == quiet.ask("kernel_info_request", {}, "control")["status"]


def until_idle(page, request):
    """Return the states that a request leads to."""
    states = []
    while "idle" not in states:
        message = page.client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") == request and message["msg_type"] == "status":
            states.append(message["content"]["execution_state"])
    return states


@pytest.mark.parametrize("channel", ["shell", "control"])
@pytest.mark.parametrize("part", ["content", "metadata", "parent_header"])
def test_a_request_with_a_part_that_is_no_json_is_answered(quiet, channel, part):
    request = send_parts(quiet, "execute_request", channel, **{part: b"{"})
    reply = quiet.reply(request, channel)["content"]
    message = f"a message of the {channel} channel: its {part} is no JSON"
    assert ("error", "BadRequest", message) == (reply["status"], reply["ename"], reply["evalue"])
    assert ["busy", "idle"] == until_idle(quiet, request)


def test_what_cannot_be_read_may_wait_behind_a_failing_cell(quiet):
    failing = quiet.send("for i = 1, 2e7 do end error('x')")
    request = send_parts(quiet, "execute_request", content=b"{")
    behind = quiet.client.kernel_info()
    assert "error" == quiet.collect(failing).reply["status"]
    assert ["error", "ok"] == [quiet.reply(one)["content"]["status"] for one in (request, behind)]


@pytest.mark.parametrize("channel", ["shell", "control"])
@pytest.mark.parametrize("kind", [None, 5, ["execute_request"]])
def test_a_message_whose_kind_is_no_name_leads_to_idle(quiet, channel, kind):
    header = {"msg_id": f"{kind} on {channel}", "msg_type": kind}
    assert ["busy", "idle"] == until_idle(quiet, send_parts(quiet, "", channel, header=header))


def test_the_log_tells_in_a_line_what_cannot_be_read(capfd, open_page):
    page = open_page()
    for header in (b"{", b"[]", b'{"msg_id": "1"}'):
        page.client.shell_channel.socket.send_multipart(signed(page.client.session, [header, b"{}", b"{}", b"{}"]))
    page.client.shell_channel.socket.send_multipart([b"garbage"])
    page.run("1")
    told = re.findall("a message of the shell channel: (.*)", capfd.readouterr().err)
    assert [
        "its header is no JSON",
        "its header is no object",
        "its header has no msg_type that is a string",
        "no frame of it is the delimiter",
    ] == told


def test_a_message_sent_twice_is_run_once(quiet):
    quiet.run("times = 0")
    session = quiet.client.session
    frames = session.serialize(session.msg("execute_request", {"code": "times = times + 1", "silent": True}))
    for _ in range(2):
        quiet.client.shell_channel.socket.send_multipart(frames)
    assert "1" == quiet.run("times").result


# -------------------------------------------------------------------------------------------------- hosts in Python


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sandbox": "open"}, "sandbox"),
        ({"limits": {"speed": 1}}, "there is no limit 'speed'"),
        ({"pools": "sideways"}, "pools"),
    ],
)
def test_a_wrong_option_of_an_interpreter_is_named(options, message):
    with pytest.raises((ValueError, TypeError), match=message):
        Interpreter(**options)
