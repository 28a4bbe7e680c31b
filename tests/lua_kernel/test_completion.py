import pytest

from interpreter import Interpreter
from lua_kernel.completion import complete
from lua_kernel.world import World
from notebook_session import Notebook

PROGRAM = """
animal = {name = "cat", legs = 4, _secret = 1, ["not a name"] = 1, ["end"] = 2}
function animal.new() end
function animal:speak() end
dog = setmetatable({bark = function() end}, {__index = animal})
greeting = "hello"
deep = {inner = {leaf = 1, list = {}}}
ring = {} setmetatable(ring, {__index = ring})
touchy = setmetatable({}, {__index = function() error("called") end, __pairs = function() error("called") end})
"""


@pytest.fixture(scope="module")
def world():
    with Interpreter(stdout=lambda data: None) as interpreter:
        assert interpreter.run(PROGRAM).error is None  # the libraries as they are, none of the notebook
        yield World(interpreter.globals)


def matches(world, code, cursor=None):
    return list(complete(code, len(code) if cursor is None else cursor, world).matches)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("greet", ["greeting"]),
        ("whi", ["while"]),
        ("string.form", ["string.format"]),
        ("x = 1 + string.form", ["string.format"]),
        ("animal.", ["animal.legs", "animal.name", "animal.new", "animal.speak", "animal._secret"]),
        ("animal:", ["animal:new", "animal:speak"]),
        ("dog.b", ["dog.bark"]),
        ("dog:s", ["dog:speak"]),
        ("dog.l", ["dog.legs"]),
        ("deep.inner.l", ["deep.inner.leaf", "deep.inner.list"]),
        ("greeting:upp", ["greeting:upper"]),
        ("('x'):upp", ["upper"]),
        ('("x") : upp', ["upper"]),
        ("_G.greet", ["_G.greeting"]),
        ("_ENV.greet", ["_ENV.greeting"]),
        ("_ENV.deep.inner.l", ["_ENV.deep.inner.leaf", "_ENV.deep.inner.list"]),
        ("local _ENV = {greed = 1} _ENV.gree", ["_ENV.greed"]),
        ("ring.x", []),
        ("touchy.", []),
        ("nothing.", []),
        ("nothing.at.all", []),
        ("f(greet", ["greeting"]),
        ("f().na", []),
        ("t[1].na", []),
        ("1.", []),
        ("'greet", []),
        ("-- greet", []),
        ("--[[ greet", []),
        ("--[[ x ]] greet", ["greeting"]),
        ("'x' .. greet", ["greeting"]),
        ("%ti", []),
        ("%%ti", ["%%time", "%%timeit"]),
        ("-- %%ti", ["%%time", "%%timeit"]),
        ("%res", ["%reset"]),
        ("x = 5 %greet", ["greeting"]),
        ("%pools ", ["board", "capacity", "export", "fault", "history", "live", "mode", "off", "on", "reset", "short", "trim"]),
        ("%pools h", ["history"]),
        ("%pools mode p", ["poison"]),
        ("%pools trim o", []),
        ("%%pools o", []),
        ("-- %%timeit r", ["runs="]),
        ("%%timeit runs=3 ", ["loops="]),
        ("%%compare s", ["setup="]),
        ("%heap anim", ["animal"]),
        ("%heap animal.l", ["animal.legs"]),
        ("%%time x", []),
        ("local shelf = 1\nshe", ["shelf"]),
        ("local shelf = she", []),
        ("local function f(shelf)\n  return she", ["shelf"]),
        ("for shelf = 1, 2 do she", ["shelf"]),
        ("local greeter = 1 gree", ["greeter", "greeting"]),
        ("local ", ["function"]),
        ("local x <", ["close", "const"]),
        ("local a, x <cl", ["close"]),
        ("y = x <cl", []),
        ("local s = 'text' s:upp", ["s:upper"]),
        ("local s = ('x'):rep(3) s:upp", []),
        ("local s = string.rep('x', 3) s:upp", ["s:upper"]),
        ("local file = io.open('x') file:se", ["file:seek", "file:setvbuf"]),
        ("io.open('x'):se", ["seek", "setvbuf"]),
        ("io.stdout:se", ["io.stdout:seek", "io.stdout:setvbuf"]),
        ("string.format('%d', (1)):upp", ["upper"]),
        ("unknown('x'):upp", []),
        ("local lib = string lib.form", ["lib.format"]),
        ("local a = animal local b = a b.l", ["b.legs"]),
        ("local loop = loop loop.x", []),
        ("local T = {size = 1, grow = function() end} T.", ["T.grow", "T.size"]),
        ("local T = {size = 1, grow = function() end} T:", ["T:grow"]),
        ("local T = {} function T:grow() self:", ["self:grow"]),
        ("function animal.later() end animal.la", ["animal.later"]),
        ("local animal = {} animal.", []),
        ("newest = 1 newe", ["newest"]),
        ("string . for", ["string.format"]),
    ],
)
def test_matches(world, code, expected):
    assert matches(world, code) == expected


def test_labels_are_offered_behind_goto(world):
    assert matches(world, "goto con ::continue:: ::other::", 8) == ["continue"]
    assert matches(world, "for i = 1, 2 do goto  ::continue:: end ::done::", 21) == ["continue", "done"]


def test_locals_come_first_and_shadow(world):
    text = "local animal_sound = 'moo' local function anemone() end an"
    found = complete(text, len(text), world)
    assert found.matches == ("anemone", "animal_sound", "and", "animal")
    assert found.kinds == ("function", "variable", "keyword", "module")


def test_kept_locals_are_offered(world):
    kept = World(world.global_table, {"granary": 1})
    assert complete("gr", 2, kept).matches == ("granary", "greeting")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("data.csv", "data.txt", "module.lua", "_private.lua", ".hidden", "it's", "inner/deep.lua", "inner/init.lua"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("io.open('da|')", ["data.csv", "data.txt"]),
        ("io.open 'data.c|", ["data.csv"]),
        ("dofile [[mod|]]", ["module.lua"]),
        ("local open = io.open open('da|", ["data.csv", "data.txt"]),
        ("io.lines('inner/|", ["inner/deep.lua", "inner/init.lua"]),
        ("loadfile('./inn|", ["./inner/"]),
        ("print('./mod|')", ["./module.lua"]),
        ("print('da|')", []),
        ("print('.hi|')", [".hidden"]),
        ("io.open('|", ["_private.lua", "data.csv", "data.txt", "inner/", "module.lua"]),
        ("io.open('no/such/|", []),
        (r"io.open('da\x|", []),
        ("require 'mod|", ["module"]),
        ("require('inn|')", ["inner"]),
        ("require 'inner.d|", ["inner.deep"]),
        ("require 'utf|'", ["utf8"]),
        ("%run da|", ["data.csv", "data.txt"]),
        ("%cd |", ["inner/"]),
        ("%%writefile -a da|", ["data.csv", "data.txt"]),
        ("%load data.csv |", []),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_names_of_files_and_modules(world, marked, expected):
    assert matches(world, marked.replace("|", ""), marked.index("|")) == expected


@pytest.mark.usefixtures("folder")
def test_a_file_name_replaces_the_whole_path(world):
    found = complete("-- é😀\nf('é', io.open('inner/d')", 29, world)
    assert (found.matches, found.kinds, found.start, found.end) == (("inner/deep.lua",), ("path",), 22, 29)


@pytest.mark.usefixtures("folder")
def test_a_bounded_session_lists_nothing_outside_its_folder(world, tmp_path):
    bounded = World(world.global_table, folder=str(tmp_path.resolve()))
    assert complete("io.open('da", 11, bounded).matches == ("data.csv", "data.txt")
    for path in ("/", "../", "inner/../../"):
        assert complete(f"io.open('{path}", 9 + len(path), bounded).matches == ()


def test_widgets_are_known_before_the_first_is_made():
    notebook = Notebook()
    assert "widgets.IntSlider" in notebook.session.complete("widgets.Int", 11).matches
    assert notebook.result("rawget(widgets, 'IntSlider')") == "nil"
    notebook.session.close()


def test_a_very_long_text_is_answered_from_what_is_near(world):
    text = "local x = {1, 2, 'three'}\n" * 40_000 + "local shelf = 1\nshe"
    found = complete(text, len(text), world)
    assert (found.matches, found.start, found.end) == (("shelf",), len(text) - 3, len(text))


def test_a_cursor_behind_the_end_is_one_at_it(world):
    assert complete("greet", 99, world).matches == ("greeting",)


def test_an_empty_text_offers_worldand_keywords(world):
    assert {"greeting", "print", "string", "local"} <= set(matches(world, ""))


def test_the_whole_dotted_name_is_replaced(world):
    found = complete("y = 'é' .. string.fo", 20, world)
    assert (found.start, found.end, found.matches) == (11, 20, ("string.format",))


def test_what_follows_the_cursor_does_not_count(world):
    assert matches(world, "greet + 1", 5) == ["greeting"]


def test_kinds_are_told(world):
    found = complete("animal.", 7, world)
    assert dict(zip(found.matches, found.kinds, strict=True))["animal.new"] == "function"
    assert complete("strin", 5, world).kinds == ("module",)
    assert complete("whi", 3, world).kinds == ("keyword",)
    assert complete("%%tim", 5, world).kinds == ("magic", "magic")
    assert complete("%%frames t", 10, world).kinds == ("option",)
