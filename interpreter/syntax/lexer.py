# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: infer_types=True, binding=False, auto_pickle=False
"""The lexer: source bytes to tokens (PUC's llex.c, manual §3.1).

One Lexer object walks over the source and holds the current token in its fields; no object is made for a token except
its name, string or number. It keeps PUC's line numbers and texts for messages, and never looks at what tokens mean.
"""

import cython
from cython.cimports.cpython.exc import PyErr_CheckSignals
from cython.cimports.libc.stdint import uint64_t

from interpreter.errors import LuaSyntaxError

LOOK_BYTES = cython.declare(cython.Py_ssize_t, 8192)  # to read them and make their code takes half a millisecond
ID_SIZE = 60  # PUC's LUA_IDSIZE: room for a chunk's name in messages, with a final zero

SYMBOLS = {
    TK_IDIV: b"//", TK_CONCAT: b"..", TK_DOTS: b"...", TK_EQ: b"==", TK_GE: b">=", TK_LE: b"<=", TK_NE: b"~=",
    TK_SHL: b"<<", TK_SHR: b">>", TK_DBCOLON: b"::",
}  # fmt: skip

KEYWORDS = {
    b"and": TK_AND, b"break": TK_BREAK, b"do": TK_DO, b"else": TK_ELSE, b"elseif": TK_ELSEIF, b"end": TK_END,
    b"false": TK_FALSE, b"for": TK_FOR, b"function": TK_FUNCTION, b"goto": TK_GOTO, b"if": TK_IF, b"in": TK_IN,
    b"local": TK_LOCAL, b"nil": TK_NIL, b"not": TK_NOT, b"or": TK_OR, b"repeat": TK_REPEAT, b"return": TK_RETURN,
    b"then": TK_THEN, b"true": TK_TRUE, b"until": TK_UNTIL, b"while": TK_WHILE,
}  # fmt: skip

TEXTS = {token: b"'" + text + b"'" for token, text in SYMBOLS.items()}
TEXTS.update({token: b"'" + text + b"'" for text, token in KEYWORDS.items()})
TEXTS.update({TK_EOS: b"<eof>", TK_FLT: b"<number>", TK_INT: b"<integer>", TK_NAME: b"<name>", TK_STRING: b"<string>"})

KINDS = {TK_FLT: "number", TK_INT: "number", TK_NAME: "name", TK_STRING: "string", TK_COMMENT: "comment"}
KINDS.update(dict.fromkeys(KEYWORDS.values(), "keyword"))


# --- characters: PUC's C locale, whatever the host's -----------------------------------------------


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def is_letter(c: cython.int) -> cython.bint:
    """Tell whether `c` may start a name."""
    return (b"a" <= c and c <= b"z") or (b"A" <= c and c <= b"Z") or c == b"_"


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def is_digit(c: cython.int) -> cython.bint:
    """Tell whether `c` is a decimal digit."""
    return b"0" <= c and c <= b"9"


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def is_space(c: cython.int) -> cython.bint:
    """Tell whether `c` is blank or a line break."""
    return c == b" " or (b"\t" <= c and c <= b"\r")


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def hexadecimal(c: cython.int) -> cython.int:
    """Return the value of a hexadecimal digit, -1 if `c` is none."""
    if b"0" <= c and c <= b"9":
        return c - 48
    c |= 32
    if b"a" <= c and c <= b"f":
        return c - 87
    return -1


@cython.cfunc
def hexadecimal_float(text: bytes) -> object:
    """Return the float that `text`, without its 0x, denotes (inf beyond the range); raise ValueError if malformed.

    float.fromhex does the work but may complain of the range before it has seen the end of a malformed text.
    """
    mantissa, mark, exponent = text.lower().partition(b"p")
    digits = mantissa.replace(b".", b"", 1)
    unsigned = exponent[1:] if exponent[:1] in (b"+", b"-") else exponent
    if digits.strip(b"0123456789abcdef") or not digits or (mark and not unsigned.isdigit()):
        raise ValueError
    try:
        return float.fromhex("0x" + text.decode("ascii"))
    except OverflowError:
        return float("inf")


@cython.cfunc
def utf8(code: cython.uint) -> bytes:
    """Encode a code below 2^31, the old UTF-8 of up to six bytes (surrogates too)."""
    if code < 0x80:
        return bytes((code,))
    tail = bytearray()
    room: cython.uint = 0x3F  # largest value that still fits in the first byte
    while code > room:
        tail.append(0x80 | (code & 0x3F))
        code >>= 6
        room >>= 1
    tail.append((0xFF & (~room << 1)) | code)
    tail.reverse()
    return bytes(tail)


class Watch:
    """Look, some thousand times a second, while a text is read or code is made of it: what is raised then ends that."""

    def look(self):
        """Let Python run its signal handlers: Ctrl-C is one. Heirs look at more."""
        return PyErr_CheckSignals()


class Lexer:
    """Read tokens from a source text."""

    def __init__(self, source: bytes, chunkname: bytes = b"=?", keep_comments=False):
        """Start before the first token; `chunkname` is as in Lua ("=name", "@file" or the source itself)."""
        self.source = source
        self.text = source
        self.length = len(source)
        self.position = 0
        self.chunk = chunkid(chunkname)
        self.names = {}
        self.keep_comments = keep_comments
        self.line = 1
        self.last_line = 1
        self.token = TK_EOS
        self.ahead = TK_EOS
        self.look_at = self.length + LOOK_BYTES  # beyond the end

    def watched(self, watch: Watch):
        """Let `watch` look from now on."""
        self.watch = watch
        self.look_at = LOOK_BYTES
        return 0

    def look(self):
        """Let the watch look, and say when it does again."""
        self.look_at = self.position + LOOK_BYTES
        return self.watch.look()

    def next(self):
        """Make the next token the current one."""
        if self.position >= self.look_at:
            self.look()
        self.last_line = self.line
        self.last_end = self.end
        if self.ahead == TK_EOS:
            self.token = self.scan()
        else:
            self.token = self.ahead
            self.value = self.ahead_value
            self.start = self.ahead_start
            self.end = self.ahead_end
            self.ahead = TK_EOS
        return 0

    def look_ahead(self):
        """Return the token after the current one, which stays current."""
        value = self.value
        start = self.start
        end = self.end
        self.ahead = self.scan()
        self.ahead_value = self.value
        self.ahead_start = self.start
        self.ahead_end = self.end
        self.value = value
        self.start = start
        self.end = end
        return self.ahead

    # --- one token ---------------------------------------------------------------------------------

    def scan(self):
        """Read one token: set its value and span, return its kind."""
        text = self.text
        token: cython.int
        while True:
            c: cython.int = text[self.position]
            if c == b" " or c == b"\t" or c == b"\f" or c == b"\v":
                self.position += 1
                continue
            if c == b"\n" or c == b"\r":
                self.skip_newline()
                if self.position >= self.look_at:
                    self.look()
                continue
            self.start = self.position
            if is_letter(c):
                return self.scan_name()
            if is_digit(c):
                return self.scan_number()
            if c == b"-" and text[self.position + 1] == b"-":
                self.skip_comment()
                if self.keep_comments:
                    self.end = self.position
                    return TK_COMMENT
                continue
            break
        if c == b'"' or c == b"'":
            return self.scan_string(c)
        if c == b"[":
            return self.scan_bracket()
        if c == 0 and self.position >= self.length:  # before looking at what follows: nothing does
            self.end = self.position
            return TK_EOS
        following: cython.int = text[self.position + 1]
        if c == b".":
            if is_digit(following):
                return self.scan_number()
            if following == b".":
                token = TK_DOTS if text[self.position + 2] == b"." else TK_CONCAT
                self.position += 3 if token == TK_DOTS else 2
                self.end = self.position
                return token
        token = double_symbol(c, following)
        self.position += 2 if token else 1
        self.end = self.position
        return token if token else c

    def scan_name(self):
        """Read a name or a reserved word."""
        text = self.text
        position = self.position
        while is_letter(text[position]) or is_digit(text[position]):
            position += 1
        self.position = self.end = position
        token = reserved(text + self.start, position - self.start)
        if token:
            return token
        self.value = self.intern(text[self.start : position])
        return TK_NAME

    def scan_bracket(self):
        """Read `[` or a long string."""
        level = self.separator()
        if level < 0:
            self.end = self.position + 1
            if self.text[self.end] == b"=":
                while self.text[self.end] == b"=":
                    self.end += 1
                self.fail_near(b"invalid long string delimiter", self.source[self.start : self.end])
            self.position = self.end
            return b"["
        first = self.skip_long(level, False)
        self.end = self.position
        value = self.source[first : self.position - level - 2]
        if b"\r" in value:
            value = plain_newlines(value)
        self.value = self.intern(value)
        return TK_STRING

    def intern(self, text: bytes):
        """Return the one copy of `text`."""
        known = self.names.get(text)
        if known is None:
            self.names[text] = text
            return text
        return known

    # --- blanks, comments, long brackets -----------------------------------------------------------

    def skip_newline(self):
        r"""Skip one line break: \n, \r, \r\n or \n\r."""
        c = self.text[self.position]
        following = self.text[self.position + 1]
        self.position += 1
        if (following == b"\n" or following == b"\r") and following != c:
            self.position += 1
        self.line += 1

    def skip_space(self):
        r"""Skip blanks and line breaks (after `\z`)."""
        while is_space(self.text[self.position]):
            if self.text[self.position] == b"\n" or self.text[self.position] == b"\r":
                self.skip_newline()
            else:
                self.position += 1

    def separator(self):
        """Return the number of `=` in the long bracket that opens here, -1 if none does."""
        position = self.position + 1
        while self.text[position] == b"=":
            position += 1
        if self.text[position] == b"[":
            return position - self.position - 1
        return -1

    def skip_comment(self):
        """Skip a comment, up to the line break if it is a short one."""
        text = self.text
        self.position += 2
        if text[self.position] == b"[":
            level = self.separator()
            if level >= 0:
                self.skip_long(level, True)
                return 0
        position = self.position
        while text[position] != b"\n" and text[position] != b"\r":
            if text[position] == 0 and position >= self.length:
                break
            position += 1
        self.position = position
        return 0

    def skip_long(self, level: cython.Py_ssize_t, is_comment: cython.bint):
        """Skip a long string or comment; return where its text begins (a first line break does not belong to it)."""
        text = self.text
        line = self.line
        self.position += level + 2
        if text[self.position] == b"\n" or text[self.position] == b"\r":
            self.skip_newline()
        first = self.position
        while True:
            c = text[self.position]
            if c == b"]":
                closing = self.position + 1
                while text[closing] == b"=":
                    closing += 1
                if text[closing] == b"]" and closing - self.position - 1 == level:
                    self.position = closing + 1
                    return first
                self.position = closing
            elif c == b"\n" or c == b"\r":
                self.skip_newline()
                if self.position >= self.look_at:
                    self.look()
            elif c == 0 and self.position >= self.length:
                what = b"comment" if is_comment else b"string"
                self.fail(b"unfinished long %s (starting at line %d)" % (what, line), TK_EOS)
            else:
                self.position += 1

    # --- numbers -----------------------------------------------------------------------------------

    def scan_number(self):
        """Read a numeral: take whatever looks like one, as PUC does, then judge it as a whole."""
        text = self.text
        position = self.position
        exponent: cython.int = b"e"
        if text[position] == b".":
            position += 1
        if text[position] == b"0" and (text[position + 1] | 32) == b"x":
            exponent = b"p"
            position += 2
        while True:
            c: cython.int = text[position]
            if (c | 32) == exponent:
                position += 1
                if text[position] == b"+" or text[position] == b"-":
                    position += 1
            elif c == b"." or hexadecimal(c) >= 0:
                position += 1
            else:
                break
        if is_letter(text[position]):
            position += 1
        self.position = self.end = position
        start = text + self.start
        size = position - self.start
        if exponent == b"p" and start[0] == b"0":  # not `.0x`, which PUC takes for a malformed numeral
            fits = self.set_hexadecimal(start + 2, size - 2)
        else:
            fits = self.set_decimal(start, size)
        if fits:
            return TK_INT
        return self.set_number(self.source[self.start : position])

    def set_decimal(self, digits: cython.p_const_uchar, size: cython.Py_ssize_t):
        """Set the value to an integer if the digits are one that fits 64 bits; tell whether they are."""
        value: uint64_t = 0
        position: cython.Py_ssize_t
        if size > 19:  # leading zeros are left to set_number
            return 0
        for position in range(size):
            if not is_digit(digits[position]):
                return 0
            value = value * 10 + (digits[position] - 48)
        if value >> 63:
            return 0
        self.value = value
        return 1

    def set_hexadecimal(self, digits: cython.p_const_uchar, size: cython.Py_ssize_t):
        """Set the value to an integer, modulo 2^64, if all are hexadecimal digits; tell whether they are."""
        value: uint64_t = 0
        position: cython.Py_ssize_t
        if size == 0:
            return 0
        for position in range(size):
            digit = hexadecimal(digits[position])
            if digit < 0:
                return 0
            value = (value << 4) | cython.cast(uint64_t, digit)
        self.value = cython.cast(cython.longlong, value)
        return 1

    def set_number(self, text: bytes):
        """Set the value to the float that `text` denotes; raise if it denotes none."""
        if len(text) > 19 and text.isdigit():
            stripped = text.lstrip(b"0")
            if self.set_decimal(stripped, len(stripped)):
                return TK_INT
        try:
            self.value = hexadecimal_float(text[2:]) if text[:2] in (b"0x", b"0X") else float(text)
        except ValueError:
            self.fail_near(b"malformed number", text)
        return TK_FLT

    # --- short strings -----------------------------------------------------------------------------

    def scan_string(self, quote: cython.int):
        """Read a short string: a slice of the source unless it has escapes."""
        text = self.text
        position = self.position + 1
        while text[position] != quote:
            c = text[position]
            if c == b"\\" or c == b"\n" or c == b"\r" or (c == 0 and position >= self.length):
                return self.scan_escaped(quote)
            position += 1
        self.value = self.intern(text[self.position + 1 : position])
        self.position = self.end = position + 1
        return TK_STRING

    def scan_escaped(self, quote: cython.int):
        """Read a short string piece by piece, resolving escapes; also report one that does not end."""
        source = self.text
        text = bytearray()
        text.append(quote)  # the text so far, with its quote, is what messages show
        self.position += 1
        while source[self.position] != quote:
            c = source[self.position]
            if c == b"\\":
                self.read_escape(text)
                if self.position >= self.look_at:
                    self.look()
            elif c == b"\n" or c == b"\r":
                self.fail_near(b"unfinished string", bytes(text))
            elif c == 0 and self.position >= self.length:
                self.fail(b"unfinished string", TK_EOS)
            else:
                text.append(c)
                self.position += 1
        self.position += 1
        self.end = self.position
        self.value = self.intern(bytes(text[1:]))
        return TK_STRING

    def read_escape(self, text: bytearray):
        """Read the escape at the current position and append what it stands for."""
        escape = self.position
        c: cython.int = self.text[escape + 1]
        self.position = escape + 1
        plain = simple_escape(c)
        if plain >= 0:
            text.append(plain)
            self.position += 1
        elif c == b"\n" or c == b"\r":
            self.skip_newline()
            text.append(10)
        elif c == b"x":
            self.read_hexadecimal_escape(text, escape)
        elif c == b"z":
            self.position += 1
            self.skip_space()
        elif c == b"u":
            self.read_unicode_escape(text, escape)
        elif is_digit(c):
            self.read_decimal_escape(text, escape)
        elif self.position < self.length:  # at the end the caller reports the unfinished string
            self.bad_escape(b"invalid escape sequence", text, escape)
        return 0

    def read_hexadecimal_escape(self, text: bytearray, escape: cython.Py_ssize_t):
        r"""Read `\xXX`."""
        value: cython.int = 0
        for _ in range(2):
            self.position += 1
            digit = hexadecimal(self.text[self.position])
            if digit < 0:
                self.bad_escape(b"hexadecimal digit expected", text, escape)
            value = value * 16 + digit
        self.position += 1
        text.append(value)
        return 0

    def read_decimal_escape(self, text: bytearray, escape: cython.Py_ssize_t):
        r"""Read `\ddd`, up to three digits."""
        value: cython.int = 0
        while self.position < escape + 4 and is_digit(self.text[self.position]):
            value = value * 10 + (self.text[self.position] - 48)
            self.position += 1
        if value > 255:
            self.bad_escape(b"decimal escape too large", text, escape)
        text.append(value)
        return 0

    def read_unicode_escape(self, text: bytearray, escape: cython.Py_ssize_t):
        r"""Read `\u{XXX}`, a code below 2^31."""
        self.position += 1
        if self.text[self.position] != b"{":
            self.bad_escape(b"missing '{'", text, escape)
        self.position += 1
        digit = hexadecimal(self.text[self.position])
        if digit < 0:
            self.bad_escape(b"hexadecimal digit expected", text, escape)
        code: cython.uint = 0
        while digit >= 0:
            if code > 0x7FFFFFF:
                self.bad_escape(b"UTF-8 value too large", text, escape)
            code = code * 16 + cython.cast(cython.uint, digit)
            self.position += 1
            digit = hexadecimal(self.text[self.position])
        if self.text[self.position] != b"}":
            self.bad_escape(b"missing '}'", text, escape)
        self.position += 1
        text.extend(utf8(code))
        return 0

    # --- errors ------------------------------------------------------------------------------------

    def bad_escape(self, message: bytes, text: bytearray, escape: cython.Py_ssize_t):
        """Raise for an escape; show the string so far and the escape up to the offending byte."""
        self.fail_near(message, bytes(text) + self.source[escape : self.position + 1])

    def fail(self, message: bytes, token: cython.int):
        """Raise a syntax error near `token`; zero (which is also the token of a zero byte) names no place."""
        full = b"%s:%d: %s" % (self.chunk, self.line, message)
        if token:
            full += b" near " + self.near(token)
        raise LuaSyntaxError(full, self.line, token == TK_EOS)

    def fail_near(self, message: bytes, near: bytes):
        """Raise a syntax error near the text `near`, which ends at a zero byte as C strings do."""
        shown = near.split(b"\0")[0]
        raise LuaSyntaxError(b"%s:%d: %s near '%s'" % (self.chunk, self.line, message, shown), self.line)

    def near(self, token: cython.int):
        """Return the text of the current token, of kind `token`, for a message."""
        if token == TK_STRING:
            return b"'" + self.raw_string().split(b"\0")[0] + b"'"
        if token == TK_NAME or token == TK_INT or token == TK_FLT:
            return b"'" + self.source[self.start : self.end] + b"'"
        return token_text(token)

    def raw_string(self):
        """Return the current string token with its quotes or brackets, escapes resolved."""
        value: bytes = self.value
        quote = self.source[self.start : self.start + 1]
        if quote != b"[":
            return quote + value + quote
        level = self.source.index(b"[", self.start + 1) - self.start - 1
        return b"[" + b"=" * level + b"[" + value + b"]" + b"=" * level + b"]"


# --- tables of words and symbols -------------------------------------------------------------------


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def double_symbol(c: cython.int, following: cython.int) -> cython.int:
    """Return the token of a two-byte symbol, 0 if the two bytes are none."""
    if following == b"=":
        if c == b"=":
            return TK_EQ
        if c == b"<":
            return TK_LE
        if c == b">":
            return TK_GE
        return TK_NE if c == b"~" else 0
    if following != c:
        return 0
    if c == b"/":
        return TK_IDIV
    if c == b"<":
        return TK_SHL
    if c == b">":
        return TK_SHR
    return TK_DBCOLON if c == b":" else 0


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def simple_escape(c: cython.int) -> cython.int:
    """Return the byte that a one-letter escape stands for, -1 if `c` is no such letter."""
    if c == b"n":
        return 10
    if c == b"\\" or c == b'"' or c == b"'":
        return c
    if c == b"t":
        return 9
    if c == b"r":
        return 13
    if c == b"a":
        return 7
    if c == b"b":
        return 8
    if c == b"f":
        return 12
    return 11 if c == b"v" else -1


@cython.cfunc
@cython.exceptval(check=False)
def same(text: cython.p_const_uchar, word: cython.p_const_char, size: cython.Py_ssize_t) -> cython.bint:
    """Tell whether `text` begins with `word`."""
    position: cython.Py_ssize_t
    for position in range(size):
        if text[position] != cython.cast(cython.uchar, word[position]):
            return False
    return True


@cython.cfunc
@cython.exceptval(check=False)
def reserved(text: cython.p_const_uchar, size: cython.Py_ssize_t) -> cython.int:
    """Return the token of a reserved word, 0 for another name; tell words apart by first letter and length."""
    c: cython.int = text[0]
    if size < 2 or size > 8:
        return 0
    if c == b"e":
        if size == 3:
            return TK_END if same(text, b"end", 3) else 0
        if size == 4:
            return TK_ELSE if same(text, b"else", 4) else 0
        return TK_ELSEIF if size == 6 and same(text, b"elseif", 6) else 0
    if c == b"i":
        if size == 2:
            return TK_IF if text[1] == b"f" else TK_IN if text[1] == b"n" else 0
        return 0
    if c == b"l":
        return TK_LOCAL if size == 5 and same(text, b"local", 5) else 0
    if c == b"f":
        if size == 8:
            return TK_FUNCTION if same(text, b"function", 8) else 0
        if size == 3:
            return TK_FOR if same(text, b"for", 3) else 0
        return TK_FALSE if size == 5 and same(text, b"false", 5) else 0
    if c == b"t":
        if size != 4:
            return 0
        return TK_THEN if same(text, b"then", 4) else TK_TRUE if same(text, b"true", 4) else 0
    if c == b"r":
        if size != 6:
            return 0
        return TK_RETURN if same(text, b"return", 6) else TK_REPEAT if same(text, b"repeat", 6) else 0
    if c == b"n":
        if size != 3:
            return 0
        return TK_NIL if same(text, b"nil", 3) else TK_NOT if same(text, b"not", 3) else 0
    if c == b"a":
        return TK_AND if size == 3 and same(text, b"and", 3) else 0
    if c == b"o":
        return TK_OR if size == 2 and text[1] == b"r" else 0
    if c == b"d":
        return TK_DO if size == 2 and text[1] == b"o" else 0
    if c == b"w":
        return TK_WHILE if size == 5 and same(text, b"while", 5) else 0
    if c == b"b":
        return TK_BREAK if size == 5 and same(text, b"break", 5) else 0
    if c == b"g":
        return TK_GOTO if size == 4 and same(text, b"goto", 4) else 0
    return TK_UNTIL if c == b"u" and size == 5 and same(text, b"until", 5) else 0


def token_text(token: cython.int) -> bytes:
    """Return how messages show a kind of token."""
    if token >= FIRST_RESERVED:
        return TEXTS[token]
    if 32 <= token < 127:
        return b"'%c'" % token
    return b"'<\\%d>'" % token


@cython.cfunc
def plain_newlines(text: bytes) -> bytes:
    r"""Return a long string's text with each line break (\r, \r\n, \n\r) as \n."""
    out = bytearray()
    position: cython.Py_ssize_t = 0
    size: cython.Py_ssize_t = len(text)
    while position < size:
        c: cython.int = text[position]
        position += 1
        if c == b"\n" or c == b"\r":
            if position < size and (text[position] == b"\n" or text[position] == b"\r") and text[position] != c:
                position += 1
            c = 10
        out.append(c)
    return bytes(out)


# --- front door ------------------------------------------------------------------------------------


@cython.cfunc
def until(text: bytes, end: bytes) -> bytes:
    """Return a text up to a byte, all of it where that byte is not there; a text can be a source of megabytes."""
    offset: cython.Py_ssize_t = text.find(end)
    return text if offset < 0 else text[:offset]


def chunkid(chunkname: bytes) -> bytes:
    """Return a chunk's name as messages show it: "=x" and "@x" as x, source text as [string "…"] (lobject.c)."""
    name = until(chunkname, b"\0")
    if name[:1] == b"=":
        return name[1:ID_SIZE]
    if name[:1] == b"@":
        return name[1:] if len(name) <= ID_SIZE else b"..." + name[len(name) - (ID_SIZE - 4) :]
    line = until(name, b"\n")
    room = ID_SIZE - len(b'[string "..."]') - 1
    if line == name and len(name) < room:
        return b'[string "%s"]' % name
    return b'[string "%s..."]' % line[:room]


def tokens(source: bytes, chunkname: bytes = b"=?") -> list:
    """Return all tokens, comments too, as (kind, text, line, start, end); raise LuaSyntaxError as the parser would.

    `kind` is "keyword", "name", "number", "string", "symbol" or "comment", `text` the bytes of the source, `line` the
    line the token starts on, `start` and `end` its byte offsets.
    """
    lexer: Lexer = Lexer(source, chunkname, True)
    found: list = []
    while True:
        lexer.next()
        if lexer.token == TK_EOS:
            return found
        text = source[lexer.start : lexer.end]
        first_line = lexer.line
        if lexer.token == TK_STRING or lexer.token == TK_COMMENT:
            first_line -= plain_newlines(text).count(b"\n")
        found.append((KINDS.get(lexer.token, "symbol"), text, first_line, lexer.start, lexer.end))
