"""Attributes and documentation of Python's objects, found without running any of their code.

Properties, and modules that make their attributes when asked, stay unknown.
"""

import inspect
from collections.abc import Iterator
from types import (
    BuiltinFunctionType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodDescriptorType,
    MethodType,
    ModuleType,
)
from typing import Any

from interpreter import PythonObject

_LARGEST = 2**63
_DESCRIPTORS = (property, GetSetDescriptorType, MemberDescriptorType)
_PLAIN_FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType, MethodDescriptorType)


def attribute(value: Any, name: str) -> object:
    """Return an attribute as Lua gets it, None where it is not there or would have to be computed."""
    if type(value) is dict and name in value:
        return _as_lua(value[name])
    try:
        found = inspect.getattr_static(value, name)
    except AttributeError:
        return None
    if isinstance(found, staticmethod | classmethod):
        found = found.__func__
    return None if isinstance(found, _DESCRIPTORS) or found is None else _as_lua(found)


def _as_lua(value: Any) -> object:
    if type(value) is int and not -_LARGEST <= value < _LARGEST:
        return PythonObject(value)
    if type(value) in (bool, int, float, bytes):
        return value
    return value.encode("utf-8", "surrogatepass") if type(value) is str else PythonObject(value)


def members(value: Any) -> Iterator[tuple[str, str]]:
    """Yield (name, kind) of an object's attributes, those left out that are meant for Python alone."""
    for names in _namespaces(value):
        for name, found in list(names.items()):
            if isinstance(name, str) and name.isidentifier() and not name.startswith("_"):
                yield name, _kind(found)


def _namespaces(value: Any) -> Iterator[dict[Any, Any]]:
    """Yield the dictionaries in which an object's attributes stand."""
    if type(value) is dict:
        yield value
    own = inspect.getattr_static(value, "__dict__", None)
    if isinstance(value, ModuleType):
        yield vars(value)
        return
    if not isinstance(value, type) and isinstance(own, GetSetDescriptorType):
        yield own.__get__(value)
    for kind in type.__dict__["__mro__"].__get__(value if isinstance(value, type) else type(value)):
        if kind is not object:
            yield dict(type.__dict__["__dict__"].__get__(kind))


def _kind(found: Any) -> str:
    if isinstance(found, ModuleType):
        return "module"
    is_callable = isinstance(found, type | staticmethod | classmethod) or any(
        "__call__" in type.__dict__["__dict__"].__get__(kind) for kind in type.__dict__["__mro__"].__get__(type(found))
    )
    return "function" if is_callable else "variable"


def signature(value: Any) -> str:
    """Return how a function is called, or nothing where that is not known."""
    function = inspect.getattr_static(value, "__init__", None) if isinstance(value, type) else value
    if not isinstance(function, _PLAIN_FUNCTIONS):
        return ""
    try:
        found = inspect.signature(function)
    except (ValueError, TypeError):
        return "(…)"
    parameters = list(found.parameters.values())[isinstance(value, type) :]
    return str(found.replace(parameters=parameters, return_annotation=inspect.Signature.empty))


def documentation(value: Any) -> str:
    """Return the documentation of a module, class or function, or nothing."""
    if isinstance(value, ModuleType | type | FunctionType):
        text = value.__doc__
    else:
        descriptor = inspect.getattr_static(type(value), "__doc__", None)
        text = descriptor.__get__(value) if isinstance(descriptor, _DESCRIPTORS[1:]) else None
    return inspect.cleandoc(text) if isinstance(text, str) else ""
