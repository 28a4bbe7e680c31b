"""Where Debian's 5.4.4 does otherwise than 5.4.8: what 5.4.8 does stands beside each program, and decides.

The other templates keep away from these cases.
"""

from tests.differential.template import Outcome, Program, Template


def _traceback(*lines: bytes) -> bytes:
    return b"\n\t".join([b"stack traceback:", *lines]) + b"\n"


# Why 5.4.4 differs, the program, and how 5.4.8 ends.
CASES = (
    (
        "table.remove blames its first argument for a bad position",
        "print(pcall(table.remove, {1, 2}, 7))",
        Outcome(0, b"false\tbad argument #2 to 'table.remove' (position out of bounds)\n", b""),
    ),
    (
        "an error of arithmetic with a constant operand is given the line of an earlier instruction",
        "local x, y = 1, 0\nfor i = 1, 2 do\n  x = i // 1\n  y = (x % (y + 0)) % 100\n  x = y + 1\nend",
        Outcome(
            1,
            b"",
            b"lua: program.lua:4: attempt to perform 'n%0'\n"
            + _traceback(b"program.lua:4: in main chunk", b"[C]: in ?"),
        ),
    ),
    (
        "a call's line is that of the function's expression, not that of its arguments",
        "print 'first'\n('x'):rep({})",
        Outcome(
            1,
            b"first\n",
            b"lua: program.lua:2: attempt to call a nil value\n"
            + _traceback(b"program.lua:2: in main chunk", b"[C]: in ?"),
        ),
    ),
    (
        "utf8.codes steps over continuation bytes without a start",
        'for p, c in utf8.codes("a\\x80b") do print(p, c) end',
        Outcome(
            1,
            b"",
            b"lua: program.lua:1: invalid UTF-8 code\n"
            + _traceback(b"[C]: in for iterator 'for iterator'", b"program.lua:1: in main chunk", b"[C]: in ?"),
        ),
    ),
    (
        "the bracket that opens a call's arguments is looked for in the function's line",
        'print(load("f\\n(\\n1 2)", "=s"))',
        Outcome(0, b"nil\ts:3: ')' expected (to close '(' at line 2) near '2'\n", b""),
    ),
)

_PROGRAMS = tuple(
    Program(f"newer/cases-{number:02}", source.encode() + b"\n", differs=reason, expected=expected)
    for number, (reason, source, expected) in enumerate(CASES, start=1)
)

TEMPLATES: tuple[Template, ...] = (Template("newer/cases", _PROGRAMS),)
