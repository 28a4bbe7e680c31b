"""Every requirement in pyproject.toml has a lower bound, which `make test-oldest` tests with."""

import re
import tomllib

import pytest

from tests.tools.oldest import ROOT, oldest, pins, requirements

PROJECT = {
    "dependencies": ["one>=1,<2"],
    "optional-dependencies": {
        "some": ["two>=2.5,<3"],
        "all": ["lua-notebook[some,more]", "four>=4"],
        "more": ["three>=3"],
    },
}


def test_extras_within_extras_are_counted():
    assert ["one>=1,<2"] == requirements(PROJECT)
    assert ["two>=2.5,<3", "three>=3", "four>=4"] == requirements(PROJECT, "all")


def test_the_lowest_is_pinned_and_the_condition_kept():
    assert "two==2.5" == oldest("two>=2.5,<3")
    assert "a-b.c==4.9; sys_platform != 'win32'" == oldest("a-b.c>=4.9,<5; sys_platform != 'win32'")


@pytest.mark.parametrize("requirement", ["two", "two<3", "two==1", "two; sys_platform == 'linux'"])
def test_what_has_no_lower_bound_is_named(requirement):
    with pytest.raises(ValueError, match="has no lower bound: write it as 'name>=lowest,<highest'") as caught:
        oldest(requirement)
    assert str(caught.value).startswith(repr(requirement))


def test_all_that_the_project_needs_has_bounds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    listed = project["dependencies"] + [one for extra in project["optional-dependencies"].values() for one in extra]
    unbounded = [one for one in listed if not one.startswith("lua-notebook[") and not (">=" in one and ",<" in one)]
    assert [] == unbounded


def test_the_whole_has_the_build_and_the_large_extras_and_the_core_has_not():
    core, whole = ({pin.partition("==")[0] for pin in pins(whole)} for whole in (False, True))
    assert {"ipykernel", "ipywidgets", "jupyter_client", "comm", "pytest", "nbclient"} <= core < whole
    assert {"setuptools", "Cython", "numpy", "papermill"} <= whole - core


def test_what_ci_names_is_there():
    script = (ROOT / ".ci" / "run").read_text()
    pattern, names = re.search(r"\$\(printf '(\S+) ' \\\n([^)]*)\)", script).groups()
    assert [] == [name for name in names.split() if not (ROOT / (pattern % name)).exists()]
