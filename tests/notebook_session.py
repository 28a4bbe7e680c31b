"""A session for tests, with what came out of it."""

from lua_kernel.input import LineSource
from lua_kernel.ports import Ports
from lua_kernel.session import Session


class Notebook:
    """Run cells one after the other, as a page would."""

    def __init__(self, view="off", **options):
        self.printed = b""
        self.shown = []
        ports = Ports(
            self._print, self._print, LineSource(self._no_input), self.shown.append, show_as=self._show_as, update=self._show_as
        )  # fmt: skip
        self.session = Session(ports, view=view, **options)
        self.number = 0

    def _print(self, data):
        self.printed += data

    def _show_as(self, shown, display_id):
        self.shown.append(shown)

    def _no_input(self):
        raise EOFError

    def run(self, code):
        self.number += 1
        return self.session.run_cell(code, str(self.number))

    def result(self, code):
        outcome = self.run(code)
        assert outcome.failure is None, outcome.failure
        return outcome.result and outcome.result["text/plain"]

    def mistake(self, code):
        """Run a cell that must fail, and return the message of its error."""
        outcome = self.run(code)
        assert outcome.failure is not None
        return outcome.failure.evalue

    def view(self, code):
        """Run a cell that must go well, and return the one bundle of statistics below it."""
        outcome = self.run(code)
        assert outcome.failure is None, outcome.failure
        (shown,) = outcome.views
        return shown

    def magic(self, code):
        """Run a cell of one line magic that must go well, and return what it shows."""
        outcome = self.run(code)
        assert outcome.failure is None, outcome.failure
        return self.shown[-1]
