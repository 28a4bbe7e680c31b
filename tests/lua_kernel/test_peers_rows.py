"""What docs/peers.md says of this kernel and no other file shows over ZMQ."""

import re
from importlib.metadata import requires, version

import pytest
from packaging.requirements import Requirement

from tests.lua_kernel.test_protocol_rows import until_idle


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("local n = 20 print('x')\nn + 1", "21"),
        ("1 +\n  2 +\n  3", "6"),
        ("{\n  1,\n  2,\n}", "{1, 2}"),
        ("local x = 5 return x", "5"),
        ("5;", None),
        ("x = 5; x;", None),
        ("print()", None),
        ("(function() end)()", None),
        ("1, nil, 'x'", '1\tnil\t"x"'),
    ],
)
def test_what_a_cell_ends_with_is_its_result(quiet, code, result):
    assert quiet.run(code).result == result


def test_earlier_results_have_names(quiet):
    number = quiet.run("'kept'").reply["execution_count"]
    assert quiet.run("_ .. '!'").result == '"kept!"'
    assert quiet.run(f"_{number}, Out[{number}]").result == '"kept"\t"kept"'


def test_files_and_streams_are_those_of_lua(fresh):
    written = fresh.run("io.stdout:write('a', 1, '\\n') f = io.open('two', 'w') f:write('l1\\nl2\\n') f:close()")
    assert (written.stdout, written.reply["status"]) == ("a1\n", "ok")
    assert fresh.run("for line in io.lines('two') do print(line) end").stdout == "l1\nl2\n"


def test_bytes_of_any_value_arrive(quiet):
    assert quiet.run(r"'a\0\xff'").result == r'"a\x00\xff"'
    assert quiet.run(r"error('a\xff')").error["evalue"].endswith(":1: a\\xff")


def test_a_value_shows_itself_as_it_likes(quiet):
    cell = quiet.run("setmetatable({}, {__mime = function() return {['text/html'] = '<b>x</b>'} end})")
    assert cell.of("execute_result")[0]["data"]["text/html"] == "<b>x</b>"


# ------------------------------------------------------------------------------------------------------ completion


@pytest.mark.parametrize(
    ("code", "matches"),
    [
        ("prin", ["print"]),
        ("whil", ["while"]),
        ("shelf.le", ["shelf.length", "shelf.lend"]),
        ("shelf:le", ["shelf:lend"]),  # what is no function cannot be called
        ("heir:le", ["heir:lend"]),
        ("name:uppe", ["name:upper"]),
        ("('x'):uppe", ["upper"]),
        ("io.stdout:see", ["io.stdout:seek"]),
        ("require 'shel", ["shelves"]),
        ("io.open('shelv", ["shelves.lua"]),
    ],
)
def test_names_are_completed(shelves, code, matches):
    found = shelves.complete(code)
    assert sorted(found["matches"]) == sorted(matches)


@pytest.fixture(scope="module")
def shelves(quiet):
    quiet.run("shelf = {length = 3, lend = function() end} heir = setmetatable({}, {__index = shelf}) name = 'x'")
    quiet.run("f = io.open('shelves.lua', 'w') f:close()")
    return quiet


# ----------------------------------------------------------------------------------------------- comms and widgets


def of_kind(found, kind):
    return [message["content"] for message in found if message["header"]["msg_type"] == kind]


def test_lua_opens_a_comm_and_hears_of_it(quiet):
    code = (
        "channel = python.import 'comm'.create_comm(python.kw{target_name = 'ours', data = {n = 1}}) "
        "channel:on_msg(function(message) print('heard ' .. message.content.data.n) end)"
    )
    (opened,) = of_kind(until_idle(quiet, quiet.send(code)), "comm_open")
    assert (opened["target_name"], opened["data"]) == ("ours", {"n": 1})
    (sent,) = of_kind(until_idle(quiet, quiet.send("channel:send(python.kw{data = {n = 2}})")), "comm_msg")
    assert (sent["comm_id"], sent["data"]) == (opened["comm_id"], {"n": 2})
    message = quiet.client.session.msg("comm_msg", {"comm_id": opened["comm_id"], "data": {"n": 3}})
    quiet.client.shell_channel.send(message)
    heard = of_kind(until_idle(quiet, message["header"]["msg_id"]), "stream")
    assert [content["text"] for content in heard] == ["heard 3\n"]


def test_widgets_of_other_packages_are_shown(quiet):
    cell = quiet.run("python.import 'ipywidgets'.IntSlider(python.kw{value = 3})")
    assert "application/vnd.jupyter.widget-view+json" in cell.of("execute_result")[0]["data"]


def test_magics_are_listed(quiet):
    listed = re.findall(r"%%?\w+", quiet.run("%lsmagic").shown[0]["text/plain"])
    assert {"%cd", "%env", "%load", "%run", "%%writefile", "%%time", "%%timeit", "%reset", "%whos"} <= set(listed)


def test_settings_are_read_from_the_environment(open_page):
    page = open_page(LUA_KERNEL_POOLS="off", LUA_KERNEL_PYTHON="off", LUA_KERNEL_OUTPUT_LIMIT="10")
    cell = page.run("print(python) print(('x'):rep(20))")
    assert cell.stdout == "nil\nxxxxxx"
    assert cell.shown == []


# --------------------------------------------------------------------------------------------------------- the rest


def test_what_is_installed_is_what_we_ask_for():
    asked = [Requirement(text) for text in requires("lua-notebook")]
    needed = [one for one in asked if one.marker is None]
    assert needed
    assert [str(one) for one in needed if not one.specifier.contains(version(one.name))] == []


def test_a_table_of_records_and_a_chart_are_more_than_text(quiet):
    code = "local records = {} for i = 1, 9 do records[i] = {name = ('x'):rep(20), n = i} end return records"
    (table,) = quiet.run(code).of("execute_result")
    assert "<table" in table["data"]["text/html"]
    (chart,) = quiet.run("plot.bar({a = 1, b = 2});").shown
    assert {"application/vnd.vegalite.v5+json", "image/svg+xml", "text/plain"} <= set(chart)
