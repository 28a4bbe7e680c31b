import pytest

from lua_kernel import streams
from lua_kernel.streams import Streams


class Host:
    def __init__(self):
        self.sent = []
        self.timers = []
        self.streams = Streams(lambda name, text: self.sent.append((name, text)), lambda _, f: self.timers.append(f))


@pytest.fixture
def host():
    return Host()


def test_the_first_text_leaves_at_once(host):
    host.streams.write("stdout", b"one\n")
    assert host.sent == [("stdout", "one\n")]


def test_texts_close_together_wait_for_one_timer(host):
    for _ in range(1000):
        host.streams.write("stdout", b"x")
    assert len(host.timers) == 1
    host.timers[0]()
    assert host.sent == [("stdout", "x"), ("stdout", "x" * 999)]


def test_what_waits_leaves_at_the_end_and_the_late_timer_finds_nothing(host):
    host.streams.write("stdout", b"a")
    host.streams.write("stdout", b"b")
    host.streams.finish()
    host.timers[0]()
    assert host.sent == [("stdout", "a"), ("stdout", "b")]


def test_a_large_text_does_not_wait(host):
    host.streams.write("stdout", b"a")
    host.streams.write("stdout", b"b" * streams.LARGE)
    assert len(host.sent) == 2


def test_both_streams_keep_their_order(host):
    for name in ("stdout", "stderr", "stdout"):
        host.streams.write(name, b"x")
    host.streams.finish()
    assert [name for name, _ in host.sent] == ["stdout", "stderr", "stdout"]


def test_a_character_cut_in_two_is_put_together(host):
    host.streams.write("stdout", "é".encode()[:1])
    host.streams.write("stdout", "é".encode()[1:])
    host.streams.finish()
    assert "".join(text for _, text in host.sent) == "é"


def test_bytes_that_are_no_utf8_are_shown(host):
    host.streams.write("stdout", b"a\xff\xc3")
    host.streams.finish()
    assert "".join(text for _, text in host.sent) == "a\\xff\\xc3"


def test_what_is_beyond_the_limit_is_counted_and_told():
    sent = []
    limited = Streams(lambda name, text: sent.append((name, text)), lambda _, f: None, 1000)
    for _ in range(300):
        limited.write("stdout", b"12345678\n")
    limited.finish()
    shown = "".join(text for name, text in sent if name == "stdout")
    assert shown == ("12345678\n" * 300)[:1000]
    notice = "1,700 bytes more were printed; a cell's first 1,000 are shown"
    assert sent[-1] == ("stderr", f"\n{notice} (output_limit in the kernel's configuration)\n")
    limited.write("stdout", b"next")
    assert sent[-1] == ("stdout", "next")
