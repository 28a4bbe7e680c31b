"""What all tests need."""

import signal


def pytest_configure():
    """Heed Ctrl-C, which some tests send, also where a shell began them in the background and had it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
