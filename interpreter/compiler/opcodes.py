"""The opcode table: the one place where the instructions of the register machine are defined.

The C enum (`opcode_numbers.pxd`, once for the compiler and once for the VM, since the compiler sees nothing of the VM),
the page `docs/opcodes.md` and the disassembler come from it;
`python -m interpreter.compiler.opcodes` writes the generated files anew.  It never imports the VM.
Notation of the effects after PUC Lua's `lopcodes.h`.

An instruction has 8 bytes: `op` u16, `a` u16, `b` u16, `c` i16.  Formats:

    a b c   three operands
    a sbx   `b` and `c` together are one signed 32-bit number
    a bx    `b` and `c` together are one unsigned 32-bit number

Legend: R[x] register, K[x] constant, U[x] upvalue cell, F[x] inner Proto, `open` the open results (see note 1),
`jump n` continues at this instruction's own address plus n.
"""

from dataclasses import dataclass
from pathlib import Path

NOTES = """\
1. A call whose number of results is not fixed (`c` = -1) and VARARG with `c` = -1 leave their values in the open
   buffer; the very next instruction that consumes them (CALLV, TAILCALLV, RETURNV, SETLISTV) takes them all.
2. Jumps that depend on a condition only go forward; every way back is LOOP, FORLOOP or TFORLOOP, which charge the
   budget.
3. A captured local is a cell: its register holds the cell, made by NEWCELL, and GETCELL and SETCELL go through it.
   With `b` = 1 nobody but its block's own closures has it.
4. TAILCALL and TAILCALLV are followed by `RETURNV a 0`, which runs when the callee is a builtin.
5. EXTRA carries 32 more bits for the instruction before it: NEWTABLE with `b` = 65535 (array size) and SETLIST(V) with
   `c` = -1 (start).
6. Hidden registers of loops: numeric `for` R[a] index, R[a+1] remaining count, R[a+2] step, R[a+3] the variable;
   generic `for` R[a] iterator, R[a+1] state, R[a+2] control, R[a+3] closing value, R[a+4]... the variables.
   TFORCALL's `a` is that of R[a+4]: it has the format of CALL.
7. Operands `c` that index K go up to 32767; larger constants are loaded with LOADK first.
8. Internal opcodes are never emitted by the compiler: they are the code of the VM's own frames and continuations.
9. A closure or cell is its block's own when the compiler saw nobody else get it, and debug has handed it out to nobody.
"""

# name, format, effect, note
TABLE = """\
MOVE      | a b    | R[a] := R[b]
LOADI     | a sbx  | R[a] := (integer) sbx
LOADF     | a sbx  | R[a] := (float) sbx
LOADK     | a bx   | R[a] := K[bx]
LOADNIL   | a b    | R[a], ..., R[a+b-1] := nil
LOADTRUE  | a      | R[a] := true
LOADFALSE | a      | R[a] := false
LFALSESKIP| a      | R[a] := false; jump 2
GETUPVAL  | a b    | R[a] := U[b]
SETUPVAL  | a b    | U[a] := R[b]
NEWCELL   | a b    | R[a] := new cell holding R[a]                           | 3
GETCELL   | a b    | R[a] := value in the cell R[b]                          | 3
SETCELL   | a b    | value in the cell R[a] := R[b]                          | 3
CLOSURE   | a bx   | R[a] := closure(F[bx])
RELEASE   | a b    | give back the closures and cells in R[a], ..., R[a+b-1] that are their block's own | 9
GETTABUP  | a b c  | R[a] := U[b][K[c]]                                      | 7
SETTABUP  | a b c  | U[a][K[b]] := R[c]
SETTABUPK | a b c  | U[a][K[b]] := K[c]
GETFIELD  | a b c  | R[a] := R[b][K[c]], K[c] a short string                 | 7
GETINDEX  | a b c  | R[a] := R[b][R[c]]
GETINT    | a b c  | R[a] := R[b][c], c an integer >= 0
SETFIELD  | a b c  | R[a][K[b]] := R[c], K[b] a short string
SETFIELDK | a b c  | R[a][K[b]] := K[c]
SETINDEX  | a b c  | R[a][R[b]] := R[c]
SETINDEXK | a b c  | R[a][R[b]] := K[c]
SETINT    | a b c  | R[a][b] := R[c], b an integer
SETINTK   | a b c  | R[a][b] := K[c]
SELF      | a b c  | R[a+1] := R[b]; R[a] := R[b][K[c]], K[c] a short string
NEWTABLE  | a b c  | R[a] := {} with room for b array and c hash entries     | 5
SETLIST   | a b c  | R[a][c+i] := R[a+i], 1 <= i <= b                        | 5
SETLISTV  | a b c  | as SETLIST, then the open values                        | 1 5
ADD       | a b c  | R[a] := R[b] + R[c]
SUB       | a b c  | R[a] := R[b] - R[c]
MUL       | a b c  | R[a] := R[b] * R[c]
DIV       | a b c  | R[a] := R[b] / R[c]
MOD       | a b c  | R[a] := R[b] % R[c]
POW       | a b c  | R[a] := R[b] ^ R[c]
IDIV      | a b c  | R[a] := R[b] // R[c]
BAND      | a b c  | R[a] := R[b] & R[c]
BOR       | a b c  | R[a] := R[b] \\| R[c]
BXOR      | a b c  | R[a] := R[b] ~ R[c]
SHL       | a b c  | R[a] := R[b] << R[c]
SHR       | a b c  | R[a] := R[b] >> R[c]
ADDK      | a b c  | R[a] := R[b] + K[c], K[c] a number
SUBK      | a b c  | R[a] := R[b] - K[c]
MULK      | a b c  | R[a] := R[b] * K[c]
DIVK      | a b c  | R[a] := R[b] / K[c]
MODK      | a b c  | R[a] := R[b] % K[c]
POWK      | a b c  | R[a] := R[b] ^ K[c]
IDIVK     | a b c  | R[a] := R[b] // K[c]
BANDK     | a b c  | R[a] := R[b] & K[c]
BORK      | a b c  | R[a] := R[b] \\| K[c]
BXORK     | a b c  | R[a] := R[b] ~ K[c]
SHLK      | a b c  | R[a] := R[b] << K[c]
SHRK      | a b c  | R[a] := R[b] >> K[c]
KADD      | a b c  | R[a] := K[b] + R[c], K[b] a number
KSUB      | a b c  | R[a] := K[b] - R[c]
KMUL      | a b c  | R[a] := K[b] * R[c]
KDIV      | a b c  | R[a] := K[b] / R[c]
KMOD      | a b c  | R[a] := K[b] % R[c]
KPOW      | a b c  | R[a] := K[b] ^ R[c]
KIDIV     | a b c  | R[a] := K[b] // R[c]
KBAND     | a b c  | R[a] := K[b] & R[c]
KBOR      | a b c  | R[a] := K[b] \\| R[c]
KBXOR     | a b c  | R[a] := K[b] ~ R[c]
KSHL      | a b c  | R[a] := K[b] << R[c]
KSHR      | a b c  | R[a] := K[b] >> R[c]
ADDI      | a b c  | R[a] := R[b] + c
UNM       | a b    | R[a] := -R[b]
BNOT      | a b    | R[a] := ~R[b]
NOT       | a b    | R[a] := not R[b]
LEN       | a b    | R[a] := #R[b]
CONCAT    | a b c  | R[a] := R[b] .. ... .. R[b+c-1]
JMP       | sbx    | jump sbx, sbx > 0
LOOP      | sbx    | jump sbx, sbx <= 0                                      | 2
JT        | a sbx  | if R[a] then jump sbx                                   | 2
JF        | a sbx  | if not R[a] then jump sbx
JTSET     | a b c  | if R[b] then { R[a] := R[b]; jump c }
JFSET     | a b c  | if not R[b] then { R[a] := R[b]; jump c }
JEQ       | a b c  | if R[a] == R[b] then jump c
JNE       | a b c  | if not (R[a] == R[b]) then jump c
JEQK      | a b c  | if R[a] == K[b] then jump c
JNEK      | a b c  | if not (R[a] == K[b]) then jump c
JLT       | a b c  | if R[a] < R[b] then jump c
JNLT      | a b c  | if not (R[a] < R[b]) then jump c
JLE       | a b c  | if R[a] <= R[b] then jump c
JNLE      | a b c  | if not (R[a] <= R[b]) then jump c
JLTI      | a b c  | if R[a] < (i16) b then jump c
JNLTI     | a b c  | if not (R[a] < (i16) b) then jump c
JLEI      | a b c  | if R[a] <= (i16) b then jump c
JNLEI     | a b c  | if not (R[a] <= (i16) b) then jump c
JGTI      | a b c  | if R[a] > (i16) b then jump c
JNGTI     | a b c  | if not (R[a] > (i16) b) then jump c
JGEI      | a b c  | if R[a] >= (i16) b then jump c
JNGEI     | a b c  | if not (R[a] >= (i16) b) then jump c
FORPREP   | a sbx  | prepare the numeric loop; if it runs not at all then jump sbx | 6
FORLOOP   | a sbx  | advance the numeric loop; if it goes on then jump sbx   | 6
TFORPREP  | a sbx  | mark R[a+3] to be closed when not nil; jump sbx         | 6
TFORCALL  | a b c  | R[a], R[a+1], R[a+2] := R[a-4], R[a-3], R[a-2]; as CALL a 2 c | 6
TFORLOOP  | a sbx  | if R[a+4] ~= nil then { R[a+2] := R[a+4]; jump sbx }    | 6
CALL      | a b c  | R[a], ..., R[a+c-1] := R[a](R[a+1], ..., R[a+b]); c = -1: open | 1
CALLV     | a b c  | as CALL, with the open values as further arguments      | 1
TAILCALL  | a b c  | return R[a](R[a+1], ..., R[a+b])                        | 4
TAILCALLV | a b c  | as TAILCALL, with the open values as further arguments  | 1 4
RETURN0   |        | return
RETURN1   | a      | return R[a]
RETURN    | a b    | return R[a], ..., R[a+b-1]
RETURNV   | a b    | as RETURN, then the open values                         | 1
VARARG    | a c    | R[a], ..., R[a+c-1] := ...; c = -1: open                | 1
TBC       | a b    | mark R[a] to be closed; b: first register of its block
CLOSE     | a      | close the to-be-closed variables at R[a] and above
EXTRA     | bx     | operand of the instruction before                       | 5
"""

INTERNAL = """\
RUN_END       |      | end of a nested run: leave run() with the open values
CALL_END      |      | end of a nested run that wants one value: R[1], hand it over and leave run()
CO_END        |      | end of a coroutine's body: hand the open values to the resumer
PCALL_DONE    |      | end of a protected call: prefix true, return the open values
FINISH_VALUE  |      | a metamethod has returned: first result to R[a] of the suspended instruction
FINISH_NONE   |      | a metamethod has returned: results dropped
FINISH_JUMP   |      | a comparison metamethod has returned: decide the suspended jump
FINISH_NOT    |      | __lt has returned in the place of a missing __le: decide the suspended jump the other way
FINISH_CONCAT |      | __concat has returned: store it and go on concatenating
FINISH_CLOSE  |      | __close has returned during CLOSE: go on closing
FINISH_RETURN |      | __close has returned during RETURN: go on closing, then return
FINISH_PAIRS  |      | __pairs has returned: three results to the suspended call of pairs
FINISH_UNWIND |      | __close has returned during unwinding: go on unwinding
"""


@dataclass(frozen=True, slots=True)
class Opcode:
    """One row of the table."""

    number: int
    """Position in the dispatch table."""
    name: str
    format: tuple[str, ...]
    """Operand names in order, of `a b c sbx bx`."""
    effect: str
    notes: tuple[int, ...]
    internal: bool


def _rows(text: str, first: int, internal: bool) -> list[Opcode]:
    rows: list[Opcode] = []
    for line in text.splitlines():
        cells = [cell.strip().replace("\0", "|") for cell in line.replace("\\|", "\0").split("|")]
        notes = tuple(int(n) for n in cells[3].split()) if len(cells) > 3 else ()
        rows.append(Opcode(first + len(rows), cells[0], tuple(cells[1].split()), cells[2], notes, internal))
    return rows


_PUBLIC = _rows(TABLE, 0, False)
OPCODES: tuple[Opcode, ...] = (*_PUBLIC, *_rows(INTERNAL, len(_PUBLIC), True))
BY_NAME: dict[str, Opcode] = {opcode.name: opcode for opcode in OPCODES}
COMPILED: int = len(_PUBLIC)
"""Opcodes below this number may stand in compiled code."""


def enum_text() -> str:
    """Return the Cython enum of all opcodes."""
    lines = [
        "# Generated from interpreter/compiler/opcodes.py by `python -m interpreter.compiler.opcodes`.",
        "cdef enum:",
    ]
    lines += [f"    OP_{opcode.name} = {opcode.number}" for opcode in OPCODES]
    lines += ["", "cdef enum:", f"    OP_COUNT = {len(OPCODES)}", f"    OP_COMPILED = {COMPILED}", ""]
    return "\n".join(lines)


def page_text() -> str:
    """Return the Markdown page of all opcodes."""
    head = (__doc__ or "").split("\n\n", 1)[1].split("\n\n", 1)[1]
    lines = ["# Opcodes", "", "Generated from `interpreter/compiler/opcodes.py`.", "", head.rstrip(), ""]
    lines += ["| no. | name | operands | effect | notes |", "|---|---|---|---|---|"]
    for o in OPCODES:
        effect = o.effect.replace("|", "\\|")
        notes = ", ".join(map(str, o.notes)) + (" 8" if o.internal else "")
        lines.append(f"| {o.number} | {o.name} | {' '.join(o.format)} | `{effect}` | {notes.strip()} |")
    return "\n".join([*lines, "", "## Notes", "", NOTES])


def generate() -> dict[str, str]:
    """Return the generated files: path below the project's root to text."""
    return {
        "interpreter/compiler/opcode_numbers.pxd": enum_text(),
        "interpreter/vm/opcode_numbers.pxd": enum_text(),
        "docs/opcodes.md": page_text(),
    }


if __name__ == "__main__":
    root = Path(__file__).resolve().parents[2]
    for path, text in generate().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
