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

START_S = 120
CELL_S = 120  # a small machine with other work on it is slow; nobody waits longer than needed
QUESTION_S = 10
LOADS = 3  # a page that does not come up is loaded again
EXPOSED = {"lab": "LabApp", "notebook": "JupyterNotebookApp"}
ROOM = {"lab": "lab/tree", "notebook": "notebooks"}
CHROMIUM = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
NOTEBOOK_PANEL = """
  const app = window.jupyterapp;
  const find = () => [...app.shell.widgets('main')].find(one => one.content?.widgets && one.sessionContext);
"""
# Nothing in a page may be awaited without an end.
IN_TIME = f"""(what, promise) => Promise.race([promise, new Promise((_, fail) =>
  setTimeout(() => fail(new Error(what + ' takes too long')), {1000 * CELL_S}))])"""
OPEN = f"""() => ({IN_TIME})('to open a notebook', (async () => {{ {NOTEBOOK_PANEL}
  await app.restored;
  while (!find()) await new Promise(later => setTimeout(later, 50));
  await find().revealed;
  await find().sessionContext.ready;
  await find().sessionContext.session.kernel.info;
}})())"""
RUN = f"""(index) => ({IN_TIME})('to run a cell', (async () => {{ {NOTEBOOK_PANEL}
  find().content.activeCellIndex = index;
  await app.commands.execute('notebook:run-cell');
}})())"""
SAVE = f"() => ({IN_TIME})('to save', (async () => {{ {NOTEBOOK_PANEL} await find().context.save(); }})())"
START = f"async (index) => {{ window.ended = false; ({RUN})(index).then(() => {{ window.ended = true; }}); }}"
WATCH = f"""() => {{ {NOTEBOOK_PANEL}
  window.restarted = false;
  let began = false;
  find().sessionContext.statusChanged.connect((_, status) => {{
    began = began || status === 'restarting';
    if (began && status === 'idle') window.restarted = true;
  }});
}}"""
END = f"() => ({IN_TIME})('to end', (async () => {{ {NOTEBOOK_PANEL} await find()?.sessionContext.shutdown(); }})())"


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

    def __init__(self, server: Server, browser, failure: type[Exception]) -> None:
        self.server, self._failure = server, failure
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
        self._show(name)

    def _show(self, name: str) -> None:
        for left in reversed(range(LOADS)):
            try:
                self._load(self.server.address(name))
                break
            except self._failure:
                if not left:
                    raise

    def _load(self, address: str) -> None:
        self.page.goto(address)
        self.page.wait_for_function("() => window.jupyterapp")
        self.page.evaluate(OPEN)

    def save_and_open_again(self, *, as_another: bool = False) -> None:
        """Save the notebook as it is, end its kernel, and show what was saved; a copy by another is not trusted."""
        self.page.evaluate(SAVE)
        self.page.evaluate(END)
        name = self.page.url.partition("?")[0].rpartition("/")[2]
        if as_another:
            saved = nbformat.read(self.server.home / name, 4)
            saved.metadata["author"] = "another"
            name = f"{secrets.token_hex(4)}.ipynb"
            nbformat.write(saved, self.server.home / name)
        self._show(name)

    def run(self, index: int) -> None:
        """Run a cell to its end."""
        self.page.evaluate(RUN, index)

    def start(self, index: int) -> None:
        """Let a cell run, and do not wait for it."""
        self.page.evaluate(START, index)

    def has_ended(self) -> bool:
        """Say whether the cell that was started has ended."""
        return bool(self.page.evaluate("() => window.ended"))

    def button(self, name: str):
        """Return a button of the notebook's toolbar."""
        return self.page.locator(f'.jp-NotebookPanel-toolbar [data-jp-item-name="{name}"] :is(button, jp-button)').first

    def output(self, text):
        """Return what cells show with this text."""
        return self.page.locator(".jp-OutputArea-output", has_text=text)

    def until_there(self, act, awaited) -> None:
        """Act until something appears: a page drops an answer that takes a slow kernel more than a second."""
        for left in reversed(range(CELL_S // QUESTION_S)):
            act()
            try:
                awaited.wait_for(timeout=1000 * QUESTION_S)
                break
            except self._failure:
                if not left:
                    raise

    def watch_restart(self) -> None:
        """Note, from now on, when the kernel is there again after a restart."""
        self.page.evaluate(WATCH)

    def wait_for_restart(self) -> None:
        self.page.wait_for_function("() => window.restarted")

    def end(self) -> None:
        """End the open notebook's kernel, so that no test waits for the others'."""
        self.page.evaluate(END)

    def close(self) -> None:
        self.page.context.close()


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
