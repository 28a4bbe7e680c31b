"""Binary chunks: what string.dump writes loads again, and whatever else is loaded is refused or harmless."""

import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from interpreter import Interpreter, LuaError
from interpreter.compiler.opcodes import BY_NAME, OPCODES
from interpreter.vm import verify
from tools import mutate_dumps as dumps

TESTS = Path(__file__).parents[2]
PROGRAMS = sorted((TESTS / "lua").rglob("*.lua"))
MUTATE = TESTS / "tools" / "mutate_dumps.py"

DUMP = "local source, name, strip = ... return string.dump(assert(load(source, name, 't')), strip)"
AGAIN = "local chunk, strip = ... return string.dump(assert(load(chunk, '=dump', 'b')), strip)"

# What a dump of this version means. When it changes, raise DUMP_VERSION in interpreter/vm/dump.pxd and note it here.
VERSION = 3
OPCODE_TABLE = 0x862E143F


@pytest.fixture
def lua():
    with Interpreter() as interpreter:
        yield interpreter


def dump(lua: Interpreter, source: str | bytes, strip: bool = False) -> bytes:
    return lua.call(lua.load(DUMP), source, "=source", strip)[0]


def made(lua: Interpreter, code: list[list], **fields) -> bytes:
    """Return the dump of a function of named instructions `[name, a, b, c, live]`, missing operands being 0."""
    rows = [[BY_NAME[name].number, *(operands + [0] * 4)[:4]] for name, *operands in code]
    function = {
        "flags": 0, "parameters": 0, "registers": 8, "span": (0, 0), "code": rows,
        "constants": [], "upvalues": [], "functions": [],
    }  # fmt: skip
    return dumps.chunk(dump(lua, "return"), dumps.body(function | fields))


def tree(lua: Interpreter, *code: list, **fields) -> dict:
    """Return such a function as part of another."""
    reader = dumps.Reader(made(lua, list(code), **fields)[dumps.HEADER :])
    reader.text()
    return reader.function()


def plain(values: tuple) -> list:
    """Return values that compare; Lua's objects are only objects."""
    return [value if isinstance(value, bytes | int | float | None) else "object" for value in values]


def refusal(lua: Interpreter, chunk: bytes, name: str = "=dump") -> str:
    with pytest.raises(LuaError) as caught:
        lua.load(chunk, name)
    return caught.value.message


# ------------------------------------------------------------------------------------------------------- sound dumps


@pytest.mark.parametrize("strip", [False, True])
def test_the_dump_of_a_loaded_dump_is_the_same(lua, strip):
    again = lua.load(AGAIN)
    for path in PROGRAMS:
        try:
            chunk = dump(lua, path.read_bytes(), strip)
        except LuaError:
            continue  # a program with a syntax error to be shown
        assert chunk == lua.call(again, chunk, strip)[0], path


def test_large_functions_load(lua):
    sources = {
        "return #{" + "1," * 70_000 + "}": 70_000,
        "return #{" + "1," * 70_000 + "(function() return 1, 2 end)()}": 70_002,
        "return #{" + "nil," * 70_000 + "1}": 70_001,
        "local t = {} " + "".join(f"t['k{i}'] = {i}.5 " for i in range(40_000)) + "return t.k39999": 39_999.5,
        "local x = 0 for i = 1, 3 do if i > 1 then " + "x = x + 1 " * 40_000 + "end end return x": 80_000,
    }
    for source, value in sources.items():
        assert (value,) == lua.call(lua.load(dump(lua, source)))


def test_three_small_functions_fit_500_bytes_when_stripped(lua):
    source = "return function(x) return function(y) return x + y end end"
    assert len(dump(lua, source, True)) < 200


def test_the_source_is_written_once(lua):
    source = "return function() return function() end end"
    chunk = lua.call(lua.load(DUMP), source, "x" * 1000)[0]
    assert 1 == chunk.count(b"x" * 1000)


def test_code_is_run_from_a_dump_as_from_source(lua):
    for program in MUTATE.with_suffix(".lua").read_text().split("\n---- ")[1:]:
        expected = plain(lua.call(lua.load("--" + program), 1, 2))
        for strip in (False, True):
            assert expected == plain(lua.call(lua.load(dump(lua, "--" + program, strip)), 1, 2))


def test_the_version_stands_for_the_opcode_table(lua):
    table = "\n".join(f"{o.name} {o.format} {o.effect}" for o in OPCODES if not o.internal)
    assert (VERSION, OPCODE_TABLE) == (dump(lua, "return")[35], zlib.crc32(table.encode()))


# ----------------------------------------------------------------------------------------------------- damaged dumps


def test_every_beginning_of_a_dump_is_truncated(lua):
    chunk = dump(lua, "local a = 1 return function() return a, 'text', 1.5 end")
    for n in range(1, len(chunk)):
        assert "dump: bad binary format (truncated chunk)" == refusal(lua, chunk[:n])


def test_every_changed_byte_is_noticed(lua):
    chunk = dump(lua, "local a = 1 return function() return a, 'text', 1.5 end")
    for n in range(1, len(chunk)):
        changed = chunk[:n] + bytes([chunk[n] ^ 1]) + chunk[n + 1 :]
        assert refusal(lua, changed).startswith("dump: bad binary format (")


def test_bytes_after_a_dump_do_not_matter(lua):
    assert (7,) == lua.call(lua.load(dump(lua, "return 7") + b"more"))


@pytest.mark.parametrize(
    ("chunk", "name", "message"),
    [
        (b"\x1b", "\x1b", "binary string: bad binary format (truncated chunk)"),
        (b"\x1bLux", "\x1bLux", "binary string: bad binary format (not a binary chunk)"),
        (b"\x1bLua\x53", "=name", "name: bad binary format (version mismatch)"),
        (b"\x1bLua\x54\x01", "@name", "name: bad binary format (format mismatch)"),
        (b"\x1bLua\x54\x00\x19\x93\r\n\x1a\r", "name", "name: bad binary format (corrupted chunk)"),
        (b"\x1bLua\x54\x00\x19\x93\r\n\x1a\n\x08", "name", "name: bad binary format (Instruction size mismatch)"),
    ],
)
def test_a_bad_header_is_refused_in_the_words_of_puc(lua, chunk, name, message):
    assert message == refusal(lua, chunk, name)


def test_sizes_are_bounded_by_the_data(lua):
    header = dump(lua, "return")
    for size in (b"\x7f", b"\xff\xff\xff\x7f", b"\xff" * 9 + b"\x01", b"\xff" * 20):
        for before in (b"", b"\0\0\0\x02\0\0", b"\0\0\0\x02\0\0\x01\0\0\0\0\0", b"\0\0\0\x02\0\0\0\0\0"):
            assert "bad binary format" in refusal(lua, dumps.chunk(header, before + size))


# ----------------------------------------------------------------------------------------------------- hostile code

RETURN = ["RETURN0"]
BACK = [0xFFFF, -1]  # the instruction before, as a jump's operands; read as a number, a very large one

HOSTILE = {
    "no end": ([["LOADTRUE", 0]], "code has no end"),
    "nothing": ([], "code has no end"),
    "the VM's own opcode": ([["RUN_END"], RETURN], "unknown opcode"),
    "a register outside": ([["LOADTRUE", 8], RETURN], "bad register"),
    "many registers outside": ([["LOADNIL", 7, 2], RETURN], "bad register"),
    "an argument outside": ([["LOADNIL", 7, 1], ["CALL", 7, 1, 0], RETURN], "bad register"),
    "a result outside": ([["LOADNIL", 7, 1], ["CALL", 7, 0, 2], RETURN], "bad register"),
    "a loop outside": ([["FORPREP", 5, 1], RETURN], "bad register"),
    "no such constant": ([["LOADK", 0], RETURN], "bad constant index"),
    "no such upvalue": ([["GETUPVAL", 0], RETURN], "bad upvalue index"),
    "no such function": ([["CLOSURE", 0], RETURN], "bad function index"),
    "a jump outside": ([["JMP", 0, 5], RETURN], "bad jump"),
    "a jump back that nothing counts": ([["LOADTRUE"], ["JMP", 0, *BACK], RETURN], "bad jump"),
    "a value never set": ([["RETURN1", 0]], "register without a value"),
    "a value set on one way only": (
        [["LOADTRUE", 0, 0, 0, 1], ["JT", 0, 2, 0, 1], ["LOADTRUE", 1, 0, 0, 2], ["RETURN1", 1, 0, 0, 2]],
        "register without a value",
    ),
    "a cell never made": ([["LOADTRUE", 0, 0, 0, 1], ["GETCELL", 1, 0, 0, 2], RETURN], "register without a cell"),
    "a cell taken for a value": (
        [["LOADTRUE", 0, 0, 0, 1], ["NEWCELL", 0, 0, 0, 1], ["RETURN1", 0, 0, 0, 1]],
        "register without a value",
    ),
    "a cell that a collection wipes": (
        [["LOADTRUE", 0, 0, 0, 1], ["NEWCELL", 0, 0, 0, 1], ["NEWTABLE", 1, 0, 0, 0], ["GETCELL", 1, 0, 0, 2], RETURN],
        "register without a cell",
    ),
    "a loop never begun": (
        [["LOADNIL", 0, 4, 0, 4], ["FORLOOP", 0, *BACK, 4], RETURN],
        "bad jump",
    ),
    "a loop whose state was changed": (
        [["LOADI", 0, 1, 0, 3], ["LOADI", 1, 9, 0, 3], ["LOADI", 2, 1, 0, 3], ["FORPREP", 0, 3, 0, 4],
         ["NEWTABLE", 0, 0, 0, 4], ["FORLOOP", 0, *BACK, 4], RETURN],
        "register of the wrong kind",
    ),
    "open values without a taker": (
        [["LOADTRUE", 0, 0, 0, 1], ["CALL", 0, 0, -1, 1], RETURN], "open values out of place",
    ),
    "a taker without open values": ([["RETURNV", 0, 0]], "open values out of place"),
    "a tail call without a return": (
        [["LOADTRUE", 0, 0, 0, 1], ["TAILCALL", 0, 0, -1, 1], RETURN], "open values out of place",
    ),
    "a tail call with a variable to be closed": (
        [["LOADNIL", 0, 2, 0, 2], ["TBC", 0, 0, 0, 2], ["TAILCALL", 1, 0, -1, 2], ["RETURNV", 1, 0, 0, 2]],
        "bad tail call",
    ),
    "varargs in a function without": ([["VARARG", 0, 0, 1], RETURN], "bad operand"),
    "one operand to concatenate": ([["LOADTRUE", 0], ["CONCAT", 0, 0, 1], RETURN], "bad operand"),
    "an extra operand alone": ([["EXTRA"], RETURN], "extra operand out of place"),
    "an extra operand missing": ([["NEWTABLE", 0, 0xFFFF], RETURN], "extra operand out of place"),
    "an absurd size": ([["NEWTABLE", 0, 0xFFFF], ["EXTRA", 0, *BACK], RETURN], "bad operand"),
    "a jump to an extra operand": (
        [["JMP", 0, 2], ["NEWTABLE", 0, 0xFFFF], ["EXTRA"], RETURN],
        "bad jump",
    ),
    "live registers that are not there": ([["RETURN0", 0, 0, 0, 9]], "bad number of live registers"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_code_is_refused(lua, case):
    code, problem = HOSTILE[case]
    assert f"dump: bad binary format ({problem})" == refusal(lua, made(lua, code))


def test_constants_must_be_of_the_kind_that_the_instruction_takes(lua):
    number, short, long = (dumps.K_INTEGER, 1), (dumps.K_STRING, b"x"), (dumps.K_STRING, b"x" * 41)
    get = [["LOADTRUE", 0, 0, 0, 1], ["GETFIELD", 0, 0, 0, 1], RETURN]
    add = [["LOADTRUE", 0, 0, 0, 1], ["ADDK", 0, 0, 0, 1], RETURN]
    for code, constant in ((get, number), (get, long), (add, short)):
        assert "bad kind of constant" in refusal(lua, made(lua, code, constants=[constant]))
    for code, constant in ((get, short), (add, number)):
        lua.load(made(lua, code, constants=[constant]))


def test_a_closure_takes_cells_only(lua):
    inner = tree(lua, ["GETUPVAL", 0, 0, 0, 1], ["RETURN1", 0, 0, 0, 1], upvalues=[[1, 3]])
    make = [["CLOSURE", 0, 0, 0, 5], ["RETURN1", 0, 0, 0, 5]]
    cell = [["LOADTRUE", 3, 0, 0, 5], ["NEWCELL", 3, 0, 0, 5]]
    assert "register without a cell" in refusal(lua, made(lua, make, functions=[inner]))
    lua.load(made(lua, cell + make, functions=[inner]))
    inner["upvalues"] = [[0, 1]]
    assert "bad upvalue index" in refusal(lua, made(lua, cell + make, functions=[inner]))


def test_functions_may_not_nest_without_end(lua):
    function = tree(lua, RETURN)
    for _ in range(300):
        function = {**tree(lua, RETURN), "functions": [function]}
    chunk = dumps.chunk(dump(lua, "return"), dumps.body(function))
    assert "dump: bad binary format (too many nested functions)" == refusal(lua, chunk)


def test_verification_of_a_long_way_back_is_quick(lua):
    """Each block leads back to the one before it, so that what holds in one is known only after the next."""
    blocks = 50_000
    code = [["JMP", 0, 2 * blocks - 1 & 0xFFFF, 2 * blocks - 1 >> 16], RETURN]
    code += [row for _ in range(blocks) for row in (["LOADTRUE", 0], ["LOOP", 0, 0xFFFD, -1])]
    lua.load(made(lua, [*code, RETURN], registers=254))


def test_every_opcode_has_its_rule():
    ruled = [line.split()[0] for line in verify.ROLES.splitlines() if line]
    assert [opcode.name for opcode in OPCODES if not opcode.internal] == ruled


# --------------------------------------------------------------------------------------------------------- mutations


def run_mutations(pools: str, first: int, last: int, stress: int = 0) -> int:
    """Load and run mutations in a process that a crash may end; return how many were loaded."""
    environment = os.environ | {"PYTHONPATH": str(TESTS.parent), "PLUA_GC_STRESS": str(stress)}
    command = [sys.executable, MUTATE, pools, str(first), str(last)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return int(done.stdout.removeprefix("loaded "))


@pytest.mark.parametrize("pools", ["on", "off", "poison"])
def test_mutated_dumps_are_refused_or_harmless(pools):
    assert run_mutations(pools, 1, 1000) > 200


@pytest.mark.slow
@pytest.mark.parametrize(("pools", "stress"), [("on", 0), ("off", 9), ("poison", 9)])
def test_many_mutated_dumps_are_refused_or_harmless(pools, stress):
    assert run_mutations(pools, 1001, 7_000, stress) > 1_000
