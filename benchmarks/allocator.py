"""Count what a process asks of the system allocator: a small library, compiled by gcc when it is needed, preloaded.

The library stands between a process and the C library's malloc family and counts calls and bytes. Blocks with an
alignment (posix_memalign) are counted apart too, since the interpreter asks for slabs in that way and for nothing else,
and so are blocks that grow.
It knows glibc only. Python's own small objects do not pass malloc, so that a run of Lua is counted nearly alone.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

# C, for it must be there before Python is: the dynamic linker loads it first.
_SOURCE = r"""
#include <stddef.h>
#include <errno.h>

void *__libc_malloc(size_t); void *__libc_calloc(size_t, size_t); void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static __thread struct { long calls, bytes, aligned_bytes, grown_bytes; } asked;

static void count(size_t bytes) { asked.calls++; asked.bytes += bytes; }

void *malloc(size_t size) { count(size); return __libc_malloc(size); }
void *calloc(size_t n, size_t size) { count(n * size); return __libc_calloc(n, size); }
void *realloc(void *p, size_t size) { count(size); asked.grown_bytes += size; return __libc_realloc(p, size); }

int posix_memalign(void **p, size_t alignment, size_t size) {
    count(size);
    asked.aligned_bytes += size;
    *p = __libc_memalign(alignment, size);
    return *p ? 0 : ENOMEM;
}

void read_asked(long *into) {
    into[0] = asked.calls; into[1] = asked.bytes; into[2] = asked.aligned_bytes; into[3] = asked.grown_bytes;
}
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the system allocator."""

    calls: int
    """Calls of malloc, calloc, realloc and posix_memalign."""
    total_bytes: int
    """Bytes asked for, a realloc's at their new size."""
    slab_bytes: int
    """Of the bytes, those of slabs of heap cells."""
    grown_bytes: int
    """Of the bytes, those of blocks that grew (realloc): lists, and storage of large tables."""

    def __sub__(self, earlier: Asked) -> Asked:
        """Return what was asked from `earlier` to here."""
        return Asked(
            self.calls - earlier.calls,
            self.total_bytes - earlier.total_bytes,
            self.slab_bytes - earlier.slab_bytes,
            self.grown_bytes - earlier.grown_bytes,
        )


def build(folder: Path) -> Path:
    """Compile the library in a folder and return it; raise CalledProcessError, or FileNotFoundError without gcc."""
    source, library = folder / "allocator.c", folder / "allocator.so"
    source.write_text(_SOURCE)
    command = ["gcc", "-O2", "-shared", "-fPIC", "-ftls-model=initial-exec", "-o", str(library), str(source)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return library


def environment(library: Path) -> dict[str, str]:
    """Return the environment of a process that is to be counted."""
    return os.environ | {"LD_PRELOAD": str(library)}


def asked() -> Asked:
    """Return what this thread asked for since it began; raise RuntimeError where nobody counts."""
    try:
        read = ctypes.CDLL(None).read_asked
    except AttributeError:
        raise RuntimeError(f"{sys.executable} was not started with the counting library") from None
    figures = (ctypes.c_long * 4)()
    read(figures)
    return Asked(*figures)
