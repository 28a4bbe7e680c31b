"""JupyterLab and Notebook 7 in a headless Chromium; skipped where they, Playwright or Chromium are missing."""

import pytest

from browser.front_end import CHROMIUM, START_S, FrontEnd, Server, chromium


@pytest.fixture(scope="session", params=["lab", "notebook"])
def server(request, tmp_path_factory):
    pytest.importorskip("playwright", reason="Playwright is not installed: pip install 'lua-notebook[browser]'")
    pytest.importorskip({"lab": "jupyterlab", "notebook": "notebook"}[request.param])
    if chromium() is None:
        pytest.skip("there is no Chromium on PATH")
    started = Server(tmp_path_factory.mktemp(request.param), request.param)
    yield started
    started.stop()


@pytest.fixture(scope="module")  # while Playwright is there, nothing else in this process can have an event loop
def opened(server):
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as started:
        try:
            browser = started.chromium.launch(executable_path=chromium(), args=CHROMIUM, timeout=1000 * START_S)
        except Error as failure:  # of the machine, not of a page
            pytest.skip(f"Chromium does not start here: {failure.message.splitlines()[0]}")
        made = FrontEnd(server, browser, Error)
        yield made
        made.close()
        browser.close()


@pytest.fixture
def front_end(opened):
    yield opened
    opened.end()
    opened.blocked.clear()
