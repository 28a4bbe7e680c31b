"""Turn a chunk's syntax tree and tokens into indented text and foldable HTML.

Pure functions over what `parse` and `tokenize` of the interpreter return. Very large and very deep trees are cut, with
a mark where. Places are line:column, both from 1; columns count code points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from interpreter import Token

from .display import (
    DIM,
    MONOSPACE,
    Bundle,
    Table,
    bundle,
    count,
    decode,
    element,
    escape,
    foldable,
    shortened,
    value_text,
)

MAX_DEPTH = 60
MAX_NODES = 3000
_OPEN_LEVELS = 6
_MAX_LITERAL = 60

BINARY = ("+", "-", "*", "/", "%", "^", "//", "&", "|", "~", "<<", ">>", "..", "==", "~=", "<", "<=", ">", ">=")
"""The operators of Binary nodes, by their number."""
UNARY = ("-", "not", "#", "~")
"""The operators of Unary nodes, by their number."""


class Places:
    """Tell the line and column of a byte of a source."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._starts = [0, *(at + 1 for at, byte in enumerate(source) if byte == ord("\n"))]

    def place(self, offset: int) -> str:
        """Return the place as `line:column`."""
        line = bisect_right(self._starts, offset)
        before = self._source[self._starts[line - 1] : offset]
        return f"{line}:{len(before.decode('utf-8', 'replace')) + 1}"

    def span(self, start: int, end: int) -> str:
        """Return the places of the first and the last byte of a span."""
        return f"{self.place(start)}–{self.place(max(start, end - 1))}"


# ------------------------------------------------------------------------------------------------------ syntax tree


@dataclass(frozen=True, slots=True)
class Branch:
    """One node of a tree, as shown."""

    role: str
    """What it is to the node above: "condition", "value", or nothing."""
    name: str
    """The kind of node."""
    detail: str
    """What tells it from others of its kind: a name, an operator, a literal."""
    place: str
    """The span of its text."""
    children: tuple[Branch, ...]
    """The nodes below it, in the order of the source."""

    @property
    def text(self) -> str:
        """Return all but the place, on one line."""
        return (f"{self.role}: " if self.role else "") + f"{self.name} {self.detail}".rstrip()


def _names(variables: Sequence[Any]) -> str:
    return ", ".join(decode(one.name) + _ATTRIBUTES[one.attrib] for one in variables)


_ATTRIBUTES = ("", " <const>", " <close>")


def _parameters(body: Any) -> str:
    names = [decode(one.name) for one in body.parameters]
    return f"({', '.join([*names, '...'] if body.is_vararg else names)})"


def _literal(value: object) -> str:
    return shortened(value, _MAX_LITERAL) if isinstance(value, bytes) else value_text(value)


# What tells a node from others of its kind.
_DETAILS: dict[str, Callable[[Any], str]] = {
    "LocalAssign": lambda node: _names(node.variables),
    "LocalFunction": lambda node: decode(node.variable.name),
    "NumericFor": lambda node: decode(node.variable.name),
    "GenericFor": lambda node: _names(node.variables),
    "Goto": lambda node: decode(node.name),
    "Label": lambda node: decode(node.name),
    "Number": lambda node: _literal(node.value),
    "String": lambda node: _literal(node.value),
    "Function": lambda node: _parameters(node.body),
    "LocalRef": lambda node: decode(node.variable.name),
    "UpvalueRef": lambda node: decode(node.name),
    "GlobalRef": lambda node: decode(node.name),
    "MethodCall": lambda node: ":" + decode(node.name),
    "Binary": lambda node: BINARY[node.op],
    "Unary": lambda node: UNARY[node.op],
}

# The fields that hold nodes, in the order of the source, and what these are to the node.
_FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "Block": (("statements", ""),),
    "LocalAssign": (("values", "value"),),
    "Assign": (("targets", "target"), ("values", "value")),
    "CallStatement": (("call", ""),),
    "Do": (("block", ""),),
    "While": (("condition", "condition"), ("block", "")),
    "Repeat": (("block", ""), ("condition", "until")),
    "NumericFor": (("first", "first"), ("limit", "limit"), ("step", "step"), ("block", "")),
    "GenericFor": (("values", "in"), ("block", "")),
    "FunctionStatement": (("target", "target"), ("function", "")),
    "LocalFunction": (("function", ""),),
    "Return": (("values", "value"),),
    "Index": (("object", "object"), ("key", "key")),
    "Call": (("function", "function"), ("arguments", "argument")),
    "MethodCall": (("object", "object"), ("arguments", "argument")),
    "Binary": (("left", "left"), ("right", "right")),
    "Unary": (("operand", ""),),
    "And": (("left", "left"), ("right", "right")),
    "Or": (("left", "left"), ("right", "right")),
    "Parenthesized": (("inner", ""),),
    "Table": (("items", ""),),
    "TableItem": (("key", "key"), ("value", "value")),
}


class TreeBuilder:
    """Turn nodes into branches, until there are too many."""

    def __init__(self, source: bytes) -> None:
        self._places = Places(source)
        self._left = MAX_NODES

    @property
    def has_room(self) -> bool:
        """Say whether another node may be shown."""
        return self._left > 0

    def branch(self, role: str, node: Any, depth: int = 0) -> Branch:
        """Return a node, which stands `depth` levels down, with all below it."""
        self._left -= 1
        name = type(node).__name__.rstrip("_")
        place = self._places.span(node.start, node.end)
        detail = _DETAILS[name](node) if name in _DETAILS else ""
        if depth >= MAX_DEPTH or not self.has_room:
            return Branch(role, name, f"{detail} …".lstrip(), place, ())
        below = tuple(self.branch(part, child, depth + 1) for part, child in _children(name, node) if self.has_room)
        return Branch(role, name, detail, place, below)


def _children(name: str, node: Any) -> Iterator[tuple[str, Any]]:
    """Yield (role, node) of what is below a node."""
    if name == "Function":
        yield from (("", statement) for statement in node.body.body.statements)
    elif name == "If":
        yield from _conditions(node)
    for field, role in _FIELDS.get(name, ()):
        value = getattr(node, field)
        for child in value if isinstance(value, list) else [value]:
            if child is not None:
                yield role, child


def _conditions(node: Any) -> Iterator[tuple[str, Any]]:
    for condition, block in zip(node.conditions, node.blocks, strict=True):
        yield "condition", condition
        yield "then", block
    if node.orelse is not None:
        yield "else", node.orelse


def tree_bundle(chunk: Any) -> Bundle:
    """Return a chunk's tree as indented text and as foldable HTML."""
    builder = TreeBuilder(chunk.source)
    statements = [builder.branch("", one) for one in chunk.main.body.statements if builder.has_room]
    lines = [line for branch in statements for line in _lines(branch, 0)]
    width = max((len(place) for place, _ in lines), default=0)
    cut = "" if builder.has_room else f"; only the first {count(MAX_NODES)} nodes"
    caption = f"syntax tree: the span of each node, its kind and what it is{cut}"
    plain = "\n".join([caption, *(f"{place.ljust(width)}  {text}" for place, text in lines)])
    markup = element("div", escape(caption), style=DIM) + "".join(_html(branch, 0) for branch in statements)
    return bundle(plain, element("div", markup, style=f"{MONOSPACE};line-height:1.5"))


def _lines(branch: Branch, depth: int) -> Iterator[tuple[str, str]]:
    yield branch.place, "  " * depth + branch.text
    for child in branch.children:
        yield from _lines(child, depth + 1)


def _html(branch: Branch, depth: int) -> str:
    role = element("span", escape(f"{branch.role}: "), style=DIM) if branch.role else ""
    text = role + element("b", escape(branch.name)) + escape(f" {branch.detail} ") + _dim(branch.place)
    if not branch.children:
        return element("div", text, style="padding-left:1.1em")
    inner = "".join(_html(child, depth + 1) for child in branch.children)
    body = element("div", inner, style="padding-left:1.4em")
    summary = element("summary", text, style="cursor:pointer")
    return element("details", summary, body, attributes="open" if depth < _OPEN_LEVELS else "")


def _dim(text: str) -> str:
    return element("small", escape(text), style="color:var(--jp-ui-font-color2,#777)")


# ----------------------------------------------------------------------------------------------------------- tokens

MAX_ROWS = 2000

# The editor's own colours for these kinds, with fallbacks; what has none is text as any other.
_COLOURS = {
    "keyword": "color:var(--jp-mirror-editor-keyword-color,#008000);font-weight:bold",
    "number": "color:var(--jp-mirror-editor-number-color,#080)",
    "string": "color:var(--jp-mirror-editor-string-color,#ba2121)",
    "comment": "color:var(--jp-mirror-editor-comment-color,#408080);font-style:italic",
    "symbol": "color:var(--jp-mirror-editor-operator-color,#a2f)",
}


def tokens_bundle(tokens: Sequence[Token], source: bytes) -> Bundle:
    """Return a source cut into tokens: a table, and in HTML the source with its tokens marked above it."""
    table = _tokens_table(tokens, Places(source))
    caption = f"{count(len(tokens))} tokens; rest the pointer on one to see its kind"
    marked = element("pre", _marked_source(tokens, source), style=f"margin:0.3em 0;line-height:1.6;{MONOSPACE}")
    markup = element("div", escape(caption), style=DIM) + marked + foldable("the table of tokens", table.html())
    return bundle(table.plain(), markup)


def _tokens_table(tokens: Sequence[Token], places: Places) -> Table:
    rows = [(places.place(one.start), one.kind, _one_line(one.text)) for one in tokens[:MAX_ROWS]]
    note = f"… {count(len(tokens) - MAX_ROWS)} more" if len(tokens) > MAX_ROWS else ""
    caption = f"{count(len(tokens))} tokens"
    return Table(caption, ("place", "kind", "text"), rows, left=frozenset([0, 1, 2]), note=note)


def _one_line(text: bytes) -> str:
    """Return a token's text on one line, cut where it is long."""
    line = decode(text).replace("\r", "\\r").replace("\n", "⏎")
    return line if len(line) <= _MAX_LITERAL else line[:_MAX_LITERAL] + "…"


def _marked_source(tokens: Sequence[Token], source: bytes) -> str:
    parts, at = [], 0
    for token in tokens[:MAX_ROWS]:
        parts += [escape(decode(source[at : token.start])), _marked(token)]
        at = token.end
    return "".join([*parts, escape(decode(source[at:]))]).strip("\n")


def _marked(token: Token) -> str:
    line = "border-bottom:1px dotted var(--jp-border-color0,#999)"
    style = f"{line};{_COLOURS.get(token.kind, '')}".rstrip(";")
    return element("span", escape(decode(token.text)), style=style, attributes=f'title="{escape(token.kind)}"')
