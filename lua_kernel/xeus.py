"""The names under which notebooks of xeus-lua find what they call, beside `ilua.display` and `ilua.widgets`.

`ilua.time`, `ilua.config` and `ilua.json`, as its notebooks use them. Its printer "pprint" has to be asked for here:
`print` shows a table as Lua does until then.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from interpreter import CallError, LuaError, LuaValue

from .display import decode, value_text
from .presenter import json_value
from .stage import Stage, function_argument, number_argument

if TYPE_CHECKING:
    from interpreter import Interpreter

PRINTERS = ("print", "pprint")
_LONGEST_S = 1e7


class XeusConfig:
    """Keep `ilua.config`: which printer `print` is, and whether cells show their last expression."""

    def __init__(self, lua: Interpreter) -> None:
        """Change the `print` of `lua`."""
        self._lua = lua
        self._settings: dict[str, object] = {"printer": b"print", "auto_print": True}
        self._own_print = lua.globals.get("print")

    @property
    def shows_results(self) -> bool:
        """Whether cells show their last expression."""
        return bool(self._settings["auto_print"])

    def metafields(self) -> dict[str, Callable[..., object]]:
        """Return the metamethods of the table, which is empty, so that each change is seen."""
        return {"__index": lambda _, name=None, *__: self._settings.get(_text(name)), "__newindex": self._change}

    def _change(self, _: object, name: object = None, value: object = None, *__: object) -> None:
        known = _text(name)
        if known == "printer":
            self._set_printer(value)
        elif known != "auto_print":
            raise CallError(f"ilua.config has no field {value_text(name)}; it has auto_print and printer")
        self._settings[known] = value

    def _set_printer(self, value: object) -> None:
        if _text(value) not in PRINTERS:
            raise CallError(f"ilua.config: {value_text(value)} is no printer; there are {' and '.join(PRINTERS)}")
        self._lua.set_global("print", self._pretty if value == b"pprint" else self._own_print)

    def _pretty(self, *values: object) -> None:
        """Print tables with what is in them, anything else as `print` does."""
        self._lua.call(self._own_print, *[_pretty_text(value) for value in values])


def _pretty_text(value: object) -> object:
    is_plain = isinstance(value, LuaValue) and value.type == "table" and value.metatable is None
    return value_text(value).encode("utf-8", "surrogatepass") if is_plain else value


class XeusTime:
    """Make the functions of `ilua.time`; its points in time are seconds since 1970."""

    def __init__(self, stage: Stage) -> None:
        """Wait while the cell of `stage` runs."""
        self._stage = stage
        self._lua = stage.lua
        self._waited_s = 0.0

    def cell_ends(self) -> None:
        """Begin to count anew what a cell waits."""
        self._waited_s = 0.0

    def functions(self) -> dict[str, Callable[..., object]]:
        """Return the functions by name."""
        return {
            "now": lambda *_: time.time(),
            "time_delta_ms": _delta_ms,
            "sleep_ms": lambda *given: self._sleep(number_argument(given, 1, "sleep_ms") / 1e3),
            "scheduled_ms": lambda *given: self._schedule("scheduled_ms", given, _period_ms(given) / 1e3),
            "scheduled_fps": lambda *given: self._schedule("scheduled_fps", given, 1 / _rate(given)),
            "duration_ms": self._duration,
        }

    def _sleep(self, seconds: float) -> None:
        """Wait, with what was printed shown; the cell ends once it has waited for as long as it may take."""
        self._lua.flush()
        self._stage.flush()
        left = (self._lua.limits.seconds or _LONGEST_S) - self._waited_s
        waits = max(0, min(seconds, left))
        self._waited_s += waits
        with self._lua.lent():
            time.sleep(waits)
        if waits == left:
            raise _limit_error()

    def _schedule(self, name: str, given: tuple[object, ...], period: float) -> None:
        """Call a function so many times, 0 for no end, one beginning a period after the other, with number and ms."""
        count, function = number_argument(given, 1, name), function_argument(given, 3, name)
        began = time.monotonic()
        done = 0
        while count <= 0 or done < count:
            done += 1
            at = time.monotonic()
            self._lua.call(function, done, (at - began) * 1e3)
            self._sleep(period - (time.monotonic() - at))

    def _duration(self, *given: object) -> float:
        began = time.monotonic()
        self._lua.call(function_argument(given, 1, "duration_ms"))
        return (time.monotonic() - began) * 1e3


def _limit_error() -> LuaError:
    error = LuaError("time limit exceeded")
    error.kind = "limit"
    return error


def encode_json(*given: object) -> bytes:
    """Return a value as JSON, as `ilua.json.encode` does."""
    return json.dumps(json_value(given[0] if given else None), ensure_ascii=False).encode("utf-8", "surrogatepass")


def color_rgb(*given: object) -> bytes:
    """Return a colour for a canvas."""
    return "rgb({}, {}, {})".format(*(value_text(one) for one in (*given, None, None, None)[:3])).encode()


def _text(value: object) -> str:
    return decode(value) if isinstance(value, bytes) else ""


def _delta_ms(*given: object) -> float:
    return (number_argument(given, 2, "time_delta_ms") - number_argument(given, 1, "time_delta_ms")) * 1e3


def _period_ms(given: tuple[object, ...]) -> float:
    return number_argument(given, 2, "scheduled_ms")


def _rate(given: tuple[object, ...]) -> float:
    rate = number_argument(given, 2, "scheduled_fps")
    if not rate > 0:
        raise CallError("bad argument #2 to 'scheduled_fps' (a number above 0 expected)")
    return rate
