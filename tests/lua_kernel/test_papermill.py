import pytest

from interpreter import Interpreter
from lua_kernel.papermill import LuaTranslator, translated


@pytest.mark.parametrize(
    ("value", "lua"),
    [
        (None, "nil"),
        (True, "true"),
        (-(2**63), "math.mininteger"),
        (2**63 - 1, "9223372036854775807"),
        (2.0, "2.0"),
        (float("-inf"), "-math.huge"),
        ('a"b\\c\nd\x001é\ud800', '"a\\"b\\\\c\\nd\\0001é\\u{D800}"'),
        (b"\x00\xffa", '"\\x00\\xff\\x61"'),
        ((1, [None, "x"]), '{1, {nil, "x"}}'),
        ({"a": 1, "b c": 2, "end": 3, 4: {}, True: 0}, '{a = 1, ["b c"] = 2, ["end"] = 3, [4] = {}, [true] = 0}'),
        (1 + 2j, '"(1+2j)"'),
    ],
)
def test_values_of_python_are_written_as_lua(value, lua):
    assert translated(value) == lua
    assert Interpreter().run(f"return {lua}").error is None


def test_bytes_and_strings_arrive_as_they_were():
    text = "".join(map(chr, range(0x100))) + "漢\u2028\U0001f600"
    run = Interpreter().run(f"return {translated(text)}, {translated(bytes(range(256)))}")
    assert run.values == (text.encode(), bytes(range(256)))


@pytest.mark.parametrize("key", [None, float("nan")])
def test_a_key_that_no_table_has_is_refused(key):
    with pytest.raises(ValueError) as raised:
        translated({key: 1})
    assert str(raised.value) == f"a key is {key!r}; a Lua table has no such key"


def test_a_comment_of_several_lines_stays_a_comment():
    assert LuaTranslator.codify({"a": 1}, "one\n\ntwo") == "-- one\n--\n-- two\na = 1\n"


def inspected(source):
    pytest.importorskip("papermill")
    return [tuple(found) for found in LuaTranslator.inspect({"source": source})]


def test_what_a_cell_declares_is_found_with_type_and_comment():
    source = (
        "local n <const>, s = -3, 'é'; --  how many \nt = {1,\n 2} -- a table\na.b = 1\nok = n > 1\nf()\nnone = nil"
    )
    assert inspected(source) == [
        ("n", "number", "-3", "how many"),
        ("s", "string", "'é'", "how many"),
        ("t", "table", "{1,\n 2}", "a table"),
        ("ok", "None", "n > 1", ""),
        ("none", "NoneType", "nil", ""),
    ]


def test_a_cell_that_does_not_parse_declares_nothing():
    assert inspected("x = = 1") == []
