# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""The call tree: which function was entered from which, while functions are counted.

A node is a function in a place of the tree; a function that calls itself, also by way of others, is folded into its
first place, so the tree is no deeper than there are functions. A table of frames tells each frame's node: it is right
across coroutines, where levels interleave, because every entry writes its own. Off, there is no tree and nothing here
runs. The VM's own frames (pcall, coroutine bottoms) stand for the function that called them.
"""
import cython
from cython.cimports.libc.stdint import int64_t, uintptr_t
from cython.cimports.libc.stdlib import calloc, free
from cython.cimports.interpreter.vm.debuginfo import ID_SIZE, chunk_id
from cython.cimports.interpreter.vm.values import (
    CALL_NODES, CALL_PLACES, CallNodeP, CallPlace, CallPlaceP, CallTree, CallTreeP, ProtoP, chars,
)  # fmt: skip

def start_calltree(vm):
    drop_calltree(vm)
    t: CallTreeP = cython.cast(CallTreeP, calloc(1, cython.sizeof(CallTree)))
    if t == cython.NULL:
        return False
    t.n = 1                                # the host, which calls the rest
    vm.calltree = t
    if not widen(t):
        drop_calltree(vm)
        return False
    return True


def drop_calltree(vm):
    t: CallTreeP = vm.calltree
    vm.calltree = cython.NULL
    if t != cython.NULL:
        free(t.places)
        free(t)


# ---------------------------------------------------------------- frames


def place_of(places, room, fr):
    """Return a frame's place in the table, or the free one where it belongs."""
    i: int64_t = (cython.cast(uintptr_t, fr) >> 6) & (room - 1)
    while places[i].frame != cython.NULL and places[i].frame != fr:
        i = (i + 1) & (room - 1)
    return places + i


def node_of(t, fr):
    """Return the node of a frame; one that was there before the counting belongs to the host."""
    place: CallPlaceP = place_of(t.places, t.room, fr)
    return place.node if place.frame != cython.NULL else t.nodes


def put_place(t, fr, node):
    place: CallPlaceP = place_of(t.places, t.room, fr)
    if place.frame == cython.NULL:
        if 2 * (t.used + 1) > t.room:
            if not widen(t):
                return                     # no memory: what it calls belongs to the host
            place = place_of(t.places, t.room, fr)
        t.used += 1
        place.frame = fr
    place.node = node


def widen(t):
    """Make the table of frames twice as large."""
    i: int64_t
    room: int64_t = 2 * t.room if t.room else CALL_PLACES
    places: CallPlaceP = cython.cast(CallPlaceP, calloc(room, cython.sizeof(CallPlace)))
    if places == cython.NULL:
        return False
    for i in range(t.room):
        if t.places[i].frame != cython.NULL:
            place_of(places, room, t.places[i].frame)[0] = t.places[i]
    free(t.places)
    t.places = places
    t.room = room
    return True


# ---------------------------------------------------------------- nodes


def callee_of(t, caller, p):
    """Return the node of a function called there: an enclosing one of the same function, one it has, or a new one."""
    node: CallNodeP = caller
    while node != cython.NULL:
        if node.p == p:
            return node
        node = node.caller
    node = caller.first
    while node != cython.NULL:
        if node.p == p:
            return node
        node = node.next
    return new_node(t, caller, p)


def new_node(t, caller, p):
    """Return a new node; where there is no room for one, the caller's own."""
    if t.n == CALL_NODES:
        return caller
    node: CallNodeP = t.nodes + t.n
    t.n += 1
    node.p = p
    node.caller = caller
    node.next = caller.first
    caller.first = node
    return node


def count_entry(t, node, level, is_fresh):
    node.entries += 1
    node.fresh += is_fresh
    if level > node.deepest:
        node.deepest = level


def note_call(vm, fr, is_fresh):
    t: CallTreeP = vm.calltree
    p: ProtoP = fr.cl.p
    node: CallNodeP = node_of(t, fr.prev)
    if p.source != cython.NULL:            # the VM's own functions have none
        node = callee_of(t, node, p)
        if node.p == p:
            count_entry(t, node, fr.level, is_fresh)
        else:
            t.lost += 1
    put_place(t, fr, node)


def note_tail(vm, p):
    t: CallTreeP = vm.calltree
    node: CallNodeP = callee_of(t, node_of(t, vm.frame), p)
    if node.p == p:
        count_entry(t, node, vm.frame.level, False)
        node.tails += 1
    else:
        t.lost += 1
    put_place(t, vm.frame, node)


def note_resumed(vm, fr, resumer):
    """Let what a coroutine calls first stand below the function that resumed it first."""
    put_place(vm.calltree, fr, node_of(vm.calltree, resumer))


# ---------------------------------------------------------------- reading


@cython.cfunc
def node_row(t: CallTreeP, node: CallNodeP) -> tuple:
    """Return (number, the caller's number, name, chunk, line, entries, fresh, tail calls, deepest level)."""
    chunk: cython.char[ID_SIZE]
    p: ProtoP = node.p
    chunk_id(chunk, p.source)
    name: bytes = b"main chunk" if p.line == 0 else b"" if p.name == cython.NULL else chars(p.name)[: p.name.len]
    return (
        node - t.nodes, node.caller - t.nodes, name, cython.cast(bytes, chunk), p.line, node.entries, node.fresh,
        node.tails, node.deepest,
    )  # fmt: skip


def read_calltree(vm):
    t: CallTreeP = vm.calltree
    if t == cython.NULL:
        return [], 0
    return [node_row(t, t.nodes + i) for i in range(1, t.n)], t.lost
