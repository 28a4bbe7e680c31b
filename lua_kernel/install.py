"""Tell Jupyter about the kernel: write its kernelspec, and take it away again.

The interpreter's path in it is absolute: front ends that look for no `python` of their own can start it too. A spec
that belongs to another kernel is replaced only after the answer yes.
"""

import argparse
import json
import re
import shutil
import site
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_core.paths import jupyter_data_dir

DISPLAY_NAME = "Lua 5.4 (pooled)"
LOGOS = ("logo-32x32.png", "logo-64x64.png", "logo-svg.svg")
MODULE = "lua_kernel"
GENERIC_PYTHONS = ("python", "python3")

Spec = dict[str, Any]
Ask = Callable[[str], bool]


class InstallError(Exception):
    """The kernelspec cannot be written or removed; its text says why and what to do."""


def kernel_spec(python: str = sys.executable) -> Spec:
    """Return what kernel.json says."""
    return {
        "argv": [python, "-m", MODULE, "-f", "{connection_file}"],
        "display_name": DISPLAY_NAME,
        "language": "lua",
        "interrupt_mode": "signal",
        "kernel_protocol_version": "5.5",
        "metadata": {"supported_encryption": ["curve"]},
    }


def logo_directory() -> Path:
    """Return where the logos are: in the source tree or where the wheel's data went."""
    tree = Path(__file__).resolve().parent.parent / "kernelspec"
    bases = [sys.prefix, sys.base_prefix, site.getuserbase()]
    places = [tree, *(Path(base, "share", "jupyter", "kernels", "lua") for base in bases)]
    for place in places:
        if all((place / logo).is_file() for logo in LOGOS):
            return place
    raise InstallError(f"the logos are missing from this installation; looked in: {', '.join(map(str, places))}")


def target_directory(options: argparse.Namespace) -> Path:
    """Return the directory the options name for the spec; a virtual environment's own where they name none."""
    if options.prefix:
        base = Path(options.prefix).absolute() / "share" / "jupyter"
    elif options.sys_prefix or (not options.user and sys.prefix != sys.base_prefix):
        base = Path(sys.prefix) / "share" / "jupyter"
    else:
        base = Path(jupyter_data_dir())
    return base / "kernels" / options.name


def is_ours(spec: Spec) -> bool:
    """Say whether a spec starts this package, by whatever Python."""
    argv = spec.get("argv", [])
    return isinstance(argv, list) and MODULE in argv


def belongs_to_another(spec: Spec) -> bool:
    """Say whether replacing a spec would take a kernel away that works: another program, name or Python."""
    if not is_ours(spec) or spec.get("display_name") != DISPLAY_NAME:
        return True
    python = spec["argv"][0]
    is_same = python in GENERIC_PYTHONS or python == sys.executable
    return not is_same and Path(python).exists()


def read_spec(directory: Path) -> Spec | None:
    """Return the spec in a directory; None where there is none, an empty one where it cannot be read."""
    if not directory.is_dir():
        return None
    try:
        spec = json.loads((directory / "kernel.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return spec if isinstance(spec, dict) else {}


def _describe(spec: Spec, directory: Path) -> str:
    argv = " ".join(map(str, spec.get("argv", []))) or "no readable kernel.json"
    return f"{directory} holds another kernel: {spec.get('display_name', '?')} ({argv})"


def install(options: argparse.Namespace, ask: Ask) -> str:
    """Write the kernelspec and return what to tell the user; raise InstallError or OSError."""
    if not re.fullmatch(r"[A-Za-z0-9._-]+", options.name):
        raise InstallError(f"{options.name!r} is no kernel name; it may hold letters, digits, '.', '_' and '-'")
    logos, directory = logo_directory(), target_directory(options)
    present = read_spec(directory)
    if present is not None and belongs_to_another(present):
        _settle(f"{_describe(present, directory)}.\nReplace it?", options, ask)
    _write(directory, logos)
    return f"installed the kernel {options.name!r} in {directory}" + _shadow_note(options.name, directory)


def _settle(question: str, options: argparse.Namespace, ask: Ask) -> None:
    if not (options.replace or ask(question)):
        raise InstallError("nothing was changed; --replace answers yes, --name NAME takes another name")


def _write(directory: Path, logos: Path) -> None:
    """Fill the directory; logos that lie there already, from a wheel, are the same ones."""
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.glob("logo-*"):
        if logos != directory:
            old.unlink()
    for logo in LOGOS if logos != directory else ():
        shutil.copyfile(logos / logo, directory / logo)
    (directory / "kernel.json").write_text(json.dumps(kernel_spec(), indent=1) + "\n", encoding="utf-8")


def _shadow_note(name: str, directory: Path) -> str:
    """Say where Jupyter finds another kernel of that name first, if it does."""
    found = KernelSpecManager().find_kernel_specs().get(name.lower())
    if found is None:
        return f"\nnote: Jupyter of {sys.prefix} does not look there"
    if Path(found).resolve() != directory.resolve():
        return f"\nnote: Jupyter finds another kernel of that name first, in {found}"
    return ""


def uninstall(options: argparse.Namespace, ask: Ask) -> str:
    """Remove the kernelspec and return what to tell the user; raise InstallError or OSError."""
    directory = _installed_directory(options)
    spec = read_spec(directory)
    if spec is None:
        raise InstallError(f"no kernel {options.name!r} in {directory.parent}")
    if not is_ours(spec):
        _settle(f"{_describe(spec, directory)}.\nRemove it?", options, ask)
    shutil.rmtree(directory)
    return f"removed {directory}"


def _installed_directory(options: argparse.Namespace) -> Path:
    """Return the directory the options name, or the one Jupyter finds."""
    if options.prefix or options.sys_prefix or options.user:
        return target_directory(options)
    found = KernelSpecManager().find_kernel_specs().get(options.name.lower())
    return Path(found) if found else target_directory(options)


def _ask_on_terminal(question: str) -> bool:
    """Ask the user; where there is nobody to ask, the answer is no."""
    if not sys.stdin.isatty():
        sys.stderr.write(f"{question} (nobody to ask: no)\n")
        return False
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lua-kernel", description="Tell Jupyter about the Lua kernel.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="install|uninstall")
    for name, summary in (("install", "write the kernelspec"), ("uninstall", "remove the kernelspec")):
        command = commands.add_parser(name, help=summary, description=summary.capitalize() + ".")
        where = command.add_mutually_exclusive_group()
        where.add_argument("--user", action="store_true", help="for this user")
        where.add_argument("--sys-prefix", action="store_true", help="in this Python's environment")
        where.add_argument("--prefix", metavar="DIR", help="in DIR/share/jupyter")
        command.add_argument("--name", default="lua", help="the kernel's name (lua)")
        command.add_argument("-y", "--replace", action="store_true", help="do it without asking")
    return parser


def main(arguments: list[str], ask: Ask = _ask_on_terminal) -> int:
    """Run `lua-kernel install` or `uninstall`; return the exit status."""
    options = _parser().parse_args(arguments)
    act = install if options.command == "install" else uninstall
    try:
        sys.stdout.write(act(options, ask) + "\n")
    except (InstallError, OSError) as error:
        sys.stderr.write(f"lua-kernel: {error}\n")
        return 1
    return 0
