"""Cut Lua text into tokens, tolerantly: for text that is still being typed and may not parse.

It never judges the text: whether Lua accepts it is the interpreter's parser's word. From the manual, §3.1.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

KEYWORDS = frozenset(
    word
    for line in (
        "and break do else elseif end false for function goto if",
        "in local nil not or repeat return then true until while",
    )
    for word in line.split()
)

_TOKEN = re.compile(
    r"""
      (?P<comment> --\[(?P<c>=*)\[ .*? (?: \](?P=c)\] | \Z ) | --[^\n]* )
    | (?P<string> \[(?P<s>=*)\[ .*? (?: \](?P=s)\] | \Z )
                | " (?: \\z\s* | \\. | [^"\\\n] )* (?: "|(?=\n)|\\?\Z )
                | ' (?: \\z\s* | \\. | [^'\\\n] )* (?: '|(?=\n)|\\?\Z ) )
    | (?P<number> 0[xX] (?: [0-9a-fA-F.] | [pP][+-]?\d )* | (?: \d | \.\d ) (?: [eE][+-]?\d | [\w.] )* )
    | (?P<name> [A-Za-z_][A-Za-z0-9_]* )
    | (?P<space> \s+ )
    | (?P<symbol> \.\.\. | \.\. | == | ~= | <= | >= | // | :: | << | >> | . )
    """,
    re.VERBOSE | re.DOTALL,
)

_CLOSED = re.compile(r"""(['"])(?:\\.|(?!\1)[^\\])*\1|\[(=*)\[.*\]\2\]""", re.DOTALL)
_LONG = re.compile(r"--\[=*\[")


class Token(NamedTuple):
    """One piece of Lua text."""

    kind: str
    """comment, string, number, name, keyword or symbol."""
    text: str
    """Its characters, as written."""
    start: int
    """Where it begins, in code points from the start of the text."""

    @property
    def end(self) -> int:
        """Return where it ends, exclusive."""
        return self.start + len(self.text)

    @property
    def is_closed(self) -> bool:
        """Say whether a string or a long comment has its closing mark."""
        if self.kind == "comment" and not self.text.startswith("--["):
            return False
        return _CLOSED.fullmatch(self.text.removeprefix("--")) is not None

    @property
    def is_unfinished(self) -> bool:
        """Say whether a long comment goes on to the end of the text."""
        return self.kind == "comment" and _LONG.match(self.text) is not None and not self.is_closed


def all_tokens(text: str) -> Iterator[Token]:
    """Yield every token of the text, comments included, without white space."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "symbol"
        if kind == "space":
            continue
        if kind == "name" and match[0] in KEYWORDS:
            kind = "keyword"
        yield Token(kind, match[0], match.start())


def code_tokens(text: str) -> list[Token]:
    """Return the tokens that are not comments."""
    return [token for token in all_tokens(text) if token.kind != "comment"]


def dotted_before(tokens: list[Token], *, ends_with_name: bool = False) -> list[Token]:
    """Return the tokens at the end that are a dotted name with a separator behind it; `ends_with_name`: without."""
    index = len(tokens) - (not ends_with_name)
    begin = index
    while begin > 0 and tokens[begin - 1].kind == "name":
        begin -= 1
        if begin == 0 or tokens[begin - 1].text not in (".", ":"):
            return tokens[begin:]
        begin -= 1
    return []


def joined(tokens: list[Token]) -> str:
    """Return the texts of tokens without what stands between them."""
    return "".join(token.text for token in tokens)


_OPENING = frozenset(["function", "do", "then", "repeat", "(", "{", "["])
_CLOSING = frozenset(["end", "until", ")", "}", "]"])


def depth_change(token: Token) -> int:
    """Return how a token changes the depth of blocks and brackets: +1, -1 or 0.

    `elseif` closes what `then` opened; `else` closes and opens. A loop counts from its `do`.
    """
    if token.kind not in ("keyword", "symbol"):
        return 0
    if token.text in _OPENING:
        return 1
    return -1 if token.text in _CLOSING or token.text == "elseif" else 0


def open_levels(text: str) -> int:
    """Return how many levels a further line is indented by: one for each line with blocks or brackets left open."""
    lines: list[int] = []
    line = last = 0
    for token in code_tokens(text):
        line += text.count("\n", last, token.start)
        last = token.start
        change = depth_change(token)
        if change > 0:
            lines.append(line)
        elif change < 0 and lines:
            lines.pop()
    return len(set(lines))


_CALL_OPENERS = frozenset(["(", "{"])
_CLOSERS = frozenset([")", "}", "]", "...", ";", "::", "end", "nil", "true", "false", "break"])
_STARTERS = frozenset(["(", "{", "#", "...", "not", "nil", "true", "false", "function"])
_STATEMENT_WORDS = frozenset(["local", "if", "for", "while", "repeat", "goto", "return", "do", "break"])


def ends_statement(previous: Token, token: Token | None) -> bool:
    """Say whether a token that ends an expression or a statement meets one that can only begin another; None: the end.

    What begins another could be an expression of its own: it does not continue the one before.
    """
    ends = previous.kind in ("name", "number", "string") or previous.text in _CLOSERS
    if not ends or token is None:
        return ends
    callable_before = previous.kind in ("name", "string") or previous.text in (")", "]", "}")
    if token.kind == "string" or token.text in _CALL_OPENERS:
        return not callable_before  # `f "x"`, `f {…}` and `f (…)` go on with the call
    return token.kind in ("name", "number") or token.text in _STARTERS or token.text in _STATEMENT_WORDS
