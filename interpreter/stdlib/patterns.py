# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: nonecheck=False, infer_types=True, binding=False
"""Lua patterns: string.find, match, gmatch and gsub (manual §6.4.1; the idea is PUC Lua's lstrlib.c).

A backtracking matcher reads the pattern as it goes; nothing is compiled and nothing allocated until a match is found.
It counts its steps, so that a pattern of exponential cost can be interrupted. Both the subject and the pattern end with
a NUL byte, which lets the matcher look one byte ahead. Errors are set in the VM and noted in Matcher.failed: every
loop that goes on after NULL looks there first.
"""
import cython
from cython.cimports.libc.stdint import int64_t
from cython.cimports.libc.string import memchr, memcmp
from cython.cimports.interpreter.vm.heap import new_native
from cython.cimports.interpreter.vm.host import memmem
from cython.cimports.interpreter.vm.strings import int_to_chars, new_str
from cython.cimports.interpreter.vm.support import (
    add_bytes, add_char, add_value, buffer_str, call_for_one, charge, fail, fail_i, fail_memory, fail_s, get_index,
    give_back_buffer, new_builtin, opt_int, reg, rent_buffer, ret_nil, self_of, type_error, type_name,
)
from cython.cimports.interpreter.vm.values import (
    FAILED, NFUN, TAB, ConstCharP, NativeClosureP, StrP, Value, VMP, chars, copy, isfun, isnum, isstr,
    put_int, put_obj, put_str, str_of, truthy, unlikely,
)


# ---- strings


def put_text(vm, out, s, n):
    """Make a string of n bytes."""
    made: StrP = new_str(vm, s, n)
    if unlikely(made == cython.NULL):
        return fail_memory(vm)
    put_str(out, made)
    return 0


def text_at(vm, s, n, whole):
    """Make a string of bytes of another, which is returned itself when all of it is wanted."""
    if n == whole.len:
        return whole
    made: StrP = new_str(vm, s, n)
    if unlikely(made == cython.NULL):
        fail_memory(vm)
    return made


# ---- the matcher


def begin_match(m, vm, subject, pattern):
    """Prepare a matcher; the captures need no clearing."""
    m.vm = vm
    m.source = cython.cast(Text, chars(subject))
    m.source_end = m.source + subject.len
    m.pattern_end = cython.cast(Text, chars(pattern)) + pattern.len
    m.steps = STEPS
    m.depth = MAX_DEPTH
    m.level = 0
    m.failed = 0


def stop(m, message):
    """End the match with an error."""
    m.failed = 1
    fail(m.vm, message)
    return cython.NULL


def poll(m):
    """Charge the budget for the steps done; tell whether the match may go on."""
    work: int64_t = STEPS - m.steps
    m.steps = STEPS
    if charge(m.vm, work >> 2) != 0:
        m.failed = 1
    return not m.failed


def may_go_on(m):
    """Count one step and one level; tell whether the match may go on."""
    m.steps -= 1
    if unlikely(m.steps < 0) and not poll(m):
        return False
    if unlikely(m.depth == 0):
        stop(m, b"pattern too complex")
        return False
    m.depth -= 1
    return True


def set_end(m, p):
    """Find the end of a set; p is behind its bracket. A first ] stands for itself."""
    start: Text = p
    if p[0] == b"^":
        p += 1
    while True:
        if p == m.pattern_end:
            return stop(m, b"malformed pattern (missing ']')")
        c: cython.int = p[0]
        p += 1
        if c == b"%" and p < m.pattern_end:
            p += 1
        if p[0] == b"]":
            m.steps -= (p - start) >> 5
            return p + 1


def item_end(m, p):
    """Find the end of the single-character item at p: where its suffix may stand."""
    c: cython.int = p[0]
    if c == b"[":
        return set_end(m, p + 1)
    if c == b"%":
        if unlikely(p + 1 == m.pattern_end):
            return stop(m, b"malformed pattern (ends with '%')")
        return p + 2
    return p + 1


def has_property(c, letter):
    """Tell whether byte c is in the class of a lower-case class letter."""
    if letter == b"a":
        return is_alpha(c)
    if letter == b"d":
        return is_digit(c)
    if letter == b"s":
        return is_space(c)
    if letter == b"w":
        return is_alnum(c)
    if letter == b"l":
        return is_lower(c)
    if letter == b"u":
        return is_upper(c)
    if letter == b"p":
        return is_graph(c) and not is_alnum(c)
    if letter == b"c":
        return is_control(c)
    if letter == b"x":
        return is_hex(c)
    if letter == b"g":
        return is_graph(c)
    return c == 0


def is_class_letter(letter):
    """Tell whether a lower-case letter names a class; z, bytes of value zero, is a relic that PUC still knows."""
    return (
        letter == b"a" or letter == b"c" or letter == b"d" or letter == b"g" or letter == b"l" or letter == b"p"
        or letter == b"s" or letter == b"u" or letter == b"w" or letter == b"x" or letter == b"z"
    )


def in_class(c, letter):
    """Tell whether byte c matches %letter: a class, its complement when upper-case, or the byte itself."""
    lower: cython.int = letter | 32
    if not is_class_letter(lower):
        return c == letter
    return has_property(c, lower) != is_upper(letter)


def in_set(c, p, last):
    """Tell whether byte c is in the set from its bracket p to its closing bracket last."""
    found: cython.bint = True
    if p[1] == b"^":
        found = False
        p += 1
    p += 1
    while p < last:
        if p[0] == b"%":
            p += 1
            if in_class(c, p[0]):
                return found
        elif p[1] == b"-" and p + 2 < last:
            if p[0] <= c and c <= p[2]:
                return found
            p += 2
        elif p[0] == c:
            return found
        p += 1
    return not found


def matches_one(m, s, p, ep):
    """Tell whether the byte at s matches the item from p to ep."""
    if s >= m.source_end:
        return False
    c: cython.int = s[0]
    first: cython.int = p[0]
    if first == b".":
        return True
    if first == b"%":
        return in_class(c, p[1])
    if first == b"[":
        m.steps -= (ep - p) >> 5
        return in_set(c, p, ep - 1)
    return c == first


def is_suffix(c, optional):
    """Tell whether c is a repetition suffix, or one that also accepts no byte at all."""
    return c == b"*" or c == b"?" or c == b"-" or (not optional and c == b"+")


def count_run(m, s, p, ep):
    """Count the bytes from s on that match the item; FAILED when the match may not go on."""
    if p[0] == b".":
        return m.source_end - s
    i: int64_t = 0
    while matches_one(m, s + i, p, ep):
        i += 1
        if unlikely(m.steps < 0) and not poll(m):  # a long set
            return FAILED
    return i


def expand_most(m, s, p, ep):
    """Match as many repetitions as the rest of the pattern allows."""
    i: int64_t = count_run(m, s, p, ep)
    m.steps -= i >> 4
    while i >= 0:
        e: Text = match_here(m, s + i, ep + 1)
        if e != cython.NULL or m.failed:
            return e
        i -= 1
    return cython.NULL


def expand_least(m, s, p, ep):
    """Match as few repetitions as the rest of the pattern allows."""
    while True:
        e: Text = match_here(m, s, ep + 1)
        if e != cython.NULL or m.failed:
            return e
        if not matches_one(m, s, p, ep):
            return cython.NULL
        s += 1


def match_suffix(m, s, p, ep):
    """Match the repetition whose suffix is at ep and whose item matches at s once at least."""
    c: cython.int = ep[0]
    if c == b"*":
        return expand_most(m, s, p, ep)
    if c == b"+":
        return expand_most(m, s + 1, p, ep)
    return expand_least(m, s, p, ep)


def open_capture(m, s, p):
    """Start a capture, p being behind its parenthesis, and match the rest."""
    if unlikely(m.level >= MAX_CAPTURES):
        return stop(m, b"too many captures")
    capture: CaptureP = cython.address(m.captures[m.level])
    capture.start = s
    capture.len = UNFINISHED
    if p[0] == b")":
        capture.len = POSITION
        p += 1
    m.level += 1
    e: Text = match_here(m, s, p)
    if e == cython.NULL:
        m.level -= 1
    return e


def close_capture(m, s, p):
    """End the innermost open capture, p being behind the parenthesis, and match the rest."""
    i: cython.int = m.level - 1
    while i >= 0 and m.captures[i].len != UNFINISHED:
        i -= 1
    if unlikely(i < 0):
        return stop(m, b"invalid pattern capture")
    m.captures[i].len = s - m.captures[i].start
    e: Text = match_here(m, s, p)
    if e == cython.NULL:
        m.captures[i].len = UNFINISHED
    return e


def match_balance(m, s, p):
    """Match %bxy, p being at x."""
    if unlikely(p >= m.pattern_end - 1):
        return stop(m, b"malformed pattern (missing arguments to '%b')")
    if s[0] != p[0]:
        return cython.NULL
    start: Text = s
    depth: int64_t = 1
    s += 1
    while s < m.source_end:
        if s[0] == p[1]:
            depth -= 1
            if depth == 0:
                m.steps -= (s - start) >> 4
                return s + 1
        elif s[0] == p[0]:
            depth += 1
        s += 1
    m.steps -= (s - start) >> 4
    return cython.NULL


def match_back(m, s, digit):
    """Match %1 to %9: the text of a capture once more."""
    i: cython.int = digit - 49
    if unlikely(i < 0 or i >= m.level or m.captures[i].len == UNFINISHED):
        m.failed = 1
        bad_capture(m.vm, i + 1)
        return cython.NULL
    length: int64_t = m.captures[i].len
    if length > 0:
        m.steps -= length >> 6
    # a position capture matches nothing: as unsigned, its length is larger than any text
    if length >= 0 and m.source_end - s >= length and memcmp(m.captures[i].start, s, length) == 0:
        return s + length
    return cython.NULL


def match_frontier(m, s, p):
    """Match %f[set], p being at the bracket: s unless the border is not there."""
    if unlikely(p[0] != b"["):
        return stop(m, b"missing '[' after '%f' in pattern")
    ep: Text = item_end(m, p)
    if ep == cython.NULL:
        return cython.NULL
    before: cython.int = 0
    if s != m.source:
        before = (s - 1)[0]
    if in_set(before, p, ep - 1) or not in_set(s[0], p, ep - 1):
        return cython.NULL
    return s


def match_escape(m, s, p):
    """Match %b, %f or a back reference, p being at its percent sign."""
    c: cython.int = p[1]
    if c == b"b":
        return match_balance(m, s, p + 2)
    if c == b"f":
        return match_frontier(m, s, p + 2)
    return match_back(m, s, c)


def skip_escape(m, p):
    """Find the end of the %b, %f or back reference that has just matched."""
    c: cython.int = p[1]
    if c == b"b":
        return p + 4
    if c == b"f":
        return item_end(m, p + 2)
    return p + 2


def match_here(m, s, p):
    """Match the rest of the pattern, from p on, at s; return the end of the match."""
    if unlikely(not may_go_on(m)):
        return cython.NULL
    while p != m.pattern_end:
        c: cython.int = p[0]
        if c == b"(":
            s = open_capture(m, s, p + 1)
            break
        if c == b")":
            s = close_capture(m, s, p + 1)
            break
        if c == b"$" and p + 1 == m.pattern_end:
            if s != m.source_end:
                s = cython.NULL
            break
        if c == b"%" and (p[1] == b"b" or p[1] == b"f" or is_digit(p[1])):
            s = match_escape(m, s, p)
            if s == cython.NULL:
                break
            p = skip_escape(m, p)
            continue
        ep: Text = item_end(m, p)
        if unlikely(ep == cython.NULL):
            return cython.NULL
        c = ep[0]
        if not matches_one(m, s, p, ep):
            if is_suffix(c, True):
                p = ep + 1
                continue
            s = cython.NULL
            break
        if c == b"?":
            e: Text = match_here(m, s + 1, ep + 1)
            if e != cython.NULL or m.failed:
                s = e
                break
            p = ep + 1
        elif is_suffix(c, False):
            s = match_suffix(m, s, p, ep)
            break
        else:
            s += 1
            p = ep
    m.depth += 1
    return s


def literal_start(m, p):
    """Return the byte that every match must start with, or ANY_BYTE."""
    if p == m.pattern_end:
        return ANY_BYTE
    c: cython.int = p[0]
    if c == b"(" or c == b")" or c == b"." or c == b"%" or c == b"[" or c == b"$" or is_suffix(p[1], True):
        return ANY_BYTE
    return c


def next_match(m, s, p, last):
    """Find the first match that starts at s or later and does not end at last; return its start, put its end in m.end.

    Two matches never end at the same place: an empty one right behind another does not count.
    """
    first: cython.int = literal_start(m, p)
    while True:
        if first != ANY_BYTE:
            found: Text = cython.cast(Text, memchr(s, first, m.source_end - s))
            if found == cython.NULL:
                m.vm.budget -= (m.source_end - s) >> 6
                return cython.NULL
            m.steps -= (found - s) >> 6
            s = found
        m.level = 0
        m.end = match_here(m, s, p)
        if m.end != cython.NULL and m.end != last:
            return s
        if m.failed or s >= m.source_end:
            return cython.NULL
        s += 1


# ---- captures


def bad_capture(vm, number):
    """Report a capture that the pattern does not have."""
    return fail_i(vm, b"invalid capture index %%%lld", number)


def get_capture(m, i, s, e, out):
    """Make the value of capture i; without captures, the first is the whole match, s to e."""
    if i >= m.level:
        if unlikely(i != 0):
            return bad_capture(m.vm, i + 1)
        return put_text(m.vm, out, cython.cast(ConstCharP, s), e - s)
    capture: CaptureP = cython.address(m.captures[i])
    if capture.len == POSITION:
        put_int(out, capture.start - m.source + 1)
        return 0
    if unlikely(capture.len == UNFINISHED):
        return fail(m.vm, b"unfinished capture")
    return put_text(m.vm, out, cython.cast(ConstCharP, capture.start), capture.len)


def get_captures(m, s, e, out):
    """Make the values of all captures, or of the whole match unless s is NULL; return their number."""
    count: cython.int = m.level
    if count == 0 and s != cython.NULL:
        count = 1
    i: cython.int
    for i in range(count):
        if unlikely(get_capture(m, i, s, e, out + i) != 0):
            return FAILED
    return count


def add_capture(m, b, i, s, e):
    """Add the text of capture i to a buffer."""
    digits: cython.char[24]
    if i >= m.level:
        if unlikely(i != 0):
            return bad_capture(m.vm, i + 1)
        add_bytes(m.vm, b, cython.cast(ConstCharP, s), e - s)
        return 0
    capture: CaptureP = cython.address(m.captures[i])
    if capture.len == POSITION:
        add_bytes(m.vm, b, digits, int_to_chars(digits, capture.start - m.source + 1))
        return 0
    if unlikely(capture.len == UNFINISHED):
        return fail(m.vm, b"unfinished capture")
    add_bytes(m.vm, b, cython.cast(ConstCharP, capture.start), capture.len)
    return 0


# ---- find and match


def is_plain(p, n):
    """Tell whether no byte of a pattern has a special meaning."""
    i: int64_t
    for i in range(n):
        c: cython.int = p[i]
        if (
            c == b"^" or c == b"$" or c == b"*" or c == b"+" or c == b"?" or c == b"." or c == b"(" or c == b"["
            or c == b"%" or c == b"-"
        ):
            return False
    return True


def find_text(source, room, text, length):
    """Find a text by its first byte while that is rare, which is fastest; then by memmem. NULL: not there."""
    at: ConstCharP
    _try: cython.int
    for _try in range(RARE if length > 0 else 0):
        if room < length:
            return cython.NULL
        at = cython.cast(ConstCharP, memchr(source, text[0], room - length + 1))
        if at == cython.NULL or memcmp(at, text, length) == 0:
            return at
        room -= at + 1 - source
        source = at + 1
    return cython.cast(ConstCharP, memmem(source, room, text, length))


def find_plain(vm, subject, pattern, at):
    """Return the position of a text in the subject, searched from offset at on."""
    source: ConstCharP = chars(subject)
    found: ConstCharP = cython.NULL
    while found == cython.NULL:
        room: int64_t = subject.len - at
        if room < pattern.len:
            return ret_nil(vm)
        if room > PLAIN_BLOCK + pattern.len:  # in blocks that overlap, so that a long search can be interrupted
            room = PLAIN_BLOCK + pattern.len
        if charge_bytes(vm, room) != 0:
            return FAILED
        found = find_text(source + at, room, chars(pattern), pattern.len)
        at += room - pattern.len + 1
    put_int(vm.ret, found - source + 1)
    put_int(vm.ret + 1, found - source + pattern.len)
    return 2


def find_pattern(vm, subject, pattern, at, find):
    """Return the captures of the first match from offset at on, behind its position when find is set."""
    m: Matcher
    begin_match(cython.address(m), vm, subject, pattern)
    p: Text = cython.cast(Text, chars(pattern))
    s: Text = m.source + at
    if p[0] == b"^":
        m.end = match_here(cython.address(m), s, p + 1)
        if m.end == cython.NULL:
            s = cython.NULL
    else:
        s = next_match(cython.address(m), s, p, cython.NULL)
    if unlikely(m.failed):
        return FAILED
    if s == cython.NULL:
        return ret_nil(vm)
    if not find:
        return get_captures(cython.address(m), s, m.end, vm.ret)
    put_int(vm.ret, s - m.source + 1)
    put_int(vm.ret + 1, m.end - m.source)
    count: cython.int = get_captures(cython.address(m), cython.NULL, cython.NULL, vm.ret + 2)
    return FAILED if count == FAILED else count + 2


def search(vm, args, n, find):
    """Do the work of find and match."""
    subject: StrP = cython.NULL
    pattern: StrP = cython.NULL
    at: int64_t = 1
    if text_arg(vm, args, n, 0, cython.address(subject)) != 0 or text_arg(vm, args, n, 1, cython.address(pattern)) != 0:
        return FAILED
    if n > 2 and opt_int(vm, args, n, 2, 1, cython.address(at)) != 0:
        return FAILED
    at = start_position(at, subject.len) - 1
    if at > subject.len:
        return ret_nil(vm)
    if find and ((n > 3 and truthy(args + 3)) or is_plain(cython.cast(Text, chars(pattern)), pattern.len)):
        return find_plain(vm, subject, pattern, at)
    return find_pattern(vm, subject, pattern, at, find)


def str_find(vm, args, n):
    """Return the position of the first match, and its captures: find(s, pattern [, init [, plain]])."""
    return search(vm, args, n, True)


def str_match(vm, args, n):
    """Return the captures of the first match: match(s, pattern [, init])."""
    return search(vm, args, n, False)


# ---- gmatch


def str_gmatch(vm, args, n):
    """Return an iterator over all matches: gmatch(s, pattern [, init])."""
    subject: StrP = cython.NULL
    pattern: StrP = cython.NULL
    at: int64_t = 1
    if text_arg(vm, args, n, 0, cython.address(subject)) != 0 or text_arg(vm, args, n, 1, cython.address(pattern)) != 0:
        return FAILED
    if opt_int(vm, args, n, 2, 1, cython.address(at)) != 0:
        return FAILED
    at = start_position(at, subject.len) - 1
    if at > subject.len:
        at = subject.len + 1
    it: NativeClosureP = new_native(vm, vm.self_gmatch, GM_COUNT)
    put_str(cython.address(it.up[GM_SUBJECT]), subject)
    put_str(cython.address(it.up[GM_PATTERN]), pattern)
    put_int(cython.address(it.up[GM_AT]), at)
    put_int(cython.address(it.up[GM_LAST]), -1)
    put_obj(vm.ret, it, NFUN)
    return 1


def gmatch_step(vm, args, n):
    """Return the captures of the iterator's next match; no value at the end."""
    m: Matcher
    it: NativeClosureP = self_of(vm)
    subject: StrP = str_of(cython.address(it.up[GM_SUBJECT]))
    pattern: StrP = str_of(cython.address(it.up[GM_PATTERN]))
    at: int64_t = it.up[GM_AT].v.i
    last: Text = cython.NULL
    if at > subject.len:
        return 0
    begin_match(cython.address(m), vm, subject, pattern)
    if it.up[GM_LAST].v.i >= 0:
        last = m.source + it.up[GM_LAST].v.i
    s: Text = next_match(cython.address(m), m.source + at, cython.cast(Text, chars(pattern)), last)
    if s == cython.NULL:
        put_int(cython.address(it.up[GM_AT]), subject.len + 1)
        return FAILED if m.failed else 0
    put_int(cython.address(it.up[GM_AT]), m.end - m.source)
    put_int(cython.address(it.up[GM_LAST]), m.end - m.source)
    return get_captures(cython.address(m), s, m.end, vm.ret)


# ---- gsub


def check_replacement(vm, args, n):
    """Check gsub's third argument; a number becomes a string."""
    text: StrP = cython.NULL
    if n > 2:
        if isstr(args + 2) or isfun(args + 2) or args[2].tag == TAB:
            return 0
        if isnum(args + 2):
            return check_str(vm, args, n, 2, cython.address(text))
    return type_error(vm, args, n, 2, b"string/function/table")


def keep_until(g, s):
    """Add the subject's text up to s, which no replacement changed, to the result."""
    if s != g.kept:
        add_bytes(g.m.vm, g.b, cython.cast(ConstCharP, g.kept), s - g.kept)


def add_template_item(g, c, s, e):
    """Add what %c stands for in a replacement string, s to e being the match."""
    if c == b"%":
        add_char(g.m.vm, g.b, c)
        return 0
    if c == b"0":
        add_bytes(g.m.vm, g.b, cython.cast(ConstCharP, s), e - s)
        return 0
    if is_digit(c):
        return add_capture(cython.address(g.m), g.b, c - 49, s, e)
    return fail(g.m.vm, b"invalid use of '%' in replacement string")


def add_template(g, s, e):
    """Replace the match by the replacement string."""
    text: StrP = str_of(g.args + 2)
    p: Text = cython.cast(Text, chars(text))
    end: Text = p + text.len
    keep_until(g, s)
    while p < end:
        escape: Text = cython.cast(Text, memchr(p, b"%", end - p))
        if escape == cython.NULL:
            add_bytes(g.m.vm, g.b, cython.cast(ConstCharP, p), end - p)
            break
        if escape != p:
            add_bytes(g.m.vm, g.b, cython.cast(ConstCharP, p), escape - p)
        if add_template_item(g, escape[1], s, e) != 0:
            return FAILED
        p = escape + 2
    g.m.steps -= text.len >> 6
    return 1


def replacement_value(g, s, e, out):
    """Ask gsub's table or function for the replacement of the match."""
    values: Value[MAX_CAPTURES]
    if g.args[2].tag == TAB:
        if get_capture(cython.address(g.m), 0, s, e, values) != 0:
            return FAILED
        return get_index(g.m.vm, g.args + 2, values, out)
    count: cython.int = get_captures(cython.address(g.m), s, e, values)
    if count == FAILED:
        return FAILED
    if call_for_one(g.m.vm, g.args + 2, values, count) < 0:
        return FAILED
    copy(out, g.m.vm.ret)
    return 0


def add_replacement(g, s, e):
    """Replace the match by the value of gsub's table or function; nil and false leave it."""
    value: Value
    if replacement_value(g, s, e, cython.address(value)) != 0:
        return FAILED
    if not truthy(cython.address(value)):
        return 0
    if not isstr(cython.address(value)) and not isnum(cython.address(value)):
        return fail_s(g.m.vm, b"invalid replacement value (a %s)", type_name(cython.address(value)))
    keep_until(g, s)
    add_value(g.m.vm, g.b, cython.address(value))
    return 1


def replace(g, s, e):
    """Replace the match s to e; return 1, 0 when it stays as it is, or FAILED."""
    changed: cython.int
    if isstr(g.args + 2):
        changed = add_template(g, s, e)
    else:
        changed = add_replacement(g, s, e)
    if changed == 1:
        g.changed = 1
        g.kept = e
    return changed


def replace_all(g, p, most):
    """Replace up to `most` matches of the pattern p; return their number, or FAILED."""
    s: Text = g.m.source
    last: Text = cython.NULL
    count: int64_t = 0
    anchored: cython.bint = p[0] == b"^"
    while count < most and not g.b.failed:
        if anchored:
            g.m.end = match_here(cython.address(g.m), s, p + 1)
            if g.m.end == cython.NULL:
                s = cython.NULL
        else:
            s = next_match(cython.address(g.m), s, p, last)
        if s == cython.NULL:
            break
        count += 1
        last = g.m.end
        if replace(g, s, last) == FAILED:
            return FAILED
        s = last
        if anchored:
            break
    return FAILED if g.m.failed else count


def ret_gsub(g, count):
    """Return the result; the subject itself when nothing was replaced."""
    vm: VMP = g.m.vm
    if not g.changed and not g.b.failed:
        give_back_buffer(vm, g.b)
        copy(vm.ret, g.args)
    else:
        keep_until(g, g.m.source_end)
        made: StrP = buffer_str(vm, g.b)
        if made == cython.NULL:
            return FAILED
        put_str(vm.ret, made)
    put_int(vm.ret + 1, count)
    return 2


def str_gsub(vm, args, n):
    """Return the subject with its matches replaced, and their number: gsub(s, pattern, replacement [, n])."""
    g: Gsub
    subject: StrP = cython.NULL
    pattern: StrP = cython.NULL
    most: int64_t = 0
    if text_arg(vm, args, n, 0, cython.address(subject)) != 0 or text_arg(vm, args, n, 1, cython.address(pattern)) != 0:
        return FAILED
    if opt_int(vm, args, n, 3, subject.len + 1, cython.address(most)) != 0 or check_replacement(vm, args, n) != 0:
        return FAILED
    begin_match(cython.address(g.m), vm, subject, pattern)
    g.b = rent_buffer(vm)
    g.args = args
    g.kept = g.m.source
    g.changed = 0
    count: int64_t = replace_all(cython.address(g), cython.cast(Text, chars(pattern)), most)
    if count == FAILED:
        give_back_buffer(vm, g.b)
        return FAILED
    return ret_gsub(cython.address(g), count)


# ---- registration


def add_patterns(vm, t):
    """Register find, match, gmatch and gsub."""
    reg(vm, t, b"string", b"find", str_find)
    reg(vm, t, b"string", b"match", str_match)
    reg(vm, t, b"string", b"gsub", str_gsub)
    reg(vm, t, b"string", b"gmatch", str_gmatch)
    vm.self_gmatch = new_builtin(vm, b"string", b"for iterator", gmatch_step)
