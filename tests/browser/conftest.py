"""JupyterLab and Notebook 7 in a headless Chromium; skipped where they, Playwright or Chromium are missing."""

import pytest

from browser.front_end import CHROMIUM, FrontEnd, Server, chromium


@pytest.fixture(scope="module", params=["lab", "notebook"])
def front_end(request, tmp_path_factory):
    playwright = pytest.importorskip("playwright.sync_api")
    pytest.importorskip({"lab": "jupyterlab", "notebook": "notebook"}[request.param])
    if chromium() is None:
        pytest.skip("there is no Chromium on PATH")
    server = Server(tmp_path_factory.mktemp(request.param), request.param)
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium(), args=CHROMIUM)
        made = FrontEnd(server, browser)
        yield made
        made.close()
        browser.close()
    server.stop()
