"""Run a notebook on the Lua kernel and print it cell by cell: source, results, statistics.

    python notebooks/run_tour.py notebooks/tour.ipynb build/tour.html

Also writes the executed notebook as HTML. Ends with status 1 when a cell fails that is not tagged `raises-exception`,
and with 2 when there is nothing to run.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert import HTMLExporter
from traitlets.config import Config

KERNEL = "lua"
CELL_TIMEOUT_S = 120
SETTINGS = Config({"KernelManager": {"transport_encryption": "auto"}})  # else the kernel's first line is a warning


class PrintingClient(NotebookClient):
    """A notebook client that prints each cell when it is done."""

    async def async_execute_cell(self, cell: Any, cell_index: int, **options: Any) -> Any:
        """Run one cell, then print it; markdown cells are printed as they stand."""
        try:
            return await super().async_execute_cell(cell, cell_index, **options)
        finally:
            show_cell(cell)


def show_cell(cell: Any) -> None:
    """Print a cell's source and its outputs in their text form."""
    if cell.cell_type != "code":
        print(f"\n{cell.source}")
        return
    prompt = f"In [{cell.execution_count}]: "
    print("\n" + prompt + cell.source.replace("\n", "\n" + " " * len(prompt)))
    for output in cell.outputs:
        print(text_of(output))
    sys.stdout.flush()


def text_of(output: Any) -> str:
    """Return an output as a terminal shows it."""
    if output.output_type == "stream":
        return str(output.text).removesuffix("\n")
    if output.output_type == "error":
        return "\n".join(output.traceback) or f"{output.ename}: {output.evalue}"
    text = output.data.get("text/plain", f"[{', '.join(output.data)}]")
    if output.output_type == "execute_result":
        return f"Out[{output.execution_count}]: {text}"
    return str(text)


def write_html(notebook: Any, target: Path) -> None:
    """Write the executed notebook as one HTML page."""
    page, _ = HTMLExporter().from_notebook_node(notebook)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page, encoding="utf-8")


def run(source: Path, target: Path) -> int:
    """Execute the notebook, print it, write the page; return the exit status."""
    try:
        notebook = nbformat.read(source, as_version=4)
    except (OSError, ValueError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        print(f"{source}: cannot be read as a notebook: {error}", file=sys.stderr)
        return 2
    resources = {"metadata": {"path": str(source.parent)}}
    client = PrintingClient(
        notebook, kernel_name=KERNEL, timeout=CELL_TIMEOUT_S, resources=resources, config=SETTINGS
    )  # fmt: skip
    status = 0
    try:
        client.execute()
    except CellExecutionError as error:  # its text is already on the screen
        print(f"\n{source}: a cell failed: {error.ename}: {error.evalue}", file=sys.stderr)
        status = 1
    except NoSuchKernel:
        print(f"{source}: there is no kernel {KERNEL!r} here; `lua-kernel install` makes it known", file=sys.stderr)
        return 2
    except (DeadKernelError, TimeoutError) as error:
        print(f"\n{source}: {error}", file=sys.stderr)
        status = 1
    write_html(notebook, target)
    print(f"\n{target} written")
    return status


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Run a notebook on the Lua kernel and print it.")
    parser.add_argument("notebook", type=Path)
    parser.add_argument("page", type=Path, help="where the HTML page goes")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a sign shows a question mark
    return run(arguments.notebook, arguments.page)


if __name__ == "__main__":
    sys.exit(main())
