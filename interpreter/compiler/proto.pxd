# What the compiler knows about one function: the VM loads it into its C form, the disassembler lists it.

cdef class Proto:
    cdef public bytearray code      # 8 bytes an instruction, little-endian: op u16, a u16, b u16, c i16
    cdef public list constants      # [None | bool | int | float | bytes], no two of the same type and value
    cdef public list protos         # [Proto] of the functions directly inside, in the order of the source
    cdef public list upvalues       # [(name, from_parent_local, index)]: the parent's register (with a cell) or upvalue
    cdef public object lines        # array('i'): source line of each instruction
    cdef public bytearray live      # for each one: registers, from 0, that may hold live values before or after it
    cdef public list locals         # [(name, register, start_pc, end_pc)] in order of declaration
    cdef public int parameters      # registers 0 to parameters - 1 receive the arguments
    cdef public bint is_vararg
    cdef public int registers       # how many it needs, at least 2
    cdef public int line            # of `function`; 0 for a main function
    cdef public int last_line       # of `end`; 0 for a main function
    cdef public bytes source        # the chunk's name, with its `=` or `@`
    cdef public bytes name          # for listings; b"" if unknown
    cdef public list kept           # of a main function: [(name, attribute, constant, register, start_pc)]; None: lost
    cdef public bint owned          # its closures belong to the block that declares them: RELEASE gives them back
    cdef size_t place               # where a ProtoTaker put all but upvalues, protos and owned, which are known later; 0: nowhere


cdef class ProtoTaker:
    cdef int take(self, Proto proto) except -1
