"""What newcomers write by mistake leads to an error that says how Lua writes it."""

import pytest

from lua_kernel.slips import SLIPS, advice, unclosed_block, without_texts
from notebook_session import Notebook

HINTS = {
    "if a != b then end": "not equal is written ~=",
    "x = !y": "! is written not",
    "x = y && z": "&& is written and",
    "x = y || z": "|| is written or",
    "x++": "there is no ++: write x = x + 1",
    "x += 1": "there is no +=: write x = x + …",
    "s ..= 'a'": "there is no ..=: write s = s .. …",
    "x = c ? 1 : 2": "a choice is written condition and this or that; or use if … then … else … end",
    "x is nil": "values are compared by == and ~=",
    "if x = 1 then end": "= assigns; values are compared by ==",
    "function f(x = 1) end": "parameters have no defaults: begin with x = x or value",
    "f(x = 1)": "arguments have no names: pass a table, f{name = value}",
    "1..2": "a number before .. needs a blank behind it",
    "x = 1_000": "digits are written without _",
    "function 1f() end": "a name begins with a letter or _; a number ends before letters",
    "if x then print(1) elif y then end": "elif is written elseif",
    "if x then f() else if y then g() end": "else if opens a second if with an end of its own; write elseif",
    "if x == 1: print(x)": "if ends with then, not with a colon, and its block with end",
    "while x < 3: f()": "a loop's head ends with do, not with a colon, and its block with end",
    "def f(x): return x": "a function is written function name(…) … end",
    "f = x => x + 1": "a function is written function(x) return … end",
    "f = lambda x: x": "a function is written function(x) return … end",
    "function(){ return 1 }": "a function is written function(…) … end, without braces",
    "function f() { return 1 }": "a block has no braces: function name(…) … end",
    "if (x) {\n  f()\n}": "a block has no braces: then or do … end",
    "if (x) {\n  print(1)\n  print(2)\n}": "a block has no braces: then or do … end",
    "for i = 1, 3 {": "a block has no braces: then or do … end",
    "function f()\n{\n}": "a block has no braces: function name(…) … end",
    "if (x = 1) then end": "= assigns; values are compared by ==",
    "f(a, b = 1)": "arguments have no names: pass a table, f{name = value}",
    "p->x = 1": "a field is written t.name, a method object:name()",
    "f(file:close)": "a method is called with brackets: object:method()",
    "t.end = 1": "end is a word of Lua: take another name",
    "function repeat(n) end": "repeat is a word of Lua: take another name",
    "f() // said this": "a comment begins with --",
    "if x then\n  y = 1\n}": "a block ends with end, not with }",
    "for i = 1 to 10 do end": "write for i = first, last do",
    "for (i = 0; i < 3; i++) {": "write for i = first, last do, or for key, value in pairs(t) do",
    "for i = 1, 3 do if x then continue end end": "there is no continue: goto continue, with ::continue:: at the loop's end",
    "goto continue": "write ::continue:: before the loop's end",
    "break": "break stands within for, while or repeat; return leaves a function",
    "try f() catch e end": "errors are caught by pcall(f) and raised by error(…)",
    "switch x do end": "a choice among values is written if … elseif … else … end",
    "class Point": "a class is a table with a metatable: see setmetatable?",
    "p = new Point()": "an object is made by a function: Point(…), Point.new(…), as its library has it",
    "async function f() end": "functions that wait are coroutines: see coroutine.create?",
    "x = 1 end": "there is an end more than there are blocks to close",
    "let x = 5": "a variable is made by local x = value",
    "const x = 5": "a constant is made by local x <const> = value",
    "local x: number = 5": "variables have no types: local name = value",
    "from socket import http": 'write local http = require("socket").http',
    "import math": "math is there already: math.name",
    "import socket": 'write local socket = require "socket"',
    "local end = 5": "end is a word of Lua: take another name",
    "// said": "a comment begins with --",
    "/* said */": "a comment over lines is written --[[ … ]]",
    "# said this": "a comment begins with --; # is the length of what follows",
    "# said": "a comment begins with --; # is the length of what follows",
    "x = 5 // said": "// divides; a comment begins with --",
    "x = `y`": 'a string is written "…", or [[…]] over lines',
    'x = "y': "a string in quotes ends on its line; [[…]] goes over lines",
    "x = [[y": "what begins with [[ ends with ]]",
    r'x = "\d"': r"a backslash is written \\; in [[…]] it is only a backslash",
    "print('it's')": "a quote ended the string: take the other kind of quotes around it",
    '"abc":upper()': 'a string needs brackets before a method: (""):len()',
    'print "a" .. "b"': "the call comes before ..: write print(… .. …)",
    'x = "a" + "b"': "strings are joined by .., + is for numbers",
    'x = 1 < "2"': "tonumber(s) gives the number that a string holds",
    'print("x" .. {})': "tostring(x) gives the string for any value",
    "x = [1, 2]": "a list is written {1, 2, 3}",
    "t = {a: 1}": 'fields are written {name = value} or {["name"] = value}',
    't = {\n  "a": 1,\n}': 'fields are written {name = value} or {["name"] = value}',
    "for x in {1, 2} do end": "write for _, x in ipairs(t) do, or pairs(t) for all keys",
    "local t = {10}\nprint(t[0] + 1)": "a list begins at 1: its first item is t[1]",
    "local list = {}\nlist.push(1)": "write table.insert(list, value)",
    "local list = {}\nx = list:length()": "the length is #list",
    'string.split("a,b", ",")': 'for word in s:gmatch("[^,]+") do … end goes through the parts',
    '("abc").len()': "a method is called with a colon: object:method()",
    '("abc"):len': "a method is called with brackets: object:method()",
    "local C = {}\nfunction C:m() return self.x end\nC.m()": "the method was called with a dot: write object:method()",
    "print x": "a call needs brackets: print(…)",
    "return 1 print(2)": "return is the last statement of its block; if its value goes on, an operator is missing",
    "function f(x) return x 1 end": "two values stand side by side: an operator or a comma is missing",
    "if x == 'a': print(1) end": "if ends with then, not with a colon, and its block with end",
    "for w in 'a b':gmatch('a') do end": 'a string needs brackets before a method: (""):len()',
    "print(1": ") is missing: a bracket that was opened is not closed",
    "x =": "the end is missing: a value, or what else belongs behind this",
    "f() = 1": "only variables and fields can be assigned to, not what a call gives",
    "5 = x": "the variable stands on the left: name = value",
    'string.format("%d", 3.5)': "%d takes whole numbers: %g and %.2f take all, x // 1 is whole",
    "local function f() return f() + 1 end\nf()": "a function calls itself without an end: is there a case in which it does not?",
    'require "nowhere.at"': "put nowhere.at.lua beside the notebook, or install it: %luarocks install nowhere.at",
    'len("abc")': "len is no name of Lua's: write #x, the length",
    "for i in range(10) do end": "range is no name of Lua's: write for i = 1, 10 do",
    "console.log(1)": "console is no name of Lua's: write print(…)",
    "None.x = 1": "None is no name of Lua's: write nil",
    "sqrt(2)": "did you mean 'math.sqrt'?",
    "math.sqr(4)": "did you mean 'math.sqrt'?",
    "local s = 'x'\ns:uper()": "did you mean 's:upper'?",
    "local point = {width = 1}\npoint.wdith.x = 2": "did you mean 'point.width'?",
    "undefined_thing()": "'undefined_thing' is nil: was the cell run that gives it a value?",
    "function f()\n  if true then\n    print(1)\nend": "the block that begins on line 2 seems to have no end",
    "for i = 1, 3 do\n  print(i)\n": "the block that begins on line 1 seems to have no end",
    "été = 1": "é may stand in texts only: names are made of a to z, A to Z, digits and _",
    "local 变量 = 5": "变 may stand in texts only: names are made of a to z, A to Z, digits and _",
    "print(“hello”)": "quotes are written \" or '",
    "x =\u00a05": "a blank of this line is none: type it again",
    "y = 5 − 3 -- é": "minus is written -, a comment begins with --",
    "if x ≠ 1 then end": "comparisons are written ~=, <= and >=",
    "x = 3 × 4": "times is written *, divided by /",
    "!ls -l": 'a command of the system is run by os.execute("…")',
    "for k in pairs(nothere) do end": "what pairs goes through is nil, not a table",
    "for i in ipairs(nothere) do end": "what ipairs goes through is nil, not a table",
    "table(1)": "table is a library: Tab after table. lists what it has",
    "plot{1, 2}": "plot is a library: Tab after plot. lists what it has",
    "for x in python.eval('range(3)') do end": "write for x in python.iter(…) do",
    "help(print)": "help is no name of Lua's: write print?, for what is known of print",
    "interact(print)": "interact is no name of Lua's: write widgets.interact(f, …)",
    "A = {} function A:f() return self.x end A.f(5)": "the method was called with a dot: write object:method()",
}


@pytest.fixture(scope="module")
def lua():
    made = Notebook()
    yield made
    made.session.close()


@pytest.mark.parametrize("code", HINTS)
def test_the_error_says_what_to_do(lua, code):
    lua.run("%reset")
    assert lua.run(code).failure.traceback[-1] == HINTS[code]


def test_a_hint_comes_over_the_wire(quiet):
    error = quiet.run("if a != b then end").error
    assert error["evalue"] == "cell[1]:1: 'then' expected near '!'"
    assert error["traceback"][-1] == "not equal is written ~="


@pytest.mark.parametrize(
    "code",
    [
        "error('unfinished string')", "error('stack overflow')", "error('attempt to concatenate a nil value')",
        "error(\"a nil value (global 'len')\")", "assert(false, \"module 'x' not found\")",
        "error(setmetatable({}, {__tostring = function() return 'invalid escape' end}))",
        "local _, e = pcall(function() return nil .. 'x' end) error(e, 0)",
        "coroutine.wrap(function() error('unfinished string') end)()",
        "local e <close> = setmetatable({}, {__close = function() error('stack overflow') end})",
    ],
)  # fmt: skip
def test_what_a_program_says_itself_gets_no_advice(lua, code):
    lua.run("%reset")
    assert lua.run(code).failure.traceback[-1].startswith(("\x1b", "error value: "))


def test_an_error_in_a_coroutine_keeps_its_advice(lua):
    code = "coroutine.wrap(function() return nil .. 'x' end)()"
    assert lua.run(code).failure.traceback[-1] == "tostring(x) gives the string for any value"


@pytest.mark.parametrize(
    "code",
    [
        "print(pcall(function() local raw = {} raw[nil = 1 end))",
        "local co = coroutine.wrap(function() f f() coroutine.yield(1) end)",
        "local b = .yield(a + 1)", "for i = 1, 3 do if ( (i > 1 then goto continue end ::continue:: end",
        "if p == = Point.new(1) then end", "class.__index = class function class:get get() end", "local planets = }",
        "return function() = n n + 1 end", "for in (f) do end",
        "print(1 (} 2)", "rawset({}, 1, 2[)1])", "local local x = 1", "for in pairs(t) do end", "return t. or 10",
        "x = // 2", "local w = { 1 return 2", "ok local, message = pcall(f)", "return 'a' .. \"b\" .. .. 'c'",
        "local g g() 'x' == \"^stack overflow\"", "try(function() x = = 1 end)", "x = #5 +* 2",
        "local function f()  \"v\" .. k end", "pcall(function([) end)", "pcall(function(( error){x = 1}) end)",
        "f('a'x, 1)", "f('a'3, 'b')", "x[1 + 1] = ',' * 2", "x.a // 1)",
    ],
)  # fmt: skip
def test_what_only_looks_like_another_language_gets_no_advice(lua, code):
    assert lua.run(code).failure.traceback[-1].startswith(("\x1b", "cell"))


def test_a_value_that_a_call_lacks_is_no_missing_colon(lua):
    code = "local cfg = {value = function() end}\nreturn math.floor(cfg.value())"
    assert lua.run(code).failure.traceback[-1].startswith("\x1b")


def test_a_division_by_what_is_nil_is_no_comment(lua):
    assert lua.run("local n\nreturn 1 // n").failure.traceback[-1].startswith("\x1b")


def test_each_advice_is_a_text():
    assert [slip for slip in SLIPS if not slip.advice.format(*"abcdef")] == []


@pytest.mark.parametrize(
    "code",
    ["error('x')", "local t = nil\nt.x = 1", "f(a, b:c( ,)", "x = {1, 2, 3)", "x = #5", "assert(false, 'near x != y')",
     "error('near elif')", "-- != \nx = = 1", "x = 'a != b' = 1"],
)  # fmt: skip
def test_other_errors_get_no_advice(lua, code):
    failure = lua.run(code).failure
    assert failure.traceback[-1].startswith(("\x1b", "cell", "--->")) or "stack traceback" in failure.traceback[-1]


def test_a_name_of_ones_own_is_nearer_than_another_languages(lua):
    lua.run("lens = 5")
    assert lua.run("len()").failure.traceback[-1] == "did you mean 'lens'?"


def test_texts_and_comments_say_nothing_about_a_line():
    assert without_texts("x = 'a != b' .. \"c\" -- != ") == "x = '' .. \"\" "


def test_very_long_lines_are_not_searched():
    assert advice("cell[1]:1: 'then' expected near '!'", "if a != b" + " " * 2000, "") == ""


def test_blocks_that_are_closed_are_not_named():
    assert unclosed_block("for i = 1, 2 do\n  f()\nend\nrepeat\n  f()\nuntil x\nif a then b() else c() end") == 0


@pytest.mark.parametrize(
    ("code", "caret"),
    [("x = y && z", 7), ("a = b b b b", 8), ("f('é', x x)", 9), ("x = = = 1", 4), ("x = 'é' ü", 8),
     ("v = nil v = v + 1", 12), ("t = {} t.n = t.n - 1", 15), ("local a; a()", 9), ("local f; return f(f)", 16),
     ("local t; t.x = t", 9), ("local b; b[b] = 1", 9), ("s = nil print('s: ' .. s) -- s", 23),
     ("local a <const> = 1; a = 2", 21)],
)  # fmt: skip
def test_the_caret_stands_below_the_token_where_it_is_there_twice(lua, code, caret):
    lines = "\n".join(lua.run(code).failure.traceback).split("\n")
    carets = [line.replace("\x1b[1m", "").replace("\x1b[0m", "") for line in lines if line.rstrip("\x1b[0m").endswith("^")]
    assert carets == [" " * len("--->   1 ") + " " * caret + "^"]
