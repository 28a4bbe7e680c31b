"""Test with the oldest packages pyproject.toml allows: `python tests/tools/oldest.py DIRECTORY [PYTEST_ARGUMENT …]`.

Of every requirement, those of the build included, the lower bound is installed; what they need in turn is the newest
that fits. A copy of the project is built with them and its quick tests run, on Python 3.11: for newer ones the oldest
numpy has no wheel. With arguments, which are pytest's, the core at hand is tested, without what science and pictures
need: a minute, on any Python. The newest packages are what `make build` installs.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from shutil import copytree, ignore_patterns

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = ("build", "dist", ".venv", ".git", "*.so", "*.egg-info", "__pycache__", ".*_cache")
LARGE = ("science", "plots", "papermill")
"""Extras that a test of the core does without."""
REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(?:\[(?P<extras>[\w,-]+)\])?\s*(?:>=(?P<lowest>[\d.]+))?")


def requirements(project: dict, *extras: str) -> list[str]:
    """Return what the project requires with these extras, those within extras included."""
    wanted = list(project["dependencies"]) if not extras else []
    for extra in extras:
        for one in project["optional-dependencies"][extra]:
            found = REQUIREMENT.match(one)
            wanted += requirements(project, *found["extras"].split(",")) if found["extras"] else [one]
    return wanted


def oldest(requirement: str) -> str:
    """Return a requirement of the lowest version allowed; raise ValueError where it has no lower bound."""
    found = REQUIREMENT.match(requirement)
    if not found or not found["lowest"]:
        raise ValueError(f"{requirement!r} has no lower bound: write it as 'name>=lowest,<highest'")
    _, _, condition = requirement.partition(";")
    return f"{found['name']}=={found['lowest']}" + (f"; {condition.strip()}" if condition else "")


def pins(whole: bool, root: Path = ROOT) -> list[str]:
    """Return the oldest of what testing the core needs, or of everything."""
    described = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    project = described["project"]
    listed = requirements(project) + requirements(project, "test")
    if whole:
        listed += described["build-system"]["requires"]
    else:
        large = requirements(project, *LARGE)
        listed = [one for one in listed if one not in large]
    return [oldest(one) for one in dict.fromkeys(listed)]


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a command, or end with its status."""
    status = subprocess.run(command, cwd=cwd).returncode
    if status:
        sys.exit(status)


def environment(directory: Path, wanted: list[str]) -> Path:
    """Make the environment, unless it is there with the same packages; return its Python."""
    python, listed = directory / "bin" / "python", directory / "oldest.txt"
    text = "".join(f"{pin}\n" for pin in wanted)
    if not listed.exists() or listed.read_text() != text:
        run(sys.executable, "-m", "venv", "--clear", directory)
        requested = directory / "wanted.txt"
        requested.write_text(text)
        run(python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "-r", requested)
        requested.rename(listed)
    return python


def build_copy(python: Path, copy: Path) -> None:
    """Bring a copy of the project up to date and build it."""
    copytree(ROOT, copy, ignore=ignore_patterns(*LEFT_OUT), dirs_exist_ok=True)
    pip = (python, "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "install", "--no-deps", "--no-build-isolation", "--editable", ".", cwd=copy)


def main() -> None:
    """Make the environment and run the tests."""
    directory, *arguments = sys.argv[1:]
    place = Path(directory).resolve() / ("core" if arguments else "whole")
    python = environment(place, pins(whole=not arguments))
    tested = ROOT
    if not arguments:
        tested = place / "copy"
        build_copy(python, tested)
    run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(arguments or ["-m", "not slow"]), cwd=tested)


if __name__ == "__main__":
    main()
