# cython: cdivision=True
# Handlers of loads, upvalues, cells, closures and tables; the bodies that R and K forms share are inline here.
from interpreter.vm.values cimport *
from interpreter.vm.metamethods cimport cut_array, slow_get, slow_set
from interpreter.vm.tables cimport TABLE_INT_KEYS, get_str


cdef inline int take(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, Value *v) noexcept nogil:
    """Take what the table in the instruction's b has; for a nil in one with a metatable that is asked."""
    if unlikely(v.tag == NIL) and tab_of(R + pc.b).meta != NULL:
        return slow_get(vm, R, pc, K, cl)
    copy(R + pc.a, v)
    return go(vm, R, pc + 1, K, cl)

# What the fast halves leave: a call in them would cost every pass registers to be saved.
cdef int setfield_new(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, Value *x) noexcept nogil
cdef int setfield_meta(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, Value *x) noexcept nogil
cdef int setindex_new(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, Value *x) noexcept nogil


cdef inline int setfield(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, Value *x) noexcept nogil:
    cdef Value *o = R + pc.a
    cdef Value *v
    if likely(o.tag == TAB):
        v = get_str(vm, tab_of(o), str_of(K + pc.b))
        if likely(v.tag != NIL):
            copy(v, x)
            return go(vm, R, pc + 1, K, cl)
        if tab_of(o).meta == NULL:
            return setfield_new(vm, R, pc, K, cl, x)
        return setfield_meta(vm, R, pc, K, cl, x)
    return slow_set(vm, R, pc, K, cl)

cdef inline int setint(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, Value *x) noexcept nogil:
    cdef Value *o = R + pc.a
    cdef Value *v
    cdef Table *t
    cdef int64_t i = pc.b
    if likely(o.tag == TAB):
        t = tab_of(o)
        if likely((<uint64_t> i) - 1 < t.alen):
            v = t.arr + (i - 1)
            if likely(v.tag != NIL) or t.meta == NULL:
                copy(v, x)
                if unlikely(x.tag == NIL) and i == t.alen:
                    return cut_array(vm, R, pc, K, cl)
                return go(vm, R, pc + 1, K, cl)
    return slow_set(vm, R, pc, K, cl)

# At most six parameters: a seventh would go on the stack and cost the tail call.
cdef inline int setindex(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl, Value *x) noexcept nogil:
    cdef Value *k = R + pc.b
    cdef Value *o = R + pc.a
    cdef Value *v
    cdef Table *t
    cdef uint64_t i
    if unlikely(o.tag != TAB):
        return slow_set(vm, R, pc, K, cl)
    t = tab_of(o)
    if likely(k.tag == INT):
        i = k.v.u - 1
        if likely(i < t.alen):
            v = t.arr + i
            if likely(v.tag != NIL) or t.meta == NULL:
                copy(v, x)
                if unlikely(x.tag == NIL) and i + 1 == t.alen:
                    return cut_array(vm, R, pc, K, cl)
                return go(vm, R, pc + 1, K, cl)
        elif i == t.alen and likely(i < t.acap) and t.h.aux & TABLE_INT_KEYS == 0 and t.meta == NULL and x.tag != NIL:
            copy(t.arr + i, x)
            t.alen = <uint32_t> i + 1
            return go(vm, R, pc + 1, K, cl)
    elif k.tag == STR:
        v = get_str(vm, t, str_of(k))
        if likely(v.tag != NIL):
            copy(v, x)
            return go(vm, R, pc + 1, K, cl)
        if t.meta == NULL:
            return setindex_new(vm, R, pc, K, cl, x)
    return slow_set(vm, R, pc, K, cl)

cdef int op_move(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_loadi(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_loadf(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_loadk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_loadnil(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_loadtrue(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_loadfalse(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_lfalseskip(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_getupval(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_setupval(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_newcell(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_getcell(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_setcell(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_release(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_closure(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_gettabup(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_getfield(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int getfield_meta(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int self_string(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_getindex(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int getindex_any(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_getint(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int getint_hash(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_self(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int self_meta(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_settabup(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_settabupk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_setfield(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_setfieldk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_setindex(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_setindexk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_setint(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_setintk(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_newtable(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int new_sized_table(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int new_large_table(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_extra(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int lost_table(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_setlist(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
cdef int op_setlistv(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
