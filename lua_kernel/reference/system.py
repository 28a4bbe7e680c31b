"""The documentation of the libraries for files, the system and debugging."""

from .entry import Entry

_FAILS = "nil, a message and a number where that fails"

ENTRIES = (
    Entry(
        "io", "io",
        "Reads and writes files. A file has methods, such as file:read; io.read and io.write use the default input"
        " and output, which in a notebook are what the reader types and what is shown below the cell.",
    ),
    Entry(
        "io.close", "io.close([file]) → true",
        "Closes a file, the default output without one.",
        "local file = io.tmpfile()\nreturn io.close(file), io.type(file)", 'true\t"closed file"',
    ),
    Entry("io.flush", "io.flush()", "Hands over what was written to the default output and still waits to leave."),
    Entry(
        "io.input", "io.input([file]) → file",
        "Makes a file, or the one of that name, the default input; returns the default input.",
        "io.type(io.input())", '"file"', "file",
    ),
    Entry(
        "io.lines", "io.lines([filename, ...]) → iterator",
        "For a `for` loop over the lines of a file, which is closed behind the last one; further arguments are"
        " formats as file:read takes them. Without a name it goes over the default input.",
        "for line in io.lines('notes.txt') do print(line) end",
    ),
    Entry(
        "io.open", "io.open(filename [, mode]) → file; or nil, message, number",
        'Opens a file: to read ("r", the default), to write from scratch ("w"), to add at its end ("a"); "+" allows'
        ' both, "b" stands for binary data.',
        "return (io.open('no such file.txt'))", "nil", "file",
    ),
    Entry(
        "io.output", "io.output([file]) → file",
        "Makes a file, or the one of that name, the default output; returns the default output.",
        "io.type(io.output())", '"file"', "file",
    ),
    Entry(
        "io.popen", "io.popen(program [, mode]) → file",
        'Starts a command of the shell and returns a file from which its output is read, or with mode "w" one to'
        " which its input is written.",
        "io.popen('echo hello'):read()", '"hello"', "file",
    ),
    Entry(
        "io.read", "io.read(...) → values",
        "Reads from the default input as file:read does; in a notebook the page asks its reader for a line.",
        "local name = io.read()", "", "string",
    ),
    Entry("io.stderr", "io.stderr", "The file for messages of errors.", "", "", "file"),
    Entry("io.stdin", "io.stdin", "The file from which the standard input is read.", "", "", "file"),
    Entry(
        "io.stdout", "io.stdout",
        "The file of the standard output.",
        "io.stdout:write('a', 1, '\\n');", "a1", "file",
    ),
    Entry(
        "io.tmpfile", "io.tmpfile() → file",
        "Opens a new file for reading and writing that is removed when it is closed.",
        "local file = io.tmpfile()\nfile:write('kept')\nfile:seek('set')\nreturn file:read('a')", '"kept"', "file",
    ),
    Entry(
        "io.type", "io.type(value) → string or nil",
        'Returns "file" or "closed file" for a file, nil for anything else.',
        "return io.type(io.stdout), io.type(1)", '"file"\tnil', "string",
    ),
    Entry(
        "io.write", "io.write(...) → file",
        "Writes strings and numbers to the default output as they are, without anything between or behind them.",
        "io.write('a', 1, '\\n');", "a1", "file",
    ),
    Entry(
        "file:close", "file:close() → true",
        "Closes a file. Of one that io.popen opened the results are those of os.execute.",
        "local file = io.tmpfile()\nreturn file:close()", "true",
    ),
    Entry(
        "file:flush", "file:flush() → file",
        "Hands over what was written to a file and still waits to leave.",
        "", "", "file",
    ),
    Entry(
        "file:lines", "file:lines(...) → iterator",
        "For a `for` loop over the lines of a file, or what formats as file:read takes them make of it; the file"
        " stays open.",
        "local file = io.tmpfile()\nfile:write('a\\nb\\n')\nfile:seek('set')\n"
        "for line in file:lines() do print(line) end", "a\nb",
    ),
    Entry(
        "file:read", "file:read(...) → values",
        'Reads for each format: "l", the default, a line without its end, "L" with it, "n" a number, "a" all that is'
        " left, a number so many bytes; nil at the end of the file.",
        "local file = io.tmpfile()\nfile:write('12 rest')\nfile:seek('set')\nreturn file:read('n', 'a')",
        '12\t" rest"', "string",
    ),
    Entry(
        "file:seek", "file:seek([whence [, offset]]) → position",
        'Moves to a position counted in bytes from the start ("set"), from where it is ("cur", the default) or from'
        " the end, and returns it, counted from the start.",
        "local file = io.tmpfile()\nfile:write('12345')\nreturn file:seek('end')", "5",
    ),
    Entry(
        "file:setvbuf", "file:setvbuf(mode [, size]) → true",
        'Chooses when what is written leaves: "no" at once, "full" when the buffer is full, "line" at the end of'
        " lines.",
        "io.tmpfile():setvbuf('full', 1024)", "true",
    ),
    Entry(
        "file:write", "file:write(...) → file",
        f"Writes strings and numbers to a file and returns it; {_FAILS}.",
        "io.type(io.tmpfile():write('x', 1))", '"file"', "file",
    ),
    # ----------------------------------------------------------------------------------------------------------- os
    Entry("os", "os", "Time, files by name, and the system around the program."),
    Entry(
        "os.clock", "os.clock() → float",
        "Returns the seconds of processor time that the process has used.",
        "local start = os.clock()\nfor i = 1, 1e5 do end\nreturn os.clock() >= start", "true",
    ),
    Entry(
        "os.date", "os.date([format [, time]]) → string or table",
        'Writes a time, now by default, in a format such as "%Y-%m-%d %H:%M:%S"; "*t" gives a table of its parts,'
        " and a leading ! means UTC.",
        "os.date('!%Y-%m-%d', 0)", '"1970-01-01"', "string",
    ),
    Entry(
        "os.difftime", "os.difftime(t2, t1) → float",
        "Returns the seconds from t1 to t2.",
        "os.difftime(90, 60)", "30.0",
    ),
    Entry(
        "os.execute", 'os.execute([command]) → true or nil, "exit" or "signal", number',
        "Lets the shell run a command, and returns whether it went well and how it ended; without one it tells"
        " whether there is a shell.",
        "os.execute('exit 3')", 'nil\t"exit"\t3',
    ),
    Entry(
        "os.exit", "os.exit([code [, close]])",
        "Ends the program. In a notebook it ends the cell, and the session goes on; restart the kernel to begin"
        " again.",
        "os.exit()",
    ),
    Entry(
        "os.getenv", "os.getenv(name) → string or nil",
        "Returns a variable of the environment.",
        "os.getenv('NO_SUCH_VARIABLE')", "nil", "string",
    ),
    Entry(
        "os.remove", "os.remove(filename) → true",
        f"Removes a file or an empty folder; {_FAILS}.",
        "return (os.remove('no such file.txt'))", "nil",
    ),
    Entry(
        "os.rename", "os.rename(old, new) → true",
        f"Gives a file another name; {_FAILS}.",
        "os.rename('a.txt', 'b.txt')",
    ),
    Entry(
        "os.setlocale", "os.setlocale([locale [, category]]) → string or nil",
        'Chooses or asks how the C library writes and sorts: of category "all", "collate", "ctype", "monetary",'
        ' "numeric" or "time".',
        "os.setlocale('C', 'numeric')", '"C"',
    ),
    Entry(
        "os.time", "os.time([t]) → integer",
        "Returns the time now in seconds, on most systems since 1970 began; or that of a table with year, month, day"
        " and, if wanted, hour, min, sec and isdst, whose fields it brings into their ranges.",
        "os.time{year = 2026, month = 1, day = 2} - os.time{year = 2026, month = 1, day = 1}", "86400",
    ),
    Entry(
        "os.tmpname", "os.tmpname() → string",
        "Returns a name for a file that does no harm to others.",
        "", "", "string",
    ),
    # -------------------------------------------------------------------------------------------------------- debug
    Entry(
        "debug", "debug",
        "Looks into running functions and changes what the language otherwise guards: for tools, not for programs.",
    ),
    Entry("debug.debug", "debug.debug()", 'Reads and runs lines from the standard input until one says "cont".'),
    Entry(
        "debug.gethook", "debug.gethook([thread]) → hook, mask, count",
        "Returns what debug.sethook has set.",
        "debug.gethook()", "nil",
    ),
    Entry(
        "debug.getinfo", "debug.getinfo([thread,] f [, what]) → table",
        "Tells about a function, or the one at a level of the stack (1 is the caller): name, source, currentline,"
        " linedefined, nparams and others; the letters of what choose among them.",
        "debug.getinfo(1, 'l').currentline", "1",
    ),
    Entry(
        "debug.getlocal", "debug.getlocal([thread,] f, n) → name, value",
        "Returns the n-th local of the function at a level of the stack; of a function its n-th parameter's name.",
        "debug.getlocal(function(a, b) end, 2)", '"b"',
    ),
    Entry(
        "debug.getmetatable", "debug.getmetatable(value) → table or nil",
        "Returns the metatable of any value, whatever its `__metatable` says.",
        "debug.getmetatable('').__index == string", "true",
    ),
    Entry(
        "debug.getregistry", "debug.getregistry() → table",
        "Returns the table in which the interpreter keeps its own things.",
    ),
    Entry(
        "debug.getupvalue", "debug.getupvalue(f, n) → name, value",
        "Returns the n-th variable that a function has captured.",
        "local count = 7\nreturn debug.getupvalue(function() return count end, 1)", '"count"\t7',
    ),
    Entry(
        "debug.getuservalue", "debug.getuservalue(userdata [, n]) → value, boolean",
        "Returns a value that belongs to a userdata, and whether it has an n-th one.",
    ),
    Entry(
        "debug.setcstacklimit", "debug.setcstacklimit(limit) → integer",
        "Does nothing of use, and returns a number. Kept from earlier versions of Lua.",
    ),
    Entry(
        "debug.sethook", "debug.sethook([thread,] hook, mask [, count])",
        'Has a function called at calls ("c"), returns ("r"), new lines ("l") or every count instructions; without'
        " arguments no longer.",
    ),
    Entry(
        "debug.setlocal", "debug.setlocal([thread,] level, n, value) → name",
        "Gives the n-th local of the function at a level of the stack a value.",
        "local x = 1\ndebug.setlocal(1, 1, 2)\nreturn x", "2",
    ),
    Entry(
        "debug.setmetatable", "debug.setmetatable(value, metatable) → value",
        "Gives any value a metatable; numbers, strings, functions and the like have one for all of their type.",
    ),
    Entry(
        "debug.setupvalue", "debug.setupvalue(f, n, value) → name",
        "Gives the n-th variable that a function has captured a value.",
        "local x = 1\nlocal function f() return x end\ndebug.setupvalue(f, 1, 2)\nreturn f()", "2",
    ),
    Entry(
        "debug.setuservalue", "debug.setuservalue(userdata, value [, n]) → userdata",
        "Gives a userdata a value that belongs to it.",
    ),
    Entry(
        "debug.traceback", "debug.traceback([thread,] [message [, level]]) → string",
        "Returns the calls that are under way as a text, with a message above; made to be the handler of xpcall.",
        "debug.traceback('here'):match('^[^\\n]*\\n[^\\n]*')", '"here\\nstack traceback:"', "string",
    ),
    Entry(
        "debug.upvalueid", "debug.upvalueid(f, n) → userdata",
        "Returns what identifies a captured variable, so that one can see whether two functions share it.",
    ),
    Entry(
        "debug.upvaluejoin", "debug.upvaluejoin(f1, n1, f2, n2)",
        "Lets the n1-th captured variable of one function be the n2-th of another.",
    ),
)  # fmt: skip
