"""The global `python`: Python's modules, objects and calls, from Lua. Off by a switch of the kernel.

A Python object is a userdata whose metamethods stand here. While Python runs, the interpreter is lent: other threads
may call Lua's functions meanwhile, and Ctrl-C reaches the Python code. An exception becomes a Lua error that names it;
its traceback is kept for those who ask.
"""

from __future__ import annotations

import builtins
import importlib
import operator
import os
import traceback
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, cast

from interpreter import CallError, Interpreter, LuaError, LuaValue, PythonObject

from .conversion import held, table_of, to_lua, to_python
from .display import python_text
from .stage import string_argument, table_argument

_ARITHMETIC = {
    "__add": operator.add,
    "__sub": operator.sub,
    "__mul": operator.mul,
    "__div": operator.truediv,
    "__mod": operator.mod,
    "__pow": operator.pow,
    "__idiv": operator.floordiv,
    "__band": operator.and_,
    "__bor": operator.or_,
    "__bxor": operator.xor,
    "__shl": operator.lshift,
    "__shr": operator.rshift,
    "__lt": operator.lt,
    "__le": operator.le,
    "__eq": operator.eq,
}
MAX_NESTING = 50
"""How often Lua may call Python that calls Lua: Python's own limit would strike in the middle of our code."""
_IPYTHONS_BACKEND = "module://matplotlib_inline"
_UNARY = {"__unm": operator.neg, "__bnot": operator.invert}
_COMPARISONS = ("__lt", "__le", "__eq")


class Keywords:
    """Arguments by name, as `python.kw` marks them."""

    def __init__(self, named: dict[str, Any]) -> None:
        """Hold the arguments."""
        self.named = named


class PythonBridge:
    """Make the functions of `python` and the metamethods of Python's objects."""

    def __init__(
        self,
        lua: Interpreter,
        own_method: Callable[[Any, str], Any] = lambda _, __: None,
        own_assignment: Callable[[Any, str, Any], bool] = lambda *_: False,
    ) -> None:
        """Serve one interpreter.

        `own_method` gives what Lua finds at an object instead of what Python finds; `own_assignment` may do an
        assignment, and returns True then, or refuse it.
        """
        self._lua = lua
        self._own_method = own_method
        self._own_assignment = own_assignment
        self._traceback = ""
        self._names: dict[str, Any] = {"__builtins__": builtins, "__name__": "__lua__"}

    def metatable(self) -> dict[str, Callable[..., object]]:
        """Return the metamethods of Python's objects."""
        made = {name: self._guarded(lambda a, b, f=f: f(a, b)) for name, f in _ARITHMETIC.items()}
        made |= {name: self._guarded(lambda a, *_, f=f: f(a)) for name, f in _UNARY.items()}
        made |= {name: _truth(made[name]) for name in _COMPARISONS}
        return made | {
            "__index": self._guarded(self._index),
            "__newindex": self._guarded(self._assign),
            "__call": self._call_object,
            "__len": self._guarded(lambda value, *_: len(value)),
            "__concat": self._guarded(lambda a, b: f"{a}{b}"),
            "__tostring": self._guarded(lambda value, *_: str(value)),
            "__pairs": self._guarded(self._pairs),
            "__close": self._guarded(_close),
        }

    def functions(self) -> dict[str, object]:
        """Return the functions of `python`."""
        guarded = self._guarded
        return {
            "import": guarded(_import),
            "call": guarded(_call),
            "kw": lambda *given: held(Keywords(_named(self._py(table_argument(given, 1, "kw"))))),
            "eval": guarded(lambda *given: eval(_source(given, "eval"), self._names)),  # noqa: S307
            "exec": guarded(lambda *given: exec(_source(given, "exec"), self._names)),  # noqa: S102
            "iter": guarded(lambda value=None, *_: self._stepping(lambda item: (item,), iter(value))),
            "table": guarded(lambda value=None, *_: Ready(table_of(value))),
            "list": guarded(lambda value=(), *_: held(list(value))),
            "tuple": guarded(lambda value=(), *_: held(tuple(value))),
            "set": guarded(lambda value=(), *_: held(set(value))),
            "dict": self._dict,
            "bytes": lambda *given: held(string_argument(given, 1, "bytes")),
            "slice": guarded(lambda *given: held(slice(*given))),
            "get": guarded(_get),
            "attr": guarded(lambda value=None, name="", *_: getattr(value, name)),
            "item": guarded(lambda value=None, key=None, *_: value[key]),
            "type": guarded(lambda value=None, *_: type(value).__name__),
            "isinstance": guarded(lambda value=None, kind=object, *_: isinstance(value, kind)),
            "repr": guarded(lambda value=None, *_: python_text(value)),
            "traceback": lambda *_: self._traceback,
            "builtins": held(builtins),
            "none": held(None),
        }

    # ----------------------------------------------------------------------------------------------------- helpers

    def _py(self, value: object) -> Any:
        return to_python(self._lua, value)

    def _guarded(self, function: Callable[..., Any]) -> Callable[..., object]:
        """Return what hands a function Python's form of its arguments, and its result back to Lua."""
        return lambda *given: self._run(function, [self._py(one) for one in given])

    def _run(self, function: Callable[..., Any], arguments: list[Any], named: dict[str, Any] | None = None) -> object:
        """Call a function of Python while the interpreter is lent; an exception becomes a Lua error.

        What Lua holds has been read before, and is not touched by it.
        """
        if self._lua.depth > MAX_NESTING:
            raise CallError(f"stack overflow (more than {MAX_NESTING} calls between Lua and Python)")
        self._lua.flush()  # what was printed before is shown, however long this takes
        try:
            with self._lua.lent():
                return _result(function(*arguments, **(named or {})))
        except (LuaError, CallError, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._traceback = "".join(traceback.format_exception(_without_ours(error))).rstrip("\n")
            raise CallError(_description(error)) from None

    def _call_object(self, target: object, *given: object) -> object:
        """Call an object; what python.kw made, as the last argument, are the keywords."""
        function, arguments = self._py(target), [self._py(one) for one in given]
        named = arguments.pop().named if arguments and isinstance(arguments[-1], Keywords) else {}
        owner = getattr(function, "__self__", None)
        if arguments and owner is not None and arguments[0] is owner and self._lua.called_as_method:
            del arguments[0]  # object:method(…) passes the object, which the method has already
        return self._run(_callable(function), arguments, named)

    def _dict(self, value: object = None, *_: object) -> object:
        if isinstance(value, LuaValue) and value.type == "table":
            return held({self._py(key): self._py(item) for key, item in value.items()})
        return self._run(lambda: held(dict(self._py(value) or {})), [])

    def _index(self, value: Any, name: Any) -> Any:
        own = self._own_method(value, name) if isinstance(name, str) else None
        return _index(value, name) if own is None else own

    def _assign(self, value: Any, name: Any, item: Any) -> None:
        if not (isinstance(name, str) and self._own_assignment(value, name, item)):
            _assign(value, name, item)

    def _pairs(self, value: Any, *_: object) -> object:
        """Iterate over keys and values of a mapping, over positions from 0 and items of anything else."""
        return self._stepping(lambda pair: pair, iter(value.items()) if hasattr(value, "items") else enumerate(value))

    def _stepping(self, parts: Callable[[Any], tuple[Any, ...]], steps: Iterator[Any]) -> object:
        """Return an iterator for Lua's `for`; None, which would end the loop, comes as python.none."""
        ended = object()

        def step(*_: object) -> object:
            item = next(steps, ended)
            return None if item is ended else _Several(parts(item))

        return Ready(self._guarded(step))


def _import(*given: Any) -> Any:
    if os.environ.get("MPLBACKEND", "").startswith(_IPYTHONS_BACKEND):
        os.environ["MPLBACKEND"] = "agg"  # theirs shows figures to IPython only; we show what a cell leaves open
    name = _source(given, "import")
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise
        raise CallError(f"ModuleNotFoundError: no module '{name}'; install it where the kernel runs") from None


def _call(function: Any = None, arguments: Any = None, named: Any = None, *_: object) -> Any:
    """Call with a list of arguments and a dict of keywords."""
    return _callable(function)(*(arguments or ()), **_named(named or {}))


def _callable(function: Any) -> Callable[..., Any]:
    if not callable(function):
        raise CallError(f"a Python {type(function).__name__} cannot be called")
    return cast("Callable[..., Any]", function)


def _named(named: Any) -> dict[str, Any]:
    keys = named if isinstance(named, dict) else range(1, len(named) + 1)
    wrong = next((key for key in keys if not isinstance(key, str)), None)
    if wrong is not None:
        raise CallError(f"keywords are names, not {wrong!r}: write {{name = value}}")
    return dict(named)


def _get(value: Any = None, key: Any = None, default: Any = None, *_: object) -> Any:
    try:
        return value[key]
    except (KeyError, IndexError):
        return default


def _index(value: Any, name: Any) -> Any:
    """Return an attribute or an item: of mappings the item comes first, of anything else a name's attribute."""
    if not isinstance(name, str) or (isinstance(value, Mapping) and name in value):
        return value[name]
    try:
        return getattr(value, name)
    except AttributeError:
        if not hasattr(value, "__getitem__") or isinstance(value, str | bytes | list | tuple | type):
            raise
        return value[name]


def _assign(value: Any, name: Any, item: Any) -> None:
    if isinstance(name, str) and not _is_item(value, name):
        setattr(value, name, item)
    elif item is None:
        del value[name]
    else:
        value[name] = item


def _close(value: Any, *_: object) -> None:
    """End the scope of a to-be-closed variable: leave a context, or close."""
    if hasattr(value, "__exit__"):
        value.__exit__(None, None, None)
    elif hasattr(value, "close"):
        value.close()


class Ready:
    """A value that is in Lua's form already."""

    def __init__(self, value: object) -> None:
        self.value = value


class _Several(tuple[Any, ...]):
    """Several results."""

    __slots__ = ()


def _result(found: object) -> object:
    if isinstance(found, Ready):
        return found.value
    if isinstance(found, _Several):
        first, *rest = (held(None) if item is None else to_lua(item) for item in found)
        return (first, *rest)
    return to_lua(found)


def _truth(function: Callable[..., object]) -> Callable[..., object]:
    """Return a comparison whose result Lua can ask: what is neither true nor false says how to go on."""

    def compare(*given: object) -> object:
        found = function(*given)
        if isinstance(found, PythonObject):
            kind = type(found.value).__name__
            raise CallError(f"comparing gives a Python {kind}, not true or false: use python.import 'operator'")
        return found

    return compare


def _is_item(value: object, name: str) -> bool:
    """Say whether assigning to a name means an item, as it does for a dict's key and a frame's new column."""
    if isinstance(value, MutableMapping):
        return True
    return hasattr(value, "__setitem__") and not hasattr(type(value), name) and not isinstance(value, list)


def _without_ours(error: BaseException) -> BaseException:
    """Return an exception whose traceback begins where our own code ends."""
    place = error.__traceback__
    while place is not None and place.tb_frame.f_code.co_filename == __file__:
        place = place.tb_next
    return error.with_traceback(place)


def _source(given: tuple[Any, ...], function: str) -> str:
    if given and isinstance(given[0], str):
        return given[0]
    got = type(given[0]).__name__ if given and given[0] is not None else "nil"
    raise CallError(f"bad argument #1 to '{function}' (text expected, got {got})")


def _description(error: BaseException) -> str:
    """Return an exception's name and text, as Python's last line has it."""
    return "".join(traceback.format_exception_only(error)).rstrip("\n")
