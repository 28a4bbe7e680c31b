"""The sdist builds a wheel, and the wheel runs in a clean virtual environment."""

import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
BUILD_SDIST = "import sys; from setuptools import build_meta; print(build_meta.build_sdist(sys.argv[1]))"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("packages")


@pytest.fixture(scope="module")
def sdist(folder):
    source = folder / "source"
    products = shutil.ignore_patterns("build", "dist", ".venv", ".git", "*.so", "*.egg-info", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, source, ignore=products)
    subprocess.run([sys.executable, "-c", BUILD_SDIST, str(folder)], cwd=source, check=True)
    return next(folder.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(folder, sdist):
    # From the sdist, as an installation from an index would.
    command = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(sdist)]
    subprocess.run([*PIP, *command], check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(folder, wheel):
    venv.create(folder / "clean", with_pip=False)
    python = folder / "clean" / "bin" / "python"
    subprocess.run([*PIP, "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)], check=True)
    return python.parent


def test_the_sdist_has_sources_headers_and_tests_but_no_products(sdist):
    with tarfile.open(sdist) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    for path in (*ROOT.glob("interpreter/**/*.p*"), *ROOT.glob("tests/lua/**/*.lua"), ROOT / "Makefile"):
        if "__pycache__" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in names
    assert [] == [name for name in names if name.endswith((".so", ".c", ".pyc"))]


def test_the_wheel_has_the_core_its_headers_and_the_kernelspec(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    built = {name.split(".")[0] for name in names if name.endswith(".so")}
    headers = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("interpreter/**/*.pxd")}
    compiled = {header[:-4] for header in headers if (ROOT / header).with_suffix(".py").exists()}
    assert compiled == built
    assert set() == headers - set(names)
    assert [] == [name for name in names if name.startswith("tests/")]
    assert any(name.endswith("share/jupyter/kernels/lua/logo-64x64.png") for name in names)


def test_the_installed_command_manages_what_a_wheel_has_to(environment, folder):
    smoke = ROOT / "tests" / "tools" / "smoke.lua"
    done = subprocess.run([environment / "plua", smoke], cwd=folder, capture_output=True, text=True)
    assert (0, "Lua 5.4\tworks\n", "") == (done.returncode, done.stdout, done.stderr)


def test_the_installed_command_runs_lua(environment, folder):
    done = subprocess.run(
        [environment / "plua", "-e", "print(_VERSION, 6 * 7)"], cwd=folder, capture_output=True, text=True
    )
    assert (0, "Lua 5.4\t42\n", "") == (done.returncode, done.stdout, done.stderr)
