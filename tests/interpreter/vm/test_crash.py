"""What a fatal signal leaves behind of Lua: the line that ran, and those that called it."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HOST = """
import sys
from interpreter import Interpreter
interpreter = Interpreter()
interpreter.report_crash(2)
interpreter.run(sys.argv[1], "=loop")
"""
STATEMENT, BODY = "    n = n * 3 + 1\n", 40
LOOP = f"""
local function spin()
  local n = 0
  print("on")
  while true do
{STATEMENT * BODY}
  end
end
spin()
"""
FIRST = 6
"""Line of the loop at whose beginning the VM looks for interrupts, and so saves its position."""
REST = f"  loop:{BODY + 9}\n  (built in)\n  the host\n\n"
TICKS = 20

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")


def processor_time(pid):
    """Return the ticks that a process has had of its own."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])


def end_in_the_loop(number, before=""):
    """Send a signal to a process that is in the loop for some time; return its status and what it wrote."""
    command = [sys.executable, "-c", before + HOST, LOOP]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "on\n"
    begun = processor_time(process.pid)
    while processor_time(process.pid) < begun + TICKS:
        time.sleep(0.01)
    os.kill(process.pid, number)
    _, told = process.communicate(timeout=60)
    return process.returncode, told


def line_in_the_loop(number):
    """Return the line that is told of the loop."""
    status, told = end_in_the_loop(number)
    found = re.fullmatch(r"\nLua, the function called last first:\n  loop:(\d+)\n" + re.escape(REST), told)
    assert (-number, True) == (status, found is not None), told
    return int(found[1])


@pytest.mark.skipif(
    os.environ.get("PLUA_BUILD") in ("trampoline", "asan"), reason="the position goes through memory there"
)
@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_the_line_that_runs_is_told(number):
    lines = range(FIRST + 1, FIRST + BODY)
    assert any(line_in_the_loop(number) in lines for _ in range(5))


@pytest.mark.plain
def test_who_was_told_before_is_told_afterwards():
    status, told = end_in_the_loop(signal.SIGSEGV, "import faulthandler; faulthandler.enable()\n")
    assert -signal.SIGSEGV == status
    lua, _, python = told.partition(REST)
    assert lua.startswith("\nLua, the function called last first:\n  loop:")
    assert python.startswith("Fatal Python error: Segmentation fault\n")
    assert 'File "<string>", line ' in python
