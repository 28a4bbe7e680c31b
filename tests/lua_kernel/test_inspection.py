import pytest

from lua_kernel.inspection import inspect, name_at
from lua_kernel.world import World

CELL = """
-- Add two numbers.
-- Nothing more.
function add(a, b, ...)
  return a + b
end
shape = {area = add, sides = 4}
title = "é<b>"
proxy = setmetatable({1, 2}, {__name = "Proxy",
  __index = function() error("called") end, __len = function() error("called") end,
  __tostring = function() error("called") end, __pairs = function() error("called") end})
file, thread, pack = io.stdout, coroutine.create(print), string.pack
"""


@pytest.fixture(scope="module")
def notebook_with_names():
    from notebook_session import Notebook

    notebook = Notebook()
    notebook.number = 6
    assert notebook.run(CELL).failure is None
    yield notebook
    notebook.session.close()


@pytest.fixture
def look(notebook_with_names):
    def inspected(code, cursor=None, detail=0):
        return notebook_with_names.session.inspect(code, len(code) if cursor is None else cursor, detail)

    return inspected


@pytest.fixture
def plain(look):
    return lambda *given, **named: look(*given, **named)["text/plain"]


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("pri|nt", "print"),
        ("string.for|mat", "string.format"),
        ("str|ing.format", "string"),
        ("add(1, |2)", "add"),
        ("add(|)", "add"),
        ("x = shape.area(add(1), |", "shape.area"),
        ("f(1) + g(|", "g"),
        ("f{a = |", "f"),
        ("local t = {a = |", ""),
        ("f({a = |", "f"),
        ("f(t[|", "f"),
        ("require 'so|", "require"),
        ("f('a|b', 2)", "f"),
        ("add(1)| + 2", ""),
        ("('x|')", ""),
        ("f()[1].na|me", ""),
        ("('x'):up|per()", "string:upper"),
        ("'x':upper|", "string:upper"),
        ("f().x:up|per()", ":upper"),
        ("f().x.up|per()", ""),
        ("f():re|ad()", ":read"),
        ("(a):read(|", ":read"),
        ("whi|le true do", "while"),
        ("local x <con|st> = 1", "<const>"),
        ("const|", "const"),
        ("-- pri|nt", ""),
        ("--[[ pri|nt ]]", ""),
        ("if (|", ""),
        ("|", ""),
    ],
)
def test_the_name_at_the_cursor(marked, name):
    assert name_at(marked.replace("|", ""), marked.index("|")) == name


def test_a_library_function_shows_what_it_does_and_an_example(look):
    found = look("string.rep")
    assert found["text/plain"] == (
        "string.rep(s, n [, sep]) → string\nReturns n copies of a string, with sep between them.\n\n"
        "('ab'):rep(3, '-')\n--> \"ab-ab-ab\""
    )
    assert "<b>string.rep(s, n [, sep]) → string</b>" in found["text/html"]
    assert "--&gt; &quot;ab-ab-ab&quot;" in found["text/html"]


@pytest.mark.parametrize(
    ("code", "heading"),
    [
        ("print(", "print(...)"),
        ("pack(", "string.pack(format, v1, v2, ...) → string"),
        ("title:upper(", "string.upper(s) → string"),
        ("('x'):upper(", "string.upper(s) → string"),
        ("file:seek(", "file:seek([whence [, offset]]) → position"),
        ("io.open('x'):seek(", "file:seek([whence [, offset]]) → position"),
        ("unknown:seek(", "file:seek([whence [, offset]]) → position"),
        ("unknown:gsub(", "string.gsub(s, pattern, replacement [, n]) → string, count"),
        ("display.html", "display.html(text)"),
        ("display", "display(value, ...)"),
        ("ilua.display.plain_text(", "ilua.display.plain_text(text)"),
        ("plot.bar(", "plot.bar(values by label [, options]); plot.bar(labels, values [, options])"),
        ("progress(", "progress(what [, label, state, control]) → what a for loop takes"),
        ("python.import", "python.import(name) → module"),
        ("pools.since(", "pools.since(snapshot) → table"),
        ("widgets.Text{", "widgets.Text{value, placeholder, description, on_submit} → widget"),
        ("coroutine", "coroutine"),
        ("while", "while condition do … end"),
    ],
)
def test_what_is_documented(plain, code, heading):
    assert plain(code).split("\n")[0] == heading


def test_no_widget_is_made_by_looking_at_it(look, notebook_with_names):
    assert look("widgets.IntSlider") is not None
    assert notebook_with_names.result("rawget(widgets, 'IntSlider')") == "nil"


def test_a_library_value_shows_what_it_is_too(plain):
    assert plain("math.pi").startswith(
        "math.pi\nThe ratio of a circle's circumference to its diameter.\ntype: number (float)\nvalue: 3.14159"
    )


def test_a_function_that_stands_in_place_of_a_library_function_is_shown_itself(plain, notebook_with_names):
    notebook_with_names.run("kept, string.len = string.len, function(mine) end")
    assert plain("string.len").split("\n")[0] == "string.len(mine)"
    assert plain("kept").split("\n")[0] == "string.len(s) → integer"
    notebook_with_names.run("string.len, kept = kept, nil")


def test_a_function_shows_signature_place_and_comment(plain):
    assert plain("add(") == (
        "add(a, b, ...)\ntype: function\ndefined: cell[7], lines 4–6\n\n-- Add two numbers.\n-- Nothing more."
    )  # fmt: skip


def test_more_detail_shows_the_source(plain):
    assert plain("shape.area", detail=1).endswith("function add(a, b, ...)\n  return a + b\nend")


def test_functions_of_files_and_loaded_strings_have_sources_too(plain, notebook_with_names, tmp_path):
    (tmp_path / "half.lua").write_text("-- Halve.\nfunction half(x)\n  return x / 2\nend\n")
    notebook_with_names.run(f"dofile '{tmp_path}/half.lua' load('-- Twice.\\nfunction twice(x) return 2 * x end')()")
    assert plain("half", detail=1).endswith("-- Halve.\nfunction half(x)\n  return x / 2\nend")
    assert plain("twice").endswith("defined: a loaded string, line 2\n\n-- Twice.")
    (tmp_path / "half.lua").write_text("")
    assert plain("half", detail=1).endswith("half.lua, lines 2–4")
    notebook_with_names.run("load('function named() end', 'a name that is no text')()")
    assert plain("named").endswith("line 1")


def test_values_show_type_size_metatable_and_value(plain):
    assert plain("shape.sides") == "shape.sides\ntype: number (integer)\nvalue: 4"
    assert plain("title") == 'title\ntype: string\nsize: 5 bytes, 4 characters\nvalue: "é<b>"'
    assert "type: table\nsize: length 0, 2 fields\nmetatable: none\nvalue: {" in plain("shape")
    assert plain("file").split("\n")[1] == "type: userdata (FILE*)"
    assert plain("thread").split("\n")[1] == "type: thread"


def test_no_metamethod_is_called(plain):
    assert plain("proxy") == (
        "proxy\ntype: table (Proxy)\nsize: length 2, 2 fields\n"
        "metatable: __index, __len, __name, __pairs, __tostring\nvalue: {1, 2}"
    )


def test_no_method_of_pythons_objects_is_called(plain, notebook_with_names):
    notebook_with_names.run(
        "python.exec 'class Shy:\\n    def __repr__(self): raise SystemExit' shy = python.eval 'Shy()'"
    )
    assert plain("shy") == "shy\ntype: userdata (Python __lua__.Shy)"
    notebook_with_names.run("box = {shy}")
    assert plain("box").endswith("value: {<Python __lua__.Shy>}")


def test_a_long_value_is_cut(plain, notebook_with_names):
    notebook_with_names.run("long = {} for i = 1, 99 do long[i] = ('x'):rep(60) end")
    assert len(plain("long").split("\n")) < 20


def test_locals_that_cells_have_left_come_first(plain, notebook_with_names):
    notebook_with_names.run("local print = 7")
    assert plain("print") == "print\ntype: number (integer)\nvalue: 7"
    notebook_with_names.session.interpreter.forget_locals()


def test_html_is_escaped(look):
    assert "é&lt;b&gt;" in look("title")["text/html"]


@pytest.mark.parametrize("code", ["nothing", "shape.nothing", "1 + ", "shape.nothing.more", "-- print"])
def test_what_is_not_known_gives_nothing(look, code):
    assert look(code) is None


def test_files_are_not_read_in_a_restricted_session(tmp_path):
    from notebook_session import Notebook

    notebook = Notebook(sandbox="restricted")
    (tmp_path / "secret.lua").write_text("-- secret\nfunction f() end\n")
    notebook.run(f"load('\\nfunction f() end', '@{tmp_path}/secret.lua')()")
    assert "secret\n" not in notebook.session.inspect("f", 1, 1)["text/plain"] + "\n"
    notebook.session.close()


def test_a_world_without_libraries_shows_values():
    from interpreter import Interpreter

    with Interpreter() as lua:
        lua.set_global("x", 1)
        found = inspect("x", 1, World(lua.globals), lambda name: None, 0)
    assert found["text/plain"] == "x\ntype: number (integer)\nvalue: 1"


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("-- Half.\nlocal function half(x, ...) return x / 2 end\nhalf(", ["half(x, ...)", "type: function", "declared: in this cell, line 2", "", "-- Half."]),
        ("local size = 4\nsize", ["size", "a local", "declared: in this cell, line 1", "", "local size = 4"]),
        ("local print = 4\nprint", ["print", "a local", "declared: in this cell, line 1", "", "local print = 4"]),
    ],
)  # fmt: skip
def test_a_local_of_the_cell_is_known_before_it_runs(plain, code, lines):
    assert plain(code).split("\n") == lines


@pytest.mark.parametrize(
    ("code", "heading"),
    [
        ("local fmt = string.format\nfmt(", "string.format(template, ...) → string"),
        ("local lib = string\nlib.rep(", "string.rep(s, n [, sep]) → string"),
        ("local f = io.open('x')\nf:lines(", "file:lines(...) → iterator"),
        ("local s = 'text'\ns:rep(", "string.rep(s, n [, sep]) → string"),
        ("local s = ('x'):rep(3)\ns:rep(", "string.rep(s, n [, sep]) → string"),
        ("local a = add\na(", "a(a, b, ...)"),
    ],
)
def test_what_a_local_of_the_cell_stands_for(plain, code, heading):
    assert plain(code).split("\n")[0] == heading


def test_the_field_of_an_unknown_local_is_unknown(look):
    assert look("local math = {}\nmath.floor(") is None


def test_a_very_long_cell_is_answered(plain):
    text = "local x = {1, 2, 'three'}\n" * 40_000 + "add("
    assert plain(text).split("\n")[0] == "add(a, b, ...)"


PYTHON = """python.exec [[
asked = []
class Pet:
    "Be kept."
    kind = "dog"
    def __init__(self, name, *, age=1): self.name = name
    def speak(self, loudly=False): "Make a noise."
    @property
    def secret(self): asked.append("secret")
    @staticmethod
    def count(): "Count them."
    def __getattr__(self, name):
        asked.append(name)
        raise AttributeError(name)
]]
Pet, textwrap = python.eval "Pet", python.import "textwrap"
pet = Pet "Rex"
python.exec "asked.clear()"
"""


@pytest.fixture(scope="module")
def with_pets(notebook_with_names):
    assert notebook_with_names.run(PYTHON).failure is None
    yield notebook_with_names
    assert notebook_with_names.result("#python.eval 'asked'") == "0"


def test_pythons_objects_tell_what_their_documentation_says(plain, look, with_pets):
    assert plain("Pet(") == "Pet(name, *, age=1)\ntype: userdata (Python type)\n\nBe kept."
    assert plain("pet:speak(") == "pet:speak(self, loudly=False)\ntype: userdata (Python function)\n\nMake a noise."
    assert plain("textwrap.dedent(").startswith("textwrap.dedent(text)\ntype: userdata (Python function)\n\nRemove any")
    assert plain("pet.name").split("\n")[1:] == ["type: string", "size: 3 bytes", 'value: "Rex"']
    assert look("pet.secret") is None
    assert look("pet.nothing") is None


def test_pythons_attributes_are_completed(with_pets):
    complete = with_pets.session.complete
    assert complete("pet.", 4).matches == ("pet.count", "pet.kind", "pet.name", "pet.secret", "pet.speak")
    assert complete("pet:", 4).matches == ("pet:count", "pet:speak")
    assert "textwrap.dedent" in complete("textwrap.ded", 12).matches
    assert complete("python.none.", 12).matches == ()
