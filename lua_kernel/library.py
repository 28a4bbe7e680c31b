"""What the notebook adds to Lua's globals: display, input, python, plot, progress, widgets, xeus-lua's `ilua`.

Each is made of functions of the host; heavy packages are imported by the first call that needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from interpreter import LuaValue

from .display_library import DisplayLibrary
from .input import InputLibrary
from .presenter import Presenter
from .progress import ProgressLibrary
from .python_bridge import PythonBridge
from .python_view import take_figures
from .stage import Stage
from .widget_bridge import WidgetLibrary
from .widget_door import WidgetDoor
from .xeus import XeusConfig, XeusTime, color_rgb, encode_json

PLOTS = ("line", "scatter", "bar", "hist", "heatmap")


class Library:
    """Open the notebook's libraries in one interpreter."""

    def __init__(self, stage: Stage, *, python: bool = True, widgets: bool = True) -> None:
        """Add the globals to the interpreter of `stage`; `python` opens the door to Python, `widgets` to widgets."""
        self._lua = stage.lua
        self._stage = stage
        self.presenter = Presenter(stage.lua)
        shows = DisplayLibrary(stage, self.presenter)
        call = {"__call": lambda _, *given: shows.show(*given), "__name": "display"}
        self._register("display", self._table(shows.functions(), call))
        asks = InputLibrary(stage)
        line = {"__call": lambda _, *given: asks.line(*given), "__name": "input"}
        self._register("input", self._table({"password": asks.password}, line))
        self._register("plot", self._table({name: self._plotting(name) for name in PLOTS}))
        self._config = XeusConfig(stage.lua)
        self._time = XeusTime(stage)
        self._widgets = WidgetLibrary(stage.lua, stage)
        self._open_python(python, widgets, self._widgets)
        self._open_widgets(widgets, self._widgets, shows.names_of_xeus())
        stage.lua.set_global("progress", ProgressLibrary(stage.lua, stage).start)

    @property
    def shows_results(self) -> bool:
        """Whether cells show their last expression."""
        return self._config.shows_results

    def cell_ends(self) -> None:
        """Show what a cell has left open: pyplot's figures."""
        self._time.cell_ends()
        for figure in take_figures():
            self._stage.present(figure)

    def _plotting(self, name: str) -> Callable[..., None]:
        """Return a function of `plot`, which imports what draws."""

        def plot(*given: object) -> None:
            from .plot import draw

            draw(self._stage, name, given)

        return plot

    def close(self) -> None:
        """Take away what a page could still move; before the interpreter is closed."""
        self._widgets.close()

    def _open_widgets(self, is_allowed: bool, widgets: WidgetLibrary, shows: dict[str, object]) -> None:
        """Open `widgets`, whose constructors come with the first that is asked for, and xeus-lua's names."""
        ilua: dict[str, object] = {
            "display": self._table(shows),
            "config": self._table({}, self._config.metafields()),
            "time": self._table(self._time.functions()),
            "json": self._table({"encode": encode_json}),
        }
        if is_allowed:
            color = self._table({"rgb": color_rgb})
            ilua["canvas"] = self._table({"canvas": widgets.make_canvas, "color": color})
            self._register("widgets", self._table({}, {"__index": widgets.find}))
            ilua["widgets"] = self._table({}, {"__index": widgets.find_xeus})
        self._register("ilua", self._table(ilua))
        for name, library in ilua.items():
            self._loaded(f"ilua.{name}", library)

    def _open_python(self, is_allowed: bool, has_widgets: bool, widgets: WidgetLibrary) -> None:
        kind = PythonBridge if is_allowed else WidgetDoor
        bridge = kind(self._lua, widgets.method, widgets.assign)
        opened = bridge.metatable() if is_allowed or has_widgets else {}  # else an object is only a name
        self._lua.set_python_metatable(self._table({"__name": "python", "__metatable": "python", **opened}))
        if is_allowed:
            self._register("python", self._table(bridge.functions()))

    def _table(self, fields: Mapping[str, object], metafields: Mapping[str, object] | None = None) -> LuaValue:
        """Return a new table."""
        table = self._lua.make(dict(fields))
        assert isinstance(table, LuaValue)
        if metafields is not None:
            table.set_metatable(self._table(metafields))
        return table

    def _register(self, name: str, library: LuaValue) -> None:
        """Make a table a library: a global, also found by `require`."""
        self._lua.set_global(name, library)
        self._loaded(name, library)

    def _loaded(self, name: str, library: object) -> None:
        field(field(self._lua.globals, "package"), "loaded").set(name, library)


def field(table: object, name: str) -> LuaValue:
    """Return a table that has to be in another."""
    found = table.get(name) if isinstance(table, LuaValue) else None
    assert isinstance(found, LuaValue)
    return found
