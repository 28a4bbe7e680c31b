"""Tools that few install run ours too; each test is skipped where its tool is not installed."""

import contextlib
import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from jupyter_client import BlockingKernelClient

from lua_kernel import install

pytestmark = pytest.mark.slow
BIN = Path(sys.executable).parent
TIMEOUT_S = 120
METADATA = {"kernelspec": {"name": "lua", "display_name": "Lua 5.4 (pooled)", "language": "lua"}}


def needs(module):
    return pytest.mark.skipif(importlib.util.find_spec(module) is None, reason=f"{module} is not installed")


@pytest.fixture
def environment(tmp_path):
    prefix = tmp_path / "prefix"
    assert install.main(["install", "--prefix", str(prefix)]) == 0
    return os.environ | {
        "JUPYTER_PATH": str(prefix / "share" / "jupyter"),
        "JUPYTERCACHE": str(tmp_path / "cache"),
        "LUA_KERNEL_HISTORY": ":memory:",
        "LUA_KERNEL_POOLS": "off",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONWARNINGS": "ignore",
    }


def run(environment, folder, *command, answer=""):
    done = subprocess.run(
        [BIN / command[0], *command[1:]], env=environment, cwd=folder, capture_output=True, text=True, timeout=TIMEOUT_S,
        input=answer, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def write(folder, *cells):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata=METADATA)
    nbformat.write(made, folder / "made.ipynb")


@needs("jupyter_cache")
def test_jupyter_cache_executes_and_keeps_a_notebook(environment, tmp_path):
    write(tmp_path, "6 * 7")
    run(environment, tmp_path, "jcache", "notebook", "add", "made.ipynb", answer="y\n")
    assert "made.ipynb" in run(environment, tmp_path, "jcache", "project", "execute").split("excepted")[0]


@needs("myst_nb")
def test_myst_puts_results_expressions_and_errors_into_a_page(environment, tmp_path):
    (tmp_path / "conf.py").write_text('extensions = ["myst_nb"]\nnb_execution_mode = "inline"\n')
    (tmp_path / "index.md").write_text(
        "---\nkernelspec:\n  name: lua\n  display_name: Lua\n  language: lua\nfile_format: mystnb\n---\n# Page\n"
        "```{code-cell}\nx = 6\nx * 7\n```\nthe value {eval}`x` in a line\n"
        '```{code-cell}\n---\ntags: [raises-exception]\n---\nerror("oops")\n```\n'
    )
    run(environment, tmp_path, "sphinx-build", "-q", "-b", "html", ".", "page")
    markup = (tmp_path / "page" / "index.html").read_text()
    page = re.sub(r"<[^>]*>", "", markup)
    assert "\n42\n" in page
    assert re.search(r"the value\s+6\s+in a line", page)
    assert "LuaError: cell[2]:1: oops" in page
    assert "highlight-lua" in markup


@needs("nbterm")
def test_nbterm_runs_a_notebook_in_a_terminal(environment, tmp_path):
    pexpect = pytest.importorskip("pexpect")
    write(tmp_path, "print('said')", "{1, 2}")
    options = ["--run", "--save-path", "out.ipynb", "made.ipynb"]
    own = environment | {"TERM": "xterm"}
    terminal = pexpect.spawn(str(BIN / "nbterm"), options, env=own, cwd=str(tmp_path), timeout=TIMEOUT_S)
    terminal.expect("saved to")
    terminal.expect(pexpect.EOF)
    said, shown = [cell["outputs"][0] for cell in json.loads((tmp_path / "out.ipynb").read_text())["cells"]]
    assert ("".join(said["text"]), "".join(shown["data"]["text/plain"])) == ("said\n", "{1, 2}")


@needs("voila")
def test_voila_serves_a_notebook_as_a_page(environment, tmp_path):
    write(tmp_path, "print('said')", "widgets.IntSlider{value = 3}", "plot.line{1, 2, 3}")
    port = free_port()
    command = [BIN / "voila", "made.ipynb", "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    with serving(command, environment, tmp_path):
        page = fetched(f"http://127.0.0.1:{port}/")
    assert "said" in page
    assert "application/vnd.jupyter.widget-view+json" in page
    assert "vegalite" not in page


@contextlib.contextmanager
def serving(command, environment, folder):
    """Run a server in a folder."""
    server = subprocess.Popen(command, env=environment, cwd=folder, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        server.terminate()
        server.wait(TIMEOUT_S)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def fetched(address):
    deadline = time.monotonic() + TIMEOUT_S
    while time.monotonic() < deadline:
        with contextlib.suppress(ConnectionError, urllib.error.URLError):
            return urllib.request.urlopen(address).read().decode()  # noqa: S310 - of our own server
        time.sleep(0.2)
    raise AssertionError("no answer")


@needs("kernel_gateway")
def test_kernel_gateway_serves_cells_that_name_a_path(environment, tmp_path):
    write(
        tmp_path,
        "n = 6",
        "# GET /product/:by\nprint(n * tonumber(REQUEST:match('\"by\": \"(%d+)\"')))",
        "# ResponseInfo GET /product/:by\nprint('{\"headers\": {\"Content-Type\": \"text/x-lua\"}}')",
    )
    port = free_port()
    api = "--KernelGatewayApp.api=kernel_gateway.notebook_http"
    given = {"seed_uri": tmp_path / "made.ipynb", "ip": "127.0.0.1", "port": port}
    options = [f"--KernelGatewayApp.{name}={value}" for name, value in given.items()]
    command = [BIN / "jupyter-kernelgateway", api, *options]
    with serving(command, environment, tmp_path):
        answer = fetched(f"http://127.0.0.1:{port}/product/7")
    assert answer == "42\n"


def test_a_client_joins_what_jupyter_kernel_starts(environment, tmp_path):
    file = tmp_path / "connection.json"
    command = [BIN / "jupyter-kernel", "--kernel=lua", f"--KernelManager.connection_file={file}"]
    server = subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.DEVNULL)
    client = BlockingKernelClient(connection_file=str(file))
    try:
        deadline = time.monotonic() + TIMEOUT_S
        while not file.exists() or not file.read_text().endswith("}"):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        client.load_connection_file()
        client.start_channels()
        client.wait_for_ready(timeout=TIMEOUT_S)
        said = []
        reply = client.execute_interactive("print(6 * 7)", timeout=TIMEOUT_S, output_hook=said.append)
        assert reply["content"]["status"] == "ok"
        assert [message["content"]["text"] for message in said if message["msg_type"] == "stream"] == ["42\n"]
    finally:
        client.stop_channels()
        server.terminate()
        assert server.wait(TIMEOUT_S) == 0
