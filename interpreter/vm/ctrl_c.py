# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: infer_types=True
"""Ctrl-C as the `lua` command treats it: the first interrupts the code that runs, the next one ends the process.

A process has one Ctrl-C, so this is the one module with a global: the VM it goes to. Only a VM that owns its process
is ever there. After PUC's lua.c (laction, docall).
"""
import cython
from cython.cimports.interpreter.vm.host import sigaction, sigaction_t, sigemptyset
from cython.cimports.interpreter.vm.values import VMP, plua_store
from cython.cimports.libc.signal import SIG_DFL, SIGINT


def set_action(handler):
    """Let a function handle SIGINT."""
    action: sigaction_t
    action.sa_handler = handler
    action.sa_flags = 0
    sigemptyset(cython.address(action.sa_mask))
    sigaction(SIGINT, cython.address(action), cython.NULL)


def on_ctrl_c(number):
    """Ask the VM to stop: the signal's handler, so nothing but stores."""
    vm: VMP = interrupted_vm
    set_action(SIG_DFL)
    if vm != cython.NULL:
        plua_store(cython.address(vm.interrupt), 1)
        vm.budget = 0


def catch_ctrl_c(vm, before):
    global interrupted_vm
    interrupted_vm = vm
    sigaction(SIGINT, cython.NULL, before)
    set_action(on_ctrl_c)


def release_ctrl_c(before):
    global interrupted_vm
    interrupted_vm = cython.NULL
    sigaction(SIGINT, before, cython.NULL)
