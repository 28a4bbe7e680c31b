# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: infer_types=True
"""Write where Lua was to a file descriptor when a fatal signal ends the process.

A process dies once, so there are globals here: the VM whose frames are told, and who was told of the signals before.
The handler only reads memory and writes to the descriptor, since it may interrupt anything; then, or at a fault within
it, those before have their turn. The VM keeps no position while a function runs, but its handlers hand it on in a
register: the one that points into the function's code tells the line. Where none does, a call or a slow path has saved
the position.
"""
import cython
from cython.cimports.interpreter.vm.debuginfo import ID_SIZE, chunk_id
from cython.cimports.interpreter.vm.host import (
    SA_NODEFER,
    SA_ONSTACK,
    SA_SIGINFO,
    SIGBUS,
    sigaction,
    sigaction_t,
    sigemptyset,
    write,
)
from cython.cimports.interpreter.vm.values import F_BUILTIN, FrameP, Instr
from cython.cimports.libc.signal import SIGABRT, SIGFPE, SIGILL, SIGSEGV, raise_
from cython.cimports.libc.stdint import uintptr_t
from cython.cimports.libc.string import strlen


def watch_crash(vm, fd):
    """From now on tell of a VM; the handlers are set where none was watched before."""
    global watched_vm, report_fd
    is_set: cython.bint = report_fd != 0
    watched_vm = vm
    report_fd = fd
    if is_set:
        return
    handle(SIGSEGV)
    handle(SIGBUS)
    handle(SIGFPE)
    handle(SIGABRT)
    handle(SIGILL)


def handle(number):
    """Set the handler of a signal, and keep the one before."""
    action: sigaction_t
    action.sa_sigaction = on_fault
    action.sa_flags = SA_ONSTACK | SA_NODEFER | SA_SIGINFO
    sigemptyset(cython.address(action.sa_mask))
    sigaction(number, cython.address(action), cython.address(before[number]))


def forget_crash(vm):
    global watched_vm
    if watched_vm == vm:
        watched_vm = cython.NULL


def on_fault(number, info, context):
    """Tell the frames, and let the signal go its way.

    What is told may be half made, and its reading a fault of its own: the process ends by the signal that came first.
    """
    global told
    if told != 0:
        say(b"\n(the rest cannot be read)\n")
        raise_(told)
        return
    told = number
    sigaction(number, cython.address(before[number]), cython.NULL)
    say(b"\nLua, the function called last first:\n")
    if watched_vm != cython.NULL:
        report_frames(watched_vm, cython.cast(ContextP, context))
    say(b"\n")
    raise_(number)


def report_frames(vm, context):
    fr: FrameP = vm.frame
    _i: cython.int
    for _i in range(MOST_FRAMES):
        if fr == cython.NULL or fr == vm.root:
            say(b"  the host\n")
            return
        report_frame(fr, context if fr == vm.frame else cython.NULL)
        fr = fr.prev
    say(b"  ...\n")


def report_frame(fr, context):
    name: cython.char[ID_SIZE]
    place: cython.longlong
    if fr.flags & F_BUILTIN or fr.cl == cython.NULL or fr.cl.p == cython.NULL:
        say(b"  (built in)\n")
        return
    chunk_id(name, fr.cl.p.source)
    place = fr.pc - fr.cl.p.code
    if context != cython.NULL:
        place = running_place(context, fr.cl.p, place)
    say(b"  ")
    say(name)
    if fr.cl.p.lines != cython.NULL and place >= 0 and place < fr.cl.p.ncode:
        say(b":")
        say_number(fr.cl.p.lines[place])
    say(b"\n")


def running_place(context, p, saved):
    """Return the index of the instruction that a register of the processor points to, or the saved one."""
    words: WordP = cython.cast(WordP, cython.address(context.uc_mcontext))
    start: uintptr_t = cython.cast(uintptr_t, p.code)
    size: uintptr_t = cython.cast(uintptr_t, p.ncode) * cython.sizeof(Instr)
    count: cython.int = cython.cast(cython.int, cython.sizeof(context.uc_mcontext) // cython.sizeof(uintptr_t))
    i: cython.int
    for i in range(min(count, MOST_REGISTERS)):
        if words[i] - start < size and (words[i] - start) % cython.sizeof(Instr) == 0:
            return (words[i] - start) // cython.sizeof(Instr)
    return saved


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
