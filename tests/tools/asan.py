"""Build a sanitized copy of the project and run its tests there: `python tests/tools/asan.py DIRECTORY`.

The copy is built as PLUA_BUILD=asan: AddressSanitizer and UBSan in the trampoline form. The quick tests of both
packages run with the pools off, where each frame, array and object is a malloc of its own, and again poisoned: kernels
and other processes that they start are sanitized too. The programs of tests/lua run in every mode, once more with
collections at every safepoint. Left out is what is marked `plain`, and with the pools off what is marked `pooled`. The
first part that does not end well ends the run.
"""

import os
import subprocess
import sys
from os.path import isabs
from pathlib import Path
from shutil import copy2, rmtree, which

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("interpreter", "lua_kernel", "kernelspec", "tests", "notebooks", "benchmarks", "docs", ".ci")
"""With all that is no folder."""
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}
BUILT = {".so", ".pyc"}
LIBRARIES = ("libasan.so", "libubsan.so")
# No leak reports: Python frees little at its end. A huge malloc is to return NULL, as it does without a sanitizer. Each
# look for a piece of a text would first measure all that is left of the text.
ASAN_OPTIONS = "detect_leaks=0:allocator_may_return_null=1:halt_on_error=1:intercept_strstr=0"
UBSAN_OPTIONS = "print_stacktrace=1:halt_on_error=1"
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "timeout=3600")  # some take ten times as long


def sources(root: Path) -> set[Path]:
    """Return what the copy needs, relative to the root."""
    found = set()
    for top in root.iterdir() if root.exists() else ():
        for path in top.rglob("*") if top.name in COPIED else [top]:
            if path.is_file() and path.suffix not in BUILT and not LEFT_OUT & set(path.relative_to(root).parts):
                found.add(path.relative_to(root))
    return found


def copy_tree(target: Path) -> None:
    """Bring the copy up to date; a file that has not changed keeps its time, so that only the changed is built."""
    wanted = sources(ROOT)
    for stale in sources(target) - wanted if target.exists() else ():
        (target / stale).unlink()
    for name in wanted:
        original, copied = ROOT / name, target / name
        if not copied.exists() or copied.read_bytes() != original.read_bytes():
            copied.parent.mkdir(parents=True, exist_ok=True)
            copy2(original, copied)
            os.utime(copied)


def libraries() -> list[str]:
    """Return the sanitizers' libraries, as the compiler finds them; a bare name where it does not."""
    compiler = os.environ.get("CC", "gcc")
    commands = [[compiler, f"-print-file-name={name}"] for name in LIBRARIES]
    return [subprocess.run(one, check=True, capture_output=True, text=True).stdout.strip() for one in commands]


def is_there() -> bool:
    """Return whether this machine can build and run with sanitizers."""
    return sys.platform == "linux" and which(os.environ.get("CC", "gcc")) is not None and all(map(isabs, libraries()))


def build(target: Path) -> None:
    """Bring the copy up to date and build it."""
    copy_tree(target)
    run(target, os.environ | {"PLUA_BUILD": "asan"}, "setup.py", "--quiet", "build_ext", "--inplace")


def sanitized(target: Path) -> dict[str, str]:
    """Return the environment of a process with sanitizers, whose libraries must come before Python's own."""
    return os.environ | {
        "PYTHONPATH": str(target),  # for kernels and commands: the installed project is the plain one
        "PLUA_BUILD": "asan",  # for the tests that depend on the kind of build
        "LD_PRELOAD": " ".join(libraries()),
        "ASAN_OPTIONS": ASAN_OPTIONS,
        "UBSAN_OPTIONS": UBSAN_OPTIONS,
        "PYTHONMALLOC": "malloc",
    }


def run(target: Path, environment: dict[str, str], *command: str) -> None:
    """Run a command in the copy, or end with its status."""
    sys.stderr.write(f"asan: {' '.join(command)}\n")
    status = subprocess.run([sys.executable, *command], cwd=target, env=environment).returncode
    if status:
        sys.exit(status)


def main() -> None:
    """Copy, build, run."""
    target = Path(sys.argv[1]).resolve()
    if "--clean" in sys.argv:
        rmtree(target, ignore_errors=True)
    build(target)
    environment = sanitized(target)
    run(target, environment | {"PLUA_POOLS": "off"}, *PYTEST, "-m", "not slow and not plain and not pooled")
    poisoned = environment | {"PLUA_POOLS": "poison"}  # the programs choose their modes themselves
    run(target, poisoned, *PYTEST, "-m", "not slow and not plain", "--ignore=tests/test_lua_files.py")
    run(target, environment, *PYTEST, "-m", "slow", "tests/test_memory.py")


if __name__ == "__main__":
    main()
