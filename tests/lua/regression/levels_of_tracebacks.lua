-- A level of debug.traceback that is no int of C is cut to one, so that the largest integer is level -1, where nothing is.
local function lines(level) return select(2, debug.traceback("x", level):gsub("\n", "\n")) end
print(lines(math.maxinteger), lines(-1), lines(1000), lines(1 << 31)) -- expect: 1	1	1	1
print(lines(math.mininteger) == lines(0), lines((1 << 32) + 1) == lines(1), lines(0) > 2) -- expect: true	true	true
