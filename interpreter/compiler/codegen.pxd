# The code generator's state and its functions' signatures.

from interpreter.compiler.expressions cimport Expressions, Place
from interpreter.compiler.proto cimport Proto, ProtoTaker
from interpreter.compiler.scope cimport BlockScope, LabelRecord
from interpreter.compiler.source_text cimport SourceText
from interpreter.syntax.ast cimport (
    Assign, Block, Chunk, Expr, FunctionBody, FunctionStatement, GenericFor, GlobalRef, Goto, If, Index, Label,
    LocalAssign, LocalFunction, NumericFor, Repeat, Return, Statement, Variable, While,
)
from interpreter.syntax.lexer cimport Watch
from interpreter.syntax.parser cimport FunctionReader


cdef class ProtoMaker(FunctionReader):
    cdef SourceText text
    cdef ProtoTaker taker   # None: nobody


cdef class Generator(Expressions):
    cdef FunctionBody body
    cdef BlockScope scope   # innermost open block
    cdef list active        # [LocalRecord] in scope
    cdef dict labels        # Label -> LabelRecord

    # functions and scopes
    cdef Proto generate(self)
    cdef int declare_parameters(self) except -1
    cdef int new_cell(self, Variable variable) except -1
    cdef int note_owned(self, Variable variable) except -1
    cdef BlockScope enter(self, Block node, bint is_loop)
    cdef int leave(self, int line) except -1
    cdef int release(self, BlockScope scope, BlockScope outer) except -1
    cdef int release_function(self) except -1
    cdef int leave_loop(self, int line) except -1
    cdef int add_local(self, bytes name, int register) except -1
    cdef int declare(self, list variables, Py_ssize_t count, int base, int line) except -1
    cdef int block(self, Block node) except -1
    cdef int statements(self, Block node) except -1
    cdef int block_line(self, Block node, int line) noexcept

    # statements
    cdef int statement(self, Statement s) except -1
    cdef int local_assign(self, LocalAssign s) except -1
    cdef int local_function(self, LocalFunction s) except -1
    cdef int assign(self, Assign s) except -1
    cdef int assign_many(self, Assign s) except -1
    cdef int function_statement(self, FunctionStatement s) except -1
    cdef int if_statement(self, If s) except -1
    cdef bint jumps_away(self, Expr condition, Block block, int line) except -1
    cdef int while_statement(self, While s) except -1
    cdef int repeat_statement(self, Repeat s) except -1
    cdef int numeric_for(self, NumericFor s) except -1
    cdef int generic_for(self, GenericFor s) except -1
    cdef int for_body(self, list variables, int register, Block node) except -1
    cdef int return_statement(self, Return s) except -1
    cdef int return_one(self, Expr e, int line) except -1
    cdef int break_statement(self, int line) except -1
    cdef BlockScope loop_scope(self, int* close)
    cdef int goto_statement(self, Goto s) except -1
    cdef int goto_level(self, Goto s, LabelRecord record) except -2
    cdef BlockScope label_scope(self, Label label)
    cdef BlockScope left_by(self, Label label)
    cdef int release_since(self, LabelRecord record, BlockScope scope) except -1
    cdef bint owns(self, BlockScope outer) noexcept
    cdef LabelRecord label_record(self, Label label)
    cdef int label_statement(self, Label s) except -1

    # targets
    cdef Place place(self, Expr target, list targets, Py_ssize_t following)
    cdef int item_place(self, Index item, Place place, list targets, Py_ssize_t following) except -1
    cdef Place global_place(self, GlobalRef e, list targets, Py_ssize_t following)
    cdef int table_register(self, Expr e, list targets, Py_ssize_t following) except -1


cpdef Proto compile_chunk(bytes source, bytes chunkname, list kept=*, ProtoTaker taker=*, Watch watch=*)
