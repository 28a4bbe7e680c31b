"""Load and run damaged binary chunks: `python tests/tools/mutate_dumps.py POOLS FIRST LAST`.

Mutation number n is the same each time: a dump of one of the functions in mutate_dumps.lua, taken apart, changed in a
few places and put together again with a right checksum, so that it is the verifier that has to find what is wrong.
Whatever loads is run, twice, under an instruction limit; each third one with a hook at every instruction that looks at
its variables and writes some. The process ends well, or it crashes; the last line tells how
many were loaded. `PLUA_GC_STRESS` applies.
"""

import faulthandler
import pickle
import random
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from interpreter import Interpreter, LuaError
from interpreter.compiler.opcodes import COMPILED

HEADER = 44
"""Bytes before the body; the last eight are its size and checksum."""
HAS_VARARGS, HAS_DEBUG = 1, 2
K_INTEGER, K_FLOAT, K_STRING = 3, 4, 5

Function = dict[str, Any]

RUNNER = """
local pcall, collectgarbage, dump, traceback = pcall, collectgarbage, string.dump, debug.traceback
local getinfo, getlocal, setlocal, sethook = debug.getinfo, debug.getlocal, debug.setlocal, debug.sethook
os, io, package, require, dofile, loadfile, debug = nil
local values, turn = {1, "x", {}, 2.5, false, pcall, nil}, 0
local function look()
  if getinfo(2, "nSltufrL").source == "=runner" then return end
  traceback()
  for i = -2, 9 do
    local name, value = getlocal(2, i)
    turn = turn % 7 + 1
    if name and turn < 4 then setlocal(2, i, values[turn]) elseif name then setlocal(2, i, value) end
  end
end
return dump, function(f, watched, ...)
  sethook() -- a limit has left one, which would change our own calls
  for _ = 1, 2 do
    if watched then sethook(look, "crl", 1) end
    pcall(f, ...)
    sethook()
    collectgarbage()
  end
end
"""


# --- taking apart and putting together


class Reader:
    """Read a dump's body; the format is described in interpreter/vm/dump.py."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def raw(self, n: int) -> bytes:
        self.at += n
        return self.data[self.at - n : self.at]

    def size(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7

    def signed(self) -> int:
        value = self.size()
        return (value >> 1) ^ -(value & 1)

    def text(self) -> bytes | None:
        n = self.size()
        return self.raw(n - 1) if n else None

    def constant(self) -> tuple[Any, ...]:
        kind = self.byte()
        if kind == K_INTEGER:
            return kind, self.signed()
        if kind == K_FLOAT:
            return kind, self.raw(8)
        return (kind, self.text()) if kind == K_STRING else (kind,)

    def function(self) -> Function:
        f: Function = {name: self.byte() for name in ("flags", "parameters", "registers")}
        f["span"] = (self.size(), self.size())
        f["code"] = [[self.byte(), self.size(), self.size(), self.signed(), self.byte()] for _ in range(self.size())]
        f["constants"] = [self.constant() for _ in range(self.size())]
        f["upvalues"] = [[self.byte(), self.size()] for _ in range(self.size())]
        f["functions"] = [self.function() for _ in range(self.size())]
        if f["flags"] & HAS_DEBUG:
            f["name"] = self.text()
            f["lines"] = [self.signed() for _ in f["code"]]
            f["upvalue names"] = [self.text() for _ in f["upvalues"]]
            f["locals"] = [(self.text(), self.size(), self.size(), self.size()) for _ in range(self.size())]
        return f


def size(value: int) -> bytes:
    out = bytearray()
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def signed(value: int) -> bytes:
    return size(value << 1 if value >= 0 else ~(value << 1))


def text(value: bytes | None) -> bytes:
    return b"\0" if value is None else size(len(value) + 1) + value


def constant(item: tuple[Any, ...]) -> bytes:
    kind = item[0]
    if kind == K_INTEGER:
        return bytes([kind]) + signed(item[1])
    if kind == K_FLOAT:
        return bytes([kind]) + item[1]
    return bytes([kind]) + text(item[1]) if kind == K_STRING else bytes([kind])


def listed(items: list[bytes]) -> bytes:
    return size(len(items)) + b"".join(items)


def function(f: Function) -> bytes:
    out = bytes([f["flags"], f["parameters"], f["registers"]]) + size(f["span"][0]) + size(f["span"][1])
    out += listed([bytes([op]) + size(a) + size(b) + signed(c) + bytes([live]) for op, a, b, c, live in f["code"]])
    out += listed([constant(item) for item in f["constants"]])
    out += listed([bytes([kind]) + size(index) for kind, index in f["upvalues"]])
    out += listed([function(inner) for inner in f["functions"]])
    if f["flags"] & HAS_DEBUG:
        n, upvalues = len(f["code"]), len(f["upvalues"])
        out += text(f["name"]) + b"".join(signed(line) for line in (f["lines"] + [0] * n)[:n])
        out += b"".join(text(name) for name in (f["upvalue names"] + [None] * upvalues)[:upvalues])
        out += listed([text(name) + size(a) + size(b) + size(c) for name, a, b, c in f["locals"]])
    return out


def body(f: Function) -> bytes:
    return text(b"=mutated") + function(f)


def chunk(header: bytes, content: bytes) -> bytes:
    """Return a whole dump; `header` is that of any other."""
    fields = len(content).to_bytes(4, "little") + zlib.crc32(content).to_bytes(4, "little")
    return header[: HEADER - 8] + fields + content


# --- damage


def all_functions(f: Function) -> Iterator[Function]:
    yield f
    for inner in f["functions"]:
        yield from all_functions(inner)


def change_instruction(chance: random.Random, f: Function, i: list[int]) -> None:
    """Change one field of an instruction, most often into something that might be right."""
    near = chance.choice((chance.randrange(f["registers"]), chance.randrange(len(f["constants"]) + 1), 0, 1))
    match chance.randrange(8):
        case 0:
            i[0] = chance.randrange(COMPILED)
        case 1 | 2:
            i[1] = chance.choice((near, i[1] + 1, i[1] - 1)) & 0xFFFF
        case 3 | 4:
            i[2] = chance.choice((near, i[2] + 1, i[2] - 1, 0xFFFF)) & 0xFFFF
        case 5 | 6:
            i[3] = max(-0x8000, min(0x7FFF, chance.choice((near, i[3] + 1, i[3] - 1, -1, chance.randrange(-20, 20)))))
        case _:
            i[4] = chance.choice((0, chance.randrange(f["registers"] + 1), i[4] - 1)) & 255


def change_code(chance: random.Random, f: Function, pool: list[Function]) -> None:
    """Move, copy or remove instructions."""
    code = f["code"]
    at, other = chance.randrange(len(code)), chance.randrange(len(code))
    match chance.randrange(5):
        case 0:
            code[at] = list(code[other])
        case 1:
            code.insert(at, list(code[other]))
        case 2:
            code[at], code[other] = code[other], code[at]
        case 3:
            code[at] = list(chance.choice(chance.choice(pool)["code"]))
        case _ if len(code) > 1:
            del code[at]


def change_rest(chance: random.Random, f: Function, pool: list[Function]) -> None:
    """Change constants, upvalues, sizes or an inner function."""
    kind = chance.randrange(6)
    if kind == 0 and f["constants"]:
        values = ((0,), (1,), (2,), (K_INTEGER, -1), (K_FLOAT, b"\xff" * 8), (K_STRING, b"x"), (K_STRING, b"y" * 41))
        f["constants"][chance.randrange(len(f["constants"]))] = chance.choice(values)
    elif kind == 1 and f["upvalues"]:
        chance.choice(f["upvalues"])[chance.randrange(2)] = chance.randrange(3)
    elif kind == 2:
        f["registers"] = max(2, f["registers"] + chance.choice((-1, 1)))
    elif kind == 3:
        f["parameters"] = chance.randrange(4)
    elif kind == 4:
        f["flags"] ^= HAS_VARARGS
    elif f["functions"]:
        f["functions"][chance.randrange(len(f["functions"]))] = chance.choice(pool)


def change_names(chance: random.Random, f: Function) -> None:
    """Change lines, names of upvalues or where a local variable is said to live."""
    at = chance.randrange(len(f["lines"]))
    f["lines"][at] += chance.choice((1, -1, 7, 1 << 20))
    if f["upvalue names"]:
        f["upvalue names"][chance.randrange(len(f["upvalue names"]))] = chance.choice((None, b"", b"_ENV", b"a" * 300))
    n = len(f["code"])
    for _ in range(chance.randrange(4)):
        start = chance.randrange(n + 1)
        name = chance.choice((b"v", b"", b"(temporary)", b"_ENV", b"b" * 300))
        f["locals"].append((name, chance.randrange(f["registers"]), start, chance.randrange(start, n + 1)))


def damaged(chance: random.Random, seeds: list[bytes], pool: list[Function]) -> bytes:
    """Return the body of a dump with a few changes."""
    root: Function = pickle.loads(chance.choice(seeds))  # noqa: S301 - our own, quicker than deepcopy
    for _ in range(chance.choice((1, 1, 2, 2, 3, 4, 6))):
        f = chance.choice(list(all_functions(root)))
        match chance.randrange(12):
            case 10 | 11 if "lines" in f:
                change_names(chance, f)
            case 0:
                change_rest(chance, f, pool)
            case 1 | 2:
                change_code(chance, f, pool)
            case _:
                change_instruction(chance, f, chance.choice(f["code"]))
    content = bytearray(body(root))
    if chance.random() < 0.1:
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


# --- running


def prepare(lua: Interpreter) -> tuple[Any, Any]:
    """Take from the state what could do harm; return its string.dump and a function that runs another one."""
    dump, runner = lua.call(lua.load(RUNNER, "=runner"))
    lua.limits.instructions = 20_000
    lua.limits.memory_bytes = 64 << 20
    return dump, runner


def seed_dumps(lua: Interpreter, dump: Any) -> list[bytes]:
    """Return the dumps of the seeds, stripped and not."""
    source = Path(__file__).with_suffix(".lua").read_text(encoding="utf-8")
    programs = source.split("\n---- ")[1:]
    return [
        bytes(lua.call(dump, lua.load("---- " + program, "=seed"), strip)[0])
        for program in programs
        for strip in (False, True)
    ]


def main(pools: str, first: int, last: int) -> None:
    """Load and run mutations `first` to `last`."""
    faulthandler.enable()
    with Interpreter(pools=pools, stdout=lambda _: None, stderr=lambda _: None) as lua:
        dump, runner = prepare(lua)
        dumps = seed_dumps(lua, dump)
        trees = []
        for one in dumps:
            reader = Reader(one[HEADER:])
            reader.text()
            trees.append(reader.function())
            assert reader.at == len(reader.data), "the format of dumps has changed"
        pool = [f for tree in trees for f in all_functions(tree)]
        seeds = [pickle.dumps(tree) for tree in trees]
        loaded = 0
        for number in range(first, last + 1):
            data = chunk(dumps[0], damaged(random.Random(number), seeds, pool))  # noqa: S311
            try:
                f = lua.load(data, "=mutated")
            except LuaError as error:
                assert "mutated: bad binary format (" in error.message, error.message  # noqa: PT017
                continue
            loaded += 1
            try:
                lua.call(runner, f, number % 3 == 0, 1, 2, b"x")
            except LuaError as error:  # a limit: no pcall catches it
                assert error.kind in ("limit", "memory"), (number, error)  # noqa: PT017
            f = None
        print("loaded", loaded)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
