"""The global `widgets`: ipywidgets' controls and layouts from Lua, by one bridge for all of them.

A constructor takes a table of traits; a widget is a Python object whose traits are fields. ipywidgets is imported by
the first constructor that is asked for. Callbacks run in the thread that owns the interpreter, never beside a cell: a
page's messages wait for the running one. What a callback gets wrong is shown as a cell's error is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from interpreter import CallError, Interpreter, LuaValue

from .conversion import LuaFunction, held, to_lua, to_python
from .display import decode
from .python_view import python_bundle
from .stage import Stage, type_name

if TYPE_CHECKING:
    from types import ModuleType

_LISTENING = frozenset(
    ["observe", "unobserve", "on_click", "on_submit", "on_msg", "on_displayed", "on_trait_change"]
)  # fmt: skip
_INSTALL_CANVAS = "pip install 'lua-notebook[canvas]' where the kernel runs"
_LINKS = ("link", "dlink", "jslink", "jsdlink")
_XEUS_LINKS = {"link": "link", "directional_link": "dlink"}
_XEUS_NAMES = {
    "slider": "FloatSlider",
    "hbox": "HBox",
    "vbox": "VBox",
    "html": "HTML",
    "numeral": "FloatText",
    "progress": "FloatProgress",
    "color_picker": "ColorPicker",
    "radiobuttons": "RadioButtons",
    "selectionslider": "SelectionSlider",
    "togglebutton": "ToggleButton",
    "togglebuttons": "ToggleButtons",
} | {
    name.lower(): name
    for name in (
        "Accordion", "Audio", "Button", "Checkbox", "Controller", "Dropdown", "Image", "Label", "Output", "Password",
        "Play", "Tab", "Text", "Textarea", "Valid", "Video",
    )
}  # fmt: skip


class Callback:
    """A Lua function that a page calls; its errors are shown, for nobody could catch them."""

    def __init__(self, lua: Interpreter, stage: Stage, function: LuaFunction) -> None:
        """Call `function`; show its errors on `stage`."""
        self._lua = lua
        self._stage = stage
        self._function = function

    def __call__(self, *arguments: Any, **_: Any) -> None:
        """Call the function: as a run of its own, or within the one that set this off."""
        if self._lua.running:
            self._function(*arguments)
            return
        given = [to_lua(one) for one in arguments]
        result = self._lua.run_function(self._function.lua_value, *given, snapshots=False)
        if result.error is not None:
            self._stage.fail(result.error)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Callback) and self._function == other._function

    def __hash__(self) -> int:
        return hash(self._function)


class Method:
    """A method that Lua finds at a widget beside those of its class."""

    def __init__(self, owner: Any, function: Callable[..., Any]) -> None:
        """Call `function` with the arguments behind `owner`."""
        self.__self__ = owner
        self._function = function

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call the function."""
        return self._function(*arguments, **named)


class WidgetLibrary:
    """Make the constructors and functions of `widgets`."""

    def __init__(self, lua: Interpreter, stage: Stage) -> None:
        """Make widgets for `lua`, shown on `stage`."""
        self._lua = lua
        self._stage = stage
        self._package: ModuleType | None = None
        self._made: WeakSet[Any] = WeakSet()

    def close(self) -> None:
        """Close all widgets: their callbacks have nobody to call any more."""
        for widget in list(self._made):
            widget.close()

    def _ipywidgets(self) -> ModuleType:
        if self._package is None:
            import ipywidgets  # half a second

            from . import widgets  # noqa: F401 - lets comms reach the kernel

            self._package = ipywidgets
        return self._package

    # ------------------------------------------------------------------------------------------------ constructors

    def find(self, library: object, name: object, *_: object) -> object:
        """Return what `widgets.name` is; fill the table with all names at the first."""
        package = self._ipywidgets()
        kinds = [kind for kind in vars(package).values() if _is_control(package, kind)]
        found = {kind.__name__: self._constructor(kind) for kind in kinds}
        found |= {link: self._link(getattr(package, link)) for link in _LINKS} | {"interact": self.interact}
        if isinstance(library, LuaValue):
            for key, function in found.items():
                library.set(key, function)
        text = decode(name) if isinstance(name, bytes) else ""
        if text not in found:
            raise CallError(f"there is no widget {text!r}; there are {', '.join(sorted(found))}")
        return found[text]

    def find_xeus(self, _: object, name: object, *__: object) -> object:
        """Return what `ilua.widgets.name` is."""
        text = decode(name) if isinstance(name, bytes) else ""
        package = self._ipywidgets()
        if text in _XEUS_LINKS:
            return self._link(getattr(package, _XEUS_LINKS[text]))
        if text not in _XEUS_NAMES:
            known = sorted([*_XEUS_NAMES, *_XEUS_LINKS])
            raise CallError(f"there is no widget {text!r}; there are {', '.join(known)}")
        from .xeus_widgets import KINDS

        kind = _XEUS_NAMES[text]
        return self._constructor(KINDS.get(kind) or getattr(package, kind))

    def make_canvas(self, *given: object) -> object:
        """Return what `ilua.canvas.canvas` makes."""
        self._ipywidgets()
        try:
            from .xeus_canvas import Canvas
        except ModuleNotFoundError:
            raise CallError(f"a canvas needs the Python package ipycanvas: {_INSTALL_CANVAS}") from None
        return self._constructor(Canvas)(*given)

    def _constructor(self, kind: Any) -> Callable[..., object]:
        """Return the function that makes widgets of a class, each from a table of its traits."""

        def construct(*given: object) -> object:
            traits, items, listeners = self._fields(kind, given[0] if given else None)
            if items:
                traits["children"] = items
            try:
                widget = self._make(kind, traits, listeners)
            except Exception as error:
                raise CallError(f"{kind.__name__}: {_reason(error)}") from None
            self._made.add(widget)
            return held(widget)

        return construct

    def _make(self, kind: Any, traits: dict[str, Any], listeners: dict[str, Any]) -> Any:
        """Return a new widget; its own fields and its callbacks come when it has its traits."""
        fields = _lua_fields(kind)
        widget = kind(**{name: value for name, value in traits.items() if name not in fields})
        for name in fields:
            if name in traits:
                fields[name].set(widget, traits[name])
        for name, function in listeners.items():
            self._listen(widget, name, (function,), {})
        return widget

    def _fields(self, kind: Any, table: object) -> tuple[dict[str, Any], list[Any], dict[str, Any]]:
        """Return a constructor table's traits, its items, and its callbacks."""
        if table is None:
            return {}, [], {}
        if not isinstance(table, LuaValue) or table.type != "table":
            raise CallError(f"bad argument #1 to '{kind.__name__}' (table expected, got {type_name(table)})")
        pairs = {to_python(self._lua, key): to_python(self._lua, value) for key, value in table.items()}
        items = [pairs[key] for key in sorted(key for key in pairs if isinstance(key, int))]
        named = {key: value for key, value in pairs.items() if isinstance(key, str)}
        listeners = {key: named.pop(key) for key in list(named) if key in _LISTENING and hasattr(kind, key)}
        known = {name for name in kind.class_trait_names() if not name.startswith("_")} | set(_lua_fields(kind))
        wrong = next((name for name in named if name not in known and not _is_parameter(kind, name)), None)
        if wrong is not None:
            raise CallError(f"{kind.__name__} has no trait {wrong!r}; it has {', '.join(sorted(known))}")
        if items and "children" not in kind.class_trait_names():
            raise CallError(f"{kind.__name__} takes its traits by name, such as {{value = …}}")
        return named, items, listeners

    # ------------------------------------------------------------------------------------------------------ methods

    def method(self, widget: Any, name: str) -> Any:
        """Return what Lua finds under a name at a widget, where that is not what Python finds; None otherwise."""
        if self._package is None or not isinstance(widget, self._package.Widget):
            return None
        if name in _lua_fields(widget):
            return _lua_fields(widget)[name].get(widget)
        if name in getattr(widget, "lua_methods", ()):
            return Method(widget, lambda *given: widget.lua_methods[name](widget, *given))
        if name in _LISTENING and hasattr(widget, name):
            return Method(widget, lambda *given, **named: self._listen(widget, name, given, named))
        own = _METHODS | (_OUTPUT_METHODS if isinstance(widget, self._package.Output) else {})
        return Method(widget, lambda *given: own[name](self, widget, *given)) if name in own else None

    def assign(self, widget: Any, name: str, value: Any) -> bool:
        """Assign to what only Lua finds; refuse what is no trait: Python would take it, and show nothing."""
        if self._package is None or not isinstance(widget, self._package.Widget):
            return False
        if name in _lua_fields(widget):
            _lua_fields(widget)[name].set(widget, value)
            return True
        if hasattr(type(widget), name):
            return False
        known = sorted(trait for trait in widget.trait_names() if not trait.startswith("_"))
        raise CallError(f"{type(widget).__name__} has no trait {name!r}; it has {', '.join(known)}")

    def _listen(self, widget: Any, name: str, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        wrapped = [Callback(self._lua, self._stage, one) if isinstance(one, LuaFunction) else one for one in given]
        if (
            name in ("observe", "unobserve")
            and len(wrapped) == 1
            and "names" not in named
            and widget.has_trait("value")
        ):
            wrapped.append("value")
        return getattr(widget, name)(*wrapped, **named)

    def _add(self, box: Any, *children: Any) -> None:
        box.children = (*box.children, *children)

    def _display(self, widget: Any) -> None:
        self._stage.present(python_bundle(widget))

    def _identity(self, widget: Any) -> Any:
        return widget

    def _register_observer(self, widget: Any, function: LuaFunction) -> None:
        """Call a function with the new value at each change: of xeus-lua's lists and pages, with the place from 1."""
        callback = Callback(self._lua, self._stage, function)
        trait = getattr(widget, "lua_observed", "value")
        field = _lua_fields(widget).get(trait)
        widget.observe(lambda change: callback(change["new"] if field is None else field.get(widget)), trait)

    def _capture(self, output: Any, function: Any, *arguments: Any) -> None:
        """Call a function; what it prints and shows goes into the output widget."""
        if not callable(function):
            raise CallError(f"bad argument #1 to 'capture' (function expected, got {type(function).__name__})")
        self._flush()
        failed: BaseException | None = None
        with output:
            try:
                function(*arguments)
            except BaseException as error:  # the widget would swallow it
                failed = error
            self._flush()
        if failed is not None:
            raise failed

    def _clear(self, output: Any, wait: bool = False) -> None:
        self._flush()
        with output:
            self._stage.wipe(bool(wait))

    def _flush(self) -> None:
        self._lua.flush()
        self._stage.flush()

    # ---------------------------------------------------------------------------------------------------- functions

    def _link(self, link: Callable[..., Any]) -> Callable[..., object]:
        """Return a function that links traits: `({a, "value"}, {b, "value"})` or `(a, "value", b, "value")`."""

        def function(*given: object) -> object:
            values = [to_python(self._lua, one) for one in given]
            try:
                ends = [tuple(values[:2]), tuple(values[2:])] if len(values) == 4 else [tuple(one) for one in values]
                return held(link(*ends))
            except Exception as error:
                raise CallError(f"link: {_reason(error)}; write link({{a, 'value'}}, {{b, 'value'}})") from None

        return function

    def interact(self, function: object = None, controls: object = None, *_: object) -> None:
        """Show a control for each value of a function, and call it with them now and at each change.

        The function is called with its parameters' values where all of them have a control, else with one table.
        """
        package = self._ipywidgets()
        called = to_python(self._lua, function)
        given = to_python(self._lua, controls)
        if not isinstance(called, LuaFunction) or not isinstance(given, dict) or not given:
            raise CallError("bad call of 'interact' (write interact(function(x) … end, {x = 10}))")
        made = {str(name): _control(package, str(name), value) for name, value in sorted(given.items())}
        names = called.lua_value.function_info()["parameters"]
        output = package.Output()

        def show() -> None:
            values = {name: control.value for name, control in made.items()}
            self._stage.wipe(True)
            called(*[values[name] for name in names]) if set(names) <= set(made) and names else called(held(values))

        def changed(*_: object) -> None:
            self._in_output(output, show)

        for control in made.values():
            control.observe(changed, "value")
        box = package.VBox([*made.values(), output])
        self._stage.present(python_bundle(box))
        changed()

    def _in_output(self, output: Any, show: Callable[[], None]) -> None:
        """Call what shows something in an output widget; outside a run its errors are shown there too."""
        with self._lua.lock:
            if self._lua.running:
                self._capture(output, show)
                return
            function = self._lua.make(show)
            self._capture(output, Callback(self._lua, self._stage, LuaFunction(self._lua, function)))


_METHODS: dict[str, Callable[..., Any]] = {
    "add": WidgetLibrary._add,
    "display": WidgetLibrary._display,
    "id": WidgetLibrary._identity,
    "register_observer": WidgetLibrary._register_observer,
}
_OUTPUT_METHODS: dict[str, Callable[..., Any]] = {
    "captured": WidgetLibrary._capture,
    "capture": WidgetLibrary._capture,
    "captured_call": WidgetLibrary._capture,
    "clear_output": WidgetLibrary._clear,
}
"""Of output widgets alone."""


def _lua_fields(widget: Any) -> dict[str, Any]:
    """Return the fields that Lua finds at a widget, or at those of a class, beside its traits."""
    found: dict[str, Any] = getattr(widget, "lua_fields", {})
    return found


def _is_control(package: ModuleType, kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, package.Widget) and not kind.__name__.startswith("_")


def _is_parameter(kind: Any, name: str) -> bool:
    """Say whether a constructor takes a name that is no trait of the class."""
    code = getattr(kind.__init__, "__code__", None)
    return code is not None and name in code.co_varnames[: code.co_argcount] and name != "self"


def _control(package: ModuleType, name: str, value: Any) -> Any:
    """Return the control for a value: a widget, a number, {from, to, by}, a list of choices, text, true or false."""
    if isinstance(value, package.Widget):
        return value
    if isinstance(value, list) and 2 <= len(value) <= 3 and all(type(one) in (int, float) for one in value):
        value = tuple(value)
    made = package.interactive.widget_from_abbrev(value)
    if made is None:
        raise CallError(f"interact has no control for {name} = {value!r}")
    made.description = made.description or name
    return made


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
