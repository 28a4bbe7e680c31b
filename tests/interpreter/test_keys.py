"""Keys that are alike in what a weak hash looks at: a table of twice as many takes about twice as long."""

import pytest

from interpreter import Interpreter

ROUNDS = 5
KEYS = {
    "strings that differ in the middle": "('a'):rep(40) .. i .. ('b'):rep(40)",
    "strings that differ at the end": "('x'):rep(30) .. i",
    "strings that differ at the beginning": "i .. ('x'):rep(30)",
    "long strings": "('x'):rep(500) .. i .. ('y'):rep(500)",
    "multiples of a power of two": "i << 32",
    "multiples of another": "i << 20",
    "negative integers": "-i * 4096",
    "floats with the same low bits": "i * 2.0 ^ 40 + 0.5",
    "small floats": "i / 2 ^ 60",
    "tables": "{}",
}
FILL = """
local keys, t = {}, {}
for i = 1, 4 * ... do keys[i] = KEY end
local n = #keys
local start = os.clock()
for turn = 1, 3 do
  t = {}
  for i = 1, n do t[keys[i]] = i end
  for i = 1, n do assert(t[keys[i]] == i) end
end
return os.clock() - start
"""


@pytest.mark.parametrize("name", KEYS)
def test_keys_that_are_alike_stay_apart(name):
    with Interpreter() as lua:
        fill = lua.load(FILL.replace("KEY", KEYS[name]))
        ratios = []
        for _ in range(ROUNDS):
            once, four_times = (min(lua.call(fill, n)[0] for _ in range(3)) for n in (500, 2000))
            ratios.append(four_times / max(once, 1e-6))
            if ratios[-1] < 8:  # quadratic: 16
                return
        pytest.fail(f"four times as many keys took {ratios} times as long")
