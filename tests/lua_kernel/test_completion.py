import pytest

from interpreter import Interpreter
from lua_kernel.completion import complete
from lua_kernel.world import World

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
        assert interpreter.run(PROGRAM).error is None
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
        ('("x") : upp', []),
        ("_G.greet", ["_G.greeting"]),
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
    ],
)
def test_matches(world, code, expected):
    assert matches(world, code) == expected


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
