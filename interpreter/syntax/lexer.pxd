# Tokens as ints, and the lexer's state. A one-byte token is its own code; the rest follow PUC's order (llex.h).

cpdef enum:
    FIRST_RESERVED = 256
    TK_AND = 256
    TK_BREAK
    TK_DO
    TK_ELSE
    TK_ELSEIF
    TK_END
    TK_FALSE
    TK_FOR
    TK_FUNCTION
    TK_GOTO
    TK_IF
    TK_IN
    TK_LOCAL
    TK_NIL
    TK_NOT
    TK_OR
    TK_REPEAT
    TK_RETURN
    TK_THEN
    TK_TRUE
    TK_UNTIL
    TK_WHILE
    TK_IDIV
    TK_CONCAT
    TK_DOTS
    TK_EQ
    TK_GE
    TK_LE
    TK_NE
    TK_SHL
    TK_SHR
    TK_DBCOLON
    TK_EOS
    TK_FLT
    TK_INT
    TK_NAME
    TK_STRING
    TK_COMMENT      # only made when comments are kept


cdef class Watch:
    cdef int look(self) except -1


cdef class Lexer:
    cdef Watch watch                # looks now and then while tokens are read; None: nobody
    cdef Py_ssize_t look_at         # position from which on it looks again
    cdef bytes source               # keeps `text` alive
    cdef const unsigned char* text  # the source; a zero byte follows it
    cdef Py_ssize_t length
    cdef Py_ssize_t position        # next byte to read
    cdef bytes chunk                # the chunk's name as messages show it
    cdef dict names                 # every name and string once: bytes -> the same bytes
    cdef bint keep_comments

    cdef int line                   # line of the last token read (looked-ahead ones included), as PUC's linenumber
    cdef int last_line              # line where the token before the current one ended
    cdef int token                  # the current token
    cdef object value               # its name (bytes), string (bytes) or number (int, float)
    cdef Py_ssize_t start           # its span
    cdef Py_ssize_t end
    cdef Py_ssize_t last_end        # end of the token before it

    cdef int ahead                  # token read ahead, TK_EOS if none
    cdef object ahead_value
    cdef Py_ssize_t ahead_start
    cdef Py_ssize_t ahead_end

    cdef int watched(self, Watch watch) except -1
    cdef int look(self) except -1
    cdef int next(self) except -1
    cdef int look_ahead(self) except -1

    cdef int scan(self) except -1
    cdef int scan_name(self) except -1
    cdef int scan_number(self) except -1
    cdef int set_number(self, bytes text) except -1
    cdef int set_decimal(self, const unsigned char* digits, Py_ssize_t size) noexcept
    cdef int set_hexadecimal(self, const unsigned char* digits, Py_ssize_t size) noexcept
    cdef int scan_string(self, int quote) except -1
    cdef int scan_escaped(self, int quote) except -1
    cdef int read_escape(self, bytearray text) except -1
    cdef int read_hexadecimal_escape(self, bytearray text, Py_ssize_t escape) except -1
    cdef int read_decimal_escape(self, bytearray text, Py_ssize_t escape) except -1
    cdef int read_unicode_escape(self, bytearray text, Py_ssize_t escape) except -1
    cdef void skip_space(self) noexcept
    cdef void skip_newline(self) noexcept
    cdef Py_ssize_t separator(self) noexcept
    cdef int scan_bracket(self) except -1
    cdef Py_ssize_t skip_long(self, Py_ssize_t level, bint is_comment) except -1
    cdef int skip_comment(self) except -1
    cdef bytes intern(self, bytes text)

    cdef int bad_escape(self, bytes message, bytearray text, Py_ssize_t escape) except -1
    cdef int fail(self, bytes message, int token) except -1
    cdef int fail_near(self, bytes message, bytes near) except -1
    cdef bytes near(self, int token)
    cdef bytes raw_string(self)


cdef bytes token_text(int token)
cpdef bytes chunkid(bytes chunkname)
