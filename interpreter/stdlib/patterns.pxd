# Pattern matching: the matcher's records, and what the other string files share with it.
from libc.stdint cimport int64_t
from interpreter.vm.values cimport VM, Builtin, Buffer, NativeClosure, Str, Table, Value, chars, isstr, likely, str_of
from interpreter.vm.support cimport charge, check_str

cdef enum:
    MAX_CAPTURES = 32
    MAX_DEPTH = 200          # nested match_here calls, for the C stack's sake
    MAX_RESULTS = 1000000    # values one call may return: the size of PUC's stack
    PLAIN_BLOCK = 1 << 20    # bytes of a plain search between two polls
    RARE = 8                 # a plain search meets its first byte that often before it takes memmem
    STEPS = 1000             # match steps between two polls for an interrupt
    UNFINISHED = -1          # Capture.len: still open
    POSITION = -2            # Capture.len: a position capture, ()
    ANY_BYTE = -1            # literal_start: a match may start with any byte

cdef enum:                   # upvalues of a gmatch iterator
    GM_SUBJECT = 0
    GM_PATTERN = 1
    GM_AT = 2                # offset where the next search starts
    GM_LAST = 3              # offset where the last match ended, -1 before the first
    GM_COUNT = 4

ctypedef const unsigned char *Text
ctypedef Capture *CaptureP
ctypedef Matcher *MatcherP

cdef struct Capture:
    Text start
    int64_t len              # bytes, UNFINISHED or POSITION

cdef struct Matcher:         # the state of one match; lives on the C stack
    VM *vm
    Text source
    Text source_end
    Text pattern_end
    Text end                 # of the match that next_match found
    int64_t steps            # left until the next poll
    int depth                # match_here calls left
    int level                # captures, finished or not
    int failed               # 1: the error is in vm.err
    Capture captures[MAX_CAPTURES]

cdef struct Gsub:            # what a replacement needs
    Matcher m
    Buffer *b                # the result so far
    Value *args
    Text kept                # subject text from here on is not yet in the result
    int changed              # 1: something was replaced

# ---- bytes; ASCII only, as ctype.h in the C locale
cdef inline bint is_digit(int c) noexcept nogil:
    return (<unsigned int> (c - 48)) < 10

cdef inline bint is_upper(int c) noexcept nogil:
    return (<unsigned int> (c - 65)) < 26

cdef inline bint is_lower(int c) noexcept nogil:
    return (<unsigned int> (c - 97)) < 26

cdef inline bint is_alpha(int c) noexcept nogil:
    return is_lower(c | 32)

cdef inline bint is_alnum(int c) noexcept nogil:
    return is_alpha(c) or is_digit(c)

cdef inline bint is_control(int c) noexcept nogil:
    return c < 32 or c == 127

cdef inline bint is_graph(int c) noexcept nogil:
    return (<unsigned int> (c - 33)) < 94

cdef inline bint is_space(int c) noexcept nogil:
    return c == 32 or (<unsigned int> (c - 9)) < 5

cdef inline bint is_hex(int c) noexcept nogil:
    return is_digit(c) or (<unsigned int> ((c | 32) - 97)) < 6

# ---- shared by the string library's files
cdef inline int text_arg(VM *vm, Value *args, int n, int i, Str **out) noexcept nogil:
    """Fetch a string argument; a string at hand needs no call."""
    if likely(i < n and isstr(&args[i])):
        out[0] = str_of(&args[i])
        return 0
    return check_str(vm, args, n, i, out)

cdef inline int charge_bytes(VM *vm, int64_t n) noexcept nogil:
    """Charge the budget for n bytes of work; few bytes are covered by the call itself."""
    if likely(n < 1024):
        return 0
    return charge(vm, n >> 6)

cdef inline int64_t start_position(int64_t pos, int64_t length) noexcept nogil:
    """Translate a relative start position, at least 1."""
    if pos > 0:
        return pos
    if pos == 0 or pos < -length:
        return 1
    return length + pos + 1

cdef inline int64_t end_position(int64_t pos, int64_t length) noexcept nogil:
    """Translate a relative end position, from 0 to length."""
    if pos > length:
        return length
    if pos >= 0:
        return pos
    if pos < -length:
        return 0
    return length + pos + 1

cdef int put_text(VM *vm, Value *out, const char *s, int64_t n) noexcept nogil  # out = string; 0 or FAILED
# a string of bytes of whole, whole itself when it is all of it; NULL: failed
cdef Str *text_at(VM *vm, const char *s, int64_t n, Str *whole) noexcept nogil

# ---- the matcher: a Text result is the end of the match; NULL: none, or m.failed
cdef void begin_match(Matcher *m, VM *vm, Str *subject, Str *pattern) noexcept nogil
cdef Text match_here(Matcher *m, Text s, Text p) noexcept nogil
cdef Text next_match(Matcher *m, Text s, Text p, Text last) noexcept nogil
cdef int literal_start(Matcher *m, Text p) noexcept nogil
cdef Text stop(Matcher *m, const char *message) noexcept nogil
cdef bint may_go_on(Matcher *m) noexcept nogil
cdef bint poll(Matcher *m) noexcept nogil
cdef Text item_end(Matcher *m, Text p) noexcept nogil
cdef Text set_end(Matcher *m, Text p) noexcept nogil
cdef bint in_class(int c, int letter) noexcept nogil
cdef bint has_property(int c, int letter) noexcept nogil
cdef bint is_class_letter(int letter) noexcept nogil
cdef bint in_set(int c, Text p, Text last) noexcept nogil
cdef bint matches_one(Matcher *m, Text s, Text p, Text ep) noexcept nogil
cdef bint is_suffix(int c, bint optional) noexcept nogil
cdef int64_t count_run(Matcher *m, Text s, Text p, Text ep) noexcept nogil
cdef Text expand_most(Matcher *m, Text s, Text p, Text ep) noexcept nogil
cdef Text expand_least(Matcher *m, Text s, Text p, Text ep) noexcept nogil
cdef Text match_suffix(Matcher *m, Text s, Text p, Text ep) noexcept nogil
cdef Text open_capture(Matcher *m, Text s, Text p) noexcept nogil
cdef Text close_capture(Matcher *m, Text s, Text p) noexcept nogil
cdef Text match_balance(Matcher *m, Text s, Text p) noexcept nogil
cdef Text match_back(Matcher *m, Text s, int digit) noexcept nogil
cdef Text match_frontier(Matcher *m, Text s, Text p) noexcept nogil
cdef Text skip_escape(Matcher *m, Text p) noexcept nogil
cdef Text match_escape(Matcher *m, Text s, Text p) noexcept nogil

# ---- captures
cdef int bad_capture(VM *vm, int number) noexcept nogil
cdef int get_capture(Matcher *m, int i, Text s, Text e, Value *out) noexcept nogil
cdef int get_captures(Matcher *m, Text s, Text e, Value *out) noexcept nogil
cdef int add_capture(Matcher *m, Buffer *b, int i, Text s, Text e) noexcept nogil

# ---- find and match
cdef bint is_plain(Text p, int64_t n) noexcept nogil
cdef const char *find_text(const char *source, int64_t room, const char *text, int64_t length) noexcept nogil
cdef int find_plain(VM *vm, Str *subject, Str *pattern, int64_t at) noexcept nogil
cdef int find_pattern(VM *vm, Str *subject, Str *pattern, int64_t at, bint find) noexcept nogil
cdef int search(VM *vm, Value *args, int n, bint find) noexcept nogil
cdef int str_find(VM *vm, Value *args, int n) noexcept nogil
cdef int str_match(VM *vm, Value *args, int n) noexcept nogil

# ---- gmatch
cdef int str_gmatch(VM *vm, Value *args, int n) noexcept nogil
cdef int gmatch_step(VM *vm, Value *args, int n) noexcept nogil

# ---- gsub
cdef int str_gsub(VM *vm, Value *args, int n) noexcept nogil
cdef int check_replacement(VM *vm, Value *args, int n) noexcept nogil
cdef int64_t replace_all(Gsub *g, Text p, int64_t most) noexcept nogil
cdef int replace(Gsub *g, Text s, Text e) noexcept nogil
cdef void keep_until(Gsub *g, Text s) noexcept nogil
cdef int add_template(Gsub *g, Text s, Text e) noexcept nogil
cdef int add_template_item(Gsub *g, int c, Text s, Text e) noexcept nogil
cdef int replacement_value(Gsub *g, Text s, Text e, Value *out) noexcept nogil
cdef int add_replacement(Gsub *g, Text s, Text e) noexcept nogil
cdef int ret_gsub(Gsub *g, int64_t count) noexcept nogil

cdef void add_patterns(VM *vm, Table *t) noexcept nogil                      # registers find, match, gmatch, gsub in t
