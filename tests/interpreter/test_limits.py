"""Each limit: what it stops, whether pcall catches it, and that the session goes on."""

import time

import pytest

from identities import assert_identities
from interpreter import Interpreter

UNCATCHABLE = {
    "instructions": (100_000, "while true do end", "instruction limit exceeded"),
    "seconds": (0.05, "while true do end", "time limit exceeded"),
    "output_bytes": (1000, "while true do print('0123456789') end", "output limit exceeded"),
}

CATCHABLE = {
    "memory_bytes": (20_000_000, "local t = {} for i = 1, 1e9 do t[i] = {} end", "not enough memory"),
    "string_bytes": (10_000, "return ('x'):rep(10001)", "string size limit exceeded"),
    "coroutines": (100, "local t = {} for i = 1, 101 do t[i] = coroutine.create(print) end", "too many coroutines"),
    "stack_frames": (50, "local function f(n) return n == 0 and 0 or 1 + f(n - 1) end return f(60)", "stack overflow"),
    "c_levels": (50, "local function s() table.sort({1, 2, 3}, function(a, b) s() return a < b end) end s()",
                 "C stack overflow"),
}  # fmt: skip

WAYS = {
    "plain": "{}",
    "pcall": "return pcall(function() {} end)",
    "nested": "return pcall(pcall, pcall, xpcall, function() {} end, print)",
    "coroutine": "return coroutine.resume(coroutine.create(function() {} end))",
    "wrapped": "return pcall(coroutine.wrap(function() return pcall(function() {} end) end))",
    "metamethod": "local o = setmetatable({{}}, {{__index = function() {} end}}) return pcall(function() return o.x end)",
    "sort": "return pcall(table.sort, {{1, 2, 3}}, function() {} end)",
}


@pytest.fixture
def printed():
    return []


@pytest.fixture
def lua(printed):
    with Interpreter(stdout=printed.append, stderr=printed.append) as interpreter:
        yield interpreter


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", UNCATCHABLE)
def test_what_ends_a_run_is_caught_by_nothing(lua, name, way):
    limit, program, message = UNCATCHABLE[name]
    lua.limits.set(**{name: limit})
    error = lua.run(WAYS[way].format(program)).error
    assert ("limit", True) == (error.kind, error.message.decode().endswith(message)), error
    lua.limits.set(**{name: None})
    assert (7,) == lua.run("return 7").values
    assert_identities(lua.snapshot(), at_rest=way not in ("coroutine", "wrapped"))


@pytest.mark.parametrize("name", CATCHABLE)
def test_the_others_are_ordinary_errors(lua, name):
    limit, program, message = CATCHABLE[name]
    lua.limits.set(**{name: limit})
    for way in ("pcall", "coroutine"):
        succeeded, found = lua.run(WAYS[way].format(program)).values
        assert (False, True) == (succeeded, message in found.decode()), found
    error = lua.run(program).error
    assert message in error.message.decode()
    lua.limits.set(**{name: None})
    assert (7,) == lua.run("return 7").values


@pytest.mark.parametrize("name", UNCATCHABLE)
def test_closers_run_in_the_grace(lua, name):
    limit, program, _ = UNCATCHABLE[name]
    lua.limits.set(**{name: limit})
    closer = "setmetatable({}, {__close = function() for i = 1, 100 do closed = i end print('closed') end})"
    assert "limit" == lua.run(f"local x <close> = {closer} {program}").error.kind
    assert 100 == lua.globals.get("closed")


@pytest.mark.parametrize("name", UNCATCHABLE)
def test_a_closer_that_does_not_end_is_ended_too(lua, name):
    limit, program, _ = UNCATCHABLE[name]
    lua.limits.set(**{name: limit})
    began = time.monotonic()
    source = (
        f"local x <close> = setmetatable({{}}, {{__close = function() pcall(function() {program} end) after = 1 end}})"
    )
    assert "limit" == lua.run(f"{source} {program}").error.kind
    assert (None, True) == (lua.globals.get("after"), time.monotonic() - began < 20)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", UNCATCHABLE)
def test_closers_share_one_grace(lua, printed, name):
    limit, program, _ = UNCATCHABLE[name]
    lua.limits.set(**{name: limit})
    began = time.monotonic()
    source = f"""
        local meta = {{__close = function() entered = (entered or 0) + 1 pcall(function() {program} end) end}}
        local function down(n) local x <close> = setmetatable({{}}, meta) if n > 0 then return down(n - 1), 1 end {program} end
        down(99)
    """
    assert "limit" == lua.run(source).error.kind
    assert (100, True) == (lua.globals.get("entered"), time.monotonic() - began < 20)
    assert len(b"".join(printed)) < 200_000


def test_one_budget_for_all_that_a_run_calls(lua):
    lua.limits.instructions = 1_000_000
    body = "for i = 1, 50 do for j = 1, 50000 do end coroutine.yield() end"
    source = f"local co = coroutine.wrap(function() {body} end) for i = 1, 50 do co() end"
    assert "limit" == lua.run(source).error.kind
    assert lua.run("for i = 1, 100000 do end").error is None


def test_output_is_counted_from_run_to_run_anew_and_whole(lua, printed):
    lua.limits.output_bytes = 100
    for _ in range(3):
        assert lua.run("print(('x'):rep(90))").error is None
    error = lua.run("io.write(('y'):rep(50)) io.stderr:write(('z'):rep(60))").error
    assert "limit" == error.kind
    assert (270, 50, 0) == tuple(b"".join(printed).count(letter) for letter in (b"x", b"y", b"z"))


@pytest.mark.parametrize(
    "program",
    ["local s = ('x'):rep(6000) return s .. s", "return ('x'):rep(101, ('y'):rep(100))", "local s = ('x'):rep(6000) return ('%s%s'):format(s, s)",
     "return table.concat({('x'):rep(6000), ('x'):rep(6000)})", "return (('x'):rep(6000):gsub('x', 'yy'))",
     "return #string.pack('s', ('x'):rep(9999))", "local t = {} for i = 1, 500 do t[i] = ('x'):rep(99) end return table.concat(t)"],
)  # fmt: skip
def test_no_string_gets_longer_by_any_way(lua, program):
    lua.limits.string_bytes = 10_000
    result = lua.run(f"return pcall(function() {program} end)")
    succeeded, found = result.values
    assert (False, True) == (succeeded, b"string size limit exceeded" in found)


def test_coroutines_that_nobody_holds_do_not_count(lua):
    lua.limits.coroutines = 10
    assert lua.run("for i = 1, 1000 do coroutine.wrap(function() coroutine.yield() end)() end").error is None
    assert (
        "too many coroutines"
        in lua.run("t = {} for i = 1, 11 do t[i] = coroutine.create(print) end").error.message.decode()
    )


def test_a_limit_given_during_a_run_holds_from_the_next_one(lua):
    lua.set_global("limit", lambda: lua.limits.set(stack_frames=20, c_levels=20))
    deep = "local function f(n) return n == 0 and 0 or 1 + f(n - 1) end return f(100)"
    assert (100,) == lua.run(f"limit() {deep}").values
    assert "stack overflow" in lua.run(deep).error.message.decode()


def test_limits_say_what_they_are(lua):
    lua.limits.seconds = 1.5
    lua.limits.set(coroutines=5, output_bytes=10)
    assert repr(lua.limits) == (
        "Limits(instructions=None, memory_bytes=None, seconds=1.5, output_bytes=10, string_bytes=None, coroutines=5, "
        "stack_frames=None, c_levels=None)"
    )
    assert 5 == lua.limits.as_dict()["coroutines"]


@pytest.mark.parametrize("name", ["stack_frames", "c_levels"])
def test_a_depth_too_small_to_tell_an_error_is_refused(lua, name):
    with pytest.raises(ValueError, match=f"limit of {name} is 19; it may be None or a whole number from 20"):
        setattr(lua.limits, name, 19)
    assert lua.limits.as_dict()[name] is None


# Between two looks at the clock lie a hundred thousand calls and jumps back: what each of them costs must be counted.
TWO = "local a, b = ('x'):rep(1 << 22) .. 'a', ('x'):rep(1 << 22) .. 'b' "
ENDLESS = (
    "local t = setmetatable({}, {__len = function() return (1 << 31) - 2 end, __index = %s, __newindex = rawlen}) "
)
MANY = "local function f(...) while true do %s end end f(table.unpack({}, 1, 190000))"
SET = "local set = '[' .. ('a'):rep(1 << 22) .. ']' "
COSTLY = {
    "comparing texts": TWO + "while true do local _ = a < b end",
    "equal texts": TWO.replace("'b'", "'a'") + "while true do local _ = a == b end",
    "raw equality of texts": TWO + "while true do rawequal(a, b) end",
    "texts as keys": TWO.replace("'b'", "'a'") + "local t = {[a] = 1} while true do local _ = t[b] end",
    "sorting texts": TWO + "local t = {} for i = 1, 1e5 do t[i] = i % 2 == 0 and a or b end table.sort(t)",
    "sorting by builtins": ENDLESS % "rawlen" + "table.sort(t, rawequal)",
    "sorting by metamethods": ENDLESS % "function() return 1 end" + "table.sort(t)",
    "collecting": "local t = {} for i = 1, 3e5 do t[i] = {} end while true do collectgarbage() end",
    "steps of collecting": "local t = {} for i = 1, 3e5 do t[i] = {} end while true do collectgarbage('step', 1e5) end",
    "many arguments": MANY % "f2(...)",
    "many arguments of builtins": MANY % "type(...)",
    "captures of a pattern": "(('a'):rep(1 << 20)):find('(a+)%1%1%1%1%1b')",
    "long sets": SET + "while true do ('x'):find(set) end",
    "runs of long sets": SET + "(('a'):rep(1 << 22)):find(set:sub(1, -3) .. 'b]*c')",
    "an endless file": "io.open('/dev/zero'):read('a')",
    "an endless line": "io.open('/dev/zero'):read('L')",
    "writing": TWO + "local file = io.tmpfile() while true do file:seek('set') file:write(a) end",
    "looking for modules": "package.path = ('?;'):rep(1 << 22) require('nowhere')",
    "cut texts": TWO + "while true do ('%.1s'):format(a) end",
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("what", COSTLY)
def test_what_costs_much_is_ended_by_the_clock(lua, what):
    lua.limits.seconds = 0.2
    error = lua.run("f2 = function(...) end " + COSTLY[what]).error
    assert error, what
    assert ("limit", True) == (error.kind, b"time limit exceeded" in error.message)


def test_a_text_whose_tree_would_not_fit_is_not_compiled(lua):
    lua.limits.memory_bytes = 20_000_000
    source = b"x=1 " * 250_000
    assert b"not enough memory" == lua.run(source).error.message
    lua.set_global("source", source)
    assert (False, b"not enough memory") == lua.run("return pcall(load, source)").values
    lua.limits.memory_bytes = None
    assert lua.run(source).error is None


@pytest.mark.timeout(60)
def test_finalizers_that_do_not_end_do_not_keep_a_state_open(lua, tmp_path):
    lua.limits.seconds = 0.05
    lua.set_global("path", str(tmp_path / "written"))
    source = """
        file = io.open(path, "w") file:write("text")
        for i = 1, 1000 do setmetatable({}, {__gc = function() while true do end end}) end
    """
    assert lua.run(source).error is None
    lua.close()
    assert "text" == (tmp_path / "written").read_text()


@pytest.mark.timeout(60)
def test_the_clock_is_looked_at_where_memory_stays_short(lua):
    lua.limits.set(seconds=0.2, memory_bytes=20_000_000)
    source = """
        local meta = {}
        function meta.__gc() local t = {} for i = 1, 1e4 do t[i] = setmetatable({}, meta) end end
        setmetatable({}, meta)
        local t = {}
        while true do t[#t + 1] = {} end
    """
    assert lua.run(source).error.kind in ("limit", "memory")
    lua.collect()
    lua.close()
