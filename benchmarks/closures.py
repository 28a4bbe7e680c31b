"""Count the closures of programs and notebooks, and those that were given back at the end of their block."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lua_kernel.input import LineSource
from lua_kernel.ports import Ports
from lua_kernel.session import Session

from .measured import Run

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


@dataclass(frozen=True, slots=True)
class Made:
    """Closures and upvalue cells of one program."""

    closures: int
    """Closures made."""
    closures_released: int
    """Of them given back at their block's end."""
    cells: int
    """Upvalue cells made."""
    cells_released: int
    """Of them given back so."""


def of_run(run: Run) -> Made:
    """Return those of a run."""
    return Made(run.made["closures"], run.closures_released, run.made["upvalue cells"], run.cells_released)


def notebooks() -> list[Path]:
    """Return the notebooks."""
    return sorted(NOTEBOOKS.glob("*.ipynb"))


def quiet_session(view: str, *, keeps_locals: bool = True) -> Session:
    """Return a session that shows its cells and their statistics, as `view` has them, nowhere."""
    ports = Ports(_dropped, _dropped, LineSource(_no_input), _dropped)
    return Session(ports, view=view, keeps_locals=keeps_locals)


def of_notebook(path: Path, *, keeps_locals: bool = True) -> Made:
    """Run a notebook's cells in a session that shows them nowhere, and return what they made, magics included."""
    session = quiet_session("off", keeps_locals=keeps_locals)
    before = session.interpreter.snapshot()
    for number, source in enumerate(_sources(path), 1):
        session.run_cell(source, str(number))
    traffic = session.interpreter.snapshot().since(before)
    return Made(
        traffic["closures"].rents,
        traffic.heap.closures_released,
        traffic["upvalue cells"].rents,
        traffic.heap.cells_released,
    )


def _sources(path: Path) -> Iterator[str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def _dropped(_: object) -> None:
    """Take what a notebook would show."""


def _no_input() -> bytes:
    raise EOFError
