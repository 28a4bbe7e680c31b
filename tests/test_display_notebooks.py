"""The notebooks about what cells show, executed on the kernel."""

import json
import os
import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from lua_kernel import install

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
VEGALITE = "application/vnd.vegalite.v5+json"
VIEW = "application/vnd.jupyter.widget-view+json"


def executed(name, prefix):
    """Return the code cells of a notebook that was run on our kernel."""
    assert install.main(["install", "--prefix", str(prefix)]) == 0
    environment = {
        "LUA_KERNEL_HISTORY": ":memory:",
        "JUPYTER_PATH": str(prefix / "share" / "jupyter"),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    with pytest.MonkeyPatch.context() as patch:
        for variable, value in environment.items():
            patch.setenv(variable, value)
        NotebookClient(notebook, kernel_name="lua", timeout=120).execute(cwd=str(prefix))
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def bundles(cell):
    return [output.data for output in cell.outputs if output.output_type in ("display_data", "execute_result")]


def failing(cells):
    return [cell.source for cell in cells if any(output.output_type == "error" for output in cell.outputs)]


def about(cells, text):
    (found,) = [cell for cell in cells if text in cell.source]
    return found


def test_python(tmp_path):
    for package in ("numpy", "pandas", "matplotlib"):
        pytest.importorskip(package)
    cells = executed("python", tmp_path)
    assert failing(cells) == [cell.source for cell in cells if "raises-exception" in cell.metadata.get("tags", [])]
    assert bundles(cells[0])[0]["text/plain"] == "4.0\t3.1415926535898\t2432902008176640000"
    assert bundles(cells[1])[0]["text/plain"] == "['fig', 'pear', 'banana']\t3\t3"
    assert bundles(about(cells, "np.arange"))[0]["text/plain"].endswith("{4, 5, 6, 7}")
    assert [output.evalue for output in cells[3].outputs] == [
        "cell[4]:1: ValueError: invalid literal for int() with base 10: 'a hundred'"
    ]
    assert cells[4].outputs[0].text.startswith("false\tValueError: invalid literal for int()")
    assert "<table" in bundles(about(cells, "pd.DataFrame"))[0]["text/html"]
    assert about(cells, "pairs(planets.name)").outputs[0].text.startswith("0\tMercury\t2440\n")
    assert [set(data) & {"image/png"} for data in bundles(about(cells, "plt.plot"))] == [{"image/png"}]
    assert bundles(cells[-1])[0]["text/plain"] == "[0, 1, 4, 9, 16, 25, 36, 49, 64, 81]"


def test_widgets(tmp_path):
    cells = executed("widgets", tmp_path)
    assert failing(cells) == []
    assert "<table" in bundles(cells[0])[0]["text/html"]
    assert "<details" in bundles(cells[1])[0]["text/html"]
    assert bundles(cells[2])[0]["text/plain"] == "colour #3366cc"
    assert len([data for cell in cells for data in bundles(cell) if VEGALITE in data]) == 3
    handle, bar = bundles(about(cells, "display.handle"))
    assert handle["text/plain"] == "20000100000"
    assert "200,000/200,000" in bar["text/plain"]
    assert [VIEW in bundles(cell)[0] for cell in cells[-2:]] == [True, True]


def test_the_saved_controls_are_whole_without_a_kernel():
    notebook = nbformat.read(NOTEBOOKS / "widgets.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    views = [data[VIEW]["model_id"] for cell in code for data in bundles(cell) if VIEW in data]
    states = notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    wanted = views + re.findall(r"IPY_MODEL_(\w+)", json.dumps(states))
    assert len(views) == 2
    assert set(wanted) == set(states)
    assert {"IntSliderModel", "ButtonModel", "DropdownModel"} <= {state["model_name"] for state in states.values()}
    assert [bool(cell.outputs) for cell in code] == [True] * len(code)
