"""A Jupyter server of our own with one page in a headless Chromium; nothing of it leaves the machine."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import nbformat

from lua_kernel import install

START_S = 60
CELL_S = 60
EXPOSED = {"lab": "LabApp", "notebook": "JupyterNotebookApp"}
ROOM = {"lab": "lab/tree", "notebook": "notebooks"}
CHROMIUM = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
NOTEBOOK_PANEL = """
  const app = window.jupyterapp;
  const find = () => [...app.shell.widgets('main')].find(one => one.content?.widgets && one.sessionContext);
"""
OPEN = f"""async () => {{ {NOTEBOOK_PANEL}
  await app.restored;
  for (let tries = 0; !find(); tries++) {{
    if (tries > 400) throw new Error('no notebook appeared');
    await new Promise(later => setTimeout(later, 50));
  }}
  await find().revealed;
  await find().sessionContext.ready;
  await find().sessionContext.session.kernel.info;
}}"""
RUN = f"""async (index) => {{ {NOTEBOOK_PANEL}
  find().content.activeCellIndex = index;
  await app.commands.execute('notebook:run-cell');
}}"""
SHUTDOWN = f"async () => {{ {NOTEBOOK_PANEL} await find().sessionContext.shutdown(); }}"
SAVE = f"async () => {{ {NOTEBOOK_PANEL} await find().context.save(); }}"
START = f"async (index) => {{ window.ended = false; ({RUN})(index).then(() => {{ window.ended = true; }}); }}"


class Server:
    """Jupyter on a loopback port of its own choice, with our kernel and settings of its own."""

    def __init__(self, home: Path, app: str) -> None:
        self.home, self.app = home, app
        self._token = secrets.token_hex(24)
        assert install.main(["install", "--prefix", str(home)]) == 0
        with open(home / "server.log", "wb") as log:
            self._process = subprocess.Popen(self._command(), cwd=home, env=self._environment(), stderr=log)
        self.url = self._wait()

    def _command(self) -> list[str]:
        options = ["--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0"]
        exposed = f"--{EXPOSED[self.app]}.expose_app_in_browser=True"
        return [sys.executable, "-m", "jupyter", self.app, *options, exposed, "--LabApp.news_url=None"]

    def _environment(self) -> dict[str, str]:
        own = {name: str(self.home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
        python_path = os.pathsep.join(filter(None, sys.path))
        paths = {"PYTHONPATH": python_path, "JUPYTER_PATH": str(self.home / "share/jupyter")}
        quiet = {"JUPYTER_TOKEN": self._token, "LUA_KERNEL_HISTORY": ":memory:"}
        return os.environ | own | paths | quiet

    def _wait(self) -> str:
        """Return the address, once the server answers; its port stands in a file that it writes."""
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline and self._process.poll() is None:
            for file in (self.home / "JUPYTER_RUNTIME_DIR").glob("jpserver-*.json"):
                url = json.loads(file.read_text())["url"]
                if self._answers(url):
                    return url
            time.sleep(0.1)
        raise AssertionError((self.home / "server.log").read_text()[-2000:])

    def _answers(self, url: str) -> bool:
        address = urlsplit(url)
        connection = HTTPConnection(address.hostname, address.port, timeout=5)
        try:
            connection.request("GET", f"{address.path}api", headers={"Authorization": f"token {self._token}"})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def address(self, notebook: str) -> str:
        """Return where a notebook is shown alone: JupyterLab opens the others of a workspace again."""
        return f"{self.url}{ROOM[self.app]}/{notebook}?reset&token={self._token}"

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(START_S)


class FrontEnd:
    """One notebook of a server in a page."""

    def __init__(self, server: Server, browser) -> None:
        self.server = server
        self.blocked: list[str] = []
        context = browser.new_context(viewport={"width": 1200, "height": 900})
        context.set_default_timeout(1000 * CELL_S)
        context.route("**/*", self._gate)
        self.page = context.new_page()

    def _gate(self, route) -> None:
        """Let only what stays on the machine pass."""
        url = urlsplit(route.request.url)
        if url.scheme in ("data", "blob") or url.hostname in ("127.0.0.1", "localhost"):
            route.continue_()
        else:
            self.blocked.append(route.request.url)
            route.abort()

    def open(self, *cells: str) -> None:
        """Show a new notebook of these cells, its kernel ready."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "lua", "display_name": "Lua"}
        name = f"{secrets.token_hex(4)}.ipynb"  # a kernel of its own: a server keeps that of a name it knows
        nbformat.write(notebook, self.server.home / name)
        self.page.goto(self.server.address(name))
        self.page.wait_for_function("() => window.jupyterapp")
        self.page.evaluate(OPEN)

    def save_and_open_again(self, *, as_another: bool = False) -> None:
        """Save the notebook as it is, end its kernel, and show what was saved; a copy by another is not trusted."""
        self.page.evaluate(SAVE)
        self.page.evaluate(SHUTDOWN)
        name = self.page.url.partition("?")[0].rpartition("/")[2]
        if as_another:
            saved = nbformat.read(self.server.home / name, 4)
            saved.metadata["author"] = "another"
            name = f"{secrets.token_hex(4)}.ipynb"
            nbformat.write(saved, self.server.home / name)
        self.page.goto(self.server.address(name))
        self.page.wait_for_function("() => window.jupyterapp")
        self.page.evaluate(OPEN)

    def run(self, index: int) -> None:
        """Run a cell to its end."""
        self.page.evaluate(RUN, index)

    def start(self, index: int) -> None:
        """Let a cell run, and do not wait for it."""
        self.page.evaluate(START, index)

    def has_ended(self) -> bool:
        """Say whether the cell that was started has ended."""
        return bool(self.page.evaluate("() => window.ended"))

    def close(self) -> None:
        self.page.context.close()


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
