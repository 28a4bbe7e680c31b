"""Source text to syntax tree: lexer, parser and the tree's classes. Knows nothing of code or values at run time."""

from interpreter.syntax.lexer import chunkid, tokens
from interpreter.syntax.parser import parse

__all__ = ["chunkid", "parse", "tokens"]
