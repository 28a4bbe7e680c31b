"""The documentation of the base library, coroutines, and what finds and loads code."""

from .entry import Entry

ENTRIES = (
    Entry(
        "_G", "_G",
        "The table in which global variables are kept; it holds itself as a field. Assigning another table to `_G`"
        " does not move the globals: a chunk finds them through `_ENV`.",
        "x = 1\nreturn _G.x, _G._G == _G", "1\ttrue",
    ),
    Entry("_VERSION", "_VERSION", "The version of the language, as a string.", "_VERSION", '"Lua 5.4"'),
    Entry(
        "assert", "assert(value [, message, ...]) → value, message, ...",
        "Returns all its arguments where the first is neither nil nor false; otherwise raises the second as an"
        " error, which may be any value. A file that may not open, a match that may fail: wrap the call in it.",
        "return (assert(#'abc' == 3, 'too short'))", "true",
    ),
    Entry(
        "collectgarbage", "collectgarbage([option [, arg]]) → …",
        'Works the garbage collector: "collect" (what is done without an option) makes a full cycle, "count" tells'
        ' the kilobytes in use, "stop" and "restart" turn it off and on, "isrunning" asks which, "step" does a part'
        ' of a cycle, "generational" and "incremental" choose the mode and return the one before.',
        "collectgarbage()\nreturn math.type(collectgarbage('count'))", '"float"',
    ),
    Entry(
        "dofile", "dofile([filename]) → …",
        "Reads a file of Lua, runs it and returns what it returns; errors in it reach the caller. Without a name it"
        " reads the standard input.",
        "dofile 'settings.lua'",
    ),
    Entry(
        "error", "error(message [, level])",
        "Raises an error, which ends the call up to the next pcall. To a message that is a string the place is"
        " added: at level 1, the default, that of the call of error, at level 2 that of the caller of the function"
        " that calls it; 0 adds nothing.",
        "pcall(error, {code = 404})", "false\t{code = 404}",
    ),
    Entry(
        "getmetatable", "getmetatable(value) → table or nil",
        "Returns the metatable of a value, or the field `__metatable` in it where there is one; nil where the value"
        " has none. All strings share one.",
        "getmetatable('').__index == string", "true",
    ),
    Entry(
        "ipairs", "ipairs(t) → iterator, t, 0",
        "For a `for` loop over positions and items of a sequence: t[1], t[2], … up to the first that is nil.",
        "for i, word in ipairs{'a', 'b'} do print(i, word) end", "1\ta\n2\tb",
    ),
    Entry(
        "load", "load(chunk [, chunkname [, mode [, env]]]) → function, or nil and a message",
        "Compiles text, or what a function hands over piece by piece, and returns it as a function without running"
        ' it. `mode` says whether text ("t"), compiled code ("b") or both ("bt") may come; `env` becomes the'
        " chunk's globals.",
        "load('return 6 * 7')()", "42",
    ),
    Entry(
        "loadfile", "loadfile([filename [, mode [, env]]]) → function, or nil and a message",
        "Does with the contents of a file what load does with a text; without a name it reads the standard input.",
        "return (loadfile('no such file.lua'))", "nil",
    ),
    Entry(
        "next", "next(t [, key]) → key, value; nil at the end",
        "Returns the entry of a table that follows the one of `key` in an order of its own, the first where `key` is"
        " nil. During the walk fields may be changed and removed, not added; next(t) == nil tells an empty table.",
        "return next({}), next({10})", "nil\t1\t10",
    ),
    Entry(
        "pairs", "pairs(t) → iterator, t, nil",
        "For a `for` loop over all keys and values of a table, in no promised order. A metamethod `__pairs` is asked"
        " instead where the table has one.",
        "local n = 0\nfor key, value in pairs{x = 1, y = 2} do n = n + value end\nreturn n", "3",
    ),
    Entry(
        "pcall", "pcall(f, ...) → true, results…; or false, error",
        "Calls a function with the further arguments so that an error does not go on to the caller: the first result"
        " says whether all went well.",
        "pcall(function(x) return x + 1 end, {})",
        "false\t\"cell[1]:1: attempt to perform arithmetic on a table value (local 'x')\"",
    ),
    Entry(
        "print", "print(...)",
        "Writes its arguments as tostring shows them, tabs between them and a newline behind. It is meant for"
        " looking at values; io.write and string.format give more control.",
        "print('two', 2, nil)", "two\t2\tnil",
    ),
    Entry(
        "rawequal", "rawequal(a, b) → boolean",
        "Tells whether two values are the same without asking `__eq`.",
        "rawequal('a', 'a')", "true",
    ),
    Entry(
        "rawget", "rawget(t, key) → value",
        "Returns a field of a table without asking `__index`.",
        "local t = setmetatable({}, {__index = function() return 'made up' end})\nreturn t.x, rawget(t, 'x')",
        '"made up"\tnil',
    ),
    Entry(
        "rawlen", "rawlen(value) → integer",
        "Returns the length of a table or string without asking `__len`.",
        "rawlen{1, 2, 3}", "3",
    ),
    Entry(
        "rawset", "rawset(t, key, value) → t",
        "Gives a field of a table a value without asking `__newindex`, and returns the table.",
        "rawset({}, 'x', 1).x", "1",
    ),
    Entry(
        "select", "select(n, ...) → …",
        "Returns the further arguments from the n-th on, counted from the end where n is negative; select('#', ...)"
        " tells how many there are, nils included.",
        "return select('#', 'a', nil, 'c'), select(-1, 'a', 'b')", '3\t"b"',
    ),
    Entry(
        "setmetatable", "setmetatable(t, metatable) → t",
        "Gives a table a metatable, nil takes it away, and returns the table. A metatable with a field `__metatable`"
        " protects itself: changing it is an error then.",
        "local t = setmetatable({}, {__call = function(self, x) return 2 * x end})\nreturn t(21)", "42",
    ),
    Entry(
        "tonumber", "tonumber(value [, base]) → number or nil",
        "Turns text that is written like a number into one, and leaves numbers as they are; nil where it is none."
        " With a base from 2 to 36 the text is a whole number in that base.",
        "return tonumber('0x10'), tonumber('ff', 16), tonumber('ten')", "16\t255\tnil",
    ),
    Entry(
        "tostring", "tostring(value) → string",
        "Returns a text for any value; `__tostring` of its metatable decides what it is, and `__name` how a table or"
        " userdata is called.",
        "tostring(1 / 2)", '"0.5"', "string",
    ),
    Entry(
        "type", "type(value) → string",
        "Returns the name of a value's type: \"nil\", \"boolean\", \"number\", \"string\", \"function\", \"table\","
        ' "thread" or "userdata".',
        "type(print)", '"function"', "string",
    ),
    Entry(
        "warn", "warn(message, ...)",
        'Writes a warning made of its arguments, which are strings, to the standard error. A lone "@on" or "@off"'
        " begins or ends their being shown.",
        "warn('@on')\nwarn('low on ', 'memory')", "Lua warning: low on memory",
    ),
    Entry(
        "xpcall", "xpcall(f, handler, ...) → true, results…; or false, handler's results",
        "Calls a function as pcall does; an error is handed to `handler` where it happened, so that it can look at"
        " the stack, and the handler's results are returned.",
        "xpcall(error, function(e) return 'caught ' .. e end, 'it')", 'false\t"caught it"',
    ),
    # ----------------------------------------------------------------------------------------------------- packages
    Entry(
        "require", "require(name) → module, where it was found",
        "Returns a module, which is loaded at the first call and kept in package.loaded. Dots in the name are"
        " folders; it is looked for in package.preload and in the places of package.path.",
        "require 'string' == string", "true",
    ),
    Entry(
        "package", "package",
        "Where modules are looked for, and those that were found.",
        "package.loaded.math == math", "true",
    ),
    Entry(
        "package.config", "package.config",
        "A line each for what paths are made of: the sign between folders, the one between places, the one that"
        " stands for the module's name, and two that concern C libraries.",
        "package.config:sub(1, 1)", '"/"',
    ),
    Entry(
        "package.cpath", "package.cpath",
        "The places where require would look for C libraries. This interpreter is its own and loads none.",
    ),
    Entry("package.loaded", "package.loaded", "The modules that are loaded, by name; remove one to load it anew."),
    Entry(
        "package.loadlib", "package.loadlib(path, function) → nil, message, where",
        "Would link a C library; this interpreter cannot, and returns nil and why.",
        "select(3, package.loadlib('x.so', 'f'))", '"absent"',
    ),
    Entry(
        "package.path", "package.path",
        "The places where require looks for modules of Lua, with `;` between them and `?` for the name.",
        "package.path = package.path .. ';./lib/?.lua'",
    ),
    Entry(
        "package.preload", "package.preload",
        "Functions that load modules, by name; require asks here first.",
        "package.preload.answer = function() return 42 end\nreturn (require 'answer')", "42",
    ),
    Entry(
        "package.searchers", "package.searchers",
        "The functions by which require looks for a module, in order; each returns a loader, or a text that says"
        " where it has looked.",
    ),
    Entry(
        "package.searchpath", "package.searchpath(name, path [, sep [, rep]]) → filename, or nil and a message",
        "Returns the first file of a path's places that can be read, with the name in place of `?` and its dots"
        " turned into folders.",
        "return (package.searchpath('no.such.module', './?.lua'))", "nil",
    ),
    # --------------------------------------------------------------------------------------------------- coroutines
    Entry("coroutine", "coroutine", "Functions that stop half-way and go on later."),
    Entry(
        "coroutine.close", "coroutine.close(co) → true, or false and an error",
        "Ends a coroutine that is suspended or dead, and closes what it has to close.",
        "local co = coroutine.create(function() coroutine.yield() end)\ncoroutine.resume(co)\n"
        "return coroutine.close(co), coroutine.status(co)", 'true\t"dead"',
    ),
    Entry(
        "coroutine.create", "coroutine.create(f) → thread",
        "Makes a coroutine of a function; the first resume starts it.",
        "type(coroutine.create(print))", '"thread"',
    ),
    Entry(
        "coroutine.isyieldable", "coroutine.isyieldable([co]) → boolean",
        "Tells whether a coroutine, the running one by default, could yield.",
        "coroutine.wrap(function() return coroutine.isyieldable() end)()", "true",
    ),
    Entry(
        "coroutine.resume", "coroutine.resume(co, ...) → true, results…; or false, error",
        "Starts a coroutine with arguments, or lets its waiting yield return them, until it yields or ends; returns"
        " what it yields or returns.",
        "local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) return a + b end)\n"
        "return coroutine.resume(co, 1), coroutine.resume(co, 10)", "true\ttrue\t11",
    ),
    Entry(
        "coroutine.running", "coroutine.running() → thread, boolean",
        "Returns the coroutine that runs, and whether it is the main one.",
        "select(2, coroutine.running())", "true",
    ),
    Entry(
        "coroutine.status", "coroutine.status(co) → string",
        'Returns how a coroutine is: "running", "suspended" (not begun, or it yielded), "normal" (it waits for one'
        ' that it has resumed) or "dead".',
        "coroutine.status(coroutine.create(print))", '"suspended"', "string",
    ),
    Entry(
        "coroutine.wrap", "coroutine.wrap(f) → function",
        "Makes a coroutine and returns a function that resumes it at each call and returns what it yields; errors"
        " reach the caller. It makes a good iterator.",
        "for n in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i * i) end end) do print(n) end", "1\n4\n9",
    ),
    Entry(
        "coroutine.yield", "coroutine.yield(...) → …",
        "Stops the running coroutine: its resume returns the arguments, and the next resume's arguments are returned"
        " here.",
        "coroutine.wrap(function() return 1 + coroutine.yield() end)()",
    ),
)  # fmt: skip
