"""No handler reaches the next one by a call: each must leave by a jump, or the C stack grows with every instruction.

The built modules are disassembled. A handler is any function whose name contains `_op_`. A call through the dispatch
table has an index scaled by 8, either in the call itself or in the load of the register that is called. Calls of
imported helpers go through a pointer at a fixed place, `call *x(%rip)`, and are fine.

Nor may a function that dispatches be called by a handler, or by another that does: that call returns only when Lua
does. A function dispatches if it jumps through the table, or to a function that does. (A helper with a seventh
parameter did this twice: the parameter goes on the stack, so the last call cannot be a jump.)
"""

import os
import platform
import re
import subprocess
from collections.abc import Iterator
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

VM = Path(__file__).parent.parent / "interpreter" / "vm"

_HEAD = re.compile(r"^[0-9a-f]+ <(?P<name>[^>]+)>:$")
_INSTRUCTION = re.compile(r"^\s*[0-9a-f]+:\t(?P<text>[^#<]+)")
_INDEXED = r"-?(?:0x[0-9a-f]+)?\(%r\w+,%r\w+,8\)"
_INDEXED_CALL = re.compile(rf"^(?:notrack )?call\w*\s+\*{_INDEXED}")
_INDEXED_JUMP = re.compile(rf"^(?:notrack )?jmp\w*\s+\*{_INDEXED}")
_REGISTER_CALL = re.compile(r"^(?:notrack )?call\w*\s+\*(?P<register>%r\w+)$")
_REGISTER_JUMP = re.compile(r"^(?:notrack )?jmp\w*\s+\*(?P<register>%r\w+)$")
_LOAD = re.compile(rf"^mov\w*\s+{_INDEXED},(?P<register>%r\w+)$")
_WRITE = re.compile(r",(?P<register>%r\w+)$")
_NAMED = re.compile(
    r"^\s*[0-9a-f]+:\t(?:notrack )?(?P<kind>call|j)\w*\s+(?:\*0x[0-9a-f]+\(%rip\)\s+# )?[0-9a-f]+ <(?P<name>[^>+]+)>"
)

pytestmark = pytest.mark.skipif(
    platform.machine() != "x86_64" or os.environ.get("PLUA_BUILD") in ("trampoline", "asan"),
    reason="reads x86-64 code of a tail-calling build",
)


def functions(listing: str) -> Iterator[tuple[str, list[str]]]:
    """Yield (name, instructions) of each function in objdump's listing."""
    name, body = "", []
    for line in listing.splitlines():
        if head := _HEAD.match(line):
            if name:
                yield name, body
            name, body = head["name"], []
        elif instruction := _INSTRUCTION.match(line):
            body.append(instruction["text"].strip())
    if name:
        yield name, body


def handlers(listing: str) -> Iterator[tuple[str, list[str]]]:
    """Yield (name, instructions) of each handler in objdump's listing."""
    return ((name, body) for name, body in functions(listing) if "_op_" in name)


def dispatching(body: list[str], indexed: re.Pattern, through_register: re.Pattern) -> list[str]:
    """Return the instructions that leave through the dispatch table in the form of the two patterns."""
    found = []
    loaded: set[str] = set()
    for text in body:
        if indexed.match(text) or ((match := through_register.match(text)) and match["register"] in loaded):
            found.append(text)
        elif match := _LOAD.match(text):
            loaded.add(match["register"])
        elif match := _WRITE.search(text):
            loaded.discard(match["register"])
    return found


def dispatch_calls(body: list[str]) -> list[str]:
    return dispatching(body, _INDEXED_CALL, _REGISTER_CALL)


def dispatch_jumps(body: list[str]) -> list[str]:
    return dispatching(body, _INDEXED_JUMP, _REGISTER_JUMP)


def built_modules() -> list[Path]:
    return sorted(path for path in VM.iterdir() if path.name.endswith(EXTENSION_SUFFIXES[0]))


def disassembly(path: Path) -> str:
    command = ["objdump", "--disassemble", "--no-show-raw-insn", str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def all_handlers() -> dict[str, list[str]]:
    return {name: body for path in built_modules() for name, body in handlers(disassembly(path))}


def test_no_handler_calls_through_the_dispatch_table(all_handlers):
    calling = {name: calls for name, body in all_handlers.items() if (calls := dispatch_calls(body))}
    assert {} == calling


def test_the_handlers_were_found_and_do_dispatch(all_handlers):
    jumping = [name for name, body in all_handlers.items() if dispatch_jumps(body)]
    assert len(all_handlers) >= 60, "fewer handlers than opcodes: are the symbols stripped?"
    assert len(jumping) >= len(all_handlers) // 2, "most handlers end in a jump through the table"


def named_targets(listing: str) -> dict[str, tuple[set[str], set[str]]]:
    """Return for each function the functions that it calls and those that it jumps to, imported ones too."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    calls: set[str] = set()
    jumps: set[str] = set()
    for line in listing.splitlines():
        if head := _HEAD.match(line):
            calls, jumps = found.setdefault(head["name"], (set(), set()))
        elif named := _NAMED.match(line):
            (calls if named["kind"] == "call" else jumps).add(named["name"])
    return found


def stacking_calls(listing: str) -> dict[str, set[str]]:
    """Return the handlers, and what else dispatches, that call functions which dispatch, with those."""
    targets = named_targets(listing)
    dispatching_now = {name for name, body in functions(listing) if dispatch_jumps(body)}
    known: set[str] = set()
    while known != dispatching_now:
        known = dispatching_now
        dispatching_now = known | {name for name, (_, jumps) in targets.items() if jumps & known}
    callers = known | {name for name in targets if "_op_" in name}
    return {name: called for name in sorted(callers) if (called := targets[name][0] & known)}


def test_no_function_that_dispatches_calls_another():
    assert {} == stacking_calls("\n".join(disassembly(path) for path in built_modules()))


GOOD = """
0000000000001150 <__pyx_f_11interpreter_2vm_9ops_arith_op_add>:
    1150:\tmovzwl (%rdx),%eax
    1153:\tcall   *0x2ea7(%rip)        # 4000 <__pyx_f_helper>
    1159:\tcall   *0x18(%rbx)
    115c:\tjmp    *0x40(%rdi,%rax,8)
0000000000001160 <not_a_handler>:
    1160:\tcall   *0x40(%rdi,%rax,8)
"""


def test_helpers_and_jumps_are_accepted():
    ((name, body),) = handlers(GOOD)
    assert name.endswith("op_add")
    assert [] == dispatch_calls(body)
    assert ["jmp    *0x40(%rdi,%rax,8)"] == dispatch_jumps(body)


@pytest.mark.parametrize(
    "body",
    [
        ["call   *0x40(%rdi,%rax,8)"],
        ["call   *(%rdi,%rax,8)"],
        ["mov    0x40(%rdi,%rax,8),%rax", "mov    %rbx,%rdi", "call   *%rax"],
    ],
)
def test_a_call_through_the_table_is_found(body):
    assert body[-1:] == dispatch_calls(body)


def test_a_register_loaded_anew_is_no_table_entry():
    assert [] == dispatch_calls(["mov    0x40(%rdi,%rax,8),%rax", "mov    0x8(%rbx),%rax", "call   *%rax"])


STACKING = """
0000000000001150 <__pyx_f_op_a>:
    1150:\tcall   1180 <__pyx_f_helper>
    1155:\tcall   11a0 <__pyx_f_plain>
    1157:\tcall   *0x2ea7(%rip)        # 4000 <__pyx_f_op_b>
    115a:\tjmp    *0x40(%rdi,%rax,8)
0000000000001180 <__pyx_f_helper>:
    1180:\tje     1190 <__pyx_f_op_b>
    1185:\tret
0000000000001190 <__pyx_f_op_b>:
    1190:\tjmp    1194 <__pyx_f_op_b+0x4>
    1194:\tjmp    *0x40(%rdi,%rax,8)
00000000000011a0 <__pyx_f_plain>:
    11a0:\tcall   1190 <__pyx_f_op_b>
    11a5:\tret
00000000000011b0 <__pyx_f_op_c>:
    11b0:\tcall   1190 <__pyx_f_op_b>
    11b5:\tret
"""


def test_a_call_between_functions_that_dispatch_is_found():
    assert {
        "__pyx_f_op_a": {"__pyx_f_helper", "__pyx_f_op_b"},
        "__pyx_f_op_c": {"__pyx_f_op_b"},
    } == stacking_calls(STACKING)
