# The mathematical library: signatures of math.py.
from libc.stdint cimport int64_t, uint64_t
from interpreter.vm.values cimport Table, Value, VM

ctypedef double (*RealFunction)(double) noexcept nogil

cdef void open_math(VM *vm) noexcept nogil

cdef int real(VM *vm, Value *args, int n, RealFunction f) noexcept nogil
cdef int math_sin(VM *vm, Value *args, int n) noexcept nogil
cdef int math_cos(VM *vm, Value *args, int n) noexcept nogil
cdef int math_tan(VM *vm, Value *args, int n) noexcept nogil
cdef int math_asin(VM *vm, Value *args, int n) noexcept nogil
cdef int math_acos(VM *vm, Value *args, int n) noexcept nogil
cdef int math_atan(VM *vm, Value *args, int n) noexcept nogil
cdef int math_sqrt(VM *vm, Value *args, int n) noexcept nogil
cdef int math_exp(VM *vm, Value *args, int n) noexcept nogil
cdef double log_in_base(double x, double base) noexcept nogil
cdef int math_log(VM *vm, Value *args, int n) noexcept nogil
cdef int math_deg(VM *vm, Value *args, int n) noexcept nogil
cdef int math_rad(VM *vm, Value *args, int n) noexcept nogil

cdef bint is_int(Value *args, int n, int i) noexcept nogil
cdef int ret_integral(VM *vm, double x) noexcept nogil
cdef int math_floor(VM *vm, Value *args, int n) noexcept nogil
cdef int math_ceil(VM *vm, Value *args, int n) noexcept nogil
cdef int math_modf(VM *vm, Value *args, int n) noexcept nogil
cdef int fmod_integers(VM *vm, int64_t x, int64_t y) noexcept nogil
cdef int math_fmod(VM *vm, Value *args, int n) noexcept nogil
cdef int math_abs(VM *vm, Value *args, int n) noexcept nogil

cdef int math_tointeger(VM *vm, Value *args, int n) noexcept nogil
cdef int math_type(VM *vm, Value *args, int n) noexcept nogil
cdef int math_ult(VM *vm, Value *args, int n) noexcept nogil
cdef int best_argument(VM *vm, Value *args, int n, bint largest) noexcept nogil
cdef int math_max(VM *vm, Value *args, int n) noexcept nogil
cdef int math_min(VM *vm, Value *args, int n) noexcept nogil

cdef uint64_t rotate_left(uint64_t x, int bits) noexcept nogil
cdef uint64_t next_random(uint64_t *state) noexcept nogil
cdef void seed_random(uint64_t *state, uint64_t first, uint64_t second) noexcept nogil
cdef uint64_t project(uint64_t random, uint64_t limit, uint64_t *state) noexcept nogil
cdef int random_integer(VM *vm, uint64_t random, int64_t low, int64_t high) noexcept nogil
cdef int random_up_to(VM *vm, Value *args, int n, uint64_t random) noexcept nogil
cdef int math_random(VM *vm, Value *args, int n) noexcept nogil
cdef int ret_seeds(VM *vm, int64_t first, int64_t second) noexcept nogil
cdef int seed_by_chance(VM *vm) noexcept nogil
cdef int math_randomseed(VM *vm, Value *args, int n) noexcept nogil

cdef int math_cosh(VM *vm, Value *args, int n) noexcept nogil
cdef int math_sinh(VM *vm, Value *args, int n) noexcept nogil
cdef int math_tanh(VM *vm, Value *args, int n) noexcept nogil
cdef int math_log10(VM *vm, Value *args, int n) noexcept nogil
cdef int math_pow(VM *vm, Value *args, int n) noexcept nogil
cdef int math_frexp(VM *vm, Value *args, int n) noexcept nogil
cdef int math_ldexp(VM *vm, Value *args, int n) noexcept nogil

cdef void register_functions(VM *vm, Table *t) noexcept nogil
cdef void register_old_functions(VM *vm, Table *t) noexcept nogil
cdef void register_constants(VM *vm, Table *t) noexcept nogil
