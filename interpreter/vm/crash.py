# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: infer_types=True
"""Write where Lua was to a file descriptor when a fatal signal ends the process.

A process dies once, so there is a global here: the VM whose frames are told. The handler only reads memory and writes
to the descriptor, since it may interrupt anything; a fault within it ends the process at once, for by then the signal
has its default action again. Of the running function the line is that of its last call or error, for the VM keeps no
position while it runs.
"""
import cython
from cython.cimports.interpreter.vm.debuginfo import ID_SIZE, chunk_id
from cython.cimports.interpreter.vm.values import F_BUILTIN, FrameP, VMP
from cython.cimports.libc.signal import SIGABRT, SIGFPE, SIGILL, SIGSEGV, raise_
from cython.cimports.libc.string import strlen
from cython.cimports.posix.signal import SA_NODEFER, SA_ONSTACK, SA_RESETHAND, sigaction, sigaction_t, sigemptyset
from cython.cimports.posix.unistd import write


def watch_crash(vm, fd):
    """From now on tell of a VM; the handlers are set where none was watched before."""
    global watched_vm, report_fd
    action: sigaction_t
    is_set: cython.bint = report_fd != 0
    watched_vm = vm
    report_fd = fd
    if is_set:
        return
    action.sa_handler = on_fault
    action.sa_flags = SA_ONSTACK | SA_NODEFER | SA_RESETHAND
    sigemptyset(cython.address(action.sa_mask))
    sigaction(SIGSEGV, cython.address(action), cython.NULL)
    sigaction(SIGBUS, cython.address(action), cython.NULL)
    sigaction(SIGFPE, cython.address(action), cython.NULL)
    sigaction(SIGABRT, cython.address(action), cython.NULL)
    sigaction(SIGILL, cython.address(action), cython.NULL)


def forget_crash(vm):
    global watched_vm
    if watched_vm == vm:
        watched_vm = cython.NULL


def on_fault(number):
    """Tell the frames, and let the signal end the process."""
    say(b"\nLua, the function called last first:\n")
    if watched_vm != cython.NULL:
        report_frames(watched_vm)
    raise_(number)


def report_frames(vm):
    fr: FrameP = vm.frame
    _i: cython.int
    for _i in range(MOST_FRAMES):
        if fr == cython.NULL or fr == vm.root:
            say(b"  the host\n")
            return
        report_frame(fr)
        fr = fr.prev
    say(b"  ...\n")


def report_frame(fr):
    name: cython.char[ID_SIZE]
    place: cython.longlong
    if fr.flags & F_BUILTIN or fr.cl == cython.NULL or fr.cl.p == cython.NULL:
        say(b"  (built in)\n")
        return
    chunk_id(name, fr.cl.p.source)
    place = fr.pc - fr.cl.p.code
    say(b"  ")
    say(name)
    if fr.cl.p.lines != cython.NULL and place >= 0 and place < fr.cl.p.ncode:
        say(b":")
        say_number(fr.cl.p.lines[place])
    say(b"\n")


def say(text):
    if write(report_fd, text, strlen(text)) < 0:
        return                                     # nobody is left to tell


def say_number(n):
    digits: cython.char[12]
    i: cython.int = 11
    digits[11] = 0
    while i > 0 and (n > 0 or i == 11):
        i -= 1
        digits[i] = ord("0") + n % 10
        n //= 10
    say(cython.address(digits[i]))
