"""The documentation of the libraries for numbers and tables."""

from .entry import Entry

_OLD = "Kept from earlier versions of Lua."

ENTRIES = (
    Entry("math", "math", "Functions on numbers. Angles are in radians."),
    Entry("math.abs", "math.abs(x) → number", "Returns x without its sign.", "math.abs(-3)", "3"),
    Entry("math.acos", "math.acos(x) → float", "Returns the angle whose cosine is x.", "math.acos(1)", "0.0"),
    Entry("math.asin", "math.asin(x) → float", "Returns the angle whose sine is x.", "math.asin(0)", "0.0"),
    Entry(
        "math.atan", "math.atan(y [, x]) → float",
        "Returns the angle whose tangent is y / x; the signs of both choose the quadrant, and x may be 0. It is 1 by"
        " default.",
        "math.deg(math.atan(1, -1))", "135.0",
    ),
    Entry(
        "math.atan2", "math.atan2(y, x) → float",
        f"Does what math.atan does with two arguments. {_OLD}",
        "math.deg(math.atan2(1, 1))", "45.0",
    ),
    Entry(
        "math.ceil", "math.ceil(x) → integer",
        "Returns the least whole number that is not below x.",
        "math.ceil(2.1)", "3",
    ),
    Entry("math.cos", "math.cos(x) → float", "Returns the cosine of an angle.", "math.cos(0)", "1.0"),
    Entry("math.cosh", "math.cosh(x) → float", f"Returns the hyperbolic cosine of x. {_OLD}", "math.cosh(0)", "1.0"),
    Entry("math.deg", "math.deg(x) → float", "Turns an angle from radians into degrees.", "math.deg(math.pi)", "180.0"),
    Entry("math.exp", "math.exp(x) → float", "Returns e to the power x.", "math.exp(0)", "1.0"),
    Entry(
        "math.floor", "math.floor(x) → integer",
        "Returns the greatest whole number that is not above x.",
        "return math.floor(2.9), math.floor(-2.1)", "2\t-3",
    ),
    Entry(
        "math.fmod", "math.fmod(x, y) → number",
        "Returns the rest of dividing x by y, with the sign of x; the operator % gives it the sign of y.",
        "return math.fmod(-7, 3), -7 % 3", "-1\t2",
    ),
    Entry(
        "math.frexp", "math.frexp(x) → float, integer",
        f"Returns m and e such that x is m times 2 to the power e, with m from 0.5 to 1. {_OLD}",
        "math.frexp(8)", "0.5\t4",
    ),
    Entry(
        "math.huge", "math.huge",
        "The float that is greater than all others: infinity.",
        "math.huge > math.maxinteger", "true",
    ),
    Entry(
        "math.ldexp", "math.ldexp(m, e) → float",
        f"Returns m times 2 to the power e. {_OLD}",
        "math.ldexp(0.5, 4)", "8.0",
    ),
    Entry(
        "math.log", "math.log(x [, base]) → float",
        "Returns the logarithm of x; the base is e by default.",
        "math.log(8, 2)", "3.0",
    ),
    Entry(
        "math.log10", "math.log10(x) → float",
        f"Returns the logarithm of x to the base 10. {_OLD}",
        "math.log10(100)", "2.0",
    ),
    Entry("math.max", "math.max(x, ...) → number", "Returns the greatest of its arguments.", "math.max(3, 7, 5)", "7"),
    Entry(
        "math.maxinteger", "math.maxinteger",
        "The greatest integer; adding 1 gives the least.",
        "math.maxinteger + 1 == math.mininteger", "true",
    ),
    Entry("math.min", "math.min(x, ...) → number", "Returns the least of its arguments.", "math.min(3, 7, 5)", "3"),
    Entry("math.mininteger", "math.mininteger", "The least integer.", "math.mininteger", "-9223372036854775808"),
    Entry(
        "math.modf", "math.modf(x) → float, float",
        "Returns the whole part of x and what is behind the point.",
        "math.modf(-2.5)", "-2\t-0.5",
    ),
    Entry("math.pi", "math.pi", "The ratio of a circle's circumference to its diameter.", "math.pi", "3.1415926535898"),
    Entry(
        "math.pow", "math.pow(x, y) → float",
        f"Returns x to the power y, as x ^ y does. {_OLD}",
        "math.pow(2, 10)", "1024.0",
    ),
    Entry(
        "math.rad", "math.rad(x) → float",
        "Turns an angle from degrees into radians.",
        "math.rad(180) == math.pi", "true",
    ),
    Entry(
        "math.random", "math.random([m [, n]]) → number",
        "Returns a random number: without arguments a float from 0 up to, not including, 1; with one an integer from"
        " 1 to m, with two from m to n; math.random(0) gives 64 random bits.",
        "local die = math.random(6)\nreturn 1 <= die and die <= 6", "true",
    ),
    Entry(
        "math.randomseed", "math.randomseed([x [, y]]) → integer, integer",
        "Lets math.random begin a series that x and y determine, or one that nobody can foresee without them;"
        " returns the two numbers it began with.",
        "math.randomseed(42)\nlocal a = math.random(100)\nmath.randomseed(42)\nreturn a == math.random(100)", "true",
    ),
    Entry("math.sin", "math.sin(x) → float", "Returns the sine of an angle.", "math.sin(math.pi / 2)", "1.0"),
    Entry("math.sinh", "math.sinh(x) → float", f"Returns the hyperbolic sine of x. {_OLD}", "math.sinh(0)", "0.0"),
    Entry("math.sqrt", "math.sqrt(x) → float", "Returns the square root of x.", "math.sqrt(16)", "4.0"),
    Entry("math.tan", "math.tan(x) → float", "Returns the tangent of an angle.", "math.tan(0)", "0.0"),
    Entry("math.tanh", "math.tanh(x) → float", f"Returns the hyperbolic tangent of x. {_OLD}", "math.tanh(0)", "0.0"),
    Entry(
        "math.tointeger", "math.tointeger(x) → integer or nil",
        "Returns x as an integer where it is whole, else nil.",
        "return math.tointeger(3.0), math.tointeger(3.5)", "3\tnil",
    ),
    Entry(
        "math.type", "math.type(x) → string or nil",
        'Returns "integer" or "float" for a number, nil for anything else.',
        "return math.type(1), math.type(1.0), math.type('1')", '"integer"\t"float"\tnil',
    ),
    Entry(
        "math.ult", "math.ult(m, n) → boolean",
        "Tells whether m is less than n where both are read as numbers without a sign: -1 is the greatest then.",
        "math.ult(1, -1)", "true",
    ),
    # -------------------------------------------------------------------------------------------------------- table
    Entry("table", "table", "Functions on sequences: tables whose items are t[1], t[2], … without a gap."),
    Entry(
        "table.concat", "table.concat(t [, sep [, i [, j]]]) → string",
        "Joins the items i to j, which are strings or numbers, with sep between them. For building a long text it is"
        " quicker than many `..`.",
        "table.concat({1, 2, 3}, ', ')", '"1, 2, 3"', "string",
    ),
    Entry(
        "table.insert", "table.insert(t, [pos,] value)",
        "Puts a value at position pos and moves the items from there on up; without pos it goes to the end.",
        "local t = {'a', 'c'}\ntable.insert(t, 2, 'b')\nreturn t", '{"a", "b", "c"}',
    ),
    Entry(
        "table.move", "table.move(a, from, to, at [, b]) → b",
        "Copies the items from to to of a to positions at, at + 1, … of b, which is a itself by default; the ranges"
        " may overlap.",
        "table.move({1, 2, 3}, 1, 3, 2)", "{1, 1, 2, 3}",
    ),
    Entry(
        "table.pack", "table.pack(...) → t",
        "Returns a table with all arguments as items and their number as field n, so that nils are not lost.",
        "table.pack('a', nil).n", "2",
    ),
    Entry(
        "table.remove", "table.remove(t [, pos]) → value",
        "Takes the item at position pos out, moves those behind it down and returns it; without pos the last.",
        "local t = {'a', 'b', 'c'}\nreturn table.remove(t, 1), #t", '"a"\t2',
    ),
    Entry(
        "table.sort", "table.sort(t [, less])",
        "Sorts a sequence in place, by `<` or by a function that tells whether its first argument comes before the"
        " second. Equal items may change places.",
        "local t = {3, 1, 2}\ntable.sort(t, function(a, b) return a > b end)\nreturn t", "{3, 2, 1}",
    ),
    Entry(
        "table.unpack", "table.unpack(t [, i [, j]]) → t[i], …, t[j]",
        "Returns the items i to j as so many results; i is 1 by default, j is #t.",
        "math.max(table.unpack{3, 7, 5})", "7",
    ),
)  # fmt: skip
