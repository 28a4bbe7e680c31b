"""What the notebook adds to Lua's globals: display, python, plot, progress, widgets, and xeus-lua's `ilua`.

Each is made of functions of the host; heavy packages are imported by the first call that needs them.
"""

from __future__ import annotations

from collections.abc import Callable

from interpreter import LuaValue

from .display_library import DisplayLibrary
from .plot import PlotLibrary
from .presenter import Presenter
from .progress import ProgressLibrary
from .python_bridge import PythonBridge
from .python_view import take_figures
from .stage import Stage


class Library:
    """Open the notebook's libraries in one interpreter."""

    def __init__(self, stage: Stage, *, python: bool = True) -> None:
        """Add the globals to the interpreter of `stage`; `python` opens the door to Python."""
        self._lua = stage.lua
        self._stage = stage
        self.presenter = Presenter(stage.lua)
        shows = DisplayLibrary(stage, self.presenter)
        self._register("display", dict(shows.functions()), shows.show)
        self._register("ilua", {"display": shows.names_of_xeus()})
        self._open_python(python)
        self._register("plot", PlotLibrary(stage.lua, stage).functions())
        stage.lua.set_global("progress", ProgressLibrary(stage.lua, stage).start)

    def cell_ends(self) -> None:
        """Show what a cell has left open: pyplot's figures."""
        for figure in take_figures():
            self._stage.present(figure)

    def _open_python(self, is_allowed: bool) -> None:
        bridge = PythonBridge(self._lua)
        metatable = self._lua.make({"__name": "python", "__metatable": "python", **bridge.metatable()})
        assert isinstance(metatable, LuaValue)
        self._lua.set_python_metatable(metatable)
        if is_allowed:
            self._register("python", bridge.functions())

    def _register(self, name: str, functions: dict[str, object], call: Callable[..., object] | None = None) -> None:
        """Make a library: a global, also found by `require`; `call` is what happens when it is called itself."""
        library = self._lua.make(functions)
        assert isinstance(library, LuaValue)
        if call is not None:
            library.set_metatable(self._lua.make({"__call": lambda _, *given: call(*given), "__name": name}))
        self._lua.set_global(name, library)
        field(field(self._lua.globals, "package"), "loaded").set(name, library)


def field(table: object, name: str) -> LuaValue:
    """Return a table that has to be in another."""
    found = table.get(name) if isinstance(table, LuaValue) else None
    assert isinstance(found, LuaValue)
    return found
