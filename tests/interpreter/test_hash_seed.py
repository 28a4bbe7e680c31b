"""Whoever makes up keys that collide has to know the seed of the hashes; the order of `pairs` follows from it."""

import struct

import pytest

from interpreter import Interpreter

MIXER = 0x9E3779B97F4A7C15
USUAL = 0x5BD1E995
WORD = (1 << 64) - 1
KEYS = 2000
ORDER = "local t, found = {}, {} for i = 1, 64 do t['k' .. i] = i end for k in pairs(t) do found[#found + 1] = k end return table.concat(found, ' ')"
FILL = "local t = {} for i = 1, #keys, 16 do t[keys:sub(i, i + 15)] = i end"


def fold(x, y):
    return (x * y & WORD) ^ (x * y >> 64)


def colliding_keys():
    """Return keys of 16 bytes that have one hash under the usual seed."""
    start = USUAL ^ 16 * MIXER & WORD
    firsts = [number * 0x2545F4914F6CDD1D & WORD for number in range(KEYS)]
    return b"".join(struct.pack("<QQ", first, fold(start ^ first, MIXER) ^ 77) for first in firsts)


def work_of_filling(**options):
    with Interpreter(**options) as lua:
        lua.set_global("keys", colliding_keys())
        result = lua.run(FILL)
        return result.after.instructions - result.before.instructions


def order(**options):
    with Interpreter(**options) as lua:
        return lua.run(ORDER).values[0]


def test_the_order_of_pairs_is_that_of_the_seed():
    assert order() == order() == order(hash_seed=USUAL)
    assert order(hash_seed=1) == order(hash_seed="1")
    assert order(hash_seed=1) != order(hash_seed=2)
    assert order(hash_seed="random") != order(hash_seed="random")


def test_a_restricted_sandbox_has_a_seed_of_its_own():
    assert order(sandbox="restricted") != order(sandbox="restricted")
    assert order(sandbox="restricted", hash_seed=3) == order(hash_seed=3)


def test_the_environment_names_a_seed(monkeypatch):
    monkeypatch.setenv("PLUA_HASH_SEED", "3")
    assert order() == order(hash_seed=3)
    assert order(hash_seed=4) != order()
    monkeypatch.setenv("PLUA_HASH_SEED", "random")
    assert order() != order()


@pytest.mark.parametrize("seed", ["x", -1, 1.5, ""])
def test_a_bad_seed_is_refused(seed):
    with pytest.raises(ValueError, match=f"the hash seed is {seed!r}; it may be a number or 'random'"):
        Interpreter(hash_seed=seed)


def test_a_bad_variable_is_named(monkeypatch):
    monkeypatch.setenv("PLUA_HASH_SEED", "x")
    with pytest.raises(ValueError, match="PLUA_HASH_SEED is 'x'; it may be a number or 'random'"):
        Interpreter()


def test_keys_that_collide_cost_what_they_take_and_with_another_seed_nothing():
    assert work_of_filling() > KEYS * KEYS // 4
    assert work_of_filling(hash_seed="random") < 100 * KEYS
