# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: infer_types=True
"""The dispatch table: every opcode's handler, in the order of the opcode table."""
import cython
from cython.cimports.interpreter.vm.calls import (
    op_call_end, op_close, op_finish_close, op_finish_return, op_finish_unwind, op_pcall_done, op_run_end, op_tbc,
)
from cython.cimports.interpreter.vm.control import (
    op_finish_pairs,
)
from cython.cimports.interpreter.vm.coroutines import (
    op_co_end,
)
from cython.cimports.interpreter.vm.metamethods import (
    op_finish_concat, op_finish_jump, op_finish_none, op_finish_not, op_finish_value,
)
from cython.cimports.interpreter.vm.ops_arith import (
    op_add, op_addi, op_addk, op_band, op_bandk, op_bnot, op_bor, op_bork, op_bxor, op_bxork, op_concat, op_div,
    op_divk, op_idiv, op_idivk, op_kadd, op_kband, op_kbor, op_kbxor, op_kdiv, op_kidiv, op_kmod, op_kmul, op_kpow,
    op_kshl, op_kshr, op_ksub, op_len, op_mod, op_modk, op_mul, op_mulk, op_not, op_pow, op_powk, op_shl, op_shlk,
    op_shr, op_shrk, op_sub, op_subk, op_unm,
)
from cython.cimports.interpreter.vm.ops_call import (
    op_call, op_callv, op_return, op_return0, op_return1, op_returnv, op_tailcall, op_tailcallv, op_tforcall, op_vararg,
)
from cython.cimports.interpreter.vm.ops_data import (
    op_closure, op_extra, op_getcell, op_getfield, op_getindex, op_getint, op_gettabup, op_getupval, op_lfalseskip,
    op_loadf, op_loadfalse, op_loadi, op_loadk, op_loadnil, op_loadtrue, op_move, op_newcell, op_newtable, op_release,
    op_self, op_setcell, op_setfield, op_setfieldk, op_setindex, op_setindexk, op_setint, op_setintk, op_setlist,
    op_setlistv, op_settabup, op_settabupk, op_setupval,
)
from cython.cimports.interpreter.vm.ops_jump import (
    op_forloop, op_forprep, op_jeq, op_jeqk, op_jf, op_jfset, op_jgei, op_jgti, op_jle, op_jlei, op_jlt, op_jlti,
    op_jmp, op_jne, op_jnek, op_jngei, op_jngti, op_jnle, op_jnlei, op_jnlt, op_jnlti, op_jt, op_jtset, op_loop,
    op_tforloop, op_tforprep,
)
from cython.cimports.interpreter.vm.ops_call import install_mode
from cython.cimports.interpreter.vm.opcode_numbers import (
    OP_MOVE, OP_LOADI, OP_LOADF, OP_LOADK, OP_LOADNIL, OP_LOADTRUE, OP_LOADFALSE, OP_LFALSESKIP, OP_GETUPVAL,
    OP_SETUPVAL, OP_NEWCELL, OP_GETCELL, OP_SETCELL, OP_CLOSURE, OP_RELEASE, OP_GETTABUP, OP_SETTABUP, OP_SETTABUPK,
    OP_GETFIELD, OP_GETINDEX, OP_GETINT, OP_SETFIELD, OP_SETFIELDK, OP_SETINDEX, OP_SETINDEXK, OP_SETINT, OP_SETINTK,
    OP_SELF, OP_NEWTABLE, OP_SETLIST, OP_SETLISTV, OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_POW, OP_IDIV, OP_BAND,
    OP_BOR, OP_BXOR, OP_SHL, OP_SHR, OP_ADDK, OP_SUBK, OP_MULK, OP_DIVK, OP_MODK, OP_POWK, OP_IDIVK, OP_BANDK, OP_BORK,
    OP_BXORK, OP_SHLK, OP_SHRK, OP_KADD, OP_KSUB, OP_KMUL, OP_KDIV, OP_KMOD, OP_KPOW, OP_KIDIV, OP_KBAND, OP_KBOR,
    OP_KBXOR, OP_KSHL, OP_KSHR, OP_ADDI, OP_UNM, OP_BNOT, OP_NOT, OP_LEN, OP_CONCAT, OP_JMP, OP_LOOP, OP_JT, OP_JF,
    OP_JTSET, OP_JFSET, OP_JEQ, OP_JNE, OP_JEQK, OP_JNEK, OP_JLT, OP_JNLT, OP_JLE, OP_JNLE, OP_JLTI, OP_JNLTI, OP_JLEI,
    OP_JNLEI, OP_JGTI, OP_JNGTI, OP_JGEI, OP_JNGEI, OP_FORPREP, OP_FORLOOP, OP_TFORPREP, OP_TFORCALL, OP_TFORLOOP,
    OP_CALL, OP_CALLV, OP_TAILCALL, OP_TAILCALLV, OP_RETURN0, OP_RETURN1, OP_RETURN, OP_RETURNV, OP_VARARG, OP_TBC,
    OP_CLOSE, OP_EXTRA, OP_RUN_END, OP_CALL_END, OP_CO_END, OP_PCALL_DONE, OP_FINISH_VALUE, OP_FINISH_NONE,
    OP_FINISH_JUMP, OP_FINISH_NOT, OP_FINISH_CONCAT, OP_FINISH_CLOSE, OP_FINISH_RETURN, OP_FINISH_PAIRS,
    OP_FINISH_UNWIND, OP_COUNT,
)


def init_table(vm):
    i: cython.int
    vm.table[OP_MOVE] = op_move
    vm.table[OP_LOADI] = op_loadi
    vm.table[OP_LOADF] = op_loadf
    vm.table[OP_LOADK] = op_loadk
    vm.table[OP_LOADNIL] = op_loadnil
    vm.table[OP_LOADTRUE] = op_loadtrue
    vm.table[OP_LOADFALSE] = op_loadfalse
    vm.table[OP_LFALSESKIP] = op_lfalseskip
    vm.table[OP_GETUPVAL] = op_getupval
    vm.table[OP_SETUPVAL] = op_setupval
    vm.table[OP_NEWCELL] = op_newcell
    vm.table[OP_GETCELL] = op_getcell
    vm.table[OP_SETCELL] = op_setcell
    vm.table[OP_CLOSURE] = op_closure
    vm.table[OP_RELEASE] = op_release
    vm.table[OP_GETTABUP] = op_gettabup
    vm.table[OP_SETTABUP] = op_settabup
    vm.table[OP_SETTABUPK] = op_settabupk
    vm.table[OP_GETFIELD] = op_getfield
    vm.table[OP_GETINDEX] = op_getindex
    vm.table[OP_GETINT] = op_getint
    vm.table[OP_SETFIELD] = op_setfield
    vm.table[OP_SETFIELDK] = op_setfieldk
    vm.table[OP_SETINDEX] = op_setindex
    vm.table[OP_SETINDEXK] = op_setindexk
    vm.table[OP_SETINT] = op_setint
    vm.table[OP_SETINTK] = op_setintk
    vm.table[OP_SELF] = op_self
    vm.table[OP_NEWTABLE] = op_newtable
    vm.table[OP_SETLIST] = op_setlist
    vm.table[OP_SETLISTV] = op_setlistv
    vm.table[OP_ADD] = op_add
    vm.table[OP_SUB] = op_sub
    vm.table[OP_MUL] = op_mul
    vm.table[OP_DIV] = op_div
    vm.table[OP_MOD] = op_mod
    vm.table[OP_POW] = op_pow
    vm.table[OP_IDIV] = op_idiv
    vm.table[OP_BAND] = op_band
    vm.table[OP_BOR] = op_bor
    vm.table[OP_BXOR] = op_bxor
    vm.table[OP_SHL] = op_shl
    vm.table[OP_SHR] = op_shr
    vm.table[OP_ADDK] = op_addk
    vm.table[OP_SUBK] = op_subk
    vm.table[OP_MULK] = op_mulk
    vm.table[OP_DIVK] = op_divk
    vm.table[OP_MODK] = op_modk
    vm.table[OP_POWK] = op_powk
    vm.table[OP_IDIVK] = op_idivk
    vm.table[OP_BANDK] = op_bandk
    vm.table[OP_BORK] = op_bork
    vm.table[OP_BXORK] = op_bxork
    vm.table[OP_SHLK] = op_shlk
    vm.table[OP_SHRK] = op_shrk
    vm.table[OP_KADD] = op_kadd
    vm.table[OP_KSUB] = op_ksub
    vm.table[OP_KMUL] = op_kmul
    vm.table[OP_KDIV] = op_kdiv
    vm.table[OP_KMOD] = op_kmod
    vm.table[OP_KPOW] = op_kpow
    vm.table[OP_KIDIV] = op_kidiv
    vm.table[OP_KBAND] = op_kband
    vm.table[OP_KBOR] = op_kbor
    vm.table[OP_KBXOR] = op_kbxor
    vm.table[OP_KSHL] = op_kshl
    vm.table[OP_KSHR] = op_kshr
    vm.table[OP_ADDI] = op_addi
    vm.table[OP_UNM] = op_unm
    vm.table[OP_BNOT] = op_bnot
    vm.table[OP_NOT] = op_not
    vm.table[OP_LEN] = op_len
    vm.table[OP_CONCAT] = op_concat
    vm.table[OP_JMP] = op_jmp
    vm.table[OP_LOOP] = op_loop
    vm.table[OP_JT] = op_jt
    vm.table[OP_JF] = op_jf
    vm.table[OP_JTSET] = op_jtset
    vm.table[OP_JFSET] = op_jfset
    vm.table[OP_JEQ] = op_jeq
    vm.table[OP_JNE] = op_jne
    vm.table[OP_JEQK] = op_jeqk
    vm.table[OP_JNEK] = op_jnek
    vm.table[OP_JLT] = op_jlt
    vm.table[OP_JNLT] = op_jnlt
    vm.table[OP_JLE] = op_jle
    vm.table[OP_JNLE] = op_jnle
    vm.table[OP_JLTI] = op_jlti
    vm.table[OP_JNLTI] = op_jnlti
    vm.table[OP_JLEI] = op_jlei
    vm.table[OP_JNLEI] = op_jnlei
    vm.table[OP_JGTI] = op_jgti
    vm.table[OP_JNGTI] = op_jngti
    vm.table[OP_JGEI] = op_jgei
    vm.table[OP_JNGEI] = op_jngei
    vm.table[OP_FORPREP] = op_forprep
    vm.table[OP_FORLOOP] = op_forloop
    vm.table[OP_TFORPREP] = op_tforprep
    vm.table[OP_TFORCALL] = op_tforcall
    vm.table[OP_TFORLOOP] = op_tforloop
    vm.table[OP_CALL] = op_call
    vm.table[OP_CALLV] = op_callv
    vm.table[OP_TAILCALL] = op_tailcall
    vm.table[OP_TAILCALLV] = op_tailcallv
    vm.table[OP_RETURN0] = op_return0
    vm.table[OP_RETURN1] = op_return1
    vm.table[OP_RETURN] = op_return
    vm.table[OP_RETURNV] = op_returnv
    vm.table[OP_VARARG] = op_vararg
    vm.table[OP_TBC] = op_tbc
    vm.table[OP_CLOSE] = op_close
    vm.table[OP_EXTRA] = op_extra
    vm.table[OP_RUN_END] = op_run_end
    vm.table[OP_CALL_END] = op_call_end
    vm.table[OP_CO_END] = op_co_end
    vm.table[OP_PCALL_DONE] = op_pcall_done
    vm.table[OP_FINISH_VALUE] = op_finish_value
    vm.table[OP_FINISH_NONE] = op_finish_none
    vm.table[OP_FINISH_JUMP] = op_finish_jump
    vm.table[OP_FINISH_NOT] = op_finish_not
    vm.table[OP_FINISH_CONCAT] = op_finish_concat
    vm.table[OP_FINISH_CLOSE] = op_finish_close
    vm.table[OP_FINISH_RETURN] = op_finish_return
    vm.table[OP_FINISH_PAIRS] = op_finish_pairs
    vm.table[OP_FINISH_UNWIND] = op_finish_unwind
    for i in range(OP_COUNT):
        vm.plain[i] = vm.table[i]
    install_mode(vm)
