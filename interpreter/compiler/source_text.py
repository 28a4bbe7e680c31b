# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: infer_types=True, binding=False
"""A chunk's source while code is made of it: byte offsets to line numbers, and errors that name a place.

Lines are counted as the lexer counts them: CR LF and LF CR are one line break, CR alone is one too.
"""

import cython
from cython.cimports.interpreter.syntax.lexer import Lexer, Watch
from cython.cimports.libc.stdlib import free, realloc
from cython.cimports.libc.string import memchr

LINES_A_LOOK = cython.declare(cython.Py_ssize_t, 65536)  # to count them takes about a millisecond


class SourceText:
    """Be the text of one chunk, shared by the generators of all its functions."""

    def __init__(self, source: bytes, chunkname: bytes, watch: Watch):
        self.watch = watch
        self.source = source
        self.chunkname = chunkname
        self.text = source
        self.length = len(source)
        self.find_lines()

    def __dealloc__(self):
        free(self.starts)

    def find_lines(self):
        """Note where each line begins."""
        offset: cython.Py_ssize_t
        feed: cython.Py_ssize_t = self.next_byte(10, 0)
        carriage: cython.Py_ssize_t = self.next_byte(13, 0)
        self.add_line(0)
        while feed < self.length or carriage < self.length:
            offset = min(feed, carriage) + 1
            if offset < self.length and offset == max(feed, carriage):
                offset += 1  # the other half of a pair
            if feed < offset:
                feed = self.next_byte(10, offset)
            if carriage < offset:
                carriage = self.next_byte(13, offset)
            self.add_line(offset)
        return 0

    def next_byte(self, byte, offset):
        """Return where a byte comes next, the length of the text where it does not."""
        found = memchr(self.text + offset, byte, self.length - offset)
        return self.length if found is cython.NULL else cython.cast(TextP, found) - self.text

    def add_line(self, offset):
        """Note where a line begins."""
        if self.count == self.room:
            room = 2 * self.room + 64
            starts = realloc(self.starts, room * cython.sizeof(cython.Py_ssize_t))
            if starts is cython.NULL:
                raise MemoryError
            self.starts = cython.cast(cython.pointer(cython.Py_ssize_t), starts)
            self.room = room
        self.starts[self.count] = offset
        self.count += 1
        if self.count % LINES_A_LOOK == 0:
            self.watch.look()
        return 0

    def line_at(self, offset):
        """Return the line of the byte at `offset`, from 1."""
        current = self.current
        while current + 1 < self.count and self.starts[current + 1] <= offset:
            current += 1
        while current > 0 and self.starts[current] > offset:
            current -= 1
        self.current = current
        return current + 1

    def next_token_line(self, offset):
        """Return the line of the first token at or after `offset` that is no closing parenthesis."""
        while offset < self.length:
            byte: cython.int = self.text[offset]
            if byte == b"-" and offset + 1 < self.length and self.text[offset + 1] == b"-":
                offset = self.after_comment(offset + 2)
            elif byte == b" " or byte == b")" or (b"\t" <= byte and byte <= b"\r"):
                offset += 1
            else:
                break
        return self.line_at(offset)

    def after_comment(self, offset):
        """Return where the comment ends whose dashes end at `offset`."""
        if self.text[offset] == b"[":
            level: cython.Py_ssize_t = offset + 1
            while self.text[level] == b"=":
                level += 1
            if self.text[level] == b"[":
                closing = b"]" + b"=" * (level - offset - 1) + b"]"
                return self.source.index(closing, level + 1) + len(closing)
        while offset < self.length and self.text[offset] != b"\n" and self.text[offset] != b"\r":
            offset += 1
        return offset

    def fail(self, message, offset):
        """Raise a LuaSyntaxError near the token at `offset`."""
        lexer: Lexer = Lexer(self.source, self.chunkname)
        lexer.position = offset
        lexer.line = self.line_at(offset)
        lexer.next()
        lexer.fail(message, lexer.token)
        return 0
