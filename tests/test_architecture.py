"""The house's rules that a machine can check: who imports whom, generated files, no trace of one machine."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Lowest first. A module may use its own floor and those below it.
FLOORS = (
    ("errors", "results", "limits", "_build_check"),
    ("sandbox",),
    ("syntax",),
    ("compiler",),
    ("vm",),
    ("stdlib",),
    ("records",),
    ("runtime",),
    ("prompt", "__main__", "__init__"),
)
FLOOR = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}

LIBRARIES = {"base", "string", "table", "math", "utf8", "io", "os", "coroutine", "debug", "package"}

JUPYTER = ("IPython", "ipykernel", "ipywidgets", "jupyter_client", "jupyter_core", "comm", "zmq", "traitlets", "numpy")

_CIMPORT = re.compile(r"^\s*(?:from\s+(?P<source>[\w.]+)\s+cimport|cimport\s+(?P<module>[\w.]+))", re.MULTILINE)


def core_files(*suffixes: str) -> list[Path]:
    return sorted(path for path in (ROOT / "interpreter").rglob("*") if path.suffix in suffixes)


def room(module: str) -> str:
    """Return the room of a dotted name: `vm` for `interpreter.vm.values`, `__init__` for the package itself."""
    return ([*module.split("."), "__init__"])[1]


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def used_modules(path: Path) -> Iterator[str]:
    """Yield the modules of the interpreter that a source or header imports or cimports."""
    text = path.read_text(encoding="utf-8")
    names = _cimported(text) if path.suffix == ".pxd" else _imported(text)
    package = module_name(path).split(".") if path.stem == "__init__" else module_name(path).split(".")[:-1]
    for name in names:
        absolute = _absolute(name, package).removeprefix("cython.cimports.")
        if absolute.split(".")[0] == "interpreter":
            yield absolute


def _imported(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = "." * node.level + (node.module or "")
            # `from interpreter.vm import values` names the module in the second half.
            yield from (f"{source}.{alias.name}" for alias in node.names)


def _cimported(text: str) -> Iterator[str]:
    for match in _CIMPORT.finditer(text):
        yield match["source"] or match["module"]


def _absolute(name: str, package: list[str]) -> str:
    dots = len(name) - len(name.lstrip("."))
    return ".".join([*package[: len(package) - dots + 1], name.lstrip(".")]) if dots else name


def upward_uses() -> Iterator[str]:
    for path in core_files(".py", ".pxd"):
        own = module_name(path)
        for used in used_modules(path):
            # `from interpreter import Interpreter`: what is no room is a name of the front door.
            if FLOOR.get(room(used), FLOOR["__init__"]) > FLOOR[room(own)]:
                yield f"{path.relative_to(ROOT)} uses {used}"


def test_every_room_has_a_floor():
    rooms = {room(module_name(path)) for path in core_files(".py")}
    assert set() == rooms - set(FLOOR)


def test_imports_and_cimports_go_downward_only():
    assert [] == list(upward_uses())


def test_no_library_uses_another():
    """A library is what Lua code can require; patterns and format are parts of one."""
    sideways = [
        f"{path.name} uses {used}"
        for path in core_files(".py", ".pxd")
        if path.parent.name == "stdlib" and path.stem not in ("__init__", "libraries")
        for used in used_modules(path)
        if room(used) == "stdlib" and set(used.split(".")[2:3]) & LIBRARIES - {path.stem}
    ]
    assert [] == sideways


def test_only_host_names_posix():
    """Where the system is called stands in one header, which has what Windows does instead."""
    naming = [
        path.name
        for path in core_files(".py", ".pxd")
        if re.search(r"\b(?:cimports\.)?posix\.\w+ c?import |<(?:sys/|unistd|windows)", path.read_text(encoding="utf-8"))
    ]
    assert ["host.pxd"] == [name for name in naming if name != "values.pxd"]  # which advises Linux on large pages


def test_import_contracts_hold():
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", "pyproject.toml"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_interpreter_loads_nothing_of_jupyter():
    program = f"import sys, interpreter; print([name for name in {JUPYTER} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert ("[]\n", "") == (done.stdout, done.stderr)


def test_generated_files_are_fresh():
    from interpreter.compiler import opcodes

    def is_stale(path: Path, text: str) -> bool:
        return not path.exists() or path.read_text(encoding="utf-8") != text

    assert [] == [name for name, text in opcodes.generate().items() if is_stale(ROOT / name, text)]


# ------------------------------------------------------------------------------------------- no trace of one machine

# Built from pieces, so that this file does not contain what it looks for.
_ROOTS = "|".join(["work", "root", r"home/\w+", r"Users/\w+", "opt/pypi", "private"])
TRACES = re.compile(rf"(?<![\w.~$}}*/-])/(?:{_ROOTS})/|\.\./" + r"shared\b|/tm" + r"p/(?!lua_|ipykernel)\w")
TEXT = {".py", ".pxd", ".md", ".toml", ".lua", ".ipynb", ".json", ".yaml", ".yml", ".svg", ".in", ".cfg", ".txt", ""}


def project_files() -> list[Path]:
    """Return the files that belong to the project: what git knows or would add; without git, all but build products."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        products = {"build", "dist", ".venv", ".git", "__pycache__"}
        return [path for path in ROOT.rglob("*") if path.is_file() and not products & set(path.relative_to(ROOT).parts)]
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_path_of_a_machine_is_in_the_tree():
    traces = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in project_files()
        if path.suffix in TEXT
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if TRACES.search(line)
    ]
    assert [] == traces


@pytest.mark.parametrize(
    "line",
    [
        "see /wor" + "k/main/x",
        'open("/hom' + 'e/jo/notes")',
        "as in .." + "/shared/design",
        "run /tm" + "p/venv/bin/python",
    ],
)
def test_a_path_of_a_machine_is_found(line):
    assert TRACES.search(line)


@pytest.mark.parametrize(
    "line", ["framework/main", "a/work/b", "https://example.org/home/page", "/usr/bin/env", "/tmp/lua_x"]
)
def test_other_paths_are_left_alone(line):
    assert not TRACES.search(line)
