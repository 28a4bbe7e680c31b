"""Source texts that are almost Lua: programs of the tests, changed in a few places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

TESTS = Path(__file__).parents[1]
TOKEN = re.compile(rb"[A-Za-z_]\w*|\d[\w.]*|\"[^\"\n]*\"|'[^'\n]*'|--[^\n]*|\s+|\.\.\.|::|<<|>>|//|[=~<>]=|.", re.DOTALL)
PIECES = [
    *(b"and break do else elseif end false for function goto if in local nil not or repeat return then true until while"
      b" <close> <const> ... .. :: // << ~= == ( ) [ ] { } ; : , . # & | ~ + - * / ^ % < >").split(),
    b"0x1p4", b"1e400", b"9223372036854775808", b"0x", b"1..2", b"\"\\u{7FFFFFFF}\"", b"'\\x4'", b"[==[", b"]==]", b"--[[",
    b"\0", b"\xff", b"\n", b"'\\z  '", b"'\\300'", b"'unfinished", b"goto x", b"::x::", b"local x <close> = nil", b"_ENV",
]  # fmt: skip


def corpus() -> list[bytes]:
    """Return the programs that are changed: those of tests/lua that are short."""
    files = sorted((TESTS / "lua").rglob("*.lua"))
    return [text for file in files if len(text := file.read_bytes()) < 8000]


def mutated(corpus: list[bytes], seed: str) -> bytes:
    """Return the text of a seed."""
    random = Random(seed)  # noqa: S311
    tokens = TOKEN.findall(random.choice(corpus))
    start = random.randrange(max(1, len(tokens) - 40))
    tokens = tokens[start : start + random.randint(5, 300)] if random.random() < 0.7 else tokens
    for _ in range(random.choice((0, 1, 1, 2, 3, 8))):
        place = random.randrange(len(tokens) + 1)
        match random.randrange(5):
            case 0:
                tokens[place : place + random.randint(1, 3)] = []
            case 1:
                tokens.insert(place, random.choice(PIECES))
            case 2:
                tokens[place : place + 1] = [random.choice(PIECES)]
            case 3:
                tokens[place:place] = tokens[place : place + 5] * random.choice((1, 2, 300 if random.random() < 0.02 else 2))
            case _:
                tokens.insert(place, bytes([random.randrange(256)]))
    return b"".join(tokens)


def as_file(texts: list[bytes]) -> bytes:
    """Return the file that front_end.lua reads."""
    return b"".join(b"%d\n%s" % (len(text), text) for text in texts)


def seeds(first: int, count: int) -> Iterator[str]:
    """Return names of seeds."""
    return (str(number) for number in range(first, first + count))
