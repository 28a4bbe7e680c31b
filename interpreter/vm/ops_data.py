# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""Handlers of loads, upvalues, cells, closures and tables.

A handler has no local whose address escapes (it would lose its tail call); whatever may call Lua, allocate much or fail
is a slow path with the same signature.
"""
import cython
from cython.cimports.libc.stdint import int64_t, uint32_t, uint64_t
from cython.cimports.interpreter.vm.calls import gc_here, open_prepend, throw_
from cython.cimports.interpreter.vm.debuginfo import type_op_error
from cython.cimports.interpreter.vm.heap import new_closure, new_small, release
from cython.cimports.interpreter.vm.metamethods import call_index, call_newindex, slow_get, slow_set
from cython.cimports.interpreter.vm.support import fail_memory
from cython.cimports.interpreter.vm.tables import (
    get_any, get_int, get_str, metamethod_of, new_empty_table, new_table, set_range, set_str,
)  # fmt: skip
from cython.cimports.interpreter.vm.values import (
    CELL, EV_INDEX, EV_NEWINDEX, FUN, INT, NIL, OBJ_OWNED, POOLS_OFF, STR, TAB, Cell, CellP, ClosureP, OpenValuesP,
    ProtoP, Table, TableP, UpvalueSourceP, ValueP, copy, go, isstr, likely, put_bool, put_flt, put_int, put_nil,
    put_obj, sbx, str_of, tab_of, unlikely,
)  # fmt: skip


def op_move(vm, R, pc, K, cl):
    copy(R + pc.a, R + pc.b)
    return go(vm, R, pc + 1, K, cl)


def op_loadi(vm, R, pc, K, cl):
    put_int(R + pc.a, sbx(pc))
    return go(vm, R, pc + 1, K, cl)


def op_loadf(vm, R, pc, K, cl):
    put_flt(R + pc.a, sbx(pc))
    return go(vm, R, pc + 1, K, cl)


def op_loadk(vm, R, pc, K, cl):
    copy(R + pc.a, K + cython.cast(uint32_t, sbx(pc)))
    return go(vm, R, pc + 1, K, cl)


def op_loadnil(vm, R, pc, K, cl):
    i: cython.int
    d: ValueP = R + pc.a
    for i in range(pc.b):
        d[i].tag = NIL
    return go(vm, R, pc + 1, K, cl)


def op_loadtrue(vm, R, pc, K, cl):
    put_bool(R + pc.a, True)
    return go(vm, R, pc + 1, K, cl)


def op_loadfalse(vm, R, pc, K, cl):
    put_bool(R + pc.a, False)
    return go(vm, R, pc + 1, K, cl)


def op_lfalseskip(vm, R, pc, K, cl):
    put_bool(R + pc.a, False)
    return go(vm, R, pc + 2, K, cl)


# ---------------------------------------------------------------- upvalues and cells


def op_getupval(vm, R, pc, K, cl):
    copy(R + pc.a, cython.address(cl.cells[pc.b].v))
    return go(vm, R, pc + 1, K, cl)


def op_setupval(vm, R, pc, K, cl):
    copy(cython.address(cl.cells[pc.a].v), R + pc.b)
    return go(vm, R, pc + 1, K, cl)


def op_newcell(vm, R, pc, K, cl):
    v: ValueP = R + pc.a
    c: CellP = cython.cast(CellP, new_small(vm, (cython.sizeof(Cell) + 15) >> 4, CELL))
    if pc.b != 0 and vm.mode != POOLS_OFF:
        c.h.flags = OBJ_OWNED
    copy(cython.address(c.v), v)
    put_obj(v, c, CELL)
    return go(vm, R, pc + 1, K, cl)


def op_getcell(vm, R, pc, K, cl):
    copy(R + pc.a, cython.address(cython.cast(CellP, R[pc.b].v.o).v))
    return go(vm, R, pc + 1, K, cl)


def op_setcell(vm, R, pc, K, cl):
    copy(cython.address(cython.cast(CellP, R[pc.a].v.o).v), R + pc.b)
    return go(vm, R, pc + 1, K, cl)


def op_closure(vm, R, pc, K, cl):
    i: cython.int
    p: ProtoP = cl.p.protos[sbx(pc)]
    c: ClosureP = new_closure(vm, p)
    u: UpvalueSourceP = p.upvalues
    if unlikely(c == cython.NULL):
        fail_memory(vm)
        return throw_(vm, R, pc, K, cl)
    for i in range(p.nupvalues):
        if u[i].from_parent_local:
            c.cells[i] = cython.cast(CellP, R[u[i].index].v.o)
        else:
            c.cells[i] = cl.cells[u[i].index]
    put_obj(R + pc.a, c, FUN)
    if unlikely(vm.used > vm.limit):
        return gc_here(vm, R, pc, K, cl)
    return go(vm, R, pc + 1, K, cl)


def op_release(vm, R, pc, K, cl):
    v: ValueP = R + pc.a
    end: ValueP = v + pc.b
    while v != end:
        if v.tag == FUN or v.tag == CELL:
            release(vm, v)
        v += 1
    return go(vm, R, pc + 1, K, cl)


# ---------------------------------------------------------------- reading tables


def op_gettabup(vm, R, pc, K, cl):
    o: ValueP = cython.address(cl.cells[pc.b].v)
    v: ValueP
    if likely(o.tag == TAB):
        v = get_str(vm, tab_of(o), str_of(K + pc.c))
        if likely(v.tag != NIL):
            copy(R + pc.a, v)
            return go(vm, R, pc + 1, K, cl)
    return slow_get(vm, R, pc, K, cl)


def op_getfield(vm, R, pc, K, cl):
    o: ValueP = R + pc.b
    v: ValueP
    if likely(o.tag == TAB):
        v = get_str(vm, tab_of(o), str_of(K + pc.c))
        if likely(v.tag != NIL) or tab_of(o).meta == cython.NULL:
            copy(R + pc.a, v)
            return go(vm, R, pc + 1, K, cl)
        return getfield_meta(vm, R, pc, K, cl)
    return slow_get(vm, R, pc, K, cl)


def getfield_meta(vm, R, pc, K, cl):
    """Follow a chain of __index tables without leaving the handler; a function at its end is called."""
    o: ValueP = R + pc.b
    v: ValueP
    mm: ValueP
    for _ in range(16):
        mm = metamethod_of(vm, tab_of(o).meta, EV_INDEX)
        if mm == cython.NULL:
            put_nil(R + pc.a)
            return go(vm, R, pc + 1, K, cl)
        if mm.tag == FUN:
            return call_index(vm, pc, mm, o, K + pc.c)
        if unlikely(mm.tag != TAB):
            break
        o = mm
        v = get_str(vm, tab_of(o), str_of(K + pc.c))
        if v.tag != NIL:
            copy(R + pc.a, v)
            return go(vm, R, pc + 1, K, cl)
    return slow_get(vm, R, pc, K, cl)


def op_getindex(vm, R, pc, K, cl):
    o: ValueP = R + pc.b
    k: ValueP = R + pc.c
    v: ValueP
    if unlikely(o.tag != TAB):
        return slow_get(vm, R, pc, K, cl)
    if likely(k.tag == INT):
        if unlikely(k.v.u - 1 >= tab_of(o).alen):
            return getindex_any(vm, R, pc, K, cl)
        v = tab_of(o).arr + (k.v.u - 1)
    elif likely(k.tag == STR):
        v = get_str(vm, tab_of(o), str_of(k))
    else:
        return getindex_any(vm, R, pc, K, cl)
    return take(vm, R, pc, K, cl, v)


def getindex_any(vm, R, pc, K, cl):
    """Read a table at any key."""
    return take(vm, R, pc, K, cl, get_any(vm, tab_of(R + pc.b), R + pc.c))


def op_getint(vm, R, pc, K, cl):
    o: ValueP = R + pc.b
    v: ValueP
    i: uint64_t = cython.cast(uint64_t, pc.c) - 1
    if unlikely(o.tag != TAB):
        return slow_get(vm, R, pc, K, cl)
    if unlikely(i >= tab_of(o).alen):
        return getint_hash(vm, R, pc, K, cl)
    v = tab_of(o).arr + i
    return take(vm, R, pc, K, cl, v)


def getint_hash(vm, R, pc, K, cl):
    """Read a table at an integer that is not in its array."""
    return take(vm, R, pc, K, cl, get_int(vm, tab_of(R + pc.b), pc.c))


def op_self(vm, R, pc, K, cl):
    o: ValueP = R + pc.b
    v: ValueP
    if likely(o.tag == TAB):
        v = get_str(vm, tab_of(o), str_of(K + pc.c))
        if v.tag == NIL:
            return self_meta(vm, R, pc, K, cl)
        copy(R + pc.a + 1, o)
        copy(R + pc.a, v)
        return go(vm, R, pc + 1, K, cl)
    if isstr(o):
        return self_string(vm, R, pc, K, cl)
    return slow_get(vm, R, pc, K, cl)


def self_meta(vm, R, pc, K, cl):
    """Look up a method in a table's class and those above it: tables that metatables have as __index."""
    t: TableP = tab_of(R + pc.b)
    v: ValueP
    for _ in range(16):
        t = t.meta
        if unlikely(t == cython.NULL) or unlikely(t.h.flags & (1 << EV_INDEX)):
            break
        v = get_str(vm, t, vm.names[cython.cast(cython.int, EV_INDEX)])
        if unlikely(v.tag != TAB):
            break
        t = tab_of(v)
        v = get_str(vm, t, str_of(K + pc.c))
        if likely(v.tag != NIL):
            copy(R + pc.a + 1, R + pc.b)
            copy(R + pc.a, v)
            return go(vm, R, pc + 1, K, cl)
    return slow_get(vm, R, pc, K, cl)


def self_string(vm, R, pc, K, cl):
    """Look up a method of a string where its metatable's __index, as usual, has it."""
    o: ValueP = R + pc.b
    mm: ValueP = metamethod_of(vm, vm.type_meta[cython.cast(cython.int, STR)], EV_INDEX)
    v: ValueP
    if likely(mm != cython.NULL) and likely(mm.tag == TAB):
        v = get_str(vm, tab_of(mm), str_of(K + pc.c))
        if likely(v.tag != NIL):
            copy(R + pc.a + 1, o)
            copy(R + pc.a, v)
            return go(vm, R, pc + 1, K, cl)
    return slow_get(vm, R, pc, K, cl)


# ---------------------------------------------------------------- writing tables


def op_settabup(vm, R, pc, K, cl):
    o: ValueP = cython.address(cl.cells[pc.a].v)
    v: ValueP
    if likely(o.tag == TAB):
        v = get_str(vm, tab_of(o), str_of(K + pc.b))
        if likely(v.tag != NIL):
            copy(v, R + pc.c)
            return go(vm, R, pc + 1, K, cl)
    return slow_set(vm, R, pc, K, cl)


def op_settabupk(vm, R, pc, K, cl):
    o: ValueP = cython.address(cl.cells[pc.a].v)
    v: ValueP
    if likely(o.tag == TAB):
        v = get_str(vm, tab_of(o), str_of(K + pc.b))
        if likely(v.tag != NIL):
            copy(v, K + pc.c)
            return go(vm, R, pc + 1, K, cl)
    return slow_set(vm, R, pc, K, cl)


def op_setfield(vm, R, pc, K, cl):
    return setfield(vm, R, pc, K, cl, R + pc.c)


def op_setfieldk(vm, R, pc, K, cl):
    return setfield(vm, R, pc, K, cl, K + pc.c)


def op_setindex(vm, R, pc, K, cl):
    return setindex(vm, R, pc, K, cl, R + pc.c)


def op_setindexk(vm, R, pc, K, cl):
    return setindex(vm, R, pc, K, cl, K + pc.c)


def op_setint(vm, R, pc, K, cl):
    return setint(vm, R, pc, K, cl, R + pc.c)


def op_setintk(vm, R, pc, K, cl):
    return setint(vm, R, pc, K, cl, K + pc.c)


def setfield_new(vm, R, pc, K, cl, x):
    """Set a field that the table has not, which has no metatable."""
    if unlikely(set_str(vm, tab_of(R + pc.a), str_of(K + pc.b), x) < 0):
        return throw_(vm, R, pc, K, cl)
    return go(vm, R, pc + 1, K, cl)


def setfield_meta(vm, R, pc, K, cl, x):
    """Set a field that the table has not, which has a metatable; a function that this has for it is called."""
    mm: ValueP = metamethod_of(vm, tab_of(R + pc.a).meta, EV_NEWINDEX)
    if mm == cython.NULL:
        return setfield_new(vm, R, pc, K, cl, x)
    if mm.tag == FUN:
        return call_newindex(vm, pc, mm, R + pc.a, K + pc.b, x)
    return slow_set(vm, R, pc, K, cl)


def setindex_new(vm, R, pc, K, cl, x):
    """Set a short string key that the table has not, which has no metatable."""
    if unlikely(set_str(vm, tab_of(R + pc.a), str_of(R + pc.b), x) < 0):
        return throw_(vm, R, pc, K, cl)
    return go(vm, R, pc + 1, K, cl)


def op_newtable(vm, R, pc, K, cl):
    if pc.b != 0 or pc.c != 0 or unlikely(vm.free[cython.sizeof(Table) >> 4] == cython.NULL):
        return new_sized_table(vm, R, pc, K, cl)
    put_obj(R + pc.a, new_empty_table(vm), TAB)
    if unlikely(vm.used > vm.limit):
        return gc_here(vm, R, pc, K, cl)
    return go(vm, R, pc + 1, K, cl)


def new_sized_table(vm, R, pc, K, cl):
    """Make a table with room for what its constructor will put there."""
    if pc.b == 65535:
        return new_large_table(vm, R, pc, K, cl)
    put_obj(R + pc.a, new_table(vm, pc.b, pc.c), TAB)
    if unlikely(vm.used > vm.limit):
        return gc_here(vm, R, pc, K, cl)
    return go(vm, R, pc + 1, K, cl)


def new_large_table(vm, R, pc, K, cl):
    put_obj(R + pc.a, new_table(vm, cython.cast(uint32_t, sbx(pc + 1)), pc.c), TAB)
    if unlikely(vm.used > vm.limit):
        return gc_here(vm, R, pc, K, cl)
    return go(vm, R, pc + 1, K, cl)


def op_extra(vm, R, pc, K, cl):
    return go(vm, R, pc + 1, K, cl)


def lost_table(vm, R, pc, K, cl):
    """Raise for a table under construction that debug.setlocal replaced."""
    vm.frame.pc = pc
    vm.builtin = cython.NULL
    type_op_error(vm, R + pc.a, b"index", cython.NULL)
    return throw_(vm, R, pc, K, cl)


def op_setlist(vm, R, pc, K, cl):
    o: ValueP = R + pc.a
    start: int64_t = pc.c
    next: cython.int = 1
    if unlikely(o.tag != TAB):
        return lost_table(vm, R, pc, K, cl)
    if unlikely(start < 0):
        start = cython.cast(uint32_t, sbx(pc + 1))
        next = 2
    if unlikely(set_range(vm, tab_of(o), start + 1, o + 1, pc.b) < 0):
        return throw_(vm, R, pc, K, cl)
    return go(vm, R, pc + next, K, cl)


def op_setlistv(vm, R, pc, K, cl):
    o: ValueP = R + pc.a
    t: TableP = tab_of(o)
    start: int64_t = pc.c
    next: cython.int = 1
    open: OpenValuesP = vm.open
    if unlikely(o.tag != TAB):
        return lost_table(vm, R, pc, K, cl)
    if unlikely(start < 0):
        start = cython.cast(uint32_t, sbx(pc + 1))
        next = 2
    if unlikely(open_prepend(vm, o + 1, pc.b) < 0) or unlikely(set_range(vm, t, start + 1, open.lo, open.n) < 0):
        return throw_(vm, R, pc, K, cl)
    open.n = 0
    return go(vm, R, pc + next, K, cl)
