# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, binding=False
# cython: nonecheck=False, infer_types=True
"""The mathematical library, with xoshiro256** as its generator of random numbers.

After PUC's lmathlib.c (manual §6.7); a seed gives the same numbers as there.
"""

import cython
from cython.cimports.interpreter.vm.strings import flt_to_int, str_from, to_integer
from cython.cimports.interpreter.vm.support import (
    arg_error,
    check_any,
    check_int,
    check_num,
    fail,
    is_none_or_nil,
    less,
    new_library,
    opt_int,
    opt_num,
    reg,
    ret_bool,
    ret_flt,
    ret_int,
    ret_nil,
    ret_value,
    ret_z,
    set_field,
)
from cython.cimports.interpreter.vm.tables import get_str
from cython.cimports.interpreter.vm.values import (
    FAILED,
    FLT,
    INT,
    TableP,
    Value,
    copy,
    isnum,
    put_flt,
    put_int,
)
from cython.cimports.libc.math import (
    HUGE_VAL,
    M_PI,
    acos,
    asin,
    atan2,
    ceil,
    cos,
    cosh,
    exp,
    fabs,
    floor,
    fmod,
    frexp,
    ldexp,
    log,
    log2,
    log10,
    pow,
    sin,
    sinh,
    sqrt,
    tan,
    tanh,
)
from cython.cimports.libc.stdint import INT64_MAX, INT64_MIN, int64_t, uint64_t
from cython.cimports.libc.time import time

# ---------------------------------------------------------------------------------------------------- real functions


def real(vm, args, n, f):
    """Apply a function of one float."""
    x: cython.double
    if check_num(vm, args, n, 0, cython.address(x)) < 0:
        return FAILED
    return ret_flt(vm, f(x))


def math_sin(vm, args, n):
    """Return the sine of an angle in radians."""
    return real(vm, args, n, sin)


def math_cos(vm, args, n):
    """Return the cosine of an angle in radians."""
    return real(vm, args, n, cos)


def math_tan(vm, args, n):
    """Return the tangent of an angle in radians."""
    return real(vm, args, n, tan)


def math_asin(vm, args, n):
    """Return the arc sine."""
    return real(vm, args, n, asin)


def math_acos(vm, args, n):
    """Return the arc cosine."""
    return real(vm, args, n, acos)


def math_atan(vm, args, n):
    """Return the arc tangent of y / x, x is 1 by default, in the right quadrant."""
    x: cython.double
    y: cython.double
    if check_num(vm, args, n, 0, cython.address(y)) < 0 or opt_num(vm, args, n, 1, 1, cython.address(x)) < 0:
        return FAILED
    return ret_flt(vm, atan2(y, x))


def math_sqrt(vm, args, n):
    """Return the square root."""
    return real(vm, args, n, sqrt)


def math_exp(vm, args, n):
    """Return e to the power of x."""
    return real(vm, args, n, exp)


def log_in_base(x, base):
    """Return a logarithm, exact for powers of 2 and 10 in these bases."""
    if base == 2.0:
        return log2(x)
    if base == 10.0:
        return log10(x)
    return log(x) / log(base)


def math_log(vm, args, n):
    """Return the logarithm, by default the natural one."""
    x: cython.double
    base: cython.double
    if is_none_or_nil(args, n, 1):
        return real(vm, args, n, log)
    if check_num(vm, args, n, 0, cython.address(x)) < 0 or check_num(vm, args, n, 1, cython.address(base)) < 0:
        return FAILED
    return ret_flt(vm, log_in_base(x, base))


def math_deg(vm, args, n):
    """Convert radians to degrees."""
    x: cython.double
    if check_num(vm, args, n, 0, cython.address(x)) < 0:
        return FAILED
    return ret_flt(vm, x * (180.0 / M_PI))


def math_rad(vm, args, n):
    """Convert degrees to radians."""
    x: cython.double
    if check_num(vm, args, n, 0, cython.address(x)) < 0:
        return FAILED
    return ret_flt(vm, x * (M_PI / 180.0))


# ---------------------------------------------------------------------------------------------- integers and floats


def is_int(args, n, i):
    """Return whether an argument is a number of subtype integer."""
    return i < n and args[i].tag == INT


def ret_integral(vm, x):
    """Return an integral float as an integer when it fits."""
    i: int64_t
    if flt_to_int(x, cython.address(i)):
        return ret_int(vm, i)
    return ret_flt(vm, x)


def math_floor(vm, args, n):
    """Return the largest integral value not above x."""
    x: cython.double
    if is_int(args, n, 0):
        return ret_value(vm, args)
    if check_num(vm, args, n, 0, cython.address(x)) < 0:
        return FAILED
    return ret_integral(vm, floor(x))


def math_ceil(vm, args, n):
    """Return the smallest integral value not below x."""
    x: cython.double
    if is_int(args, n, 0):
        return ret_value(vm, args)
    if check_num(vm, args, n, 0, cython.address(x)) < 0:
        return FAILED
    return ret_integral(vm, ceil(x))


def math_modf(vm, args, n):
    """Return the integral part, rounded toward zero, and the fractional part."""
    x: cython.double
    whole: cython.double
    if is_int(args, n, 0):
        put_flt(vm.ret + 1, 0.0)
        ret_value(vm, args)
        return 2
    if check_num(vm, args, n, 0, cython.address(x)) < 0:
        return FAILED
    whole = ceil(x) if x < 0 else floor(x)
    put_flt(vm.ret + 1, 0.0 if x == whole else x - whole)  # inf - inf is NaN
    ret_integral(vm, whole)
    return 2


def fmod_integers(vm, x, y):
    """Return the remainder of integers that rounds toward zero."""
    if y == 0:
        return arg_error(vm, 1, b"zero")
    if y == -1:  # the processor traps at the smallest integer
        return ret_int(vm, 0)
    return ret_int(vm, x % y)


def math_fmod(vm, args, n):
    """Return the remainder of the division that rounds toward zero."""
    x: cython.double
    y: cython.double
    if is_int(args, n, 0) and is_int(args, n, 1):
        return fmod_integers(vm, args[0].v.i, args[1].v.i)
    # The second first, as PUC's build for this processor evaluates the two: programs see it in the message.
    if check_num(vm, args, n, 1, cython.address(y)) < 0 or check_num(vm, args, n, 0, cython.address(x)) < 0:
        return FAILED
    return ret_flt(vm, fmod(x, y))


def math_abs(vm, args, n):
    """Return the absolute value; the smallest integer wraps around to itself."""
    if is_int(args, n, 0):
        return ret_int(vm, -args[0].v.i if args[0].v.i < 0 else args[0].v.i)
    return real(vm, args, n, fabs)


def math_tointeger(vm, args, n):
    """Convert a value with an exact integer value to it, anything else to nil."""
    i: int64_t
    if check_any(vm, args, n, 0) < 0:
        return FAILED
    if to_integer(args, cython.address(i)):
        return ret_int(vm, i)
    return ret_nil(vm)


def math_type(vm, args, n):
    """Return the subtype of a number, nil for anything else."""
    if check_any(vm, args, n, 0) < 0:
        return FAILED
    if not isnum(args):
        return ret_nil(vm)
    return ret_z(vm, b"float") if args[0].tag == FLT else ret_z(vm, b"integer")


def math_ult(vm, args, n):
    """Compare two integers as unsigned ones."""
    x: int64_t
    y: int64_t
    if check_int(vm, args, n, 0, cython.address(x)) < 0 or check_int(vm, args, n, 1, cython.address(y)) < 0:
        return FAILED
    return ret_bool(vm, cython.cast(uint64_t, x) < cython.cast(uint64_t, y))


def best_argument(vm, args, n, largest):
    """Return the largest or smallest argument by `<`; anything comparable will do."""
    i: cython.int
    best: cython.int = 0
    better: cython.int
    if n == 0:
        return arg_error(vm, 0, b"value expected")
    for i in range(1, n):
        better = less(vm, args + best, args + i) if largest else less(vm, args + i, args + best)
        if better < 0:
            return FAILED
        if better:
            best = i
    return ret_value(vm, args + best)


def math_max(vm, args, n):
    """Return the largest argument."""
    return best_argument(vm, args, n, True)


def math_min(vm, args, n):
    """Return the smallest argument."""
    return best_argument(vm, args, n, False)


# --------------------------------------------------------------------------------------------------- random numbers
# xoshiro256** by D. Blackman and S. Vigna (prng.di.unimi.it), seeded as PUC does.


def rotate_left(x, bits):
    """Rotate 64 bits to the left."""
    return (x << bits) | (x >> (64 - bits))


def next_random(state):
    """Advance the generator and return 64 random bits."""
    result: uint64_t = rotate_left(state[1] * 5, 7) * 9
    shifted: uint64_t = state[1] << 17
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = rotate_left(state[3], 45)
    return result


def seed_random(state, first, second):
    """Set the state from two integers and skip the first numbers, which still show them."""
    _: cython.int
    state[0] = first
    state[1] = 0xFF  # the state must not be all zero
    state[2] = second
    state[3] = 0
    for _ in range(16):
        next_random(state)


def project(random, limit, state):
    """Return a number in [0, limit] without bias: mask the random bits, and draw again while they are above it."""
    mask: uint64_t = limit
    shift: cython.int = 1
    while shift < 64:
        mask |= mask >> shift
        shift *= 2
    random &= mask
    while random > limit:
        random = next_random(state) & mask
    return random


def random_integer(vm, random, low, high):
    """Return an integer in [low, high] made from random bits."""
    span: uint64_t = cython.cast(uint64_t, high) - cython.cast(uint64_t, low)
    if low > high:
        return arg_error(vm, 0, b"interval is empty")
    return ret_int(vm, cython.cast(int64_t, project(random, span, vm.rng) + cython.cast(uint64_t, low)))


def random_up_to(vm, args, n, random):
    """Return an integer in [1, m], or any integer when m is zero."""
    high: int64_t
    if check_int(vm, args, n, 0, cython.address(high)) < 0:
        return FAILED
    if high == 0:
        return ret_int(vm, cython.cast(int64_t, random))
    return random_integer(vm, random, 1, high)


def math_random(vm, args, n):
    """Return a float in [0, 1), or an integer in a range."""
    low: int64_t
    high: int64_t
    random: uint64_t = next_random(vm.rng)
    if n == 0:
        return ret_flt(vm, cython.cast(cython.double, cython.cast(int64_t, random >> 11)) * (0.5 / 4503599627370496.0))
    if n == 1:
        return random_up_to(vm, args, n, random)
    if n > 2:
        return fail(vm, b"wrong number of arguments")
    if check_int(vm, args, n, 0, cython.address(low)) < 0 or check_int(vm, args, n, 1, cython.address(high)) < 0:
        return FAILED
    return random_integer(vm, random, low, high)


def ret_seeds(vm, first, second):
    """Seed the generator and return the two components of the seed."""
    seed_random(vm.rng, cython.cast(uint64_t, first), cython.cast(uint64_t, second))
    put_int(vm.ret, first)
    put_int(vm.ret + 1, second)
    return 2


def seed_by_chance(vm):
    """Seed the generator with the time and the VM's address."""
    return ret_seeds(vm, cython.cast(int64_t, time(cython.NULL)), cython.cast(int64_t, vm))


def math_randomseed(vm, args, n):
    """Seed the generator with one or two integers, or by chance."""
    first: int64_t
    second: int64_t
    if n == 0:
        return seed_by_chance(vm)
    if check_int(vm, args, n, 0, cython.address(first)) < 0 or opt_int(vm, args, n, 1, 0, cython.address(second)) < 0:
        return FAILED
    return ret_seeds(vm, first, second)


# ------------------------------------------------------------------------------------------------ functions of Lua 5.2
# Out of the manual since 5.3, and there all the same in the usual builds of PUC Lua 5.4 (LUA_COMPAT_5_3).


def math_cosh(vm, args, n):
    """Return the hyperbolic cosine."""
    return real(vm, args, n, cosh)


def math_sinh(vm, args, n):
    """Return the hyperbolic sine."""
    return real(vm, args, n, sinh)


def math_tanh(vm, args, n):
    """Return the hyperbolic tangent."""
    return real(vm, args, n, tanh)


def math_log10(vm, args, n):
    """Return the logarithm to base 10."""
    return real(vm, args, n, log10)


def math_pow(vm, args, n):
    """Return x to the power of y."""
    x: cython.double
    y: cython.double
    if check_num(vm, args, n, 0, cython.address(x)) < 0 or check_num(vm, args, n, 1, cython.address(y)) < 0:
        return FAILED
    return ret_flt(vm, pow(x, y))


def math_frexp(vm, args, n):
    """Return m and e such that x = m * 2^e, m in [0.5, 1) or 0."""
    x: cython.double
    exponent: cython.int = 0
    if check_num(vm, args, n, 0, cython.address(x)) < 0:
        return FAILED
    put_flt(vm.ret, frexp(x, cython.address(exponent)))
    put_int(vm.ret + 1, exponent)
    return 2


def math_ldexp(vm, args, n):
    """Return m * 2^e."""
    m: cython.double
    e: int64_t
    if check_num(vm, args, n, 0, cython.address(m)) < 0 or check_int(vm, args, n, 1, cython.address(e)) < 0:
        return FAILED
    return ret_flt(vm, ldexp(m, cython.cast(cython.int, e)))


# ----------------------------------------------------------------------------------------------------- registration


def register_functions(vm, t):
    """Fill the library's table with its functions."""
    reg(vm, t, b"math", b"abs", math_abs)
    reg(vm, t, b"math", b"acos", math_acos)
    reg(vm, t, b"math", b"asin", math_asin)
    reg(vm, t, b"math", b"atan", math_atan)
    reg(vm, t, b"math", b"ceil", math_ceil)
    reg(vm, t, b"math", b"cos", math_cos)
    reg(vm, t, b"math", b"deg", math_deg)
    reg(vm, t, b"math", b"exp", math_exp)
    reg(vm, t, b"math", b"floor", math_floor)
    reg(vm, t, b"math", b"fmod", math_fmod)
    reg(vm, t, b"math", b"log", math_log)
    reg(vm, t, b"math", b"max", math_max)
    reg(vm, t, b"math", b"min", math_min)
    reg(vm, t, b"math", b"modf", math_modf)
    reg(vm, t, b"math", b"rad", math_rad)
    reg(vm, t, b"math", b"random", math_random)
    reg(vm, t, b"math", b"randomseed", math_randomseed)
    reg(vm, t, b"math", b"sin", math_sin)
    reg(vm, t, b"math", b"sqrt", math_sqrt)
    reg(vm, t, b"math", b"tan", math_tan)
    reg(vm, t, b"math", b"tointeger", math_tointeger)
    reg(vm, t, b"math", b"type", math_type)
    reg(vm, t, b"math", b"ult", math_ult)


def register_old_functions(vm, t):
    """Add the functions of Lua 5.2; atan2 is the atan of today."""
    v: Value
    copy(cython.address(v), get_str(vm, t, str_from(vm, b"atan")))
    set_field(vm, t, b"atan2", cython.address(v))
    reg(vm, t, b"math", b"cosh", math_cosh)
    reg(vm, t, b"math", b"frexp", math_frexp)
    reg(vm, t, b"math", b"ldexp", math_ldexp)
    reg(vm, t, b"math", b"log10", math_log10)
    reg(vm, t, b"math", b"pow", math_pow)
    reg(vm, t, b"math", b"sinh", math_sinh)
    reg(vm, t, b"math", b"tanh", math_tanh)


def register_constants(vm, t):
    """Add the constants."""
    v: Value
    put_flt(cython.address(v), M_PI)
    set_field(vm, t, b"pi", cython.address(v))
    put_flt(cython.address(v), HUGE_VAL)
    set_field(vm, t, b"huge", cython.address(v))
    put_int(cython.address(v), INT64_MAX)
    set_field(vm, t, b"maxinteger", cython.address(v))
    put_int(cython.address(v), INT64_MIN)
    set_field(vm, t, b"mininteger", cython.address(v))


def open_math(vm):
    """Make the global `math`, with random numbers seeded by chance."""
    t: TableP = new_library(vm, b"math")
    register_functions(vm, t)
    register_old_functions(vm, t)
    register_constants(vm, t)
    seed_by_chance(vm)
