# A chunk's source and where its lines begin.

from interpreter.syntax.lexer cimport Watch

ctypedef const unsigned char* TextP

cdef class SourceText:
    cdef Watch watch            # looks while code is made
    cdef bytes source
    cdef bytes chunkname        # with its `=` or `@`
    cdef const unsigned char* text
    cdef Py_ssize_t length
    cdef Py_ssize_t* starts     # offset at which each line begins
    cdef Py_ssize_t count       # how many lines
    cdef Py_ssize_t room        # for so many
    cdef Py_ssize_t current     # index of the line asked for last: questions come nearly in order

    cdef int find_lines(self) except -1
    cdef Py_ssize_t next_byte(self, int byte, Py_ssize_t offset) noexcept
    cdef int add_line(self, Py_ssize_t offset) except -1
    cdef int line_at(self, Py_ssize_t offset) noexcept
    cdef int next_token_line(self, Py_ssize_t offset) noexcept
    cdef Py_ssize_t after_comment(self, Py_ssize_t offset) noexcept
    cdef int fail(self, bytes message, Py_ssize_t offset) except -1
