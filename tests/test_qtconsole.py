"""qtconsole runs ours: a real console widget, drawn nowhere, with keys typed into it.

Skipped where qtconsole or Qt is not installed: `pip install qtconsole PySide6-Essentials`.
"""

import os
import re
import sys
import time

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from lua_kernel import install

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
TIMEOUT_S = 60


class Console:
    """One console with one kernel."""

    def __init__(self, application, widget):
        self.application = application
        self.widget = widget
        self.left = []
        widget.exit_requested.connect(self.left.append)

    @property
    def text(self):
        return self.widget._control.toPlainText().replace("\xa0", " ").replace("\u2029", "\n")

    def wait(self, condition):
        """Let the console work until a condition holds."""
        deadline = time.monotonic() + TIMEOUT_S
        while not condition():
            assert time.monotonic() < deadline, self.text[-1000:]
            self.application.processEvents()
            time.sleep(0.005)

    def key(self, name, *, control=False):
        from qtpy.QtCore import Qt
        from qtpy.QtTest import QTest

        QTest.keyClick(self.widget._control, getattr(Qt, f"Key_{name}"), Qt.ControlModifier if control else Qt.NoModifier)

    def type(self, text):
        from qtpy.QtTest import QTest

        QTest.keyClicks(self.widget._control, text)

    def enter(self, text, until):
        """Type a line and wait until what follows it holds a text; return what follows."""
        before = len(self.text)
        self.type(text)
        self.key("Return")
        self.wait(lambda: until in self.text[before:])
        return self.text[before:]

    def run(self, text):
        """Type a whole cell and wait for the next prompt; return what stands between."""
        number = int(re.findall(r"In \[(\d+)\]: ", self.text)[-1])
        return self.enter(text, f"In [{number + 1}]: ")


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    pytest.importorskip("qtconsole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QT_QPA_PLATFORM", "offscreen")
        try:
            from qtconsole.manager import QtKernelManager
            from qtconsole.rich_jupyter_widget import RichJupyterWidget
            from qtpy import QtWidgets
            from qtpy.QtTest import QTest  # noqa: F401 - is there at all
        except ImportError as missing:  # qtpy finds no Qt, or Qt no library of the system
            pytest.skip(f"no Qt: {missing}")
        folder = tmp_path_factory.mktemp("qt")
        assert install.main(["install", "--prefix", str(folder)]) == 0
        application = QtWidgets.QApplication.instance() or QtWidgets.QApplication([])
        specs = KernelSpecManager(kernel_dirs=[str(folder / "share/jupyter/kernels")], ensure_native_kernel=False)
        manager = QtKernelManager(kernel_name="lua", kernel_spec_manager=specs)
        own = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LUA_KERNEL_HISTORY": ":memory:"}
        manager.start_kernel(env=os.environ | own | {"LUA_KERNEL_POOLS": "off"}, cwd=str(folder))
        client = manager.client()
        client.start_channels()
        widget = RichJupyterWidget()
        widget.kernel_manager, widget.kernel_client = manager, client
        widget.resize(900, 700)
        widget.show()
        made = Console(application, widget)
        made.wait(lambda: "In [1]: " in made.text)
        yield made
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        widget.close()
        application.processEvents()


@pytest.fixture(autouse=True)
def _an_empty_line(console):
    console.widget.input_buffer = ""


def test_the_banner_names_lua(console):
    assert "Lua 5.4" in console.text


def test_results_and_output_are_shown(console):
    assert "said\n" in console.run("print('said')")
    assert ": 42\n" in console.run("6 * 7")
    assert "{1, {2}}" in console.run("{1, {2}}")


def test_an_error_has_its_line_and_the_console_goes_on(console):
    shown = console.run("error('oops')")
    assert "LuaError: cell[" in shown
    assert "--->   1 error('oops')" in shown
    assert ": 1\n" in console.run("1")


def test_a_chart_is_a_picture(console):
    pytest.importorskip("vl_convert")
    assert "\ufffc" in console.run("plot.line{1, 2, 3}")


def test_a_cell_goes_on_over_lines_until_it_is_complete(console):
    assert console.enter("for i = 1, 2 do", "...: ").endswith("...:     ")
    assert console.enter("print('line' .. i)", "...: ").endswith("...:     ")
    assert "line1\nline2\n" in console.run("end")


def test_tab_completes(console):
    console.type("string.form")
    console.key("Tab")
    console.wait(lambda: console.widget.input_buffer == "string.format")


def test_tab_offers_what_there_is(console):
    console.type("string.re")
    console.key("Tab")
    console.wait(lambda: "string.reverse" in console.text)
    console.key("Escape")


def test_a_bracket_opens_the_tooltip(console):
    console.type("string.rep(")
    console.wait(console.widget._call_tip_widget.isVisible)
    assert console.widget._call_tip_widget.text().startswith("string.rep(s, n [, sep])")
    console.widget._call_tip_widget.hide()


def test_a_question_mark_shows_documentation(console):
    assert "Returns n copies of a string" in console.run("string.rep?")


def test_input_is_typed_into_the_console(console):
    console.enter("io.write('name? ') print('hello ' .. io.read())", "name? ")
    console.wait(lambda: console.widget._reading)
    assert "hello you\n" in console.run("you")


def test_control_c_interrupts(console):
    console.enter("print('runs') while true do end", "runs\n")
    console.key("C", control=True)
    console.wait(lambda: "Interrupt: interrupted!" in console.text)
    console.wait(lambda: console.text.rstrip().endswith("]:"))
    assert ": 3\n" in console.run("1 + 2")


def test_the_arrow_brings_back_what_was_typed(console):
    console.run("local again = 5")
    console.key("Up")
    console.wait(lambda: console.widget.input_buffer == "local again = 5")


def test_exit_leaves_the_console(console):
    console.enter("exit", "a console ends here")
    console.wait(lambda: console.left == [console.widget])
    assert console.widget._keep_kernel_on_exit is False
