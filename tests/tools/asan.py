"""Build a sanitized copy of the project and run its programs there: `python tests/tools/asan.py DIRECTORY`.

The copy is built as PLUA_BUILD=asan: AddressSanitizer and UBSan in the trampoline form. The programs of tests/lua and
the front door's tests then run in every pool mode (with pools off each frame, array and object is a malloc of its own),
first as they are, then with a collection at every safepoint. The first report of a sanitizer ends the run.
"""

import os
import subprocess
import sys
from os.path import isabs
from pathlib import Path
from shutil import copy2, rmtree, which

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("interpreter", "tests", "setup.py", "pyproject.toml")
LEFT_OUT = {"__pycache__", "lua_kernel"}
BUILT = {".so", ".pyc"}
LIBRARIES = ("libasan.so", "libubsan.so")
# No leak reports: Python frees little at its end. A huge malloc is to return NULL, as it does without a sanitizer.
ASAN_OPTIONS = "detect_leaks=0:allocator_may_return_null=1:halt_on_error=1"
UBSAN_OPTIONS = "print_stacktrace=1:halt_on_error=1"
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "timeout=0")  # some take ten times as long


def sources(root: Path) -> set[Path]:
    """Return what the copy needs, relative to the root."""
    found = set()
    for name in COPIED:
        top = root / name
        for path in top.rglob("*") if top.is_dir() else [top]:
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


def sanitized() -> dict[str, str]:
    """Return the environment of a process with sanitizers, whose libraries must come before Python's own."""
    return os.environ | {
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
    run(target, sanitized(), *PYTEST, "tests/test_lua_files.py", "tests/test_faults.py", "tests/interpreter")
    run(target, sanitized(), *PYTEST, "-m", "slow", "tests/test_memory.py")


if __name__ == "__main__":
    main()
