"""xeus-lua's widgets where they differ from ipywidgets': choices and pages count from 1, options go by their own name.

Imported by the first widget that is made under a name of `ilua.widgets`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

import ipywidgets


class Field(NamedTuple):
    """A field that Lua finds at a widget beside its traits."""

    trait: str
    """The trait it stands for."""
    offset: int = 0
    """What Lua counts more than the trait does."""

    def get(self, widget: Any) -> Any:
        """Return the field as Lua has it."""
        value = getattr(widget, self.trait)
        return value if self.offset == 0 or value is None else value + self.offset

    def set(self, widget: Any, value: Any) -> None:
        """Set the trait to what Lua gives."""
        setattr(widget, self.trait, value if self.offset == 0 or value is None else value - self.offset)


class _Choices:
    """What choices have in common; the first of them is taken."""

    lua_fields: ClassVar = {"index": Field("index", 1), "_options_labels": Field("labels")}

    @property
    def labels(self: Any) -> Any:
        """Return the texts of the options."""
        return self.options

    @labels.setter
    def labels(self: Any, texts: Any) -> None:
        self.options = texts
        self.index = 0 if texts else None


class _Pages:
    """What containers of pages have in common; titles wait for pages."""

    lua_fields: ClassVar = {
        "titles": Field("all_titles"),
        "_titles": Field("all_titles"),
        "selected_index": Field("selected_index", 1),
    }
    lua_observed: ClassVar = "selected_index"
    lua_methods: ClassVar[dict[str, Callable[..., Any]]] = {
        "set_title": lambda pages, place, title: pages.set_title(place - 1, title)
    }
    _given_titles: Any = ()

    @property
    def all_titles(self: Any) -> Any:
        """Return the titles, of pages to come too."""
        return self._given_titles or self.titles

    @all_titles.setter
    def all_titles(self: Any, titles: Any) -> None:
        if not self._given_titles:
            self.observe(lambda _: self.set_trait("titles", self._given_titles), "children")
        self._given_titles = self.titles = tuple(titles)


class Dropdown(_Choices, ipywidgets.Dropdown):  # type: ignore[misc]
    """One of some options, told by its place."""

    lua_observed: ClassVar = "index"


class RadioButtons(_Choices, ipywidgets.RadioButtons):  # type: ignore[misc]
    """One of some options, told by its place."""

    lua_observed: ClassVar = "index"


class SelectionSlider(_Choices, ipywidgets.SelectionSlider):  # type: ignore[misc]
    """One of some options, told by its place; there is one until they are given."""

    lua_observed: ClassVar = "index"

    def __init__(self, options: Any = ("",), **traits: Any) -> None:
        super().__init__(options=options, **traits)


class ToggleButtons(_Choices, ipywidgets.ToggleButtons):  # type: ignore[misc]
    """One of some options, told by its text."""


class Tab(_Pages, ipywidgets.Tab):  # type: ignore[misc]
    """Pages of which one is shown."""


class Accordion(_Pages, ipywidgets.Accordion):  # type: ignore[misc]
    """Pages that unfold."""


KINDS: dict[str, Any] = {
    kind.__name__: kind for kind in (Dropdown, RadioButtons, SelectionSlider, ToggleButtons, Tab, Accordion)
}
