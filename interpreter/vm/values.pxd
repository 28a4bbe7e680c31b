# Every record of the virtual machine, and the inline helpers that all its modules share.
# Records only: no function here allocates, raises or calls out.  After PUC Lua's lobject.h and lstate.h.
from libc.stdint cimport int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from interpreter.vm.opcode_numbers cimport OP_COUNT

cdef extern from *:
    """
    #ifndef PLUA_TRAMPOLINE
    #define PLUA_TRAMPOLINE 0   /* 1: handlers return to a loop in run() instead of tail-calling (no sibling calls) */
    #endif
    #define plua_load(p) __atomic_load_n((p), __ATOMIC_RELAXED)
    #define plua_store(p, v) __atomic_store_n((p), (v), __ATOMIC_RELAXED)
    #define plua_float(w) (*(volatile double *) &(w)->v.n)
    #define plua_unreachable() __builtin_unreachable()
    #ifdef __linux__
    #include <sys/mman.h>
    #define plua_advise_large_pages(p, bytes) ((void) madvise((p), (bytes), MADV_HUGEPAGE))
    #else
    #define plua_advise_large_pages(p, bytes) ((void) 0)
    #endif
    """
    enum: PLUA_TRAMPOLINE
    bint likely(bint) noexcept nogil
    bint unlikely(bint) noexcept nogil
    int plua_load(int *) noexcept nogil
    void plua_store(int *, int) noexcept nogil
    void plua_unreachable() noexcept nogil
    double plua_float(const Value *) noexcept nogil  # v.n, which gcc else loads with v.i and moves to a float register
    void plua_advise_large_pages(void *, size_t) noexcept nogil  # one page table entry for 2 MiB where the system can

# Order matters: truthy is tag > FALSE, number is (unsigned)(tag - INT) <= 1, collectable is tag >= COLL.
cdef enum:
    NIL = 0
    FALSE = 1
    TRUE = 2
    INT = 3
    FLT = 4
    LIGHT = 5        # light userdata: a bare pointer
    BUILTIN = 6      # a library function: a Builtin record, owned by the VM, never collected
    COLL = 7         # first collectable tag
    STR = 7          # interned string of at most SHORT_MAX bytes: equal means same pointer
    LSTR = 8         # longer string
    TAB = 9
    FUN = 10         # Lua closure
    NFUN = 11        # builtin with upvalues
    UDATA = 12
    CO = 13          # coroutine (thread)
    CELL = 14        # captured local; never seen by Lua as a value
    PROTO = 15       # never a value
    DEAD = 16        # tag of a node's key after the collector removed the entry; kept for `next` only
    KINDS = 16       # number of object kinds (index of VM.kinds)

cdef enum:
    SHORT_MAX = 40           # bytes of the longest interned string
    RESERVE = 48             # small slabs kept for when there is no memory
    NCLASSES = 7             # register arrays of 4, 8, ... 256 slots; index NCLASSES: larger, unpooled
    PAUSE_CLASSES = 96       # of collections by how long they took, four for each doubling from 1 microsecond on
    HEAP_CLASSES = 33        # heap size classes: 16, 32, ... 512 bytes (index = size / 16)
    OPEN = -1                # want: all results
    OPEN_HEADROOM = 256      # slots before the values in the open buffer, for what is put in front of them
    AGAIN = 1                # handler's status in the trampoline form
    DONE = 0                 # handler's status: leave run() normally
    FAILED = -1              # handler's or builtin's status: VM.err holds the error

cdef enum:             # metamethods; the first eight have an absence bit in Table.h.flags
    EV_INDEX = 0
    EV_NEWINDEX = 1
    EV_GC = 2
    EV_MODE = 3
    EV_LEN = 4
    EV_EQ = 5
    EV_CALL = 6
    EV_CLOSE = 7
    EV_ADD = 8               # same order as the opcodes OP_ADD ... OP_SHR
    EV_SUB = 9
    EV_MUL = 10
    EV_DIV = 11
    EV_MOD = 12
    EV_POW = 13
    EV_IDIV = 14
    EV_BAND = 15
    EV_BOR = 16
    EV_BXOR = 17
    EV_SHL = 18
    EV_SHR = 19
    EV_UNM = 20
    EV_BNOT = 21
    EV_CONCAT = 22
    EV_LT = 23
    EV_LE = 24
    EV_TOSTRING = 25
    EV_NAME = 26
    EV_PAIRS = 27
    EV_METATABLE = 28
    EV_COUNT = 29

ctypedef Object* ObjectP
ctypedef Value* ValueP
ctypedef Instr* InstrP
ctypedef Str* StrP
ctypedef Table* TableP
ctypedef Node* NodeP
ctypedef Cell* CellP
ctypedef Closure* ClosureP
ctypedef NativeClosure* NativeClosureP
ctypedef Builtin* BuiltinP
ctypedef Proto* ProtoP
ctypedef UpvalueSource* UpvalueSourceP
ctypedef SiteCounts* SiteCountsP
ctypedef LocalName* LocalNameP
ctypedef KeptLocal* KeptLocalP
ctypedef Frame* FrameP
ctypedef CallNode* CallNodeP
ctypedef CallPlace* CallPlaceP
ctypedef CallTree* CallTreeP
ctypedef Slots* SlotsP
ctypedef SlotPool* SlotPoolP
ctypedef Counters* CountersP
ctypedef Closer* CloserP
ctypedef Loss* LossP
ctypedef Buffer* BufferP
ctypedef Chunk* ChunkP
ctypedef OpenValues* OpenValuesP
ctypedef UData* UDataP
ctypedef Co* CoP
ctypedef Transfer* TransferP
ctypedef VM* VMP
ctypedef Slab* SlabP
ctypedef Arena* ArenaP
ctypedef FreeCell* FreeCellP
ctypedef char* CharP
ctypedef const char* ConstCharP
ctypedef unsigned char* ByteP
ctypedef void* VoidP
ctypedef StrP* StrPP
ctypedef ObjectP* ObjectPP
ctypedef ProtoP* ProtoPP
ctypedef CellP* CellPP
ctypedef SlabP* SlabPP

# A bytecode handler: the whole state of the interpreter is (closure, R, pc).
ctypedef int (*Handler)(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil
# A builtin: reads args[0..n), writes its results to vm.ret[0..count) and returns count, or sets vm.err and returns FAILED.
ctypedef int (*CFun)(VM *vm, Value *args, int n) noexcept nogil

# The host's side, set by bridge.py; each takes the GIL.  FAILED: vm.err is set.
ctypedef int (*HostWrite)(VM *vm, int stream, const char *s, int64_t n) noexcept nogil     # stream 1 output, 2 errors
ctypedef int64_t (*HostRead)(VM *vm, Buffer *b, int64_t n, bint line) noexcept nogil       # see in_read
ctypedef int (*HostPoll)(VM *vm) noexcept nogil                                            # signals: sets vm.interrupt
ctypedef int (*HostLoad)(VM *vm, Str *source, Str *name, Value *d) noexcept nogil          # compile: d is a closure without cells
ctypedef bint (*HostAllows)(VM *vm, const char *path) noexcept nogil                        # whether Lua may use a file
ctypedef void (*HostRelease)(VM *vm) noexcept nogil                                        # drop vm.dead_python

cdef union Bits:
    int64_t i
    uint64_t u
    double n
    Object *o
    Builtin *b
    void *p

cdef struct Value:           # 16 bytes; copy payload and tag separately (a merged copy fails store forwarding)
    Bits v
    int tag

cdef struct Object:          # header of everything on the heap, 8 bytes
    uint8_t kind             # its tag (STR ... PROTO); 0: a free cell
    uint8_t mark             # VM.epoch when reached by the running or last collection or made since
    uint8_t flags            # Table: absence bits of Event 0..7; other kinds: see OBJ_*
    uint8_t cls              # heap size class (size / 16); 0: an own malloc
    uint32_t aux             # string: hash; table: TABLE_*; native closure: number of upvalues; userdata: type

cdef enum:
    OBJ_FINALIZER = 1        # in Table.h.aux / UData.h.flags: listed in VM.finalizable
    OBJ_OWNED = 1            # closure or cell: its block's own, which RELEASE may give back; see release
    TABLE_WEAK_KEYS = 2      # in Table.h.aux, set while collecting
    TABLE_WEAK_VALUES = 4
    UDATA_FILE = 1           # UData.h.aux: io library file
    UDATA_PYTHON = 2         # UData.h.aux: ptr is a PyObject*

cdef struct FreeCell:        # a free heap cell
    Object h                 # kind 0
    FreeCell *next

cdef struct Slab:            # 64 KiB, aligned to its size; cells of one size class follow the header
    Slab *next               # of the same class
    uint32_t cls
    uint32_t carved          # cells handed out at least once; the rest was never used
    uint32_t cells           # cells it has room for
    uint32_t raw             # 1: cells are node vectors and the like, freed by their owners, not swept
    Arena *arena             # that it is part of; NULL: a block of its own

cdef struct Arena:           # memory for many slabs, aligned to its size: large pages spare misses of the TLB
    void *base
    Arena *next              # of those with free slabs
    Arena *prev
    uint32_t free            # bit i: slab i is not in use

cdef struct Str:             # bytes follow, then a NUL; len + 1 + 24 bytes in all
    Object h                 # aux: hash (of an LSTR: valid when flags is 1)
    int64_t len
    Str *chain               # next in the bucket of the string table (short strings)

cdef struct Cell:
    Object h
    Value v

cdef struct Node:            # 32 bytes; chained scatter with Brent's variation
    Bits val                 # with tag: node.val/tag laid out as a Value (see node_value)
    int tag
    int next                 # distance to the next node of the chain, 0: last
    Bits key
    int ktag                 # NIL: never used
    int pad

cdef struct Table:           # 48 bytes
    Object h
    Value *arr               # t[1..alen]; may hold nils but never in its last slot
    uint32_t alen
    uint32_t acap
    Node *node               # hmask + 1 nodes; &vm.dummy when there is no hash part
    uint32_t hmask
    uint32_t lastfree        # every node at and above it is taken
    Table *meta

cdef struct Instr:           # 8 bytes
    uint16_t op
    uint16_t a
    uint16_t b
    int16_t c

cdef struct UpvalueSource:
    int from_parent_local    # 1: index is the parent's register that holds the cell; 0: the parent's upvalue
    int index
    Str *name                # NULL in a stripped chunk

cdef struct LocalName:       # debug information of one local variable
    Str *name
    int reg
    int start                # first pc at which it is active
    int end                  # first pc at which it is not

cdef struct KeptLocal:       # a local of a chunk that later chunks see
    int reg
    int start                # first pc at which it is active
    int pin                  # index in VM.pins: its value between two chunks, or the cell that closures have too

cdef struct SiteCounts:      # what one instruction rented and allocated; see attribution.py
    int64_t executions
    int64_t frames           # rented
    int64_t fresh            # of them allocated
    int64_t locals_bytes     # of register arrays rented
    int64_t varargs          # buffers rented
    int64_t varargs_bytes
    int64_t closers          # closer lists rented, of frames and blocks
    int64_t closures         # made, as the following
    int64_t cells
    int64_t tables
    int64_t strings
    int64_t coroutines
    int64_t heap_bytes       # by which the heap grew, sweeps not counted

cdef struct Proto:
    Object h
    SlotPool *pool           # locals pool of its class
    Instr *code
    Value *k
    Proto **protos
    UpvalueSource *upvalues
    uint8_t *live            # one per instruction: registers that may hold live values
    int *lines               # one per instruction; NULL in a stripped chunk
    LocalName *locals
    int ncode
    int nk
    int nprotos
    int nupvalues
    int nlocals
    int nparams
    int nregs                # registers used, at most the pool's size
    int is_vararg
    int line
    int last_line
    Str *source              # chunk name as given
    Str *name                # for listings and counts; may be NULL
    int64_t entries          # calls, counted only while VM.counting
    int64_t fresh            # of them with a fresh frame
    int owned                # its closures are made with OBJ_OWNED
    uint8_t *feedback        # one per instruction, for a JIT tier; NULL for now
    SiteCounts *sites        # one per instruction, while attribution is on; NULL: none yet
    Proto *next_attributed   # in VM.attributed
    Handler jit_entry        # NULL for now
    int64_t bytes            # of its side arrays

cdef struct Closure:
    Object h
    Proto *p
    Cell *cells[1]           # p.nupvalues of them

cdef struct Builtin:
    CFun fn                  # NULL when op is set
    Handler op               # of builtins that continue in the VM (pcall, coroutine.resume, ...): run at a CALL instruction
    const char *name         # as in messages: "insert"
    const char *library      # "table"; "" for base
    int flags
    int id                   # BI_* for builtins that the VM knows (next, ipairs' iterator, ...), else 0
    Builtin *next            # in VM.builtins

cdef enum:
    BI_NONE = 0
    BI_NEXT = 1
    BI_IPAIRS_STEP = 2
    BI_ERROR = 3
    BI_PCALL = 4
    BI_XPCALL = 5
    BI_YIELD = 6
    BI_RESUME = 7
    BI_WRAP_STEP = 8
    BI_SELECT = 10

cdef struct NativeClosure:
    Object h                 # aux: number of upvalues
    Builtin *b
    Value up[1]

cdef struct UData:
    Object h                 # aux: UDATA_*
    Table *meta
    void *ptr
    int64_t size
    int64_t nuser
    Value user[1]            # user values

cdef struct Slots:           # header of a register or varargs array; the slots follow
    Slots *next              # while free
    uint32_t generation      # poison mode: counts rents
    uint16_t cls             # index of its pool; NCLASSES: large
    uint16_t returned        # 1 between return and rent (kept in poison mode)

cdef struct Counters:        # of one pool; live = rents - returns, hits = rents - misses
    int64_t rents
    int64_t misses
    int64_t returns
    int64_t drops
    int64_t trims
    int64_t high_water
    int64_t capacity         # objects retained at most; excess is trimmed at collections and snapshots
    int64_t extra            # of the returns: counted twice by a planted fault

cdef enum:                   # pools that a fault may be planted in
    IN_FRAMES = 0
    IN_LOCALS = 1
    IN_VARARGS = 2
    IN_TBC = 3
    IN_BLOCKS = 4
    IN_SCRATCH = 5
    FAULT_POOLS = 6

cdef enum:                   # what a planted fault does; see faults.py
    NO_FAULT = 0
    NO_RETURN = 1            # what leaves is not given back
    DOUBLE_RETURN = 2        # it is given back twice
    USE_AFTER_RETURN = 3     # it is written to after it was given back; in poison mode only
    MOST_LOSSES = 64

cdef struct Loss:            # what planted faults did to what one line rented
    int64_t count
    int pool
    int kind
    int line                 # 0: unknown
    char chunk[60]           # as messages show it
    char function[40]        # that was entered; empty for none

cdef struct SlotPool:
    Slots *free
    Slots *stock             # set aside by a snapshot; the refill draws from it one by one
    int64_t nstock           # arrays in it
    Counters n
    int64_t large_slots      # slots of all arrays ever rented from the pool of large ones
    int size                 # slots of one array; 0: the pool of large arrays
    int cls

cdef enum:         # Frame.flags
    F_VARARGS = 1            # va is rented
    F_CLOSERS = 2            # tbc is not empty
    F_BUILTIN = 4            # frame of a builtin (pcall, a library function that calls Lua, ...): R[0] is the function
    F_GUARD = 8              # protected call: errors stop here
    F_BASE = 16              # bottom of a nested run(): errors and yields do not pass
    F_TAIL = 32              # entered by a tail call
    F_HIDDEN = 128           # a trampoline; not a level of the traceback
    F_CO_BASE = 256          # bottom of a coroutine
    F_CLOSING = 512          # its closers are running (return, close or unwind)
    F_META = 1024            # entered for a metamethod
    F_HANDLER = 2048         # GUARD with a message handler in R[2] (xpcall)
    F_FINALIZER = 4096       # runs a __gc metamethod
    F_HOOK = 8192
    F_HOST = 16384           # BASE entered from the host: uncaught errors get their traceback here
    F_PROTECTED = 32768      # BASE whose caller deals with errors itself: no handler beyond it is looked for
    F_CALLED = 65536         # its call hook is done
    F_KEEPS = 131072         # main function of a chunk whose locals are kept
    F_RETURNS = 131072       # its next instruction shows the return of the builtin it called (hooks are on)

cdef struct Frame:           # 64 bytes: describes its own activation
    Frame *prev              # caller; while free: next free frame
    Value *R                 # its registers
    Instr *pc                # while it is not on top: the instruction it is suspended in
    Closure *cl
    Value *va                # varargs, or the results kept while closers run on return
    Closer *tbc              # innermost closer list; NULL: none
    uint32_t nva
    uint16_t cont            # opcode that takes its results instead of the caller's CALL; 0: none
    uint16_t left            # operands left to concatenate while a CONCAT is suspended
    uint32_t flags           # F_*; none but F_TAIL on the fast path of returns
    uint32_t level           # depth of the stack it stands on

cdef enum:
    CALL_NODES = 1000        # of a call tree; what would need more is counted as lost
    CALL_PLACES = 256        # room of its table of frames at first; a power of two

cdef struct CallNode:        # a function in its place of the call tree; see calltree.py
    CallNode *caller
    CallNode *first          # called by it
    CallNode *next           # called by the same caller
    Proto *p                 # alive as long as the tree; NULL: the host
    int64_t entries
    int64_t fresh            # of them with a fresh frame
    int64_t tails            # of them by tail calls that took a frame over
    int64_t deepest          # level of its deepest frame

cdef struct CallPlace:
    Frame *frame
    CallNode *node

cdef struct CallTree:
    CallNode nodes[CALL_NODES]
    int64_t n
    int64_t lost             # entries of functions that had no room
    CallPlace *places        # every frame's node, by address
    int64_t room             # a power of two
    int64_t used

cdef enum:
    CLOSER_SLOTS = 10

cdef struct Closer:          # 48 bytes; one kind of record behind the pools `tbc` and `block closers`
    Closer *next             # enclosing block's record, at last the frame's list head; while free: next free; of a head: the Frame that stops the error while its frame is unwound, else NULL
    int64_t is_head          # 1: the frame's list (pool tbc); 0: a block's (pool block closers)
    uint16_t n               # registers listed
    uint16_t base            # lowest register of the block
    int line                 # where it was rented, while a fault is planted; else 0
    uint16_t regs[CLOSER_SLOTS]

cdef struct OpenValues:      # a growable double-ended buffer of values in transit
    OpenValues *prev         # that of the enclosing run()
    Value *base
    Value *lo                # first live value; headroom before it
    int64_t n                # live values
    int64_t cap              # slots from base

cdef struct Buffer:          # growable byte buffer, rented from the pool `scratch`
    char *p
    int64_t n
    int64_t cap
    Buffer *next
    int failed               # 1: out of memory or too large; further adds do nothing

cdef enum:
    CHUNK_BUCKETS = 256

cdef struct Chunk:           # a text that was compiled, kept in the pool `chunks`; the text and its name follow
    Chunk *newer             # loaded more recently
    Chunk *older
    Chunk *chain             # the next in its bucket
    Proto *p                 # its main function, a root of the collector
    uint32_t hash            # of the text
    uint32_t sum             # of the instructions, in poison mode
    int64_t text_len
    int64_t name_len
    int64_t bytes            # of all that is kept

cdef enum:
    CO_SUSPENDED = 0
    CO_RUNNING = 1
    CO_NORMAL = 2
    CO_DEAD = 3

cdef struct Co:
    Object h
    Frame *frame             # its top frame while it does not run
    Co *resumer              # who resumed it, while it runs or is normal
    Co *prev_all             # list of all coroutines that hold frames
    Co *next_all
    int status               # CoStatus
    int started
    int wrapped              # current resume came from a coroutine.wrap function
    int failed               # died by an error: frames kept for traceback until closed
    int unyieldable          # nested run() levels inside it
    int hook_mask
    int levels               # C levels that frames made since its last resume or caught error count as, as in PUC
    Value error              # of a failed coroutine
    Value hook
    int hook_count           # instructions between two count events, 0: none
    int hook_left            # until the next one
    int active_hooks         # hook_mask, 0 while a hook or finalizer runs
    int in_hook              # such a one runs
    int hook_pending         # sethook has not returned yet: its return event comes first
    int pad
    Builtin *returning       # what a frame with F_RETURNS called last

cdef enum:         # Co.hook_mask
    HOOK_CALL = 1
    HOOK_RETURN = 2
    HOOK_LINE = 4
    HOOK_COUNT = 8

cdef struct Transfer:        # arguments or results that a call or return hook may look at
    Frame *frame             # of the function called or returning; NULL: a builtin's
    Value *values
    int64_t count
    int first                # index of the first one for debug.getlocal; 0: none

cdef struct KindStats:
    int64_t rents
    int64_t returns
    int64_t bytes_live       # when last settled (see settle_counters)
    int64_t bytes_beyond     # that no size class tells: of large objects, and of the parts of Protos
    int64_t high_water

cdef struct ClassStats:
    int64_t rents
    int64_t misses           # cells carved for the first time, and own mallocs
    int64_t returns
    int64_t slabs
    int64_t drops            # own mallocs (mode off) freed
    int64_t trims            # free cells that went with their slab
    int64_t free_cells       # free object cells when last settled (see settle_counters)
    int64_t raw_free_cells   # free cells of raw slabs
    int64_t carved           # cells of object slabs that were used once, free ones included
    int64_t mallocs          # live objects with an own malloc (mode off)
    FreeCell *aside          # free object cells kept from new_small's fast path (modes off and poison)

cdef enum:
    POOLS_ON = 0
    POOLS_OFF = 1
    POOLS_POISON = 2

cdef enum:         # VM.err_kind
    ERR_LUA = 0              # ordinary: pcall catches it
    ERR_INTERRUPT = 1        # passes pcall
    ERR_LIMIT = 2            # instruction, time or output limit: passes pcall
    ERR_MEMORY = 3           # "not enough memory": ordinary
    ERR_EXIT = 4             # os.exit: passes pcall
    ERR_INTERNAL = 5

cdef struct VM:
    # hot: read or written by handlers
    Handler table[OP_COUNT]
    Frame *frame             # top frame
    Frame *free_frames
    int64_t budget           # charged by backward jumps and calls; below zero: cold handler
    int64_t frame_rents
    int64_t frame_returns
    Value *ret               # where builtins put results
    OpenValues *open         # open results in transit
    int64_t used             # heap bytes
    int64_t limit            # collect at a safepoint when used is above it
    FreeCell *free[HEAP_CLASSES]
    uint8_t epoch            # colour of live objects, 1 or 2
    uint8_t collecting
    uint8_t gc_stopped
    uint8_t gc_stress        # collect at one safepoint in so many; 0: only when due
    int mode                 # PoolMode
    Co *co                   # running coroutine
    Builtin *builtin         # library function that runs now
    Value self               # its function value (upvalues of a NativeClosure)
    Value nilv
    Value *args              # arguments of a builtin with an `op`
    int nargs
    Value tmp[8]             # a metamethod call asked for by a slow path: function and arguments
    int tmp_n                # number of arguments
    int tmp_cont             # opcode that takes the results
    Value traceback          # of the last error that no pcall caught: a string, or nil
    Value message            # what that error's __tostring gave: a string, or nil
    Frame *root              # bottom of the main coroutine's stack; owned by the VM, not pooled
    int64_t pool_bytes       # of frames, arrays, closers, buffers and open values, free ones included
    Node dummy               # the empty hash part; never written
    Table *globals
    Table *registry
    Table *loaded            # package.loaded
    Table *type_meta[KINDS]  # metatables of types other than table and userdata, by tag
    Str *names[EV_COUNT]     # "__index", ...
    Str *env_name            # "_ENV"
    Str *memory_message      # "not enough memory"
    SlotPool locals[NCLASSES + 1]
    SlotPool varargs[NCLASSES + 1]
    Counters frames          # rents and returns: see frame_rents, frame_returns
    Frame *frame_stock
    int64_t nframe_stock     # frames in it
    Counters tbc
    Counters block_closers
    Closer *free_closers[2]  # of blocks, of frames: index is_head
    Counters scratch
    Buffer *free_buffers
    int64_t scratch_capacity_bytes  # of all buffers that are kept
    Counters chunks          # rents are loads of text
    Chunk *newest_chunk      # the last loaded
    Chunk *oldest_chunk
    Chunk *chunk_buckets[CHUNK_BUCKETS]   # by hash
    int64_t nchunks
    int64_t chunk_bytes      # of what is kept
    int64_t chunks_capacity_bytes  # at most so many
    int64_t chunk_bytes_saved
    Buffer no_buffer         # rented when there is no memory for another: always failed
    OpenValues *free_open
    int64_t ret_cap
    # hooks
    int hooks                # active_hooks of the running coroutine, when the table was made; see hooks.py
    Transfer transfer        # of the innermost hook
    Handler plain[OP_COUNT]  # the handlers themselves; table[] has op_hook in their place while hooks are on
    int64_t trace_left       # instructions still to be recorded; table[] holds op_trace while there are any
    Handler traced[OP_COUNT]  # what op_trace goes on with
    # attribution
    int attributing          # table[] holds op_attribute
    SiteCounts *site         # of the instruction that runs
    SiteCounts tallied       # the totals when last settled
    int64_t settled_used
    int64_t settled_rents
    SiteCounts elsewhere     # what no instruction did
    CallTree *calltree       # who called whom; NULL unless functions are counted
    Proto *attributed        # functions with counts: they live as long as these do
    int64_t varargs_rents    # of all sizes, and
    int64_t varargs_bytes    # bytes of them: attribution looks often
    int64_t swept_bytes      # by which collections made `used` less
    # frame counts by kind; Lua calls are the rest
    int64_t n_tail
    int64_t n_builtin
    int64_t n_meta
    int64_t n_pcall
    int64_t n_coroutine
    int64_t peak_level
    # errors
    Value err                # the error on its way
    int err_kind             # ErrorKind
    int err_handled          # its message handler has run
    int kept_runs            # nested runs whose caller goes on after an error
    Frame *failed            # top frame when an error leaves nested runs that a dying coroutine keeps; NULL: none
    int exit_code            # of os.exit, with the kind ERR_EXIT
    int exit_closes          # os.exit was asked to close the state
    int hook_removed         # a hook was ended by the host during this run, and removed
    # budget
    int64_t granted          # budget handed out since the run began
    int64_t instruction_limit  # 0: none
    double poll_time         # when the host was asked for signals last
    double time_limit        # seconds of a top-level run, 0: none
    double deadline          # CLOCK_MONOTONIC seconds, 0: none
    int had_grace            # a limit was reached in this run, and closers were granted a little more: no other time
    int interrupt            # atomic: set by any thread
    int mem_pending          # the memory limit was passed: raise at the next safepoint
    int nested_plain                # the running builtin was called by a builtin without a frame
    int ccalls               # C levels as PUC counts them: nested runs, protected calls, metamethods, resumes
    int max_ccalls           # 200
    uint32_t max_level       # frames of one coroutine, 200,000
    int level_limit          # max_ccalls and
    uint32_t frame_limit     # max_level at the start of a top-level run
    uint32_t overflow_room   # frames that max_level holds more while the handler of a stack overflow runs
    int64_t memory_limit     # bytes, 0: none
    int64_t string_limit     # bytes of one string or buffer
    int too_long             # a string was refused for it: the failure to come says so
    int64_t coroutine_limit  # live at once, the main one not counted; 0: none
    int64_t output_limit     # bytes of a top-level run, 0: none
    int64_t output_bytes     # written by it
    Slab *reserve[RESERVE]   # small slabs for when there is no memory, until the next safepoint raises
    int nreserve
    int64_t lost             # fields that could not be set, and builtins that could not be made, for want of memory
    int64_t fault_in         # for tests: allocations until one fails, 0: none does
    int fault_lasts          # and all that follow it
    # heap
    int64_t peak
    int64_t large_bytes
    KindStats kinds[KINDS]
    ClassStats classes[HEAP_CLASSES]
    int64_t cells[KINDS][HEAP_CLASSES]  # live objects by size class, 0: large; of kinds with one size only when settled
    FreeCell *raw_free[HEAP_CLASSES]
    int slow_pools           # the inline halves of the pools are not for use: mode other than on, a fault planted, or:
    int small_pools          # some capacity is so small that it is tested at each return
    int faults               # whether one is
    uint8_t fault[FAULT_POOLS]
    Frame *leaving           # whose parts are given back now, NULL: none
    Frame *lost_frames       # by planted faults, linked by prev
    Slots *lost_slots[FAULT_POOLS]
    Closer *lost_closers[FAULT_POOLS]
    Buffer *lost_buffers
    Loss losses[MOST_LOSSES]
    int nlosses
    int64_t losses_elsewhere  # at more lines than there is room for
    int64_t nslabs           # in use
    Arena *arenas            # those with free slabs
    Slab *slabs[HEAP_CLASSES]
    Slab *raw_slabs[HEAP_CLASSES]
    Object **large           # objects with an own malloc
    int64_t nlarge
    int64_t large_cap
    Object **gray            # explicit mark stack
    int64_t ngray
    int64_t gray_cap
    int gray_lost            # there was no memory for all of it: look through the heap for what was marked
    Object **weak            # weak tables and ephemerons met while marking
    int64_t nweak
    int64_t weak_cap
    Object **finalizable     # objects with __gc, in order of their marking for finalization
    int64_t nfinalizable
    int64_t finalizable_cap
    Object **pending         # their finalizers are to be called, last first
    int64_t npending
    int64_t pending_cap
    int64_t collections
    double pause             # seconds spent collecting
    int64_t pauses[PAUSE_CLASSES]  # collections; [0]: below 1 us, [i]: below 2 ** (i / 4) us, the last: all others
    int64_t pool_debt        # bytes the pools allocated since the last collection; limit is lower by so much
    int gc_pause             # percent, 200: next collection at twice the live size
    int gc_generational      # the mode that collectgarbage reports
    int gc_step_multiplier   # percent, 100: see the steps of collectgarbage
    int gc_step_size         # log2 of the bytes of a basic step, 13
    int64_t gc_due           # `used` at which the next collection would begin, for steps: they know no least limit
    double gc_paid           # heap bytes that steps have paid for since then
    int in_finalizer
    Str **strings            # the string table
    uint32_t string_mask
    uint32_t nstrings
    uint64_t seed            # of string hashes
    Builtin *self_wrap       # what functions made by coroutine.wrap run
    Builtin *self_gmatch     # what iterators of string.gmatch run; nothing hands these three out, as they need upvalues
    Builtin *self_lines      # what iterators of io.lines and file:lines run
    Builtin *python_builtin  # behind every Python callable
    Builtin *handler_builtin  # stands in tracebacks for the host's message handler; never called
    Builtin *last_builtin    # registered last
    Builtin no_builtin       # in the place of one that could not be made
    Builtin *builtins        # all of them
    Co *main_co
    Co *all_co
    int64_t closures_released  # by RELEASE at the end of their block
    int64_t cells_released   # the same
    int64_t co_abandoned     # suspended coroutines given back by the collector
    int64_t pins_n
    int64_t pins_cap
    int64_t pins_free        # head of the list of free pins (v.i: the next one), -1: none
    Value *pins              # values held by Python handles; free ones hold nil
    Proto *kept_proto        # main function of the chunk whose locals are kept; NULL: none. The host holds its closure
    KeptLocal *kept          # those locals in order of declaration, the ones it begins with first
    int nkept
    int kept_active          # how many of them had begun when it was left
    Object **dead_python     # PyObject* to be released outside the collector
    int64_t ndead_python
    int64_t dead_python_cap
    Proto *internal[8]       # the VM's own code (see calls.py)
    Closure *internal_cl[8]
    void *host               # PyObject* (borrowed) of the State that owns the VM
    HostWrite host_write
    HostRead host_read
    HostPoll host_poll
    HostLoad host_load
    HostRelease host_release
    HostAllows host_allows   # NULL: Lua may use every file
    Table *environment       # what os.getenv knows, pinned; NULL: the process's own
    int text_only            # binary chunks are refused
    char *out                # output not yet handed to the sink
    int64_t out_n
    int64_t out_cap
    double out_time          # when it was last handed over
    int owns_process         # standard streams are the C library's, Ctrl-C is an ordinary error; see bridge.State
    int closing              # the state is being closed: no object becomes finalizable any more
    int counting             # per-function counts are on
    int warn_on
    uint64_t rng[4]          # math.random: xoshiro256**
    uint32_t stress_state    # chooses the safepoints that collect under stress
    # the five registers between handlers, in the trampoline form
    Value *tR
    Instr *tpc
    Value *tK
    Closure *tcl

cdef inline int go(VM *vm, Value *R, Instr *pc, Value *K, Closure *cl) noexcept nogil:
    """Dispatch the instruction at pc."""
    if PLUA_TRAMPOLINE:
        vm.tR = R
        vm.tpc = pc
        vm.tK = K
        vm.tcl = cl
        return AGAIN
    return vm.table[pc.op](vm, R, pc, K, cl)

cdef inline int sbx(Instr *pc) noexcept nogil:
    return (<int *> &pc.b)[0]

cdef inline void copy(Value *d, const Value *s) noexcept nogil:
    d.v.u = s.v.u
    d.tag = s.tag

cdef inline void put_nil(Value *d) noexcept nogil:
    d.tag = NIL

cdef inline void put_bool(Value *d, bint b) noexcept nogil:
    d.tag = FALSE + (b != 0)

cdef inline void put_int(Value *d, int64_t i) noexcept nogil:
    d.v.i = i
    d.tag = INT

cdef inline void put_flt(Value *d, double n) noexcept nogil:
    d.v.n = n
    d.tag = FLT

cdef inline void put_obj(Value *d, void *o, int tag) noexcept nogil:
    d.v.p = o
    d.tag = tag

cdef inline void put_str(Value *d, Str *s) noexcept nogil:
    d.v.p = s
    d.tag = s.h.kind

cdef inline bint truthy(const Value *v) noexcept nogil:
    return v.tag > FALSE

cdef inline bint isnum(const Value *v) noexcept nogil:
    return (<unsigned int> (v.tag - INT)) <= 1

cdef inline bint isstr(const Value *v) noexcept nogil:
    return (<unsigned int> (v.tag - STR)) <= 1

cdef inline bint isfun(const Value *v) noexcept nogil:
    return v.tag == FUN or v.tag == BUILTIN or v.tag == NFUN

cdef inline double num(const Value *v) noexcept nogil:
    """Return the value of a number as a float."""
    if v.tag == INT:
        return <double> v.v.i
    return v.v.n

cdef inline char *chars(Str *s) noexcept nogil:
    return <char *> (s + 1)

cdef inline Str *str_of(const Value *v) noexcept nogil:
    return <Str *> v.v.o

cdef inline Table *tab_of(const Value *v) noexcept nogil:
    return <Table *> v.v.o

cdef inline Value *node_value(Node *n) noexcept nogil:
    """A node begins with its value, laid out as a Value."""
    return <Value *> n

cdef inline Slots *slots_of(Value *r) noexcept nogil:
    return (<Slots *> r) - 1
