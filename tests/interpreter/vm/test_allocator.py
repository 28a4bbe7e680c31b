"""What the C library's allocator keeps of freed memory: asking the system for it anew costs more than the work done."""

import os
import platform
import resource
import subprocess
import sys

import pytest

# A string grows to 250 KB, one copy a step: 90,000 pages where each collection gives the memory back.
APPEND = "local s = '' for i = 1, 25000 do s = s .. '0123456789' end assert(#s == 250000)"
# Strings of 8 MB, each used once: 2,000 fresh pages each.
LONG = "local x = ('x'):rep(8 << 20) for i = 1, 100 do assert(#(x .. i) > #x) end"


def page_faults(program: str) -> int:
    """Pages that the system gave to a process that runs a Lua program, above those of an empty program."""
    counts = []
    for source in ("", program):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt
        subprocess.run([sys.executable, "-m", "interpreter", "-e", source], check=True, timeout=120)
        counts.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt - before)
    return counts[1] - counts[0]


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other allocators have rules of their own")
@pytest.mark.skipif(
    os.environ.get("PLUA_BUILD") == "asan", reason="the sanitizer's allocator never uses memory again soon"
)
@pytest.mark.parametrize(("program", "pages"), [(APPEND, 20_000), (LONG, 40_000)])
def test_memory_of_dead_strings_is_used_again(program, pages):
    assert page_faults(program) < pages
